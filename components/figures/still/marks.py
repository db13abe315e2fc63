"""Traces and shapes: lines, areas, points, bars and cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.figures.still.labels import words_at_points
from components.figures.still.plot import Axis, Part, Plot, area
from components.figures.still.png import whites
from components.figures.still.svg import (
    UNITS,
    colour,
    each,
    floats,
    number,
    pairs,
    path,
    percent,
    place,
    polyline,
    stroke,
)
from components.theme import LINE_WIDTH, TRANSPARENT, Colour, whiteness

OUTSIDE = -9  # a share far to the left of the plot or above it
LAYERS = ("heatmap", "bar", "scatter")  # from below, as plotly draws them
# The outline of a symbol, in radii.
_SYMBOLS = {"diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)), "square": ((-1, -1), (1, -1), (1, 1), (-1, 1))}
_MANY = 100  # from so many points on, they are dots of one path
_APART = 4  # paths of dots, so that those that lie on each other shine through, as plotly's do


def _scatter(plot: Plot, trace: Mapping[str, Any], moving: str) -> Iterator[Part]:
    x, y = plot.of(trace)
    across, down = x.share(floats(trace["x"])), y.share(floats(trace["y"]))
    clipped = trace.get("cliponaxis", True)
    mode = trace["mode"]
    if "lines" in mode:
        filled = trace.get("fill") == "toself"
        fill = f' fill="{colour(trace["fillcolor"])}"' if filled else ""
        style = stroke(trace.get("line", {}), LINE_WIDTH)
        # frames move whole lines; one with gaps is drawn anew by the server
        whole = moving if np.isfinite(across + down).all() else ""
        d = (polyline if whole else path)(across, down, closed=filled)
        if (d or whole) and (fill or style):
            yield Part(x.tied, area(x, y, clipped=clipped), f'<path{whole}{fill}{style} d="{d}"/>')
    if "markers" not in mode and "text" not in mode:
        return
    if moving:  # every point has its element, one that is nowhere or beyond an axis lies outside
        across, down = map(inside, (across, down))
    there = np.isfinite(across) & np.isfinite(down)
    if clipped and not moving:
        there &= (across >= 0) & (across <= 1) & (down >= 0) & (down <= 1)
    if "markers" in mode and trace["marker"].get("symbol", "circle") == "circle" and len(there) > _MANY:
        yield Part(x.tied, area(x, y, clipped=clipped), _dots(across[there], down[there], trace["marker"]))
        mode = mode.replace("markers", "")
    places = zip((x.start + x.length * across).tolist(), (y.start + y.length * down).tolist(), there, strict=True)
    points = [(px, py) if drawn else None for px, py, drawn in places]
    if "markers" in mode:
        yield from _markers(x.tied, trace["marker"], points, moving)
    if "text" in mode:
        yield from words_at_points(plot, trace, points, moving)


def inside(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares of an axis, with one far outside for those beyond it: plotly shows no point there."""
    return np.where((shares > -1e-6) & (shares < 1 + 1e-6), shares, OUTSIDE)


def _dots(x: NDArray[np.float64], y: NDArray[np.float64], marker: Mapping[str, Any]) -> str:
    """Return many round points without an edge: the round ends of lines without length."""
    style = stroke({"color": marker["color"], "width": marker["size"]})
    whole = np.round(np.stack([x, y], axis=1) * UNITS).astype(np.int64)
    opacity = f' opacity="{marker["opacity"]:g}"' if "opacity" in marker else ""
    drawn = ""
    for k in range(_APART):
        steps = np.diff(whole[k::_APART], axis=0, prepend=0)
        d = "".join(f"m{pairs(step[np.newaxis])}h0" for step in steps)
        drawn += f'<path stroke-linecap="round"{style}{opacity} d="{d}"/>'
    return drawn


def _markers(
    tied: bool, marker: Mapping[str, Any], points: Sequence[tuple[float, float] | None], moving: str
) -> Iterator[Part]:
    symbol, radius = marker.get("symbol", "circle"), marker["size"] / 2
    hollow = symbol.endswith("-open")
    outline = _SYMBOLS.get(symbol.removesuffix("-open"))
    line = marker.get("line", {})
    drawn = ""
    for point, own in zip(points, each(marker["color"]), strict=False):
        if point is None:
            continue
        fill = "" if isinstance(marker["color"], str) else f' fill="{colour(own)}"'
        if outline is None:
            x, y = map(percent, point)
            drawn += f'<circle cx="{x}" cy="{y}" r="{number(radius, 2)}"{fill}/>'
        else:
            d = "L".join(f"{number(a * radius, 2)} {number(b * radius, 2)}" for a, b in outline)
            drawn += f'<svg{place(*point)}><path{fill} d="M{d}z"/></svg>'
    if drawn:
        shared = f' fill="{"none" if hollow else colour(marker["color"])}"' if isinstance(marker["color"], str) else ""
        opacity = f' opacity="{marker["opacity"]:g}"' if "opacity" in marker else ""
        yield Part(tied, "", f"<g{moving}{shared}{stroke(line)}{opacity}>{drawn}</g>")


# ---- bars ------------------------------------------------------------------------------------------------------------


def _bar(plot: Plot, trace: Mapping[str, Any], moving: str) -> Iterator[Part]:
    x, y = plot.of(trace)
    flat = trace.get("orientation") == "h"
    along, up = (y, x) if flat else (x, y)
    middles, lengths = floats(trace[along.name[0]]), floats(trace[up.name[0]])
    half = floats(trace["width"]) / 2
    base = floats(trace["base"]) if "base" in trace else _below(plot, trace, middles)
    sides = np.stack([along.share(middles - half), along.share(middles + half)], axis=-1)
    ends = np.stack([up.share(base + np.zeros_like(lengths)), up.share(base + lengths)], axis=-1)
    boxes = np.sort(np.stack([ends, sides] if flat else [sides, ends], axis=1), axis=-1)  # (k, 2: x y, 2: from to)
    marker = trace["marker"]
    hatched = [bool(shape) for _, shape in zip(lengths, each(marker.get("pattern", {}).get("shape", "")), strict=False)]
    fills = [str(fill) for _, fill in zip(lengths, each(marker["color"]), strict=False)]
    style = stroke(marker.get("line", {})) + (f' opacity="{marker["opacity"]:g}"' if "opacity" in marker else "")
    if moving and plot.layout.get("barmode") == "stack" and not flat:
        style += f'{moving} data-sides="{_numbers(sides * UNITS)}" data-heights="{_numbers(lengths)}"'
        d = "".join(_rectangle(box) for box, length in zip(boxes, lengths, strict=True) if length)
        yield Part(x.tied, area(x, y), f'<path fill="{colour(fills[0])}"{style} d="{d}"/>')
        return
    drawn = [k for k in range(len(lengths)) if lengths[k] > 0]
    for fill, group in groupby((k for k in drawn if not hatched[k]), lambda k: fills[k]):
        d = "".join(_rectangle(boxes[k]) for k in group)
        yield Part(x.tied, area(x, y), f'<path fill="{colour(fill)}"{style} d="{d}"/>')
    for k in (k for k in drawn if hatched[k]):
        yield Part(x.tied, "", _hatched(x, y, boxes[k], marker, style))


def _below(plot: Plot, trace: Mapping[str, Any], middles: NDArray[np.float64]) -> Any:
    """Return on what the bars of a trace stand: on those of the traces before it, if they are stacked."""
    if plot.layout.get("barmode") != "stack":
        return np.zeros_like(middles)
    up = "x" if trace.get("orientation") == "h" else "y"
    axes = ("xaxis", "yaxis")
    base = np.zeros_like(middles)
    for other in plot.data:
        if other is trace:
            break
        if other["type"] == "bar" and all(other.get(axis) == trace.get(axis) for axis in axes):
            base += floats(other[up])
    return base


def _numbers(values: NDArray[np.float64]) -> str:
    return " ".join(f"{value:.6g}" for value in values.ravel())


def _rectangle(box: NDArray[np.float64]) -> str:
    (left, right), (top, bottom) = np.round(box * UNITS).astype(int).tolist()
    return f"M{left} {top}H{right}V{bottom}H{left}z"


def _hatched(x: Axis, y: Axis, box: NDArray[np.float64], marker: Mapping[str, Any], style: str) -> str:
    """Return a bar of slanting lines: one thick line in dashes, skewed, in a box that cuts it.

    As plotly's, one of them goes through the upper left corner of the plot, so that those of all bars are in line.
    """
    pattern = marker["pattern"]
    (left, right), (top, bottom) = box.tolist()
    across, down = right - left, bottom - top
    apart = pattern["size"] * 2**0.5  # px from one slanting line to the next, level
    dash = pattern["solidity"] * apart
    line = {"color": pattern["fgcolor"], "width": 2000, "dash": f"{number(dash, 3)},{number(apart - dash, 3)}"}
    start = number(-100 * apart - dash / 2, 2)
    lines = f'<path transform="skewX(-45)"{stroke(line)} d="M{start} 0H3000"/>'
    inside = (
        f'x="{percent(x.start + x.length * left)}" y="{percent(y.start + y.length * top)}" '
        f'width="{percent(x.length * across)}" height="{percent(y.length * down)}"'
    )
    opacity = f' opacity="{marker["opacity"]:g}"' if "opacity" in marker else ""
    corner = f"<svg{place(-left / across, -top / down)}>{lines}</svg>"
    return f'<svg class="cut" {inside}{opacity}>{corner}</svg><rect {inside} fill="none"{style}/>'


# ---- cells -----------------------------------------------------------------------------------------------------------


def _heatmap(plot: Plot, trace: Mapping[str, Any], moving: str) -> Iterator[Part]:
    """Return cells whose middles are 0, 1, ... along both axes: runs of one colour in a row are one line, a cell thick.

    Where the scale leads from one colour to one other they are a photograph.
    """
    x, y = plot.of(trace)
    rows = floats(trace["z"])
    (left, right), (bottom, top) = x.spec["range"], y.spec["range"]
    if len(trace["colorscale"]) == 2:
        yield Part(x.tied, area(x, y), _photograph(trace, rows if bottom > top else rows[::-1]))
        return
    shade_of = {value: _shade(trace, value) for value in np.unique(rows[~np.isnan(rows)]).tolist()}
    shades = [[shade_of.get(value, "") for value in row] for row in rows.tolist()]
    lines: dict[str, list[tuple[int, int, int]]] = {}
    for i, row in enumerate(shades):
        start = 0
        for shade, run in groupby(row):
            length = len(list(run))
            lines.setdefault(shade, []).append((start, i if bottom > top else len(rows) - 1 - i, length))
            start += length
    for shade in ("", TRANSPARENT):
        lines.pop(shade, None)
    steps = {shade: start for start, shade in reversed(trace["colorscale"])} if moving else {}
    if moving:  # every colour has its path
        lines = {
            "none" if shade == TRANSPARENT else colour(shade): lines.get(colour(shade), []) for shade in reversed(steps)
        }
        moving += (
            f' data-z="{trace["zmin"]} {trace["zmax"]}" data-steps="{_numbers(np.array([*steps.values()][::-1]))}"'
        )
    cells = "".join(
        f'<path stroke="{shade}" d="{"".join(f"M{j} {i}h{length}" for j, i, length in runs)}"/>'
        for shade, runs in lines.items()
    )
    cells = f"<g{moving}>{cells}</g>" if moving else cells
    across, down = abs(right - left), abs(top - bottom)
    box = area(x, y).split("viewBox")[0]
    view = f'{box}viewBox="0 -.5 {across:g} {down:g}" preserveAspectRatio="none" shape-rendering="crispEdges"'
    yield Part(x.tied, view, cells)
    if trace.get("xgap"):
        gaps = "".join(f"M{round(k * UNITS / across)} 0v{UNITS}" for k in range(round(across) + 1))
        gaps += "".join(f"M0 {round(k * UNITS / down)}h{UNITS}" for k in range(round(down) + 1))
        line = stroke({"color": Colour.PAPER, "width": trace["xgap"]})
        yield Part(x.tied, area(x, y), f'<path{line} d="{gaps}"/>')


def _photograph(trace: Mapping[str, Any], rows: NDArray[np.float64]) -> str:
    """Return cells, from the top row down, as a picture of white that lets more or less of the darkest colour through."""
    dark, bright = (shade for _, shade in trace["colorscale"])
    share = np.clip((rows - trace["zmin"]) / (trace["zmax"] - trace["zmin"]), 0, 1)
    return (
        f'<rect width="100%" height="100%" fill="{colour(dark)}"/>'
        f'<image width="100%" height="100%" preserveAspectRatio="none" image-rendering="pixelated" '
        f'href="{whites(share, whiteness(dark, bright))}"/>'
    )


def _shade(trace: Mapping[str, Any], value: float) -> str:
    """Return the colour of a value: that of the step below it on the scale, mixed with the next by how near that is."""
    scale = trace["colorscale"]
    share = (value - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    below = [stop for stop in scale if stop[0] <= share + 1e-9][-1]
    above = next((stop for stop in scale if stop[0] > share + 1e-9), below)
    if above[1] == below[1]:
        return colour(below[1])
    # a step of 4 in 100 cannot be seen, and each colour has its own path
    part = 4 * round(25 * (share - below[0]) / (above[0] - below[0]))
    return f"color-mix(in srgb,{colour(above[1])} {part}%,{colour(below[1])})" if part else colour(below[1])


# ---- shapes of the layout --------------------------------------------------------------------------------------------


def shape(plot: Plot, spec: Mapping[str, Any], moving: str) -> Iterator[Part]:
    """Return a straight line, or a path along the axes, over the traces."""
    if spec.get("visible") is False:
        return
    if spec["type"] == "path":
        x, y = plot.axes[spec.get("xref", "x")], plot.axes[spec.get("yref", "y")]
        tied, d = x.tied, _along(spec["path"], x, y)
    else:
        tied, d = straight(plot, spec)
    opacity = f' opacity="{spec["opacity"]:g}"' if "opacity" in spec else ""
    yield Part(tied, area(clipped=False), f'<path{moving}{stroke(spec["line"])}{opacity} d="{d}"/>')


def straight(plot: Plot, spec: Mapping[str, Any]) -> tuple[bool, str]:
    """Return a straight line of the layout: whether it lies in the tied frame, and its path there."""
    across, down = spec.get("xref", "x"), spec.get("yref", "y")
    ends = [(plot.at(across, spec[f"x{k}"], "x"), plot.at(down, spec[f"y{k}"], "y")) for k in (0, 1)]
    (x0, y0), (x1, y1) = (tuple(round(UNITS * at) for _, at in end) for end in ends)
    return ends[0][0][0], f"M{x0} {y0}L{x1} {y1}"


def _along(d: str, x: Axis, y: Axis) -> str:
    """Return a path of M, V and H in the units of the plot."""

    def across(value: str) -> int:
        return round(UNITS * float(x.at(float(value))))

    def down(value: str) -> int:
        return round(UNITS * float(y.at(float(value))))

    moves = {
        "M": lambda v: f"{across(v[0])} {down(v[1])}",
        "H": lambda v: f"{across(v[0])}",
        "V": lambda v: f"{down(v[0])}",
    }
    return "".join(step + moves[step](given.split(",")) for step, given in re.findall(r"([MHV])([-\d.,]+)", d))


# A kind of trace, and what draws it in a plot; the text is what `moving` returns.
DRAWN: Mapping[str, Callable[[Plot, Mapping[str, Any], str], Iterator[Part]]] = {
    "heatmap": _heatmap,
    "bar": _bar,
    "scatter": _scatter,
}
