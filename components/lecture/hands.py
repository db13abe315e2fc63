"""A show of hands: beside a question the lecturer types how many chose each answer, and bars stand with the answer.

The browser keeps the numbers until its window is closed, or R (assets/asleep/hands.js).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import aria, data
from components.page import Lesson
from components.page.predict import Predict
from components.page.screens import QUESTION

LETTERS = "ABCD"
MOST = 9999  # hands


def hands(lesson: Lesson[Any]) -> Iterator[Component]:
    """Return the fields and bars of each question of a lesson with answers to choose from."""
    for number, screen in enumerate(lesson.screens, 1):
        if screen.name == QUESTION and isinstance(screen.shows, Predict):
            names = [
                f"{lesson.name}-{number}-{letter}" for letter, _ in zip(LETTERS, screen.shows.guesses, strict=False)
            ]
            yield html.Div(
                [html.Span("Hands"), *map(_field, names)],
                className="hands",
                role="group",
                **_on(number),
                **aria(label="Hands"),
            )
            yield html.Div([_bar(name) for name in names], className="hands", **_on(number + 1), **aria(hidden="true"))


def _field(name: str) -> Component:
    field: Any = {
        "type": "Input",
        "namespace": "dash_html_components",
        "props": {"type": "number", "min": "0", "max": str(MOST), **data(hand=name)},
    }
    return html.Label([name[-1], field])


def _bar(name: str) -> Component:
    return html.Span(html.B(name[-1]), **data(bar=name))


def _on(number: int) -> dict[str, Any]:
    return data(screen=str(number))
