"""A score over two counts of errors: a map of cells, lines of equal score, and a marker with the line through it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, array, figure, line, marker, note, words
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

# The traces that a frame moves: the line through the marker, the marker, its value.
_EQUAL, _MARKER, _VALUE = 2, 3, 4
_SCALE = [[0, Colour.GROUND], [0.12, "#e9f4ef"], [0.4, "#a9d9c6"], [0.7, "#4fa88b"], [1, Colour.TP]]
# A level's name stands where this ray from the origin meets its line, else where the diagonal does: (across, up).
_RAYS = ((3, 1), (1, 1))
_APART = 2.5  # cells between two of these names


def score_map(scores: NDArray[np.float64], levels: Sequence[float], *, x_title: str, y_title: str) -> Figure:
    """Return the map of `scores[up, across]`, undefined where they are nan, with its lines at `levels`, evenly spaced.

    The line through the marker, the marker and its value get theirs from `places`.
    """
    size = len(scores)
    step = levels[1] - levels[0]
    # Fixed margins: fitted ones creep at every redrawing of an axis that keeps its cells square.
    axis: dict[str, Any] = {
        "range": [-0.5, size - 0.5],
        "dtick": 5,
        "showgrid": False,
        "constrain": "domain",
        "automargin": False,
    }
    return figure(
        [
            {
                "type": "heatmap",
                "z": array(scores),
                "zmin": 0,
                "zmax": 1,
                "colorscale": _SCALE,
                "showscale": False,
                "hovertemplate": "FP %{x}, FN %{y}: J = %{z:.3f}<extra></extra>",
            },
            {
                "type": "contour",
                "z": array(scores),
                "contours": {"start": levels[0], "end": levels[-1], "size": step, "coloring": "none"},
                "line": {"color": Colour.INK, "width": 1.5, "dash": "5px,3px"},
                "showscale": False,
                "hoverinfo": "skip",
            },
            line([0, 0], [0, 0], color=Colour.ACCENT),
            marker(0, 0, " ", mode="markers"),
            {**words(1), "textfont": {**words(1)["textfont"], "size": TEXT_SIZE + 2}},
        ],
        margin={"l": 52, "r": 8, "t": 8, "b": 52},
        xaxis={**axis, "title": {"text": x_title, "font": {"color": Colour.FP, "size": TEXT_SIZE, "weight": 600}}},
        yaxis={
            **axis,
            "scaleanchor": "x",
            "title": {"text": y_title, "font": {"color": Colour.FN, "size": TEXT_SIZE, "weight": 600}},
        },
        annotations=[
            note(
                name, *place, bgcolor=Colour.PAPER, opacity=0.9, borderpad=1,
                font={"color": Colour.INK, "size": NOTE_SIZE},
            )
            for name, place in _names(scores, levels)
        ],
    )  # fmt: skip


class Places(NamedTuple):
    """What stands where, by its path: in each column, in each row, and in each cell of the map, column by column."""

    across: dict[tuple[str | int, ...], NDArray[np.int64]]
    up: dict[tuple[str | int, ...], NDArray[np.int64]]
    both: dict[tuple[str | int, ...], NDArray[np.int64]]


# The text at the marker, in a list for itself.
TEXT = ("data", _VALUE, "text")


def places(size: int) -> Places:
    """Return the places of the marker, its value and the line through it, which joins the cells of the same sum."""
    last = size - 1
    count = np.arange(size)
    total = np.add.outer(count, count).ravel()
    ends = np.maximum(0, total - last), np.minimum(total, last)
    return Places(
        across={
            ("data", _MARKER, "x"): count[:, np.newaxis],
            ("data", _VALUE, "x"): np.clip(count, 2, last - 2)[:, np.newaxis],
        },
        up={
            ("data", _MARKER, "y"): count[:, np.newaxis],
            ("data", _VALUE, "y"): np.where(count < last - 3, count + 2, count - 2)[:, np.newaxis],
        },
        both={
            ("data", _EQUAL, "x"): np.stack(ends, axis=1),
            ("data", _EQUAL, "y"): np.stack(ends[::-1], axis=1),
        },
    )


def _names(scores: NDArray[np.float64], levels: Sequence[float]) -> list[tuple[str, tuple[float, float]]]:
    """Return the names of the levels that lie in the map and where they stand, as many as have room beside each other."""
    named: list[tuple[str, tuple[float, float]]] = []
    for level in levels:
        place = _place(scores, level)
        if place is not None and (not named or math.dist(place, named[-1][1]) >= _APART):
            named.append((f"{'' if named else 'J = '}{level:g}", place))
    return named


def _place(scores: NDArray[np.float64], level: float) -> tuple[float, float] | None:
    """Return where a ray from the origin meets a level, between two cells."""
    for across, up in _RAYS:
        steps = np.arange((len(scores) - 1) // max(across, up) + 1)
        along = scores[up * steps, across * steps]
        if along[0] > level > along[-1]:
            at = float(np.interp(-level, -along, steps))
            return across * at, up * at
    return None
