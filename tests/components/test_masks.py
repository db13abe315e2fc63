"""The lesson on masks: the notebook's circles, what moves with the offset, and masks with nothing in them."""

from __future__ import annotations

import itertools
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, jaccard_score

import core
from components.figures.around import PHONE
from components.figures.still.plot import Plot
from components.figures.still.svg import floats
from components.lessons import masks
from components.lessons.masks import (
    EXACT,
    FORMULA,
    LESSON,
    PANELS,
    PER_PIXEL,
    PIXELS,
    SAY,
    SNIPPET,
    TABLE,
    TILES,
    WHERE,
    border,
    boxes,
)
from components.lessons.masks.circles import DX, DY, Masks
from components.live.frames import pick
from components.live.target import Target
from components.live.view import Shown
from components.page import Presets
from components.theme import MARKER_SIZE, Colour
from tests import conftest
from tests.conftest import drawn, places, plain
from tests.states import examples, spread

PARAMS = LESSON.params


def view(**values: Any) -> Shown:
    return LESSON.show(Masks(**values))


trace = partial(conftest.trace, LESSON)


def curves(shown: Shown, panel: str) -> list[Any]:
    """The two lines of a panel: this object, and the small one."""
    _, names = places(LESSON.name)[PANELS.id][f"{panel} names"]
    return list(drawn(shown.figures[PANELS.id]).data[names - 2 : names])


def circle(cx: float, cy: float, r: float) -> np.ndarray:
    """The notebook's own formula."""
    yy, xx = np.mgrid[0:40, 0:40]
    return (xx - cx) ** 2 + (yy - cy) ** 2 <= r**2


def tiles(shown: Shown) -> list[int]:
    return [int(shown.texts[TILES.target(key)]) for key in ("tp", "fp", "fn", "tn")]


def test_the_first_state_is_the_notebooks() -> None:
    shown = view()
    assert tiles(shown) == [239, 78, 78, 1205]
    assert shown.texts[FORMULA.target("j")] == "0.605"
    assert "0.6050632911392405" in EXACT.said(shown.texts)
    assert "0.6050632911392405" in SNIPPET.said(shown.texts)


def test_the_pixels_are_the_notebooks() -> None:
    heat = np.array(trace(view(), PIXELS.id, "pixels").z)
    expected = circle(14, 20, 10).astype(int) + 2 * circle(18, 20, 10)
    np.testing.assert_array_equal(heat, expected)


def test_a_pixel_is_a_square_and_row_0_is_at_the_top() -> None:
    layout = drawn(view().figures[PIXELS.id]).layout
    assert layout.yaxis.scaleanchor == "x"
    assert layout.yaxis.range == (39.5, -0.5)


def test_each_category_has_a_colour_of_its_meaning_and_a_name() -> None:
    shown = view()
    scale = dict(trace(shown, PIXELS.id, "pixels").colorscale[1::2])
    assert list(scale.values()) == [Colour.TN_SOFT, Colour.FN, Colour.FP, Colour.TP]
    assert trace(shown, PIXELS.id, "names inside").text == ("FN", "FP", "TP")
    assert trace(shown, PIXELS.id, "name of the prediction").text == ("prediction",)
    assert trace(shown, PIXELS.id, "name of the background").text == ("background",)


OFFSETS = [*itertools.product([-20, -13, -1, 0, 1, 4, 20], [-20, -9, 0, 3, 20], [0, 3, 10, 15])]


@pytest.mark.parametrize(("dx", "dy", "prediction"), spread(OFFSETS, 30, always=[(4, 0, 10), (0, 0, 10), (0, 0, 0)]))
def test_the_names_stand_in_their_regions(dx: int, dy: int, prediction: int) -> None:
    shown = view(dx=dx, dy=dy, prediction=prediction)
    cells = np.array(trace(shown, PIXELS.id, "pixels").z)
    names = trace(shown, PIXELS.id, "names inside")
    for x, y, text in zip(names.x, names.y, names.text, strict=True):
        if text != "\u00a0":
            assert cells[y, x] == {"FN": 1, "FP": 2, "TP": 3}[text]
    assert "TP" not in names.text or (cells == 3).any()
    assert "TP" in names.text or (cells == 3).sum() < 30
    # the name of the background stands on nothing else
    if trace(shown, PIXELS.id, "name of the background").text == ("background",):
        assert not cells[:4, -14:].any()
    else:
        name = trace(shown, PIXELS.id, "name of the prediction")
        assert cells[:4, -14:].any() or (name.x[0] > 19 and name.y[0] < 5)


def test_neither_circle_is_named_on_the_other_one_of_its_size() -> None:
    for dx, dy in itertools.product((0, 4, 12), spread(list(DY.values()), 9)):
        shown = view(dx=dx, dy=dy)
        cells = np.array(trace(shown, PIXELS.id, "pixels").z)
        for name, other in (("truth", 2), ("prediction", 1)):
            (x,), (y,) = (trace(shown, PIXELS.id, f"name of the {name}")[axis] for axis in "xy")
            assert cells[round(y), round(x)] not in (other, 3), (dx, dy, name)


@pytest.mark.parametrize("dx", [-20, -4, 0, 1, 4, 20])
def test_the_scores_are_scikit_learns(dx: int) -> None:
    shown = view(dx=dx, dy=3, prediction=8)
    true, pred = circle(14, 20, 10).ravel(), circle(14 + dx, 23, 8).ravel()
    iou, dice = jaccard_score(true, pred), f1_score(true, pred)
    assert float(shown.texts[EXACT.target("iou")]) == pytest.approx(iou)
    at = DX.index(dx)
    assert curves(shown, "IoU")[0].y[at] == pytest.approx(iou, abs=1e-6)
    assert curves(shown, "Dice (F1)")[0].y[at] == pytest.approx(dice, abs=1e-6)


def test_the_small_object_is_a_real_one_at_every_offset() -> None:
    for panel, metric in (("IoU", jaccard_score), ("Dice (F1)", f1_score)):
        small = curves(view(), panel)[1].y
        for dx, value in zip(DX.values(), small, strict=True):
            expected = metric(circle(14, 20, 3).ravel(), circle(14 + dx, 20, 3).ravel())
            assert value == pytest.approx(expected, abs=1e-6), dx


def test_an_offset_costs_the_small_object_more() -> None:
    large, small = curves(view(), "IoU")
    for dx in (1, 2, 3, 4, 5, 6):
        assert small.y[DX.index(dx)] < large.y[DX.index(dx)]


def test_the_markers_stand_on_the_curves_of_every_frame() -> None:
    shown = view()
    places = masks.view(Masks()).figures[PANELS.id]
    for i, dx in enumerate(DX.values()):
        picked = pick(shown.frames, {f"masks-{p.key}": p.default for p in PARAMS} | {"masks-dx": dx})
        for panel in ("IoU", "Dice (F1)"):
            (x,), (y,) = (places.paths(f"{panel} markers", prop) for prop in "xy")
            assert picked[Target("masks-offsets", "figure", x)] == [dx, dx]
            at_markers = picked[Target("masks-offsets", "figure", y)]
            assert at_markers == pytest.approx([line.y[i] for line in curves(shown, panel)], abs=1e-4)


def test_frames_hold_the_pixels_of_every_offset_in_two_layers() -> None:
    (path,) = masks.view(Masks()).figures[PIXELS.id].paths("pixels", "z")
    frames = view(prediction=7).frames
    for dx, dy in itertools.product(DX.values()[::4], DY.values()[::5]):
        picked = pick(frames, {f"masks-{p.key}": p.default for p in PARAMS} | {"masks-dx": dx, "masks-dy": dy})
        expected = circle(14, 20, 10) + 2 * circle(14 + dx, 20 + dy, 7)
        np.testing.assert_array_equal(picked[Target("masks-pixels", "figure", path)], expected)


def told(shown: Shown) -> str:
    return f"{SAY.said(shown.texts)} {WHERE.said(shown.texts)}"


def test_two_empty_masks_agree_as_in_the_notebook() -> None:
    shown = view(truth=0, prediction=0)
    assert tiles(shown) == [0, 0, 0, 1600]
    assert shown.texts[FORMULA.target("j")] == "0/0, taken as 1"
    assert SAY.said(shown.texts).startswith(
        "IoU is 0/0, taken as 1, Dice 0/0, taken as 1: no pixels are in both masks. "
    )
    assert "Both masks are empty and so agree." in SAY.said(shown.texts)
    assert len(SAY.said(shown.texts).split()) <= 30, "it is the longest"
    assert set(curves(shown, "IoU")[0].y) == {1.0}
    empty = np.zeros(1600, bool)
    assert jaccard_score(empty, empty, zero_division=1.0) == 1.0


def test_one_empty_mask_scores_nothing() -> None:
    for radii in ({"truth": 0}, {"prediction": 0}):
        shown = view(**radii)
        assert shown.texts[FORMULA.target("j")] == "0.000"
        assert "An empty mask shares no pixel with any other, so both scores are 0." in SAY.said(shown.texts)


@pytest.mark.parametrize("truth", [0, 10])
@pytest.mark.parametrize(("dx", "prediction"), [(-20, 3), (-20, 10), (-20, 0), (0, 0), (4, 3)])
def test_a_circle_outside_the_image_is_an_empty_mask_and_the_sentence_says_so(
    truth: int, dx: int, prediction: int
) -> None:
    shown = view(truth=truth, prediction=prediction, dx=dx)
    said = told(shown)
    tp, fp, fn, _ = tiles(shown)
    is_predicted = bool(circle(14 + dx, 20, prediction).any()) and prediction > 0
    assert (tp + fp > 0) == is_predicted
    assert ("The predicted circle lies outside the image" in said) == (prediction > 0 and not is_predicted)
    assert ("but one is predicted" in said) == (is_predicted and not truth)
    assert ("Both masks are empty" in said) == (not is_predicted and not truth)
    assert (tp + fn > 0) == (truth > 0)
    # the truth lies inside, so only pixels of a predicted circle can be cut off; nothing is said of two empty masks
    is_cut = prediction > 0 and dx < prediction - 14 and tp + fp + fn > 0
    assert ("What lies outside the image does not count" in said) == is_cut


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"dx": 4}, "4 pixels to the right"),
        ({"dx": -1}, "1 pixel to the left"),
        ({"dx": 0}, "Both circles have the same centre."),
        ({"dx": 2, "dy": -1}, "2 pixels to the right and 1 pixel up"),
        ({"dx": 0}, "Every pixel agrees."),
        ({"dx": 20, "dy": 20}, "IoU is 0 at any distance, near or far."),
        ({"dx": -20}, "What lies outside the image does not count."),
        ({"dx": -20}, " pixels is in both masks"),
    ],
)
def test_the_sentence_says_what_is_there(values: dict[str, int], words: str) -> None:
    assert words in told(view(**values))


def test_the_snippet_computes_what_it_says() -> None:
    for values in ({}, {"dx": -20, "dy": -20, "prediction": 3}, {"truth": 0, "prediction": 0}):
        code = SNIPPET.said(view(**values).texts)
        space: dict[str, Any] = {}
        exec(code.replace("jaccard_score(true", "found = jaccard_score(true"), space)
        assert space["found"] == pytest.approx(float(code.rpartition("# ")[2]))


def test_one_pixel_in_the_sentence_on_borders() -> None:
    said = PER_PIXEL.said(view().texts)
    assert f"{core.iou(circle(14, 20, 10), circle(15, 20, 10)):.3f}" in said
    assert f"{core.iou(circle(14, 20, 3), circle(15, 20, 3)):.3f}" in said


def test_the_table_holds_the_notebooks_row() -> None:
    table, _ = view().tables[TABLE.id]  # type: ignore[misc]
    (row,) = (row for row in table.rows if (row[0].value, row[1].value) == (0, 4))  # type: ignore[union-attr]
    assert [table.text(value, k) for k, value in enumerate(row)][1:8] == [  # type: ignore[union-attr]
        "4", "239", "78", "78", "1,205", "0.605", "0.754",
    ]  # fmt: skip


def test_the_second_table_holds_the_scores_of_both_offsets() -> None:
    _, grid = view(dy=7).tables[TABLE.id]  # type: ignore[misc]
    for dy, *scores in grid.rows[::5]:  # type: ignore[union-attr]
        for dx, found in zip(DX.values()[::5], scores[::5], strict=True):
            assert found == pytest.approx(
                jaccard_score(circle(14, 20, 10).ravel(), circle(14 + dx, 20 + dy.value, 10).ravel())
            )


def test_an_interval_over_pixels_holds_as_seldom_as_the_page_says() -> None:
    rng = np.random.default_rng(7)
    offsets = [core.mask_counts(circle(14, 20, 10), circle(14 + dx, 20, 10)) for dx in range(5)]
    tp, union = (np.array([getattr(counts, name) for counts in offsets]) for name in ("tp", "union"))
    true_score = tp.sum() / union.sum()
    drawn_offsets = rng.integers(0, 5, size=(20_000, 30))
    low, high = core.wilson(tp[drawn_offsets].sum(axis=1), union[drawn_offsets].sum(axis=1))
    assert np.mean((low <= true_score) & (true_score <= high)) == pytest.approx(0.26, abs=0.02)


@settings(max_examples=examples(25))
@given(st.fixed_dictionaries({p.key: st.sampled_from([*p.values()]) for p in PARAMS}))
def test_any_state_can_be_shown(values: dict[str, Any]) -> None:
    shown = view(**values)
    assert sum(tiles(shown)) == 1600
    assert plain(shown.frames) == shown.frames
    for line in drawn(shown.figures[PANELS.id]).data:
        assert all(y is not None and -0.2 < y < 1.3 for y in line.y)


# ---- a border one pixel wider ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wider", [-2, -1, 0, 1, 2])
def test_the_border_costs_what_scikit_learn_says(wider: int) -> None:
    shown = border.LESSON.show(border.Border(wider))
    y, x = np.mgrid[:40, :40]

    def disc(r: int) -> Any:
        return ((x - 20) ** 2 + (y - 20) ** 2 <= r**2).ravel()

    scores = {r: jaccard_score(disc(r), disc(r + wider)) for r in (3, 6, 12)}
    said = border.SAY.said(shown.texts)
    for r, score in scores.items():
        assert f"{score:.3f} with" in said, r
    _, index = border.view(border.Border()).figures[border.CURVES.id].places["points"]
    points = drawn(shown.figures[border.CURVES.id]).data[index]
    assert points.y == pytest.approx(tuple(scores.values()), abs=1e-4)
    assert set(points.x) == {wider}
    if wider:
        assert scores[3] < scores[6] < scores[12], "the small object pays most"
        assert f"{abs(wider)} pixel{'s' if abs(wider) > 1 else ''} too {'wide' if wider > 0 else 'narrow'}" in said


@pytest.mark.parametrize(
    ("wider", "words"),
    [
        (-2, "A border that is too wide by as much costs less with 3 and 6, and the same to three digits with 12."),
        (-1, "A border that is too wide by as much costs less with 3 and 6, and more with 12."),
        (1, "A border that is too narrow by as much costs more with 3 and 6, and less with 12."),
        (2, "A border that is too narrow by as much costs more with 3 and 6, and the same to three digits with 12."),
    ],
)
def test_a_mistake_is_compared_with_as_much_in_the_other_direction(wider: int, words: str) -> None:
    assert border.OTHER_WAY.said(border.LESSON.show(border.Border(wider)).texts) == words


def test_the_task_on_borders_is_solved_at_one_border_that_is_not_the_first() -> None:
    solved = []
    for wider in border.WIDER.values():
        texts = border.LESSON.show(border.Border(wider)).texts
        small, large = (core.iou(circle(20, 20, r), circle(20, 20, r + wider)) for r in (3, 12))
        met = [texts[Target(f"border-{name}", "className")] == "check met" for name in ("small", "large")]
        assert met == [small < 0.5, large >= 0.8]
        assert [": yes" in texts[Target(f"border-{name}")] for name in ("small", "large")] == met
        solved += [wider] * all(met)
    assert solved == [-1]


@pytest.mark.parametrize("radii", [{}, {"truth": 15, "prediction": 15}, {"truth": 0, "prediction": 0}])
def test_the_task_is_solved_where_both_conditions_hold(radii: dict[str, int]) -> None:
    true, pred = radii.get("truth", 10), radii.get("prediction", 10)
    for dx, dy in ((0, 0), (1, 1), (2, 0), (0, -2), (1, -2), (4, 0)):
        texts = view(dx=dx, dy=dy, **radii).texts
        score = core.iou(circle(14, 20, true), circle(14 + dx, 20 + dy, pred)) if true else 1
        for name, met in (("iou", score >= 0.8), ("moved", dx * dx + dy * dy >= 4)):
            assert (texts[Target(f"masks-{name}", "className")] == "check met") == met
            assert (": yes" in texts[Target(f"masks-{name}")]) == met


def test_the_task_is_open_at_first_and_can_be_solved() -> None:
    def marks(**values: int) -> list[str]:
        return [view(**values).texts[Target(f"masks-{name}", "className")] for name in ("iou", "moved")]

    assert marks() == ["check", "check met"]
    assert marks(dx=2, truth=15, prediction=15) == ["check met", "check met"]


def test_apart_the_circles_do_not_overlap() -> None:
    (presets,) = (piece for piece in LESSON.figures if isinstance(piece, Presets))
    shown = view(**presets.states["Apart"])
    assert tiles(shown)[0] == 0
    assert "The masks do not overlap:" in SAY.said(shown.texts)


@pytest.mark.parametrize(
    ("lesson", "moved"),
    [
        *((border, {"border": w}) for w in border.WIDER.values()),
        *((boxes, {"right": x}) for x in spread(boxes.RIGHT.values(), 4)),
    ],
)
def test_no_value_beside_the_curves_lies_on_a_marker_on_a_small_phone(lesson: Any, moved: dict[str, int]) -> None:
    state = lesson.LESSON.state(**moved)
    first, figure = lesson.view(state), lesson.LESSON.show(state).figures[lesson.CURVES.id]
    plot = Plot(figure)
    _, _, across, _ = plot.rectangle(False, PHONE, PHONE)
    points, values = (
        figure["data"][first.figures[lesson.CURVES.id].places[place][1]] for place in ("points", "values")
    )
    ends = [plot.axes["x"].at(floats(each["x"])) * across for each in (points, values)]
    assert (ends[1] - ends[0] > MARKER_SIZE / 2 + 1.5).all()  # with the ring around it
