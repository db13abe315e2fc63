"""Gradient descent on many data sets at once: `core.gradient_descent` for every set of an experiment.

The sets have one size, so they are stacked, and each step is a few calls of NumPy for all of them. What differs from
core.kernels.descent:

- **Single precision.** The sums over the samples are taken in float32, where tanh costs a tenth. The weights are float64.
  They end within 1e-6 of those in double precision. Only the Lovász hinge, which jumps from kink to kink, may take
  another path after many steps, as it does with the least rounding.
- **Labels as columns.** How many samples are positive differs from set to set, so a slice cannot part the labels. The
  features stand there twice instead, once as they are and once times y. One product gives both sums.
- **Sorting numbers that know their place.** The Lovász hinge sorts its errors. Each is written into the upper half of a
  whole number, with its place in the lower half. Those are sorted fast, and of equal errors the first stays first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core._arrays import BoolArray, FloatArray
from core.kernels.tally import blocks
from core.losses import EPS

SETS = 16  # data sets in a block: what a step touches of them stays in the cache

Floats = NDArray[np.float32]


class Rule(NamedTuple):
    """How a model learns: its kind of loss, its learning rate and its penalty; `a` and `b` are those of a soft ratio."""

    kind: Literal["log", "ratio", "hinge"]
    rate: float
    l2: float
    a: float = 0.0
    b: float = 0.0


def descend(X: FloatArray, y: BoolArray, rules: Sequence[Rule], iterations: int) -> FloatArray:
    """Return the weights (s, k, d) of k models on each of s data sets, X (s, n, d) and y (s, n), from zero weights.

    Column 0 of X is 1 throughout.
    """
    order = sorted(range(len(rules)), key=lambda r: ("log", "ratio", "hinge").index(rules[r].kind))
    found = np.empty((len(X), len(rules), X.shape[2]))
    for part in blocks(len(X), SETS):
        found[part, order] = _Sets(X[part], y[part], [rules[r] for r in order]).descend(iterations)
    return found


class _Sets:
    """Some data sets, and what the steps on them need; the rules are in the order log, ratio, hinge.

    `rows` (s, ., n) holds a number for every sample: t = tanh(z / 2) of each log loss and each ratio, then t² of each
    ratio, then of each hinge the derivative with respect to z. Its product with `columns` (s, n, 2d) holds the sums over
    all samples and over the positives. As in core.kernels.descent, the weights are kept as halves.
    """

    def __init__(self, X: FloatArray, y: BoolArray, rules: Sequence[Rule]) -> None:
        sets, self.n, self.d = X.shape
        kinds = [rule.kind for rule in rules]
        self.logs, self.ratios, self.hinges = (kinds.count(kind) for kind in ("log", "ratio", "hinge"))
        self.smooth = self.logs + self.ratios
        self.X = np.ascontiguousarray(X.transpose(0, 2, 1), np.float32)
        self.columns = np.concatenate([X, X * y[:, :, np.newaxis]], axis=2).astype(np.float32)
        self.sums = np.concatenate([X.sum(axis=1), np.einsum("snd,sn->sd", X, y)], axis=1)[:, np.newaxis]
        self.positives = y.sum(axis=1)[:, np.newaxis]
        # for the hinge: the union when so many errors are wrong, and each sample's place and label in one number
        self.support = self.positives.astype(np.float32)[:, np.newaxis]
        self.union = (self.positives + np.arange(1, self.n + 1)).astype(np.float32)[:, np.newaxis]
        self.signs = (2 * y.astype(np.float32) - 1)[:, np.newaxis]
        self.places = (2 * np.arange(self.n) + y)[:, np.newaxis]
        self.rows = np.empty((sets, self.smooth + self.ratios + self.hinges, self.n), np.float32)
        self.z = np.empty((sets, len(rules), self.n), np.float32)
        self.rates = np.array([[rule.rate / 2] for rule in rules])
        # The penalty makes every weight but the bias a little smaller in each step.
        self.shrink = np.array([[1.0] + [1 - rule.rate * rule.l2] * (self.d - 1) for rule in rules])
        self.a, self.b = (np.array([getattr(r, name) for r in rules if r.kind == "ratio"]) for name in "ab")

    def descend(self, iterations: int) -> FloatArray:
        halves = np.zeros((len(self.X), len(self.shrink), self.d))
        for _ in range(iterations):
            halves = self.shrink * halves - self.rates * self._gradients(halves)
        return 2 * halves

    def _gradients(self, halves: FloatArray) -> FloatArray:
        """The gradients (s, k, d) with respect to w, without the penalty."""
        smooth, ratios, d = self.smooth, self.ratios, self.d
        np.matmul(halves.astype(np.float32), self.X, out=self.z)
        t, squares = self.rows[:, :smooth], self.rows[:, smooth : smooth + ratios]
        np.tanh(self.z[:, :smooth], out=t)
        np.multiply(t[:, self.logs :], t[:, self.logs :], out=squares)
        if self.hinges:
            self.rows[:, smooth + ratios :] = self._hinge(self.z[:, smooth:])
        products = np.matmul(self.rows, self.columns).astype(np.float64)
        gradients = np.empty_like(halves)
        # p is (1 + t) / 2, so the sum of x (p - y) is half the sum of x and of x t, less the sum of x over the positives.
        logs = products[:, : self.logs, :d] + self.sums[:, :, :d] - 2 * self.sums[:, :, d:]
        gradients[:, : self.logs] = logs / (2 * self.n)
        if ratios:
            slopes = self._slopes(products[:, self.logs : smooth])
            moved = self.sums - products[:, smooth : smooth + ratios]  # sums of x (1 - t²)
            of_true = moved[:, :, d:]
            gradients[:, self.logs : smooth] = slopes[0] * (moved[:, :, :d] - of_true) + slopes[1] * of_true
        gradients[:, smooth:] = products[:, smooth + ratios :, :d]
        return gradients

    def _slopes(self, products: FloatArray) -> tuple[FloatArray, FloatArray]:
        """A quarter of the derivative of each ratio with respect to p, of a negative and of a positive sample."""
        t_sum, t_true = products[:, :, 0], products[:, :, self.d]  # column 0 of X is 1
        intersection, p_sum = (self.positives + t_true) / 2, (self.n + t_sum) / 2
        above = self.a * intersection + EPS
        below = self.positives + p_sum - self.b * intersection + EPS
        square = 4 * below * below
        of_false, of_true = above / square, ((1 - self.b) * above - self.a * below) / square
        return of_false[:, :, np.newaxis], of_true[:, :, np.newaxis]

    def _hinge(self, z: Floats) -> Floats:
        """The derivative of the Lovász hinge with respect to the logit of each sample, where z is half the logits."""
        errors = 1 - 2 * z * self.signs
        np.maximum(errors, np.float32(0), out=errors)  # where the error is 0 or less, so is the derivative
        # The bits of floats that are not negative are in the order of the floats. Turned round, the largest comes first.
        keys = np.subtract(2**31 - 1, errors.view(np.int32), dtype=np.int64)
        keys <<= 32
        keys |= self.places
        keys.sort(axis=-1)
        keys &= 2**32 - 1
        true_before = np.cumsum(keys & 1, axis=-1, dtype=np.float32)
        lost = (true_before - self.support) / (self.union - true_before)  # 1 - Jaccard, but for the 1
        lost[..., 1:] -= lost[..., :-1].copy()
        lost[..., 0] += 1
        keys >>= 1
        slopes = np.empty_like(errors)
        np.put_along_axis(slopes, keys, lost, axis=-1)
        slopes *= -self.signs
        slopes[errors == 0] = 0
        return slopes


def tuned(y: BoolArray, p: FloatArray) -> FloatArray:
    """For each of k models on each of s data sets, y (s, n) and p (s, k, n), the threshold that `best_exact` finds."""
    order = np.argsort(p, axis=-1)
    ordered = np.take_along_axis(p, order, axis=-1)
    true = np.take_along_axis(np.broadcast_to(y[:, np.newaxis], p.shape), order, axis=-1)
    support = y.sum(axis=1)[:, np.newaxis, np.newaxis]
    tp = support - np.cumsum(true, axis=-1) + true  # from the threshold on, itself included
    fp = np.arange(y.shape[1], 0, -1) - tp
    j = tp / np.maximum(support + fp, 1)
    j[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = -1.0  # of equal scores, the first has the counts of all of them
    return np.take_along_axis(ordered, np.argmax(j, axis=-1)[..., np.newaxis], axis=-1)[..., 0]
