"""The pictures that chats and networks show beside a link, as PNG.

They need a font: two files that the build copies from an npm package, so that a picture is the same on every machine. Without
them there are no pictures, and pages name none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import resvg_py

from serving.body import REVALIDATE, Body
from serving.bundle import ROOT

FONTS = [ROOT / "built" / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
KEPT = 64  # some 50 kB each


def can_be_drawn() -> bool:
    """Return whether the fonts are there."""
    return all(font.is_file() for font in FONTS)


def drawer(preview: Callable[[str, str], str]) -> Callable[[str, str], Body]:
    """Return the function that draws what `preview` gives as SVG, for a section and a state, and keeps the last ones."""

    @lru_cache(KEPT)
    def drawn(section: str, state: str) -> Body:
        png = resvg_py.svg_to_bytes(
            svg_string=preview(section, state), skip_system_fonts=True, font_files=[str(font) for font in FONTS]
        )
        return Body(bytes(png), "image/png", REVALIDATE)

    return drawn
