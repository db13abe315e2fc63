"""The places of a page that change, and their values along the sliders."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from numpy.typing import NDArray

from components.state import Number


class Target(NamedTuple):
    """A place on the page of a section: a property of a component, or one value inside it.

    `id` is the name inside the section; the page puts the section's name before it. `path` leads into a figure: the name
    of a place in the figure and a property of it, such as ("marker", "x").
    """

    id: str
    prop: str = "children"
    path: tuple[str | int, ...] = ()


def grips_of(figure: str) -> Target:
    """Return the place of what a reader takes hold of in a figure."""
    return Target(f"{figure}-grips")


# The values of one target at all positions of its sliders; numbers of one shape come as an array, position by position.
Column: TypeAlias = Sequence[Any] | NDArray[Any]


class Columns(NamedTuple):
    """What changes along some sliders: a column for each target, in row-major order over the values of `along`.

    A text in place of a column is the same at all positions. Lists and arrays stay the section's own: nothing writes
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
