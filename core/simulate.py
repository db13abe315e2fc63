"""Simulated data of the course. The same seed gives the same numbers, because the order of the draws is fixed."""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import FloatArray
from core.losses import sigmoid


class ScoredLabels(NamedTuple):
    """Binary labels with the logits and the scores (their sigmoid) of a simulated model, each of shape (n,)."""

    y_true: NDArray[np.int64]
    logits: FloatArray
    scores: FloatArray


class TrainingData(NamedTuple):
    """A two-dimensional classification task, split; column 0 of X is the bias, the others are standardised on train.

    The validation part has further items of the same kind, as many as the test part. `mean` and `deviation` (2,) are those
    of the two features on train, before they were standardised.
    """

    X_train: FloatArray
    y_train: NDArray[np.int64]
    X_test: FloatArray
    y_test: NDArray[np.int64]
    X_validation: FloatArray
    y_validation: NDArray[np.int64]
    mean: FloatArray
    deviation: FloatArray


class ReferenceData(NamedTuple):
    """Everything that one generator draws for the course: first the scored labels, then the training data."""

    threshold: ScoredLabels
    training: TrainingData


def reference_data(seed: int = 42) -> ReferenceData:
    """Draw the data of the threshold and the training sections from one generator.

    `seed` >= 0. The order of the draws is fixed: labels, logits, negatives, positives, permutation.

    >>> data = reference_data()
    >>> int(data.threshold.y_true.sum()), data.training.X_train.shape
    (53, (700, 3))
    """
    rng = np.random.default_rng(seed)
    return ReferenceData(_draw_scored(rng, 400, 0.15, 1.5), _draw_training(rng))


def scored_labels(*, seed: int = 42, n: int = 400, prevalence: float = 0.15, separation: float = 1.5) -> ScoredLabels:
    """Simulate labels and a model's scores: logits are Normal(0, 1), moved up by `separation` for positives.

    `n` >= 1 samples; `prevalence` 0 to 1, the probability of a positive; `separation` in standard deviations. The
    defaults give the scored labels of `reference_data()`. ValueError outside these ranges.
    The scores are the sigmoid of the logits. They are not the probabilities of a positive, which `posterior` gives.

    >>> int(scored_labels(prevalence=0.5).y_true.sum())
    198
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    if not 0 <= prevalence <= 1:
        raise ValueError(f"prevalence must lie between 0 and 1, got {prevalence}")
    if not np.isfinite(separation):
        raise ValueError(f"separation must be finite, got {separation}")
    return _draw_scored(np.random.default_rng(seed), n, prevalence, separation)


def posterior(scored: ScoredLabels, prevalence: float, separation: float) -> FloatArray:
    """Probability of a positive given each logit: the calibrated form of simulated scores.

    `prevalence` and `separation` are those the labels were drawn with; 0 < prevalence < 1, else ValueError. Returns
    shape (n,), 0 to 1. Source: Bayes' rule for two normal densities of variance 1.

    >>> round(float(posterior(scored_labels(), prevalence=0.15, separation=1.5).max()), 3)
    0.961
    """
    if not 0 < prevalence < 1:
        raise ValueError(f"prevalence must lie strictly between 0 and 1, got {prevalence}")
    if not separation:  # the scores say nothing; rounding must not decide whether an item reaches this threshold
        return np.full(np.shape(scored.logits), float(prevalence))
    prior = np.log(prevalence) - np.log1p(-prevalence)
    return sigmoid(separation * scored.logits - separation**2 / 2 + prior)


def training_data(
    *, seed: int = 42, n: int = 1000, prevalence: float = 0.1, separation: float = 2.0, mislabelled: float = 0.0
) -> TrainingData:
    """Draw the training section's data: negatives around (0, 0), positives around (separation, separation).

    `n` >= 10 items, the share `prevalence` of them positive; 70 % are to train on, 30 % to test. `mislabelled`: the share
    of the training items, and of the validation items, that get the wrong label; those of the test part are right. The
    defaults give `reference_data(seed).training`. Shapes then: X_train (700, 3), y_train (700,), X_test (300, 3), y_test
    (300,). Shares outside 0 to 1 and other numbers out of range raise ValueError.

    >>> float(training_data().y_test.mean())
    0.09333333333333334
    """
    if n < 10:
        raise ValueError(f"n must be at least 10, got {n}")
    if not (0 <= prevalence <= 1 and 0 <= mislabelled <= 1):
        raise ValueError(f"prevalence and mislabelled must lie between 0 and 1, got {prevalence} and {mislabelled}")
    if not np.isfinite(separation):
        raise ValueError(f"separation must be finite, got {separation}")
    rng = np.random.default_rng(seed)
    _draw_scored(rng, 400, 0.15, 1.5)  # what the threshold section draws comes first
    return _draw_training(rng, n, prevalence, separation, mislabelled)


def jaccard_of_new_items(
    data: TrainingData, weights: ArrayLike, threshold: float, *, prevalence: float = 0.1, separation: float = 2.0
) -> float:
    """Jaccard score that a linear model reaches at a threshold on very many new items like those of `training_data`.

    `weights` (3,), `threshold` from 0 to 1, the others as the data were drawn with; else ValueError. The logits of each
    class are normal, so the shares of true and false positives follow from the normal distribution; a score that is 0/0
    is 0.

    >>> round(jaccard_of_new_items(training_data(), [-4.0, 2.0, 2.0], 0.5), 3)
    0.66
    """
    w = np.asarray(weights, np.float64)
    if w.shape != (3,) or not (0 <= threshold <= 1 and 0 <= prevalence <= 1):
        raise ValueError(f"weights must be three, threshold and prevalence 0 to 1, got {w}, {threshold}, {prevalence}")
    slopes = w[1:] / data.deviation
    cut = -np.inf if threshold == 0 else np.inf if threshold == 1 else np.log(threshold) - np.log1p(-threshold)
    beyond = [w[0] + slopes @ (centre - data.mean) - cut for centre in (0.0, separation)]
    deviation = float(np.sqrt(slopes @ slopes))
    if deviation == 0:
        false, true = (float(logit >= 0) for logit in beyond)
    else:
        false, true = (NormalDist(0, deviation).cdf(float(logit)) for logit in beyond)
    union = prevalence + (1 - prevalence) * false
    return prevalence * true / union if union else 0.0


def _draw_scored(rng: np.random.Generator, n: int, prevalence: float, separation: float) -> ScoredLabels:
    y_true = rng.binomial(1, prevalence, size=n)
    logits = rng.normal(0.0, 1.0, size=n) + separation * y_true
    return ScoredLabels(y_true, logits, 1 / (1 + np.exp(-logits)))


def _draw_training(
    rng: np.random.Generator,
    n: int = 1000,
    prevalence: float = 0.1,
    separation: float = 2.0,
    mislabelled: float = 0.0,
) -> TrainingData:
    items, y = _draw_items(rng, n, prevalence, separation)
    held_out = round(0.3 * n)
    test, train = items[:held_out], items[held_out:]
    validation, y_validation = _draw_items(rng, held_out, prevalence, separation)
    # All parts are standardised with the mean and deviation of the training part: no other data may shape the model.
    mean, deviation = train.mean(axis=0), train.std(axis=0) + 1e-12

    def design(part: FloatArray) -> FloatArray:
        return np.column_stack([np.ones(len(part)), (part - mean) / deviation])

    def labelled(truth: NDArray[np.int64]) -> NDArray[np.int64]:
        wrong = rng.permutation(len(truth))[: round(mislabelled * len(truth))]
        labels = truth.copy()
        labels[wrong] = 1 - labels[wrong]
        return labels

    y_train = labelled(y[held_out:])
    return TrainingData(
        design(train), y_train, design(test), y[:held_out], design(validation), labelled(y_validation), mean, deviation
    )  # fmt: skip


def _draw_items(
    rng: np.random.Generator, n: int, prevalence: float, separation: float
) -> tuple[FloatArray, NDArray[np.int64]]:
    positive = round(prevalence * n)
    negatives = rng.normal(0.0, 1.0, size=(n - positive, 2))
    positives = rng.normal(separation, 1.0, size=(positive, 2))
    order = rng.permutation(n)
    return np.vstack([negatives, positives])[order], np.repeat([0, 1], [n - positive, positive])[order]
