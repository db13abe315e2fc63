"""Where a reader draws in a figure: a cover over its plot, with the grid again, on which a line can be drawn.

As grips are, it is a tree of a `Static` in pixels of the margins and shares of the plot, so it lies over the still picture
and over plotly's drawing alike. The browser picks one of the columns along x and one of the levels along y for each place
of the pointer (assets/asleep/draw.js).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.figures.around import ticks
from components.figures.base import Figure
from components.figures.still.plot import Axis, Plot
from components.figures.still.svg import UNITS, number

LEVELS = 100  # from 0 to 1


@dataclass(frozen=True)
class Sketch:
    """A line to be drawn over the values `xs`, between the levels 0 and 100.

    `columns` says what each x is, `levels` what each level is, and `unseen` what is heard where nothing is drawn yet. `name`
    stands at the line and `label` is that of the control. `given` is where the line begins, on the first x, and `begins` the
    words there; None where it may begin anywhere.
    """

    xs: Sequence[float]
    columns: Sequence[str]
    levels: Sequence[str]
    unseen: str
    name: str
    label: str
    given: float | None = None
    begins: str = ""


def sketch(figure: Figure, wanted: Sketch) -> list[Any]:
    """Return the cover over the first plot of a figure, with what the browser needs to draw on it."""
    plot = Plot(figure)
    x, y = plot.axes["x"], plot.axes["y"]
    if x.tied or y.tied:
        raise ValueError("a line is drawn over axes that each have units of their own")
    low, high = sorted(y.spec["range"])
    known = {
        "at": [round(float(x.share(each)), 4) for each in wanted.xs],
        "ends": [round(float(y.share(end)), 4) for end in (0, 1)],
        "least": max(0, math.ceil(LEVELS * low)),
        "most": min(LEVELS, math.floor(LEVELS * high)),
        "given": wanted.given,
        "columns": list(wanted.columns),
        "levels": list(wanted.levels),
        "unseen": wanted.unseen,
    }
    margin = plot.margin
    style = {**_place(x, y, margin), "--above": f"{margin['t']}px", "--beside": f"{margin['r']}px"}
    begins = _begins(wanted, known)
    surface = {
        "className": "surface",
        "tabIndex": 0,
        "role": "slider",
        "aria-label": wanted.label,
        "aria-orientation": "vertical",
        "aria-valuemin": known["least"],
        "aria-valuemax": known["most"],
        "aria-valuenow": known["least"],
        "aria-valuetext": wanted.unseen,
        "data-sketch": json.dumps(known),
    }
    unheard = {"aria-hidden": "true"}
    ink = {"viewBox": f"0 0 {UNITS} {UNITS}", "preserveAspectRatio": "none", "fill": "none", **unheard}
    given = [["span", {"className": "given", "style": begins, **unheard}, wanted.begins]] if begins else []
    return [
        [
            "div",
            {"className": "pad", "style": style},
            ["div", surface, ["svg", ink, ["path", {"d": _grid(x, y)}]], *given],
            ["svg", ink, ["path", {"className": "mine"}]],
            ["span", {"className": "mine-name", "hidden": True, **unheard}, wanted.name],
            ["span", {"className": "nib", **({"style": begins} if begins else {"hidden": True}), **unheard}],
        ]
    ]


def _place(x: Axis, y: Axis, margin: Mapping[str, float]) -> dict[str, str]:
    """Return where the plot of two axes lies in its figure, as rules of a style."""
    across, down = margin["l"] + margin["r"], margin["t"] + margin["b"]
    return {
        "left": _length(margin["l"], across, x.start),
        "top": _length(margin["t"], down, y.start),
        "width": _length(0, across, x.length),
        "height": _length(0, down, y.length),
    }


def _length(pixels: float, margins: float, share: float) -> str:
    return f"calc({number(pixels)}px + (100% - {number(margins)}px)*{number(share, 4)})"


def _grid(x: Axis, y: Axis) -> str:
    across, down = ([round(UNITS * float(axis.share(value))) for value, _ in ticks(axis.spec)] for axis in (x, y))
    return "".join([*(f"M{at} 0v{UNITS}" for at in across), *(f"M0 {at}h{UNITS}" for at in down)])


def _begins(wanted: Sketch, known: Mapping[str, Any]) -> dict[str, str]:
    """Return where the given point lies on the surface, as rules of a style; none if there is no such point."""
    if wanted.given is None:
        return {}
    zero, one = known["ends"]
    top = zero + (one - zero) * wanted.given / LEVELS
    return {"left": f"{number(100 * known['at'][0], 2)}%", "top": f"{number(100 * top, 2)}%"}
