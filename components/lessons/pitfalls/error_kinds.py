"""Two errors, one number: the score stays while precision and recall tell the kinds of error apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.union_split import ScoreLine, union_split
from components.lessons import chapters
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import View
from components.markup.table import Table
from components.page import Checks, Fold, Graph, Handle, Lesson, Predict, Presets, Scrubbed, TablePlace, Task, paragraph
from components.state import State, Whole, of
from components.theme import Colour
from components.words.formula import coloured, jaccard_columns, jaccard_formula
from components.words.line import Line
from components.words.numbers import signed, written

HITS, ERRORS = 10, 10
MISSES = Whole("misses", "False negatives (misses)", 2, 0, ERRORS, 1, f"{{}} of {ERRORS}")


@dataclass(frozen=True)
class ErrorKinds(State):
    """How many of the errors are false negatives (misses); the others are false positives (false alarms)."""

    misses: int = of(MISSES)


UNION = Graph(
    "kinds",
    "The union split into true positives, false positives and false negatives, above precision, recall and Jaccard over "
    "the number of errors that are false negatives",
    height=270,
    handles=(Handle("split", x=MISSES, anywhere=True), Handle("points", x=MISSES)),
)
FORMULA = jaccard_formula("formula")
SAY = Line(
    "say",
    "J is {j}, whatever kind the errors are. Precision is {precision} and recall is {recall}. {verdict}",
)
NUMBERS = TablePlace("numbers")
CHECKS = Checks("pitfalls-errors", ("apart",))
APART = 0.2  # of the task


def view(_: ErrorKinds) -> View:
    """Return the lesson in one state; all that the slider changes is picked from the columns."""
    split = _split()
    middle = ERRORS // 2
    figure = union_split(
        split.counts.fn,
        [
            ScoreLine("precision", split.precision, Colour.FP, "dash", label_at=ERRORS - 2, anchor="right", above=True),
            ScoreLine("recall", split.recall, Colour.FN, "dot", label_at=2, anchor="left", above=True),
            ScoreLine("Jaccard", split.jaccard, Colour.TP, "solid", label_at=middle, anchor="center", above=False),
        ],
        HITS + ERRORS,
        x_title="errors that are false negatives",
        hover="false negatives: %{x}",
    )
    return View(
        figures={UNION.id: figure}, moving=[Columns((MISSES,), split.columns)], tables={NUMBERS.id: split.table}
    )


class _Split(NamedTuple):
    """The counts and scores for every share of misses among the errors, with all that is said about them."""

    counts: core.Counts
    jaccard: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    columns: dict[Target, Column]
    table: Table


@cache
def _split() -> _Split:
    """Return what no parameter changes: the same hits and the same number of errors, of either kind."""
    misses = np.arange(ERRORS + 1)
    counts = core.Counts(np.full(misses.size, HITS), ERRORS - misses, misses, np.zeros(misses.size, int))
    jaccard, precision, recall = core.jaccard(counts), core.precision(counts), core.recall(counts)
    tps, fps, fns = (count.tolist() for count in (counts.tp, counts.fp, counts.fn))
    tp, fp, fn = (list(map(str, each)) for each in (tps, fps, fns))
    j = written(jaccard)
    edges = np.stack([np.zeros_like(misses), counts.tp, counts.predicted, counts.union], axis=1)
    places: dict[str, dict[str, Column]] = {
        "split": {"x": misses},
        "points": {"x": np.stack([misses] * 3, axis=1), "y": np.stack([precision, recall, jaccard], axis=1)},
        "counts": {
            "x": (edges[:, :-1] + edges[:, 1:]) / 2,
            "text": [[f"{a} TP", f"{b} FP", f"{c} FN"] for a, b, c in zip(tp, fp, fn, strict=True)],
        },
        **{kind: {"x": edges[:, k : k + 2]} for k, kind in enumerate(("tp", "fp", "fn"))},
    }
    columns: dict[Target, Column] = {
        **in_figure(UNION.id, places),
        **jaccard_columns(FORMULA, tp, fp, fn, j),
        **SAY.columns(
            j=j,
            precision=written(precision),
            recall=written(recall),
            verdict=[_verdict(*errors) for errors in zip(fps, fns, strict=True)],
        ),
        **CHECKS.columns({"apart": _checked(precision - recall)}),
    }
    scores = (jaccard.tolist(), precision.tolist(), recall.tolist())
    table = Table(
        ["false negatives", "TP", "FP", "FN", "J", "precision", "recall"],
        list(zip(fns, tps, fps, fns, *scores, strict=True)),
        caption="The same union with other errors",
    )
    return _Split(counts, jaccard, precision, recall, columns, table)


def _checked(gaps: NDArray[np.float64]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return where the condition of the task holds, and what is said of it."""
    met = gaps >= APART
    said = [
        f"Precision higher than recall by at least {APART}: {'yes' if holds else 'not yet'}, the difference is {signed(gap)}."
        for holds, gap in zip(met.tolist(), gaps.tolist(), strict=True)
    ]
    return met, said


def _verdict(fp: int, fn: int) -> str:
    if fp == fn:
        return f"Half of the {ERRORS} errors are false positives, half are false negatives."
    kind = "false positives" if fp > fn else "false negatives"
    return f"{'Most of the' if fp and fn else 'All'} {ERRORS} errors are {kind}."


LESSON = Lesson(
    path="/pitfalls/errors",
    chapter=chapters.PITFALLS,
    title="Two errors, one number",
    summary="The same J, whatever kind the errors are: precision and recall tell them apart.",
    minutes=3,
    further=True,
    state=ErrorKinds,
    view=view,
    idea=["Two models can make as many errors and still need different repairs."],
    lead=[FORMULA, SAY],
    figures=[
        Scrubbed(UNION, MISSES),
        Presets(
            {
                "All false positives": {"misses": 0},
                "Half and half": {"misses": ERRORS // 2},
                "All false negatives": {"misses": ERRORS},
            }
        ),
    ],
    question=Predict(
        "Two models, each with 100 items of its own, have the same true positives and the same J. One has ten false "
        "positives, the other ten false negatives. Which score tells them apart?",
        {
            "accuracy": "Each model makes ten errors among 100 items, so the accuracy of both is 0.9.",
            "F1": "F1 and J can be computed from each other, so the same J means the same F1.",
            "precision": "The model with the false positives has the lower precision. The model with the false "
            "negatives has the lower recall.",
        },
        right="precision",
        see=("See the ten false positives", {"misses": 0}),
        hides=(UNION, SAY, CHECKS),
    ),
    called=[
        paragraph(
            "A false positive, or false alarm, lowers the ",
            html.B("precision"),
            ", ",
            *coloured("TP / (TP + FP)"),
            "; a false negative, or miss, lowers the ",
            html.B("recall"),
            ", ",
            *coloured("TP / (TP + FN)"),
            ". J counts both alike, ",
            *coloured("TP / (TP + FP + FN)"),
            ", so look at the other two before you improve a model.",
        )
    ],
    task=Task(f"Split the same {ERRORS} errors so that precision is higher than recall by at least {APART}.", CHECKS),
    folds=[Fold("The numbers", NUMBERS)],
)
