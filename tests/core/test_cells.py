"""Pictures of cells: the truth is exact, and blur, noise and levels change the brightness alone."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, label

import core

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mask_has_the_cells_and_nothing_else(seed):
    clean = core.cell_image(seed=seed, noise=0, blur=0)
    ground = np.bincount(clean.brightness.ravel()).argmax()
    np.testing.assert_array_equal(clean.brightness > ground, clean.true_mask)
    assert (clean.brightness[~clean.true_mask] == ground).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_each_cell_is_an_ellipse_apart_from_the_others_and_from_the_border(seed):
    cells = core.cell_image(seed=seed).cells
    count = cells.max()
    assert label(cells > 0)[1] == count == 12
    assert not np.concatenate([cells[[0, -1]].ravel(), cells[:, [0, -1]].ravel()]).any()
    sizes = np.bincount(cells.ravel())[1:]
    assert (np.diff(sizes) <= 0).all(), "from the largest to the smallest"
    y, x = np.indices(cells.shape)
    for k in range(1, count + 1):
        # of a solid ellipse the variance along a radius is a quarter of its square
        there = np.stack([x[cells == k], y[cells == k]]).astype(float)
        centre = there.mean(axis=1, keepdims=True)
        inverse = np.linalg.inv(4 * np.cov(there, bias=True))
        apart = np.stack([x.ravel(), y.ravel()]) - centre
        away = np.einsum("in,ij,jn->n", apart, inverse, apart)
        ellipse = (away <= 1).reshape(cells.shape)
        # to the pixels at its edge
        assert (ellipse ^ (cells == k)).sum() <= np.sqrt(sizes[k - 1])


def test_blur_and_noise_leave_the_cells_as_they_are():
    some = [core.cell_image(seed=5, noise=noise, blur=blur) for noise in (0, 3, 12) for blur in (0, 0.5, 3)]
    for image in some[1:]:
        np.testing.assert_array_equal(image.cells, some[0].cells)
    assert len({image.brightness.tobytes() for image in some}) == len(some)


@pytest.mark.parametrize("blur", [0.5, 1.5, 3])
def test_the_blur_is_gaussian(blur):
    clean, blurred = (core.cell_image(seed=2, noise=0, blur=width).brightness for width in (0, blur))
    expected = gaussian_filter(clean.astype(float), blur, mode="nearest", truncate=4 + 1 / blur)
    assert abs(blurred - expected).max() <= 1.01, "both are rounded to whole levels"


def test_the_noise_is_normal_and_its_size_is_that_asked_for():
    clean = core.cell_image(seed=9, noise=0, blur=0)
    noisy = core.cell_image(seed=9, noise=4, blur=0)
    apart = (noisy.brightness - clean.brightness)[~clean.true_mask]
    assert abs(apart.mean()) < 0.15
    assert apart.std() == pytest.approx(np.hypot(4, 12**-0.5), rel=0.03)  # whole levels add a little
    assert abs(apart[1:] * 1.0 @ apart[:-1] / apart.size) < 0.8, "neighbours do not go together"


def test_brightness_is_in_whole_levels_from_0_to_100():
    image = core.cell_image(seed=1, noise=60)
    assert image.brightness.dtype == image.cells.dtype == np.int64
    assert (image.brightness.min(), image.brightness.max()) == (0, 100)


def test_what_finds_no_room_is_left_out():
    full = core.cell_image(shape=(32, 32), cells=60).cells
    assert 1 <= full.max() < 60
    assert core.cell_image(shape=(32, 32), cells=1).cells.max() == 1


def test_the_same_seed_gives_the_same_picture():
    one, same, other = (core.cell_image(seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.brightness, same.brightness)
    assert (one.cells != other.cells).any()


@pytest.mark.parametrize(
    "wrong",
    [{"shape": (31, 99)}, {"cells": 0}, {"blur": -1}, {"noise": -1}, {"blur": np.nan}, {"noise": np.inf}],
    ids=str,
)
def test_what_makes_no_sense_is_an_error(wrong):
    with pytest.raises(ValueError, match="got"):
        core.cell_image(**wrong)
