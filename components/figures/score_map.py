"""A score over two counts: a map of cells, lines of equal score, and a marker with the line of its own score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.around import LINE, width
from components.figures.base import Drawing, Drawn, array, line, marker, note, words
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

_SCALE = [[0, Colour.GROUND], [0.12, Colour.MAP_1], [0.4, Colour.MAP_2], [0.7, Colour.MAP_3], [1, Colour.TP]]
# The name of a level stands where this ray from the origin meets its line, else where the diagonal does: (across, up).
_RAYS = ((3, 1), (1, 1))
_CELL = 6.5  # px, the side of a cell on a small phone
_VALUE = TEXT_SIZE + 2  # the size of the marker's value


class Axis(NamedTuple):
    """A count along an axis: its title, the colour of its meaning, and its short name for the hover."""

    title: str
    colour: Colour
    short: str


class Level(NamedTuple):
    """A line of equal score: the score, and the sum of both counts that has it."""

    score: float
    total: float


class Name(NamedTuple):
    """The name of a line in the map, and the cell in whose middle it stands."""

    text: str
    x: float
    y: float


def score_map(scores: NDArray[np.float64], levels: Sequence[Level], *, x: Axis, y: Axis, score: str) -> Drawn:
    """Return the map of `scores[up, across]`, undefined where they are nan, with the `levels` that run through it.

    `score` is the short name of the score. The places "equal line", "marker" and "value" get their values from frames;
    `marker_places` has where they stand. So do the names of the levels; `names_shown` says where there is room for them.
    """
    size = len(scores)
    drawing = Drawing()
    drawing.trace(cells(scores, x, y, score))
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
    mark(drawing, _names(levels, size - 1, score))
    return drawing.done(
        margin={"l": 52, "r": 8, "t": 8, "b": 52},
        xaxis=count_axis(x, size),
        yaxis={**count_axis(y, size), "scaleanchor": "x"},
    )


def cells(scores: NDArray[np.float64], x: Axis, y: Axis, score: str) -> dict[str, Any]:
    """Return the cells of a map of scores from 0 to 1."""
    return {
        "type": "heatmap",
        "z": array(scores),
        "zmin": 0,
        "zmax": 1,
        "colorscale": _SCALE,
        "showscale": False,
        "hovertemplate": f"{x.short} %{{x}}, {y.short} %{{y}}: {score} = %{{z:.3f}}<extra></extra>",
    }


def mark(drawing: Drawing, names: Sequence[Name]) -> None:
    """Draw the marker of a map, its value, and the names of lines."""
    drawing.trace(marker(0, 0, " ", mode="markers"), "marker")
    value = words(1)
    drawing.trace({**value, "textfont": {**value["textfont"], "size": _VALUE}}, "value")
    for name in names:
        drawing.label(note(*name, bgcolor=Colour.PAPER, borderpad=1, color=Colour.INK), _place(name))


def count_axis(axis: Axis, size: int) -> dict[str, Any]:
    """Return an axis of counts from 0 on, `size` of them."""
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
    value_x, value_y = _value_at(size)
    return MarkerPlaces(
        across={"marker": {"x": count[:, np.newaxis]}, "value": {"x": value_x[:, np.newaxis]}},
        up={"marker": {"y": count[:, np.newaxis]}, "value": {"y": value_y[:, np.newaxis]}},
        sum={"equal line": {"x": np.stack([start, end], axis=1), "y": np.stack([end, start], axis=1)}},
    )


def names_shown(levels: Sequence[Level], size: int, score: str) -> dict[str, dict[str, NDArray[np.int64]]]:
    """Return by their places which names of levels are shown: 1 in each cell of the marker, by columns, or 0.

    A name gives way to the value of the marker.
    """
    return shown_beside_value(_names(levels, size - 1, score), size)


def shown_beside_value(names: Sequence[Name], size: int) -> dict[str, dict[str, NDArray[np.int64]]]:
    """Return the same for names of lines of any kind."""
    x, y = _value_at(size)
    there = {}
    for name in names:
        across, up = _room(name.text, NOTE_SIZE, "0.000", _VALUE)
        near = (abs(x - name.x) < across)[:, np.newaxis] & (abs(y - name.y) < up)
        there[_place(name)] = {"opacity": 1 - near.astype(np.int64).ravel()}
    return there


def _value_at(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the value of the marker stands: its x for each column of the marker, its y for each row."""
    last, count = size - 1, np.arange(size)
    return np.clip(count, 3, last - 3), np.where(count < last - 3, count + 2, count - 2)


def _place(name: Name) -> str:
    return f"name {name.text}"


def _names(levels: Sequence[Level], last: int, score: str) -> list[Name]:
    """Return the names of the levels and where they stand, as many as have room beside each other on a phone."""
    named: list[Name] = []
    for level in levels:
        if not 0 < level.total < 2 * last:
            continue
        across, up = next(ray for ray in _RAYS if level.total * ray[0] <= last * sum(ray))
        text = f"{'' if named else f'{score} = '}{level.score:g}"
        half = width(text, NOTE_SIZE) / _CELL / 2
        # a name beside the end of its line keeps inside the map
        x = min(max(level.total * across / (across + up), half - 0.5), last + 1 - half)
        y = max(level.total * up / (across + up), 0.8)
        rooms = ((other, _room(text, NOTE_SIZE, other.text, NOTE_SIZE)) for other in named)
        if all(abs(x - other.x) >= room[0] or abs(y - other.y) >= room[1] for other, room in rooms):
            named.append(Name(text, x, y))
    return named


def _room(one: str, size: float, other: str, other_size: float) -> tuple[float, float]:
    """Return how many cells, across or up, part the middles of two texts that do not touch, on a phone."""
    return (width(one, size) + width(other, other_size)) / _CELL / 2, LINE * (size + other_size) / _CELL / 2
