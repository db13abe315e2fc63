"""Precision and recall crossing while the score stays, below the union that is parted into its three kinds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, array, figure, line, note, vertical
from components.theme import MARKER_SIZE, TEXT_SIZE, Colour

# Places that move with the slider.
CUT = 0
SCORES, PARTS, SHARES = 3, 4, (5, 6, 7)  # the points; the words above the union; its parts TP, FP, FN
_KINDS = ("tp", "fp", "fn")


def crossing_figure(
    misses: NDArray[np.int64],
    precision: NDArray[np.float64],
    recall: NDArray[np.float64],
    jaccard: NDArray[np.float64],
    union: int,
    errors: str,
) -> Figure:
    """Return the three lines over the number of misses; the union's parts and the points come from a frame."""
    lines = (
        ("precision", precision, Colour.FP, "dash"),
        ("recall", recall, Colour.FN, "dot"),
        ("Jaccard", jaccard, Colour.TP, "solid"),
    )
    return figure(
        [
            *(
                line(array(misses), array(y), color=color, line={"dash": dash}, hover=f"{name} %{{y:.3f}}<br>with %{{x}} misses")
                for name, y, color, dash in lines
            ),
            {
                "type": "scatter",
                "mode": "markers",
                "x": [0.0] * len(lines),
                "y": [0.0] * len(lines),
                "marker": {
                    "size": MARKER_SIZE,
                    "color": [color for _, _, color, _ in lines],
                    "line": {"color": Colour.PAPER, "width": 2},
                },
                "cliponaxis": False,
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "text",
                "x": [0.0] * len(_KINDS),
                "y": [1.0] * len(_KINDS),
                "text": [""] * len(_KINDS),
                "textfont": {"size": TEXT_SIZE, "weight": 700, "color": [Colour.named(kind) for kind in _KINDS]},
                "textposition": "middle center",
                "cliponaxis": False,
                "hoverinfo": "skip",
                "xaxis": "x2",
                "yaxis": "y2",
            },
            *(
                line(
                    [0.0, 0.0], [0.0, 0.0], color=Colour.named(kind),
                    line={"width": 22}, cliponaxis=False, xaxis="x2", yaxis="y2",
                )
                for kind in _KINDS
            ),
        ],
        margin={"l": 8, "r": 24, "t": 4, "b": 8},
        xaxis={"range": [int(misses[0]), int(misses[-1])], "title": {"text": errors}, "anchor": "y"},
        yaxis={"range": [0, 1.06], "domain": [0, 0.72], "tickvals": [0, 0.5, 1], "ticklabelstandoff": 8},
        xaxis2={"range": [0, union], "visible": False, "anchor": "y2"},
        yaxis2={"range": [-0.6, 1.5], "domain": [0.8, 1], "visible": False, "anchor": "x2"},
        shapes=[vertical(0, color=Colour.INK_2)],
        annotations=[
            note(
                f"<b>{name}</b>", x.item(), y.item(), color=color,
                xanchor=anchor, xshift=12 if anchor == "left" else 0,
                yanchor=side, yshift=5 if side == "bottom" else -5,
            )
            for (name, _, color, _), x, y, anchor, side in zip(
                lines,
                (misses[-3], misses[2], misses[len(misses) // 2]),
                (precision[-3], recall[2], jaccard[0]),
                ("right", "left", "center"),
                ("bottom", "bottom", "top"),
                strict=True,
            )
        ],
    )  # fmt: skip
