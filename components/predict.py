"""Predict, then reveal: a question before the demonstration, because a guess is what makes a demonstration teach.

(Crouch, Fagen, Callan and Mazur, American Journal of Physics 72, 2004, page 835.) The guess is a native radio button
and the style sheet shows the answer beside it: no request, no script, and nothing is withheld from whoever skips it.
"""

from __future__ import annotations

from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria

RIGHT, WRONG = "Right. ", "Not quite. "
FEWEST, MOST = 2, 4  # the style sheet has a rule for each place up to the fourth


def predict(
    name: str, question: str, guesses: Mapping[str, str], *, right: str, see: tuple[str, str] | None = None
) -> Component:
    """Return a question of the section `name` with its guesses, each with what it reveals once it is chosen.

    `guesses` maps the words on a button to the explanation for whoever presses it, `right` is the one that holds.
    `see` = (words, address) is a link, shown after the guess, to the state of the page that settles it.
    """
    if right not in guesses or not FEWEST <= len(guesses) <= MOST:
        raise ValueError(f"{name}: {right!r} must be one of {FEWEST} to {MOST} guesses, got {list(guesses)}")
    id, asked = f"{name}-predict", f"{name}-predict-question"
    return html.Div(
        [
            html.Div(
                [
                    html.P([html.B("Predict first. "), question], id=asked, className="question"),
                    dbc.RadioItems(
                        id=id,
                        name=id,
                        options=[{"label": guess, "value": guess} for guess in guesses],
                        inline=True,
                        class_name="guesses",
                    ),
                ],
                className="asked",
                role="radiogroup",
                **aria(labelledby=asked),
            ),
            html.Div(
                [
                    html.P([html.B(RIGHT if guess == right else WRONG), why], className="answer")
                    for guess, why in guesses.items()
                ],
                **aria(live="polite"),
            ),
            html.Div(dcc.Link(see[0], href=see[1], className="chip"), className="settled") if see else None,
        ],
        className="predict",
    )
