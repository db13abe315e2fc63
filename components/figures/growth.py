"""Two scores of the same predictions while one count grows, with a marker on each and the gap between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Figure, array, figure, line, marker, note, words
from components.theme import Colour

# The traces: the two curves, the points on them, the gap, the markers, their values at the right and at the left.
_GAP, _MARKERS, _RIGHT, _LEFT = 4, 5, 6, 7
_DISTANCE = 0.13  # between two names, or a value and its curve
_ROOM = 0.24  # between the curves, so that a value fits there
_TICKS = {"tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1]}


class Curve(NamedTuple):
    """A score by its name, over the count; nan where it is undefined."""

    name: str
    scores: NDArray[np.float64]


def growth_figure(
    counts: NDArray[Any], upper: Curve, lower: Curve, *, title: str, points: int, log: bool = False
) -> Figure:
    """Return the two curves, never the upper below the lower, with a point at every `points`-th count.

    What moves gets its place from `columns`. `log` takes the powers of ten for the axis.
    """
    high, low = (0.5 if np.isnan(end) else float(end) for end in (upper.scores[-1], lower.scores[-1]))
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
    return figure(
        [
            *(
                line(
                    array(counts),
                    array(curve.scores),
                    color=color,
                    hover=f"%{{x:,}} true negatives: {curve.name} %{{y:.4f}}",
                )
                for curve, color, _ in curves
            ),
            *(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": array(counts[::points]),
                    "y": array(curve.scores[::points]),
                    "marker": {"size": 7, "color": color},
                    "hoverinfo": "skip",
                    "cliponaxis": False,
                }
                for curve, color, _ in curves
            ),
            line([0, 0], [0, 0], color=Colour.ACCENT, line={"width": 1.5, "dash": "dot"}),
            marker(0, 0, NOTHING, mode="markers"),
            words(2, side="middle right"),
            words(2, side="middle left"),
        ],
        xaxis={"title": {"text": title}, **axis},
        yaxis={"range": [-0.1, 1.14], **_TICKS},
        annotations=[
            note(_named(curve), 1, at, color=color, xref="paper", xanchor="left", xshift=10)
            for curve, color, at in curves
        ],
        margin={"l": 8, "r": 78, "t": 8, "b": 8},
    )


def _named(curve: Curve) -> str:
    return f"{curve.name}<br>undefined" if np.isnan(curve.scores[-1]) else curve.name


def columns(
    counts: NDArray[Any], upper: Curve, lower: Curve, texts: tuple[list[str], list[str]], left: Sequence[bool]
) -> dict[tuple[str | int, ...], Any]:
    """Return what stands where at every count, by its path; `texts` are the words at the two markers.

    The lower one stands below its curve. The upper one stands between the curves where there is room, and else above;
    where both markers are at one place it says nothing, because the lower one says it all. `left` says where the words
    stand at the left of the markers.
    """
    at = np.stack([counts, counts], axis=1)
    scores = np.stack([upper.scores, lower.scores], axis=1)
    undefined = np.isnan(scores)
    # four digits are more than a screen can show, and are sent in a third of the room
    heights = np.round(scores, 4).astype(object)
    heights[undefined] = None
    high, low = np.where(undefined, 0.5, scores).T
    above = high + np.where(high - low >= _ROOM, -_DISTANCE, _DISTANCE) / 2
    words_at = [
        [round(upper, 3), round(lower, 3)]
        for upper, lower in zip(above.tolist(), (low - _DISTANCE / 2).tolist(), strict=True)
    ]
    silent = (scores[:, 0] == scores[:, 1]) | undefined.all(axis=1)
    shown = [(NOTHING if same else first, second) for first, second, same in zip(*texts, silent.tolist(), strict=True)]
    sides = {
        _RIGHT: [
            _NONE if on_left else ["\u2002" + a, "\u2002" + b] for (a, b), on_left in zip(shown, left, strict=True)
        ],
        _LEFT: [
            [a + "\u2002", b + "\u2002"] if on_left else _NONE for (a, b), on_left in zip(shown, left, strict=True)
        ],
    }
    columns: dict[tuple[str | int, ...], Any] = {
        ("data", _GAP, "x"): at,
        ("data", _GAP, "y"): heights.tolist(),
        ("data", _MARKERS, "x"): at,
        ("data", _MARKERS, "y"): heights.tolist(),
    }
    for trace, text in sides.items():
        columns |= {
            ("data", trace, "x"): at,
            ("data", trace, "y"): words_at,
            ("data", trace, "text"): text,
        }
    return columns


_NONE = [NOTHING] * 2
