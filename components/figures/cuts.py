"""The score over the threshold for two samples, with one cut through both curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, array, figure, line, note, vertical
from components.theme import MARKER_SIZE, Colour

# Places that move with the cut: the line, and the trace of the points on the curves.
CUT = 0
POINTS = 2


class Curve(NamedTuple):
    """The score of one sample at every threshold, its name and its looks."""

    name: str
    scores: NDArray[np.float64]
    color: str
    dash: str


def cuts_figure(thresholds: Sequence[float], first: Curve, second: Curve) -> Figure:
    """Return both curves, named where they begin; the cut and the points come from a frame."""
    curves = (first, second)
    upper = max(curves, key=lambda curve: curve.scores[0])
    return figure(
        [
            *(
                line(
                    thresholds, array(curve.scores), color=curve.color, line={"dash": curve.dash},
                    hover=f"{curve.name}<br>threshold %{{x:.3f}}: J = %{{y:.3f}}",
                )
                for curve in curves
            ),
            {
                "type": "scatter",
                "mode": "markers",
                "x": [0.0, 0.0],
                "y": [0.0, 0.0],
                "marker": {
                    "size": MARKER_SIZE,
                    "color": [curve.color for curve in curves],
                    "line": {"color": Colour.PAPER, "width": 2},
                },
                "cliponaxis": False,
                "hoverinfo": "skip",
            },
        ],
        xaxis={"range": [0, 1], "title": {"text": "threshold"}},
        yaxis={"range": [0, 1.1 * float(max(first.scores.max(), second.scores.max()))], "title": {"text": "Jaccard"}},
        shapes=[vertical(0, color=Colour.ACCENT, dash="solid", width=2)],
        annotations=[
            note(
                curve.name, 0.02, float(curve.scores[0]), color=curve.color, xanchor="left",
                yanchor="bottom" if curve is upper else "top", yshift=10 if curve is upper else -4,
            )
            for curve in curves
        ],
    )  # fmt: skip
