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
# Where the value of the marker is, it stands on the third.
_RAYS = ((3, 1), (1, 1), (1, 3))
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
    """The name of a line in the map, the cell in whose middle it stands, and another one on its line, if it has room there."""

    text: str
    x: float
    y: float
    instead: tuple[float, float] | None = None


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
        "hoverongaps": False,
        "hovertemplate": f"{x.short} %{{x}}, {y.short} %{{y}}: {score} = %{{z:.3f}}<extra></extra>",
    }


def mark(drawing: Drawing, names: Sequence[Name]) -> None:
    """Draw the marker of a map, its value, and the names of lines."""
    drawing.trace(marker(0, 0, " ", mode="markers"), "marker")
    value = words(1)
    drawing.trace({**value, "textfont": {**value["textfont"], "size": _VALUE}}, "value")
    for name in names:
        drawing.label(
            note(name.text, name.x, name.y, bgcolor=Colour.PAPER, borderpad=1, color=Colour.INK), _place(name)
        )


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


Shown: TypeAlias = dict[str, dict[str, NDArray[Any]]]


def names_shown(levels: Sequence[Level], size: int, score: str) -> Shown:
    """Return by their places where the names of levels stand, and whether: for each cell of the marker, by columns.

    A name gives way to the value of the marker: it moves along its line, or is not shown.
    """
    return shown_beside_value(_names(levels, size - 1, score), size)


def shown_beside_value(names: Sequence[Name], size: int) -> Shown:
    """Return the same for names of lines of any kind."""
    x, y = _value_at(size)
    there: Shown = {}
    for name in names:
        across, up = _room(name.text, NOTE_SIZE, "0.000", _VALUE)

        def near(at: tuple[float, float], across: float = across, up: float = up) -> NDArray[np.bool_]:
            return ((abs(x - at[0]) < across)[:, np.newaxis] & (abs(y - at[1]) < up)).ravel()

        first, second = (name.x, name.y), name.instead or (name.x, name.y)
        moved = near(first)
        there[_place(name)] = {
            "opacity": 1 - (moved & near(second)).astype(np.int64),
            **({prop: np.where(moved, second[k], first[k]) for k, prop in enumerate("xy")} if name.instead else {}),
        }
    return there


def with_others(names: Sequence[Name]) -> list[Name]:
    """Return the names, without the other cell of those that would lie on another name there."""
    return [
        name._replace(
            instead=name.instead if _is_clear(name, [other for other in names if other is not name]) else None
        )
        for name in names
    ]


def _is_clear(name: Name, others: Sequence[Name]) -> bool:
    """Return whether the other cell of a name is clear of both cells of other names."""
    cells = [(other, at) for other in others for at in ((other.x, other.y), other.instead) if at]
    return all(_are_apart(name.text, name.instead, other.text, at) for other, at in cells)


def _are_apart(one: str, at: tuple[float, float] | None, other: str, there: tuple[float, float]) -> bool:
    across, up = _room(one, NOTE_SIZE, other, NOTE_SIZE)
    return at is None or abs(at[0] - there[0]) >= across or abs(at[1] - there[1]) >= up


def _value_at(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the value of the marker stands: its x for each column of the marker, its y for each row."""
    last, count = size - 1, np.arange(size)
    return np.clip(count, 3, last - 3), np.where(count < last - 3, count + 2, count - 2)


def half_width(text: str) -> float:
    """Return how many cells the half of a name is wide, on a phone."""
    return width(text, NOTE_SIZE) / _CELL / 2


def _place(name: Name) -> str:
    return f"name {name.text}"


def _names(levels: Sequence[Level], last: int, score: str) -> list[Name]:
    """Return the names of the levels and where they stand, as many as have room beside each other on a phone."""
    named: list[Name] = []
    for level in levels:
        if not 0 < level.total < 2 * last:
            continue
        text = f"{'' if named else f'{score} = '}{level.score:g}"
        half = half_width(text)
        # a name beside the end of its line keeps inside the map
        at = [
            (
                min(max(level.total * across / (across + up), half - 0.5), last + 1 - half),
                max(level.total * up / (across + up), 0.8),
            )
            for across, up in _RAYS
            if level.total * max(across, up) <= last * (across + up)
        ]
        if all(_are_apart(text, at[0], other.text, (other.x, other.y)) for other in named):
            named.append(Name(text, *at[0], at[-1] if len(at) > 1 else None))
    return with_others(named)


def _room(one: str, size: float, other: str, other_size: float) -> tuple[float, float]:
    """Return how many cells, across or up, part the middles of two texts that do not touch, on a phone."""
    return (width(one, size) + width(other, other_size)) / _CELL / 2, LINE * (size + other_size) / _CELL / 2
