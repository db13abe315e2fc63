"""The score of several models over the threshold, with the best threshold of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, array, figure, line, note, vertical
from components.figures.curves import Run
from components.theme import Colour

# Above the curves is room for one line of text per model.
TOP, FIRST_ROW, ROW = 1.34, 1.3, 0.1


class Sweep(NamedTuple):
    """The scores of a model at every cut of the grid, a row (TP, FP, FN, TN) for each, and its best cut there."""

    run: Run
    scores: NDArray[np.float64]
    counts: NDArray[np.int64]
    best: float


class Between(NamedTuple):
    """What a grid steps over: a model's scores at all cuts that differ, and the best of them."""

    run: Run
    cuts: NDArray[np.float64]
    scores: NDArray[np.float64]
    best: float
    best_score: float


def sweeps_figure(grid: NDArray[np.float64], sweeps: Sequence[Sweep], between: Between | None) -> Figure:
    """Return a curve and a vertical line at the best cut for each model; `between` is a finer curve, its peak named."""
    fine = []
    peak = []
    if between:
        fine = [
            line(
                between.cuts.round(6).tolist(),
                array(between.scores),
                color=between.run.color,
                name=between.run.label,
                line={"width": 1.2},
                hover=f"{between.run.label}, cut %{{x:.4f}}: J = %{{y:.3f}}",
            ),
            {
                "type": "scatter",
                "mode": "markers",
                "x": [between.best],
                "y": [between.best_score],
                "marker": {"size": 10, "color": Colour.PAPER, "line": {"color": between.run.color, "width": 2}},
                "hoverinfo": "skip",
            },
        ]
        peak = [
            note(
                f"{between.best_score:.3f} between two cuts of the grid",
                between.best,
                between.best_score,
                color=between.run.color,
                bgcolor=Colour.PAPER,
                borderpad=1,
                yshift=16,
            )
        ]
    return figure(
        [
            *fine,
            *(
                line(
                    grid.tolist(),
                    array(sweep.scores),
                    color=sweep.run.color,
                    name=sweep.run.label,
                    line={"dash": sweep.run.dash},
                    customdata=array(sweep.counts),
                    hover=f"{sweep.run.label}, cut %{{x:.2f}}: J = %{{y:.3f}}<br>TP %{{customdata[0]}}, "
                    "FP %{customdata[1]}, FN %{customdata[2]}, TN %{customdata[3]}",
                )
                for sweep in sweeps
            ),
        ],
        xaxis={"range": [0, 1], "title": {"text": "threshold"}},
        yaxis={"range": [0, TOP], "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1], "title": {"text": "Jaccard"}},
        shapes=[vertical(sweep.best, color=sweep.run.color, dash="dash") for sweep in sweeps],
        annotations=[*(_best_cut(sweep, FIRST_ROW - ROW * k) for k, sweep in enumerate(sweeps)), *peak],
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
    )


def _best_cut(sweep: Sweep, y: float) -> dict[str, object]:
    left = sweep.best < 0.5
    return note(
        f"{sweep.run.label} {sweep.best:.2f}",
        sweep.best,
        y,
        color=sweep.run.color,
        bgcolor=Colour.PAPER,
        borderpad=1,
        xanchor="left" if left else "right",
        xshift=4 if left else -4,
    )
