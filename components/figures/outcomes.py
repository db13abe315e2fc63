"""Two label matrices in one: every cell says how they agree, with the scores of rows and columns beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import Figure, figure, note
from components.figures.blocks import filled
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

# The categories of a cell, as 1 x true + 2 x predicted.
WORDS = ("TN", "FN", "FP", "TP")
MEANINGS = (
    "not there, not predicted",
    "there, but missed",
    "predicted, but not there",
    "there and predicted",
)
_FILL = [Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP]
_INK = [Colour.INK_2, Colour.PAPER, Colour.PAPER, Colour.PAPER]


class Margin(NamedTuple):
    """The scores of the rows or of the columns: as numbers 0 to 1 (nan if left out), in words, and which are 0/0."""

    names: Sequence[str]
    scores: Sequence[float]
    words: Sequence[str]
    empty: Sequence[bool]


def outcomes_figure(cells: Sequence[Sequence[int]], rows: Margin, columns: Margin, whole: str) -> Figure:
    """Return the matrix of outcomes, the rows' scores at the right, the columns' below, `whole` in the corner."""
    x, y = list(range(len(columns.names))), list(range(len(rows.names)))
    at = [(j, i) for i in y for j in x]
    kinds = [cells[i][j] for j, i in at]
    return figure(
        [
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
                "customdata": [[[MEANINGS[kind]] for kind in row] for row in cells],
                "text": [[f"{row}, {column}" for column in columns.names] for row in rows.names],
                "hovertemplate": "%{text}: %{customdata[0]}<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "text",
                "x": [j for j, _ in at],
                "y": [i for _, i in at],
                "text": [f"<b>{WORDS[kind]}</b>" for kind in kinds],
                "textfont": {"size": TEXT_SIZE, "color": [_INK[kind] for kind in kinds]},
                "hoverinfo": "skip",
            },
            *_bars(rows, y, horizontal=True),
            *_bars(columns, x, horizontal=False),
        ],
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={
            "domain": [0, 0.66], "range": [-0.5, len(x) - 0.5], "side": "top", "anchor": "y", "showgrid": False,
            "tickvals": x, "ticktext": list(columns.names), "ticks": "",
        },
        yaxis={
            "domain": [0.25, 1], "range": [len(y) - 0.5, -0.5], "anchor": "x", "showgrid": False,
            "tickvals": y, "ticktext": list(rows.names), "ticks": "",
        },
        xaxis2={"domain": [0.7, 1], "range": [0, 1], "visible": False, "anchor": "y"},
        yaxis2={"domain": [0, 0.21], "range": [0, 1], "visible": False, "anchor": "x"},
        annotations=[
            note("per row", 0, 1, xref="x2 domain", yref="y domain", xanchor="left", yanchor="bottom", yshift=4),
            note("per<br>column", 0, 0.5, xref="x domain", yref="y2 domain", xanchor="right", xshift=-6),
            note(whole, 0.5, 0.5, xref="x2 domain", yref="y2 domain", font={"color": Colour.INK, "size": NOTE_SIZE}),
        ],
    )  # fmt: skip


def _bars(margin: Margin, places: Sequence[int], *, horizontal: bool) -> list[dict[str, Any]]:
    along, across = ("y", "x") if horizontal else ("x", "y")
    bar: dict[str, Any] = {
        "type": "bar",
        "orientation": "h" if horizontal else "v",
        along: places,
        "width": 0.84,
        "xaxis": "x2" if horizontal else "x",
        "yaxis": "y" if horizontal else "y2",
        "hoverinfo": "skip",
    }
    return [
        {**bar, across: [1] * len(places), "marker": {"color": Colour.TN_SOFT}},
        {
            **bar,
            across: list(margin.scores),
            "marker": filled(margin.empty),
        },
        {
            "type": "scatter",
            "mode": "text",
            along: places,
            across: [0.5] * len(places),
            "text": list(margin.words) if horizontal else [words.replace(" ", "<br>") for words in margin.words],
            "textfont": {"size": NOTE_SIZE, "color": Colour.INK},
            "xaxis": bar["xaxis"],
            "yaxis": bar["yaxis"],
            "hoverinfo": "skip",
        },
    ]
