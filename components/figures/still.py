"""A figure as a still picture: SVG made from the same plain dict, shown until plotly.js draws.

It knows what the figures of this project use, no more. Text is not measured, so margins are close to plotly's, not equal.
Colours are the style sheet's variables, so that a still picture follows the theme.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import repeat
from typing import Any

import numpy as np

from components.figures.base import Figure, numbers
from components.theme import LINE_WIDTH, NOTE_SIZE, TEXT_SIZE, Colour

LETTER = 0.56  # the width of a letter, as a part of its size
ROOM = 6  # px between an axis and its labels
DASHES = {"dot": "3,3", "dash": "9,9", "dashdot": "9,3,3,3", "solid": ""}
LAYERS = ("heatmap", "contour", "bar", "scatter")


@dataclass(frozen=True)
class Axis:
    """One axis: what it says of itself, and where its range lies in pixels."""

    spec: Mapping[str, Any]
    start: float
    end: float
    low: float
    high: float
    names: Sequence[str] = ()

    def at(self, value: Any) -> float:
        """Return the pixel of a value."""
        if isinstance(value, str):
            value = self.names.index(value)
        if self.spec.get("type") == "log":
            value = math.log10(value) if value > 0 else self.low
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The pixels and the words of the ticks inside the range."""
        spec = self.spec
        if self.names:
            marks: list[tuple[Any, str]] = [(name, name) for name in self.names]
        elif "tickvals" in spec:
            marks = list(zip(spec["tickvals"], map(str, spec.get("ticktext", spec["tickvals"])), strict=True))
        else:
            step = spec.get("dtick") or _step((self.high - self.low), abs(self.end - self.start))
            low, high = sorted((self.low, self.high))
            digits = max(0, -math.floor(math.log10(step) + 1e-9))
            form = ",.0f" if spec.get("tickformat") == "," else f".{digits}f"
            marks = [
                (k * step, format(k * step, form).replace("-", "−"))
                for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
            ]
        return [(self.at(value), words) for value, words in marks]


def still(figure: Figure, width: int, height: int) -> str:
    """Return a figure as an SVG element that fills its box; `width` and `height` in pixels are its own measure."""
    layout = figure["layout"]
    base = layout["template"]["layout"]
    axes = _axes(figure["data"], layout, base, width, height)
    body: list[str] = []
    for key, axis in axes.items():
        body += _grid(key, axis, axes)
    for kind in LAYERS:
        body += _bars(figure["data"], layout, axes) if kind == "bar" else []
        for trace in figure["data"]:
            if trace["type"] == kind and kind in DRAWN:
                body += DRAWN[kind](trace, *_axes_of(trace, axes))
    place = _Place(axes, layout.get("margin", base["margin"]), width, height)
    for shape in layout.get("shapes", ()):
        body += _shape(shape, place)
    for label in layout.get("annotations", ()):
        body += _label(label, place)
    return (
        f'<svg class="still" viewBox="0 0 {width} {height}" aria-hidden="true" font-size="{TEXT_SIZE}" '
        f'fill="{_colour(Colour.INK)}">{"".join(body)}</svg>'
    )


# ---- axes ------------------------------------------------------------------------------------------------------------


def _axes(
    data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], base: Mapping[str, Any], width: int, height: int
) -> dict[str, Axis]:
    margin = {**base["margin"], **layout.get("margin", {})}
    specs = {
        key: {**base[f"{key[0]}axis"], **layout.get(f"{key[0]}axis{key[1:]}", {})}
        for key in sorted({"x", "y", *(trace.get(f"{d}axis", d) for trace in data for d in "xy")})
    }
    ranges = {key: _range(key, spec, data) for key, spec in specs.items()}
    left, bottom = margin["l"], margin["b"]
    for key, spec in specs.items():
        if not spec.get("automargin", True) or spec.get("visible") is False:
            continue
        title = TEXT_SIZE * 1.2 + ROOM if spec.get("title", {}).get("text") else 0
        low, high, names = ranges[key]
        words = [text for _, text in Axis(spec, 0, height, low, high, names).ticks]
        if key[0] == "y":
            labels = max(map(len, words), default=0) * NOTE_SIZE * LETTER + ROOM
            left = max(left, (labels if spec.get("showticklabels", True) else 0) + title + 4)
        elif spec.get("domain", [0, 1])[0] == 0 or spec.get("anchor", "y") != "free":
            labels = NOTE_SIZE * 1.3 + ROOM if spec.get("showticklabels", True) else 0
            bottom = max(bottom, labels + title + 4)
    box = {"x": (left, width - margin["r"]), "y": (height - bottom, margin["t"])}
    axes = {}
    for key, spec in specs.items():
        (start, end), (from_, to) = box[key[0]], spec.get("domain", (0, 1))
        low, high, names = ranges[key]
        axes[key] = Axis(spec, start + from_ * (end - start), start + to * (end - start), low, high, names)
    return _square(axes)


def _range(key: str, spec: Mapping[str, Any], data: Sequence[Mapping[str, Any]]) -> tuple[float, float, list[str]]:
    """Return the ends of an axis, and the names along it where it has names in place of numbers."""
    mine = [trace for trace in data if trace.get(f"{key[0]}axis", key[0]) == key]
    names = [v for trace in mine for v in _list(trace.get(key[0], ())) if isinstance(v, str)]
    names = list(dict.fromkeys(names))
    if "range" in spec:
        low, high = spec["range"]
        return float(low), float(high), names
    ends = (-0.5, len(names) - 0.5) if names else _extent(key[0], mine)
    return (ends[1], ends[0], names) if spec.get("autorange") == "reversed" else (*ends, names)


def _extent(direction: str, traces: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    maps = [np.shape(_list(trace["z"])) for trace in traces if "z" in trace]
    if maps:
        return -0.5, maps[0][1 if direction == "x" else 0] - 0.5
    values = [v for trace in traces for v in _list(trace.get(direction, ())) if isinstance(v, int | float) and v == v]
    low, high = (min([*values, 0]), max(values)) if values else (0, 1)
    return float(low), float(high if high > low else low + 1) * 1.05


def _square(axes: dict[str, Axis]) -> dict[str, Axis]:
    """Make a unit as long across as it is up, where an axis is tied to another."""
    for key, axis in list(axes.items()):
        for_ = axis.spec.get("scaleanchor")
        if not for_:
            continue
        other = axes[for_]
        units = [abs((a.end - a.start) / (a.high - a.low)) for a in (axis, other)]
        for name, each, unit in ((key, axis, units[0]), (for_, other, units[1])):
            shrink = min(units) / unit
            middle, half = (each.start + each.end) / 2, (each.end - each.start) / 2 * shrink
            axes[name] = Axis(each.spec, middle - half, middle + half, each.low, each.high, each.names)
    return axes


def _axes_of(trace: Mapping[str, Any], axes: Mapping[str, Axis]) -> tuple[Axis, Axis]:
    return axes[trace.get("xaxis", "x")], axes[trace.get("yaxis", "y")]


def _step(span: float, pixels: float) -> float:
    """Return a round step that leaves some 60 pixels between two ticks."""
    raw = abs(span) / max(1, pixels / 60)
    power = 10 ** math.floor(math.log10(raw))
    return float(next(k * power for k in (1, 2, 5, 10) if k * power >= raw - 1e-12))


def _grid(key: str, axis: Axis, axes: Mapping[str, Axis]) -> Iterator[str]:
    spec = axis.spec
    if spec.get("visible") is False:
        return
    across = key[0] == "x"
    other = axes[spec.get("anchor", ("y" if across else "x") + key[1:])]
    near, far = other.start, other.end
    for at, words in axis.ticks:
        if spec.get("showgrid", True):
            ends = (at, near, at, far) if across else (near, at, far, at)
            yield _line(ends, Colour.LINE, 1)
        if spec.get("showticklabels", True) and words:
            font = spec.get("tickfont", {})
            where = (at, near + ROOM + NOTE_SIZE) if across else (near - ROOM, at)
            yield _text(words, *where, "middle" if across else "end", font, down=0 if across else 0.35)
    title = spec.get("title", {})
    if title.get("text"):
        middle = (axis.start + axis.end) / 2
        font = {"size": TEXT_SIZE, **title.get("font", {})}
        if across:
            yield _text(title["text"], middle, near + 2 * ROOM + NOTE_SIZE + TEXT_SIZE, "middle", font)
        else:
            words_width = max((len(words) for _, words in axis.ticks), default=0) * NOTE_SIZE * LETTER
            x = near - words_width - 2 * ROOM - 4
            yield f'<g transform="rotate(-90 {_n(x)} {_n(middle)})">{_text(title["text"], x, middle, "middle", font)}</g>'


# ---- traces ----------------------------------------------------------------------------------------------------------


def _scatter(trace: Mapping[str, Any], x: Axis, y: Axis) -> Iterator[str]:
    points = [
        None if a is None or b is None or a != a or b != b else (x.at(a), y.at(b))
        for a, b in zip(_list(trace["x"]), _list(trace["y"]), strict=False)
    ]
    mode = trace["mode"]
    if "lines" in mode and any(points):
        line = trace.get("line", {})
        filled = trace.get("fill") == "toself"
        path = _path(points) + ("Z" if filled else "")
        fill = _colour(trace["fillcolor"]) if filled else "none"
        style = _stroke(line.get("color"), line.get("width", LINE_WIDTH), line.get("dash"))
        yield f'<path d="{path}" fill="{fill}"{style}/>'
    if "markers" in mode:
        marker = trace["marker"]
        edge = marker.get("line", {})
        colours, sizes = _each(marker.get("color")), _each(marker.get("size", 6))
        for point, colour, size in zip(points, colours, sizes, strict=False):
            if point:
                yield _mark(point, size / 2, marker.get("symbol", "circle"), colour, edge, marker.get("opacity", 1))
    if "text" in mode:
        font = trace.get("textfont", {})
        up, side = trace.get("textposition", "middle center").split()
        colours, size = _each(font.get("color")), font.get("size", TEXT_SIZE)
        reach = trace.get("marker", {}).get("size", 0) / 2 + 3 if "markers" in mode else 0
        for point, words, colour in zip(points, _each(trace["text"]), colours, strict=False):
            if point and words.strip():
                px, py = point
                px += {"left": -reach, "right": reach}.get(side, 0)
                py += {"top": -reach - 2, "middle": 0.35 * size, "bottom": reach + size}[up]
                anchor = {"left": "end", "right": "start"}.get(side, "middle")
                yield _text(words, px, py, anchor, {**font, "color": colour}, halo="shadow" in font)


def _mark(
    point: tuple[float, float], r: float, symbol: str, colour: Any, edge: Mapping[str, Any], opacity: float
) -> str:
    px, py = point
    style = f' fill="{_colour(colour)}"{_stroke(edge.get("color"), edge.get("width", 0), None)} opacity="{opacity}"'
    if symbol == "diamond":
        r *= 1.3
        return f'<path d="M{_n(px)},{_n(py - r)}l{_n(r)},{_n(r)}l{_n(-r)},{_n(r)}l{_n(-r)},{_n(-r)}Z"{style}/>'
    return f'<circle cx="{_n(px)}" cy="{_n(py)}" r="{_n(r)}"{style}/>'


def _heatmap(trace: Mapping[str, Any], x: Axis, y: Axis) -> Iterator[str]:
    rows = np.asarray(_list(trace["z"]), float)
    scale, low, high = trace["colorscale"], trace["zmin"], trace["zmax"]
    xs, ys = (_list(trace.get(d, range(n))) for d, n in (("x", rows.shape[1]), ("y", rows.shape[0])))
    gap = (trace.get("xgap", 0) / 2, trace.get("ygap", 0) / 2)
    half = (abs(x.at(xs[0]) - x.at(xs[-1])) / max(1, len(xs) - 1) / 2, abs(y.at(ys[0]) - y.at(ys[-1])) / max(1, len(ys) - 1) / 2)
    if len(ys) == 1:
        half = (half[0], abs(y.end - y.start) / 2)
    for i, row in enumerate(rows):
        start = 0
        for k in range(1, len(row) + 1):
            joins = k < len(row) and not gap[0] and _same(row[start], row[k], trace)
            if joins:
                continue
            if row[start] == row[start]:
                left, right = x.at(xs[start]) - half[0] + gap[0], x.at(xs[k - 1]) + half[0] - gap[0]
                top = y.at(ys[i]) - half[1] + gap[1]
                fill = _on_scale(scale, (row[start] - low) / (high - low))
                yield (
                    f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" '
                    f'height="{_n(2 * half[1] - 2 * gap[1])}" fill="{fill}"/>'
                )
            start = k


def _same(a: float, b: float, trace: Mapping[str, Any]) -> bool:
    steps = 24  # shades that can be told apart
    span = trace["zmax"] - trace["zmin"]
    return a == b or round(a / span * steps) == round(b / span * steps)


def _on_scale(scale: Sequence[Sequence[Any]], part: float) -> str:
    """Return the colour at a part of a scale: that of the step below, mixed with the next by how near that is."""
    below = max((stop for stop in scale if stop[0] <= part + 1e-9), key=lambda stop: stop[0], default=scale[0])
    above = next((stop for stop in scale if stop[0] > part + 1e-9), below)
    if above[0] == below[0] or above[1] == below[1]:
        return _colour(below[1])
    share = round(100 * (part - below[0]) / (above[0] - below[0]))
    return f"color-mix(in srgb, {_colour(above[1])} {share}%, {_colour(below[1])})"


def _bars(
    data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], axes: Mapping[str, Axis]
) -> Iterator[str]:
    stacked: dict[Any, float] = {}
    for trace in data:
        if trace["type"] != "bar":
            continue
        x, y = _axes_of(trace, axes)
        flat = trace.get("orientation") == "h"
        along, up = ("y", "x") if flat else ("x", "y")
        places, heights = _list(trace[along]), _list(trace[up])
        marker = trace.get("marker", {})
        edge = marker.get("line", {})
        opacity = marker.get("opacity", 1)
        each = zip(places, heights, _each(trace.get("width", 0.8)), _each(trace.get("base", 0)), _each(marker.get("color")), _each(trace.get("text", "")), strict=False)
        for place, height, width, base, colour, words in each:
            if layout.get("barmode") == "stack":
                key = (trace.get("xaxis"), place)
                base = stacked.get(key, 0)
                stacked[key] = base + height
            if not height:
                continue
            across, length = (y, x) if flat else (x, y)
            middle = across.names.index(place) if isinstance(place, str) and across.names else place
            middle = 0 if isinstance(middle, str) else middle
            a, b = across.at(middle - width / 2), across.at(middle + width / 2)
            c, d = length.at(base), length.at(base + height)
            left, right, top, bottom = (*sorted((c, d)), *sorted((a, b))) if flat else (*sorted((a, b)), *sorted((c, d)))
            yield (
                f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" height="{_n(bottom - top)}" '
                f'fill="{_colour(colour)}"{_stroke(edge.get("color"), edge.get("width", 0), None)} opacity="{opacity}"/>'
            )
            if words:
                outside = trace.get("textposition") == "outside"
                where = (right + 4, "start") if outside else ((left + right) / 2, "middle")
                yield _text(words, where[0], (top + bottom) / 2, where[1], trace.get("textfont", {}), down=0.35)


DRAWN: Mapping[str, Callable[[Mapping[str, Any], Axis, Axis], Iterator[str]]] = {
    "scatter": _scatter,
    "heatmap": _heatmap,
}


# ---- lines and labels of the layout ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """Where a reference such as "x2", "y domain" or "paper" leads."""

    axes: Mapping[str, Axis]
    margin: Mapping[str, float]
    width: int
    height: int

    def at(self, reference: str, value: Any, direction: str) -> float:
        if reference == "paper":
            near = self.axes[direction]
            whole = [axis for key, axis in self.axes.items() if key[0] == direction]
            start = min((a.start for a in whole), key=lambda p: abs(p - near.start))
            return float(start + value * (whole[0].end - start))
        axis = self.axes[reference.split()[0]]
        return axis.start + value * (axis.end - axis.start) if reference.endswith("domain") else axis.at(value)


def _shape(shape: Mapping[str, Any], place: _Place) -> Iterator[str]:
    if shape.get("type") != "line" or shape.get("visible") is False:
        return
    x, y = shape.get("xref", "x"), shape.get("yref", "y")
    ends = [place.at(ref, shape[key], key[0]) for ref, key in ((x, "x0"), (y, "y0"), (x, "x1"), (y, "y1"))]
    line = shape["line"]
    yield _line(ends, line["color"], line["width"], line.get("dash"))


def _label(label: Mapping[str, Any], place: _Place) -> Iterator[str]:
    if label.get("opacity", 1) == 0 or not str(label["text"]).strip():
        return
    x = place.at(label.get("xref", "x"), label["x"], "x") + label.get("xshift", 0)
    y = place.at(label.get("yref", "y"), label["y"], "y") - label.get("yshift", 0)
    font = label["font"]
    size = font.get("size", NOTE_SIZE)
    rows = str(label["text"]).split("<br>")
    down = {"bottom": -0.3 - (len(rows) - 1) * 1.3, "top": 1.1}.get(label.get("yanchor", "middle"), 0.35)
    anchor = {"left": "start", "right": "end"}.get(label.get("xanchor", "center"), "middle")
    yield _text(label["text"], x, y + down * size, anchor, font, halo="bgcolor" in label)


# ---- SVG -------------------------------------------------------------------------------------------------------------


def _text(
    words: str, x: float, y: float, anchor: str, font: Mapping[str, Any], *, down: float = 0, halo: bool = False
) -> str:
    size = font.get("size", NOTE_SIZE)
    bold = font.get("weight", 400) >= 600 or words.startswith("<b>")
    rows = words.replace("<b>", "").replace("</b>", "").split("<br>")
    spans = "".join(
        f'<tspan x="{_n(x)}" dy="{1.3 * size if k else 0:g}">{escape(row, quote=False)}</tspan>' for k, row in enumerate(rows)
    ) if len(rows) > 1 else escape(rows[0], quote=False)
    style = f' font-size="{size}"' + (' font-weight="700"' if bold else "")
    style += f' fill="{_colour(font["color"])}"' if font.get("color") else ""
    style += f' stroke="{_colour(Colour.PAPER)}" stroke-width="4" paint-order="stroke"' if halo else ""
    return f'<text x="{_n(x)}" y="{_n(y + down * size)}" text-anchor="{anchor}"{style}>{spans}</text>'


def _line(ends: Sequence[float], colour: str, width: float, dash: str | None = None) -> str:
    x0, y0, x1, y1 = map(_n, ends)
    return f'<path d="M{x0},{y0}L{x1},{y1}"{_stroke(colour, width, dash)}/>'


def _stroke(colour: Any, width: float, dash: str | None) -> str:
    if not colour or not width:
        return ""
    pattern = DASHES.get(dash or "solid", (dash or "").replace("px", ""))
    return f' stroke="{_colour(colour)}" stroke-width="{width:g}"' + (f' stroke-dasharray="{pattern}"' if pattern else "")


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    path, pen = "", "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path += f"{pen}{_n(point[0])},{_n(point[1])}"
        pen = "L"
    return path


_NAMES = {colour.value: f"var(--{colour.name.lower().replace('_', '-')})" for colour in Colour}


def _colour(colour: Any) -> str:
    return _NAMES.get(str(colour), str(colour))


def _list(values: Any) -> list[Any]:
    if isinstance(values, dict):
        return list(numbers(values).tolist())
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def _each(value: Any) -> Any:
    return _list(value) if isinstance(value, list | tuple | dict | np.ndarray) else repeat(value)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
