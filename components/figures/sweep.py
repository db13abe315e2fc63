"""The score over all thresholds, above the histogram of the scores that are cut."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, array, figure, line, marker, note, vertical
from components.theme import LIGHT

# Places in the figure that move with the threshold; the section's frames are written to them.
CUT, BEST_CUT, CUT_IN_HISTOGRAM = 0, 1, 2
MARKER = 2
BARS = (3, 4, 5, 6)  # TN, FN, FP, TP
NEGATIVE_SIDE, POSITIVE_SIDE = 1, 2


def sweep_figure(
    thresholds: NDArray[np.float64],
    scores: NDArray[np.float64],
    counts: NDArray[np.int64],
    band: tuple[NDArray[np.float64], NDArray[np.float64]],
    best: float,
    bins: NDArray[np.float64],
) -> Figure:
    """Return the curve with its interval, the best cut, and an empty histogram.

    `counts` has a row (TP, FP, FN, TN) for every threshold, for the hover, `band` the ends of an interval; `bins` are
    the middles of the histogram's cells. The marker, the cut and the bars get their places from a frame.
    """
    low, high = band
    bar: dict[str, Any] = {
        "type": "bar",
        "x": array(bins),
        "y": [0] * len(bins),
        "width": float(bins[1] - bins[0]) * 0.92,
        "xaxis": "x2",
        "yaxis": "y2",
    }
    top = max(0.1, float(high.max()))
    return figure(
        [
            {
                "type": "scatter",
                "mode": "lines",
                "x": array(np.concatenate([thresholds, thresholds[::-1]])),
                "y": array(np.concatenate([high, low[::-1]])),
                "fill": "toself",
                "fillcolor": LIGHT["tp-soft"],
                "line": {"width": 0},
                "hoverinfo": "skip",
            },
            line(
                array(thresholds),
                array(scores),
                color=LIGHT["tp"],
                customdata=array(counts),
                hover="threshold %{x:.3f}: J = %{y:.3f}<br>TP %{customdata[0]}, FP %{customdata[1]}, "
                "FN %{customdata[2]}, TN %{customdata[3]}",
            ),
            marker(0, 0, ""),
            {**bar, "marker": {"color": LIGHT["tn"]}, "hovertemplate": "%{y} true negatives<extra></extra>"},
            {**bar, "marker": {"color": LIGHT["fn"]}, "hovertemplate": "%{y} misses<extra></extra>"},
            {**bar, "marker": {"color": LIGHT["fp"]}, "hovertemplate": "%{y} false alarms<extra></extra>"},
            {**bar, "marker": {"color": LIGHT["tp"]}, "hovertemplate": "%{y} hits<extra></extra>"},
        ],
        barmode="stack",
        # half of the marker's value stands in the margin at a cut of 1
        margin={"l": 8, "r": 30, "t": 16, "b": 8},
        xaxis={"range": [0, 1], "anchor": "y"},
        yaxis={"range": [0, min(1.0, top * 1.12)], "domain": [0.4, 1], "title": {"text": "Jaccard"}},
        xaxis2={"range": [0, 1], "anchor": "y2", "title": {"text": "score of each item"}},
        yaxis2={"domain": [0, 0.27], "showgrid": False, "showticklabels": False},
        shapes=[
            vertical(0, color=LIGHT["accent"], dash="solid", yref="y"),  # up to the marker
            vertical(best),
            vertical(0, color=LIGHT["accent"], dash="solid", width=2.5, xref="x2", yref="y2 domain"),
        ],
        annotations=[
            note(
                f"best cut {best:.3f}", best, 1, yref="y domain", yanchor="top",
                xanchor="right" if best > 0.3 else "left", xshift=-6 if best > 0.3 else 6,
            ),
            note("← negative", 0, 1, xref="x2", yref="y2 domain", yanchor="bottom", xanchor="right", xshift=-6),
            note(
                "positive →", 0, 1, color=LIGHT["accent"],
                xref="x2", yref="y2 domain", yanchor="bottom", xanchor="left", xshift=6,
            ),
        ],
    )  # fmt: skip
