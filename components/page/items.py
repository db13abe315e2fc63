"""A table of a few items with a column each, in which the reader chooses what holds of an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.page.controls import Select
from components.state import Choice


@dataclass(frozen=True)
class ItemTable:
    """A small table: `rows` gives for each name what stands at item 1, 2, ..., a choice of the reader's or a fixed text."""

    caption: str
    rows: Mapping[str, Sequence[Choice | str]]

    def targets(self) -> tuple[Target, ...]:
        """Return none: the choices are the reader's."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return the table."""
        count = max(map(len, self.rows.values()))
        numbers = [html.Th(str(i), scope="col") for i in range(1, count + 1)]
        return html.Table(
            [
                html.Caption(self.caption),
                html.Thead(html.Tr([html.Td(), *numbers])),
                html.Tbody([self._row(name, shown) for name in self.rows]),
            ],
            className="items",
        )

    def _row(self, name: str, shown: Shown) -> Component:
        cells = [
            html.Td(each if isinstance(each, str) else Select(each, hidden_label=True).layout(shown))
            for each in self.rows[name]
        ]
        return html.Tr([html.Th(name, scope="row"), *cells])
