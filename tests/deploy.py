"""Checks what an operator copies: the files of Compose and Kubernetes by their schemas, nginx.conf by its grammar and for safety.

`python -m tests.deploy` prints what is wrong.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import crossplane

DEPLOY = Path(__file__).parent.parent / "deploy"
CONFIG = DEPLOY / "nginx.conf"
COMMANDS = (
    ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"],
    ["kubernetes-validate", "--strict", "--quiet", DEPLOY / "kubernetes.yaml"],
    ["gixy", CONFIG],
)


def main() -> None:
    """Run all checks; exit with status 1 if one fails."""
    wrong = [each["error"] for each in crossplane.parse(str(CONFIG), strict=True)["errors"]]
    for name, *arguments in COMMANDS:
        ended = subprocess.run(
            [Path(sys.executable).parent / str(name), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ended.returncode:
            wrong.append(ended.stdout)
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
