"""A quantity while several models train: a curve for each, named at its end, and a point where the slider stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import Drawing, Drawn, Run, apart, array, line, note, points, vertical
from components.theme import MARKER_SIZE

CLEARANCE = 0.1  # between two names at the right edge, as a part of the height


def training_curves(
    runs: Sequence[Run],
    x: NDArray[Any],
    ys: Sequence[NDArray[Any]],
    *,
    top: float,
    x_title: str,
    y_title: str,
    at: int | None = None,
) -> Drawn:
    """Return the curves from 0 to `top`; `ys` has the values of each run at `x`.

    These places get their values from frames: "points", one on each curve, and "cursor", the line through them. With a
    place in `x`, `at`, they stand there, and the line is named.
    """
    drawing = Drawing()
    for run, y in zip(runs, ys, strict=True):
        hover = f"{run.label}, {x_title} %{{x}}: {y_title} = %{{y:.4f}}"
        drawing.trace(
            line(array(x), array(y), color=run.color, name=run.label, line={"dash": run.dash}, hover=hover),
        )
    marks, here = points([run.color for run in runs], size=MARKER_SIZE - 1), 0.0
    if at is not None:
        here = x[at].item()
        marks |= {"x": [here] * len(runs), "y": [float(y[at]) for y in ys]}
        drawing.label(note(f"{x_title} {here}", here, top, yanchor="top", xanchor="left", xshift=6))
    drawing.trace(marks, "points")
    drawing.shape(vertical(here), "cursor")
    ends = [float(y[-1]) for y in ys]
    names = apart(ends, CLEARANCE * top)
    if max(names) > top:  # names near the top give way downwards
        names = [-name for name in apart([-end for end in ends], CLEARANCE * top)]
    for run, level in zip(runs, names, strict=True):
        drawing.label(note(run.label, 1, level, color=run.color, xref="paper", xanchor="left", xshift=9))
    return drawing.done(
        xaxis={"range": [x[0].item(), x[-1].item()], "dtick": step(float(x[-1]), 5), "title": {"text": x_title}},
        yaxis={"range": [0, top], "dtick": step(top), "title": {"text": y_title}},
        margin={"l": 8, "r": 86, "t": 12, "b": 8},
    )
