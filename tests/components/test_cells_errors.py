"""The cells and hovers of /errors, against fractions made here."""

from __future__ import annotations

import pytest

from components.sections.errors import SECTION, Errors
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers
from tests.components.sentences import found, shown, states


@pytest.mark.parametrize("state", [Errors(tp=0), *states(SECTION, 8)], ids=str)
def test_every_cell_of_both_maps_is_its_own_score(state: Errors) -> None:
    page, size = shown(SECTION, state), range(31)
    same_hits = {(fp, fn): over(state.tp, state.tp + fp + fn) for fp in size for fn in size}
    same_positives = {(fp, fn): over(state.pos - fn, state.pos + fp) for fp in size for fn in size}
    for name, id, scores in (("table", "map", same_hits), ("fan-table", "fan", same_positives)):
        alike(cells(page, name), [[f"FN {fn}", *(scores[fp, fn] for fp in size)] for fn in size])
        said, _ = (*hovers(page.figures[id]), None)
        there = {
            tuple(map(int, found(r"^FP (\d+), FN (\d+): J = ", hover.text))): hover.text.rpartition(" ")[2]
            for hover in said
        }
        assert there.keys() == {at for at, score in scores.items() if score == score}
        assert all(says(text, scores[at]) for at, text in there.items())  # type: ignore[index]
