"""What the lessons on true negatives say in random states, against counts that are added up here."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from components.lessons.true_negatives import to_a_million, to_two_thousand
from components.lessons.true_negatives.growth import Fixed
from components.lessons.true_negatives.to_a_million import ToAMillion
from components.lessons.true_negatives.to_two_thousand import ToTwoThousand
from components.page import Lesson
from tests.components.sentences import found, number, sentences, states
from tests.states import every

# States in which a sentence was wrong, or takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {"tp": 0, "fp": 0, "fn": 0, "decade": 0},
    {"tp": 0, "fp": 0, "fn": 0, "tn": 1000},
    {"tp": 2, "fp": 0, "fn": 0, "tn": 10, "decade": 0},
    {"tp": 0, "fp": 1, "fn": 1, "tn": 20},
    {"tp": 1, "fp": 0, "fn": 0, "decade": 0},
    {"tp": 0, "fp": 0, "fn": 1, "tn": 2000, "decade": 6},
    {"tp": 1, "fp": 1000, "fn": 1000, "tn": 2000, "decade": 6},  # J is not 0
    {"tp": 1000, "fp": 1, "fn": 0, "tn": 2000, "decade": 6},
    {"tp": 1000, "fp": 1000, "fn": 1000, "tn": 0, "decade": 0},
    {"tp": 0, "fp": 1000, "fn": 1000, "tn": 10, "decade": 0},  # accuracy is not 0
]


def each_state(lesson: Lesson[Any]) -> pytest.MarkDecorator:
    known = dict.fromkeys(lesson.state.read(values) for values in KNOWN)
    return pytest.mark.parametrize("state", [*known, *states(lesson, 16)], ids=str if every() else None)


near, far = each_state(to_two_thousand.LESSON), each_state(to_a_million.LESSON)


@cache
def said(state: Fixed) -> str:
    lesson: Lesson[Any] = to_two_thousand.LESSON if isinstance(state, ToTwoThousand) else to_a_million.LESSON
    return sentences(lesson, lesson.show(state))["say"]


def stands_for(text: str, value: float) -> bool:
    """Whether a number is the value as it is written, which is 0 or 1 only where the value is."""
    written = number(text)
    return abs(written - value) <= 0.51 * 10 ** -len(text.partition(".")[2]) and (written in (0, 1)) == (
        value in (0, 1)
    )


def of_accuracy(sentence: str, state: Fixed, tn: int) -> None:
    right, total = state.tp + tn, state.tp + state.fp + state.fn + tn
    if not total:
        assert sentence.startswith("There is no item at all, so accuracy is 0/0, undefined.")
    elif not tn:
        assert sentence.startswith("Without true negatives, accuracy and J are the same number.")
    else:
        added, accuracy, share = found(
            r"^With ([\d,]+) true negatives?, accuracy is (\S+): (.+?) (?:is|are) right\.", sentence
        )
        assert number(added) == tn
        assert stands_for(accuracy, right / total)
        some, _, of_all = share.rpartition(" of ")
        all_of_them = {"the only item": 1, "both items": 2}
        if some:
            assert (number(some), number(of_all.split()[0])) == (right, total)
        elif share in all_of_them:
            assert right == total == all_of_them[share]
        else:
            assert share == f"all {total:,} items"
            assert right == total


@near
def test_what_is_said_of_accuracy_holds_for_the_counts(state: ToTwoThousand) -> None:
    of_accuracy(said(state), state, state.tn)


@far
def test_what_is_said_of_accuracy_up_to_a_million_holds_for_the_counts(state: ToAMillion) -> None:
    of_accuracy(said(state), state, round(10**state.decade))


@near
def test_what_is_said_of_the_union_holds_for_the_counts(state: ToTwoThousand) -> None:
    sentence, tp, union = said(state), state.tp, state.tp + state.fp + state.fn
    if not union:
        assert "Nothing is positive, neither in truth nor in prediction, so J is 0/0, undefined." in sentence
        assert ("True negatives do not change that." in sentence) == (state.tn > 0)
        return
    still = "still " if state.tn else ""
    items = f"{union:,} item{'' if union == 1 else 's'}"
    (hits,) = found(rf" The union {still}holds {items}\. (.+), so J is {still}\d\.\d+\.$", sentence)
    assert stands_for(found(r" (\d\.\d+)\.$", sentence)[0], tp / union)
    few = hits.startswith("Only ")
    accuracy = (tp + state.tn) / (union + state.tn)
    assert few == (state.tn > 0 and accuracy >= 0.9 and tp <= union / 2 and 0 < tp < union)
    counts = {
        "It is a true positive": (1, 1),
        "It is not a true positive": (0, 1),
        "Both of them are true positives": (2, 2),
        "Neither of them is a true positive": (0, 2),
        "All of them are true positives": (union, max(union, 3)),
        "None of them is a true positive": (0, max(union, 3)),
    }
    if hits in counts:
        assert (tp, union) == counts[hits]
    else:
        (some,) = found(r"^(?:Only )?([\d,]+) of them (?:is a true positive|are true positives)$", hits)
        assert number(some) == tp
        assert 0 < tp < union


@far
def test_what_is_said_of_the_errors_holds_for_the_counts(state: ToAMillion) -> None:
    sentence, errors, union = said(state), state.fp + state.fn, state.tp + state.fp + state.fn
    if not union:
        assert sentence.endswith("There is no error and no true positive either, so J is 0/0, undefined.")
    elif not errors:
        assert sentence.endswith("There is no error, so both scores are 1.")
        assert "accuracy is 1.000000" in sentence
    else:
        there, j = found(
            r"\. (The one error is|Both errors are|All [\d,]+ errors are) still there, and J is still (\S+)\.$",
            sentence,
        )
        named = re.search(r"[\d,]+", there)
        assert (number(named[0]) if named else 1 + there.startswith("Both")) == errors
        assert stands_for(j, state.tp / union)
