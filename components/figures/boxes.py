"""Two or more boxes on one scale, each with a predicted box that is moved and resized, and what it counts as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Drawing, Drawn, area, line, note, points, words
from components.theme import Colour

_LINE = 4.6  # units from one line of words to the next
_EDGE = 1  # units around everything


class Boxed(NamedTuple):
    """A true box, a square: its name, and half of its side. In whole units, which take little room in frames."""

    name: str
    half: int


class Reach(NamedTuple):
    """How far a predicted box can be moved to each side, and how much larger it can be on every side."""

    move: int
    grow: int


def boxes_figure(boxes: Sequence[Boxed], reach: Reach, rows: int, *, true: str, predicted: str) -> Drawn:
    """Return the boxes side by side; `true` and `predicted` are in the key.

    These places get their values from frames: those of `across` and `down`; "scores", a text below each box; "good" and
    "bad", `rows` texts below that for each box, of which one or the other is shown.
    """
    drawing = Drawing()
    centres = _centres(boxes, reach)
    below = _end(boxes, reach)
    for k, (box, x) in enumerate(zip(boxes, centres, strict=True)):
        sides = box.half * _AROUND
        # what is left of each area is what lies in it alone: the later ones cover the rest
        drawing.trace(area([x] * 5, [0] * 5, Colour.FP_SOFT), f"area {k}")
        drawing.trace(area(x + sides[0], sides[1], Colour.FN_SOFT))
        drawing.trace(area([x] * 5, [0] * 5, Colour.TP_SOFT), f"both {k}")
        dashed = {"width": 2, "dash": "3px,3px"}
        drawing.trace(line((x + sides[0]).tolist(), sides[1].tolist(), color=Colour.FN, line=dashed))
        drawing.trace(line([x] * 5, [0] * 5, color=Colour.FP), f"box {k}")
        drawing.label(note(f"<b>{box.name}</b>", x, below + _LINE / 2, color=Colour.INK))
    under = {"x": centres, "y": [below + _LINE * 1.5] * len(boxes)}
    drawing.trace({**words(len(boxes), color=Colour.INK), **under}, "scores")
    lines = [below + _LINE * (row + 2.5) for row in range(rows)]
    for place, colour in (("good", Colour.TP), ("bad", Colour.FN)):
        stand = {"x": [x for x in centres for _ in lines], "y": lines * len(boxes)}
        drawing.trace({**words(rows * len(boxes), color=colour), **stand}, place)
    drawing.trace(points([Colour.FP] * len(boxes)), "middles")
    for place in ("right edge", "lower edge", "corner"):
        drawing.trace(points([Colour.FP], size=10), place)
    corner = {"xref": "x domain", "yref": "y domain", "yanchor": "top", "xanchor": "left"}
    drawing.label(note(f"<b>┄ {true}</b>", 0, 1, color=Colour.FN, **corner))
    drawing.label(note(f"<b>━ {predicted}</b>", 0, 1, color=Colour.FP, yshift=-20, **corner))
    end = centres[-1] + _half(boxes[-1], reach) + _EDGE
    return drawing.done(
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"range": [0, end], "visible": False, "constrain": "domain"},
        yaxis={
            "range": [below + _LINE * (rows + 2), -below],
            "visible": False,
            "scaleanchor": "x",
            "constrain": "domain",
        },
    )


# The corners of a square around its middle, as often as a closed line needs them: across and down.
_AROUND = np.array([[-1, 1, 1, -1, -1], [-1, -1, 1, 1, -1]])

Places: TypeAlias = Mapping[str, Mapping[str, Any]]


def across(boxes: Sequence[Boxed], reach: Reach, moved: NDArray[np.int64], grown: NDArray[np.int64]) -> Places:
    """Return what depends on the move to the right, at every one of some moves (n) and sizes (n).

    The grips are those of the last box.
    """
    centres = _centres(boxes, reach)
    last = centres[-1] + moved + boxes[-1].half + grown
    return {
        **_sides(boxes, centres, moved, grown, "x"),
        "right edge": {"x": last[:, np.newaxis]},
        "lower edge": {"x": (centres[-1] + moved)[:, np.newaxis]},
        "corner": {"x": last[:, np.newaxis]},
        "middles": {"x": np.add.outer(moved, centres)},
    }


def down(boxes: Sequence[Boxed], moved: NDArray[np.int64], grown: NDArray[np.int64]) -> Places:
    """Return the same for the move downwards."""
    last = moved + boxes[-1].half + grown
    return {
        **_sides(boxes, [0] * len(boxes), moved, grown, "y"),
        "right edge": {"y": moved[:, np.newaxis]},
        "lower edge": {"y": last[:, np.newaxis]},
        "corner": {"y": last[:, np.newaxis]},
        "middles": {"y": np.repeat(moved[:, np.newaxis], len(boxes), axis=1)},
    }


def _sides(
    boxes: Sequence[Boxed], centres: Sequence[int], moved: NDArray[np.int64], grown: NDArray[np.int64], way: str
) -> dict[str, dict[str, Any]]:
    """Return the predicted boxes and what they share with the true ones, along one axis; no area where that is nothing."""
    places: dict[str, dict[str, Any]] = {}
    for k, (box, centre) in enumerate(zip(boxes, centres, strict=True)):
        low, high = centre + moved - box.half - grown, centre + moved + box.half + grown
        start = np.maximum(low, centre - box.half)
        for names, ends in (
            (("area", "box"), (low, high)),
            (("both",), (start, np.maximum(np.minimum(high, centre + box.half), start))),
        ):
            first = _AROUND["xy".index(way)] < 0
            sides = {way: np.where(first, *(end[:, np.newaxis] for end in ends))}
            places |= dict.fromkeys((f"{name} {k}" for name in names), sides)
    return places


def _end(boxes: Sequence[Boxed], reach: Reach) -> int:
    """Return how far from the middle the boxes can reach, up and down."""
    return max(_half(box, reach) for box in boxes) + _EDGE


def _half(box: Boxed, reach: Reach) -> int:
    return box.half + reach.move + reach.grow


def _centres(boxes: Sequence[Boxed], reach: Reach) -> list[int]:
    """Return where the boxes stand, from left to right, so that none reaches another."""
    centres, edge = [], 0
    for box in boxes:
        centres.append(edge + _EDGE + _half(box, reach))
        edge = centres[-1] + _half(box, reach)
    return centres
