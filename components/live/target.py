"""The places of a page that change, and their values along the sliders."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.state import Number


class Target(NamedTuple):
    """A place on the page of a lesson: a property of a component, or one value inside it.

    `id` is the name inside the lesson; the page puts the lesson's name before it. `path` leads into a figure: the name
    of a place in the figure and a property of it, such as ("marker", "x").
    """

    id: str
    prop: str = "children"
    path: tuple[str | int, ...] = ()


def grips_of(figure: str) -> Target:
    """Return the place of what a reader takes hold of in a figure."""
    return Target(f"{figure}-grips")


def sketch_of(figure: str) -> Target:
    """Return the place over a figure on which a reader draws."""
    return Target(f"{figure}-sketch")


@dataclass(frozen=True, eq=False)
class Coded:
    """A column whose values repeat: each value once, and for every position the number of its value.

    Where `at` has a row of numbers for each position, so has the column a row of values.
    """

    values: Sequence[Any]
    at: NDArray[np.integer]

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, i: int) -> Any:
        picked = self.at[i]
        return self.values[picked] if picked.ndim == 0 else [self.values[k] for k in picked.tolist()]


@dataclass(frozen=True, eq=False)
class Layered:
    """A column of cells (height, width) in two layers: `above` where a mask that two sliders move covers, else `below`.

    The mask is larger than the cells: at the first positions of both sliders its lower right part lies over them, and a
    step of the first slider moves it down by one cell, a step of the second to the right.
    """

    mask: NDArray[np.bool_]
    below: NDArray[np.int8]
    above: NDArray[np.int8]

    @property
    def steps(self) -> tuple[int, int]:
        """How many positions each of the sliders has."""
        down, across = np.subtract(self.mask.shape, self.below.shape).tolist()
        return down + 1, across + 1

    def __len__(self) -> int:
        return math.prod(self.steps)

    def __getitem__(self, i: int) -> NDArray[np.int8]:
        down, across = self.steps
        top, left = down - 1 - i // across, across - 1 - i % across
        height, width = self.below.shape
        return np.where(self.mask[top : top + height, left : left + width], self.above, self.below)


@dataclass(frozen=True, eq=False)
class Reaching:
    """A column of cells (height, width): `above` where a cell's level reaches the position of the slider, else `below`.

    So a cell of level 3 is `above` at the first four of the `count` positions.
    """

    levels: NDArray[np.integer]
    below: NDArray[np.int8]
    above: NDArray[np.int8]
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, i: int) -> NDArray[np.int8]:
        return np.where(self.levels >= i, self.above, self.below)


# The values of one target at all positions of its sliders; numbers of one shape come as an array, position by position.
Column: TypeAlias = Sequence[Any] | NDArray[Any] | Coded | Layered | Reaching


def repeating(column: Sequence[Any] | NDArray[Any]) -> Coded:
    """Return a column of texts, numbers or rows of them as one that has each of its values once."""
    # four digits are more than a screen can show
    rows = (
        (column.round(4) if column.dtype.kind == "f" else column).tolist() if isinstance(column, np.ndarray) else column
    )
    found: dict[Any, int] = {}
    at = [found.setdefault(tuple(row) if isinstance(row, list) else row, len(found)) for row in rows]
    return Coded([list(row) if isinstance(row, tuple) else row for row in found], np.array(at))


def coded(columns: Mapping[Target, Any], at: NDArray[np.integer]) -> dict[Target, Column]:
    """Return columns that have the same value wherever `at` has the same number; a text stays one text."""
    flat = at.ravel()
    return {target: each if isinstance(each, str) else Coded(each, flat) for target, each in columns.items()}


class Columns(NamedTuple):
    """What changes along some sliders: a column for each target, in row-major order over the values of `along`.

    A text in place of a column is the same at all positions. Lists and arrays stay the lesson's own: nothing writes
    into a column. An array must not hold nan, which the browser could not tell from no value; a list may hold None.

    With `by_sum` the columns have a value for each sum of the sliders' positions, for what depends on nothing else.
    """

    along: Sequence[Number]
    columns: Mapping[Target, Column]
    by_sum: bool = False

    @property
    def size(self) -> int:
        """How many values a column has."""
        counts = [p.count for p in self.along]
        return sum(counts) - len(counts) + 1 if self.by_sum else math.prod(counts)


def place_in_column(at: Sequence[int], counts: Sequence[int], by_sum: bool) -> int:
    """Return where the value for these positions stands, on sliders of so many positions each."""
    if by_sum:
        return sum(at)
    i = 0
    for place, count in zip(at, counts, strict=True):
        i = i * count + place
    return i


def in_figure(id: str, places: Mapping[str, Mapping[str, Column]]) -> dict[Target, Column]:
    """Return the columns of a figure: in_figure("sweep", {"marker": {"x": ..., "y": ...}})."""
    return {
        Target(id, "figure", (place, prop)): column for place, props in places.items() for prop, column in props.items()
    }
