"""Scores as points on lanes from 0 to 1, one below the other; a slider moves the points, never the lanes."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.base import Figure, figure, line
from components.theme import MARKER_SIZE, TEXT_SIZE, Colour

# The trace that a slider moves: its x are the scores, its text what stands beside them; from top to bottom.
POINTS = 1


def lanes_figure(names: Sequence[str], colors: Sequence[str]) -> Figure:
    """Return one lane per name, from top to bottom; the points and their words come from a frame."""
    rows = list(range(len(names)))
    return figure(
        [
            line(
                [x for _ in rows for x in (0, 1, None)],
                [y for row in rows for y in (row, row, None)],
                color=Colour.TN_SOFT,
                line={"width": 10},
                cliponaxis=False,
            ),
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
        ],
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
