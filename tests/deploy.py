"""Checks what an operator copies: the files of Compose and Kubernetes by their schemas, nginx.conf by its grammar and for safety.

`python -m tests.deploy` prints what is wrong.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import crossplane

DEPLOY = Path(__file__).parent.parent / "deploy"
CONFIG = DEPLOY / "nginx.conf"
COMMANDS = (
    ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"],
    ["kubernetes-validate", "--strict", "--quiet", DEPLOY / "kubernetes.yaml"],
    ["gixy", CONFIG],
)


def directives(block: list[dict[str, Any]], name: str) -> Iterator[dict[str, Any]]:
    """Yield the directives of a name, those inside of others too."""
    for each in block:
        if each["directive"] == name:
            yield each
        yield from directives(each.get("block", []), name)


def main() -> None:
    """Run all checks; exit with status 1 if one fails."""
    parsed = crossplane.parse(str(CONFIG), strict=True)
    wrong = [each["error"] for each in parsed["errors"]]
    if any("http_503" in each["args"] for each in directives(parsed["config"][0]["parsed"], "proxy_next_upstream")):
        wrong.append(f"{CONFIG}: http_503 takes a copy that has no room for more training for one that fails")
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
