"""The score over all thresholds, above the histogram of the scores that are cut."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import NOTHING, Drawing, Drawn, array, line, marker, note, vertical
from components.theme import Colour


def sweep_figure(
    thresholds: NDArray[np.float64],
    scores: NDArray[np.float64],
    counts: NDArray[np.int64],
    band: tuple[NDArray[np.float64], NDArray[np.float64]],
    best: float | None,
    bins: NDArray[np.float64],
    highest: int,
) -> Drawn:
    """Return the curve with its interval, the best threshold (None for none), and an empty histogram.

    `counts` has a row (TP, FP, FN, TN) for every threshold, for the hover, `band` the ends of an interval; `bins` are
    the middles of the histogram's cells, `highest` is the count of its fullest one. These places get their values from
    frames: "marker", "threshold" (the line from the axis to the marker), "threshold in histogram" with its grip, "grip in
    histogram"; the bars "tn",
    "fn", "fp" and "tp"; the labels of the two sides of the threshold, "negative side" and "positive side".
    """
    low, high = band
    end = min(1.0, 1.12 * max(0.1, float(high.max())))
    drawing = Drawing()
    drawing.trace(
        {
            "type": "scatter",
            "mode": "lines",
            "x": array(np.concatenate([thresholds, thresholds[::-1]])),
            "y": array(np.concatenate([high, low[::-1]])),
            "fill": "toself",
            "fillcolor": Colour.TP_SOFT,
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    )
    drawing.trace(
        line(
            array(thresholds),
            array(scores),
            color=Colour.TP,
            customdata=array(counts),
            hover="threshold %{x:.3f}: J = %{y:.3f}<br>TP %{customdata[0]}, FP %{customdata[1]}, "
            "FN %{customdata[2]}, TN %{customdata[3]}",
        )
    )
    drawing.trace(marker(0, 0, ""), "marker")
    _histogram(drawing, bins)
    drawing.trace(marker(0, 0.55 * highest, NOTHING, mode="markers", xaxis="x2", yaxis="y2"), "grip in histogram")
    drawing.shape(vertical(0, color=Colour.ACCENT, dash="solid", yref="y"), "threshold")
    drawing.shape(
        vertical(0, color=Colour.ACCENT, dash="solid", width=2.5, xref="x2", yref="y2 domain"), "threshold in histogram"
    )
    if best is not None:
        drawing.shape(vertical(best))
        drawing.label(_best(best))
    return drawing.done(
        barmode="stack",
        # half of the marker's value stands in the margin at a threshold of 1
        margin={"l": 8, "r": 30, "t": 16, "b": 8},
        xaxis={"range": [0, 1], "dtick": 0.2, "anchor": "y"},
        yaxis={"range": [0, end], "dtick": step(end), "domain": [0.4, 1], "title": {"text": "Jaccard"}},
        xaxis2={"range": [0, 1], "dtick": 0.2, "anchor": "y2", "title": {"text": "score of each item"}},
        yaxis2={"range": [0, 1.05 * highest], "domain": [0, 0.27], "tickvals": [], "anchor": "x2"},
    )


def _histogram(drawing: Drawing, bins: NDArray[np.float64]) -> None:
    kinds = {"tn": "true negatives", "fn": "false negatives", "fp": "false positives", "tp": "true positives"}
    for kind, words in kinds.items():
        bar: dict[str, Any] = {
            "type": "bar",
            "x": array(bins),
            "y": [0] * len(bins),
            "width": float(bins[1] - bins[0]) * 0.92,
            "xaxis": "x2",
            "yaxis": "y2",
            "marker": {"color": Colour.named(kind)},
            "hovertemplate": f"%{{y}} {words}<extra></extra>",
        }
        drawing.trace(bar, kind)
    side = {"xref": "x2", "yref": "y2 domain", "yanchor": "bottom"}
    drawing.label(note("← negative", 0, 1, **side, xanchor="right", xshift=-6), "negative side")
    drawing.label(
        note("positive →", 0, 1, **side, color=Colour.ACCENT, xanchor="left", xshift=6),
        "positive side",
    )


def _best(threshold: float) -> dict[str, Any]:
    left = threshold > 0.3
    return note(
        f"best threshold {threshold:.3f}", threshold, 1,
        yref="y domain", yanchor="top", xanchor="right" if left else "left", xshift=-6 if left else 6,
    )  # fmt: skip
