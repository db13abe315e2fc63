"""The lessons on true negatives: the notebook's 21 points, the curves between them, and 0/0."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, jaccard_score

from components.lessons.true_negatives import to_a_million, to_two_thousand
from components.lessons.true_negatives.to_a_million import DECADE, DECADES, ToAMillion
from components.lessons.true_negatives.to_two_thousand import ACCURACY as ACCURACY_FORMULA
from components.lessons.true_negatives.to_two_thousand import FORMULA, GROWTH, LESSON, SNIPPET, TABLE, ToTwoThousand
from components.live.target import Target
from components.live.view import Shown
from tests.conftest import components, drawn, identified, plain, trace
from tests.states import examples

ACCURACY, JACCARD, ACCURACY_POINTS, JACCARD_POINTS = range(4)


def view(**values: Any) -> Shown:
    return LESSON.show(ToTwoThousand(**values))


def far(**values: Any) -> Shown:
    return to_a_million.LESSON.show(ToAMillion(**values))


def test_the_points_are_the_notebooks() -> None:
    data = drawn(view().figures[GROWTH.id]).data
    true, pred = [1] * 15 + [0] * 5, [1] * 10 + [0] * 5 + [1] * 5
    assert list(data[ACCURACY_POINTS].x) == list(range(0, 2001, 100))
    assert list(data[JACCARD_POINTS].x) == list(range(0, 2001, 100))
    for tn, accuracy, jaccard in zip(
        data[ACCURACY_POINTS].x, data[ACCURACY_POINTS].y, data[JACCARD_POINTS].y, strict=True
    ):
        zeros = [0] * int(tn)
        assert accuracy == accuracy_score(true + zeros, pred + zeros)
        assert jaccard == jaccard_score(true + zeros, pred + zeros) == 0.5
    assert data[ACCURACY_POINTS].y[0] == 0.5
    assert data[ACCURACY_POINTS].y[-1] == 2010 / 2020


def test_the_curves_run_through_the_points_and_between_them() -> None:
    data = drawn(view().figures[GROWTH.id]).data
    for line, points in ((ACCURACY, ACCURACY_POINTS), (JACCARD, JACCARD_POINTS)):
        on_line = dict(zip(data[line].x, data[line].y, strict=True))
        assert all(on_line[x] == y for x, y in zip(data[points].x, data[points].y, strict=True))
    assert dict(zip(data[ACCURACY].x, data[ACCURACY].y, strict=True))[50] == 60 / 70


def test_what_the_page_says_of_the_notebooks_straight_line_is_true() -> None:
    said = " ".join(
        str(c.children) for c in components(LESSON.layout()) if isinstance(getattr(c, "children", None), list)
    )
    ends = drawn(view().figures[GROWTH.id]).data[ACCURACY_POINTS].y[:2]
    assert f"At 50 true negatives accuracy is {60 / 70:.3f}" in said
    assert f"the notebook's line is at {np.mean(ends):.3f}" in said


def test_the_log_axis_goes_to_a_million() -> None:
    figure = drawn(far().figures[DECADES.id])
    assert figure.layout.xaxis.type == "log"
    assert list(figure.data[ACCURACY_POINTS].x) == [10**k for k in range(7)]
    assert figure.data[ACCURACY].y[-1] == 1_000_010 / 1_000_020
    assert set(figure.data[JACCARD].y) == {0.5}
    assert DECADE.show(6) == "1,000,000"


@pytest.mark.parametrize("tn", [0, 10, 50, 1000, 2000])
def test_the_markers_stand_on_both_curves(tn: int) -> None:
    markers = trace(LESSON, view(tn=tn), GROWTH.id, "markers")
    assert list(markers.x) == [tn, tn]
    assert list(markers.y) == pytest.approx([(10 + tn) / (20 + tn), 0.5], abs=5e-5)


def test_the_address_opens_the_state_and_bounds_it() -> None:
    slider = identified(LESSON.layout({"tn": "1000"}))["true-negatives-tn"]
    assert slider.value == 1000
    assert slider.type == "range"
    assert identified(LESSON.layout({"tn": "1000000"}))["true-negatives-tn"].value == 2000
    page = identified(to_a_million.LESSON.layout({"decade": "99"}))
    assert page["true-negatives-million-decade"].value == 6


def test_the_labels_of_the_sliders_can_be_told_apart() -> None:
    labels = [c.children for c in components(LESSON.layout()) if type(c).__name__ == "Label"]
    assert labels.count("True negatives (TN)") == 1
    assert sum("True negatives (TN)".lower() in str(label).lower() for label in labels) == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Accuracy is 0.500: 10 of 20 items are right. J is 0.500 too: no true negative is counted yet."),
        ({"tn": 2000}, "Accuracy is 0.995: 2,010 of 2,020 items are right."),
        ({"tn": 2000}, "J is still 0.500: only 10 of the 20 items of the union are true positives."),
        (
            {"tp": 0, "fn": 20, "fp": 0, "tn": 2000},
            "J is still 0.000: none of the 20 items of the union is a true positive.",
        ),
        ({"tp": 1, "tn": 100}, "J is still 0.091: only 1 of the 11 items of the union is a true positive."),
        ({"tp": 10, "fp": 0, "fn": 0, "tn": 100}, "J is still 1.000: all 10 items of the union are true positives."),
        ({"tp": 1, "fp": 0, "fn": 0, "tn": 10}, "J is still 1.000: the one item of the union is a true positive."),
        ({"tp": 0, "fp": 1, "fn": 0, "tn": 10}, "J is still 0.000: the one item of the union is not a true positive."),
        ({"tp": 0, "fp": 0, "fn": 0, "tn": 10}, "J is 0/0, undefined: nothing is positive"),
        ({"tp": 0, "fp": 0, "fn": 0}, "Accuracy is 0/0, undefined. J is 0/0, undefined"),
    ],
)
def test_the_sentence_says_what_is_there(values: dict[str, int], words: str) -> None:
    assert words in to_two_thousand.SAY.said(view(**values).texts)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"decade": 6}, "With 1,000,000 true negatives, accuracy is 0.999990"),
        ({"decade": 6}, "All 10 errors are still there, and J is still 0.500"),
        ({"decade": 0}, "With 1 true negative, accuracy"),
        ({"fp": 1, "fn": 0}, "The one error is still there"),
        ({"fp": 0, "fn": 0}, "There is no error"),
        ({"tp": 0, "fp": 0, "fn": 0}, "J is 0/0, undefined"),
    ],
)
def test_the_sentence_of_the_log_axis(values: dict[str, Any], words: str) -> None:
    assert words in to_a_million.SAY.said(far(**values).texts)


def test_without_positives_jaccard_is_undefined_and_drawn_nowhere() -> None:
    shown = view(tp=0, fp=0, fn=0, tn=100)
    assert shown.texts[FORMULA.target("j")] == "0/0, undefined"
    data = drawn(shown.figures[GROWTH.id]).data
    assert np.isnan(data[JACCARD].y).all()
    assert np.isnan(data[ACCURACY].y[0])
    assert data[ACCURACY].y[1] == 1
    assert list(trace(LESSON, shown, GROWTH.id, "markers").y) == [1, None]
    assert "0/0" in drawn(shown.figures[GROWTH.id]).layout.annotations[1].text


def test_errors_are_not_rounded_away() -> None:
    marker = trace(to_a_million.LESSON, far(decade=6), DECADES.id, "values left")
    assert marker.text[0].strip() == "0.99999"
    shown = view(tp=1000, fp=1, fn=0, tn=2000)
    assert shown.texts[ACCURACY_FORMULA.target("accuracy")] == "0.9997"
    assert "Accuracy is 0.9997: 3,000 of 3,001 items are right." in to_two_thousand.SAY.said(shown.texts)
    assert "Accuracy is 1.000" in to_two_thousand.SAY.said(view(fp=0, fn=0, tn=2000).texts)


def test_the_snippet_computes_what_it_says() -> None:
    code = SNIPPET.said(view(tn=1000).texts)
    space: dict[str, Any] = {}
    exec(code, space)
    for name in ("accuracy", "jaccard"):
        (line,) = [line for line in code.splitlines() if line.startswith(f"{name}_score(")]
        assert f"{eval(line, space):.4f}" == line.rpartition("# ")[2]


def test_the_table_ends_at_a_million() -> None:
    table = view().tables[TABLE.id]
    rows = [[table.text(value, k) for k, value in enumerate(row)] for row in table.rows]  # type: ignore[union-attr]
    assert rows[-1] == ["1,000,000", "1,000,010", "1,000,020", "0.999990", "0.500000"]
    assert ["2,000", "2,010", "2,020", "0.995050", "0.500000"] in rows


@settings(max_examples=examples(25))
@given(st.fixed_dictionaries({p.key: st.sampled_from([*p.values()[:3], *p.values()[-3:]]) for p in LESSON.params}))
def test_any_state_can_be_shown(values: dict[str, Any]) -> None:
    fixed = {key: value for key, value in values.items() if key != "tn"}
    for shown, id in ((view(**values), GROWTH.id), (far(**fixed), DECADES.id)):
        assert plain(shown.frames) == shown.frames
        accuracy, jaccard = (np.array(drawn(shown.figures[id]).data[k].y) for k in (ACCURACY, JACCARD))
        assert not (jaccard > accuracy).any(), "adding true negatives never takes accuracy below J"
        assert not ((jaccard < 0) | (accuracy > 1)).any()


def checked(**values: Any) -> list[tuple[bool, str]]:
    """For each condition of the task whether it is marked as met, and what it says."""
    page = view(**values)
    places = [Target(f"true-negatives-{name}") for name in ("accuracy", "jaccard")]
    return [(page.texts[each._replace(prop="className")] == "check met", page.texts[each]) for each in places]


@settings(max_examples=examples(25))
@given(*(st.integers(0, 30) for _ in range(3)), st.sampled_from(to_two_thousand.TN.values()))
def test_the_task_is_solved_where_both_conditions_hold(tp: int, fp: int, fn: int, tn: int) -> None:
    total, union = tp + fp + fn + int(tn), tp + fp + fn
    holds = (
        total > 0 and Fraction(tp + int(tn), total) >= Fraction(98, 100),
        union > 0 and Fraction(tp, union) < Fraction(1, 5),
    )
    for (met, said), wanted in zip(checked(tp=tp, fp=fp, fn=fn, tn=int(tn)), holds, strict=True):
        assert met == wanted, said
        assert (": yes, it is " if wanted else ": not yet, it is ") in said
        number = re.search(r"it is ([\d.]+)\.$", said)
        if number and said.startswith("Accuracy"):
            assert (Fraction(number[1]) >= Fraction(98, 100)) == wanted, "the digits show it"
        elif number:
            assert (Fraction(number[1]) < Fraction(1, 5)) == wanted, "the digits show it"


def test_the_task_is_open_at_first_and_can_be_solved() -> None:
    assert [met for met, _ in checked()] == [False, False]
    assert [met for met, _ in checked(tp=2, tn=2000)] == [True, True]
    assert checked(tp=49, fp=1, fn=0, tn=0)[0] == (True, "Accuracy at least 0.98: yes, it is 0.980000.")
    assert checked(tp=1, fp=4, fn=0, tn=0)[1] == (False, "J below 0.2: not yet, it is 0.200000.")


@settings(max_examples=examples(25))
@given(*(st.integers(0, 30) for _ in range(3)), st.sampled_from(DECADE.values()))
def test_the_task_of_the_log_axis_is_solved_where_both_conditions_hold(
    tp: int, fp: int, fn: int, decade: float
) -> None:
    texts = far(tp=tp, fp=fp, fn=fn, decade=decade).texts
    total = tp + fp + fn + round(10**decade)
    for name, holds in (("accuracy", Fraction(fp + fn, total) <= Fraction(1, 10_000)), ("errors", fp + fn >= 10)):
        place = Target(f"million-{name}")
        assert (texts[place._replace(prop="className")] == "check met") == holds
        assert (": yes, " if holds else ": not yet, ") in texts[place]


def test_the_task_of_the_log_axis_is_open_at_first_and_can_be_solved() -> None:
    def marks(**values: Any) -> list[str]:
        return [far(**values).texts[Target(f"million-{name}", "className")] for name in ("accuracy", "errors")]

    assert marks() == ["check", "check met"]
    assert marks(decade=5) == ["check met", "check met"]
    assert far().texts[Target("million-accuracy")] == "Accuracy at least 0.9999: not yet, 10 of 1,020 items are wrong."
