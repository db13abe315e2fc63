"""The score over all thresholds, above the histogram of the scores that are cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import NOTHING, Drawing, Drawn, array, line, marker, note, vertical, where, words
from components.theme import TEXT_SIZE, Colour

# Parts of the width: the value of the marker keeps clear of the words at the axis, and the words at both sides of the
# threshold and at the best one keep inside the figure, on a phone too.
_VALUE, _SIDE, _BEST = 0.14, 0.32, 0.38
_HIGH = 1.28  # the height of the axis over the highest score, so that the value of the marker stands below its end
_ABOVE = 0.045  # of the height of the axis, from the middle of the marker to its value


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
    the middles of the histogram's cells, `highest` is the count of its fullest one. The bars "tn", "fn", "fp" and "tp"
    get their values from frames, and so does what `sweep_moving` returns.
    """
    low, high = band
    end = _end(scores, band)
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
            hover="threshold %{x:.3f}: J = %{y:.4f}<br>TP %{customdata[0]:,}, FP %{customdata[1]:,}, "
            "FN %{customdata[2]:,}, TN %{customdata[3]:,}",
        )
    )
    drawing.trace(marker(0, 0, "", mode="markers"), "marker")
    for side, place in (("center", "value"), ("right", "value at the axis")):
        value = words(1, side=f"top {side}")
        drawing.trace({**value, "textfont": {**value["textfont"], "size": TEXT_SIZE + 2}}, place)
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
        # at the left there is room for two decimals at the ticks, so that the plot stays over its slider for any sample;
        # half of the marker's value stands in the margin at a threshold of 1
        margin={"l": 59, "r": 30, "t": 22, "b": 8},
        xaxis={"range": [0, 1], "dtick": 0.2, "anchor": "y"},
        yaxis={"range": [0, end], "dtick": step(end), "domain": [0.42, 1], "title": {"text": "Jaccard"}},
        xaxis2={"range": [0, 1], "dtick": 0.2, "anchor": "y2", "title": {"text": "score of each item"}},
        yaxis2={"range": [0, 1.05 * highest], "domain": [0, 0.26], "tickvals": [], "anchor": "x2"},
    )


def sweep_moving(
    thresholds: NDArray[np.float64],
    scores: NDArray[np.float64],
    band: tuple[NDArray[np.float64], NDArray[np.float64]],
    texts: Sequence[str],
) -> dict[str, Mapping[str, Any]]:
    """Return what stands at each place of the figure at every threshold; `texts` are the scores in words.

    The labels of the two sides of the threshold are shown where there is room for them.
    """
    x = thresholds[:, np.newaxis]
    above = {"x": x, "y": (scores + _ABOVE * _end(scores, band)).round(4)[:, np.newaxis]}
    at_axis = [t < _VALUE for t in thresholds.tolist()]
    values = [[text] for text in texts]
    return {
        "marker": {"x": x, "y": scores[:, np.newaxis]},
        "value": {**above, "text": where([not is_there for is_there in at_axis], values)},
        "value at the axis": {**above, "text": where(at_axis, values)},
        "threshold": {"x": thresholds, "y1": scores},
        "threshold in histogram": {"x": thresholds},
        "grip in histogram": {"x": x},
        "negative side": {"x": thresholds, "opacity": (thresholds >= _SIDE).astype(int)},
        "positive side": {"x": thresholds, "opacity": (thresholds <= 1 - _SIDE).astype(int)},
    }


def _histogram(drawing: Drawing, bins: NDArray[np.float64]) -> None:
    kinds = {"tn": "true negatives", "fn": "false negatives", "fp": "false positives", "tp": "true positives"}
    for kind, named in kinds.items():
        bar: dict[str, Any] = {
            "type": "bar",
            "x": array(bins),
            "y": [0] * len(bins),
            "width": float(bins[1] - bins[0]) * 0.92,
            "xaxis": "x2",
            "yaxis": "y2",
            "marker": {"color": Colour.named(kind)},
            "hovertemplate": f"{named}: %{{y:,}}<extra></extra>",
        }
        drawing.trace(bar, kind)
    side = {"xref": "x2", "yref": "y2 domain", "yanchor": "bottom"}
    drawing.label(note("← negative", 0, 1, **side, xanchor="right", xshift=-6), "negative side")
    drawing.label(
        note("positive →", 0, 1, **side, color=Colour.ACCENT, xanchor="left", xshift=6),
        "positive side",
    )


def _best(threshold: float) -> dict[str, Any]:
    """Return the words above the line at the best threshold, which keep inside the figure."""
    side = "left" if threshold < _BEST else "right" if threshold > 1 - _BEST / 2 else "center"
    return note(f"best threshold {threshold:.3f}", threshold, 1, yref="y domain", yanchor="bottom", xanchor=side)


def _end(scores: NDArray[np.float64], band: tuple[NDArray[np.float64], NDArray[np.float64]]) -> float:
    return max(0.1, 1.12 * float(band[1].max()), _HIGH * float(scores.max()))
