"""The course: its sections in their reading order."""

from __future__ import annotations

from typing import Any

from components.page import Section
from components.sections import (
    averaging,
    binary,
    errors,
    exercises,
    f1,
    home,
    masks,
    pitfalls,
    sets,
    soft_jaccard,
    thresholds,
    trade_offs,
    true_negatives,
)

_AFTER_HOME: tuple[Section[Any], ...] = (
    sets.SECTION,
    binary.SECTION,
    masks.SECTION,
    true_negatives.SECTION,
    errors.SECTION,
    f1.SECTION,
    averaging.SECTION,
    thresholds.SECTION,
    soft_jaccard.SECTION,
    trade_offs.SECTION,
    pitfalls.SECTION,
    exercises.SECTION,
)
# A new section is a module or a package in components/sections/, its tests, and a line above.
SECTIONS: tuple[Section[Any], ...] = (home.section(_AFTER_HOME), *_AFTER_HOME)
