"""An average as blocks in a row: as wide as a score weighs, as high as it is; the filled area is the average."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.base import Figure, figure
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

PITCH = 2.1  # from one row of blocks to the next: a block of score 1 is 1 high, the rest is for words
PIXELS = 58  # the height of a score of 1
LETTER = 0.026  # the width of a letter, as a part of a phone's width: words that do not fit a block are left out


class Block(NamedTuple):
    """One score in an average: `weight` is its share of the whole, 0 to 1; `empty` says that it is 0/0."""

    name: str
    short: str
    words: str
    weight: float
    score: float
    empty: bool


class Row(NamedTuple):
    """One average: its name, what it weighs by, its value in words and as a number (nan for none), and its blocks."""

    name: str
    rule: str
    words: str
    value: float
    blocks: Sequence[Block]


class _Placed(NamedTuple):
    block: Block
    row: Row
    floor: float
    middle: float


def height_for(rows: int) -> int:
    """Return the height in pixels that a figure of so many averages needs."""
    return round(PIXELS * PITCH * rows) + 8


def blocks_figure(rows: Sequence[Row]) -> Figure:
    """Return one row of blocks per average, the first on top, with the average as a line across."""
    floors = [-PITCH * i for i in range(len(rows))]
    placed = [
        _Placed(block, row, floor, start + block.weight / 2)
        for row, floor in zip(rows, floors, strict=True)
        for block, start in zip(row.blocks, _starts(row.blocks), strict=True)
        if block.weight > 0
    ]
    lines = [(floor + row.value, row) for row, floor in zip(rows, floors, strict=True) if row.value == row.value]
    return figure(
        [
            {
                **_bars(placed, [1] * len(placed)),
                "marker": {"color": Colour.TN_SOFT, "line": {"color": Colour.PAPER, "width": 3}},
                "customdata": [[p.block.name, p.block.words, f"{p.block.weight:.0%}", p.row.name] for p in placed],
                "hovertemplate": "%{customdata[0]}: J = %{customdata[1]}<br>"
                "%{customdata[2]} of the weight in %{customdata[3]}<extra></extra>",
            },
            {
                **_bars(placed, [p.block.score for p in placed]),
                "marker": {**filled([p.block.empty for p in placed]), "line": {"color": Colour.PAPER, "width": 3}},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "lines",
                "x": [x for _ in lines for x in (0, 1, None)],
                "y": [y for at, _ in lines for y in (at, at, None)],
                "line": {"color": Colour.ACCENT, "width": 2.5, "dash": "4px,3px"},
                "hoverinfo": "skip",
            },
            # texts are traces: annotations would cost several times as much to make
            _texts(
                [p.middle for p in placed],
                [p.floor + _clear_of(p.row.value) for p in placed],
                [_fitting(p.block.weight, p.block.words) for p in placed],
            ),
            _texts(
                [p.middle for p in placed],
                [p.floor - 0.2 for p in placed],
                [_fitting(p.block.weight, p.block.name, p.block.short) for p in placed],
                color=Colour.INK_2,
            ),
            _texts(
                [0] * len(rows),
                [floor + 1.25 for floor in floors],
                [f"<b>{row.name}</b> {row.rule}" for row in rows],
                position="middle right",
            ),
            _texts(
                [1] * len(rows),
                [floor + 1.25 for floor in floors],
                [f"<b>{row.words}</b>" for row in rows],
                position="middle left",
                color=Colour.ACCENT,
                size=TEXT_SIZE + 2,
            ),
        ],
        barmode="overlay",
        bargap=0,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [floors[-1] - 0.5, PITCH - 0.5], "visible": False},
    )


def filled(empty: Sequence[bool]) -> dict[str, Any]:
    """Return the marker of bars that show a score; one that only a convention gives, for 0/0, is hatched."""
    return {
        "color": Colour.TP,
        "opacity": 0.38,
        "pattern": {
            "shape": ["/" if is_empty else "" for is_empty in empty],
            "fillmode": "replace",
            "fgcolor": Colour.TP,
            "size": 9,
            "solidity": 0.25,
        },
    }


def _starts(blocks: Sequence[Block]) -> list[float]:
    starts, at = [], 0.0
    for block in blocks:
        starts.append(at)
        at += block.weight
    return starts


def _bars(placed: Sequence[_Placed], heights: Sequence[float]) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [p.middle for p in placed],
        "width": [p.block.weight for p in placed],
        "base": [p.floor for p in placed],
        "y": heights,
    }


def _texts(
    x: Sequence[float],
    y: Sequence[float],
    texts: Sequence[str],
    *,
    position: str = "middle center",
    color: str = Colour.INK,
    size: int = NOTE_SIZE,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": texts,
        "textposition": position,
        "textfont": {"size": size, "color": color},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _clear_of(line: float) -> float:
    """Return a height in a block at which words are not crossed by the line of the average."""
    return 0.2 if not line < 0.4 else 0.8


def _fitting(weight: float, *candidates: str) -> str:
    return next((words for words in candidates if weight >= LETTER * len(words)), "")
