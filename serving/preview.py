"""The pictures that chats and networks show beside a link, as PNG.

They need a font: two files that the build copies from an npm package, so that a picture is the same on every machine. Without
them there are no pictures, and pages name none.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from serving.bundle import ROOT

FONTS = [ROOT / "built" / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]

SECONDS = 30


def can_be_drawn() -> bool:
    """Return whether the fonts are there."""
    return all(font.is_file() for font in FONTS)


def drawn(svg: str) -> bytes:
    """Return a picture as PNG.

    Another process draws it. The library holds the interpreter's lock while it draws, some 0.1 s, and so would stop every
    other thread of this one.
    """
    command: list[str | Path] = [sys.executable, "-I", Path(__file__).parent / "draw.py", *FONTS]
    return subprocess.run(command, input=svg.encode(), stdout=subprocess.PIPE, check=True, timeout=SECONDS).stdout
