"""What gradient descent on a linear model asks of a loss: the gradient at one w, and the values at several.

Each is the loss of core.losses, written as sums over samples with t = tanh(z/2), because p = (1 + t) / 2: one function
call for each logit in place of the five operations of a safe sigmoid, and off by rounding only. So the descent carries
w/2, and doubles it at the end, which is exact. The sums run over blocks that fit the cache, into the same memory.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from core._arrays import BoolArray, FloatArray
from core._tally import blocks, row_sums
from core.losses import EPS, lovasz_hinge_loss
from core.scores import safe_divide

T = TypeVar("T", float, FloatArray)

BLOCK = 2**13  # samples: 64 KiB of float64


class Block(NamedTuple):
    """Some samples: X transposed, (d, b), so that products run along memory, y (b,), and room for t (b,)."""

    X: FloatArray
    y: FloatArray
    t: FloatArray


def cut(features: FloatArray, labels: BoolArray) -> list[Block]:
    """Cut the samples into blocks."""
    room = np.empty(min(len(labels), BLOCK))
    parts = ((features[part], labels[part]) for part in blocks(len(labels), BLOCK))
    return [Block(np.ascontiguousarray(X.T), y.astype(np.float64), room[: len(y)]) for X, y in parts]


class Objective(Protocol):
    """A loss over given data, as a function of the weights of the model."""

    scale: float

    def direction(self, half: FloatArray) -> FloatArray:
        """The gradient at w = 2 half (d,), divided by `scale`."""

    def values(self, halves: FloatArray) -> FloatArray:
        """The loss at each row of w = 2 halves (k, d)."""


class Log:
    """Mean of log(1 + exp(z)) - y z, which is log(1 + exp(-|z|)) + (|z| - sign z) / 2 with the sign 1 or -1 of y.

    The sum of sign z is linear in w, so the signs are summed up once, into `pull` (d,).
    """

    def __init__(self, data: list[Block]) -> None:
        self.data = data
        self.pull: FloatArray = np.sum([X @ (2 * y - 1) for X, y, _ in data], axis=0)
        self.n = sum(len(y) for _, y, _ in data)
        self.scale = 0.5 / self.n

    def direction(self, half: FloatArray) -> FloatArray:
        total = -self.pull
        for X, _, t in self.data:
            np.dot(half, X, out=t)
            np.tanh(t, out=t)
            total += np.dot(X, t)  # of t - sign = 2 (p - y)
        return total

    def values(self, halves: FloatArray) -> FloatArray:
        total = -halves @ self.pull
        for X, _, _ in self.data:
            z = (2 * halves) @ X
            np.abs(z, out=z)
            total += 0.5 * z.sum(axis=1)
            np.negative(z, out=z)
            np.exp(z, out=z)  # of -|z|, which cannot overflow
            z += 1.0
            total += np.log(z, out=z).sum(axis=1)
        return np.asarray(total / self.n)


class SoftRatio:
    """1 - (a I + eps) / (sum y + sum p - b I + eps) with I = sum y p: Jaccard for a = b = 1, Dice for a = 2, b = 0."""

    scale = 1.0

    def __init__(self, data: list[Block], a: float, b: float) -> None:
        self.data, self.a, self.b = data, a, b
        self.positives = sum(float(y.sum()) for _, y, _ in data)
        self.n = sum(len(y) for _, y, _ in data)

    def direction(self, half: FloatArray) -> FloatArray:
        t_sum = t_true = 0.0
        total, total_true = np.zeros(len(half)), np.zeros(len(half))
        for X, y, t in self.data:
            np.dot(half, X, out=t)
            np.tanh(t, out=t)
            t_sum += float(np.add.reduce(t))
            t_true += float(np.dot(t, y))
            np.multiply(t, t, out=t)
            np.subtract(1.0, t, out=t)  # 4 p (1 - p)
            total += np.dot(X, t)
            np.multiply(t, y, out=t)
            total_true += np.dot(X, t)
        above, below = self._parts(t_sum, t_true)
        # the quotient rule, -(a y below - above (1 - b y)) / below², sorted by powers of y
        square = 4 * below * below
        return np.asarray(above / square * total - (self.a * below + self.b * above) / square * total_true)

    def values(self, halves: FloatArray) -> FloatArray:
        t_sum, t_true = np.zeros(len(halves)), np.zeros(len(halves))
        for X, y, _ in self.data:
            t = halves @ X
            np.tanh(t, out=t)
            t_sum += t.sum(axis=1)
            t_true += t @ y
        above, below = self._parts(t_sum, t_true)
        return np.asarray(1 - above / below)

    def _parts(self, t_sum: T, t_true: T) -> tuple[T, T]:
        """Numerator and denominator from the sums of t over all samples and over the positives."""
        intersection, p_sum = (self.positives + t_true) / 2, (self.n + t_sum) / 2
        return self.a * intersection + EPS, self.positives + p_sum - self.b * intersection + EPS


class LovaszHinge:
    """The Lovász hinge, which sorts all samples and so cannot go block by block."""

    scale = 1.0

    def __init__(self, data: list[Block]) -> None:
        self.X, self.y = np.concatenate([X for X, _, _ in data], axis=1), np.concatenate([y for _, y, _ in data])

    def direction(self, half: FloatArray) -> FloatArray:
        return np.asarray(self.X @ lovasz_hinge_loss(self.y, (2 * half) @ self.X).gradient)

    def values(self, halves: FloatArray) -> FloatArray:
        return np.array([lovasz_hinge_loss(self.y, (2 * half) @ self.X).value for half in halves])


def jaccard_at_half(data: list[Block], halves: FloatArray) -> FloatArray:
    """The Jaccard score at p >= 1/2, which is where z >= 0, for each row of w = 2 halves (k, d); 0 where it is 0/0."""
    tp, union = np.zeros(len(halves)), np.zeros(len(halves))
    for X, y, _ in data:
        pred, true = halves @ X >= 0, y > 0
        tp += row_sums(pred & true, None)
        union += row_sums(pred | true, None)
    return np.asarray(safe_divide(tp, union))
