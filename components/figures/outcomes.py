"""Two 0/1 matrices in one: every cell shows how they agree, with the scores of rows and columns beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import Drawing, Drawn, note
from components.figures.weighted_bars import filled
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

# The kinds of a cell, as 1 x true + 2 x predicted: TN, FN, FP, TP.
_FILL = [Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP]
_INK = [Colour.INK_2, Colour.PAPER, Colour.PAPER, Colour.PAPER]


class Margin(NamedTuple):
    """The scores of the rows or of the columns: as numbers 0 to 1 (nan if left out), as texts, and which are 0/0.

    `names` stand beside the cells, and the hover says them.
    """

    title: str
    names: Sequence[str]
    scores: Sequence[float]
    texts: Sequence[str]
    empty: Sequence[bool]


def outcomes_figure(
    cells: Sequence[Sequence[int]],
    kinds: Sequence[tuple[str, str]],
    rows: Margin,
    columns: Margin,
    whole: str,
    clicks: Sequence[Sequence[Sequence[int]]],
) -> Drawn:
    """Return the matrix of outcomes, the rows' scores at the right, the columns' below, `whole` in the corner.

    A cell is 1 x true + 2 x predicted; `kinds` has for each of these four what stands in the cell and what the hover
    says. `clicks` are handed to whoever listens for a click on a cell. The places are "matrix", "kinds" (what stands in the
    cells), and the scores "per row" and "per column".
    """
    x, y = list(range(len(columns.names))), list(range(len(rows.names)))
    at = [(j, i) for i in y for j in x]
    drawing = Drawing()
    drawing.trace(
        {
            "type": "heatmap",
            "x": x,
            "y": y,
            "z": cells,
            "zmin": 0,
            "zmax": 3,
            "colorscale": [[k / 4 + edge, color] for k, color in enumerate(_FILL) for edge in (0, 0.25)],
            "showscale": False,
            "xgap": 4,
            "ygap": 4,
            "customdata": clicks,
            "hovertext": [
                [f"{row}, {column}: {kinds[kind][1]}" for column, kind in zip(columns.names, each, strict=True)]
                for row, each in zip(rows.names, cells, strict=True)
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
        "matrix",
    )
    drawing.trace(
        {
            "type": "scatter",
            "mode": "text",
            "x": [j for j, _ in at],
            "y": [i for _, i in at],
            "text": [f"<b>{kinds[cells[i][j]][0]}</b>" for j, i in at],
            "textfont": {"size": TEXT_SIZE, "color": [_INK[cells[i][j]] for j, i in at]},
            "hoverinfo": "skip",
        },
        "kinds",
    )
    _bars(drawing, rows, y, "per row")
    _bars(drawing, columns, x, "per column")
    drawing.label(note(rows.title, 0, 1, xref="x2 domain", yref="y domain", xanchor="left", yanchor="bottom", yshift=4))
    drawing.label(note(columns.title, 0, 0.5, xref="x domain", yref="y2 domain", xanchor="right", xshift=-6))
    drawing.label(
        note(whole, 0.5, 0.5, xref="x2 domain", yref="y2 domain", font={"color": Colour.INK, "size": NOTE_SIZE})
    )
    return drawing.done(
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={
            "domain": [0, 0.66], "range": [-0.5, len(x) - 0.5], "side": "top", "anchor": "y", "showgrid": False,
            "tickvals": x, "ticktext": list(columns.names),
        },
        yaxis={
            "domain": [0.25, 1], "range": [len(y) - 0.5, -0.5], "anchor": "x", "showgrid": False,
            "tickvals": y, "ticktext": list(rows.names),
        },
        xaxis2={"domain": [0.7, 1], "range": [0, 1], "visible": False, "anchor": "y"},
        yaxis2={"domain": [0, 0.21], "range": [0, 1], "visible": False, "anchor": "x"},
    )  # fmt: skip


def _bars(drawing: Drawing, margin: Margin, places: Sequence[int], name: str) -> None:
    horizontal = name == "per row"
    along, across = ("y", "x") if horizontal else ("x", "y")
    axes = {"xaxis": "x2", "yaxis": "y"} if horizontal else {"xaxis": "x", "yaxis": "y2"}
    bar: dict[str, Any] = {
        "type": "bar",
        "orientation": "h" if horizontal else "v",
        along: places,
        "width": 0.84,
        **axes,
        "hoverinfo": "skip",
    }
    drawing.trace({**bar, across: [1] * len(places), "marker": {"color": Colour.TN_SOFT}})
    drawing.trace({**bar, across: list(margin.scores), "marker": filled(margin.empty)}, name)
    drawing.trace(
        {
            "type": "scatter",
            "mode": "text",
            along: places,
            across: [0.5] * len(places),
            "text": list(margin.texts),
            "textfont": {"size": NOTE_SIZE, "color": Colour.INK},
            **axes,
            "hoverinfo": "skip",
        }
    )
