"""Two scores over the threshold, and below, on the same axis, how many of the items with each score are positive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import Drawing, Drawn, array, line, marker, note, points, vertical, where, words
from components.theme import Colour

_HIGH = 1.55  # the height of the upper axis over the highest score, for the words beside the peaks
_BESIDE = 0.12  # of that height, from a peak to its words
_AT_TOP = 0.95  # likewise, where the best threshold is written
_GAP = 0.014  # of the width, between the line of the best threshold and the words beside it
_CENTRED = 0.15  # from where on the words above the rule have room at both sides of it
_ROWS = (-0.12, -0.3)  # where the counts of the bins stand, in turn, below the lower plot's 0
NOWHERE = -1.0  # the place of a point that is not there: beyond the axis


class Curve(NamedTuple):
    """A score at every threshold, as numbers and in words: its name, its highest value and its colour."""

    name: str
    scores: NDArray[np.float64]
    words: Sequence[str]
    best: float
    color: str


def calibration_figure(
    probabilities: NDArray[np.float64],
    shares: Sequence[str],
    curves: Sequence[Curve],
    *,
    best: float,
    rule: str,
    bins: int,
) -> Drawn:
    """Return the curves of scores over the threshold, above the calibration curve with a point for each bin.

    `probabilities` are the true ones that the points of all curves belong to, `shares` these in words. `best` is the one
    where the scores are highest, marked as `rule`. Where the points lie on the axis of the threshold depends on what was
    made of the probabilities: the places named after the curves, and "calibration", get their x from frames. So do the
    places that `calibration_moving` returns, and "bins" and "counts".
    """
    drawing = Drawing()
    size = len(probabilities)
    for curve in curves:
        hover = f"threshold ≈ %{{x:.3f}}: {curve.name} = %{{text}}"  # the places are rounded to a thousandth
        drawing.trace(
            line([0.0] * size, array(curve.scores), color=curve.color, text=curve.words, hover=hover), curve.name
        )
    drawing.shape(vertical(best, color=Colour.INK_2))
    drawing.shape(vertical(0, color=Colour.ACCENT, dash="solid", width=2), "best")
    drawing.trace(points([curve.color for curve in curves]), "peaks")
    for side in ("right", "left"):
        label = words(1 + len(curves), side=f"middle {side}")
        colors = [Colour.ACCENT, *(curve.color for curve in curves)]
        drawing.trace({**label, "textfont": {**label["textfont"], "color": colors}}, f"words to the {side}")
    drawing.label(
        note(rule, best, 1, yref="y domain", yanchor="bottom", xanchor="center" if best > _CENTRED else "left"),
    )
    lower = {"xaxis": "x2", "yaxis": "y2"}
    drawing.trace(line([0, 1], [0, 1], color=Colour.TN, line={"width": 1.5, "dash": "dot"}, **lower))
    drawing.trace(
        line([0.0] * 3, [0, best, best], color=Colour.INK_2, line={"width": 1.5, "dash": "dot"}, **lower), "guide"
    )
    hover = "score ≈ %{x:.3f}: of very many such items a share of %{text} is positive"
    truth = line([0.0] * size, array(probabilities), color=Colour.ACCENT, line={"width": 2}, hover=hover, **lower)
    drawing.trace({**truth, "text": shares}, "calibration")
    bin = {
        **marker(0, 0, "", mode="markers", **lower),
        "x": [NOWHERE] * bins,
        "y": [0.0] * bins,
        "marker": {"size": 10, "color": Colour.PAPER, "line": {"color": Colour.ACCENT, "width": 2}},
        "hovertemplate": "share of positives among these items: %{y:.4f}<extra></extra>",  # four digits tell any from 0
    }
    unused = ("text", "textposition", "textfont", "hoverinfo")
    drawing.trace({key: value for key, value in bin.items() if key not in unused}, "bins")
    counts = words(bins, color=Colour.INK_2, **lower)
    middles = (np.arange(bins) + 0.5) / bins
    rows = [_ROWS[k % 2] for k in range(bins)]
    plain = {**counts["textfont"], "weight": 400, "size": 13}
    drawing.trace({**counts, "x": middles.round(4).tolist(), "y": rows, "textfont": plain}, "counts")
    corner = {"xref": "x2", "yref": "y2", "xanchor": "left", "yanchor": "top", "align": "left"}
    drawing.label(note("━ these scores", 0.02, 1.06, color=Colour.ACCENT, **corner))
    drawing.label(note("┄ probabilities", 0.02, 1.06, **corner, yshift=-17))
    end = _end(curves)
    return drawing.done(
        margin={"l": 59, "r": 16, "t": 24, "b": 8},
        # the two plots share the words of the lower axis
        xaxis={"range": [0, 1], "dtick": 0.2, "anchor": "y", "showticklabels": False},
        yaxis={"range": [0, end], "dtick": step(end), "domain": [0.51, 1], "title": {"text": "J and F1"}},
        xaxis2={"range": [0, 1], "dtick": 0.2, "anchor": "y2", "title": {"text": "score of an item, or threshold"}},
        yaxis2={
            "range": [-0.4, 1.08],
            "domain": [0, 0.45],
            "tickvals": [sum(_ROWS) / 2, 0, 0.5, 1],
            "ticktext": ["items", "0", "0.5", "1"],
            "showgrid": False,
            "anchor": "x2",
            "title": {"text": "share positive"},
        },
    )


def calibration_moving(
    thresholds: NDArray[np.float64], curves: Sequence[Curve], texts: Sequence[Sequence[str]]
) -> dict[str, Mapping[str, Any]]:
    """Return what stands at the best threshold, for each of several; `texts` are its words, then those of each curve."""
    end, x = _end(curves), thresholds.round(4)
    at_left = x < 0.5
    peaks = [curve.best for curve in curves]
    # the first curve is the upper one: its words stand above its peak, those of the others below theirs
    heights = [_AT_TOP * end, *(best + (-_BESIDE if k else _BESIDE) * end for k, best in enumerate(peaks))]
    rows = np.repeat(x[:, np.newaxis], len(heights), axis=1)
    y = [[round(height, 4) for height in heights]] * len(x)
    return {
        "best": {"x": x},
        "peaks": {"x": rows[:, 1:].tolist(), "y": [[round(peak, 4) for peak in peaks]] * len(x)},
        "words to the right": {"x": (rows + _GAP).round(4).tolist(), "y": y, "text": where(at_left.tolist(), texts)},
        "words to the left": {"x": (rows - _GAP).round(4).tolist(), "y": y, "text": where((~at_left).tolist(), texts)},
        "guide": {"x": [[at, at, 0] for at in x.tolist()]},
    }


def _end(curves: Sequence[Curve]) -> float:
    return _HIGH * max(curve.best for curve in curves)
