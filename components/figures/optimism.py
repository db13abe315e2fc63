"""What a choice promised, and what it keeps: two points on a row for each choice, and the gap between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from components.figures.around import step
from components.figures.base import Drawing, Drawn, line, note
from components.theme import MARKER_SIZE, TEXT_SIZE, Colour


class Choice(NamedTuple):
    """Where something was chosen, the score that it had there, the score that it keeps, and the gap and both scores as texts."""

    where: str
    promised: float
    kept: float
    gap: str
    texts: Sequence[str]


class Group(NamedTuple):
    """The choices of one model: its name and its colour."""

    name: str
    color: str
    choices: Sequence[Choice]


def optimism(groups: Sequence[Group], *, x_title: str, promised: str, kept: str, gap: str = "gap") -> Drawn:
    """Return the groups from top to bottom; `promised`, `kept` and `gap` are what points and gaps are called."""
    values = [value for group in groups for choice in group.choices for value in (choice.promised, choice.kept)] or [0]
    low = max(0.0, math.floor(10 * min(values) - 0.2) / 10)
    high = min(1.0, max(math.ceil(10 * max(values) + 0.2) / 10, low + 0.3))
    low = min(low, high - 0.3)
    drawing = Drawing()
    rows: list[tuple[int, str]] = []
    top = 1  # above the groups the points of the first row are named
    for group in groups:
        drawing.label(
            note(group.name, 0, top, xref="paper", xanchor="left", color=group.color, font=_bold(group.color)),
        )
        for k, choice in enumerate(group.choices, top + 1):
            rows.append((k, choice.where))
            ends, at = [round(choice.promised, 4), round(choice.kept, 4)], [k, k]
            drawing.trace(line(ends, at, color=group.color, line={"width": 2}))
            drawing.trace(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": ends,
                    "y": at,
                    "marker": {
                        "size": MARKER_SIZE - 2,
                        "color": [Colour.PAPER, group.color],
                        "line": {"color": group.color, "width": 2},
                    },
                    "customdata": [promised, kept],
                    "text": choice.texts,
                    "hovertemplate": f"{choice.where}, %{{customdata}}: %{{text}}<extra></extra>",
                }
            )
            drawing.label(note(choice.gap, 1, k, xref="paper", xanchor="right", font=_bold(Colour.INK)))
        top += len(group.choices) + 1
    drawing.label(note(f"○ {promised}\u2003● {kept}", 0, 0, xref="paper", xanchor="left"))
    drawing.label(note(gap, 1, 0, xref="paper", xanchor="right"))
    return drawing.done(
        # at the right of the scores is room for the gaps
        xaxis={
            "range": [round(low - 0.04 * (high - low), 4), round(high + 0.04 * (high - low), 4)],
            "domain": [0, 0.78],
            "dtick": step(high - low, 5),
            "title": {"text": x_title},
        },
        yaxis={
            "range": [top - 0.4, -0.6],
            "tickvals": [k for k, _ in rows],
            "ticktext": [where for _, where in rows],
            "showgrid": False,
        },
        margin={"l": 8, "r": 10, "t": 4, "b": 8},
    )


def _bold(color: str) -> dict[str, object]:
    return {"size": TEXT_SIZE, "weight": 700, "color": color}
