"""Points of two classes in a plane, and the straight lines at which models turn from one class to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import Drawing, Drawn, Run, line, note
from components.theme import Colour

_LINE = 17  # px from one name to the next


class Box(NamedTuple):
    """The part of the plane that is drawn."""

    x: tuple[float, float]
    y: tuple[float, float]


class Class(NamedTuple):
    """A class of points: its name, and their places (2, k)."""

    name: str
    points: NDArray[np.float64]


def decision_boundaries(
    runs: Sequence[Run], negative: Class, positive: Class, box: Box, *, x_title: str, y_title: str
) -> Drawn:
    """Return the points of both classes; the lines of the runs get their values from frames.

    The places are called as `line_place` says; `boundary` has the values. The names of the runs stand in a corner, in the
    colours and the order of the runs: at the lines, which may coincide, they would lie on each other.
    """
    drawing = Drawing()
    drawing.trace(_points(negative, symbol="circle", size=5, color=Colour.TN, opacity=0.55))
    drawing.trace(
        _points(positive, symbol="diamond", size=8, color=Colour.TP, line={"color": Colour.PAPER, "width": 0.75})
    )
    for run in runs:
        drawing.trace(line([], [], color=run.color, name=run.label, line={"dash": run.dash}), line_place(run))
    (left, right), (bottom, top) = box
    drawing.label(
        note(f"◆ {positive.name}", right, top, color=Colour.TP, xanchor="right", yanchor="top", xshift=-2),
    )
    drawing.label(note(f"● {negative.name}", left, bottom, xanchor="left", yanchor="bottom", xshift=4))
    for k, run in enumerate(reversed(runs)):
        drawing.label(
            note(
                run.label, right, bottom, color=run.color, bgcolor=Colour.PAPER, borderpad=1,
                xanchor="right", yanchor="bottom", xshift=-2, yshift=2 + _LINE * k,
            )
        )  # fmt: skip
    precise = {"hoverformat": ".2f"}  # not in the template of a hover, where plotly writes a hyphen for a minus
    return drawing.done(
        xaxis={**precise, "range": list(box.x), "dtick": step(box.x[1] - box.x[0], 7), "title": {"text": x_title}},
        yaxis={**precise, "range": list(box.y), "dtick": step(box.y[1] - box.y[0], 8), "title": {"text": y_title}},
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
    )


def line_place(run: Run) -> str:
    """Return what the place of a run's line is called."""
    return f"boundary, {run.label}"


def boundary(
    run: Run, weights: NDArray[np.float64], box: Box
) -> Mapping[str, Mapping[str, Sequence[Any] | NDArray[Any]]]:
    """Return the lines w0 + w1 x + w2 y = 0 inside the box, one for each row of weights (k, 3), by the places of a run.

    A line is its two ends, or nothing where it misses the box.
    """
    w0, w1, w2 = weights.T[:, :, np.newaxis]
    edges_x, edges_y = np.array(box.x), np.array(box.y)
    with np.errstate(all="ignore"):  # a line parallel to an edge never meets it: infinite or nan, which is not inside
        y_at_edges, x_at_edges = -(w0 + w1 * edges_x) / w2, -(w0 + w2 * edges_y) / w1
    x = np.concatenate([np.broadcast_to(edges_x, y_at_edges.shape), x_at_edges], axis=1)
    y = np.concatenate([y_at_edges, np.broadcast_to(edges_y, x_at_edges.shape)], axis=1)
    inside = (edges_x[0] <= x) & (x <= edges_x[1]) & (edges_y[0] <= y) & (y <= edges_y[1])
    points = np.where(inside, x, 0).round(3) + 1j * np.where(inside, y, 0).round(3)  # ordered by x, then by y
    first = np.where(inside, points, np.inf).min(axis=1)
    last = np.where(inside, points, -np.inf).max(axis=1)
    there = inside.any(axis=1) & (first != last)
    corner = complex(box.x[0], box.y[0])
    first, last = np.where(there, first, corner), np.where(there, last, corner)
    ends = np.stack([first, last], axis=1)
    drawn = there.tolist()
    return {
        line_place(run): {
            "x": [pair if is_drawn else [] for pair, is_drawn in zip(ends.real.tolist(), drawn, strict=True)],
            "y": [pair if is_drawn else [] for pair, is_drawn in zip(ends.imag.tolist(), drawn, strict=True)],
        },
    }


def _points(each: Class, **marker: Any) -> dict[str, Any]:
    x, y = each.points.tolist()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": marker,
        "hovertemplate": f"{each.name}: (%{{x}}, %{{y}})<extra></extra>",
    }
