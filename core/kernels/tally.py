"""Counting: how often samples are positive, in truth, in prediction and in both; for two classes, many, or labels.

Without weights every count is a sum of whole numbers, and exact. With weights it is a sum of float64 weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 2**17  # elements in a block: 128 KiB of bools, 1 MiB of integers
CONFUSION_CLASSES = 512  # up to so many classes the confusion matrix fits the cache, and counting pairs is fastest


def blocks(length: int, size: int = BLOCK) -> Iterator[slice]:
    """Cut a length into consecutive slices of `size`; the last may be shorter."""
    return (slice(start, start + size) for start in range(0, length, size))


def overlap(true: NDArray[np.bool_], pred: NDArray[np.bool_]) -> tuple[int, int, int]:
    """(tp, support, predicted) of two bool arrays of one shape."""
    if true.size <= BLOCK:
        return int(np.count_nonzero(true & pred)), int(np.count_nonzero(true)), int(np.count_nonzero(pred))
    true, pred = true.reshape(-1), pred.reshape(-1)
    both = np.empty(BLOCK, np.bool_)
    tp = support = predicted = 0
    for part in blocks(true.size):
        t, p = true[part], pred[part]
        tp += int(np.count_nonzero(np.logical_and(t, p, out=both[: t.size])))
        support += int(np.count_nonzero(t))
        predicted += int(np.count_nonzero(p))
    return tp, support, predicted


# ---- classes: each sample has one label ----------------------------------------------------------------------------


class ClassTally(NamedTuple):
    """For each of the sorted `labels`: how many samples have it in both, in truth, and in prediction."""

    labels: NDArray[Any]
    tp: NDArray[Any]
    support: NDArray[Any]
    predicted: NDArray[Any]

    def select(self, wanted: NDArray[Any]) -> ClassTally:
        """The counts of the wanted labels, in their order; a label that does not occur has counts of 0."""
        place, found = locate(wanted, self.labels)
        return ClassTally(wanted, *(np.where(found, count[place], 0) for count in self[1:]))


def locate(values: NDArray[Any], labels: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """For each value its index in `labels`, and whether it is there; if not, the index means nothing."""
    order = np.argsort(labels)
    place = np.searchsorted(labels, values, sorter=order)
    place = order[np.minimum(place, len(labels) - 1)]
    return place, labels[place] == values


def numbered(*vectors: NDArray[Any]) -> tuple[NDArray[Any], list[NDArray[np.intp]]]:
    """Return the sorted labels of all the vectors, which have one length, and each vector as places in these labels."""
    low, high = min(_integer_range(v, v)[0] for v in vectors), max(_integer_range(v, v)[1] for v in vectors)
    if all(v.dtype.kind in "biu" for v in vectors) and high - low < max(CONFUSION_CLASSES, vectors[0].size):
        occurs = np.zeros(high - low + 1, np.bool_)
        for each in vectors:
            occurs[_codes(each, low)] = True
        place = np.cumsum(occurs) - 1
        return low + np.flatnonzero(occurs), [place[_codes(each, low)] for each in vectors]
    labels, codes = np.unique(np.concatenate(vectors), return_inverse=True)
    return labels, np.split(codes, len(vectors))


def class_tally(true: NDArray[Any], pred: NDArray[Any], weight: NDArray[np.float64] | None) -> ClassTally:
    """Count each class of two label vectors of one length."""
    low, high = _integer_range(true, pred)
    classes = high - low + 1
    if weight is None and classes == 2:
        return _of_integers(low, *_two_classes(true, pred, high))
    if weight is None and 0 < classes <= CONFUSION_CLASSES:
        return _of_integers(low, *_confusion(true, pred, low, classes))
    if 0 < classes <= true.size:
        t, p = _codes(true, low), _codes(pred, low)
        # A label whose samples all weigh 0 is still a label, so the counts cannot say which labels occur.
        occurs = np.zeros(classes, np.bool_)
        occurs[t] = occurs[p] = True
        return _of_integers(low, *_three_counts(t, p, classes, weight), occurs)
    # Strings, dates, and integers with wide gaps between them are numbered by sorting.
    labels, codes = np.unique(np.concatenate([true, pred]), return_inverse=True)
    t, p = codes[: len(true)], codes[len(true) :]
    return ClassTally(labels, *_three_counts(t, p, len(labels), weight))


def _integer_range(true: NDArray[Any], pred: NDArray[Any]) -> tuple[int, int]:
    """The lowest and the highest label; (0, -1) for labels that are not integers, or that int64 cannot hold."""
    if true.dtype == pred.dtype == np.bool_:
        return 0, 1
    if true.dtype.kind not in "biu" or pred.dtype.kind not in "biu":
        return 0, -1
    low, high = min(int(true.min()), int(pred.min())), max(int(true.max()), int(pred.max()))
    return (low, high) if high < 2**63 else (0, -1)


def _of_integers(
    low: int,
    tp: NDArray[Any],
    support: NDArray[Any],
    predicted: NDArray[Any],
    occurs: NDArray[np.bool_] | None = None,
) -> ClassTally:
    """Keep the labels that occur, from counts of every integer from `low` on."""
    present = np.flatnonzero(support + predicted if occurs is None else occurs)
    return ClassTally(low + present, tp[present], support[present], predicted[present])


def _two_classes(true: NDArray[Any], pred: NDArray[Any], high: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Counts of the labels high - 1 and high: those of `high` are counted, those of the other follow from them."""
    t, p = (y if y.dtype == np.bool_ else y == high for y in (true, pred))
    tp, support, predicted = overlap(t, p)
    n = t.size
    neither = n - support - predicted + tp
    return np.array([neither, tp]), np.array([n - support, support]), np.array([n - predicted, predicted])


def _confusion(
    true: NDArray[Any], pred: NDArray[Any], low: int, classes: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Counts from the confusion matrix. Each pair (true, predicted) is a cell's number, which bincount counts."""
    matrix = np.zeros(classes * classes, np.int64)
    for part in blocks(true.size):
        pairs = _codes(true[part], low)
        pairs *= classes
        pairs += _codes(pred[part], low)
        matrix += np.bincount(pairs, minlength=matrix.size)
    square = matrix.reshape(classes, classes)
    return square.diagonal(), square.sum(axis=1), square.sum(axis=0)


def _three_counts(
    true: NDArray[np.intp], pred: NDArray[np.intp], classes: int, weight: NDArray[np.float64] | None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Counts from three bincounts, for many classes or for weights, which are added in the order of the samples."""
    right = true == pred
    tp = np.bincount(true[right], None if weight is None else weight[right], classes)
    return tp, np.bincount(true, weight, classes), np.bincount(pred, weight, classes)


def _codes(labels: NDArray[Any], low: int) -> NDArray[np.intp]:
    # The subtraction is in intp: in int8, labels from -100 to 100 would overflow.
    codes: NDArray[np.intp] = np.subtract(labels, low, dtype=np.intp, casting="unsafe")
    return codes


# ---- labels: each sample has any number of them, in a row of an indicator matrix ------------------------------------


def column_sums(chosen: NDArray[np.bool_], weight: NDArray[np.float64] | None) -> NDArray[Any]:
    """How many rows have chosen each column, or how much these rows weigh."""
    rows, columns = chosen.shape
    if weight is not None:
        sums = np.zeros(columns)
        for part in blocks(rows, max(1, BLOCK // max(1, columns))):
            sums += weight[part] @ chosen[part].astype(np.float64)
        return sums
    # Sums of bytes are the fastest, and a byte holds the sum of 255 zeros and ones. The rest is added as int64.
    ones, whole = chosen.view(np.uint8), rows - rows % 255
    by_block = np.add.reduce(ones[:whole].reshape(rows // 255, 255, columns), axis=1, dtype=np.uint8)
    return np.asarray(by_block.sum(axis=0, dtype=np.int64) + ones[whole:].sum(axis=0, dtype=np.int64))


def row_sums(chosen: NDArray[np.bool_], weight: NDArray[np.float64] | None) -> NDArray[Any]:
    """How many columns each row has chosen, times the weight of the row."""
    rows, columns = chosen.shape
    if columns > rows:
        sums = np.array([np.count_nonzero(row) for row in chosen], np.int64)
    else:
        sums = np.zeros(rows, np.int64)
        for part in blocks(columns, 255):  # sums of bytes, as in column_sums
            sums += np.add.reduce(chosen.view(np.uint8)[:, part], axis=1, dtype=np.uint8)
    return sums if weight is None else np.asarray(weight * sums)
