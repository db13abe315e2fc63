"""The cells and hovers of /f1, against fractions made here."""

from __future__ import annotations

import numpy as np
import pytest

from components.sections.f1 import F1, SECTION
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, shown, states


def scores(tp: float, fp: float, fn: float) -> tuple[float, float]:
    """F1 and J."""
    return over(2 * tp, 2 * tp + fp + fn), over(tp, tp + fp + fn)


def averages(*labels: tuple[int, int, int]) -> list[float]:
    """Macro F1 and J, then micro F1 and J."""
    return [*np.mean([scores(*each) for each in labels], axis=0), *scores(*np.sum(labels, axis=0).tolist())]


@pytest.mark.parametrize("state", [F1(tp=0, fp=0, fn=0), *states(SECTION, 20)], ids=str)
def test_curve_counts_and_averages_are_those_of_fractions(state: F1) -> None:
    page, (tp, fp, fn) = shown(SECTION, state), (state.tp, state.fp, state.fn)
    grid = [k / 500 for k in range(501)]
    alike(cells(page, "table"), [[f, f / (2 - f)] for f in grid])
    f1, j = scores(tp, fp, fn)
    wanted = [["precision", over(tp, tp + fp)], ["recall", over(tp, tp + fn)], ["F1", f1], ["J", j]]
    alike(cells(page, "table-2"), wanted)
    of_a, of_b = averages((7, 3, 3), (7, 3, 3)), [averages((10, 0, 0), (hits, 4, 10 - hits)) for hits in range(11)]
    rows = [["model A", *of_a], *([f"model B, {hits} of 10", *each] for hits, each in enumerate(of_b))]
    alike(cells(page, "means-table"), rows)

    for id in ("curve", "means"):
        for hover in of(page.figures[id], "^F1 .* is Jaccard"):
            f, on_curve = found(r"^F1 (\S+) is Jaccard (\S+)$", hover.text)
            assert says(on_curve, float(f) / (2 - float(f)))
    here = of(page.figures["curve"], "your counts")
    assert len(here) == (tp + fp + fn > 0)
    for hover in here:
        assert says(found(r"F1 (\S+)<br>", hover.text)[0], f1)
        assert says(found(r"J (\S+)$", hover.text)[0], j)
    hard = scores(state.hits, 4, 10 - state.hits)
    points = [of_a[:2], hard, hard, of_b[state.hits][:2], (1, 1)]
    _, *named = hovers(page.figures["means"])
    for (hover,), point in zip(named, points, strict=True):
        for text, value in zip(found(r"^F1 (\S+), Jaccard (\S+)$", hover.text), point, strict=True):
            assert says(text, value)
