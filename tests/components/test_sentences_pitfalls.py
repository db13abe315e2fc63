"""What /pitfalls says in random states, against counts and averages that are made here."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from components.sections.pitfalls import SECTION, Pitfalls
from tests.components.sentences import found, sentences, states
from tests.states import every

# States in which a sentence was wrong, or takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {"true": "1", "pred": "1"},  # two of the rules give 1
    {"true": "0", "pred": "2", "t": 0.85},
    {"found": 10, "misses": 5},
    {"found": 7, "frequent": 990},
    {"found": 4, "frequent": 10, "misses": 10},
]
ALL = [*(Pitfalls(**values) for values in KNOWN), *states(SECTION, 30)]
each_state = pytest.mark.parametrize("state", ALL, ids=str if every() else None)


@cache
def said(state: Pitfalls) -> dict[str, str]:
    return sentences(SECTION, SECTION.show(state))


def over(above: int, below: int) -> str:
    return f"{above / below:.3f}"


@each_state
def test_as_many_averages_are_named_as_the_rules_give(state: Pitfalls) -> None:
    pairs = [*zip("010", "010", strict=True), (state.true, state.pred)]
    counts = {k: (sum(t == p == k for t, p in pairs), sum(k in pair for pair in pairs)) for k in "012"}
    empty = [k for k, (_, union) in counts.items() if not union]
    scores = [Fraction(hits, union) for hits, union in counts.values() if union]
    of_rules = [(sum(scores) + rule * len(empty)) / Fraction(3) for rule in (0, 1)] + [
        sum(scores) / Fraction(len(scores))
    ]
    named = list(dict.fromkeys(f"{float(value):.3f}" for value in of_rules))
    assert len(named) == len(set(of_rules)), "told apart by three digits"
    if empty == ["2"]:
        assert said(state)["empty-say"] == (
            "No item has class 2, and none is predicted to have it, so its score is 0/0. The macro average is "
            f"{' or '.join([', '.join(named[:-1]), named[-1]])}. Say which rule you use."
        )
    else:
        assert not empty
        assert (
            said(state)["empty-say"] == f"Every class occurs now, so no score is 0/0. All three rules give {named[0]}."
        )


@cache
def halves() -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The items at even and at odd places, drawn as the notebook draws them."""
    rng = np.random.default_rng(42)
    y = rng.binomial(1, 0.15, size=400)
    p = 1 / (1 + np.exp(-(rng.normal(size=400) + 1.5 * y)))
    return [(y[i::2], p[i::2]) for i in (0, 1)]


def jaccard(half: int, t: float) -> float:
    y, p = halves()[half]
    return float(np.count_nonzero((y == 1) & (p >= t)) / np.count_nonzero((y == 1) | (p >= t)))


@each_state
def test_the_threshold_that_is_called_the_best_is_the_only_best(state: Pitfalls) -> None:
    t, validation, test, best, promised, kept = found(
        r"^At threshold (.+) J is (.+) on the validation set and (.+) on the test set\. The best threshold on the "
        r"validation set is (.+), where J is (.+)\. The same threshold gives (.+) on the test set\.$",
        said(state)["cuts-say"],
    )
    assert (t, validation, test) == (f"{state.t:.3f}", *(f"{jaccard(half, state.t):.3f}" for half in (0, 1)))
    grid = np.linspace(0, 1, 201)
    scores = [jaccard(0, each) for each in grid]
    assert np.flatnonzero(np.isclose(scores, max(scores))).tolist() == [int(np.argmax(scores))]
    assert best == f"{grid[np.argmax(scores)]:.3f}"
    assert (promised, kept) == tuple(f"{jaccard(half, float(best)):.3f}" for half in (0, 1))
    assert kept < promised, "it looks better on the data that chose it"


@each_state
def test_the_verdict_on_the_averages_follows_from_them(state: Pitfalls) -> None:
    hits, frequent, missed = state.found, state.frequent, 10 - state.found
    sentence, rare, common = said(state)["rare-say"], hits / 10, frequent / (frequent + missed)
    micro, macro = (hits + frequent) / (10 + frequent + missed), (rare + common) / 2
    assert sentence.startswith(
        f"With {hits} of 10 rare items found, the rare class scores {rare:.3f}. Micro is {micro:.3f}, macro is {macro:.3f}. "
    )
    if "all averages agree" in sentence:
        assert micro == macro == rare == common == 1
    elif "hides that a class fails" in sentence:
        assert rare < 0.5
        assert micro > macro + 0.1
    elif "is a warning" in sentence:
        assert micro > macro + 0.02
    else:
        assert "They are close here" in sentence
        assert 0 < micro - macro <= 0.02


@each_state
def test_the_kinds_of_the_errors_are_those_of_the_counts(state: Pitfalls) -> None:
    sentence, fn = said(state)["kinds-say"], state.misses
    fp = 10 - fn
    assert sentence.startswith(
        f"J is {over(10, 20)}, whatever kind the errors are. Precision is {over(10, 10 + fp)} and recall is {over(10, 10 + fn)}. "
    )
    for word, count in (("positives", fp), ("negatives", fn)):
        assert (f"All 10 errors are false {word}." in sentence) == (count == 10)
        assert (f"Most of the 10 errors are false {word}." in sentence) == (5 < count < 10)
    assert ("half are false negatives" in sentence) == (fp == fn)
