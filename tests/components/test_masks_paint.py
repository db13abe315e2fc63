"""Painting a mask: what the page says of any mask, against pixels that are counted one by one."""

from __future__ import annotations

import random
import re
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import binary_dilation, label
from sklearn.metrics import jaccard_score

from components.lessons.masks.paint import CHECKS, LESSON, PAINTED, SAY, TILES, Painted, picture
from components.live.view import Shown
from components.markup.finished import html
from components.page import Presets
from components.page.painting import runs
from components.state.address import address
from tests.components.cells import alike, cells, says
from tests.components.sentences import found


def masks() -> dict[str, Any]:
    """The empty and the full mask, the truth, and masks at random."""
    rng = np.random.default_rng(7)
    true = picture().true_mask
    drawn = {f"random {k}": rng.random(true.shape) < share for k, share in enumerate((0.01, 0.3, 0.9))}
    one = np.zeros_like(true)
    one[0, 0] = True
    return {"none": true & False, "all": true | True, "truth": true, "not the truth": ~true, "one": one, **drawn}


def view(mask: Any) -> Shown:
    return LESSON.show(Painted(PAINTED.of(mask)))


@pytest.mark.parametrize("name", masks())
def test_counts_score_and_sentence(name: str) -> None:
    mask, true = masks()[name], picture().true_mask
    page = view(mask)
    tp, fp, fn, tn = (int(each.sum()) for each in (true & mask, mask & ~true, true & ~mask, ~true & ~mask))
    tiles = [int(page.texts[target].replace(",", "")) for target in TILES.targets()]
    assert tiles == [tp, fp, fn, tn]
    text = SAY.said(page.texts)
    assert len(text.split()) <= 30
    said, shared, union, rest = found(r"^IoU (\S+): the masks share (\S+) of ([\d,]+) pixels\. (.*)$", text)
    assert says(said, jaccard_score(true.ravel(), mask.ravel()))
    assert (shared, union) == (f"{tp:,}" if tp else "none", f"{tp + fp + fn:,}")
    parts, number = label(true)
    touched = sum(bool((mask & (parts == k)).any()) for k in range(1, number + 1))
    assert ("Every pixel agrees" in rest) == (not fp and not fn)
    if fp or fn:
        start = {0: "No cell is touched", number: "Every cell is touched", 1: f"1 of {number} cells is touched"}
        assert rest.startswith(start.get(touched, f"{touched} of {number} cells are touched"))
        assert (f"{fn:,} pixel" in rest) == (fn > 0)
        assert (f"{fp:,} pixel" in rest) == (fp > 0 < touched)


@pytest.mark.parametrize("name", masks())
def test_the_table_has_each_cell_from_the_largest_on(name: str) -> None:
    mask = masks()[name]
    parts, number = label(picture().true_mask)
    rows = sorted(
        ((int((parts == k).sum()), int((mask & (parts == k)).sum())) for k in range(1, number + 1)), reverse=True
    )
    wanted = [[k, size, hit, hit / size] for k, (size, hit) in enumerate(rows, 1)]
    assert len({size for size, _ in rows}) == number, "else the order would not be known"
    alike(cells(view(mask), "table"), wanted)


def met(mask: Any) -> list[bool]:
    page = view(mask)
    marks = [target for target in CHECKS.targets() if target.prop == "className"]
    return [page.props[target] == "check met" for target in marks]


def test_the_task_asks_for_a_high_score_without_the_smallest_cell() -> None:
    true, parts = picture().true_mask, picture().cells
    smallest = parts == parts.max()
    assert met(true) == [True, False]
    assert met(true & False) == [False, True]
    assert met(true & ~smallest) == [True, True]
    kept = np.argwhere(smallest)[0]
    almost = true & ~smallest
    almost[tuple(kept)] = True
    assert met(almost) == [True, False]


def test_presets_are_the_masks_that_they_say_and_none_solves_the_task() -> None:
    (presets,) = (piece for piece in LESSON.pieces if isinstance(piece, Presets))
    true, parts = picture().true_mask, picture().cells
    wanted = [true, binary_dilation(true, np.ones((3, 3))), parts == 1, true & False]
    for values, mask in zip(presets.states.values(), wanted, strict=True):
        np.testing.assert_array_equal(PAINTED.mask(values["painted"]), mask)
        assert not all(met(mask))
        assert len(f"?painted={values['painted']}") < 300


def test_a_mask_is_its_text_and_the_text_its_mask() -> None:
    for mask in masks().values():
        text = PAINTED.of(mask)
        np.testing.assert_array_equal(PAINTED.mask(text), mask)
        assert PAINTED.bound(text) == text
        assert len(text) <= PAINTED.letters == 256
    assert PAINTED.of(picture().true_mask & False) == ""
    first = PAINTED.mask("gB")  # 32, and 1: the first of six pixels, and the last of the next six
    assert np.flatnonzero(first).tolist() == [0, 11]


@pytest.mark.parametrize("text", ["", "B", "-_", "QQA", "AAAA", "B" * 256, "gB" + "A" * 254])
def test_a_text_of_letters_is_a_mask(text: str) -> None:
    assert PAINTED.bound(text) == text.rstrip("A")


@pytest.mark.parametrize(
    "text", ["B" * 257, "A" * 257, "+", "/", "=", "B=", "B B", " ", "é", "１", "B\n", None, 1, [], ["B"], True, {}]
)
def test_anything_else_is_the_default(text: object) -> None:
    assert PAINTED.bound(text) == PAINTED.default


def test_runs_have_each_pixel_once() -> None:
    chance = random.Random(3)
    mask = np.array([[chance.random() < 0.5 for _ in range(9)] for _ in range(7)])
    each = [(int(x) + k, int(y)) for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)", runs(mask)) for k in range(int(n))]
    assert sorted(each) == sorted((x, y) for y, x in np.argwhere(mask).tolist())


def test_the_page_has_the_picture_of_its_state() -> None:
    true = picture().true_mask
    page = html(LESSON.layout({"painted": PAINTED.of(true)}))
    assert f'class="tp" d="{runs(true)}"' in page
    assert 'class="fn" d=""' in page
    assert 'class="fp" d=""' in page
    assert f'value="{PAINTED.of(true)}"' in page
    assert address("/masks/paint") in page
