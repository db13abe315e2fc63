"""Scores averaged over labels: F1 and the Jaccard score can then prefer different models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from dash import html

import core
from components.figures.base import where
from components.figures.scale_curve import Point, means_beside_curve
from components.lessons import chapters
from components.lessons.f1.two_scales import DRAWN
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import View
from components.markup.table import Table
from components.page import Code, Fold, Graph, Handle, Lesson, LiveTable, Slider, TablePlace
from components.state import State, Whole, of
from components.words.line import Line, Words
from components.words.numbers import score, written

HITS = Whole("hits", "Model B on the hard label", 2, 0, 10, 1, "{} of 10")


@dataclass(frozen=True)
class TwoModels(State):
    """How many positives of the hard label model B finds."""

    hits: int = of(HITS)


# Two labels with as many positives as the slider has hits. No score here uses true negatives, so there are none.
POSITIVES = round(HITS.high)
FOUND_BY_A, FALSE_POSITIVES_OF_A = 7, 3
FALSE_POSITIVES_OF_B = 4
NO_TN = np.zeros(2, np.int64)
MODEL_A = core.Counts(
    tp=np.full(2, FOUND_BY_A),
    fp=np.full(2, FALSE_POSITIVES_OF_A),
    fn=np.full(2, POSITIVES - FOUND_BY_A),
    tn=NO_TN,
)


def model_b(hits: int) -> core.Counts:
    """Return the counts of model B, which is perfect on the easy label and finds `hits` positives of the hard one."""
    return core.Counts(
        tp=np.array([POSITIVES, hits]),
        fp=np.array([0, FALSE_POSITIVES_OF_B]),
        fn=np.array([0, POSITIVES - hits]),
        tn=NO_TN,
    )


class Means(NamedTuple):
    """The averages of one model over its labels (macro), and of its added counts (micro), both in F1 and J."""

    macro_f1: float
    macro_j: float
    micro_f1: float
    micro_j: float


def means(labels: core.Counts) -> Means:
    """Return the averages of a model."""
    added = labels.sum()
    return Means(core.average(core.f1(labels)), core.average(core.jaccard(labels)), core.f1(added), core.jaccard(added))


MEANS_OF_A = means(MODEL_A)
HARD = "B hard"
NAMES = {"macro_f1": "macro F1", "macro_j": "macro J", "micro_f1": "micro F1", "micro_j": "micro J"}

MEANS = Graph(
    "means",
    "The curve with both labels of model A at one point, and the mean of model B between its two labels",
    height="91cqi",
    square=True,
    handles=(Handle("mean", x=HITS), Handle("worst", x=HITS)),
)
TABLE = TablePlace("table")
SAY = Line(
    "say",
    "Averaged over the two labels, F1 is {f_a} for model A and {f_b} for model B. J is {j_a} for model A and {j_b} for "
    "model B. {verdict}",
)


def view(_: TwoModels) -> View:
    """Return the lesson, which is the same in every state but for what the slider moves."""
    figure = means_beside_curve(
        DRAWN,
        Point(MEANS_OF_A.macro_f1, MEANS_OF_A.macro_j, "A, both labels"),
        Point(1, 1, "B easy"),
        worst=HARD,
        mean="B mean",
    )
    return View(figures={MEANS.id: figure}, moving=[Columns((HITS,), _along_hits())], tables={TABLE.id: _table()})


@cache
def _table() -> Table:
    rows: list[list[str | float]] = [["model A", *MEANS_OF_A]]
    rows += [[f"model B, {HITS.show(hits)}", *means(model_b(hits))] for hits in HITS.values()]
    return Table(
        ["model", *NAMES.values()], rows, caption="Averages of both models, by what model B finds of the hard label"
    )


@cache
def _along_hits() -> dict[Target, Column]:
    """Return what the slider of model B moves."""
    labels = [model_b(hits) for hits in HITS.values()]
    of_b = [means(each) for each in labels]
    hard_f1, hard_j = (np.array([scored(each)[1] for each in labels]) for scored in (core.f1, core.jaccard))
    mean_f1, mean_j = np.array([b.macro_f1 for b in of_b]), np.array([b.macro_j for b in of_b])
    ones = np.ones_like(hard_f1)
    hard = {"x": hard_f1[:, np.newaxis], "y": hard_j[:, np.newaxis]}
    # beyond model A its name would lie on that one's
    above = [f1 > MEANS_OF_A.macro_f1 for f1 in hard_f1.tolist()]
    names = [[HARD]] * len(labels)
    return {
        **in_figure(
            MEANS.id,
            {
                "chord": {"x": np.stack([hard_f1, ones], axis=1), "y": np.stack([hard_j, ones], axis=1)},
                "worst": {**hard, "text": where([not is_above for is_above in above], names)},
                "worst from above": {**hard, "text": where(above, names)},
                "mean": {"x": mean_f1[:, np.newaxis], "y": mean_j[:, np.newaxis]},
            },
        ),
        **SAY.columns(
            f_a=score(MEANS_OF_A.macro_f1),
            f_b=written(mean_f1),
            j_a=score(MEANS_OF_A.macro_j),
            j_b=written(mean_j),
            verdict=[_verdict(b) for b in of_b],
        ),
        **_in_table("a", [(MEANS_OF_A, b) for b in of_b]),
        **_in_table("b", [(b, MEANS_OF_A) for b in of_b]),
    }


# ---- words ---------------------------------------------------------------------------------------------------------


def _verdict(b: Means) -> str:
    """Return which model each score prefers; the two models are equal in neither score at any position of the slider."""
    by_f1, by_j = (_preferred(MEANS_OF_A[k], b[k]) for k in (0, 1))
    if by_f1 == by_j:
        return f"Both averages prefer {by_f1}. Move the slider until they disagree."
    return f"F1 prefers {by_f1}, and J prefers {by_j}. Which model is better depends on the scale."


def _preferred(a: float, b: float) -> str:
    return "model A" if a > b else "model B"


def in_table(model: str, mean: str) -> Target:
    """Return the place of an average of a model, "a" or "b", in the table."""
    return Target(f"means-{model}-{mean}")


def _in_table(model: str, pairs: Sequence[tuple[Means, Means]]) -> dict[Target, Words]:
    """Return the averages of one model beside those of the other, with a tick at the higher one."""
    return {
        in_table(model, mean): [score(mine[k]) + (" ✓" if mine[k] > others[k] else "") for mine, others in pairs]
        for k, mean in enumerate(Means._fields)
    }


BOTH_MODELS = LiveTable(
    ["average", "A", "B"],
    [[name, in_table("a", mean), in_table("b", mean)] for mean, name in NAMES.items()],
    caption="Both models, with ✓ at the higher score",
)

LESSON = Lesson(
    path="/f1/two-models",
    chapter=chapters.F1,
    title="Averages can disagree",
    summary="Averaged over labels, F1 and the Jaccard score can prefer different models.",
    minutes=4,
    further=True,
    state=TwoModels,
    view=view,
    idea=[
        "The curve of J over F1 always rises, so F1 and J always prefer the same one of two sets of counts. Averages over"
        " labels can "
        f"disagree. Here are two models on the same two labels. Each label has {POSITIVES} positives.",
    ],
    lead=[
        Slider(HITS),
        BOTH_MODELS,
        SAY,
        html.P(
            f"On both labels, model A finds {FOUND_BY_A} of the {POSITIVES} positives and makes {FALSE_POSITIVES_OF_A} "
            "false positives. Model B is perfect on the easy label. On the hard label it makes "
            f"{FALSE_POSITIVES_OF_B} false positives, and the slider sets how many positives it finds.",
            className="remark",
        ),
    ],
    figures=[
        MEANS,
        html.P(
            "A macro average is the mean of the scores of the labels. The mean of model B lies on the straight line "
            "between its two labels, so it lies above the curve. A micro average adds the counts of both labels first. "
            "That leaves one set of counts, which is a point on the curve. So the micro averages of F1 and J always "
            "prefer the same model.",
            className="remark",
        ),
    ],
    folds=[Fold("The numbers", TABLE), Code([core.average])],
)
