"""Points of two classes in a plane, and the straight lines at which models turn from no to yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, array, figure, line, note
from components.figures.curves import Run
from components.theme import LIGHT

# Traces 0 and 1 are the two classes; the line of run k is trace FIRST_LINE + k, its name annotation k.
FIRST_LINE = 2


class Box(NamedTuple):
    """The part of the plane that is drawn."""

    x: tuple[float, float]
    y: tuple[float, float]


class Boundary(NamedTuple):
    """A line clipped to the box: its two ends, or nothing; where its name stands, and whether there is one."""

    x: list[float]
    y: list[float]
    name_at: tuple[float, float]

    @property
    def opacity(self) -> int:
        """1 where there is a line to name, else 0."""
        return 1 if self.x else 0


def boundaries_figure(
    runs: Sequence[Run],
    negatives: NDArray[np.float64],
    positives: NDArray[np.float64],
    box: Box,
) -> Figure:
    """Return the points of both classes, each of shape (2, k); the lines and their names get their places from a frame."""
    return figure(
        [
            {
                "type": "scatter",
                "mode": "markers",
                "x": array(negatives[0]),
                "y": array(negatives[1]),
                "marker": {"symbol": "circle", "size": 5, "color": LIGHT["tn"], "opacity": 0.55},
                "hovertemplate": "negative: (%{x:.2f}, %{y:.2f})<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": array(positives[0]),
                "y": array(positives[1]),
                "marker": {
                    "symbol": "diamond",
                    "size": 8,
                    "color": LIGHT["tp"],
                    "line": {"color": LIGHT["paper"], "width": 0.75},
                },
                "hovertemplate": "positive: (%{x:.2f}, %{y:.2f})<extra></extra>",
            },
            *(line([], [], color=run.color, name=run.label, line={"dash": run.dash}) for run in runs),
        ],
        xaxis={"range": list(box.x), "title": {"text": "first feature"}},
        yaxis={"range": list(box.y), "title": {"text": "second feature"}},
        annotations=[
            *(
                note(run.label, box.x[0], box.y[0], color=run.color, bgcolor=LIGHT["paper"], borderpad=1, opacity=0)
                for run in runs
            ),
            note("◆ positive", box.x[1], box.y[1], color=LIGHT["tp"], xanchor="right", yanchor="top", xshift=-2),
            note("● negative", box.x[0], box.y[0], xanchor="left", yanchor="bottom", xshift=4),
        ],
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
    )


def boundary(weights: Sequence[float], box: Box, *, name_at: float) -> Boundary:
    """Return the line w0 + w1 x + w2 y = 0 inside the box; its name stands the part `name_at` of the way along it."""
    w0, w1, w2 = weights
    ends = set()
    if w2 != 0:
        ends |= {(x, -(w0 + w1 * x) / w2) for x in box.x}
    if w1 != 0:
        ends |= {(-(w0 + w2 * y) / w1, y) for y in box.y}
    inside = sorted(
        {(round(x, 3), round(y, 3)) for x, y in ends if box.x[0] <= x <= box.x[1] and box.y[0] <= y <= box.y[1]}
    )
    if len(inside) < 2:
        return Boundary([], [], (box.x[0], box.y[0]))
    (x0, y0), (x1, y1) = inside[0], inside[-1]
    place = (round(x0 + name_at * (x1 - x0), 3), round(y0 + name_at * (y1 - y0), 3))
    return Boundary([x0, x1], [y0, y1], place)
