"""The curve that takes one score to another, with a point that moves along it, and means that leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import NOTHING, Drawing, Drawn, line, marker, note
from components.theme import MARKER_SIZE, TEXT_SIZE, Colour


class ScaleCurve(NamedTuple):
    """The curve: its points, the names of both scores, and the words between their values where a hover tells a point."""

    x: Sequence[float]
    y: Sequence[float]
    x_title: str
    y_title: str
    between: str


class Point(NamedTuple):
    """A point with its label; coordinates of nan are not drawn."""

    x: float
    y: float
    text: str


def scale_curve(curve: ScaleCurve, point: Point, *, diagonal: str) -> Drawn:
    """Return the curve beside its diagonal, which has the label `diagonal`, with `point` and its label.

    The places "marker" and "guide", which leads from the marker to both axes, get their values from frames.
    """
    is_drawn = point.x == point.x
    drawing = _with_curve(curve)
    drawing.trace(line([0, 0, 0], [0, 0, 0], color=Colour.ACCENT, line={"width": 1.5, "dash": "dot"}), "guide")
    drawing.trace(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [point.x] if is_drawn else [],
            "y": [point.y] if is_drawn else [],
            "marker": {
                "size": MARKER_SIZE,
                "symbol": "diamond",
                "color": Colour.INK,
                "line": {"color": Colour.PAPER, "width": 2},
            },
            "hovertemplate": point.text + "<extra></extra>",
            "cliponaxis": False,
        },
        "point",
    )
    drawing.trace(marker(0, 0, "", textposition="bottom right"), "marker")
    drawing.label(note(diagonal, 0.92, 1, xanchor="right", yanchor="bottom"))
    # the corner above the diagonal is always free
    corner = {"align": "left", "bgcolor": Colour.PAPER, "xanchor": "left", "yanchor": "top"}
    drawing.label(note(f"◆ {point.text}" if is_drawn else point.text, 0.02, 0.98, color=Colour.INK, **corner))
    return drawing.done(**_square(curve))


def means_beside_curve(curve: ScaleCurve, even: Point, best: Point, *, worst: str, mean: str) -> Drawn:
    """Return the curve with `even`, where all items of one model lie, and with two items of another and their mean.

    `best` is the other model's fixed item. The places "worst" and "mean", which have these labels, and "chord", the line
    between the two items, get their values from frames. So does "worst from above": its label on the other side, for
    where the usual one would lie on that of `even`. The lines that go up and left from `even` show which of the two
    scores prefers which model.
    """
    drawing = _with_curve(curve)
    drawing.trace(line([0, 1], [0, 1], color=Colour.ACCENT, line={"width": 1.5, "dash": "dash"}), "chord")
    drawing.trace(_labelled(curve, even, "square", Colour.INK, "middle right"))
    drawing.trace(_labelled(curve, Point(0, 0, worst), "circle-open", Colour.ACCENT, "bottom right"), "worst")
    drawing.trace(_labelled(curve, Point(0, 0, NOTHING), "circle-open", Colour.ACCENT, "top left"), "worst from above")
    drawing.trace(_labelled(curve, Point(0, 0, mean), "diamond", Colour.ACCENT, "top left"), "mean")
    drawing.trace(_labelled(curve, best, "circle-open", Colour.ACCENT, "middle left"))
    cross = {"type": "line", "line": {"color": Colour.INK_2, "width": 1, "dash": "dot"}}
    drawing.shape({**cross, "x0": even.x, "x1": even.x, "y0": even.y, "y1": 1})
    drawing.shape({**cross, "x0": 0, "x1": even.x, "y0": even.y, "y1": even.y})
    return drawing.done(**_square(curve))


def _with_curve(curve: ScaleCurve) -> Drawing:
    drawing = Drawing()
    drawing.trace(line([0, 1], [0, 1], color=Colour.TN, line={"width": 1, "dash": "dot"}))
    hover = f"{curve.x_title} %{{x:.3f}} {curve.between} {curve.y_title} %{{y:.3f}}"
    drawing.trace(line(curve.x, curve.y, color=Colour.TP, line={"simplify": False}, hover=hover), "curve")
    return drawing


def _labelled(curve: ScaleCurve, point: Point, symbol: str, colour: Colour, side: str) -> dict[str, Any]:
    return marker(
        point.x,
        point.y,
        point.text,
        color=colour,
        textposition=side,
        textfont={"color": colour, "size": TEXT_SIZE},
        marker={"size": MARKER_SIZE - 2, "symbol": symbol, "color": colour, "line": {"color": colour, "width": 2}},
        hoverinfo="all",
        hovertemplate=f"{curve.x_title} %{{x:.3f}}, {curve.y_title} %{{y:.3f}}<extra></extra>",
    )


def _square(curve: ScaleCurve) -> dict[str, Any]:
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    return {
        "xaxis": {"range": [0, 1], "tickvals": ticks, "title": {"text": curve.x_title}},
        # a label below a point at 0 stands between it and the words at the ticks
        "yaxis": {"range": [-0.12, 1], "tickvals": ticks, "title": {"text": curve.y_title}, "ticklabelstandoff": 8},
        # a label beside a point at the right end stands in the margin
        "margin": {"l": 8, "r": 64, "t": 22, "b": 8},
    }
