"""Calibration: whether scores are probabilities, what spoils that, and the threshold that probabilities alone give."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import FloatArray, as_array, binary_vector, check_unit_interval
from core.counts import Counts
from core.losses import sigmoid
from core.scores import jaccard, safe_divide
from core.thresholds import Best

_TAIL = np.frompyfunc(lambda x: 0.5 * math.erfc(x / math.sqrt(2)), 1, 1)  # of the normal distribution, above x
_ROUNDING = 1e-9  # logits so close are equal


class Bins(NamedTuple):
    """Items sorted into bins of equal width by their scores, for one sample (k,) or several scorings of it (..., k).

    `counts` are the items in each bin, `means` their mean score, `shares` the share of positives among them; the last two
    are nan in an empty bin.
    """

    counts: NDArray[np.int64]
    means: FloatArray
    shares: FloatArray


def recalibrated(scores: ArrayLike, *, temperature: ArrayLike = 1.0, shift: ArrayLike = 0.0) -> FloatArray:
    """Scores whose logits are divided by the temperature and moved by the shift: the order of the items stays.

    `scores`: any shape, 0 to 1; the result is 0 to 1, and 0 and 1 stay. `temperature` > 0: below 1 the scores move towards
    0 and 1, above 1 towards one half. `shift` in units of the logit: log(k) multiplies the odds of a positive by k. Both
    finite, else ValueError. They are numbers, or arrays of shapes that broadcast with the scores, as the result does.
    Source: Guo et al., "On calibration of modern neural networks", ICML 2017, for the temperature.

    >>> recalibrated([0.1, 0.5], temperature=0.5).round(3)
    array([0.012, 0.5  ])
    """
    by, moved = _change(temperature, shift)
    return sigmoid(_logit(scores) / by + moved)


def before_recalibration(scores: ArrayLike, *, temperature: ArrayLike = 1.0, shift: ArrayLike = 0.0) -> FloatArray:
    """The scores that `recalibrated` turned into these ones, with the same temperature and shift.

    Arguments, range, shape and errors are those of `recalibrated`. Source: its logit, solved for the first one.

    >>> before_recalibration(recalibrated([0.1, 0.5], temperature=0.5, shift=1), temperature=0.5, shift=1).round(3)
    array([0.1, 0.5])
    """
    by, moved = _change(temperature, shift)
    return sigmoid(by * (_logit(scores) - moved))


def calibration_bins(y_true: ArrayLike, scores: ArrayLike, *, bins: int = 10) -> Bins:
    """Mean score and share of positives in bins of equal width: for calibrated scores the two agree but for chance.

    `y_true`: (n,), bool or only 0 and 1; `scores`: (n,), or (..., n) for several scorings of the same items, 0 to 1;
    `bins` >= 1; else ValueError. A score on the edge between two bins belongs to the lower one, as in scikit-learn's
    calibration_curve, which leaves empty bins out. Source: Murphy and Winkler, "Reliability of subjective probability
    forecasts of precipitation and temperature", J. R. Stat. Soc. C 26 (1977).

    >>> calibration_bins([0, 0, 1, 1], [0.1, 0.3, 0.4, 0.9], bins=2).shares.round(3)
    array([0.333, 1.   ])
    """
    true, values = binary_vector(y_true, "y_true"), as_array(scores, "scores").astype(np.float64)
    if values.shape[-1:] != true.shape:
        raise ValueError(f"scores must have one value for each label, got shapes {values.shape} and {true.shape}")
    check_unit_interval(values, "scores")
    if bins < 1:
        raise ValueError(f"bins must be at least 1, got {bins}")
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    rows = values.reshape(-1, true.size)
    cell = np.searchsorted(inner, rows) + bins * np.arange(len(rows))[:, np.newaxis]
    shape, size = (*values.shape[:-1], bins), len(rows) * bins

    def added(cells: NDArray[np.intp], weights: FloatArray | None = None) -> NDArray[np.float64]:
        return np.bincount(cells.ravel(), None if weights is None else weights.ravel(), size).reshape(shape)

    counts = added(cell).astype(np.int64)
    sums, positives = added(cell, rows), added(cell[:, true])
    means, shares = (safe_divide(each, counts, zero_division=np.nan) for each in (sums, positives))
    return Bins(counts, means, shares)


def expected_counts(thresholds: ArrayLike, *, prevalence: float = 0.15, separation: float = 1.5) -> Counts:
    """Counts, as shares of all items, of very many items of `scored_labels` whose `posterior` reaches each threshold.

    `thresholds`: a number or any shape, 0 to 1; the counts have that shape and add up to 1. 0 < `prevalence` < 1 and
    `separation` >= 0, finite; else ValueError. Source: the posterior is an increasing function of the logit, which is
    normal in each class.

    >>> round(jaccard(expected_counts(0.3)), 3)
    0.373
    """
    if not 0 < prevalence < 1 or not 0 <= separation < np.inf:
        raise ValueError(
            f"prevalence must lie strictly between 0 and 1, separation be 0 or more, got {prevalence} and {separation}"
        )
    prior = math.log(prevalence) - math.log1p(-prevalence)
    above = _logit(thresholds) - prior
    if separation:
        cut = above / separation + separation / 2
        false, true = (np.asarray(_TAIL(cut - at), np.float64) for at in (0.0, separation))
    else:  # every item has the same posterior
        false = true = np.asarray(above <= _ROUNDING, np.float64)
    tp, fp = (share * each[()] for share, each in ((prevalence, true), (1 - prevalence, false)))
    return Counts(tp, fp, prevalence - tp, 1 - prevalence - fp)


def best_expected(*, prevalence: float = 0.15, separation: float = 1.5) -> Best:
    """Threshold of the posterior with the highest Jaccard score on very many items of `scored_labels`, and that score.

    Arguments and errors as for `expected_counts`, which gives the counts. The best threshold of probabilities is
    J*/(1 + J*): from 0 on, each threshold is made of the score at the one before, until nothing changes.
    Source: Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967).

    >>> best = best_expected()
    >>> round(best.threshold, 3), round(best.score, 3)
    (0.272, 0.375)
    """
    threshold, score = 0.0, -1.0
    while True:
        counts = expected_counts(threshold, prevalence=prevalence, separation=separation)
        found = float(jaccard(counts))
        if found <= score + 1e-15:
            return Best(threshold, found, counts)
        score, threshold = found, found / (1 + found)


def threshold_without_labels(scores: ArrayLike) -> FloatArray:
    """The plug-in threshold: the best one if each score is the probability that its item is positive. No label is needed.

    `scores`: (n,), or (..., n) for several samples, 0 to 1, else ValueError; the result has the shape (...), 0 to 1/2.
    At each cut the sum of the scores above it is the expected number of true positives. The highest expected score J gives
    the threshold J/(1 + J). All scores 0: 0. Source: as for `plug_in_threshold`.

    >>> round(float(threshold_without_labels([0.1, 0.2, 0.9])), 3)
    0.409
    """
    values = as_array(scores, "scores").astype(np.float64)
    check_unit_interval(values, "scores")
    falling = -np.sort(-values, axis=-1)
    hits = np.cumsum(falling, axis=-1)
    alarms = np.arange(1, values.shape[-1] + 1) - hits
    j = safe_divide(hits, hits[..., -1:] + alarms).max(axis=-1)
    return np.asarray(j / (1 + j))[()]


def _change(temperature: ArrayLike, shift: ArrayLike) -> tuple[FloatArray, FloatArray]:
    by, moved = np.asarray(temperature, np.float64), np.asarray(shift, np.float64)
    if not ((by > 0) & (by < np.inf)).all() or not np.isfinite(moved).all():
        raise ValueError(f"temperature must be above 0 and shift finite, got {by} and {moved}")
    return by, moved


def _logit(p: ArrayLike) -> FloatArray:
    values = as_array(p, "scores").astype(np.float64)
    check_unit_interval(values, "scores")
    with np.errstate(divide="ignore"):
        return np.log(values) - np.log1p(-values)
