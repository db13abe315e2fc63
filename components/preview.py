"""The picture of a lesson that a chat or a network shows beside a link to it: its words and its first figure."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from components.figures.base import Figure
from components.figures.still.fixed import fixed
from components.page import Lesson
from components.page.layout import BRAND
from components.theme import Colour

WIDTH, HEIGHT = 1200, 630  # px, as networks show it
FAMILY = "DejaVu Sans"
EDGE, COLUMN = 60, 460  # px around everything, and for the words
FIGURE = (420, 340)  # px, a size at which its words are large enough once it is scaled up to the room beside the words
# The lines of words: size in px, letters in a line, weight, colour.
OVERLINE, TITLE, SUMMARY = (26, 40, 700, Colour.ACCENT), (46, 16, 700, Colour.INK), (28, 28, 400, Colour.INK_2)
LINE = 1.3


def preview(lesson: Lesson[Any], mark: str, given: Mapping[str, object] | None = None) -> str:
    """Return the picture of a lesson, in the state that was given, as SVG.

    `mark` is the mark of the site as SVG, for a lesson without figures.
    """
    figures = lesson.show(lesson.state.read(given or {})).figures
    overline = " · ".join(filter(None, [BRAND, lesson.chapter.number and f"Chapter {lesson.chapter.number}"]))
    words = _words([(overline, OVERLINE), (lesson.title, TITLE), (lesson.summary, SUMMARY)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="{FAMILY}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{Colour.GROUND}"/>'
        f"{words}{_card(next(iter(figures.values()), None), mark)}</svg>"
    )


def _words(texts: Sequence[tuple[str, tuple[int, int, int, str]]]) -> str:
    lines, top = "", float(EDGE)
    for text, (size, letters, weight, colour) in texts:
        for line in textwrap.wrap(text, letters):
            top += LINE * size
            look = f'font-size="{size}" font-weight="{weight}" fill="{colour}"'
            lines += f'<text x="{EDGE}" y="{top:g}" {look}>{escape(line)}</text>'
        top += 0.6 * size
    return lines


def _card(figure: Figure | None, mark: str) -> str:
    left, pad = EDGE + COLUMN + 30, 24
    wide, high = WIDTH - left - EDGE, HEIGHT - 2 * EDGE
    width, height = FIGURE
    drawn = (
        fixed(figure, width, height) if figure else mark.replace("<svg ", f'<svg width="{width}" height="{height}" ')
    )
    scale = min((wide - 2 * pad) / width, (high - 2 * pad) / height)
    x, y = left + (wide - scale * width) / 2, EDGE + (high - scale * height) / 2
    return (
        f'<rect x="{left}" y="{EDGE}" width="{wide}" height="{high}" rx="16" fill="{Colour.PAPER}" stroke="{Colour.LINE}"/>'
        f'<g transform="translate({x:g} {y:g})scale({scale:.4g})">{drawn}</g>'
    )
