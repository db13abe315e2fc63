"""Several scores of two objects over one number: a panel for each score, a full and a dashed line for the objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.around import LINE, PHONE, width
from components.figures.base import NOTHING, Drawing, Drawn, array, line, marker, note, vertical, words
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

_DISTANCE = 0.36  # between two texts at one place
# Where a line is named: at this part of its height, so many steps away; inside is between the two.
_OUTSIDE, _INSIDE = (0.62, 5.5), (0.2, 5.0)
_HIGHEST = 0.86
_BOLD = 1.1  # the width of a bold text over that of a plain one
_PLOT = PHONE - 44  # px, how wide a panel is on a small phone


class Panel(NamedTuple):
    """A score over x, of the object with the full line and of the one with the dashed line."""

    name: str
    color: str
    full: NDArray[np.float64]
    dashed: NDArray[np.float64]


def score_panels_figure(
    xs: NDArray[Any], panels: Sequence[Panel], names: tuple[str, str], *, title: str, hover: str
) -> Drawn:
    """Return the panels; `names` are those of the two objects, `title` is that of the axis.

    `hover` says where a point lies, such as "at offset %{x}". A panel called IoU has the places "IoU full" and "IoU
    dashed", which are its lines, and "IoU line", "IoU names", "IoU markers" and "IoU values". What depends on x alone
    comes from `across`, what depends on the scores from `at_scores`, and `names_beside` has where the lines are named.
    """
    share, gap = 1 / len(panels), 0.16
    layout: dict[str, Any] = {}
    drawing = Drawing()
    for p, panel in enumerate(panels):
        top, y, number = 1 - p * share, f"y{_number(p)}", _number(p)
        layout[f"yaxis{number}"] = {
            "range": [-0.1, 1.2],
            # above each panel is room for its title; above the first it is in the margin
            "domain": [top - share + (gap / 2 if p < len(panels) - 1 else 0), top - (gap / 2 if p else 0)],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "", "0.5", "", "1"],
        }
        lines = (("full", panel.full, names[0], "solid"), ("dashed", panel.dashed, names[1], "7px,4px"))
        for which, scores, name, dash in lines:
            at = f"{panel.name} %{{y:.3f}} {hover}, {name}"
            drawing.trace(
                line(array(xs), array(scores), color=panel.color, hover=at, line={"dash": dash}, yaxis=y),
                f"{panel.name} {which}",
            )
        drawing.trace({**words(2, color=panel.color, yaxis=y), "text": names}, f"{panel.name} names")
        drawing.trace(marker(0, 0, NOTHING, mode="markers", yaxis=y), f"{panel.name} markers")
        drawing.trace(words(2, yaxis=y), f"{panel.name} values")
        drawing.shape(vertical(0, color=Colour.ACCENT, dash="solid", yref=f"{y} domain"), f"{panel.name} line")
        drawing.label(
            note(
                f"<b>{panel.name}</b>", 0, 1, color=panel.color,
                xref="x domain", yref=f"{y} domain", xanchor="left", yanchor="bottom",
            )
        )  # fmt: skip
    return drawing.done(
        margin={"l": 4, "r": 8, "t": round(LINE * NOTE_SIZE) + 4, "b": 4},
        xaxis={
            "range": [float(xs[0]) - 0.5, float(xs[-1]) + 0.5],
            "dtick": 10,
            "anchor": f"y{_number(len(panels) - 1)}",
            "title": {"text": title},
        },
        **layout,
    )


# What stands at the places of a figure, by their names and properties.
Places: TypeAlias = dict[str, dict[str, Any]]


def across(xs: NDArray[Any], panels: Sequence[Panel]) -> Places:
    """Return what depends on x alone, at every x.

    The values of the markers stand at the outer side of the hill, but for the ends.
    """
    room = _steps(xs, "\u20020.000\u2002")
    left = (xs[0] + room <= xs) & (xs < 0) | (xs > xs[-1] - room)
    here, beside = (np.stack([x, x], axis=1) for x in (xs, xs + np.where(left, -room, room) / 2))
    return {
        f"{panel.name} {place}": {"x": x}
        for panel in panels
        for place, x in (("line", xs), ("markers", here), ("values", beside.round(2)))
    }


def at_scores(panels: Sequence[Panel], values: Sequence[tuple[list[str], list[str]]]) -> Places:
    """Return what depends on the scores at the markers, for each score of the panels; `values` are these in words."""
    places: Places = {}
    for panel, texts in zip(panels, values, strict=True):
        heights = np.stack([panel.full, panel.dashed], axis=1)
        # four digits are more than a screen can show, and a text needs no more than three
        places[f"{panel.name} markers"] = {"y": heights.round(4).tolist()}
        pairs = [list(pair) for pair in zip(*texts, strict=True)]
        places[f"{panel.name} values"] = {"y": _apart(heights).round(3).tolist(), "text": pairs}
    return places


def names_beside(xs: NDArray[Any], panels: Sequence[Panel], names: tuple[str, str]) -> Places:
    """Return where the lines of the panels are named, at every x: on the flank at which the markers are not."""
    places = {}
    for panel in panels:
        sides = [_names(xs, panel, names, left=on_left) for on_left in (False, True)]
        x, y = (np.where(xs[:, np.newaxis] >= 0, on_left, on_right) for on_right, on_left in zip(*sides, strict=True))
        places[f"{panel.name} names"] = {"x": x, "y": y}
    return places


def _steps(xs: NDArray[Any], text: str) -> float:
    """Return how many steps of x a text is wide, on a phone."""
    return _BOLD * width(text, TEXT_SIZE) / _PLOT * float(xs[-1] - xs[0])


def _apart(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places near the two heights in each row, at most 1, in their order, the higher one clear of the lower."""
    full, dashed = heights.T
    clear = np.maximum(heights, heights[:, ::-1] + _DISTANCE)
    places = np.where(np.stack([full > dashed, full <= dashed], axis=1), clear, heights)
    # both keep below the upper end of the panel
    above: NDArray[np.float64] = np.maximum(places.max(axis=1, keepdims=True) - 1, 0)
    return places - above


def _names(xs: NDArray[Any], panel: Panel, names: tuple[str, str], *, left: bool) -> tuple[list[float], list[float]]:
    """Return where the two lines are named, on one flank of their hills: the x of both, and the y of both."""
    wide = bool(panel.full.sum() >= panel.dashed.sum())
    halves = [_steps(xs, name) / 2 for name in names]
    (x, y), (x2, y2) = (
        _name_place(xs, scores, *(_OUTSIDE if outer else _INSIDE), half, left=left)
        for scores, outer, half in ((panel.full, wide, halves[0]), (panel.dashed, not wide, halves[1]))
    )
    return [x, x2], _apart(np.array([[y, y2]]))[0].tolist() if abs(x - x2) < sum(halves) else [y, y2]


def _name_place(
    xs: NDArray[Any], scores: NDArray[np.float64], height: float, away: float, half: float, *, left: bool
) -> tuple[float, float]:
    """Return a place beside the flank of a hill, at a part of its height but clear of the line itself.

    A name, `half` of which is so many steps wide, keeps on its side of the middle and inside the panel.
    """
    level = height * float(scores.max())
    flank = xs[scores >= level]
    x = float(flank[0] - away if left else flank[-1] + away)
    near, far = (float(xs[0]) + half, -half) if left else (half, float(xs[-1]) - half)
    x = min(max(x, near), far)
    below = float(scores[abs(xs - x) <= 1].max())
    return round(x, 3), round(min(max(level, below + _DISTANCE), _HIGHEST), 3)


def _number(panel: int) -> str:
    return "" if panel == 0 else str(panel + 1)
