"""Many images on the page of masks: every number against scikit-learn, scipy or a simulation of its own."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import f1_score, jaccard_score

import core
from components.lessons.masks import images
from components.lessons.masks.images import EMPTIES, LESSON, REMARK, SAY, SCORES, TABLE, THUMBNAILS, WHY, WIDTHS, Images
from components.live.target import Target
from components.live.view import Shown
from components.page import Presets
from tests.components import hovers
from tests.conftest import drawn

RULES = {"0": 0.0, "1": 1.0, "nan": float("nan")}
STATES = [
    {},
    {"iseed": 7, "ierror": 0.5},
    {"imistake": "small"},
    {"imistake": "large", "irule": "nan"},
    {"imistake": "alarm", "irule": "1"},
    {"imistake": "alarm", "irule": "0", "iempty": 3},
    {"imistake": "alarm", "iempty": 0},
    {"iempty": 6, "irule": "0"},
    {"iempty": 0, "ierror": 3.0, "iseed": 9999},
    {"ierror": 0.0},
]
NUMBER = r"[−+]?\d\.\d{3}"


def view(values: dict[str, Any]) -> Shown:
    return LESSON.show(Images(**values))  # type: ignore[list-item]


def masks(values: dict[str, Any], *, mistake: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """The images of a state as they were drawn, with the mistake put in by hand."""
    state = Images(**values)
    true, pred = core.drawn_images(seed=state.iseed, images=12, empty=state.iempty, error=state.ierror)
    sizes = {k: int(mask.sum()) for k, mask in enumerate(true) if mask.any()}
    if mistake and state.imistake in ("small", "large"):
        pred[(min if state.imistake == "small" else max)(sizes, key=lambda k: sizes[k])] = False
    if mistake and state.imistake == "alarm" and state.iempty:
        y, x = np.mgrid[:20, :20]
        pred[12 - state.iempty] = abs(x - 10) + abs(y - 10) <= 1
    return true, pred


def scores(true: np.ndarray, pred: np.ndarray, rule: float, score: Any = jaccard_score) -> tuple[float, list[float]]:
    """The pooled score and that of each image, by scikit-learn; nan where 0/0 is left out."""
    each = [
        float(score(t.ravel(), p.ravel())) if (t | p).any() else rule for t, p in zip(true, pred, strict=True)
    ]  # fmt: skip
    return float(score(true.ravel(), pred.ravel())), each


def numbers(text: str) -> list[float]:
    return [float(each.replace("−", "-")) for each in re.findall(NUMBER, text)]


@pytest.mark.parametrize("values", STATES, ids=str)
def test_the_sentence_has_scikit_learns_numbers(values: dict[str, Any]) -> None:
    shown, rule = view(values), RULES[values.get("irule", "1")]
    true, pred = masks(values)
    pooled, each = scores(true, pred, rule)
    pooled_dice, dices = scores(true, pred, rule, f1_score)
    said = numbers(SAY.said(shown.texts))
    assert said[:4] == pytest.approx([pooled, np.nanmean(each), pooled_dice, np.nanmean(dices)], abs=5.01e-4)
    empties = EMPTIES.said(shown.texts)
    empty = sum(not (t | p).any() for t, p in zip(true, pred, strict=True))
    if empty:
        means = [np.nanmean(scores(true, pred, rule)[1]) for rule in RULES.values()]
        assert numbers(empties) == pytest.approx(means, abs=5.01e-4)
        assert empties.startswith(f"{empty} image{'s' if empty > 1 else ''} of 12")
    else:
        assert empties.startswith("No image is 0/0")


@pytest.mark.parametrize("values", [each for each in STATES if each.get("imistake") and each.get("iempty", 2)], ids=str)
def test_a_mistake_costs_what_scikit_learn_says(values: dict[str, Any]) -> None:
    rule = RULES[values.get("irule", "1")]
    after, before = (scores(*masks(values, mistake=made), rule) for made in (True, False))
    costs = [after[0] - before[0], np.nanmean(after[1]) - np.nanmean(before[1])]
    shown = view(values)
    assert numbers(SAY.said(shown.texts))[4:6] == pytest.approx(costs, abs=5.01e-4)
    said = WHY.said(shown.texts)
    if values["imistake"] != "alarm":
        true, pred = masks(values)
        missed = next(int(t.sum()) for t, p in zip(true, pred, strict=True) if t.any() and not p.any())
        assert f"of {missed} pixels" in said
        assert f"has {missed / (true | pred).sum():.1%} of the pixels" in said
        assert f"one image of {np.count_nonzero(~np.isnan(after[1]))}." in said


def test_without_a_mistake_the_share_of_the_largest_is_said() -> None:
    true, pred = masks({})
    largest = np.argsort(true.sum(axis=(1, 2)))[-3:]
    share = (true | pred)[largest].sum() / (true | pred).sum()
    assert f"have {share:.0%} of the pixels" in WHY.said(view({}).texts)
    # with the rules that count an empty image they are 3 of 12, without it 3 of 10
    for rule, counting in (("0", 12), ("1", 12), ("nan", 10)):
        assert f"they are 3 of {counting} images" in WHY.said(view({"irule": rule}).texts)


@pytest.mark.parametrize("values", STATES, ids=str)
def test_the_images_stand_from_the_worst_to_the_best_and_the_empty_ones_last(values: dict[str, Any]) -> None:
    shown = view(values)
    figure = drawn(shown.figures[THUMBNAILS.id])
    labels = [each.text for each in figure.layout.annotations if "■" not in each.text]
    true, pred = masks(values)
    ious = scores(true, pred, float("nan"))[1]
    found = [float(text) for text in labels if text != "0/0"]
    assert found == sorted(found)
    assert found == pytest.approx(sorted(iou for iou in ious if iou == iou), abs=5.01e-4)
    assert labels[len(found) :] == ["0/0"] * (12 - len(found))
    # below each label lies the image that has its score: cut out of the heatmap above the label
    cells = np.array(figure.data[0].z)
    for label in (each for each in figure.layout.annotations if "■" not in each.text):
        left, bottom = round(label.x - 9.5), round(label.y) - 4
        image = cells[bottom - 19 : bottom + 1, left : left + 20]
        assert set(np.unique(image)) <= {0, 1, 2, 3}
        union = np.count_nonzero(image)
        assert label.text == (f"{np.count_nonzero(image == 3) / union:.3f}" if union else "0/0")
    assert np.count_nonzero(cells == 3) == (true & pred).sum()
    assert np.count_nonzero(cells == 1) == (true & ~pred).sum()
    assert np.count_nonzero(cells == 2) == (~true & pred).sum()


def rows(shown: Shown) -> tuple[list[list[float]], list[tuple[float, ...]], list[float]]:
    """The dots, the ends of the intervals and the diamonds of the second figure."""
    traces = drawn(shown.figures[SCORES.id]).data
    dots, diamonds = (
        [
            list(each.x)
            for each in traces
            if each.mode == "markers" and (each.marker.get("symbol") == "diamond") == wanted
        ]
        for wanted in (False, True)
    )
    ends = [tuple(each.x) for each in traces if each.mode == "lines"]
    return dots, ends, [x[0] for x in diamonds]


@pytest.mark.parametrize("values", STATES, ids=str)
def test_dots_diamonds_and_intervals(values: dict[str, Any]) -> None:
    shown, rule = view(values), RULES[values.get("irule", "1")]
    true, pred = masks(values)
    pooled, each = scores(true, pred, rule)
    (dots,), ends, diamonds = rows(shown)
    assert sorted(dots) == pytest.approx(sorted(iou for iou in each if iou == iou), abs=1e-4)
    assert diamonds == pytest.approx([np.nanmean(each), pooled, pooled], abs=1e-4)
    said = [hover.text for hover in hovers.of(shown.figures[SCORES.id], "interval")]
    intervals = [
        f"{name} {diamond:.3f}, interval from {low:.3f} to {high:.3f}"
        for name, diamond, (low, high) in zip(("mean", "pooled IoU", "pooled IoU"), diamonds, ends, strict=True)
    ]
    assert said == intervals
    # a bootstrap of its own, by weights in place of draws: the ends agree up to chance
    hit, union = (true & pred).sum(axis=(1, 2)), (true | pred).sum(axis=(1, 2))
    times = np.random.default_rng(0).multinomial(12, [1 / 12] * 12, size=40_000)
    there = ~np.isnan(each)
    with np.errstate(invalid="ignore"):
        resampled = (
            times[:, there] @ np.array(each)[there] / times[:, there].sum(axis=1),
            times @ hit / (times @ union),
        )
    for found, theirs in zip(ends, resampled, strict=False):
        assert found == pytest.approx(np.nanquantile(theirs, [0.025, 0.975]), abs=0.025)
    wilson = binomtest(int(hit.sum()), int(union.sum())).proportion_ci(method="wilson")
    assert ends[2] == pytest.approx((wilson.low, wilson.high), abs=1e-4)
    said = WIDTHS.said(shown.texts)
    assert numbers(said)[:4] == pytest.approx([*ends[1], *ends[2]], abs=5.1e-4)
    if "times as wide" in said:
        ratio = (ends[1][1] - ends[1][0]) / (ends[2][1] - ends[2][0])
        assert float(said.split("The first is ")[1].split()[0]) == pytest.approx(ratio, abs=0.06)
    else:
        assert ends[1][1] - ends[1][0] <= ends[2][1] - ends[2][0]


@cache
def held(count: int) -> tuple[float, float]:
    """How often the resampled and Wilson's interval hold the true pooled IoU, over sets of `count` images at error 1."""
    sets, objects = 1500, count - count // 6  # a sixth of the images is empty, as at first
    many = core.batch_mask_counts(*core.drawn_images(seed=1, images=sets * objects, empty=0))
    hit, union = (each.reshape(sets, objects) for each in (many.tp, many.union))
    true = hit.sum() / union.sum()
    times = np.random.default_rng(2).multinomial(count, [1 / count] * count, size=1000)[:, :objects]
    low, high = np.quantile((times @ hit.T) / (times @ union.T), [0.025, 0.975], axis=0)
    pooled, n, z = hit.sum(axis=1) / union.sum(axis=1), union.sum(axis=1), 1.959964
    # Wilson's interval holds a share exactly if the score test at that share does not refuse it
    wilson = abs(pooled - true) <= z * np.sqrt(true * (1 - true) / n)
    return float(np.mean((low <= true) & (true <= high))), float(np.mean(wilson))


def test_the_intervals_hold_as_often_as_the_remark_says() -> None:
    wilson, resampled = map(int, re.findall(r"in (\d\d)", REMARK.template))
    assert held(12) == pytest.approx((resampled / 100, wilson / 100), abs=0.035)


def test_with_more_images_resampling_comes_nearer_to_95_and_wilson_does_not() -> None:
    assert held(60)[0] > held(12)[0] + 0.015
    assert held(60)[1] < held(12)[1] + 0.04


@pytest.mark.parametrize("values", STATES, ids=str)
def test_the_table(values: dict[str, Any]) -> None:
    table = view_with_tables(values)
    true, pred = masks(values)
    per_image = sorted(row[1:5] for row in table.rows[:12])
    expected = sorted(
        [int((t & p).sum()), int((~t & p).sum()), int((t & ~p).sum()), int((~t & ~p).sum())]
        for t, p in zip(true, pred, strict=True)
    )
    assert per_image == expected
    assert [sum(column) for column in zip(*per_image, strict=True)] == table.rows[12][1:5]
    assert sum(table.rows[12][1:5]) == 12 * 400
    for kind, column in ((jaccard_score, 5), (f1_score, 6)):
        means = [float(np.nanmean(scores(true, pred, rule, kind)[1])) for rule in RULES.values()]
        assert [row[column] for row in table.rows[13:]] == pytest.approx(means)
        assert table.rows[12][column] == pytest.approx(kind(true.ravel(), pred.ravel()))


def view_with_tables(values: dict[str, Any]) -> Any:
    return images.view(Images(**values)).tables[TABLE.id]


def test_presets_show_what_their_names_say() -> None:
    (presets,) = (each.states for each in LESSON.figures if isinstance(each, Presets))
    by_name = dict(presets)

    def costs(name: str) -> list[float]:
        return [abs(each) for each in numbers(SAY.said(view(dict(by_name[name])).texts))[4:6]]

    pooled, mean = costs("Miss the smallest object")
    assert pooled < 0.01
    assert mean > 4 * pooled
    assert min(costs("Miss the largest object")) > 0.05
    zero, one, _ = numbers(EMPTIES.said(view(dict(by_name["Six empty images"])).texts))
    assert one - zero == pytest.approx(0.5)
    assert "5 pixels" in WHY.said(view(dict(by_name["A false alarm"])).texts)
    assert costs("A false alarm")[1] == pytest.approx(1 / 12, abs=5e-4)


def test_the_answer_of_the_question_holds_in_the_state_that_it_leads_to() -> None:
    assert LESSON.question
    assert LESSON.question.see
    pooled, mean = numbers(SAY.said(view(dict(LESSON.question.see[1])).texts))[4:6]
    assert mean < pooled < 0


@pytest.mark.parametrize("values", STATES, ids=str)
def test_the_task_is_solved_where_the_mean_falls_and_the_pooled_iou_does_not(values: dict[str, Any]) -> None:
    rule, texts = RULES[values.get("irule", "1")], view(values).texts
    after, before = (scores(*masks(values, mistake=made), rule) for made in (True, False))
    pooled, mean = after[0] - before[0], np.nanmean(after[1]) - np.nanmean(before[1])
    for name, met in (("mean", round(float(mean), 3) <= -0.05), ("pooled", round(pooled, 3) >= -0.01)):
        place = Target(f"images-{name}")
        assert (texts[place._replace(prop="className")] == "check met") == met
        assert (": yes, " if met else ": not yet, ") in texts[place]


def test_the_task_is_open_at_first_and_can_be_solved() -> None:
    def marks(values: dict[str, Any]) -> list[str]:
        return [view(values).texts[Target(f"images-{name}", "className")] for name in ("mean", "pooled")]

    assert marks({}) == ["check", "check met"]
    assert marks({"imistake": "alarm"}) == ["check met", "check met"]


def test_an_object_that_was_not_hit_before_costs_the_mean_nothing() -> None:
    said = (WHY.said(view({"iseed": seed, "ierror": 3.0, "imistake": "small"}).texts) for seed in range(40))
    assert any("was not hit before either" in each for each in said)


def test_any_state_can_be_shown_and_is_answered_in_time() -> None:
    view({})
    times = []
    for seed, empty, mistake, rule in product((0, 9999), (0, 1, 6), images.MISTAKE.choices, images.RULE.choices):
        for error in (0.0, 3.0):
            start = perf_counter()
            shown = view({"iseed": seed, "iempty": empty, "imistake": mistake, "irule": rule, "ierror": error})
            times.append(perf_counter() - start)
            assert "nan" not in SAY.said(shown.texts) + WHY.said(shown.texts) + EMPTIES.said(shown.texts) + WIDTHS.said(
                shown.texts
            )
    assert np.median(times) < 0.15
