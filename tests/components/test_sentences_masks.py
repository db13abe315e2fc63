"""What the lessons on masks say in random states, against masks counted pixel by pixel here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import core
from components.lessons import masks
from components.lessons.masks import border, boxes, detections, images, said
from components.lessons.masks.border import Border
from components.lessons.masks.boxes import Boxes
from components.lessons.masks.circles import Masks
from components.lessons.masks.detections import Detections
from components.lessons.masks.images import Images
from tests.components.sentences import found, number, sentences, shown, states


def disc(cx: int, cy: int, r: int) -> Any:
    y, x = np.mgrid[:40, :40]
    return (x - cx) ** 2 + (y - cy) ** 2 <= r * r if r else np.zeros((40, 40), bool)


def iou(one: Any, other: Any) -> float:
    return float((one & other).sum() / max((one | other).sum(), 1))


# A miss that changes the mean by no more than rounding.
MISSED = Images(iseed=2, ierror=3, iempty=3, imistake="small", irule="nan")


@pytest.mark.parametrize("state", states(masks.LESSON, 15), ids=str)
def test_circles(state: Masks) -> None:
    text = sentences(masks.LESSON, shown(masks.LESSON, state))[said.SAY.id]
    true, pred = disc(14, 20, state.truth), disc(14 + state.dx, 20 + state.dy, state.prediction)
    both, either = int((true & pred).sum()), int((true | pred).sum())
    (shared,) = found(r": (.+) pixels? (?:is|are) in both masks\. ", text)
    few = {1: "the only", 2: "both"}.get(either, f"all {either:,}") if both else "no"
    assert shared == (few if both == either else f"{both:,} of {either:,}")
    if either:
        assert f"IoU is {iou(true, pred):.3f}," in text
    assert ("do not overlap" in text) == (true.any() and pred.any() and not both)
    assert ("Every pixel agrees" in text) == (0 < both == either)
    assert ("too large" in text) <= bool((pred & ~true).any() and not (true & ~pred).any())
    assert ("too small" in text) <= bool((true & ~pred).any() and not (pred & ~true).any())


@pytest.mark.parametrize("state", states(border.LESSON, 5), ids=str)
def test_borders(state: Border) -> None:
    said = sentences(border.LESSON, shown(border.LESSON, state))
    text, other_way = said[border.SAY.id], said[border.OTHER_WAY.id]
    scores = {r: {w: iou(disc(20, 20, r), disc(20, 20, r + w)) for w in range(-2, 3)} for r in (3, 6, 12)}
    for r, each in scores.items():
        assert f"{each[state.border]:.3f} with" in text, r
    if state.border:
        said_of = {
            int(r): part.split(" with ")[0]
            for part in found(r"by as much costs (.+)\.$", other_way)[0].split(", and ")
            for r in part.split(" with ")[1].split(" and ")
        }
        assert ("too wide by as much" in other_way) == (state.border < 0)
        for r, each in scores.items():
            other, this = (f"{each[w]:.3f}" for w in (-state.border, state.border))
            cost = "less" if other > this else "more" if other < this else "the same to three digits"
            assert said_of[r] == cost


@pytest.mark.parametrize("state", states(boxes.LESSON, 15), ids=str)
def test_boxed(state: Boxes) -> None:
    text = sentences(boxes.LESSON, shown(boxes.LESSON, state))[boxes.SAY.id]
    for name, side in (("small box", 8), ("large one", 32)):
        ends = [
            (min(side / 2, move + side / 2 + state.larger) - max(-side / 2, move - side / 2 - state.larger))
            for move in (state.right, state.down)
        ]
        shared = max(ends[0], 0) * max(ends[1], 0)
        score = shared / (side**2 + (side + 2 * state.larger) ** 2 - shared)
        assert f"{score:.3f} for the {name}" in text
        assert ("Both are true positives, at 0.5 and at 0.75" in text) <= (score >= 0.75)


@pytest.mark.parametrize("state", states(detections.LESSON, 15), ids=str)
def test_detected(state: Detections) -> None:
    text = sentences(detections.LESSON, shown(detections.LESSON, state))[detections.SAY.id]
    free, tp, second = list(range(4)), 0, 0
    kept = [box for box, word, _ in detections.PREDICTED if float(word) >= state.conf - 1e-9]
    for box in kept:
        areas = [
            max(min(box[2], t[2]) - max(box[0], t[0]), 0) * max(min(box[3], t[3]) - max(box[1], t[1]), 0)
            for t in detections.TRUE
        ]
        size = (box[2] - box[0]) * (box[3] - box[1])
        scores = [
            a / (size + (t[2] - t[0]) * (t[3] - t[1]) - a) for a, t in zip(areas, detections.TRUE, strict=True)
        ]  # fmt: skip
        best = max(free, key=lambda k: scores[k], default=None)
        if best is not None and scores[best] >= state.bar:
            free.remove(best)
            tp += 1
        else:
            second += max(scores) >= state.bar
    counts = {"true positive": tp, "false positive": len(kept) - tp, "false negative": 4 - tp}
    for noun, count in counts.items():
        assert f"{count or 'no'} {noun}{'s' * (count != 1)}" in text
    assert f"recall {tp / 4:.3f}." in text
    assert (f"Precision is {tp / len(kept):.3f}," if kept else "Precision is 0/0, undefined,") in text
    assert (f"{second} false positive" in text.split("recall")[1]) == bool(second)


@pytest.mark.parametrize("state", [MISSED, *states(images.LESSON, 15)], ids=str)
def test_many_images(state: Images) -> None:
    lines = sentences(images.LESSON, shown(images.LESSON, state))
    true, pred = core.drawn_images(seed=state.iseed, images=12, empty=state.iempty, error=state.ierror)
    rule = {"0": 0.0, "1": 1.0, "nan": float("nan")}[state.irule]

    def scores() -> tuple[float, float]:
        each = [iou(t, p) if (t | p).any() else rule for t, p in zip(true, pred, strict=True)]
        return iou(true, pred), float(np.nanmean(each))

    before = scores()
    sizes = [int(mask.sum()) or 10**6 for mask in true[: 12 - state.iempty]]
    at = {"small": int(np.argmin(sizes)), "large": int(np.argmax(sizes))}.get(state.imistake)
    if at is not None:
        hit = bool((true[at] & pred[at]).any())
        pred[at] = False
        after, text = scores(), lines[images.SAY.id]
        why = lines[images.WHY.id]
        assert ("was not hit before" in why) == (not hit)
        if hit:
            pooled, mean = (number(each) for each in found(r"pooled IoU by (\S+) and the mean by (.+)\.$", text))
            assert (pooled, mean) == pytest.approx([b - a for a, b in zip(before, after, strict=True)], abs=5.1e-4)
            assert ("its false positives go too" in why) == (after[0] > before[0])
    widths = lines[images.WIDTHS.id]
    if "observations, not" in widths:
        assert state.imistake == "alarm" or int(found(r"not (\d+)\.$", widths)[0]) == int((true | pred).sum())
        assert float(found(r"is (\d+\.\d) times as wide", widths)[0]) >= 1.1
