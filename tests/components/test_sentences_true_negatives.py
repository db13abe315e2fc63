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


def share_holds(share: str, right: int, total: int) -> None:
    """Check words such as "2,010 of 2,020 items" for how many are right."""
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
    right, total = state.tp + state.tn, state.tp + state.fp + state.fn + state.tn
    if not total:
        assert said(state).startswith("Accuracy is 0/0, undefined. ")
        return
    accuracy, share = found(r"^Accuracy is (\S+): (.+?) (?:is|are) right\.", said(state))
    assert stands_for(accuracy, right / total)
    if right:
        share_holds(share, right, total)
    else:
        assert re.match("none of|neither of|0 of|the only item", share), share


@far
def test_what_is_said_of_accuracy_up_to_a_million_holds_for_the_counts(state: ToAMillion) -> None:
    tn = round(10**state.decade)
    right, total = state.tp + tn, state.tp + state.fp + state.fn + tn
    added, accuracy, share = found(
        r"^With ([\d,]+) true negatives?, accuracy is (\S+): (.+?) (?:is|are) right\.", said(state)
    )
    assert number(added) == tn
    assert stands_for(accuracy, right / total)
    share_holds(share, right, total)


@near
def test_what_is_said_of_the_union_holds_for_the_counts(state: ToTwoThousand) -> None:
    sentence, tp, union = said(state), state.tp, state.tp + state.fp + state.fn
    if not union:
        assert sentence.endswith("J is 0/0, undefined: nothing is positive, neither in truth nor in prediction.")
        return
    if not state.tn:
        (j,) = found(r" J is (\S+) too: no true negative is counted yet\.$", sentence)
        assert stands_for(j, tp / union)
        return
    j, hits = found(r" J is still (\S+): (.+)\.$", sentence)
    assert stands_for(j, tp / union)
    few = hits.startswith("only ")
    accuracy = (tp + state.tn) / (union + state.tn)
    assert few == (accuracy >= 0.9 and tp <= union / 2 and 0 < tp < union)
    counts = {
        "the one item of the union is a true positive": (1, 1),
        "the one item of the union is not a true positive": (0, 1),
        "both items of the union are true positives": (2, 2),
        "neither item of the union is a true positive": (0, 2),
        f"all {union:,} items of the union are true positives": (union, max(union, 3)),
        f"none of the {union:,} items of the union is a true positive": (0, max(union, 3)),
    }
    if hits in counts:
        assert (tp, union) == counts[hits]
    else:
        some, of_all = found(
            r"^(?:only )?([\d,]+) of the ([\d,]+) items of the union (?:is a true positive|are true positives)$", hits
        )
        assert (number(some), number(of_all)) == (tp, union)
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
