"""What the lessons on pitfalls say in random states, against counts and averages that are made here."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest, ttest_1samp

import core
from components.lessons.pitfalls import chosen_threshold, empty_union, error_kinds, paired, rare_class
from components.lessons.pitfalls.chosen_threshold import ChosenThreshold
from components.lessons.pitfalls.empty_union import EmptyUnion
from components.lessons.pitfalls.error_kinds import ErrorKinds
from components.lessons.pitfalls.paired import Paired
from components.lessons.pitfalls.rare_class import RareClass
from components.page import Lesson
from tests.components.sentences import found, number, sentences, states
from tests.states import every

# States in which a sentence was wrong, or takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {"true": "1", "pred": "1"},  # two of the rules give 1
    {"true": "0", "pred": "2", "t": 0.85},
    {"found": 10, "misses": 5},
    {"found": 7, "frequent": 990},
    {"found": 4, "frequent": 10, "misses": 10},
    {"rate": 100, "alike": 1.0},  # no difference at all
    {"unit": "images", "size": "10", "seed": 2, "alike": 1.0, "rate": 50},
]


def each_state(lesson: Lesson[Any], count: int = 30) -> pytest.MarkDecorator:
    known = dict.fromkeys(lesson.state.read(values) for values in KNOWN)
    return pytest.mark.parametrize("state", [*known, *states(lesson, count)], ids=str if every() else None)


def said(lesson: Lesson[Any], state: Any) -> str:
    return sentences(lesson, lesson.show(state))["say"]


def over(above: int, below: int) -> str:
    return f"{above / below:.3f}"


@each_state(empty_union.LESSON)
def test_as_many_averages_are_named_as_the_rules_give(state: EmptyUnion) -> None:
    pairs = [*zip("010", "010", strict=True), (state.true, state.pred)]
    counts = {k: (sum(t == p == k for t, p in pairs), sum(k in pair for pair in pairs)) for k in "012"}
    empty = [k for k, (_, union) in counts.items() if not union]
    scores = [Fraction(hits, union) for hits, union in counts.values() if union]
    of_rules = [(sum(scores) + rule * len(empty)) / Fraction(3) for rule in (0, 1)] + [
        sum(scores) / Fraction(len(scores))
    ]
    named = list(dict.fromkeys(f"{float(value):.3f}" for value in of_rules))
    assert len(named) == len(set(of_rules)), "told apart by three digits"
    if empty == ["2"]:
        assert said(empty_union.LESSON, state) == (
            f"The macro average is {' or '.join([', '.join(named[:-1]), named[-1]])}, by the rule for 0/0. No item has class 2, "
            "and none is predicted to have it."
        )
    else:
        assert not empty
        assert (
            said(empty_union.LESSON, state)
            == f"All three rules give {named[0]}. Every class occurs now, so no score is 0/0."
        )


@cache
def halves() -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The items at even and at odd places, drawn as the notebook draws them."""
    rng = np.random.default_rng(42)
    y = rng.binomial(1, 0.15, size=400)
    p = 1 / (1 + np.exp(-(rng.normal(size=400) + 1.5 * y)))
    return [(y[i::2], p[i::2]) for i in (0, 1)]


def jaccard(half: int, t: float) -> float:
    y, p = halves()[half]
    return float(np.count_nonzero((y == 1) & (p >= t)) / np.count_nonzero((y == 1) | (p >= t)))


@each_state(chosen_threshold.LESSON)
def test_the_threshold_that_is_called_the_best_is_the_only_best(state: ChosenThreshold) -> None:
    t, validation, test, best, promised, kept = found(
        r"^At threshold (.+) J is (.+) on the validation set, (.+) on the test set\. The best threshold on the "
        r"validation set, (.+), promises (.+) and keeps (.+)\.$",
        said(chosen_threshold.LESSON, state),
    )
    assert (t, validation, test) == (f"{state.t:.3f}", *(f"{jaccard(half, state.t):.3f}" for half in (0, 1)))
    grid = np.linspace(0, 1, 201)
    scores = [jaccard(0, each) for each in grid]
    assert np.flatnonzero(np.isclose(scores, max(scores))).tolist() == [int(np.argmax(scores))]
    assert best == f"{grid[np.argmax(scores)]:.3f}"
    assert (promised, kept) == tuple(f"{jaccard(half, float(best)):.3f}" for half in (0, 1))
    assert kept < promised, "it looks better on the data that chose it"


@each_state(rare_class.LESSON)
def test_the_verdict_on_the_averages_follows_from_them(state: RareClass) -> None:
    hits, frequent, missed = state.found, state.frequent, 10 - state.found
    sentence, rare, common = said(rare_class.LESSON, state), hits / 10, frequent / (frequent + missed)
    micro, macro = (hits + frequent) / (10 + frequent + missed), (rare + common) / 2
    assert sentence.startswith(
        f"Micro is {micro:.3f}, macro is {macro:.3f}. With {hits} of 10 rare items found, the rare class scores {rare:.3f}. "
    )
    if "all averages agree" in sentence:
        assert micro == macro == rare == common == 1
    elif "hides that a class fails" in sentence:
        assert rare < 0.5
        assert micro > macro + 0.1
    elif "is a warning" in sentence:
        assert micro > macro + 0.02
    else:
        assert "They are close here" in sentence
        assert 0 < micro - macro <= 0.02


@each_state(error_kinds.LESSON)
def test_the_kinds_of_the_errors_are_those_of_the_counts(state: ErrorKinds) -> None:
    sentence, fn = said(error_kinds.LESSON, state), state.misses
    fp = 10 - fn
    assert sentence.startswith(
        f"J is {over(10, 20)}, whatever kind the errors are. Precision is {over(10, 10 + fp)} and recall is {over(10, 10 + fn)}. "
    )
    for word, count in (("positives", fp), ("negatives", fn)):
        assert (f"All 10 errors are false {word}." in sentence) == (count == 10)
        assert (f"Most of the 10 errors are false {word}." in sentence) == (5 < count < 10)
    assert ("half are false negatives" in sentence) == (fp == fn)


def labelled(state: Paired) -> tuple[NDArray[np.bool_], list[NDArray[np.bool_]]]:
    """Items of which a quarter is positive; each model errs on the first of each kind, B beginning where they part."""
    items = 20 * int(state.size)
    positives, errors, true = items // 4, [], np.arange(items) < items // 4
    for share, among in ((0.3, positives), (0.2, items - positives)):
        a = round(share * positives)
        b = round(a * state.rate / 100)
        both = round(a * b / among * (1 - state.alike) + min(a, b) * state.alike - 1e-9)
        errors.append((np.arange(among) < a, (np.arange(among) >= a - both) & (np.arange(among) < a - both + b)))
    return true, [true ^ np.concatenate(each) for each in zip(*errors, strict=True)]


@each_state(paired.LESSON)
def test_two_models_are_compared_by_the_interval_of_their_difference(state: Paired) -> None:
    sentence = said(paired.LESSON, state)
    n = r"([−+]?\d\.\d+)"
    *written, low, high = (
        number(text) for text in found(rf"{n} for A and {n} for B\..* difference, {n} to {n}, ", sentence)
    )
    if state.unit == "images":
        errors = (1.5, round(1.5 * state.rate / 100, 9))
        true, *masks = core.drawn_image_pairs(seed=state.seed, images=int(state.size), errors=errors, alike=state.alike)
        a, b = ((true & each).sum(axis=(1, 2)) / (true | each).sum(axis=(1, 2)) for each in masks)
        scores = [a.mean(), b.mean()]
        ends = [ttest_1samp(each, 0).confidence_interval() for each in (a, b)]
        difference = ttest_1samp(b - a, 0).confidence_interval() if (a != b).any() else (0.0, 0.0)
        off = 6e-4
    else:
        true, models = labelled(state)
        hits, unions = ([int(op(true, each).sum()) for each in models] for op in (np.logical_and, np.logical_or))
        scores = [h / u for h, u in zip(hits, unions, strict=True)]
        ends = [binomtest(h, u).proportion_ci(method="wilson") for h, u in zip(hits, unions, strict=True)]
        pull = [((true & p) - j * (true | p)) / u for p, j, u in zip(models, scores, unions, strict=True)]
        error = float(np.sqrt(((pull[1] - pull[0]) ** 2).sum()))
        difference = tuple(scores[1] - scores[0] + sign * 1.96 * error for sign in (-1, 1))
        off = 0.6 * error + 2e-3
    assert written == pytest.approx(scores, abs=5.1e-4)
    assert (low, high) == pytest.approx(tuple(difference), abs=off)
    assert ("Their intervals overlap." in sentence) == (max(e.low for e in ends) <= min(e.high for e in ends))
    verdict = "is 0: they err alike." if low == high == 0 else "leaves 0 out: B is ahead." if low > 0 else (
        "leaves 0 out: A is ahead." if high < 0 else "has 0 in it: undecided."
    )  # fmt: skip
    assert sentence.endswith(verdict)
    assert len(sentence.split()) <= 30
