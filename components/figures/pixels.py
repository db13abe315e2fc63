"""Two masks on one grid of square pixels, coloured by how they agree."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Drawing, Drawn, line, words
from components.theme import Colour

# Categories of a pixel, 1 x true + 2 x predicted, in the order of their colours.
_COLOURS = (Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP)
# A name of two letters needs this many pixels around its own.
_ROOM = 1
# The name of the background needs this many pixels of the corner (height, width).
_CORNER = (4, 14)


class Circle(NamedTuple):
    """A circle in pixels; radius 0 is none."""

    cx: float
    cy: float
    r: float


class Names(NamedTuple):
    """What the figure calls things: the two masks and the background, and each category of a pixel.

    `regions` are the short names of the categories 1, 2 and 3, which stand inside of them; `hover` says what each
    category means, from 0 to 3.
    """

    truth: str
    prediction: str
    background: str
    regions: tuple[str, str, str]
    hover: tuple[str, str, str, str]


def pixels_figure(size: int, truth: Circle, prediction: Circle, names: Names) -> Drawn:
    """Return the grid of `size` x `size` pixels with the outlines, row 0 at the top.

    These places get their values from `pixels_moving`: "pixels", the "outline" of the prediction, and the texts
    "names inside" the regions and "names around" them.
    """
    low, high = -0.5, size - 0.5
    grid = "".join(f"M{k + 0.5},{low}V{high}M{low},{k + 0.5}H{high}" for k in range(size - 1))
    axis = {
        "range": [low, high],
        "dtick": 10,
        "ticks": "outside",
        "tickcolor": Colour.TN,
        "showgrid": False,
        "constrain": "domain",
        "ticklabelstandoff": 4,
    }
    meanings = ",<br>".join(f"{category} {meaning}" for category, meaning in enumerate(names.hover))
    drawing = Drawing()
    drawing.trace(
        {
            "type": "heatmap",
            "zmin": -0.5,
            "zmax": 3.5,
            "colorscale": [[(k + edge) / 4, color] for k, color in enumerate(_COLOURS) for edge in (0, 1)],
            "showscale": False,
            "hovertemplate": f"column %{{x}}, row %{{y}}: %{{z}}<br>({meanings})<extra></extra>",
        },
        "pixels",
    )
    drawing.trace(_outline(truth))
    drawing.trace(
        {**_outline(prediction), "line": {"color": Colour.INK, "width": 2.5, "dash": "6px,4px"}},
        "outline",
    )
    drawing.trace(
        {
            **words(len(names.regions), color=Colour.PAPER),
            "textfont": {"color": Colour.PAPER, "weight": 700},
        },
        "names inside",
    )
    drawing.trace(words(3, color=Colour.INK), "names around")
    drawing.shape({"type": "path", "path": grid, "line": {"color": Colour.PAPER, "width": 0.6}, "opacity": 0.6})
    return drawing.done(
        margin={"l": 28, "r": 4, "t": 8, "b": 28},
        xaxis=axis,
        yaxis={**axis, "range": [high, low], "scaleanchor": "x"},
    )


def pixels_moving(
    categories: NDArray[np.int8], truth: Circle, prediction: Circle, centres: NDArray[Any], names: Names
) -> dict[str, Mapping[str, Any]]:
    """Return what stands at each place of the figure in each of many grids (n, height, width).

    Their prediction lies at `prediction`, but for its column, which is one of the `centres` (n). A circle that covers no
    pixel of the grid has no name there.
    """
    inside = [_inside(categories, category, name) for category, name in enumerate(names.regions, start=1)]
    size = categories.shape[1]
    y_above, y_below = truth.cy - truth.r - 1.7, prediction.cy + prediction.r + 1.7
    around = [
        _around([truth.cx], y_above, size, names.truth, _covers(categories & 1)),
        _around(centres, y_below, size, names.prediction, _covers(categories & 2)),
        _background(categories, names.background),
    ]
    return {
        "pixels": {"z": categories},
        "outline": {"x": np.round(centres[:, np.newaxis] + prediction.r * np.cos(_ANGLES), 1)},
        "names inside": _together(inside),
        "names around": _together(around),
    }


class _Label(NamedTuple):
    """A name in each of the grids: where its middle stands, in all of them or in each, and its text in each."""

    x: Any
    y: Any
    text: list[str]


_ANGLES = np.linspace(0, 2 * np.pi, 41)


def _outline(circle: Circle) -> dict[str, Any]:
    x, y = circle.cx + circle.r * np.cos(_ANGLES), circle.cy + circle.r * np.sin(_ANGLES)
    return line(np.round(x, 1).tolist(), np.round(y, 1).tolist(), color=Colour.INK, line={"width": 2.5})


def _together(labels: list[_Label]) -> Mapping[str, Any]:
    """Return the labels of one trace: for each grid the places and the texts of all of them."""
    x, y = (np.stack(np.broadcast_arrays(*at), axis=1) for at in ([n.x for n in labels], [n.y for n in labels]))
    return {"x": x, "y": y, "text": list(map(list, zip(*(label.text for label in labels), strict=True)))}


def _inside(categories: NDArray[np.int8], category: int, name: str) -> _Label:
    """Return where the name of a category stands in each grid: well inside its region, or nowhere."""
    inside = categories == category
    ever = inside.any(axis=0)
    rows, columns = np.flatnonzero(ever.any(axis=1)), np.flatnonzero(ever.any(axis=0))
    n = len(inside)
    if not rows.size or min(np.ptp(rows), np.ptp(columns)) < 2 * _ROOM:
        return _Label([_ROOM] * n, [_ROOM] * n, [NOTHING] * n)
    top, left = rows[0], columns[0]
    inside = inside[:, top : rows[-1] + 1, left : columns[-1] + 1]
    height, width = inside.shape[1] - 2 * _ROOM, inside.shape[2] - 2 * _ROOM
    near = range(2 * _ROOM + 1)
    above: NDArray[np.bool_] = reduce(np.logical_and, (inside[:, k : k + height] for k in near))
    roomy: NDArray[np.bool_] = reduce(np.logical_and, (above[..., k : k + width] for k in near))
    x, y = np.arange(left, left + width) + _ROOM, np.arange(top, top + height) + _ROOM
    by_row, by_column = roomy.sum(axis=2), roomy.sum(axis=1)
    room = by_row.sum(axis=1)
    middle_x, middle_y = by_column @ x / np.maximum(room, 1), by_row @ y / np.maximum(room, 1)
    # the roomy pixel nearest to the middle of them all: the middle itself may lie outside a crescent
    away = ((x - middle_x[:, np.newaxis]) ** 2)[:, np.newaxis] + ((y - middle_y[:, np.newaxis]) ** 2)[..., np.newaxis]
    nearest = np.where(roomy, away, np.inf).reshape(n, -1).argmin(axis=1)
    return _Label(
        np.where(room, x[nearest % width], _ROOM),
        np.where(room, y[nearest // width], _ROOM),
        [name if found else NOTHING for found in room.tolist()],
    )


def _background(categories: NDArray[np.int8], name: str) -> _Label:
    """Return where the background is named: at the top right or at the bottom left, where there is room."""
    height, width = _CORNER
    _, rows, columns = categories.shape
    corners = categories[:, :height, -width:], categories[:, -height:, :width]
    right, left = (np.asarray(~corner.any(axis=(1, 2))) for corner in corners)
    return _Label(
        np.where(right, columns - 0.5 - width / 2, width / 2 - 0.5),
        np.where(right, height / 2 - 0.5, rows - 0.5 - height / 2),
        [name if free else NOTHING for free in (right | left).tolist()],
    )


def _covers(mask: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return in which of many grids a mask has a pixel."""
    return np.asarray(mask.any(axis=(1, 2)))


def _around(centres: Any, y: float, size: int, name: str, covers: NDArray[np.bool_]) -> _Label:
    """Return where a circle at each of the centres is named: at this height, but inside, where it covers a pixel."""
    x = np.broadcast_to(np.clip(centres, 5, size - 6), covers.shape)
    return _Label(x, min(max(y, 1), size - 2), [name if some else NOTHING for some in covers.tolist()])
