"""The section on masks: the document's circles, what moves with the offset, and masks with nothing in them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from components.view import Target, View, control_id, pick
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, jaccard_score

import core
from components.figures import pixels
from components.figures.base import numbers
from components.sections import masks
from components.sections.masks import Id
from tests.conftest import components, drawn, plain

DEFAULT = {p.key: p.default for p in masks.PARAMS}


def view(**values: Any) -> View:
    return masks.view(**{**DEFAULT, **values})


def circle(cx: float, cy: float, r: float) -> np.ndarray:
    """The document's own formula."""
    yy, xx = np.mgrid[0:40, 0:40]
    return (xx - cx) ** 2 + (yy - cy) ** 2 <= r**2


def tiles(shown: View) -> list[int]:
    return [int(shown.texts[Target(f"{Id.TILES}-{key}")]) for key in ("tp", "fp", "fn", "tn")]


def test_the_first_state_is_the_documents() -> None:
    shown = view()
    assert tiles(shown) == [239, 78, 78, 1205]
    assert shown.texts[Target(f"{Id.FORMULA}-j")] == "0.605"
    assert "0.6050632911392405" in masks.EXACT.said(shown.texts)
    assert "0.6050632911392405" in masks.SNIPPET.said(shown.texts)


def test_the_pixels_are_the_documents() -> None:
    heat = np.array(drawn(view().figures[Id.PIXELS]).data[pixels.PIXELS].z)
    expected = circle(14, 20, 10).astype(int) + 2 * circle(18, 20, 10)
    np.testing.assert_array_equal(heat, expected)


def test_a_pixel_is_a_square_and_row_0_is_at_the_top() -> None:
    layout = drawn(view().figures[Id.PIXELS]).layout
    assert layout.yaxis.scaleanchor == "x"
    assert layout.yaxis.range == (39.5, -0.5)


def test_each_category_has_a_colour_of_its_meaning_and_a_name() -> None:
    shown = drawn(view().figures[Id.PIXELS])
    scale = dict(shown.data[pixels.PIXELS].colorscale[1::2])
    assert list(scale.values()) == [
        masks.LIGHT["tn-soft"],
        masks.LIGHT["fn"],
        masks.LIGHT["fp"],
        masks.LIGHT["tp"],
    ]
    assert shown.data[pixels.REGIONS].text == ("FN", "FP", "TP")
    assert shown.data[pixels.AROUND].text == ("truth", "prediction", "background")


@pytest.mark.parametrize("dx", [-20, -13, -1, 0, 1, 4, 20])
def test_the_names_stand_in_their_regions(dx: int) -> None:
    figure = drawn(view(dx=dx).figures[Id.PIXELS])
    cells = np.array(figure.data[pixels.PIXELS].z)
    names = figure.data[pixels.REGIONS]
    for x, y, text in zip(names.x, names.y, names.text, strict=True):
        if text != "\u00a0":
            assert cells[y, x] == {"FN": 1, "FP": 2, "TP": 3}[text]
    assert ("TP" in names.text) == ((cells == 3).sum() > 20)


@pytest.mark.parametrize("dx", [-20, -4, 0, 1, 4, 20])
def test_the_scores_are_scikit_learns(dx: int) -> None:
    shown = view(dx=dx, dy=3, prediction=8)
    true, pred = circle(14, 20, 10).ravel(), circle(14 + dx, 23, 8).ravel()
    iou, dice = jaccard_score(true, pred), f1_score(true, pred)
    assert float(shown.texts[masks.EXACT.target("iou")]) == pytest.approx(iou)
    assert float(shown.texts[masks.EXACT.target("dice")]) == pytest.approx(dice)
    curves = drawn(shown.figures[Id.OFFSETS]).data
    at = masks.DX.index(dx)
    assert curves[0].y[at] == pytest.approx(iou)
    assert curves[6].y[at] == pytest.approx(dice)


def test_the_small_object_is_a_real_one_at_every_offset() -> None:
    for panel, metric in ((0, jaccard_score), (6, f1_score)):
        small = drawn(view().figures[Id.OFFSETS]).data[panel + 1].y
        for dx, value in zip(masks.DX.values(), small, strict=True):
            expected = metric(circle(14, 20, 3).ravel(), circle(14 + dx, 20, 3).ravel())
            assert value == pytest.approx(expected), dx


def test_an_offset_costs_the_small_object_more() -> None:
    iou = drawn(view().figures[Id.OFFSETS]).data
    for dx in (1, 2, 3, 4, 5, 6):
        assert iou[1].y[masks.DX.index(dx)] < iou[0].y[masks.DX.index(dx)]


def test_the_markers_stand_on_the_curves_of_every_frame() -> None:
    shown = view()
    data = drawn(shown.figures[Id.OFFSETS]).data
    for i, dx in enumerate(masks.DX.values()):
        picked = pick(
            shown.frames, {control_id("masks", p.key): DEFAULT[p.key] for p in masks.PARAMS} | {"masks-dx": dx}
        )
        for panel in (0, 6):
            assert picked[Target(Id.OFFSETS, "figure", ("data", panel + 3, "x"))] == [dx, dx]
            assert picked[Target(Id.OFFSETS, "figure", ("data", panel + 3, "y"))] == [
                data[panel].y[i],
                data[panel + 1].y[i],
            ]


def test_frames_hold_the_pixels_of_every_offset_in_a_byte_each() -> None:
    (column,) = [c for c in view(dy=-3, prediction=7).frames["columns"] if c["path"] == ["data", pixels.PIXELS, "z"]]
    assert column["values"]["dtype"] == "i1"
    expected = [circle(14, 20, 10) + 2 * circle(14 + dx, 17, 7) for dx in masks.DX.values()]
    np.testing.assert_array_equal(numbers(column["values"]), expected)


def test_two_empty_masks_agree_as_in_the_document() -> None:
    shown = view(truth=0, prediction=0)
    assert tiles(shown) == [0, 0, 0, 1600]
    assert shown.texts[Target(f"{Id.FORMULA}-j")] == "1 by rule"
    assert "0/0 counts as 1" in masks.SAY.said(shown.texts)
    assert set(drawn(shown.figures[Id.OFFSETS]).data[0].y) == {1.0}
    empty = np.zeros(1600, bool)
    assert jaccard_score(empty, empty, zero_division=1.0) == 1.0


def test_one_empty_mask_scores_nothing() -> None:
    for radii in ({"truth": 0}, {"prediction": 0}):
        shown = view(**radii)
        assert shown.texts[Target(f"{Id.FORMULA}-j")] == "0.000"
        assert "No overlap, no score." in masks.SAY.said(shown.texts)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"dx": 4}, "4 pixels to the right"),
        ({"dx": -1}, "1 pixel to the left"),
        ({"dx": 0}, "right on the truth"),
        ({"dx": 2, "dy": -1}, "2 pixels to the right and 1 pixel up"),
        ({"dx": 0}, "Every pixel agrees."),
        ({"dx": 20, "dy": 20}, "no longer tells near from far"),
        ({"dx": -20}, "outside the image"),
        ({"dx": -20}, "1 is in both"),
    ],
)
def test_the_sentence_says_what_is_there(values: dict[str, int], words: str) -> None:
    assert words in masks.SAY.said(view(**values).texts)


def test_the_snippet_computes_what_it_says() -> None:
    for values in ({}, {"dx": -20, "dy": -20, "prediction": 3}, {"truth": 0, "prediction": 0}):
        code = masks.SNIPPET.said(view(**values).texts)
        space: dict[str, Any] = {}
        exec(code.replace("jaccard_score(true", "found = jaccard_score(true"), space)
        assert space["found"] == pytest.approx(float(code.rpartition("# ")[2]))


def test_one_pixel_in_the_sentence_on_borders() -> None:
    said = masks.BORDER.said(view().texts)
    assert f"{core.iou(circle(14, 20, 10), circle(15, 20, 10)):.3f}" in said
    assert f"{core.iou(circle(14, 20, 3), circle(15, 20, 3)):.3f}" in said


def test_the_table_holds_the_documents_row() -> None:
    cells = [c.children for c in components(view().parts[Target(Id.TABLE)]) if type(c).__name__ in ("Th", "Td")]
    row = cells.index("4", 9)
    assert cells[row : row + 7] == ["4", 239, 78, 78, 1205, "0.605", "0.754"]


@settings(max_examples=25, deadline=None)
@given(st.fixed_dictionaries({p.key: st.sampled_from(p.values()) for p in masks.PARAMS}))
def test_any_state_can_be_shown(values: dict[str, Any]) -> None:
    shown = masks.view(**values)
    assert sum(tiles(shown)) == 1600
    assert plain(shown.frames) == shown.frames
    for trace in drawn(shown.figures[Id.OFFSETS]).data:
        assert all(y is not None and -0.2 < y < 1.3 for y in trace.y)
