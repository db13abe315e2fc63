"""Overlapping masks: intersection over union of pixels, and why an offset costs a small object more."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.base import NOTHING
from components.figures.pixels import (
    Circle,
    Names,
    corner_is_free,
    names_inside,
    outline_across,
    outline_down,
    pixels_figure,
)
from components.figures.score_panels import Panel, score_panels_figure, score_panels_moving
from components.live.frames import plain
from components.live.target import Coded, Column, Columns, Layered, Target, coded, in_figure, repeating
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Box,
    Code,
    Fold,
    Graph,
    Handle,
    Part,
    Predict,
    Presets,
    Section,
    Slider,
    TablePlace,
    paragraph,
)
from components.sections.masks.circles import (
    ACROSSES,
    CX,
    CY,
    DOWNS,
    DX,
    DY,
    EMPTY,
    OFFSETS,
    PREDICTION,
    SIZE,
    SMALL,
    TRUTH,
    Masks,
    Scores,
    field,
    is_cut,
    moved_by_one,
    other_radius,
    scored,
    unmoved_circle,
)
from components.theme import Colour
from components.words.formula import Formula, Tiles, jaccard_columns
from components.words.line import Line, Words
from components.words.numbers import exact, many, zero_over_zero

NAMES = Names(
    truth="truth",
    prediction="prediction",
    background="background",
    regions=("FN", "FP", "TP"),
    hover=("background (TN)", "truth only (FN)", "prediction only (FP)", "both (TP)"),
)
PIXELS = Graph(
    "pixels",
    "The pixels of two circular masks: in both, in the truth only, in the prediction only, in neither",
    height="100cqi",
    square=True,
    handles=(
        Handle("outline", x=DX, y=DY),
        Handle("centre", x=DX, y=DY),
        Handle("right edge", x=PREDICTION, at=PREDICTION.values()),
        Handle("left edge", x=PREDICTION, at=[-r for r in PREDICTION.values()]),
    ),
)
PANELS = Graph(
    "offsets",
    "IoU, and below it Dice, over the circle offset, for this object and for a small one",
    height=340,
    handles=tuple(
        Handle(f"{score} {place}", x=DX, anywhere=True)
        for score in ("IoU", "Dice (F1)")
        for place in ("line", "markers")
    ),
)
FORMULA = Formula(
    "formula",
    "IoU",
    "{tp}",
    "{tp2} + {fp} + {fn}",
    "{j}",
    "IoU equals {tp} over {tp2} plus {fp} plus {fn}, that is {j}",
    small=True,
)
TILES = Tiles("tiles", ("both (TP)", "prediction only (FP)", "truth only (FN)", "background (TN)"))
SAY = Line("say", "{where}{across}{both}{down}. {shared} {lesson}")
EXACT = Line("exact", "With all digits, IoU is {iou} and Dice (F1) is {dice}.", live=False)
BORDER = Line(
    "border",
    "Move an object by one pixel and compare it with itself. With a radius of {radius}, IoU is {large}. With a radius of "
    "{radius2}, it is {small}. The smaller an object is, the larger is the share of its pixels that lie at its border.",
    live=False,
)
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "import numpy as np\nfrom sklearn.metrics import jaccard_score\n\n"
    "yy, xx = np.mgrid[:40, :40]\n"
    "true_mask = {true}\n"
    "pred_mask = {pred_x}{pred_y}{pred_r}\n\n"
    "jaccard_score(true_mask.ravel(), pred_mask.ravel(), zero_division=1.0)  # {iou}\n",
)


def view(state: Masks) -> View:
    """Return the section in one state."""
    here, same = scored(state.truth, state.prediction), scored(state.small, state.small)
    panels = _panels(here, same, DY.index(state.dy))
    circles = Circle(CX, CY, state.truth), Circle(CX, CY + state.dy, state.prediction)
    other = other_radius(state)
    return View(
        figures={
            PIXELS.id: pixels_figure(SIZE, *circles, NAMES),
            PANELS.id: score_panels_figure(
                OFFSETS,
                panels,
                (_radii(state), f"r = {state.small}"),
                title="circle offset",
                hover="at offset %{x}",
            ),
        },
        moving=_moving(state.truth, state.prediction, state.small),
        texts={
            **BORDER.texts(
                radius=other, large=moved_by_one(other), radius2=state.small, small=moved_by_one(state.small)
            ),
            **SNIPPET.some(true=_in_code(CX, CY, state.truth), pred_r=_radius_in_code(state.prediction)),
        },
        tables={TABLE.id: [_table(here, same, state.small), _grid(here)]},
    )


@lru_cache(maxsize=64)
def _moving(truth: int, prediction: int, small: int) -> tuple[Columns, ...]:
    """Return what the two offsets move, for circles of these radii."""
    state = Masks(truth=truth, prediction=prediction, small=small)
    here, same = scored(truth, prediction), scored(small, small)
    names = names_inside(SIZE, Circle(CX, CY, truth), CX + ACROSSES, CY + DOWNS, prediction)
    free = corner_is_free(SIZE, CX + ACROSSES, CY + DOWNS, prediction)
    regions = np.where(names.there, NAMES.regions, NOTHING)
    is_predicted = here.counts.predicted[here.at.ravel()] > 0
    true = unmoved_circle(truth).astype(np.int8)
    in_pixels: dict[str, dict[str, Column]] = {
        "pixels": {"z": Layered(field(prediction), true, true + 2)},
        "names inside": {"x": names.x, "y": names.y, "text": repeating(regions)},
        "name of the prediction": {"text": repeating(np.where(is_predicted, NAMES.prediction, NOTHING)[:, np.newaxis])},
        "name of the background": {"text": repeating(np.where(free, NAMES.background, NOTHING)[:, np.newaxis])},
    }
    curves = {
        f"{panel} {line}": {"y": Coded(np.round(scores, 6).tolist(), each.at)}
        for panel, *lines in (
            ("IoU", ("full", here.ious, here), ("dashed", same.ious, same)),
            ("Dice (F1)", ("full", here.dices, here), ("dashed", same.dices, same)),
        )
        for line, scores, each in lines
    }
    return (
        Columns((DX,), in_figure(PIXELS.id, outline_across(CX + OFFSETS, prediction, SIZE))),
        Columns((DX,), SNIPPET.some(pred_x=[_across_in_code(CX + dx, prediction) for dx in DX.values()])),
        Columns((DY,), in_figure(PIXELS.id, outline_down(CY + np.array(DY.values()), prediction, SIZE))),
        Columns((DY,), SNIPPET.some(pred_y=[_down_in_code(CY + dy, prediction) for dy in DY.values()])),
        Columns((DY,), in_figure(PANELS.id, curves)),
        Columns(
            (DY, DX),
            {
                **in_figure(PIXELS.id, in_pixels),
                **in_figure(PANELS.id, _in_panels(here, same)),
                **coded(_of_counts(here), here.at.ravel()),
                **{SAY.target(slot): column for slot, column in _where(state, is_predicted).items()},
                SAY.target("lesson"): _lessons(state, here),
            },
        ),
    )


def _panels(here: Scores, same: Scores, down: int) -> list[Panel]:
    """Return the panels at one of the vertical offsets."""
    return [
        Panel("IoU", Colour.TP, here.ious[here.at[down]], same.ious[same.at[down]]),
        Panel("Dice (F1)", Colour.INK_2, here.dices[here.at[down]], same.dices[same.at[down]]),
    ]


def _in_panels(here: Scores, same: Scores) -> dict[str, dict[str, Column]]:
    """Return what moves along the curves, at every vertical and circle offset."""
    said = [here.said(words, "0/0") for words in (here.iou, here.dice)]
    of_same = (same.iou, same.dice)
    rows = []
    for down in range(DY.count):
        at, at_same = here.at[down].tolist(), same.at[down].tolist()
        words = [
            ([mine[k] for k in at], [other[k] for k in at_same]) for mine, other in zip(said, of_same, strict=True)
        ]
        rows.append(score_panels_moving(OFFSETS, _panels(here, same, down), words))
    return {
        place: {prop: repeating([each for row in rows for each in plain(row[place][prop])]) for prop in props}
        for place, props in rows[0].items()
    }


# ---- words ---------------------------------------------------------------------------------------------------------


def _of_counts(here: Scores) -> dict[Target, Words]:
    """Return the texts that depend on the counts alone."""
    counts = here.counts
    tp, fp, fn, tn = (list(map(str, count.tolist())) for count in (counts.tp, counts.fp, counts.fn, counts.tn))
    exact_iou, exact_dice = (list(map(exact, scores.tolist())) for scores in (here.ious, here.dices))
    empty = zero_over_zero(EMPTY)
    return {
        **jaccard_columns(FORMULA, tp, fp, fn, here.said(here.iou, empty)),
        **TILES.columns(tp=tp, fp=fp, fn=fn, tn=tn),
        **SAY.some(shared=list(map(_shared, counts.tp.tolist(), counts.union.tolist(), here.iou, here.dice))),
        **EXACT.columns(iou=here.said(exact_iou, empty), dice=here.said(exact_dice, empty)),
        **SNIPPET.some(iou=exact_iou),
    }


def _where(state: Masks, is_predicted: NDArray[np.bool_]) -> dict[str, Column]:
    """Return what is there and how the prediction is moved; `is_predicted` says for each offset whether any pixel is."""
    there = is_predicted & bool(state.truth and state.prediction)
    across, down = there & (ACROSSES != 0), there & (DOWNS != 0)
    ways = [["", *(f"{many(abs(by), 'pixel')} {words[by > 0]}" for by in param.values())] for param, words in _WAYS]
    openings = [_still(state, is_predicted=False), _still(state, is_predicted=True), "The prediction is moved "]
    return {
        "where": Coded(openings, np.where(across | down, 2, is_predicted.astype(int))),
        "across": Coded(ways[0], np.where(across, ACROSSES - DX.low + 1, 0).astype(int)),
        "both": Coded(["", " and "], (across & down).astype(int)),
        "down": Coded(ways[1], np.where(down, DOWNS - DY.low + 1, 0).astype(int)),
    }


_WAYS = ((DX, ("to the left", "to the right")), (DY, ("up", "down")))


def _still(state: Masks, *, is_predicted: bool) -> str:
    """Return what is there where the prediction is not moved, or there is nothing to compare it with."""
    if not is_predicted and state.prediction:
        there = "There is an object." if state.truth else "There is no object."
        also = "" if state.truth else " too"
        return f"{there} The predicted circle lies outside the image, so the mask of the prediction is empty{also}"
    if not state.prediction:
        return (
            "There is an object, but none is predicted" if state.truth else "There is no object, and none is predicted"
        )
    return "Both circles have the same centre" if state.truth else "There is no object, but one is predicted"


def _shared(tp: int, union: int, iou: str, dice: str) -> str:
    if not union:
        return f"Both masks are empty and so agree: IoU and Dice are {zero_over_zero(EMPTY)}."
    return f"The masks share {many(tp, 'pixel')}, and their union has {many(union, 'pixel')}: IoU {iou}, Dice {dice}."


def _lessons(state: Masks, here: Scores) -> Coded:
    """Return what each offset teaches."""
    compared = other_radius(state) if state.truth == state.prediction == state.small else state.small
    same = scored(compared, compared)
    counts, at = here.counts, here.at.ravel()
    lessons = [_lesson(*each) for each in zip(counts.tp.tolist(), counts.fp.tolist(), counts.fn.tolist(), strict=True)]
    # two masks that overlap but differ, one of them moved, are compared with a smaller object
    with_other = np.array([lesson is None for lesson in lessons])[at] & ((ACROSSES != 0) | (DOWNS != 0))
    comparisons = [
        f"With the same offset, an object of radius {compared} that is predicted in its right size has IoU {iou}."
        for iou in same.iou
    ]
    sizes = [
        "The prediction is too large: every wrong pixel is a false positive (false alarm)."
        if fp
        else "The prediction is too small: every wrong pixel is a false negative (miss)."
        for fp in counts.fp.tolist()
    ]
    outside = is_cut(CX, CY, state.truth) | is_cut(CX + ACROSSES, CY + DOWNS, state.prediction)
    cut = outside & (counts.union[at] > 0)
    words = [
        comparisons[k] if other else lessons[i] or sizes[i]
        for i, k, other in zip(at.tolist(), same.at.ravel().tolist(), with_other.tolist(), strict=True)
    ]
    aside = " What lies outside the image does not count."
    return repeating(
        [f"{lesson}{aside}" if is_out else lesson for lesson, is_out in zip(words, cut.tolist(), strict=True)]
    )


def _lesson(tp: int, fp: int, fn: int) -> str | None:
    """Return what counts teach; None for two masks that overlap but differ."""
    if not tp + fp + fn:
        return "A single pixel in one of them would make both scores 0."
    if not tp + fn or not tp + fp:
        return "An empty mask shares no pixel with any other, so both scores are 0."
    if not fp and not fn:
        return "Every pixel agrees."
    if not tp:
        return "The masks do not overlap. IoU is then 0 at any distance, so it cannot tell near from far."
    return None


def _radii(state: Masks) -> str:
    return f"r = {state.truth}" if state.truth == state.prediction else f"r = {state.truth}, {state.prediction}"


def _in_code(cx: int, cy: int, r: int) -> str:
    return _across_in_code(cx, r) + _down_in_code(cy, r) + _radius_in_code(r)


def _across_in_code(cx: int, r: int) -> str:
    return f"(xx {_less(cx)}) ** 2" if r else "np.zeros((40, 40), dtype=bool)"


def _down_in_code(cy: int, r: int) -> str:
    return f" + (yy {_less(cy)}) ** 2" if r else ""


def _radius_in_code(r: int) -> str:
    return f" <= {r} ** 2" if r else ""


def _less(c: int) -> str:
    return f"{'+' if c < 0 else '-'} {abs(c)}"


def _table(here: Scores, same: Scores, radius: int) -> Table:
    level = DY.index(0)
    of_here = [each[here.at[level]].tolist() for each in (*_counts(here), here.ious, here.dices)]
    of_same = [each[same.at[level]].tolist() for each in (same.ious, same.dices)]
    rows = []
    for dx, tp, fp, fn, tn, *scores in list(zip(DX.values(), *of_here, *of_same, strict=True))[::2]:
        empty = [Cell(value, zero_over_zero(EMPTY)) for value in scores[:2]]
        rows.append([Cell(dx, DX.show(dx)), tp, fp, fn, tn, *(scores[:2] if tp + fp + fn else empty), *scores[2:]])
    return Table(
        ["offset", "TP", "FP", "FN", "TN", "IoU", "Dice", f"IoU, r = {radius}", f"Dice, r = {radius}"],
        rows,
        caption="Pixels and scores at every second circle offset, without a vertical one",
    )


def _counts(here: Scores) -> list[NDArray[np.int64]]:
    return [here.counts.tp, here.counts.fp, here.counts.fn, here.counts.tn]


def _grid(here: Scores) -> Table:
    empty = (here.counts.union == 0).tolist()
    cells = [
        Cell(iou, zero_over_zero(EMPTY)) if none else iou for iou, none in zip(here.ious.tolist(), empty, strict=True)
    ]
    every = 5
    return Table(
        ["down, across", *(DX.show(dx) for dx in DX.values()[::every])],
        [
            [Cell(dy, DY.show(dy)), *(cells[k] for k in row.tolist())]
            for dy, row in zip(DY.values()[::every], here.at[::every, ::every], strict=True)
        ],
        caption="IoU at every fifth circle offset (across) and vertical offset (down)",
    )


# ---- the page ------------------------------------------------------------------------------------------------------

SECTION = Section(
    name="masks",
    number="2.1",
    topic="Masks",
    title="Overlapping masks",
    summary="For the pixels of two masks the same score is called IoU; slide one circle over the other.",
    idea=[
        "A mask says for every pixel whether it belongs to an object. If the items are pixels, the Jaccard score of two "
        "masks is called intersection over union (IoU), and models that find objects in images are judged by it. Slide "
        "the prediction over the truth, and see why a small object loses more by the same offset.",
    ],
    state=Masks,
    parts=[
        Part(
            view,
            lead=[Slider(DX), FORMULA, TILES],
            figures=[
                Box("pair", PIXELS, PANELS),
                SAY,
                EXACT,
                BORDER,
                Presets(
                    {
                        "Exact": {"dx": 0},
                        "One pixel off": {"dx": 1},
                        "Apart": {"dx": 20},
                        "Too small": {"dx": 0, "prediction": 7},
                        "Missed": {"dx": 0, "prediction": 0},
                        "Nothing there": {"dx": 0, "truth": 0, "prediction": 0},
                    }
                ),
            ],
            controls=[Slider(DY), Slider(TRUTH), Slider(PREDICTION), Slider(SMALL)],
        )
    ],
    below=[
        Predict(
            "Two predictions are 2 pixels off: one of an object of radius 10, one of an object of radius 3. Which of them "
            "has the higher IoU?",
            {
                "the large one": "More of its pixels are wrong, but many more still agree. The two wrong crescents are "
                "thin next to them.",
                "both the same": "The offset is the same, but IoU counts pixels. More than half of the small object's "
                "pixels lie at its border, and fewer than one in five of the large one's.",
                "the small one": "It has fewer wrong pixels, but it also has far fewer right ones.",
            },
            right="the large one",
            see=("See it at offset 2", {"dx": 2}),
        ),
    ],
    folds=[
        Fold("The numbers", TABLE),
        Code([core.circle_mask, core.overlap_categories, core.mask_counts, core.iou], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "The pixels of one image are not independent. Neighbouring pixels go right or wrong together, so one image "
                "is closer to one observation than to 1,600. An interval for a share, computed from all pixels, is easy to "
                "write down and far too narrow. Take 30 images as above, each with an offset of 0 to 4 pixels at random: an "
                "interval that should hold 95 times in 100 then holds about 26 times. Resample whole images instead. The "
                "notebook that this course grew from gives no uncertainty for its masks at all."
            ),
            paragraph(
                "Two empty masks need a rule, because their IoU is 0/0. For masks it makes sense to take it as 1: to "
                "predict nothing where there is nothing is right. But a data set with many empty images then scores high "
                "for doing nothing, so say which rule you use. The notebook sets zero_division to 1 here and to 0 "
                "elsewhere, and does not say why."
            ),
            paragraph(
                "A colour should not change its meaning from one figure to the next. In the notebook, what is in the truth "
                "only is orange in section 1 and red in section 2.1. In this course a colour means one thing everywhere: "
                "green for both, orange for the truth only, blue for the prediction only."
            ),
        ),
    ],
)
