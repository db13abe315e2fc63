"""A union as a bar split into true positives and both kinds of error, above scores over the way it is split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.figures.around import step
from components.figures.base import Drawing, Drawn, array, line, note, points, vertical
from components.theme import TEXT_SIZE, Colour

KINDS = ("tp", "fp", "fn")


class ScoreLine(NamedTuple):
    """A score at every position of the slider, its looks, and where its name stands beside the line."""

    name: str
    scores: NDArray[np.float64]
    color: str
    dash: str
    label_at: int
    anchor: Literal["left", "center", "right"]
    above: bool


def union_split(
    positions: NDArray[np.int64], lines: Sequence[ScoreLine], union: int, *, x_title: str, hover: str
) -> Drawn:
    """Return the lines over the positions of the slider, below the bar of the union; `hover` is said of a position.

    These places get their values from frames: "split" (a line at the position), "points" (one on each line), the bar's
    stretches "tp", "fp" and "fn", and "counts", the words above them.
    """
    drawing = Drawing()
    for each in lines:
        drawing.trace(
            line(
                array(positions),
                array(each.scores),
                color=each.color,
                line={"dash": each.dash},
                hover=f"{each.name} %{{y:.3f}}<br>{hover}",
            )
        )
    drawing.trace(points([each.color for each in lines]), "points")
    drawing.trace(_counts(), "counts")
    for kind in KINDS:
        stretch = line(
            [0.0, 0.0], [0.0, 0.0], color=Colour.named(kind),
            line={"width": 22}, cliponaxis=False, xaxis="x2", yaxis="y2",
        )  # fmt: skip
        drawing.trace(stretch, kind)
    drawing.shape(vertical(0, color=Colour.INK_2), "split")
    for each in lines:
        drawing.label(_name(each, positions))
    return drawing.done(
        margin={"l": 8, "r": 24, "t": 4, "b": 8},
        xaxis={
            "range": [int(positions[0]), int(positions[-1])],
            "title": {"text": x_title},
            "anchor": "y",
            "dtick": step(float(positions[-1]), 8),
        },
        yaxis={"range": [0, 1.06], "domain": [0, 0.72], "tickvals": [0, 0.5, 1], "ticklabelstandoff": 8},
        xaxis2={"range": [0, union], "visible": False, "anchor": "y2"},
        yaxis2={"range": [-0.6, 1.5], "domain": [0.8, 1], "visible": False, "anchor": "x2"},
    )


def _counts() -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [0.0] * len(KINDS),
        "y": [1.0] * len(KINDS),
        "text": [""] * len(KINDS),
        "textfont": {"size": TEXT_SIZE, "weight": 700, "color": [Colour.named(kind) for kind in KINDS]},
        "textposition": "middle center",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "xaxis": "x2",
        "yaxis": "y2",
    }


def _name(each: ScoreLine, positions: NDArray[np.int64]) -> dict[str, Any]:
    return note(
        f"<b>{each.name}</b>", positions[each.label_at].item(), each.scores[each.label_at].item(), color=each.color,
        xanchor=each.anchor, xshift=12 if each.anchor == "left" else 0,
        yanchor="bottom" if each.above else "top", yshift=5 if each.above else -5,
    )  # fmt: skip
