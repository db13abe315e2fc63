"""The cells and hovers of the lessons on F1, against fractions made here."""

from __future__ import annotations

import numpy as np
import pytest

from components.lessons.f1 import two_models, two_scales
from components.lessons.f1.two_models import TwoModels
from components.lessons.f1.two_scales import TwoScales
from components.live.view import Shown
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, shown, states


def scores(tp: float, fp: float, fn: float) -> tuple[float, float]:
    """F1 and J."""
    return over(2 * tp, 2 * tp + fp + fn), over(tp, tp + fp + fn)


def averages(*labels: tuple[int, int, int]) -> list[float]:
    """Macro F1 and J, then micro F1 and J."""
    return [*np.mean([scores(*each) for each in labels], axis=0), *scores(*np.sum(labels, axis=0).tolist())]


@pytest.mark.parametrize("state", [TwoScales(tp=0, fp=0, fn=0), *states(two_scales.LESSON, 20)], ids=str)
def test_curve_and_counts_are_those_of_fractions(state: TwoScales) -> None:
    page, (tp, fp, fn) = shown(two_scales.LESSON, state), (state.tp, state.fp, state.fn)
    grid = [k / 500 for k in range(501)]
    alike(cells(page, "table"), [[f, f / (2 - f)] for f in grid])
    f1, j = scores(tp, fp, fn)
    wanted = [["precision", over(tp, tp + fp)], ["recall", over(tp, tp + fn)], ["F1", f1], ["J", j]]
    alike(cells(page, "table-2"), wanted)
    along_the_curve(page, "curve")
    here = of(page.figures["curve"], "your counts")
    assert len(here) == (tp + fp + fn > 0)
    for hover in here:
        assert says(found(r"F1 (\S+)<br>", hover.text)[0], f1)
        assert says(found(r"J (\S+)$", hover.text)[0], j)


@pytest.mark.parametrize("hits", range(11))
def test_averages_are_those_of_fractions(hits: int) -> None:
    page = shown(two_models.LESSON, TwoModels(hits=hits))
    of_a, of_b = averages((7, 3, 3), (7, 3, 3)), [averages((10, 0, 0), (k, 4, 10 - k)) for k in range(11)]
    rows = [["model A", *of_a], *([f"model B, {k} of 10", *each] for k, each in enumerate(of_b))]
    alike(cells(page, "table"), rows)
    along_the_curve(page, "means")
    hard = scores(hits, 4, 10 - hits)
    points = [of_a[:2], hard, hard, of_b[hits][:2], (1, 1)]
    _, *named = hovers(page.figures["means"])
    for (hover,), point in zip(named, points, strict=True):
        for text, value in zip(found(r"^F1 (\S+), Jaccard (\S+)$", hover.text), point, strict=True):
            assert says(text, value)


def along_the_curve(page: Shown, id: str) -> None:
    for hover in of(page.figures[id], "^F1 .* is Jaccard"):
        f, on_curve = found(r"^F1 (\S+) is Jaccard (\S+)$", hover.text)
        assert says(on_curve, float(f) / (2 - float(f)))
