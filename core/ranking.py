"""Two predictions that two averages rank differently: the mean of the Jaccard scores, and the mean of the F1 scores."""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.counts import Counts, multilabel_counts
from core.scores import average, f1, jaccard


class Disagreement(NamedTuple):
    """Another prediction, an indicator matrix (n, labels), and in how many cells it differs from the first one."""

    y_pred: NDArray[np.bool_]
    cells: int


def nearest_disagreement(
    y_true: ArrayLike, y_pred: ArrayLike, *, most: int = 4, zero_division: float = 0.0
) -> Disagreement | None:
    """Find the nearest prediction that macro J and macro F1 rank against `y_pred` in opposite ways.

    `y_true`, `y_pred`: indicator matrices (n, labels). All predictions that differ from `y_pred` in at most `most` cells
    are tried. Of those with the fewest cells it is the one for which the smaller of the two differences is largest. None
    if there is none. 0/0 is `zero_division` in both scores, nan leaves it out.
    Source: J = F1/(2 - F1) is convex, so the mean of J depends on the spread of F1, and the mean of F1 does not.

    >>> nearest_disagreement([[1], [0]], [[1], [1]]) is None
    True
    """
    true, predicted = np.asarray(y_true, bool), np.asarray(y_pred, bool)
    if true.ndim != 2 or true.shape != predicted.shape:
        raise ValueError(f"expected two matrices of one shape (n, labels), got {true.shape} and {predicted.shape}")
    here = multilabel_counts(true, predicted)
    mean_j, mean_f1 = _means(here, zero_division)
    for cells in range(1, min(most, true.size) + 1):
        flipped = np.array(list(combinations(range(true.size), cells)))
        j, f = _means(_after(here, true, predicted, flipped), zero_division)
        with np.errstate(invalid="ignore"):
            opposite = (j - mean_j) * (f - mean_f1) < 0
            margin = np.where(opposite, np.minimum(abs(j - mean_j), abs(f - mean_f1)), -1)
        best = int(np.argmax(margin))
        if margin[best] > 1e-9:  # what rounding leaves is no difference
            found = predicted.copy()
            found.flat[flipped[best]] ^= True
            return Disagreement(found, cells)
    return None


def _after(here: Counts, true: NDArray[np.bool_], predicted: NDArray[np.bool_], flipped: NDArray[np.int64]) -> Counts:
    """Return the counts of every label (k, labels) once the cells at `flipped` (k, cells), row by row, are flipped."""
    labels = true.shape[1]
    step = np.where(predicted, -1, 1).ravel()[flipped]  # a cell becomes 1 or it becomes 0
    is_true = true.ravel()[flipped]
    of_label = (flipped % labels)[..., np.newaxis] == np.arange(labels)
    hits, alarms = ((of_label * (step * which)[..., np.newaxis]).sum(axis=1) for which in (is_true, ~is_true))
    return Counts(tp=here.tp + hits, fp=here.fp + alarms, fn=here.fn - hits, tn=here.tn - alarms)


def _means(counts: Counts, zero_division: float) -> tuple[Any, Any]:
    return (
        average(jaccard(counts, zero_division=zero_division)),
        average(f1(counts, zero_division=zero_division)),
    )
