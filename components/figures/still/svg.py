"""How things are written in SVG: numbers, colours, strokes, paths of points."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.figures.base import numbers
from components.theme import Colour

UNITS = 2000  # across a plot and down it, whatever its size: a unit is less than half a pixel
# plotly's, as parts of the width of a line or of 3 px, whichever is more
_DASHES = {"dot": (1, 1), "dash": (3, 3)}
VARIABLES = {colour.value: f"var(--{colour.name.lower().replace('_', '-')})" for colour in Colour}


def colour(value: Any) -> str:
    """Return a colour, or a text with colours of the palette in it, with the style sheet's variables in their place."""
    return re.sub("#[0-9a-f]{6}", lambda found: VARIABLES.get(found[0], found[0]), str(value))


def number(value: float, digits: int = 1) -> str:
    """Return a number as short as it can be written with so many digits."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def percent(share: float) -> str:
    """Return a share of the frame as a place in SVG."""
    return number(100 * share, 2) + "%"


def place(x: float, y: float) -> str:
    """Return the attributes x and y for shares of the frame; 0 is SVG's own."""
    return "".join(f' {name}="{percent(share)}"' for name, share in (("x", x), ("y", y)) if round(share, 4))


def stroke(line: Mapping[str, Any], width: float = 0) -> str:
    """Return the attributes of a line as plotly describes one, `width` pixels wide where it does not say; "" for none."""
    width = line.get("width", width)
    if not width or not line.get("color"):
        return ""
    dash = line.get("dash", "solid")
    if dash in _DASHES:
        pattern = ",".join(number(part * max(width, 3)) for part in _DASHES[dash])
    else:
        pattern = "" if dash == "solid" else dash.replace("px", "")
    dashes = f' stroke-dasharray="{pattern}"' if pattern else ""
    thick = f' stroke-width="{number(width, 2)}"' if width != 1 else ""
    return f' stroke="{colour(line["color"])}"{thick}{dashes}'


def path(x: NDArray[np.float64], y: NDArray[np.float64], *, closed: bool = False) -> str:
    """Return the path through points, given as shares of the area (k); nan parts one line from the next."""
    points = np.stack([x, y], axis=1) * UNITS
    there = np.isfinite(points).all(axis=1)
    runs = np.split(points, np.flatnonzero(np.diff(there.astype(int))) + 1)
    drawn = [_line(_simple(run)) + ("z" if closed else "") for run in runs if len(run) > 1 and np.isfinite(run).all()]
    return "".join(drawn)


def polyline(x: NDArray[np.float64], y: NDArray[np.float64], *, closed: bool = False) -> str:
    """Return the path through all of the points (k), none left out, so that each can be moved."""
    if not len(x):
        return ""
    points = np.round(np.stack([x, y], axis=1) * UNITS).astype(np.int64)
    return f"M{pairs(points)}" + ("z" if closed else "")


def pairs(values: NDArray[np.int64]) -> str:
    """Return points (k, 2) as short as SVG's syntax allows."""
    return " ".join(f"{a}{b}" if b < 0 else f"{a} {b}" for a, b in values.tolist()).replace(" -", "-")


def _line(points: NDArray[np.float64]) -> str:
    whole = np.round(points).astype(np.int64)
    steps = np.diff(whole, axis=0)
    steps = steps[steps.any(axis=1)]
    return f"M{pairs(whole[:1])}" + (f"l{pairs(steps)}" if len(steps) else "h0")


def _simple(points: NDArray[np.float64], tolerance: float = 0.6) -> NDArray[np.float64]:
    """Return the points (k, 2) of a line without those that lie, within the tolerance in units, on it anyway."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    open_ = [(0, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        (ax, ay), (dx, dy) = points[first], points[last] - points[first]
        between = points[first + 1 : last] - (ax, ay)
        length = np.hypot(dx, dy)
        away = np.abs(between @ (dy, -dx)) / length if length else np.hypot(*between.T)
        at = int(away.argmax())
        if away[at] > tolerance:
            keep[first + 1 + at] = True
            open_ += [(first, first + 1 + at), (first + 1 + at, last)]
    return points[keep]


def values(given: Any) -> list[Any]:
    """Return a list, or what `base.array` packed, as a list."""
    return list(numbers(given).tolist() if isinstance(given, dict) else given)


def floats(given: Any) -> NDArray[np.float64]:
    """Return the same as an array; None is nan."""
    return np.asarray(numbers(given) if isinstance(given, dict) else given, np.float64)


def each(value: Any) -> Any:
    """Return a value for each point: from its list, or again and again the one there is."""
    return values(value) if isinstance(value, Sequence) and not isinstance(value, str) else repeat(value)
