"""The cells and hovers of /true-negatives, against fractions made here."""

from __future__ import annotations

import pytest

from components.sections.true_negatives import SECTION, TrueNegatives
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers
from tests.components.sentences import found, number, shown, states

KNOWN = [
    {"tp": 0, "fp": 0, "fn": 0},
    {"tp": 667, "fp": 1, "fn": 0, "decade": 0},  # an accuracy that four digits would make 1
    {"tp": 1, "fp": 1000, "fn": 1000},
]


@pytest.mark.parametrize("state", [*(TrueNegatives(**each) for each in KNOWN), *states(SECTION, 8)], ids=str)
def test_both_scores_are_those_of_the_counts(state: TrueNegatives) -> None:
    page, (tp, fp, fn) = shown(SECTION, state), (state.tp, state.fp, state.fn)
    total, j = tp + fp + fn, over(tp, tp + fp + fn)
    for name, counts in (
        ("table", [*range(0, 2001, 10), 10**4, 10**5, 10**6]),
        ("decades-table", [round(10 ** (k / 10)) for k in range(61)]),
    ):
        alike(cells(page, name), [[tn, tp + tn, total + tn, over(tp + tn, total + tn), j] for tn in counts])
    for figure in ("growth", "decades"):
        accuracies, jaccards = hovers(page.figures[figure])
        for hover in accuracies:
            counted, text = found(r"^true negatives: ([\d,]+)<br>accuracy: (\S+)$", hover.text)
            assert says(text, over(tp + number(counted), total + number(counted)))
        for hover in jaccards:
            (text,) = found(r"<br>Jaccard: (\S+)$", hover.text)
            assert says(text, j)
