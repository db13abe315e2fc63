"""Are the scores probabilities? What a temperature and a shift do to their calibration, and to the best threshold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.cache import cached
from components.figures.calibration import NOWHERE, Curve, calibration_figure, calibration_moving
from components.lessons import chapters
from components.lessons.thresholds.cut import PREVALENCE, SEED, SEPARATION, N, Sample
from components.lessons.thresholds.scores import Odds, Temperature, sureness
from components.live.target import Coded, Columns, in_figure, repeating
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
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
from components.state import of
from components.theme import Colour
from components.words.line import Line
from components.words.numbers import apart, order, score, whole, written
from core.calibration import Bins

TEMPERATURE = Temperature("temp", "Temperature", 0, -2, 2, 0.25)
ODDS = Odds("odds", "Odds of a positive", 0, -3, 3, 1)


@dataclass(frozen=True)
class Calibrated(Sample):
    """The sample, and what is done to the probabilities of its items."""

    temp: float = of(TEMPERATURE)
    odds: int = of(ODDS)


BINS = 10
TEMPERATURES = np.array([TEMPERATURE.counted(value) for value in TEMPERATURE.values()])
SHIFTS = np.array([ODDS.counted(value) for value in ODDS.values()])
# At each position of the first slider, those of the second.
BOTH = [(by, shift) for by in TEMPERATURES.tolist() for shift in SHIFTS.tolist()]
# The logits at which the curves have a point: dense in the middle, where a low temperature pulls them apart.
LOGITS = 1.5 * np.sinh(np.linspace(-3.2, 3.2, 59))
# Places on an axis from 0 to 1 come from a table, so that a frame needs two bytes for each; the last one is nowhere.
THOUSANDTHS = [*(np.arange(1001) / 1000).tolist(), NOWHERE]

FIGURE = Graph(
    "curves",
    "J and F1 over the threshold, and below on the same axis the share of positives among the items with each score",
    height=560,
    least=430,
)
SAY = Line("say", "The best threshold is {accent}{same} {top}")
SCORES = Line("scores", "{sure} {moved} {kept}", live=False)
CHECKS = Checks("calibration", ("unsure", "above"))
BINNED = Line(
    "binned",
    "Each circle stands for the items of the sample whose score lies in one tenth of the axis. Their number is below "
    "it. It is as high as the share of positives among them. The lines are those of very many items.",
    live=False,
)
TABLE = TablePlace("table")


class Spoilt(NamedTuple):
    """What is the same for any temperature and shift: the best, and places along the curves; and what is not."""

    best: core.Best
    f1: float
    probabilities: NDArray[np.float64]  # (k,) of the points of the curves
    counts: core.Counts  # (k,) shares of all items
    thresholds: NDArray[np.float64]  # (temperatures, shifts) the best ones
    kept: NDArray[np.float64]  # (temperatures, shifts) J where J*/(1 + J*) is the threshold

    @property
    def curves(self) -> list[Curve]:
        """Both scores, the upper one first."""
        return [
            Curve(name, scores, written(scores), best, colour)
            for name, scores, best, colour in (
                ("F1", core.f1(self.counts), self.f1, Colour.INK_2),
                ("J", core.jaccard(self.counts), self.best.score, Colour.TP),
            )
        ]


def view(state: Calibrated) -> View:
    """Return the lesson in one state; its sliders are frames."""
    found = _spoilt(state.prevalence, state.separation)
    rule = score(found.best.threshold)
    return View(
        figures={
            FIGURE.id: calibration_figure(
                found.probabilities,
                written(found.probabilities),
                found.curves,
                best=found.best.threshold,
                rule=f"J*/(1 + J*) = F1*/2 = {rule}",
                bins=BINS,
            )
        },
        moving=_moving(state.n, state.prevalence, state.separation, state.seed),
        tables={TABLE.id: [_of_bins(state), _of_thresholds(found)]},
    )


def _spoilt(prevalence: float, separation: float) -> Spoilt:
    best = core.best_expected(prevalence=prevalence, separation=separation)
    prior = math.log(prevalence) - math.log1p(-prevalence)
    # without a separation all items have one probability, the prior: the curves fall right behind it
    known = [math.log(best.threshold) - math.log1p(-best.threshold), prior, prior + 1e-6]
    p = core.sigmoid(np.sort([-np.inf, *LOGITS, *known, np.inf]))
    by = TEMPERATURES[:, np.newaxis]
    thresholds = core.recalibrated(best.threshold, temperature=by, shift=SHIFTS)
    # the probability that such a score stands for, if J*/(1 + J*) is the threshold
    meant = core.before_recalibration(best.threshold, temperature=by, shift=SHIFTS)
    return Spoilt(
        best,
        core.f1(best.counts),
        p,
        core.expected_counts(p, prevalence=prevalence, separation=separation),
        thresholds,
        core.jaccard(core.expected_counts(meant, prevalence=prevalence, separation=separation)),
    )


@cached
def _moving(n: int, prevalence: float, separation: float, seed: int) -> tuple[Columns, ...]:
    """Return what the two sliders move, for one sample."""
    found = _spoilt(prevalence, separation)
    by, shift = TEMPERATURES[:, np.newaxis, np.newaxis], SHIFTS[:, np.newaxis]
    along = _on_axis(core.recalibrated(found.probabilities, temperature=by, shift=shift))
    bins = _binned(n, prevalence, separation, seed)
    shares = np.where(np.isnan(bins.shares), NOWHERE, bins.shares)
    best, curves = found.thresholds.ravel(), found.curves
    peaks = [f"{curve.name}* = {score(curve.best)}" for curve in curves]
    words = [[f"best {at}", *peaks] for at in written(best)]
    same_score = separation == 0  # for all items: the share of positives
    all_half = same_score and prevalence == 0.5
    counts = [list(map(str, row)) for row in bins.counts.reshape(-1, BINS).tolist()]
    places = {
        **calibration_moving(best, curves, words),
        **{name: {"x": along} for name in (*(curve.name for curve in curves), "calibration")},
        "bins": {"x": _on_axis(bins.means), "y": repeating(shares.reshape(-1, BINS))},
        "counts": {"text": repeating(counts)},
    }
    return (
        Columns((TEMPERATURE,), SCORES.some(sure=[sureness(by, all_half=all_half) for by in TEMPERATURES.tolist()])),
        Columns((ODDS,), SCORES.some(moved=[_moved(value) for value in ODDS.values()])),
        Columns(
            (TEMPERATURE, ODDS),
            {
                **in_figure(FIGURE.id, places),
                # more digits for one that is above one half by less than three can show
                **SAY.some(accent=_finely(best)),
                **{
                    target: repeating(column)
                    for target, column in {
                        **SAY.some(same=_same(found, same_score=same_score), top=_top(found)),
                        **SCORES.some(kept=_kept(found)),
                    }.items()
                },
                **CHECKS.columns({"unsure": _unsure(), "above": _above(best)}),
            },
        ),
    )


@cached
def _binned(n: int, prevalence: float, separation: float, seed: int) -> Bins:
    """Return the bins of the sample at each temperature and shift: (temperatures, shifts, BINS)."""
    drawn = core.scored_labels(seed=seed, n=n, prevalence=prevalence, separation=separation)
    by, shift = TEMPERATURES[:, np.newaxis, np.newaxis], SHIFTS[:, np.newaxis]
    scores = core.recalibrated(core.posterior(drawn, prevalence, separation), temperature=by, shift=shift)
    # without any separation all scores are one number, perhaps an edge: rounding must not decide in which bin it is
    return core.calibration_bins(drawn.y_true, scores.round(12), bins=BINS)


def _on_axis(values: NDArray[np.float64]) -> Coded:
    """Return rows of places from 0 to 1, to a thousandth; nan is nowhere."""
    codes = np.where(np.isnan(values), len(THOUSANDTHS) - 1, 1000 * values)
    return Coded(THOUSANDTHS, np.rint(codes).astype(np.int16).reshape(len(BOTH), -1))


# ---- words ---------------------------------------------------------------------------------------------------------


def _moved(odds: float) -> str:
    if not odds:
        return "Their odds of a positive are right."
    return f"Their odds of a positive are {2 ** abs(odds):g} times too {'high' if odds > 0 else 'low'}."


def _same(found: Spoilt, *, same_score: bool) -> list[str]:
    """Return how each best threshold lies to the one that probabilities have; `same_score` says that all items have one."""
    rule = score(found.best.threshold)
    said = []
    for (by, shift), best in zip(BOTH, found.thresholds.ravel().tolist(), strict=True):
        if (by, shift) == (1, 0):
            said.append(", which is J*/(1 + J*) and half of F1*.")
        elif score(best) == rule:
            same = "the same as" if order(best, found.best.threshold) == 0 else "to three digits the same as"
            said.append(f", {same} J*/(1 + J*) again.")
        elif order(best, 0.5) > 0:
            said.append(f", above one half, where it never is for probabilities: they have theirs at {rule}.")
        elif same_score:
            said.append(", as good as any lower one: all items have the same score.")
        else:
            said.append(f", and no longer J*/(1 + J*), which is {rule}.")
    return said


def _top(found: Spoilt) -> list[str]:
    """Return what J reaches at each temperature and shift: the same, as the order of the items is."""
    top = score(found.best.score)
    return [f"J reaches {top} there." if both == (1, 0) else f"J still reaches {top}." for both in BOTH]


def _kept(found: Spoilt) -> list[str]:
    """Return what is left of J at each temperature and shift for who keeps the threshold that probabilities have."""
    top = score(found.best.score)
    each = written(found.kept.ravel())
    said = ["J is the same to three digits" if kept == top else f"J is only {kept}" for kept in each]
    return [
        "So they are probabilities." if both == (1, 0) else f"Cut at J*/(1 + J*), {of_j}."
        for both, of_j in zip(BOTH, said, strict=True)
    ]


def _finely(best: NDArray[np.float64]) -> list[str]:
    """Return thresholds in words: with more digits for one that is above one half by less than three can show."""
    return [apart(at, 0.5)[0] if order(at, 0.5) > 0 else score(at) for at in best.tolist()]


def _unsure() -> tuple[NDArray[np.bool_], list[str]]:
    """Return where the temperature is what the task asks for, and what is said of it."""
    met = np.array([by > 1 for by, _ in BOTH])
    said = [f"Temperature above 1: {'yes' if by > 1 else 'not yet'}, it is {by:.2f}." for by, _ in BOTH]
    return met, said


def _above(best: NDArray[np.float64]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return where the best threshold is what the task asks for, and what is said of it."""
    met = np.array([order(at, 0.5) > 0 for at in best.tolist()])
    said = [
        f"Best threshold above 0.5: {'yes' if holds else 'not yet'}, it is {text}."
        for holds, text in zip(met.tolist(), _finely(best), strict=True)
    ]
    return met, said


SETTINGS = [
    (Cell(temperature, TEMPERATURE.show(temp)), Cell(2.0**odds, ODDS.show(odds)))
    for temp, temperature in zip(TEMPERATURE.values(), TEMPERATURES.tolist(), strict=True)
    for odds in ODDS.values()
]
UNCHANGED = BOTH.index((1, 0))


def _of_bins(state: Calibrated) -> Table:
    bins = _binned(state.n, state.prevalence, state.separation, state.seed)
    of_settings = zip(*(each.reshape(-1, BINS).tolist() for each in bins), strict=True)
    return Table(
        ["temperature", "odds", "score", "items", "mean score", "share of positives"],
        [
            [*setting, f"{k / BINS:g} to {(k + 1) / BINS:g}", *bin]
            for setting, each in zip(SETTINGS, of_settings, strict=True)
            for k, bin in enumerate(zip(*each, strict=True))
        ],
        caption=f"The {whole(state.n)} items of the sample by their probabilities, at temperature 1 and odds × 1",
        name="The items of the sample by their scores",
        shown=range(BINS * UNCHANGED, BINS * (UNCHANGED + 1)),
        shown_columns=range(2, 6),
    )


def _of_thresholds(found: Spoilt) -> Table:
    columns = zip(SETTINGS, found.thresholds.ravel().tolist(), found.kept.ravel().tolist(), strict=True)
    return Table(
        ["temperature", "odds", "best threshold", "J there", f"J at {score(found.best.threshold)}"],
        [[*setting, best, found.best.score, kept] for setting, best, kept in columns],
        caption="The best threshold at each temperature, with odds × 1, for very many items",
        name="The best threshold at each temperature and odds",
        shown=range(ODDS.index(0), len(SETTINGS), ODDS.count),
        shown_columns=[0, *range(2, 5)],
    )


LESSON = Lesson(
    path="/thresholds/calibration",
    chapter=chapters.THRESHOLDS,
    title="Are the scores probabilities?",
    summary="Scores that are too sure or too unsure move the best threshold, and leave the best J as it is.",
    minutes=4,
    further=True,
    state=Calibrated,
    view=view,
    idea=[
        "Of the items with score 0.3, three in ten should be positive: what becomes of a threshold where it is not so?",
    ],
    lead=[Slider(TEMPERATURE), Slider(ODDS), SAY, SCORES],
    figures=[FIGURE, BINNED],
    controls=[
        Slider(N),
        Slider(PREVALENCE),
        Slider(SEPARATION),
        NumberField(SEED),
        Presets(
            {
                "Probabilities": {"temp": 0, "odds": 0},
                "Over-confident": {"temp": -1},
                "Under-confident": {"temp": 1},
                "Odds too high": {"odds": 3},
                "Nearly as drawn": {"temp": 0.5, "odds": 3},
            }
        ),
    ],
    question=Predict(
        "A model becomes over-confident: all its scores move towards 0 and 1, and their order stays. What changes?",
        {
            "the best J": "J at the best threshold depends only on which items are above it. The order stays, so the same "
            "items can still be cut off.",
            "the best threshold": "The same items are cut off at another score. So the threshold moves, and the best J and "
            "the best F1 stay. But whoever keeps J*/(1 + J*) as the threshold now loses.",
            "both": "The threshold moves. But the order of the items stays, so the same items can be cut off, with the same "
            "J.",
        },
        right="the best threshold",
        see=("See over-confident scores", {"temp": -1}),
        hides=(FIGURE, SAY, SCORES),
    ),
    called=[
        paragraph(
            "Scores that are probabilities are called ",
            html.B("calibrated"),
            ", and their best threshold is J*/(1 + J*): never above one half, because J is at most 1. A ",
            html.B("temperature"),
            " divides the logits, which makes scores over- or under-confident; a model that was trained where positives are "
            "more common gets the odds too high.",
        )
    ],
    task=Task("Make the scores under-confident, and the best threshold higher than one half all the same.", CHECKS),
    folds=[Fold("The numbers", TABLE), Code([core.calibration_bins])],
)
