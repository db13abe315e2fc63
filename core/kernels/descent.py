"""Gradient descent on linear models, several at a time: what `core.gradient_descent` does, in a fraction of the time.

The losses are those of core.losses, and the results differ by rounding only. Four things make the difference:

- **tanh.** With t = tanh(z / 2), p = sigmoid(z) is (1 + t) / 2, and dp/dz = p (1 - p) is (1 - t²) / 4. NumPy takes one
  call for t, and five operations for a sigmoid that cannot overflow. So that no logit has to be halved, the weights are
  kept as w / 2, called `halves`. Halving and doubling are exact in floating point.
- **Blocks.** The samples are cut into blocks that fit the processor's cache, and every step works in the same memory.
- **Order.** Within a block the negatives stand before the positives. A sum over one label is a sum over a slice, and
  nothing has to be multiplied by y.
- **Side by side.** The models are the rows of one matrix, so one product of matrices serves all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from core._arrays import BoolArray, FloatArray
from core.kernels.tally import blocks
from core.losses import EPS, lovasz_weights
from core.scores import safe_divide

T = TypeVar("T", float, FloatArray)

BLOCK = 2**13  # samples in a block: 64 KiB of float64 for each column of X


class Block(NamedTuple):
    """Some of the samples, b of them: the first `negatives` are negative, the others positive.

    `X1` is X transposed, with a row of ones below it, (d + 1, b): products with it run along memory, and the row of
    ones makes them give plain sums as well. `order` (b,) is where each sample stood before.
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
        """How many samples are positive."""
        return len(self.order) - self.negatives


def cut(features: FloatArray, labels: BoolArray) -> list[Block]:
    """Cut the samples, features (n, d) and labels (n,), into blocks."""
    found = []
    for part in blocks(len(labels), BLOCK):
        X, y = features[part], labels[part]
        order = np.argsort(y, kind="stable")
        X1 = np.ones((X.shape[1] + 1, len(y)))
        X1[:-1] = X[order].T
        found.append(Block(X1, len(y) - int(np.count_nonzero(y)), order))
    return found


# ---- the losses, as functions of the weights of a model -------------------------------------------------------------


class Objective(Protocol):
    """A loss on given data, as a function of the weights."""

    def values(self, halves: FloatArray) -> FloatArray:
        """The loss (k,) for each row of halves = w/2 (k, d)."""


class Log:
    """The log loss: the mean of log(1 + exp(m)), where m is z for a negative and -z for a positive sample.

    It is computed as (|m| + m) / 2 + log(1 + exp(-|m|)), which is the same and cannot overflow.
    """

    def __init__(self, data: list[Block]) -> None:
        self.data = data
        self.n = sum(len(block.order) for block in data)

    def values(self, halves: FloatArray) -> FloatArray:
        """The loss (k,) for each row of halves = w/2 (k, d)."""
        total = np.zeros(len(halves))
        for block in self.data:
            m = (2 * halves) @ block.X
            m[:, block.negatives :] *= -1.0
            total += 0.5 * m.sum(axis=1)
            np.abs(m, out=m)
            total += 0.5 * m.sum(axis=1)
            np.negative(m, out=m)
            np.exp(m, out=m)
            m += 1.0
            total += np.log(m, out=m).sum(axis=1)
        return np.asarray(total / self.n)


class SoftRatio:
    """The soft losses that are a ratio: 1 - (a I + eps) / (sum y + sum p - b I + eps), with I = sum y p.

    The soft Jaccard loss has a = b = 1, the soft Dice loss a = 2 and b = 0. They need only two sums over the data: that
    of t over the negatives, `t_false`, and that of t over the positives, `t_true`.
    """

    def __init__(self, data: list[Block], a: float, b: float) -> None:
        self.data, self.a, self.b = data, a, b
        self.positives = sum(block.positives for block in data)
        self.n = sum(len(block.order) for block in data)

    def values(self, halves: FloatArray) -> FloatArray:
        """The loss (k,) for each row of halves = w/2 (k, d)."""
        t_false, t_true = np.zeros(len(halves)), np.zeros(len(halves))
        for block in self.data:
            t = halves @ block.X
            np.tanh(t, out=t)
            t_false += t[:, : block.negatives].sum(axis=1)
            t_true += t[:, block.negatives :].sum(axis=1)
        above, below = self._fraction(t_false, t_true)
        return np.asarray(1 - above / below)

    def slopes(self, t_false: float, t_true: float) -> tuple[float, float]:
        """A quarter of the derivative with respect to p: of a negative, and of a positive sample.

        All samples of a label have the same. The quarter is that of dp/dz = (1 - t²) / 4.
        """
        above, below = self._fraction(t_false, t_true)
        square = 4 * below * below
        # The quotient rule: minus (a y below - above (1 - b y)) / below², for y = 0 and for y = 1.
        return above / square, ((1 - self.b) * above - self.a * below) / square

    def _fraction(self, t_false: T, t_true: T) -> tuple[T, T]:
        """Numerator and denominator. A sum of p over m samples is (m + sum t) / 2."""
        intersection, p_sum = (self.positives + t_true) / 2, (self.n + t_false + t_true) / 2
        return self.a * intersection + EPS, self.positives + p_sum - self.b * intersection + EPS


class LovaszHinge:
    """The Lovász hinge. It sorts the errors of all samples, so it cannot work block by block."""

    def __init__(self, data: list[Block]) -> None:
        # Of equal errors the sample that came first counts first, so the samples are put back into their order.
        places = [np.argsort(block.order) for block in data]
        self.X = np.concatenate([block.X[:, place] for block, place in zip(data, places, strict=True)], axis=1)
        labels = [place >= block.negatives for block, place in zip(data, places, strict=True)]
        self.y = np.concatenate(labels).astype(np.float64)
        self.signs = 2 * self.y - 1
        self.support = float(self.y.sum())

    def values(self, halves: FloatArray) -> FloatArray:
        """The loss (k,) for each row of halves = w/2 (k, d)."""
        errors = 1 - (2 * halves) @ self.X * self.signs
        order = np.argsort(-errors, kind="stable")
        weights = lovasz_weights(self.y[order], self.support)
        ordered = np.maximum(np.take_along_axis(errors, order, axis=-1), 0.0)
        return np.asarray(np.sum(ordered * weights, axis=-1))

    def slope(self, half: FloatArray) -> FloatArray:
        """The gradient (d,) with respect to w, at half = w/2 (d,).

        Where the error is 0 or less, so is the gradient. The others come first in the order of the errors, so only they are
        sorted.
        """
        errors = 1 - (2 * half) @ self.X * self.signs
        wrong = np.flatnonzero(errors > 0)
        order = wrong[np.argsort(-errors[wrong], kind="stable")]
        gradient = np.zeros_like(errors)
        gradient[order] = -self.signs[order] * lovasz_weights(self.y[order], self.support)
        return np.asarray(self.X @ gradient)


# ---- the steps ------------------------------------------------------------------------------------------------------


class Steps:
    """The next step of each of k models, which have their losses, their learning rates, and the data in common.

    With s = 1 for a positive and s = -1 for a negative sample, the gradients with respect to w are

        log loss:          -1/(2n) · sum of x (s - t), over all samples
        a soft ratio:      for each label its slope (see SoftRatio) · sum of x (1 - t²), over the samples of that label

    So each is a weighted sum of a few vectors of sums over the samples, and one product of matrices gives those vectors
    for all models. What does not depend on w, sums of x s and of x, is added up once, in `constant`.

    `constant` and `products` have the shape (parts, rows, d + 1). If any loss is a soft ratio, there are two parts, one
    for negatives and one for positives; otherwise there is one for all samples. Row r belongs to model r. For the log
    loss it holds the sums of x (s - t). For a ratio only its last column is used: there x is 1, so it holds the sum of
    -t, which the slopes need. Row k + r, which exists only with ratios, holds the sums of x (1 - t²).

    A step is the product of `weights` (k, parts · rows) with all these rows. The weights of the log loss stay the same.
    Those of a ratio are its slopes, which are new in each step. The Lovász hinge is no such sum: its weights are 0, and
    its step is put in afterwards.
    """

    def __init__(self, data: list[Block], losses: Sequence[Objective], rates: Sequence[float]) -> None:
        k = len(losses)
        each = list(zip(range(k), losses, rates, strict=True))
        # The step of w/2 is half that of w, so half the rate goes with the gradient with respect to w.
        self.ratios = [(r, loss, rate / 2) for r, loss, rate in each if isinstance(loss, SoftRatio)]
        self.sorting = [(r, loss, rate / 2) for r, loss, rate in each if isinstance(loss, LovaszHinge)]
        self.rows = rows = 2 * k if self.ratios else k
        parts = 2 if self.ratios else 1
        self.multiply = np.matmul if self.ratios else np.dot  # np.dot is faster, but it would copy the slices
        self.constant = np.zeros((parts, rows, len(data[0].X1)))
        self.products = np.empty_like(self.constant)
        self.weights = np.zeros((k, parts * rows))
        for r, loss, rate in each:
            if isinstance(loss, Log):
                self.weights[r, r::rows] = rate / 4 / loss.n  # rate / 2 times 1 / (2n)
        room = np.empty(rows * max(len(block.order) for block in data))
        self.blocks = []
        for block in data:
            t = room[: rows * len(block.order)].reshape(rows, -1)
            labels = (slice(block.negatives), slice(block.negatives, None))
            factors = [(t[:, part], block.X1[:, part].T) for part in (labels if self.ratios else (slice(None),))]
            self.blocks.append((block.X, t[:k], t[k:], factors))
            sums = np.array([block.X1[:, label].sum(axis=1) for label in labels])
            for r, loss, _ in each:
                if isinstance(loss, Log):
                    signed = sums * [[-1.0], [1.0]]
                    self.constant[:, r] += signed if self.ratios else signed.sum(axis=0)
                elif isinstance(loss, SoftRatio):
                    self.constant[:, k + r] += sums

    def __call__(self, halves: FloatArray) -> FloatArray:
        """What to add to halves = w/2 (k, d) in the next step, without the penalty; the learning rates are in it."""
        sums, k = self.constant, len(halves)
        for X, t, squares, factors in self.blocks:
            np.dot(halves, X, out=t)
            np.tanh(t, out=t)
            if self.ratios:
                np.multiply(t, t, out=squares)
            for product, (values, X1) in zip(self.products, factors, strict=True):
                self.multiply(values, X1, out=product)
            sums = sums - self.products
        false, true = sums[:, :k, -1].tolist() if self.ratios else ((), ())
        for r, ratio, rate in self.ratios:
            of_false, of_true = ratio.slopes(-false[r], -true[r])
            self.weights[r, k + r] = -rate * of_false
            self.weights[r, self.rows + k + r] = -rate * of_true
        steps: FloatArray = np.dot(self.weights, sums.reshape(self.weights.shape[1], -1))[:, :-1]
        for r, hinge, rate in self.sorting:
            steps[r] = -rate * hinge.slope(halves[r])
        return steps


def jaccard_at_half(data: list[Block], halves: FloatArray) -> FloatArray:
    """The Jaccard score at p >= 1/2, which is z >= 0, for each row of halves = w/2 (k, d); 0 where it is 0/0."""
    tp, union = np.zeros(len(halves)), np.zeros(len(halves))
    for block in data:
        pred = halves @ block.X >= 0
        tp += np.count_nonzero(pred[:, block.negatives :], axis=1)
        union += np.count_nonzero(pred[:, : block.negatives], axis=1) + block.positives
    return np.asarray(safe_divide(tp, union))
