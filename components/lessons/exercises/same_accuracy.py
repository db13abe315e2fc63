"""The first task: two predictions with one accuracy and very different Jaccard scores, built by the reader."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.bars import ScoreBar, score_bars
from components.figures.base import Drawn
from components.figures.membership_grid import membership_grid
from components.lessons import chapters
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import Check, Checks, Fold, Graph, Lesson, Presets, TablePlace, Toggles, paragraph
from components.page.clicks import Advances
from components.page.pieces import fixed
from components.state import State, Subset, of
from components.theme import NOTE_SIZE, Colour
from components.words.formula import coloured, static_formula
from components.words.line import Line
from components.words.numbers import agreeing, many, score, zero_over_zero

TITLE = "Same accuracy, different Jaccard"
ITEMS, POSITIVES = 10, 3
APART = 0.3  # how far apart the two scores have to be
CLOSE = 9  # decimals: differences of fractions with so small numbers are equal if these are

TRUE = Subset("true", "Truly positive", tuple(range(POSITIVES)), ITEMS)
FIRST = Subset("first", "First prediction", (0,), ITEMS)
SECOND = Subset("second", "Second prediction", (0, 1, 3), ITEMS)


@dataclass(frozen=True)
class SameAccuracy(State):
    """Which items are positive, and which are so in each of two predictions."""

    true: tuple[int, ...] = of(TRUE)
    first: tuple[int, ...] = of(FIRST)
    second: tuple[int, ...] = of(SECOND)


CELLS = Graph(
    "two-predictions",
    "True labels above the outcomes of the first and of the second prediction, item by item",
    height=160,
    least=120,
    click=Advances((TRUE, FIRST, SECOND)),
)
SCORES = Graph("two-scores", "Accuracy and Jaccard of both predictions as bars", height=180, least=140)
CHECKS = Checks("same-accuracy", ("accuracy", "jaccard"))
SAY = Line("both-say", "{scores}{missing}")
MADE = Line("made", "{made}", live=False)
TABLE = TablePlace("table")

OUTCOMES = ("TN", "FN", "FP", "TP")  # of an item, by the number of its membership
NAMES = ("first", "second")

# An answer: the first prediction says no to all, the second finds all positives and takes as many negatives for positive.
ANSWER = {"first": (), "second": tuple(range(2 * POSITIVES))}


class Scored(NamedTuple):
    """The counts of a prediction and its two scores; J is nan where it is 0/0."""

    counts: core.Counts
    accuracy: float
    j: float

    @property
    def errors(self) -> int:
        """How many items it has wrong."""
        return int(self.counts.fp + self.counts.fn)

    @property
    def j_text(self) -> str:
        """J as the page writes it."""
        return score(self.j, undefined=zero_over_zero())


def view(state: SameAccuracy) -> View:
    """Return the task in one state."""
    true, *both = (np.isin(np.arange(ITEMS), members) for members in (state.true, state.first, state.second))
    scored = [_scored(true, pred) for pred in both]
    checks = _checks(scored)
    return View(
        figures={CELLS.id: _cells(true, both), SCORES.id: _bars(scored)},
        texts={
            **CHECKS.texts(checks),
            **SAY.texts(scores=_scores(scored), missing=_missing(scored, checks)),
            **MADE.texts(made=_both_made(scored)),
        },
        tables={TABLE.id: _numbers(true, both, scored)},
        props=CHECKS.marks(checks),
    )


def _scored(true: NDArray[np.bool_], pred: NDArray[np.bool_]) -> Scored:
    counts = core.confusion_counts(true, pred)
    return Scored(counts, core.accuracy(counts), core.jaccard(counts, zero_division=math.nan))


def _cells(true: NDArray[np.bool_], both: Sequence[NDArray[np.bool_]]) -> Drawn:
    kinds = core.overlap_categories([true, true], both).tolist()
    labels = [["0", "1"][label] for label in true.tolist()]
    outcomes = [[OUTCOMES[kind] for kind in row] for row in kinds]
    items = range(ITEMS)
    return membership_grid(
        [[0] * ITEMS, *kinds],
        [[f"<b>{text}</b>" for text in row] for row in (labels, *outcomes)],
        [
            [f"item {i + 1}: {'positive' if label else 'negative'}" for i, label in enumerate(true.tolist())],
            *([f"item {i + 1}, {name}: {row[i]}" for i in items] for name, row in zip(NAMES, outcomes, strict=True)),
        ],
        [[[i, place] for i in items] for place in range(3)],
        rows=["true", *NAMES],
        columns=[str(i + 1) for i in items],
        size=NOTE_SIZE,
    )


def _bars(scored: Sequence[Scored]) -> Drawn:
    named = list(zip(NAMES, scored, strict=True))
    accuracies = [
        ScoreBar(
            f"accuracy, {name}",
            each.accuracy,
            score(each.accuracy),
            f"{name}: {each.counts.tp + each.counts.tn}/{ITEMS}",
            Colour.TN,
        )
        for name, each in named
    ]
    return score_bars(
        accuracies
        + [
            ScoreBar(f"J, {name}", each.j, each.j_text, f"{name}: {each.counts.tp}/{each.counts.union}", Colour.ACCENT)
            for name, each in named
        ]
    )


def _numbers(true: NDArray[np.bool_], both: Sequence[NDArray[np.bool_]], scored: Sequence[Scored]) -> list[Table]:
    labels = np.stack([true, *both]).astype(int).T.tolist()
    return [
        Table(
            ["item", "true", *NAMES],
            [[i, *each] for i, each in enumerate(labels, 1)],
            caption="Task 1: the labels as set",
        ),
        Table(
            ["prediction", "TP", "FP", "FN", "TN", "accuracy", "J"],
            [_row(name, each) for name, each in zip(NAMES, scored, strict=True)],
            caption="Task 1: both predictions",
        ),
    ]


def _row(name: str, each: Scored) -> list[str | int | float | Cell]:
    c = each.counts
    return [name, c.tp, c.fp, c.fn, c.tn, each.accuracy, Cell(each.j, each.j_text)]


# ---- what is right already, and what is missing --------------------------------------------------------------------


def _checks(scored: Sequence[Scored]) -> dict[str, Check]:
    one, other = scored
    equal, apart = one.errors == other.errors, _apart(one, other)
    accuracies = f"both are {score(one.accuracy)}" if equal else f"{score(one.accuracy)} and {score(other.accuracy)}"
    if apart != apart:
        said = f"not yet, {'one J is' if one.j == one.j or other.j == other.j else 'both are'} {zero_over_zero()}"
    else:
        said = f"{'yes' if apart >= APART else 'not yet'}, they differ by {score(apart)}"
    return {
        "accuracy": Check(equal, f"Equal accuracy: {'yes' if equal else 'not yet'}, {accuracies}."),
        "jaccard": Check(apart >= APART, f"J at least {APART} apart: {said}."),
    }


def _apart(one: Scored, other: Scored) -> float:
    return round(abs(one.j - other.j), CLOSE)


def _scores(scored: Sequence[Scored]) -> str:
    one, other = (f"{each.j_text}," if each.j != each.j else each.j_text for each in scored)
    if one == other:
        return f"J is {one} in both"
    return f"J is {one} in the first prediction and {other} in the second"


def _both_made(scored: Sequence[Scored]) -> str:
    one, other = (_made(each) for each in scored)
    if one == other:
        return f"Both predictions have {one}."
    return f"The first prediction has {one}. The second has {other}."


def _made(each: Scored) -> str:
    return f"{many(int(each.counts.tp), 'true positive')} and {many(each.errors, 'error')}"


def _missing(scored: Sequence[Scored], checks: dict[str, Check]) -> str:
    one, other = scored
    equal = checks["accuracy"].met
    if equal and checks["jaccard"].met:
        wrong = f"{one.errors} of {ITEMS} labels {agreeing('is', one.errors)} wrong"
        return f". Solved: {wrong} in each, so the accuracy is the same."
    if not equal:
        more, fewer = ("first", "second") if one.errors > other.errors else ("second", "first")
        gap = many(abs(one.errors - other.errors), "error")
        return f". The {more} has {gap} more than the {fewer}: the accuracy is not the same."
    if one.j != one.j or other.j != other.j:
        return ": nothing is positive or predicted positive. Make some items positive."
    return f", and the accuracy is the same. The scores must be at least {APART} apart."


# ---- the worked answer ---------------------------------------------------------------------------------------------


def predictions() -> dict[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return the true and the predicted labels of the answer, by what the prediction does."""
    item = np.arange(ITEMS)
    true = item < POSITIVES
    return {
        "never says yes": (true, item < 0),
        "finds 2 of 3, with 2 false positives": (true, (item >= 1) & (item < 5)),
        "finds all 3, with 3 false positives": (true, item < 6),
    }


def answer() -> Table:
    """Return the table of the worked answer."""
    rows = []
    for name, labels in predictions().items():
        c = core.confusion_counts(*labels)
        rows.append([name, c.tp, c.fp, c.fn, c.tn, core.accuracy(c), core.jaccard(c)])
    return Table(
        ["prediction", "TP", "FP", "FN", "TN", "accuracy", "J"],
        rows,
        caption=f"Three predictions for {ITEMS} items, {POSITIVES} of them positive",
    )


_CELLS = tuple(f":item {i}" for i in range(1, ITEMS + 1))

LESSON = Lesson(
    path="/exercises/1",
    chapter=chapters.EXERCISES,
    title=TITLE,
    summary="A task that checks itself: two predictions with one accuracy and very different Jaccard scores.",
    minutes=5,
    state=SameAccuracy,
    view=view,
    idea=[
        "A report that gives accuracy alone can hide a difference: build two predictions with the same accuracy, but Jaccard "
        f"scores that are at least {APART} apart.",
    ],
    lead=[
        *(Toggles(param, _CELLS, columns=ITEMS, meaning="bits") for param in (TRUE, FIRST, SECOND)),
        CHECKS,
    ],
    figures=[
        html.P(
            ["Item by item", html.Span(": click a cell to flip its label", className="served")], className="chart-title"
        ),
        CELLS,
        html.P("Both predictions, scored", className="chart-title"),
        SCORES,
        SAY,
        MADE,
    ],
    controls=[
        Presets(
            {
                "Equal accuracy, equal J": {"first": (0, 1), "second": (0, 2)},
                "J far apart, accuracy too": {"first": (), "second": TRUE.default},
            }
        )
    ],
    below=[
        Fold(
            "Hint",
            html.P(
                "Accuracy asks how many answers are right. It does not ask whether a right answer is a yes or a no. So "
                "give both predictions the same number of errors."
            ),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "One more hint",
            html.P(
                "Begin with a prediction that never says yes, and count its errors. Then look for a very different "
                "prediction that makes as many errors."
            ),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "Worked answer",
            fixed(answer()),
            html.P(
                coloured(
                    f"Each of the three predictions makes {POSITIVES} errors, FP and FN together. So each is right "
                    f"{ITEMS - POSITIVES} times, and accuracy cannot tell them apart. The first prediction is right by TN "
                    f"alone. The last one has {POSITIVES} TN fewer, and {POSITIVES} TP in their place."
                )
            ),
            static_formula("J", "TP", f"TP + {POSITIVES}", spoken=f"J equals TP over TP plus {POSITIVES}"),
            html.P(
                coloured(
                    "The accuracy fixes the sum of FP and FN. Only TP can still move J. Without any TP, J is 0. Each TP in "
                    "place of a TN raises it."
                )
            ),
            Presets({"Never says yes, beside one that finds all 3": ANSWER}),
            of=TITLE,
        ),
    ],
    called=[
        paragraph(
            "That accuracy can hide such a difference is the ",
            html.B("accuracy paradox"),
            ". Accuracy is ",
            *coloured("(TP + TN) / (TP + FP + FN + TN)"),
            ", and the Jaccard score is ",
            *coloured("TP / (TP + FP + FN)"),
            ".",
        )
    ],
    folds=[Fold("The numbers", TABLE)],
)
