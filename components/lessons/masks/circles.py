"""What the lesson on masks computes: two circles in a small image, one of them moved, and their scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import core
from components.cache import cached
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
# Every vertical offset with every circle offset, in the order of the frames: two arrays.
DOWNS, ACROSSES = (each.ravel() for each in np.meshgrid(DY.values(), DX.values(), indexing="ij"))
# How far the prediction can be moved to either side, and up or down.
ACROSS, DOWN = DX.index(0), DY.index(0)
# Two empty masks agree, so their 0/0 is a success.
EMPTY = 1.0


class Scores(NamedTuple):
    """Distinct counts of two masks, and their scores, as numbers and written out; 0/0 is `EMPTY`."""

    counts: core.Counts
    ious: NDArray[np.float64]
    dices: NDArray[np.float64]
    iou: list[str]
    dice: list[str]

    def said(self, words: list[str], empty: str) -> list[str]:
        """Return words for each of the counts, with `empty` where both masks are; the same list if that is nowhere."""
        none = (self.counts.union == 0).tolist()
        return [empty if each else word for word, each in zip(words, none, strict=True)] if any(none) else words


class Scored(NamedTuple):
    """The scores of two circles, `here`, and of a small object that is predicted in its right size, `same`.

    Few of the many offsets differ in their counts. `at` (down, across) has for each vertical offset and each circle offset
    the number of its counts, in both of the scores.
    """

    at: NDArray[np.intp]
    here: Scores
    same: Scores


@cache
def field(r: int) -> NDArray[np.bool_]:
    """Return a circle with so much around it that the image can be any window of it that has a circle moved so far."""
    shape = (SIZE + 2 * DOWN, SIZE + 2 * ACROSS)
    # radius 0 means that there is no object; the circle itself would keep the pixel of its centre
    return core.circle_mask(shape, cx=CX + ACROSS, cy=CY + DOWN, r=r) if r else np.zeros(shape, np.bool_)


def unmoved_circle(r: int) -> NDArray[np.bool_]:
    """Return the mask of a circle where the truth lies."""
    return field(r)[DOWN:, ACROSS:][:SIZE, :SIZE]


@cached
def scored(truth: int, prediction: int, small: int) -> Scored:
    """Return the scores of circles with these radii at every offset."""
    every = [
        core.moved_mask_counts(unmoved_circle(r), field(moved)) for r, moved in ((truth, prediction), (small, small))
    ]
    # the first offset moves the circle to the left and up, so the image is the last window of its field
    outcomes = np.stack([each for counts in every for each in (counts.tp, counts.fp, counts.fn, counts.tn)])[
        :, ::-1, ::-1
    ]
    rows = outcomes.reshape(8, -1)
    # one number for the four that decide, all of them below 2^11
    code = sum(rows[k] << 11 * place for place, k in enumerate((0, 1, 4, 5)))
    _, first, at = np.unique(code, return_index=True, return_inverse=True)
    here, same = (_scores(core.Counts(*rows[4 * k : 4 * k + 4, first])) for k in (0, 1))
    return Scored(at.reshape(outcomes.shape[1:]), here, same)


def _scores(counts: core.Counts) -> Scores:
    ious, dices = core.jaccard(counts, zero_division=EMPTY), core.f1(counts, zero_division=EMPTY)
    return Scores(counts, ious, dices, written(ious), written(dices))


@cache
def moved_by_one(r: int) -> str:
    """Return the IoU of a circle with itself, moved by one pixel, in words."""
    moved = field(r)[DOWN:, ACROSS - 1 :][:SIZE, :SIZE]
    return score(core.iou(unmoved_circle(r), moved))


def other_radius(state: Masks) -> int:
    """Return the radius of an object of another size, to compare with the small one."""
    return next(r for r in (state.truth, state.prediction, TRUTH.default) if r not in (0, state.small))


def is_cut(cx: Any, cy: Any, r: int) -> NDArray[np.bool_]:
    """Return whether a circle has pixels outside the image; for arrays of centres an array. Radius 0 is no circle."""
    near, far = np.minimum(cx, cy) - r, np.maximum(cx, cy) + r
    return np.asarray(((near < 0) | (far > SIZE - 1)) & (r > 0))
