"""Hits and misses: for predictions the two sets are what is positive and what is called positive."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from dash import html
from dash.development.base_component import Component

import core
from components import controls, page, peer
from components.elements import Element, element
from components.figures import bars, cells
from components.figures.bars import Bar
from components.formula import Line, Tiles, jaccard_formula, jaccard_texts, score, static_formula
from components.predict import predict
from components.theme import LIGHT
from components.url import Param, Subset, bounded, href
from components.view import Target, View, compose

NAME = "binary"
PATH = "/binary"
NUMBER = "2"
OVER = "2 · Binary labels"
TITLE = "Hits and misses"
SUMMARY = "For predictions the two sets are what is positive and what is called positive."

ITEMS = ("a", "b", "c", "d", "e", "f")


class Id(StrEnum):
    """The components that this section fills."""

    LABELS = "binary-labels"
    SCORES = "binary-scores"
    FORMULA = "binary-formula"
    TILES = "binary-tiles"
    SAY = "binary-say"
    COMPARED = "binary-compared"
    SNIPPET = "binary-snippet"
    TABLE = "binary-table"


TRUE = Subset("true", "Truly positive", (0, 1, 4), len(ITEMS))
PRED = Subset("pred", "Predicted positive", (0, 4, 5), len(ITEMS))
PARAMS: tuple[Param, ...] = (TRUE, PRED)
ALL = tuple(range(len(ITEMS)))

FORMULA = jaccard_formula(Id.FORMULA)
TILES = Tiles(Id.TILES)
SAY = Line(Id.SAY, "{start} {lesson}")
SNIPPET = Line(
    Id.SNIPPET,
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
    "All called positive": {"pred": ALL},
    "None called positive": {"pred": ()},
    "Nothing in common": {"pred": (2, 3, 5)},
    "One rare positive, missed": {"true": (3,), "pred": ()},
    "Nothing positive at all": {"true": (), "pred": ()},
}

# What an item is, by the number of its membership: true only is a miss, predicted only a false alarm.
OUTCOMES = ("TN", "FN", "FP", "TP")
WORDS = ("ignored, a true negative (TN)", "a miss (FN)", "a false alarm (FP)", "a hit (TP)")


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


def view(*, true: Sequence[int], pred: Sequence[int]) -> View:
    """Return the section in one state."""
    y_true, y_pred = [int(i in true) for i in ALL], [int(i in pred) for i in ALL]
    kinds = core.membership(ALL, true, pred).tolist()
    counts = core.confusion_counts(y_true, y_pred)
    measures = _measures(counts)
    peers = [peer.value(measure.peer, y_true, y_pred) for measure in measures]

    figures: dict[str, Any] = {
        Id.LABELS: cells.cells_figure(
            [[kind if label else 0 for kind, label in zip(kinds, y, strict=True)] for y in (y_true, y_pred)] + [kinds],
            [[f"<b>{label}</b>" for label in y] for y in (y_true, y_pred)] + [[f"<b>{OUTCOMES[k]}</b>" for k in kinds]],
            [[f"item {item}: {WORDS[kind]}" for item, kind in zip(ITEMS, kinds, strict=True)]] * 3,
            # a click on a label flips it, one on an outcome moves the item on to the next outcome
            [[[i, *places] for i in ALL] for places in ((0,), (1,), (0, 1))],
            rows=["true", "predicted", "outcome"],
            columns=ITEMS,
        ),
        Id.SCORES: bars.score_bars(
            [
                Bar(
                    measure.name,
                    measure.value,
                    score(measure.value),
                    f"{measure.name}: {measure.above}/{measure.below}",
                    LIGHT["accent" if measure.peer == "jaccard_score" else "tn"],
                )
                for measure in measures
            ]
        ),
    }
    texts = {
        **jaccard_texts(FORMULA, counts.tp, counts.fp, counts.fn, score(measures[0].value)),
        **TILES.texts(tp=counts.tp, fp=counts.fp, fn=counts.fn, tn=counts.tn),
        **SAY.texts(start=_start(counts), lesson=_lesson(counts, measures)),
        **SNIPPET.texts(
            true=y_true,
            pred=y_pred,
            **{
                measure.peer.removesuffix("_score"): "0.0 and a warning: 0/0"
                if measure.undefined
                else score(measure.value, 4)
                for measure in measures
            },
        ),
    }
    return compose(
        NAME,
        {},
        (),
        figures=figures,
        texts=texts,
        parts={
            Target(Id.COMPARED): _compared(measures, peers),
            Target(Id.TABLE): _numbers(list(zip(ITEMS, y_true, y_pred, kinds, strict=True)), measures),
        },
    )


def layout(**given: object) -> Component:
    """Return the section's page in the state that an address gives."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    labels = [f":item {item}" for item in ITEMS]
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "Six items, each truly positive (1) or not (0), and what a model calls them. Set A is what is positive, "
            "set B what is called positive. What both have are the hits; the union adds the two kinds of mistake.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[
            controls.toggles(NAME, TRUE, values["true"], labels, meaning="bits"),
            controls.toggles(NAME, PRED, values["pred"], labels, meaning="bits"),
            FORMULA.layout(shown.texts),
            TILES.layout(shown.texts),
        ],
        controls=[controls.presets(PATH, PARAMS, STATES)],
        figures=[
            html.P("Item by item: click a label to flip it", className="chart-title"),
            page.graph(
                Id.LABELS,
                shown.figures[Id.LABELS],
                described="True labels above predicted labels, with the outcome of each item below",
                height=190,
            ),
            html.P("Five scores of the same counts", className="chart-title"),
            page.graph(
                Id.SCORES,
                shown.figures[Id.SCORES],
                described="Jaccard, F1, precision, recall and accuracy as bars",
                height=220,
            ),
            SAY.layout(shown.texts),
        ],
        below=[
            html.Div(
                [
                    html.H2("Ours beside scikit-learn’s"),
                    page.slot(Id.COMPARED, shown.parts),
                    html.P(
                        "Precision is how much of what is called positive is right, recall how much of what is positive "
                        "is found. F1 is made of the two; section 4 shows how.",
                        className="remark",
                    ),
                ],
                className="panel below",
            ),
            predict(
                NAME,
                "One item in six is positive, and a model calls all six negative. What are its scores?",
                {
                    "both are 0": "It does find nothing, and Jaccard says so. Accuracy counts the five negatives as "
                    "five successes.",
                    "accuracy 5/6, Jaccard 0": "Five of six labels are right, and yet not one positive is found. "
                    "Jaccard leaves the true negatives out, so nothing hides the miss.",
                    "both are 5/6": "Accuracy is, because five of six labels are right. But those five are true "
                    "negatives, and Jaccard leaves them out: no hit, one miss, 0/1.",
                },
                right="accuracy 5/6, Jaccard 0",
                see=("See it", href(PATH, PARAMS, **STATES["One rare positive, missed"])),
            ),
        ],
        folds=[
            page.fold(
                "The numbers",
                static_formula("J", "TP", "TP + FP + FN", spoken="J equals TP over TP plus FP plus FN"),
                page.slot(Id.TABLE, shown.parts),
            ),
            page.code_fold(NAME, [core.confusion_counts, core.jaccard, core.accuracy], SNIPPET, shown.texts),
            page.fold(
                "Where the document goes wrong",
                page.paragraph(
                    "Its functions turn every label into true or false before they count. A label of 2 then counts as "
                    "1: comparing 0, 2, 1 with 0, 1, 1 gives a perfect score for a wrong answer. A probability of 0.1 "
                    "would count as positive too."
                ),
                page.paragraph(
                    "The functions behind this page refuse such labels with an error that says what they got. Labels "
                    "of different lengths and empty lists are refused as well."
                ),
            ),
        ],
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
    alarms = _many(counts.fp, "false alarm") if counts.fp else "no false alarm"
    if not counts.support:
        return f"Nothing is positive here, and the model raises {alarms}."
    if counts.support == 1:
        found = "finds the only positive" if counts.tp else "misses the only positive"
    elif counts.tp == counts.support:
        found = f"finds all {counts.tp} positives"
    else:
        found = f"finds {counts.tp or 'none'} of the {counts.support} positives"
    return f"The model {found} and raises {alarms}."


def _lesson(counts: core.Counts, measures: Sequence[Measure]) -> str:
    j, accuracy = measures[0], measures[-1]
    if j.undefined:
        return (
            "Accuracy is 1, and Jaccard is 0/0, undefined: without a positive, true or predicted, there is no overlap "
            "to measure."
        )
    if not counts.fp and not counts.fn:
        return "Without a mistake every score is 1."
    beside = "" if counts.tn else ", for without a true negative the two are the same"
    ignored = f", because it also counts {_many(counts.tn, 'true negative')}" if counts.tn else ""
    return (
        f"Jaccard looks at the {_many(counts.union, 'item')} that {'is' if counts.union == 1 else 'are'} positive in "
        f"truth or prediction: {j.above}/{j.below} = {score(j.value)}. "
        f"Accuracy gives {accuracy.above}/{accuracy.below} = {score(accuracy.value)}{ignored}{beside}."
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _compared(measures: Sequence[Measure], peers: Sequence[float | None]) -> Element:
    rows = [
        [
            f"{measure.name} {measure.above}/{measure.below}",
            "undefined" if measure.undefined else score(measure.value, 4),
            "–" if theirs is None else f"{theirs:.4f}" + ("*" if measure.undefined else ""),
        ]
        for measure, theirs in zip(measures, peers, strict=True)
    ]
    if any(measure.undefined for measure in measures):
        remark = (
            "* Where a score is 0/0, scikit-learn writes 0 and warns. Its option zero_division chooses another value."
        )
    elif all(theirs == measure.value for measure, theirs in zip(measures, peers, strict=True)):
        remark = "The two agree to the last digit; all digits are in the numbers below."
    else:
        remark = "The two agree but for rounding in the last of 16 digits."
    if None in peers:
        remark = "scikit-learn is not installed here. pip install scikit-learn puts its values into the last column."
    return element(
        "Div",
        [
            page.table(["score", "ours", "scikit-learn"], rows, caption="The same labels, scored twice"),
            element("P", remark, className="remark"),
        ],
    )


def _numbers(items: Sequence[tuple[str, int, int, int]], measures: Sequence[Measure]) -> Element:
    return element(
        "Div",
        [
            page.table(
                ["item", "true", "predicted", "outcome"],
                [[item, t, p, OUTCOMES[kind]] for item, t, p, kind in items],
                caption="Every item",
            ),
            page.table(
                ["score", "fraction", "value"],
                [[m.name, f"{m.above}/{m.below}", "undefined" if m.undefined else repr(m.value)] for m in measures],
                caption="The scores, with all their digits",
            ),
        ],
    )
