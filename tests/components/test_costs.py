"""What takes long is declared: no view computes much beside the work of its lesson. Counted in steps, not by a clock."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
import pytest

import core
from components.lessons.soft_jaccard import seeds
from components.page import Lesson
from components.state import Bitmap, Choice, Number, Param, Text
from tests.conftest import with_controls
from tests.states import every

# Steps: an item, in an iteration, a resample or a draw, of a model, on a seed. So many take less than 0.1 s of processor time.
MOST = 30_000_000
TIMES = ("iterations", "resamples", "draws")


def steps(function: Callable[..., Any], *args: Any, **kwargs: Any) -> int:
    """How many steps a call of a function of `core` takes, by the names of its arguments."""
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    given = bound.arguments
    if function.__name__ == "resampled_counts":  # a resample is one draw, whatever the items are
        return int(given["resamples"])
    sizes = [np.size(value) for value in given.values() if isinstance(value, np.ndarray)]
    items = max([1, *sizes, *(given[name] for name in ("n", "items") if name in given)])
    lengths = [len(given[name]) for name in ("seeds", "descents") if name in given]
    return prod([items, *lengths, *(given[name] for name in TIMES if name in given)])


def values(param: Param, k: int) -> list[Any]:
    """The ends of a parameter, the last one first; of choices the k-th, counted round."""
    if isinstance(param, Number):
        return [param.at(param.count - 1), param.at(0)]
    if isinstance(param, Choice):
        return [list(param.choices)[k % len(param.choices)]] * 2
    if isinstance(param, Text):
        return [param.bound("🍕 a" * param.longest), ""]
    if isinstance(param, Bitmap):
        return ["_" * param.letters, ""]
    return [tuple(range(getattr(param, "size", 0))), ()]


def states(section: Lesson[Any]) -> list[Any]:
    """All numbers at their last ends, with every choice; with `--all` at their first ends too."""
    most = max([1, *(len(param.choices) for param in section.params if isinstance(param, Choice))])
    return [
        section.state(**{param.key: values(param, k)[end] for param in section.params})
        for k in range(most)
        for end in range(2 if every() else 1)
    ]


@with_controls
def test_what_takes_many_steps_is_declared(section: Lesson[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    section.show(section.state())  # what is made once for all states is made
    taken: list[int] = []

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            taken.append(steps(function, *args, **kwargs))
            assert sum(taken) <= MOST, f"{function.__name__} takes too many steps, and its lesson declares no work"
            return function(*args, **kwargs)

        return call

    for name, each in vars(core).items():
        if inspect.isfunction(each):
            monkeypatch.setattr(core, name, counted(each))
    monkeypatch.setattr(seeds.train_on_seeds, "function", core.train_on_seeds)
    for state in states(section):
        taken.clear()
        if not section.work(state):
            section.show(state)


def test_steps_are_counted_by_the_names_of_arguments() -> None:
    descents = [core.Descent(), core.Descent("soft_jaccard")]
    assert steps(core.train_on_seeds, range(100), descents, n=1600) == 100 * 2 * 400 * 1600
    assert steps(core.fit_side_by_side, np.zeros((50, 3)), np.zeros(50), descents, iterations=7) == 150 * 2 * 7
    assert steps(core.thresholds_on_draws, 100, 20) == 2000
