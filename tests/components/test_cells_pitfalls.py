"""The cells and hovers of /pitfalls, against counts and averages made here."""

from __future__ import annotations

import math

import numpy as np
import pytest

from components.sections.pitfalls import SECTION, Pitfalls
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, shown, states
from tests.components.test_sentences_pitfalls import jaccard


@pytest.mark.parametrize("state", states(SECTION, 15), ids=str)
def test_what_the_tables_count_is_counted_here_too(state: Pitfalls) -> None:
    page = shown(SECTION, state)
    pairs = [*zip("010", "010", strict=True), (state.true, state.pred)]
    counts = [(sum(t == p == k for t, p in pairs), sum(k in pair for pair in pairs)) for k in "012"]
    rows: list[list[object]] = []
    for rule, value in (("taken as 0", 0.0), ("taken as 1", 1.0), ("left out", math.nan)):
        scores = [tp / union if union else value for tp, union in counts]
        rows.append([rule, *scores, *[float(np.nanmean(scores))] * 2])
    alike(cells(page, "empty-numbers"), rows)
    for hover in of(page.figures["empty"], "class"):
        name, score, weight = found(r"^class (\d): J = (.+)<br>(\d+)% of the weight in macro$", hover.text)
        tp, union = counts[int(name)]
        assert score in ((f"{tp}/{union}",) if union else ("0/0, taken as 0", "0/0, taken as 1"))
        kept = [3, 3, sum(union > 0 for _, union in counts)]
        assert int(weight) in {round(100 / each) for each in kept}

    rare, frequent = [], state.frequent
    for hits in range(11):
        often, seldom, micro = (
            over(frequent, frequent + 10 - hits),
            hits / 10,
            over(frequent + hits, frequent + 20 - hits),
        )
        weighted, macro = (frequent * often + 10 * seldom) / (frequent + 10), (often + seldom) / 2
        rare.append([hits, often, seldom, micro, weighted, macro])
    alike(cells(page, "rare-numbers"), rare)
    kinds = [[fn, 10, 10 - fn, fn, 0.5, over(10, 20 - fn), over(10, 10 + fn)] for fn in range(11)]
    alike(cells(page, "kinds-numbers"), kinds)
    for trace in hovers(page.figures["kinds"]):
        for hover in trace:
            name, text, fn = found(r"^(\w+) (\S+)<br>false negatives: (\d+)$", hover.text)
            assert says(text, kinds[int(fn)][{"Jaccard": 4, "precision": 5, "recall": 6}[name]])


def test_the_scores_of_both_halves_are_those_of_their_items() -> None:
    page = shown(SECTION, Pitfalls())
    rows = cells(page, "cuts-numbers")
    alike(rows, [[k / 200, jaccard(0, k / 200), jaccard(1, k / 200)] for k in range(201)])
    for trace in hovers(page.figures["cuts"]):
        for k, hover in enumerate(trace):
            name, t, text = found(r"^(\w+) set<br>threshold (\S+): J = (\S+)$", hover.text)
            assert says(t, k / 200)
            assert says(text, rows[k][1 if name == "validation" else 2])
