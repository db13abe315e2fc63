"""Two predictions that two averages rank differently: the mean of the Jaccard scores, and the mean of the F1 scores."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations_with_replacement
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import indicator_matrix
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

    `y_true`, `y_pred`: indicator matrices (n, labels), as for `multilabel_counts`. All predictions that differ from
    `y_pred` in at most `most` cells are tried. Of those with the fewest cells it is the one for which the smaller of the
    two differences is largest. None if there is none. 0/0 is `zero_division` in both scores, nan leaves it out. The time
    grows with the labels to the power of `most`, and not with n.
    Source: J = F1/(2 - F1) is convex, so the mean of J depends on the spread of F1, and the mean of F1 does not.

    >>> nearest_disagreement([[1], [0]], [[1], [1]]) is None
    True
    """
    true, predicted = indicator_matrix(y_true, "y_true"), indicator_matrix(y_pred, "y_pred")
    here = multilabel_counts(true, predicted)
    # Both scores depend on the counts alone, so it is enough to try how many cells of each kind and label are flipped.
    there_are = np.stack([here.tp, here.fp, here.fn, here.tn])  # (kind, label)
    mean_j, mean_f1 = _means(here, zero_division)
    for cells in range(1, min(most, true.size) + 1):
        flips = _flips(there_are.size, cells).reshape(-1, *there_are.shape)
        flips = flips[(flips <= there_are).all(axis=(1, 2))]
        hits, alarms = flips[:, 2] - flips[:, 0], flips[:, 3] - flips[:, 1]
        after = Counts(tp=here.tp + hits, fp=here.fp + alarms, fn=here.fn - hits, tn=here.tn - alarms)
        j, f = _means(after, zero_division)
        with np.errstate(invalid="ignore"):
            opposite = (j - mean_j) * (f - mean_f1) < 0
            margin = np.where(opposite, np.minimum(abs(j - mean_j), abs(f - mean_f1)), -1)
        best = int(np.argmax(margin))
        if margin[best] > 1e-9:  # what rounding leaves is no difference
            return Disagreement(_flipped(true, predicted, flips[best]), cells)
    return None


@lru_cache(maxsize=32)
def _flips(groups: int, cells: int) -> NDArray[np.int8]:
    """Return every way (ways, groups) to take so many cells out of the groups, each as the number taken from a group."""
    taken = np.array(list(combinations_with_replacement(range(groups), cells)))
    counted: NDArray[np.int8] = (taken[..., np.newaxis] == np.arange(groups)).sum(axis=1, dtype=np.int8)
    return counted


def _flipped(true: NDArray[np.bool_], predicted: NDArray[np.bool_], flips: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return the prediction with the first cells of each kind and label flipped, `flips` (kind, label) of them."""
    found = predicted.copy()
    for kind, of_kind in enumerate((true & predicted, ~true & predicted, true & ~predicted, ~true & ~predicted)):
        found ^= of_kind & (of_kind.cumsum(axis=0) <= flips[kind])
    return found


def _means(counts: Counts, zero_division: float) -> tuple[Any, Any]:
    return (
        average(jaccard(counts, zero_division=zero_division)),
        average(f1(counts, zero_division=zero_division)),
    )
