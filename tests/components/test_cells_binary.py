"""The cells and hovers of /binary, against scikit-learn and counts made here."""

from __future__ import annotations

import math

import pytest
from sklearn import metrics

from components.lessons.binary import LESSON, Binary
from tests.components.cells import alike, cells, over
from tests.components.hovers import hovers
from tests.components.sentences import shown, states

OUTCOME = {(1, 1): "TP", (0, 1): "FP", (1, 0): "FN", (0, 0): "TN"}
MEANT = {
    "TP": "a true positive (TP), also called a hit",
    "FP": "a false positive (FP), also called a false alarm",
    "FN": "a false negative (FN), also called a miss",
    "TN": "a true negative (TN), which Jaccard leaves out",
}


@pytest.mark.parametrize("state", states(LESSON, 20), ids=str)
def test_every_item_and_every_score_is_what_it_is_said_to_be(state: Binary) -> None:
    page = shown(LESSON, state)
    true, pred = ([int(i in each) for i in range(6)] for each in (state.true, state.pred))
    items = [(item, t, p, OUTCOME[t, p]) for item, t, p in zip("abcdef", true, pred, strict=True)]
    alike(cells(page, "table"), items)
    count = {kind: sum(each[3] == kind for each in items) for kind in MEANT}
    tp, fp, fn, tn = (count[kind] for kind in ("TP", "FP", "FN", "TN"))
    parts = {
        "Jaccard": (tp, tp + fp + fn),
        "F1": (2 * tp, 2 * tp + fp + fn),
        "precision": (tp, tp + fp),
        "recall": (tp, tp + fn),
        "accuracy": (tp + tn, 6),
    }
    alike(cells(page, "table-2"), [[name, f"{a}/{b}", over(a, b)] for name, (a, b) in parts.items()])
    peers = [
        *(
            each(true, pred, zero_division=0)
            for each in (metrics.jaccard_score, metrics.f1_score, metrics.precision_score, metrics.recall_score)
        ),
        metrics.accuracy_score(true, pred),
    ]
    beside = [
        [f"{name} {a}/{b}", over(a, b), theirs] for (name, (a, b)), theirs in zip(parts.items(), peers, strict=True)
    ]
    alike(cells(page, "compared"), beside)
    table = page.sheets()["compared"]
    for row, (a, b), theirs in zip(table.rows, parts.values(), peers, strict=True):
        ours = "0/0, undefined" if not b else f"{a / b:.4f}"
        assert [cell.text for cell in row[1:]] == [ours, f"{theirs:.4f}{'' if b else '*'}"]
    (labels,) = hovers(page.figures["labels"])
    assert [hover.text for hover in labels] == [f"item {item}: {MEANT[kind]}" for item, _, _, kind in items] * 3
    (bars,) = hovers(page.figures["scores"])
    assert [hover.text for hover in bars] == [f"{name}: {a}/{b}" for name, (a, b) in parts.items()]
    ends = [hover.at["x"] for hover in bars]
    assert ends == pytest.approx([0 if math.isnan(over(*each)) else over(*each) for each in parts.values()])
