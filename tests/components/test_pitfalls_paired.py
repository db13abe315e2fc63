"""Two models on one test set: every number against scikit-learn, SciPy and bootstraps of its own."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest, ttest_1samp, ttest_rel
from sklearn.metrics import jaccard_score

import core
from components.lessons.pitfalls import paired
from components.lessons.pitfalls.paired import LESSON, Paired
from components.live.view import Shown
from components.page import Predict, Presets
from tests.components.sentences import found, number
from tests.conftest import drawn
from tests.states import spread

ALIKE = paired.ALIKE.values()
ITEMS = [
    {"size": n, "rate": r, "alike": a}
    for n in ("10", "20", "100")
    for r in (50, 80, 100)
    for a in (0.0, 0.45, 0.9, 1.0)
]
IMAGES = [
    {"unit": "images", "size": m, "rate": r, "seed": s, "alike": a}
    for m, s in (("10", 0), ("20", 8), ("60", 9999))
    for r in (50, 80, 100)
    for a in (0.0, 0.45, 0.9, 1.0)
]
STATES = spread([*ITEMS, *IMAGES], 16, always=[ITEMS[-1], IMAGES[-1], {"size": "20", "rate": 80, "alike": 0.9}])
each_state = pytest.mark.parametrize("values", STATES, ids=str)
N = r"([−+]?\d\.\d+)"


@cache
def _shown(values: tuple[tuple[str, Any], ...]) -> Shown:
    return LESSON.show(Paired(**dict(values)))  # type: ignore[list-item]


def shown(values: dict[str, Any]) -> Shown:
    return _shown(tuple(values.items()))


def said(values: dict[str, Any]) -> str:
    return paired.SAY.said(shown(values).texts)


def scored(state: Paired) -> tuple[NDArray[np.float64], list[tuple[float, float]], float]:
    """The scores of A and B with their own intervals and the standard error of the difference, by other means."""
    if state.unit == "images":
        masks = core.drawn_image_pairs(
            seed=state.seed, images=int(state.size), errors=(1.5, round(1.5 * state.rate / 100, 9)), alike=state.alike
        )
        each = np.array(
            [
                [jaccard_score(t.ravel(), p.ravel()) for t, p in zip(masks.true_masks, predicted, strict=True)]
                for predicted in masks[1:]
            ]
        )
        alone = [tuple(ttest_1samp(values, 0).confidence_interval(0.95)) for values in each]
        return each.mean(axis=1), alone, float((each[1] - each[0]).std(ddof=1) / int(state.size) ** 0.5)
    true, *predicted = paired.labels(20 * int(state.size), state.rate, state.alike)
    hits, unions = (np.array([op(true, p).sum() for p in predicted]) for op in (np.logical_and, np.logical_or))
    wilson = [binomtest(int(k), int(n)).proportion_ci(method="wilson") for k, n in zip(hits, unions, strict=True)]
    scores = np.array([jaccard_score(true, p) for p in predicted])
    # the delta method: what each item adds to a score, to first order
    pull = [((true & p) - j * (true | p)) / u for p, j, u in zip(predicted, scores, unions, strict=True)]
    return scores, [(each.low, each.high) for each in wilson], float(np.sqrt(((pull[1] - pull[0]) ** 2).sum()))


@each_state
def test_scores_and_separate_intervals_are_those_of_other_libraries(values: dict[str, Any]) -> None:
    scores, alone, _ = scored(Paired(**values))
    page, sentence = shown(values), said(values)
    assert [number(text) for text in found(rf"is {N} for A and {N} for B", sentence)] == pytest.approx(
        scores, abs=5.1e-4
    )
    for row, (low, high) in enumerate(alone):
        ends = [number(text) for text in page.texts[paired.cell(row, "interval")].split(" to ")]
        assert ends == pytest.approx((low, high), abs=6e-4)
        assert number(page.texts[paired.cell(row, "width")]) == pytest.approx(high - low, abs=1.1e-3)
    (low_a, high_a), (low_b, high_b) = alone
    assert ("do not overlap" in sentence) == (max(low_a, low_b) > min(high_a, high_b))


@each_state
def test_the_paired_interval_is_that_of_another_computation(values: dict[str, Any]) -> None:
    state = Paired(**values)
    low, high = (number(text) for text in found(rf"difference, {N} to {N}, ", said(values)))
    scores, _, error = scored(state)
    if state.unit == "images":
        masks = core.drawn_image_pairs(
            seed=state.seed, images=int(state.size), errors=(1.5, round(1.5 * state.rate / 100, 9)), alike=state.alike
        )
        a, b = (core.ious(masks.true_masks, each) for each in masks[1:])
        if (a != b).any():
            ends = ttest_rel(b, a).confidence_interval(0.95)
            assert (low, high) == pytest.approx((ends.low, ends.high), abs=6e-4)
        else:
            assert (low, high) == (0, 0)
        return
    difference = scores[1] - scores[0]
    assert (low, high) == pytest.approx((difference - 1.96 * error, difference + 1.96 * error), abs=0.16 * error + 2e-3)
    true, a, b = paired.labels(20 * int(state.size), state.rate, state.alike)
    chosen = np.random.default_rng(1).integers(len(true), size=(1500, len(true)))
    j = [(true & p)[chosen].sum(axis=1) / (true | p)[chosen].sum(axis=1) for p in (a, b)]
    assert (low, high) == pytest.approx(np.quantile(j[1] - j[0], [0.025, 0.975]), abs=0.25 * error + 6e-4)


@each_state
def test_the_sentence_says_what_the_intervals_show(values: dict[str, Any]) -> None:
    sentence = said(values)
    low, high = (number(text) for text in found(rf"difference, {N} to {N}, ", sentence))
    assert len(sentence.split()) <= 30
    assert ("leaves 0 out" in sentence) == (low > 0 or high < 0)
    assert ("B is ahead" in sentence) == (low > 0)
    assert ("A is ahead" in sentence) == (high < 0)
    assert ("they err alike" in sentence) == (values["rate"] == 100 and values["alike"] == 1)
    assert ("has 0 in it" in sentence) == (low <= 0 <= high and "err alike" not in sentence)


@each_state
def test_the_formula_adds_up(values: dict[str, Any]) -> None:
    page = shown(values)
    a, b, r, d = (number(page.texts[paired.FORMULA.target(slot)].rstrip("²")) for slot in ("a", "b", "r", "d"))
    assert d**2 == pytest.approx(a**2 + b**2 - 2 * r * a * b, abs=2e-4)
    assert d == pytest.approx(scored(Paired(**values))[2], rel=0.08, abs=6e-4)


@pytest.mark.parametrize("items", [200, 400, 2000])
@pytest.mark.parametrize("rate", spread(paired.RATE.values(), 4))
def test_the_counts_of_each_model_stay_while_their_errors_become_alike(items: int, rate: int) -> None:
    counts, shared = set(), []
    for alike in ALIKE:
        true, a, b = paired.labels(items, rate, alike)
        counts.add(tuple(int((true & p).sum()) for p in (a, b)) + tuple(int((true | p).sum()) for p in (a, b)))
        shared.append(int(((a != true) & (b != true)).sum()))
    assert len(counts) == 1
    assert shared == sorted(shared)
    assert shared[-1] == int((b != true).sum()), "at the end B errs only where A does"
    by_chance = [
        m * w / k
        for k, m, w in (
            (int(kind.sum()), int((kind & (a != true)).sum()), int((kind & (b != true)).sum()))
            for kind in (true, ~true)
        )
    ]
    assert shared[0] == pytest.approx(sum(by_chance), abs=1)


def test_where_the_intervals_do_not_overlap_the_paired_one_leaves_0_out() -> None:
    seen = set()
    states = [{"size": n, "rate": r} for n in paired.SIZE.choices for r in spread(paired.RATE.values(), 4)]
    states += [
        {"unit": "images", "size": m, "rate": r, "seed": s} for m in ("10", "60") for r in (50, 80) for s in range(3)
    ]
    for values in states:
        (table,) = (each for each in shown(values).tables.values())
        for *_, overlap, inside in table.rows:  # type: ignore[union-attr]
            seen.add((overlap, inside))
    assert seen == {("yes", "yes"), ("yes", "no"), ("no", "no")}


@each_state
def test_the_table_has_the_numbers_of_the_sentence_at_its_place(values: dict[str, Any]) -> None:
    page = shown(values)
    table: Any = page.tables[paired.NUMBERS.id]
    row = table.rows[paired.ALIKE.index(values["alike"])]
    assert row[0].value == values["alike"]
    for k in (0, 1):
        assert f"{row[2 + 3 * k]:.3f} to {row[3 + 3 * k]:.3f}" == page.texts[paired.cell(k, "interval")]
    assert f"{row[8].text} to {row[9].text}" == page.texts[paired.cell(2, "interval")]
    assert (row[10] == "yes") == ("do not overlap" not in said(values))
    assert (row[11] == "yes") == (row[8].value <= 0 <= row[9].value)


@each_state
def test_the_figure_shows_them(values: dict[str, Any]) -> None:
    state = Paired(**values)
    page = shown(values)
    places = paired.view(state).figures[paired.FIGURE.id].places
    data = drawn(page.figures[paired.FIGURE.id]).data
    low, high = page.figures[paired.FIGURE.id]["layout"]["xaxis"]["range"]
    assert all(low < x < high for trace in data for x in trace.x), "all of it lies inside"
    scores, alone, _ = scored(state)
    assert data[places["points"][1]].x == pytest.approx([*scores, scores[1] - scores[0]], abs=6e-5)  # type: ignore[index]
    for row, ends in enumerate(alone):
        assert data[places[f"interval {row}"][1]].x == pytest.approx(ends, abs=1.1e-4)  # type: ignore[index]
    shared = data[places["overlap"][1]].x  # type: ignore[index]
    low, high = max(each[0] for each in alone), min(each[1] for each in alone)
    assert (min(shared), max(shared)) == pytest.approx((low, max(low, high)), abs=2e-4)
    if state.unit == "images":
        dots = [data[places[f"dots {row}"][1]].x for row in range(3)]  # type: ignore[index]
        assert [np.mean(each) for each in dots] == pytest.approx([*scores, scores[1] - scores[0]], abs=1e-3)
        assert np.subtract(dots[1], dots[0]) == pytest.approx(np.array(dots[2]), abs=1.6e-3)
    else:
        assert "dots 0" not in places


def presets() -> dict[str, dict[str, Any]]:
    (chips,) = (each for each in LESSON.figures if isinstance(each, Presets))
    return {name: dict(values) for name, values in chips.states.items()}


@pytest.mark.parametrize("name", presets())
def test_presets_show_what_their_names_say(name: str) -> None:
    sentence = said(presets()[name])
    assert ("intervals overlap" in sentence) == (name != "They do not overlap")
    if "chance" in name or "as good" in name:
        assert "has 0 in it" in sentence
    else:
        assert "leaves 0 out: B is ahead" in sentence
    scores = found(rf"is {N} for A and {N} for B", sentence)
    assert ("as good" in name) == (scores[0] == scores[1])


def test_the_question_has_the_numbers_of_its_states() -> None:
    question = LESSON.question
    assert isinstance(question, Predict)
    assert question.see
    opening, settled = said({}), said(dict(question.see[1]))
    a, b = found(r"J is (\S+) for A and (\S+) for B", question.question)
    assert all(f"J is {a} for A and {b} for B. Their intervals overlap" in each for each in (opening, settled))
    assert "has 0 in it" in opening
    assert "leaves 0 out" in settled
    assert f"{20 * int(Paired().size)} items" in question.question


def test_the_first_images_are_told_apart_too_only_where_errors_are_alike() -> None:
    few, many = (said({"unit": "images", "alike": alike}) for alike in (0.3, 0.9))
    assert "intervals overlap" in few
    assert "intervals overlap" in many
    assert "has 0 in it" in few
    assert "B is ahead" in many


def test_what_stands_beside_the_slider_holds_at_its_ends_and_for_the_need_of_more_data() -> None:
    words = " ".join(str(piece) for piece in (*LESSON.lead, *LESSON.folds[0].inside))
    for items, rate in itertools.product((200, 2000), (50, 80, 100)):
        true, a, b = paired.labels(items, rate, 1.0)
        assert not ((b != true) & (a == true)).any()
        assert ((a != true) & (b == true)).any() == (rate < 100), "B errs where A does, but not everywhere"
    assert "B errs only where A does" in words
    # intervals alone part at a difference of z (a + b), the paired one leaves 0 out at z s: the square is that of the items
    few, many = (errors_and_r({"alike": alike}) for alike in (0.0, 0.9))
    (twice, r), (more, higher) = ((((a + b) / s) ** 2, r) for a, b, s, r in (few, many))
    assert r < 0.1 < higher
    assert twice == pytest.approx(2, abs=0.2)
    assert more > 2 * twice
    assert "about twice as many where r is 0, and more where r is higher" in words


def errors_and_r(values: dict[str, Any]) -> tuple[float, float, float, float]:
    texts = LESSON.show(Paired(**values)).texts
    a, b, s, r = (float(texts[paired.FORMULA.target(slot)]) for slot in ("a", "b", "d", "r"))
    return a, b, s, r
