"""Cells under a microscope: pixels counted one threshold at a time, and what the page says of them."""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64decode
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import label
from sklearn.metrics import jaccard_score

import core
from components.figures.cells import edges
from components.figures.still import still
from components.figures.still.svg import UNITS
from components.lessons.masks.cells import CHECKS, FOUND, LESSON, SAY, SNIPPET, Cells
from components.live.view import Shown
from components.page import Predict, Presets
from components.theme import DARK, Colour, whiteness
from tests.components.cells import alike, cells, says
from tests.components.hovers import hovers
from tests.components.sentences import found, shown, states

STATES = [
    Cells(),
    Cells(t=0),
    Cells(t=100),
    Cells(noise=0, blur=0, t=40),
    Cells(noise=0, blur=0, t=26),
    *states(LESSON, 8),
]
each_state = pytest.mark.parametrize("state", STATES, ids=str)


@cache
def _made(seed: int, noise: int, blur: float) -> tuple[core.CellImage, Any]:
    image = core.cell_image(seed=seed, noise=noise, blur=blur)
    return image, label(image.true_mask)[0]


def image_of(state: Cells) -> core.CellImage:
    return _made(state.seed, state.noise, state.blur)[0]


def counted(state: Cells, t: int) -> list[Any]:
    """TP, FP, FN, TN, IoU, and the cells of which half is marked, at a threshold."""
    image, parts = _made(state.seed, state.noise, state.blur)
    true, pred = image.true_mask, image.brightness >= t
    tp, fp, fn, tn = ((true & pred).sum(), (~true & pred).sum(), (true & ~pred).sum(), (~true & ~pred).sum())
    sizes, marked = np.bincount(parts.ravel()), np.bincount(parts.ravel(), pred.ravel())
    return [*map(int, (tp, fp, fn, tn)), float(tp / (tp + fp + fn)), int((2 * marked >= sizes)[1:].sum())]


@each_state
def test_the_table_has_every_threshold(state: Cells) -> None:
    page = shown(LESSON, state)
    alike(cells(page, "table"), [[t, *counted(state, t)] for t in range(101)])


@each_state
def test_the_sentence_says_what_is_there(state: Cells) -> None:
    page = shown(LESSON, state)
    tp, fp, fn, _, iou, half = counted(state, state.t)
    image = image_of(state)
    assert iou == pytest.approx(jaccard_score(image.true_mask.ravel(), image.brightness.ravel() >= state.t))
    text = SAY.said(page.texts)
    assert len(text.split()) <= 30
    said, shared, union = found(r"^IoU (\S+): the masks share ([\d,]+|none) of ([\d,]+) pixels\. ", text)
    assert says(said, iou)
    assert (shared, union) == (f"{tp:,}" if tp else "none", f"{tp + fp + fn:,}")
    numbers = [int(each.replace(",", "")) for each in re.findall(r"[\d,]*\d", text.partition("pixels. ")[2])]
    assert numbers == [count for count in (fp, fn) if count]
    assert ("false alarm" in text, "is a miss" in text, "agrees" in text) == (
        fp > 0 == fn, fn > 0 == fp, fp == fn == 0,
    )  # fmt: skip
    remark = FOUND.said(page.texts)
    total = image.cells.max()
    assert f"in {f'all {total}' if half == total else f'{half} of {total}'} cells." in remark
    scores = [counted(state, t)[4] for t in range(101)]
    best = int(np.argmax(scores))
    assert ("No other" in remark) == (scores[state.t] == pytest.approx(max(scores), abs=1e-12))
    if "No other" not in remark:
        assert ("higher threshold" in remark) == (best > state.t)


@each_state
def test_the_task_asks_for_a_high_score_that_loses_a_cell(state: Cells) -> None:
    texts = shown(LESSON, state).texts
    *_, iou, half = counted(state, state.t)
    total = image_of(state).cells.max()
    overlap, mark, lost, other = (texts[target] for target in CHECKS.targets())
    assert (mark, other) == ("check met" if iou >= 0.8 else "check", "check met" if half < total else "check")
    (said,) = found(r"^IoU is at least 0\.8: it is (\S+)\.$", overlap)
    assert says(said, iou)
    assert (float(said) >= 0.8) == (iou >= 0.8)
    count = total - half
    assert lost == f"Some cell is marked by less than half: {count} of {total} {'is' if count == 1 else 'are'}."


def test_the_task_can_be_solved_and_no_link_does_it() -> None:
    def met(**values: Any) -> bool:
        texts = shown(LESSON, Cells(**values)).texts
        return all(texts[target] == "check met" for target in CHECKS.targets() if target.prop == "className")

    assert [t for t in range(101) if met(t=t)] == [44, 45]
    (presets,) = (piece for piece in LESSON.pieces if isinstance(piece, Presets))
    assert not any(met(**values) for values in [{}, {"t": 42}, *presets.states.values()])


@each_state
def test_the_figures_show_and_say_each_pixel(state: Cells) -> None:
    page, image = shown(LESSON, state), image_of(state)
    true, pred = image.true_mask, image.brightness >= state.t
    (pixels,) = hovers(page.figures["photo"])
    assert [hover.text for hover in pixels] == [f"brightness {level}" for level in image.brightness.ravel()]
    (pixels,) = hovers(page.figures["masks"])
    assert [hover.at["z"] for hover in pixels] == core.overlap_categories(true, pred).ravel().tolist()
    meanings = "0 background (TN),<br>1 truth only (FN),<br>2 prediction only (FP),<br>3 both (TP)"
    assert pixels[0].text == f"{pixels[0].at['z']}<br>({meanings})"
    (curve,) = hovers(page.figures["curve"])
    for t in range(0, 101, 7):
        tp, fp, fn, _, iou, _ = counted(state, t)
        at, said, *counts = found(
            r"^threshold (\d+): IoU = (\S+)<br>TP ([\d,]+), FP ([\d,]+), FN ([\d,]+)$", curve[t].text
        )
        assert int(at) == t
        assert says(said, iou)
        assert counts == [f"{tp:,}", f"{fp:,}", f"{fn:,}"]


def test_the_answer_to_the_question_holds() -> None:
    scores = [counted(Cells(), t)[4] for t in range(101)]
    assert isinstance(LESSON.question, Predict)
    assert LESSON.question.right == "one in the middle"
    assert int(np.argmax(scores)) == 42
    assert scores.count(max(scores)) == 1
    assert Cells().t not in range(36, 55), "the page does not open with the answer"
    # a low one misses no cell, and a high one marks almost only cells, but not all of them
    assert counted(Cells(), 30)[5] == 12
    assert counted(Cells(), 30)[1] > counted(Cells(), 42)[1] + 1000
    tp, fp, _, _, _, half = counted(Cells(), 60)
    assert tp / (tp + fp) > 0.99
    assert half < 12
    # and the best loses parts of the dimmest cells
    image = image_of(Cells())
    lost = [1 - (image.brightness[image.cells == k] >= 42).mean() for k in range(1, 13)]
    dimmest = np.argsort([image.brightness[image.cells == k].mean() for k in range(1, 13)])
    assert min(lost[k] for k in dimmest[:2]) > 0.15


@pytest.mark.parametrize("t", [0, 42, 100])
def test_the_snippet_computes_what_it_says(t: int) -> None:
    code = SNIPPET.said(shown(LESSON, Cells(t=t)).texts)
    image = image_of(Cells())
    space: dict[str, Any] = {"true_mask": image.true_mask, "brightness": image.brightness}
    exec(code.replace("jaccard_score(y_true", "found = jaccard_score(y_true"), space)
    assert space["found"] == pytest.approx(float(code.rpartition("# ")[2]), abs=5e-5)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_outline_has_each_edge_of_a_mask_once(seed: int) -> None:
    mask = np.random.default_rng(seed).random((7, 9)) < 0.5
    drawn = []
    for x, y, way, end in re.findall(r"M([-\d.]+),([-\d.]+)([HV])([-\d.]+)", edges(mask)):
        start = float(x if way == "H" else y)
        drawn += [(float(x), float(y), way, start + k) for k in range(round(float(end) - start))]
    drawn = [(at if way == "H" else x, y if way == "H" else at, way) for x, y, way, at in drawn]
    wide = np.pad(mask, 1)
    wanted = [(j - 1.5, i - 0.5, "H") for i in range(8) for j in range(1, 10) if wide[i, j] != wide[i + 1, j]]
    wanted += [(j - 0.5, i - 1.5, "V") for i in range(1, 8) for j in range(10) if wide[i, j] != wide[i, j + 1]]
    assert sorted(drawn) == sorted(wanted)


def picture(page: Shown) -> tuple[Any, Any, str]:
    """What the still of the photograph has in each pixel: how opaque the white is, from 0 to 1, and what lies below."""
    html = still(page.figures["photo"])
    png = b64decode(re.search(r"data:image/png;base64,([^\"]+)", html)[1])  # type: ignore[index]
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(
            png[at + 4 : at + 8 + length]
        )
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    opaque = np.frombuffer(chunks[b"tRNS"], np.uint8)
    assert chunks[b"PLTE"] == b"\xff" * 3 * len(opaque)
    (below,) = re.findall(r'<rect width="100%" height="100%" fill="var\(--([\w-]+)\)"/>', html)
    assert f'viewBox="0 0 {UNITS} {UNITS}"' in html
    return rows[:, 1:], opaque[rows[:, 1:]] / 255, below


def test_the_still_photograph_has_each_pixel_in_both_themes() -> None:
    page = shown(LESSON, Cells())
    _, opaque, below = picture(page)
    levels = image_of(Cells()).brightness
    share = np.clip((levels - 10) / 85, 0, 1)
    assert opaque.shape == levels.shape
    for theme in ({colour: colour.value for colour in Colour}, DARK):
        dark, bright = (np.array([*bytes.fromhex(theme[c][1:])]) for c in (Colour.named(below), Colour.PHOTO_BRIGHT))
        for channel in range(3):
            drawn = opaque * 255 + (1 - opaque) * dark[channel]
            wanted = share * bright[channel] + (1 - share) * dark[channel]
            assert abs(drawn - wanted).max() < 6, "a step of the shades is 4 in 100"
        assert whiteness(theme[Colour.PHOTO_DARK], theme[Colour.PHOTO_BRIGHT]) == pytest.approx(
            whiteness(Colour.PHOTO_DARK, Colour.PHOTO_BRIGHT), abs=0.004
        )
