"""Differences of two models over many data sets, or scores of many images: a dot for each, and the interval over them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import Drawing, Drawn, array, note
from components.theme import TEXT_SIZE, Colour

DOT = 6  # px
COLUMNS = 64  # dots in the same of so many columns stand one above the other
REACH = 0.24  # how far they reach up and down from the middle of their row, which is 1 high
AT_EDGE = 18  # px, how far the words of a row reach into the margins, which are for the words at the ticks
NAME = -0.4  # where the name of a row stands, from its middle


class Row(NamedTuple):
    """One comparison or score: its name, what stands at its right, its colour, the values, and the mean with its interval.

    Without values it is an interval alone, of what `called` says.
    """

    name: str
    text: str
    color: str
    differences: NDArray[np.float64]
    mean: float
    low: float
    high: float
    called: str = "mean"


Write: TypeAlias = Callable[[float], str]


def seed_differences(rows: Sequence[Row], *, x_title: str, each: str, write: Write) -> Drawn:
    """Return one row per comparison, from top to bottom; `each` is the hover's word for a dot's data set.

    `write` writes a difference.
    """
    values = np.concatenate([row.differences for row in rows])
    low, high = float(min(values.min(), -0.1)), float(max(values.max(), 0.1))
    tick = step(high - low, 4)  # so few that the words at the ticks keep apart on a phone
    ends = [round(tick * math.floor(low / tick - 0.2), 9), round(tick * math.ceil(high / tick + 0.2), 9)]
    drawing = Drawing()
    drawing.shape(
        {
            "type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "y domain",
            "line": {"color": Colour.INK_2, "width": 1.5, "dash": "dot"},
        }
    )  # fmt: skip
    return _rows(drawing, rows, {"range": ends, "dtick": tick, "title": {"text": x_title}}, each, write)


def image_scores(rows: Sequence[Row], *, x_title: str, each: str, write: Write) -> Drawn:
    """Return one row per score of many images, on an axis from 0 to 1; the images are counted from 1."""
    axis = {"range": [-0.03, 1.03], "tickvals": [0, 0.25, 0.5, 0.75, 1], "title": {"text": x_title}}
    return _rows(Drawing(), rows, axis, each, write, first=1, dot=9, below=0.12)


def _rows(
    drawing: Drawing,
    rows: Sequence[Row],
    xaxis: Mapping[str, Any],
    each: str,
    write: Write,
    *,
    first: int = 0,
    dot: int = DOT,
    below: float = 0.0,
) -> Drawn:
    """Draw the rows; the dots, of so many px, lie so far `below` the interval, and are counted from `first` on."""
    for k, row in enumerate(rows):
        if not len(row.differences):
            continue
        dots = row.differences.round(4)
        drawing.trace(
            {
                "type": "scatter",
                "mode": "markers",
                "x": array(dots),
                "y": array((k + 0.12 + below + _swarm(dots, xaxis["range"])).round(3)),
                "customdata": array(np.arange(first, first + len(dots))),
                "text": list(map(write, row.differences.tolist())),
                "marker": {"size": dot, "color": row.color, "opacity": 0.4},
                "hovertemplate": f"{each} %{{customdata}}: %{{text}}<extra></extra>",
            }
        )
    for k, row in enumerate(rows):
        drawing.trace(_interval(k + 0.12, row))
        drawing.trace(_mean(k + 0.12, row, write))
        drawing.label(note(row.name, 0, k + NAME, color=Colour.INK, xref="paper", xanchor="left", xshift=-AT_EDGE))
        bold = {"size": TEXT_SIZE, "weight": 700, "color": row.color}
        drawing.label(note(row.text, 1, k + NAME, xref="paper", xanchor="right", xshift=AT_EDGE, font=bold))
    return drawing.done(
        xaxis=xaxis,
        yaxis={"range": [len(rows) - 0.5, -0.6], "visible": False, "tickvals": []},
        margin={"l": 24, "r": 24, "t": 8, "b": 8},
    )


def _swarm(values: NDArray[np.float64], ends: Sequence[float]) -> NDArray[np.float64]:
    """Return how far from the middle of its row each dot stands, so that as few as can be lie on each other."""
    column = np.floor((values - ends[0]) / (ends[1] - ends[0]) * COLUMNS).astype(int)
    order = np.lexsort((values, column))
    first = np.searchsorted(column[order], column[order])
    rank = np.empty(len(values), int)
    rank[order] = np.arange(len(values)) - first
    apart = 2 * REACH / max(8, int(rank.max()) + 1)
    return np.asarray(apart * ((rank + 1) // 2) * np.where(rank % 2, 1, -1))


def _interval(y: float, row: Row) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [round(row.low, 5), round(row.high, 5)],
        "y": [y, y],
        "line": {"color": Colour.INK, "width": 5},
        "hoverinfo": "skip",
    }


def _mean(y: float, row: Row, write: Write) -> dict[str, Any]:
    mean, low, high = map(write, (row.mean, row.low, row.high))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(row.mean, 5)],
        "y": [y],
        "marker": {
            "size": 11, "color": row.color, "symbol": "diamond", "line": {"color": Colour.PAPER, "width": 2},
        },
        "hovertemplate": f"{row.called} {mean}, interval from {low} to {high}<extra></extra>",
    }  # fmt: skip
