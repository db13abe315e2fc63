"""What all figures share: one way to make one, the live marker and its label, direct labels, reference lines."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.around import fitted
from components.theme import LINE_WIDTH, MARGIN, MARKER_SIZE, NOTE_SIZE, TEMPLATE, TEXT_SIZE, Colour

# A figure as plotly.js takes it. Not a graph object: its validation would cost more than everything else about a view,
# so tests/components/test_figures.py does it.
Figure: TypeAlias = dict[str, Any]


# How a part of a figure says that it moves, for whoever draws it: in a property of plotly's that draws nothing, "meta" of
# a trace or "name" of a part of the layout.
MOVES = "moves"
MARK = {"data": "meta", "layout": "name"}


def moves(part: Mapping[str, Any]) -> bool:
    """Return whether a trace or a part of the layout moves."""
    return MOVES in (part.get("meta"), part.get("name"))


@dataclass(frozen=True)
class Drawn:
    """A figure, and the names of the places in it that change: the trace or the part of the layout at each."""

    figure: Figure
    places: Mapping[str, tuple[str | int, ...]]

    def place(self, name: str) -> tuple[str | int, ...]:
        """Return plotly's path to a place; an unknown one raises KeyError, with the places that there are."""
        if name not in self.places:
            raise KeyError(f"the figure has the places {sorted(self.places)}, got {name!r}")
        return self.places[name]

    def paths(self, place: str, prop: str) -> list[tuple[str | int, ...]]:
        """Return plotly's paths to a property of a place; "x" of a line of the layout is both of its ends."""
        start = self.place(place)
        if start[:2] == ("layout", "shapes") and prop in ("x", "y"):
            return [(*start, prop + end) for end in "01"]
        return [(*start, prop)]


def put(figure: Figure, path: Sequence[str | int], value: Any) -> None:
    """Put a value into a figure, at plotly's path to it."""
    place: Any = figure
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value


class Drawing:
    """A figure in the making: traces, lines and labels in the order in which they are drawn.

    What changes is given a name, by which the lesson puts values there; see `Drawn`.
    """

    def __init__(self) -> None:
        self._traces: list[Any] = []
        self._shapes: list[Any] = []
        self._labels: list[Any] = []
        self._places: dict[str, tuple[str | int, ...]] = {}

    def trace(self, trace: Mapping[str, Any], name: str = "") -> None:
        """Add a trace."""
        self._add(self._traces, trace, name, "data")

    def shape(self, shape: Mapping[str, Any], name: str = "") -> None:
        """Add a line or another shape of the layout."""
        self._add(self._shapes, shape, name, "layout", "shapes")

    def label(self, label: Mapping[str, Any], name: str = "") -> None:
        """Add a direct label (plotly calls it an annotation)."""
        self._add(self._labels, label, name, "layout", "annotations")

    def done(self, **layout: Any) -> Drawn:
        """Return the figure in the project's template, with the names of its axes and margins for them; see `fitted`."""
        axes = {key: layout.pop(key) for key in list(layout) if key[1:5] == "axis"}
        plain, names, margin = fitted(axes, {**MARGIN, **layout.pop("margin", {})})
        added = {"shapes": self._shapes, "annotations": [*self._labels, *names]}
        parts = {key: value for key, value in added.items() if value}
        whole = {"template": TEMPLATE, **parts, "margin": margin, **plain, **layout}
        return Drawn({"data": self._traces, "layout": whole}, self._places)

    def _add(self, to: list[Any], part: Mapping[str, Any], name: str, *where: str) -> None:
        if name in self._places:
            raise ValueError(f"the figure has a place {name!r} already")
        if name:
            self._places[name] = (*where, len(to))
            part = {**part, MARK[where[0]]: MOVES}
        to.append(part)


def array(values: Any) -> dict[str, str]:
    """Return numbers in plotly.js's typed form: shorter than text, many times faster to write, and nan may be in it."""
    packed = np.ascontiguousarray(values)
    kind = "f8" if packed.dtype.kind == "f" else _integers(packed)
    spec = {"dtype": kind, "bdata": base64.b64encode(packed.astype(kind, copy=False).tobytes()).decode("ascii")}
    return spec if packed.ndim == 1 else {**spec, "shape": ", ".join(str(n) for n in packed.shape)}


def numbers(spec: dict[str, str]) -> NDArray[Any]:
    """Return what `array` packed."""
    flat = np.frombuffer(base64.b64decode(spec["bdata"]), spec["dtype"])
    return flat.reshape([int(n) for n in spec["shape"].split(",")]) if "shape" in spec else flat


def _integers(values: NDArray[Any]) -> str:
    """Return the smallest type of plotly.js that holds these whole numbers."""
    low, high = (int(values.min()), int(values.max())) if values.size else (0, 0)
    return next(kind for kind in ("i1", "u1", "i2", "u2", "i4") if _holds(np.iinfo(kind), low, high))


def _holds(kind: Any, low: int, high: int) -> bool:
    return bool(kind.min <= low and high <= kind.max)


def line(x: Any, y: Any, *, color: str, name: str = "", hover: str | None = None, **extra: Any) -> dict[str, Any]:
    """Return a line trace; `hover` is its hover template, without the trace's name."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": name,
        "line": {"color": color, "width": LINE_WIDTH, **extra.pop("line", {})},
        **({"hovertemplate": hover + "<extra></extra>"} if hover else {"hoverinfo": "skip"}),
        **extra,
    }


def area(x: Any, y: Any, color: str) -> dict[str, Any]:
    """Return an area in one colour, inside a closed line."""
    return line(list(x), list(y), color=color, line={"width": 1}, fill="toself", fillcolor=color)


def marker(x: float, y: float, text: str, *, color: str = Colour.ACCENT, **extra: Any) -> dict[str, Any]:
    """Return the point that a slider moves, with its value written above it."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x],
        "y": [y],
        "text": [text],
        "textposition": "top center",
        "textfont": {"color": color, "size": TEXT_SIZE + 2, "weight": 700},
        "marker": {"size": MARKER_SIZE, "color": color, "line": {"color": Colour.PAPER, "width": 3}},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **extra,
    }


def points(colors: Sequence[str], *, size: int = MARKER_SIZE) -> dict[str, Any]:
    """Return a point in each of the colours; their places come from a frame."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [0.0] * len(colors),
        "y": [0.0] * len(colors),
        "marker": {"size": size, "color": list(colors), "line": {"color": Colour.PAPER, "width": 2}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def note(text: str, x: Any, y: Any, *, color: str = Colour.INK_2, **extra: Any) -> dict[str, Any]:
    """Return a direct label at a place of the figure."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"color": color, "size": NOTE_SIZE},
        **extra,
    }


def vertical(
    x: float, *, color: str = Colour.INK_2, dash: str = "dot", width: float = 1.5, **extra: Any
) -> dict[str, Any]:
    """Return a vertical line through the whole height of the plot."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "line": {"color": color, "dash": dash, "width": width},
        **extra,
    }


class Run(NamedTuple):
    """How one of several models is drawn in every figure: its name, its colour, and dashes that tell it apart without it."""

    label: str
    color: str
    dash: str


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Return places for labels near the values, in their order, no two closer than `gap`; the lowest one stays."""
    places = list(values)
    floor = float("-inf")
    for i in sorted(range(len(values)), key=lambda i: values[i]):
        places[i] = max(values[i], floor)
        floor = places[i] + gap
    return places


# Stands for no text: plotly drops the place of an empty one, and the next text would have to be drawn from nothing.
NOTHING = "\u00a0"


def where(there: Sequence[bool], texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the texts of each position of a slider where they are to be there, and nothing elsewhere.

    With it a text changes sides: it has a place at each of them, and words at one.
    """
    return [list(each) if shown else [NOTHING] * len(each) for shown, each in zip(there, texts, strict=True)]


def words(count: int, *, color: str = Colour.ACCENT, side: str = "middle center", **extra: Any) -> dict[str, Any]:
    """Return a trace of `count` short texts whose places, and words, come from a frame; a halo keeps them legible."""
    font = {
        "color": color,
        "size": TEXT_SIZE,
        "weight": 700,
        "shadow": ", ".join([f"0 0 3px {Colour.named('paper')}"] * 4),
    }
    none = [0] * count
    return {
        "type": "scatter",
        "mode": "text",
        "x": none,
        "y": none,
        "text": [NOTHING] * count,
        "textposition": side,
        "textfont": font,
        "hoverinfo": "skip",
        "cliponaxis": False,
        **extra,
    }
