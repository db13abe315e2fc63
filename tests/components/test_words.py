"""Texts at all positions of a slider at once are those of each position."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from components.words.formula import Tiles, jaccard_columns, jaccard_formula, jaccard_texts
from components.words.line import Line, filled
from components.words.numbers import listed, many, score, written, zero_over_zero

VALUES: dict[str, list[Any]] = {"tp": [3, 0, 12], "fp": [1, 0, 5], "fn": [0, 0, 100], "tn": [9, 4, 7]}
WORDS: dict[str, list[str]] = {name: [str(value) for value in values] for name, values in VALUES.items()}
FORMULA = jaccard_formula("x-formula")
SAY = Line("x-say", "{tp} of {tp2} in {{braces}}, {fp}: 100%")


@pytest.mark.parametrize("digits", [1, 3, 4])
def test_many_scores_are_written_as_each_is(digits: int) -> None:
    scores = np.array([0, 1, 0.5, 0.0625, 2 / 3, np.nan, -0.25, -0.00001, 0.9999999])
    assert written(scores, digits) == [score(value, digits) for value in scores]
    assert written(np.array([])) == []


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
