"""What a task asks for: a condition a line, with a mark for whether it holds and the values that decide it.

The condition is checked and not the answer, so every answer that meets it counts. A state fills the lines like any text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.markup.attributes import aria, data


class Check(NamedTuple):
    """Whether a condition holds, and a sentence that says so in words: the mark beside it is not heard."""

    met: bool
    said: str


@dataclass(frozen=True)
class Checks:
    """The conditions of a task, in order.

    `task` is the name by which the browser remembers that the task is solved (assets/asleep/progress.js).
    """

    task: str
    conditions: Sequence[str]

    def targets(self) -> list[Target]:
        """Return the place of each sentence, and that of its mark."""
        return [target for name in self.conditions for target in (self._said(name), self._mark(name))]

    def texts(self, checks: Mapping[str, Check]) -> dict[Target, str]:
        """Return the sentences."""
        return {self._said(name): checks[name].said for name in self.conditions}

    def marks(self, checks: Mapping[str, Check]) -> dict[Target, str]:
        """Return the marks: the style sheet draws them."""
        return {self._mark(name): "check met" if checks[name].met else "check" for name in self.conditions}

    def layout(self, shown: Shown) -> Component:
        """Return the list."""
        lines = [
            html.Li(
                shown.texts[self._said(name)],
                id=shown.id(self._said(name).id),
                className=shown.output(self._mark(name)),
            )
            for name in self.conditions
        ]
        return html.Ul(lines, className="checks", **aria(label="What the task asks for"), **data(task=self.task))

    def _said(self, name: str) -> Target:
        return Target(f"{self.task}-{name}")

    def _mark(self, name: str) -> Target:
        return Target(f"{self.task}-{name}", "className")
