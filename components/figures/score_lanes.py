"""Scores as points on lanes from 0 to 1, one below the other; a slider moves the points, never the lanes."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.base import Drawing, Drawn, line
from components.theme import MARKER_SIZE, TEXT_SIZE, Colour


def score_lanes(names: Sequence[str], colors: Sequence[str]) -> Drawn:
    """Return one lane per name, from top to bottom.

    The place "scores" gets from frames the scores as its x, and as its text what stands beside each.
    """
    rows = list(range(len(names)))
    drawing = Drawing()
    drawing.trace(
        line(
            [0, 1, None] * len(rows),  # None parts one lane from the next
            [y for row in rows for y in (row, row, None)],
            color=Colour.TN_SOFT,
            line={"width": 10},
            cliponaxis=False,
        )
    )
    drawing.trace(
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [0.0] * len(rows),
            "y": rows,
            "text": [""] * len(rows),
            "textposition": "middle right",
            "textfont": {"size": TEXT_SIZE, "weight": 700, "color": list(colors)},
            "marker": {"size": MARKER_SIZE, "color": list(colors), "line": {"color": Colour.PAPER, "width": 2}},
            "cliponaxis": False,
            "hoverinfo": "skip",
        },
        "scores",
    )
    return drawing.done(
        margin={"l": 8, "r": 56, "t": 8, "b": 8},
        xaxis={"range": [0, 1], "tickvals": [0, 0.5, 1], "showgrid": False},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": rows,
            "ticktext": list(names),
            "tickfont": {"size": TEXT_SIZE, "color": Colour.INK},
            "showgrid": False,
            "ticklabelstandoff": 8,
        },
    )
