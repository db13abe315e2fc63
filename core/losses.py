"""Losses on logits, each with its gradient beside its value.

With y in {0, 1} (or soft labels in between), logits z and p = sigmoid(z). Only the log loss is a mean over samples;
the soft ratios are ratios of sums, so their gradients are not divided by n.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike

from core._arrays import FloatArray, check_unit_interval, float_vector

EPS = 1e-12  # keeps 0/0 away, and is too small to show anywhere else


class Loss(NamedTuple):
    """The value of a loss and its gradient with respect to the logits, of the logits' shape."""

    value: float
    gradient: FloatArray


def sigmoid(z: ArrayLike) -> FloatArray:
    """Logistic function 1 / (1 + exp(-z)), elementwise, without overflow for any finite or infinite z.

    `z`: any shape; the result has that shape, 0 to 1. nan stays nan.

    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    logits = np.asarray(z, np.float64)
    small = np.empty_like(logits)  # one buffer throughout: new memory for each operation would take four times as long
    np.abs(logits, out=small)
    np.negative(small, out=small)
    np.exp(small, out=small)  # <= 1, so nothing overflows; exact to the last bits also in the tails
    result = np.where(logits >= 0, 1.0, small)
    small += 1.0
    result /= small
    return cast(FloatArray, result[()])  # for a number a number, not an array without dimensions


def log_loss(y: ArrayLike, z: ArrayLike) -> Loss:
    """Mean negative log-likelihood of labels under logits.

    `y`: (n,), 0 to 1; `z`: (n,). Value >= 0; gradient (p - y) / n. Different lengths, empty input, NaN, or labels
    outside 0 to 1 raise ValueError. Source: log(1 + exp(z)) - y z, the Bernoulli likelihood in logits.

    >>> log_loss([1, 0], [0.0, 0.0])
    Loss(value=0.6931471805599453, gradient=array([-0.25,  0.25]))
    """
    labels, logits = _pair(y, z)
    value = np.mean(np.logaddexp(0.0, logits) - labels * logits)
    return Loss(float(value), (sigmoid(logits) - labels) / labels.size)


def soft_jaccard(y: ArrayLike, p: ArrayLike, *, eps: float = EPS) -> float:
    """Jaccard score of labels and probabilities, with sums in place of counts: (I + eps) / (U + eps).

    `y`, `p`: (n,), 0 to 1. I = sum y p, U = sum y + sum p - I. Range 0 to 1; 0/0 (nothing positive anywhere) is 1,
    because `eps` > 0. Bad input raises ValueError. For hard p it is the Jaccard score (up to eps).

    >>> round(soft_jaccard([1, 1, 0], [0.9, 0.6, 0.5]), 6)
    0.6
    """
    labels, probabilities = _pair(y, p)
    check_unit_interval(probabilities, "p")
    intersection = labels @ probabilities
    union = labels.sum() + probabilities.sum() - intersection
    return float((intersection + eps) / (union + eps))


def soft_jaccard_loss(y: ArrayLike, z: ArrayLike, *, eps: float = EPS) -> Loss:
    """Soft Jaccard (IoU) loss 1 - (I + eps) / (U + eps) with I = sum y p and U = sum y + sum p - I.

    `y`: (n,), 0 to 1; `z`: (n,) logits. Value 0 to 1; nothing positive anywhere is 0/0, which `eps` > 0 makes a loss of
    0. The gradient is that of the ratio of sums: no division by n. Bad input raises ValueError.
    Source: Rahman and Wang, "Optimizing intersection-over-union in deep neural networks", ISVC 2016.

    >>> loss = soft_jaccard_loss([1, 0], [0.0, 0.0])
    >>> round(loss.value, 6), loss.gradient.round(6)
    (0.666667, array([-0.166667,  0.055556]))
    """
    labels, logits = _pair(y, z)
    p = sigmoid(logits)
    intersection = labels @ p
    union = labels.sum() + p.sum() - intersection
    above, below = intersection + eps, union + eps
    slope = -(labels * below - above * (1 - labels)) / below**2
    return Loss(float(1 - above / below), slope * p * (1 - p))


def soft_dice_loss(y: ArrayLike, z: ArrayLike, *, eps: float = EPS) -> Loss:
    """Soft Dice (F1) loss 1 - (2I + eps) / (S + eps) with I = sum y p and S = sum y + sum p.

    `y`: (n,), 0 to 1; `z`: (n,) logits. Value 0 to 1; 0/0 is made a loss of 0 by `eps` > 0. No division by n. Bad
    input raises ValueError. Source: Milletari, Navab and Ahmadi, "V-Net", 3DV 2016, with plain sums below.

    >>> loss = soft_dice_loss([1, 0], [0.0, 0.0])
    >>> round(loss.value, 6), loss.gradient.round(6)
    (0.5, array([-0.1875,  0.0625]))
    """
    labels, logits = _pair(y, z)
    p = sigmoid(logits)
    above, below = 2 * (labels @ p) + eps, labels.sum() + p.sum() + eps
    slope = -(2 * labels * below - above) / below**2
    return Loss(float(1 - above / below), slope * p * (1 - p))


def lovasz_hinge_loss(y: ArrayLike, z: ArrayLike) -> Loss:
    """Lovász hinge: the convex, piecewise linear extension of 1 - Jaccard to logits.

    `y`: (n,), only 0 and 1; `z`: (n,) logits. Value >= 0, without upper bound; gradient not divided by n (a
    subgradient at the kinks). Without positives only the largest error counts. Bad input raises
    ValueError. Source: Berman, Triki and Blaschko, "The Lovász-Softmax loss", CVPR 2018, algorithm 1.

    >>> lovasz_hinge_loss([1, 0], [0.0, 0.0])
    Loss(value=1.0, gradient=array([-1.,  0.]))
    """
    labels, logits = _pair(y, z)
    if not np.isin(labels, (0.0, 1.0)).all():
        raise ValueError("y must hold only 0 and 1: the Lovász hinge knows no soft labels")
    signs = 2 * labels - 1
    errors = 1 - logits * signs
    order = np.argsort(-errors, kind="stable")
    weights = np.empty_like(errors)
    weights[order] = lovasz_weights(labels[order], labels.sum())
    active = errors > 0
    value = errors[active] @ weights[active]
    return Loss(float(value), np.where(active, -signs * weights, 0.0))


def lovasz_weights(labels: FloatArray, positives: float) -> FloatArray:
    """How much 1 - Jaccard grows when each next sample of a row, in the order of its error, becomes wrong."""
    jaccard_loss = 1 - (positives - np.cumsum(labels, axis=-1)) / (positives + np.cumsum(1 - labels, axis=-1))
    return np.diff(jaccard_loss, prepend=0.0)


def _pair(y: ArrayLike, z: ArrayLike) -> tuple[FloatArray, FloatArray]:
    labels, numbers = float_vector(y, "y"), float_vector(z, "the predictions")
    if labels.shape != numbers.shape:
        raise ValueError(f"y and the predictions must have one length, got {labels.size} and {numbers.size}")
    check_unit_interval(labels, "y")
    return labels, numbers
