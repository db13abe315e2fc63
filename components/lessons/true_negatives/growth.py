"""What both lessons on true negatives share: counts that stay, scores while TN grows, and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.score_pair import Scores
from components.markup.table import Table
from components.state import State, Whole, of
from components.words.numbers import many, part_of, written, zero_over_zero

TP = Whole("tp", "True positives (TP)", 10, 0, 1000, 1)
FP = Whole("fp", "False positives (FP)", 5, 0, 1000, 1)
FN = Whole("fn", "False negatives (FN)", 5, 0, 1000, 1)

FINE = 6  # digits that still tell 0.99999 from 1


@dataclass(frozen=True)
class Fixed(State):
    """The counts that stay as they are while true negatives are added."""

    tp: int = of(TP)
    fp: int = of(FP)
    fn: int = of(FN)

    @property
    def counts(self) -> core.Counts:
        """The counts without any true negative."""
        return core.Counts(self.tp, self.fp, self.fn, 0)


class Growth(NamedTuple):
    """Counts and scores for many numbers of true negatives; nan where a score is 0/0."""

    counts: core.Counts
    accuracy: NDArray[np.float64]
    jaccard: NDArray[np.float64]

    @property
    def curves(self) -> tuple[Scores, Scores]:
        """Both scores as the figures draw them."""
        return _curve("accuracy", self.accuracy), _curve("Jaccard", self.jaccard)


def growth(fixed: Fixed, tn: NDArray[Any]) -> Growth:
    """Return the scores for these numbers of true negatives."""
    tp, fp, fn = (np.full(tn.size, count) for count in (fixed.tp, fixed.fp, fixed.fn))
    counts = core.Counts(tp, fp, fn, tn)
    return Growth(counts, core.accuracy(counts), core.jaccard(counts, zero_division=np.nan))


def numbers(fixed: Fixed, tn: NDArray[Any], caption: str, shown: Sequence[int]) -> Table:
    """Return the scores for these numbers of true negatives as a table, of which the page shows some rows."""
    growing = growth(fixed, tn)
    counts = growing.counts
    columns = (counts.tn, counts.tp + counts.tn, counts.total, growing.accuracy, growing.jaccard)
    return Table(
        ["TN", "right", "all", "accuracy", "J"],
        list(zip(*(each.tolist() for each in columns), strict=True)),
        caption=caption,
        digits=FINE,
        shown=shown,
    )


def _curve(name: str, scores: NDArray[np.float64]) -> Scores:
    return Scores(name, f"{name}<br>0/0" if np.isnan(scores[-1]) else name, scores, written(scores, 4))


def with_them(tn: NDArray[Any]) -> list[str]:
    """Return how a sentence on each number of true negatives begins."""
    return [f"With {many(count, 'true negative')}" for count in tn.tolist()]


def of_accuracy(growing: Growth, accuracy: list[str], beginnings: list[str]) -> list[str]:
    """Return what is said of accuracy at each number of true negatives."""
    counts = growing.counts
    right, total = (counts.tp + counts.tn).tolist(), counts.total.tolist()
    said = [
        f"{begins}, accuracy is {shown}: {part_of(n, of_all, 'item', verb='is')} right."
        for begins, shown, n, of_all in zip(beginnings, accuracy, right, total, strict=True)
    ]
    if not counts.tn[0]:
        said[0] = "Without true negatives, accuracy and J are the same number."
    if not total[0]:
        said[0] = f"There is no item at all, so accuracy is {zero_over_zero()}."
    return said
