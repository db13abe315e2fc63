"""Reading of targets the way scikit-learn reads them, for `jaccard_score` alone.

`type_of_target` of scikit-learn 1.9 is the model: it says which input is a label vector, which is a multilabel
indicator matrix, and which is refused. The other functions of core are stricter: they guess nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core._arrays import as_array
from core.kernels.tally import ClassTally, class_tally, column_sums, row_sums


class InvalidParameterError(ValueError, TypeError):
    """A parameter of the wrong type, or with a value it may not have: both errors in one, as in scikit-learn."""


class Sums(NamedTuple):
    """True positives, true and predicted members: of each label, or of each sample."""

    tp: NDArray[Any]
    support: NDArray[Any]
    predicted: NDArray[Any]


class Classes(NamedTuple):
    """Two label vectors (n,): whole numbers as integers, or strings, or dates.

    `kind`: how both were given, "b" for bools, "i" for integers, "f" for floats, or "" if one was given as one of these
    and one as another. It matters where numbers are compared with strings: one label is printed as True, 1 or 1.0.
    """

    true: NDArray[Any]
    pred: NDArray[Any]
    kind: str

    def tally(self, weight: NDArray[Any] | None) -> ClassTally:
        """Count every class that occurs."""
        return class_tally(self.true, self.pred, weight)


class Indicators(NamedTuple):
    """Two indicator matrices (n, labels), both bool arrays or both sparse in compressed rows.

    In a sparse matrix every element that is stored counts as chosen, whatever its value.
    """

    true: Any
    pred: Any

    def sums(self, columns: Any, *, samplewise: bool, weight: NDArray[Any] | None) -> Sums:
        """Count per label or per sample, over all columns (None) or the chosen ones."""
        true, pred = self
        if columns is not None:
            # indexing, because sparse matrices have no take()
            true, pred = true[:, columns], pred[:, columns]
        both = true.multiply(pred) if is_sparse(true) else true & pred
        add = row_sums if samplewise else column_sums
        if is_sparse(true):
            add = _sparse_row_sums if samplewise else _sparse_column_sums
        return Sums(add(both, weight), add(true, weight), add(pred, weight))


def is_sparse(values: object) -> bool:
    """Whether this is a SciPy sparse array. It cannot be one if nobody has imported SciPy."""
    # While another thread is importing SciPy, the module may be there without its functions.
    issparse = getattr(sys.modules.get("scipy.sparse"), "issparse", None)
    return issparse is not None and bool(issparse(values))


def read_targets(y_true: Any, y_pred: Any) -> Classes | Indicators:
    """Read two targets of one length and one kind."""
    true, pred = _read(y_true, "y_true"), _read(y_pred, "y_pred")
    n_true, n_pred = count_samples(y_true, "y_true"), count_samples(y_pred, "y_pred")
    if n_true != n_pred:
        raise ValueError(f"y_true and y_pred must have one length, got {n_true} and {n_pred}")
    if true.ndim != pred.ndim:
        raise ValueError("y_true and y_pred must both be label vectors or both indicator matrices, got one of each")
    if true.ndim == 2:
        return _indicators(true, pred)
    if (true.dtype.kind == "U") != (pred.dtype.kind == "U"):
        raise ValueError(f"y_true and y_pred must both hold strings or both numbers, got {true.dtype} and {pred.dtype}")
    kind, other = (y.dtype.kind.replace("u", "i") for y in (true, pred))
    return Classes(_whole(true, "y_true"), _whole(pred, "y_pred"), kind if kind == other else "")


def check_array_like(values: Any, name: str, *, sparse: bool = False) -> None:
    """Refuse what is not an array-like: scalars, strings, iterators, and sparse matrices unless they are allowed."""
    array_like = any(hasattr(values, attribute) for attribute in ("__len__", "shape", "__array__"))
    if not array_like or np.isscalar(values) or (is_sparse(values) and not sparse):
        raise InvalidParameterError(f"{name} must be an array-like{' or a sparse matrix' * sparse}, got {values!r}")


def count_samples(values: Any, name: str) -> int:
    """The length of an array-like; TypeError for a single value."""
    shape = getattr(values, "shape", None)
    if shape == ():
        raise TypeError(f"{name} must have at least one dimension, got the single value {values!r}")
    return int(shape[0]) if shape else len(values)


def read_weight(values: Any, n: int, *, samplewise: bool) -> NDArray[Any] | None:
    """Sample weights (n,), finite and not all zero, or None."""
    if values is None:
        return None
    count_samples(values, "sample_weight")
    weight = np.asarray(values)
    if weight.dtype.kind == "c":
        raise ValueError("sample_weight must be real, got complex numbers")
    if weight.shape != (n,):
        raise ValueError(f"sample_weight must have shape ({n},), one weight for each sample, got {weight.shape}")
    # As in scikit-learn: sums of weights take only types that fit into float64, and a TypeError refuses the others. A
    # mean over samples takes longdouble and Python objects, too, which are rounded to float64.
    rounded = samplewise and weight.dtype.kind in "fO"
    weight = weight.astype(np.float64, casting="unsafe" if rounded else "safe", copy=False)
    if not np.isfinite(weight).all():
        raise ValueError("sample_weight must be finite, got NaN or infinity")
    if not weight.any():
        raise ValueError("sample_weight must contain at least one weight that is not zero")
    return weight


def _read(y: Any, name: str) -> Any:
    """A label vector (n,) or an indicator matrix: a bool array or compressed sparse rows."""
    count_samples(y, name)
    if is_sparse(y):
        return _read_sparse(y, name)
    if not (isinstance(y, Sequence) or hasattr(y, "__array__")):
        raise ValueError(f"{name} must be an array or a sequence that is no string, got {y!r}")
    if type(y).__name__ == "SparseArray":
        raise ValueError(f"{name} must not be a pandas SparseArray; pass np.asarray of it")
    if isinstance(y, np.matrix) or np.ma.is_masked(y):
        raise TypeError(f"{name} must be a plain array, got {type(y).__name__}: an np.matrix or masked values")
    array = as_array(y, name)
    if array.ndim == 2 and array.shape[1] > 1:
        return _read_indicators(array, name)
    if array.ndim > 2:
        raise ValueError(f"{name} must have shape (n,) or (n, labels), got {array.shape}")
    return _read_labels(array.reshape(-1), name)


def _read_labels(array: NDArray[Any], name: str) -> NDArray[Any]:
    kind = array.dtype.kind
    if kind in "biufUMm":
        return array
    if kind == "S" or isinstance(array[0], bytes):
        raise TypeError(f"{name} must hold strings or whole numbers, got bytes; decode them")
    if kind in "OT" and isinstance(array[0], str):
        others = [value for value in array if not isinstance(value, str)]
        if others:
            raise TypeError(f"{name} must not mix strings with other things, got {others[0]!r}")
        return array.astype(str)
    # Values that cannot be sorted, such as None: scikit-learn raises a TypeError for an array of them, and a ValueError
    # for a list. This error is both.
    unsorted = kind == "O" and any(value is None or isinstance(value, str) for value in array)
    error = InvalidParameterError if unsorted else ValueError
    raise error(f"{name} must hold whole numbers, bools or strings, got values of type {array.dtype}")


def _whole(array: NDArray[Any], name: str) -> NDArray[Any]:
    """Turn whole floats into integers, which are the same labels and counted faster; leave other types alone."""
    if array.dtype.kind != "f":
        return array
    with np.errstate(invalid="ignore"):  # NaN and floats beyond int64 become another number, and are refused below
        whole = array.astype(np.int64)
    same = whole == array
    if not same.all():
        raise ValueError(f"{name} must hold whole numbers as labels, got {array[~same][0]}")
    return whole


def _read_indicators(array: NDArray[Any], name: str) -> NDArray[np.bool_]:
    if array.dtype.kind == "b":
        return array
    array = _whole(array, name)
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name} of several columns must hold numbers, got values of type {array.dtype}")
    low, high = array.min(), array.max()
    if int(high) - int(low) > 1 and not ((array == low) | (array == high)).all():
        raise ValueError(f"{name} of several columns must hold two values only, got more from {low} to {high}")
    if array.dtype == np.uint8 and high <= 1:
        return array.view(np.bool_)  # a byte 0 or 1 is a bool already
    chosen: NDArray[np.bool_] = np.not_equal(array, 0)
    return chosen


def _read_sparse(y: Any, name: str) -> Any:
    if y.ndim != 2 or y.shape[1] == 1:
        raise TypeError(f"{name} may be sparse only for multilabel targets, got shape {y.shape}")
    rows = y.tocsr()
    if 0 in rows.shape:
        raise ValueError(f"{name} is empty: at least one sample and label are needed")
    if rows.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold numbers, got values of type {rows.dtype}")
    # Two formats keep no array of values, so their rows are read. The others are read as they were given, because
    # in the rows values for the same place are already added up.
    values = np.unique((rows if y.format in ("dok", "lil") else y).data)
    if len(values) > 2 or (len(values) == 2 and 0 not in values):
        raise ValueError(f"{name} of several columns must hold 0 and one other value only, got {values}")
    _whole(values, name)
    return rows


def _indicators(true: Any, pred: Any) -> Indicators:
    if true.shape != pred.shape:
        raise ValueError(f"y_true and y_pred must have the same number of labels, got {true.shape} and {pred.shape}")
    if is_sparse(true) or is_sparse(pred):
        compressed_rows = sys.modules["scipy.sparse"].csr_array
        return Indicators(compressed_rows(true), compressed_rows(pred))
    return Indicators(true, pred)


def _sparse_column_sums(chosen: Any, weight: NDArray[Any] | None) -> NDArray[Any]:
    rows = chosen.tocsr()
    each = None if weight is None else np.repeat(weight, np.diff(rows.indptr))
    return np.bincount(rows.indices, each, minlength=rows.shape[1])


def _sparse_row_sums(chosen: Any, weight: NDArray[Any] | None) -> NDArray[Any]:
    sums = np.diff(chosen.tocsr().indptr)
    return np.asarray(sums if weight is None else weight * sums)
