"""Two masks on one grid of square pixels, coloured by how they agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Drawing, Drawn, line, marker, points, words
from components.theme import Colour

# Categories of a pixel, 1 x true + 2 x predicted, in the order of their colours.
COLOURS = (Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP)
# A region is named where it is so many pixels thick on the line through both centres, and so far from the grip.
_THICK, _CLEAR = 3, 3
# So many pixels, across and down, part a region's name from that of a circle, on a phone.
_APART = (7, 2.6)
# The name of the background stands in this corner (height, width).
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

    These places get their values from frames: "pixels", and what `outline_across`, `outline_down` and `names_inside`
    have. The "centre" of the prediction and its edges, "right edge" and "left edge", are there to be dragged.
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
            "colorscale": [[(k + edge) / 4, color] for k, color in enumerate(COLOURS) for edge in (0, 1)],
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
    if truth.r:
        drawing.trace({**words(1, color=Colour.INK), "x": [truth.cx], "text": [names.truth]}, "name of the truth")
    drawing.trace({**words(1, color=Colour.INK), "text": [names.prediction]}, "name of the prediction")
    height, width = _CORNER
    corner = {"x": [high - width / 2], "y": [low + height / 2], "text": [names.background]}
    drawing.trace({**words(1, color=Colour.INK), **corner}, "name of the background")
    drawing.trace(marker(0, 0, NOTHING, mode="markers"), "centre")
    for side in ("right edge", "left edge"):
        drawing.trace(points([Colour.INK], size=9), side)
    drawing.shape({"type": "path", "path": grid, "line": {"color": Colour.PAPER, "width": 0.6}, "opacity": 0.6})
    return drawing.done(
        margin={"l": 28, "r": 4, "t": 8, "b": 28},
        xaxis=axis,
        yaxis={**axis, "range": [high, low], "scaleanchor": "x"},
    )


_ANGLES = np.linspace(0, 2 * np.pi, 41)
_AROUND = 1.7  # pixels between a circle and its name

Places: TypeAlias = Mapping[str, Mapping[str, Any]]


def outline_across(columns: NDArray[Any], r: float, size: int) -> Places:
    """Return what depends on the column of the prediction's centre, for each of some columns."""
    centre = columns[:, np.newaxis]
    return {
        # a tenth of a pixel is written in less room than as a packed number
        "outline": {"x": np.round(centre + r * np.cos(_ANGLES), 1).tolist()},
        "name of the prediction": {"x": _beside(centre, size)},
        "centre": {"x": centre},
        "right edge": {"x": centre + r},
        "left edge": {"x": centre - r},
    }


def outline_down(rows: NDArray[Any], r: float, truth: Circle, size: int) -> Places:
    """Return what depends on the row of the prediction's centre, for each of some rows."""
    centre = rows[:, np.newaxis]
    of_truth, of_prediction = _names_outside(centre, r, truth, size)
    return {
        "outline": {"y": np.round(centre + r * np.sin(_ANGLES), 1).tolist()},
        "name of the prediction": {"y": of_prediction},
        **({"name of the truth": {"y": of_truth}} if truth.r else {}),
        **{place: {"y": centre} for place in ("centre", "right edge", "left edge")},
    }


def _names_outside(rows: NDArray[Any], r: float, truth: Circle, size: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the rows in which the two circles are named: the upper one above itself, the lower one below."""
    is_above = np.where(rows < truth.cy, -1, 1)
    of_truth = truth.cy - is_above * (truth.r + _AROUND)
    of_prediction = np.clip(rows + is_above * (r + _AROUND), 1, size - 2)
    # at the edge of the image there is no room outside: the name keeps clear of the grip in the middle
    near = abs(of_prediction - rows) <= _CLEAR
    return np.clip(of_truth, 1, size - 2), np.where(near, rows - is_above * (_CLEAR + 1), of_prediction)


def _beside(column: Any, size: int) -> Any:
    return np.clip(column, 5, size - 6)


def _outline(circle: Circle) -> dict[str, Any]:
    x, y = circle.cx + circle.r * np.cos(_ANGLES), circle.cy + circle.r * np.sin(_ANGLES)
    return line(np.round(x, 1).tolist(), np.round(y, 1).tolist(), color=Colour.INK, line={"width": 2.5})


def corner_is_free(size: int, truth: Circle, columns: NDArray[Any], rows: NDArray[Any], r: float) -> NDArray[np.bool_]:
    """Return for each centre (n) whether the prediction and its name leave the corner free in which the background is named."""
    height, width = _CORNER
    across, down = np.maximum(size - width - columns, 0), np.maximum(rows - height + 1, 0)
    _, named = _names_outside(rows, r, truth, size)
    in_front = (_beside(columns, size) > size - 1.5 * width) & (named < height / 2 + _APART[1])
    return np.asarray((r == 0) | ((across**2 + down**2 > r**2) & ~in_front))


class Inside(NamedTuple):
    """Where the names of the regions stand (n, 3), and which of them are there (n, 3)."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    there: NDArray[np.bool_]


def names_inside(size: int, truth: Circle, columns: NDArray[Any], rows: NDArray[Any], r: float) -> Inside:
    """Return where the regions are named if the prediction, of radius `r`, has its centre at each of some places (n).

    All names stand on the line through both centres, clear of the grip in the prediction's. The order is that of
    `Names.regions`: truth only, prediction only, both.
    """
    dx, dy = columns - truth.cx, rows - truth.cy
    apart = np.hypot(dx, dy)
    along = np.where(apart, (dx, dy), [[1.0], [0.0]]) / np.maximum(apart, 1e-9 + (apart == 0))
    # on that line, from the centre of the truth on: the ends of each region
    ends = [
        (np.full_like(apart, -truth.r), np.minimum(truth.r, apart - r)),
        (np.maximum(truth.r, apart + np.minimum(_CLEAR, r)), apart + r),
        (np.maximum(-truth.r, apart - r), np.minimum(truth.r, apart + r)),
    ]
    middle = np.stack([(start + end) / 2 for start, end in ends], axis=1)
    thick = np.stack([end - start for start, end in ends], axis=1)
    # what lies around the prediction's centre is named below the grip
    below = np.where(abs(middle - apart[:, np.newaxis]) < _CLEAR, _CLEAR + 1, 0)
    x = np.round(truth.cx + middle * along[0][:, np.newaxis] - below * along[1][:, np.newaxis])
    y = np.round(truth.cy + middle * along[1][:, np.newaxis] + below * along[0][:, np.newaxis])
    inside = (x >= 1) & (y >= 1) & (x <= size - 2) & (y <= size - 2)
    # a name that was moved or rounded may have left a small region
    in_truth, in_prediction = (
        (x - column) ** 2 + (y - row) ** 2 <= circle**2
        for column, row, circle in ((truth.cx, truth.cy, truth.r), (columns[:, np.newaxis], rows[:, np.newaxis], r))
    )
    own = np.stack([in_truth, in_prediction]) == np.array(_REGIONS)[:, np.newaxis]
    there = inside & own.all(axis=0) & (thick >= _THICK)
    # the names of the circles come first
    of_truth, of_prediction = _names_outside(rows, r, truth, size)
    outside = [(_beside(columns, size), of_prediction)]
    outside += [(np.full_like(columns, truth.cx), of_truth)] * bool(truth.r)
    for at_x, at_y in outside:
        near = (abs(x - np.reshape(at_x, (-1, 1))) < _APART[0]) & (abs(y - np.reshape(at_y, (-1, 1))) < _APART[1])
        there &= ~near
    return Inside(x.astype(np.int64), y.astype(np.int64), there)


# Whether each of the regions lies in the truth, and in the prediction.
_REGIONS = ((True, False, True), (False, True, True))
