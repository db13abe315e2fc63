"""A threshold without labels: what the scores alone say of it, against the best threshold of a few labelled items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.cache import cached
from components.figures.seed_differences import Row, seed_differences
from components.lessons import chapters
from components.lessons.thresholds.cut import PREVALENCE, SEED, SEPARATION, Source
from components.lessons.thresholds.scores import Temperature
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Check,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    NumberField,
    Predict,
    Presets,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.state import Whole, of
from components.theme import Colour
from components.words.line import Line
from components.words.numbers import SAME, many, score, signed

DRAWS = 100
LABELLED = Whole("labelled", "Items in each sample", 50, 20, 400, 10)
TEMPERATURE = Temperature("plugtemp", "Temperature of these scores", 0, -2, 2, 0.5)


@dataclass(frozen=True)
class WithoutLabels(Source):
    """What the samples are drawn from, how large they are, and what is done to their probabilities."""

    labelled: int = of(LABELLED)
    plugtemp: float = of(TEMPERATURE)


FIGURE = Graph(
    "draws",
    "J lost by the threshold of a few labelled items and by the one without labels, with a dot for each of many samples",
    height=430,
    least=300,
)
SAY = Line(
    "say",
    "In {nearer} of {draws} samples of {items} items the threshold without labels is nearer to the best. On average J is "
    "{without} below the best without labels, {with} with them.",
)
REST = Line("rest", "The difference is {gap}, with a 95 % interval from {low} to {high}. {why}", live=False)
FEW = 100  # labelled items, as the task has them
CHECKS = Checks("without-labels", ("worse", "few"))
TABLE = TablePlace("table")


class Compared(NamedTuple):
    """The samples, and what each way to a threshold gains or loses: each difference of J, and its mean."""

    drawn: core.DrawnThresholds
    best: core.Best
    gains: dict[str, NDArray[np.float64]]
    means: dict[str, core.Difference]


WITH, WITHOUT, BETWEEN = "with labels − best", "without labels − best", "without − with labels"
COLOURS = {WITH: Colour.INK_2, WITHOUT: Colour.ACCENT, BETWEEN: Colour.TP}


@cached
def compared(items: int, seed: int, prevalence: float, separation: float, temp: float) -> Compared:
    """Return the samples."""
    drawn = core.thresholds_on_draws(
        DRAWS,
        items,
        seed=seed,
        prevalence=prevalence,
        separation=separation,
        temperature=TEMPERATURE.counted(temp),
    )
    best = core.best_expected(prevalence=prevalence, separation=separation)
    gains = {
        WITH: drawn.labelled_j - best.score,
        WITHOUT: drawn.plug_in_j - best.score,
        BETWEEN: drawn.plug_in_j - drawn.labelled_j,
    }
    return Compared(drawn, best, gains, {name: core.mean_interval(each) for name, each in gains.items()})


def view(state: WithoutLabels) -> View:
    """Return the lesson in one state."""
    found = compared(state.labelled, state.seed, state.prevalence, state.separation, state.plugtemp)
    rows = [
        Row(name, signed(found.means[name].estimate), COLOURS[name], found.gains[name], *found.means[name])
        for name in COLOURS
    ]
    between = found.means[BETWEEN]
    checks = _checks(state, between)
    return View(
        figures={
            FIGURE.id: seed_differences(rows, x_title="difference in J on new items", each="sample", write=signed)
        },
        texts={
            **SAY.texts(
                draws=DRAWS,
                items=state.labelled,
                **{
                    "with": score(abs(found.means[WITH].estimate)),
                    "without": score(abs(found.means[WITHOUT].estimate)),
                },
                nearer=int(np.count_nonzero(_differ(found) & (found.gains[BETWEEN] > 0))),
            ),
            **REST.texts(
                gap=signed(between.estimate),
                low=signed(between.low),
                high=signed(between.high),
                why=_why(state, found),
            ),
            **CHECKS.texts(checks),
        },
        tables={TABLE.id: _table(state, found)},
        props=CHECKS.marks(checks),
    )


# ---- words ---------------------------------------------------------------------------------------------------------


def _differ(found: Compared) -> NDArray[np.bool_]:
    """Return in which samples the two differ by more than rounding."""
    return np.abs(found.gains[BETWEEN]) > SAME


def _why(state: WithoutLabels, found: Compared) -> str:
    """Return which of the two is nearer to the best, and why."""
    between, temperature = found.means[BETWEEN], TEMPERATURE.counted(state.plugtemp)
    none = int(np.count_nonzero(found.drawn.positives == 0))
    lost = f" In {many(none, 'sample')} nothing is positive." if none else ""
    if not _differ(found).any():
        return "Both lose the same in every sample."
    if between.low <= 0 <= between.high:
        return f"The interval has 0 in it, so these samples cannot tell which is nearer.{lost}"
    if temperature == 1 and between.low > 0:
        return (
            "The scores are probabilities, so their sum says how many positives to expect. The best J of a few labels is "
            f"partly luck.{lost}"
        )
    if temperature == 1:
        return f"Here the labels are the better guide, though the scores are probabilities.{lost}"
    scores = f"The scores are {'over' if temperature < 1 else 'under'}-confident"
    if between.low > 0:
        return f"{scores}, but the labels go further wrong by chance.{lost}"
    return f"{scores}, so their sums are wrong. Labels need only their order, which is right.{lost}"


def _checks(state: WithoutLabels, between: core.Difference) -> dict[str, Check]:
    """Return what the task asks for."""
    worse, few = between.high < 0, state.labelled <= FEW
    return {
        "worse": Check(
            worse,
            f"The whole interval of the difference below 0: {'yes' if worse else 'not yet'}, it ends at "
            f"{signed(between.high)}.",
        ),
        "few": Check(
            few, f"At most {FEW} items in each sample: {'yes' if few else 'not yet'}, there are {state.labelled}."
        ),
    }


def _table(state: WithoutLabels, found: Compared) -> Table:
    drawn, best = found.drawn, found.best
    rows: list[list[object]] = []
    for name, thresholds, scores, gain in (
        ("with labels", drawn.labelled, drawn.labelled_j, found.means[WITH]),
        ("without labels", drawn.plug_in, drawn.plug_in_j, found.means[WITHOUT]),
    ):
        low, middle, high = np.quantile(thresholds, [0.05, 0.5, 0.95]).tolist()
        rows.append([name, low, middle, high, float(scores.mean()), Cell(gain.estimate, signed(gain.estimate))])
    rows.append(["best", best.threshold, best.threshold, best.threshold, best.score, ""])
    return Table(
        ["threshold", "5 % of samples below", "half below", "95 % below", "mean J", "mean difference"],
        rows,
        caption=f"The thresholds of {DRAWS} samples of {state.labelled} items, as the probabilities that they stand for",
    )


LESSON = Lesson(
    path="/thresholds/without-labels",
    chapter=chapters.THRESHOLDS,
    title="A threshold without labels",
    summary="Scores that are probabilities say where to cut, without a single label.",
    minutes=4,
    further=True,
    state=WithoutLabels,
    view=view,
    idea=[
        "Labels cost time and scores are free: how far does whoever has to choose a threshold get without a single label?",
    ],
    lead=[
        Slider(LABELLED),
        Slider(TEMPERATURE),
    ],
    figures=[
        FIGURE,
        SAY,
        REST,
        html.P(
            "A dot is a sample: J on very many new items, less the best J there or less the other threshold’s. The bar through "
            "the diamond is the 95 % interval of the mean.",
            className="remark",
        ),
    ],
    controls=[
        Slider(PREVALENCE),
        Slider(SEPARATION),
        NumberField(SEED),
        Presets(
            {
                "20 labels": {"labelled": 20},
                "400 labels": {"labelled": 400},
                "Over-confident, 20 labels": {"labelled": 20, "plugtemp": -1},
                "Over-confident, 200 labels": {"labelled": 200, "plugtemp": -1},
            }
        ),
    ],
    question=Predict(
        "The scores are probabilities. You choose the threshold by 50 items with their labels, or by the scores of the same "
        "items alone. Which threshold comes nearer to the best?",
        {
            "with labels": "Labels are the truth, but only about these items. About 8 of the 50 are positive, and the "
            "threshold that suits those best suits new items less.",
            "without labels": "Each score tells how often such an item is positive among very many. A label tells it of one "
            "item, with all its chance. So the scores alone give the better threshold, as long as they are right.",
            "both the same": "They use the same items and the same scores. But the labels add chance to what the scores know "
            "already.",
        },
        right="without labels",
        see=("See 100 samples of 50 items", {"labelled": 50}),
        hides=(FIGURE, SAY, REST, CHECKS),
    ),
    called=[
        paragraph(
            "A threshold from the scores alone is a ",
            html.B("plug-in"),
            " rule: the scores stand in for the labels, and their sum above a threshold is the number of true positives to "
            "expect. It is as good as the scores are ",
            html.B("calibrated"),
            ".",
        )
    ],
    task=Task(f"Make scores with which at most {FEW} labelled items are the better guide.", CHECKS),
    folds=[Fold("The numbers", TABLE), Code([core.threshold_without_labels])],
)
