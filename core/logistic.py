"""Logistic regression by gradient descent, on the log loss or directly on a surrogate of Jaccard.

`gradient_descent` is the form to read. `fit_logistic` and `fit_side_by_side` compute the same faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import BoolArray, FloatArray, binary_vector
from core.counts import confusion_counts
from core.kernels.descent import Block, Log, LovaszHinge, Objective, SoftRatio, Steps, cut, jaccard_at_half
from core.kernels.tally import blocks
from core.losses import Loss, log_loss, sigmoid
from core.scores import jaccard

LossName = Literal["log", "soft_jaccard", "soft_dice", "lovasz_hinge"]
GradientName = Literal["exact", "printed"]

LOSSES: dict[str, Callable[[list[Block]], Objective]] = {
    "log": Log,
    "soft_jaccard": partial(SoftRatio, a=1.0, b=1.0),
    "soft_dice": partial(SoftRatio, a=2.0, b=0.0),
    "lovasz_hinge": LovaszHinge,
}


class Descent(NamedTuple):
    """The options of one model: its loss, learning rate, penalty and gradient, as in `fit_logistic`."""

    loss: LossName = "log"
    learning_rate: float = 0.2
    l2: float = 0.01
    gradient: GradientName = "exact"


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


def gradient_descent(
    X: ArrayLike,
    y: ArrayLike,
    loss: Callable[[ArrayLike, ArrayLike], Loss],
    *,
    learning_rate: float = 0.2,
    iterations: int = 400,
    l2: float = 0.01,
    gradient: GradientName = "exact",
    start: ArrayLike | None = None,
) -> Fit:
    """Fit logistic regression by gradient descent, written as in a textbook: every step can be read here.

    `X`, `y` and the options: as for `fit_logistic`, which computes the same faster. `loss`: `log_loss`,
    `soft_jaccard_loss`, or another function of labels and logits that returns its value and gradient. `start`: the
    weights (d,) to start from, by default zeros. Every iteration is recorded. Bad input raises ValueError.

    >>> X, y = [[1.0, -1.0], [1.0, 1.0]], [0, 1]
    >>> gradient_descent(X, y, log_loss, learning_rate=1.0, l2=0.0, iterations=1).weights
    array([0. , 0.5])
    """
    _check_options(iterations, learning_rate, l2, gradient)
    X, y, w = _read(X, y, start)
    losses, scores, path = [], [], []
    for _ in range(iterations):
        z = X @ w  # the logit of each sample
        value, slope = loss(y, z)  # the loss, and its derivative with respect to each logit
        losses.append(value + l2 / 2 * np.sum(w[1:] ** 2))
        scores.append(jaccard(confusion_counts(y, z >= 0)))  # p >= 0.5 is z >= 0
        path.append(w)

        if gradient == "printed" and loss is not log_loss:
            slope = slope / len(y)  # the slip: only a loss that is a mean has 1/n in its derivative
        step = X.T @ slope  # chain rule: the derivative of z with respect to w is X
        step[1:] += l2 * w[1:]  # the derivative of the penalty, which leaves the bias alone
        w = w - learning_rate * step
    return Fit(w, History(np.arange(iterations), np.array(losses), np.array(scores), np.array(path)))


def fit_logistic(
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: LossName = "log",
    learning_rate: float = 0.2,
    iterations: int = 400,
    l2: float = 0.01,
    gradient: GradientName = "exact",
    record_every: int = 5,
) -> Fit:
    """Fit logistic regression by plain gradient descent from zero weights.

    `X`: (n, d), finite, column 0 the bias, which is not regularised; `y`: (n,), bool or only 0 and 1. The loss is the
    named one plus l2/2 times the sum of the squared other weights. `gradient="printed"` divides the gradient of the
    loss by n even where the loss is not a mean: the slip that the course takes apart. For "log" it changes nothing.
    Recorded are iterations 0, record_every, 2 record_every, ... and the last; the Jaccard score is at p >= 0.5 on these
    data, 0 where it is 0/0. Unknown names, numbers out of range and shapes that do not fit raise ValueError.

    >>> fit = fit_logistic([[1.0, -1.0], [1.0, 1.0]], [0, 1], iterations=10)
    >>> fit.history.iterations, fit.history.jaccard
    (array([0, 5, 9]), array([0.5, 1. , 1. ]))
    """
    descent = Descent(loss, learning_rate, l2, gradient)
    return fit_side_by_side(X, y, [descent], iterations=iterations, record_every=record_every)[0]


def fit_side_by_side(
    X: ArrayLike, y: ArrayLike, descents: Sequence[Descent], *, iterations: int = 400, record_every: int = 5
) -> list[Fit]:
    """Fit several models to the same data at once, which takes less time than one after the other.

    Returns for each descent, of which there must be one at least, what `fit_logistic` returns for its options. Input,
    records and errors as there.

    >>> fits = fit_side_by_side([[1.0, -1.0], [1.0, 1.0]], [0, 1], [Descent("log"), Descent("soft_jaccard")])
    >>> [bool(fit.weights[1] > 0) for fit in fits]
    [True, True]
    """
    features, labels, _ = _read(X, y)
    if record_every < 1:
        raise ValueError(f"record_every must be at least 1, got {record_every}")
    if not descents:
        raise ValueError("descents must hold at least one, got none")
    for descent in descents:
        check_descent(descent, iterations)
    data = cut(features, labels)
    losses = [LOSSES[descent.loss](data) for descent in descents]
    rates = [
        # The slip: the gradient is divided by n although the loss is not a mean. Dividing the rate has the same effect.
        d.learning_rate / len(labels) if d.gradient == "printed" and d.loss != "log" else d.learning_rate
        for d in descents
    ]
    downhill = Steps(data, losses, rates)
    # The penalty makes every weight but the bias a little smaller in each step.
    shrink = np.array([[1.0] + [1 - d.learning_rate * d.l2] * (features.shape[1] - 1) for d in descents])
    steps: list[int] = []
    kept: list[FloatArray] = []
    halves = np.zeros(shrink.shape)  # w/2 of each model, a row for each
    for t in range(iterations):
        if t % record_every == 0 or t == iterations - 1:
            steps.append(t)
            kept.append(halves)
        halves = shrink * halves + downhill(halves)
    recorded = zip(descents, losses, 2 * halves, np.stack(kept, axis=1), strict=True)
    return [Fit(w, _history(data, loss, d.l2, np.array(steps), path)) for d, loss, w, path in recorded]


def _history(data: list[Block], loss: Objective, l2: float, steps: NDArray[np.int64], halves: FloatArray) -> History:
    # The descent keeps only its weights. Their losses and scores are computed here, for as many rows at a time as keep
    # the logits of a block within the cache.
    together = list(blocks(len(halves), max(1, 2**16 // len(data[0].order))))
    losses = np.concatenate([loss.values(halves[rows]) for rows in together])
    scores = np.concatenate([jaccard_at_half(data, halves[rows]) for rows in together])
    path = 2 * halves
    losses += 0.5 * l2 * np.sum(path[:, 1:] ** 2, axis=1)
    return History(steps, losses, scores, path)


def _read(X: ArrayLike, y: ArrayLike, start: ArrayLike | None = None) -> tuple[FloatArray, BoolArray, FloatArray]:
    """The samples, the labels and the first weights as arrays."""
    features, labels = np.asarray(X, np.float64), binary_vector(y, "y")
    if features.ndim != 2 or len(features) != len(labels):
        raise ValueError(f"X must have shape ({len(labels)}, d) for {len(labels)} labels, got {features.shape}")
    weights = np.zeros(features.shape[1]) if start is None else np.array(start, np.float64)
    if weights.shape != (features.shape[1],):
        raise ValueError(f"start must have shape ({features.shape[1]},), a weight for each column, got {weights.shape}")
    if not (np.isfinite(features).all() and np.isfinite(weights).all()):
        raise ValueError("X and start must be finite")
    return features, labels, weights


def check_descent(descent: Descent, iterations: int) -> None:
    """Raise ValueError for a descent that cannot be made."""
    if descent.loss not in LOSSES:
        raise ValueError(f"loss must be one of {sorted(LOSSES)}, got {descent.loss!r}")
    _check_options(iterations, descent.learning_rate, descent.l2, descent.gradient)


def _check_options(iterations: int, learning_rate: float, l2: float, gradient: str) -> None:
    if iterations < 1:
        raise ValueError(f"iterations must be at least 1, got {iterations}")
    if not (0 < learning_rate < np.inf and 0 <= l2 < np.inf):
        raise ValueError(f"learning_rate must be above 0, l2 at least 0, both finite; got {learning_rate} and {l2}")
    if gradient not in ("exact", "printed"):
        raise ValueError(f"gradient must be 'exact' or 'printed', got {gradient!r}")
