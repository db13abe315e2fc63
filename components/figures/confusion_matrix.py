"""A confusion matrix of classes in which every mistake shows both of its kinds, in the colours of FN and FP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import Drawing, Drawn
from components.theme import TEXT_SIZE, Colour

_HALF = 0.47  # of a cell's side; the rest is the gap between cells
SQUARE = ((-_HALF, -_HALF), (_HALF, -_HALF), (_HALF, _HALF), (-_HALF, _HALF))
UPPER, LOWER = SQUARE[:3], (SQUARE[0], *SQUARE[2:])  # y runs downwards: the upper right and the lower left half


class Axis(NamedTuple):
    """The rows or the columns: a title, and beside each its errors as text."""

    title: str
    errors: Sequence[str]


def confusion_matrix_figure(
    counts: Sequence[Sequence[int]],
    names: Sequence[str],
    rows: Axis,
    columns: Axis,
    texts: Sequence[Sequence[str]],
    hovers: Sequence[Sequence[str]],
) -> Drawn:
    """Return the matrix; rows are true classes and wear FN's colour, columns predicted ones and wear FP's.

    `texts` and `hovers` have what stands in each cell and what the hover says of it. The place "cells" has the texts.
    """
    n = len(names)
    at = [(j, i) for i in range(n) for j in range(n)]
    right = [(i, i) for i in range(n) if counts[i][i]]
    mistakes = [(j, i) for j, i in at if i != j and counts[i][j]]
    nothing = [(j, i) for j, i in at if not counts[i][j]]
    drawing = Drawing()
    drawing.trace(_areas(nothing, SQUARE, Colour.TN_SOFT))
    drawing.trace(_areas(right, SQUARE, Colour.TP_SOFT))
    drawing.trace(_areas(mistakes, UPPER, Colour.FN_SOFT))
    drawing.trace(_areas(mistakes, LOWER, Colour.FP_SOFT))
    drawing.trace(
        {
            "type": "scatter",
            "mode": "text",
            "x": [j for j, _ in at],
            "y": [i for _, i in at],
            "text": [texts[i][j] for j, i in at],
            "textfont": {"size": TEXT_SIZE + 2, "color": [_ink(counts[i][j], right=i == j) for j, i in at]},
            "customdata": [hovers[i][j] for j, i in at],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "cells",
    )
    drawing.trace(_margin([n - 0.4] * n, range(n), rows.errors, Colour.FN, "middle right"))
    drawing.trace(_margin(range(n), [n - 0.4] * n, columns.errors, Colour.FP, "bottom center"))
    axis = {"showgrid": False, "tickvals": list(range(n)), "ticktext": list(names)}
    return drawing.done(
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={**axis, "range": [-0.5, n + 0.3], "side": "top", "title": {"text": columns.title}},
        yaxis={**axis, "range": [n, -0.5], "title": {"text": rows.title}},
    )


def _areas(cells: Sequence[tuple[int, int]], corners: Sequence[tuple[float, float]], color: str) -> dict[str, Any]:
    outline = [*corners, corners[0], (None, None)]  # None parts one cell from the next
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [None if dx is None else j + dx for j, _ in cells for dx, _ in outline],
        "y": [None if dy is None else i + dy for _, i in cells for _, dy in outline],
        "fill": "toself",
        "fillcolor": color,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _margin(x: Sequence[float], y: Sequence[float], texts: Sequence[str], color: str, position: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(x),
        "y": list(y),
        "text": texts,
        "textposition": position,
        "textfont": {"size": TEXT_SIZE, "color": color},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _ink(count: int, *, right: bool) -> str:
    if not count:
        return Colour.INK_2
    return Colour.TP if right else Colour.INK
