"""What a click into a figure does to the controls, declared where the figure is."""

from __future__ import annotations

from dataclasses import dataclass

from components.state import Subset


@dataclass(frozen=True)
class Advances:
    """A click on a cell moves its item on: in neither set, in the first, in the second, in both, in neither again.

    The figure's traces have for every cell [item, places of the sets it concerns] as customdata. A cell that concerns one
    of them moves its item into it or out of it.
    """

    sets: tuple[Subset, ...]
