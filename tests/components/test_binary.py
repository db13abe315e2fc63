from __future__ import annotations

import itertools
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from components import peer
from components.lessons import binary
from components.lessons.binary import (
    AGREEMENT,
    ALL,
    COMPARED,
    FORMULA,
    LABELS,
    LESSON,
    SAY,
    SCORES,
    SNIPPET,
    TABLE,
    TILES,
    Binary,
)
from components.live.view import Shown
from components.markup.table import Table
from tests.conftest import drawn
from tests.states import examples

labels = st.sets(st.sampled_from(ALL)).map(lambda found: tuple(sorted(found)))
FUNCTIONS = ["jaccard_score", "f1_score", "precision_score", "recall_score", "accuracy_score"]


def view(**values: Any) -> Shown:
    return LESSON.show(Binary(**values))


def default() -> Shown:
    return view()


def rows(shown: Shown, id: str, which: int = 0) -> list[list[str]]:
    """The body of a table as text."""
    tables = shown.tables[id]
    table = tables if isinstance(tables, Table) else tables[which]
    return [[str(table.text(value, k)) for k, value in enumerate(row)] for row in table.rows]


def agreement(shown: Shown) -> str:
    return AGREEMENT.said(shown.texts)


def tiles(shown: Shown) -> list[int]:
    return [int(shown.texts[TILES.target(key)]) for key in ("tp", "fp", "fn", "tn")]


def bar_words(shown: Shown) -> list[str]:
    return [text.strip() for text in drawn(shown.figures[SCORES.id]).data[1].text]


def test_the_notebooks_check_gives_the_notebooks_numbers() -> None:
    shown = default()
    assert tiles(shown) == [2, 1, 1, 2]
    assert shown.texts[FORMULA.target("j")] == "0.500"
    digits = {name: value for name, _, value in rows(shown, TABLE.id, 1)}
    assert digits["Jaccard"] == "0.5"
    assert digits["accuracy"] == "0.6666666666666666"
    assert [row[1:] for row in rows(shown, TABLE.id)] == [
        ["1", "1", "TP"], ["1", "0", "FN"], ["0", "0", "TN"], ["0", "0", "TN"], ["1", "1", "TP"], ["0", "1", "FP"],
    ]  # fmt: skip
    assert "y_true = [1, 1, 0, 0, 1, 0]\ny_pred = [1, 0, 0, 0, 1, 1]\n" in SNIPPET.said(shown.texts)


def test_the_figure_names_and_colours_the_outcome_of_each_item() -> None:
    cells, words = drawn(default().figures[LABELS.id]).data
    assert [list(row) for row in cells.z] == [[3, 1, 0, 0, 3, 0], [3, 0, 0, 0, 3, 2], [3, 1, 0, 0, 3, 2]]
    assert [text.strip("</b>") for text, row in zip(words.text, words.y, strict=True) if row == 2] == [
        "TP", "FN", "TN", "TN", "TP", "FP",
    ]  # fmt: skip
    assert cells.hovertext[0][1] == "item b: a false negative (FN), also called a miss"


def test_a_click_flips_one_label_or_moves_an_outcome_on() -> None:
    clicks = drawn(default().figures[LABELS.id]).data[0].customdata
    assert list(clicks[0][4]) == [4, 0]
    assert list(clicks[1][4]) == [4, 1]
    assert list(clicks[2][4]) == [4, 0, 1]


def test_the_bars_carry_their_values() -> None:
    figure = drawn(default().figures[SCORES.id])
    bars, words = figure.data
    assert list(bars.y) == list(words.y) == list(figure.layout.yaxis.tickvals)
    assert list(figure.layout.yaxis.ticktext) == ["Jaccard", "F1", "precision", "recall", "accuracy"]
    assert list(bars.x) == [0.5, 2 / 3, 2 / 3, 2 / 3, 2 / 3]
    assert bar_words(default()) == ["0.500", "0.667", "0.667", "0.667", "0.667"]
    assert list(words.x) == list(bars.x)


def test_an_undefined_score_is_no_zero() -> None:
    shown = view(true=(), pred=())
    assert bar_words(shown) == ["0/0, undefined"] * 4 + ["1.000"]
    assert list(drawn(shown.figures[SCORES.id]).data[0].x) == [0, 0, 0, 0, 1]
    assert rows(shown, COMPARED.id)[0] == ["Jaccard 0/0", "0/0, undefined", "0.0000*"]
    assert "0/0, undefined" in SAY.said(shown.texts)
    # without predictions only precision is 0/0
    assert bar_words(view(true=(1,), pred=())) == ["0.000", "0.000", "0/0, undefined", "0.000", "0.833"]


@pytest.mark.parametrize(
    ("true", "pred", "sentence"),
    [
        ((0, 1), (0, 1), "J is 1.000. The model makes no error, so every score is 1."),
        (
            (3,),
            (),
            "J is 0.000. Of 1 item that is positive or predicted positive, 0 are both. Accuracy is 0.833, because 5 true "
            "negatives count too.",
        ),
        (
            (0, 1, 2, 3),
            (0, 4),
            "J is 0.200. Of 5 items that are positive or predicted positive, 1 is both. Accuracy is 0.333, because 1 true "
            "negative counts too.",
        ),
        (
            (0, 1, 2),
            (2, 3, 4, 5),
            "J is 0.167. Of 6 items that are positive or predicted positive, 1 is both. Accuracy is 0.167, because there is no "
            "true negative.",
        ),
    ],
)
def test_the_sentence_says_what_is_to_be_seen(true: tuple[int, ...], pred: tuple[int, ...], sentence: str) -> None:
    assert " ".join(SAY.said(view(true=true, pred=pred).texts).split()) == sentence


@settings(max_examples=examples(60))
@given(labels, labels)
def test_every_state_agrees_with_scikit_learn(true: tuple[int, ...], pred: tuple[int, ...]) -> None:
    shown = view(true=true, pred=pred)
    y_true, y_pred = [int(i in true) for i in ALL], [int(i in pred) for i in ALL]
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    assert tiles(shown) == [tp, fp, fn, tn]
    for name, words, row in zip(FUNCTIONS, bar_words(shown), rows(shown, COMPARED.id), strict=True):
        if words == "0/0, undefined":
            assert row[1:] == ["0/0, undefined", "0.0000*"]
        else:
            expected = getattr(metrics, name)(y_true, y_pred, **({} if "acc" in name else {"zero_division": 0}))
            assert row[1] == row[2] == f"{expected:.4f}"
            assert words == f"{expected:.3f}"


def test_the_claim_of_the_last_digit_is_checked_where_it_is_made() -> None:
    claim = "The two agree to the last digit"
    assert claim in agreement(default())
    with mock.patch.object(peer, "value", return_value=0.25):
        assert claim not in agreement(default())


def test_without_scikit_learn_the_page_does_not_speak_of_it() -> None:
    with mock.patch.object(peer, "installed", return_value=False):
        shown = default()
    assert [len(row) for row in rows(shown, COMPARED.id)] == [2] * 5
    assert agreement(shown) == "All digits are in the numbers below."


def test_every_preset_is_a_state_of_the_page() -> None:
    found = {words: bar_words(view(**state))[0::4] for words, state in binary.STATES.items()}
    assert found == {
        "Perfect": ["1.000", "1.000"],
        "All predicted positive": ["0.500", "0.500"],
        "None predicted positive": ["0.000", "0.500"],
        "Nothing in common": ["0.000", "0.000"],
        "One rare positive, missed": ["0.000", "0.833"],
        "Nothing positive at all": ["0/0, undefined", "1.000"],
    }


def test_no_state_fails() -> None:
    subsets = [s for k in range(0, 7, 2) for s in itertools.combinations(ALL, k)][::3]
    with mock.patch.object(peer, "installed", return_value=False):
        for true, pred in itertools.product(subsets, subsets):
            assert sum(tiles(view(true=true, pred=pred))) == len(ALL)
