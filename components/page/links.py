"""Links to states of other lessons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.page.lesson import Lesson
from components.state import href


@dataclass(frozen=True)
class LinkTo:
    """A link to another lesson in a state of it; `values` are those that differ from the first ones.

    It is a button by its looks, or with an empty `class_name` a link in a sentence.
    """

    lesson: Lesson[Any]
    words: str
    values: Mapping[str, Any] = field(default_factory=dict)
    class_name: str = "chip"

    def targets(self) -> tuple[Target, ...]:
        """Return none: a link stands still."""
        return ()

    def layout(self, _: Shown) -> Component:
        """Return the link; the address needs the running application's prefix, so it is made here."""
        to = href(self.lesson.path, self.lesson.state, **self.values)
        return dcc.Link(self.words, href=to, className=self.class_name or None)
