"""Accuracy and J on a logarithmic axis, with up to a million true negatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import core
from components.figures.score_pair import score_pair_figure, score_pair_moving
from components.lessons import chapters
from components.lessons.true_negatives.growth import (
    FINE,
    FN,
    FP,
    TP,
    Fixed,
    Growth,
    growth,
    numbers,
    of_accuracy,
    with_them,
)
from components.live.target import Columns, in_figure
from components.live.view import View
from components.page import (
    Checks,
    Fold,
    Graph,
    Handle,
    Lesson,
    NumberField,
    Predict,
    Presets,
    Scrubbed,
    TablePlace,
    Task,
    caption,
    paragraph,
)
from components.page.checks import CheckColumn
from components.state import Number, of
from components.words.line import Line
from components.words.numbers import many, part_of, score, whole, written, zero_over_zero


@dataclass(frozen=True)
class PowerOfTen(Number):
    """A number that stands for the power of ten of a count."""

    def counted(self, value: float) -> int:
        """Return the count, a whole number."""
        return round(10**value)

    def show(self, value: float) -> str:
        """Return the count as the page shows it."""
        return whole(self.counted(value))


DECADE = PowerOfTen("decade", "TN on the log axis", 3, 0, 6, 0.1)


@dataclass(frozen=True)
class ToAMillion(Fixed):
    """Which power of ten the number of true negatives is."""

    decade: float = of(DECADE)


DECADES = Graph(
    "decades",
    "Accuracy and the Jaccard score over the number of true negatives, from one to a million on a logarithmic axis",
    height=300,
    handles=(Handle("markers", x=DECADE, anywhere=True),),
)
TABLE = TablePlace("table")
SAY = Line("say", "{accuracy} {jaccard}")
HIGH, ONE_IN, ERRORS = 0.9999, 10_000, 10  # what the task asks for
CHECKS = Checks("million", ("accuracy", "errors"))

# What is the same for all counts, at every position of the slider.
COUNTS = np.array([DECADE.counted(value) for value in DECADE.values()])
BEGINNINGS = with_them(COUNTS)
IN_TABLE = [DECADE.index(power / 2) for power in range(round(2 * DECADE.high) + 1)]
WORDS_AT_THE_LEFT = [2 * value > DECADE.high for value in DECADE.values()]


def view(state: ToAMillion) -> View:
    """Return the lesson in one state."""
    growing = growth(state, COUNTS)
    curves = growing.curves
    j, undefined = score(growing.jaccard[0]), zero_over_zero()
    texts = written(growing.accuracy, undefined=undefined), [j] * COUNTS.size
    accuracy = of_accuracy(growing, written(growing.accuracy, FINE, undefined=undefined), BEGINNINGS)
    return View(
        figures={
            DECADES.id: score_pair_figure(
                COUNTS,
                *curves,
                title="true negatives (TN), log scale",
                counted="true negatives",
                points=round(1 / DECADE.step),
                log=True,
            )
        },
        moving=[
            Columns(
                (DECADE,),
                {
                    **in_figure(DECADES.id, score_pair_moving(COUNTS, *curves, texts, WORDS_AT_THE_LEFT)),
                    **SAY.columns(accuracy=accuracy, jaccard=_errors(state.counts, j)),
                    **CHECKS.columns(_checked(growing)),
                },
            )
        ],
        tables={TABLE.id: numbers(state, COUNTS, "Scores up to a million true negatives", IN_TABLE)},
    )


def _errors(counts: core.Counts, j: str) -> str:
    if not counts.union:
        return f"There is no error and no true positive either, so J is {zero_over_zero()}."
    errors = counts.fp + counts.fn
    if not errors:
        return "There is no error, so both scores are 1."
    there = {1: "The one error is", 2: "Both errors are"}.get(errors, f"All {whole(errors)} errors are")
    return f"{there} still there, and J is still {j}."


def _checked(growing: Growth) -> dict[str, CheckColumn]:
    """Return what is said of the task at each number of true negatives, by counts: digits might round up to the goal."""
    errors, totals = int(growing.counts.fp[0] + growing.counts.fn[0]), growing.counts.total
    met = ONE_IN * errors <= totals
    wrong = [part_of(errors, total, "item", verb="is") for total in totals.tolist()]
    return {
        "accuracy": (
            met,
            [
                f"Accuracy at least {HIGH}: {'yes' if holds else 'not yet'}, {some} wrong."
                for holds, some in zip(met.tolist(), wrong, strict=True)
            ],
        ),
        "errors": (
            errors >= ERRORS,
            f"At least {ERRORS} errors: {'yes' if errors >= ERRORS else 'not yet'}, {many(errors, 'error')}.",
        ),
    }


LESSON = Lesson(
    path="/true-negatives/million",
    chapter=chapters.TRUE_NEGATIVES,
    title="Up to a million",
    summary="With a million correct negatives accuracy is nearly 1, and every error is still there.",
    minutes=3,
    further=True,
    state=ToAMillion,
    view=view,
    idea=["Images and payments bring negatives by the million: what is left of a few errors among so many?"],
    question=Predict(
        "A detector has 10 hits and 10 errors. How many true negatives does it take for an accuracy of 0.999?",
        {
            "about 1,000": "Then 10 of 1,020 items are wrong: accuracy is 0.990.",
            "about 10,000": "Then 10 of 10,020 items are wrong, which is one in a thousand. J still is 10/20.",
            "about 1,000,000": "Far fewer do. With a million, 10 of 1,000,020 items are wrong: accuracy is 0.99999.",
        },
        right="about 10,000",
        see=("See it with 10,000", {"decade": 4}),
        hides=(DECADES, SAY),
    ),
    lead=[SAY],
    figures=[
        Scrubbed(DECADES, DECADE),
        Presets(
            {
                "Fraud": {"tp": 30, "fp": 10, "fn": 60, "decade": 5},
                "Always no": {"tp": 0, "fp": 0, "fn": 20, "decade": 5},
            }
        ),
        caption(
            "On this axis every labelled step to the right is a hundred times as many. Such a logarithmic axis has no zero, so "
            "it starts at one."
        ),
    ],
    controls=[NumberField(TP), NumberField(FP), NumberField(FN)],
    called=[
        paragraph(
            "An accuracy near 1 with every error still there is called the accuracy paradox. Neither score is wrong: accuracy "
            "asks how many of all items are right, and J how well the predicted positives match the true ones."
        )
    ],
    task=Task(f"Make accuracy at least {HIGH}, with {ERRORS} errors or more.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Fold(
            "Common mistakes",
            paragraph(
                "J is not the better score for everything. In some tasks a correct negative is worth something, such as a "
                "healthy person who is sent home. J cannot see it."
            ),
        ),
    ],
)
