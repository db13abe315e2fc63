"""The scores of several labels, classes or samples, prepared for figures and words: what each brings into an average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.weighted_bars import AverageRow, WeightedBar
from components.words.numbers import score, zero_over_zero
from core.scores import Weighing

# What 0/0 is taken as, by the value that the address and the controls use, and the words of the controls.
ZERO_DIVISION = {"0": 0.0, "1": 1.0, "nan": float("nan")}
TAKEN = {key: zero_over_zero(rule).removeprefix("0/0, ") for key, rule in ZERO_DIVISION.items()}


@dataclass(frozen=True)
class ScoredGroups:
    """The counts of every label, class or sample, and what their scores become in an average.

    `noun` and `keys` name them: class 1, class 2; or a key is a name of its own, as sea and dog are. `zero_division` is what
    0/0 is taken as: 0, 1, or nan for a score that is left out.
    """

    noun: str
    keys: Sequence[int | str]
    counts: core.Counts
    zero_division: float

    @cached_property
    def names(self) -> list[str]:
        """What the groups are called in a table or a figure: class 1, or sea."""
        return [key if isinstance(key, str) else f"{self.noun} {key}" for key in self.keys]

    @cached_property
    def spoken(self) -> list[str]:
        """What the groups are called in a sentence: class 1, or the label sea."""
        return [f"the {self.noun} {key}" if isinstance(key, str) else f"{self.noun} {key}" for key in self.keys]

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """The score of each group; nan for one that is left out."""
        scores: NDArray[np.float64] = core.jaccard(self.counts, zero_division=self.zero_division)
        return scores

    @cached_property
    def whole(self) -> core.Counts:
        """The counts of all groups together."""
        return self.counts.sum()

    @cached_property
    def empty(self) -> list[bool]:
        """Which groups have an empty union, so that their score is 0/0."""
        return [union == 0 for union in self.counts.union.tolist()]

    @property
    def leaves_out(self) -> bool:
        """Whether a score that is 0/0 is left out of the averages."""
        return self.zero_division != self.zero_division

    @cached_property
    def fractions(self) -> list[str]:
        """Each score as a fraction; a score of 0/0 with the rule for it."""
        pairs = zip(self.counts.tp.tolist(), self.counts.union.tolist(), strict=True)
        return [f"{tp}/{union}" if union else zero_over_zero(self.zero_division) for tp, union in pairs]

    @cached_property
    def micro_fraction(self) -> str:
        """The score of all groups together as a fraction; 0/0 with the rule for it, or undefined if it is left out."""
        if self.whole.union:
            return f"{self.whole.tp}/{self.whole.union}"
        return zero_over_zero(None if self.leaves_out else self.zero_division)

    @cached_property
    def weights(self) -> dict[Weighing, list[float]]:
        """The share of each group in an average, by what the average weighs by; 0 for one that is left out."""
        weighings: tuple[Weighing, ...] = ("equal", "support", "union")
        return {
            by: core.average_weights(self.counts, by=by, zero_division=self.zero_division).tolist() for by in weighings
        }

    def average(self, by: Weighing) -> float:
        """Return the average of the scores by what it weighs by; nan where no score is left."""
        if by == "union":
            return float(core.jaccard(self.whole, zero_division=self.zero_division))
        return float(core.average(self.scores, weights=self.counts.support if by == "support" else None))

    def row(self, name: str, rule: str, by: Weighing, value: float) -> AverageRow:
        """Return one average for the figure of weighted bars; `rule` says how it weighs."""
        groups = zip(
            self.names,
            self.keys,
            self.fractions,
            self.weights[by],
            self.scores.tolist(),
            self.empty,
            strict=True,
        )
        bars = [
            WeightedBar(
                (group, str(key)),
                (fraction, "0/0") if empty else (fraction,),
                f"{group}: J = {fraction}<br>{self._share(by, weight)} in {name}",
                weight,
                group_score,
                empty,
            )
            for group, key, fraction, weight, group_score, empty in groups
        ]
        return AverageRow(name, rule, score(value, undefined="0/0"), value, bars)

    def has_weights(self, by: Weighing) -> bool:
        """Return whether an average has weights at all: without a union, micro is 0/0, and no group has a part in it."""
        return by != "union" or self.whole.union > 0

    def _share(self, by: Weighing, weight: float) -> str:
        return f"{weight:.0%} of the weight" if self.has_weights(by) else "without a union there are no weights"

    def calculation(self, by: Weighing) -> str:
        """Return an average as a calculation in fractions, such as (1/2 + 2/3)/2."""
        if by == "union":
            return self.micro_fraction
        numerator, denominator = self.numerator_and_denominator(by)
        return f"({numerator})/{denominator}" if denominator else "no score is left"

    def numerator_and_denominator(self, by: Literal["equal", "support"]) -> tuple[str, int]:
        """Return the sum that an average takes, and what it is divided by; 0 and 0 where no score is left."""
        terms = [
            (f"{self.zero_division:g}" if empty else fraction, support)
            for fraction, empty, support in zip(self.fractions, self.empty, self.counts.support.tolist(), strict=True)
            if not (empty and self.leaves_out)
        ]
        total = sum(support for _, support in terms)
        if by == "support" and total:
            return " + ".join(f"{support}·{term}" for term, support in terms), total
        return " + ".join(term for term, _ in terms) or "0", len(terms)
