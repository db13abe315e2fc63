"""The first page: the idea in one slider, what there is to learn, the signs, a quick start, and the way through."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import controls, page, peer
from components.elements import Element, element
from components.figures import venn
from components.formula import Line, jaccard_columns, jaccard_formula, static_formula, written
from components.predict import predict
from components.url import Number, address, bounded, href
from components.view import Column, Columns, Target, View, compose

NAME = "home"
PATH = "/"
NUMBER = ""
OVER = "Jaccard Lab"
TITLE = "How much do two sets agree?"
SUMMARY = "The Jaccard score in one slider, and the way through everything that follows from it."


class Id(StrEnum):
    """The components that this section fills."""

    VENN = "home-venn"
    FORMULA = "home-formula"
    SAY = "home-say"


class Stop(NamedTuple):
    """A section as the map of the course shows it."""

    number: str
    title: str
    summary: str
    path: str


SIZE = 50
OVERLAP = Number("overlap", "Overlap", 30, 0, SIZE, 1, f"{{}} of {SIZE}")
PARAMS = (OVERLAP,)

FORMULA = jaccard_formula(Id.FORMULA)
SAY = Line(Id.SAY, f"Each set has {SIZE} items and shares {{tp}} of them with the other, {{share}}. {{lesson}}")

GOALS = (
    "See what an overlap is worth, and why whatever lies outside both sets never counts.",
    "Read the score off hits, false alarms and misses, and know which of them pulls it down.",
    "Compute it in NumPy: for two classes, for many, and for items with several labels.",
    "Choose a threshold, and tell a real difference from luck.",
    "Train a small model towards overlap, with a loss that has a gradient.",
)

Y_TRUE = [1, 1, 0, 0, 1, 0]
Y_PRED = [1, 0, 0, 0, 1, 1]


def view(*, overlap: int) -> View:
    """Return the section in one state."""
    return compose(
        NAME,
        {"overlap": overlap},
        (OVERLAP,),
        moving=[Columns((OVERLAP,), _columns())],
        figures={Id.VENN: venn.venn_figure(SIZE)},
    )


@cache
def _columns() -> dict[Target, Column]:
    """Return all that moves, which depends on nothing but the slider."""
    tp = np.arange(OVERLAP.count)
    counts = core.Counts(tp=tp, fp=SIZE - tp, fn=SIZE - tp, tn=np.zeros_like(tp))
    shares = core.recall(counts).tolist()
    j = written(core.jaccard(counts))
    both, alone = tp.tolist(), (SIZE - tp).tolist()
    places = [venn.overlap(share, only, shared, only) for share, shared, only in zip(shares, both, alone, strict=True)]
    tps, errors = list(map(str, both)), list(map(str, alone))
    return {
        **{Target(Id.VENN, "figure", path): [each[path] for each in places] for path in places[0]},
        **jaccard_columns(FORMULA, tps, errors, errors, j),
        **SAY.columns(tp=tps, share=[f"{share:.0%}" for share in shares], lesson=list(map(_lesson, both, alone, j))),
    }


def layout(**given: object) -> Component:
    """Return the page in the state that an address gives, without the way on: the shell knows the other sections."""
    return welcome((), **given)


def welcome(stops: Sequence[Stop], /, **given: object) -> Component:
    """Return the page with the map of the course and a start at its first stop."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "The Jaccard score is the part that both hold, of everything that either holds: 0 for nothing shared, 1 for "
            "the same. Drag the slider and watch.",
            *_start(stops),
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[controls.slider(NAME, OVERLAP, values["overlap"]), FORMULA.layout(shown.texts)],
        controls=[
            static_formula(
                "J(A, B)",
                "|A ∩ B|",
                "|A ∪ B|",
                spoken="J of A and B equals the size of their intersection over the size of their union",
            ),
            html.P("With sets: what both hold, of all that either holds.", className="caption"),
            static_formula("J", "TP", "TP + FP + FN", spoken="J equals TP over TP plus FP plus FN"),
            html.P("With counts: the hits, of all that was true or claimed.", className="caption"),
            controls.presets(
                PATH,
                PARAMS,
                {"Nothing shared": {"overlap": 0}, "Half shared": {"overlap": 25}, "The same": {"overlap": 50}},
            ),
        ],
        figures=[
            page.graph(
                Id.VENN,
                shown.figures[Id.VENN],
                described="Circles A and B, each covering a part of the other, above the bar of all items in either of them",
                height="clamp(270px, 65cqi, 400px)",
            ),
            SAY.layout(shown.texts),
        ],
        below=[
            predict(
                NAME,
                "How much of each set must be shared for a score of one half?",
                {
                    "one half": "25 of 50 shared leaves 25 in A alone and 25 in B alone: 25 of 75, a third. What is "
                    "not shared counts twice, once on each side.",
                    "two thirds": "Then each set keeps half as much for itself as it shares. Both leftovers together "
                    "are as much as what is shared, and that makes one half. With 50 items, 33 or 34 come closest.",
                    "three quarters": "38 of 50 shared leaves 12 on each side: 38 of 62, which is 0.613 already.",
                },
                right="two thirds",
                see=("Share 33 of 50", href(PATH, PARAMS, overlap=33)),
            ),
            page.deck(
                page.card(
                    "What you will be able to do",
                    html.Ul([html.Li(goal) for goal in GOALS], className="goals"),
                    html.P(
                        "The pages follow a written introduction to the score, “the document”. They show each of its "
                        "figures with the same numbers, and say where it goes wrong.",
                        className="remark",
                    ),
                ),
                page.card("Signs and colours", _notation()),
            ),
            *_map(stops),
            page.deck(
                page.card(
                    "Quick start",
                    element("Div", [page.code(f"{NAME}-start", [_quick_start()]), _versions()], className="pair"),
                )
            ),
        ],
    )  # fmt: skip


def _lesson(both: int, alone: int, j: str) -> str:
    if not both:
        return "Nothing is in both, so the score is 0, however large the sets are."
    if not alone:
        return "The sets are the same, and the score is 1: it cannot be higher."
    return (
        f"Together they hold {both + 2 * alone}, so the score is {both} of {both + 2 * alone}, {j}. "
        "Whatever one of them holds alone makes the union larger."
    )


def _start(stops: Sequence[Stop]) -> list[Component]:
    if not stops:
        return []
    first = stops[0]
    return [
        html.Div(
            dcc.Link(f"Start here: {first.title} →", href=address(first.path), className="chip primary"),
            className="chips",
        )
    ]


def _map(stops: Sequence[Stop]) -> list[Component]:
    if not stops:
        return []
    cards = [
        html.Li(
            dcc.Link(
                [html.Span(stop.number, className="number"), html.H3(stop.title), html.P(stop.summary)],
                href=address(stop.path),
                className="panel stop",
            )
        )
        for stop in stops
    ]
    return [html.Div([html.H2("The way through"), html.Ol(cards, className="points")], className="group")]


def _notation() -> Element:
    def sign(name: str) -> Element:
        return element("Span", name, className=f"swatch {name.lower()}")

    rows: list[tuple[Any, str]] = [
        (html.I("y"), "the true labels, 0 or 1 for each of n items"),
        (html.I("ŷ"), "the predicted labels, 0 or 1 for each"),
        (html.I("p"), "the predicted probabilities, from 0 to 1"),
        (html.I("A"), "the items that are positive, y = 1"),
        (html.I("B"), "the items that are called positive, ŷ = 1"),
        (sign("TP"), "true positives, the hits: in A and in B"),
        (sign("FP"), "false positives, the false alarms: only in B"),
        (sign("FN"), "false negatives, the misses: only in A"),
        (sign("TN"), "true negatives: in neither, and in no part of the score"),
    ]
    return page.table(["sign", "meaning"], rows, caption="A colour means the same on every page", words=True)


def _quick_start() -> str:
    ours = core.jaccard_score(Y_TRUE, Y_PRED)
    return (
        "from sklearn.metrics import jaccard_score\n\n"
        f"y_true = {Y_TRUE}\n"
        f"y_pred = {Y_PRED}\n"
        f"jaccard_score(y_true, y_pred)  # {ours:g}\n\n"
        "# the same in NumPy alone\n"
        "import core\n\n"
        f"core.jaccard_score(y_true, y_pred)  # {ours:g}\n"
    )


def _versions() -> Element:
    running = {
        "Python": platform.python_version(),
        "numpy": version("numpy"),
        "plotly": version("plotly"),
        "dash": version("dash"),
        "scikit-learn": version("scikit-learn") if peer.installed() else peer.MISSING,
    }
    return page.table(["package", "version"], list(running.items()), caption="What is running here", words=True)
