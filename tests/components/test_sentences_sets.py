"""What /sets says in random states, against Python's own sets."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

from components.lessons.sets import LESSON, Sets
from tests.components.sentences import found, sentences, states
from tests.states import every

# States in which a sentence was wrong, or takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {"a": (1, 2), "b": (1, 2)},
    {"a": (1,), "b": (2,)},
    {"a": (1,), "b": ()},
    {"a": (1,), "b": (1,)},
    {"a": (), "b": ()},
    {"a": (0, 1, 2, 3, 4), "b": (5, 6, 7, 8, 9)},
    {"a": (2,), "b": (2, 3, 19)},
    {"a": (11, 12), "b": ()},
    {"a": tuple(range(9)), "b": (3,), "size": 10},
]
ALL = [*(Sets(**values) for values in KNOWN), *states(LESSON, 60)]
each_state = pytest.mark.parametrize("state", ALL, ids=str if every() else None)


def inside(state: Sets) -> tuple[set[int], set[int]]:
    """Both sets, without the members that the universe does not have."""
    a, b = ({x for x in members if x < state.size} for members in (state.a, state.b))
    return a, b


def listed(members: set[int]) -> str:
    *most, last = map(str, sorted(members))
    return f"{', '.join(most)} and {last}" if most else last


def counted(members: set[int]) -> str:
    return f"{len(members)} element{'' if len(members) == 1 else 's'}"


@each_state
def test_what_is_said_of_the_two_sets_holds_for_them(state: Sets) -> None:
    sentence = sentences(LESSON, LESSON.show(state))["say"]
    a, b = inside(state)
    both, union = a & b, a | b
    if not union:
        assert sentence.startswith("Both sets are empty, and so is their union.")
        assert "0/0, undefined" in sentence
        return
    assert sentence.startswith(f"Together A and B have {counted(union)}. ")
    if len(union) > 1:
        how_many, list_of_them = found(r"\. (\w+) of them (?:is|are) in both(?: \((.+?)\))?\. ", sentence)
        counts = {"All": len(union), "None": 0, "Neither": 0}
        assert (int(how_many) if how_many.isdecimal() else counts[how_many]) == len(both)
        assert (how_many == "Neither") == (not both and len(union) == 2)
        assert list_of_them == (listed(both) if both else None)
    claims = {
        r"Both sets have it": union == both,
        r"Only one of the sets has it": len(a) + len(b) == 1,
        r"\bA is empty": not a,
        r"\bB is empty": not b,
        r"share nothing and the score is 0": not both,
        r"without a common element score 0": bool(a) and bool(b) and not both,
        r"The two sets are the same, and 1 is": a == b,
        r"\bA lies wholly inside B": a < b,
        r"\bB lies wholly inside A": b < a,
        r"so the score is below 1": 0 < len(both) < len(union),
    }
    true = [claim for claim, holds in claims.items() if holds]
    for claim, holds in claims.items():
        assert holds or not re.search(claim, sentence), claim
    assert any(re.search(claim, sentence) for claim in true)
    if "lies wholly" in sentence:
        extra, where, score = found(r"But (\d+ elements?) (?:is|are) only in (.), .* the score at (\S+)\.$", sentence)
        assert extra == counted(a ^ b)
        assert where == ("A" if a > b else "B")
        assert score == f"{float(Fraction(len(both), len(union))):.3f}"
    elif "only in A" in sentence:
        assert (
            f" {counted(a - b)} {'is' if len(a - b) == 1 else 'are'} only in A and {len(b - a)} only in B. " in sentence
        )


@each_state
def test_what_is_said_of_the_universe_holds_for_it(state: Sets) -> None:
    sentence = sentences(LESSON, LESSON.show(state))["rest"]
    a, b = inside(state)
    neither, beyond = set(range(state.size)) - a - b, {x for x in (*state.a, *state.b) if x >= state.size}
    if not neither:
        assert sentence.startswith("Every element of the universe is in A or in B.")
    elif not a | b:
        assert sentence.startswith(f"All {state.size} elements of the universe are in neither set")
    else:
        one = len(neither) == 1
        assert sentence.startswith(
            f"{counted(neither)} {'is' if one else 'are'} in neither set. {'It' if one else 'They'} change"
        )
    assert ("The universe ends before" in sentence) == bool(beyond)
    if beyond:
        assert sentence.endswith(f" {listed(beyond)}, so {'it is' if len(beyond) == 1 else 'they are'} left out.")
