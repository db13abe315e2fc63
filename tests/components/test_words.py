"""Texts at all positions of a slider at once are those of each position."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from components.words.formula import Tiles, jaccard_columns, jaccard_formula, jaccard_texts
from components.words.line import Line, filled
from components.words.numbers import (
    a_little,
    agreeing,
    apart,
    compared,
    listed,
    many,
    order,
    part_of,
    score,
    signed,
    written,
    zero_over_zero,
)

VALUES: dict[str, list[Any]] = {"tp": [3, 0, 12], "fp": [1, 0, 5], "fn": [0, 0, 100], "tn": [9, 4, 7]}
WORDS: dict[str, list[str]] = {name: [str(value) for value in values] for name, values in VALUES.items()}
FORMULA = jaccard_formula("x-formula")
SAY = Line("x-say", "{tp} of {tp2} in {{braces}}, {fp}: 100%")


@pytest.mark.parametrize("digits", [1, 3, 4])
def test_many_scores_are_written_as_each_is(digits: int) -> None:
    scores = np.array([0, 1, 0.5, 0.0625, 2 / 3, np.nan, -0.25, -0.00001, 0.9999999])
    assert written(scores, digits) == [score(value, digits) for value in scores]
    assert written(np.array([])) == []


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0.000"),
        (0.0004, 3, "0.0004"),
        (-0.00001, 3, "−0.00001"),
        (1e-12, 3, "0.000"),
        (-1e-12, 3, "0.000"),
        (1.0, 3, "1.000"),
        (0.99996, 3, "0.99996"),
        (0.99996, 6, "0.999960"),
        (1.0004, 3, "1.0004"),
        (1 - 1e-12, 3, "1.000"),
        (0.97, 1, "0.97"),
        (2.0004, 3, "2.000"),
    ],
)
def test_no_score_is_rounded_to_0_or_to_1(value: float, digits: int, text: str) -> None:
    assert score(value, digits) == text
    assert written(np.array([value, 0.5]), digits)[0] == text


def test_a_difference_has_its_sign_however_small() -> None:
    assert [signed(value) for value in (0.0, 0.0406, -0.006, 0.0004, -0.00001, 1e-12, -1e-12)] == [
        *("0.000", "+0.041", "−0.006", "+0.0004"),
        *("−0.00001", "0.000", "0.000"),
    ]


@pytest.mark.parametrize("template", ["{b} and {a}", "{a}", "{{a}} {b}", "nothing", "{a}{b}{a}"])
def test_a_sentence_is_filled_row_by_row(template: str) -> None:
    columns = {"a": ["1", "2", "{b}"], "b": "same"}
    filled_each = [template.format(a=a, b="same") for a in columns["a"]]
    found = filled(template, **columns)
    assert ([found] * 3 if isinstance(found, str) else found) == filled_each


@pytest.mark.parametrize(
    ("columns", "texts"),
    [
        (
            jaccard_columns(FORMULA, WORDS["tp"], WORDS["fp"], WORDS["fn"], ["a", "b", "c"]),
            lambda i: jaccard_texts(FORMULA, VALUES["tp"][i], VALUES["fp"][i], VALUES["fn"][i], "abc"[i]),
        ),
        (Tiles("x").columns(**WORDS), lambda i: Tiles("x").texts(**{k: v[i] for k, v in VALUES.items()})),
        (
            SAY.columns(tp=WORDS["tp"], tp2="7", fp=WORDS["fp"]),
            lambda i: SAY.texts(tp=VALUES["tp"][i], tp2=7, fp=VALUES["fp"][i]),
        ),
    ],
    ids=["formula", "tiles", "line"],
)
def test_columns_are_the_texts_of_every_position(columns: dict[Any, Any], texts: Callable[[int], Any]) -> None:
    for i in range(3):
        assert {t: text if isinstance(text, str) else text[i] for t, text in columns.items()} == texts(i)


def test_columns_name_every_slot_and_no_other() -> None:
    for columns in (lambda: SAY.columns(tp=["1"]), lambda: FORMULA.columns(tp=["1"], j=["1"], more=["1"])):
        with pytest.raises(ValueError, match="has the slots"):
            columns()


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [(0, "hit", "no hits"), (1, "hit", "1 hit"), (2, "miss", "2 misses"), (3207, "item", "3,207 items")],
)
def test_a_count_has_its_noun(count: int, noun: str, words: str) -> None:
    assert many(count, noun) == words


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_what_0_over_0_is_taken_for_is_said_in_one_way() -> None:
    rules = (None, 0, 1.0, float("nan"))
    assert [zero_over_zero(rule) for rule in rules] == [
        "0/0, undefined", "0/0, taken as 0", "0/0, taken as 1", "0/0, left out",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (0.5, 0.25, "higher"),
        (0.25, 0.5, "lower"),
        (0.1 + 0.2, 0.3, "the same"),
        (0.2190, 0.2187, "equal to three digits"),
        (0.2187, 0.2190, "equal to three digits"),
        (0.2195, 0.2194, "higher"),
    ],
)
def test_scores_are_compared_as_they_are_written(one: float, other: float, said: str) -> None:
    assert compared(one, other) == said
    assert compared(one, one, same="as high") == "as high"


def test_scores_that_the_digits_hide_are_compared_with_more() -> None:
    assert compared(0.2190, 0.2187, "more", "less", digits=6) == "more"
    assert compared(0.2, 0.2 + 1e-8, digits=6) == "equal to 6 digits"


def test_what_is_undefined_has_no_order() -> None:
    with pytest.raises(ValueError, match="undefined"):
        order(float("nan"), 0.5)


def test_a_little_has_a_bound() -> None:
    said = [a_little(0.5, 0.5 + difference) for difference in (0, 0.001, -0.02, 0.02, 0.021, -0.172)]
    assert said == ["", "a little ", "a little ", "a little ", "", ""]


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ((0.5, 0.25), ["0.500", "0.250"]),
        ((0.2190, 0.2187), ["0.2190", "0.2187"]),
        ((0.50004, 0.5), ["0.50004", "0.50000"]),
        ((1 / 3, 1 / 3, 0.333), ["0.3333", "0.3333", "0.3330"]),
        ((0.1 + 0.2, 0.3), ["0.300", "0.300"]),
        ((0.5, 0.5 + 1e-8), ["0.500", "0.500"]),
        ((-0.1234, -0.1231), ["−0.1234", "−0.1231"]),
        ((0.5,), ["0.500"]),
    ],
)
def test_scores_have_as_many_digits_as_tell_them_apart(scores: tuple[float, ...], words: list[str]) -> None:
    assert apart(*scores) == words


@pytest.mark.parametrize(
    ("count", "whole", "said"),
    [
        (0, 0, "no positives are"),
        (0, 1, "0 of 1 positive is"),
        (1, 1, "the only positive is"),
        (0, 2, "0 of 2 positives are"),
        (1, 2, "1 of 2 positives is"),
        (2, 2, "both positives are"),
        (1, 30, "1 of 30 positives is"),
        (29, 30, "29 of 30 positives are"),
        (30, 30, "all 30 positives are"),
        (1000, 2000, "1,000 of 2,000 positives are"),
    ],
)
def test_a_part_of_all_agrees_with_its_noun_and_its_verb(count: int, whole: int, said: str) -> None:
    assert part_of(count, whole, "positive", verb="is") == said
    assert part_of(count, whole, "positive") == said.rpartition(" ")[0]


def test_verbs_agree_with_their_counts() -> None:
    assert [agreeing(verb, count) for verb in ("is", "was", "has", "does") for count in (0, 1, 2)] == [
        *("are", "is", "are"),
        *("were", "was", "were"),
        *("have", "has", "have"),
        *("do", "does", "do"),
    ]
