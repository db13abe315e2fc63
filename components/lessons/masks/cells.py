"""Cells under a microscope: a threshold on brightness marks them, and IoU says how well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.cache import cached
from components.figures.base import Drawn
from components.figures.cells import masks_over, photograph, score_curve, score_moving
from components.lessons import chapters
from components.live.target import Column, Columns, Reaching, Target, in_figure
from components.live.view import View
from components.markup.table import Table
from components.page import (
    Box,
    Checks,
    Code,
    Fold,
    Graph,
    Handle,
    Lesson,
    NumberField,
    Predict,
    Presets,
    Scrubbed,
    Slider,
    TablePlace,
    Task,
    caption,
    paragraph,
)
from components.page.checks import CheckColumn
from components.state import Number, State, Whole, of
from components.words.formula import Formula, Tiles, coloured, jaccard_columns
from components.words.line import Line, Words
from components.words.numbers import agreeing, many, order, part_of, whole, wholes, written

T = Whole("t", "Brightness threshold", 30, 0, 100, 1)
NOISE = Whole("noise", "Noise", 5, 0, 12, 1)
BLUR = Number("blur", "Blur", 1.5, 0, 3, 0.5, "{:.1f} px")
SEED = Whole("seed", "Seed", 42, 0, 9999, 1)


@dataclass(frozen=True)
class Cells(State):
    """The threshold, and what the picture is made with."""

    t: int = of(T)
    noise: int = of(NOISE)
    blur: float = of(BLUR)
    seed: int = of(SEED)


THRESHOLDS = np.array(T.values())

PHOTO = Graph("photo", "Bright cells of different sizes on a dark, noisy ground", height="calc(66.67cqi + 40px)")
MASKS = Graph(
    "masks",
    "The same picture with masks over it: in both, in the truth only, in the prediction only. The truth is outlined.",
    height="calc(66.67cqi + 40px)",
)
CURVE = Graph(
    "curve",
    "IoU over the threshold of brightness",
    height=170,
    least=150,
    handles=tuple(Handle(place, x=T, anywhere=True) for place in ("threshold", "marker")),
)
FORMULA = Formula("formula", "IoU", "{tp}", "{tp2} + {fp} + {fn}", "{j}", small=True)
TILES = Tiles("tiles", ("both (TP)", "prediction only (FP)", "truth only (FN)", "background (TN)"))
NAMES = ("truth only", "prediction only", "both")
HOVER = ("background (TN)", "truth only (FN)", "prediction only (FP)", "both (TP)")
SAY = Line("say", "IoU {iou}: the masks share {shared} of {union}. {errors}")
FOUND = Line("found", "At least half of the pixels are marked in {found}. {best}", live=False)
CHECKS = Checks("cells", ("overlap", "lost"))
BAR = 0.8  # the IoU that the task asks for
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import jaccard_score\n\n"
    "# true_mask and brightness: 80 rows of 120 pixels, as above\n"
    "y_true, y_pred = true_mask.ravel(), brightness.ravel() >= {t}\n"
    "jaccard_score(y_true, y_pred)  # {iou}\n",
)


class _Swept(NamedTuple):
    """A picture, and at every threshold the counts, IoU, and how many of the cells are marked at least by half."""

    image: core.CellImage
    counts: core.Counts
    ious: NDArray[np.float64]
    found: NDArray[np.int64]


@cached
def swept(seed: int, noise: int, blur: float) -> _Swept:
    """Return a picture and its scores."""
    image = core.cell_image(seed=seed, noise=noise, blur=blur)
    counts = core.threshold_counts(image.true_mask.ravel(), image.brightness.ravel(), THRESHOLDS)
    # for each cell, how many pixels of each brightness, and so how many reach each threshold
    pixels = np.zeros((image.cells.max() + 1, T.count), np.int64)
    np.add.at(pixels, (image.cells, image.brightness), 1)
    marked = pixels[1:, ::-1].cumsum(axis=1)[:, ::-1]
    found = np.count_nonzero(2 * marked >= marked[:, :1], axis=0)
    return _Swept(image, counts, core.jaccard(counts), found)


def at_its_best(state: Cells) -> Drawn:
    """Return the picture with the masks at the threshold that has the highest IoU; nothing of it moves."""
    image, _, ious, _ = swept(state.seed, state.noise, state.blur)
    return masks_over(image.brightness, image.true_mask, NAMES, HOVER, image.brightness >= int(np.argmax(ious)))


def view(state: Cells) -> View:
    """Return the lesson in one state."""
    cells = swept(state.seed, state.noise, state.blur)
    counts = cells.counts
    return View(
        figures={
            PHOTO.id: photograph(cells.image.brightness, "microscope"),
            MASKS.id: masks_over(cells.image.brightness, cells.image.true_mask, NAMES, HOVER),
            CURVE.id: score_curve(
                THRESHOLDS, cells.ious, np.stack([counts.tp, counts.fp, counts.fn], axis=1), name="IoU"
            ),
        },
        moving=_moving(state.seed, state.noise, state.blur),
        tables={TABLE.id: _table(cells)},
    )


@cached
def _moving(seed: int, noise: int, blur: float) -> tuple[Columns, ...]:
    """Return what the threshold moves in this picture."""
    cells = swept(seed, noise, blur)
    true = cells.image.true_mask.astype(np.int8)
    return (
        Columns(
            (T,),
            {
                **in_figure(
                    MASKS.id, {"masks": {"z": Reaching(cells.image.brightness, true, true + np.int8(2), T.count)}}
                ),
                **in_figure(CURVE.id, score_moving(THRESHOLDS, cells.ious, written(cells.ious))),
                **_in_words(cells),
                **CHECKS.columns(_checked(cells)),
            },
        ),
    )


def _in_words(cells: _Swept) -> dict[Target, Column]:
    """Return the texts at every threshold."""
    counts = cells.counts
    tp, fp, fn, tn = map(wholes, (counts.tp, counts.fp, counts.fn, counts.tn))
    iou = written(cells.ious)
    ways: dict[Target, Words] = {
        **jaccard_columns(FORMULA, tp, fp, fn, iou),
        **TILES.columns(tp=tp, fp=fp, fn=fn, tn=tn),
        **SAY.columns(
            iou=iou,
            shared=[whole(count) if count else "none" for count in counts.tp.tolist()],
            union=[many(count, "pixel") for count in counts.union.tolist()],
            errors=[_errors(*each) for each in zip(counts.fp.tolist(), counts.fn.tolist(), strict=True)],
        ),
        **FOUND.columns(
            found=[part_of(count, int(cells.found[0]), "cell") for count in cells.found.tolist()],
            best=[_best(cells, k) for k in range(T.count)],
        ),
        **SNIPPET.columns(t=[str(t) for t in T.values()], iou=written(cells.ious, 4)),
    }
    return dict(ways)


def _checked(cells: _Swept) -> dict[str, CheckColumn]:
    """Return at each threshold whether the conditions of the task hold, and what is said of them."""
    total = int(cells.found[0])
    lost = total - cells.found
    # with so many digits that they show on which side of the bar a score lies
    short, long = (written(cells.ious, digits) for digits in (3, 5))
    scores = [long[k] if text == f"{BAR:.3f}" else text for k, text in enumerate(short)]
    return {
        "overlap": (cells.ious >= BAR, [f"IoU is at least {BAR:g}: it is {each}." for each in scores]),
        "lost": (
            lost > 0,
            [f"Some cell is marked by less than half: {k} of {total} {agreeing('is', k)}." for k in lost.tolist()],
        ),
    }


def _errors(fp: int, fn: int) -> str:
    """Return which errors there are."""
    alarms, misses = agreeing("is", fp), agreeing("is", fn)
    if not fp and not fn:
        return "Every pixel agrees."
    if not fp:
        return f"Every error is a miss: {many(fn, 'pixel')} of the cells {misses} too dark."
    if not fn:
        return f"Every error is a false alarm: {many(fp, 'pixel')} of the background {alarms} bright enough."
    return f"Of the background {many(fp, 'pixel')} {alarms} bright enough, of the cells {whole(fn)} {misses} too dark."


def _best(cells: _Swept, k: int) -> str:
    """Return whether another threshold does better."""
    best = int(np.argmax(cells.ious))
    if order(float(cells.ious[best]), float(cells.ious[k])) == 0:
        return "No other threshold has a higher IoU."
    return f"A {'higher' if best > k else 'lower'} threshold has a higher IoU."


def _table(cells: _Swept) -> Table:
    counts = cells.counts
    columns = [each.tolist() for each in (THRESHOLDS, counts.tp, counts.fp, counts.fn, counts.tn, cells.ious)]
    columns.append(cells.found.tolist())
    return Table(
        ["threshold", "TP", "FP", "FN", "TN", "IoU", "cells marked by half"],
        list(map(list, zip(*columns, strict=True))),
        caption="Pixels and score at every fifth threshold",
        name="Pixels and score at every threshold",
        shown=range(0, T.count, 5),
    )


# ---- the page ------------------------------------------------------------------------------------------------------


LESSON = Lesson(
    path="/masks/cells",
    chapter=chapters.MASKS,
    title="Cells under a microscope",
    summary="A threshold on brightness marks the cells; IoU compares the mask with the true one.",
    minutes=4,
    state=Cells,
    view=view,
    idea=["Whoever counts cells or maps roads compares two masks: what is there, and what a model marks."],
    question=Predict(
        "A model marks each pixel that reaches a brightness. Which threshold gives the best overlap?",
        {
            "a low one": "It misses no cell, but it marks background too: pixels that the noise makes bright, and a "
            "blurred ring around every bright cell.",
            "one in the middle": "A low one marks the noise, a high one loses the dim cells. In this picture 42 of 100 is "
            "best, and even that loses parts of the dimmest cells.",
            "a high one": "Almost all that it marks is cell. But it loses the dim cells and the edges of the others, and a "
            "missed pixel costs as much as a false one.",
        },
        right="one in the middle",
        see=("See it at 42", {"t": 42}),
        hides=(CURVE, FOUND),
    ),
    lead=[FORMULA, TILES],
    figures=[
        Box("column", Box("pair photos", PHOTO, MASKS), Scrubbed(CURVE, T)),
        SAY,
        FOUND,
        Presets(
            {
                "Noise is marked": {"t": 30},
                "Only the brightest": {"t": 75},
                "No noise, sharp": {"noise": 0, "blur": 0, "t": 40},
                "A bad camera": {"noise": 12, "blur": 3, "t": 45},
            }
        ),
    ],
    controls=[
        Slider(NOISE),
        Slider(BLUR),
        NumberField(SEED),
        caption("Noise and blur change the brightness, not the truth. Another seed makes another picture."),
    ],
    called=[
        paragraph(
            "The Jaccard score of two masks is called ",
            html.B("intersection over union"),
            ", IoU: ",
            *coloured("TP / (TP + FP + FN)"),
            ", counted in pixels. Beside it one meets ",
            html.B("Dice"),
            ", which is F1 and never lower.",
        )
    ],
    task=Task(f"Find a threshold with an IoU of at least {BAR:g} that marks less than half of some cell.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.cell_image, core.threshold_counts, core.jaccard], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "The best threshold was found on this picture, with its truth known. On the next picture it need not be the "
                "best, and its IoU there is usually lower. Choose a threshold on some pictures and report IoU on others."
            ),
            paragraph(
                "IoU counts pixels, not cells. A small cell that is missed as a whole hardly changes it. If the cells are to "
                "be counted, match predicted objects with true ones, and count those that are found."
            ),
        ),
    ],
)
