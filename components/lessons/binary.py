"""Hits and misses: for predictions the two sets are what is positive and what is predicted positive."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dash import html

import core
from components import peer
from components.figures.bars import ScoreBar, score_bars
from components.figures.base import Drawn
from components.figures.membership_grid import membership_grid
from components.lessons import chapters
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Box,
    Check,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    Made,
    Predict,
    Presets,
    TablePlace,
    Task,
    Toggles,
    paragraph,
)
from components.page.clicks import Advances
from components.state import State, Subset, of
from components.theme import Colour
from components.words.formula import Tiles, jaccard_formula, jaccard_texts, static_formula
from components.words.line import Line
from components.words.numbers import agreeing, exact, many, score, zero_over_zero

ITEMS = ("a", "b", "c", "d", "e", "f")
ALL = tuple(range(len(ITEMS)))

TRUE = Subset("true", "Truly positive", (0, 1, 4), len(ITEMS))
PRED = Subset("pred", "Predicted positive", (0, 4, 5), len(ITEMS))


@dataclass(frozen=True)
class Binary(State):
    """Which items are positive, and which are predicted positive."""

    true: tuple[int, ...] = of(TRUE)
    pred: tuple[int, ...] = of(PRED)


LABELS = Graph(
    "labels",
    "True labels above predicted labels, with the outcome of each item below",
    height=190,
    least=150,
    click=Advances((TRUE, PRED)),
)
SCORES = Graph("scores", "Jaccard, F1, precision, recall and accuracy as bars", height=220, least=170)
FORMULA = jaccard_formula("formula")
TILES = Tiles("tiles")
SAY = Line("say", "{number} {tp} {lesson}")
COMPARED = TablePlace("compared")
AGREEMENT = Line("agreement", "{remark}", live=False)
CHECKS = Checks("binary", ("precision", "jaccard"))
AT_MOST = 3  # what the task asks for: J at most 1/3
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import accuracy_score, f1_score, jaccard_score, precision_score, recall_score\n\n"
    "y_true = {true}\ny_pred = {pred}\n"
    "jaccard_score(y_true, y_pred)  # {jaccard}\n"
    "f1_score(y_true, y_pred)  # {f1}\n"
    "precision_score(y_true, y_pred)  # {precision}\n"
    "recall_score(y_true, y_pred)  # {recall}\n"
    "accuracy_score(y_true, y_pred)  # {accuracy}\n",
)

STATES: dict[str, dict[str, Any]] = {
    "Perfect": {"pred": TRUE.default},
    "All predicted positive": {"pred": ALL},
    "None predicted positive": {"pred": ()},
    "Nothing in common": {"pred": (2, 3, 5)},
    "One rare positive, missed": {"true": (3,), "pred": ()},
    "Nothing positive at all": {"true": (), "pred": ()},
}

# What an item is, by the number of its membership: in neither set, truly positive only, predicted only, both.
OUTCOMES = ("TN", "FN", "FP", "TP")
IN_WORDS = (
    "a true negative (TN), which Jaccard leaves out",
    "a false negative (FN), also called a miss",
    "a false positive (FP), also called a false alarm",
    "a true positive (TP), also called a hit",
)


class Measure(NamedTuple):
    """A score of this page: its name, scikit-learn's function for it, what it divides by what, and its value."""

    name: str
    peer: str
    above: int
    below: int
    value: float

    @property
    def undefined(self) -> bool:
        """Whether it is 0/0."""
        return math.isnan(self.value)

    @property
    def fraction(self) -> str:
        """What it divides by what."""
        return f"{self.above}/{self.below}"

    def text(self, digits: int = 3) -> str:
        """Return its value as the page writes it."""
        return score(self.value, digits, undefined=zero_over_zero())


def view(state: Binary) -> View:
    """Return the lesson in one state."""
    y_true, y_pred = [int(i in state.true) for i in ALL], [int(i in state.pred) for i in ALL]
    kinds = core.membership(ALL, state.true, state.pred).tolist()
    counts = core.confusion_counts(y_true, y_pred)
    measures = _measures(counts)
    peers = [peer.value(measure.peer, y_true, y_pred) for measure in measures]
    checks = _checks(counts, measures)
    in_code = {m.peer.removesuffix("_score"): score(m.value, 4, undefined="0.0 and a warning: 0/0") for m in measures}
    return View(
        figures={LABELS.id: _labels(y_true, y_pred, kinds), SCORES.id: _bars(measures)},
        texts={
            **jaccard_texts(FORMULA, counts.tp, counts.fp, counts.fn, measures[0].text()),
            **TILES.texts(tp=counts.tp, fp=counts.fp, fn=counts.fn, tn=counts.tn),
            **SAY.texts(**_said(counts, measures)),
            **CHECKS.texts(checks),
            **AGREEMENT.texts(remark=_agreement(measures, peers)),
            **SNIPPET.texts(true=y_true, pred=y_pred, **in_code),
        },
        tables={
            COMPARED.id: _compared(measures, peers),
            TABLE.id: _tables(list(zip(ITEMS, y_true, y_pred, kinds, strict=True)), measures),
        },
        props=CHECKS.marks(checks),
    )


def _measures(counts: core.Counts) -> list[Measure]:
    nan = math.nan
    return [
        Measure("Jaccard", "jaccard_score", counts.tp, counts.union, core.jaccard(counts, zero_division=nan)),
        Measure("F1", "f1_score", 2 * counts.tp, counts.support + counts.predicted, core.f1(counts, zero_division=nan)),
        Measure("precision", "precision_score", counts.tp, counts.predicted, core.precision(counts, zero_division=nan)),
        Measure("recall", "recall_score", counts.tp, counts.support, core.recall(counts, zero_division=nan)),
        Measure("accuracy", "accuracy_score", counts.tp + counts.tn, counts.total, core.accuracy(counts)),
    ]


def _labels(y_true: Sequence[int], y_pred: Sequence[int], kinds: Sequence[int]) -> Drawn:
    hovers = [f"item {item}: {IN_WORDS[kind]}" for item, kind in zip(ITEMS, kinds, strict=True)]
    return membership_grid(
        [[kind if label else 0 for kind, label in zip(kinds, y, strict=True)] for y in (y_true, y_pred)] + [[*kinds]],
        [[f"<b>{text}</b>" for text in row] for row in (y_true, y_pred, [OUTCOMES[kind] for kind in kinds])],
        [hovers] * 3,
        # a click on a label flips it, one on an outcome moves the item on to the next outcome
        [[[i, *places] for i in ALL] for places in ((0,), (1,), (0, 1))],
        rows=["true", "predicted", "outcome"],
        columns=ITEMS,
    )


def _bars(measures: Sequence[Measure]) -> Drawn:
    return score_bars(
        [
            ScoreBar(
                measure.name,
                measure.value,
                measure.text(),
                f"{measure.name}: {measure.fraction}",
                Colour.ACCENT if measure.peer == "jaccard_score" else Colour.TN,
            )
            for measure in measures
        ]
    )


# ---- words ---------------------------------------------------------------------------------------------------------


def _said(counts: core.Counts, measures: Sequence[Measure]) -> dict[str, str]:
    """Return the words of the sentence by its slots."""
    j, accuracy = measures[0], measures[-1]
    if j.undefined:
        lesson = "Nothing is positive and nothing is predicted positive. Accuracy is 1."
        return {"number": f"J is {j.text()}.", "tp": "", "lesson": lesson}
    number = f"J is {j.text()}."
    if not counts.fp and not counts.fn:
        return {"number": number, "tp": "", "lesson": "The model makes no error, so every score is 1."}
    negatives = (
        f"{many(counts.tn, 'true negative')} {'counts' if counts.tn == 1 else 'count'} too"
        if counts.tn
        else "there is no true negative"
    )
    lesson = f"{agreeing('is', counts.tp)} both. Accuracy is {accuracy.text()}, because {negatives}."
    items = f"{many(counts.union, 'item')} that {agreeing('is', counts.union)} positive or predicted positive"
    return {"number": f"{number} Of {items},", "tp": f"{counts.tp}", "lesson": lesson}


def _checks(counts: core.Counts, measures: Sequence[Measure]) -> dict[str, Check]:
    """Return the conditions of the task."""
    j, precision = measures[0], measures[2]
    precise, low = bool(counts.tp) and not counts.fp, not j.undefined and AT_MOST * counts.tp <= counts.union

    def said(asked: str, met: bool, value: Measure) -> Check:
        return Check(met, f"{asked}: {'yes' if met else 'not yet'}, it is {value.text()}.")

    return {
        "precision": said("Precision 1", precise, precision),
        "jaccard": said(f"J at most 1/{AT_MOST}", low, j),
    }


def _agreement(measures: Sequence[Measure], peers: Sequence[float | None]) -> str:
    if None in peers:
        return "All digits are in the numbers below."
    if any(measure.undefined for measure in measures):
        return (
            "* Where a score is 0/0, scikit-learn writes 0 and warns. Its option zero_division chooses another value."
        )
    if all(theirs == measure.value for measure, theirs in zip(measures, peers, strict=True)):
        return "The two agree to the last digit. All digits are in the numbers below."
    return "The two agree but for rounding in the last of 16 digits."


def _compared(measures: Sequence[Measure], peers: Sequence[float | None]) -> Table:
    def of_peer(measure: Measure, theirs: float | None) -> Cell:
        return Cell(theirs, score(theirs or 0, 4) + ("*" if measure.undefined else ""))

    rows: list[list[Any]] = [[f"{each.name} {each.fraction}", Cell(each.value, each.text(4))] for each in measures]
    if None in peers:
        return Table(["score", "value"], rows, caption="The same scores as numbers")
    beside = [of_peer(*each) for each in zip(measures, peers, strict=True)]
    return Table(
        ["score", "ours", "scikit-learn"],
        [[*row, cell] for row, cell in zip(rows, beside, strict=True)],
        caption="The same labels, scored twice",
    )


def _tables(items: Sequence[tuple[str, int, int, int]], measures: Sequence[Measure]) -> list[Table]:
    return [
        Table(
            ["item", "true", "predicted", "outcome"],
            [[item, true, pred, OUTCOMES[kind]] for item, true, pred, kind in items],
            caption="Every item",
        ),
        Table(
            ["score", "fraction", "value"],
            [[m.name, m.fraction, Cell(m.value, exact(m.value, undefined=zero_over_zero()))] for m in measures],
            caption="The scores, with all their digits",
        ),
    ]


# ---- the page ------------------------------------------------------------------------------------------------------

CELLS = tuple(f":item {item}" for item in ITEMS)

LESSON = Lesson(
    path="/binary",
    chapter=chapters.BINARY,
    title="Hits and misses",
    summary="For predictions the two sets are what is positive and what is predicted positive.",
    minutes=4,
    idea=[
        "A model says of each mail, patient or photo whether it is one of those that are looked for: how good is it?",
    ],
    state=Binary,
    view=view,
    lead=[Toggles(TRUE, CELLS, meaning="bits"), Toggles(PRED, CELLS, meaning="bits"), FORMULA, TILES],
    figures=[
        html.P(
            ["Item by item", html.Span(": click a label to flip it", className="served")],
            className="chart-title",
        ),
        LABELS,
        html.P("Five scores of the same counts", className="chart-title"),
        SCORES,
        SAY,
    ],
    controls=[Presets(STATES)],
    question=Predict(
        "One item in six is positive, and a model calls all six negative. What are its accuracy and its Jaccard score, J?",
        {
            "both are 0": "The model finds nothing, and so Jaccard is 0. But accuracy counts the five true negatives "
            "as five successes.",
            "accuracy 5/6, Jaccard 0": "Five of six labels are right, and yet the only positive is missed. Jaccard "
            "leaves the true negatives out, so nothing hides the miss.",
            "both are 5/6": "Accuracy is 5/6, because five of six labels are right. But those five are true "
            "negatives, and Jaccard leaves them out. One false negative and no true positive remain: 0/1.",
        },
        right="accuracy 5/6, Jaccard 0",
        see=("See it", STATES["One rare positive, missed"]),
        hides=(SCORES, SAY),
    ),
    called=[
        paragraph(
            "An item that is positive and predicted positive is a ",
            html.B("true positive"),
            ", or hit; the errors are ",
            html.B("false positives"),
            ", or false alarms, and ",
            html.B("false negatives"),
            ", or misses. ",
            html.B("Precision"),
            " is the share of true positives in what is predicted positive, and ",
            html.B("recall"),
            " is their share in what is positive.",
        )
    ],
    task=Task(f"Find labels with a precision of 1 and J at most 1/{AT_MOST}.", CHECKS),
    after=[
        Box(
            "panel below",
            Made(lambda _: html.H2("Ours beside scikit-learn’s" if peer.installed() else "The scores as numbers")),
            COMPARED,
            AGREEMENT,
            name="The scores as numbers",
        ),
    ],
    folds=[
        Fold(
            "The numbers",
            static_formula("J", "TP", "TP + FP + FN", spoken="J equals TP over TP plus FP plus FN"),
            TABLE,
        ),
        Code([core.confusion_counts, core.jaccard, core.accuracy], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "Check labels before you count them. Code that turns every label into true or false counts a label of 2 "
                "as 1, and a probability of 0.1 as positive. The code of the notebook that this course grew from would do "
                "that: it would give the labels 0, 2, 1 and the prediction 0, 1, 1 a perfect score."
            ),
            paragraph(
                "The functions behind this page refuse such labels, with an error that says what they got. They also "
                "refuse labels of different lengths, and empty lists."
            ),
        ),
    ],
)
