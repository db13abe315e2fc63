"""Several scores of two objects over one number: a panel for each score, a full and a dashed line for the objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Drawing, Drawn, array, line, marker, note, vertical, words
from components.theme import Colour

_DISTANCE = 0.13  # between two texts at one place
# Where a line is named: at this part of its height, so many steps away; inside is between the two.
_OUTSIDE, _INSIDE = (0.62, 5.5), (0.2, 5.0)
_HIGHEST = 0.86  # below the title
_WIDTH = 7  # of a name, in steps of x


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

    `hover` says where a point lies, such as "at offset %{x}". Each panel has these places, which get their values from
    `score_panels_moving`: "IoU line", "IoU names", "IoU markers", "IoU values right" and "IoU values left" for a panel
    called IoU.
    """
    share, gap = 1 / len(panels), 0.1
    layout: dict[str, Any] = {}
    drawing = Drawing()
    for p, panel in enumerate(panels):
        top, y, number = 1 - p * share, f"y{_number(p)}", _number(p)
        layout[f"yaxis{number}"] = {
            "range": [-0.1, 1.2],
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
        drawing.trace(words(2, side="middle right", yaxis=y), f"{panel.name} values right")
        drawing.trace(words(2, side="middle left", yaxis=y), f"{panel.name} values left")
        drawing.shape(vertical(0, color=Colour.ACCENT, dash="solid", yref=f"{y} domain"), f"{panel.name} line")
        drawing.label(
            note(
                f"<b>{panel.name}</b>", 0, 1, color=panel.color,
                xref="x domain", yref=f"{y} domain", xanchor="left", yanchor="top", xshift=2,
            )
        )  # fmt: skip
    return drawing.done(
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
        xaxis={
            "range": [float(xs[0]) - 0.5, float(xs[-1]) + 0.5],
            "dtick": 10,
            "anchor": f"y{_number(len(panels) - 1)}",
            "title": {"text": title},
        },
        **layout,
    )


def score_panels_moving(
    xs: NDArray[Any], panels: Sequence[Panel], values: Sequence[tuple[list[str], list[str]]]
) -> dict[str, Mapping[str, Any]]:
    """Return what stands at each place of the figure at every x; `values` are the words at each panel's two markers.

    The words stand at the outer side of the hill, but for the ends, and the names of the lines on the other flank.
    """
    left = ((xs[0] + _WIDTH <= xs) & (xs < 0) | (xs > xs[-1] - _WIDTH)).tolist()
    here = np.stack([xs, xs], axis=1)
    moving: dict[str, Mapping[str, Any]] = {}
    for panel, words_at in zip(panels, values, strict=True):
        heights = np.stack([panel.full, panel.dashed], axis=1)
        wide = bool(panel.full.sum() >= panel.dashed.sum())
        sides = [_names(xs, panel, wide=wide, left=on_left) for on_left in (False, True)]
        x, y = (np.where(xs[:, np.newaxis] >= 0, on_left, on_right) for on_right, on_left in zip(*sides, strict=True))
        pairs = list(zip(left, *words_at, strict=True))
        beside = {"x": here, "y": _apart(heights)}
        moving |= {
            f"{panel.name} line": {"x": xs},
            f"{panel.name} names": {"x": x, "y": y},
            f"{panel.name} markers": {"x": here, "y": heights},
            f"{panel.name} values right": {
                **beside,
                "text": [_NOTHING if on_left else [f"\u2002{a}", f"\u2002{b}"] for on_left, a, b in pairs],
            },
            f"{panel.name} values left": {
                **beside,
                "text": [[f"{a}\u2002", f"{b}\u2002"] if on_left else _NOTHING for on_left, a, b in pairs],
            },
        }
    return moving


_NOTHING = [NOTHING] * 2


def _apart(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places near the two heights in each row, in their order, the higher one clear of the lower."""
    full, dashed = heights.T
    clear = np.maximum(heights, heights[:, ::-1] + _DISTANCE)
    return np.where(np.stack([full > dashed, full <= dashed], axis=1), clear, heights)


def _names(xs: NDArray[Any], panel: Panel, *, wide: bool, left: bool) -> tuple[list[float], list[float]]:
    """Return where the two lines are named, on one flank of their hills: the x of both, and the y of both."""
    (x, y), (x2, y2) = (
        _name_place(xs, scores, *(_OUTSIDE if outer else _INSIDE), left=left)
        for scores, outer in ((panel.full, wide), (panel.dashed, not wide))
    )
    return [x, x2], _apart(np.array([[y, y2]]))[0].tolist() if abs(x - x2) < _WIDTH else [y, y2]


def _name_place(
    xs: NDArray[Any], scores: NDArray[np.float64], height: float, away: float, *, left: bool
) -> tuple[float, float]:
    """Return a place beside the flank of a hill, at a part of its height but clear of the line itself."""
    level = height * float(scores.max())
    flank = xs[scores >= level]
    x = float(flank[0] - away if left else flank[-1] + away)
    x = min(max(x, float(xs[0]) + _WIDTH / 2), float(xs[-1]) - _WIDTH / 2)
    below = float(scores[abs(xs - x) <= 1].max())
    return x, round(min(max(level, below + _DISTANCE), _HIGHEST), 3)


def _number(panel: int) -> str:
    return "" if panel == 0 else str(panel + 1)
