"""Bars with their numbers on them: scores below each other, and the shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from components.figures.around import PHONE, width
from components.figures.base import Drawing, Drawn, note, vertical
from components.theme import TEXT_SIZE, Colour

_TICKS = (0, 0.25, 0.5, 0.75, 1)
HALVES = (0, 0.5, 1)  # for a figure beside another one


class ScoreBar(NamedTuple):
    """A score with its name and the words that stand at its end; `value` is nan where there is no bar to draw."""

    name: str
    value: float
    text: str
    hover: str
    colour: Colour


class Share(NamedTuple):
    """A share of a whole: how much of it (0 to 1), what stands in it, what a hover tells.

    `texts` starts with the longest form; the first that fits is shown.
    """

    value: float
    texts: Sequence[str]
    hover: str
    colour: Colour


def score_bars(bars: Sequence[ScoreBar], *, ticks: Sequence[float] = _TICKS) -> Drawn:
    """Return scores from 0 to 1 as bars from top to bottom; an undefined one has words and no bar."""
    rows = list(range(len(bars)))
    ends = [0 if bar.value != bar.value else bar.value for bar in bars]
    drawing = Drawing()
    drawing.trace(
        {
            "type": "bar",
            "orientation": "h",
            "x": ends,
            "y": rows,
            "hovertext": [bar.hover for bar in bars],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"color": [bar.colour for bar in bars]},
            "width": 0.62,
        }
    )
    drawing.trace(_texts(ends, rows, [f"\u2002{bar.text}" for bar in bars], size=TEXT_SIZE + 1, weight=700))
    return drawing.done(
        xaxis={"range": [0, 1], "tickvals": list(ticks)},
        yaxis={
            "range": [len(bars) - 0.5, -0.5],
            "tickvals": rows,
            "ticktext": [bar.name for bar in bars],
            "tickfont": {"size": TEXT_SIZE, "color": Colour.INK},
            "showgrid": False,
            "ticklabelstandoff": 6,
        },
        # the words at the end of a bar of 1 stand in the margin
        margin={"l": 8, "r": 56, "t": 8, "b": 8},
    )


def share_bar(shares: Sequence[Share], *, mark: float, text: str) -> Drawn:
    """Return a whole made of its shares, left to right, with `text` at the mark; without shares only the text."""
    drawing = Drawing()
    for share in shares:
        drawing.trace(_share(share))
    middles = [end - share.value / 2 for share, end in zip(shares, accumulate(s.value for s in shares), strict=True)]
    if shares:
        drawing.trace(
            _texts(middles, [0] * len(shares), [_fitting(share) for share in shares], side="center", color=Colour.PAPER)
        )
        drawing.shape(vertical(mark, color=Colour.ACCENT, dash="solid", width=3))
        drawing.label(_at_mark(mark, text))
    else:
        drawing.label(note(text, 0.5, 0, xref="x domain"))
    return drawing.done(
        barmode="stack",
        xaxis={
            "range": [0, 1],
            "tickvals": list(_TICKS),
            "showgrid": False,
            "tickcolor": Colour.TN,
            "ticks": "outside" if shares else "",
            "showticklabels": bool(shares),
        },
        yaxis={"range": [-0.5, 0.5], "tickvals": []},
        margin={"l": 6, "r": 6, "t": 30, "b": 8},
    )


def _share(share: Share) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [share.value],
        "y": [0],
        "hovertemplate": share.hover + "<extra></extra>",
        "marker": {"color": share.colour, "line": {"color": Colour.PAPER, "width": 2}},
        "width": 1,
    }


def _texts(
    x: Sequence[float], y: Sequence[float], texts: Sequence[str], *, side: str = "right", **font: Any
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": texts,
        "textposition": f"middle {side}",
        "textfont": {"size": TEXT_SIZE, **font},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _fitting(share: Share) -> str:
    """Return the longest of its texts that a share has room for, on a phone too."""
    return next((text for text in share.texts if share.value * PHONE >= width(text, TEXT_SIZE) + 4), "")


def _at_mark(mark: float, text: str) -> dict[str, Any]:
    """Return the label above the mark, which keeps inside the figure at both ends."""
    side = "left" if mark < 0.2 else "right" if mark > 0.8 else "center"
    font = {"color": Colour.ACCENT, "size": TEXT_SIZE + 2, "weight": 700}
    return note(text, mark, 1, yref="y domain", yanchor="bottom", yshift=2, xanchor=side, font=font)
