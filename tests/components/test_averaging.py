"""Averaging: the notebook's numbers as the page shows them, every average against scikit-learn, and what 0/0 becomes."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, jaccard_score

import core
from components import peer
from components.figures.weighted_bars import PITCH
from components.lessons.averaging import multiclass, multilabel, ranking
from components.lessons.averaging.comparison import CLASSES_SNIPPET, LABELS_SNIPPET, WEIGHING
from components.lessons.averaging.groups import ZERO_DIVISION, ScoredGroups
from components.lessons.averaging.multiclass import Multiclass
from components.lessons.averaging.multilabel import RARE_LABEL_MISSED, Multilabel
from components.live.target import Target
from components.live.view import Shown
from components.markup.table import Table
from components.words.line import Line
from tests.conftest import components, drawn, identified, thawed
from tests.states import examples

AVERAGES = ("samples", "micro", "macro", "weighted")
NOWHERE = {"true": (), "pred": ()}
CLASS_2_NOWHERE = {"t3": "1", "t4": "1", "p2": "1", "p3": "0"}

subsets = st.lists(st.integers(0, 47), unique=True).map(lambda cells: tuple(sorted(cells)))
sizes = st.fixed_dictionaries({"samples": st.sampled_from("2345678"), "labels": st.sampled_from("123456")})
rules = st.sampled_from(["0", "1", "nan"])
classes = st.fixed_dictionaries(
    {p.key: st.sampled_from("01234") for p in (*multiclass.TRUE_CLASSES, *multiclass.PRED_CLASSES)}
    | {"classes": st.sampled_from("2345")}
)


def show(**given: Any) -> Shown:
    return multilabel.LESSON.show(Multilabel(**given))


def show_classes(**given: Any) -> Shown:
    return multiclass.LESSON.show(Multiclass(**given))


@contextmanager
def without_scikit_learn() -> Iterator[None]:
    with mock.patch.object(peer, "installed", return_value=False):
        yield


def table(shown: Shown, id: str) -> dict[str, list[str]]:
    """What stands in each row of a table, by the row's name."""
    found = shown.tables[id]
    assert isinstance(found, Table)
    return {
        str(name): [str(found.text(value, k)) for k, value in enumerate(cells, start=1)] for name, *cells in found.rows
    }


def values(shown: Shown, id: str) -> dict[str, list[Any]]:
    """The same with all digits, as a file of the table has them."""
    found = shown.tables[id]
    assert isinstance(found, Table)
    return {name: cells for name, *cells in csv.reader(found.csv().splitlines())}


def said(shown: Shown, line: Line) -> str:
    return line.said(shown.texts)


def trace(part: Any, graph: Any, state: Any, place: str) -> Any:
    """The trace of a figure that has this name."""
    figure = part.view(state).figures[graph.id]
    kind, k = figure.places[place]
    assert kind == "data"
    return drawn(figure.figure).data[k]


def plain(texts: Any) -> list[str]:
    return [text.replace("<b>", "").replace("</b>", "") for text in texts]


# ---- the notebook ----------------------------------------------------------------------------------------------------


def test_the_notebooks_multilabel_numbers_stand_on_the_page_to_the_last_digit() -> None:
    rows = values(show(), multilabel.SHARED.table.id)
    assert {name: rows[name][0] for name in AVERAGES} == {
        "samples": "0.7916666666666666",
        "micro": "0.6666666666666666",
        "macro": "0.7222222222222222",
        "weighted": "0.6666666666666666",
    }
    assert [rows[name][0] for name in ("sea", "dog", "sun")] == ["0.5", "0.6666666666666666", "1.0"]
    assert [rows[name][2] for name in ("sea", "dog", "sun")] == ["1/2", "2/3", "1/1"]


def test_the_notebooks_multiclass_numbers_stand_on_the_page_to_the_last_digit() -> None:
    rows = values(show_classes(), multiclass.SHARED.table.id)
    assert {name: rows[name][0] for name in ("macro", "micro", "weighted")} == {
        "macro": "0.5555555555555555",
        "micro": "0.5",
        "weighted": "0.5555555555555555",
    }
    assert [rows[f"class {k}"][0] for k in (0, 1, 2)] == ["1.0", "0.3333333333333333", "0.3333333333333333"]


def test_each_average_says_what_it_is_made_of() -> None:
    rows = table(show(), multilabel.SHARED.table.id)
    assert [rows[name][2] for name in AVERAGES] == [
        "(2/3 + 1/1 + 1/2 + 1)/4",
        "4/6",
        "(1/2 + 2/3 + 1/1)/3",
        "(2·1/2 + 2·2/3 + 1·1/1)/5",
    ]
    assert table(show_classes(), multiclass.SHARED.table.id)["weighted"][2] == "(2·2/2 + 2·1/3 + 2·1/3)/6"


def test_scikit_learn_stands_beside_ours() -> None:
    for shown in (show(), show_classes()):
        for name, (ours, theirs, _) in table(shown, multilabel.SHARED.table.id).items():
            assert ours == theirs, name


def test_without_scikit_learn_the_page_does_not_speak_of_it() -> None:
    with without_scikit_learn():
        shown = show()
    assert said(shown, multilabel.SHARED.peer) == ""
    assert table(shown, multilabel.SHARED.table.id)["micro"] == ["0.6667", "4/6"]


def test_scikit_learn_has_no_way_to_leave_out() -> None:
    shown = show(zd="nan")
    assert "cannot leave 0/0 out" in said(shown, multilabel.SHARED.peer)
    assert "cannot leave 0/0 out" not in said(show_classes(), multiclass.SHARED.peer)
    assert table(shown, multilabel.SHARED.table.id)["samples"] == [
        f"{np.mean([2 / 3, 1, 1 / 2]):.4f}",
        "–",
        "(2/3 + 1/1 + 1/2)/3",
    ]


# ---- the figures -----------------------------------------------------------------------------------------------------


def test_the_matrix_shows_what_became_of_every_cell() -> None:
    matrix, kinds, right, below = (
        trace(multilabel, multilabel.OUTCOMES, Multilabel(), place)
        for place in ("matrix", "kinds", "per row", "per column")
    )
    assert matrix.z == ((3, 2, 3), (0, 3, 0), (1, 3, 0), (0, 0, 0))
    assert plain(kinds.text[:4]) == ["TP", "FP", "TP", "TN"]
    assert [kind for kind, _ in multilabel.KINDS] == ["TN", "FN", "FP", "TP"]
    assert list(right.x) == pytest.approx([2 / 3, 1, 1 / 2, 1])
    assert list(below.y) == pytest.approx([1 / 2, 2 / 3, 1])
    assert list(right.marker.pattern.shape) == ["", "", "", "/"], "a score that is only a convention is hatched"


@settings(max_examples=examples(25))
@given(subsets, subsets, sizes, rules, classes, rules)
def test_in_every_row_of_bars_the_filled_area_is_the_average(
    true: tuple[int, ...], pred: tuple[int, ...], size: dict[str, str], zd: str, items: dict[str, str], czd: str
) -> None:
    each: list[tuple[Any, Any, int]] = [
        (multilabel, Multilabel(true=true, pred=pred, zd=zd, **size), 4),
        (multiclass, Multiclass(czd=czd, **items), 3),
    ]
    for part, state, count in each:
        with without_scikit_learn():
            fill, lines, averages = (
                trace(part, part.SHARED.bars, state, place) for place in ("scores", "average lines", "averages")
            )
        levels = [y for y in lines.y if y is not None][::2]
        for k, words in enumerate(plain(averages.text)):
            floor = -PITCH * k
            row = [(w, h) for w, h, base in zip(fill.width, fill.y, fill.base, strict=True) if base == floor]
            if words == "undefined":
                assert row == []
                continue
            assert sum(w for w, _ in row) == pytest.approx(1)
            area = sum(w * h for w, h in row)
            assert area == pytest.approx(float(words), abs=5.1e-4)
            assert any(level == pytest.approx(floor + area) for level in levels)
        assert len(levels) == sum(words != "undefined" for words in plain(averages.text)) <= count


def test_the_confusion_matrix_counts_every_item_once() -> None:
    cells = trace(multiclass, multiclass.CONFUSION, Multiclass(), "cells")
    assert plain(cells.text) == ["2 TP", "0", "0", "0", "1 TP", "1", "0", "1", "1 TP"]
    assert list(cells.customdata[:2]) == [
        "2 items of class 0, predicted 0:<br>TP of 0",
        "no items of class 0, predicted 1",
    ]
    assert cells.customdata[5] == "1 item of class 1, predicted 2:<br>FN of 1 and FP of 2"


# ---- the sentences ---------------------------------------------------------------------------------------------------


def test_the_sentence_names_the_label_that_pulls_macro_away() -> None:
    assert said(show(), multilabel.SAY) == (
        "Micro is 0.667, macro 0.722. Most of the difference comes from the label sun: its score, 1/1, weighs 1/6 in micro and "
        "1/3 in macro."
    )
    assert said(show(), multilabel.REST) == "No cell is 1 in photo 4. Its score is 0/0, taken as 1."


def test_a_rare_label_that_is_missed_lowers_macro_only() -> None:
    shown = show(**RARE_LABEL_MISSED)
    rows = values(shown, multilabel.SHARED.table.id)
    assert rows["micro"][0] == rows["weighted"][0] == str(8 / 9)
    assert rows["macro"][0] == str(2 / 3)
    assert said(shown, multilabel.SAY) == (
        "Micro is 0.889, macro 0.667. Most of the difference comes from the label sun: its score, 0/1, weighs 1/9 in micro and "
        "1/3 in macro."
    )


def test_nothing_is_1_anywhere() -> None:
    for zd, value in (("0", "0.0000"), ("1", "1.0000"), ("nan", "undefined")):
        shown = show(**NOWHERE, zd=zd)
        assert {cells[0] for cells in table(shown, multilabel.SHARED.table.id).values()} == {value}
        micro = "0/0, undefined" if zd == "nan" else f"0/0, taken as {zd}"
        assert shown.texts[multilabel.SHARED.micro.target("j")] == micro
        macro = "undefined" if zd == "nan" else f"{float(zd):.3f}"
        assert said(shown, multilabel.SAY) == f"Micro is {micro}. Macro is {macro}."
        each = "0/0, left out" if zd == "nan" else micro
        assert said(shown, multilabel.REST) == (
            f"No photo has a label, true or predicted, so the score of every photo and every label is {each}."
        )


def test_a_mean_of_no_scores_is_undefined() -> None:
    shown = show(**NOWHERE, zd="nan")
    assert [shown.texts[multilabel.SHARED.macro.target(slot)] for slot in ("sum", "count", "j")] == [
        "0",
        "0",
        "0/0, undefined",
    ]
    assert table(shown, multilabel.SHARED.table.id)["macro"][2] == "no score is left"


def test_a_class_that_does_not_occur_is_averaged_by_the_rule() -> None:
    assert table(show_classes(**CLASS_2_NOWHERE), multiclass.SHARED.table.id)["macro"][2] == "(2/3 + 3/4 + 0)/3"
    assert (
        table(show_classes(**CLASS_2_NOWHERE, czd="1"), multiclass.SHARED.table.id)["macro"][2] == "(2/3 + 3/4 + 1)/3"
    )
    assert table(show_classes(**CLASS_2_NOWHERE, czd="nan"), multiclass.SHARED.table.id)["macro"][2] == "(2/3 + 3/4)/2"
    shown = show_classes(**CLASS_2_NOWHERE)
    assert "class 2: its score, 0/0, taken as 0, weighs 0/7 in micro and 1/3 in macro." in said(shown, multiclass.SAY)
    assert said(shown, multiclass.REST).endswith(" Class 2 does not occur. Its score is 0/0, taken as 0.")
    shown = show_classes(**CLASS_2_NOWHERE, czd="nan")
    assert said(shown, multiclass.SAY).endswith(" and 1/2 in macro.")
    assert said(shown, multiclass.REST).endswith(" Class 2 does not occur. Its score is 0/0, left out.")


def test_several_classes_that_do_not_occur_are_listed() -> None:
    text = said(
        show_classes(**dict.fromkeys(map("{}{}".format, "tp" * 6, (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6)), "0")),
        multiclass.REST,
    )
    assert text.endswith("Class 1 and class 2 do not occur. Their scores are 0/0, taken as 0.")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "4 of 6 items are predicted correctly. Each of the 2 mistakes counts in two unions: that of the true class "
         "and that of the predicted class. So micro is 0.500, below the accuracy of 0.667."),
        ({"p2": "1"}, "5 of 6 items are predicted correctly. The mistake counts in two unions: that of the true class and "
         "that of the predicted class. So micro is 0.714, below the accuracy of 0.833."),
        ({"p2": "1", "p4": "2"}, "6 of 6 items are predicted correctly. Micro is 1.000, like the accuracy."),
        (dict.fromkeys(["t2", "t3", "t4", "t5", "p2", "p3", "p4"], "0") | {"t1": "1", "p6": "1", "t5": "1", "p5": "2"},
         "3 of 6 items are predicted correctly."),
        ({"p1": "1", "p3": "1", "p5": "0", "p6": "2"}, "0 of 6 items are predicted correctly. Micro is 0.000, like"),
        ({"p1": "1", "p3": "1", "p6": "2"}, "1 of 6 items is predicted correctly. Each of the 5 mistakes counts in two"),
        ({f"{k}{i}": v for k, v in (("t", "0"), ("p", "1")) for i in range(1, 7)},
         "0 of 6 items are predicted correctly. Micro is 0.000, like the accuracy."),
    ],
)  # fmt: skip
def test_the_multiclass_sentence_in_telling_states(changed: dict[str, str], words: str) -> None:
    assert said(show_classes(**changed), multiclass.REST).startswith(words)


# ---- every state -----------------------------------------------------------------------------------------------------


@settings(max_examples=examples(25))
@given(subsets, subsets, sizes, rules, classes, rules)
def test_every_state_agrees_with_scikit_learn(
    true: tuple[int, ...], pred: tuple[int, ...], size: dict[str, str], zd: str, items: dict[str, str], czd: str
) -> None:
    with without_scikit_learn():
        shown, of_classes = show(true=true, pred=pred, zd=zd, **size), show_classes(czd=czd, **items)
    samples, labels = int(size["samples"]), int(size["labels"])
    y_true, y_pred = (
        np.array([[int(6 * i + j in cells) for j in range(labels)] for i in range(samples)]) for cells in (true, pred)
    )
    t, p = ([int(items[f"{kind}{i}"]) for i in range(1, 7)] for kind in "tp")
    occurring = list(range(max(int(items["classes"]), *(k + 1 for k in t + p))))
    for page, a, b, names, rule, options in (
        (shown, y_true, y_pred, AVERAGES, zd, {}),
        (of_classes, t, p, AVERAGES[1:], czd, {"labels": occurring}),
    ):
        rows = values(page, multilabel.SHARED.table.id)
        for name in names if rule != "nan" else ():
            assert float(rows[name][0]) == pytest.approx(_peers(a, b, name, float(rule), options))
    for page in (shown, of_classes):
        texts = {str(target): text for target, text in page.texts.items() if "snippet" not in target.id}
        assert "nan" not in json.dumps(texts).lower().replace("names nan", "")


def _peers(y_true: Any, y_pred: Any, average: str, zero_division: float, options: dict[str, Any]) -> float:
    """scikit-learn's average. It takes one column for a vector of classes, so such a column gets a second label beside it,
    which `labels` leaves out again; and each sample by itself is a column.
    """
    if np.ndim(y_true) == 2 and np.shape(y_true)[1] == 1:
        y_true, y_pred = (np.column_stack([each, np.zeros(len(each), int)]) for each in (y_true, y_pred))
        options = {"labels": [0]}
    return float(jaccard_score(y_true, y_pred, average=average, zero_division=zero_division, **options))


@given(subsets, subsets, sizes, rules)
def test_the_weights_of_the_groups_add_up(
    true: tuple[int, ...], pred: tuple[int, ...], size: dict[str, str], zd: str
) -> None:
    state = Multilabel(true=true, pred=pred, **size)
    counts = core.multilabel_counts(state.true_matrix, state.predicted_matrix)
    labels = ScoredGroups("label", range(1, int(state.labels) + 1), counts, ZERO_DIVISION[zd])
    expected = float(not (zd == "nan" and all(labels.empty)))
    for by in WEIGHING.values():
        assert sum(labels.weights[by]) == pytest.approx(expected)


def test_every_cell_and_every_item_has_a_control_with_a_name() -> None:
    page = identified(multilabel.LESSON.layout())
    spoken = [thawed(option["label"])[1].children for option in page["averaging-true"].options]
    assert spoken == [f"photo {i}, {name}" for i in range(1, 5) for name in ("sea", "dog", "sun")]
    labels = {c.htmlFor: c.children for c in components(multiclass.LESSON.layout()) if getattr(c, "htmlFor", None)}
    assert labels["averaging-classes-t3"] == "true class of item 3"
    assert labels["averaging-classes-p6"] == "predicted class of item 6"


def test_an_address_opens_its_state() -> None:
    given = {
        "true": "",
        "pred": "0,47,99",
        "samples": "8",
        "labels": "7",
        "zd": "nan",
        "t1": "2",
        "p1": "7",
        "classes": "1",
    }
    state, items = Multilabel.read(given), Multiclass.read(given)
    assert (state.true, state.pred, state.samples, state.labels, state.zd) == ((), (0, 47), "8", "3", "nan")
    assert (items.t1, items.p1, items.classes) == ("2", "0", "3")
    assert [p.key for p in multilabel.LESSON.params] == ["true", "pred", "samples", "labels", "zd"]


def test_a_cell_keeps_its_value_while_rows_and_columns_come_and_go() -> None:
    last = Multilabel(true=(1, 47), pred=(), samples="8", labels="6")
    assert np.argwhere(last.true_matrix).tolist() == [[0, 1], [7, 5]]
    assert np.argwhere(replace(last, samples="2", labels="2").true_matrix).tolist() == [[0, 1]]
    shown = multilabel.LESSON.show(replace(last, samples="2", labels="2"))
    assert [option["value"] for option in shown.output(Target("true", "options"))] == [0, 1, 6, 7]
    assert shown.output(Target("pred", "style")) == {"--columns": 2, "--rows": 2}
    assert list(table(shown, multilabel.SHARED.table.id))[-2:] == ["sea", "dog"]
    assert said(shown, multilabel.REST).startswith("No cell is 1 in photo 2 and the label sea.")


def test_one_label_has_one_score_and_scikit_learn_no_column() -> None:
    shown = show(labels="1")
    rows = table(shown, multilabel.SHARED.table.id)
    assert {name: rows[name][0] for name in ("micro", "macro", "weighted")} == dict.fromkeys(
        ("micro", "macro", "weighted"), f"{jaccard_score([1, 0, 1, 0], [1, 0, 0, 0]):.4f}"
    )
    assert {cells[1] for cells in rows.values()} == {"–"}
    assert "takes a matrix of one column for a vector of classes" in said(shown, multilabel.SHARED.peer)
    code = shown.texts[LABELS_SNIPPET.target("averages")]
    assert code == '["binary"]:  # scikit-learn takes one column for a vector of classes'


def test_a_class_is_added_by_choice_or_by_an_item() -> None:
    chosen = show_classes(classes="5")
    assert table(chosen, multiclass.SHARED.table.id)["macro"][2] == "(2/2 + 1/3 + 1/3 + 0 + 0)/5"
    assert "Class 3 and class 4 do not occur." in said(chosen, multiclass.REST)
    assert chosen.texts[CLASSES_SNIPPET.target("classes")] == "[0, 1, 2, 3, 4]"
    by_item = said(show_classes(p1="3"), multiclass.REST)
    assert by_item.startswith("An item has class 3, so there are 4 classes and not 3. 3 of 6 items are predicted")
    kept = said(show_classes(classes="2"), multiclass.REST)
    assert kept.startswith("An item has class 2, so there are 3 classes and not 2. 4 of 6 items")


def test_the_classes_of_a_state_are_in_the_order_of_the_items() -> None:
    state = Multiclass(**{f"{kind}{i}": str((i + shift) % 3) for shift, kind in enumerate("tp") for i in range(1, 7)})
    assert (state.y_true, state.y_pred) == ([1, 2, 0, 1, 2, 0], [2, 0, 1, 2, 0, 1])


def test_the_common_mistakes_hold() -> None:
    t, p = [0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0]
    some: dict[str, Any] = {"average": "micro", "labels": [1, 2]}
    assert (Multiclass().y_true, Multiclass().y_pred) == (t, p), "the page says: as they are set at first"
    assert core.jaccard_score(t, p, **some) == jaccard_score(t, p, **some) == 1 / 3
    pages = [multilabel.LESSON.layout(), multiclass.LESSON.layout()]
    page = " ".join(str(c.children) for each in pages for c in components(each) if type(c).__name__ == "P")
    assert "counts all items and is 0.500. The true positives and the unions of the two classes give 0.333." in page
    assert "the plain mean is 0.5, but the notebook returns 1" in page
    assert "must be bool or hold only 0 and 1" in page
    assert "got 6 and 1" in page


def test_the_other_model_is_ranked_as_the_sentence_says() -> None:
    state = Multilabel()
    y_true, y_pred = state.true_matrix, state.predicted_matrix
    shown = ranking.LESSON.show(state)
    said = ranking.SAY.said(shown.texts)
    named = re.findall(r"photo (\d), (\w+)", ranking.REST.said(shown.texts))
    cells = [(int(i) - 1, multilabel.NAMES.index(name)) for i, name in named]
    assert len(cells) == 3
    other = y_pred.copy()
    for cell in cells:
        other[cell] = not other[cell]
    for score, name in ((jaccard_score, "J"), (f1_score, "F1")):
        means = {m: score(y_true, p, average="macro", zero_division=1) for m, p in (("A", y_pred), ("B", other))}
        better = max(means, key=lambda m: means[m])
        worse = "AB".replace(better, "")
        assert (
            f"Macro {name} is {means[better]:.3f} for model {better} and {means[worse]:.3f} for {worse}."
            in said.replace(f"for {better} and", f"for model {better} and")
        )
    table = shown.tables[ranking.TABLE.id]
    assert isinstance(table, Table)
    assert table.rows[-1][1:] == pytest.approx(
        [
            score(y_true, p, average="macro", zero_division=1)
            for score in (jaccard_score, f1_score)
            for p in (y_pred, other)
        ]
    )


@pytest.mark.parametrize(
    "values", [{"true": (), "pred": (), "zd": zd} for zd in ("0", "1", "nan")] + [{"pred": multilabel.TRUE.default}]
)
def test_where_there_is_no_other_model_the_sentence_says_so(values: dict[str, Any]) -> None:
    shown = ranking.LESSON.show(Multilabel(**values))
    assert "there is no model B" in ranking.SAY.said(shown.texts)


def test_each_library_is_given_the_answer_that_it_gives() -> None:
    """Items 1 to 4 of classes 0, 1, 0, 0, predicted 0, 1, 0, 1: metric-facts name 7/18, 13/18 and 7/12."""
    y_true, y_pred = [0, 1, 0, 0], [0, 1, 0, 1]
    found = multiclass.by_default(core.multiclass_counts(y_true, y_pred, labels=[0, 1, 2]))
    for name, options in (("scikit-learn 1.9", {}), ("scikit-learn 1.9, given labels", {"labels": [0, 1, 2]})):
        theirs = jaccard_score(y_true, y_pred, average="macro", zero_division=0, **options)
        assert found[name] == pytest.approx(theirs)
    wanted = {"scikit-learn 1.9, given labels": 7 / 18, "segmentation_models_pytorch": 13 / 18}
    left_out = dict.fromkeys(("scikit-learn 1.9", "torchmetrics 1.9", "Hugging Face evaluate", "MONAI MeanIoU"), 7 / 12)
    assert found == pytest.approx(wanted | left_out)
    # a class that is predicted and never true: MONAI alone leaves it out
    found = multiclass.by_default(core.multiclass_counts([0, 1, 0, 1], [0, 1, 2, 1], labels=[0, 1, 2]))
    assert found["MONAI MeanIoU"] == pytest.approx((1 / 2 + 1) / 2)
    assert found["torchmetrics 1.9"] == pytest.approx((1 / 2 + 1 + 0) / 3)
