from __future__ import annotations

import itertools
from unittest import mock

import pytest
from components.url import bounded
from components.view import Target, View
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from components import peer
from components.sections import binary
from components.sections.binary import ALL, SAY, SNIPPET, Id, view
from tests.conftest import components, drawn

labels = st.sets(st.sampled_from(ALL)).map(lambda found: tuple(sorted(found)))
SCORES = ["jaccard_score", "f1_score", "precision_score", "recall_score", "accuracy_score"]


def default() -> View:
    return view(**bounded(binary.PARAMS, {}))


def rows(shown: View, id: Id, table: int = 0) -> list[list[str]]:
    """The body of a table as text."""
    bodies = [c for c in components(shown.parts[Target(id)]) if type(c).__name__ == "Tbody"]
    return [[str(cell.children) for cell in row.children] for row in bodies[table].children]


def tiles(shown: View) -> list[int]:
    return [int(shown.texts[Target(f"{Id.TILES}-{key}")]) for key in ("tp", "fp", "fn", "tn")]


def bar_words(shown: View) -> list[str]:
    return list(drawn(shown.figures[Id.SCORES]).data[0].text)


def test_the_documents_check_gives_the_documents_numbers() -> None:
    shown = default()
    assert tiles(shown) == [2, 1, 1, 2]
    assert shown.texts[Target(f"{Id.FORMULA}-j")] == "0.500"
    digits = {name: value for name, _, value in rows(shown, Id.TABLE, 1)}
    assert digits["Jaccard"] == "0.5"
    assert digits["accuracy"] == "0.6666666666666666"
    assert [row[1:] for row in rows(shown, Id.TABLE)] == [
        ["1", "1", "TP"], ["1", "0", "FN"], ["0", "0", "TN"], ["0", "0", "TN"], ["1", "1", "TP"], ["0", "1", "FP"],
    ]  # fmt: skip
    assert "y_true = [1, 1, 0, 0, 1, 0]\ny_pred = [1, 0, 0, 0, 1, 1]\n" in SNIPPET.said(shown.texts)


def test_the_figure_names_and_colours_the_outcome_of_each_item() -> None:
    cells = drawn(default().figures[Id.LABELS]).data[0]
    assert [list(row) for row in cells.z] == [[3, 1, 0, 0, 3, 0], [3, 0, 0, 0, 3, 2], [3, 1, 0, 0, 3, 2]]
    assert [text.strip("</b>") for text in cells.text[2]] == ["TP", "FN", "TN", "TN", "TP", "FP"]
    assert cells.hovertext[0][1] == "item b: a miss (FN)"


def test_a_click_flips_one_label_or_moves_an_outcome_on() -> None:
    clicks = drawn(default().figures[Id.LABELS]).data[0].customdata
    assert list(clicks[0][4]) == [4, 0]
    assert list(clicks[1][4]) == [4, 1]
    assert list(clicks[2][4]) == [4, 0, 1]


def test_the_bars_carry_their_values() -> None:
    bars = drawn(default().figures[Id.SCORES]).data[0]
    assert list(bars.y) == ["Jaccard", "F1", "precision", "recall", "accuracy"]
    assert list(bars.x) == [0.5, 2 / 3, 2 / 3, 2 / 3, 2 / 3]
    assert list(bars.text) == ["0.500", "0.667", "0.667", "0.667", "0.667"]


def test_an_undefined_score_is_no_zero() -> None:
    shown = view(true=(), pred=())
    assert bar_words(shown) == ["undefined"] * 4 + ["1.000"]
    assert list(drawn(shown.figures[Id.SCORES]).data[0].x) == [0, 0, 0, 0, 1]
    assert rows(shown, Id.COMPARED)[0] == ["Jaccard 0/0", "undefined", "0.0000*"]
    assert "0/0, undefined" in SAY.said(shown.texts)
    # without predictions only precision is 0/0
    assert bar_words(view(true=(1,), pred=())) == ["0.000", "0.000", "undefined", "0.000", "0.833"]


@pytest.mark.parametrize(
    ("true", "pred", "sentence"),
    [
        (
            (0, 1),
            (0, 1),
            "The model finds all 2 positives and raises no false alarm. Without a mistake every score is 1.",
        ),
        ((3,), (), "The model misses the only positive and raises no false alarm. Jaccard looks at the 1 item that is"),
        (
            (3,),
            (3, 4),
            "The model finds the only positive and raises 1 false alarm. Jaccard looks at the 2 items that are",
        ),
        ((1, 2), (3,), "The model finds none of the 2 positives and raises 1 false alarm."),
        ((), (3, 4), "Nothing is positive here, and the model raises 2 false alarms."),
    ],
)
def test_the_sentence_says_what_is_to_be_seen(true: tuple[int, ...], pred: tuple[int, ...], sentence: str) -> None:
    assert SAY.said(view(true=true, pred=pred).texts).startswith(sentence)


def test_true_negatives_are_what_parts_accuracy_from_jaccard() -> None:
    assert "because it also counts 1 true negative." in SAY.said(view(true=(0, 1, 2, 3), pred=(0, 4)).texts)
    assert "without a true negative the two are the same" in SAY.said(view(true=(0, 1, 2), pred=(2, 3, 4, 5)).texts)


@settings(max_examples=60, deadline=None)
@given(labels, labels)
def test_every_state_agrees_with_scikit_learn(true: tuple[int, ...], pred: tuple[int, ...]) -> None:
    shown = view(true=true, pred=pred)
    y_true, y_pred = [int(i in true) for i in ALL], [int(i in pred) for i in ALL]
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    assert tiles(shown) == [tp, fp, fn, tn]
    for name, words, row in zip(SCORES, bar_words(shown), rows(shown, Id.COMPARED), strict=True):
        if words == "undefined":
            assert row[1:] == ["undefined", "0.0000*"]
        else:
            expected = getattr(metrics, name)(y_true, y_pred, **({} if "acc" in name else {"zero_division": 0}))
            assert row[1] == row[2] == f"{expected:.4f}"
            assert words == f"{expected:.3f}"


def test_the_claim_of_the_last_digit_is_checked_where_it_is_made() -> None:
    claim = "The two agree to the last digit"
    said = [str(c.children) for c in components(default().parts[Target(Id.COMPARED)])]
    assert any(claim in words for words in said)
    with mock.patch.object(peer, "value", return_value=0.25):
        said = [str(c.children) for c in components(default().parts[Target(Id.COMPARED)])]
    assert not any(claim in words for words in said)


def test_without_scikit_learn_the_page_says_how_to_get_it() -> None:
    with peer.asleep():
        shown = default()
    assert [row[2] for row in rows(shown, Id.COMPARED)] == ["–"] * 5
    said = [str(c.children) for c in components(shown.parts[Target(Id.COMPARED)])]
    assert any("pip install scikit-learn" in words for words in said)


def test_every_preset_is_a_state_of_the_page() -> None:
    found = {words: bar_words(view(**bounded(binary.PARAMS, state)))[0::4] for words, state in binary.STATES.items()}
    assert found == {
        "Perfect": ["1.000", "1.000"],
        "All called positive": ["0.500", "0.500"],
        "None called positive": ["0.000", "0.500"],
        "Nothing in common": ["0.000", "0.000"],
        "One rare positive, missed": ["0.000", "0.833"],
        "Nothing positive at all": ["undefined", "1.000"],
    }


def test_no_state_fails() -> None:
    subsets = [s for k in range(0, 7, 2) for s in itertools.combinations(ALL, k)][::3]
    with peer.asleep():
        for true, pred in itertools.product(subsets, subsets):
            assert sum(tiles(view(true=true, pred=pred))) == len(ALL)
