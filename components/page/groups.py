"""Words in groups by their membership in two sets: each group with its name and its number, in the colour of its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.markup.attributes import aria
from components.markup.static import settled


@dataclass(frozen=True)
class WordGroups:
    """Groups side by side, or below each other on a phone. `groups` are their names by what they mean: "fn", "tp" or "fp"."""

    id: str
    groups: Mapping[str, str]
    described: str

    @property
    def _place(self) -> Target:
        return Target(self.id)

    def targets(self) -> list[Target]:
        """Return the place of all groups, which a state fills as a whole."""
        return [self._place]

    def props(self, **words: Sequence[str]) -> dict[Target, Any]:
        """Return what a view gives: the words of each group, by what it means."""
        return {self._place: settled([self._group(meaning, words[meaning]) for meaning in self.groups])}

    def _group(self, meaning: str, words: Sequence[str]) -> Component:
        # each word keeps to its own direction: one in Arabic must not turn those around it
        chips = [html.Li(word, dir="auto") for word in words]
        heading = html.P([html.B(f"{len(words)}"), f" {self.groups[meaning]}"])
        return html.Div([heading, html.Ul(chips) if chips else None], className=meaning)

    def layout(self, shown: Shown) -> Component:
        """Return the groups."""
        return html.Div(
            shown.output(self._place),
            id=shown.id(self.id),
            className="word-groups",
            role="group",
            **aria(label=self.described),
        )
