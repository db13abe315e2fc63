"""Overlapping masks: intersection over union of pixels, and why an edge costs a small object more."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

import core
from components import controls, page
from components.elements import Element
from components.figures import offsets, pixels
from components.formula import Formula, Line, Tiles, Words, jaccard_columns, score, written
from components.predict import predict
from components.theme import LIGHT
from components.url import Number, bounded, href
from components.view import Column, Columns, Target, View, compose

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
OFFSETS = np.array(DX.values())

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
OUTSIDE = " The part outside the image does not count."
SNIPPET = Line(
    Id.SNIPPET,
    "import numpy as np\nfrom sklearn.metrics import jaccard_score\n\n"
    "yy, xx = np.mgrid[:40, :40]\n"
    "true_mask = {true}\n"
    "pred_mask = {pred}\n\n"
    "jaccard_score(true_mask.ravel(), pred_mask.ravel(), zero_division=1.0)  # {iou}\n",
)


class _Scores(NamedTuple):
    """The scores at every offset, as numbers and in words."""

    ious: NDArray[np.float64]
    dices: NDArray[np.float64]
    iou: list[str]
    dice: list[str]


def view(*, dx: int, dy: int, truth: int, prediction: int, small: int) -> View:
    """Return the section in one state."""
    predicted = _moved(prediction, dy)
    true = np.broadcast_to(_unmoved(truth), predicted.shape)
    categories = core.overlap_categories(true, predicted)
    counts = core.batch_mask_counts(true, predicted)
    # two empty masks agree: the document counts their 0/0 as 1
    here = _scores(core.jaccard(counts, zero_division=1.0), core.f1(counts, zero_division=1.0))
    of_small = _of_small(small, dy)
    panels = [
        offsets.Panel("IoU", LIGHT["tp"], here.ious, of_small.ious),
        offsets.Panel("Dice (F1)", LIGHT["ink-2"], here.dices, of_small.dices),
    ]
    circles = (pixels.Circle(CX, CY, truth), pixels.Circle(CX, CY + dy, prediction))
    values = [(here.iou, of_small.iou), (here.dice, of_small.dice)]
    # to compare with the small one: an object of another size
    whole = next(r for r in (truth, prediction, int(TRUTH.default)) if r not in (0, small))
    return compose(
        NAME,
        {"dx": dx, "dy": dy, "truth": truth, "prediction": prediction, "small": small},
        SLIDERS,
        moving=[
            Columns(
                (DX,),
                {
                    **_placed(Id.PIXELS, pixels.columns(categories, *circles, CX + OFFSETS)),
                    **_placed(Id.OFFSETS, offsets.columns(OFFSETS, panels, values)),
                    **_words(counts, here, dy, truth, prediction, small),
                },
            )
        ],
        figures={
            Id.PIXELS: pixels.pixels_figure(SIZE, *circles),
            Id.OFFSETS: offsets.offsets_figure(OFFSETS, panels, (_radius(truth, prediction), f"r = {small}")),
        },
        texts={
            **BORDER.texts(radius=whole, large=_moved_by_one(whole), radius2=small, small=_moved_by_one(small)),
            SNIPPET.target("true"): _in_code(CX, CY, truth),
        },
        parts={Target(Id.TABLE): _table(counts, (here.iou, here.dice, of_small.iou, of_small.dice), small)},
    )


def _placed(figure: str, columns: dict[tuple[str | int, ...], Any]) -> dict[Target, Column]:
    return {Target(figure, "figure", path): column for path, column in columns.items()}


def _words(
    counts: core.Counts, scores: _Scores, dy: int, truth: int, prediction: int, small: int
) -> dict[Target, Words]:
    """Return the texts at every offset."""
    tps, fps, fns, tns = (count.tolist() for count in (counts.tp, counts.fp, counts.fn, counts.tn))
    tp, fp, fn, tn = (list(map(str, count)) for count in (tps, fps, fns, tns))
    exact, exact_dice = (list(map(repr, values.tolist())) for values in (scores.ious, scores.dices))
    rule = [j if tn < SIZE * SIZE else "1 by rule" for j, tn in zip(scores.iou, tns, strict=True)]
    compared = [f"At this offset an object of radius {small} keeps {j}." for j in _of_small(small, dy).iou]
    if truth == prediction == small:
        compared = ["The same offset costs a larger object less."] * len(compared)
    outside = [OUTSIDE if _is_cut(dx, dy, prediction) else "" for dx in OFFSETS.tolist()]
    return {
        **jaccard_columns(FORMULA, tp, fp, fn, rule),
        **TILES.columns(tp=tp, fp=fp, fn=fn, tn=tn),
        **SAY.columns(
            where=[_where(dx, dy, truth, prediction) for dx in OFFSETS.tolist()],
            shared=list(map(_shared, tps, fps, fns, scores.iou, scores.dice)),
            lesson=list(map(_lesson, tps, fps, fns, compared, outside)),
        ),
        **EXACT.columns(iou=exact, dice=exact_dice),
        SNIPPET.target("pred"): [_in_code(CX + dx, CY + dy, prediction) for dx in OFFSETS.tolist()],
        SNIPPET.target("iou"): exact,
    }


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


@cache
def _field(r: int) -> NDArray[np.bool_]:
    """Return a circle with so much around it that the image can be any window of it that has a circle moved so far."""
    across, down = int(DX.high), int(DY.high)
    shape = (SIZE + 2 * down, SIZE + 2 * across)
    # radius 0 means that there is no object; the circle itself would keep the pixel of its centre
    return core.circle_mask(shape, cx=CX + across, cy=CY + down, r=r) if r else np.zeros(shape, np.bool_)


def _moved(r: int, dy: int) -> NDArray[np.bool_]:
    """Return the mask of a circle at every offset."""
    windows = sliding_window_view(_field(r), (SIZE, SIZE))
    return np.ascontiguousarray(windows[int(DY.high) - dy, ::-1])


def _unmoved(r: int) -> NDArray[np.bool_]:
    return _field(r)[int(DY.high) :, int(DX.high) :][:SIZE, :SIZE]


def _scores(ious: NDArray[np.float64], dices: NDArray[np.float64]) -> _Scores:
    return _Scores(ious, dices, written(ious), written(dices))


@cache
def _of_small(r: int, dy: int) -> _Scores:
    """Return the scores of the small object at every offset."""
    moved = _moved(r, dy)
    counts = core.batch_mask_counts(np.broadcast_to(_unmoved(r), moved.shape), moved)
    return _scores(core.jaccard(counts), core.f1(counts))


@cache
def _moved_by_one(r: int) -> str:
    return score(core.iou(_unmoved(r), _moved(r, 0)[DX.index(1)]))


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


def _shared(tp: int, fp: int, fn: int, iou: str, dice: str) -> str:
    union = tp + fp + fn
    if not union:
        return "Both masks are empty, and 0/0 counts as 1 here, because they agree."
    return (
        f"Of {union} {'pixel' if union == 1 else 'pixels'} in either mask, "
        f"{tp} {'is' if tp == 1 else 'are'} in both: IoU {iou}, Dice {dice}."
    )


def _lesson(tp: int, fp: int, fn: int, compared: str, outside: str) -> str:
    if not tp + fn or not tp + fp:
        return "A single pixel in one of them would make it 0." if not tp + fp + fn else "No overlap, no score."
    if not fp and not fn:
        return f"Every pixel agrees.{outside}"
    if not tp:
        return f"Once they are apart, IoU is 0 at any distance: it no longer tells near from far.{outside}"
    return compared + outside


def _is_cut(dx: int, dy: int, prediction: int) -> bool:
    reach = (CX + dx - prediction, CX + dx + prediction, CY + dy - prediction, CY + dy + prediction)
    return min(reach) < 0 or max(reach) > SIZE - 1


def _in_code(cx: int, cy: int, r: int) -> str:
    if not r:
        return "np.zeros((40, 40), dtype=bool)"
    x, y = (f"({name} {'+' if c < 0 else '-'} {abs(c)})" for name, c in (("xx", cx), ("yy", cy)))
    return f"{x} ** 2 + {y} ** 2 <= {r} ** 2"


def _table(counts: core.Counts, scores: Sequence[list[str]], small: int) -> Element:
    cells = [count.tolist() for count in (counts.tp, counts.fp, counts.fn, counts.tn)]
    rows = list(zip(*(column[::2] for column in (DX.words, *cells, *scores)), strict=True))
    return page.table(
        ["offset", "TP", "FP", "FN", "TN", "IoU", "Dice", f"IoU, r = {small}", f"Dice, r = {small}"],
        rows,
        caption="Pixels and scores at every second offset",
    )
