"""Rows of labelled cells, each in the colour of its membership in two sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.figures.base import Drawing, Drawn
from components.theme import TEXT_SIZE, Colour

# The colour of a cell by the number of its membership: in neither set, in A only, in B only, in both.
COLOURS = (Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP)


def membership_grid(
    memberships: Sequence[Sequence[int | None]],
    texts: Sequence[Sequence[str]],
    hovers: Sequence[Sequence[str]],
    clicks: Sequence[Sequence[Sequence[int]]],
    *,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> Drawn:
    """Return rows of cells from top to bottom, with the colours of `memberships` and with `texts` in them.

    A membership of None leaves the place empty. `hovers` say what a cell is, `clicks` are handed to whoever listens for a
    click on it. `rows` and `columns` are the names at the left and at the top; without them the cells fill the figure.
    """
    steps = [(i / len(COLOURS), colour) for i, colour in enumerate(COLOURS)]
    drawing = Drawing()
    drawing.trace(
        {
            "type": "heatmap",
            "z": memberships,
            "text": texts,
            "texttemplate": "%{text}",
            "textfont": {"size": TEXT_SIZE + 1},
            "hovertext": hovers,
            "hovertemplate": "%{hovertext}<extra></extra>",
            "hoverongaps": False,
            "customdata": clicks,
            "zmin": -0.5,
            "zmax": len(COLOURS) - 0.5,
            "colorscale": [step for low, colour in steps for step in ((low, colour), (low + 0.25, colour))],
            "showscale": False,
            "xgap": 3,
            "ygap": 3,
        }
    )
    return drawing.done(
        xaxis=_names(columns, len(memberships[0]), side="top"),
        yaxis={**_names(rows, len(memberships)), "autorange": "reversed"},
        margin={"l": 6, "r": 6, "t": 8 if columns else 0, "b": 0},
    )


def _names(names: Sequence[str], count: int, **extra: Any) -> dict[str, Any]:
    return {
        "tickvals": list(range(count)),
        "ticktext": list(names),
        "showticklabels": bool(names),
        "ticks": "",
        "showgrid": False,
        **extra,
    }
