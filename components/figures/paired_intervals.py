"""Two scores with their intervals, and below them their difference with its own, all on one scale."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Drawing, Drawn, area, array, line, words
from components.theme import TEXT_SIZE, Colour

ROWS = 3  # the first score, the second, and their difference
_COLORS = (Colour.INK_2, Colour.INK_2, Colour.ACCENT)
_VALUE = -0.26  # from the middle of a row to the value above it
_NEAR, _FAR = 0.16, 0.42  # where the dots of a row lie, below its middle
_GOLDEN = 0.618034  # multiples of it, without their whole part, lie evenly between 0 and 1

Places: TypeAlias = dict[str, dict[str, Any]]


def paired_intervals(names: tuple[str, str, str], dots: int, *, lowest: float, x_title: str, each: str) -> Drawn:
    """Return the rows from top to bottom; under each lie so many `dots`, and `each` is the hover's word for one.

    The axis begins at `lowest`.

    These places get their values from `moved`: "interval 0" to "interval 2", "dots 0" to "dots 2" where there are any,
    "points", "values", and "overlap", which is what the first two intervals share.
    """
    drawing = Drawing()
    drawing.trace(area([0] * 5, [-0.45, -0.45, 1.45, 1.45, -0.45], Colour.TN_SOFT), "overlap")
    drawing.trace(line([0, 0], [1.84, 2.5], color=Colour.INK_2, line={"width": 1.5, "dash": "dot"}))
    below = _NEAR + (_FAR - _NEAR) * (_GOLDEN * np.arange(dots) % 1)
    for row, color in enumerate(_COLORS):
        if dots:
            marks = {"size": 6, "color": color, "opacity": 0.45}
            spot = f"{each} %{{customdata}}, {names[row]}: %{{x}}<extra></extra>"
            drawing.trace(
                {
                    "type": "scatter", "mode": "markers", "x": [0.0] * dots, "y": array((row + below).round(3)),
                    "marker": marks, "customdata": array(np.arange(1, dots + 1)), "hovertemplate": spot,
                },
                f"dots {row}",
            )  # fmt: skip
        drawing.trace(line([0, 0], [row, row], color=Colour.INK, line={"width": 5}), f"interval {row}")
    drawing.trace(
        {
            "type": "scatter", "mode": "markers", "x": [0.0] * ROWS, "y": list(range(ROWS)), "hoverinfo": "skip",
            "marker": {"size": 10, "symbol": "diamond", "color": list(_COLORS), "line": {"color": Colour.PAPER, "width": 2}},
        },
        "points",
    )  # fmt: skip
    drawing.trace({**words(ROWS, color=Colour.INK), "y": [row + _VALUE for row in range(ROWS)]}, "values")
    return drawing.done(
        margin={"l": 62},  # for the longest name, with room to spare
        xaxis={
            "range": [lowest, 1.03],
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": ["−1", "−0.5", "0", "0.5", "1"],  # or plotly would write them as in a hover
            "title": {"text": x_title},
            "hoverformat": ".4f",  # not in the template of a hover, where plotly writes a hyphen for a minus
        },
        yaxis={
            "range": [2.6, -0.55],
            "tickvals": list(range(ROWS)),
            "ticktext": list(names),
            "tickfont": {"size": TEXT_SIZE, "color": Colour.INK},
            "showgrid": False,
            "ticklabelstandoff": 8,
        },
    )


def moved(
    scores: NDArray[np.float64], ends: NDArray[np.float64], values: list[list[str]], dots: NDArray[np.float64]
) -> Places:
    """Return what stands at the places: scores (n, rows), ends of intervals (n, rows, 2), dots (n, rows, m), at n positions.

    `values` are the scores in words.
    """
    low, high = ends[:, :2, 0].max(axis=1), ends[:, :2, 1].min(axis=1)
    high = np.maximum(low, high)  # what has no overlap has an area of no width
    return {
        "overlap": {"x": np.stack([low, high, high, low, low], axis=1).round(4)},
        "points": {"x": scores.round(4)},
        "values": {"x": scores.round(4), "text": values},
        **{f"interval {row}": {"x": ends[:, row].round(4)} for row in range(ROWS)},
        **({f"dots {row}": {"x": dots[:, row].round(3).tolist()} for row in range(ROWS)} if dots.shape[2] else {}),
    }
