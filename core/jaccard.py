"""`jaccard_score` with scikit-learn's signature and meaning."""

from __future__ import annotations

import warnings
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.counts import multiclass_counts, multilabel_sums
from core.scores import average as mean_score
from core.scores import safe_divide


class UndefinedMetricWarning(UserWarning):
    """A score is 0/0 and was set to 0."""


def jaccard_score(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    labels: ArrayLike | None = None,
    pos_label: Any = 1,
    average: Literal["binary", "micro", "macro", "weighted", "samples"] | None = "binary",
    sample_weight: ArrayLike | None = None,
    zero_division: float | Literal["warn"] = "warn",
) -> float | NDArray[np.float64]:
    """Jaccard score."""
    true, pred = np.asarray(y_true), np.asarray(y_pred)
    if len(true) != len(pred):
        raise ValueError("lengths")
    weight = None if sample_weight is None else np.asarray(sample_weight, np.float64)
    if true.ndim == 2:
        t, p = true != 0, pred != 0
        if labels is not None:
            t, p = t[:, labels], p[:, labels]
        tp, support, predicted = multilabel_sums(t, p, 1 if average == "samples" else 0, weight)
        union = support + predicted - tp
    else:
        if average == "binary":
            present = np.unique(np.concatenate([true, pred]))
            if len(present) > 2:
                raise ValueError("multiclass")
            if pos_label not in present and len(present) == 2:
                raise ValueError("pos_label")
            labels = [pos_label]
        counts = multiclass_counts(true, pred, labels=labels, sample_weight=weight)
        tp, union, support = counts.tp, counts.union, counts.support
    if average == "micro":
        tp, union = np.atleast_1d(tp.sum()), np.atleast_1d(union.sum())
    if zero_division == "warn" and (union == 0).any():
        warnings.warn("Jaccard is ill-defined and being set to 0.0", UndefinedMetricWarning, stacklevel=2)
    scores = safe_divide(tp, union, zero_division=0.0 if zero_division == "warn" else zero_division)
    if average is None:
        return np.asarray(scores)
    weights = support if average == "weighted" else weight if average == "samples" else None
    return mean_score(scores, weights=weights)
