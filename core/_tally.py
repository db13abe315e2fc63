"""Counting itself: the only loops over the data, each one pass of NumPy."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


def overlap(true: NDArray[np.bool_], pred: NDArray[np.bool_]) -> tuple[int, int, int]:
    """(tp, support, predicted) of two bool arrays of one shape."""
    tp = np.count_nonzero(true & pred)
    return int(tp), int(np.count_nonzero(true)), int(np.count_nonzero(pred))


class ClassTally(NamedTuple):
    """For each of the sorted `labels`: how often it was right, true and predicted."""

    labels: NDArray[Any]
    tp: NDArray[Any]
    support: NDArray[Any]
    predicted: NDArray[Any]

    def select(self, wanted: NDArray[Any]) -> ClassTally:
        """The same for the wanted labels in their order; labels that do not occur count 0."""
        labels = self.labels
        if (labels.dtype.kind == "U") != (wanted.dtype.kind == "U"):
            labels, wanted = labels.astype(str), wanted.astype(str)  # as np.concatenate would; 1 then is "1"
        order = np.argsort(labels)
        place = np.searchsorted(labels, wanted, sorter=order)
        place = order[np.minimum(place, len(labels) - 1)]
        found = labels[place] == wanted
        return ClassTally(wanted, *(np.where(found, count[place], 0) for count in self[1:]))


def class_tally(true: NDArray[Any], pred: NDArray[Any], weight: NDArray[np.float64] | None) -> ClassTally:
    """Count each class of two label vectors of one length."""
    labels, codes = np.unique(np.concatenate([true, pred]), return_inverse=True)
    t, p = codes[: len(true)], codes[len(true) :]
    right = t == p
    size = len(labels)
    return ClassTally(
        labels,
        np.bincount(t[right], None if weight is None else weight[right], size),
        np.bincount(t, weight, size),
        np.bincount(p, weight, size),
    )


def column_sums(chosen: NDArray[np.bool_], weight: NDArray[np.float64] | None) -> NDArray[Any]:
    """How often (or with how much weight) each column is chosen."""
    return np.asarray(np.count_nonzero(chosen, axis=0) if weight is None else weight @ chosen)


def row_sums(chosen: NDArray[np.bool_], weight: NDArray[np.float64] | None) -> NDArray[Any]:
    """How many columns each row has chosen, times its weight."""
    sums = np.count_nonzero(chosen, axis=1)
    return np.asarray(sums if weight is None else weight * sums)
