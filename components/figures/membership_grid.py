"""Rows of labelled cells, each in the colour of its membership in two sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.figures.base import Drawing, Drawn
from components.theme import TEXT_SIZE, Colour

# The colour of a cell by the number of its membership: in neither set, in A only, in B only, in both.
COLOURS = (Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP)
INKS = (Colour.INK_2, Colour.PAPER, Colour.PAPER, Colour.PAPER)


def membership_grid(
    memberships: Sequence[Sequence[int | None]],
    texts: Sequence[Sequence[str]],
    hovers: Sequence[Sequence[str]],
    clicks: Sequence[Sequence[Sequence[int]]],
    *,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    size: int = TEXT_SIZE + 1,
) -> Drawn:
    """Return rows of cells from top to bottom, with the colours of `memberships` and with `texts` in them.

    A membership of None leaves the place empty. `hovers` say what a cell is, `clicks` are handed to whoever listens for a
    click on it. `rows` and `columns` are the names at the left and at the top; without them the cells fill the figure.
    `size` is that of the texts, in pixels: a phone has room for ten cells of two letters if they are small.
    """
    steps = [(i / len(COLOURS), colour) for i, colour in enumerate(COLOURS)]
    height, width = len(memberships), len(memberships[0])
    drawing = Drawing()
    drawing.trace(
        {
            "type": "heatmap",
            "z": memberships,
            "hovertext": hovers,
            "hovertemplate": "%{hovertext}<extra></extra>",
            "hoverongaps": False,
            "customdata": clicks,
            "zmin": -0.5,
            "zmax": len(COLOURS) - 0.5,
            "colorscale": [step for low, colour in steps for step in ((low, colour), (low + 0.25, colour))],
            "showscale": False,
            "xgap": 4,
            "ygap": 4,
        }
    )
    at = [(j, i) for i in range(height) for j in range(width) if memberships[i][j] is not None]
    drawing.trace(
        {
            "type": "scatter",
            "mode": "text",
            "x": [j for j, _ in at],
            "y": [i for _, i in at],
            "text": [texts[i][j] for j, i in at],
            "textfont": {"size": size, "color": [INKS[memberships[i][j] or 0] for j, i in at]},
            "hoverinfo": "skip",
        }
    )
    return drawing.done(
        xaxis=_names(columns, width, side="top"),
        yaxis={**_names(rows, height), "range": [height - 0.5, -0.5]},
        margin={"l": 6, "r": 6, "t": 8 if columns else 0, "b": 0},
    )


def _names(names: Sequence[str], count: int, **extra: Any) -> dict[str, Any]:
    return {
        "range": [-0.5, count - 0.5],
        "tickvals": list(range(count)) if names else [],
        "ticktext": list(names),
        "showgrid": False,
        **extra,
    }
