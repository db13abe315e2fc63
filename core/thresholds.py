"""Thresholds: what a threshold predicts, the counts at many thresholds, and the best one.

A sample is predicted positive when its score is at least the threshold, p >= t, so also where the two are equal.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import BoolArray, FloatArray, binary_vector, float_vector, real_vector
from core.counts import Counts
from core.kernels.sweep import Sweep, contenders, distinct, sweep
from core.scores import jaccard


class Best(NamedTuple):
    """The threshold with the highest Jaccard score, that score, and the counts at it."""

    threshold: float
    score: float
    counts: Counts


def predict_at(scores: ArrayLike, threshold: float) -> BoolArray:
    """Predict positive where the score reaches the threshold, p >= t.

    `scores`: (n,), any real numbers; `threshold`: a number. Returns bools of shape (n,). NaN or empty scores and a NaN
    threshold raise ValueError. float32 scores are compared as the exact numbers they are.

    >>> predict_at([0.2, 0.5, 0.9], 0.5)
    array([False,  True,  True])
    """
    if np.isnan(threshold):
        raise ValueError("threshold must be a number, got nan")
    predicted: BoolArray = real_vector(scores, "scores") >= np.float64(threshold)  # not cast to the scores' type
    return predicted


def uniform_grid(low: float, high: float, steps: int) -> FloatArray:
    """Evenly spaced thresholds from `low` to `high`, both included: `steps` numbers, as np.linspace gives them.

    `steps` >= 2 and low < high, both finite; else ValueError.

    >>> uniform_grid(0, 1, 5)
    array([0.  , 0.25, 0.5 , 0.75, 1.  ])
    """
    if steps < 2:
        raise ValueError(f"steps must be at least 2, got {steps}")
    if not 0 < float(high) - float(low) < np.inf:
        raise ValueError(f"low must be below high, both finite, got {low} and {high}")
    return np.linspace(low, high, steps)


def threshold_counts(y_true: ArrayLike, scores: ArrayLike, thresholds: ArrayLike) -> Counts:
    """Counts at every threshold, from one pass over the scores.

    `y_true`: (n,), bool or only 0 and 1; `scores`: (n,), real, no NaN; `thresholds`: (k,), in any order, no NaN.
    Returns counts of shape (k,), in the order of the thresholds. Bad input raises ValueError.

    >>> threshold_counts([0, 1, 1], [0.2, 0.5, 0.9], [0.0, 0.5, 1.0]).tp
    array([2, 2, 0])
    """
    true, values = _scored(y_true, scores)
    cuts = float_vector(thresholds, "thresholds")
    if (cuts[1:] >= cuts[:-1]).all():
        return _counts(sweep(true, values, cuts), true)
    ascending, place = np.unique(cuts, return_inverse=True)
    return _counts(sweep(true, values, ascending), true)[place]


def distinct_counts(y_true: ArrayLike, scores: ArrayLike) -> tuple[FloatArray, Counts]:
    """Every distinct score as a threshold, ascending, with the counts at it.

    Input as for `threshold_counts`. Returns thresholds of shape (k,) and counts of shape (k,), where k is the number
    of distinct scores. A threshold above all scores, which predicts no positive, is not among them.

    >>> thresholds, counts = distinct_counts([0, 1, 1], [0.2, 0.5, 0.5])
    >>> thresholds, counts.tp, counts.fp
    (array([0.2, 0.5]), array([2, 2]), array([1, 0]))
    """
    true, values = _scored(y_true, scores)
    thresholds, counted = distinct(true, values)
    return thresholds, _counts(counted, true)


def best_on_grid(y_true: ArrayLike, scores: ArrayLike, thresholds: ArrayLike, *, zero_division: float = 0.0) -> Best:
    """The given threshold with the highest Jaccard score; the first of them if several share it.

    Input as for `threshold_counts`. `zero_division` (0, 1 or nan): the score of a threshold where nothing is positive;
    nan never wins against a number. A threshold between the given ones may do better: `best_exact` finds it.

    >>> best_on_grid([0, 1, 1], [0.2, 0.55, 0.9], [0.1, 0.3, 0.5, 0.7]).threshold
    0.3
    """
    cuts = float_vector(thresholds, "thresholds")
    return _first_best(cuts, threshold_counts(y_true, scores, cuts), zero_division=zero_division)


def best_exact(y_true: ArrayLike, scores: ArrayLike) -> Best:
    """The distinct score that, as a threshold, gives the highest Jaccard score; the lowest of them if several do.

    Input as for `threshold_counts`. No other threshold does better. Never 0/0, because a threshold that is a score
    predicts at least one positive.

    >>> best_exact([0, 1, 1], [0.2, 0.55, 0.9])
    Best(threshold=0.55, score=1.0, counts=Counts(tp=2, fp=0, fn=0, tn=1))
    """
    true, values = _scored(y_true, scores)
    thresholds, counted = contenders(true, values)
    return _first_best(thresholds, _counts(counted, true), zero_division=0.0)


def plug_in_threshold(j: float) -> float:
    """Threshold that is optimal for calibrated probabilities whose best reachable Jaccard score is j: t = j / (1 + j).

    `j` 0 to 1 (else ValueError); the result is 0 to 1/2. The same threshold is the best for F1, where it is F/2.
    Source: Lipton, Elkan and Narayanaswamy, arXiv 1402.1892 (2014), with F = 2J / (1 + J).

    >>> plug_in_threshold(0.5)
    0.3333333333333333
    """
    if not 0 <= j <= 1:
        raise ValueError(f"j must lie between 0 and 1, got {j}")
    return j / (1 + j)


def _first_best(thresholds: FloatArray, counts: Counts, *, zero_division: float) -> Best:
    values = jaccard(counts, zero_division=zero_division)
    best = int(np.argmax(np.where(np.isnan(values), -1.0, values)))
    return Best(float(thresholds[best]), float(values[best]), counts[best])


def _scored(y_true: ArrayLike, scores: ArrayLike) -> tuple[BoolArray, NDArray[Any]]:
    true, values = binary_vector(y_true, "y_true"), real_vector(scores, "scores")
    if true.shape != values.shape:
        raise ValueError(f"y_true and scores must have one length, got {true.size} and {values.size}")
    return true, values


def _counts(counted: Sweep, true: BoolArray) -> Counts:
    support = int(np.count_nonzero(true))
    tp, fp = counted
    return Counts(tp, fp, support - tp, true.size - support - fp)
