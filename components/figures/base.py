"""What all figures share: one way to make one, the live marker and its label, direct labels, reference lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from components.theme import LIGHT, LINE_WIDTH, MARKER_SIZE, NOTE_SIZE, TEMPLATE, TEXT_SIZE


def figure(data: Sequence[Any], **layout: Any) -> go.Figure:
    """Return a figure in the project's template; one call, because adding and updating step by step costs 4 times as much."""
    return go.Figure(data=data, layout={"template": TEMPLATE, **layout})


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
