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
from components.figures.cells import cells_figure
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Box,
    Code,
    Fold,
    Graph,
    Part,
    Predict,
    Presets,
    Section,
    TablePlace,
    Toggles,
    paragraph,
)
from components.page.clicks import Advances
from components.state import State, Subset, of
from components.theme import Colour
from components.words.formula import Tiles, jaccard_formula, jaccard_texts, static_formula
from components.words.line import Line
from components.words.numbers import exact, many, score, zero_over_zero

ITEMS = ("a", "b", "c", "d", "e", "f")

TRUE = Subset("true", "Truly positive", (0, 1, 4), len(ITEMS))
PRED = Subset("pred", "Predicted positive", (0, 4, 5), len(ITEMS))
ALL = tuple(range(len(ITEMS)))


@dataclass(frozen=True)
class Binary(State):
    """Which of the items are positive, and which a model predicts positive."""

    true: tuple[int, ...] = of(TRUE)
    pred: tuple[int, ...] = of(PRED)


LABELS = Graph(
    "labels",
    "True labels above predicted labels, with the outcome of each item below",
    height=190,
    click=Advances(TRUE, PRED),
)
SCORES = Graph("scores", "Jaccard, F1, precision, recall and accuracy as bars", height=220)
FORMULA = jaccard_formula("formula")
TILES = Tiles("tiles")
SAY = Line("say", "{start} {lesson}")
COMPARED = TablePlace("compared")
AGREEMENT = Line("agreement", "{remark}", live=False)
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

# What an item is, by the number of its membership: true only is a false negative, predicted only a false positive.
OUTCOMES = ("TN", "FN", "FP", "TP")
MEANINGS = ("a true negative (TN)", "a false negative (FN)", "a false positive (FP)", "a true positive (TP)")


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


def view(state: Binary) -> View:
    """Return the section in one state."""
    y_true, y_pred = ([int(i in chosen) for i in ALL] for chosen in (state.true, state.pred))
    kinds = core.membership(ALL, state.true, state.pred).tolist()
    counts = core.confusion_counts(y_true, y_pred)
    measures = _measures(counts)
    peers = [peer.value(measure.peer, y_true, y_pred) for measure in measures]
    shown_labels = [[f"<b>{label}</b>" for label in y] for y in (y_true, y_pred)]
    return View(
        figures={
            LABELS.id: cells_figure(
                [[kind if label else 0 for kind, label in zip(kinds, y, strict=True)] for y in (y_true, y_pred)]
                + [kinds],
                [*shown_labels, [f"<b>{OUTCOMES[kind]}</b>" for kind in kinds]],
                [[f"item {item}: {MEANINGS[kind]}" for item, kind in zip(ITEMS, kinds, strict=True)]] * 3,
                # a click on a label flips it, one on an outcome moves the item on to the next outcome
                [[[i, *places] for i in ALL] for places in ((0,), (1,), (0, 1))],
                rows=["true", "predicted", "outcome"],
                columns=ITEMS,
            ),
            SCORES.id: score_bars(
                [
                    ScoreBar(
                        measure.name,
                        measure.value,
                        score(measure.value, undefined=zero_over_zero()),
                        f"{measure.name}: {measure.above}/{measure.below}",
                        Colour.ACCENT if measure.peer == "jaccard_score" else Colour.TN,
                    )
                    for measure in measures
                ]
            ),
        },
        texts={
            **jaccard_texts(
                FORMULA, counts.tp, counts.fp, counts.fn, score(measures[0].value, undefined=zero_over_zero())
            ),
            **TILES.texts(tp=counts.tp, fp=counts.fp, fn=counts.fn, tn=counts.tn),
            **SAY.texts(start=_start(counts), lesson=_lesson(counts, measures)),
            **AGREEMENT.texts(remark=_agreement(measures, peers)),
            **SNIPPET.texts(
                true=y_true,
                pred=y_pred,
                **{
                    measure.peer.removesuffix("_score"): score(measure.value, 4, undefined="0.0 and a warning: 0/0")
                    for measure in measures
                },
            ),
        },
        tables={
            COMPARED.id: _compared(measures, peers),
            TABLE.id: _numbers(list(zip(ITEMS, y_true, y_pred, kinds, strict=True)), measures),
        },
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


def _start(counts: core.Counts) -> str:
    alarms = many(counts.fp, "false positive")
    if not counts.support:
        return f"Nothing is positive here, and the model makes {alarms}."
    if counts.support == 1:
        found = "finds the only positive" if counts.tp else "misses the only positive"
    elif counts.tp == counts.support:
        found = f"finds all {counts.tp} positives"
    else:
        found = f"finds {counts.tp or 'none'} of the {counts.support} positives"
    return f"The model {found} and makes {alarms}."


def _lesson(counts: core.Counts, measures: Sequence[Measure]) -> str:
    j, accuracy = measures[0], measures[-1]
    if j.undefined:
        return (
            f"Accuracy is 1. Jaccard is {zero_over_zero()}: without a positive, true or predicted, there is no overlap to "
            "measure."
        )
    if not counts.fp and not counts.fn:
        return "Without a mistake every score is 1."
    beside = "" if counts.tn else " Without a true negative the two are the same."
    ignored = f", because it also counts {many(counts.tn, 'true negative')}" if counts.tn else ""
    return (
        f"Jaccard looks at the {many(counts.union, 'item')} that {'is' if counts.union == 1 else 'are'} positive in "
        f"truth or prediction: {j.above}/{j.below} = {score(j.value)}. "
        f"Accuracy gives {accuracy.above}/{accuracy.below} = {score(accuracy.value)}{ignored}.{beside}"
    )


def _agreement(measures: Sequence[Measure], peers: Sequence[float | None]) -> str:
    """Return whether scikit-learn's scores are ours."""
    if None in peers:
        return "scikit-learn is not installed here. pip install scikit-learn puts its values into the last column."
    if any(measure.undefined for measure in measures):
        return (
            "* Where a score is 0/0, scikit-learn writes 0 and warns. Its option zero_division chooses another value."
        )
    if all(theirs == measure.value for measure, theirs in zip(measures, peers, strict=True)):
        return "The two agree to the last digit. All digits are in the numbers below."
    return "The two agree but for rounding in the last of 16 digits."


def _compared(measures: Sequence[Measure], peers: Sequence[float | None]) -> Table:
    rows = [
        [
            f"{measure.name} {measure.above}/{measure.below}",
            Cell(measure.value, score(measure.value, 4, undefined=zero_over_zero())),
            Cell(theirs, "–" if theirs is None else f"{theirs:.4f}" + ("*" if measure.undefined else "")),
        ]
        for measure, theirs in zip(measures, peers, strict=True)
    ]
    return Table(["score", "ours", "scikit-learn"], rows, caption="The same labels, scored twice")


def _numbers(items: Sequence[tuple[str, int, int, int]], measures: Sequence[Measure]) -> list[Table]:
    return [
        Table(
            ["item", "true", "predicted", "outcome"],
            [[item, t, p, OUTCOMES[kind]] for item, t, p, kind in items],
            caption="Every item",
        ),
        Table(
            ["score", "fraction", "value"],
            [
                [m.name, f"{m.above}/{m.below}", Cell(m.value, exact(m.value, undefined=zero_over_zero()))]
                for m in measures
            ],
            caption="The scores, with all their digits",
        ),
    ]


# ---- the page ------------------------------------------------------------------------------------------------------

ITEM_NAMES = tuple(f":item {item}" for item in ITEMS)

SECTION = Section(
    name="binary",
    number="2",
    topic="Binary labels",
    title="Hits and misses",
    summary="For predictions the two sets are what is positive and what is predicted positive.",
    idea=[
        "Six items are positive (1) or not (0), and a model predicts a label for each. Set A holds the items that are "
        "positive, set B those that are predicted positive. An item in both sets is a true positive (a hit). The union adds "
        "the two kinds of mistake: false positives (false alarms) and false negatives (misses). Flip a label and see which "
        "scores notice.",
    ],
    state=Binary,
    parts=[
        Part(
            view,
            lead=[Toggles(TRUE, ITEM_NAMES, meaning="bits"), Toggles(PRED, ITEM_NAMES, meaning="bits"), FORMULA, TILES],
            figures=[
                html.P("Item by item: click a label to flip it", className="chart-title"),
                LABELS,
                html.P("Five scores of the same counts", className="chart-title"),
                SCORES,
                SAY,
            ],
            controls=[Presets(STATES)],
        )
    ],
    below=[
        Box(
            "panel below",
            html.H2("Ours beside scikit-learn’s"),
            COMPARED,
            AGREEMENT,
            html.P(
                "Precision is the share of true positives among the items that are predicted positive. Recall is the share "
                "of true positives among the items that are positive. F1 combines the two; section 4 shows how.",
                className="remark",
            ),
        ),
        Predict(
            "One item in six is positive, and a model predicts all six negative. What are its scores?",
            {
                "both are 0": "The model finds nothing, and Jaccard says so. But accuracy counts the five negatives as five "
                "successes.",
                "accuracy 5/6, Jaccard 0": "Five of six labels are right, and yet not one positive is found. Jaccard leaves "
                "the true negatives out, so nothing hides the false negative.",
                "both are 5/6": "Accuracy is, because five of six labels are right. But those five are true negatives. "
                "Jaccard leaves them out: no true positive, one false negative, 0/1.",
            },
            right="accuracy 5/6, Jaccard 0",
            see=("See it", STATES["One rare positive, missed"]),
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
                "Do not turn every label into true or false before you count. A label of 2 then counts as 1: comparing 0, 2, "
                "1 with 0, 1, 1 gives a perfect score for a wrong answer. A probability of 0.1 would count as positive too. "
                "The notebook that this course grew from makes this mistake."
            ),
            paragraph(
                "The functions behind this page refuse such labels with an error that says what they got. They refuse labels "
                "of different lengths and empty lists as well."
            ),
        ),
    ],
)
