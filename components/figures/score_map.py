"""A score over two counts: a map of cells, lines of equal score, and a marker with the line of its own score."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Drawing, Drawn, array, line, marker, note, words
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

_SCALE = [[0, Colour.GROUND], [0.12, Colour.MAP_1], [0.4, Colour.MAP_2], [0.7, Colour.MAP_3], [1, Colour.TP]]
# The name of a level stands where this ray from the origin meets its line, else where the diagonal does: (across, up).
_RAYS = ((3, 1), (1, 1))
_APART = 2.5  # cells between two of these names


class Axis(NamedTuple):
    """A count along an axis: its title, the colour of its meaning, and its short name for the hover."""

    title: str
    colour: Colour
    short: str


def score_map(scores: NDArray[np.float64], levels: Sequence[float], *, x: Axis, y: Axis, score: str) -> Drawn:
    """Return the map of `scores[up, across]`, undefined where they are nan, with its lines at `levels`, evenly spaced.

    `score` is the short name of the score. The places "equal line", "marker" and "value" get their values from frames;
    `places` has where they stand.
    """
    size = len(scores)
    drawing = Drawing()
    drawing.trace(
        {
            "type": "heatmap",
            "z": array(scores),
            "zmin": 0,
            "zmax": 1,
            "colorscale": _SCALE,
            "showscale": False,
            "hovertemplate": f"{x.short} %{{x}}, {y.short} %{{y}}: {score} = %{{z:.3f}}<extra></extra>",
        }
    )
    drawing.trace(
        {
            "type": "contour",
            "z": array(scores),
            "contours": {"start": levels[0], "end": levels[-1], "size": levels[1] - levels[0], "coloring": "none"},
            "line": {"color": Colour.INK, "width": 1.5, "dash": "5px,3px"},
            "showscale": False,
            "hoverinfo": "skip",
        }
    )
    drawing.trace(line([0, 0], [0, 0], color=Colour.ACCENT), "equal line")
    drawing.trace(marker(0, 0, " ", mode="markers"), "marker")
    value = words(1)
    drawing.trace({**value, "textfont": {**value["textfont"], "size": TEXT_SIZE + 2}}, "value")
    for name, place in _names(scores, levels, score):
        font = {"color": Colour.INK, "size": NOTE_SIZE}
        drawing.label(note(name, *place, bgcolor=Colour.PAPER, opacity=0.9, borderpad=1, font=font))
    return drawing.done(
        margin={"l": 52, "r": 8, "t": 8, "b": 52},
        xaxis=_axis(x, size),
        yaxis={**_axis(y, size), "scaleanchor": "x"},
    )


def _axis(axis: Axis, size: int) -> dict[str, Any]:
    return {
        "range": [-0.5, size - 0.5],
        "dtick": 5,
        "showgrid": False,
        "constrain": "domain",
        "automargin": False,  # fitted margins creep at every redrawing of an axis that keeps its cells square
        "title": {"text": axis.title, "font": {"color": axis.colour, "size": TEXT_SIZE, "weight": 600}},
    }


# What stands where, by the name of the place and its property.
Places: TypeAlias = Mapping[str, Mapping[str, NDArray[np.int64]]]


class MarkerPlaces(NamedTuple):
    """What depends on the column of the marker, on its row, and on the sum of both."""

    across: Places
    up: Places
    sum: Places


def marker_places(size: int) -> MarkerPlaces:
    """Return the places of the marker, its value, and the line through it, which joins the cells of the same sum."""
    last = size - 1
    count = np.arange(size)
    total = np.arange(2 * size - 1)
    start, end = np.maximum(0, total - last), np.minimum(total, last)
    value_x, value_y = np.clip(count, 2, last - 2), np.where(count < last - 3, count + 2, count - 2)
    return MarkerPlaces(
        across={"marker": {"x": count[:, np.newaxis]}, "value": {"x": value_x[:, np.newaxis]}},
        up={"marker": {"y": count[:, np.newaxis]}, "value": {"y": value_y[:, np.newaxis]}},
        sum={"equal line": {"x": np.stack([start, end], axis=1), "y": np.stack([end, start], axis=1)}},
    )


def _names(scores: NDArray[np.float64], levels: Sequence[float], score: str) -> list[tuple[str, tuple[float, float]]]:
    """Return the names of the levels that lie in the map and where they stand, as many as have room beside each other."""
    named: list[tuple[str, tuple[float, float]]] = []
    for level in levels:
        place = _place(scores, level)
        if place is not None and (not named or math.dist(place, named[-1][1]) >= _APART):
            named.append((f"{'' if named else f'{score} = '}{level:g}", place))
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
