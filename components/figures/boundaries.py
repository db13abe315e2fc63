"""Points of two classes in a plane, and the straight lines at which models turn from no to yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, figure, line, note
from components.figures.curves import Run
from components.theme import Colour

# Traces 0 and 1 are the two classes; the line of run k is trace FIRST_LINE + k, its name annotation k.
FIRST_LINE = 2


class Box(NamedTuple):
    """The part of the plane that is drawn."""

    x: tuple[float, float]
    y: tuple[float, float]


class Boundary(NamedTuple):
    """Lines clipped to the box: for each its two ends, or nothing; where its name stands, and 1 if there is a line."""

    x: list[list[float]]
    y: list[list[float]]
    name_x: list[float]
    name_y: list[float]
    opacity: NDArray[np.int64]


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
                "x": negatives[0].tolist(),
                "y": negatives[1].tolist(),
                "marker": {"symbol": "circle", "size": 5, "color": Colour.TN, "opacity": 0.55},
                "hovertemplate": "negative: (%{x:.2f}, %{y:.2f})<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": positives[0].tolist(),
                "y": positives[1].tolist(),
                "marker": {
                    "symbol": "diamond",
                    "size": 8,
                    "color": Colour.TP,
                    "line": {"color": Colour.PAPER, "width": 0.75},
                },
                "hovertemplate": "positive: (%{x:.2f}, %{y:.2f})<extra></extra>",
            },
            *(line([], [], color=run.color, name=run.label, line={"dash": run.dash}) for run in runs),
        ],
        xaxis={"range": list(box.x), "title": {"text": "first feature"}},
        yaxis={"range": list(box.y), "title": {"text": "second feature"}},
        annotations=[
            *(
                note(run.label, box.x[0], box.y[0], color=run.color, bgcolor=Colour.PAPER, borderpad=1, opacity=0)
                for run in runs
            ),
            note("◆ positive", box.x[1], box.y[1], color=Colour.TP, xanchor="right", yanchor="top", xshift=-2),
            note("● negative", box.x[0], box.y[0], xanchor="left", yanchor="bottom", xshift=4),
        ],
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
    )


def boundary(weights: NDArray[np.float64], box: Box, *, name_at: float) -> Boundary:
    """Return the lines w0 + w1 x + w2 y = 0 inside the box, one for each row of weights (k, 3).

    The name of a line stands the part `name_at` of the way along it.
    """
    w0, w1, w2 = weights.T[:, :, np.newaxis]
    edges_x, edges_y = np.array(box.x), np.array(box.y)
    with np.errstate(all="ignore"):  # a line beside an edge meets it nowhere, which is not inside
        cut_y, cut_x = -(w0 + w1 * edges_x) / w2, -(w0 + w2 * edges_y) / w1
    x = np.concatenate([np.broadcast_to(edges_x, cut_y.shape), cut_x], axis=1)
    y = np.concatenate([cut_y, np.broadcast_to(edges_y, cut_x.shape)], axis=1)
    inside = (edges_x[0] <= x) & (x <= edges_x[1]) & (edges_y[0] <= y) & (y <= edges_y[1])
    points = np.where(inside, x, 0).round(3) + 1j * np.where(inside, y, 0).round(3)  # ordered by x, then by y
    first = np.where(inside, points, np.inf).min(axis=1)
    last = np.where(inside, points, -np.inf).max(axis=1)
    there = inside.any(axis=1) & (first != last)
    corner = complex(box.x[0], box.y[0])
    first, last = np.where(there, first, corner), np.where(there, last, corner)
    name = first + name_at * (last - first)
    ends = np.stack([first, last], axis=1)
    drawn = there.tolist()
    return Boundary(
        [pair if line else [] for pair, line in zip(ends.real.tolist(), drawn, strict=True)],
        [pair if line else [] for pair, line in zip(ends.imag.tolist(), drawn, strict=True)],
        name.real.round(3).tolist(),
        name.imag.round(3).tolist(),
        there.astype(np.int64),
    )
