"""True and false positives and negatives: the four numbers that every score here is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import (
    binary_vector,
    check_unit_interval,
    class_vector,
    float_vector,
    indicator_matrix,
    weight_vector,
)
from core.kernels.tally import class_tally, column_sums, locate, overlap, row_sums

# One number, or an array of them: per class, per sample, per threshold. Types cannot tell which, as in NumPy: Any.
Count: TypeAlias = Any


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The confusion counts of one or of many comparisons. The counts of two parts of the data add up with `+`.

    Each field is a number >= 0 or an array of them, one per class, sample or threshold; all four have one shape.
    They are whole numbers, or with sample weights sums of weights. `Counts()` is zero, so `sum(parts, Counts())` works.

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

    def sum(self, axis: int | None = None) -> Counts:
        """Add arrays up, to the one Counts of everything or along one axis, as micro averaging does.

        >>> Counts(np.array([1, 2]), np.array([0, 1]), np.array([3, 0]), np.array([4, 5])).sum()
        Counts(tp=3, fp=1, fn=3, tn=9)
        """

        def add(count: Count) -> Count:
            total = np.sum(count, axis=axis)
            return total if total.ndim else total.item()

        return self._each(add)

    def __add__(self, other: object) -> Counts:
        if not isinstance(other, Counts):
            return NotImplemented
        mine, theirs = np.shape(self.tp), np.shape(other.tp)
        # Broadcasting would hide a forgotten .sum(). Only Counts(), where a sum starts, may have another shape.
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
        return True  # otherwise `if counts` would ask for the length, which one comparison does not have

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
    `labels` leaves out classes, not samples: a sample of another true class that is predicted as one of `labels` is still
    a false positive of it. Pixels of a void class, such as 255, must be left out of both vectors before.

    >>> counts = multiclass_counts([0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0])
    >>> counts.tp, counts.union
    (array([2, 1, 1]), array([2, 3, 3]))
    >>> y_true, y_pred = np.array([0, 1, 255]), np.array([0, 1, 1])
    >>> multiclass_counts(y_true, y_pred, labels=[0, 1]).fp
    array([0, 1])
    >>> known = y_true != 255
    >>> multiclass_counts(y_true[known], y_pred[known], labels=[0, 1]).fp
    array([0, 0])
    """
    true, pred = _classes(y_true, y_pred)
    weight = None if sample_weight is None else weight_vector(sample_weight, true.size)
    tally = class_tally(true, pred, weight)
    if labels is not None:
        tally = tally.select(_wanted(labels, true))
    total = true.size if weight is None else weight.sum()
    fp, fn = tally.predicted - tally.tp, tally.support - tally.tp
    return Counts(tally.tp, fp, fn, total - tally.tp - fp - fn)


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike, *, labels: ArrayLike | None = None) -> NDArray[np.int64]:
    """Count how often each class is predicted as each class: a row for each true, a column for each predicted class.

    `y_true`, `y_pred`: shape (n,), as for `multiclass_counts`. `labels`: the classes wanted, in the order of the rows
    and columns, none twice; samples whose true or predicted class is not among them are left out, and a class that
    never occurs gets zeros. Without it: all classes that occur, sorted. Returns shape (classes, classes). Bad input
    raises ValueError. Source: scikit-learn 1.9, sklearn.metrics.confusion_matrix, which refuses labels that are all
    absent from y_true.

    >>> confusion_matrix([0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0])
    array([[2, 0, 0],
           [0, 1, 1],
           [0, 1, 1]])
    """
    true, pred = _classes(y_true, y_pred)
    classes = np.unique(np.concatenate([true, pred])) if labels is None else _wanted(labels, true)
    if len(np.unique(classes)) < len(classes):
        raise ValueError(f"labels must not hold a class twice, got {classes}")
    (row, true_found), (column, pred_found) = locate(true, classes), locate(pred, classes)
    kept = true_found & pred_found
    cells = np.bincount(row[kept] * len(classes) + column[kept], minlength=len(classes) ** 2)
    return cells.reshape(len(classes), len(classes))


def soft_counts(y_true: ArrayLike, p: ArrayLike) -> Counts:
    """Count the outcomes of probabilities: a sample of probability p is predicted positive with weight p.

    `y_true`: (n,), 0 to 1; `p`: (n,), or (k, n) for k predictions of the same samples; 0 to 1. TP = sum y p,
    FP = sum (1 - y) p, FN = sum y (1 - p), TN = sum (1 - y)(1 - p): floats, or for (k, n) arrays of shape (k,).
    For p of 0 and 1 they are `confusion_counts`, and `jaccard` of them is `soft_jaccard` but for its eps. Different
    lengths, empty input, NaN or values outside 0 to 1 raise ValueError.

    >>> soft_counts([1, 1, 0], [0.75, 0.5, 0.25])
    Counts(tp=1.25, fp=0.25, fn=0.75, tn=0.75)
    """
    labels, probabilities = float_vector(y_true, "y_true"), np.asarray(p, np.float64)
    check_unit_interval(labels, "y_true")
    if probabilities.ndim not in (1, 2) or probabilities.shape[-1] != labels.size or probabilities.size == 0:
        n = labels.size
        raise ValueError(f"p must have shape ({n},) or (k, {n}) for {n} labels, got {probabilities.shape}")
    check_unit_interval(probabilities, "p")
    others = 1 - labels
    tp, fp = probabilities @ labels, probabilities @ others
    # Rounding may leave a difference just below 0, which no count is.
    fn, tn = np.maximum(labels.sum() - tp, 0.0), np.maximum(others.sum() - fp, 0.0)
    return Counts(tp, fp, fn, tn) if probabilities.ndim == 2 else Counts(*map(float, (tp, fp, fn, tn)))


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
    add = column_sums if axis == 0 else row_sums
    tp, support, predicted = (add(chosen, weight) for chosen in (true & pred, true, pred))
    n, n_labels = true.shape
    cells: Any = n if axis == 0 else n_labels
    if weight is not None:
        cells = weight.sum() if axis == 0 else weight * n_labels
    return Counts(tp, predicted - tp, support - tp, cells - support - predicted + tp)


def _classes(y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    true, pred = class_vector(y_true, "y_true"), class_vector(y_pred, "y_pred")
    if true.shape != pred.shape:
        raise ValueError(f"y_true and y_pred must have one length, got {true.size} and {pred.size}")
    if (true.dtype.kind == "U") != (pred.dtype.kind == "U"):
        raise ValueError(f"y_true and y_pred must both hold strings or both numbers, got {true.dtype} and {pred.dtype}")
    return true, pred


def _wanted(labels: ArrayLike, true: NDArray[Any]) -> NDArray[Any]:
    wanted = class_vector(labels, "labels")
    if (wanted.dtype.kind == "U") != (true.dtype.kind == "U"):
        raise ValueError(f"labels must be of the kind of y_true, {true.dtype}, got {wanted.dtype}")
    return wanted
