"""The first page: the idea in one slider, what there is to learn, the signs, a quick start, and the map of the course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component

import core
from components.figures.venn import overlap, venn_figure
from components.lessons import chapters
from components.lessons.masks import cells
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import Shown, View
from components.markup.attributes import data
from components.markup.elements import Element, element
from components.markup.table import Table
from components.page import (
    Box,
    Fold,
    Graph,
    Handle,
    Lesson,
    Made,
    Predict,
    Presets,
    Slider,
    TablePlace,
)
from components.page.pieces import code, fixed
from components.progress import progress
from components.state import State, Whole, address, of
from components.words.formula import jaccard_columns, jaccard_formula, static_formula
from components.words.line import Line
from components.words.numbers import score, written

SIZE = 50
OVERLAP = Whole("overlap", "Overlap", 30, 0, SIZE, 1, f"{{}} of {SIZE}")


@dataclass(frozen=True)
class Home(State):
    """How many items two sets of one size share."""

    overlap: int = of(OVERLAP)


CELLS = Graph(
    "cells",
    "Cells under a microscope. Over them in green what is a cell and marked as one, in orange what is missed, in blue what is "
    "marked by mistake.",
    height="calc(66.67cqi + 40px)",
)
VENN = Graph(
    "venn",
    "Circles A and B, each covering a part of the other, above the bar of all items in either of them",
    height="clamp(270px, 65cqi, 400px)",
    handles=tuple(Handle(circle, x=OVERLAP) for circle in ("a", "b")),
)
FORMULA = jaccard_formula("formula")
TABLE = TablePlace("table")
IN_TABLE = 5  # of the slider's positions, every fifth has a row
SAY = Line("say", "J is {accent}: {lesson}")

GOALS = (
    "See what an overlap is worth, and why whatever lies outside both sets never counts.",
    "Read the score off true positives, false positives and false negatives, and know which of them pulls it down.",
    "Compute it in NumPy: for two classes, for many, and for items with several labels.",
    "Choose a threshold, and tell a real difference from luck.",
    "Train a small model towards overlap, with a loss that has a gradient.",
)

ORIGIN = html.P(
    "The course grew from a notebook: a written introduction to the score, with code and figures. Each of its figures is here, "
    "live, and opens with the same numbers. Where the notebook makes a mistake, the page says so under “Common mistakes”.",
    className="remark",
)

_AT_FIRST = (cells.SEED.default, cells.NOISE.default, cells.BLUR.default)  # what the picture of cells is made with

Y_TRUE = [1, 1, 0, 0, 1, 0]
Y_PRED = [1, 0, 0, 0, 1, 1]


def view(_: Home) -> View:
    """Return the lesson in one state; all that a state changes is picked from the columns."""
    return View(
        figures={CELLS.id: cells.at_its_best(cells.Cells()), VENN.id: venn_figure(SIZE, ("A", "B"))},
        moving=[Columns((OVERLAP,), _columns())],
        tables={TABLE.id: _table()},
    )


def _counts() -> core.Counts:
    """Return the counts at every position of the slider."""
    shared = np.arange(OVERLAP.count)
    return core.Counts(tp=shared, fp=SIZE - shared, fn=SIZE - shared, tn=np.zeros_like(shared))


@cache
def _table() -> Table:
    counts = _counts()
    columns = (counts.tp, counts.fn, counts.fp, counts.union, core.jaccard(counts))
    rows = list(zip(*(each.tolist() for each in columns), strict=True))
    return Table(
        ["in both", "only in A", "only in B", "union", "J"],
        rows,
        caption="The score by what the sets share",
        shown=range(0, OVERLAP.count, IN_TABLE),
    )


@cache
def _columns() -> dict[Target, Column]:
    """Return all that moves, which depends on nothing but the slider."""
    counts = _counts()
    shares = core.recall(counts).tolist()
    j = written(core.jaccard(counts))
    both, alone, union = counts.tp.tolist(), counts.fn.tolist(), counts.union.tolist()
    each_position = [
        overlap(share, only, shared, only, f"{whole} in A or B")
        for share, only, shared, whole in zip(shares, alone, both, union, strict=True)
    ]
    places = {
        place: {prop: [position[place][prop] for position in each_position] for prop in props}
        for place, props in each_position[0].items()
    }
    tps, errors = list(map(str, both)), list(map(str, alone))
    return {
        **in_figure(VENN.id, places),
        **jaccard_columns(FORMULA, tps, errors, errors, j),
        **SAY.columns(accent=j, lesson=[_lesson(*position) for position in zip(both, alone, union, strict=True)]),
    }


def _lesson(both: int, alone: int, union: int) -> str:
    if not both:
        return "nothing is in both sets."
    if not alone:
        return "the two sets are the same."
    return f"the sets share {both} of their {union} items, and each has {alone} for itself."


QUESTION = Predict(
    "How much of each set must be shared for a score of one half?",
    {
        "one half": "25 of 50 shared leaves 25 in A alone and 25 in B alone: 25 of 75, a third. What is not "
        "shared counts twice, once on each side.",
        "two thirds": "Then each set keeps half as much for itself as it shares. What A and B hold alone is "
        "together as much as what they share, and that makes one half. With 50 items, 33 comes closest.",
        "three quarters": "38 of 50 shared leaves 12 on each side: 38 of 62, which is 0.613 already.",
    },
    right="two thirds",
    see=("Share 33 of 50", {"overlap": 33}),
    hides=(FORMULA, SAY),
)


def lesson(others: Sequence[Lesson[Any]]) -> Lesson[Home]:
    """Return the first page of a course; `others` are the lessons that follow, in their reading order."""
    start = [Made(lambda _: _start(others[0]))] if others else []
    return Lesson(
        path="/",
        chapter=chapters.START,
        title="How much do two sets agree?",
        summary="The Jaccard score in one slider, and the way through everything that follows from it.",
        minutes=3,
        idea=[
            "Whoever judges a mask, a search result or a recommendation asks how much two sets agree, and wants one number.",
            *start,
        ],
        state=Home,
        view=view,
        lead=[Slider(OVERLAP), FORMULA],
        figures=[
            Box(
                "pair",
                Box("column", Made(_marked_cells), CELLS),
                Box("column", html.P("The same as two sets", className="chart-title"), VENN),
            ),
            SAY,
        ],
        controls=[
            static_formula(
                "J(A, B)",
                "|A ∩ B|",
                "|A ∪ B|",
                spoken="J of A and B equals the size of their intersection over the size of their union",
            ),
            static_formula("J", "TP", "TP + FP + FN", spoken="J equals TP over TP plus FP plus FN"),
            Presets(
                {
                    "Nothing shared": {"overlap": 0},
                    "Half shared": {"overlap": 25},
                    "The same": {"overlap": 50},
                }
            ),
        ],
        question=QUESTION,
        after=[Made(lambda _: _map(others), name="The way through")] if others else [],
        folds=[
            Fold("The numbers", TABLE),
            Fold("Signs and colours", fixed(_notation())),
            Fold("Quick start", Made(_start_coding)),
            Fold("What you will learn", html.Ul([html.Li(goal) for goal in GOALS], className="goals"), ORIGIN),
        ],
    )


def _marked_cells(_: Shown) -> Component:
    best = max(cells.swept(*_AT_FIRST).ious.tolist())
    return html.P(["Cells, marked by a model: ", html.B(f"IoU {score(best)}")], className="chart-title")


def _start(first: Lesson[Any]) -> Component:
    link = dcc.Link(f"Start here: {first.title} →", href=address(first.path), className="chip primary")
    return html.Div(link, className="chips")


def _map(lessons: Sequence[Lesson[Any]]) -> Component:
    """Return the core path: its lessons in order, how long each takes, and how many further ones grow from it."""
    grown: dict[Lesson[Any], list[Lesson[Any]]] = {}  # the further lessons that grow from each of the core
    for each in lessons:
        if each.further:
            grown[next(reversed(grown))].append(each)
        else:
            grown[each] = []
    stops = [
        html.Li(
            dcc.Link(
                [
                    html.Span(each.chapter.number, className="number"),
                    html.Span(each.title),
                    html.Span(_time(each, len(further)), className="time"),
                ],
                href=address(each.path),
                className="stop",
            ),
            # the browser shows it at the lesson where the reader was last (assets/asleep/progress.js)
            **data(covers=" ".join(part.name for part in (each, *further)), here="continue here"),
        )
        for each, further in grown.items()
    ]
    done = progress([QUESTION, *(piece for each in lessons for piece in each.pieces)])
    title = html.H2(f"The way through: {len(grown)} lessons, {sum(each.minutes for each in grown)} minutes")
    return html.Div([title, done, html.Ol(stops, className="path")], className="panel below")


def _time(lesson: Lesson[Any], grown: int) -> str:
    return f"{lesson.minutes} min" + (f" + {grown} further" if grown else "")


def _start_coding(shown: Shown) -> Component:
    return code(shown.id("start"), [_quick_start()])


def _notation() -> Table:
    def sign(name: str) -> Element:
        return element("Span", name, className=f"swatch {name.lower()}")

    rows: list[tuple[Any, str]] = [
        (html.I("y"), "the true labels, 0 or 1 for each of n items"),
        (html.I("ŷ"), "the predicted labels, 0 or 1 for each"),
        (html.I("p"), "the predicted probabilities, from 0 to 1"),
        (html.I("A"), "the items that are positive, y = 1"),
        (html.I("B"), "the items that are predicted positive, ŷ = 1"),
        (sign("TP"), "true positives, the hits: in A and in B"),
        (sign("FP"), "false positives, the false alarms: only in B"),
        (sign("FN"), "false negatives, the misses: only in A"),
        (sign("TN"), "true negatives: in neither, and in no part of the score"),
    ]
    return Table(["sign", "meaning"], rows, caption="A colour means the same on every page", words=True)


def _quick_start() -> str:
    ours = core.jaccard_score(Y_TRUE, Y_PRED)
    return (
        "from sklearn.metrics import jaccard_score\n\n"
        f"y_true = {Y_TRUE}\n"
        f"y_pred = {Y_PRED}\n"
        f"jaccard_score(y_true, y_pred)  # {ours:g}\n\n"
        "# the same in NumPy alone\n"
        "import numpy as np\n\n"
        "true, predicted = np.array(y_true) == 1, np.array(y_pred) == 1\n"
        f"np.sum(true & predicted) / np.sum(true | predicted)  # {ours:g}\n"
    )
