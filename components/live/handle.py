"""What a reader can take hold of in a figure, declared where the figure is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.state import Number


@dataclass(frozen=True)
class Handle:
    """A place of a figure that a reader drags: along x it moves the slider `x`, along y the slider `y`.

    Where the place is at each value of a slider is in the columns of the lesson. For a slider that moves nothing by
    frames, `at` says it: a place along the axis for each of its values, up to a constant. Pressing `anywhere` in the plot
    takes the place there.
    """

    place: str
    x: Number | None = None
    y: Number | None = None
    anywhere: bool = False
    at: Sequence[float] = ()
