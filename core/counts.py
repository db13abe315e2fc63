"""True and false positives and negatives: the four numbers that every score here is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import binary_vector, class_vector, indicator_matrix, weight_vector
from core._tally import class_tally, column_sums, overlap, row_sums

# One number, or an array of them (per class, per sample, per threshold). NumPy types "scalar or array" as Any too.
Count: TypeAlias = Any


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The confusion counts of one or of many comparisons; parts add up to the whole with `+`.

    Each field is a number >= 0 or an array of them, one per class, sample or threshold; all four have one shape.
    With sample weights the counts are sums of weights, otherwise whole numbers.
    `Counts()` is zero, so `sum(parts, Counts())` is the whole.

    >>> morning, evening = Counts(tp=2, fp=1, fn=0, tn=5), Counts(tp=1, fp=0, fn=3, tn=4)
    >>> morning + evening
    Counts(tp=3, fp=1, fn=3, tn=9)
    >>> (morning + evening).union
    7
    """

    tp: Count = 0
    fp: Count = 0
    fn: Count = 0
    tn: Count = 0

    def __post_init__(self) -> None:
        shapes = [getattr(count, "shape", ()) for count in (self.tp, self.fp, self.fn, self.tn)]  # numbers have none
        if shapes.count(shapes[0]) < 4:
            raise ValueError(f"the four counts must have one shape, got tp, fp, fn, tn of {shapes}")

    @property
    def union(self) -> Count:
        """Samples positive in truth or in prediction, TP + FP + FN: the denominator of Jaccard."""
        return self.tp + self.fp + self.fn

    @property
    def support(self) -> Count:
        """Samples truly positive, TP + FN."""
        return self.tp + self.fn

    @property
    def predicted(self) -> Count:
        """Samples predicted positive, TP + FP."""
        return self.tp + self.fp

    @property
    def total(self) -> Count:
        """All samples, TP + FP + FN + TN."""
        return self.tp + self.fp + self.fn + self.tn

    def sum(self) -> Counts:
        """Collapse arrays to the one Counts of everything, as micro averaging does.

        >>> Counts(np.array([1, 2]), np.array([0, 1]), np.array([3, 0]), np.array([4, 5])).sum()
        Counts(tp=3, fp=1, fn=3, tn=9)
        """
        return self._each(lambda count: np.sum(count).item())

    def __add__(self, other: object) -> Counts:
        if not isinstance(other, Counts):
            return NotImplemented
        mine, theirs = np.shape(self.tp), np.shape(other.tp)
        # Broadcasting would turn a forgotten .sum() into wrong counts; only the zero of a sum may change its shape.
        if mine != theirs and Counts() not in (self, other):
            raise ValueError(f"cannot add counts of shape {mine} and {theirs}: the shapes must be equal")
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn)

    def __getitem__(self, index: Any) -> Counts:
        if np.ndim(self.tp) == 0:
            raise TypeError("these are the counts of one comparison: there is nothing to index")

        def pick(count: Count) -> Count:
            chosen = count[index]
            return chosen.item() if np.ndim(chosen) == 0 else chosen

        return self._each(pick)

    def __len__(self) -> int:
        if np.ndim(self.tp) == 0:
            raise TypeError("these are the counts of one comparison: they have no length")
        return len(self.tp)

    def __bool__(self) -> bool:
        return True  # without it, `if counts` would ask for the length

    def __iter__(self) -> Iterator[Counts]:
        return (self[i] for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Counts):
            return NotImplemented
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    def __hash__(self) -> int:
        return hash((self.tp, self.fp, self.fn, self.tn))

    def _each(self, change: Any) -> Counts:
        return Counts(change(self.tp), change(self.fp), change(self.fn), change(self.tn))


def confusion_counts(y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike | None = None) -> Counts:
    """Count the outcomes of a binary prediction.

    `y_true`, `y_pred`: shape (n,), n >= 1, bool or only 0 and 1. `sample_weight`: shape (n,), finite; the counts are
    then sums of weights. Anything else (other values, NaN, probabilities, different lengths, nothing at all)
    raises ValueError: casting to bool would call a prediction of 2 correct.

    >>> confusion_counts([1, 1, 0, 0, 1, 0], [1, 0, 0, 0, 1, 1])
    Counts(tp=2, fp=1, fn=1, tn=2)
    """
    true, pred = binary_vector(y_true, "y_true"), binary_vector(y_pred, "y_pred")
    if true.shape != pred.shape:
        raise ValueError(f"y_true and y_pred must have one length, got {true.size} and {pred.size}")
    if sample_weight is not None:
        weight = weight_vector(sample_weight, true.size)
        tp, support, predicted = (float(np.sum(weight, where=chosen)) for chosen in (true & pred, true, pred))
        tn = float(np.sum(weight, where=~(true | pred)))
        return Counts(tp, predicted - tp, support - tp, tn)
    tp, support, predicted = overlap(true, pred)
    return Counts(tp, predicted - tp, support - tp, true.size - support - predicted + tp)


def multiclass_counts(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    labels: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
) -> Counts:
    """Count the outcomes of every class against the rest, in one pass over the data.

    `y_true`, `y_pred`: shape (n,), n >= 1, whole numbers, bools or strings (not a mixture). `labels`: the classes
    wanted, in the order of the result; a class that never occurs gets tp = fp = fn = 0. Without it: all classes that
    occur, sorted. `sample_weight`: shape (n,). Returns arrays of shape (classes,). Bad input raises ValueError.

    >>> counts = multiclass_counts([0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0])
    >>> counts.tp, counts.union
    (array([2, 1, 1]), array([2, 3, 3]))
    """
    true, pred = class_vector(y_true, "y_true"), class_vector(y_pred, "y_pred")
    if true.shape != pred.shape:
        raise ValueError(f"y_true and y_pred must have one length, got {true.size} and {pred.size}")
    if (true.dtype.kind == "U") != (pred.dtype.kind == "U"):
        raise ValueError(f"y_true and y_pred must both hold strings or both numbers, got {true.dtype} and {pred.dtype}")
    weight = None if sample_weight is None else weight_vector(sample_weight, true.size)
    tally = class_tally(true, pred, weight)
    if labels is not None:
        wanted = class_vector(labels, "labels")
        if (wanted.dtype.kind == "U") != (true.dtype.kind == "U"):
            raise ValueError(f"labels must be of the kind of y_true, {true.dtype}, got {wanted.dtype}")
        tally = tally.select(wanted)
    total = true.size if weight is None else weight.sum()
    fp, fn = tally.predicted - tally.tp, tally.support - tally.tp
    return Counts(tally.tp, fp, fn, total - tally.tp - fp - fn)


def multilabel_counts(
    y_true: ArrayLike, y_pred: ArrayLike, *, axis: int = 0, sample_weight: ArrayLike | None = None
) -> Counts:
    """Count the outcomes of multilabel predictions per label (axis=0) or per sample (axis=1).

    `y_true`, `y_pred`: shape (n, labels), bool or only 0 and 1. `sample_weight`: shape (n,). Returns arrays of shape
    (labels,) for axis=0 and (n,) for axis=1. Other values, other shapes or no samples raise ValueError.

    >>> t, p = [[1, 0, 1], [0, 1, 0]], [[1, 1, 1], [0, 1, 0]]
    >>> multilabel_counts(t, p).union
    array([1, 2, 1])
    >>> multilabel_counts(t, p, axis=1).union
    array([3, 1])
    """
    true, pred = indicator_matrix(y_true, "y_true"), indicator_matrix(y_pred, "y_pred")
    if true.shape != pred.shape:
        raise ValueError(f"y_true and y_pred must have one shape, got {true.shape} and {pred.shape}")
    if axis not in (0, 1):
        raise ValueError(f"axis must be 0 (per label) or 1 (per sample), got {axis!r}")
    weight = None if sample_weight is None else weight_vector(sample_weight, len(true))
    tp, support, predicted = multilabel_sums(true, pred, axis, weight)
    n, n_labels = true.shape
    cells: Any = n if axis == 0 else n_labels
    if weight is not None:
        cells = weight.sum() if axis == 0 else weight * n_labels
    return Counts(tp, predicted - tp, support - tp, cells - support - predicted + tp)


def multilabel_sums(
    true: NDArray[Any], pred: NDArray[Any], axis: int, weight: NDArray[Any] | None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """(tp, support, predicted) of two bool matrices of one shape, per column (axis 0) or per row (axis 1)."""
    both = true & pred
    if axis == 0:
        return column_sums(both, weight), column_sums(true, weight), column_sums(pred, weight)
    return row_sums(both, weight), row_sums(true, weight), row_sums(pred, weight)
