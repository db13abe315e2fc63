"""A figure as a still picture of itself: SVG made of the same plain dict, shown until plotly.js draws.

It knows what the figures of this project use, no more, and puts it where plotly does: `tests/browser/test_visits.py`
compares both. The server does not know how wide the box of a figure is. So margins, sizes of text and offsets are pixels,
and all places in the plot are shares of it. Colours are the style sheet's variables, so that a still follows the theme.

What a still cannot draw is left out of it, so that a page is never without its figures. `unknown` names it, and a test asks
that for every figure.
"""

from __future__ import annotations

from itertools import groupby

from components.figures.base import Figure
from components.figures.still.grips import Grip, grips
from components.figures.still.known import unknown
from components.figures.still.labels import annotation, words_at_ticks
from components.figures.still.marks import DRAWN, LAYERS, shape
from components.figures.still.moving import moving
from components.figures.still.plot import Part, Plot, grid
from components.figures.still.sketch import LEVELS, Sketch, sketch
from components.figures.still.svg import colour
from components.theme import TEXT_SIZE, Colour

__all__ = ["LEVELS", "Grip", "Sketch", "grips", "sketch", "still", "unknown"]


def still(figure: Figure) -> str:
    """Return HTML for the inside of a figure's box: an SVG for the plot, and one more for axes of square units."""
    plot = Plot(figure)
    layout = figure["layout"]
    parts: list[Part] = [part for axis in plot.axes.values() for part in grid(plot, axis)]
    for kind in LAYERS:
        for k, trace in enumerate(figure["data"]):
            if trace["type"] == kind:
                parts += DRAWN[kind](plot, trace, moving(trace, f"data.{k}", *plot.of(trace)))
    parts += [part for axis in plot.axes.values() for part in words_at_ticks(plot, axis)]
    for draw, name in ((shape, "shapes"), (annotation, "annotations")):
        for k, each in enumerate(layout.get(name, ())):
            axes = (plot.axes.get(each.get(f"{d}ref", d)) for d in "xy")
            parts += draw(plot, each, moving(each, f"{name}.{k}", *axes))
    return "".join(_frame(plot, tied, [part for part in parts if part.tied == tied]) for tied in (False, True))


def _frame(plot: Plot, tied: bool, parts: list[Part]) -> str:
    """Return the parts whose places are shares of one area, in an SVG that covers it; "" where there are none."""
    if not parts:
        return ""
    body = ""
    for area, group in groupby(parts, lambda part: part.area):
        inside = "".join(part.svg for part in group)
        body += f"<svg {area}>{inside}</svg>" if area else inside
    place, size = plot.frame(tied)
    style = f' style="{";".join(f"{rule}:{value}" for rule, value in size.items())}"' if size else ""
    return (
        f'<div class="still" aria-hidden="true" style="inset:{place}"><svg{style} font-size="{TEXT_SIZE}" '
        f'fill="{colour(Colour.INK)}">{body}</svg></div>'
    )
