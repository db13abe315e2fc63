"""Many images: simulated masks of one object each, and how sure the IoU of them all is when images are resampled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core._arrays import BoolArray, FloatArray
from core.counts import Counts
from core.intervals import Interval, percentile_interval
from core.scores import average, jaccard


class DrawnImages(NamedTuple):
    """The true and the predicted masks of simulated images, each of shape (images, size, size)."""

    true_masks: BoolArray
    pred_masks: BoolArray


class DrawnImagePairs(NamedTuple):
    """The true masks of simulated images and those that two models predict, each of shape (images, size, size)."""

    true_masks: BoolArray
    first_masks: BoolArray
    second_masks: BoolArray


class ImageIntervals(NamedTuple):
    """Intervals of the IoU of all pixels together, and of the mean over the images, from the same resamples."""

    pooled: Interval
    mean: Interval


_SMALLEST, _LARGEST = 1.5, 7.5  # radii of the objects, in pixels


def drawn_images(
    *, seed: int = 42, images: int = 12, empty: int = 2, error: float = 1.0, size: int = 20
) -> DrawnImages:
    """Simulate images of `size` x `size` pixels with a round object each, and a model that finds it inexactly.

    Radii run from 1.5 to 7.5 pixels, small ones as often as large ones by ratio. `error` >= 0 is about how many pixels the
    prediction is off, on average over easy and hard images; it does not depend on the object's size. The last `empty`
    images hold nothing, in truth or prediction. `images` >= 1, `size` >= 16, else ValueError, as for `empty` outside
    0 to `images`. The order of the draws is fixed, and the other images do not depend on `empty`.

    >>> masks = drawn_images(images=3, empty=1)
    >>> masks.true_masks.sum(axis=(1, 2))
    array([84, 29,  0])
    """
    if not 0 <= empty <= images:
        raise ValueError(f"there must be 0 to {images} empty images, got {empty}")
    rng, centre, radius = _objects(seed, images, size)
    off = _error(error) * rng.uniform(0.25, 1.75, images)
    wrong = np.concatenate([rng.normal(size=(2, images)), rng.normal(size=(1, images))])
    true, pred = _discs(centre, radius, size), _inexactly(centre, radius, off, wrong, size)
    true[images - empty :] = False
    pred[images - empty :] = False
    return DrawnImages(true, pred)


def drawn_image_pairs(
    *,
    seed: int = 42,
    images: int = 20,
    errors: tuple[float, float] = (1.5, 1.2),
    alike: float = 0.0,
    size: int = 20,
) -> DrawnImagePairs:
    """Simulate images of a round object each, and two models that find it inexactly.

    `errors` >= 0 are about how many pixels each model is off. `alike` from 0 to 1 is the correlation of what the two get
    wrong in an image: at 0 they err independently of each other, at 1 in the same direction, each by its own error.
    The objects, and the errors of the first model, do not depend on `alike`. Sizes of images and objects, and ValueError,
    as in `drawn_images`; none is empty.

    >>> masks = drawn_image_pairs(images=3, errors=(1.0, 1.0), alike=1.0)
    >>> bool((masks.first_masks == masks.second_masks).all())
    True
    """
    if not 0 <= alike <= 1:
        raise ValueError(f"alike must lie between 0 and 1, got {alike}")
    rng, centre, radius = _objects(seed, images, size)
    first, own = rng.normal(size=(2, 3, images))
    second = alike * first + np.sqrt(1 - alike**2) * own
    found = [
        _inexactly(centre, radius, _error(error), wrong, size)
        for error, wrong in zip(errors, (first, second), strict=True)
    ]
    return DrawnImagePairs(_discs(centre, radius, size), *found)


def image_intervals(
    counts: Counts,
    *,
    zero_division: float = 1.0,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 42,
) -> ImageIntervals:
    """Percentile bootstrap intervals of the IoU of many images, which are drawn anew with replacement.

    `counts` of shape (m,), one for each image, m >= 1. `zero_division` is what an image without a union counts as in the
    mean: 0, 1, or nan, which leaves it out. A resample in which a score is undefined is left out. The draws are those of
    `bootstrap_interval`, whose errors these are, all at once.

    >>> images = Counts(np.array([8, 5, 9, 2]), np.array([1, 2, 0, 3]), np.array([0, 1, 1, 2]), np.zeros(4, int))
    >>> image_intervals(images, resamples=200).pooled
    Interval(low=0.3793103448275862, high=0.8947368421052632)
    """
    m = len(counts)
    if m < 1:
        raise ValueError("there must be at least one image, got none")
    if resamples < 1:
        raise ValueError(f"resamples must be at least 1, got {resamples}")
    rng = np.random.default_rng(seed)
    drawn = counts[np.stack([rng.integers(m, size=m) for _ in range(resamples)])]
    pooled = jaccard(drawn.sum(axis=1), zero_division=np.nan)
    means = average(jaccard(drawn, zero_division=zero_division))
    return ImageIntervals(percentile_interval(pooled, confidence), percentile_interval(means, confidence))


def _objects(seed: int, images: int, size: int) -> tuple[np.random.Generator, FloatArray, FloatArray]:
    """Draw the centre and the radius of the object of each image; return them with the generator for what follows."""
    if images < 1:
        raise ValueError(f"there must be at least 1 image, got {images}")
    if size < 2 * (_LARGEST + 0.5):
        raise ValueError(f"size must be at least {2 * (_LARGEST + 0.5):g} pixels, got {size}")
    rng = np.random.default_rng(seed)
    radius = np.exp(rng.uniform(np.log(_SMALLEST), np.log(_LARGEST), images))
    return rng, radius + (size - 1 - 2 * radius) * rng.uniform(size=(2, images)), radius


def _error(error: float) -> float:
    if not 0 <= error < np.inf:
        raise ValueError(f"error must be at least 0 and finite, got {error}")
    return error


def _inexactly(
    centre: FloatArray, radius: FloatArray, off: float | FloatArray, wrong: FloatArray, size: int
) -> BoolArray:
    """Return the discs that a model finds: `wrong` (3, images) says how far off it is across, down and in the radius."""
    return _discs(centre + off * wrong[:2], np.maximum(radius + off / 2 * wrong[2], 0.0), size)


def _discs(centre: FloatArray, radius: FloatArray, size: int) -> BoolArray:
    """Return a disc in each of many images, as `circle_mask` makes one."""
    y, x = np.mgrid[:size, :size]
    cx, cy, r = (each[:, np.newaxis, np.newaxis] for each in (*centre, radius))
    inside: NDArray[np.bool_] = (x - cx) ** 2 + (y - cy) ** 2 <= r**2
    return inside
