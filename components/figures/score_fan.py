"""A score over two counts whose lines of equal score fan out, and the parallel lines of another score across them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Drawing, Drawn, line, note
from components.figures.score_map import (
    Axis,
    Name,
    Shown,
    cells,
    count_axis,
    half_width,
    mark,
    shown_beside_value,
    with_others,
)
from components.theme import Colour

_BEYOND = 0.8  # the part of a ray at which its name stands instead


class Ray(NamedTuple):
    """A line of equal score: its name, and both of its ends, across and up."""

    name: str
    x: tuple[float, float]
    y: tuple[float, float]


def score_fan(
    scores: NDArray[np.float64], rays: Sequence[Ray], *, x: Axis, y: Axis, score: str, same: tuple[str, str]
) -> Drawn:
    """Return the map of `scores[up, across]` with the `rays` that run through it.

    `same` names the two lines through the marker: the places "equal line" and "other line". They, the "marker" and its
    "value" get their values from frames, and so do the names of the rays; `ray_names_shown` says where there is room.
    """
    size = len(scores)
    drawing = Drawing()
    drawing.trace(cells(scores, x, y, score))
    drawing.trace(
        line(
            [at for ray in rays for at in (*ray.x, None)],  # None parts one line from the next
            [at for ray in rays for at in (*ray.y, None)],
            color=Colour.INK,
            line={"width": 1.5, "dash": "5px,3px"},
        ),
    )
    drawing.trace(line([0, 0], [0, 0], color=Colour.INK, line={"dash": "1px,4px"}), "other line")
    drawing.trace(line([0, 0], [0, 0], color=Colour.ACCENT), "equal line")
    mark(drawing, _names(rays, size))
    above = {"xref": "x domain", "yref": "y domain", "yanchor": "bottom", "yshift": 4}
    drawing.label(note(f"<b>━ {same[0]}</b>", 0, 1, color=Colour.ACCENT, xanchor="left", **above))
    drawing.label(note(f"<b>┄ {same[1]}</b>", 1, 1, color=Colour.INK, xanchor="right", **above))
    return drawing.done(
        margin={"l": 52, "r": 8, "t": 26, "b": 52},
        xaxis=count_axis(x, size),
        yaxis={**count_axis(y, size), "scaleanchor": "x"},
    )


def ray_names_shown(rays: Sequence[Ray], size: int) -> Shown:
    """Return by their places where the names of rays stand, and whether: for each cell of the marker, by columns."""
    return shown_beside_value(_names(rays, size), size)


def _names(rays: Sequence[Ray], size: int) -> list[Name]:
    """Return the names of the rays: each in the middle of its ray, or instead nearer to its end, where it keeps inside."""
    names = []
    for ray in rays:
        (x, y), beyond = (_along(ray, part) for part in (0.5, _BEYOND))
        names.append(Name(ray.name, x, y, beyond if beyond[0] + half_width(ray.name) <= size - 0.5 else None))
    return with_others(names)


def _along(ray: Ray, part: float) -> tuple[float, float]:
    """Return the place at a part of a ray, from its first end on."""
    (x, to_x), (y, to_y) = ray.x, ray.y
    return x + part * (to_x - x), y + part * (to_y - y)
