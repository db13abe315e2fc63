"""Jaccard and F1: two scales for one result, and where averaging lets them part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from dash import html
from dash.development.base_component import Component

import core
from components import controls, page
from components.elements import Element, element
from components.figures import mapping
from components.figures.mapping import Point
from components.formula import Formula, Line, Words, score, written
from components.predict import predict
from components.url import Number, Param, bounded
from components.view import Column, Columns, Target, View, compose

NAME = "f1"
PATH = "/f1"
NUMBER = "4"
OVER = "4 · Precision, recall, F1"
TITLE = "Jaccard and F1"
SUMMARY = "Two scales for the same result: each F1 has one Jaccard score, until scores are averaged."


class Id(StrEnum):
    """The components that this section fills."""

    CURVE = "f1-curve"
    TO_JACCARD = "f1-to-jaccard"
    TO_F1 = "f1-to-f1"
    SAY = "f1-say"
    COUNTS = "f1-counts"
    PRECISION = "f1-precision"
    RECALL = "f1-recall"
    F1 = "f1-f1"
    JACCARD = "f1-jaccard"
    MEANS = "f1-means"
    MEANS_SAY = "f1-means-say"
    MEANS_A = "f1-means-a"
    MEANS_B = "f1-means-b"
    SNIPPET = "f1-snippet"
    TABLE = "f1-table"


F = Number("f", "F1", 0.8, 0, 1, 0.01, "{:.2f}")
TP = Number("tp", "True positives (TP)", 2, 0, 50, 1)
FP = Number("fp", "False positives (FP)", 1, 0, 50, 1)
FN = Number("fn", "False negatives (FN)", 1, 0, 50, 1)
HITS = Number("hits", "Model B on the hard label", 2, 0, 10, 1, "{} of 10")
SLIDERS = (F, TP, FP, FN, HITS)
PARAMS: tuple[Param, ...] = SLIDERS

CURVE = core.uniform_grid(0, 1, 501)
CURVE_J = core.jaccard_from_f1(CURVE)
# As it is drawn: texts of few digits, which compress; packed numbers do not.
DRAWN_F, DRAWN_J = CURVE.round(3).tolist(), CURVE_J.round(6).tolist()

TO_JACCARD = Formula(
    Id.TO_JACCARD,
    "J",
    "{accent}",
    "2 − {accent2}",
    "{tp}",
    "J equals F1 over 2 minus F1: {accent} over 2 minus {accent2} is {tp}",
)
TO_F1 = Formula(
    Id.TO_F1,
    "F1",
    "2 · {tp}",
    "1 + {tp2}",
    "{accent}",
    "F1 equals 2 J over 1 plus J: 2 times {tp} over 1 plus {tp2} is {accent}",
)
SAY = Line(Id.SAY, "F1 {f} and Jaccard {j} are one and the same result on two scales. {gap}")
COUNTS = Line(Id.COUNTS, "Your counts (TP {tp}, FP {fp}, FN {fn}) {place}")
PRECISION = Formula(
    Id.PRECISION,
    "precision",
    "{tp}",
    "{tp2} + {fp}",
    "{p}",
    "Precision equals {tp} over {tp2} plus {fp}, that is {p}",
    small=True,
)
RECALL = Formula(
    Id.RECALL,
    "recall",
    "{tp}",
    "{tp2} + {fn}",
    "{r}",
    "Recall equals {tp} over {tp2} plus {fn}, that is {r}",
    small=True,
)
F1 = Formula(
    Id.F1, "F1", "2 · {tp}", "2 · {tp2} + {fp} + {fn}", "{f}",
    "F1 equals 2 times {tp} over 2 times {tp2} plus {fp} plus {fn}, that is {f}", small=True,
)  # fmt: skip
JACCARD = Formula(
    Id.JACCARD,
    "J",
    "{tp}",
    "{tp2} + {fp} + {fn}",
    "{j}",
    "J equals {tp} over {tp2} plus {fp} plus {fn}, that is {j}",
    small=True,
)
MEANS_SAY = Line(
    Id.MEANS_SAY,
    "Averaged over the two labels, F1 is {f_a} for model A and {f_b} for model B; J is {j_a} and {j_b}. {verdict}",
)
SNIPPET = Line(
    Id.SNIPPET,
    "from sklearn.metrics import f1_score, jaccard_score\n\n"
    "y_true = [1] * {tp} + [0] * {fp} + [1] * {fn}\n"
    "y_pred = [1] * {tp2} + [1] * {fp2} + [0] * {fn2}\n"
    "f = f1_score(y_true, y_pred)  # {f}\n"
    "j = jaccard_score(y_true, y_pred)  # {j}\n"
    "f / (2 - f)  # {j2} again\n",
)

STATES: dict[str, dict[str, Any]] = {
    "F1 of one half": {"f": 0.5},
    "The widest gap": {"f": 0.59},
    "Mostly false alarms": {"tp": 10, "fp": 30, "fn": 2},
    "Nothing found": {"tp": 0, "fp": 5, "fn": 5},
}

# Two labels with 10 positives each; true negatives do not matter here. Model A is as good on both.
NO_TN = np.zeros(2, np.int64)
STEADY = core.Counts(tp=np.array([7, 7]), fp=np.array([3, 3]), fn=np.array([3, 3]), tn=NO_TN)


class Means(NamedTuple):
    """The averages of one model over its labels (macro), and of its added counts (micro), both in F1 and J."""

    macro_f1: float
    macro_j: float
    micro_f1: float
    micro_j: float


def _means(labels: core.Counts) -> Means:
    whole = labels.sum()
    return Means(core.average(core.f1(labels)), core.average(core.jaccard(labels)), core.f1(whole), core.jaccard(whole))


MEANS_A = _means(STEADY)


def view(*, f: float, tp: int, fp: int, fn: int, hits: int) -> View:
    """Return the section in one state."""
    counts = core.Counts(tp, fp, fn)
    p, r = core.precision(counts, zero_division=math.nan), core.recall(counts, zero_division=math.nan)
    f1, j = core.f1(counts, zero_division=math.nan), core.jaccard(counts, zero_division=math.nan)
    undefined = math.isnan(j)
    texts = {
        **PRECISION.texts(tp=tp, tp2=tp, fp=fp, p=score(p)),
        **RECALL.texts(tp=tp, tp2=tp, fn=fn, r=score(r)),
        **F1.texts(tp=tp, tp2=tp, fp=fp, fn=fn, f=score(f1)),
        **JACCARD.texts(tp=tp, tp2=tp, fp=fp, fn=fn, j=score(j)),
        **COUNTS.texts(
            tp=tp, fp=fp, fn=fn,
            place="leave both scores at 0/0, undefined: there is no point to draw."
            if undefined
            else f"give F1 {score(f1)} and J {score(j)}: a point on the curve, like that of any other counts.",
        ),
        **SNIPPET.texts(
            tp=tp, tp2=tp, fp=fp, fp2=fp, fn=fn, fn2=fn,
            f="no labels to score: an error" if undefined else score(f1, 4),
            j="an error" if undefined else score(j, 4),
            j2="undefined" if undefined else score(j, 4),
        ),
    }  # fmt: skip
    here = "no counts,<br>no point" if undefined else f"your counts<br>F1 {score(f1)}<br>J {score(j)}"
    figures: dict[str, Any] = {
        Id.CURVE: mapping.mapping_figure(
            DRAWN_F, DRAWN_J, Point(f1, j, here), x_title="F1", y_title="Jaccard", diagonal="J = F1"
        ),
        Id.MEANS: mapping.means_figure(
            DRAWN_F,
            DRAWN_J,
            Point(MEANS_A.macro_f1, MEANS_A.macro_j, "A, both labels"),
            Point(1, 1, "B easy"),
            x_title="F1",
            y_title="Jaccard",
        ),
    }
    return compose(
        NAME,
        {"f": f, "tp": tp, "fp": fp, "fn": fn, "hits": hits},
        SLIDERS,
        moving=[Columns((F,), _scales()), Columns((HITS,), _averages())],
        figures=figures,
        texts=texts,
        parts={Target(Id.TABLE): _table(counts, p, r, f1, j)},
    )


@cache
def _scales() -> dict[Target, Column]:
    """Return what the slider of F1 moves, which nothing else changes."""
    f = np.array(F.values())
    j = core.jaccard_from_f1(f)
    shown_f, shown_j = F.words, written(j)
    x, y = F.values(), j.round(6).tolist()
    return {
        Target(Id.CURVE, "figure", ("data", mapping.GUIDE, "x")): [[each, each, 0] for each in x],
        Target(Id.CURVE, "figure", ("data", mapping.GUIDE, "y")): [[0, each, each] for each in y],
        Target(Id.CURVE, "figure", ("data", mapping.MARKER, "x")): [[each] for each in x],
        Target(Id.CURVE, "figure", ("data", mapping.MARKER, "y")): [[each] for each in y],
        Target(Id.CURVE, "figure", ("data", mapping.MARKER, "text")): [[each] for each in shown_j],
        **TO_JACCARD.columns(accent=shown_f, accent2=shown_f, tp=shown_j),
        **TO_F1.columns(tp=shown_j, tp2=shown_j, accent=written(core.f1_from_jaccard(j), 2)),
        **SAY.columns(f=shown_f, j=shown_j, gap=[_gap(*pair) for pair in zip(f.tolist(), j.tolist(), strict=True)]),
    }


@cache
def _averages() -> dict[Target, Column]:
    """Return what the slider of model B moves, which nothing else changes."""
    labels = [_uneven(hits) for hits in range(HITS.count)]
    models = [_means(each) for each in labels]
    hard_f1, hard_j = (np.array([of(each)[1] for each in labels]) for of in (core.f1, core.jaccard))
    mean_f1, mean_j = np.array([b.macro_f1 for b in models]), np.array([b.macro_j for b in models])
    ones = np.ones_like(hard_f1)
    points = {
        mapping.CHORD: ([hard_f1, ones], [hard_j, ones]),
        mapping.HARD: ([hard_f1], [hard_j]),
        mapping.MEAN: ([mean_f1], [mean_j]),
    }
    return {
        **{
            Target(Id.MEANS, "figure", ("data", k, axis)): np.stack(values, axis=1)
            for k, point in points.items()
            for axis, values in zip("xy", point, strict=True)
        },
        **MEANS_SAY.columns(
            f_a=score(MEANS_A.macro_f1),
            f_b=written(mean_f1),
            j_a=score(MEANS_A.macro_j),
            j_b=written(mean_j),
            verdict=[_verdict(MEANS_A, b) for b in models],
        ),
        **_means_columns(Id.MEANS_A, [(MEANS_A, b) for b in models]),
        **_means_columns(Id.MEANS_B, [(b, MEANS_A) for b in models]),
    }


def layout(**given: object) -> Component:
    """Return the section's page in the state that an address gives."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "F1 is made of the same hits and mistakes as the Jaccard score, but it counts the hits twice. So each F1 "
            "belongs to exactly one J, and you can walk from one scale to the other and back.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[
            controls.slider(NAME, F, values["f"]),
            TO_JACCARD.layout(shown.texts),
            TO_F1.layout(shown.texts),
        ],
        controls=[
            controls.slider(NAME, TP, values["tp"]),
            controls.slider(NAME, FP, values["fp"]),
            controls.slider(NAME, FN, values["fn"]),
            controls.presets(PATH, PARAMS, STATES),
        ],
        figures=[
            page.graph(
                Id.CURVE,
                shown.figures[Id.CURVE],
                described="The Jaccard score over F1: a curve below the diagonal, with the F1 and the counts set",
                height="91cqi",
                square=True,
            ),
            SAY.layout(shown.texts),
            COUNTS.quiet(shown.texts),
            html.Div(
                [formula.layout(shown.texts) for formula in (PRECISION, F1, RECALL, JACCARD)], className="formulas"
            ),
        ],
        below=[
            predict(
                NAME,
                "Model A has the higher F1, averaged over labels. Does it have the higher average J as well?",
                {
                    "yes, always": "For one set of counts it would: a higher F1 always goes with a higher J. But an "
                    "average mixes several, and the curve between the scales is bent. Look below.",
                    "not always": "The curve is bent: it rewards a label that is nearly perfect more than it punishes "
                    "one that is poor. An uneven model can lose in F1 and win in J, as below.",
                },
                right="not always",
            ),
            page.part(
                "One ranking for counts, two for averages",
                idea=[
                    "The curve only climbs, so for two sets of counts F1 and J always name the same winner. Averages "
                    "over labels can break that. Here are two models on two labels with 10 positives each.",
                ],
                lead=[
                    controls.slider(NAME, HITS, values["hits"]),
                    _means_table(shown),
                    html.P(
                        "Model A finds 7 of 10 on both labels, with 3 false alarms each. Model B is perfect on the "
                        "easy label. On the hard one it raises 4 false alarms, and the slider sets its hits.",
                        className="remark",
                    ),
                ],
                figures=[
                    page.graph(
                        Id.MEANS,
                        shown.figures[Id.MEANS],
                        described="The curve with model A's labels on it, and model B's mean between its two labels",
                        height="91cqi",
                        square=True,
                    ),
                    MEANS_SAY.layout(shown.texts),
                    html.P(
                        "Macro is the mean of the labels' scores: model B's mean lies on the straight line between its "
                        "two labels, and so above the curve. Micro adds the counts of both labels first. That leaves "
                        "one set of counts, a point on the curve, and the two scores agree again.",
                        className="remark",
                    ),
                ],
            ),
        ],
        folds=[
            page.fold("The numbers", page.slot(Id.TABLE, shown.parts)),
            page.code_fold(
                NAME,
                [core.jaccard_from_f1, core.f1_from_jaccard, core.f1, core.jaccard, core.average],
                SNIPPET,
                shown.texts,
            ),
            page.fold(
                "Why the two scales agree on one set of counts",
                page.paragraph(
                    "Both scores depend on one thing only: how many mistakes there are for each hit, (FP + FN)/TP. "
                    "Call that ratio m. Then J = 1/(1 + m) and F1 = 2/(2 + m)."
                ),
                page.paragraph(
                    "When m grows, both fall. So the better of two results is the better one on either scale, the best "
                    "threshold is the same, and no test on one set of counts can tell the two scores apart."
                ),
            ),
        ],
    )


def _uneven(hits: int) -> core.Counts:
    # model B: perfect on the easy label
    return core.Counts(tp=np.array([10, hits]), fp=np.array([0, 4]), fn=np.array([0, 10 - hits]), tn=NO_TN)


def _gap(f: float, j: float) -> str:
    if f == j:
        return "At both ends the two scales meet, and nowhere else."
    return f"J is the lower one, by {score(f - j)}; only at 0 and at 1 do the two meet."


def _winner(a: float, b: float) -> str:
    if math.isclose(a, b):
        return "neither model"
    return "model A" if a > b else "model B"


def _verdict(a: Means, b: Means) -> str:
    by_f1, by_j = _winner(a.macro_f1, b.macro_f1), _winner(a.macro_j, b.macro_j)
    if by_f1 == by_j:
        return f"Both averages prefer {by_f1} here; move the slider until they disagree."
    return f"F1 prefers {by_f1}, J prefers {by_j}: which model is better now depends on the scale."


def _means_columns(id: str, pairs: Sequence[tuple[Means, Means]]) -> dict[Target, Words]:
    """Return the averages of one model beside another's, with a tick at the higher one."""
    return {
        Target(f"{id}-{key}"): [_ticked(getattr(mine, key), getattr(other, key)) for mine, other in pairs]
        for key in Means._fields
    }


def _ticked(value: float, rival: float) -> str:
    return score(value) + (" ✓" if value > rival and not math.isclose(value, rival) else "")


def _means_table(shown: View) -> Element:
    def cell(id: str, key: str) -> Element:
        target = Target(f"{id}-{key}")
        return element("Span", shown.texts[target], id=target.id)

    names = {"macro_f1": "macro F1", "macro_j": "macro J", "micro_f1": "micro F1", "micro_j": "micro J"}
    return page.table(
        ["average", "A", "B"],
        [[words, cell(Id.MEANS_A, key), cell(Id.MEANS_B, key)] for key, words in names.items()],
        caption="Both models, with ✓ at the higher score",
    )


@cache
def _curve_table() -> Element:
    return page.table(
        ["F1", "J"],
        list(zip(written(CURVE[::50], 1), written(CURVE_J[::50], 4), strict=True)),
        caption="The curve at every fiftieth of its 501 points",
    )


def _table(counts: core.Counts, p: float, r: float, f1: float, j: float) -> Element:
    def full(value: float) -> str:
        return "undefined" if math.isnan(value) else repr(value)

    return element(
        "Div",
        [
            _curve_table(),
            page.table(
                ["score", "value"],
                [["precision", full(p)], ["recall", full(r)], ["F1", full(f1)], ["J", full(j)]],
                caption=f"The scores of TP {counts.tp}, FP {counts.fp}, FN {counts.fn}, with all their digits",
            ),
        ],
    )
