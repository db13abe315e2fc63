"""Detections: predicted boxes matched to true ones, one to one, and the average precision (AP) of such a matching."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._arrays import binary_vector, float_vector
from core.counts import Counts
from core.masks import box_iou
from core.scores import precision, recall


def match_boxes(
    true: ArrayLike, predicted: ArrayLike, confidence: ArrayLike, *, threshold: float = 0.5
) -> NDArray[np.intp]:
    """Match predicted boxes to true ones, each at most once: greedily, from the most confident box to the least.

    `true` (m, 4) and `predicted` (n, 4) as for `box_iou`, `confidence` (n,). A box takes the free true box with which its
    IoU is highest, if that reaches the `threshold`, above 0 and at most 1; of equal ones the first. Of equal confidences the
    first box comes first. Returns for each predicted box the number of its true box, (n,), or -1: a false positive, such
    as a second box on an object that is taken. Other shapes raise ValueError.
    Source: Lin et al., "Microsoft COCO: common objects in context" (2014), its evaluation code.

    >>> match_boxes([[0, 0, 10, 10]], [[0, 0, 10, 9], [0, 0, 10, 10]], [0.9, 0.8])
    array([ 0, -1])
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must lie above 0 and not above 1, got {threshold}")
    there, found = _boxes(true, "true"), _boxes(predicted, "predicted")
    matched = np.full(len(found), -1, np.intp)
    for box in _by_confidence(confidence, len(found)):
        free = np.setdiff1d(np.arange(len(there)), matched)
        scores = np.asarray(box_iou(found[box], there[free]))
        if free.size and scores.max() >= threshold:
            matched[box] = free[scores.argmax()]
    return matched


def detection_counts(is_true: ArrayLike, confidence: ArrayLike, objects: int) -> Counts:
    """Count detections from the most confident one on: at place k the counts of the k + 1 most confident ones.

    `is_true` (n,) says which detections are true positives, as `match_boxes(...) >= 0`; `objects` is the number of true
    boxes. Returns counts of shape (n,), (0,) without any detection; of equal confidences the first comes first. There are
    no true negatives: nobody can count the boxes that were rightly not drawn. More true positives than objects raise
    ValueError.

    >>> detection_counts([True, False], [0.4, 0.9], objects=2)
    Counts(tp=array([0, 1]), fp=array([1, 1]), fn=array([2, 1]), tn=array([0, 0]))
    """
    hits = binary_vector(is_true, "is_true") if np.size(is_true) else np.zeros(0, bool)
    tp = np.cumsum(hits[_by_confidence(confidence, len(hits))])
    if hits.sum() > objects:
        raise ValueError(f"there cannot be more true positives than objects, got {hits.sum()} of {objects}")
    return Counts(tp, np.arange(1, len(hits) + 1) - tp, objects - tp, np.zeros_like(tp))


def average_precision(is_true: ArrayLike, confidence: ArrayLike, objects: int) -> float:
    """Average precision: the area below precision over recall, as the confidence that a detection must have falls.

    Input and errors as for `detection_counts`, `objects` >= 1; 0 without any detection. At each recall counts the best
    precision at that recall or a higher one. This is the area itself; COCO's own code takes the mean at 101 recalls, which
    is nearly the same.
    Source: Everingham et al., "The Pascal visual object classes (VOC) challenge", Int. J. Comput. Vis. 88 (2010).

    >>> average_precision([True, False, True], [0.9, 0.8, 0.7], objects=2)
    0.8333333333333333
    """
    if objects < 1:
        raise ValueError(f"objects must be at least 1, got {objects}")
    counts = detection_counts(is_true, confidence, objects)
    best = np.maximum.accumulate(precision(counts)[::-1])[::-1]
    return float(np.diff(recall(counts), prepend=0.0) @ best)


def _boxes(boxes: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return boxes as an array of shape (n, 4); an empty list is none."""
    array = np.asarray(boxes, np.float64)
    if array.size and (array.ndim != 2 or array.shape[1] != 4):
        raise ValueError(f"{name} must have shape (n, 4), got {array.shape}")
    return array.reshape(-1, 4)


def _by_confidence(confidence: ArrayLike, count: int) -> NDArray[np.intp]:
    """Return the places of detections from the most confident one to the least."""
    values = float_vector(confidence, "confidence") if np.size(confidence) else np.zeros(0)
    if len(values) != count:
        raise ValueError(f"there must be one confidence for each detection, got {len(values)} for {count}")
    return np.argsort(-values, kind="stable")
