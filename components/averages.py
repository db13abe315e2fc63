"""Averages of scores, prepared for figures and words: what each label, class or sample brings into each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

import core
from components.figures.blocks import Block, Row
from components.formula import score

# What 0/0 becomes, by the value that the address and the controls use.
ZERO_DIVISION = {"0": 0.0, "1": 1.0, "nan": float("nan")}
BECOMES = {"0": "counts as 0", "1": "counts as 1", "nan": "is left out"}
WOULD_BECOME = {"0": "would count as 0", "1": "would count as 1", "nan": "would be left out"}

Weighing = Literal["equal", "support", "union"]


@dataclass(frozen=True)
class Parts:
    """The counts that scores are made of, one per label, class or sample; `zero_division` is a key of ZERO_DIVISION."""

    noun: str
    numbers: Sequence[int]
    counts: core.Counts
    zero_division: str

    @cached_property
    def names(self) -> list[str]:
        """What the parts are called: label 1, label 2, ..."""
        return [f"{self.noun} {number}" for number in self.numbers]

    @cached_property
    def scores(self) -> Any:
        """The score of each part; nan for one that is left out."""
        return core.jaccard(self.counts, zero_division=ZERO_DIVISION[self.zero_division])

    @cached_property
    def whole(self) -> core.Counts:
        """The counts of all parts together."""
        return self.counts.sum()

    @cached_property
    def empty(self) -> list[bool]:
        """Which parts are 0/0."""
        return [union == 0 for union in self.counts.union.tolist()]

    @cached_property
    def words(self) -> list[str]:
        """Each score as a fraction, or as what becomes of 0/0."""
        becomes = "0/0, out" if self.zero_division == "nan" else f"0/0 → {self.zero_division}"
        pairs = zip(self.counts.tp.tolist(), self.counts.union.tolist(), strict=True)
        return [f"{tp}/{union}" if union else becomes for tp, union in pairs]

    def shares(self, by: Weighing) -> Any:
        """Return the share of each part in an average; 0 for one that is left out."""
        counted = ~np.isnan(self.scores)
        weights = {"equal": counted, "support": self.counts.support * counted, "union": self.counts.union}[by]
        if by == "support" and not weights.any():
            weights = counted  # without any support the weighted average is the plain mean
        return core.safe_divide(weights, weights.sum())

    def row(self, name: str, rule: str, by: Weighing, value: float) -> Row:
        """Return one average for the figure of blocks."""
        if by == "union" and all(self.empty):
            whole = Block("all cells", "all", self.words[0], 1.0, value, empty=True)
            return Row(name, rule, score(value), value, [whole] if value == value else [])
        blocks = zip(
            self.names,
            self.numbers,
            self.words,
            self.shares(by).tolist(),
            self.scores.tolist(),
            self.empty,
            strict=True,
        )
        return Row(
            name,
            rule,
            score(value),
            value,
            [Block(name, str(number), words, share, s, empty) for name, number, words, share, s, empty in blocks],
        )

    def made_of(self, by: Weighing) -> str:
        """Return the average as a calculation in fractions."""
        if by == "union":
            return f"{self.whole.tp}/{self.whole.union}" if self.whole.union else self.words[0]
        terms = [
            (self.zero_division if empty else words, support)
            for words, empty, support in zip(self.words, self.empty, self.counts.support.tolist(), strict=True)
            if not (empty and self.zero_division == "nan")
        ]
        if not terms:
            return "nothing is left"
        total = sum(support for _, support in terms)
        if by == "support" and total:
            return "(" + " + ".join(f"{support}·{words}" for words, support in terms) + f")/{total}"
        return "(" + " + ".join(words for words, _ in terms) + f")/{len(terms)}"


def exact(value: float) -> str:
    """Return a score with every digit that it has."""
    return "undefined" if value != value else repr(float(value))


def macro_against_micro(parts: Parts, micro: float, macro: float) -> str:
    """Return a sentence on why the mean of the scores differs from the score of all counts together."""
    total = parts.whole.union
    if not total:
        return f"Macro is {score(macro)}."
    if abs(macro - micro) < 1e-9:
        return f"Macro comes out the same, {score(macro)}."
    sign = 1 if macro > micro else -1
    candidates = [i for i, empty in enumerate(parts.empty) if not (empty and parts.zero_division == "nan")]
    i = max(candidates, key=lambda k: (sign * parts.scores[k], -parts.counts.union[k]))
    union = int(parts.counts.union[i])
    scores = f"scores {parts.words[i]}" if union else f"its 0/0 {BECOMES[parts.zero_division]}"
    return (
        f"Macro is {'higher' if sign > 0 else 'lower'}, {score(macro)}: {parts.names[i]} holds {union or 'none'} of "
        f"the {total} in the union, yet weighs as much as every other {parts.noun}, and {scores}."
    )


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: a, b and c."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
