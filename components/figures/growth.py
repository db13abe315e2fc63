"""Two scores of the same predictions while one count grows, with a marker on each and the gap between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import NOTHING, Figure, figure, line, marker, note, words
from components.theme import LIGHT

# The traces: the two curves, the points on them, the gap, the markers, their values at the right and at the left.
_GAP, _MARKERS, _RIGHT, _LEFT = 4, 5, 6, 7
_DISTANCE = 0.13  # between two names, or a value and its curve
_ROOM = 0.24  # between the curves, so that a value fits there
_TICKS = {"tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1]}


class Curve(NamedTuple):
    """A score by its name, over the count; None where it is undefined."""

    name: str
    scores: Sequence[float | None]


def growth_figure(
    counts: Sequence[float], upper: Curve, lower: Curve, *, title: str, points: int, log: bool = False
) -> Figure:
    """Return the two curves, never the upper below the lower, with a point at every `points`-th count.

    What moves gets its place from `moved`. `log` takes the powers of ten for the axis.
    """
    ends = (upper.scores[-1], lower.scores[-1])
    high, low = (0.5 if end is None else end for end in ends)
    push = max(0.0, _DISTANCE - (high - low)) / 2
    curves = ((upper, LIGHT["ink-2"], high + push), (lower, LIGHT["tp"], low - push))
    axis: dict[str, Any] = (
        {
            "type": "log",
            "range": [-0.15, 6.15],
            "tickvals": [10**k for k in range(7)],
            "ticktext": ["1", "", "100", "", "10k", "", "1M"],
            "tickangle": 0,
        }
        if log
        else {"range": [0, counts[-1]], "tickformat": ",", "dtick": 500, "tickangle": 0}
    )
    return figure(
        [
            *(
                line(counts, curve.scores, color=color, hover=f"%{{x:,}} true negatives: {curve.name} %{{y:.4f}}")
                for curve, color, _ in curves
            ),
            *(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": counts[::points],
                    "y": curve.scores[::points],
                    "marker": {"size": 7, "color": color},
                    "hoverinfo": "skip",
                    "cliponaxis": False,
                }
                for curve, color, _ in curves
            ),
            line([0, 0], [0, 0], color=LIGHT["accent"], line={"width": 1.5, "dash": "dot"}),
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
    return curve.name if curve.scores[-1] is not None else f"{curve.name}<br>undefined"


def moved(
    count: float, upper: float | None, lower: float | None, texts: tuple[str, str], *, left: bool
) -> dict[tuple[str | int, ...], Any]:
    """Return what stands where at one count, by its path; `texts` are the words at the two markers.

    The lower one stands below its curve. The upper one stands between the curves where there is room, and else above;
    where both markers are at one place it says nothing, because the lower one says it all.
    """
    high, low = (0.5 if value is None else value for value in (upper, lower))
    between = high - low >= _ROOM
    words_at = [round(high + (-_DISTANCE if between else _DISTANCE) / 2, 3), round(low - _DISTANCE / 2, 3)]
    shown = [NOTHING if upper == lower else texts[0], texts[1]]
    shown = [text + "\u2002" if left else "\u2002" + text for text in shown]
    moved: dict[tuple[str | int, ...], Any] = {
        ("data", _GAP, "x"): [count, count],
        ("data", _GAP, "y"): [upper, lower],
        ("data", _MARKERS, "x"): [count, count],
        ("data", _MARKERS, "y"): [upper, lower],
    }
    for trace, text in ((_RIGHT, [NOTHING] * 2 if left else shown), (_LEFT, shown if left else [NOTHING] * 2)):
        moved |= {
            ("data", trace, "x"): [count, count],
            ("data", trace, "y"): words_at,
            ("data", trace, "text"): text,
        }
    return moved
