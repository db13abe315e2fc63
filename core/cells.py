"""Pictures of cells, as a microscope with a fluorescent stain gives them, with the exact mask of each cell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core._arrays import BoolArray, FloatArray

LEVELS = 100  # the brightest that the camera tells apart; the darkest is 0
_GROUND = 26.0  # how bright the picture is where there is no cell
_SMALLEST, _LARGEST = 4.0, 11.0  # the longer radius of a cell, in pixels
_TRIES = 300  # places that are tried for a cell
_GAP = 2  # pixels between two cells, and between a cell and the border


class CellImage(NamedTuple):
    """A picture (h, w): the brightness of each pixel, 0 to 100, and the number of the cell that it belongs to.

    The cells are numbered from 1 for the largest to the smallest; 0 is the background.
    """

    brightness: NDArray[np.int64]
    cells: NDArray[np.int64]

    @property
    def true_mask(self) -> BoolArray:
        """The mask of all cells."""
        mask: BoolArray = self.cells > 0
        return mask


def cell_image(
    *, seed: int = 42, shape: tuple[int, int] = (80, 120), cells: int = 12, blur: float = 1.5, noise: float = 5.0
) -> CellImage:
    """Draw a picture of bright cells on a dark ground.

    Each cell is an ellipse with a size, a direction and a brightness of its own, dimmer towards its edge. The mask has
    exactly the pixels whose centre lies in an ellipse. What the microscope and the camera do changes the brightness
    alone: a Gaussian `blur` (its standard deviation in pixels), normal `noise` (its standard deviation in levels), and
    whole levels from 0 to 100.
    `shape` is (height, width) in pixels, at least 32 each. `cells` >= 1 is how many are tried; one that finds no room in
    300 tries is left out, so there may be fewer, but never none. Numbers out of range raise ValueError. The same seed
    gives the same cells, whatever the blur and the noise.

    >>> image = cell_image()
    >>> int(image.cells.max()), int(image.true_mask.sum()), int(image.brightness.max())
    (12, 1986, 100)
    """
    height, width = shape
    if min(shape) < 32:
        raise ValueError(f"shape must be (height, width) of at least 32 pixels each, got {shape}")
    if cells < 1:
        raise ValueError(f"cells must be at least 1, got {cells}")
    if not (0 <= blur < np.inf and 0 <= noise < np.inf):
        raise ValueError(f"blur and noise must be finite and at least 0, got {blur} and {noise}")
    placing, disturbing = np.random.default_rng(seed).spawn(2)
    found, brightness = _placed(placing, height, width, cells)
    seen = _blurred(brightness, blur) + disturbing.normal(0, 1, shape) * noise
    return CellImage(np.clip(np.rint(seen), 0, LEVELS).astype(np.int64), found)


def _placed(rng: np.random.Generator, height: int, width: int, count: int) -> tuple[NDArray[np.int64], FloatArray]:
    """Return the number of the cell at each pixel, and how bright each pixel is before blur and noise."""
    numbers, brightness = np.zeros((height, width), np.int64), np.full((height, width), _GROUND)
    y, x = np.mgrid[:height, :width]
    # the largest first: they find room, and the small ones fit between them
    longer = np.sort(rng.uniform(_SMALLEST, _LARGEST, count))[::-1]
    areas: list[int] = []
    for a in longer.tolist():
        b, turned = a * rng.uniform(0.6, 1), rng.uniform(0, np.pi)
        bright = rng.uniform(18, 70)
        for _ in range(_TRIES):
            edge = a + _GAP
            cx, cy = rng.uniform(edge, width - 1 - edge), rng.uniform(edge, height - 1 - edge)
            along = (x - cx) * np.cos(turned) + (y - cy) * np.sin(turned)
            across = (y - cy) * np.cos(turned) - (x - cx) * np.sin(turned)
            around = (along / (a + _GAP)) ** 2 + (across / (b + _GAP)) ** 2 <= 1
            if not numbers[around].any():
                away = (along / a) ** 2 + (across / b) ** 2
                inside = away <= 1
                areas.append(int(np.count_nonzero(inside)))
                numbers[inside] = len(areas)
                brightness[inside] = _GROUND + bright * (1 - 0.3 * away[inside])
                break
    # a long thin cell may be smaller than a short round one
    by_size = np.argsort(-np.array(areas), kind="stable")
    number = np.zeros(len(areas) + 1, np.int64)
    number[1 + by_size] = 1 + np.arange(len(areas))
    return number[numbers], brightness


def _blurred(picture: FloatArray, deviation: float) -> FloatArray:
    """Return a picture after a Gaussian blur, first down the columns, then along the rows; its border goes on outside."""
    if not deviation:
        return picture
    reach = int(np.ceil(4 * deviation))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    weights /= weights.sum()
    for _ in range(2):
        wide = np.pad(picture, ((reach, reach), (0, 0)), mode="edge")
        rows = len(picture)
        picture = sum(weight * wide[k : k + rows] for k, weight in enumerate(weights.tolist())).T
    return picture
