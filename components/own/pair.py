"""The figure of two models: their scores with an interval each, and their difference with the paired one."""

from __future__ import annotations

import numpy as np

from components.figures.base import Figure
from components.figures.paired_intervals import moved, paired_intervals
from components.own.standing import standing
from components.words.numbers import score, signed
from core import Difference, Interval

NAMES = ("A", "B", "A − B")
LOWEST = -0.25  # where the axis begins, unless an end lies lower
ROOM = 0.05


def pair(scores: tuple[float, float], ends: tuple[Interval, Interval], difference: Difference) -> Figure:
    """Return the figure of A and B, whose difference is A − B."""
    value, low, high = difference
    drawn = paired_intervals(
        NAMES, 0, lowest=min(LOWEST, low - ROOM), x_title="J, and below it the difference", each="row"
    )
    at = np.array([[*scores, value]])
    intervals = np.array([[ends[0], ends[1], (low, high)]])
    texts = [[*map(score, scores), signed(value)]]
    return standing(drawn, moved(at, intervals, texts, np.zeros((1, len(NAMES), 0))))
