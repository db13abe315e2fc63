"""A score of several objects over one number, a line each, and the objects themselves with an outline around each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.around import PHONE
from components.figures.base import NOTHING, Drawing, Drawn, area, array, line, marker, note, vertical, words
from components.theme import MARKER_SIZE, Colour

_DASHES = ("solid", "7px,4px", "2px,3px")
_ANGLES = np.linspace(0, 2 * np.pi, 33)
_NAMES = 0.62  # the room for the names of the lines at the left, as a part of the range
_VALUES = 0.44  # the room for the values at the right, likewise
_AROUND = 52  # px, about the margins of the curves
_CLEAR = MARKER_SIZE / 2 + 2.5  # px from the middle of a marker to what does not touch it
_ROOM = 4.0  # around each object, in units of the radii


class Sized(NamedTuple):
    """An object: its name, its radius, and its score at every x."""

    name: str
    radius: float
    scores: NDArray[np.float64]


def size_curves(
    xs: Sequence[float],
    objects: Sequence[Sized],
    *,
    x_title: str,
    y_title: str,
    ticks: Sequence[float] = (),
    bars: Sequence[float] = (),
    rooms: tuple[float, float] = (_NAMES, _VALUES),
    moving: bool = False,
) -> Drawn:
    """Return the lines, each named at its left end, with `rooms` for the names and for the values, as parts of the range.

    The places "border", a line, "points", one on each curve, and "values" get their values from frames. So do the lines,
    "line 0" and on, and their names, "name 0" and on, if they are `moving`. `bars` are scores with a line across the
    plot, and the `ticks` of the x axis are `xs` where none are given.
    """
    drawing = Drawing()
    start, end = (
        x + sign * room * (xs[-1] - xs[0]) for x, sign, room in zip((xs[0], xs[-1]), (-1, 1), rooms, strict=True)
    )
    for bar in bars:
        ends = [xs[0], end]
        drawing.trace(line(ends, [bar] * 2, color=Colour.INK_2, line={"width": 1.5, "dash": "6px,4px"}))
    for k, each in enumerate(objects):
        hover = f"{each.name}<br>{x_title} %{{x}}: {y_title} = %{{y:.3f}}"
        dash = {"dash": _DASHES[k % len(_DASHES)]}
        curve = line(list(xs), array(each.scores), color=Colour.TP, line=dash, hover=hover)
        drawing.trace(curve, f"line {k}" if moving else "")
        name = note(each.name, xs[0], float(each.scores[0]), color=Colour.TP, xanchor="right", xshift=-6)
        drawing.label(name, f"name {k}" if moving else "")
    drawing.shape(vertical(0, color=Colour.ACCENT, dash="solid", width=2), "border")
    drawing.trace(marker(0, 0, NOTHING, mode="markers"), "points")
    drawing.trace(words(len(objects), side="middle right"), "values")
    return drawing.done(
        margin={"r": 12, "t": 12},
        xaxis={
            "range": [start, end],
            "tickvals": list(ticks or xs),
            "title": {"text": x_title},
        },
        yaxis={"range": [0, 1.12], "tickvals": [0, *(bars or (0.25, 0.5, 0.75)), 1], "title": {"text": y_title}},
    )


def beside(xs: Sequence[float], rooms: tuple[float, float] = (_NAMES, _VALUES)) -> float:
    """Return how far right of a point a value stands, in units of x: clear of the markers, on a small phone too."""
    return round(_CLEAR * (1 + sum(rooms)) * (xs[-1] - xs[0]) / (PHONE - _AROUND), 2)


def outlined_objects(objects: Sequence[Sized], *, true: str, predicted: str) -> Drawn:
    """Return the objects side by side, each named; `true` and `predicted` name its area and the outline around it.

    The outline of the object number k is the place "outline k". Its area is "area k", and what it shares with the object
    is "both k". All get their values from `outlines`.
    """
    drawing = Drawing()
    centres = _centres(objects)
    high = max(each.radius for each in objects) + _ROOM
    for k, (each, x) in enumerate(zip(objects, centres, strict=True)):
        circle = _circle(x, each.radius)
        # what is left of each area is what lies in it alone: the later ones cover the rest
        drawing.trace(area([x, x], [0, 0], Colour.FP_SOFT), f"area {k}")
        drawing.trace(area(*circle, Colour.FN_SOFT))
        drawing.trace(area([x, x], [0, 0], Colour.TP_SOFT), f"both {k}")
        drawing.trace(line(*circle, color=Colour.FN, line={"width": 1.5, "dash": "3px,3px"}))
        drawing.trace(line([x, x], [0, 0], color=Colour.FP), f"outline {k}")
        drawing.label(note(each.name, x, 1 - high, color=Colour.INK, yanchor="top"))
    corner = {"xref": "x domain", "yref": "y domain", "yanchor": "top"}
    drawing.label(note(f"<b>┄ {true}</b>", 0, 1, color=Colour.FN, xanchor="left", **corner))
    drawing.label(note(f"<b>━ {predicted}</b>", 1, 1, color=Colour.FP, xanchor="right", **corner))
    end = centres[-1] + objects[-1].radius + _ROOM
    return drawing.done(
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"range": [0, end], "visible": False, "constrain": "domain"},
        yaxis={"range": [-high - 4, high + 5], "visible": False, "scaleanchor": "x", "constrain": "domain"},
    )


Places: TypeAlias = Mapping[str, Mapping[str, list[list[float]]]]


def outlines(objects: Sequence[Sized], by: Sequence[float]) -> Places:
    """Return the outline of each object, by so much wider, at every position of a slider; a radius below 0 is none."""
    places: dict[str, dict[str, list[list[float]]]] = {}
    for k, (each, x) in enumerate(zip(objects, _centres(objects), strict=True)):
        whole, shared = (
            [_circle(x, max(each.radius + wider, 0)) for wider in some]
            for some in (by, [min(wider, 0) for wider in by])
        )
        for names, circles in ((("area", "outline"), whole), (("both",), shared)):
            places_of = {"x": [circle[0] for circle in circles], "y": [circle[1] for circle in circles]}
            places |= dict.fromkeys((f"{name} {k}" for name in names), places_of)
    return places


def _circle(x: float, r: float) -> tuple[list[float], list[float]]:
    return np.round(x + r * np.cos(_ANGLES), 1).tolist(), np.round(r * np.sin(_ANGLES), 1).tolist()


def _centres(objects: Sequence[Sized]) -> list[float]:
    """Return where the objects stand, from left to right."""
    centres, edge = [], 0.0
    for each in objects:
        centres.append(edge + _ROOM + each.radius)
        edge = centres[-1] + each.radius + _ROOM / 2
    return centres
