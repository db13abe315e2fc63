"""Counting scores against thresholds, in one pass.

Everything rests on one number per score: how many thresholds, in ascending order, it reaches. The thresholds it is
predicted positive at are the first so many, so a histogram of that number, summed up, is the whole sweep.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core._tally import blocks

BLOCK = 2**15
CELLS = 2**14
FEW = 2**15  # scores; sorting so many is as fast as anything else


class Sweep(NamedTuple):
    """True positives and false positives at each threshold."""

    tp: NDArray[np.int64]
    fp: NDArray[np.int64]


def sweep(true: NDArray[np.bool_], scores: NDArray[Any], ascending: NDArray[np.float64]) -> Sweep:
    """Count at each of the ascending thresholds."""
    reached = _uniform_reach(ascending) or (lambda part: np.searchsorted(ascending, part, side="right"))
    histogram = np.zeros(2 * (ascending.size + 1), np.int64)
    for part in blocks(scores.size, BLOCK):
        pairs = reached(scores[part])
        pairs *= 2
        pairs += true[part]
        histogram += np.bincount(pairs, minlength=histogram.size)
    not_reaching = histogram.reshape(-1, 2).cumsum(axis=0)
    fp, tp = (not_reaching[-1] - not_reaching[:-1]).T
    return Sweep(tp, fp)


def _uniform_reach(ascending: NDArray[np.float64]) -> Any:
    """A function for "how many thresholds does each score reach" on a uniform grid, or None for any other grid.

    A score's position in the grid comes out less than half a step wrong: rounding errors are far below a step, and
    the thresholds may lie up to a quarter of a step beside the grid. So after adding 1/2 and cutting the fraction off,
    the number is right or one too low, and one exact comparison with the threshold that comes next decides: scores
    equal to a threshold, or its neighbours in float64, land where p >= t puts them.
    """
    low, high, last = float(ascending[0]), float(ascending[-1]), ascending.size - 1
    step = (high - low) / max(last, 1)
    if not 64 * np.spacing(max(abs(low), abs(high))) < step < np.inf or not np.isfinite(1 / step):
        return None
    if not (np.abs(ascending - (low + step * np.arange(last + 1))) < step / 4).all():
        return None
    per_step = 1 / step
    shift = 0.5 - low * per_step
    following = np.append(ascending, np.nan)  # after the last threshold comes one that nothing reaches

    def reached(scores: NDArray[Any]) -> NDArray[np.intp]:
        with np.errstate(over="ignore"):  # a score far outside the grid may become infinite, and is clipped
            position = np.multiply(scores, per_step, dtype=np.float64)
            position += shift
        np.clip(position, 0, last + 1, out=position)
        number: NDArray[np.intp] = position.astype(np.intp)
        number += scores >= following.take(number)
        return number

    return reached


def distinct(true: NDArray[np.bool_], scores: NDArray[Any]) -> tuple[NDArray[np.float64], Sweep]:
    """Every distinct score as a threshold, ascending, and the counts at it."""
    order = np.argsort(scores)
    ordered = scores[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    true_below = np.concatenate([[0], np.cumsum(true[order])])
    tp = true_below[-1] - true_below[first]
    return ordered[first].astype(np.float64), Sweep(tp, scores.size - first - tp)


def contenders(true: NDArray[np.bool_], scores: NDArray[Any]) -> tuple[NDArray[np.float64], Sweep]:
    """The distinct scores that may have the highest Jaccard score, ascending, with the counts at each.

    Scores go into cells by value, in their order, equal ones into one cell. Within a cell the best that any threshold
    could do is to gain all its positives and none of its negatives; its lowest score does gain all of both. A cell
    whose best falls short of what some cell's lowest score reaches cannot hold the best threshold, nor one as good,
    because division rounds in order. Usually a few cells in a hundred are left, and only their scores are sorted.
    """
    low, high = float(scores.min()), float(scores.max())
    if scores.size <= FEW or not 0 < high - low < np.inf:
        return distinct(true, scores)
    cells = np.empty(scores.size, np.uint16)
    histogram = np.zeros(2 * CELLS, np.int64)
    per_cell = (CELLS - 1) / (high - low)
    for part in blocks(scores.size, BLOCK):
        position = np.subtract(scores[part], low, dtype=np.float64)
        position *= per_cell
        cell = position.astype(np.int32)  # half the memory of intp, and room for 2 CELLS
        cells[part] = cell
        cell *= 2
        cell += true[part]
        histogram += np.bincount(cell, minlength=2 * CELLS)
    fp, tp = histogram.reshape(CELLS, 2).T
    tp_from, fp_from = tp[::-1].cumsum()[::-1], fp[::-1].cumsum()[::-1]
    support = tp_from[0]
    reachable = tp_from / np.maximum(support + fp_from - fp, 1)
    reached = np.where(tp + fp > 0, tp_from / np.maximum(support + fp_from, 1), 0.0)
    open_cells = reachable >= reached.max()

    chosen = np.flatnonzero(open_cells.take(cells))
    thresholds, inside = distinct(true[chosen], scores[chosen])
    # Above a threshold lie, besides the open cells that were sorted, all the closed cells above it.
    cell_of = ((thresholds - low) * per_cell).astype(np.intp)
    closed_tp = np.where(open_cells, 0, tp)[::-1].cumsum()[::-1]
    closed_fp = np.where(open_cells, 0, fp)[::-1].cumsum()[::-1]
    return thresholds, Sweep(inside.tp + closed_tp[cell_of], inside.fp + closed_fp[cell_of])
