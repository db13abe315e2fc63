"""The same training on many random data sets: what of a difference between losses is chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core._arrays import BoolArray, FloatArray
from core.kernels.batch import Rule, descend, tuned
from core.logistic import Descent, check_descent
from core.losses import sigmoid
from core.scores import safe_divide
from core.simulate import training_data


class SeedScores(NamedTuple):
    """Each of k models on the test data of each of s seeds.

    `at_half` (s, k) is the Jaccard score at the threshold 0.5, `tuned` (s, k) that at the model's own threshold, which is
    the best one on its training data and stands in `thresholds` (s, k). `weights` has the shape (s, k, d).
    """

    at_half: FloatArray
    tuned: FloatArray
    thresholds: FloatArray
    weights: FloatArray


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
