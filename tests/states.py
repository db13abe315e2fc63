"""Which states the tests walk through: every one with `--all`, else a fixed spread of them.

The one switch between `make test` and `make test-all`. What is spread does not depend on chance or on the day.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, TypeVar

T = TypeVar("T")

_all = False

# Lines of text that a reader may type, and some that come in by an address: markup, what an address writes with signs of its
# own, letters that are written in several ways or from right to left, words that are too long and too many.
LINES = (
    "", " ", "The cat sat on the mat.", "a & b + c = d? 100% #1 'x' (y)! ~*", "<script>alert(1)</script> <b>bold</b> &amp;",
    "Straße STRASSE café cafe\u0301 ﬁne don’t don't", "שלום, עולם! مرحبا بالعالم \u202eabc\u202c", "I ❤️ 🍕 👩‍👩‍👧 1️⃣ नमस्ते",
    "line\none\ttwo\x00three\x85four", "half \ud800 of \udfff a pair", "W" * 300, " ".join(map(str, range(60))), "🍕 a" * 60,
    "{tp} %{hovertext} {{}} ${x} \\ \"quoted\"", "=1+1 +1 @x", "0", "none", "nan",
)  # fmt: skip


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


def covering(factors: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Return rows with a value of each factor, so few that any two values of any two factors stand together in some row.

    Greedy: a row begins with the first pair that no row has, and each further factor takes the value that brings most others.
    """
    if len(factors) < 2:
        return list(itertools.product(*factors))
    sizes = [range(len(factor)) for factor in factors]
    pairs = (itertools.product([i], sizes[i], [j], sizes[j]) for i, j in itertools.combinations(range(len(factors)), 2))
    missing = dict.fromkeys(itertools.chain(*pairs))  # in order, unlike a set
    rows = []
    while missing:
        i, a, j, b = next(iter(missing))
        row = {i: a, j: b}
        for k in set(range(len(factors))) - {i, j}:
            brought = [sum(_pair(k, value, *other) in missing for other in row.items()) for value in sizes[k]]
            row[k] = brought.index(max(brought))
        for one, other in itertools.combinations(row.items(), 2):
            missing.pop(_pair(*one, *other), None)
        rows.append(tuple(factor[row[k]] for k, factor in enumerate(factors)))
    return rows


def _pair(i: int, a: int, j: int, b: int) -> tuple[int, int, int, int]:
    return (i, a, j, b) if i < j else (j, b, i, a)


def examples(count: int) -> int:
    """Return how many examples hypothesis tries: all with `--all`, else a quarter, 10 at least."""
    return count if _all else max(count // 4, min(count, 10))
