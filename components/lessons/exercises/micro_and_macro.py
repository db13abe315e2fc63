"""The second task: labels for which the micro average is far above the macro average, built by the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.bars import HALVES, ScoreBar, score_bars
from components.figures.base import Drawn
from components.figures.membership_grid import membership_grid
from components.lessons import chapters
from components.live.view import View
from components.markup.table import Table
from components.page import Box, Check, Checks, Fold, Graph, Lesson, Presets, TablePlace, Toggles, paragraph
from components.page.clicks import Advances
from components.page.pieces import fixed
from components.state import State, Subset, of
from components.theme import Colour
from components.words.formula import coloured
from components.words.line import Line
from components.words.numbers import listed, many, score, signed, unbroken, zero_over_zero

Average = Literal["micro", "macro", "weighted"]

TITLE = "Micro high, macro low"
SAMPLES, LABELS = 6, 3
APART = 0.3  # how far micro has to be above macro
CLOSE = 9  # decimals: differences of fractions with so small numbers are equal if these are

TRUE = Subset("labels", "True labels", (0, 1, 3, 5, 6, 9, 10, 12, 15), SAMPLES * LABELS)
PRED = Subset("predicted", "Predicted labels", (0, 1, 3, 5, 6, 9, 12), SAMPLES * LABELS)


@dataclass(frozen=True)
class MicroAndMacro(State):
    """The cells that are 1 in the two matrices, row by row."""

    labels: tuple[int, ...] = of(TRUE)
    predicted: tuple[int, ...] = of(PRED)


CELLS = Graph(
    "label-cells",
    "The two label matrices in one, a row for each sample, a column for each label. Each cell is a true or false positive or "
    "negative",
    height=250,
    least=200,
    click=Advances((TRUE, PRED)),
)
SCORES = Graph(
    "label-scores", "The score of each label, and their macro and micro average, as bars", height=250, least=200
)
CHECKS = Checks("micro-and-macro", ("above", "apart"))
SAY = Line("label-say", "{averages} {missing}")
HELD = Line("held", "{held}", live=False)
TABLE = TablePlace("table")

OUTCOMES = ("TN", "FN", "FP", "TP")  # of a cell, for 1 x true + 2 x predicted
HEADS = ("label", "support", "TP", "FP", "FN", "J")
NAMES = tuple(f"label {k}" for k in range(1, LABELS + 1))

# Label 1 is in all samples and always found, labels 2 and 3 are there once each and never found.
FREQUENT = tuple(range(0, SAMPLES * LABELS, LABELS))
ANSWER = {"labels": tuple(sorted((*FREQUENT, 1, LABELS + 2))), "predicted": FREQUENT}


class Averages(NamedTuple):
    """The counts and the score of each label, and their averages."""

    counts: core.Counts
    scores: list[float]
    micro: float
    macro: float

    @property
    def gap(self) -> float:
        """How far micro is above macro."""
        return round(self.micro - self.macro, CLOSE)


def view(state: MicroAndMacro) -> View:
    """Return the task in one state."""
    y_true, y_pred = matrix(state.labels), matrix(state.predicted)
    found = _averages(y_true, y_pred)
    checks = _checks(found)
    return View(
        figures={CELLS.id: _cells(y_true, y_pred), SCORES.id: _bars(found)},
        texts={
            **CHECKS.texts(checks),
            **SAY.texts(averages=_said(found), missing=_missing(found)),
            **HELD.texts(held=_held(found.counts.union.tolist())),
        },
        tables={TABLE.id: _numbers(found)},
        props=CHECKS.marks(checks),
    )


def matrix(positions: Sequence[int]) -> NDArray[np.bool_]:
    """Return the label matrix (SAMPLES, LABELS) whose cells at these positions are 1, counted row by row."""
    return np.isin(np.arange(SAMPLES * LABELS), positions).reshape(SAMPLES, LABELS)


def _averages(y_true: NDArray[np.bool_], y_pred: NDArray[np.bool_]) -> Averages:
    # 0/0 is taken as 0, as scikit-learn does by default
    counts = core.multilabel_counts(y_true, y_pred)
    micro, macro = (float(core.jaccard_score(y_true, y_pred, average=a, zero_division=0)) for a in ("micro", "macro"))
    return Averages(counts, core.jaccard(counts, zero_division=0).tolist(), micro, macro)


def _cells(y_true: NDArray[np.bool_], y_pred: NDArray[np.bool_]) -> Drawn:
    kinds = core.overlap_categories(y_true, y_pred).tolist()
    outcomes = [[OUTCOMES[kind] for kind in row] for row in kinds]
    return membership_grid(
        kinds,
        [[f"<b>{text}</b>" for text in row] for row in outcomes],
        [[f"sample {i}, {name}: {text}" for name, text in zip(NAMES, row, strict=True)] for i, row in _rows(outcomes)],
        [[[i * LABELS + j, 0, 1] for j in range(LABELS)] for i in range(SAMPLES)],
        rows=[f"sample {i}" for i, _ in _rows(kinds)],
        columns=NAMES,
    )


def _rows(rows: Sequence[list[str]]) -> list[tuple[int, list[str]]]:
    return list(enumerate(rows, 1))


def _bars(found: Averages) -> Drawn:
    parts = zip(NAMES, found.scores, found.counts.tp.tolist(), found.counts.union.tolist(), strict=True)
    labels = [
        ScoreBar(name, value, score(value) if union else zero_over_zero(0), f"{name}: {tp}/{union}", Colour.TN)
        for name, value, tp, union in parts
    ]
    return score_bars(
        [
            *labels,
            ScoreBar("macro", found.macro, score(found.macro), "macro: the mean of the scores", Colour.ACCENT),
            ScoreBar("micro", found.micro, score(found.micro), "micro: the score of all cells", Colour.ACCENT),
        ],
        ticks=HALVES,
    )


def _numbers(found: Averages) -> Table:
    rows: list[list[str | int | float | None]] = [
        [name, c.support, c.tp, c.fp, c.fn, value]
        for name, c, value in zip(NAMES, found.counts, found.scores, strict=True)
    ]
    whole = found.counts.sum()
    return Table(
        HEADS,
        [
            *rows,
            ["macro", None, None, None, None, found.macro],
            ["micro", whole.support, whole.tp, whole.fp, whole.fn, found.micro],
        ],
        caption="Task 2: the labels as set, 0/0 taken as 0",
    )


# ---- what is right already, and what is missing --------------------------------------------------------------------


def _checks(found: Averages) -> dict[str, Check]:
    above = found.gap > 0
    values = f"micro is {score(found.micro)} and macro is {score(found.macro)}"
    far, gap = found.gap >= APART, signed(found.gap) if found.gap else score(0)
    return {
        "above": Check(above, f"Micro above macro: {'yes' if above else 'not yet'}, {values}."),
        "apart": Check(far, f"At least {APART} above: {'yes' if far else 'not yet'}, micro − macro = {gap}."),
    }


def _said(found: Averages) -> str:
    whole = found.counts.sum()
    if not whole.union:
        return f"Every score is {zero_over_zero(0)}."
    return unbroken(f"Micro is {whole.tp}/{whole.union} = {score(found.micro)} and macro is {score(found.macro)}.")


def _held(unions: Sequence[int]) -> str:
    """Return which labels the union has its cells of, and which it has none of."""
    if not any(unions):
        return "The union is empty: no cell is 1 in either matrix."
    shares = [f"{union} of {name}" for name, union in zip(NAMES, unions, strict=True) if union]
    said = f"The union has {many(sum(unions), 'cell')}: {listed(shares)}."
    empty = [name for name, union in zip(NAMES, unions, strict=True) if not union]
    if not empty:
        return said
    return f"{said} {listed(empty).capitalize()} {_occur(empty)} nowhere: {zero_over_zero(0)}, as in scikit-learn."


def _occur(names: Sequence[str]) -> str:
    return "occurs" if len(names) == 1 else "occur"


def _missing(found: Averages) -> str:
    if found.gap >= APART:
        return f"Solved: micro is {score(found.gap)} above, because the labels with low scores weigh less in it."
    if found.gap > 0:
        return f"Micro is above macro, but only by {score(found.gap)}: at least {APART} is asked."
    if found.gap == 0:
        return f"Micro and macro are equal: micro must be at least {APART} above."
    return f"Micro is below macro: it must be at least {APART} above."


# ---- the worked answer ---------------------------------------------------------------------------------------------


def answer() -> Table:
    """Return the table of the worked answer."""
    y_true, y_pred = matrix(ANSWER["labels"]), matrix(ANSWER["predicted"])
    each = core.multilabel_counts(y_true, y_pred)
    whole = each.sum()
    rows: list[list[str | int | float | None]] = [
        [name, c.support, c.tp, c.fp, c.fn, core.jaccard(c)] for name, c in zip(NAMES, each, strict=True)
    ]
    rows += [
        ["micro", whole.support, whole.tp, whole.fp, whole.fn, _average(y_true, y_pred, "micro")],
        ["macro", None, None, None, None, _average(y_true, y_pred, "macro")],
        ["weighted", None, None, None, None, _average(y_true, y_pred, "weighted")],
    ]
    return Table(
        HEADS,
        rows,
        caption=f"{SAMPLES} samples, three labels, and their averages",
    )


def _average(y_true: NDArray[np.bool_], y_pred: NDArray[np.bool_], average: Average) -> float:
    return float(core.jaccard_score(y_true, y_pred, average=average))


_CELLS = tuple(f":sample {i}, {name}" for i in range(1, SAMPLES + 1) for name in NAMES)
_UNIONS = core.multilabel_counts(matrix(ANSWER["labels"]), matrix(ANSWER["predicted"])).union.tolist()

LESSON = Lesson(
    path="/exercises/2",
    chapter=chapters.EXERCISES,
    title=TITLE,
    summary="A task that checks itself: labels whose micro average is high while macro is low.",
    minutes=5,
    state=MicroAndMacro,
    view=view,
    idea=[
        "Whoever reports one average for several labels has to choose it: build true and predicted labels whose micro average "
        f"of the Jaccard score is at least {APART} above the macro average.",
    ],
    lead=[
        Box(
            "two",
            Toggles(TRUE, _CELLS, columns=LABELS, meaning="fn bits"),
            Toggles(PRED, _CELLS, columns=LABELS, meaning="fp bits"),
        ),
        CHECKS,
    ],
    figures=[
        html.P(
            ["Cell by cell", html.Span(": click a cell to move it on", className="served")],
            className="chart-title",
        ),
        Box("pair", CELLS, SCORES),
        SAY,
        HELD,
    ],
    controls=[
        Presets(
            {
                "No mistake, both are 1": {"predicted": TRUE.default},
                "Micro below macro": {"predicted": (1, 5, 10)},
            }
        )
    ],
    below=[
        Fold(
            "Hint",
            html.P(
                "In micro, a label with many cells outweighs the others. In macro, the scores of all labels have the same "
                "weight."
            ),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "One more hint",
            html.P("Make one label frequent and easy, and the others rare and hard."),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "Worked answer",
            fixed(answer()),
            html.P(
                f"The union over all labels has {sum(_UNIONS)} cells. {_UNIONS[0]} of them belong to label 1, and all of these "
                f"are true positives, so micro is {_UNIONS[0]}/{sum(_UNIONS)}. Macro is the mean of three scores, and two of "
                "them are 0."
            ),
            html.P(
                coloured(
                    "High micro with low macro means that the model does well on the frequent labels and fails on the rare "
                    "ones. The weighted average hides this too, because it weighs by support, which is TP + FN. Where the "
                    "rare labels matter, report macro, and the score of every label beside it."
                )
            ),
            Presets({"One frequent label found, two rare ones missed": ANSWER}),
            of=TITLE,
        ),
    ],
    called=[
        paragraph(
            "The ",
            html.B("micro average"),
            " adds up the counts of all labels before it divides: ",
            *coloured("Σ\u00a0TP / (Σ\u00a0TP + Σ\u00a0FP + Σ\u00a0FN)"),
            ". The ",
            html.B("macro average"),
            " is the mean of the scores, ",
            *coloured("TP / (TP + FP + FN)"),
            " for each label.",
        )
    ],
    folds=[Fold("The numbers", TABLE)],
)
