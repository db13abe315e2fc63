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
from components.page import (
    Box,
    Checks,
    Code,
    Fold,
    Graph,
    Handle,
    Lesson,
    LiveTable,
    Predict,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.page.checks import CheckColumn
from components.state import State, Whole, of
from components.words.line import Line, Words
from components.words.numbers import score, signed, written

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
SAY = Line("say", "Mean F1 is {f_a} for model A and {f_b} for B, mean J {j_a} and {j_b}. {verdict}")
BY = 0.05  # what the task asks for
CHECKS = Checks("models", ("f", "j"))


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
        **CHECKS.columns(_checked(of_b)),
        **_in_table("a", [(MEANS_OF_A, b) for b in of_b]),
        **_in_table("b", [(b, MEANS_OF_A) for b in of_b]),
    }


# ---- words ---------------------------------------------------------------------------------------------------------


def _verdict(b: Means) -> str:
    """Return which model each score prefers; the two models are equal in neither score at any position of the slider."""
    by_f1, by_j = (_preferred(MEANS_OF_A[k], b[k]) for k in (0, 1))
    if by_f1 == by_j:
        return f"Both prefer {by_f1}. Move the slider until they disagree."
    return f"F1 prefers {by_f1}, and J prefers {by_j}."


def _checked(of_b: Sequence[Means]) -> dict[str, CheckColumn]:
    """Return what is said of the task at each position of the slider."""
    by_f1 = np.array([MEANS_OF_A.macro_f1 > b.macro_f1 for b in of_b])
    ahead = [b.macro_j - MEANS_OF_A.macro_j for b in of_b]
    enough = np.array([by >= BY for by in ahead])
    return {
        "f": (by_f1, ["F1 prefers model A: " + ("yes." if met else "not here, it prefers model B.") for met in by_f1]),
        "j": (
            enough,
            [
                f"J is higher for model B by at least {BY}: {'yes' if met else 'not yet'}, the difference is {signed(by)}."
                for met, by in zip(enough.tolist(), ahead, strict=True)
            ],
        ),
    }


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

TABLED = Box("tabled", BOTH_MODELS)

LESSON = Lesson(
    path="/f1/two-models",
    chapter=chapters.F1,
    title="Two models, two labels",
    summary="Averaged over labels, F1 and the Jaccard score can prefer different models.",
    minutes=4,
    further=True,
    state=TwoModels,
    view=view,
    idea=["A report often gives one number for many labels, their mean, and a model is chosen by it."],
    question=Predict(
        "Model A has the same F1 on two labels. Model B is perfect on one and poor on the other, and its mean F1 is the same. "
        "Whose mean J is higher?",
        {
            "A’s": "That would be so if the curve of J over F1 bent the other way. With F1 of 0.7 and 0.7 beside 1 and 0.4, J is "
            "0.538 for A and 0.625 for B.",
            "B’s": "The curve of J over F1 bends upwards, so the mean of two different points lies above it. With F1 of 0.7 and "
            "0.7 beside 1 and 0.4, J is 0.538 for A and 0.625 for B.",
            "both the same": "That would be so if J over F1 were a straight line. With F1 of 0.7 and 0.7 beside 1 and 0.4, J is "
            "0.538 for A and 0.625 for B.",
        },
        right="B’s",
        see=("See B with a lower F1 and a higher J", {"hits": 3}),
        hides=(MEANS, TABLED, SAY),
    ),
    lead=[
        Slider(HITS),
        TABLED,
        SAY,
        html.P(
            f"Each label has {POSITIVES} positives. On both, model A finds {FOUND_BY_A} of them and makes "
            f"{FALSE_POSITIVES_OF_A} false positives. Model B is perfect on the easy label. On the hard label it makes "
            f"{FALSE_POSITIVES_OF_B} false positives, and the slider sets how many positives it finds.",
            className="remark",
        ),
    ],
    figures=[MEANS],
    called=[
        paragraph(
            "The mean of the scores of the labels is the macro average: that of model B lies on the straight line between its "
            "two labels, above the curve. The micro average adds the counts of both labels first, which is one point on the "
            "curve, and that always rises: so micro F1 and micro J always prefer the same model."
        )
    ],
    task=Task(f"Let F1 prefer model A, while J is higher for model B by at least {BY}.", CHECKS),
    folds=[Fold("The numbers", TABLE), Code([core.average])],
)
