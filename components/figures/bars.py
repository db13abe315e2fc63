"""Bars with their numbers on them: scores side by side, and the parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from components.figures.base import Figure, figure, note, vertical
from components.theme import TEXT_SIZE, Colour


class Bar(NamedTuple):
    """A score with its name and the words that stand at its end; `value` is nan where there is none to draw."""

    name: str
    value: float
    text: str
    hover: str
    colour: str


class Part(NamedTuple):
    """A part of a whole: how much of it (0 to 1), what stands in it, what a hover tells."""

    share: float
    text: str
    hover: str
    colour: str


def score_bars(bars: Sequence[Bar]) -> Figure:
    """Return scores from 0 to 1 as bars from top to bottom; an undefined one has words and no bar."""
    return figure(
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": [0 if bar.value != bar.value else bar.value for bar in bars],
                "y": [bar.name for bar in bars],
                "text": [bar.text for bar in bars],
                "textposition": "outside",
                "textfont": {"size": TEXT_SIZE + 1, "weight": 700},
                "cliponaxis": False,
                "constraintext": "none",
                "hovertext": [bar.hover for bar in bars],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {"color": [bar.colour for bar in bars]},
                "width": 0.62,
            }
        ],
        xaxis={"range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1]},
        yaxis={"autorange": "reversed", "tickfont": {"size": TEXT_SIZE, "color": Colour.INK}, "ticklabelstandoff": 6},
        # the words at the end of a bar of 1 stand in the margin
        margin={"l": 8, "r": 56, "t": 8, "b": 8},
    )


def share_bar(parts: Sequence[Part], *, mark: float, text: str) -> Figure:
    """Return a whole made of its parts, left to right, with a mark at one place of it; without parts only the text."""
    return figure(
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": [part.share],
                "y": [""],
                "text": [part.text],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "hovertemplate": part.hover + "<extra></extra>",
                "marker": {"color": part.colour, "line": {"color": Colour.PAPER, "width": 2}},
                "width": 1,
            }
            for part in parts
        ],
        barmode="stack",
        uniformtext={"minsize": 12, "mode": "hide"},
        xaxis={"range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1], "showgrid": False, "tickcolor": Colour.LINE,
               "ticks": "outside" if parts else "", "showticklabels": bool(parts)},
        yaxis={"range": [-0.5, 0.5], "showticklabels": False, "showgrid": False},
        shapes=[vertical(mark, color=Colour.ACCENT, dash="solid", width=3)] if parts else [],
        annotations=[
            note(
                text, mark, 1, yref="y domain", yanchor="bottom", yshift=2,
                xanchor="left" if mark < 0.2 else "right" if mark > 0.8 else "center",
                font={"color": Colour.ACCENT, "size": TEXT_SIZE + 2, "weight": 700},
            )
        ] if parts else [note(text, 0.5, 0, xref="x domain")],
        margin={"l": 6, "r": 6, "t": 30, "b": 8},
    )  # fmt: skip
