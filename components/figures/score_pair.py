"""Two scores over a count, with a marker on each and the gap between the markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Drawing, Drawn, array, line, marker, note, where, words
from components.theme import Colour

_DISTANCE = 0.13  # between two names, or a value and its curve
_ROOM = 0.24  # between the curves, so that a value fits there
_TICKS = {"tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1]}


class Scores(NamedTuple):
    """A score over the count, nan where it is undefined: `name` in the hover, `label` at the end of its curve, and its words."""

    name: str
    label: str
    values: NDArray[np.float64]
    words: Sequence[str]


def score_pair_figure(
    counts: NDArray[Any], upper: Scores, lower: Scores, *, title: str, counted: str, points: int, log: bool = False
) -> Drawn:
    """Return the two curves, the upper one never below the lower, with a point at every `points`-th count.

    `title` is that of the axis, `counted` what the hover says is counted. `log` takes the powers of ten for the axis.
    These places get their values from `score_pair_moving`: "gap", "markers", "values right" and "values left".
    """
    high, low = (0.5 if np.isnan(end) else float(end) for end in (upper.values[-1], lower.values[-1]))
    push = max(0.0, _DISTANCE - (high - low)) / 2
    curves = ((upper, Colour.INK_2, high + push), (lower, Colour.TP, low - push))
    axis: dict[str, Any] = (
        {
            "type": "log",
            "range": [-0.15, 6.15],
            "tickvals": [10**k for k in range(7)],
            "ticktext": ["1", "", "100", "", "10k", "", "1M"],
            "tickangle": 0,
        }
        if log
        else {"range": [0, int(counts[-1])], "tickformat": ",", "dtick": 500, "tickangle": 0}
    )
    drawing = Drawing()
    for scores, color, _ in curves:
        hover = f"{counted}: %{{x:,}}<br>{scores.name}: %{{text}}"
        drawing.trace(line(array(counts), array(scores.values), color=color, text=scores.words, hover=hover))
    for scores, color, at in curves:
        drawing.trace(
            {
                "type": "scatter",
                "mode": "markers",
                "x": array(counts[::points]),
                "y": array(scores.values[::points]),
                "marker": {"size": 7, "color": color},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
        drawing.label(note(scores.label, 1, at, color=color, xref="paper", xanchor="left", xshift=10))
    drawing.trace(line([0, 0], [0, 0], color=Colour.ACCENT, line={"width": 1.5, "dash": "dot"}), "gap")
    drawing.trace(marker(0, 0, NOTHING, mode="markers"), "markers")
    drawing.trace(words(2, side="middle right"), "values right")
    drawing.trace(words(2, side="middle left"), "values left")
    return drawing.done(
        xaxis={"title": {"text": title}, **axis},
        yaxis={"range": [-0.1, 1.14], **_TICKS},
        margin={"l": 8, "r": 78, "t": 8, "b": 8},
    )


def score_pair_moving(
    counts: NDArray[Any], upper: Scores, lower: Scores, texts: tuple[list[str], list[str]], left: Sequence[bool]
) -> dict[str, Mapping[str, Any]]:
    """Return what stands at each place of the figure at every count; `texts` are the words at the two markers.

    The lower one stands below its curve. The upper one stands between the curves where there is room, and else above;
    where both markers are at one place it says nothing, because the lower one says it all. A marker of an undefined
    score is nowhere and has no words. `left` says where the words stand at the left of the markers.
    """
    at = np.stack([counts, counts], axis=1)
    values = np.stack([upper.values, lower.values], axis=1)
    undefined = np.isnan(values)
    # four digits are more than a screen can show, and are sent in a third of the room
    rounded = np.round(values, 4).astype(object)
    rounded[undefined] = None
    heights = rounded.tolist()
    high, low = np.where(undefined, 0.5, values).T
    above = high + np.where(high - low >= _ROOM, -_DISTANCE, _DISTANCE) / 2
    words_at = [
        [round(first, 3), round(second, 3)]
        for first, second in zip(above.tolist(), (low - _DISTANCE / 2).tolist(), strict=True)
    ]
    silent = undefined
    silent[:, 0] |= values[:, 0] == values[:, 1]
    shown = [
        [NOTHING if none else text for text, none in zip(row, nones, strict=True)]
        for *row, nones in zip(*texts, silent.tolist(), strict=True)
    ]
    return {
        "gap": {"x": at, "y": heights},
        "markers": {"x": at, "y": heights},
        "values right": {
            "x": at,
            "y": words_at,
            "text": where([not on_left for on_left in left], [["\u2002" + a, "\u2002" + b] for a, b in shown]),
        },
        "values left": {
            "x": at,
            "y": words_at,
            "text": where(left, [[a + "\u2002", b + "\u2002"] for a, b in shown]),
        },
    }
