"""What the section on averages says in random states, against scikit-learn and plain sums."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score, jaccard_score

from components.lessons.averaging import multiclass, multilabel, ranking
from components.lessons.averaging.multiclass import Multiclass
from components.lessons.averaging.multilabel import RARE_LABEL_MISSED, Multilabel, cells_of
from components.page import Lesson
from tests.components.sentences import found, number, sentences, states
from tests.states import every

# States in which a sentence was wrong, or takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {},
    RARE_LABEL_MISSED,
    # the label with the highest score has less weight in macro, which is higher all the same
    {"true": cells_of("101", "100"), "pred": cells_of("111", "111", "110")},
    {"true": (), "pred": ()},
    {"true": cells_of("100", "001", "111", "001"), "pred": cells_of("100", "000", "010", "001")},
]
LABELS = [*(Multilabel(**values) for values in KNOWN), *states(multilabel.LESSON, 40)]
CLASSES = [Multiclass(), Multiclass(t3="1", t4="1", p2="1", p3="0"), *states(multiclass.LESSON, 40)]


def each(states: list[Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("state", states, ids=str if every() else None)


NUMBER = r"(\d+(?:\.\d+)?)"
RULE = {"0": 0.0, "1": 1.0, "nan": np.nan}


@cache
def said(state: Multilabel | Multiclass, of: Lesson[Any] | None = None, line: str = "say") -> str:
    lesson = of or (multilabel.LESSON if isinstance(state, Multilabel) else multiclass.LESSON)
    return sentences(lesson, lesson.show(state))[line]


def groups_of_labels(state: Multilabel) -> list[tuple[int, int]]:
    """The true positives and the union of each label."""
    true, pred = state.true_matrix, state.predicted_matrix
    return [(int((t & p).sum()), int((t | p).sum())) for t, p in zip(true.T, pred.T, strict=True)]


def groups_of_classes(state: Multiclass) -> list[tuple[int, int]]:
    """The true positives and the union of each class."""
    true, pred = np.array(state.y_true), np.array(state.y_pred)
    return [(int(((true == k) & (pred == k)).sum()), int(((true == k) | (pred == k)).sum())) for k in state.all_classes]


@each([*LABELS, *CLASSES])
def test_macro_is_beside_micro_as_its_group_pulls_it(state: Multilabel | Multiclass) -> None:
    sentence = said(state)
    of_labels = isinstance(state, Multilabel)
    groups, zero = (groups_of_labels(state), state.zd) if of_labels else (groups_of_classes(state), state.czd)
    scores = [tp / union if union else RULE[zero] for tp, union in groups]
    total = sum(union for _, union in groups)
    if not total:
        assert sentence.startswith("Micro is 0/0, ")
        return
    kept = [score for score in scores if score == score]
    micro, macro = sum(tp for tp, _ in groups) / total, sum(kept) / len(kept)
    if abs(macro - micro) < 1e-9:
        assert sentence == f"Micro and macro are both {macro:.3f}."
        return
    written_micro, written_macro, label, group, score, union, out_of, count = found(
        rf"^Micro is {NUMBER}, macro {NUMBER}\. Most of the difference comes from (?:the label (\w+)|class (\d)): "
        r"its score, (\d/\d+|0/0, taken as \d), weighs (\d+)/(\d+) in micro and 1/(\d) in macro\.$",
        sentence,
    )
    assert (number(written_macro) > number(written_micro)) == (macro > micro), "told apart by their digits"
    assert (number(written_micro), number(written_macro)) == pytest.approx((micro, macro), abs=5.1e-4)
    k = multilabel.NAMES.index(label) if of_labels else int(group)
    tp, named = groups[k]
    assert score == (f"{tp}/{named}" if named else f"0/0, taken as {zero}")
    assert (int(union), int(out_of), int(count)) == (named, total, len(kept))
    more_weight = 1 / len(kept) > named / total
    assert (macro > micro) == ((scores[k] > micro) == more_weight), "the group pulls where macro went"


@each(CLASSES)
def test_what_is_right_and_what_class_is_absent_is_counted(state: Multiclass) -> None:
    sentence = said(state, None, "rest")
    right = sum(t == p for t, p in zip(state.y_true, state.y_pred, strict=True))
    assert f"{right} of 6 items {'is' if right == 1 else 'are'} predicted correctly." in sentence
    if "below the accuracy of" in sentence:
        micro, accuracy = map(number, found(rf"micro is {NUMBER}, below the accuracy of {NUMBER}\.", sentence))
        assert micro < accuracy == pytest.approx(accuracy_score(state.y_true, state.y_pred), abs=5.1e-4)
    else:
        assert right in (0, 6)
    absent = [k for k, (_, union) in enumerate(groups_of_classes(state)) if not union]
    named = re.search(r"Class (\d)(?:, class \d)*(?: and class \d)? do(?:es)? not occur", sentence)
    assert bool(named) == bool(absent)
    assert ("does not occur. Its score" in sentence) == (len(absent) == 1)


@each(LABELS)
def test_what_row_and_what_column_is_empty_is_counted(state: Multilabel) -> None:
    empty = int((~(state.true_matrix | state.predicted_matrix)).all(axis=0).sum())
    empty += int((~(state.true_matrix | state.predicted_matrix)).all(axis=1).sum())
    assert (said(state, None, "rest") == "") == (empty == 0)


@each(LABELS)
def test_the_models_that_are_ranked_differently_are_told_apart(state: Multilabel) -> None:
    verdict, difference = (said(state, ranking.LESSON, line) for line in ("say", "rest"))
    y, a = state.true_matrix, state.predicted_matrix
    if "there is no model B" in verdict:
        return
    b = a.copy()
    cells = re.findall(r"photo (\d), (\w+)", difference)
    for i, name in cells:
        b[int(i) - 1, multilabel.NAMES.index(name)] ^= True
    assert f"differs from it in {len(cells)} cell{'' if len(cells) == 1 else 's'}:" in difference
    both = rf"{NUMBER} for (?:model )?(A|B) and {NUMBER} for (A|B)\."
    pattern = rf"^Macro J is {both} Macro F1 is {both}"
    high_j, by_j, low_j, not_by_j, high_f1, by_f1, low_f1, not_by_f1 = found(pattern, verdict)
    assert {by_j, not_by_j} == {by_f1, not_by_f1} == {"A", "B"}
    assert by_j != by_f1
    for function, prefers, high, low in ((jaccard_score, by_j, high_j, low_j), (f1_score, by_f1, high_f1, low_f1)):
        means = {name: macro(function, y, p, RULE[state.zd]) for name, p in (("A", a), ("B", b))}
        assert means[prefers] == max(means.values())
        assert (number(high), number(low)) == pytest.approx((max(means.values()), min(means.values())), abs=5.1e-4)
        assert number(high) > number(low)
    for true, of_a, of_b in zip(y.T, a.T, b.T, strict=True):
        orders = {
            np.sign(function(true, of_a, zero_division=0) - function(true, of_b, zero_division=0))
            for function in (jaccard_score, f1_score)
        }
        assert len(orders) == 1
        # a label that both models have alike is preferred by neither score
        assert orders != {0.0} or "On no single label do they disagree" in verdict


def macro(function: Any, y: NDArray[np.bool_], p: NDArray[np.bool_], rule: float) -> float:
    """The mean of a score over the labels; 0/0 counts as the rule, or is left out."""
    scores = [
        function(true, pred, zero_division=0) if (true | pred).any() else rule
        for true, pred in zip(y.T, p.T, strict=True)
    ]
    return float(np.nanmean(scores))
