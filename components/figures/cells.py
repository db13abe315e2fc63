"""A photograph of cells, the masks of truth and prediction over it, and the score over the threshold of brightness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Drawing, Drawn, array, line, marker, note, vertical, where, words
from components.figures.pixels import COLOURS
from components.figures.still.png import whites
from components.theme import TEXT_SIZE, TRANSPARENT, Colour, whiteness

_TOP = 40  # px above a picture, for two lines of names
_SHADES = (10, 95)  # the levels that are darkest and brightest in the picture
_HIGH = 1.25  # the height of the axis of scores, so that the value of the marker stands below its end
_ABOVE = 0.09  # from the middle of the marker to its value
_AT_AXIS, _AT_END = 0.12, 0.9  # parts of the width in which the value stands beside its marker


def photograph(levels: NDArray[np.integer], title: str) -> Drawn:
    """Return the picture (h, w) of levels of brightness from 0 to 100, row 0 at the top."""
    drawing = Drawing()
    drawing.trace({**_picture(levels), "hovertemplate": "brightness %{z}<extra></extra>"})
    drawing.label(_above(title, 0, Colour.INK_2))
    return _pictured(drawing, levels)


def masks_over(
    levels: NDArray[np.integer],
    true_mask: NDArray[np.bool_],
    names: tuple[str, str, str],
    hover: Sequence[str],
    pred_mask: NDArray[np.bool_] | None = None,
) -> Drawn:
    """Return the picture with masks over it, the truth outlined.

    `names` are those of the categories 1, 2 and 3 of `core.overlap_categories`, `hover` says what each means, from 0 on.
    Without a `pred_mask` the place "masks" gets its categories, "z", from frames.
    """
    drawing = Drawing()
    drawing.trace({**_picture(levels), "hoverinfo": "skip"})
    meanings = ",<br>".join(f"{category} {meaning}" for category, meaning in enumerate(hover))
    shades = (TRANSPARENT, *COLOURS[1:])
    masks = {
        "type": "heatmap",
        "zmin": -0.5,
        "zmax": 3.5,
        "colorscale": [[(k + edge) / 4, color] for k, color in enumerate(shades) for edge in (0, 1)],
        "showscale": False,
        "hovertemplate": f"%{{z}}<br>({meanings})<extra></extra>",
    }
    if pred_mask is None:
        drawing.trace(masks, "masks")
    else:
        drawing.trace({**masks, "z": array(true_mask + 2 * pred_mask.astype(np.int8))})
    outline = {"color": Colour.PHOTO_BRIGHT, "width": 1}
    drawing.shape({"type": "path", "path": edges(true_mask), "line": outline})
    fn, fp, tp = (f"■ {name}" for name in names)
    drawing.label(_above(f"{tp}", 1, Colour.TP))
    drawing.label({**_above(fn, 1, Colour.FN), "x": 1, "xanchor": "right"})
    drawing.label(_above(fp, 0, Colour.FP))
    return _pictured(drawing, levels)


def photograph_address(levels: NDArray[np.integer]) -> str:
    """Return the picture as the address of an image that lies on a ground of `Colour.PHOTO_DARK`."""
    low, high = _SHADES
    return whites(np.clip((levels - low) / (high - low), 0, 1), whiteness(Colour.PHOTO_DARK, Colour.PHOTO_BRIGHT))


def edges(mask: NDArray[np.bool_]) -> str:
    """Return the edges between the pixels of a mask (h, w) and all others as a path of straight lines."""
    wide = np.pad(mask, 1).astype(np.int8)
    across, down = np.diff(wide, axis=0)[:, 1:-1] != 0, np.diff(wide, axis=1)[1:-1] != 0
    lines = [f"M{start - 0.5:g},{k - 0.5:g}H{end - 0.5:g}" for k, start, end in _runs(across)]
    lines += [f"M{k - 0.5:g},{start - 0.5:g}V{end - 0.5:g}" for k, start, end in _runs(down.T)]
    return "".join(lines)


def score_curve(
    thresholds: NDArray[np.integer], scores: NDArray[np.float64], counts: NDArray[np.int64], *, name: str
) -> Drawn:
    """Return the score over the threshold, from 0 to 100; `counts` has a row (TP, FP, FN) for each, for the hover.

    "threshold", a line, "marker" and its "value" at three sides get their values from frames (`score_moving`).
    """
    drawing = Drawing()
    drawing.trace(
        line(
            array(thresholds),
            array(scores),
            color=Colour.TP,
            customdata=array(counts),
            hover=f"threshold %{{x}}: {name} = %{{y:.4f}}<br>TP %{{customdata[0]:,}}, FP %{{customdata[1]:,}}, "
            "FN %{customdata[2]:,}",
        )
    )
    drawing.trace(marker(0, 0, "", mode="markers"), "marker")
    for place, side in _SIDES.items():
        value = words(1, side=side)
        drawing.trace({**value, "textfont": {**value["textfont"], "size": TEXT_SIZE + 2}}, place)
    drawing.shape(vertical(0, color=Colour.ACCENT, dash="solid", yref="y"), "threshold")
    return drawing.done(
        margin={"l": 44, "r": 20, "t": 4, "b": 8},
        xaxis={"range": [0, 100], "dtick": 20},
        yaxis={"range": [0, _HIGH], "tickvals": [0, 0.5, 1], "title": {"text": name}},
    )


_SIDES = {"value": "top center", "value at the axis": "top right", "value at the end": "top left"}


def score_moving(
    thresholds: NDArray[np.integer], scores: NDArray[np.float64], texts: Sequence[str]
) -> dict[str, Mapping[str, Any]]:
    """Return what moves along the curve, at every threshold; `texts` are the scores in words."""
    x = thresholds[:, np.newaxis]
    part = thresholds / thresholds[-1]
    at_axis, at_end = part < _AT_AXIS, part > _AT_END
    there = zip(_SIDES, (~at_axis & ~at_end, at_axis, at_end), strict=True)
    above, values = (scores + _ABOVE).round(4)[:, np.newaxis], [[text] for text in texts]
    return {
        "marker": {"x": x, "y": scores.round(4)[:, np.newaxis]},
        "threshold": {"x": thresholds, "y1": scores.round(4)},
        **{place: {"x": x, "y": above, "text": where(shown.tolist(), values)} for place, shown in there},
    }


def _picture(levels: NDArray[np.integer]) -> dict[str, Any]:
    low, high = _SHADES
    return {
        "type": "heatmap",
        "z": array(levels),
        "zmin": low,
        "zmax": high,
        "colorscale": [[0, Colour.PHOTO_DARK], [1, Colour.PHOTO_BRIGHT]],
        "showscale": False,
    }


def _above(text: str, row: int, color: str) -> dict[str, Any]:
    """Return words above the picture: row 0 is right above it."""
    place = {"xref": "x domain", "yref": "y domain", "xanchor": "left", "yanchor": "bottom", "yshift": 2 + 18 * row}
    return note(text, 0, 1, color=color, **place)


def _pictured(drawing: Drawing, levels: NDArray[np.integer]) -> Drawn:
    high, wide = levels.shape
    return drawing.done(
        margin={"l": 0, "r": 0, "t": _TOP, "b": 0},
        xaxis={"range": [-0.5, wide - 0.5], "visible": False, "constrain": "domain"},
        yaxis={"range": [high - 0.5, -0.5], "visible": False, "scaleanchor": "x", "constrain": "domain"},
    )


def _runs(lines: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Return for each run in the rows its row, where it starts, and where it ends."""
    found = np.diff(np.pad(lines, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(found == 1)
    ends = np.nonzero(found == -1)[1]  # in the same order: row by row, from the left
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
