"""Two masks on one grid of square pixels, coloured by how they agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Figure, figure, line, words
from components.theme import LIGHT

# The traces: the pixels, the outlines of truth and prediction, the names of the regions, the names around them.
PIXELS, TRUTH, PREDICTION, REGIONS, AROUND = range(5)
_REGIONS = {1: "FN", 2: "FP", 3: "TP"}

# Categories of a pixel, 1 x true + 2 x predicted, in the order of their colours.
_COLOURS = (LIGHT["tn-soft"], LIGHT["fn"], LIGHT["fp"], LIGHT["tp"])
_WORDS = ("0 background (TN)", "1 truth only (FN)", "2 prediction only (FP)", "3 both (TP)")
# A name of two letters needs this many pixels around its own.
_ROOM = 1
# The name of the background needs this many pixels of the corner (height, width).
_CORNER = (4, 14)


class Circle(NamedTuple):
    """A circle in pixels; radius 0 is none."""

    cx: float
    cy: float
    r: float


def pixels_figure(size: int, truth: Circle) -> Figure:
    """Return the grid of `size` x `size` pixels with the outline of the truth, row 0 at the top.

    The pixels, the outline of the prediction and the names in the figure come from `moments`.
    """
    low, high = -0.5, size - 0.5
    grid = "".join(f"M{k + 0.5},{low}V{high}M{low},{k + 0.5}H{high}" for k in range(size - 1))
    # Fixed margins: fitted ones creep by a pixel at every redrawing of an axis that keeps its pixels square.
    axis = {
        "range": [low, high],
        "dtick": 10,
        "showgrid": False,
        "constrain": "domain",
        "ticklabelstandoff": 4,
        "automargin": False,
    }
    return figure(
        [
            {
                "type": "heatmap",
                "zmin": -0.5,
                "zmax": 3.5,
                "colorscale": [[(k + edge) / 4, color] for k, color in enumerate(_COLOURS) for edge in (0, 1)],
                "showscale": False,
                "hovertemplate": f"column %{{x}}, row %{{y}}: %{{z}}<br>({',<br>'.join(_WORDS)})<extra></extra>",
            },
            _outline(truth),
            {**_outline(truth), "line": {"color": LIGHT["ink"], "width": 2.5, "dash": "6px,4px"}},
            {**words(len(_REGIONS), color=LIGHT["paper"]), "textfont": {"color": LIGHT["paper"], "weight": 700}},
            words(3, color=LIGHT["ink"]),
        ],
        margin={"l": 28, "r": 4, "t": 8, "b": 28},
        xaxis=axis,
        yaxis={**axis, "range": [high, low], "scaleanchor": "x"},
        shapes=[{"type": "path", "path": grid, "line": {"color": LIGHT["paper"], "width": 0.6}, "opacity": 0.6}],
    )


def moments(
    categories: NDArray[np.int8], truth: Circle, predictions: Sequence[Circle]
) -> list[dict[tuple[str | int, ...], Any]]:
    """Return, by path, what stands where in each of many grids (n, height, width) with the prediction that made it."""
    regions = [_region_names(categories, category) for category in _REGIONS]
    all_moved = []
    for i, (cells, prediction) in enumerate(zip(categories, predictions, strict=True)):
        outline = _outline(prediction)
        size = cells.shape[0]
        around = (_around(truth, size, "truth"), _around(prediction, size, "prediction"), _background(cells))
        moved: dict[tuple[str | int, ...], Any] = {
            ("data", PIXELS, "z"): cells.tolist(),
            ("data", PREDICTION, "x"): outline["x"],
            ("data", PREDICTION, "y"): outline["y"],
        }
        for trace, names in ((REGIONS, [region[i] for region in regions]), (AROUND, around)):
            for key, values in zip(("x", "y", "text"), zip(*names, strict=True), strict=True):
                moved[("data", trace, key)] = list(values)
        all_moved.append(moved)
    return all_moved


# A name in the figure: where its middle stands, and its text.
_Name = tuple[float, float, str]


def _outline(circle: Circle) -> dict[str, Any]:
    angle = np.linspace(0, 2 * np.pi, 41)
    x, y = circle.cx + circle.r * np.cos(angle), circle.cy + circle.r * np.sin(angle)
    return line(np.round(x, 1).tolist(), np.round(y, 1).tolist(), color=LIGHT["ink"], line={"width": 2.5})


def _region_names(categories: NDArray[np.int8], category: int) -> list[_Name]:
    """Return where the name of a category stands in each grid: well inside its region, or nowhere."""
    inside = categories == category
    height, width = inside.shape[1:]
    roomy = np.ones((len(inside), height - 2 * _ROOM, width - 2 * _ROOM), np.bool_)
    for i in range(2 * _ROOM + 1):
        for j in range(2 * _ROOM + 1):
            roomy &= inside[:, i : height - 2 * _ROOM + i, j : width - 2 * _ROOM + j]
    y, x = np.mgrid[_ROOM : height - _ROOM, _ROOM : width - _ROOM]
    many = np.maximum(roomy.sum(axis=(1, 2)), 1)
    middle_x, middle_y = (roomy * x).sum(axis=(1, 2)) / many, (roomy * y).sum(axis=(1, 2)) / many
    # the roomy pixel nearest to the middle of them all: the middle itself may lie outside a crescent
    away = (x - middle_x[:, None, None]) ** 2 + (y - middle_y[:, None, None]) ** 2
    nearest = np.where(roomy, away, np.inf).reshape(len(inside), -1).argmin(axis=1)
    return [
        (int(x.flat[k]), int(y.flat[k]), _REGIONS[category] if found else NOTHING)
        for k, found in zip(nearest, np.asarray(roomy.any(axis=(1, 2))), strict=True)
    ]


def _background(cells: NDArray[np.int8]) -> _Name:
    """Return where the background is named: at the top right or at the bottom left, where there is room."""
    height, width = _CORNER
    rows, columns = cells.shape
    if not cells[:height, -width:].any():
        return columns - 0.5 - width / 2, height / 2 - 0.5, "background"
    free = not cells[-height:, :width].any()
    return width / 2 - 0.5, rows - 0.5 - height / 2, "background" if free else NOTHING


def _around(circle: Circle, size: int, name: str) -> _Name:
    """Return where a circle is named: the truth above it, the prediction below, but inside the image."""
    y = circle.cy - circle.r - 1.7 if name == "truth" else circle.cy + circle.r + 1.7
    return min(max(circle.cx, 5), size - 6), min(max(y, 1), size - 2), name if circle.r else NOTHING
