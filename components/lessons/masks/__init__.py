"""Overlapping masks: intersection over union of pixels, and why an offset costs a small object more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import core
from components.cache import cached
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
from components.figures.score_panels import Panel, across, at_scores, names_beside, score_panels_figure
from components.lessons import chapters
from components.lessons.masks.circles import (
    ACROSSES,
    CX,
    CY,
    DOWNS,
    DX,
    DY,
    OFFSETS,
    PREDICTION,
    SIZE,
    SMALL,
    TRUTH,
    Masks,
    Scored,
    field,
    moved_by_one,
    other_radius,
    scored,
    unmoved_circle,
)
from components.lessons.masks.said import (
    CHECKS,
    EXACT,
    FAR,
    FORMULA,
    HIGH,
    PER_PIXEL,
    SAY,
    SNIPPET,
    TILES,
    WHERE,
    in_code,
    in_words,
)
from components.lessons.masks.tables import of_both_offsets, of_pixels
from components.live.target import Coded, Column, Columns, Layered, Target, coded, in_figure, repeating
from components.live.view import View
from components.page import (
    Box,
    Code,
    Fold,
    Graph,
    Handle,
    Lesson,
    Predict,
    Presets,
    Scrubbed,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.theme import Colour
from components.words.formula import coloured

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
    height="calc(100cqi - 50px)",
    handles=tuple(
        Handle(f"{score} {place}", x=DX, anywhere=True)
        for score in ("IoU", "Dice (F1)")
        for place in ("line", "markers")
    ),
)
TABLE = TablePlace("table")


def view(state: Masks) -> View:
    """Return the lesson in one state."""
    circles = scored(state.truth, state.prediction, state.small)
    other = other_radius(state)
    return View(
        figures={
            PIXELS.id: pixels_figure(
                SIZE, Circle(CX, CY, state.truth), Circle(CX, CY + state.dy, state.prediction), NAMES
            ),
            PANELS.id: score_panels_figure(
                OFFSETS,
                _panels(circles, circles.at[DY.index(state.dy)]),
                _objects(state),
                title="circle offset",
                hover="at offset %{x}",
            ),
        },
        moving=_moving(state.truth, state.prediction, state.small),
        texts={
            **PER_PIXEL.texts(
                radius=other, large=moved_by_one(other), radius2=state.small, small=moved_by_one(state.small)
            ),
            **SNIPPET.some(true="".join(in_code(CX, CY, state.truth)), pred_r=in_code(CX, CY, state.prediction)[2]),
        },
        tables={TABLE.id: [of_pixels(circles, state.small), of_both_offsets(circles)]},
    )


@cached
def _moving(truth: int, prediction: int, small: int) -> tuple[Columns, ...]:
    """Return what the two offsets move, for circles of these radii."""
    state = Masks(truth=truth, prediction=prediction, small=small)
    circles, unmoved = scored(truth, prediction, small), Circle(CX, CY, truth)
    code_x = [in_code(CX + dx, CY, prediction)[0] for dx in DX.values()]
    code_y = [in_code(CX, CY + dy, prediction)[1] for dy in DY.values()]
    return (
        Columns((DX,), in_figure(PIXELS.id, outline_across(CX + OFFSETS, prediction, SIZE))),
        Columns((DX,), in_figure(PANELS.id, across(OFFSETS, _panels(circles, circles.at[0])))),
        Columns((DX,), SNIPPET.some(pred_x=code_x)),
        Columns((DY,), in_figure(PIXELS.id, outline_down(CY + np.array(DY.values()), prediction, unmoved, SIZE))),
        Columns((DY,), SNIPPET.some(pred_y=code_y)),
        Columns((DY,), in_figure(PANELS.id, _curves(circles))),
        Columns(
            (DY, DX),
            {
                **in_figure(PIXELS.id, _in_pixels(state, circles)),
                **in_figure(PANELS.id, _names(state, circles)),
                **_at_scores(circles),
                **in_words(state, circles),
            },
        ),
    )


def _in_pixels(state: Masks, circles: Scored) -> dict[str, dict[str, Column]]:
    """Return what both offsets move together among the pixels."""
    columns, rows = CX + ACROSSES, CY + DOWNS
    true = unmoved_circle(state.truth).astype(np.int8)
    truth = Circle(CX, CY, state.truth)
    names = names_inside(SIZE, truth, columns, rows, state.prediction)
    is_predicted = (circles.here.counts.predicted > 0)[circles.at.ravel()]
    free = corner_is_free(SIZE, truth, columns, rows, state.prediction)
    there = {
        "name of the prediction": (NAMES.prediction, is_predicted),
        "name of the background": (NAMES.background, free),
    }
    return {
        "pixels": {"z": Layered(field(state.prediction), true, true + np.int8(2))},
        "names inside": {"x": names.x, "y": names.y, "text": repeating(np.where(names.there, NAMES.regions, NOTHING))},
        **{place: {"text": Coded([[NOTHING], [name]], shown.astype(int))} for place, (name, shown) in there.items()},
    }


def _panels(circles: Scored, at: NDArray[np.intp]) -> list[Panel]:
    """Return the panels for some of the counts."""
    here, same = circles.here, circles.same
    return [
        Panel("IoU", Colour.TP, here.ious[at], same.ious[at]),
        Panel("Dice (F1)", Colour.INK_2, here.dices[at], same.dices[at]),
    ]


def _curves(circles: Scored) -> dict[str, dict[str, Column]]:
    """Return the curves of both panels at every vertical offset."""
    panels = _panels(circles, np.arange(len(circles.here.ious)))
    curves = {f"{panel.name} {line}": getattr(panel, line) for panel in panels for line in ("full", "dashed")}
    # six digits are more than a screen can show
    return {place: {"y": Coded(scores.round(6).tolist(), circles.at)} for place, scores in curves.items()}


def _at_scores(circles: Scored) -> dict[Target, Column]:
    """Return what moves along the curves with the scores."""
    here, same = circles.here, circles.same
    said = [(here.said(mine, "0/0"), other) for mine, other in ((here.iou, same.iou), (here.dice, same.dice))]
    places = at_scores(_panels(circles, np.arange(len(here.ious))), said)
    return coded(in_figure(PANELS.id, places), circles.at)


def _names(state: Masks, circles: Scored) -> dict[str, dict[str, Column]]:
    """Return where the curves are named, at every vertical and circle offset."""
    rows = [names_beside(OFFSETS, _panels(circles, at), _objects(state)) for at in circles.at]
    return {
        place: {prop: repeating(np.concatenate([row[place][prop] for row in rows])) for prop in props}
        for place, props in rows[0].items()
    }


def _objects(state: Masks) -> tuple[str, str]:
    """Return what the two objects are called."""
    same = state.truth == state.prediction
    return f"r = {state.truth}" if same else f"r = {state.truth}, {state.prediction}", f"r = {state.small}"


# ---- the page ------------------------------------------------------------------------------------------------------


LESSON = Lesson(
    path="/masks",
    chapter=chapters.MASKS,
    title="Overlapping masks",
    summary="For the pixels of two masks the same score is called IoU; slide one circle over the other.",
    minutes=4,
    idea=["A model that outlines cells or tumours is judged by how well two masks overlap: its own, and the true one."],
    state=Masks,
    view=view,
    looks={"The pixels": PIXELS, "Scores by offset": PANELS},
    lead=[FORMULA, TILES],
    figures=[
        Box("pair", PIXELS, Scrubbed(PANELS, DX)),
        SAY,
        WHERE,
        PER_PIXEL,
        Presets(
            {
                "Exact": {"dx": 0},
                "One pixel off": {"dx": 1},
                "Apart": {"dx": 16, "truth": 7, "prediction": 7},
                "Too small": {"dx": 0, "prediction": 7},
                "Missed": {"dx": 0, "prediction": 0},
                "Nothing there": {"dx": 0, "truth": 0, "prediction": 0},
            }
        ),
    ],
    controls=[Slider(DY), Slider(TRUTH), Slider(PREDICTION), Slider(SMALL)],
    question=Predict(
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
        hides=(PANELS, SAY, PER_PIXEL),
    ),
    called=[
        paragraph(
            "The smaller an object is, the larger is the part of it that lies at its border, and there a moved mask goes wrong: "
            "IoU and Dice depend on the size of objects. Dice, ",
            *coloured("2 TP / (2 TP + FP + FN)"),
            ", is never lower than IoU, ",
            *coloured("TP / (TP + FP + FN)"),
            ".",
        )
    ],
    task=Task(f"Move the prediction by at least {FAR} pixels, and keep an IoU of at least {HIGH}.", CHECKS),
    folds=[
        Fold("The numbers", EXACT, TABLE),
        Code([core.circle_mask, core.overlap_categories, core.mask_counts, core.iou], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "The pixels of one image are not independent. Neighbouring pixels go right or wrong together, so one image "
                "is closer to one observation than to 1,600. An interval for a share, computed from all pixels, is easy to "
                "write down and far too narrow. Take 30 images of two such circles, each with an offset of 0 to 4 pixels at "
                "random: an interval that should hold 95 times in 100 then holds about 26 times. Resample whole images "
                "instead. The notebook that this course grew from gives no uncertainty for its masks at all."
            ),
            paragraph(
                "Two empty masks need a rule, because their IoU is 0/0. For masks it makes sense to take it as 1: to "
                "predict nothing where there is nothing is right. But a data set with many empty images then scores high "
                "for doing nothing, so say which rule you use. The notebook takes 0/0 as 1 here and for several "
                "labels, but as 0 for thresholds and training. It does not say why."
            ),
            paragraph(
                "A colour should not change its meaning from one figure to the next. In the notebook, what is in the truth "
                "only is orange in section 1 and red in section 2.1. In this course a colour means one thing everywhere: "
                "green for both, orange for the truth only, blue for the prediction only."
            ),
        ),
    ],
)
