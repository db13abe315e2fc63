"""You draw it: the reader draws the curve that they expect, and then sees the true one below theirs.

As `Predict`, it is a commitment before the demonstration; newspapers ask so for numbers that everybody thinks to know. The
browser takes the line (assets/asleep/draw.js). How far off it was the site is asked, so that Python computes and words it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

from components.figures.still import LEVELS, Sketch, sketch
from components.live.target import Target, sketch_of
from components.live.view import Shown
from components.markup.attributes import aria, data
from components.markup.static import elements, settled
from components.page.pieces import Graph, Piece
from components.page.question import skip
from components.state import State, address
from components.words.numbers import SAME, score, zero_over_zero

KEY = "y"  # of the drawn levels in an address; no parameter has it
DRAWN = re.compile(r"\d{0,3}(,\d{0,3})*", re.ASCII)
NEAR = 0.5 / LEVELS  # no level is nearer to every score
UNSEEN = "not drawn yet"
SHOW, AGAIN = "Show the true curve", "Draw again"
HOW = "Draw with the mouse or a finger. With keys: → draws on, ↑ and ↓ move the line."
UNANSWERED = "The server did not answer, so how far off you were is not known."


@dataclass(frozen=True, eq=False)
class Draw:
    """A question that is answered by a line over the figure `graph`, from the left to the right end of its first x axis.

    `curve` is what is drawn, such as "accuracy"; `truth` returns it in a state, for each of the values `xs`, nan where it is
    undefined. `at` says in a sentence where each x is: "200 true negatives". With `begins` the first point is given, and has
    these words. `why` explains the true curve once it is seen. `hides` are the other pieces of the page that would give it
    away; the plot is covered by itself.
    """

    question: str
    graph: Graph
    curve: str
    xs: Sequence[float]
    at: Sequence[str]
    truth: Callable[[Any], NDArray[np.float64]]
    why: str
    begins: str = ""
    hides: Sequence[Piece] = ()
    name: str = "predict"
    act: ClassVar[str] = "drawing"

    def targets(self) -> tuple[Target, ...]:
        """Return the place over the figure on which is drawn: an answer of the server can move its axes and its first point."""
        return (sketch_of(self.graph.id),)

    def over(self, shown: Shown) -> Shown:
        """Return the lesson in the same state with the surface over the figure."""
        first = float(self.truth(shown.state)[0])
        given = self.begins and first == first
        wanted = Sketch(
            xs=self.xs,
            columns=[_capital(words) for words in self.at],
            levels=[f"{k / LEVELS:g}" for k in range(LEVELS + 1)],
            unseen=UNSEEN,
            name=f"your {self.curve}",
            label=f"Your {self.curve}",
            given=round(LEVELS * first, 2) if given else None,
            begins=self.begins.format(score(first)) if given else "",
        )
        surface = settled(elements(sketch(shown.figures[self.graph.id], wanted), []))
        return replace(shown, props={**shown.props, sketch_of(self.graph.id): surface})

    def said(self, state: State, given: object) -> str | None:
        """Return how far off a drawing was, as a sentence; None if what an address says of it cannot be read."""
        drawn = self.read(given)
        if drawn is None:
            return None
        truth = self.truth(state)
        off = np.abs(drawn - truth)
        if not np.isfinite(off).any():
            return f"There is no true curve to compare with: {self.curve} is {zero_over_zero()}."
        most = int(np.nanargmax(off))
        if off[most] <= NEAR + SAME:
            return "Off by less than 0.01 everywhere: that is the curve."
        where = "" if np.isfinite(drawn[bool(self.begins) :]).all() else " where you drew"
        return (
            f"Off by {score(float(np.nanmean(off)), 2)} on average{where}, most at {self.at[most]}: {self.curve} is "
            f"{score(float(truth[most]), 2)}, you drew {score(float(drawn[most]), 2)}."
        )

    def read(self, given: object) -> NDArray[np.float64] | None:
        """Return the drawn scores that an address gives, nan where nothing is drawn; None for anything else."""
        if not isinstance(given, str) or len(given) > 4 * len(self.xs) or not DRAWN.fullmatch(given):
            return None
        levels = [int(level) if level else None for level in given.split(",")]
        first = bool(self.begins)  # that point is no guess
        if len(levels) != len(self.xs) or not any(level is not None for level in levels[first:]):
            return None
        if any(level is not None and level > LEVELS for level in levels):
            return None
        drawn = np.array([np.nan if level is None else level / LEVELS for level in levels])
        drawn[:first] = np.nan
        return drawn

    def layout(self, shown: Shown) -> Component:
        """Return the question with its buttons, and what stands in their place once the true curve is seen."""
        asks = data(asks=address(f"/drawn/{shown.lesson}"), unanswered=UNANSWERED)
        buttons = [
            html.Span(HOW, className="how"),
            html.Button("Clear", type="button", className="chip", **data(draws="clear")),
            html.Button(SHOW, type="button", className="chip primary", **data(draws="show")),
            skip(),
        ]
        question = html.P([html.B("Draw first. "), self.question], className="question")
        seen = [
            html.P(className="off served", **aria(live="polite"), **asks),
            html.P(self.why, className="why"),
            html.Button(AGAIN, type="button", className="chip again served", **data(draws="again")),
        ]
        return html.Div(
            [
                html.Div([question, html.Div(buttons, className="draws")], className="asking"),
                html.Div(seen, className="drawn"),
            ],
            className="predict draw",
            **data(figure=shown.id(self.graph.id), question=shown.id(self.name)),
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
