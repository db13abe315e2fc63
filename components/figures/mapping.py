"""The curve that takes one score to another, with a point that moves along it, and means that leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import Figure, figure, line, marker, note
from components.theme import MARKER_SIZE, TEXT_SIZE, Colour

# Places in the mapping that move with the slider; the section's frames are written to them.
GUIDE, MARKER = 2, 4
# Places in the figure of means that move with its slider.
CHORD, HARD, MEAN = 2, 4, 5


class Point(NamedTuple):
    """A point with its label; coordinates of nan are not drawn."""

    x: float
    y: float
    text: str


def mapping_figure(
    x: Sequence[float], y: Sequence[float], point: Point, *, x_title: str, y_title: str, diagonal: str
) -> Figure:
    """Return the curve under its diagonal (named `diagonal`), with `point` and its label.

    The marker and its guides to both axes get their places from a frame.
    """
    drawn = point.x == point.x
    return figure(
        [
            *_curve(x, y, x_title, y_title),
            line([0, 0, 0], [0, 0, 0], color=Colour.ACCENT, line={"width": 1.5, "dash": "dot"}),
            {
                "type": "scatter",
                "mode": "markers",
                "x": [point.x] if drawn else [],
                "y": [point.y] if drawn else [],
                "marker": {"size": MARKER_SIZE, "symbol": "diamond", "color": Colour.INK,
                           "line": {"color": Colour.PAPER, "width": 2}},
                "hovertemplate": point.text + "<extra></extra>",
                "cliponaxis": False,
            },
            marker(0, 0, "", textposition="bottom right"),
        ],
        **_square(x_title, y_title),
        annotations=[
            note(diagonal, 0.92, 1, xanchor="right", yanchor="bottom"),
            # the corner above the diagonal is always free
            note(
                f"◆ {point.text}" if drawn else point.text, 0.02, 0.98,
                color=Colour.INK, align="left", bgcolor=Colour.PAPER, xanchor="left", yanchor="top",
            ),
        ],
    )  # fmt: skip


def means_figure(
    x: Sequence[float], y: Sequence[float], steady: Point, easy: Point, *, x_title: str, y_title: str
) -> Figure:
    """Return the curve with a point where one model's labels all lie, and another's easy label, hard label and mean.

    The hard label, the mean and the line between the two labels get their places from a frame. The lines that
    go up and left from `steady` tell which of the two scores prefers which model.
    """
    cross = {"type": "line", "line": {"color": Colour.INK_2, "width": 1, "dash": "dot"}}
    return figure(
        [
            *_curve(x, y, x_title, y_title),
            line([0, 1], [0, 1], color=Colour.ACCENT, line={"width": 1.5, "dash": "dash"}),
            _labelled(steady, "square", Colour.INK, "middle right"),
            _labelled(Point(0, 0, "B hard"), "circle-open", Colour.ACCENT, "bottom right"),
            _labelled(Point(0, 0, "B mean"), "diamond", Colour.ACCENT, "top left"),
            _labelled(easy, "circle-open", Colour.ACCENT, "middle left"),
        ],
        **_square(x_title, y_title),
        shapes=[
            {**cross, "x0": steady.x, "x1": steady.x, "y0": steady.y, "y1": 1},
            {**cross, "x0": 0, "x1": steady.x, "y0": steady.y, "y1": steady.y},
        ],
    )


def _curve(x: Sequence[float], y: Sequence[float], x_title: str, y_title: str) -> list[dict[str, Any]]:
    return [
        line([0, 1], [0, 1], color=Colour.TN, line={"width": 1, "dash": "dot"}),
        line(x, y, color=Colour.TP, line={"simplify": False}, hover=f"{x_title} %{{x:.3f}} is {y_title} %{{y:.3f}}"),
    ]


def _labelled(point: Point, symbol: str, colour: str, side: str) -> dict[str, Any]:
    return marker(
        point.x,
        point.y,
        point.text,
        color=colour,
        textposition=side,
        textfont={"color": colour, "size": TEXT_SIZE},
        marker={"size": MARKER_SIZE - 2, "symbol": symbol, "color": colour, "line": {"color": colour, "width": 2}},
        hoverinfo="x+y",
    )


def _square(x_title: str, y_title: str) -> dict[str, Any]:
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    return {
        "xaxis": {"range": [0, 1], "tickvals": ticks, "title": {"text": x_title}},
        "yaxis": {"range": [0, 1], "tickvals": ticks, "title": {"text": y_title}},
        # a label beside a point at the right end stands in the margin
        "margin": {"l": 8, "r": 64, "t": 22, "b": 8},
    }
