"""The section on the two kinds of error: the document's map, the line of equal score, and a map without hits."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from components.view import Target, View, pick
from dash import Dash
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import jaccard_score, precision_score, recall_score

from components.figures import score_map
from components.sections import errors
from components.sections.errors import Id
from tests.conftest import components, drawn, identified, plain

DEFAULT = {p.key: p.default for p in errors.PARAMS}


def view(**values: Any) -> View:
    return errors.view(**{**DEFAULT, **values})


def labels(fp: int, fn: int, tp: int) -> tuple[list[int], list[int]]:
    return [1] * tp + [0] * fp + [1] * fn, [1] * tp + [1] * fp + [0] * fn


def test_the_map_is_the_documents() -> None:
    heat = drawn(view().figures[Id.MAP]).data[0]
    expected = [[10 / (10 + fp + fn) for fp in range(31)] for fn in range(31)]
    np.testing.assert_array_equal(heat.z, expected)
    assert heat.type == "heatmap"
    layout = drawn(view().figures[Id.MAP]).layout
    assert layout.xaxis.title.text == "false positives (FP)"
    assert layout.yaxis.title.text == "false negatives (FN)"
    assert layout.yaxis.range == (-0.5, 30.5), "the origin is at the bottom"


@pytest.mark.parametrize(("fp", "fn"), [(0, 0), (5, 5), (10, 5), (0, 30), (30, 30)])
def test_a_cell_is_scikit_learns(fp: int, fn: int) -> None:
    shown = view(fp=fp, fn=fn)
    true, pred = labels(fp, fn, 10)
    assert shown.texts[errors.SAY.target("j")] == f"{jaccard_score(true, pred):.3f}"
    assert shown.texts[errors.TELL.target("precision")] == f"{precision_score(true, pred):.3f}"
    assert shown.texts[errors.TELL.target("recall")] == f"{recall_score(true, pred):.3f}"


def test_an_error_costs_the_same_whichever_kind_it_is() -> None:
    heat = np.array(drawn(view().figures[Id.MAP]).data[0].z)
    np.testing.assert_array_equal(heat, heat.T)
    for total in (1, 15, 40):
        cells = {heat[fn, total - fn] for fn in range(31) if 0 <= total - fn <= 30}
        assert len(cells) == 1


@pytest.mark.parametrize(("fp", "fn"), [(0, 0), (10, 5), (30, 0), (28, 30), (30, 30)])
def test_the_line_through_the_marker_joins_equal_scores(fp: int, fn: int) -> None:
    data = drawn(view(fp=fp, fn=fn).figures[Id.MAP]).data
    heat = np.array(data[0].z)
    line, marker = data[score_map._EQUAL], data[score_map._MARKER]
    assert (marker.x[0], marker.y[0]) == (fp, fn)
    for x, y in zip(line.x, line.y, strict=True):
        assert 0 <= x <= 30
        assert 0 <= y <= 30
        assert heat[y, x] == heat[fn, fp]


def test_the_lines_of_equal_score_are_named_where_they_run() -> None:
    figure = drawn(view().figures[Id.MAP])
    contours = figure.data[1].contours
    assert (contours.start, contours.end, contours.size) == (0.25, 0.75, 0.25)
    assert [note.text for note in figure.layout.annotations] == ["J = 0.25", "0.5", "0.75"]
    for note, total in zip(figure.layout.annotations, (30, 10, 10 / 3), strict=True):
        assert note.x + note.y == pytest.approx(total, abs=0.3)


def test_the_defaults_tell_the_two_sliders_apart() -> None:
    assert errors.FP.default != errors.FN.default
    page = identified(errors.layout(fp="5", fn="5"))
    assert (page["errors-fp"].value, page["errors-fn"].value) == (5, 5)
    said = errors.SAY.said(errors.view(fp=5, fn=5, tp=10).texts)
    assert said.startswith("5 false alarms and 5 misses make 10 errors beside 10 hits: J = 0.500.")


def test_both_sliders_run_by_frames_and_each_frame_is_light() -> None:
    frames = view().frames
    along = {frames["outputs"][c["output"]]["id"]: c["axes"] for c in frames["columns"]}
    assert along[f"{Id.FORMULA}-j"] == [0, 1]
    assert along[f"{Id.TILES}-fp"] == [0]
    assert along[f"{Id.TILES}-fn"] == [1]
    picked = pick(frames, {"errors-fp": 3, "errors-fn": 7, "errors-tp": 10})
    assert picked[errors.SAY.target("j")] == "0.500"
    assert picked[Target(Id.MAP, "figure", ("data", score_map._MARKER, "y"))] == [7]


@pytest.mark.parametrize("tp", [0, 1, 60])
def test_every_cell_is_worded_by_its_own_errors(tp: int) -> None:
    frames = view(tp=tp).frames
    for fp, fn in itertools.product(range(31), repeat=2):
        picked = pick(frames, {"errors-fp": fp, "errors-fn": fn, "errors-tp": tp})
        j = f"{tp / (tp + fp + fn):.3f}" if tp + fp + fn else "undefined"
        spoken = f"J equals {tp} over {tp} plus {fp} plus {fn}, that is {j}"
        assert picked[Target(f"{Id.FORMULA}-spoken")] == spoken
        assert picked[errors.SAY.target("errors")].startswith(f"{fp + fn or 'no'} error")


def test_a_click_on_the_map_sets_both_sliders(app: Dash) -> None:
    (callback,) = [
        c for c in app._callback_list if any(e["property"] == "clickData" and e["id"] == Id.MAP for e in c["inputs"])
    ]
    assert callback["clientside_function"]["function_name"] == "clicked"
    ends = [end.partition("@")[0] for end in callback["output"].strip(".").split("...")]
    assert ends == ["errors-fp.value", "errors-fn.value"], "the order of x and y"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"fp": 0, "fn": 1}, "No false alarms and 1 miss make 1 error beside 10 hits"),
        ({"fp": 1, "fn": 0, "tp": 1}, "1 false alarm and no misses make 1 error beside 1 hit: J = 0.500"),
        ({"tp": 0}, "Without a hit J is 0"),
        ({"tp": 0, "fp": 0, "fn": 0}, "J = undefined"),
    ],
)
def test_the_sentence_says_what_is_there(values: dict[str, int], words: str) -> None:
    assert words in errors.SAY.said(view(**values).texts)


def test_without_hits_every_cell_is_0_but_the_origin() -> None:
    heat = np.array(drawn(view(tp=0).figures[Id.MAP]).data[0].z)
    assert np.isnan(heat[0, 0])
    assert np.nansum(heat) == 0
    assert drawn(view(tp=0, fp=0, fn=0).figures[Id.MAP]).data[score_map._VALUE].text == ("0/0",)


def test_the_snippet_computes_what_it_says() -> None:
    code = errors.SNIPPET.said(view(fp=3, fn=8).texts)
    space: dict[str, Any] = {}
    exec(code, space)
    assert f"{jaccard_score(space['y_true'], space['y_pred']):.4f}" == code.strip().rpartition("# ")[2]


def test_what_the_page_says_of_hits_that_are_not_fixed_is_true() -> None:
    said = " ".join(
        str(c.children) for c in components(errors.layout()) if isinstance(getattr(c, "children", None), list)
    )
    for tp, fp, fn, words in ((10, 10, 5, "10/25 = 0.4"), (10, 5, 5, "10/20 = 0.5"), (15, 10, 0, "15/25 = 0.6")):
        assert words in said
        assert f"= {jaccard_score(*labels(fp, fn, tp)):.1f}" in words


@settings(max_examples=25, deadline=None)
@given(st.fixed_dictionaries({p.key: st.sampled_from(p.values()) for p in errors.PARAMS}))
def test_any_state_can_be_shown(values: dict[str, Any]) -> None:
    shown = errors.view(**values)
    assert plain(shown.frames) == shown.frames
    for note in drawn(shown.figures[Id.MAP]).layout.annotations:
        assert 0 <= note.x <= 30
        assert 0 <= note.y <= 30
