"""Several models side by side: a curve for each, named at its end, and a point on each where the slider stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from numpy.typing import NDArray

from components.figures.base import Figure, array, figure, line, note, vertical
from components.theme import MARKER_SIZE, Colour

# Where the slider stands; the section's frames are written to it. The points are the trace after the curves.
CURSOR = 0
CLEARANCE = 0.085  # between two names at the right edge, as a part of the height


class Run(NamedTuple):
    """How one model is drawn wherever it appears: its name, its colour, and dashes for whom the colour says nothing."""

    label: str
    color: str
    dash: str


def curves_figure(
    runs: Sequence[Run], x: NDArray[Any], ys: Sequence[NDArray[Any]], *, top: float, x_title: str, y_title: str
) -> Figure:
    """Return the curves from 0 to `top`; the points on them, trace `len(runs)`, get their places from a frame."""
    names_at = apart([float(y[-1]) for y in ys], CLEARANCE * top)
    return figure(
        [
            *(
                line(
                    array(x), array(y), color=run.color, name=run.label, line={"dash": run.dash},
                    hover=f"{run.label}, iteration %{{x}}: {y_title} = %{{y:.4f}}",
                )
                for run, y in zip(runs, ys, strict=True)
            ),
            points([run.color for run in runs]),
        ],
        xaxis={"range": [x[0].item(), x[-1].item()], "title": {"text": x_title}},
        yaxis={"range": [0, top], "title": {"text": y_title}},
        shapes=[vertical(0, color=Colour.INK_2)],
        annotations=[
            note(run.label, 1, at, color=run.color, xref="paper", xanchor="left", xshift=9)
            for run, at in zip(runs, names_at, strict=True)
        ],
        margin={"l": 8, "r": 86, "t": 12, "b": 8},
    )  # fmt: skip


def points(colors: Sequence[str]) -> dict[str, Any]:
    """Return the points that a slider moves, one on each curve."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [0] * len(colors),
        "y": [0] * len(colors),
        "marker": {"size": MARKER_SIZE - 1, "color": list(colors), "line": {"color": Colour.PAPER, "width": 2}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Return places near the values, in their order, no two closer than `gap`; the lowest value stays where it is."""
    places = list(values)
    floor = float("-inf")
    for i in sorted(range(len(values)), key=lambda i: values[i]):
        places[i] = max(values[i], floor)
        floor = places[i] + gap
    return places
