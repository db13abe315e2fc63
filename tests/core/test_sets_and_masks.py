"""Sets, masks and boxes: the same score, and strict input."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

import core

sets = st.sets(st.integers(0, 9))


@given(sets, sets)
def test_sets_are_labels(a, b):
    categories = core.membership(range(10), a, b)
    assert categories.dtype == np.int8
    counts = core.confusion_counts([x in a for x in range(10)], [x in b for x in range(10)])
    assert [np.count_nonzero(categories == c) for c in (3, 2, 1, 0)] == [counts.tp, counts.fp, counts.fn, counts.tn]
    assert core.set_jaccard(a, b) == core.jaccard(counts)


def test_sets_of_anything_hashable():
    assert core.set_jaccard(["x", "y", "y"], ("y", (1, 2))) == 1 / 3
    assert [core.set_jaccard([], (), zero_division=z) for z in (0, 1)] == [0.0, 1.0]
    assert np.isnan(core.set_jaccard([], [], zero_division=float("nan")))


def test_membership_refuses_what_is_outside():
    with pytest.raises(ValueError, match="7"):
        core.membership(range(5), {1}, {7})


@pytest.mark.parametrize(("cx", "cy", "r"), [(3, 2, 2), (0, 0, 1.5), (2.5, 3.5, 0.8), (4, 4, 0), (-3, 2, 2)])
def test_circle_is_its_equation(cx, cy, r):
    mask = core.circle_mask((6, 9), cx=cx, cy=cy, r=r)
    assert mask.dtype == bool
    expected = [[(x - cx) ** 2 + (y - cy) ** 2 <= r**2 for x in range(9)] for y in range(6)]
    assert mask.tolist() == expected


@pytest.mark.parametrize("options", [{"r": -1}, {"r": np.nan}, {"shape": (0, 5)}])
def test_circle_refuses(options):
    with pytest.raises(ValueError, match=r"r must|shape must"):
        core.circle_mask(**({"shape": (5, 5), "cx": 1, "cy": 1, "r": 1} | options))


masks = array_shapes(min_dims=1, max_dims=3, max_side=6).flatmap(lambda s: st.tuples(*[arrays(np.bool_, s)] * 2))


@given(masks)
def test_masks_are_labels(pair):
    true, pred = pair
    counts = core.confusion_counts(true.ravel(), pred.ravel())
    assert core.mask_counts(true, pred) == counts
    assert core.mask_counts(true * np.uint8(255), pred.astype(float)) == counts
    assert core.mask_counts(np.asfortranarray(true), pred.astype("u1")) == counts
    assert core.iou(true, pred) == core.jaccard(counts, zero_division=1.0)
    categories = core.overlap_categories(true * 255, pred)
    assert categories.dtype == np.int8
    np.testing.assert_array_equal(categories, true + 2 * pred.astype(int))


BAD_MASKS = {
    "37": ([[0, 37]], [[0, 1]]),
    "1 and 255": ([[0, 1, 255]], [[0, 1, 1]]),
    "negative": ([[0, -1]], [[0, 1]]),
    "half": ([[0, 0.5]], [[0, 1]]),
    "half of 255": ([[0, 127.5, 255]], [[0, 1, 1]]),
    "nan": ([[0, np.nan]], [[0, 1]]),
    "shapes": ([[0, 1]], [[0], [1]]),
    "broadcast": ([[0, 1]], [[0, 1], [0, 1]]),
    "empty": (np.zeros((0, 3)), np.zeros((0, 3))),
    "strings": ([["0", "1"]], [["0", "1"]]),
}


@pytest.mark.parametrize("name", BAD_MASKS)
@pytest.mark.parametrize("function", [core.mask_counts, core.iou, core.overlap_categories])
def test_masks_refused(name, function):
    with pytest.raises(ValueError, match="mask"):
        function(*BAD_MASKS[name])


def test_two_empty_masks():
    nothing = np.zeros((3, 3), bool)
    assert [core.iou(nothing, nothing), core.iou(nothing, nothing, zero_division=0)] == [1.0, 0.0]


def test_many_masks():
    rng = np.random.default_rng(0)
    true, pred = rng.random((5, 8, 9)) < 0.4, rng.random((5, 8, 9)) < 0.4
    true[2] = pred[2] = False
    expected = [core.iou(t, p) for t, p in zip(true, pred, strict=True)]
    assert core.ious(true, pred).tolist() == expected
    assert core.ious(list(true), list(pred), zero_division=0.0)[2] == 0.0
    counts = core.batch_mask_counts(true, pred)
    assert counts == core.batch_mask_counts(list(true), list(pred)) == core.batch_mask_counts(true.astype(int), pred)
    assert counts == core.batch_mask_counts(np.asfortranarray(true), pred[::-1][::-1])
    assert len(counts) == 5
    assert counts.sum() == core.mask_counts(true, pred)
    of_two_sizes = core.ious([[[1, 1]], [[1], [0], [1]]], [[[1, 0]], [[1], [1], [1]]])
    assert of_two_sizes.tolist() == [1 / 2, 2 / 3]


def test_a_mask_that_moves_in_front_of_another():
    rng = np.random.default_rng(1)
    true, field = rng.random((4, 5)) < 0.5, rng.random((7, 9)) < 0.5
    counts = core.moved_mask_counts(true, field)
    assert counts.tp.shape == (4, 5)
    for i, j in np.ndindex(4, 5):
        one = core.Counts(*(int(getattr(counts, name)[i, j]) for name in ("tp", "fp", "fn", "tn")))
        assert one == core.mask_counts(true, field[i : i + 4, j : j + 5])


@pytest.mark.parametrize(("true", "field"), [([[1, 1]], [[1]]), ([1], [1, 0]), ([[7]], [[1]])])
def test_a_field_refused(true, field):
    with pytest.raises(ValueError, match="mask"):
        core.moved_mask_counts(true, field)


@pytest.mark.parametrize(
    ("true", "pred"), [([[[1]]], []), ([], []), ([[[1]]], [[[1]], [[1]]]), (np.ones(3), np.ones(3))]
)
def test_many_masks_refused(true, pred):
    with pytest.raises(ValueError, match="mask"):
        core.ious(true, pred)


corner = st.integers(0, 8)
box = st.tuples(corner, corner, corner, corner).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
)


@given(box, box)
def test_box_of_whole_pixels_is_its_mask(a, b):
    def mask(box):
        pixels = np.zeros((8, 8), bool)
        pixels[box[1] : box[3], box[0] : box[2]] = True
        return pixels

    assert core.box_iou(a, b) == core.iou(mask(a), mask(b), zero_division=0.0)


def test_all_pairs_of_boxes():
    a, b = [[0, 0, 2, 2], [1, 0, 3, 2], [5, 5, 5, 5]], [[0, 0, 2, 2], [5, 5, 5, 5]]
    assert core.box_iou(a, b).tolist() == [[1, 0], [1 / 3, 0], [0, 0]]
    assert core.box_iou(a[1], b).tolist() == [1 / 3, 0]
    assert core.box_iou(a, b[0]).tolist() == [1, 1 / 3, 0]
    assert core.box_iou(a[2], b[1], zero_division=1) == 1


@pytest.mark.parametrize("unit", [1e-320, 1e-162, 1e-100, 1e154, 1e200, 0.8e308])
def test_boxes_of_any_size_are_compared_alike(unit):
    a, b = unit * np.array([0, 0, 2, 2.0]), unit * np.array([1, 0, 2, 2.0])
    with np.errstate(all="raise", under="ignore"):
        assert core.box_iou(a, a, zero_division=np.nan) == 1
        assert core.box_iou(a, b, zero_division=np.nan) == pytest.approx(0.5, rel=1e-3)
        assert core.box_iou(-a[[2, 3, 0, 1]], a, zero_division=np.nan) == 0


@pytest.mark.parametrize("bad", [[0, 0, 1], [2, 0, 1, 1], [0, 0, np.nan, 1], [0, 0, np.inf, 1], np.zeros((2, 2, 4))])
def test_boxes_refused(bad):
    with pytest.raises(ValueError, match="b must"):
        core.box_iou([0, 0, 1, 1], bad)
