"""Evaluation: what the trained models score on the test set, at every threshold and at those that one would choose."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

import core
from components import peer
from components.figures.threshold_curves import OffGrid, OnGrid, threshold_curves
from components.live.target import Target
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import Graph, Part, Predict, TablePlace
from components.sections.soft_jaccard.models import EVERY, ITERATIONS, LONG, RUNS, Models, Recipe, RunName, trained
from components.words.line import Line
from components.words.numbers import exact as exactly
from components.words.numbers import many, score

HALF = 0.5
GRID = core.uniform_grid(0.01, 0.99, 99)
# The finer curve is drawn where the grid misses more of the score than the eye could overlook.
MISSED = 0.02

TEST = Graph(
    "test",
    "Jaccard score on the test set over the threshold, with one curve and one best threshold per model",
    height=430,
)
VERDICT = Line(
    "verdict",
    "At the threshold 0.5, J on the test set is {printed} for the printed run, {log} for log loss and {exact} with the "
    "exact gradient. {turn} But the test set has only {positives}, so chance matters. For log loss J is {log_hits}, with a "
    "95 % Wilson interval from {log_interval}. With the exact gradient it is {exact_hits}, with an interval from "
    "{exact_interval}. The two intervals {overlap}.",
)
TUNED = Line(
    "tuned",
    "The best thresholds in the figure were found on the test set itself. With the best of all thresholds log loss reaches "
    "{best}. With the threshold chosen on the training set it reaches {tuned}. {flattery}",
    live=False,
)
CHOSEN = Line(
    "chosen",
    "On the training set the best threshold is {log_threshold} for log loss, {printed_threshold} for the printed run and "
    "{exact_threshold} for the exact gradient. {nearer} With these thresholds J on the test set is {log}, {printed} and "
    "{exact}. {spread}",
    live=False,
)
DATA = Line(
    "data",
    "Training set: shape {train_shape}, share of positives {train_rate}. "
    "Test set: shape {test_shape}, share of positives {test_rate}. "
    "The first of the three columns is the constant 1. The other two are standardised on the training set.",
    live=False,
)
SUMMARY = TablePlace("summary")
SNIPPET = Line(
    "snippet",
    "import numpy as np\nfrom sklearn.metrics import jaccard_score\n\n"
    "rng = np.random.default_rng({seed})\n"
    "rng.binomial(1, 0.15, size=400), rng.normal(size=400)  # section 6 draws first\n"
    "X = np.vstack([rng.normal(0, 1, (900, 2)), rng.normal(2, 1, (100, 2))])\n"
    "order = rng.permutation(1000)\n"
    "X, y = X[order], np.repeat([0, 1], [900, 100])[order]\n"
    "X = (X - X[300:].mean(axis=0)) / X[300:].std(axis=0)\n"
    "X, y = np.column_stack([np.ones(300), X[:300]]), y[:300]  # the test set\n\n"
    "for name, w in {{\n"
    '    "log loss": [{w_log}],\n'
    '    "soft Jaccard, as printed": [{w_printed}],\n'
    '    "soft Jaccard, exact gradient": [{w_exact}],\n'
    "}}.items():\n"
    "    print(name, jaccard_score(y, X @ w >= 0))  # p >= 0.5 where the logit is >= 0\n"
    "# {j_log}\n# {j_printed}\n# {j_exact}\n",
)
CHECK = Line(
    "check",
    "Training runs in a faster form of gradient_descent. As a check, gradient_descent itself took the last {steps} "
    "iterations of the exact gradient for this page. The two forms end at weights that differ {differ}.",
    live=False,
)


class Tested(NamedTuple):
    """A trained model on the test set: its probabilities, and its scores at every threshold and at some of them.

    `counts` and `scores` are those at the thresholds of the grid. `at_half`, `j`, its Wilson interval and `by_peer`, which
    is J by scikit-learn, are those at the threshold 0.5. `best_on_grid` and `best_of_all` were looked for on the
    test set itself; `tuned` is at the threshold that is best on the training set.
    """

    p: NDArray[np.float64]
    counts: core.Counts
    scores: NDArray[np.float64]
    at_half: core.Counts
    j: float
    interval: core.Interval
    by_peer: float | None
    best_on_grid: core.Best
    best_of_all: core.Best
    tuned: core.Best


Tests: TypeAlias = Mapping[RunName, Tested]


def view(state: Models) -> View:
    """Return the evaluation in one state."""
    models, tests = trained(state.recipe), tested(state.recipe)
    y = models.data.y_test
    return View(
        figures={
            TEST.id: threshold_curves(
                GRID,
                [_on_grid(name, tests[name]) for name in state.drawn],
                _off_grid(y, tests["printed"]) if "printed" in state.drawn else None,
                x_title="threshold",
                y_title="Jaccard",
            )
        },
        texts={
            **_verdict(y, tests),
            **_tuned(tests["log"]),
            **_chosen(tests),
            **_data(models.data),
            **_snippet(state.seed, models.fits, tests),
            **CHECK.texts(steps=EVERY, differ=differ(models.apart)),
        },
        tables={SUMMARY.id: _summary(tests)},
    )


@lru_cache(maxsize=32)  # some 25 kB each
def tested(recipe: Recipe) -> Tests:
    """Return the models on the test set; they are kept for the next request, so nothing may write into them."""
    data, fits, _, _ = trained(recipe)
    return {name: _tested(data, fit.weights) for name, fit in fits.items()}


def _tested(data: core.TrainingData, weights: NDArray[np.float64]) -> Tested:
    p = core.predict_proba(data.X_test, weights)
    chosen = core.best_exact(data.y_train, core.predict_proba(data.X_train, weights)).threshold
    counts = core.threshold_counts(data.y_test, p, GRID)
    predicted = core.predict_at(p, HALF)
    at_half = core.confusion_counts(data.y_test, predicted)
    return Tested(
        p,
        counts,
        core.jaccard(counts),
        at_half,
        float(core.jaccard(at_half)),
        core.jaccard_interval(at_half),
        peer.value("jaccard_score", data.y_test, predicted),
        core.best_on_grid(data.y_test, p, GRID),
        core.best_exact(data.y_test, p),
        core.best_on_grid(data.y_test, p, [chosen]),
    )


def _on_grid(name: RunName, test: Tested) -> OnGrid:
    counts = test.counts
    each = np.stack([counts.tp, counts.fp, counts.fn, counts.tn], axis=1)
    return OnGrid(RUNS[name], test.scores, each, test.best_on_grid.threshold)


def _off_grid(y: NDArray[np.int64], test: Tested) -> OffGrid | None:
    """Return the curve of the printed run over all thresholds, where the grid misses much of it."""
    best = test.best_of_all
    if best.score - test.best_on_grid.score < MISSED:
        return None
    thresholds, counts = core.distinct_counts(y, test.p)
    words = f"{score(best.score)} between grid points"
    return OffGrid(RUNS["printed"], thresholds, core.jaccard(counts), best.threshold, best.score, words)


# ---- words ---------------------------------------------------------------------------------------------------------


def _verdict(y: NDArray[np.int64], tests: Tests) -> dict[Target, str]:
    log, exact = tests["log"], tests["exact"]
    overlap = log.interval.low <= exact.interval.high and exact.interval.low <= log.interval.high
    return VERDICT.texts(
        **{name: score(test.j) for name, test in tests.items()},
        turn=_turn(log.j, tests["printed"].j, exact.j),
        positives=many(int(y.sum()), "positive"),
        log_hits=_out_of(log.at_half),
        exact_hits=_out_of(exact.at_half),
        log_interval=_ends(log.interval),
        exact_interval=_ends(exact.interval),
        overlap="overlap" if overlap else "do not overlap",
    )


def _turn(log: float, printed: float, exact: float) -> str:
    if printed < log < exact:
        return "The right gradient turns the conclusion round."
    if exact > log:
        return "The exact gradient is ahead of log loss."
    return "The exact gradient is level with log loss." if exact == log else "On these data log loss stays ahead."


def _out_of(counts: core.Counts) -> str:
    return f"{counts.tp} of {counts.union}"


def _ends(interval: core.Interval) -> str:
    return f"{score(interval.low)} to {score(interval.high)}"


def _tuned(log: Tested) -> dict[Target, str]:
    best, tuned = log.best_of_all.score, log.tuned.score
    return TUNED.texts(
        best=score(best, 4),
        tuned=score(tuned, 4),
        flattery="So the choice on the test set flattered log loss." if best > tuned else "Here that costs nothing.",
    )


def _chosen(tests: Tests) -> dict[Target, str]:
    thresholds = {name: test.tuned.threshold for name, test in tests.items()}
    return CHOSEN.texts(
        **{f"{name}_threshold": score(threshold, 2) for name, threshold in thresholds.items()},
        nearer=_nearer(abs(thresholds["log"] - HALF), abs(thresholds["exact"] - HALF)),
        **{name: score(test.tuned.score, 4) for name, test in tests.items()},
        spread=_spread([test.j for test in tests.values()], [test.tuned.score for test in tests.values()]),
    )


def _nearer(log: float, exact: float) -> str:
    """Return which of two thresholds is nearer to 0.5, from their distances."""
    if exact == log:
        return "The thresholds of log loss and of the exact gradient are equally far from 0.5."
    where = "nearer to" if exact < log else "farther from"
    return f"The threshold of the exact gradient is {where} 0.5 than that of log loss."


def _spread(at_half: list[float], tuned: list[float]) -> str:
    """Return whether the models differ less at their own thresholds than at 0.5."""
    before, after = (max(scores) - min(scores) for scores in (at_half, tuned))
    if after < before:
        return "So the models differ less than at 0.5: part of the difference there was the threshold."
    return "So the models do not differ less than at 0.5."


def _data(data: core.TrainingData) -> dict[Target, str]:
    return DATA.texts(
        train_shape=data.X_train.shape,
        train_rate=float(data.y_train.mean()),
        test_shape=data.X_test.shape,
        test_rate=float(data.y_test.mean()),
    )


def _snippet(seed: int, fits: Mapping[RunName, core.Fit], tests: Tests) -> dict[Target, str]:
    return SNIPPET.texts(
        seed=seed,
        **{f"w_{name}": ", ".join(map(repr, fit.weights.tolist())) for name, fit in fits.items()},
        **{f"j_{name}": exactly(test.j) for name, test in tests.items()},
    )


def differ(apart: float) -> str:
    """Return how the weights of two descents differ, from the largest difference."""
    return "by rounding only" if apart < 1e-9 else f"by up to {apart:.0e}"


def _summary(tests: Tests) -> Table:
    each = tests.values()
    in_full = [Cell(test.j, exactly(test.j)) for test in each]
    on_grid = [test.best_on_grid for test in each]
    return Table(
        ["on the test set", *(LONG[name] for name in tests)],
        [
            ["J at the threshold 0.5", *in_full],
            ["the same by scikit-learn", *(peer.MISSING if test.by_peer is None else test.by_peer for test in each)],
            ["TP", *(test.at_half.tp for test in each)],
            ["TP + FP + FN", *(test.at_half.union for test in each)],
            ["95 % Wilson interval, lower end", *(Cell(t.interval.low, score(t.interval.low)) for t in each)],
            ["95 % Wilson interval, upper end", *(Cell(t.interval.high, score(t.interval.high)) for t in each)],
            ["best threshold on the grid", *(Cell(best.threshold, score(best.threshold, 2)) for best in on_grid)],
            ["J there", *(Cell(best.score, exactly(best.score)) for best in on_grid)],
            ["best of all thresholds", *(test.best_of_all.threshold for test in each)],
            ["J there", *(test.best_of_all.score for test in each)],
            ["threshold chosen on the training set", *(test.tuned.threshold for test in each)],
            ["J there, on the test set", *(test.tuned.score for test in each)],
            ["lowest probability", *(Cell(float(t.p.min()), score(float(t.p.min()))) for t in each)],
            ["highest probability", *(Cell(float(t.p.max()), score(float(t.p.max()))) for t in each)],
        ],
        caption=f"The three models after {ITERATIONS} iterations. The grid has the thresholds 0.01, 0.02, ... to 0.99.",
        digits=4,
    )


# ---- the part ------------------------------------------------------------------------------------------------------

PREDICT = Predict(
    "In the notebook that this course grew from, soft Jaccard scores 0.175 on the test set at the threshold 0.5. Log loss "
    "scores 0.621. Does the soft model tell positives from negatives worse?",
    {
        "yes, it learned next to nothing": "Its weights have hardly moved, but they point the right way. All its "
        "probabilities lie between 0.491 and 0.515, and they are in good order: at the threshold 0.507 the model scores "
        "0.767, as much as log loss at its best.",
        "no, only the threshold is wrong": "All its probabilities lie between 0.491 and 0.515, so at 0.5 too many items are "
        "predicted positive. But the probabilities are in good order: at the threshold 0.507 the model scores 0.767, as "
        "much as log loss at its best. A score at one threshold says little about the order.",
    },
    right="no, only the threshold is wrong",
    see=("Look at the printed run alone", {"gradient": "printed"}),
)
PART = Part(
    view,
    name="evaluation",
    title="What the test set says",
    idea=[
        "After training, the models meet data that they have not seen. The figure has their scores at every threshold.",
        PREDICT,
    ],
    lead=[VERDICT],
    figures=[TEST, TUNED, CHOSEN],
    below=[SUMMARY, DATA],
)
