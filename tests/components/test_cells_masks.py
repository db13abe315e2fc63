"""The cells and hovers of the lessons on masks, against masks that are counted pixel by pixel here."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import core
from components.lessons.masks import LESSON, border, boxes
from components.lessons.masks.border import Border
from components.lessons.masks.boxes import Boxes
from components.lessons.masks.circles import Masks
from components.lessons.masks.images import LESSON as MANY
from components.lessons.masks.images import Images
from tests.components.cells import alike, cells, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, shown, states
from tests.components.test_sentences_masks import disc, iou

OFFSETS = range(-20, 21)


def scored(true: Any, pred: Any) -> list[float]:
    """TP, FP, FN, TN, IoU and Dice of two masks; 0/0 is taken as 1."""
    tp, fp, fn = (int(each.sum()) for each in (true & pred, pred & ~true, true & ~pred))
    scores = (tp / (tp + fp + fn), 2 * tp / (2 * tp + fp + fn)) if tp + fp + fn else (1.0, 1.0)
    return [tp, fp, fn, true.size - tp - fp - fn, *scores]


@pytest.mark.parametrize("state", [Masks(truth=0, prediction=0), *states(LESSON, 6)], ids=str)
def test_pixels_and_scores_at_every_offset(state: Masks) -> None:
    page, true, small = shown(LESSON, state), disc(14, 20, state.truth), disc(14, 20, state.small)
    here = {
        (dy, dx): [
            *scored(true, disc(14 + dx, 20 + dy, state.prediction)),
            *scored(small, disc(14 + dx, 20 + dy, state.small))[4:],
        ]
        for dy in OFFSETS
        for dx in OFFSETS
    }
    alike(cells(page, "table"), [[*at, *row] for at, row in here.items()])
    alike(cells(page, "table-2"), [[dy, *(here[dy, dx][4] for dx in OFFSETS)] for dy in OFFSETS])
    shown_rows = page.sheets()["table"]
    assert [shown_rows.rows[k][0].value for k in shown_rows.shown or ()] == [0] * 21
    assert [shown_rows.rows[k][1].value for k in shown_rows.shown or ()] == list(range(-20, 21, 2))

    pred = disc(14 + state.dx, 20 + state.dy, state.prediction)
    (pixels,) = hovers(page.figures["pixels"])
    kinds = np.array([hover.at["z"] for hover in pixels]).reshape(40, 40)
    assert (kinds == true + 2 * pred).all()
    for hover in pixels[:: 1 + 40 * 7]:
        legend = "0 background (TN),<br>1 truth only (FN),<br>2 prediction only (FP),<br>3 both (TP)"
        x, y = hover.at["x"], hover.at["y"]
        assert hover.text == f"column {x}, row {y}: {int(true[y, x]) + 2 * int(pred[y, x])}<br>({legend})"
    curves = hovers(page.figures["offsets"])
    for curve, place in zip(curves, (4, 6, 5, 7), strict=True):
        for hover, dx in zip(curve, OFFSETS, strict=True):
            said, at = found(r" (\d\.\d+) at offset (−?\d+), r = ", hover.text)
            assert int(at.replace("−", "-")) == dx
            assert says(said, here[state.dy, dx][place])


def test_the_borders_of_three_objects() -> None:
    page = shown(border.LESSON, Border())
    scores = {r: [iou(disc(20, 20, r), disc(20, 20, r + w)) for w in range(-2, 3)] for r in (3, 6, 12)}
    alike(cells(page, "table"), [[w, *(scores[r][w + 2] for r in scores)] for w in range(-2, 3)])
    for trace, (r, each) in zip(hovers(page.figures["curves"]), scores.items(), strict=True):
        for hover, wider, score in zip(trace, ("−2", "−1", "0", "1", "2"), each, strict=True):
            (said,) = found(rf"^radius {r}<br>pixels added to the border {wider}: IoU = (\S+)$", hover.text)
            assert says(said, score)


def box_iou(side: int, right: int, down: int, larger: int) -> float:
    """IoU of a square and one that is moved and larger on every side, from the ends of both along each axis."""
    shared = math.prod(max(0, min(side, move + side + larger) - max(0, move - larger)) for move in (right, down))
    return shared / (side**2 + (side + 2 * larger) ** 2 - shared)


@pytest.mark.parametrize("state", states(boxes.LESSON, 6), ids=str)
def test_the_curves_of_the_boxes(state: Boxes) -> None:
    page = shown(boxes.LESSON, state)
    for trace, side in zip(hovers(page.figures["curves"]), (8, 32), strict=True):
        name = "small" if side == 8 else "large"
        for hover, right in zip(trace, range(-6, 7), strict=True):
            (said,) = found(
                rf"^{name}<br>pixels moved to the right {right}: IoU = (\S+)$".replace("-", "−"), hover.text
            )
            assert says(said, box_iou(side, right, state.down, state.larger))


@pytest.mark.parametrize("state", [Images(imistake="alarm", irule="nan"), *states(MANY, 6)], ids=str)
def test_the_images_and_their_means(state: Images) -> None:
    page = shown(MANY, state)
    true, pred = core.drawn_images(seed=state.iseed, images=12, empty=state.iempty, error=state.ierror)
    sizes = true[: 12 - state.iempty].sum(axis=(1, 2))
    if state.imistake in ("small", "large"):
        pred[sizes.argmin() if state.imistake == "small" else sizes.argmax()] = False
    elif state.imistake == "alarm" and state.iempty:
        pred[12 - state.iempty, 9:12, 10] = pred[12 - state.iempty, 10, 9:12] = True
    each = [scored(*pair) for pair in zip(true, pred, strict=True)]
    rules = {"0": 0.0, "1": 1.0, "nan": math.nan}
    for row in each:
        if not sum(row[:3]):
            row[4:] = [rules[state.irule]] * 2
    *images, _pixels, _zero, _one, _out = rows = cells(page, "table")
    assert [row[0] for row in images] == [f"image {k}" for k in range(1, 13)]
    is_empty = [not sum(row[1:4]) for row in images]
    assert is_empty == sorted(is_empty), "the empty ones come last"
    there = [row for row, empty in zip(images, is_empty, strict=True) if not empty]
    assert [row[5] for row in there] == sorted(row[5] for row in there), "from the worst to the best"
    alike(sorted([row[1:] for row in images], key=str), sorted([[float(v) for v in row] for row in each], key=str))
    wanted: list[list[object]] = [["all pixels", *scored(true, pred)]]
    for name, rule in (("taken as 0", 0.0), ("taken as 1", 1.0), ("left out", math.nan)):
        means = [np.nanmean([row[k] if sum(row[:3]) else rule for row in each]) for k in (4, 5)]
        wanted.append([f"mean, 0/0 {name}", *[math.nan] * 4, *map(float, means)])
    alike(rows[12:], wanted)
    dots = of(page.figures["scores"], "^image")
    kept = [row for row in images if not math.isnan(row[5])]
    for dot, row in zip(dots, kept, strict=True):
        name, said = found(r"^(image \d+): (\S+)$", dot.text)
        assert name == row[0]
        assert says(said, row[5])
    pooled, mean = scored(true, pred)[4], float(np.mean([row[5] for row in kept]))
    for hover, value in zip(of(page.figures["scores"], "interval"), (mean, pooled, pooled), strict=True):
        said, low, high = found(r" (\S+), interval from (\S+) to (\S+)$", hover.text)
        assert says(said, value)
        assert float(low) <= float(said) <= float(high)
