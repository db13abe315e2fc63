"""A confusion matrix of classes in which every mistake shows both of its faces: a miss and a false alarm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.figures.base import Figure, figure
from components.theme import TEXT_SIZE, Colour

_HALF = 0.47  # of a cell's side; the rest is the gap between cells
SQUARE = ((-_HALF, -_HALF), (_HALF, -_HALF), (_HALF, _HALF), (-_HALF, _HALF))
UPPER, LOWER = SQUARE[:3], (SQUARE[0], *SQUARE[2:])  # y runs downwards: the upper right and the lower left half


def confusion_figure(
    counts: Sequence[Sequence[int]], names: Sequence[str], misses: Sequence[int], alarms: Sequence[int]
) -> Figure:
    """Return the matrix (rows true, columns predicted) with each row's misses and each column's false alarms."""
    n = len(names)
    at = [(j, i) for i in range(n) for j in range(n)]
    hits = [(i, i) for i in range(n) if counts[i][i]]
    mistakes = [(j, i) for j, i in at if i != j and counts[i][j]]
    nothing = [(j, i) for j, i in at if not counts[i][j]]
    return figure(
        [
            _areas(nothing, SQUARE, Colour.TN_SOFT),
            _areas(hits, SQUARE, Colour.TP_SOFT),
            _areas(mistakes, UPPER, Colour.FN_SOFT),
            _areas(mistakes, LOWER, Colour.FP_SOFT),
            {
                "type": "scatter",
                "mode": "text",
                "x": [j for j, _ in at],
                "y": [i for _, i in at],
                "text": [_text(counts[i][j], hit=i == j) for j, i in at],
                "textfont": {"size": TEXT_SIZE + 2, "color": [_ink(counts[i][j], hit=i == j) for j, i in at]},
                "customdata": [_hover(counts[i][j], names[i], names[j]) for j, i in at],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            _margin([n - 0.4] * n, range(n), [f"<b>{miss}</b> FN" for miss in misses], Colour.FN, "middle right"),
            _margin(range(n), [n - 0.4] * n, [f"<b>{alarm}</b> FP" for alarm in alarms], Colour.FP, "bottom center"),
        ],
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={
            "range": [-0.5, n + 0.3], "side": "top", "showgrid": False, "ticks": "", "tickvals": list(range(n)),
            "ticktext": list(names), "title": {"text": "predicted class"},
        },
        yaxis={
            "range": [n, -0.5], "showgrid": False, "ticks": "", "tickvals": list(range(n)),
            "ticktext": list(names), "title": {"text": "true class"},
        },
    )  # fmt: skip


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


def _text(count: int, *, hit: bool) -> str:
    return f"<b>{count}</b> TP" if hit else f"<b>{count}</b>" if count else "0"


def _ink(count: int, *, hit: bool) -> str:
    if not count:
        return Colour.INK_2
    return Colour.TP if hit else Colour.INK


def _hover(count: int, true: str, predicted: str) -> str:
    if true == predicted:
        return f"{count} × {true} found: TP of {true}"
    return f"{count} × {true} called {predicted}:<br>FN of {true} and FP of {predicted}"
