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


class Level(NamedTuple):
    """A line of equal score: the score, and the sum of both counts that has it."""

    score: float
    total: float


def score_map(scores: NDArray[np.float64], levels: Sequence[Level], *, x: Axis, y: Axis, score: str) -> Drawn:
    """Return the map of `scores[up, across]`, undefined where they are nan, with the `levels` that run through it.

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
    there = [level for level in levels if 0 < level.total < 2 * (size - 1)]
    ends = [(max(0, level.total - size + 1), min(level.total, size - 1)) for level in there]
    drawing.trace(
        line(
            [x for low, high in ends for x in (low, high, None)],  # None parts one line from the next
            [y for low, high in ends for y in (high, low, None)],
            color=Colour.INK,
            line={"width": 1.5, "dash": "5px,3px"},
        ),
    )
    drawing.trace(line([0, 0], [0, 0], color=Colour.ACCENT), "equal line")
    drawing.trace(marker(0, 0, " ", mode="markers"), "marker")
    value = words(1)
    drawing.trace({**value, "textfont": {**value["textfont"], "size": TEXT_SIZE + 2}}, "value")
    for name, place in _names(there, size - 1, score):
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
        "ticks": "outside",
        "tickcolor": Colour.TN,
        "showgrid": False,
        "constrain": "domain",
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


def _names(levels: Sequence[Level], last: int, score: str) -> list[tuple[str, tuple[float, float]]]:
    """Return the names of the levels and where they stand, as many as have room beside each other."""
    named: list[tuple[str, tuple[float, float]]] = []
    for level in levels:
        across, up = next(ray for ray in _RAYS if level.total * ray[0] <= last * sum(ray))
        place = level.total * across / (across + up), level.total * up / (across + up)
        if not named or math.dist(place, named[-1][1]) >= _APART:
            named.append((f"{'' if named else f'{score} = '}{level.score:g}", place))
    return named
