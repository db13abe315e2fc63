"""Logistic regression by gradient descent, on the log loss or directly on a surrogate of Jaccard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import FloatArray, binary_vector
from core._descent import Block, Log, LovaszHinge, Objective, SoftRatio, Steps, cut, jaccard_at_half
from core._tally import blocks
from core.losses import sigmoid

LossName = Literal["log", "soft_jaccard", "soft_dice", "lovasz_hinge"]

LOSSES: dict[str, Callable[[list[Block]], Objective]] = {
    "log": Log,
    "soft_jaccard": partial(SoftRatio, a=1.0, b=1.0),
    "soft_dice": partial(SoftRatio, a=2.0, b=0.0),
    "lovasz_hinge": LovaszHinge,
}


class Descent(NamedTuple):
    """What one model descends: its loss, its learning rate, its penalty, and which gradient; see `fit_logistic`."""

    loss: LossName = "log"
    learning_rate: float = 0.2
    l2: float = 0.01
    gradient: Literal["exact", "printed"] = "exact"


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
    descent = Descent(loss, learning_rate, l2, gradient)
    return fit_side_by_side(X, y, [descent], iterations=iterations, record_every=record_every)[0]


def fit_side_by_side(
    X: ArrayLike, y: ArrayLike, descents: Sequence[Descent], *, iterations: int = 400, record_every: int = 5
) -> list[Fit]:
    """Fit several models to the same data: for each descent what `fit_logistic` returns, in less time than one by one.

    Everything else, and what raises ValueError, as there.

    >>> fits = fit_side_by_side([[1.0, -1.0], [1.0, 1.0]], [0, 1], [Descent("log"), Descent("soft_jaccard")])
    >>> [bool(fit.weights[1] > 0) for fit in fits]
    [True, True]
    """
    features, labels = np.asarray(X, np.float64), binary_vector(y, "y")
    _check(features, labels, descents, iterations, record_every)
    data = cut(features, labels)
    losses = [LOSSES[descent.loss](data) for descent in descents]
    rates = [
        # the slip: a loss that is no mean has its gradient divided by n all the same
        d.learning_rate / len(labels) if d.gradient == "printed" and d.loss != "log" else d.learning_rate
        for d in descents
    ]
    downhill = Steps(data, losses, rates)
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
    # On the way only the weights are kept; what they score is worked out for some of them together, as the cache allows.
    together = list(blocks(len(halves), max(1, 2**16 // len(data[0].order))))
    losses = np.concatenate([loss.values(halves[rows]) for rows in together])
    scores = np.concatenate([jaccard_at_half(data, halves[rows]) for rows in together])
    path = 2 * halves
    losses += 0.5 * l2 * np.sum(path[:, 1:] ** 2, axis=1)
    return History(steps, losses, scores, path)


def _check(
    features: FloatArray, labels: NDArray[np.bool_], descents: Sequence[Descent], iterations: int, record_every: int
) -> None:
    if features.ndim != 2 or len(features) != len(labels):
        raise ValueError(f"X must have shape ({len(labels)}, d) for {len(labels)} labels, got {features.shape}")
    if not np.isfinite(features).all():
        raise ValueError("X must be finite")
    if iterations < 1 or record_every < 1:
        raise ValueError(f"iterations and record_every must be at least 1, got {iterations} and {record_every}")
    for loss, learning_rate, l2, gradient in descents:
        if loss not in LOSSES:
            raise ValueError(f"loss must be one of {sorted(LOSSES)}, got {loss!r}")
        if gradient not in ("exact", "printed"):
            raise ValueError(f"gradient must be 'exact' or 'printed', got {gradient!r}")
        if not (learning_rate > 0 and l2 >= 0):
            raise ValueError(f"learning_rate must be above 0 and l2 at least 0, got {learning_rate} and {l2}")
