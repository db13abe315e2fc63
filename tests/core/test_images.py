"""Many images: what is drawn, and that resampling them is the bootstrap over images, which holds where Wilson does not."""

import numpy as np
import pytest
from scipy.ndimage import label

import core
from core import Counts


def drawn(**options) -> Counts:
    return core.batch_mask_counts(*core.drawn_images(**options))


def test_each_image_has_one_round_object_inside_and_the_last_ones_none():
    true, pred = core.drawn_images(seed=3, images=200, empty=40)
    assert true.shape == pred.shape == (200, 20, 20)
    assert [label(mask)[1] for mask in true] == [1] * 160 + [0] * 40
    assert not pred[160:].any()
    radii = np.sqrt(true[:160].sum(axis=(1, 2)) / np.pi)
    assert radii.min() > 1.1
    assert radii.max() < 7.7
    # a disc is as wide as high, to a pixel
    extents = [(np.ptp(np.flatnonzero(m.any(axis=0))), np.ptp(np.flatnonzero(m.any(axis=1)))) for m in true[:160]]
    assert max(abs(across - down) for across, down in extents) <= 1


def test_empty_images_change_no_other():
    without, some = core.drawn_images(empty=0), core.drawn_images(empty=5)
    np.testing.assert_array_equal(without.true_masks[:7], some.true_masks[:7])
    np.testing.assert_array_equal(without.pred_masks[:7], some.pred_masks[:7])


def test_without_an_error_the_prediction_is_the_truth_and_a_larger_error_costs_more():
    assert (drawn(images=50, error=0).tp == drawn(images=50, error=0).union).all()
    pooled = [core.jaccard(drawn(images=4000, empty=0, error=error).sum()) for error in (0.5, 1, 2, 3)]
    assert pooled == sorted(pooled, reverse=True)


def of_pairs(**options) -> tuple[np.ndarray, np.ndarray]:
    masks = core.drawn_image_pairs(**options)
    return tuple(core.ious(masks.true_masks, each) for each in masks[1:])


def test_two_models_meet_the_same_objects_and_the_first_does_not_depend_on_how_alike_they_are():
    some, more = (core.drawn_image_pairs(seed=3, images=30, alike=alike) for alike in (0.0, 0.7))
    np.testing.assert_array_equal(some.true_masks, more.true_masks)
    np.testing.assert_array_equal(some.first_masks, more.first_masks)
    assert (some.second_masks != more.second_masks).any()
    assert [label(mask)[1] for mask in some.true_masks] == [1] * 30
    exact = core.drawn_image_pairs(images=30, errors=(0.0, 0.0))
    assert all((each == exact.true_masks).all() for each in exact)


def test_the_more_alike_the_errors_the_more_the_scores_go_together_and_the_means_stay():
    together, means = [], []
    for alike in (0.0, 0.3, 0.6, 0.9, 1.0):
        a, b = of_pairs(seed=1, images=4000, errors=(1.5, 1.5), alike=alike)
        together.append(np.corrcoef(a, b)[0, 1])
        means.append(b.mean())
    assert together == sorted(together)
    assert together[-1] == pytest.approx(1)
    assert means == pytest.approx([means[-1]] * 5, abs=0.015)


def test_the_paired_interval_of_images_holds_as_often_as_it_says():
    """Students of 30 images each; the true difference is that over all of them."""
    a, b = of_pairs(seed=2, images=30_000, errors=(1.5, 1.2), alike=0.6)
    true = (b - a).mean()
    sets = (b - a).reshape(1000, 30)
    ends = [core.mean_interval(each)[1:] for each in sets]
    assert np.mean([low <= true <= high for low, high in ends]) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    "options", [{"alike": -0.1}, {"alike": 1.1}, {"errors": (1.0, -1.0)}, {"images": 0}, {"size": 9}]
)
def test_what_pairs_cannot_be_drawn(options):
    with pytest.raises(ValueError, match="must"):
        core.drawn_image_pairs(**options)


@pytest.mark.parametrize("rule", [0.0, 1.0, float("nan")])
@pytest.mark.parametrize("seed", [1, 42])
def test_the_intervals_are_those_of_the_bootstrap_one_resample_at_a_time(rule, seed):
    counts = drawn(seed=seed, empty=3)
    found = core.image_intervals(counts, zero_division=rule, resamples=300, seed=seed)
    pooled = core.bootstrap_interval(lambda c: c.sum().tp / c.sum().union, counts, resamples=300, seed=seed)
    scores = np.where(counts.union > 0, counts.tp / np.maximum(counts.union, 1), rule)
    mean = core.bootstrap_interval(lambda s: float(np.nanmean(s)), scores, resamples=300, seed=seed)
    assert found.pooled == pytest.approx(pooled, abs=1e-12)
    assert found.mean == pytest.approx(mean, abs=1e-12)


def test_resampled_images_hold_where_wilson_over_pixels_does_not():
    """Thirty images: the true pooled IoU is that of very many."""
    many = drawn(seed=5, images=60_000, empty=0)
    true = many.tp.sum() / many.union.sum()
    sets = [many[30 * k : 30 * k + 30] for k in range(400)]
    resampled = [core.image_intervals(each, resamples=400).pooled for each in sets]
    wilson = [core.jaccard_interval(each.sum()) for each in sets]
    held = [np.mean([low <= true <= high for low, high in ends]) for ends in (resampled, wilson)]
    assert held[0] > 0.9
    assert held[1] < 0.5


def test_only_empty_images_have_no_pooled_iou():
    found = core.image_intervals(drawn(images=3, empty=3), resamples=10)
    assert np.isnan(found.pooled).all()
    assert found.mean == (1, 1)


@pytest.mark.parametrize("options", [{"images": 0}, {"empty": 13}, {"empty": -1}, {"error": -1}, {"size": 15}])
def test_what_cannot_be_drawn(options):
    with pytest.raises(ValueError, match="must be"):
        core.drawn_images(**options)


def test_what_cannot_be_resampled():
    with pytest.raises(ValueError, match="at least 1"):
        core.image_intervals(drawn(), resamples=0)
    with pytest.raises(ValueError, match="strictly between"):
        core.image_intervals(drawn(), resamples=3, confidence=1.0)
    with pytest.raises(ValueError, match="at least one image"):
        core.image_intervals(Counts(*np.zeros((4, 0), int)))
