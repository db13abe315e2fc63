"""Scores against an offset, one panel for each score, one line for a large and one for a small object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import NOTHING, Figure, figure, line, marker, note, vertical, words
from components.figures.curves import apart
from components.theme import LIGHT

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
    large: Sequence[float]
    small: Sequence[float]


def offsets_figure(offsets: Sequence[float], panels: Sequence[Panel], names: tuple[str, str]) -> Figure:
    """Return the panels of a large and a small object called `names`; what moves gets its place from `moved`."""
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
            line(offsets, panel.large, color=panel.color, hover=hover + names[0], **where),
            line(offsets, panel.small, color=panel.color, hover=hover + names[1], line={"dash": "7px,4px"}, **where),
            {**words(2, color=panel.color, **where), "text": names},
            marker(0, 0, NOTHING, mode="markers", **where),
            words(2, side="middle right", **where),
            words(2, side="middle left", **where),
        ]
    return figure(
        traces,
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
        xaxis={
            "range": [offsets[0] - 0.5, offsets[-1] + 0.5],
            "dtick": 10,
            "anchor": f"y{_number(len(panels) - 1)}",
            "title": {"text": "circle offset"},
        },
        shapes=[
            vertical(0, color=LIGHT["accent"], dash="solid", yref=f"y{_number(p)} domain") for p in range(len(panels))
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


def moved(
    offsets: Sequence[float], panels: Sequence[Panel], i: int, values: Sequence[Sequence[str]]
) -> dict[tuple[str | int, ...], Any]:
    """Return what stands where at the offset number `i`, by its path; `values` are the words at each panel's markers.

    The words stand at the outer side of the hill, but for the ends, and the names of the lines on the other flank.
    """
    here = offsets[i]
    left = offsets[0] + _WIDTH <= here < 0 or here > offsets[-1] - _WIDTH
    at: dict[tuple[str | int, ...], Any] = {}
    for p, panel in enumerate(panels):
        heights = (panel.large[i], panel.small[i])
        off = [text + "\u2002" if left else "\u2002" + text for text in values[p]]
        spread = apart(heights, _DISTANCE)
        wide = sum(panel.large) >= sum(panel.small)
        names = [
            _name_place(offsets, scores, *(_OUTSIDE if outer else _INSIDE), left=here >= 0)
            for scores, outer in ((panel.large, wide), (panel.small, not wide))
        ]
        named_at = [y for _, y in names]
        if abs(names[0][0] - names[1][0]) < _WIDTH:
            named_at = apart(named_at, _DISTANCE)
        first = p * _PER_PANEL
        at |= {
            ("data", first + _NAMES, "x"): [x for x, _ in names],
            ("data", first + _NAMES, "y"): named_at,
            ("data", first + _MARKERS, "x"): [here, here],
            ("data", first + _MARKERS, "y"): list(heights),
        }
        for trace, text in ((_RIGHT, [NOTHING] * 2 if left else off), (_LEFT, off if left else [NOTHING] * 2)):
            at |= {
                ("data", first + trace, "x"): [here, here],
                ("data", first + trace, "y"): spread,
                ("data", first + trace, "text"): text,
            }
        at |= {("layout", "shapes", p, end): here for end in ("x0", "x1")}
    return at


def _name_place(
    offsets: Sequence[float], scores: Sequence[float], height: float, away: float, *, left: bool
) -> tuple[float, float]:
    """Return a place beside the flank of a hill, at a part of its height but clear of the line itself."""
    level = height * max(scores)
    flank = [x for x, y in zip(offsets, scores, strict=True) if y >= level]
    x = flank[0] - away if left else flank[-1] + away
    x = min(max(x, offsets[0] + _WIDTH / 2), offsets[-1] - _WIDTH / 2)
    below = max(y for at, y in zip(offsets, scores, strict=True) if abs(at - x) <= 1)
    return x, round(min(max(level, below + _DISTANCE), _HIGHEST), 3)


def _number(panel: int) -> str:
    return "" if panel == 0 else str(panel + 1)
