"""The trained models on the test set: their scores at every threshold and at those that one would choose."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import core
from components import peer
from components.cache import cached
from components.lessons.soft_jaccard.models import Recipe, trained

HALF = 0.5
GRID = core.uniform_grid(0.01, 0.99, 99)
RESAMPLES = 1000


class Tested(NamedTuple):
    """A trained model on the test set: its probabilities, and its scores at every threshold and at some of them.

    `counts` and `scores` are those at the thresholds of the grid. `at_half`, `j`, its Wilson interval and `by_peer`, which
    is J by scikit-learn, are those at the threshold 0.5. `best_on_grid` and `best_of_all` were looked for on the
    test set itself; `tuned` is at the threshold that is best on the training set. `paired` is J at 0.5 less that of the
    first model, with its bootstrap interval on the same items; None for the first model, and without a positive.
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
    paired: core.Difference | None


@cached
def tested(recipe: Recipe) -> list[Tested]:
    """Return the models on the test set."""
    found = trained(recipe)
    y, first = found.data.y_test, found.fits[0]
    at_first = core.overlap_categories(y, _predicted(found.data, first))
    return [
        _tested(found.data, fit.weights)._replace(
            paired=None
            if fit is first or not y.any()
            else core.paired_difference(
                _j_of_outcomes,
                (core.overlap_categories(y, _predicted(found.data, fit)),),
                (at_first,),
                resamples=RESAMPLES,
            )
        )
        for fit in found.fits
    ]


def _predicted(data: core.TrainingData, fit: core.Fit) -> NDArray[np.bool_]:
    return core.predict_at(core.predict_proba(data.X_test, fit.weights), HALF)


def _j_of_outcomes(outcomes: NDArray[np.int64]) -> float:
    """Return J of items that are each 0 (TN), 1 (FN), 2 (FP) or 3 (TP); nan where the union is empty."""
    _, *union = np.bincount(outcomes, minlength=4).tolist()
    return union[-1] / sum(union) if any(union) else np.nan


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
        None,
    )
