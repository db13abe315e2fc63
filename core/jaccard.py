"""`jaccard_score`: scikit-learn's function, in one pass of NumPy."""

from __future__ import annotations

import warnings
from numbers import Real
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._targets import (
    Classes,
    Indicators,
    InvalidParameterError,
    Sums,
    check_array_like,
    count_samples,
    read_targets,
    read_weight,
)
from core.scores import average as mean_of
from core.scores import safe_divide

Average = Literal["binary", "micro", "macro", "weighted", "samples"] | None
AVERAGES = ("binary", "micro", "macro", "weighted", "samples", None)


class UndefinedMetricWarning(UserWarning):
    """A score is 0/0 and was set to 0."""


def jaccard_score(
    y_true: Any,
    y_pred: Any,
    *,
    labels: ArrayLike | None = None,
    pos_label: float | str | None = 1,
    average: Average = "binary",
    sample_weight: ArrayLike | None = None,
    zero_division: float | Literal["warn"] = "warn",
) -> float | NDArray[np.float64]:
    """Jaccard score of binary, multiclass or multilabel predictions: a drop-in for scikit-learn's function.

    `y_true`, `y_pred`: label vectors (n,) or (n, 1) of whole numbers, bools or strings, or indicator matrices
    (n, labels), dense or sparse, in which every value but 0 means chosen. They may be lists, arrays or data frames, and
    are not changed.
    `average`: "binary" is the score of the class `pos_label`; None the scores of `labels` in their order (default: all
    that occur, sorted; for indicators column indices); "macro" their mean, "weighted" their mean by support, "micro"
    the score of their summed counts, "samples" the mean over the rows of indicators. `labels` leaves out classes, not
    samples: one of a void class, such as 255, that is predicted as one of `labels` still counts against that class.
    `sample_weight`: (n,), finite. Returns a float, or for average=None an array (classes,); range 0 to 1.
    0/0 is `zero_division`: 0, 1, or "warn", which is 0 with an UndefinedMetricWarning. Unlike in scikit-learn it may
    also be nan: the score is then left out of the average, which is nan if no other score is left.
    Raises ValueError or TypeError where scikit-learn does. Source: scikit-learn 1.9, sklearn.metrics.jaccard_score.

    >>> jaccard_score([0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0], average="macro")
    0.5555555555555555
    >>> jaccard_score([[1, 0, 1], [0, 1, 0]], [[1, 1, 1], [0, 1, 0]], average=None)
    array([1. , 0.5, 1. ])
    """
    check_array_like(y_true, "y_true", sparse=True)
    check_array_like(y_pred, "y_pred", sparse=True)
    _check_options(labels, pos_label, average, sample_weight, zero_division)
    targets = read_targets(y_true, y_pred)
    _check_average(targets, average)
    if isinstance(targets, Classes) and average == "binary" and sample_weight is not None:
        _check_binary(targets.tally(None).labels, pos_label)  # scikit-learn, too, checks this before the weights
    weight = read_weight(sample_weight, count_samples(y_true, "y_true"), samplewise=average == "samples")
    if isinstance(targets, Classes):
        sums = _class_sums(targets, labels, pos_label, average, weight)
    else:
        sums = _indicator_sums(targets, labels, average, weight)
    if average != "binary" and pos_label not in (None, 1):
        message = f"pos_label={pos_label!r} is ignored because average is {average!r}; labels=[pos_label] selects it"
        warnings.warn(message, UserWarning, stacklevel=2)

    tp, union = sums.tp, sums.tp + (sums.predicted - sums.tp) + (sums.support - sums.tp)
    if average == "micro":
        tp, union = tp.sum(keepdims=True), union.sum(keepdims=True)
    if isinstance(zero_division, str):
        if not np.all(union):
            message = "Jaccard is 0/0, because nothing is true or predicted, and is set to 0; see zero_division"
            warnings.warn(message, UndefinedMetricWarning, stacklevel=2)
        zero_division = 0.0
    scores: NDArray[np.float64] = safe_divide(tp, union, zero_division=zero_division)
    if average is None:
        return scores
    return _mean(scores, {"weighted": sums.support, "samples": weight}.get(average))


def _mean(scores: NDArray[np.float64], weights: NDArray[Any] | None) -> float:
    if scores.size == 0:
        return float(np.mean(scores))  # `labels` is empty: nan, with the warning of NumPy
    if weights is not None and weights.any() and weights.sum() == 0:
        raise ZeroDivisionError("the weights cancel: they sum to 0")
    return float(mean_of(scores, weights=weights))


def _check_options(labels: Any, pos_label: Any, average: Any, sample_weight: Any, zero_division: Any) -> None:
    if not (average is None or isinstance(average, str)) or average not in AVERAGES:
        raise InvalidParameterError(f"average must be one of {AVERAGES}, got {average!r}")
    if isinstance(zero_division, str):
        allowed = zero_division == "warn"
    else:
        allowed = isinstance(zero_division, Real) and (zero_division in (0, 1) or zero_division != zero_division)
    if not allowed:
        raise InvalidParameterError(f"zero_division must be 'warn', 0, 1 or nan, got {zero_division!r}")
    if not isinstance(pos_label, (Real, str, np.bool_, type(None))):
        raise InvalidParameterError(f"pos_label must be a number, a bool, a string or None, got {pos_label!r}")
    for values, name in ((labels, "labels"), (sample_weight, "sample_weight")):
        if values is not None:
            check_array_like(values, name)


def _check_average(targets: Classes | Indicators, average: Average) -> None:
    if isinstance(targets, Classes) and average == "samples":
        raise ValueError("average='samples' needs indicator matrices (n, labels), got label vectors")
    if isinstance(targets, Indicators) and average == "binary":
        raise ValueError("average='binary' needs label vectors, got indicator matrices; choose another average")


def _check_binary(present: NDArray[Any], pos_label: Any) -> None:
    if len(present) > 2:
        raise ValueError(f"average='binary' needs at most two classes, got {len(present)}; choose another")
    if len(present) == 2 and pos_label not in present:
        raise ValueError(f"pos_label must be one of {present}, got {pos_label!r}")


def _class_sums(
    targets: Classes, labels: Any, pos_label: Any, average: Average, weight: NDArray[np.float64] | None
) -> Sums:
    tally = targets.tally(weight)
    if average == "binary":
        _check_binary(tally.labels, pos_label)
        labels = [pos_label]
    if labels is not None:
        strings = tally.labels.dtype.kind == "U"
        wanted = _read_selection(labels, strings=strings)
        np.result_type(tally.labels, wanted)  # TypeError if they have no type in common, as dates and numbers
        if strings != (wanted.dtype.kind == "U"):  # compare numbers as they are printed, like np.concatenate
            if not targets.kind:
                raise ValueError("labels must not be strings where y_true and y_pred are numbers of two kinds")
            numbers = tally.labels.astype({"b": np.bool_, "f": np.float64}.get(targets.kind, tally.labels.dtype))
            tally, wanted = tally._replace(labels=numbers.astype(str)), wanted.astype(str)
        tally = tally.select(wanted)
    return Sums(tally.tp, tally.support, tally.predicted)


def _indicator_sums(targets: Indicators, labels: Any, average: Average, weight: NDArray[np.float64] | None) -> Sums:
    columns = None
    if labels is not None:
        wanted, last = _read_selection(labels), targets.true.shape[1] - 1
        if wanted.size and not (wanted.min() >= 0 and wanted.max() <= last):
            raise ValueError(f"labels must be column indices from 0 to {last}, got {labels}")
        columns = wanted.astype(np.intp)
    return targets.sums(columns, samplewise=average == "samples", weight=weight)


def _read_selection(labels: Any, *, strings: bool = False) -> NDArray[Any]:
    wanted = np.asarray(labels)
    if wanted.ndim != 1 or wanted.dtype.kind == "c":
        raise ValueError(f"labels must have shape (classes,) and hold labels, got shape {wanted.shape}: {labels!r}")
    if strings and wanted.dtype.kind == "O" and not all(isinstance(label, str) for label in wanted):
        raise TypeError(f"labels must hold strings, as the targets do, got {labels!r}")
    return wanted
