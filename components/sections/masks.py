"""Overlapping masks: intersection over union of pixels, and why an edge costs a small object more."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

import core
from components import controls, page
from components.elements import Element
from components.figures import offsets, pixels
from components.formula import Formula, Line, Tiles, jaccard_texts, score
from components.predict import predict
from components.theme import LIGHT
from components.url import Number, bounded, href
from components.view import Moment, Target, View, compose

NAME = "masks"
PATH = "/masks"
NUMBER = "2.1"
OVER = "2.1 · Masks"
TITLE = "Overlapping masks"
SUMMARY = "For the pixels of two masks the same score is called IoU; slide one circle over the other."


class Id(StrEnum):
    """The components that this section fills."""

    PIXELS = "masks-pixels"
    OFFSETS = "masks-offsets"
    FORMULA = "masks-formula"
    TILES = "masks-tiles"
    SAY = "masks-say"
    EXACT = "masks-exact"
    BORDER = "masks-border"
    SNIPPET = "masks-snippet"
    TABLE = "masks-table"


DX = Number("dx", "Circle offset", 4, -20, 20, 1)
DY = Number("dy", "Vertical offset", 0, -20, 20, 1)
TRUTH = Number("truth", "Radius of the truth", 10, 0, 15, 1)
PREDICTION = Number("prediction", "Radius of the prediction", 10, 0, 15, 1)
SMALL = Number("small", "Radius of the small object", 3, 1, 9, 1)
PARAMS = (DX, DY, TRUTH, PREDICTION, SMALL)
SLIDERS = PARAMS

SIZE = 40
CX, CY = 14, 20

FORMULA = Formula(
    Id.FORMULA,
    "IoU",
    "{tp}",
    "{tp2} + {fp} + {fn}",
    "{j}",
    "IoU equals {tp} over {tp2} plus {fp} plus {fn}, that is {j}",
    small=True,
)
TILES = Tiles(Id.TILES, ("both (TP)", "extra (FP)", "missed (FN)", "background (TN)"))
SAY = Line(Id.SAY, "{where} {shared} {lesson}")
EXACT = Line(Id.EXACT, "To the last digit: IoU {iou}, and Dice (F1) {dice}.")
BORDER = Line(
    Id.BORDER,
    "Moved by one pixel, an object of radius {radius} keeps an IoU of {large} with itself, and one of radius {radius2} "
    "keeps {small}. The smaller an object, the larger the share of its pixels that lie at the border.",
)
SNIPPET = Line(
    Id.SNIPPET,
    "import numpy as np\nfrom sklearn.metrics import jaccard_score\n\n"
    "yy, xx = np.mgrid[:40, :40]\n"
    "true_mask = {true}\n"
    "pred_mask = {pred}\n\n"
    "jaccard_score(true_mask.ravel(), pred_mask.ravel(), zero_division=1.0)  # {iou}\n",
)


def view(*, dx: int, dy: int, truth: int, prediction: int, small: int) -> View:
    """Return the section in one state."""
    steps = DX.values()
    true = _mask(CX, CY, truth)
    predicted = [_mask(CX + step, CY + dy, prediction) for step in steps]
    categories = np.stack([core.overlap_categories(true, mask) for mask in predicted])
    counts = core.batch_mask_counts([true] * len(steps), predicted)
    small_counts = core.batch_mask_counts(
        [_mask(CX, CY, small)] * len(steps), [_mask(CX + step, CY + dy, small) for step in steps]
    )
    # two empty masks agree: the document counts their 0/0 as 1
    ious, dices = core.jaccard(counts, zero_division=1.0), core.f1(counts, zero_division=1.0)
    small_ious, small_dices = core.jaccard(small_counts), core.f1(small_counts)
    panels = [
        offsets.Panel("IoU", LIGHT["tp"], ious.tolist(), small_ious.tolist()),
        offsets.Panel("Dice (F1)", LIGHT["ink-2"], dices.tolist(), small_dices.tolist()),
    ]
    truth_circle = pixels.Circle(CX, CY, truth)
    shown_pixels = pixels.moments(
        categories, truth_circle, [pixels.Circle(CX + step, CY + dy, prediction) for step in steps]
    )

    def moment(dx: int) -> Moment:
        i = DX.index(dx)
        here = counts[i]
        values = [[score(panel.large[i]), score(panel.small[i])] for panel in panels]
        moved = offsets.moved(steps, panels, i, values)
        return {
            **{Target(Id.PIXELS, "figure", path): value for path, value in shown_pixels[i].items()},
            **{Target(Id.OFFSETS, "figure", path): value for path, value in moved.items()},
            **jaccard_texts(FORMULA, here.tp, here.fp, here.fn, _defined(here, score(ious[i]))),
            **TILES.texts(tp=here.tp, fp=here.fp, fn=here.fn, tn=here.tn),
            **SAY.texts(
                where=_where(dx, dy, truth, prediction),
                shared=_shared(here, ious[i], dices[i]),
                lesson=_lesson(
                    here,
                    small,
                    small_ious[i],
                    cut=_is_cut(dx, dy, prediction),
                    same=truth == prediction == small,
                ),
            ),
            **EXACT.texts(iou=repr(float(ious[i])), dice=repr(float(dices[i]))),
            SNIPPET.target("pred"): _in_code(CX + dx, CY + dy, prediction),
            SNIPPET.target("iou"): repr(float(ious[i])),
        }

    # to compare with the small one: an object of another size
    whole = next(r for r in (truth, prediction, int(TRUTH.default)) if r not in (0, small))
    return compose(
        NAME,
        {"dx": dx, "dy": dy, "truth": truth, "prediction": prediction, "small": small},
        SLIDERS,
        scrubbed=(DX,),
        figures={
            Id.PIXELS: pixels.pixels_figure(SIZE, truth_circle),
            Id.OFFSETS: offsets.offsets_figure(steps, panels, (_radius(truth, prediction), f"r = {small}")),
        },
        moment=moment,
        texts={
            **BORDER.texts(radius=whole, large=_moved_by_one(whole), radius2=small, small=_moved_by_one(small)),
            SNIPPET.target("true"): _in_code(CX, CY, truth),
        },
        parts={Target(Id.TABLE): _table(counts, ious, dices, small_ious, small_dices, small)},
    )


def layout(**given: object) -> Component:
    """Return the section's page in the state that an address gives."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "A mask says of every pixel whether it belongs to an object. Take the pixels as the items, and the Jaccard "
            "score of two masks is their intersection over union (IoU). Slide the prediction over the truth.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[
            controls.slider(NAME, DX, values["dx"]),
            FORMULA.layout(shown.texts),
            TILES.layout(shown.texts),
        ],
        controls=[
            controls.slider(NAME, DY, values["dy"]),
            controls.slider(NAME, TRUTH, values["truth"]),
            controls.slider(NAME, PREDICTION, values["prediction"]),
            controls.slider(NAME, SMALL, values["small"]),
        ],
        figures=[
            html.Div(
                [
                    page.graph(
                        Id.PIXELS,
                        shown.figures[Id.PIXELS],
                        described="The pixels of two circular masks: in both, in the truth only, in the "
                        "prediction only, in neither",
                        height="100cqi",
                        square=True,
                    ),
                    page.graph(
                        Id.OFFSETS,
                        shown.figures[Id.OFFSETS],
                        described="IoU, and below it Dice, over the circle offset, for this object and for a small one",
                        height=340,
                    ),
                ],
                className="pair",
            ),
            SAY.layout(shown.texts),
            EXACT.quiet(shown.texts),
            BORDER.quiet(shown.texts),
            controls.presets(
                PATH,
                PARAMS,
                {
                    "Exact": {"dx": 0},
                    "One pixel off": {"dx": 1},
                    "Apart": {"dx": 20},
                    "Too small": {"dx": 0, "prediction": 7},
                    "Missed": {"dx": 0, "prediction": 0},
                    "Nothing there": {"dx": 0, "truth": 0, "prediction": 0},
                },
            ),
        ],
        below=[
            predict(
                NAME,
                "Both predictions are 2 pixels off: one for an object of radius 10, one for an object of radius 3. "
                "Which of them keeps the higher IoU?",
                {
                    "the large one": "The crescents at its two sides are longer, but next to all the pixels that still "
                    "agree they are thin.",
                    "both the same": "The offset is the same, but IoU counts pixels. Nearly all pixels of a small "
                    "object are close to its border.",
                    "the small one": "It has fewer wrong pixels, but also fewer right ones to set against them.",
                },
                right="the large one",
                see=("See it at offset 2", href(PATH, PARAMS, dx=2)),
            ),
        ],
        folds=[
            page.fold("The numbers", page.slot(Id.TABLE, shown.parts)),
            page.code_fold(
                NAME, [core.circle_mask, core.overlap_categories, core.mask_counts, core.iou], SNIPPET, shown.texts
            ),
            page.fold(
                "Where the document goes wrong",
                page.paragraph(
                    "Its colours change their meaning: what is in the truth only is orange in its section 1 and red in "
                    "its section 2.1. Here a colour means one thing everywhere: green for both, orange for the truth "
                    "only, blue for the prediction only."
                ),
                page.paragraph(
                    "It names no uncertainty, and with 1,600 pixels an interval would be easy to write down. It would "
                    "be wrong: neighbouring pixels go right or wrong together, so one image is closer to one "
                    "observation than to 1,600. An interval that is meant to hold 95 times in 100 then holds about 28 "
                    "times. Resample whole images instead."
                ),
                page.paragraph(
                    "Two empty masks are 0/0. The document sets zero_division to 1 here and to 0 elsewhere, and does "
                    "not say why. For masks 1 is sensible: to predict nothing where there is nothing is right. But a "
                    "data set with many empty images then scores high for doing nothing, so say which rule you took."
                ),
            ),
        ],
    )


def _mask(cx: float, cy: float, r: int) -> NDArray[np.bool_]:
    # radius 0 means that there is no object; the circle itself would keep the pixel of its centre
    return core.circle_mask((SIZE, SIZE), cx=cx, cy=cy, r=r) if r else np.zeros((SIZE, SIZE), np.bool_)


def _moved_by_one(r: int) -> str:
    return score(core.iou(_mask(CX, CY, r), _mask(CX + 1, CY, r)))


def _radius(truth: int, prediction: int) -> str:
    return f"r = {truth}" if truth == prediction else f"r = {truth}, {prediction}"


def _where(dx: int, dy: int, truth: int, prediction: int) -> str:
    if not truth and not prediction:
        return "Nothing is there, and nothing is predicted."
    if not prediction:
        return "There is an object, and nothing is predicted."
    if not truth:
        return "Nothing is there, but an object is predicted."
    ways = [
        f"{abs(offset)} {'pixel' if abs(offset) == 1 else 'pixels'} {words[offset > 0]}"
        for offset, words in ((dx, ("to the left", "to the right")), (dy, ("up", "down")))
        if offset
    ]
    return f"The prediction lies {' and '.join(ways) or 'right on the truth'}."


def _shared(here: core.Counts, iou: float, dice: float) -> str:
    if not here.union:
        return "Both masks are empty, and 0/0 counts as 1 here, because they agree."
    return (
        f"Of {here.union} {'pixel' if here.union == 1 else 'pixels'} in either mask, "
        f"{here.tp} {'is' if here.tp == 1 else 'are'} in both: IoU {score(iou)}, Dice {score(dice)}."
    )


def _lesson(here: core.Counts, small: int, small_iou: float, *, cut: bool, same: bool) -> str:
    if not here.support or not here.predicted:
        return "A single pixel in one of them would make it 0." if not here.union else "No overlap, no score."
    outside = " The part outside the image does not count." if cut else ""
    if not here.fp and not here.fn:
        return f"Every pixel agrees.{outside}"
    if not here.tp:
        return f"Once they are apart, IoU is 0 at any distance: it no longer tells near from far.{outside}"
    if same:
        return f"The same offset costs a larger object less.{outside}"
    return f"At this offset an object of radius {small} keeps {score(small_iou)}.{outside}"


def _is_cut(dx: int, dy: int, prediction: int) -> bool:
    reach = (CX + dx - prediction, CX + dx + prediction, CY + dy - prediction, CY + dy + prediction)
    return min(reach) < 0 or max(reach) > SIZE - 1


def _defined(here: core.Counts, value: str) -> str:
    return value if here.union else "1 by rule"


def _in_code(cx: int, cy: int, r: int) -> str:
    if not r:
        return "np.zeros((40, 40), dtype=bool)"
    x, y = (f"({name} {'+' if c < 0 else '-'} {abs(c)})" for name, c in (("xx", cx), ("yy", cy)))
    return f"{x} ** 2 + {y} ** 2 <= {r} ** 2"


def _table(counts: core.Counts, ious: Any, dices: Any, small_ious: Any, small_dices: Any, small: int) -> Element:
    rows = []
    for i, step in list(enumerate(DX.values()))[::2]:
        c = counts[i]
        scores = (score(values[i]) for values in (ious, dices, small_ious, small_dices))
        rows.append([DX.show(step), c.tp, c.fp, c.fn, c.tn, *scores])
    return page.table(
        ["offset", "TP", "FP", "FN", "TN", "IoU", "Dice", f"IoU, r = {small}", f"Dice, r = {small}"],
        rows,
        caption="Pixels and scores at every second offset",
    )
