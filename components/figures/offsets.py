"""Scores against an offset, one panel for each score, one line for a large and one for a small object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Figure, array, figure, line, marker, note, vertical, words
from components.figures.curves import apart
from components.theme import Colour

# A panel's traces: two lines, their names, the markers on them, and their values at the right or at the left.
_PER_PANEL = 6
_NAMES, _MARKERS, _RIGHT, _LEFT = 2, 3, 4, 5
_DISTANCE = 0.13  # between two texts at one place
# Where a line is named: at this part of its height, so many steps away; inside is between the two.
_OUTSIDE, _INSIDE = (0.62, 5.5), (0.2, 5.0)
_HIGHEST = 0.86  # below the title
_WIDTH = 7  # of a name, in steps of the offset


class Panel(NamedTuple):
    """A score at every offset, for the large and for the small object."""

    name: str
    color: str
    large: NDArray[np.float64]
    small: NDArray[np.float64]


def offsets_figure(offsets: NDArray[Any], panels: Sequence[Panel], names: tuple[str, str]) -> Figure:
    """Return the panels of a large and a small object called `names`; what moves gets its place from `columns`."""
    share, gap = 1 / len(panels), 0.1
    layout: dict[str, Any] = {}
    traces: list[dict[str, Any]] = []
    for p, panel in enumerate(panels):
        top = 1 - p * share
        layout[f"yaxis{_number(p)}"] = {
            "range": [-0.1, 1.2],
            "domain": [top - share + (gap / 2 if p < len(panels) - 1 else 0), top - (gap / 2 if p else 0)],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "", "0.5", "", "1"],
        }
        hover = f"{panel.name} %{{y:.3f}} at offset %{{x}}, "
        where = {"yaxis": f"y{_number(p)}"}
        traces += [
            line(array(offsets), array(panel.large), color=panel.color, hover=hover + names[0], **where),
            line(
                array(offsets),
                array(panel.small),
                color=panel.color,
                hover=hover + names[1],
                line={"dash": "7px,4px"},
                **where,
            ),
            {**words(2, color=panel.color, **where), "text": names},
            marker(0, 0, NOTHING, mode="markers", **where),
            words(2, side="middle right", **where),
            words(2, side="middle left", **where),
        ]
    return figure(
        traces,
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
        xaxis={
            "range": [float(offsets[0]) - 0.5, float(offsets[-1]) + 0.5],
            "dtick": 10,
            "anchor": f"y{_number(len(panels) - 1)}",
            "title": {"text": "circle offset"},
        },
        shapes=[
            vertical(0, color=Colour.ACCENT, dash="solid", yref=f"y{_number(p)} domain") for p in range(len(panels))
        ],
        annotations=[
            note(
                f"<b>{panel.name}</b>", 0, 1, color=panel.color,
                xref="x domain", yref=f"y{_number(p)} domain", xanchor="left", yanchor="top", xshift=2,
            )
            for p, panel in enumerate(panels)
        ],
        **layout,
    )  # fmt: skip


def columns(
    offsets: NDArray[Any], panels: Sequence[Panel], values: Sequence[tuple[list[str], list[str]]]
) -> dict[tuple[str | int, ...], Any]:
    """Return what stands where at every offset, by its path; `values` are the words at each panel's two markers.

    The words stand at the outer side of the hill, but for the ends, and the names of the lines on the other flank.
    """
    left = (offsets[0] + _WIDTH <= offsets) & (offsets < 0) | (offsets > offsets[-1] - _WIDTH)
    sides = left.tolist()
    here = np.stack([offsets, offsets], axis=1)
    at: dict[tuple[str | int, ...], Any] = {}
    for p, (panel, words_at) in enumerate(zip(panels, values, strict=True)):
        heights = np.stack([panel.large, panel.small], axis=1)
        wide = panel.large.sum() >= panel.small.sum()
        places = [_names(offsets, panel, wide=bool(wide), left=on_left) for on_left in (False, True)]
        x, y = (
            np.where(offsets[:, np.newaxis] >= 0, on_left, on_right) for on_right, on_left in zip(*places, strict=True)
        )
        first = p * _PER_PANEL
        at |= {
            ("data", first + _NAMES, "x"): x,
            ("data", first + _NAMES, "y"): y,
            ("data", first + _MARKERS, "x"): here,
            ("data", first + _MARKERS, "y"): heights,
        }
        pairs = list(zip(*words_at, strict=True))
        texts = {
            _RIGHT: [
                _NOTHING if on_left else [f"\u2002{a}", f"\u2002{b}"]
                for on_left, (a, b) in zip(sides, pairs, strict=True)
            ],
            _LEFT: [
                [f"{a}\u2002", f"{b}\u2002"] if on_left else _NOTHING
                for on_left, (a, b) in zip(sides, pairs, strict=True)
            ],
        }
        spread = _apart(heights)
        for trace, text in texts.items():
            at |= {
                ("data", first + trace, "x"): here,
                ("data", first + trace, "y"): spread,
                ("data", first + trace, "text"): text,
            }
        at |= {("layout", "shapes", p, end): offsets for end in ("x0", "x1")}
    return at


_NOTHING = [NOTHING] * 2


def _apart(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places near the two heights in each row, in their order, the higher one clear of the lower."""
    large, small = heights.T
    clear = np.maximum(heights, heights[:, ::-1] + _DISTANCE)
    return np.where(np.stack([large > small, large <= small], axis=1), clear, heights)


def _names(offsets: NDArray[Any], panel: Panel, *, wide: bool, left: bool) -> tuple[list[float], list[float]]:
    """Return where the two lines are named, on one flank of their hills: the x of both, and the y of both."""
    (x, y), (x2, y2) = (
        _name_place(offsets, scores, *(_OUTSIDE if outer else _INSIDE), left=left)
        for scores, outer in ((panel.large, wide), (panel.small, not wide))
    )
    return [x, x2], apart([y, y2], _DISTANCE) if abs(x - x2) < _WIDTH else [y, y2]


def _name_place(
    offsets: NDArray[Any], scores: NDArray[np.float64], height: float, away: float, *, left: bool
) -> tuple[float, float]:
    """Return a place beside the flank of a hill, at a part of its height but clear of the line itself."""
    level = height * float(scores.max())
    flank = offsets[scores >= level]
    x = float(flank[0] - away if left else flank[-1] + away)
    x = min(max(x, float(offsets[0]) + _WIDTH / 2), float(offsets[-1]) - _WIDTH / 2)
    below = float(scores[abs(offsets - x) <= 1].max())
    return x, round(min(max(level, below + _DISTANCE), _HIGHEST), 3)


def _number(panel: int) -> str:
    return "" if panel == 0 else str(panel + 1)
