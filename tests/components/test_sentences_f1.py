"""What the lessons on F1 say in random states, against fractions that are made here."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from components.lessons.f1 import two_models, two_scales
from components.lessons.f1.two_models import TwoModels
from components.lessons.f1.two_scales import TwoScales
from tests.components.sentences import found, number, sentences, states
from tests.states import every

# States in which a sentence takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {"f": 0},
    {"f": 1},
    {"f": 0.01},
    {"tp": 0, "fp": 0, "fn": 0},
    {"tp": 0, "fp": 5, "fn": 5},
    {"tp": 50, "fp": 0, "fn": 1},
]
ALL = [*(TwoScales(**values) for values in KNOWN), *states(two_scales.LESSON, 40)]
each_state = pytest.mark.parametrize("state", ALL, ids=str if every() else None)


@cache
def said(state: TwoScales) -> dict[str, str]:
    return sentences(two_scales.LESSON, two_scales.LESSON.show(state))


def jaccard(tp: int, fp: int, fn: int) -> Fraction:
    return Fraction(tp, tp + fp + fn)


def f1(tp: int, fp: int, fn: int) -> Fraction:
    return Fraction(2 * tp, 2 * tp + fp + fn)


def three(value: Fraction) -> str:
    return f"{float(value):.3f}"


@each_state
def test_the_two_scales_are_as_far_apart_as_is_said(state: TwoScales) -> None:
    sentence, f = said(state)["say"], Fraction(round(state.f * 100), 100)
    j = f / (2 - f)
    assert sentence.startswith(f"F1 {state.f:.2f} and Jaccard {three(j)} are the same result on two scales. ")
    assert ("equal here, at an end of the curve" in sentence) == (f in (0, 1)) == (f == j)
    if f != j:
        (lower,) = found(r"J is lower by (\S+)\. The two scores are equal only at 0 and at 1\.$", sentence)
        assert number(lower) == pytest.approx(float(f - j), abs=5.1e-4)
        assert number(lower) > 0


@each_state
def test_the_scores_of_the_counts_lie_on_the_curve(state: TwoScales) -> None:
    sentence, counts = said(state)["counts"], (state.tp, state.fp, state.fn)
    assert sentence.startswith("Your counts are TP {}, FP {} and FN {}. ".format(*counts))
    assert ("Both scores are 0/0, undefined, so there is no point to draw." in sentence) == (not any(counts))
    if any(counts):
        assert f"They give F1 {three(f1(*counts))} and J {three(jaccard(*counts))}, a point on the curve." in sentence
        assert jaccard(*counts) == f1(*counts) / (2 - f1(*counts))
        assert (three(jaccard(*counts)) == three(f1(*counts))) == (f1(*counts) in (0, 1)), "told apart by three digits"


@pytest.mark.parametrize("hits", two_models.HITS.values())
def test_the_verdict_on_the_models_follows_from_their_averages(hits: int) -> None:
    page = two_models.LESSON.show(TwoModels(hits=hits))
    sentence = sentences(two_models.LESSON, page)["say"]
    of_a, of_b = [(7, 3, 3)] * 2, [(10, 0, 0), (hits, 4, 10 - hits)]
    means: dict[str, list[Fraction]] = {}
    for name, scored in (("f1", f1), ("j", jaccard)):
        means[f"macro_{name}"] = [sum(scored(*each) for each in labels) / Fraction(2) for labels in (of_a, of_b)]
        means[f"micro_{name}"] = [scored(*map(sum, zip(*labels, strict=True))) for labels in (of_a, of_b)]
    assert sentence.startswith(
        "Mean F1 is {} for model A and {} for B, mean J {} and {}. ".format(
            *map(three, means["macro_f1"] + means["macro_j"])
        )
    )
    preferred = {name: f"model {'A' if a > b else 'B'}" for name, (a, b) in means.items()}
    by_f1, by_j = preferred["macro_f1"], preferred["macro_j"]
    assert (f"Both prefer {by_f1}." in sentence) == (by_f1 == by_j)
    assert (f"F1 prefers {by_f1}, and J prefers {by_j}." in sentence) == (by_f1 != by_j)
    assert preferred["micro_f1"] == preferred["micro_j"], "they always prefer the same model"
    below = means["macro_f1"][1] / (2 - means["macro_f1"][1])
    assert below < means["macro_j"][1], "the mean of model B lies above the curve"
    for name, (a, b) in means.items():
        assert a != b
        assert three(a) != three(b), "told apart by three digits"
        texts = {place.id: text for place, text in page.texts.items() if place.id.startswith("means-")}
        assert texts[f"means-a-{name}"] == three(a) + (" ✓" if a > b else "")
        assert texts[f"means-b-{name}"] == three(b) + (" ✓" if b > a else "")
