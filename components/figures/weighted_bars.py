"""An average as bars in a row: each as wide as its weight and as high as its score; the filled area is the average."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from components.figures.around import width
from components.figures.base import Drawing, Drawn
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

PITCH = 2.1  # from one row of bars to the next: a bar of score 1 is 1 high, the rest is for words
BELOW = 0.65  # below the last row, for the names of its bars
PIXELS = 58  # the height of a score of 1
_ROOM = 0.18  # from the middle of words in a bar to a line that does not touch them, in the lowest figure too
NARROW = 265  # px, how wide the figure is at least: on a small phone, and where two stand beside each other


class WeightedBar(NamedTuple):
    """One score in an average: `weight` is its share of the whole, 0 to 1; `empty` says that it is 0/0.

    `names` and `texts` (what its score is) each start with the longest form; the first that fits is shown.
    """

    names: Sequence[str]
    texts: Sequence[str]
    hover: str
    weight: float
    score: float
    empty: bool


class AverageRow(NamedTuple):
    """One average: its name, how it weighs, its value as text and as a number (nan for none), and its bars."""

    name: str
    rule: str
    text: str
    value: float
    bars: Sequence[WeightedBar]


class _Placed(NamedTuple):
    bar: WeightedBar
    row: AverageRow
    floor: float
    middle: float


def height_for(rows: int) -> int:
    """Return the height in pixels that a figure of so many averages needs."""
    return round(PIXELS * (PITCH * rows - 0.5 + BELOW)) + 8


def weighted_bars_figure(rows: Sequence[AverageRow]) -> Drawn:
    """Return one row of bars per average, the first on top, with the average as a line across.

    The places are "weights" (the whole of each bar), "scores" (what is filled of it), "average lines" and "averages"
    (their texts).
    """
    floors = [-PITCH * i for i in range(len(rows))]
    placed = [
        _Placed(bar, row, floor, end - bar.weight / 2)
        for row, floor in zip(rows, floors, strict=True)
        for bar, end in zip(row.bars, accumulate(bar.weight for bar in row.bars), strict=True)
        if bar.weight > 0
    ]
    levels = [floor + row.value for row, floor in zip(rows, floors, strict=True) if row.value == row.value]
    edge = {"color": Colour.PAPER, "width": 3}
    drawing = Drawing()
    drawing.trace(
        {
            **_bars(placed, [1] * len(placed)),
            "marker": {"color": Colour.TN_SOFT, "line": edge},
            "customdata": [p.bar.hover for p in placed],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "weights",
    )
    drawing.trace(
        {
            **_bars(placed, [p.bar.score for p in placed]),
            "marker": {**filled([p.bar.empty for p in placed]), "line": edge},
            "hoverinfo": "skip",
        },
        "scores",
    )
    drawing.trace(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [0, 1, None] * len(levels),  # None parts one line from the next
            "y": [y for level in levels for y in (level, level, None)],
            "line": {"color": Colour.ACCENT, "width": 2.5, "dash": "4px,3px"},
            "hoverinfo": "skip",
        },
        "average lines",
    )
    # texts are traces: annotations would cost several times as much to make
    middles = [p.middle for p in placed]
    scores = [_fitting(p.bar.weight, p.bar.texts) for p in placed]
    names = [name for row in rows for name in _names([bar for bar in row.bars if bar.weight > 0])]
    titles = [f"<b>{row.name}</b> {row.rule}" for row in rows]
    below = [p.floor - 0.2 for p in placed]
    inside = dict(zip(floors, _clear_of([row.value for row in rows]), strict=True))
    above = [floor + 1.25 for floor in floors]
    drawing.trace(_texts(middles, [p.floor + inside[p.floor] for p in placed], scores))
    drawing.trace(_texts(middles, below, names, color=Colour.INK_2))
    drawing.trace(_texts([0] * len(rows), above, titles, position="middle right"))
    drawing.trace(
        _texts(
            [1] * len(rows),
            above,
            [f"<b>{row.text}</b>" for row in rows],
            position="middle left",
            color=Colour.ACCENT,
            size=TEXT_SIZE + 2,
        ),
        "averages",
    )
    return drawing.done(
        barmode="overlay",
        bargap=0,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [floors[-1] - BELOW, PITCH - 0.5], "visible": False},
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


def _bars(placed: Sequence[_Placed], heights: Sequence[float]) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [p.middle for p in placed],
        "width": [p.bar.weight for p in placed],
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
    # plotly takes away the element of an empty text, and has none for the words that come in its place later
    said = [(across, up, text) for across, up, text in zip(x, y, texts, strict=True) if text]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [across for across, _, _ in said],
        "y": [up for _, up, _ in said],
        "text": [text for _, _, text in said],
        "textposition": position,
        "textfont": {"size": size, "color": color},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _clear_of(lines: Sequence[float]) -> list[float]:
    """Return for each row the height at which no line of an average crosses words: the same in all rows, if there is one."""
    for height in (0.2, 0.8):
        if not any(abs(line - height) < _ROOM for line in lines):
            return [height] * len(lines)
    return [0.8 if abs(line - 0.2) < _ROOM else 0.2 for line in lines]


def _names(bars: Sequence[WeightedBar]) -> list[str]:
    """Return the names of a row of bars: all of them long where every one fits, and all of them short otherwise."""
    longest = all(_fitting(bar.weight, bar.names) == bar.names[0] for bar in bars)
    return [bar.names[0] if longest else _fitting(bar.weight, bar.names[1:]) for bar in bars]


def _fitting(weight: float, candidates: Sequence[str]) -> str:
    """Return the longest of the words that a bar of this weight has room for, in the narrowest figure too."""
    return next((words for words in candidates if weight * NARROW >= width(words, NOTE_SIZE)), "")
