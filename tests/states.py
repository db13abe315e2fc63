"""Which states the tests walk through: every one with `--all`, else a fixed spread of them.

The one switch between `make test` and `make test-all`. What is spread does not depend on chance or on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_all = False


def walk_all(wanted: bool) -> None:
    """Say whether the tests walk through every state. tests/conftest.py does, before anything is collected."""
    global _all
    _all = wanted


def every() -> bool:
    """Return whether the tests walk through every state."""
    return _all


def spread(items: Sequence[T], count: int, *, always: Sequence[T] = ()) -> list[T]:
    """Return all items with `--all`; else `always`, and `count` of the others: the first, the last, and evenly between."""
    if _all:
        return list(items)
    others = [item for item in items if item not in always]
    if count >= len(others):
        return list(items)
    places = {round(k * (len(others) - 1) / max(count - 1, 1)) for k in range(count)}
    chosen = [*always, *(others[place] for place in places)]
    return [item for item in items if item in chosen]


def covering(choices: Sequence[Sequence[T]]) -> list[tuple[T, ...]]:
    """Return rows with one choice of each kind, such that any two choices of two kinds stand in some row together.

    Far fewer rows than pairs. Greedy: each row takes, kind after kind, the choice that meets most of what is not yet met.
    """
    pairs = {
        (i, a, j, b)
        for i, some in enumerate(choices)
        for j, others in enumerate(choices[:i])
        for a in range(len(some))
        for b in range(len(others))
    }
    rows = []
    while pairs:
        i, a, j, b = min(pairs)
        row: dict[int, int] = {i: a, j: b}
        for k, some in enumerate(choices):
            if k not in row:
                taken = list(row.items())
                met = [sum(_pair(k, c, *other) in pairs for other in taken) for c in range(len(some))]
                row[k] = met.index(max(met))
        pairs -= {_pair(*one, *other) for one in row.items() for other in row.items()}
        rows.append(tuple(some[row[k]] for k, some in enumerate(choices)))
    return rows


def _pair(i: int, a: int, j: int, b: int) -> tuple[int, int, int, int]:
    return (i, a, j, b) if i > j else (j, b, i, a)
