"""Which states the tests walk through: the rows that cover all pairs do, and a spread has its ends."""

from __future__ import annotations

import itertools

import pytest

from tests import states


@pytest.mark.parametrize("sizes", [[2, 2], [2] * 9, [3, 2, 4, 2], [1, 2, 3]])
def test_any_two_choices_stand_in_some_row_together(sizes: list[int]) -> None:
    choices = [[f"{kind}{k}" for k in range(size)] for kind, size in zip("abcdefghi", sizes, strict=False)]
    rows = states.covering(choices)
    assert {pair for row in rows for pair in itertools.combinations(row, 2)} == {
        pair for some, others in itertools.combinations(choices, 2) for pair in itertools.product(some, others)
    }
    assert len(rows) < 2 * max(a * b for a, b in itertools.combinations(sizes, 2)) + 3


def test_a_spread_has_its_ends_and_what_is_always_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_all", False)
    assert states.spread(range(10), 3, always=[1]) == [0, 1, 5, 9]
    assert states.spread(range(10), 0, always=[1]) == [1]
    assert states.spread(range(3), 5) == [0, 1, 2]
    monkeypatch.setattr(states, "_all", True)
    assert states.spread(range(10), 3) == list(range(10))
