"""What all figures share: one way to make one, the live marker and its label, direct labels, reference lines."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.theme import LIGHT, LINE_WIDTH, MARKER_SIZE, NOTE_SIZE, TEMPLATE, TEXT_SIZE

# A figure as plotly.js takes it. Not a graph object: its validation would cost more than everything else about a view,
# so tests/components/test_figures.py does it.
Figure: TypeAlias = dict[str, Any]


def figure(data: Sequence[Any], **layout: Any) -> Figure:
    """Return a figure in the project's template."""
    return {"data": list(data), "layout": {"template": TEMPLATE, **layout}}


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


def marker(x: float, y: float, text: str, *, color: str = LIGHT["accent"], **extra: Any) -> dict[str, Any]:
    """Return the point that a slider moves, with its value written above it."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x],
        "y": [y],
        "text": [text],
        "textposition": "top center",
        "textfont": {"color": color, "size": TEXT_SIZE + 2, "weight": 700},
        "marker": {"size": MARKER_SIZE, "color": color, "line": {"color": LIGHT["paper"], "width": 3}},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **extra,
    }


def note(text: str, x: Any, y: Any, *, color: str = LIGHT["ink-2"], **extra: Any) -> dict[str, Any]:
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
    x: float, *, color: str = LIGHT["ink-2"], dash: str = "dot", width: float = 1.5, **extra: Any
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


# Stands for no text: plotly drops the place of an empty one, and the next text would have to be drawn from nothing.
NOTHING = "\u00a0"


def words(count: int, *, color: str = LIGHT["accent"], side: str = "middle center", **extra: Any) -> dict[str, Any]:
    """Return a trace of `count` short texts whose places, and words, come from a frame; a halo keeps them legible."""
    font = {"color": color, "size": TEXT_SIZE, "weight": 700, "shadow": ", ".join([f"0 0 3px {LIGHT['paper']}"] * 4)}
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
