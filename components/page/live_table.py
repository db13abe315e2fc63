"""A small table in which a slider moves the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.live.target import Target
from components.live.view import Shown
from components.markup.elements import Element, element
from components.markup.table import Table


@dataclass(frozen=True)
class LiveTable:
    """A table whose cells are fixed texts, or places whose texts come from frames.

    A `TablePlace` is replaced as a whole when a request is answered; here each place changes by itself while a slider
    moves.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str | Target]]
    caption: str

    def targets(self) -> list[Target]:
        """Return the places."""
        return [cell for row in self.rows for cell in row if isinstance(cell, Target)]

    def layout(self, shown: Shown) -> Element:
        """Return the table."""

        def filled(cell: str | Target) -> str | Element:
            if isinstance(cell, str):
                return cell
            return element("Span", shown.texts[cell], id=shown.id(cell.id))

        return Table(self.columns, [[filled(cell) for cell in row] for row in self.rows], self.caption).element()
