"""The cells and hovers of the lessons on true negatives, against fractions made here."""

from __future__ import annotations

from typing import Any

import pytest

from components.lessons.true_negatives import to_a_million, to_two_thousand
from components.lessons.true_negatives.growth import Fixed
from components.page import Lesson
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers
from tests.components.sentences import found, number, shown, states

KNOWN = [
    {"tp": 0, "fp": 0, "fn": 0},
    {"tp": 667, "fp": 1, "fn": 0, "decade": 0},  # an accuracy that four digits would make 1
    {"tp": 1, "fp": 1000, "fn": 1000},
]


NEAR = [*range(0, 2001, 10), 10**4, 10**5, 10**6]
FAR = [round(10 ** (k / 10)) for k in range(61)]
EACH: list[tuple[Lesson[Any], str, list[int]]] = [
    (to_two_thousand.LESSON, "growth", NEAR),
    (to_a_million.LESSON, "decades", FAR),
]


@pytest.mark.parametrize(
    ("lesson", "figure", "counts", "state"),
    [
        (*each, state)
        for each in EACH
        for state in (*(each[0].state.read(values) for values in KNOWN), *states(each[0], 8))
    ],
)
def test_both_scores_are_those_of_the_counts(lesson: Lesson[Any], figure: str, counts: list[int], state: Fixed) -> None:
    page, (tp, fp, fn) = shown(lesson, state), (state.tp, state.fp, state.fn)
    total, j = tp + fp + fn, over(tp, tp + fp + fn)
    alike(cells(page, "table"), [[tn, tp + tn, total + tn, over(tp + tn, total + tn), j] for tn in counts])
    accuracies, jaccards = hovers(page.figures[figure])
    for hover in accuracies:
        counted, text = found(r"^true negatives: ([\d,]+)<br>accuracy: (\S+)$", hover.text)
        assert says(text, over(tp + number(counted), total + number(counted)))
    for hover in jaccards:
        (text,) = found(r"<br>Jaccard: (\S+)$", hover.text)
        assert says(text, j)
