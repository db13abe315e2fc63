"""Many images: all pixels in one count against the mean of the images, and which interval of it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.seed_differences import Row, image_scores
from components.figures.thumbnails import thumbnails
from components.lessons import chapters
from components.lessons.averaging.groups import TAKEN, ZERO_DIVISION
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Buttons,
    Check,
    Checks,
    Fold,
    Graph,
    Lesson,
    NumberField,
    Predict,
    Presets,
    Select,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.state import Choice, Number, State, Whole, of
from components.theme import Colour
from components.words.line import Line
from components.words.numbers import SAME, many, score, signed, zero_over_zero

IMAGES, SIZE = 12, 20
SEED = Whole("iseed", "Seed of the images", 63, 0, 9999, 1)
ERROR = Number("ierror", "Error of the model", 1.0, 0, 3, 0.25, "{:.2f} px")
EMPTY = Whole("iempty", "Empty images", 2, 0, 6, 1)
MISTAKE = Choice(
    "imistake",
    "One mistake more",
    "none",
    {
        "none": "none",
        "small": "the smallest object is missed",
        "large": "the largest object is missed",
        "alarm": "a false alarm in an empty image",
    },
)
RULE = Choice("irule", "An empty image counts as", "1", {"1": "1", "0": "0", "nan": "nothing: left out"})
WIDER = 1.1  # times as wide as the other has an interval to be for its reason to be given
ALARM = 1  # radius of a false alarm, in pixels


@dataclass(frozen=True)
class Images(State):
    """What the images are drawn from, the mistake that is added, and what an empty image counts as."""

    iseed: int = of(SEED)
    ierror: float = of(ERROR)
    iempty: int = of(EMPTY)
    imistake: str = of(MISTAKE)
    irule: str = of(RULE)


class Drawn(NamedTuple):
    """The pixels of each image by outcome, and their counts, from the worst image to the best; empty ones come last.

    `before` are the counts of the same images without the mistake, in another order.
    """

    categories: NDArray[np.int8]
    counts: core.Counts
    before: core.Counts


THUMBNAILS = Graph(
    "thumbnails",
    "Twelve images from the worst to the best, each with its IoU: pixels in truth and prediction, in one of them, in neither",
    height="calc(50cqi - 2px)",
)
SCORES = Graph(
    "scores",
    "The IoU of each image as a dot, their mean and the pooled IoU, each with the interval from resampled images, and the "
    "interval by Wilson's formula over pixels",
    height=300,
    least=260,
)
SAY = Line(
    "say",
    "Pooled IoU is {pooled}, the mean over the images {mean} (Dice: {pooled_dice} and {mean_dice}).{cost}",
)
WHY = Line("why", "{why}", live=False)
EMPTIES = Line("empties", "{empty}", live=False)
FALLS, STAYS = 0.05, 0.01  # what the task asks for
CHECKS = Checks("images", ("mean", "pooled"))
WIDTHS = Line(
    "widths",
    "95 % interval of the pooled IoU: {images} if images are drawn anew with replacement, {pixels} by Wilson’s formula, which "
    "takes each pixel for an independent observation. {lesson}",
    live=False,
)
REMARK = Line(
    "remark",
    "Which of the two intervals can be trusted? Twelve such images were drawn 2,000 times, with the first settings of this "
    "page. Wilson’s interval held the true pooled IoU in 39 of 100 cases, the one from resampled images in 89. "
    "That is short of 95 because twelve images are few; Wilson’s gets no better with more.",
    live=False,
)
TABLE = TablePlace("table")


def drawn(seed: int, error: float, empty: int, mistake: str) -> Drawn:
    """Return the images."""
    true, pred = core.drawn_images(seed=seed, images=IMAGES, empty=empty, error=error, size=SIZE)
    before = core.batch_mask_counts(true, pred)
    sizes = before.support[: IMAGES - empty]
    if mistake == "small":
        pred[sizes.argmin()] = False
    elif mistake == "large":
        pred[sizes.argmax()] = False
    elif mistake == "alarm" and empty:
        pred[IMAGES - empty] = core.circle_mask((SIZE, SIZE), cx=SIZE // 2, cy=SIZE // 2, r=ALARM)
    counts = core.batch_mask_counts(true, pred)
    order = np.argsort(core.jaccard(counts, zero_division=np.nan), kind="stable")  # nan, of the empty ones, comes last
    return Drawn(core.overlap_categories(true, pred)[order], counts[order], before)


def view(state: Images) -> View:
    """Return the lesson in one state."""
    found = drawn(state.iseed, state.ierror, state.iempty, state.imistake)
    rule = ZERO_DIVISION[state.irule]
    ious, dices = core.jaccard(found.counts, zero_division=rule), core.f1(found.counts, zero_division=rule)
    whole = found.counts.sum()
    pooled, mean = core.jaccard(whole), core.average(ious)
    resampled = core.image_intervals(found.counts, zero_division=rule)
    wilson = core.jaccard_interval(whole)
    rows = [
        Row("mean of the images", _ends(resampled.mean), Colour.TP, ious[~np.isnan(ious)], mean, *resampled.mean),
        Row("pooled, by images", _ends(resampled.pooled), Colour.TP, _NONE, pooled, *resampled.pooled, "pooled IoU"),
        Row("pooled, by pixels", _ends(wilson), Colour.INK_2, _NONE, pooled, *wilson, "pooled IoU"),
    ]
    words = [
        score(iou) if union else "0/0" for iou, union in zip(ious.tolist(), found.counts.union.tolist(), strict=True)
    ]
    checks = _checked(found, rule)
    return View(
        figures={
            THUMBNAILS.id: thumbnails(found.categories, words, ("truth only", "prediction only", "both")),
            SCORES.id: image_scores(rows, x_title="IoU", each="image", write=score),
        },
        texts={
            **SAY.texts(
                pooled=score(pooled),
                mean=score(mean),
                pooled_dice=score(core.f1(whole)),
                mean_dice=score(core.average(dices)),
                cost=_cost(state, found),
            ),
            **WHY.texts(why=_why(state, found)),
            **CHECKS.texts(checks),
            **CHECKS.marks(checks),
            **EMPTIES.texts(empty=_empty(found.counts)),
            **WIDTHS.texts(
                images=_ends(resampled.pooled),
                pixels=_ends(wilson),
                lesson=_lesson(resampled.pooled, wilson, whole),
            ),
        },
        tables={TABLE.id: _table(found.counts, rule, ious, dices)},
    )


_NONE = np.zeros(0)


# ---- words ---------------------------------------------------------------------------------------------------------


def _ends(interval: core.Interval) -> str:
    return f"{score(interval.low)} to {score(interval.high)}"


def _cost(state: Images, found: Drawn) -> str:
    """Return what the mistake costs each of the two."""
    if state.imistake == "none" or (state.imistake == "alarm" and not state.iempty):
        return ""
    pooled, mean = _changes(found, ZERO_DIVISION[state.irule])
    return f" The mistake changes the pooled IoU by {signed(pooled)} and the mean by {signed(mean)}."


def _changes(found: Drawn, rule: float) -> tuple[float, float]:
    """Return how the mistake changes the pooled IoU and the mean."""
    pooled, mean = np.subtract(_both(found.counts, rule), _both(found.before, rule)).tolist()
    return pooled, mean


def _checked(found: Drawn, rule: float) -> dict[str, Check]:
    """Return what is said of the task; it is decided by the digits that are shown."""
    pooled, mean = (round(each, 3) for each in _changes(found, rule))
    falls, stays = mean <= -FALLS, pooled >= -STAYS
    return {
        "mean": Check(
            falls, f"The mean falls by at least {FALLS}: {'yes' if falls else 'not yet'}, it changes by {signed(mean)}."
        ),
        "pooled": Check(
            stays,
            f"The pooled IoU falls by at most {STAYS}: {'yes' if stays else 'not yet'}, it changes by {signed(pooled)}.",
        ),
    }


def _why(state: Images, found: Drawn) -> str:
    """Return why the two differ, or why the mistake costs each of them so much."""
    counts, objects = found.counts, np.flatnonzero(found.counts.support)
    rule = ZERO_DIVISION[state.irule]
    if state.imistake == "none":
        if counts.sum().tp == counts.sum().union:
            return "Every pixel is right."
        largest = objects[np.argsort(found.counts.support[objects])[-3:]]
        share = core.safe_divide(counts[largest].sum().union, counts.sum().union)
        return (
            f"The three largest objects have {share:.0%} of the pixels that count, so that is their weight in the pooled IoU. In "
            f"the mean they are 3 of {_counting(counts, rule)} images."
        )
    if state.imistake == "alarm":
        if not state.iempty:
            return "No image is empty, so there is none for a false alarm."
        pixels = int(counts.predicted[counts.support == 0].sum())
        return f"The false alarm has {many(pixels, 'pixel')}, in an empty image. {_ALARMED[state.irule]}"
    pooled, mean = _changes(found, rule)
    sizes = counts.support[objects]
    missed = int(sizes.min() if state.imistake == "small" else sizes.max())
    which = f"{'smallest' if state.imistake == 'small' else 'largest'} object, of {many(missed, 'pixel')},"
    if abs(mean) < SAME:
        return f"The {which} was not hit before either, so the mean stays."
    one = f"it is one image of {_counting(counts, rule)}."
    # where the pooled IoU rises, the false positives around the object weighed more than its true positives
    if pooled > SAME:
        return f"With the {which} its false positives go too, and {one}"
    share = core.safe_divide(missed, counts.sum().union)
    return f"The {which} has {share:.1%} of the pixels that count, and {one}"


_ALARMED = {
    "1": "The image falls from 1 to 0, however few pixels are wrong.",
    "0": "The image had 0 already, when it was right: this rule cannot tell the two apart.",
    "nan": "The image was left out when it was right. Now it counts, with 0.",
}


def _both(counts: core.Counts, rule: float) -> tuple[float, float]:
    """Return the pooled IoU and the mean."""
    return float(core.jaccard(counts.sum())), float(core.average(core.jaccard(counts, zero_division=rule)))


def _counting(counts: core.Counts, rule: float) -> int:
    """Return how many images the mean is over."""
    return int(np.count_nonzero(~np.isnan(core.jaccard(counts, zero_division=rule))))


def _empty(counts: core.Counts) -> str:
    empty = int(np.count_nonzero(counts.union == 0))
    if not empty:
        return "No image is 0/0, so all three rules for that give the same mean."
    zero, one, out = (score(_both(counts, rule)[1]) for rule in ZERO_DIVISION.values())
    return (
        f"{many(empty, 'image')} of {IMAGES} {'is' if empty == 1 else 'are'} 0/0: nothing is there and nothing is found. If that "
        f"counts as 0 the mean is {zero}, as 1 it is {one}, left out {out}. The pooled IoU does not see it."
    )


def _lesson(resampled: core.Interval, wilson: core.Interval, whole: core.Counts) -> str:
    if whole.tp == whole.union:
        return "Here all images are equally good, so there is nothing to resample."
    wider = (resampled.high - resampled.low) / (wilson.high - wilson.low)
    if wider < WIDER:
        return f"Here the first is {wider:.2f} times as wide."
    return (
        f"The first is {wider:.1f} times as wide: the pixels of an image are right or wrong together, so there are "
        f"{IMAGES} observations, not {whole.union}."
    )


def _table(counts: core.Counts, rule: float, ious: NDArray[np.float64], dices: NDArray[np.float64]) -> Table:
    columns = (counts.tp, counts.fp, counts.fn, counts.tn, ious, dices, counts.union)
    rows: list[list[object]] = []
    for k, (tp, fp, fn, tn, iou, dice, union) in enumerate(zip(*(each.tolist() for each in columns), strict=True), 1):
        scores = [iou, dice] if union else [Cell(value, zero_over_zero(rule)) for value in (iou, dice)]
        rows.append([f"image {k}", tp, fp, fn, tn, *scores])
    whole = counts.sum()
    rows.append(["all pixels", whole.tp, whole.fp, whole.fn, whole.tn, core.jaccard(whole), core.f1(whole)])
    for key, each in ZERO_DIVISION.items():
        means = [core.average(kind(counts, zero_division=each)) for kind in (core.jaccard, core.f1)]
        rows.append([f"mean, 0/0 {TAKEN[key]}", None, None, None, None, *means])
    return Table(
        ["over", "TP", "FP", "FN", "TN", "IoU", "Dice"],
        rows,
        caption="The pixels and scores of each image, from the worst to the best, of all pixels, and the means",
    )


# ---- the page ------------------------------------------------------------------------------------------------------

LESSON = Lesson(
    path="/masks/images",
    chapter=chapters.MASKS,
    title="Many images",
    summary="All pixels in one count, or the mean of the images: the two differ, and so do their intervals.",
    minutes=4,
    further=True,
    state=Images,
    view=view,
    idea=["A test set has many images, and a report has room for one number: which one speaks for all of them?"],
    looks={"The images": THUMBNAILS, "Pooled and mean": SCORES},
    figures=[
        THUMBNAILS,
        SAY,
        WHY,
        SCORES,
        EMPTIES,
        WIDTHS,
        Presets(
            {
                "Miss the smallest object": {"imistake": "small"},
                "Miss the largest object": {"imistake": "large"},
                "Six empty images": {"iempty": 6},
                "A false alarm": {"imistake": "alarm"},
            }
        ),
    ],
    controls=[NumberField(SEED), Slider(ERROR), Slider(EMPTY), Select(MISTAKE), Buttons(RULE), REMARK],
    question=Predict(
        "A model finds twelve objects of very different sizes. Then it misses the smallest one altogether. Which of the two "
        "falls more?",
        {
            "the pooled IoU": "It counts pixels, and the smallest object has hardly any of them.",
            "both the same": "The miss is the same, but the pooled IoU counts pixels and the mean counts images.",
            "the mean of the images": "The smallest object has few of all pixels, but its image is one of twelve, as any other.",
        },
        right="the mean of the images",
        see=("See the miss", {"imistake": "small", "iempty": 0}),
        hides=(SCORES, SAY, WHY),
    ),
    called=[
        paragraph(
            "The IoU of all pixels in one count is the pooled IoU, and large objects weigh most in it. In the mean over the "
            "images each image weighs the same, as each label does in a macro average."
        )
    ],
    task=Task(
        f"Find one mistake that costs the mean at least {FALLS}, and the pooled IoU at most {STAYS}.",
        CHECKS,
    ),
    folds=[Fold("The numbers", TABLE)],
)
