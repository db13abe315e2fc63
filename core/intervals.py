"""Uncertainty of a score: Wilson's interval for counts, the seeded bootstrap for everything else."""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core._arrays import FloatArray
from core.counts import Counts
from core.scores import f1_from_jaccard


class Interval(NamedTuple):
    """The ends of a confidence interval, or arrays of the ends of many."""

    low: Any
    high: Any


class Difference(NamedTuple):
    """An estimated difference of two models (first minus second) and the ends of its confidence interval."""

    estimate: float
    low: float
    high: float


def wilson(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Wilson's score interval for a proportion, or for many at once.

    `successes` from 0 to `trials`, numbers or arrays of one shape, `confidence` strictly between 0 and 1, else
    ValueError. The ends lie in 0 to 1; they are floats for numbers, arrays for arrays. Without trials they are (0, 1).
    Source: Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22
    (1927).

    >>> interval = wilson(23, 31)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.568, 0.863)
    """
    hits, n = np.asarray(successes, np.float64), np.asarray(trials, np.float64)
    if hits.shape != n.shape:
        raise ValueError(f"successes and trials must have one shape, got {hits.shape} and {n.shape}")
    if not ((hits >= 0) & (hits <= n) & (n < np.inf)).all():
        raise ValueError(f"successes must lie between 0 and trials, got {hits} of {n}")
    z = NormalDist().inv_cdf(0.5 + _confidence(confidence) / 2)
    some = np.where(n == 0, 1.0, n)
    share = hits / some
    centre = share + z**2 / (2 * some)
    reach = z * np.sqrt(share * (1 - share) / some + (z / (2 * some)) ** 2)
    scale = 1 + z**2 / some
    # Without a success the low end is exactly 0, without a failure the high end is exactly 1; rounding may miss them.
    low = np.where(hits == 0, 0.0, np.maximum(0.0, (centre - reach) / scale))
    high = np.where(hits == n, 1.0, np.minimum(1.0, (centre + reach) / scale))
    return Interval(low, high) if n.ndim else Interval(low.item(), high.item())


def jaccard_interval(counts: Counts, *, confidence: float = 0.95) -> Interval:
    """Confidence interval of the Jaccard score of a comparison, or of each of many, for independent samples.

    `counts`: numbers, or arrays for many comparisons; the ends are of that shape. Given the union U, TP is a binomial
    count with U trials and probability J, so this is Wilson's interval of TP in U; for U = 0 it is (0, 1). It is wrong
    for the pixels of one image, which depend on each other: resample images instead, with `bootstrap_interval`. At a
    threshold that was chosen on the same samples it lies too high. Two models on the same samples are compared by
    `paired_difference`, not by the overlap of their intervals. A confidence outside 0 to 1 raises ValueError.

    >>> round(jaccard_interval(Counts(tp=18, fp=3, fn=8, tn=271)).low, 3)
    0.44
    """
    return wilson(counts.tp, counts.union, confidence=confidence)


def f1_interval(counts: Counts, *, confidence: float = 0.95) -> Interval:
    """Confidence interval of the F1 score: the ends of `jaccard_interval`, mapped by F = 2J / (1 + J).

    Input, errors and the case U = 0 are the same. The map is increasing, so the interval covers F as often as J.

    >>> round(f1_interval(Counts(tp=18, fp=3, fn=8, tn=271)).low, 3)
    0.611
    """
    low, high = jaccard_interval(counts, confidence=confidence)
    return Interval(f1_from_jaccard(low), f1_from_jaccard(high))


def mean_interval(values: ArrayLike, *, confidence: float = 0.95) -> Difference:
    """Mean of independent values, such as the differences of two models over many seeds, with Student's t interval.

    `values`: (n,), finite, n >= 10, else ValueError. The interval is that of the mean: where it would lie over very many
    values. Single values spread sqrt(n) times as wide. The quantile of t is the expansion of Abramowitz and Stegun,
    Handbook of Mathematical Functions (1964), 26.7.5, which from 10 values on is right to three digits.

    >>> mean_interval([0.0, 1.0] * 10)
    Difference(estimate=0.5, low=0.25991510986228156, high=0.7400848901377184)
    """
    numbers = np.asarray(values, np.float64)
    if numbers.ndim != 1 or len(numbers) < 10 or not np.isfinite(numbers).all():
        raise ValueError(f"values must be at least 10 finite numbers, got shape {numbers.shape}")
    z, freedom = NormalDist().inv_cdf(0.5 + _confidence(confidence) / 2), len(numbers) - 1
    t = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    t += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    mean, reach = float(numbers.mean()), t * float(numbers.std(ddof=1)) / len(numbers) ** 0.5
    return Difference(mean, mean - reach, mean + reach)


def percentile_interval(values: ArrayLike, confidence: float = 0.95) -> Interval:
    """Ends between which the middle part of resampled values lies: the percentile interval of the bootstrap.

    `values`: any shape; those that are undefined (nan) are left out, and if no other is left, the ends are nan. A confidence
    outside 0 to 1 raises ValueError. Source: as for `bootstrap_interval`.

    >>> percentile_interval(np.arange(101), 0.5)
    Interval(low=25.0, high=75.0)
    """
    tail = (1 - _confidence(confidence)) / 2
    numbers = np.asarray(values, np.float64)
    defined = numbers[~np.isnan(numbers)]
    if defined.size == 0:
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Interval(float(low), float(high))


def bootstrap_interval(
    statistic: Callable[..., float],
    *data: Any,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 42,
) -> Interval:
    """Percentile bootstrap interval of a statistic over its independent units: samples, or images.

    `data`: arrays, lists or `Counts` of arrays, all of one length n >= 1, so that unit i is row i of each. Each
    resample draws n units with replacement and calls `statistic(*resampled data)`. Values that are undefined (nan) are
    left out; if no other is left, the ends are nan.
    Different lengths, no data or numbers out of range raise ValueError.
    Source: Efron, "Bootstrap methods: another look at the jackknife", Ann. Statist. 7 (1979).

    >>> images = Counts(np.array([8, 5, 9, 2]), np.array([1, 2, 0, 3]), np.array([0, 1, 1, 2]), np.zeros(4, int))
    >>> bootstrap_interval(lambda c: c.sum().tp / c.sum().union, images, resamples=200)
    Interval(low=0.3793103448275862, high=0.8947368421052632)
    """
    units = _aligned(data)
    values = _resampled(lambda chosen: statistic(*(d[chosen] for d in units)), len(units[0]), resamples, seed)
    return percentile_interval(values, confidence)


def paired_difference(
    statistic: Callable[..., float],
    first: tuple[Any, ...],
    second: tuple[Any, ...],
    *,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 42,
) -> Difference:
    """Difference of a statistic between two models judged on the same units, with its bootstrap interval.

    `first` and `second`: the data of each model, as `bootstrap_interval` takes them: `(y_true, pred_a)` and
    `(y_true, pred_b)`, or `(counts_a,)` and `(counts_b,)`. Both are resampled with the same draws: a sample
    that is hard for both models then does not make them differ. Returns statistic(first) - statistic(second) and the
    ends of its interval. Errors as there.

    >>> y, a, b = np.array([1, 1, 0, 1]), np.array([1, 1, 0, 0]), np.array([1, 0, 0, 0])
    >>> paired_difference(lambda t, p: float((t == p).mean()), (y, a), (y, b), resamples=200).estimate
    0.25
    """
    units = _aligned((*first, *second))
    split = len(first)

    def difference(chosen: Any) -> float:
        drawn = [d[chosen] for d in units]
        return statistic(*drawn[:split]) - statistic(*drawn[split:])

    n = len(units[0])
    estimate = difference(np.arange(n))
    return Difference(estimate, *percentile_interval(_resampled(difference, n, resamples, seed), confidence))


def _aligned(data: tuple[Any, ...]) -> list[Any]:
    units = [d if isinstance(d, Counts) else np.asarray(d) for d in data]
    lengths = [len(d) for d in units]
    if not lengths or len(set(lengths)) > 1 or lengths[0] == 0:
        raise ValueError(f"data must have one length of at least 1, got lengths {lengths}")
    return units


def _resampled(value: Callable[[Any], float], n: int, resamples: int, seed: int) -> FloatArray:
    if resamples < 1:
        raise ValueError(f"resamples must be at least 1, got {resamples}")
    rng = np.random.default_rng(seed)
    return np.array([value(rng.integers(n, size=n)) for _ in range(resamples)], np.float64)


def _confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie strictly between 0 and 1, got {confidence}")
    return confidence
