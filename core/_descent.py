"""What gradient descent on a linear model asks of a loss: the step from one w, and the values at several.

Each is the loss of core.losses, written as sums over samples with t = tanh(z/2), because p = (1 + t) / 2: one function
call for each logit in place of the five operations of a safe sigmoid, and off by rounding only. So the descent carries
w/2, and doubles it at the end, which is exact. The sums run over blocks that fit the cache, into the same memory.
Negatives stand before positives in a block, so that a sum over either is one over a slice, and no label is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from core._arrays import BoolArray, FloatArray
from core._tally import blocks
from core.losses import EPS, lovasz_hinge_loss
from core.scores import safe_divide

T = TypeVar("T", float, FloatArray)

BLOCK = 2**13  # samples: 64 KiB of float64


class Block(NamedTuple):
    """Some samples: X transposed, so that products run along memory, with a row of ones below, (d + 1, b).

    The first `negatives` are negative, the others positive. `order` is where they stood in the block.
    """

    X1: FloatArray
    negatives: int
    order: NDArray[np.intp]

    @property
    def X(self) -> FloatArray:  # noqa: N802
        """X transposed, (d, b)."""
        return self.X1[:-1]

    @property
    def positives(self) -> int:
        """How many are positive."""
        return len(self.order) - self.negatives


def cut(features: FloatArray, labels: BoolArray) -> list[Block]:
    """Cut the samples into blocks."""
    found = []
    for part in blocks(len(labels), BLOCK):
        X, y = features[part], labels[part]
        order = np.argsort(y, kind="stable")
        X1 = np.ones((X.shape[1] + 1, len(y)))
        X1[:-1] = X[order].T
        found.append(Block(X1, len(y) - int(np.count_nonzero(y)), order))
    return found


class Objective(Protocol):
    """A loss over given data, as a function of the weights of the model."""

    def values(self, halves: FloatArray) -> FloatArray:
        """The loss at each row of w = 2 halves (k, d)."""


class Log:
    """Mean of log(1 + exp(-m)) with m = z or -z, the sign of y: (|m| - m) / 2 + log(1 + exp(-|m|))."""

    def __init__(self, data: list[Block]) -> None:
        self.data = data
        self.n = sum(len(block.order) for block in data)

    def values(self, halves: FloatArray) -> FloatArray:
        total = np.zeros(len(halves))
        for block in self.data:
            m = (2 * halves) @ block.X
            m[:, : block.negatives] *= -1.0
            total -= 0.5 * m.sum(axis=1)
            np.abs(m, out=m)
            total += 0.5 * m.sum(axis=1)
            np.negative(m, out=m)
            np.exp(m, out=m)  # of -|m|, which cannot overflow
            m += 1.0
            total += np.log(m, out=m).sum(axis=1)
        return np.asarray(total / self.n)


class SoftRatio:
    """1 - (a I + eps) / (sum y + sum p - b I + eps) with I = sum y p: Jaccard for a = b = 1, Dice for a = 2, b = 0."""

    def __init__(self, data: list[Block], a: float, b: float) -> None:
        self.data, self.a, self.b = data, a, b
        self.positives = sum(block.positives for block in data)
        self.n = sum(len(block.order) for block in data)

    def values(self, halves: FloatArray) -> FloatArray:
        t_false, t_true = np.zeros(len(halves)), np.zeros(len(halves))
        for block in self.data:
            t = halves @ block.X
            np.tanh(t, out=t)
            t_false += t[:, : block.negatives].sum(axis=1)
            t_true += t[:, block.negatives :].sum(axis=1)
        above, below = self._parts(t_false, t_true)
        return np.asarray(1 - above / below)

    def slopes(self, t_false: float, t_true: float) -> tuple[float, float]:
        """The gradient with respect to p of a negative and of a positive, times 1/4 since dp/dt dt/dz = (1 - t²) / 4."""
        above, below = self._parts(t_false, t_true)
        square = 4 * below * below
        # the quotient rule, -(a y below - above (1 - b y)) / below²
        return above / square, ((1 - self.b) * above - self.a * below) / square

    def _parts(self, t_false: T, t_true: T) -> tuple[T, T]:
        """Numerator and denominator from the sums of t over the negatives and over the positives."""
        intersection, p_sum = (self.positives + t_true) / 2, (self.n + t_false + t_true) / 2
        return self.a * intersection + EPS, self.positives + p_sum - self.b * intersection + EPS


class LovaszHinge:
    """The Lovász hinge, which sorts all samples and so cannot go block by block."""

    def __init__(self, data: list[Block]) -> None:
        # in the order that the samples came in, which decides between equals
        places = [np.argsort(block.order) for block in data]
        self.X = np.concatenate([block.X[:, place] for block, place in zip(data, places, strict=True)], axis=1)
        self.y = np.concatenate([place >= block.negatives for block, place in zip(data, places, strict=True)])

    def values(self, halves: FloatArray) -> FloatArray:
        return np.array([lovasz_hinge_loss(self.y, (2 * half) @ self.X).value for half in halves])

    def slope(self, half: FloatArray) -> FloatArray:
        """The gradient at w = 2 half (d,)."""
        return np.asarray(self.X @ lovasz_hinge_loss(self.y, (2 * half) @ self.X).gradient)


class Steps:
    """The steps of descents on several losses over the same data.

    All but the Lovász hinge have gradients that are weighted sums of x t and x t², with one weight for all samples of a
    label, and a product of matrices gives the sums of all descents at once. `base` less the sums has, for each label
    (or for both together, where no soft ratio asks for more), a row for each descent with the sum of x (sign y - t), all
    that the log loss asks for; a soft ratio asks the column of ones for -t alone. Where there are soft ratios another
    row for each descent has the sum of x (1 - t²). A step is these rows times `weights`: fixed for the log loss, new
    each time for a ratio, which takes all samples together.
    """

    def __init__(self, data: list[Block], losses: Sequence[Objective], rates: Sequence[float]) -> None:
        k = len(losses)
        each = list(zip(range(k), losses, rates, strict=True))
        self.ratios = [(r, loss, rate / 2) for r, loss, rate in each if isinstance(loss, SoftRatio)]
        self.sorting = [(r, loss, rate / 2) for r, loss, rate in each if isinstance(loss, LovaszHinge)]
        self.rows = rows = 2 * k if self.ratios else k
        parts = 2 if self.ratios else 1
        self.product = np.matmul if self.ratios else np.dot  # the quicker, but it copies slices
        self.base = np.zeros((parts, rows, len(data[0].X1)))
        self.sums = np.empty_like(self.base)
        self.weights = np.zeros((k, parts * rows))
        for r, loss, rate in each:
            if isinstance(loss, Log):
                self.weights[r, r::rows] = rate / 4 / loss.n
        room = np.empty(rows * max(len(block.order) for block in data))
        self.parts = []
        for block in data:
            t = room[: rows * len(block.order)].reshape(rows, -1)
            sides = (slice(block.negatives), slice(block.negatives, None))
            products = [(t[:, side], block.X1[:, side].T) for side in (sides if self.ratios else (slice(None),))]
            self.parts.append((block.X, t[:k], t[k:], products))
            sums = np.array([block.X1[:, side].sum(axis=1) for side in sides])
            for r, loss, _ in each:
                if isinstance(loss, Log):
                    signed = sums * [[-1.0], [1.0]]
                    self.base[:, r] += signed if self.ratios else signed.sum(axis=0)
                elif isinstance(loss, SoftRatio):
                    self.base[:, k + r] += sums

    def __call__(self, halves: FloatArray) -> FloatArray:
        """What is added to each row of halves = w/2 (k, d): its rate times the gradient at w, downhill."""
        left, k = self.base, len(halves)
        for X, t, squares, products in self.parts:
            np.dot(halves, X, out=t)
            np.tanh(t, out=t)
            if self.ratios:
                np.multiply(t, t, out=squares)
            for sums, (values, X1) in zip(self.sums, products, strict=True):
                self.product(values, X1, out=sums)
            left = left - self.sums
        false, true = left[:, :k, -1].tolist() if self.ratios else ((), ())
        for r, ratio, rate in self.ratios:
            of_false, of_true = ratio.slopes(-false[r], -true[r])
            self.weights[r, k + r] = -rate * of_false
            self.weights[r, self.rows + k + r] = -rate * of_true
        steps: FloatArray = np.dot(self.weights, left.reshape(self.weights.shape[1], -1))[:, :-1]
        for r, hinge, rate in self.sorting:
            steps[r] = -rate * hinge.slope(halves[r])
        return steps


def jaccard_at_half(data: list[Block], halves: FloatArray) -> FloatArray:
    """The Jaccard score at p >= 1/2, which is where z >= 0, for each row of w = 2 halves (k, d); 0 where it is 0/0."""
    tp, union = np.zeros(len(halves)), np.zeros(len(halves))
    for block in data:
        pred = halves @ block.X >= 0
        tp += np.count_nonzero(pred[:, block.negatives :], axis=1)
        union += np.count_nonzero(pred[:, : block.negatives], axis=1) + block.positives
    return np.asarray(safe_divide(tp, union))
