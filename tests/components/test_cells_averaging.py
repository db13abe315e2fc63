"""The cells and hovers of the lessons on averages, against scikit-learn and plain sums."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, f1_score, jaccard_score

from components.lessons.averaging import multiclass, multilabel, ranking
from components.lessons.averaging.multiclass import Multiclass
from components.lessons.averaging.multilabel import Multilabel
from components.live.view import Shown
from tests.components.cells import alike, cells, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, shown, states

RULE = {"0": 0.0, "1": 1.0, "nan": math.nan}
SAID = {"0": "taken as 0", "1": "taken as 1", "nan": "left out"}
KNOWN: list[dict[str, Any]] = [
    {"true": (), "pred": ()},  # every union is empty
    {"true": (), "pred": (0, 1), "zd": "1"},  # every support is 0
]
NEVER_TRUE = Multiclass(**{f"t{i}": "0" for i in range(1, 7)}, **{f"p{i}": "1" for i in range(1, 7)}, classes="2")
Group = tuple[int, int, int, int]  # TP, FP, FN, TN


def counted(true: Any, pred: Any) -> Group:
    return tuple(int(each.sum()) for each in (true & pred, ~true & pred, true & ~pred, ~true & ~pred))  # type: ignore[return-value]


def weights(groups: list[Group], rule: float, by: str) -> list[float]:
    """The share of each group in an average; nan in micro where there is no union."""
    unions = [tp + fp + fn for tp, fp, fn, _ in groups]
    kept = [union > 0 or rule == rule for union in unions]
    given = {"equal": [1] * len(groups), "support": [tp + fn for tp, _, fn, _ in groups], "union": unions}[by]
    if by == "union" and not sum(unions):
        return [math.nan] * len(groups)
    parts = [part if is_kept else 0 for part, is_kept in zip(given, kept, strict=True)]
    if by == "support" and not sum(parts):
        parts = [int(is_kept) for is_kept in kept]
    return [part / sum(parts) if sum(parts) else 0.0 for part in parts]


def score(group: Group, rule: float) -> float:
    tp, fp, fn, _ = group
    return tp / (tp + fp + fn) if tp + fp + fn else rule


def mean(groups: list[Group], rule: float, by: str) -> float:
    if by == "union":
        tp, union = (sum(part) for part in zip(*((tp, tp + fp + fn) for tp, fp, fn, _ in groups), strict=True))
        return tp / union if union else rule
    pairs = zip(weights(groups, rule, by), groups, strict=True)
    kept = [(weight, score(group, rule)) for weight, group in pairs if score(group, rule) == score(group, rule)]
    return sum(weight * each for weight, each in kept) if kept else math.nan


def fraction(group: Group, key: str) -> str:
    tp, fp, fn, _ = group
    return f"{tp}/{tp + fp + fn}" if tp + fp + fn else f"0/0, {SAID[key]}"


def value_of(calculation: str) -> float:
    """What a calculation in fractions comes to."""
    if not re.fullmatch(r"[\d+/·() ]+", calculation):
        return {"0/0, taken as 0": 0.0, "0/0, taken as 1": 1.0}.get(calculation, math.nan)
    return float(eval(calculation.replace("·", "*")))


def of_groups(page: Shown, sheet: str, named: list[str], groups: list[Group], key: str, averages: list[str]) -> None:
    rows = []
    for k, (name, group) in enumerate(zip(named, groups, strict=True)):
        shares = [weights(groups, RULE[key], by)[k] for by in averages]
        rows.append([name, *group, fraction(group, key), score(group, RULE[key]), *shares])
    alike(cells(page, sheet), rows)


def of_averages(
    page: Shown, sheet: str, groups: dict[str, list[Group]], named: list[str], key: str, theirs: Any
) -> None:
    by = {"samples": "equal", "micro": "union", "macro": "equal", "weighted": "support"}
    rows = {row[0]: row[1:] for row in cells(page, sheet)}
    assert list(rows) == [*groups, *named]
    for k, (name, (here, peer, made_of)) in enumerate(rows.items()):
        if name in groups:
            wanted = mean(groups[name], RULE[key], by[name])
            assert value_of(made_of) == pytest.approx(wanted, nan_ok=True)
        else:
            group = groups["macro"][k - len(groups)]
            wanted = score(group, RULE[key])
            assert made_of == fraction(group, key)
        assert here == pytest.approx(wanted, nan_ok=True)
        assert peer == pytest.approx(theirs(name, k - len(groups)) if key != "nan" else math.nan, nan_ok=True)


def of_bars(page: Shown, figure: str, groups: dict[str, list[Group]], key: str, first: int) -> None:
    by = {"samples": "equal", "micro": "union", "macro": "equal", "weighted": "support"}
    for hover in of(page.figures[figure], "J = "):
        name, said, part, average = found(r"^(.+): J = (.+)<br>(.+) in (\w+)$", hover.text)
        k = multilabel.NAMES.index(name) if name in multilabel.NAMES else int(name[-1]) - first
        assert said == fraction(groups[average][k], key)
        weight = weights(groups[average], RULE[key], by[average])[k]
        assert part == (f"{weight:.0%} of the weight" if weight == weight else "without a union there are no weights")


@pytest.mark.parametrize("state", [*(Multilabel(**each) for each in KNOWN), *states(multilabel.LESSON, 20)], ids=str)
def test_the_multilabel_tables_and_hovers(state: Multilabel) -> None:
    page, key = shown(multilabel.LESSON, state), state.zd
    true, pred = state.true_matrix, state.predicted_matrix
    samples = [counted(*each) for each in zip(true, pred, strict=True)]
    labels = [counted(*each) for each in zip(true.T, pred.T, strict=True)]
    by_name = {"samples": samples, "micro": labels, "macro": labels, "weighted": labels}
    names = list(multilabel.NAMES[: len(labels)])
    of_groups(page, "numbers", [f"photo {k}" for k, _ in enumerate(samples, 1)], samples, key, ["equal"])
    of_groups(page, "numbers-2", names, labels, key, ["equal", "support", "union"])

    def theirs(name: str, k: int) -> float:
        if len(labels) == 1:
            return math.nan
        options = {"zero_division": RULE[key]}
        if name in by_name:
            return float(jaccard_score(true, pred, average=name, **options))
        return float(jaccard_score(true, pred, average=None, **options)[k])

    of_averages(page, "averages", by_name, names, key, theirs)
    of_bars(page, "bars", by_name, key, 1)
    (outcomes,) = hovers(page.figures["outcomes"])
    words = {
        (1, 1): "true positive (hit)",
        (0, 1): "false positive (false",
        (1, 0): "false negative (miss)",
        (0, 0): "true neg",
    }
    for hover in outcomes:
        i, name, what = found(r"^photo (\d), (\w+): (.+)$", hover.text)
        at = int(i) - 1, names.index(name)
        assert what.startswith(words[int(true[at]), int(pred[at])])
    assert len(outcomes) == true.size


@pytest.mark.parametrize(
    "state", [Multiclass(classes="5", czd="nan"), NEVER_TRUE, *states(multiclass.LESSON, 20)], ids=str
)
def test_the_multiclass_tables_and_hovers(state: Multiclass) -> None:
    page, key = shown(multiclass.LESSON, state), state.czd
    true, pred = np.array(state.y_true), np.array(state.y_pred)
    classes = list(range(max(int(state.classes), true.max() + 1, pred.max() + 1)))
    groups = [counted(true == k, pred == k) for k in classes]
    by_name = dict.fromkeys(("macro", "micro", "weighted"), groups)
    names = [f"class {k}" for k in classes]
    of_groups(page, "numbers", names, groups, key, ["equal", "support", "union"])

    def theirs(name: str, k: int) -> float:
        options = {"zero_division": RULE[key], "labels": classes}
        if name in by_name:
            return float(jaccard_score(true, pred, average=name, **options))
        return float(jaccard_score(true, pred, average=None, **options)[k])

    of_averages(page, "averages", by_name, names, key, theirs)
    of_bars(page, "bars", by_name, key, 0)
    matrix = confusion_matrix(true, pred, labels=classes)
    (confusion,) = hovers(page.figures["confusion"])
    assert len(confusion) == matrix.size
    for hover in confusion:
        count, noun, i, j = found(r"^(no|\d) (items?) of class (\d), predicted (\d)", hover.text)
        there = matrix[int(i), int(j)]
        assert (0 if count == "no" else int(count)) == there
        assert noun == ("item" if there == 1 else "items")
        rest = f"TP of {i}" if i == j else f"FN of {i} and FP of {j}"
        assert hover.text.partition(":<br>")[2] == (rest if there else "")

    occur = [score(group, math.nan) for group in groups]
    as_number = {rule: float(np.mean([score(group, rule) for group in groups])) for rule in (0, 1)}
    ever_true = [score(group, math.nan) for group in groups if group[0] + group[2]]
    wanted = [np.nanmean(occur), as_number[0], as_number[1], np.nanmean(occur), np.nanmean(occur), np.mean(ever_true)]
    rows = cells(page, "libraries")
    assert [row[2] for row in rows] == pytest.approx([float(value) for value in wanted])
    assert rows[0][2] == pytest.approx(jaccard_score(true, pred, average="macro", zero_division=0)), "by default"
    assert rows[1][2] == pytest.approx(jaccard_score(true, pred, average="macro", zero_division=0, labels=classes))
    answers = len({round(float(value), 9) for value in wanted})
    caption = page.sheets()["libraries"].caption
    if answers == 1:
        assert not np.isnan(occur).any()
        # one library leaves out what is never true, so then the mean is the same only if there is nothing but zeros
        why = "every class occurs" if len(ever_true) == len(classes) else "no item is right"
        assert f"all the same, because {why}" in caption
    else:
        assert f"{answers} different answers" in caption


@pytest.mark.parametrize("state", states(ranking.LESSON, 12), ids=str)
def test_both_models_are_scored_label_by_label(state: Multilabel) -> None:
    page, rule = shown(ranking.LESSON, state), RULE[state.zd]
    true, a = state.true_matrix, state.predicted_matrix
    b = a.copy()
    text = page.texts[next(target for target in page.texts if target.id == "rest-difference")]
    for i, name in re.findall(r"photo (\d), (\w+)", text):
        b[int(i) - 1, multilabel.NAMES.index(name)] ^= True
    columns = []
    for function in (jaccard_score, f1_score):
        for model in (a, b):
            each = [
                float(function(t, p, zero_division=0)) if (t | p).any() else rule
                for t, p in zip(true.T, model.T, strict=True)
            ]
            kept = [value for value in each if value == value]
            columns.append([*each, float(np.mean(kept)) if kept else math.nan])
    names = [*multilabel.NAMES[: true.shape[1]], "macro"]
    alike(cells(page, "table"), list(zip(names, *columns, strict=True)))
    kept = [(name, *row) for name, *row in zip(names, *columns, strict=True) if row[0] == row[0] and row[1] == row[1]]
    pairs = [(name, *row[:2]) for name, *row in kept] + [(name, *row[2:]) for name, *row in kept]
    for trace, (name, one, other) in zip(hovers(page.figures["ranking"]), pairs, strict=True):
        for hover, model, value in zip(trace, "AB", (one, other), strict=True):
            (said,) = found(rf"^{name}, model {model}: (\S+)$", hover.text)
            assert says(said, value)
        told_apart = trace[0].text.rpartition(" ")[2] != trace[1].text.rpartition(" ")[2]
        assert told_apart == (abs(one - other) > 1e-9)
