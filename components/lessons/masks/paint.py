"""Paint: the reader marks the pixels, and sees what each stroke does to IoU."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

import core
from components.lessons import chapters
from components.live.view import View
from components.markup.table import Table
from components.page import Check, Checks, Code, Fold, Lesson, Painting, Presets, TablePlace, Task
from components.state import Bitmap, State, of
from components.words.formula import Formula, Tiles, jaccard_texts
from components.words.line import Line
from components.words.numbers import agreeing, listed, many, score, whole

HEIGHT, WIDTH = 32, 48
BAR = 0.8


@cache
def picture() -> core.CellImage:
    """Return the picture that is painted over: few cells, so that a pixel can be hit with a finger."""
    return core.cell_image(seed=30, shape=(HEIGHT, WIDTH), cells=5, blur=1, noise=4)


@cache
def _parts() -> tuple[NDArray[np.bool_], int]:
    """Return the masks of the cells, one by one from the largest, and how many they are."""
    cells = picture().cells
    count = int(cells.max())
    return cells == np.arange(1, count + 1)[:, np.newaxis, np.newaxis], count


def wider(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask with every pixel that touches it by a side or a corner."""
    high, wide = mask.shape
    around = np.pad(mask, 1)
    moved = [around[i : i + high, j : j + wide] for i in range(3) for j in range(3)]
    found: NDArray[np.bool_] = np.logical_or.reduce(moved)
    return found


PAINTED = Bitmap("painted", "Painted pixels", "", HEIGHT, WIDTH)


@dataclass(frozen=True)
class Painted(State):
    """The mask that the reader has painted."""

    painted: str = of(PAINTED)


PAINTING = Painting(
    PAINTED,
    "Cells of different sizes, each outlined; paint the prediction.",
    lambda: (picture().brightness, picture().true_mask),
)
FORMULA = Formula("formula", "IoU", "{tp}", "{tp2} + {fp} + {fn}", "{j}", small=True)
TILES = Tiles("tiles", ("both (TP)", "prediction only (FP)", "truth only (FN)", "background (TN)"))
SAY = Line("say", "IoU {iou}: the masks share {shared} of {union}. {cells}")
CHECKS = Checks("paint", ("overlap", "smallest"))
TABLE = TablePlace("table")


def view(state: Painted) -> View:
    """Return the lesson in one state."""
    true, painted = picture().true_mask, PAINTED.mask(state.painted)
    counts = core.mask_counts(true, painted)
    iou = float(core.jaccard(counts))
    parts, number = _parts()
    marked = np.count_nonzero(parts & painted, axis=(1, 2))
    sizes = np.count_nonzero(parts, axis=(1, 2))
    tp, fp, fn, tn = map(int, (counts.tp, counts.fp, counts.fn, counts.tn))
    checks = {
        "overlap": Check(iou >= BAR, f"IoU is at least {BAR:g}: it is {score(iou)}."),
        "smallest": Check(
            not marked[-1],
            f"No pixel of the smallest cell is painted: {marked[-1]} of {sizes[-1]} {agreeing('is', int(marked[-1]))}.",
        ),
    }
    return View(
        texts={
            **jaccard_texts(FORMULA, whole(tp), whole(fp), whole(fn), score(iou)),
            **TILES.texts(tp=whole(tp), fp=whole(fp), fn=whole(fn), tn=whole(tn)),
            **SAY.texts(
                iou=score(iou),
                shared=whole(tp) if tp else "none",
                union=many(tp + fp + fn, "pixel"),
                cells=_cells(int(np.count_nonzero(marked)), number, fp, fn),
            ),
            **CHECKS.texts(checks),
        },
        props=CHECKS.marks(checks),
        tables={
            TABLE.id: Table(
                ["cell", "pixels", "painted", "share"],
                [
                    [k, size, hit, hit / size]
                    for k, (size, hit) in enumerate(zip(sizes.tolist(), marked.tolist(), strict=True), 1)
                ],
                caption="Pixels of each cell, from the largest to the smallest",
            )
        },
    )


def _cells(touched: int, number: int, fp: int, fn: int) -> str:
    """Return what the mask means for the cells."""
    if not fp and not fn:
        return "Every pixel agrees."
    if not touched:
        return f"No cell is touched: {many(fn, 'pixel')} of cells {agreeing('is', fn)} missed."
    errors = [f"{many(fp, 'pixel')} too many"] * bool(fp) + [f"{many(fn, 'pixel')} missed"] * bool(fn)
    cells = f"{touched} of {number} cells {agreeing('is', touched)}" if touched < number else "Every cell is"
    return f"{cells} touched: {listed(errors)}."


# ---- the page ------------------------------------------------------------------------------------------------------


def _presets() -> Presets:
    true, (parts, _) = picture().true_mask, _parts()
    masks = {
        "The truth": true,
        "One pixel too wide": wider(true),
        "The largest cell only": parts[0],
        "Nothing": true & False,
    }
    return Presets({words: {PAINTED.key: PAINTED.of(mask)} for words, mask in masks.items()})


LESSON = Lesson(
    path="/masks/paint",
    chapter=chapters.MASKS,
    title="Paint a mask",
    summary="Paint the prediction over the true cells, and see what each stroke does to IoU.",
    minutes=4,
    further=True,
    state=Painted,
    view=view,
    idea=[
        "People who label images paint masks like this one, and models are scored against them.",
    ],
    lead=[FORMULA, TILES],
    figures=[PAINTING, SAY, _presets()],
    task=Task(f"Paint a mask with an IoU of at least {BAR:g} that misses the smallest cell.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.mask_counts, core.jaccard]),
    ],
)
