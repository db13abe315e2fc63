"""What a reader takes hold of in a figure: see-through grips over the places that move, each as large as a finger needs.

They are the same over the still picture and over plotly's drawing, and the client code moves them as it moves a still
picture (assets/asleep/still.js).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from components.figures.base import Figure
from components.figures.still.marks import inside, straight
from components.figures.still.moving import axes_of
from components.figures.still.plot import Axis, Plot, box
from components.figures.still.svg import floats, percent, polyline

HALO = 11  # px, the radius of what is seen of a grip; how much of it can be hit is the style sheet's


class Grip(NamedTuple):
    """A place in a figure that moves controls: plotly's path to it, and the ids of the sliders along x and along y.

    Pressing `anywhere` in its plot takes it there. `at` has, for each position of a slider that no frame covers, where
    along its axis the place would be, up to a constant.
    """

    path: tuple[str | int, ...]
    x: str = ""
    y: str = ""
    anywhere: bool = False
    at: Sequence[float] = ()


def grips(figure: Figure, wanted: Sequence[Grip]) -> list[Any]:
    """Return the grips of a figure as the tree of a `Static`, those over axes of square units in a frame of their own.

    Areas have one too, below the others: the style sheet lets a finger scroll on them.
    """
    plot = Plot(figure)
    drawn: dict[tuple[bool, bool], list[Any]] = {(tied, area): [] for tied in (False, True) for area in (True, False)}
    for grip in wanted:
        part: Any = figure
        for step in grip.path:
            part = part[step]
        x, y = (plot.axes[part.get(key, key[0]).split()[0]] for key in _references(grip))
        drawn[x.tied, _is_area(grip, part)] += _elements(plot, grip, part, x, y)
    return [_frame(plot, tied, area, parts) for (tied, area), parts in drawn.items() if parts]


def _references(grip: Grip) -> tuple[str, str]:
    return ("xref", "yref") if grip.path[0] == "layout" else ("xaxis", "yaxis")


def _is_area(grip: Grip, part: Mapping[str, Any]) -> bool:
    """Whether a grip is all that a line encloses: as large as that is, a finger on it may want to scroll."""
    return grip.path[0] == "data" and "markers" not in part["mode"]


def _frame(plot: Plot, tied: bool, area: bool, parts: list[Any]) -> list[Any]:
    place, size = plot.frame(tied)
    frame = {"className": "still area" if area else "still", "style": {"inset": place}}
    return ["div", frame, ["svg", {"style": size} if size else {}, *parts]]


def _elements(plot: Plot, grip: Grip, part: Mapping[str, Any], x: Axis, y: Axis) -> Iterator[Any]:
    kind, number = grip.path[-2:]
    moves = {"data-part": f"{kind}.{number}", **axes_of(x, y)}
    takes = {
        "className": "grip",
        "data-anywhere": "yes" if grip.anywhere else None,
        **{f"data-{way}-slider": id for way, id in (("x", grip.x), ("y", grip.y)) if id},
        "data-at": " ".join(f"{place:g}" for place in grip.at) or None,
    }
    taken = {**moves, **{key: value for key, value in takes.items() if value}}
    if kind == "shapes":
        yield ["svg", box(clipped=False), ["path", {**taken, "d": straight(plot, part)[1]}]]
    elif "markers" in part["mode"]:
        across, down = (axis.start + axis.length * inside(axis.share(floats(part[axis.name[0]]))) for axis in (x, y))
        places = list(zip(across.tolist(), down.tolist(), strict=True))
        yield ["g", taken, *(_circle(*place) for place in places)]
        yield ["g", {**moves, "className": "halo"}, *(_circle(*place, r=HALO) for place in places)]
    else:
        across, down = x.share(floats(part["x"])), y.share(floats(part["y"]))
        yield ["svg", box(x, y, clipped=True), ["path", {**taken, "d": polyline(across, down, closed=True)}]]


def _circle(x: float, y: float, **more: Any) -> list[Any]:
    return ["circle", {"cx": percent(x), "cy": percent(y), **more}]
