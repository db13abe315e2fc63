"""Averaging: the document's numbers as the page shows them, every average against scikit-learn, and what 0/0 becomes."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from components.url import bounded
from components.view import Target, View
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import jaccard_score

import core
from components import peer
from components.averages import Parts
from components.figures import blocks, outcomes
from components.sections import averaging
from components.sections.averaging import Id
from tests.conftest import components, defaults, drawn, identified

AVERAGES = ("samples", "micro", "macro", "weighted")
BLOCK_TRACE, FILL_TRACE, LINE_TRACE, VALUES = 0, 1, 2, 6

subsets = st.lists(st.integers(0, 11), unique=True).map(lambda cells: tuple(sorted(cells)))
rules = st.sampled_from(["0", "1", "nan"])
classes = st.fixed_dictionaries(
    {p.key: st.sampled_from("012") for p in (*averaging.TRUE_CLASSES, *averaging.PRED_CLASSES)}
)


def view(**given: Any) -> View:
    return averaging.view(**{**defaults(averaging), **given})  # type: ignore[arg-type]


def table(shown: View, id: str) -> dict[str, list[str]]:
    """The first table of a part: what stands in each row, by the row's name."""
    rows = {}
    for row in components(shown.parts[Target(id)]):
        if type(row).__name__ == "Tr" and row.children[0].scope == "row":
            name, *cells = (str(cell.children) for cell in row.children)
            rows.setdefault(name, cells)
    return rows


def said(shown: View, line: Any) -> str:
    return str(line.said(shown.texts))


def values(shown: View, id: str) -> list[str]:
    return [text.strip("</b>") for text in drawn(shown.figures[id]).data[VALUES].text]


# ---- the document ----------------------------------------------------------------------------------------------------


def test_the_documents_multilabel_numbers_stand_on_the_page_to_the_last_digit() -> None:
    rows = table(view(), Id.AVERAGES)
    assert {name: rows[name][0] for name in AVERAGES} == {
        "samples": "0.7916666666666666",
        "micro": "0.6666666666666666",
        "macro": "0.7222222222222222",
        "weighted": "0.6666666666666666",
    }
    assert [rows[f"label {i}"][0] for i in (1, 2, 3)] == ["0.5", "0.6666666666666666", "1.0"]
    assert [rows[f"label {i}"][2] for i in (1, 2, 3)] == ["1/2", "2/3", "1/1"]


def test_the_documents_multiclass_numbers_stand_on_the_page_to_the_last_digit() -> None:
    rows = table(view(), Id.CLASS_AVERAGES)
    assert {name: rows[name][0] for name in ("macro", "micro", "weighted")} == {
        "macro": "0.5555555555555555",
        "micro": "0.5",
        "weighted": "0.5555555555555555",
    }
    assert [rows[f"class {k}"][0] for k in (0, 1, 2)] == ["1.0", "0.3333333333333333", "0.3333333333333333"]


def test_each_average_says_what_it_is_made_of() -> None:
    rows = table(view(), Id.AVERAGES)
    assert [rows[name][2] for name in AVERAGES] == [
        "(2/3 + 1/1 + 1/2 + 1)/4",
        "4/6",
        "(1/2 + 2/3 + 1/1)/3",
        "(2·1/2 + 2·2/3 + 1·1/1)/5",
    ]
    assert table(view(), Id.CLASS_AVERAGES)["weighted"][2] == "(2·2/2 + 2·1/3 + 2·1/3)/6"


def test_scikit_learn_stands_beside_ours() -> None:
    for id in (Id.AVERAGES, Id.CLASS_AVERAGES):
        for name, (ours, theirs, _) in table(view(), id).items():
            assert ours == theirs, name


def test_without_scikit_learn_the_page_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer, "installed", lambda: False)
    shown = view()
    assert "pip install scikit-learn" in said(shown, averaging.PEER)
    assert table(shown, Id.AVERAGES)["micro"][:2] == ["0.6666666666666666", "–"]


def test_scikit_learn_has_no_way_to_leave_out() -> None:
    shown = view(zd="nan")
    assert "no “left out”" in said(shown, averaging.PEER)
    assert "no “left out”" not in said(shown, averaging.CLASS_PEER)
    assert table(shown, Id.AVERAGES)["samples"] == [str(float(np.mean([2 / 3, 1, 1 / 2]))), "–", "(2/3 + 1/1 + 1/2)/3"]


# ---- the figures -----------------------------------------------------------------------------------------------------


def test_the_matrix_shows_what_became_of_every_cell() -> None:
    figure = drawn(view().figures[Id.OUTCOMES])
    assert figure.data[0].z == ([3, 2, 3], [0, 3, 0], [1, 3, 0], [0, 0, 0])
    assert [text.strip("</b>") for text in figure.data[1].text[:4]] == ["TP", "FP", "TP", "TN"]
    assert outcomes.WORDS == ("TN", "FN", "FP", "TP")
    right, below = figure.data[3], figure.data[6]
    assert list(right.x) == pytest.approx([2 / 3, 1, 1 / 2, 1])
    assert list(below.y) == pytest.approx([1 / 2, 2 / 3, 1])
    assert list(right.marker.pattern.shape) == ["", "", "", "/"], "a score that is only a convention is hatched"


@settings(deadline=None, max_examples=25)
@given(subsets, subsets, rules, classes, rules)
def test_in_every_figure_of_blocks_the_filled_area_is_the_average(
    true: tuple[int, ...], pred: tuple[int, ...], zd: str, items: dict[str, str], czd: str
) -> None:
    with peer.asleep():
        shown = view(true=true, pred=pred, zd=zd, czd=czd, **items)
    for id, count in ((Id.LABEL_BLOCKS, 4), (Id.CLASS_BLOCKS, 3)):
        figure = drawn(shown.figures[id])
        fill, lines = figure.data[FILL_TRACE], figure.data[LINE_TRACE]
        levels = [y for y in lines.y if y is not None][::2]
        for k, words in enumerate(values(shown, id)):
            floor = -blocks.PITCH * k
            row = [(w, h) for w, h, base in zip(fill.width, fill.y, fill.base, strict=True) if base == floor]
            if words == "undefined":
                assert row == []
                continue
            assert sum(w for w, _ in row) == pytest.approx(1)
            area = sum(w * h for w, h in row)
            assert area == pytest.approx(float(words), abs=5.1e-4)
            assert any(level == pytest.approx(floor + area) for level in levels)
        assert len(levels) == sum(words != "undefined" for words in values(shown, id)) <= count


def test_the_confusion_matrix_counts_every_item_once() -> None:
    texts = drawn(view().figures[Id.CONFUSION]).data[4].text
    assert [text.replace("<b>", "").replace("</b>", "") for text in texts] == [
        "2 TP", "0", "0", "0", "1 TP", "1", "0", "1", "1 TP",
    ]  # fmt: skip


# ---- the sentences ---------------------------------------------------------------------------------------------------


def test_the_sentence_names_the_label_that_pulls_macro_away() -> None:
    text = said(view(), averaging.SAY)
    assert "agree on 4 of 6 marked cells: micro is 0.667" in text
    assert "Macro is higher, 0.722: label 3 holds 1 of the 6" in text
    assert "Nothing is marked in sample 4: 0/0, which counts as 1." in text


def test_a_rare_label_that_is_missed_lowers_macro_only() -> None:
    shown = view(**averaging.RARE_LABEL_MISSED)
    rows = table(shown, Id.AVERAGES)
    assert rows["micro"][0] == rows["weighted"][0] == str(8 / 9)
    assert rows["macro"][0] == str(2 / 3)
    assert "Macro is lower, 0.667: label 3 holds 1 of the 9" in said(shown, averaging.SAY)


def test_nothing_marked_at_all() -> None:
    empty = {"true": (), "pred": ()}
    for zd, value in (("0", "0.0"), ("1", "1.0"), ("nan", "undefined")):
        shown = view(**empty, zd=zd)
        assert {cells[0] for cells in table(shown, Id.AVERAGES).values()} == {value}
        assert "Nothing is marked at all" in said(shown, averaging.SAY)


def test_a_class_that_nobody_names_is_averaged_by_the_rule() -> None:
    nobody = {"t3": "1", "t4": "1", "p2": "1", "p3": "0"}
    assert table(view(**nobody), Id.CLASS_AVERAGES)["macro"][2] == "(2/3 + 3/4 + 0)/3"
    assert table(view(**nobody, czd="1"), Id.CLASS_AVERAGES)["macro"][2] == "(2/3 + 3/4 + 1)/3"
    assert table(view(**nobody, czd="nan"), Id.CLASS_AVERAGES)["macro"][2] == "(2/3 + 3/4)/2"
    assert "its 0/0 counts as 0. Nobody names class 2: 0/0, which counts as 0." in said(
        view(**nobody), averaging.CLASS_SAY
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "4 of 6 items are right. Each of the 2 mistakes is in two unions, so micro is 0.500, below"),
        ({"p2": "1"}, "5 of 6 items are right. The mistake is in two unions, so micro is 0.714, below the accuracy of 0.833"),
        ({"p2": "1", "p4": "2"}, "6 of 6 items are right. With every item right micro is 1.000, like the accuracy."),
        (dict.fromkeys(["t2", "t3", "t4", "t5", "p2", "p3", "p4"], "0") | {"t1": "1", "p6": "1", "t5": "1", "p5": "2"},
         "3 of 6 items are right."),
        ({f"{k}{i}": v for k, v in (("t", "0"), ("p", "1")) for i in range(1, 7)},
         "0 of 6 items are right. With no hit at all micro is 0.000, like the accuracy."),
    ],
)  # fmt: skip
def test_the_multiclass_sentence_in_telling_states(changed: dict[str, str], words: str) -> None:
    assert said(view(**changed), averaging.CLASS_SAY).startswith(words)


@pytest.mark.parametrize(
    ("rule", "words"), [("0", "would count as 0"), ("1", "would count as 1"), ("nan", "would be left out")]
)
def test_where_nothing_is_empty_the_sentence_tells_what_the_rule_would_do(rule: str, words: str) -> None:
    shown = view(**averaging.RARE_LABEL_MISSED, zd=rule, czd=rule)
    assert f"No row and no column is empty; one that was, 0/0, {words}." in said(shown, averaging.SAY)
    assert f"Every class occurs; one that nobody named, 0/0, {words}." in said(shown, averaging.CLASS_SAY)


# ---- every state -----------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25)
@given(subsets, subsets, rules, classes, rules)
def test_every_state_agrees_with_scikit_learn(
    true: tuple[int, ...], pred: tuple[int, ...], zd: str, items: dict[str, str], czd: str
) -> None:
    with peer.asleep():
        shown = view(true=true, pred=pred, zd=zd, czd=czd, **items)
    y_true, y_pred = (np.isin(np.arange(12), cells).reshape(4, 3).astype(int) for cells in (true, pred))
    t, p = ([int(items[f"{kind}{i}"]) for i in range(1, 7)] for kind in "tp")
    for id, a, b, names, rule, options in (
        (Id.AVERAGES, y_true, y_pred, AVERAGES, zd, {}),
        (Id.CLASS_AVERAGES, t, p, AVERAGES[1:], czd, {"labels": [0, 1, 2]}),
    ):
        rows = table(shown, id)
        for name in names if rule != "nan" else ():
            assert float(rows[name][0]) == pytest.approx(
                jaccard_score(a, b, average=name, zero_division=float(rule), **options)
            )
    whole = core.multilabel_counts(y_true, y_pred).sum()
    assert said(shown, averaging.SAY).startswith(f"The matrices agree on {whole.tp} of {whole.union} marked cell")
    assert "nan" not in json.dumps(
        {str(k): v for k, v in shown.texts.items() if "snippet" not in k.id}
    ).lower().replace("names nan", "")


@settings(deadline=None)
@given(subsets, subsets, rules)
def test_the_shares_of_the_parts_add_up(true: tuple[int, ...], pred: tuple[int, ...], zd: str) -> None:
    y_true, y_pred = (np.isin(np.arange(12), cells).reshape(4, 3) for cells in (true, pred))
    parts = Parts("label", (1, 2, 3), core.multilabel_counts(y_true, y_pred), zd)
    left = not (zd == "nan" and all(parts.empty))
    assert parts.shares("equal").sum() == pytest.approx(float(left))
    assert parts.shares("support").sum() == pytest.approx(float(left))
    assert parts.shares("union").sum() == pytest.approx(float(not all(parts.empty)))


def test_every_cell_and_every_item_has_a_control_with_a_name() -> None:
    page = identified(averaging.layout())
    spoken = [option["label"][1]["props"]["children"] for option in page["averaging-true"].options]
    assert spoken == [f"sample {i}, label {j}" for i in range(1, 5) for j in range(1, 4)]
    labels = {c.htmlFor: c.children for c in components(averaging.layout()) if getattr(c, "htmlFor", None)}
    assert labels["averaging-t3"] == "true class of item 3"
    assert labels["averaging-p6"] == "predicted class of item 6"


def test_an_address_opens_its_state() -> None:
    values = bounded(averaging.PARAMS, {"true": "", "pred": "0,11,99", "zd": "nan", "t1": "2", "p1": "7"})
    assert (values["true"], values["pred"], values["zd"], values["t1"], values["p1"]) == ((), (0, 11), "nan", "2", "0")


def test_the_corrections_hold() -> None:
    t, p = [0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0]
    some = {"average": "micro", "labels": [1, 2]}
    assert core.jaccard_score(t, p, **some) == jaccard_score(t, p, **some) == 1 / 3
    page = " ".join(str(c.children) for c in components(averaging.layout()) if type(c).__name__ == "P")
    assert "says 0.500. The hits and unions of those two classes give 0.333." in page
    assert "the average is 0.5, not 1" in page
    assert "must be bool or hold only 0 and 1" in page
    assert "got 6 and 1" in page
