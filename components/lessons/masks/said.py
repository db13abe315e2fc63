"""What the lesson on masks says at every offset: its formula, its counts, its sentences and its code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from components.lessons.masks.circles import (
    ACROSSES,
    CX,
    CY,
    DOWNS,
    DX,
    DY,
    EMPTY,
    Masks,
    Scored,
    Scores,
    is_cut,
    other_radius,
    scored,
)
from components.live.target import Coded, Column, Target, coded, repeating
from components.page import Checks
from components.words.formula import Formula, Tiles, jaccard_columns
from components.words.line import Line, Words
from components.words.numbers import exact, many, part_of, zero_over_zero

FORMULA = Formula(
    "formula",
    "IoU",
    "{tp}",
    "{tp2} + {fp} + {fn}",
    "{j}",
    small=True,
)
TILES = Tiles("tiles", ("both (TP)", "prediction only (FP)", "truth only (FN)", "background (TN)"))
SAY = Line("say", "IoU is {iou}, Dice {dice}: {shared} in both masks. {lesson}")
WHERE = Line("where", "{where}{across}{both}{down}.{aside}", live=False)
HIGH, FAR = 0.8, 2  # what the task asks for: IoU, and pixels that the prediction is moved by
CHECKS = Checks("masks", ("iou", "moved"))
EXACT = Line("exact", "With all its digits, IoU is {iou}.", live=False)
PER_PIXEL = Line(
    "per-pixel",
    "Move an object by one pixel and compare it with itself. With a radius of {radius}, IoU is {large}. With a radius of "
    "{radius2}, it is {small}. The smaller an object is, the larger is the share of its pixels that lie at its border.",
    live=False,
)
SNIPPET = Line(
    "snippet",
    "import numpy as np\nfrom sklearn.metrics import jaccard_score\n\n"
    "yy, xx = np.mgrid[:40, :40]\n"
    "true_mask = {true}\n"
    "pred_mask = {pred_x}{pred_y}{pred_r}\n\n"
    "jaccard_score(true_mask.ravel(), pred_mask.ravel(), zero_division=1.0)  # {iou}\n",
)


def in_words(state: Masks, circles: Scored) -> dict[Target, Column]:
    """Return the texts at every vertical and circle offset."""
    is_predicted = (circles.here.counts.predicted > 0)[circles.at.ravel()]
    places = {**_where(state, is_predicted), "aside": _asides(state, circles)}
    return {
        **coded(_of_counts(circles.here), circles.at),
        SAY.target("lesson"): _lessons(state, circles),
        **{WHERE.target(slot): column for slot, column in places.items()},
        **_checked(circles),
    }


def _of_counts(here: Scores) -> dict[Target, Words]:
    """Return the texts that depend on the counts alone."""
    counts = here.counts
    tp, fp, fn, tn = (list(map(str, count.tolist())) for count in (counts.tp, counts.fp, counts.fn, counts.tn))
    exact_iou = list(map(exact, here.ious.tolist()))
    empty = zero_over_zero(EMPTY)
    iou = here.said(here.iou, empty)
    return {
        **jaccard_columns(FORMULA, tp, fp, fn, iou),
        **TILES.columns(tp=tp, fp=fp, fn=fn, tn=tn),
        **SAY.some(
            shared=[
                part_of(tp, union, "pixel", verb="is")
                for tp, union in zip(counts.tp.tolist(), counts.union.tolist(), strict=True)
            ],
            iou=iou,
            dice=here.said(here.dice, empty),
        ),
        **EXACT.columns(iou=here.said(exact_iou, empty)),
        **SNIPPET.some(iou=here.said(exact_iou, str(EMPTY))),
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


def _lessons(state: Masks, circles: Scored) -> Column:
    """Return what each offset teaches."""
    compared = other_radius(state) if state.truth == state.prediction == state.small else state.small
    other = scored(state.truth, state.prediction, compared)
    counts, at = circles.here.counts, circles.at.ravel()
    each = zip(counts.tp.tolist(), counts.fp.tolist(), counts.fn.tolist(), strict=True)
    of_counts = [_lesson(*count) for count in each]
    comparisons = [
        f"With the same offset, an object of radius {compared} in its right size has IoU {iou}."
        for iou in other.same.iou
    ]
    # a prediction that is moved, and overlaps but differs, is compared with a smaller object
    moved = (ACROSSES != 0) | (DOWNS != 0)
    differs = (counts.tp > 0) & (counts.union > counts.tp)
    is_compared = (moved & differs[at]).tolist()
    places = zip(at.tolist(), other.at.ravel().tolist(), is_compared, strict=True)
    return repeating([comparisons[j] if yes else of_counts[i] for i, j, yes in places])


def _asides(state: Masks, circles: Scored) -> Column:
    """Return what is said at each offset of pixels outside the image."""
    outside = is_cut(CX, CY, state.truth) | is_cut(CX + ACROSSES, CY + DOWNS, state.prediction)
    there = outside & (circles.here.counts.union[circles.at.ravel()] > 0)
    return Coded(["", " What lies outside the image does not count."], there.astype(int))


def _checked(circles: Scored) -> dict[Target, Column]:
    """Return what is said of the task at each offset."""
    here, at = circles.here, circles.at.ravel()
    high, far = here.ious >= HIGH, np.hypot(ACROSSES, DOWNS) >= FAR
    iou = [
        f"IoU at least {HIGH}: {'yes' if met else 'not yet'}, it is {text}."
        for met, text in zip(high.tolist(), here.said(here.iou, zero_over_zero(EMPTY)), strict=True)
    ]
    moved = [f"Moved by at least {FAR} pixels: {'yes' if met else 'not yet'}." for met in (False, True)]
    return CHECKS.columns({"iou": (high[at], Coded(iou, at)), "moved": (far, Coded(moved, far.astype(int)))})


def _lesson(tp: int, fp: int, fn: int) -> str:
    """Return what counts teach."""
    if not tp + fp + fn:
        return "Both masks are empty and so agree. One pixel makes both scores 0."
    if not tp + fn or not tp + fp:
        return "An empty mask shares no pixel with any other, so both scores are 0."
    if not fp and not fn:
        return "Every pixel agrees."
    if not tp:
        return "The masks do not overlap: IoU is 0 at any distance, near or far."
    if fp:
        return "The prediction is too large: every wrong pixel is a false positive (false alarm)."
    return "The prediction is too small: every wrong pixel is a false negative (miss)."


# ---- in code ---------------------------------------------------------------------------------------------------------


def in_code(cx: int, cy: int, r: int) -> tuple[str, str, str]:
    """Return the code of a mask in three parts: what depends on its column, on its row, and on the radius."""
    if not r:
        return "np.zeros((40, 40), dtype=bool)", "", ""
    x, y = (f"({name} {'+' if c < 0 else '-'} {abs(c)}) ** 2" for name, c in (("xx", cx), ("yy", cy)))
    return x, f" + {y}", f" <= {r} ** 2"
