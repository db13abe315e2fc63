"""Where Node.js is: on PATH, or in the virtual environment."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def find() -> str:
    """Return the path of node, or say what is missing."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if not found:
        raise FileNotFoundError("Node.js is missing: install it, or the development dependencies, which bring it")
    return found
