"""Many small pairs of masks side by side, coloured by how they agree, with a few words below each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Drawing, Drawn, array, note
from components.figures.pixels import COLOURS
from components.theme import Colour

COLUMNS = 6
_ACROSS, _DOWN = 3, 8  # pixels between the images; the words stand in those below
_TOP = 8  # and above them all, where the colours are named
_STEPS = (*COLOURS, Colour.PAPER)


def thumbnails(categories: NDArray[np.int8], words: Sequence[str], regions: tuple[str, str, str]) -> Drawn:
    """Return images (n, h, w) of the categories of `core.overlap_categories`, in rows from the top left.

    `regions` are the names of the categories 1, 2 and 3.
    """
    count, high, wide = categories.shape
    rows = -(-count // COLUMNS)
    cells = np.full((_TOP + rows * (high + _DOWN), COLUMNS * (wide + _ACROSS) - _ACROSS), len(COLOURS), np.int8)
    drawing = Drawing()
    labels = []
    for k, image in enumerate(categories):
        top, left = _TOP + k // COLUMNS * (high + _DOWN), k % COLUMNS * (wide + _ACROSS)
        cells[top : top + high, left : left + wide] = image
        labels.append(note(words[k], left + (wide - 1) / 2, top + high + _DOWN / 2 - 1, color=Colour.INK))
    steps = len(_STEPS)
    drawing.trace(
        {
            "type": "heatmap",
            "z": array(cells),
            "zmin": -0.5,
            "zmax": steps - 0.5,
            "colorscale": [[(k + edge) / steps, color] for k, color in enumerate(_STEPS) for edge in (0, 1)],
            "showscale": False,
            "hoverinfo": "skip",
        }
    )
    # the middle one has as much room on either side on the smallest phone
    ends = zip((COLOURS[3], COLOURS[1], COLOURS[2]), (regions[2], *regions[:2]), (0, 0.38, 1), strict=True)
    for (color, name, at), side in zip(ends, ("left", "center", "right"), strict=True):
        drawing.label(
            note(f"■ {name}", at, 1, color=color, xref="x domain", yref="y domain", xanchor=side, yanchor="top")
        )
    for label in labels:
        drawing.label(label)
    return drawing.done(
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"range": [-0.5, cells.shape[1] - 0.5], "visible": False, "constrain": "domain"},
        yaxis={"range": [cells.shape[0] - 0.5, -0.5], "visible": False, "scaleanchor": "x", "constrain": "domain"},
    )
