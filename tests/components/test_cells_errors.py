"""The cells and hovers of the lessons on errors, against fractions made here."""

from __future__ import annotations

import pytest

from components.lessons.errors.same_hits import LESSON as SAME_HITS
from components.lessons.errors.same_hits import SameHits
from components.lessons.errors.same_positives import LESSON as SAME_POSITIVES
from components.lessons.errors.same_positives import SamePositives
from components.live.view import Shown
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers
from tests.components.sentences import found, shown, states

SIZE = range(31)


@pytest.mark.parametrize("state", [SameHits(tp=0), *states(SAME_HITS, 8)], ids=str)
def test_every_cell_of_the_same_hits_is_its_own_score(state: SameHits) -> None:
    scores = {(fp, fn): over(state.tp, state.tp + fp + fn) for fp in SIZE for fn in SIZE}
    each_cell(shown(SAME_HITS, state), scores)


@pytest.mark.parametrize("state", states(SAME_POSITIVES, 8), ids=str)
def test_every_cell_of_the_same_positives_is_its_own_score(state: SamePositives) -> None:
    each_cell(
        shown(SAME_POSITIVES, state), {(fp, fn): over(state.pos - fn, state.pos + fp) for fp in SIZE for fn in SIZE}
    )


def each_cell(page: Shown, scores: dict[tuple[int, int], float]) -> None:
    alike(cells(page, "table"), [[f"FN {fn}", *(scores[fp, fn] for fp in SIZE)] for fn in SIZE])
    said, _ = (*hovers(page.figures["map"]), None)
    there = {
        tuple(map(int, found(r"^FP (\d+), FN (\d+): J = ", hover.text))): hover.text.rpartition(" ")[2]
        for hover in said
    }
    assert there.keys() == {at for at, score in scores.items() if score == score}
    assert all(says(text, scores[at]) for at, text in there.items())  # type: ignore[index]
