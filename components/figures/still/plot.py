"""Where things are: the axes of a figure and the frames that they share, as parts of which all places are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from components.figures.around import ticks
from components.figures.base import Figure
from components.figures.still.svg import UNITS, number, percent, stroke


class Part(NamedTuple):
    """Something drawn: in which frame, in which area of it ("" for the frame as a whole), and its SVG."""

    tied: bool
    area: str
    svg: str


@dataclass(frozen=True)
class Axis:
    """An axis by its name, such as x or y2: what it says of itself, and where it lies in its frame.

    Shares count from the left and from the top. `tied` says that it has units of the same length as the other axis, and
    so lies in a frame of its own.
    """

    name: str
    spec: Mapping[str, Any]
    start: float
    length: float
    tied: bool

    def share(self, value: Any) -> Any:
        """Return which share of the axis a value lies at; an array for an array."""
        low, high = self.spec["range"]
        if self.spec.get("type") == "log":
            with np.errstate(all="ignore"):
                value = np.log10(value)
        at = (value - low) / (high - low)
        return at if self.name[0] == "x" else 1 - at

    def at(self, value: Any) -> Any:
        """Return which share of the frame a value lies at."""
        return self.start + self.length * self.share(value)

    def part(self, share: Any) -> float:
        """Return which share of the frame a share of the axis lies at, as plotly counts: from the left, from below."""
        return float(self.start + self.length * (share if self.name[0] == "x" else 1 - share))


class Plot:
    """The axes of a figure, and the frames in which they lie."""

    def __init__(self, figure: Figure) -> None:
        layout = figure["layout"]
        template = layout["template"]["layout"]
        self.data, self.layout, self.margin = figure["data"], layout, layout["margin"]
        specs = {key[0] + key[5:]: {**template[key[:5]], **spec} for key, spec in layout.items() if key[1:5] == "axis"}
        self._ties = {name: spec["scaleanchor"] for name, spec in specs.items() if "scaleanchor" in spec}
        tied = {*self._ties, *self._ties.values()}
        self.axes = {}
        for name, spec in specs.items():
            near, far = (0, 1) if name in tied else spec.get("domain", (0, 1))
            start = near if name[0] == "x" else 1 - far
            self.axes[name] = Axis(name, spec, start, far - near, name in tied)

    def of(self, trace: Mapping[str, Any]) -> tuple[Axis, Axis]:
        """Return the axes of a trace."""
        return self.axes[trace.get("xaxis", "x")], self.axes[trace.get("yaxis", "y")]

    def anchor(self, axis: Axis) -> Axis:
        """Return the axis at whose end an axis stands."""
        return self.axes[axis.spec.get("anchor", "y" if axis.name[0] == "x" else "x")]

    def at(self, reference: str, value: Any, direction: str) -> tuple[bool, float]:
        """Return where a reference such as "x2", "y domain" or "paper" leads: whether into the tied frame, and where."""
        if reference == "paper":
            return False, float(value if direction == "x" else 1 - value)
        axis = self.axes[reference.split()[0]]
        return axis.tied, float(axis.part(value) if reference.endswith("domain") else axis.at(value))

    def frame(self, tied: bool) -> tuple[str, dict[str, str]]:
        """Return where a frame lies in the figure, as CSS, and the size of its SVG in it as rules of a style.

        A frame of tied axes fills its place in one direction only: as plotly does with constrain="domain".
        """
        margin = self.margin
        if not tied:
            return " ".join(f"{number(margin[side])}px" for side in "trbl"), {}
        (left, right), (bottom, top), ratio = self._tied()
        across, down = margin["l"] + margin["r"], margin["t"] + margin["b"]
        sides = (("t", 1 - top, down), ("r", 1 - right, across), ("b", bottom, down), ("l", left, across))
        place = " ".join(
            f"calc({margin[side]}px + (100% - {whole}px)*{number(share, 4)})" if share else f"{margin[side]}px"
            for side, share, whole in sides
        )
        return place, {
            "width": f"min(100cqw,{100 * ratio:.6g}cqh)",
            "height": f"min(100cqh,{100 / ratio:.6g}cqw)",
        }

    def rectangle(self, tied: bool, width: float, height: float) -> tuple[float, float, float, float]:
        """Return where the SVG of a frame lies in a figure of this size: from the left, from the top, width and height."""
        margin = self.margin
        across, down = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
        if not tied:
            return margin["l"], margin["t"], across, down
        (left, right), (bottom, top), ratio = self._tied()
        room = across * (right - left), down * (top - bottom)
        size = min(room[0], room[1] * ratio), min(room[1], room[0] / ratio)
        x = margin["l"] + across * left + (room[0] - size[0]) / 2
        y = margin["t"] + down * (1 - top) + (room[1] - size[1]) / 2
        return x, y, *size

    def _tied(self) -> tuple[tuple[float, float], tuple[float, float], float]:
        """Return which shares of the plot the tied axes have, across and down, and how wide their units are for a height."""
        ((one, other),) = self._ties.items()
        x, y = (self.axes[name] for name in sorted((one, other)))
        units = [abs(axis.spec["range"][1] - axis.spec["range"][0]) for axis in (x, y)]
        return x.spec.get("domain", (0, 1)), y.spec.get("domain", (0, 1)), units[0] / units[1]


def box(x: Axis | None = None, y: Axis | None = None, *, clipped: bool = True) -> dict[str, str]:
    """Return the attributes of an SVG that covers the plot of two axes, or the whole frame, in UNITS across and down."""
    place = {}
    if x and y:
        starts, lengths = (("x", x.start), ("y", y.start)), (("width", x.length), ("height", y.length))
        place = {name: percent(share) for name, share in starts if share}
        place |= {name: percent(share) for name, share in lengths if share != 1}
    seen = {} if clipped else {"overflow": "visible"}
    return {**place, "viewBox": f"0 0 {UNITS} {UNITS}", "preserveAspectRatio": "none", "fill": "none", **seen}


def area(x: Axis | None = None, y: Axis | None = None, *, clipped: bool = True) -> str:
    """Return the same as text."""
    return " ".join(f'{name}="{value}"' for name, value in box(x, y, clipped=clipped).items())


def grid(plot: Plot, axis: Axis) -> Iterator[Part]:
    """Return the grid lines of an axis."""
    spec = axis.spec
    if spec.get("visible") is False or not spec.get("showgrid", True):
        return
    places = [round(UNITS * float(axis.share(value))) for value, _ in ticks(spec)]
    across = axis.name[0] == "x"
    lines = "".join(f"M{at} 0v{UNITS}" if across else f"M0 {at}h{UNITS}" for at in places)
    if lines:
        axes = (axis, plot.anchor(axis)) if across else (plot.anchor(axis), axis)
        style = stroke({"color": spec["gridcolor"], "width": 1})
        drawn = f'<path class="axis" shape-rendering="crispEdges"{style} d="{lines}"/>'
        yield Part(axis.tied, area(*axes, clipped=False), drawn)
