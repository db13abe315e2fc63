"""What a task asks for: a condition a line, with a mark for whether it holds and the values that decide it.

The condition is checked and not the answer, so every answer that meets it counts. A state fills the lines like any text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

from components.live.target import Coded, Column, Target
from components.live.view import Shown
from components.markup.attributes import aria, data
from components.page.pieces import Piece, lay

OPEN, MET = "check", "check met"  # classes of a line, which the style sheet draws
# Whether a condition holds at each position of a slider or at all of them, and what is said of it there.
CheckColumn: TypeAlias = tuple[NDArray[np.bool_] | bool, Column]


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
        return {self._mark(name): MET if checks[name].met else OPEN for name in self.conditions}

    def columns(self, checks: Mapping[str, CheckColumn]) -> dict[Target, Column]:
        """Return sentences and marks at all positions of a slider."""
        columns: dict[Target, Column] = {}
        for name in self.conditions:
            met, said = checks[name]
            columns[self._said(name)] = said
            each = Coded([OPEN, MET], met.astype(np.int8)) if isinstance(met, np.ndarray) else (OPEN, MET)[met]
            columns[self._mark(name)] = each
        return columns

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


@dataclass(frozen=True)
class Task:
    """One small thing to try in a lesson: what is asked for in a sentence, and the conditions by which it checks itself."""

    text: str
    checks: Checks

    @property
    def inside(self) -> tuple[Piece, ...]:
        """What stands in it."""
        return (self.checks,)

    def targets(self) -> tuple[Target, ...]:
        """Return none: its places are those of the conditions."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return the task as a panel."""
        return html.Section([html.H2("Try it"), html.P(self.text), *lay(self.inside, shown)], className="panel")
