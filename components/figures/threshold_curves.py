"""The score of several models over the threshold, with the best threshold of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Drawing, Drawn, Run, array, line, note, vertical
from components.theme import Colour

# Above the curves is room for one line of text per model.
TOP, FIRST_ROW, ROW = 1.34, 1.3, 0.1
CENTRED = 0.4  # from where to the other end the words at the peak have room, as a part of the width


class OnGrid(NamedTuple):
    """The scores of a model at every threshold of the grid, a row (TP, FP, FN, TN) for each, and its best one there."""

    run: Run
    scores: NDArray[np.float64]
    counts: NDArray[np.int64]
    best: float


class OffGrid(NamedTuple):
    """The scores of a model at all thresholds that differ, the best of them, and the words at its peak."""

    run: Run
    thresholds: NDArray[np.float64]
    scores: NDArray[np.float64]
    best: float
    best_score: float
    words: str


def threshold_curves(
    grid: NDArray[np.float64], models: Sequence[OnGrid], finer: OffGrid | None, *, x_title: str, y_title: str
) -> Drawn:
    """Return a curve and a vertical line at the best threshold for each model; `finer` is a thin curve with its peak."""
    drawing = Drawing()
    if finer:
        _add_finer(drawing, finer, x_title, y_title)
    for row, model in enumerate(models):
        run = model.run
        hover = (
            f"{run.label}, {x_title} %{{x:.2f}}: {y_title} = %{{y:.3f}}<br>TP %{{customdata[0]}}, "
            "FP %{customdata[1]}, FN %{customdata[2]}, TN %{customdata[3]}"
        )
        drawing.trace(
            line(
                grid.tolist(),
                array(model.scores),
                color=run.color,
                name=run.label,
                line={"dash": run.dash},
                customdata=array(model.counts),
                hover=hover,
            )
        )
        drawing.shape(vertical(model.best, color=run.color, dash="dash"))
        drawing.label(_best(model, FIRST_ROW - ROW * row))
    if finer:
        drawing.label(_at_peak(finer))
    return drawing.done(
        xaxis={"range": [0, 1], "dtick": 0.2, "title": {"text": x_title}},
        yaxis={"range": [0, TOP], "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1], "title": {"text": y_title}},
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
    )


def _add_finer(drawing: Drawing, finer: OffGrid, x_title: str, y_title: str) -> None:
    drawing.trace(
        line(
            finer.thresholds.round(6).tolist(),
            array(finer.scores),
            color=finer.run.color,
            name=finer.run.label,
            line={"width": 1.2},
            hover=f"{finer.run.label}, {x_title} %{{x:.4f}}: {y_title} = %{{y:.3f}}",
        )
    )
    drawing.trace(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [finer.best],
            "y": [finer.best_score],
            "marker": {"size": 10, "color": Colour.PAPER, "line": {"color": finer.run.color, "width": 2}},
            "hoverinfo": "skip",
        }
    )


def _at_peak(finer: OffGrid) -> dict[str, Any]:
    """Return the words at the peak: above it, or below where the words of the models stand; inside the figure."""
    x = min(max(finer.best, CENTRED), 1 - CENTRED)
    shift = 16 if finer.best_score < 0.85 else -16
    return note(finer.words, x, finer.best_score, color=finer.run.color, **_on_paper(), yshift=shift)


def _best(model: OnGrid, y: float) -> dict[str, Any]:
    left = model.best < 0.5
    return note(
        f"{model.run.label} {model.best:.2f}", model.best, y,
        color=model.run.color, **_on_paper(), xanchor="left" if left else "right", xshift=4 if left else -4,
    )  # fmt: skip


def _on_paper() -> dict[str, Any]:
    return {"bgcolor": Colour.PAPER, "borderpad": 1}
