"""What the section on masks computes: two circles in a small image, one of them moved, and their scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import core
from components.state import State, Whole, of
from components.words.numbers import written

DX = Whole("dx", "Circle offset", 4, -20, 20, 1)
DY = Whole("dy", "Vertical offset", 0, -20, 20, 1)
TRUTH = Whole("truth", "Radius of the truth", 10, 0, 15, 1)
PREDICTION = Whole("prediction", "Radius of the prediction", 10, 0, 15, 1)
SMALL = Whole("small", "Radius of the small object", 3, 1, 9, 1)


@dataclass(frozen=True)
class Masks(State):
    """How far the predicted circle is moved, and the radii; radius 0 is no object."""

    dx: int = of(DX)
    dy: int = of(DY)
    truth: int = of(TRUTH)
    prediction: int = of(PREDICTION)
    small: int = of(SMALL)


SIZE = 40
CX, CY = 14, 20
OFFSETS = np.array(DX.values())
# Every vertical offset with every circle offset, in the order of the frames: two arrays.
DOWNS, ACROSSES = (each.ravel() for each in np.meshgrid(DY.values(), DX.values(), indexing="ij"))
# How far the prediction can be moved to either side, and up or down.
ACROSS, DOWN = DX.index(0), DY.index(0)
# Two empty masks agree, so their 0/0 is a success.
EMPTY = 1.0


class Scores(NamedTuple):
    """The distinct counts of two masks at all offsets, their scores, as numbers and written out; 0/0 is `EMPTY`.

    `at` (down, across) has for each vertical and each circle offset the number of its counts.
    """

    at: NDArray[np.intp]
    counts: core.Counts
    ious: NDArray[np.float64]
    dices: NDArray[np.float64]
    iou: list[str]
    dice: list[str]

    def said(self, words: list[str], empty: str) -> list[str]:
        """Return words for the distinct counts, with `empty` where both masks are."""
        return [empty if none else word for word, none in zip(words, (self.counts.union == 0).tolist(), strict=True)]


@cache
def field(r: int) -> NDArray[np.bool_]:
    """Return a circle with so much around it that the image can be any window of it that has a circle moved so far."""
    shape = (SIZE + 2 * DOWN, SIZE + 2 * ACROSS)
    # radius 0 means that there is no object; the circle itself would keep the pixel of its centre
    return core.circle_mask(shape, cx=CX + ACROSS, cy=CY + DOWN, r=r) if r else np.zeros(shape, np.bool_)


def unmoved_circle(r: int) -> NDArray[np.bool_]:
    """Return the mask of a circle where the truth lies."""
    return field(r)[DOWN:, ACROSS:][:SIZE, :SIZE]


@cache
def scored(truth: int, prediction: int) -> Scores:
    """Return the counts and scores of a circle and a predicted one, at every offset."""
    every = core.moved_mask_counts(unmoved_circle(truth), field(prediction))
    # the first offset moves the circle to the left and up, so the image is the last window of its field
    pairs = np.stack([every.tp, every.fp])[:, ::-1, ::-1]
    distinct, at = np.unique(pairs.reshape(2, -1), axis=1, return_inverse=True)
    tp, fp = distinct
    fn = every.support[0, 0] - tp
    counts = core.Counts(tp, fp, fn, SIZE**2 - tp - fp - fn)
    ious, dices = core.jaccard(counts, zero_division=EMPTY), core.f1(counts, zero_division=EMPTY)
    return Scores(at.reshape(pairs.shape[1:]), counts, ious, dices, written(ious), written(dices))


@cache
def moved_by_one(r: int) -> str:
    """Return the IoU of a circle with itself, moved by one pixel, in words."""
    same = scored(r, r)
    return same.iou[int(same.at[DY.index(0), DX.index(1)])]


def other_radius(state: Masks) -> int:
    """Return the radius of an object of another size, to compare with the small one."""
    return next(r for r in (state.truth, state.prediction, TRUTH.default) if r not in (0, state.small))


def is_cut(cx: Any, cy: Any, r: int) -> NDArray[np.bool_]:
    """Return whether a circle has pixels outside the image; for arrays of centres an array."""
    near, far = np.minimum(cx, cy) - r, np.maximum(cx, cy) + r
    return np.asarray((near < 0) | (far > SIZE - 1))
