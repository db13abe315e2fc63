"""What is kept of what was computed: as much as there is room for, and it is the same as what is computed anew."""

from __future__ import annotations

import gc
import inspect
from functools import _lru_cache_wrapper
from typing import Any

import numpy as np
import pytest

from components import cache
from components.cache import EACH, Cache, cached
from components.lessons import masks
from components.live.frames import frames

# Their arguments take few values: a kind of state, a radius, a bar, a word, a template. And the last few of `_flips` are kept.
FINITE = {
    "State.params",
    "field",
    "moved_by_one",
    "_along",
    "_averages",
    "_predictions",
    "_pieces",
    "plural_of",
    "_flips",
    "_used",
}


def test_the_values_that_were_not_asked_for_the_longest_give_way() -> None:
    kept = Cache(3 * (EACH + 100))
    for key in "abc":
        kept.put(key, key.upper(), 100)
    assert kept.get("a") == "A"
    kept.put("d", "D", 100)
    assert [kept.get(key) for key in "abcd"] == ["A", None, "C", "D"]
    assert kept.size == 3 * (EACH + 100)
    kept.put("e", "E", EACH + 200)  # as large as two
    assert [kept.get(key) for key in "acde"] == [None, None, "D", "E"]
    assert kept.size == 3 * (EACH + 100)


def test_what_is_kept_twice_counts_once_and_what_is_too_large_drives_nothing_out() -> None:
    kept = Cache(1000)
    kept.put("a", "A", 100)
    kept.put("a", "A", 100)
    assert kept.size == EACH + 100
    kept.put("b", "B", 600)
    assert (kept.get("a"), kept.get("b"), kept.size) == ("A", None, EACH + 100)


def test_a_result_is_computed_once_and_everybody_has_a_copy_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "CACHE", Cache(100_000))
    asked = []

    @cached
    def zeros(n: int) -> Any:
        asked.append(n)
        return np.zeros(n)

    first, second, other = zeros(3), zeros(3), zeros(4)
    assert asked == [3, 4]
    second[0] = 1
    assert zeros(3).tolist() == first.tolist() == [0, 0, 0]
    assert len(other) == 4
    assert cache.CACHE.size < 2 * (EACH + 1000)


def test_what_comes_back_is_what_was_kept() -> None:
    state = masks.Masks()
    first, again = (masks._moving(state.truth, state.prediction, state.small) for _ in range(2))
    assert first is not again
    assert frames("masks", masks.LESSON.sliders, first) == frames("masks", masks.LESSON.sliders, again)


def test_nothing_else_is_kept_of_what_depends_on_a_state() -> None:
    """A cache that counts its entries keeps megabytes of some."""
    found = {
        each.__qualname__
        for each in gc.get_objects()
        if type(each) is _lru_cache_wrapper
        and each.__module__.partition(".")[0] in ("core", "components", "callbacks", "serving")
        and inspect.signature(each).parameters
    }
    assert found <= FINITE
