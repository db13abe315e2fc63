"""Overlapping masks: intersection over union of pixels, and why an offset costs a small object more."""

from __future__ import annotations

import numpy as np

import core
from components.figures.pixels import Circle, Names, pixels_figure, pixels_moving
from components.figures.score_panels import Panel, score_panels_figure, score_panels_moving
from components.live.target import Columns, Target, in_figure
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
    CX,
    CY,
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
    is_cut,
    moved_by_one,
    moved_circle,
    other_radius,
    same_size,
    scored,
    unmoved_circle,
)
from components.theme import Colour
from components.words.formula import Formula, Tiles, jaccard_columns
from components.words.line import Line, Words
from components.words.numbers import exact, listed, many, zero_over_zero

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
SAY = Line("say", "{where} {shared} {lesson}")
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
    "pred_mask = {pred}\n\n"
    "jaccard_score(true_mask.ravel(), pred_mask.ravel(), zero_division=1.0)  # {iou}\n",
)


def view(state: Masks) -> View:
    """Return the section in one state."""
    predicted = moved_circle(state.prediction, state.dy)
    true = np.broadcast_to(unmoved_circle(state.truth), predicted.shape)
    here, small = scored(true, predicted), same_size(state.small, state.dy)
    panels = [
        Panel("IoU", Colour.TP, here.ious, small.ious),
        Panel("Dice (F1)", Colour.INK_2, here.dices, small.dices),
    ]
    at_markers = [(here.said(here.iou, "0/0"), small.iou), (here.said(here.dice, "0/0"), small.dice)]
    circles = Circle(CX, CY, state.truth), Circle(CX, CY + state.dy, state.prediction)
    categories = core.overlap_categories(true, predicted)
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
        moving=[
            Columns(
                (DX,),
                {
                    **in_figure(PIXELS.id, pixels_moving(categories, *circles, CX + OFFSETS, NAMES)),
                    **in_figure(PANELS.id, score_panels_moving(OFFSETS, panels, at_markers)),
                    **_in_words(state, here),
                },
            )
        ],
        texts={
            **BORDER.texts(
                radius=other, large=moved_by_one(other), radius2=state.small, small=moved_by_one(state.small)
            ),
            **SNIPPET.some(true=_in_code(CX, CY, state.truth)),
        },
        tables={TABLE.id: _table(here, small, state.small)},
    )


# ---- words ---------------------------------------------------------------------------------------------------------


def _in_words(state: Masks, here: Scores) -> dict[Target, Words]:
    """Return the texts at every offset."""
    counts = here.counts
    tp, fp, fn, tn = (list(map(str, count.tolist())) for count in (counts.tp, counts.fp, counts.fn, counts.tn))
    exact_iou, exact_dice = (list(map(exact, scores.tolist())) for scores in (here.ious, here.dices))
    empty = zero_over_zero(EMPTY)
    return {
        **jaccard_columns(FORMULA, tp, fp, fn, here.said(here.iou, empty)),
        **TILES.columns(tp=tp, fp=fp, fn=fn, tn=tn),
        **SAY.columns(
            where=[
                _where(state, dx, is_predicted)
                for dx, is_predicted in zip(DX.values(), (counts.predicted > 0).tolist(), strict=True)
            ],
            shared=list(map(_shared, counts.tp.tolist(), counts.union.tolist(), here.iou, here.dice)),
            lesson=_lessons(state, counts),
        ),
        **EXACT.columns(iou=here.said(exact_iou, empty), dice=here.said(exact_dice, empty)),
        **SNIPPET.some(pred=[_in_code(CX + dx, CY + state.dy, state.prediction) for dx in DX.values()], iou=exact_iou),
    }


def _where(state: Masks, dx: int, is_predicted: bool) -> str:
    """Return what is there and what is predicted; `is_predicted` says whether any pixel of the image is."""
    if not is_predicted and state.prediction:
        there = "There is an object." if state.truth else "There is no object."
        also = "" if state.truth else " too"
        return f"{there} The predicted circle lies outside the image, so the mask of the prediction is empty{also}."
    if not state.prediction:
        return (
            "There is an object, but none is predicted."
            if state.truth
            else "There is no object, and none is predicted."
        )
    if not state.truth:
        return "There is no object, but one is predicted."
    ways = [
        f"{many(abs(offset), 'pixel')} {words[offset > 0]}"
        for offset, words in ((dx, ("to the left", "to the right")), (state.dy, ("up", "down")))
        if offset
    ]
    return f"The prediction is moved {listed(ways)}." if ways else "Both circles have the same centre."


def _shared(tp: int, union: int, iou: str, dice: str) -> str:
    if not union:
        return f"Both masks are empty and so agree: IoU and Dice are {zero_over_zero(EMPTY)}."
    return f"The masks share {many(tp, 'pixel')}, and their union has {many(union, 'pixel')}: IoU {iou}, Dice {dice}."


def _lessons(state: Masks, counts: core.Counts) -> list[str]:
    """Return what each offset teaches."""
    compared = other_radius(state) if state.truth == state.prediction == state.small else state.small
    ious = same_size(compared, state.dy).iou
    rows = zip(DX.values(), *(count.tolist() for count in (counts.tp, counts.fp, counts.fn)), ious, strict=True)
    return [
        _lesson(
            state, dx, tp, fp, fn,
            f"With the same offset, an object of radius {compared} that is predicted in its right size has IoU {iou}.",
        )
        for dx, tp, fp, fn, iou in rows
    ]  # fmt: skip


def _lesson(state: Masks, dx: int, tp: int, fp: int, fn: int, compared: str) -> str:
    if not tp + fp + fn:
        return "A single pixel in one of them would make both scores 0."
    if not tp + fn or not tp + fp:
        return "An empty mask shares no pixel with any other, so both scores are 0."
    if not fp and not fn:
        lesson = "Every pixel agrees."
    elif not tp:
        lesson = "The masks do not overlap. IoU is then 0 at any distance, so it cannot tell near from far."
    elif dx or state.dy:
        lesson = compared
    elif fp:
        lesson = "The prediction is too large: every wrong pixel is a false positive (false alarm)."
    else:
        lesson = "The prediction is too small: every wrong pixel is a false negative (miss)."
    outside = is_cut(CX, CY, state.truth) or is_cut(CX + dx, CY + state.dy, state.prediction)
    return f"{lesson} What lies outside the image does not count." if outside else lesson


def _radii(state: Masks) -> str:
    return f"r = {state.truth}" if state.truth == state.prediction else f"r = {state.truth}, {state.prediction}"


def _in_code(cx: int, cy: int, r: int) -> str:
    if not r:
        return "np.zeros((40, 40), dtype=bool)"
    x, y = (f"({name} {'+' if c < 0 else '-'} {abs(c)})" for name, c in (("xx", cx), ("yy", cy)))
    return f"{x} ** 2 + {y} ** 2 <= {r} ** 2"


def _table(here: Scores, small: Scores, radius: int) -> Table:
    counts = here.counts
    numbers = (counts.tp, counts.fp, counts.fn, counts.tn, here.ious, here.dices, small.ious, small.dices)
    columns = zip(DX.values(), *(each.tolist() for each in numbers), strict=True)
    rows = [
        [
            Cell(dx, DX.show(dx)),
            *(tp, fp, fn, tn),
            *(scores if tp + fp + fn else (Cell(value, zero_over_zero(EMPTY)) for value in scores)),
            *of_small,
        ]
        for dx, tp, fp, fn, tn, *scores, of_small in ((*row[:7], row[7:]) for row in columns)
    ]
    return Table(
        ["offset", "TP", "FP", "FN", "TN", "IoU", "Dice", f"IoU, r = {radius}", f"Dice, r = {radius}"],
        rows[::2],
        caption="Pixels and scores at every second offset",
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
