"""Predict, then reveal: a question before the demonstration, because a guess is what makes a demonstration teach.

(Crouch, Fagen, Callan and Mazur, American Journal of Physics 72, 2004, page 835.) The guess is a native radio button
and the style sheet shows the answer beside it: no request, no script, and nothing is withheld from whoever skips it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.markup.attributes import aria, data
from components.page.pieces import Piece
from components.page.question import skip
from components.words.numbers import unbroken

RIGHT, WRONG = "Right. ", "Not quite. "
FEWEST, MOST = 2, 4  # the style sheet has a rule for each place up to the fourth


@dataclass(frozen=True)
class Predict:
    """A question with its guesses, each with what it reveals once it is chosen.

    `guesses` maps the words on a button to the explanation for whoever presses it, `right` is the one that holds.
    `see` = (words, values) is a link, shown after the guess, to the state of the page that settles it. `hides` are the
    pieces of the page that would answer it. `name` ends its id, by which the browser remembers it: one word.
    """

    question: str
    guesses: Mapping[str, str]
    right: str
    see: tuple[str, Mapping[str, Any]] | None = None
    hides: Sequence[Piece] = ()
    name: str = "predict"

    def __post_init__(self) -> None:
        if self.right not in self.guesses or not FEWEST <= len(self.guesses) <= MOST:
            raise ValueError(f"{self.right!r} must be one of {FEWEST} to {MOST} guesses, got {list(self.guesses)}")

    @property
    def act(self) -> str:
        """What the reader commits to it by."""
        return "guess"

    def targets(self) -> tuple[Target, ...]:
        """Return none: the guess is the reader's."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return the question, the buttons, and the answers that the style sheet reveals."""
        id, asked = shown.id(self.name), shown.id(f"{self.name}-question")
        answers = [
            html.P([html.B(RIGHT if holds else WRONG), unbroken(why)], className="answer right" if holds else "answer")
            for why, holds in ((why, guess == self.right) for guess, why in self.guesses.items())
        ]
        question = html.P([html.B("Predict first. "), unbroken(self.question)], id=asked, className="question")
        buttons = dbc.RadioItems(
            id=id,
            name=id,
            options=[{"label": guess, "value": f"{k}"} for k, guess in enumerate(self.guesses, 1)],  # it ends their ids
            inline=True,
            class_name="guesses",
        )
        return html.Div(
            [
                html.Div([question, buttons], className="asked", role="radiogroup", **aria(labelledby=asked)),
                html.Div(answers, **aria(live="polite")),
                self._see(shown),
                skip() if self.hides else None,
            ],
            className="predict",
            **data(right=str(1 + list(self.guesses).index(self.right))),
        )

    def _see(self, shown: Shown) -> Component | None:
        if self.see is None:
            return None
        words, values = self.see
        return html.Div(dcc.Link(words, href=shown.href(**values), className="chip"), className="settled")
