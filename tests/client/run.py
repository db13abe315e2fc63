"""What the client scripts answer in Node: one process for each question, which holds as many cases as there are."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests import node

HERE = Path(__file__).parent


def answer(script: str, *given: Any) -> Any:
    """Return what a script of this folder writes, as JSON, when it reads these values."""
    done = subprocess.run(
        [node.find(), str(HERE / f"{script}.mjs")], input=json.dumps(given), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
