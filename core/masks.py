"""Masks and boxes: intersection over union (IoU) of the pixels or the area of two regions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from core._arrays import BoolArray, FloatArray, as_bool
from core.counts import Counts
from core.kernels.tally import overlap, row_sums
from core.scores import Score, jaccard, safe_divide


def circle_mask(shape: tuple[int, int], *, cx: float, cy: float, r: float) -> BoolArray:
    """Mask of the pixels whose centre lies in a circle, (x - cx)² + (y - cy)² <= r².

    `shape` is (height, width) in pixels; `cx` (column), `cy` (row) and the radius `r` >= 0 are in pixels too. Returns
    a bool array of that shape. A negative radius or size raises ValueError. Source: the equation of the circle.

    >>> circle_mask((3, 3), cx=1, cy=1, r=1).astype(int)
    array([[0, 1, 0],
           [1, 1, 1],
           [0, 1, 0]])
    """
    height, width = shape
    if height < 1 or width < 1:
        raise ValueError(f"shape must be (height, width) of at least 1 pixel each, got {shape}")
    if not r >= 0:
        raise ValueError(f"r must be at least 0, got {r}")
    y, x = np.ogrid[:height, :width]
    inside: BoolArray = (x - cx) ** 2 + (y - cy) ** 2 <= r**2
    return inside


def overlap_categories(true_mask: ArrayLike, pred_mask: ArrayLike) -> NDArray[np.int8]:
    """Say for each pixel of two masks how they agree.

    Masks as for `mask_counts`. Returns an int8 array of their shape: 0 background (TN), 1 true only (FN),
    2 predicted only (FP), 3 both (TP).

    >>> overlap_categories([[0, 1, 1]], [[0, 0, 1]])
    array([[0, 1, 3]], dtype=int8)
    """
    true, pred = _pair(true_mask, pred_mask)
    return true.astype(np.int8) + 2 * pred.astype(np.int8)


def mask_counts(true_mask: ArrayLike, pred_mask: ArrayLike) -> Counts:
    """Count the pixels of two masks by outcome.

    Masks have one shape, any number of dimensions, and hold bools, only {0, 1} or only {0, 255}. Anything else
    raises ValueError, because its meaning would be a guess; so do masks without pixels.

    >>> mask_counts([[0, 255, 255]], [[False, False, True]])
    Counts(tp=1, fp=0, fn=1, tn=1)
    """
    true, pred = _pair(true_mask, pred_mask)
    tp, support, predicted = overlap(true, pred)
    return Counts(tp, predicted - tp, support - tp, true.size - support - predicted + tp)


def iou(true_mask: ArrayLike, pred_mask: ArrayLike, *, zero_division: float = 1.0) -> float:
    """Intersection over union of two masks, their Jaccard score.

    Masks as for `mask_counts`. Range 0 to 1; two empty masks are 0/0: `zero_division`, by default 1, because they
    agree. It may be 0 or nan where that must not count as a success; other values raise ValueError.

    >>> iou(circle_mask((40, 40), cx=14, cy=20, r=10), circle_mask((40, 40), cx=18, cy=20, r=10))
    0.6050632911392405
    """
    return float(jaccard(mask_counts(true_mask, pred_mask), zero_division=zero_division))


def batch_mask_counts(
    true_masks: Sequence[ArrayLike] | ArrayLike, pred_masks: Sequence[ArrayLike] | ArrayLike
) -> Counts:
    """Count the pixels of many pairs of masks, pair by pair.

    Two arrays of shape (m, ...) or two sequences of m masks, whose sizes may differ from pair to pair. Returns counts
    of shape (m,). Their `sum()` is the count of the whole data set. For a confidence interval resample these counts,
    not pixels: images are independent of each other, pixels are not. Different numbers of masks, or masks as
    `mask_counts` refuses, raise ValueError.

    >>> batch_mask_counts([[[1, 1]], [[0, 1]]], [[[1, 0]], [[0, 1]]]).tp
    array([1, 1])
    """
    true, pred = _masks(true_masks), _masks(pred_masks)
    if len(true) != len(pred):
        raise ValueError(f"there must be one predicted mask for each true mask, got {len(true)} and {len(pred)}")
    if not true:
        raise ValueError("there must be at least one pair of masks, got none")
    if isinstance(true_masks, np.ndarray) and isinstance(pred_masks, np.ndarray):
        stacks = [masks for masks in (true_masks, pred_masks) if masks.dtype.kind == "b" and masks.size]
        if len(stacks) == 2 and stacks[0].shape == stacks[1].shape:
            return _stack_counts(*stacks)  # all pairs at once: a third of the time if masks are small
    each = [mask_counts(t, p) for t, p in zip(true, pred, strict=True)]
    return Counts(*(np.array([getattr(c, name) for c in each]) for name in ("tp", "fp", "fn", "tn")))


def moved_mask_counts(true_mask: ArrayLike, field: ArrayLike) -> Counts:
    """Count the pixels of a mask (h, w) and of every window of its size in a larger field (H, W), window by window.

    Masks as for `mask_counts`, of two dimensions; a mask that moves in front of another is such a field. Returns counts of
    shape (H - h + 1, W - w + 1), by the window's first row and column. A field smaller than the mask raises ValueError.

    >>> moved_mask_counts([[1, 1]], [[0, 1, 0, 0]]).tp
    array([[1, 1, 0]])
    """
    true, wide = _pair(true_mask, true_mask)[0], _pair(field, field)[0]
    if true.ndim != 2 or wide.ndim != 2 or (np.array(wide.shape) < true.shape).any():
        raise ValueError(f"the masks must be (h, w) and a field at least as large, got {true.shape} and {wide.shape}")
    windows = sliding_window_view(wide, true.shape)
    # whole numbers up to 2^24 are exact in float32, and a product of matrices is many times faster than sums of windows
    kind = np.float32 if true.size < 2**24 else np.float64
    pixels = windows.reshape(-1, true.size).astype(kind)
    shared, covered = (pixels @ np.stack([true.ravel(), np.ones(true.size)], axis=1).astype(kind)).T
    tp, predicted = (each.reshape(windows.shape[:2]).astype(np.int64) for each in (shared, covered))
    support = np.full_like(tp, np.count_nonzero(true))
    return Counts(tp, predicted - tp, support - tp, true.size - support - predicted + tp)


def ious(
    true_masks: Sequence[ArrayLike] | ArrayLike,
    pred_masks: Sequence[ArrayLike] | ArrayLike,
    *,
    zero_division: float = 1.0,
) -> FloatArray:
    """Intersection over union of many pairs of masks at once.

    Masks as for `batch_mask_counts`, range and 0/0 as for `iou`. Returns shape (m,); their mean is the mean IoU over
    images, which is not the IoU of all pixels together.

    >>> ious([[[1, 1]], [[0, 0]]], [[[1, 0]], [[0, 0]]])
    array([0.5, 1. ])
    """
    scores: FloatArray = jaccard(batch_mask_counts(true_masks, pred_masks), zero_division=zero_division)
    return scores


def box_iou(a: ArrayLike, b: ArrayLike, *, zero_division: float = 0.0) -> Score:
    """Intersection over union of boxes with sides along the axes, for all pairs of a and b.

    `a`: (4,) or (n, 4), `b`: (4,) or (m, 4), each box (x_min, y_min, x_max, y_max) in any one unit, with area
    (x_max - x_min)(y_max - y_min). Returns a float for two boxes, else shape (n, m), (n,) or (m,): a's boxes before
    b's. Range 0 to 1; two boxes without area are 0/0: `zero_division` (0, 1 or nan). An area of less than 1e-300 of the
    square of the largest corner is none. Corners the wrong way round, NaN or infinite corners and other shapes raise
    ValueError. Source: the definition, with areas for sizes.

    >>> box_iou([0, 0, 2, 2], [1, 0, 3, 2])
    0.3333333333333333
    """
    first, second = _boxes(a, "a"), _boxes(b, "b")
    # A power of 2 as the unit changes no digit, and keeps the areas of very large and very small boxes in a float's range.
    unit = np.frexp(max(np.abs(boxes).max(initial=0.0) for boxes in (first, second)))[1] + 1
    first, second = np.ldexp(first, -unit), np.ldexp(second, -unit)
    p = first.reshape(first.shape[:-1] + (1,) * (second.ndim - 1) + (4,))
    low, high = np.maximum(p[..., :2], second[..., :2]), np.minimum(p[..., 2:], second[..., 2:])
    shared = np.prod(np.maximum(high - low, 0.0), axis=-1)
    area_a, area_b = (np.prod(box[..., 2:] - box[..., :2], axis=-1) for box in (p, second))
    return safe_divide(shared, area_a + area_b - shared, zero_division=zero_division)


def _pair(true_mask: ArrayLike, pred_mask: ArrayLike) -> tuple[BoolArray, BoolArray]:
    true, pred = np.asarray(true_mask), np.asarray(pred_mask)
    if true.shape != pred.shape:
        raise ValueError(f"the masks must have one shape, got {true.shape} and {pred.shape}")
    if true.size == 0:
        raise ValueError(f"the masks must have at least one pixel, got shape {true.shape}")
    return as_bool(true, "true_mask", allow_255=True), as_bool(pred, "pred_mask", allow_255=True)


def _masks(masks: Sequence[ArrayLike] | ArrayLike) -> list[NDArray[np.generic]]:
    if isinstance(masks, np.ndarray) and masks.ndim < 2:
        raise ValueError(f"masks must have shape (m, ...), got {masks.shape}")
    return [np.asarray(mask) for mask in masks]  # type: ignore[union-attr]


def _stack_counts(true: BoolArray, pred: BoolArray) -> Counts:
    each = (chosen.reshape(len(true), -1) for chosen in (true & pred, true, pred))
    tp, support, predicted = (row_sums(pixels, None) for pixels in each)
    return Counts(tp, predicted - tp, support - tp, true[0].size - support - predicted + tp)


def _boxes(values: ArrayLike, name: str) -> FloatArray:
    boxes = np.asarray(values, np.float64)
    if boxes.ndim not in (1, 2) or boxes.shape[-1] != 4:
        raise ValueError(f"{name} must have shape (4,) or (n, 4), got {boxes.shape}")
    if not np.isfinite(boxes).all():
        raise ValueError(f"{name} must hold finite corners")
    if (boxes[..., :2] > boxes[..., 2:]).any():
        raise ValueError(f"{name} must hold (x_min, y_min, x_max, y_max), got a minimum above its maximum")
    return boxes
