"""Scores from counts: one safe division, and one way to average."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from core._arrays import FloatArray
from core.counts import Counts

# A float for the counts of one comparison, an array for counts that are arrays.
Score: TypeAlias = Any

Weighing: TypeAlias = Literal["equal", "support", "union"]


def safe_divide(numerator: ArrayLike, denominator: ArrayLike, *, zero_division: float = 0.0) -> Score:
    """Divide, with a stated value where the denominator is 0.

    `numerator`, `denominator`: numbers or arrays of shapes that broadcast. `zero_division`: 0, 1 or nan, the result
    of a division by 0; another value raises ValueError. Returns a float for two numbers, else a float64 array.

    >>> safe_divide([1, 0], [2, 0], zero_division=1.0)
    array([0.5, 1. ])
    """
    if not (zero_division in (0, 1) or np.isnan(zero_division)):
        raise ValueError(f"zero_division must be 0, 1 or nan, got {zero_division!r}")
    above, below = np.asarray(numerator, np.float64), np.asarray(denominator, np.float64)
    result = np.full(np.broadcast_shapes(above.shape, below.shape), zero_division, np.float64)
    np.divide(above, below, out=result, where=below != 0)
    return result if result.ndim else float(result)


def jaccard(counts: Counts, *, zero_division: float = 0.0) -> Score:
    """Jaccard score TP / (TP + FP + FN), the intersection over the union of the true and the predicted positives.

    Range 0 to 1; a float for counts of numbers, an array of the counts' shape for arrays. Where nothing is positive,
    neither truly nor predicted, it is 0/0: `zero_division`, which is 0, 1 or nan (else ValueError).
    Source: Jaccard, "The distribution of the flora in the alpine zone", New Phytologist 11 (1912).

    >>> jaccard(Counts(tp=2, fp=1, fn=1, tn=2))
    0.5
    """
    return safe_divide(counts.tp, counts.union, zero_division=zero_division)


def f1(counts: Counts, *, zero_division: float = 0.0) -> Score:
    """F1 (Dice) score 2TP / (2TP + FP + FN), the harmonic mean of precision and recall.

    Range 0 to 1; float or array as the counts are. 0/0, where nothing is positive, is `zero_division` (0, 1 or nan,
    else ValueError). Source: Dice, "Measures of the amount of ecologic association", Ecology 26 (1945).

    >>> f1(Counts(tp=2, fp=1, fn=1, tn=2))
    0.6666666666666666
    """
    return safe_divide(2 * counts.tp, counts.support + counts.predicted, zero_division=zero_division)


def precision(counts: Counts, *, zero_division: float = 0.0) -> Score:
    """Precision TP / (TP + FP), the part of the predicted positives that is right.

    Range 0 to 1; float or array as the counts are. 0/0, where nothing is predicted positive, is `zero_division`
    (0, 1 or nan, else ValueError). Source: the definition.

    >>> precision(Counts(tp=3, fp=1, fn=2, tn=0))
    0.75
    """
    return safe_divide(counts.tp, counts.predicted, zero_division=zero_division)


def recall(counts: Counts, *, zero_division: float = 0.0) -> Score:
    """Recall TP / (TP + FN), the part of the true positives that is found.

    Range 0 to 1; float or array as the counts are. 0/0, where nothing is truly positive, is `zero_division`
    (0, 1 or nan, else ValueError). Source: the definition.

    >>> recall(Counts(tp=3, fp=1, fn=2, tn=0))
    0.6
    """
    return safe_divide(counts.tp, counts.support, zero_division=zero_division)


def specificity(counts: Counts, *, zero_division: float = 0.0) -> Score:
    """Specificity TN / (TN + FP), the part of the truly negative that is predicted negative: the recall of negatives.

    Range 0 to 1; float or array as the counts are. 0/0, where nothing is truly negative, is `zero_division`
    (0, 1 or nan, else ValueError). Source: the definition.

    >>> specificity(Counts(tp=0, fp=1, fn=2, tn=3))
    0.75
    """
    return safe_divide(counts.tn, counts.tn + counts.fp, zero_division=zero_division)


def accuracy(counts: Counts) -> Score:
    """Accuracy (TP + TN) / all, the part of all samples that is right, true negatives included.

    Range 0 to 1; float or array as the counts are; nan for no samples at all. Source: the definition.

    >>> accuracy(Counts(tp=10, fp=5, fn=5, tn=2000))
    0.995049504950495
    """
    return safe_divide(counts.tp + counts.tn, counts.total, zero_division=np.nan)


def jaccard_from_f1(f1: ArrayLike) -> Score:
    """Jaccard score that belongs to an F1 score, J = F / (2 - F).

    `f1`: a number or array in 0 to 1 (else ValueError; nan stays nan); the result has its shape and range. Never
    0/0. Source: both are ratios of the same TP and FP + FN.

    >>> jaccard_from_f1(0.5)
    0.3333333333333333
    """
    given = _unit_interval(f1, "f1")
    return safe_divide(given, 2 - given)


def f1_from_jaccard(j: ArrayLike) -> Score:
    """F1 score that belongs to a Jaccard score, F = 2J / (1 + J).

    `j`: a number or array in 0 to 1 (else ValueError; nan stays nan); the result has its shape and range. Never
    0/0. Source: the inverse of `jaccard_from_f1`.

    >>> f1_from_jaccard(0.5)
    0.6666666666666666
    """
    given = _unit_interval(j, "j")
    return safe_divide(2 * given, 1 + given)


def equal_jaccard_line(j: ArrayLike, positives: int, limit: float) -> tuple[FloatArray, FloatArray]:
    """The ends of the line on which predictions of the same positives have the Jaccard score J: FN = P - J (P + FP).

    `j`: a number or array in 0 to 1 (else ValueError). `positives`: P = TP + FN, the same for all predictions. `limit`:
    the most false positives and the most false negatives, 0 to P (else ValueError). Returns the false positives and the
    false negatives of both ends inside these limits, each of the shape of `j` and (2,): first the end with fewer false
    positives. J at 1 is one point, the perfect prediction. Scores that are nowhere inside the limits give nan, and so does nan.
    Never 0/0. Source: the definition, with TP = P - FN.

    >>> equal_jaccard_line(0.5, positives=30, limit=30)
    (array([ 0., 30.]), array([15.,  0.]))
    """
    score = _unit_interval(j, "j")[..., np.newaxis]
    if not 0 < limit <= positives:
        raise ValueError(f"limit must lie between 0 and the positives, {positives}, got {limit}")
    fp = np.broadcast_to(np.array([0.0, limit]), (*score.shape[:-1], 2))
    fn = positives - score * (positives + fp)
    inside = np.clip(fn, 0, limit)
    # where the line leaves through the upper or the lower edge, the other count says where
    at_edge = safe_divide(positives - inside, score) - positives
    fp = np.where(fn == inside, fp, at_edge)
    there = (fp > -1e-9) & (fp < limit + 1e-9)
    return np.where(there, fp, np.nan), np.where(there, inside, np.nan)


def average(scores: ArrayLike, *, weights: ArrayLike | None = None) -> Score:
    """Mean of scores, plain or weighted, that leaves undefined (nan) scores out.

    `scores`: shape (k,), or (..., k) for many means, which come as an array of the other axes. `weights`: of the shape
    of scores, for instance the support of each class. Where no score is left the mean is nan. Where the weights of
    those left sum to 0 it is their plain mean. Different shapes, or a single number, raise ValueError.

    >>> average([0.5, 1.0, float("nan")])
    0.75
    >>> average([0.5, 1.0], weights=[3, 1])
    0.625
    """
    values = np.asarray(scores, np.float64)
    if values.ndim == 0:
        raise ValueError(f"scores must have shape (k,) or (..., k), got {values.shape}")
    defined = ~np.isnan(values)
    if weights is None and values.size and defined.all():
        mean = values.mean(axis=-1)
        return mean if mean.ndim else float(mean)
    counted = defined.astype(np.float64)
    if weights is not None:
        given = np.asarray(weights, np.float64)
        if given.shape != values.shape:
            raise ValueError(f"weights must have the shape of scores, {values.shape}, got {given.shape}")
        given = np.where(defined, given, 0.0)
        counted = np.where(given.sum(axis=-1, keepdims=True) == 0, counted, given)
    total = (np.where(defined, values, 0.0) * counted).sum(axis=-1)
    return safe_divide(total, counted.sum(axis=-1), zero_division=float("nan"))


def average_weights(counts: Counts, *, by: Weighing, zero_division: float = 0.0) -> FloatArray:
    """The share of each label, class or sample in an average of Jaccard scores.

    `counts`: shape (k,), or (..., k) for many averages. `by`: "equal" for the macro and the samples average, "support"
    for the weighted one, "union" for the micro one, which is the mean of the scores weighted by their unions.
    Returns the shape of the counts; the shares are 0 to 1 and sum to 1. With `zero_division` nan a score that is 0/0 is
    left out, so its share is 0; all shares are 0 if none is left. Where the supports or unions of those left sum to 0,
    they share equally, as in `average`. Counts of one comparison, another `by` or another `zero_division` than 0, 1 or
    nan raise ValueError.

    >>> counts = Counts(np.array([3, 0, 0]), np.array([1, 0, 0]), np.array([0, 1, 0]), np.array([6, 9, 10]))
    >>> average_weights(counts, by="support")
    array([0.75, 0.25, 0.  ])
    >>> average_weights(counts, by="equal", zero_division=float("nan"))
    array([0.5, 0.5, 0. ])
    """
    if by not in ("equal", "support", "union"):
        raise ValueError(f"by must be 'equal', 'support' or 'union', got {by!r}")
    if np.ndim(counts.tp) == 0:
        raise ValueError("counts must be arrays, of several labels, classes or samples; got those of one comparison")
    defined = (~np.isnan(jaccard(counts, zero_division=zero_division))).astype(np.float64)
    given = {"equal": 1.0, "support": counts.support, "union": counts.union}[by] * defined
    given = np.where(given.sum(axis=-1, keepdims=True) == 0, defined, given)
    shares: FloatArray = safe_divide(given, given.sum(axis=-1, keepdims=True))
    return shares


def _unit_interval(values: ArrayLike, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    array = np.asarray(values, np.float64)
    if ((array < 0) | (array > 1)).any():
        raise ValueError(f"{name} must lie between 0 and 1, got values from {np.nanmin(array)} to {np.nanmax(array)}")
    return array
