"""What the section on masks computes: two circles in a small image, one of them moved, and their scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

import core
from components.state import State, Whole, of
from components.words.numbers import score, written

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
# How far the prediction can be moved to either side, and up or down.
ACROSS, DOWN = DX.index(0), DY.index(0)
# Two empty masks agree, so their 0/0 is a success.
EMPTY = 1.0


class Scores(NamedTuple):
    """The counts of two masks at every offset, and their scores, as numbers and written out; 0/0 is `EMPTY`."""

    counts: core.Counts
    ious: NDArray[np.float64]
    dices: NDArray[np.float64]
    iou: list[str]
    dice: list[str]

    def said(self, words: list[str], empty: str) -> list[str]:
        """Return the words at every offset, with `empty` where both masks are."""
        return [empty if none else word for word, none in zip(words, (self.counts.union == 0).tolist(), strict=True)]


@cache
def _field(r: int) -> NDArray[np.bool_]:
    """Return a circle with so much around it that the image can be any window of it that has a circle moved so far."""
    shape = (SIZE + 2 * DOWN, SIZE + 2 * ACROSS)
    # radius 0 means that there is no object; the circle itself would keep the pixel of its centre
    return core.circle_mask(shape, cx=CX + ACROSS, cy=CY + DOWN, r=r) if r else np.zeros(shape, np.bool_)


def moved_circle(r: int, dy: int) -> NDArray[np.bool_]:
    """Return the mask of a circle at every offset."""
    windows = sliding_window_view(_field(r), (SIZE, SIZE))
    return np.ascontiguousarray(windows[DOWN - dy, ::-1])


def unmoved_circle(r: int) -> NDArray[np.bool_]:
    """Return the mask of a circle where the truth lies."""
    return _field(r)[DOWN:, ACROSS:][:SIZE, :SIZE]


def scored(true: NDArray[np.bool_], predicted: NDArray[np.bool_]) -> Scores:
    """Return the counts and scores of many pairs of masks."""
    counts = core.batch_mask_counts(true, predicted)
    ious, dices = core.jaccard(counts, zero_division=EMPTY), core.f1(counts, zero_division=EMPTY)
    return Scores(counts, ious, dices, written(ious), written(dices))


@cache
def same_size(r: int, dy: int) -> Scores:
    """Return the scores of an object that is predicted in its right size, at every offset."""
    moved = moved_circle(r, dy)
    return scored(np.broadcast_to(unmoved_circle(r), moved.shape), moved)


@cache
def moved_by_one(r: int) -> str:
    """Return the IoU of a circle with itself, moved by one pixel, in words."""
    return score(core.iou(unmoved_circle(r), moved_circle(r, 0)[DX.index(1)]))


def other_radius(state: Masks) -> int:
    """Return the radius of an object of another size, to compare with the small one."""
    return next(r for r in (state.truth, state.prediction, TRUTH.default) if r not in (0, state.small))


def is_cut(cx: int, cy: int, r: int) -> bool:
    """Return whether a circle has pixels outside the image."""
    return min(cx, cy) - r < 0 or max(cx, cy) + r > SIZE - 1
