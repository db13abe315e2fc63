"""The question of a lesson: it stands before the figure, and what would answer it is veiled until the reader commits.

A guess, a drawing, the button "Skip" or the first move of a control lifts the veil (assets/asleep/veil.js). Whoever runs no
script, prints, lectures or has answered before sees everything at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import data
from components.page.pieces import Piece


class Question(Piece, Protocol):
    """What a lesson asks first: a guess (`Predict`), or whatever else a reader can commit to."""

    @property
    def name(self) -> str:
        """The end of its id, one word: after the lesson's name, that is how the browser remembers it as answered."""

    @property
    def act(self) -> str:
        """What the reader commits to it by, such as a guess."""

    @property
    def hides(self) -> Sequence[Piece]:
        """The pieces of the page that would answer it."""


def skip() -> Component:
    """Return the button that lifts the veil without an answer; the style sheet shows it for as long as there is one."""
    return html.Button("Skip", type="button", className="skips", **data(lifts="veil"))
