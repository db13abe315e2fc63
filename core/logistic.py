"""Logistic regression by gradient descent, on the log loss or directly on a surrogate of Jaccard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import FloatArray, binary_vector
from core.counts import confusion_counts
from core.losses import Loss, log_loss, lovasz_hinge_loss, sigmoid, soft_dice_loss, soft_jaccard_loss
from core.scores import jaccard

LossName = Literal["log", "soft_jaccard", "soft_dice", "lovasz_hinge"]

LOSSES: dict[str, Callable[[Any, Any], Loss]] = {
    "log": log_loss,
    "soft_jaccard": soft_jaccard_loss,
    "soft_dice": soft_dice_loss,
    "lovasz_hinge": lovasz_hinge_loss,
}


class History(NamedTuple):
    """The recorded iterations (k,), and for each the loss, the Jaccard score at p >= 0.5 and the weights (k, d).

    Row k holds what was true before that iteration's step: weights[k] gave loss[k] and jaccard[k].
    """

    iterations: NDArray[np.int64]
    loss: FloatArray
    jaccard: FloatArray
    weights: FloatArray


class Fit(NamedTuple):
    """The weights (d,) after the last step, and the history of the descent."""

    weights: FloatArray
    history: History


def predict_proba(X: ArrayLike, weights: ArrayLike) -> FloatArray:
    """Probabilities of a logistic model, sigmoid(X w).

    `X`: (n, d), `weights`: (d,). Returns shape (n,), 0 to 1. Shapes that do not fit raise ValueError.

    >>> predict_proba([[1.0, 2.0]], [2.0, -1.0])
    array([0.5])
    """
    features, w = np.asarray(X, np.float64), np.asarray(weights, np.float64)
    if features.ndim != 2 or w.shape != (features.shape[1],):
        raise ValueError(f"X must have shape (n, d) and weights (d,), got {features.shape} and {w.shape}")
    return sigmoid(features @ w)


def fit_logistic(
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: LossName = "log",
    learning_rate: float = 0.2,
    iterations: int = 400,
    l2: float = 0.01,
    gradient: Literal["exact", "printed"] = "exact",
    record_every: int = 5,
) -> Fit:
    """Fit logistic regression by plain gradient descent from zero weights.

    `X`: (n, d), finite, column 0 the bias, which is not regularised; `y`: (n,), bool or only 0 and 1. The loss is the
    named one plus l2/2 times the sum of the squared other weights. `gradient="printed"` divides the gradient of the
    losses that are not means by n, the slip that the course takes apart; it changes nothing for "log".
    Recorded are iterations 0, record_every, 2 record_every, ... and the last; the Jaccard score is at p >= 0.5 on these
    data, 0 where it is 0/0. Unknown names, numbers out of range and shapes that do not fit raise ValueError.

    >>> fit = fit_logistic([[1.0, -1.0], [1.0, 1.0]], [0, 1], iterations=10)
    >>> fit.history.iterations, fit.history.jaccard
    (array([0, 5, 9]), array([0.5, 1. , 1. ]))
    """
    features, labels = np.asarray(X, np.float64), binary_vector(y, "y")
    _check(features, labels, loss, learning_rate, iterations, l2, gradient, record_every)
    loss_of = LOSSES[loss]
    scale = 1 / len(labels) if gradient == "printed" and loss != "log" else 1.0
    w = np.zeros(features.shape[1])
    penalised = np.ones_like(w)
    penalised[0] = 0.0
    records: list[tuple[int, float, float, FloatArray]] = []
    for t in range(iterations):
        z = features @ w
        value, slope = loss_of(labels, z)
        if t % record_every == 0 or t == iterations - 1:
            penalty = 0.5 * l2 * np.sum(w[1:] ** 2)
            records.append((t, value + penalty, jaccard(confusion_counts(labels, z >= 0)), w.copy()))
        w -= learning_rate * (scale * (slope @ features) + l2 * penalised * w)
    steps, values, scores, weights = zip(*records, strict=True)
    return Fit(w, History(np.array(steps), np.array(values), np.array(scores), np.array(weights)))


def _check(
    features: FloatArray,
    labels: NDArray[np.bool_],
    loss: str,
    learning_rate: float,
    iterations: int,
    l2: float,
    gradient: str,
    record_every: int,
) -> None:
    if features.ndim != 2 or len(features) != len(labels):
        raise ValueError(f"X must have shape ({len(labels)}, d) for {len(labels)} labels, got {features.shape}")
    if not np.isfinite(features).all():
        raise ValueError("X must be finite")
    if loss not in LOSSES:
        raise ValueError(f"loss must be one of {sorted(LOSSES)}, got {loss!r}")
    if gradient not in ("exact", "printed"):
        raise ValueError(f"gradient must be 'exact' or 'printed', got {gradient!r}")
    if iterations < 1 or record_every < 1:
        raise ValueError(f"iterations and record_every must be at least 1, got {iterations} and {record_every}")
    if not (learning_rate > 0 and l2 >= 0):
        raise ValueError(f"learning_rate must be above 0 and l2 at least 0, got {learning_rate} and {l2}")
