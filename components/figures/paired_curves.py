"""The score over the threshold for two samples, with one threshold through both curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import Drawing, Drawn, array, line, note, points, vertical
from components.theme import Colour


class SampleCurve(NamedTuple):
    """The score of one sample at every threshold, its name and its looks."""

    name: str
    scores: NDArray[np.float64]
    color: str
    dash: str


def paired_curves(
    thresholds: Sequence[float], first: SampleCurve, second: SampleCurve, *, x_title: str, y_title: str, score: str
) -> Drawn:
    """Return both curves, each named where it begins; `score` is the sign of the score in the hover.

    The places "threshold", a line, and "points", one on each curve, get their values from frames.
    """
    curves = (first, second)
    upper = max(curves, key=lambda curve: curve.scores[0])
    drawing = Drawing()
    for curve in curves:
        hover = f"{curve.name}<br>{x_title} %{{x:.3f}}: {score} = %{{y:.3f}}"
        drawing.trace(line(thresholds, array(curve.scores), color=curve.color, line={"dash": curve.dash}, hover=hover))
    drawing.trace(points([curve.color for curve in curves]), "points")
    drawing.shape(vertical(0, color=Colour.ACCENT, dash="solid", width=2), "threshold")
    for curve in curves:
        above = curve is upper
        drawing.label(
            note(
                curve.name, 0.02, float(curve.scores[0]), color=curve.color, xanchor="left",
                yanchor="bottom" if above else "top", yshift=10 if above else -4,
            )
        )  # fmt: skip
    end = 1.1 * float(max(curve.scores.max() for curve in curves))
    return drawing.done(
        xaxis={"range": [0, 1], "dtick": 0.2, "title": {"text": x_title}},
        yaxis={"range": [0, end], "dtick": step(end), "title": {"text": y_title}},
    )
