"""The section on the two kinds of error: the notebook's map of the same true positives, and the map of the same positives."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import jaccard_score, precision_score, recall_score

from components.lessons.errors import same_hits as errors
from components.lessons.errors import same_positives
from components.lessons.errors.same_hits import FORMULA, LESSON, MAP, SAY, SNIPPET, TELL
from components.live.frames import pick
from components.live.target import Target
from components.live.view import Shown
from components.markup.finished import html
from components.words.numbers import EQUALS
from tests import conftest
from tests.conftest import drawn, identified, plain
from tests.states import examples, spread

OTHER_MAP = {"errors-mfp": 0, "errors-mfn": 0, "errors-pos": 30}


def show(**values: Any) -> Shown:
    return LESSON.show(errors.SameHits(**values))


def trace(shown: Shown, place: str) -> Any:
    return conftest.trace(LESSON, shown, MAP.id, place)


def heat(shown: Shown) -> Any:
    return np.array(drawn(shown.figures[MAP.id]).data[0].z)


def labels(fp: int, fn: int, tp: int) -> tuple[list[int], list[int]]:
    return [1] * tp + [0] * fp + [1] * fn, [1] * tp + [1] * fp + [0] * fn


def test_the_map_is_the_notebooks() -> None:
    figure = drawn(show().figures[MAP.id])
    expected = [[10 / (10 + fp + fn) for fp in range(31)] for fn in range(31)]
    np.testing.assert_array_equal(figure.data[0].z, expected)
    assert figure.data[0].type == "heatmap"
    across, up = figure.layout.annotations[-2:]
    assert (across.text, across.yref, across.y) == ("false positives (FP)", "y domain", 0)
    assert (up.text, up.xref, up.x) == ("false negatives (FN)", "x domain", 0)
    assert figure.layout.yaxis.range == (-0.5, 30.5), "the origin is at the bottom"


@pytest.mark.parametrize(("fp", "fn"), [(0, 0), (5, 5), (10, 5), (0, 30), (30, 30)])
def test_a_cell_is_scikit_learns(fp: int, fn: int) -> None:
    texts = show(fp=fp, fn=fn).texts
    true, pred = labels(fp, fn, 10)
    assert texts[SAY.target("j")] == f"{jaccard_score(true, pred):.3f}"
    assert texts[TELL.target("precision")] == f"{precision_score(true, pred):.3f}"
    assert texts[TELL.target("recall")] == f"{recall_score(true, pred):.3f}"


def test_an_error_costs_the_same_whichever_kind_it_is() -> None:
    scores = heat(show())
    np.testing.assert_array_equal(scores, scores.T)
    for total in (1, 15, 40):
        cells = {scores[fn, total - fn] for fn in range(31) if 0 <= total - fn <= 30}
        assert len(cells) == 1


@pytest.mark.parametrize(("fp", "fn"), [(0, 0), (10, 5), (30, 0), (28, 30), (30, 30)])
def test_the_line_through_the_marker_joins_equal_scores(fp: int, fn: int) -> None:
    shown = show(fp=fp, fn=fn)
    scores, line, marker = heat(shown), trace(shown, "equal line"), trace(shown, "marker")
    assert (marker.x[0], marker.y[0]) == (fp, fn)
    for x, y in zip(line.x, line.y, strict=True):
        assert 0 <= x <= 30
        assert 0 <= y <= 30
        assert scores[y, x] == scores[fn, fp]


@pytest.mark.parametrize(("fp", "fn"), list(itertools.product((0, 1, 15, 29, 30), repeat=2)))
@pytest.mark.parametrize("tp", [0, 1, 10])
def test_the_sentence_speaks_of_a_line_only_where_there_is_one(tp: int, fp: int, fn: int) -> None:
    shown = show(tp=tp, fp=fp, fn=fn)
    line = trace(shown, "equal line")
    is_a_point = (line.x[0], line.y[0]) == (line.x[1], line.y[1])
    assert ("line through the marker" in SAY.said(shown.texts)) == (not is_a_point and tp > 0)


def test_the_lines_of_equal_score_are_named_where_they_run() -> None:
    figure = drawn(show().figures[MAP.id])
    x, y = figure.data[1].x, figure.data[1].y
    totals = (30, 10, 10 / 3)
    assert [a + b for a, b in zip(x, y, strict=True) if a is not None] == pytest.approx(np.repeat(totals, 2))
    names = figure.layout.annotations[:-2]
    assert [note.text for note in names] == ["J = 0.25", "0.5", "0.75"]
    for note, level, total in zip(names, (0.25, 0.5, 0.75), totals, strict=True):
        assert 10 / (10 + total) == pytest.approx(level)
        assert note.x + note.y == pytest.approx(total, abs=1e-3)  # places have four digits


def test_a_line_whose_name_the_value_would_cover_is_named_elsewhere() -> None:
    (note,) = drawn(show(tp=60).figures[MAP.id]).layout.annotations[:-2]
    assert (note.text, note.opacity) == ("J = 0.75", 1)
    assert (note.x, note.y) == (5, 15)
    covered = [
        (tp, fp, fn)
        for tp, fp, fn in itertools.product((10, 30, 60), range(0, 31, 5), range(0, 31, 5))
        for note in drawn(show(tp=tp, fp=fp, fn=fn).figures[MAP.id]).layout.annotations[:-2]
        if not note.opacity
    ]
    assert len(covered) < 8, "a name is left out only where its line is short"


@pytest.mark.parametrize("tp", [0, 1, 10, 30, 60])
def test_a_line_of_equal_score_runs_from_edge_to_edge_of_the_map(tp: int) -> None:
    lines = drawn(show(tp=tp).figures[MAP.id]).data[1]
    points = [(a, b) for a, b in zip(lines.x or (), lines.y or (), strict=True) if a is not None]
    assert all(0 <= at <= 30 for point in points for at in point)
    assert all({0, 30} & set(point) for point in points)
    there = [level for level in (0.25, 0.5, 0.75) if 0 < tp / level - tp < 60]
    assert len(points) == 2 * len(there)


def test_the_defaults_tell_the_two_sliders_apart() -> None:
    assert errors.FP.default != errors.FN.default
    page = identified(LESSON.layout({"fp": "5", "fn": "5"}))
    assert (page["errors-fp"].value, page["errors-fn"].value) == (5, 5)
    said = SAY.said(show(fp=5, fn=5).texts)
    assert said.startswith(
        "J is 0.500: 5 false positives and 5 false negatives beside 10 true positives. Every cell on the line through the "
        "marker has 10 errors and the same J."
    )


def test_both_sliders_run_by_frames_and_each_frame_is_light() -> None:
    frames = show().frames
    sliders = [axis["id"] for axis in frames["axes"]]
    along = {
        frames["outputs"][output]["id"]: [sliders[k] for k in column["axes"]]
        for column in frames["columns"]
        for output, _ in column["to"]
    }
    assert along["errors-formula-j"] == ["errors-fp", "errors-fn"]
    assert along["errors-tiles-fp"] == ["errors-fp"]
    assert along["errors-tiles-fn"] == ["errors-fn"]
    picked = pick(frames, {"errors-fp": 3, "errors-fn": 7, "errors-tp": 10, **OTHER_MAP})
    assert picked[Target("errors-say-j")] == "0.500"
    (path,) = errors.view(errors.SameHits()).figures[MAP.id].paths("marker", "y")
    assert picked[Target("errors-map", "figure", path)] == [7]


@pytest.mark.parametrize("tp", [0, 1, 60])
def test_every_cell_is_worded_by_its_own_errors(tp: int) -> None:
    frames = show(tp=tp).frames
    for fp, fn in spread(
        [*itertools.product(range(31), repeat=2)], 60, always=((0, 0), (0, 1), (1, 0), (1, 1), (0, 30))
    ):
        picked = pick(frames, {"errors-fp": fp, "errors-fn": fn, "errors-tp": tp, **OTHER_MAP})
        j = f"{tp / (tp + fp + fn):.3f}" if tp + fp + fn else "0/0, undefined"
        assert [picked[Target(f"errors-formula-{slot}")] for slot in ("fp", "fn", "j")] == [f"{fp}", f"{fn}", j]
        if tp and 0 < fp + fn < 60:
            assert f" has {fp + fn} error" in picked[Target("errors-say-lesson")]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"fp": 0, "fn": 1}, "J is 0.909: no false positives and 1 false negative beside 10 true positives."),
        ({"fp": 1, "fn": 0, "tp": 1}, "J is 0.500: 1 false positive and no false negatives beside 1 true positive."),
        ({"fp": 1, "fn": 0}, "has 1 error and the same J"),
        ({"fp": 0, "fn": 0}, "Every other cell has an error, and a lower J."),
        ({"fp": 30, "fn": 30}, "No other cell of the map has so many errors"),
        ({"tp": 0}, "Without a true positive J is 0"),
        ({"tp": 0, "fp": 0, "fn": 0}, "J is 0/0, undefined"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_there(values: dict[str, int], words: str) -> None:
    assert words in SAY.said(show(**values).texts)


def test_without_true_positives_every_cell_is_0_but_the_origin() -> None:
    scores = heat(show(tp=0))
    assert np.isnan(scores[0, 0])
    assert np.nansum(scores) == 0
    shown = show(tp=0, fp=0, fn=0)
    assert trace(shown, "value").text == ("0/0",)
    assert shown.texts[FORMULA.target("j")] == "0/0, undefined"


def test_the_snippet_computes_what_it_says() -> None:
    code = SNIPPET.said(show(fp=3, fn=8).texts)
    space: dict[str, Any] = {}
    exec(code, space)
    assert f"{jaccard_score(space['y_true'], space['y_pred']):.4f}" == code.strip().rpartition("# ")[2]


def test_what_the_page_says_of_true_positives_that_are_not_fixed_is_true() -> None:
    said = html(LESSON.layout()).replace(EQUALS, " = ")
    for tp, fp, fn, words in ((10, 10, 5, "10/25 = 0.4"), (10, 5, 5, "10/20 = 0.5"), (15, 10, 0, "15/25 = 0.6")):
        assert words in said
        assert f"= {jaccard_score(*labels(fp, fn, tp)):.1f}" in words


def checked(shown: Shown, *names: str) -> list[tuple[bool, str]]:
    """For each condition of a task whether it is marked as met, and what it says."""
    return [(shown.texts[Target(name, "className")] == "check met", shown.texts[Target(name)]) for name in names]


@pytest.mark.parametrize("tp", [0, 1, 10, 31, 60])
def test_the_task_of_one_half_is_solved_where_both_conditions_hold(tp: int) -> None:
    for fp, fn in spread(
        [*itertools.product(range(31), repeat=2)], 20, always=((0, 0), (0, 1), (4, 6), (10, 5), (15, 16))
    ):
        half, more = checked(show(tp=tp, fp=fp, fn=fn), "errors-half", "errors-more")
        assert half[0] == (tp > 0 and jaccard_score(*labels(fp, fn, tp)) == 0.5)
        assert more[0] == (fn > fp)
        assert (": yes" in half[1], ": yes" in more[1]) == (half[0], more[0])
        assert ("0.500" in half[1]) == half[0], "the digits show it"


def test_the_task_of_one_half_is_open_at_first_and_can_be_solved() -> None:
    assert [met for met, _ in checked(show(), "errors-half", "errors-more")] == [False, False]
    assert checked(show(fp=4, fn=6), "errors-half", "errors-more") == [
        (True, "J exactly 0.5: yes, it is 0.500."),
        (True, "More false negatives than false positives: yes."),
    ]


@settings(max_examples=examples(25))
@given(st.fixed_dictionaries({p.key: st.sampled_from(list(p.values())) for p in (errors.FP, errors.FN, errors.TP)}))
def test_any_state_can_be_shown(values: dict[str, Any]) -> None:
    shown = show(**values)
    assert plain(shown.frames) == shown.frames
    for note in drawn(shown.figures[MAP.id]).layout.annotations:
        assert 0 <= note.x <= 30
        assert 0 <= note.y <= 30


# ---- the same positives ----------------------------------------------------------------------------------------------

FAN = same_positives


def show_fan(**values: Any) -> Shown:
    return FAN.LESSON.show(FAN.SamePositives(**values))


def fan(shown: Shown, place: str) -> Any:
    return conftest.trace(FAN.LESSON, shown, FAN.MAP.id, place)


@pytest.mark.parametrize("positives", [30, 70, 120])
@pytest.mark.parametrize(("fp", "fn"), [(0, 0), (10, 10), (30, 0), (0, 30), (17, 29), (30, 30)])
def test_a_cell_of_the_same_positives_is_scikit_learns(fp: int, fn: int, positives: int) -> None:
    shown = show_fan(mfp=fp, mfn=fn, pos=positives)

    def score(fp: int, fn: int) -> str:
        return f"{jaccard_score(*labels(fp, fn, positives - fn)):.3f}"

    assert np.array(drawn(shown.figures[FAN.MAP.id]).data[0].z)[fn, fp] == (positives - fn) / (positives + fp)
    assert shown.texts[FAN.FORMULA.target("j")] == shown.texts[FAN.SAY.target("j")] == score(fp, fn)
    assert fan(shown, "value").text == (score(fp, fn),)
    said = FAN.SAY.said(shown.texts)
    assert (f"One more found makes it {score(fp, fn - 1)}" if fn else f"all {positives} positives are found") in said
    fewer = (
        f", one false positive fewer {score(fp - 1, fn)}."
        if fn
        else f"One false positive fewer makes it {score(fp - 1, fn)}."
    )
    assert (fewer if fp else "with no false positives") in said


@pytest.mark.parametrize("positives", [30, 70, 120])
@pytest.mark.parametrize(("fp", "fn"), [(0, 0), (10, 10), (30, 0), (0, 30), (17, 29), (30, 30)])
def test_the_lines_through_the_marker_join_equal_scores(fp: int, fn: int, positives: int) -> None:
    shown = show_fan(mfp=fp, mfn=fn, pos=positives)
    j = (positives - fn) / (positives + fp)
    equal, other, marker = fan(shown, "equal line"), fan(shown, "other line"), fan(shown, "marker")
    assert (marker.x[0], marker.y[0]) == (fp, fn)
    for x, y in zip(equal.x, equal.y, strict=True):
        assert 0 <= x <= 30
        assert 0 <= y <= 30
        assert (positives - y) / (positives + x) == pytest.approx(j, abs=2e-4)  # places have two digits
        assert f1_of(positives, x, y) == pytest.approx(f1_of(positives, fp, fn), abs=2e-4)
    for x, y in zip(other.x, other.y, strict=True):
        assert x + y == fp + fn, "accuracy counts errors"
    cross = (equal.x[1] - equal.x[0]) * (fn - equal.y[0]) - (equal.y[1] - equal.y[0]) * (fp - equal.x[0])
    assert cross == pytest.approx(0, abs=1), "the marker lies on the line"


def f1_of(positives: int, fp: float, fn: float) -> float:
    hits = positives - fn
    return 2 * hits / (2 * hits + fp + fn)


def test_a_false_negative_costs_1_over_j_false_positives() -> None:
    def worth(**values: int) -> str:
        return FAN.WORTH.said(show_fan(**values).texts)

    said = FAN.SAY.said(show_fan(mfp=10, mfn=10).texts)
    assert "J is 0.500: 20 of 30 positives are found, with 10 false positives." in said
    said = worth(mfp=10, mfn=10)
    assert "a false negative costs as much as 1/J = 2.0 false positives" in said
    # by differences of the score itself
    by_miss, by_alarm = (20 + 1e-6) / 40 - 20 / 40, 20 / (40 - 1e-6) - 20 / 40
    assert by_miss / by_alarm == pytest.approx(2.0, rel=1e-5)
    assert "no false positive matters" in worth(mfn=30)
    assert "costs nearly the same" in worth(mfp=0, mfn=0)
    assert 0 < 30 / 31 - 29 / 30 < 0.0011
    assert "perfect prediction" in FAN.SAY.said(show_fan(mfp=0, mfn=0).texts)


@pytest.mark.parametrize("positives", FAN.POSITIVES.values())
def test_what_one_error_less_gives_is_told_apart_and_no_cost_is_rounded_to_1(positives: int) -> None:
    (columns,) = (
        each.columns
        for each in FAN.view(FAN.SamePositives(pos=positives)).moving
        if FAN.SAY.target("found") in each.columns
    )
    for found, dropped in zip(*(columns[FAN.SAY.target(slot)] for slot in ("found", "dropped")), strict=True):
        (one, other) = (re.findall(r"[\d.]*\d", words) for words in (found, dropped))
        assert one != other or not one
    assert not [words for words in columns[FAN.WORTH.target("worth")] if f"{EQUALS}1.0 " in words]


@pytest.mark.parametrize("positives", [30, 70])
def test_the_task_of_twenty_errors_is_solved_where_both_conditions_hold(positives: int) -> None:
    names = "positives-jaccard", "positives-errors"
    for fp, fn in spread([*itertools.product(range(31), repeat=2)], 20, always=((20, 0), (19, 1), (0, 20), (0, 0))):
        high, errors = checked(show_fan(mfp=fp, mfn=fn, pos=positives), *names)
        assert high[0] == (5 * (positives - fn) >= 3 * (positives + fp))
        assert errors[0] == (fp + fn == 20 and positives == 30)
        assert (": yes" in high[1], ": yes" in errors[1]) == (high[0], errors[0])
    assert not all(met for met, _ in checked(show_fan(), *names))
    assert all(met for met, _ in checked(show_fan(mfp=20, mfn=0), *names))


def test_the_rays_of_equal_score_are_there_where_they_run_through_the_map() -> None:
    notes = [note.text for note in drawn(show_fan().figures[FAN.MAP.id]).layout.annotations]
    assert notes[:3] == ["J = 0.25", "J = 0.5", "J = 0.75"]
    many = [note.text for note in drawn(show_fan(pos=120).figures[FAN.MAP.id]).layout.annotations]
    assert "J = 0.75" in many
    assert "J = 0.5" not in many, "with 120 positives no 60 errors bring J down to one half"


@settings(max_examples=examples(15))
@given(st.fixed_dictionaries({p.key: st.sampled_from(list(p.values())) for p in (FAN.FP, FAN.FN, FAN.POSITIVES)}))
def test_any_state_of_the_same_positives_can_be_shown(values: dict[str, Any]) -> None:
    shown = show_fan(**values)
    assert plain(shown.frames) == shown.frames
