"""The same choice on many random data sets: what of a difference between losses, or between thresholds, is chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core._arrays import BoolArray, FloatArray
from core.calibration import before_recalibration, expected_counts, recalibrated, threshold_without_labels
from core.kernels.batch import Rule, descend, tuned
from core.logistic import Descent, check_descent
from core.losses import sigmoid
from core.scores import jaccard, safe_divide
from core.simulate import ScoredLabels, posterior, training_data


class SeedScores(NamedTuple):
    """Each of k models on the test data of each of s seeds.

    `at_half` (s, k) is the Jaccard score at the threshold 0.5, `tuned` (s, k) that at the model's own threshold, which is
    the best one on its training data and stands in `thresholds` (s, k). `weights` has the shape (s, k, d).
    """

    at_half: FloatArray
    tuned: FloatArray
    thresholds: FloatArray
    weights: FloatArray


class DrawnThresholds(NamedTuple):
    """Two ways to a threshold on each of d samples: `labelled` (d,) and `plug_in` (d,), both as thresholds of the posterior.

    `labelled_j` (d,) and `plug_in_j` (d,) are the Jaccard scores that they reach on very many new items. `positives` (d,)
    is how many positives each sample has; without one no threshold scores more than 0, and the lowest score is taken.
    """

    labelled: FloatArray
    plug_in: FloatArray
    labelled_j: FloatArray
    plug_in_j: FloatArray
    positives: NDArray[np.int64]


def thresholds_on_draws(
    draws: int,
    items: int,
    *,
    seed: int = 42,
    prevalence: float = 0.15,
    separation: float = 1.5,
    temperature: float = 1.0,
    shift: float = 0.0,
) -> DrawnThresholds:
    """Draw many small samples like `scored_labels`; choose a threshold on each with its labels, and one without.

    `draws`, `items` >= 1. With labels it is the threshold that `best_exact` finds, without them
    `threshold_without_labels` of the scores, which are the posteriors as `recalibrated` changes them. Both cut the same
    items. The other options, and errors, are those of the functions named. Source: simulation.

    >>> found = thresholds_on_draws(200, 50)
    >>> float(found.labelled_j.mean().round(2)), float(found.plug_in_j.mean().round(2))
    (0.33, 0.37)
    """
    if draws < 1 or items < 1:
        raise ValueError(f"draws and items must be at least 1, got {draws} and {items}")
    rng = np.random.default_rng(seed)
    y = rng.random((draws, items)) < prevalence
    drawn = ScoredLabels(y.astype(np.int64), rng.normal(size=y.shape) + separation * y, np.empty(0))
    p = posterior(drawn, prevalence, separation)
    labelled = tuned(y, p[:, np.newaxis])[:, 0]
    cut = threshold_without_labels(recalibrated(p, temperature=temperature, shift=shift))
    # what a threshold of the changed scores cuts off, in terms of the posterior
    plug_in = before_recalibration(cut, temperature=temperature, shift=shift)
    labelled_j, plug_in_j = (
        np.asarray(jaccard(expected_counts(t, prevalence=prevalence, separation=separation)))
        for t in (labelled, plug_in)
    )
    return DrawnThresholds(labelled, plug_in, labelled_j, plug_in_j, y.sum(axis=1))


def train_on_seeds(
    seeds: Sequence[int],
    descents: Sequence[Descent],
    *,
    iterations: int = 400,
    n: int = 1000,
    prevalence: float = 0.1,
    separation: float = 2.0,
    mislabelled: float = 0.0,
) -> SeedScores:
    """Fit models to the training data of many seeds at once, and judge each on the test data of its seed.

    `seeds`, `descents`: one at least of each. The other options are those of `training_data` and `fit_logistic`, and
    so are the errors. A score that is 0/0 is 0. The sums of a step are in single precision, which changes the weights by
    less than 1e-6; only the path of the Lovász hinge may part from that of `fit_logistic`, because it jumps at kinks.

    >>> scores = train_on_seeds(range(3), [Descent("log"), Descent("soft_jaccard", 1.0)])
    >>> scores.tuned.round(2)[0]
    array([0.73, 0.73])
    """
    if not len(seeds) or not descents:
        raise ValueError("seeds and descents must hold at least one each, got none")
    for descent in descents:
        check_descent(descent, iterations)
    data = [
        training_data(seed=seed, n=n, prevalence=prevalence, separation=separation, mislabelled=mislabelled)
        for seed in seeds
    ]
    X, y = _stacked([(each.X_train, each.y_train) for each in data])
    weights = descend(X, y, [_rule(descent, len(y[0])) for descent in descents], iterations)
    thresholds = tuned(y, _probabilities(X, weights))
    X_test, y_test = _stacked([(each.X_test, each.y_test) for each in data])
    p = _probabilities(X_test, weights)
    return SeedScores(
        _jaccard(y_test, p >= 0.5), _jaccard(y_test, p >= thresholds[:, :, np.newaxis]), thresholds, weights
    )


def _rule(descent: Descent, n: int) -> Rule:
    # The slip: the gradient is divided by n although the loss is not a mean. Dividing the rate has the same effect, if
    # the penalty is multiplied.
    part = n if descent.gradient == "printed" and descent.loss != "log" else 1
    rate, l2 = descent.learning_rate / part, descent.l2 * part
    if descent.loss == "log":
        return Rule("log", rate, l2)
    if descent.loss == "lovasz_hinge":
        return Rule("hinge", rate, l2)
    a, b = (1.0, 1.0) if descent.loss == "soft_jaccard" else (2.0, 0.0)
    return Rule("ratio", rate, l2, a, b)


def _stacked(parts: Sequence[tuple[FloatArray, np.ndarray]]) -> tuple[FloatArray, BoolArray]:
    X, y = zip(*parts, strict=True)
    return np.stack(X), np.stack(y).astype(bool)


def _probabilities(X: FloatArray, weights: FloatArray) -> FloatArray:
    return sigmoid(np.matmul(weights, X.transpose(0, 2, 1)))


def _jaccard(y: BoolArray, predicted: BoolArray) -> FloatArray:
    true = y[:, np.newaxis]
    hits, union = np.count_nonzero(predicted & true, axis=-1), np.count_nonzero(predicted | true, axis=-1)
    return np.asarray(safe_divide(hits, union))
