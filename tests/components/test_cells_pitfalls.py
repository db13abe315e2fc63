"""The cells and hovers of the lessons on pitfalls, against counts and averages made here."""

from __future__ import annotations

import math

import numpy as np
import pytest

from components.lessons.pitfalls import chosen_threshold, empty_union, error_kinds, rare_class
from components.lessons.pitfalls.chosen_threshold import ChosenThreshold
from components.lessons.pitfalls.empty_union import EmptyUnion
from components.lessons.pitfalls.error_kinds import ErrorKinds
from components.lessons.pitfalls.rare_class import RareClass
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, shown, states
from tests.components.test_sentences_pitfalls import jaccard


@pytest.mark.parametrize("true", "012")
@pytest.mark.parametrize("pred", "012")
def test_the_averages_over_classes_are_counted_here_too(true: str, pred: str) -> None:
    page = shown(empty_union.LESSON, EmptyUnion(true=true, pred=pred))
    pairs = [*zip("010", "010", strict=True), (true, pred)]
    counts = [(sum(t == p == k for t, p in pairs), sum(k in pair for pair in pairs)) for k in "012"]
    rows: list[list[object]] = []
    for rule, value in (("taken as 0", 0.0), ("taken as 1", 1.0), ("left out", math.nan)):
        scores = [tp / union if union else value for tp, union in counts]
        rows.append([rule, *scores, *[float(np.nanmean(scores))] * 2])
    alike(cells(page, "numbers"), rows)
    for hover in of(page.figures["averages"], "class"):
        name, score, weight = found(r"^class (\d): J = (.+)<br>(\d+)% of the weight in macro$", hover.text)
        tp, union = counts[int(name)]
        assert score in ((f"{tp}/{union}",) if union else ("0/0, taken as 0", "0/0, taken as 1"))
        kept = [3, 3, sum(union > 0 for _, union in counts)]
        assert int(weight) in {round(100 / each) for each in kept}


@pytest.mark.parametrize("state", states(rare_class.LESSON, 6), ids=str)
def test_the_averages_of_a_rare_class_are_counted_here_too(state: RareClass) -> None:
    page = shown(rare_class.LESSON, state)
    rare, frequent = [], state.frequent
    for hits in range(11):
        often, seldom, micro = (
            over(frequent, frequent + 10 - hits),
            hits / 10,
            over(frequent + hits, frequent + 20 - hits),
        )
        weighted, macro = (frequent * often + 10 * seldom) / (frequent + 10), (often + seldom) / 2
        rare.append([hits, often, seldom, micro, weighted, macro])
    alike(cells(page, "numbers"), rare)


def test_the_scores_of_two_kinds_of_error_are_those_of_their_counts() -> None:
    page = shown(error_kinds.LESSON, ErrorKinds())
    kinds = [[fn, 10, 10 - fn, fn, 0.5, over(10, 20 - fn), over(10, 10 + fn)] for fn in range(11)]
    alike(cells(page, "numbers"), kinds)
    for trace in hovers(page.figures["kinds"]):
        for hover in trace:
            name, text, fn = found(r"^(\w+) (\S+)<br>false negatives: (\d+)$", hover.text)
            assert says(text, kinds[int(fn)][{"Jaccard": 4, "precision": 5, "recall": 6}[name]])


def test_the_scores_of_both_halves_are_those_of_their_items() -> None:
    page = shown(chosen_threshold.LESSON, ChosenThreshold())
    rows = cells(page, "numbers")
    alike(rows, [[k / 200, jaccard(0, k / 200), jaccard(1, k / 200)] for k in range(201)])
    for trace in hovers(page.figures["curves"]):
        for k, hover in enumerate(trace):
            name, t, text = found(r"^(\w+) set<br>threshold (\S+): J = (\S+)$", hover.text)
            assert says(t, k / 200)
            assert says(text, rows[k][1 if name == "validation" else 2])
