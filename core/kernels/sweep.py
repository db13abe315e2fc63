"""Counting true and false positives at many thresholds, in one pass over the scores.

The thresholds are in ascending order. A score that reaches k of them reaches the first k, and its sample is predicted
positive at exactly those. So it is enough to know k for each score: a histogram of k, added up from the highest k down,
holds the number of positives at every threshold.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.kernels.tally import blocks

BLOCK = 2**15  # scores in a block
CELLS = 2**14  # cells that `contenders` sorts scores into
FEW = 2**15  # so few scores are sorted at once: nothing is faster


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
        pairs += true[part]  # the place 2 k + label: negatives at even places, positives at odd ones
        histogram += np.bincount(pairs, minlength=histogram.size)
    not_reaching = histogram.reshape(-1, 2).cumsum(axis=0)
    fp, tp = (not_reaching[-1] - not_reaching[:-1]).T
    return Sweep(tp, fp)


def _uniform_reach(ascending: NDArray[np.float64]) -> Any:
    """For evenly spaced thresholds, a function that says how many each score reaches; for any others None.

    The function computes the number from the score's place between the first and the last threshold. No search is
    needed, but the place is not exact: the thresholds may lie up to a quarter of a step beside an even grid, and the
    arithmetic rounds. Together that is less than half a step. So the place plus 1/2, without its fraction, is the right
    number or one too low. A comparison of the score with the next threshold decides which. It compares the numbers as
    they are, so a score equal to a threshold reaches it, and the float64 just below does not.
    """
    low, high, last = float(ascending[0]), float(ascending[-1]), ascending.size - 1
    step = (high - low) / max(last, 1)
    if not 64 * np.spacing(max(abs(low), abs(high))) < step < np.inf or not np.isfinite(1 / step):
        return None
    if not (np.abs(ascending - (low + step * np.arange(last + 1))) < step / 4).all():
        return None
    per_step = 1 / step
    shift = 0.5 - low * per_step
    following = np.append(ascending, np.nan)  # no score reaches nan, so none reaches more than all

    def reached(scores: NDArray[Any]) -> NDArray[np.intp]:
        with np.errstate(over="ignore"):  # a score far outside may become infinite here; the clipping below bounds it
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
    """The distinct scores that may be the best threshold for Jaccard, ascending, with the counts at each.

    Sorting all scores takes long, so most are ruled out first. The range of the scores is cut into cells of equal
    width, and equal scores share a cell.
    For each cell two Jaccard scores follow from the counts of the cells alone:

    - `reached`: that of the lowest score in the cell as threshold. All samples of the cell are then positive.
    - `reachable`: a bound for all thresholds in the cell, as if they took its positives and none of its negatives.

    The best score is at least the highest `reached` of all cells. A cell whose `reachable` is lower cannot hold the
    best threshold, nor an equal one. Usually a few cells in a hundred stay open, and only their scores are sorted.
    Rounding does no harm: it never turns the order of two fractions round.
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
        cell = position.astype(np.int32)  # half the memory of intp, and large enough for 2 CELLS
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
    # `inside` counts the samples of open cells. Those of the closed cells above a threshold are positive, too.
    cell_of = ((thresholds - low) * per_cell).astype(np.intp)
    closed_tp = np.where(open_cells, 0, tp)[::-1].cumsum()[::-1]
    closed_fp = np.where(open_cells, 0, fp)[::-1].cumsum()[::-1]
    return thresholds, Sweep(inside.tp + closed_tp[cell_of], inside.fp + closed_fp[cell_of])
