"""The tables of the lesson on masks."""

from __future__ import annotations

from components.lessons.masks.circles import DX, DY, EMPTY, Scored
from components.markup.table import Cell, Table
from components.words.numbers import zero_over_zero

EVERY = 5  # offset in the table of both


def of_pixels(circles: Scored, radius: int) -> Table:
    """Return the pixels and scores at both offsets, and the scores of the small object of this radius.

    The page shows those along the circle offset.
    """
    counts, here, same = circles.here.counts, circles.here, circles.same
    columns = (counts.tp, counts.fp, counts.fn, counts.tn, here.ious, here.dices, same.ious, same.dices)
    of_counts = []
    for tp, fp, fn, tn, *scores in zip(*(each.tolist() for each in columns), strict=True):
        empty = [Cell(value, zero_over_zero(EMPTY)) for value in scores[:2]]
        of_counts.append([tp, fp, fn, tn, *(scores[:2] if tp + fp + fn else empty), *scores[2:]])
    across = [Cell(dx, DX.show(dx)) for dx in DX.values()]
    rows = [
        [Cell(dy, DY.show(dy)), dx, *of_counts[k]]
        for dy, row in zip(DY.values(), circles.at.tolist(), strict=True)
        for dx, k in zip(across, row, strict=True)
    ]
    first = DX.count * DY.index(0)
    return Table(
        [
            "vertical offset",
            "offset",
            "TP",
            "FP",
            "FN",
            "TN",
            "IoU",
            "Dice",
            f"IoU, r = {radius}",
            f"Dice, r = {radius}",
        ],
        rows,
        caption="Pixels and scores at every second circle offset, with a vertical offset of 0",
        name="Pixels and scores at every offset",
        shown=range(first, first + DX.count, 2),
        shown_columns=range(1, 10),
    )


def of_both_offsets(circles: Scored) -> Table:
    """Return IoU by the circle offset across and the vertical offset down."""
    scores = zip(circles.here.ious.tolist(), circles.here.counts.union.tolist(), strict=True)
    cells = [iou if union else Cell(iou, zero_over_zero(EMPTY)) for iou, union in scores]
    return Table(
        ["down, across", *map(DX.show, DX.values())],
        [
            [Cell(dy, DY.show(dy)), *(cells[k] for k in row.tolist())]
            for dy, row in zip(DY.values(), circles.at, strict=True)
        ],
        caption=f"IoU at every {EVERY}th circle offset (across) and vertical offset (down)",
        shown=range(0, DY.count, EVERY),
        shown_columns=[0, *range(1, DX.count + 1, EVERY)],
    )
