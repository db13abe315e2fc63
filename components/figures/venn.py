"""Two circles that overlap as far as two sets of one size do, above the bar of everything in either of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from components.figures.base import Drawing, Drawn
from components.theme import LINE_WIDTH, NOTE_SIZE, TEXT_SIZE, Colour

POINTS = 49  # on a circle: at this number the corners cannot be seen
INSIDE_FROM = 0.42  # the width of a region, in radii, from which its count fits into it
EDGE = 2.15


def venn_figure(size: int, names: tuple[str, str]) -> Drawn:
    """Return the figure without a state; `overlap` gives the values to put in. `size` is that of each of the sets.

    Its places are the circles "a" and "b" and what "both" cover; their "counts" and "names"; the three pieces of the bar,
    "a alone", "shared" and "b alone"; and below it the "extent" with its "extent text".
    """
    drawing = Drawing()
    drawing.trace(_area("fn", y=_circle()[1]), "a")
    drawing.trace(_area("fp", y=_circle()[1]), "b")
    drawing.trace(_area("tp"), "both")
    drawing.trace(_text([Colour.FN, Colour.TP, Colour.FP], size=TEXT_SIZE + 8), "counts")
    drawing.trace(_text([Colour.FN, Colour.FP], y=[0.86, 0.86], text=list(names), size=TEXT_SIZE + 6), "names")
    for meaning, place in (("fn", "a alone"), ("tp", "shared"), ("fp", "b alone")):
        drawing.trace(_area(meaning, y=[0, 1, 1, 0, 0], xaxis="x2", yaxis="y2"), place)
    drawing.trace(
        {
            **_area("tn", y=[-0.45] * 2, xaxis="x2", yaxis="y2", fill="none"),
            "line": {"color": Colour.INK_2, "width": 1.5},
        },
        "extent",
    )
    drawing.trace(_text([Colour.INK_2], x=[0], y=[-1.0], size=NOTE_SIZE + 1, xaxis="x2", yaxis="y2"), "extent text")
    return drawing.done(
        xaxis={"visible": False, "range": [-EDGE, EDGE], "constrain": "domain"},
        yaxis={
            "visible": False,
            "range": [-1.06, 1.06],
            "domain": [0.27, 1],
            "scaleanchor": "x",
            "constrain": "domain",
        },
        xaxis2={"visible": False, "range": [-1.04 * size, 1.04 * size], "anchor": "y2"},
        yaxis2={"visible": False, "range": [-1.5, 1.1], "domain": [0, 0.22], "anchor": "x2"},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def overlap(share: float, only_a: int, both: int, only_b: int, extent: str) -> dict[str, dict[str, list[Any]]]:
    """Return the values of a state, by their place in the figure.

    `share` is the part of each circle that the other one covers; the counts are those of the three regions; `extent`
    says what the whole bar is.
    """
    apart = distance(share)
    half = apart / 2
    x, _ = _circle()
    lens_x, lens_y = _lens(apart)
    # each count stands in its region, or beside it where it would not fit
    side = 1.0 if apart >= INSIDE_FROM else 1 + half + 0.2
    middle = 0.0 if 2 - apart >= INSIDE_FROM else 0.86
    bar = [-(only_a + both / 2), -both / 2, both / 2, both / 2 + only_b]
    pieces = zip(("a alone", "shared", "b alone"), bar[:-1], bar[1:], strict=True)
    return {
        "a": {"x": _list(x - half)},
        "b": {"x": _list(x + half)},
        "both": {"x": _list(lens_x), "y": _list(lens_y)},
        "counts": {
            "x": [-round(side, 3), 0, round(side, 3)],
            "y": [0, middle, 0],
            "text": [str(only_a), str(both), str(only_b)],
        },
        "names": {"x": [-round(half + 0.8, 3), round(half + 0.8, 3)]},
        **{place: {"x": [left, left, right, right, left]} for place, left, right in pieces},
        "extent": {"x": [bar[0], bar[-1]]},
        "extent text": {"text": [extent]},
    }


def distance(share: float) -> float:
    """Return how far apart the centres of two circles of radius 1 are if `share` of each is covered by the other."""
    near, far = 0.0, 2.0
    for _ in range(40):  # the shared area shrinks steadily with the distance: halve the interval
        middle = (near + far) / 2
        covered = 2 * math.acos(middle / 2) - middle / 2 * math.sqrt(4 - middle**2)
        near, far = (middle, far) if covered > share * math.pi else (near, middle)
    return near if share < 1 else 0.0


def _circle() -> tuple[Any, Any]:
    angle = np.linspace(0, 2 * np.pi, POINTS)
    return np.cos(angle), np.sin(angle).round(3).tolist()


def _lens(apart: float) -> tuple[Any, Any]:
    half_angle = np.arccos(apart / 2)
    angle = np.linspace(-half_angle, half_angle, POINTS // 2 + 1)
    x, y = np.cos(angle) - apart / 2, np.sin(angle)  # the right side, an arc of the left circle
    return np.concatenate([x, -x[1:]]), np.concatenate([y, -y[1:]])


def _list(values: Any) -> list[float]:
    rounded: list[float] = (np.round(values, 3) + 0.0).tolist()
    return rounded


def _area(meaning: str, **place: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "fillcolor": Colour.named(f"{meaning}-soft"),
        "line": {"color": Colour.named(meaning), "width": LINE_WIDTH, "simplify": False},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **place,
    }


def _text(colors: list[str], *, size: int, **place: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "textfont": {"color": colors, "size": size, "weight": 700},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **place,
    }
