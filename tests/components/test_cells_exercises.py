"""The cells and hovers of the exercises, against counts, fractions and a descent that are made here."""

from __future__ import annotations

import math
from typing import Any

import pytest

from components.lessons.exercises import micro_and_macro as averages
from components.lessons.exercises import same_accuracy
from components.lessons.exercises import two_losses as losses
from components.lessons.exercises.micro_and_macro import MicroAndMacro
from components.lessons.exercises.same_accuracy import SameAccuracy
from components.lessons.exercises.two_losses import TwoLosses
from components.page import Lesson
from tests.components.cells import alike, cells, over, says
from tests.components.hovers import hovers
from tests.components.sentences import found, shown, states
from tests.components.test_sentences_exercises import BUILT, descent

OUTCOME = {(1, 1): "TP", (0, 1): "FP", (1, 0): "FN", (0, 0): "TN"}


def each_built(lesson: Lesson[Any]) -> pytest.MarkDecorator:
    known = dict.fromkeys(lesson.state.read(values) for values in BUILT)
    return pytest.mark.parametrize("state", [*known, *states(lesson, 20)], ids=str)


def counted(true: set[int], pred: set[int], size: int) -> list[int]:
    """TP, FP, FN and TN."""
    return [len(true & pred), len(pred - true), len(true - pred), size - len(true | pred)]


@each_built(same_accuracy.LESSON)
def test_the_two_predictions_are_scored_item_by_item(state: SameAccuracy) -> None:
    page, (true, *both) = shown(same_accuracy.LESSON, state), map(set, (state.true, state.first, state.second))
    alike(cells(page, "table"), [[i + 1, i in true, i in both[0], i in both[1]] for i in range(10)])
    rows: list[list[object]] = []
    for name, pred in zip(("first", "second"), both, strict=True):
        tp, fp, fn, tn = counted(true, pred, 10)
        rows.append([name, tp, fp, fn, tn, (tp + tn) / 10, over(tp, tp + fp + fn)])
    alike(cells(page, "table-2"), rows)
    (items,) = hovers(page.figures["two-predictions"])
    wanted = [f"item {i + 1}: {'positive' if i in true else 'negative'}" for i in range(10)]
    for name, pred in zip(("first", "second"), both, strict=True):
        wanted += [f"item {i + 1}, {name}: {OUTCOME[i in true, i in pred]}" for i in range(10)]
    assert [hover.text for hover in items] == wanted
    (bars,) = hovers(page.figures["two-scores"])
    fractions = [(f"{name}: {tp + tn}/10", (tp + tn) / 10) for name, tp, _, _, tn, *_ in rows]  # type: ignore[operator]
    fractions += [(f"{name}: {tp}/{tp + fp + fn}", over(tp, tp + fp + fn)) for name, tp, fp, fn, *_ in rows]  # type: ignore
    assert [hover.text for hover in bars] == [text for text, _ in fractions]
    assert [hover.at["x"] for hover in bars] == pytest.approx([0 if v != v else v for _, v in fractions])


@each_built(averages.LESSON)
def test_the_labels_are_scored_cell_by_cell(state: MicroAndMacro) -> None:
    page = shown(averages.LESSON, state)
    true, pred = ([{x for x in each if x % 3 == k} for k in range(3)] for each in (state.labels, state.predicted))
    groups = [counted(*each, 6) for each in zip(true, pred, strict=True)]
    scores = [tp / (tp + fp + fn) if tp + fp + fn else 0.0 for tp, fp, fn, _ in groups]
    tp, fp, fn, _ = (sum(each) for each in zip(*groups, strict=True))
    micro = tp / (tp + fp + fn) if tp + fp + fn else 0.0
    rows: list[list[object]] = [
        [f"label {k}", tp + fn, tp, fp, fn, score]
        for k, ((tp, fp, fn, _), score) in enumerate(zip(groups, scores, strict=True), 1)
    ]
    rows += [["macro", *[math.nan] * 4, sum(scores) / 3], ["micro", tp + fn, tp, fp, fn, micro]]
    alike(cells(page, "table"), rows)
    (labels,) = hovers(page.figures["label-cells"])
    both = [set(state.labels), set(state.predicted)]
    assert [hover.text for hover in labels] == [
        f"sample {x // 3 + 1}, label {x % 3 + 1}: {OUTCOME[x in both[0], x in both[1]]}" for x in range(18)
    ]
    (bars,) = hovers(page.figures["label-scores"])
    parts = [f"label {k}: {tp}/{tp + fp + fn}" for k, (tp, fp, fn, _) in enumerate(groups, 1)]
    assert [hover.text for hover in bars] == [*parts, "macro: the mean of the scores", "micro: the score of all cells"]
    assert [hover.at["x"] for hover in bars] == pytest.approx([*scores, sum(scores) / 3, micro])


@pytest.mark.parametrize("state", [TwoLosses(run="yes"), *states(losses.LESSON, 3)], ids=str)
def test_the_race_is_that_of_a_descent_made_here(state: TwoLosses) -> None:
    page, curves = shown(losses.LESSON, state), [descent(state.seed, "dice", 1.0, "exact")]
    if state.run == "yes":
        curves.append(descent(state.seed, "jaccard", state.rate, state.gradient))
    alike(cells(page, "table"), [[k, *(curve[k] for curve in curves)] for k in range(101)])
    for trace, curve, name in zip(hovers(page.figures["race"]), curves, ("soft Dice", "soft Jaccard"), strict=False):
        for k, hover in enumerate(trace):
            (said,) = found(rf"^{name}, iteration {k}: Jaccard at 0.5 = (\S+)$", hover.text)
            assert says(said, curve[k])
    assert len(hovers(page.figures["race"])) == len(curves)


def test_the_tables_of_the_worked_answers() -> None:
    for name, (tp, errors) in zip(same_accuracy.predictions(), ((0, 3), (2, 3), (3, 3)), strict=True):
        (row,) = (row for row in same_accuracy.answer().rows if row[0] == name)
        assert (row[1], row[2] + row[3], row[5], row[6]) == (tp, errors, 0.7, pytest.approx(tp / (tp + 3)))
    rows = {row[0]: row[1:] for row in averages.answer().rows}
    assert rows["label 1"] == [6, 6, 0, 0, 1.0]
    assert [rows[name][-1] for name in ("micro", "macro", "weighted")] == pytest.approx([6 / 8, 1 / 3, 6 / 8])
    _, on_the_way = losses.answer()
    curves = [descent(42, "jaccard", 1.0, "exact"), descent(42, "dice", 1.0, "exact")]
    for iteration, *scores in on_the_way.rows:
        if iteration <= 100:
            assert scores == pytest.approx([curve[iteration] for curve in curves])
