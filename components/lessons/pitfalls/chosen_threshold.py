"""A threshold chosen on the data that judge it: it promises more than it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from dash import dcc, html
from numpy.typing import NDArray

import core
from components.figures.paired_curves import SampleCurve, paired_curves
from components.lessons import chapters
from components.lessons.thresholds import cut
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Box,
    Checks,
    Fold,
    Graph,
    Handle,
    Lesson,
    LinkTo,
    Made,
    Predict,
    Scrubbed,
    TablePlace,
    Task,
    paragraph,
)
from components.state import Number, State, address, of
from components.theme import Colour
from components.words.line import Line
from components.words.numbers import written

T = Number("t", "Threshold", 0.5, 0, 1, 0.005, "{:.3f}")
THRESHOLDS = np.array(T.values())


@dataclass(frozen=True)
class ChosenThreshold(State):
    """The threshold on both halves of the items."""

    t: float = of(T)


CURVES = Graph(
    "curves",
    "Jaccard over the threshold, on the validation set and on the test set",
    height=280,
    least=220,
    handles=(Handle("threshold", x=T, anywhere=True), Handle("points", x=T)),
)
SAY = Line(
    "say",
    "At threshold {t} J is {validation} on the validation set, {test} on the test set. The best threshold on the "
    "validation set, {best}, promises {promised} and keeps {kept}.",
)
CHECKS = Checks("pitfalls-threshold", ("better",))
NUMBERS = TablePlace("numbers")


def view(_: ChosenThreshold) -> View:
    """Return the lesson in one state; all that the threshold changes is picked from the columns."""
    halves = _halves()
    figure = paired_curves(
        T.values(),
        SampleCurve("validation set", halves.validation, Colour.TP, "solid"),
        SampleCurve("test set", halves.test, Colour.INK_2, "dash"),
        x_title="threshold",
        y_title="Jaccard",
        score="J",
    )
    return View(figures={CURVES.id: figure}, moving=[Columns((T,), halves.columns)], tables={NUMBERS.id: halves.table})


class _Halves(NamedTuple):
    """The scores at every threshold on both halves of the items, with all that is said about them."""

    validation: NDArray[np.float64]
    test: NDArray[np.float64]
    columns: dict[Target, Column]
    table: Table
    promised: str  # J on the validation set at the threshold that is best there
    kept: str  # J on the test set at the same threshold


@cache
def _halves() -> _Halves:
    """Return what no parameter changes: the items at even and at odd places, at every threshold."""
    data = core.scored_labels()
    validation, test = (
        core.jaccard(core.threshold_counts(data.y_true[i::2], data.scores[i::2], THRESHOLDS)) for i in (0, 1)
    )
    best = T.index(core.best_on_grid(data.y_true[::2], data.scores[::2], THRESHOLDS).threshold)
    validation_words, test_words = written(validation), written(test)
    places: dict[str, dict[str, Column]] = {
        "threshold": {"x": T.values()},
        # texts of few digits: many repeat and compress, which packed numbers do not
        "points": {
            "x": [[t, t] for t in T.values()],
            "y": np.stack([validation, test], axis=1).round(6).tolist(),
        },
    }
    columns: dict[Target, Column] = {
        **in_figure(CURVES.id, places),
        **SAY.columns(
            t=T.words,
            validation=validation_words,
            test=test_words,
            best=T.words[best],
            promised=validation_words[best],
            kept=test_words[best],
        ),
        **CHECKS.columns({"better": _checked(test, best)}),
    }
    rows = [
        [Cell(T.at(i), T.words[i] + (" (best)" if i == best else "")), validation[i].item(), test[i].item()]
        for i in range(THRESHOLDS.size)
    ]
    table = Table(
        ["threshold", "J, validation set", "J, test set"],
        rows,
        caption="Thresholds on two halves of the items",
        shown=sorted({*range(0, THRESHOLDS.size, 20), best}),
    )
    return _Halves(validation, test, columns, table, validation_words[best], test_words[best])


def _checked(test: NDArray[np.float64], best: int) -> tuple[NDArray[np.bool_], list[str]]:
    """Return where the condition of the task holds, and what is said of it."""
    met, words = test > test[best], written(test)
    said = [
        f"J above {words[best]} on the test set: {'yes' if holds else 'not yet'}, it is {text}."
        for holds, text in zip(met.tolist(), words, strict=True)
    ]
    return met, said


PROMISED, KEPT = _halves().promised, _halves().kept

LESSON = Lesson(
    path="/pitfalls/threshold",
    chapter=chapters.PITFALLS,
    title="A threshold from the same data",
    summary="A threshold looks better than it is on the data that chose it.",
    minutes=3,
    further=True,
    state=ChosenThreshold,
    view=view,
    idea=["Whoever reports a score at the best threshold has to say on which items that threshold was the best."],
    question=Predict(
        "The threshold with the highest J is chosen on one half of the items. What does it give on the other half?",
        {
            "less": f"It suits the accidents of the half that chose it. J is {PROMISED} there and {KEPT} on the other half.",
            "as much": f"The halves are not alike item by item. J is {PROMISED} on the half that chose it, {KEPT} on the other.",
            "more": "Another half may be luckier. But no threshold suits the half that chose it better than this one: J is "
            f"{PROMISED} there and {KEPT} on the other.",
        },
        right="less",
        hides=(CURVES, SAY, CHECKS),
    ),
    lead=[SAY],
    figures=[
        Scrubbed(CURVES, T),
        Box(
            "chips",
            LinkTo(cut.LESSON, "All items, threshold 0.5", {"t": 0.5}),
            LinkTo(cut.LESSON, "All items, best threshold"),
        ),
    ],
    called=[
        paragraph(
            "The half that chooses is the ",
            html.B("validation set"),
            ", the half that judges is the ",
            html.B("test set"),
            ". What a score loses on the way from one to the other is its ",
            html.B("optimism"),
            ".",
        )
    ],
    task=Task("Find a threshold that is better on the test set than the chosen one is there.", CHECKS),
    folds=[
        Fold("The numbers", NUMBERS),
        Fold(
            "Common mistakes",
            Made(
                lambda _: paragraph(
                    "J depends on the share of positives. Predict every item positive, and J is that share, as at ",
                    dcc.Link("the threshold 0", href=address("/thresholds") + "?t=0"),
                    ". So read each J beside it, and do not compare the scores of data sets with different shares.",
                )
            ),
            Made(
                lambda _: paragraph(
                    "A threshold that is chosen on the test set makes the score on the test set too good. Choose it on the "
                    "training set or on a validation set. The notebook that this course grew from says so, yet its "
                    "training example chooses the threshold on the test set. For log loss it shows a J of 0.767. The "
                    "threshold chosen on the training set gives 0.714. ",
                    dcc.Link("The lesson on the threshold of trained models", href=address("/soft-jaccard/threshold")),
                    " does it both ways.",
                )
            ),
        ),
    ],
)
