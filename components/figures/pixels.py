"""Two masks on one grid of square pixels, coloured by how they agree."""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Figure, figure, line, words
from components.theme import Colour

# The traces: the pixels, the outlines of truth and prediction, the names of the regions, the names around them.
PIXELS, TRUTH, PREDICTION, REGIONS, AROUND = range(5)
_REGIONS = {1: "FN", 2: "FP", 3: "TP"}

# Categories of a pixel, 1 x true + 2 x predicted, in the order of their colours.
_COLOURS = (Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP)
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


def pixels_figure(size: int, truth: Circle, prediction: Circle) -> Figure:
    """Return the grid of `size` x `size` pixels with the outlines, row 0 at the top.

    The pixels, the prediction's way across and the names in the figure come from `columns`.
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
            {**_outline(prediction), "line": {"color": Colour.INK, "width": 2.5, "dash": "6px,4px"}},
            {**words(len(_REGIONS), color=Colour.PAPER), "textfont": {"color": Colour.PAPER, "weight": 700}},
            words(3, color=Colour.INK),
        ],
        margin={"l": 28, "r": 4, "t": 8, "b": 28},
        xaxis=axis,
        yaxis={**axis, "range": [high, low], "scaleanchor": "x"},
        shapes=[{"type": "path", "path": grid, "line": {"color": Colour.PAPER, "width": 0.6}, "opacity": 0.6}],
    )


def columns(
    categories: NDArray[np.int8], truth: Circle, prediction: Circle, centres: NDArray[Any]
) -> dict[tuple[str | int, ...], Any]:
    """Return, by path, what stands where in each of many grids (n, height, width).

    Their prediction lies at `prediction`, but for its column, which is one of the `centres` (n).
    """
    regions = [_region_names(categories, category) for category in _REGIONS]
    size = categories.shape[1]
    here, there = _around(truth, [truth.cx], size, "truth"), _around(prediction, centres, size, "prediction")
    columns: dict[tuple[str | int, ...], Any] = {
        ("data", PIXELS, "z"): categories,
        ("data", PREDICTION, "x"): np.round(centres[:, np.newaxis] + prediction.r * np.cos(_ANGLES), 1),
    }
    for trace, names in ((REGIONS, regions), (AROUND, [here, there, _background(categories)])):
        x, y = (
            np.stack(np.broadcast_arrays(*places), axis=1) for places in ([n.x for n in names], [n.y for n in names])
        )
        texts = [n.text if isinstance(n.text, list) else [n.text] * len(categories) for n in names]
        columns |= {
            ("data", trace, "x"): x,
            ("data", trace, "y"): y,
            ("data", trace, "text"): list(map(list, zip(*texts, strict=True))),
        }
    return columns


class _Names(NamedTuple):
    """A name in each of the figures: where its middle stands, and its text, if need be one for all."""

    x: Any
    y: Any
    text: list[str] | str


_ANGLES = np.linspace(0, 2 * np.pi, 41)


def _outline(circle: Circle) -> dict[str, Any]:
    x, y = circle.cx + circle.r * np.cos(_ANGLES), circle.cy + circle.r * np.sin(_ANGLES)
    return line(np.round(x, 1).tolist(), np.round(y, 1).tolist(), color=Colour.INK, line={"width": 2.5})


def _region_names(categories: NDArray[np.int8], category: int) -> _Names:
    """Return where the name of a category stands in each grid: well inside its region, or nowhere."""
    inside = categories == category
    ever = inside.any(axis=0)
    rows, columns = np.flatnonzero(ever.any(axis=1)), np.flatnonzero(ever.any(axis=0))
    n = len(inside)
    if not rows.size or min(np.ptp(rows), np.ptp(columns)) < 2 * _ROOM:
        return _Names([_ROOM] * n, [_ROOM] * n, NOTHING)
    top, left = rows[0], columns[0]
    inside = inside[:, top : rows[-1] + 1, left : columns[-1] + 1]
    height, width = inside.shape[1] - 2 * _ROOM, inside.shape[2] - 2 * _ROOM
    near = range(2 * _ROOM + 1)
    above: NDArray[np.bool_] = reduce(np.logical_and, (inside[:, k : k + height] for k in near))
    roomy: NDArray[np.bool_] = reduce(np.logical_and, (above[..., k : k + width] for k in near))
    x, y = np.arange(left, left + width) + _ROOM, np.arange(top, top + height) + _ROOM
    by_row, by_column = roomy.sum(axis=2), roomy.sum(axis=1)
    many = by_row.sum(axis=1)
    middle_x, middle_y = by_column @ x / np.maximum(many, 1), by_row @ y / np.maximum(many, 1)
    # the roomy pixel nearest to the middle of them all: the middle itself may lie outside a crescent
    away = ((x - middle_x[:, np.newaxis]) ** 2)[:, np.newaxis] + ((y - middle_y[:, np.newaxis]) ** 2)[..., np.newaxis]
    nearest = np.where(roomy, away, np.inf).reshape(n, -1).argmin(axis=1)
    return _Names(
        np.where(many, x[nearest % width], _ROOM),
        np.where(many, y[nearest // width], _ROOM),
        [_REGIONS[category] if found else NOTHING for found in many.tolist()],
    )


def _background(categories: NDArray[np.int8]) -> _Names:
    """Return where the background is named: at the top right or at the bottom left, where there is room."""
    height, width = _CORNER
    _, rows, columns = categories.shape
    corners = categories[:, :height, -width:], categories[:, -height:, :width]
    right, left = (np.asarray(~corner.any(axis=(1, 2))) for corner in corners)
    return _Names(
        np.where(right, columns - 0.5 - width / 2, width / 2 - 0.5),
        np.where(right, height / 2 - 0.5, rows - 0.5 - height / 2),
        ["background" if free else NOTHING for free in (right | left).tolist()],
    )


def _around(circle: Circle, centres: Any, size: int, name: str) -> _Names:
    """Return where a circle at each of the centres is named: the truth above it, the prediction below, but inside."""
    y = circle.cy - circle.r - 1.7 if name == "truth" else circle.cy + circle.r + 1.7
    return _Names(np.clip(centres, 5, size - 6), min(max(y, 1), size - 2), name if circle.r else NOTHING)
