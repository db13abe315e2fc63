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
    assert len(sentence.split()) <= 30
    if not union:
        assert sentence.startswith("J is 0/0, undefined. ")
        assert "Both sets are empty" in sentence
        return
    assert sentence.startswith(f"J is {float(Fraction(len(both), len(union))):.3f}. ")
    claims = {
        r"\bA is empty": not a,
        r"\bB is empty": not b,
        r"share nothing": not a or not b,
        r"share none of their \d+ elements": bool(a) and bool(b) and not both,
        r"The two sets have the same": a == b,
        r"\bA lies wholly inside B": bool(a) and a < b,
        r"\bB lies wholly inside A": bool(b) and b < a,
        r"\bA has \d+ for itself": bool(both) and bool(a - b) and bool(b - a),
    }
    true = [claim for claim, holds in claims.items() if holds]
    for claim, holds in claims.items():
        assert holds or not re.search(claim, sentence), claim
    assert all(re.search(claim, sentence) for claim in true)
    if both and a != b:
        assert f" {len(both)} of {len(union)} elements {'is' if len(both) == 1 else 'are'} in both sets. " in sentence
    if "lies wholly" in sentence:
        assert found(r"which has (\d+) more\.$", sentence) == (str(len(a ^ b)),)
    elif "for itself" in sentence:
        assert found(r"A has (\d+) for itself, and B has (\d+)\.$", sentence) == (str(len(a - b)), str(len(b - a)))


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
