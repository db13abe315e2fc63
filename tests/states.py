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


def examples(count: int) -> int:
    """Return how many examples hypothesis tries: all with `--all`, else a quarter, 10 at least."""
    return count if _all else max(count // 4, min(count, 10))
