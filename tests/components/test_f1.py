from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from components.url import bounded
from components.view import Target, View, pick
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, jaccard_score

from components.figures import mapping
from components.sections import f1
from components.sections.f1 import COUNTS, HITS, MEANS_SAY, SAY, SNIPPET, F, Id, view
from tests.conftest import drawn, plain

DRAWN = 5.1e-7  # half of the last digit that a drawn place is rounded to


def state(**given: Any) -> View:
    return view(**bounded(f1.PARAMS, given))


def data(shown: View, id: Id, trace: int) -> dict[str, Any]:
    found: dict[str, Any] = plain(drawn(shown.figures[id]).data[trace].to_plotly_json())
    return found


def floats(values: Any) -> list[float]:
    return np.asarray(values, float).tolist()


def texts(shown: View, id: Id, *slots: str) -> list[str]:
    return [shown.texts[Target(f"{id}-{slot}")] for slot in slots]


def two_labels(counts: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Indicator matrices with these (TP, FP, FN) per label."""
    n = max(map(sum, counts))
    y_true, y_pred = np.zeros((n, len(counts)), int), np.zeros((n, len(counts)), int)
    for k, (tp, fp, fn) in enumerate(counts):
        y_true[: tp + fn, k] = 1
        y_pred[:tp, k] = 1
        y_pred[tp + fn : tp + fn + fp, k] = 1
    return y_true, y_pred


def test_the_curve_is_the_documents() -> None:
    curve = drawn(state().figures[Id.CURVE]).data[1]
    x = np.linspace(0, 1, 501)
    np.testing.assert_allclose(curve.x, x, rtol=0, atol=1e-15)
    np.testing.assert_allclose(curve.y, x / (2 - x), rtol=0, atol=DRAWN)
    assert tuple(drawn(state().figures[Id.CURVE]).layout.xaxis.range) == (0, 1)
    assert tuple(drawn(state().figures[Id.CURVE]).layout.yaxis.range) == (0, 1)


def test_the_marker_and_both_formulas_follow_the_slider() -> None:
    shown = state(f=0.5)
    marker, guide = data(shown, Id.CURVE, mapping.MARKER), data(shown, Id.CURVE, mapping.GUIDE)
    third = pytest.approx(1 / 3, abs=DRAWN)
    assert (marker["x"], marker["y"], marker["text"]) == ([0.5], [third], ["0.333"])
    assert (guide["x"], guide["y"]) == ([0.5, 0.5, 0], [0, third, third])
    assert texts(shown, Id.TO_JACCARD, "accent", "accent2", "tp") == ["0.50", "0.50", "0.333"]
    assert texts(shown, Id.TO_F1, "tp", "tp2", "accent") == ["0.333", "0.333", "0.50"]
    assert SAY.said(shown.texts) == (
        "F1 0.50 and Jaccard 0.333 are one and the same result on two scales. "
        "J is the lower one, by 0.167; only at 0 and at 1 do the two meet."
    )


@pytest.mark.parametrize("end", [0, 1])
def test_at_the_ends_the_scales_meet(end: float) -> None:
    assert "At both ends the two scales meet" in SAY.said(state(f=end).texts)


def test_every_frame_of_the_slider_lies_on_the_curve_and_comes_back() -> None:
    shown = state()
    for f in F.values():
        at = {"f1-f": f, "f1-tp": 2, "f1-fp": 1, "f1-fn": 1, "f1-hits": 2}
        picked = pick(shown.frames, at)
        [x] = picked[Target(Id.CURVE, "figure", ("data", mapping.MARKER, "x"))]
        [y] = picked[Target(Id.CURVE, "figure", ("data", mapping.MARKER, "y"))]
        assert math.isclose(y, x / (2 - x), abs_tol=DRAWN)
        assert y <= x == f
        assert picked[Target(f"{Id.TO_F1}-accent")] == picked[Target("f1-f-shown")]


def test_the_counts_of_the_binary_check_are_a_point_on_the_curve() -> None:
    shown = state()
    point = data(shown, Id.CURVE, 3)
    assert (point["x"], point["y"]) == ([2 / 3], [0.5])
    assert [texts(shown, id, slot) for id, slot in (
        (Id.PRECISION, "p"), (Id.RECALL, "r"), (Id.F1, "f"), (Id.JACCARD, "j"),
    )] == [["0.667"], ["0.667"], ["0.667"], ["0.500"]]  # fmt: skip
    assert COUNTS.said(shown.texts).endswith(
        "give F1 0.667 and J 0.500: a point on the curve, like that of any other counts."
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_counts_agree_with_scikit_learn_and_lie_on_the_curve(tp: int, fp: int, fn: int) -> None:
    shown = state(tp=tp, fp=fp, fn=fn)
    point = data(shown, Id.CURVE, 3)
    if tp + fp + fn == 0:
        assert (point["x"], point["y"]) == ([], [])
        assert texts(shown, Id.JACCARD, "j") == texts(shown, Id.F1, "f") == ["undefined"]
        assert "0/0" in COUNTS.said(shown.texts)
        return
    y_true = [1] * tp + [0] * fp + [1] * fn
    y_pred = [1] * tp + [1] * fp + [0] * fn
    [x], [y] = point["x"], point["y"]
    assert math.isclose(x, f1_score(y_true, y_pred, zero_division=0), abs_tol=1e-15)
    assert math.isclose(y, jaccard_score(y_true, y_pred, zero_division=0), abs_tol=1e-15)
    assert math.isclose(y, x / (2 - x), abs_tol=DRAWN)
    assert texts(shown, Id.PRECISION, "p") == [f"{tp / (tp + fp):.3f}" if tp + fp else "undefined"]
    assert texts(shown, Id.RECALL, "r") == [f"{tp / (tp + fn):.3f}" if tp + fn else "undefined"]
    # the printed snippet, as it would be run
    assert f"y_true = [1] * {tp} + [0] * {fp} + [1] * {fn}" in SNIPPET.said(shown.texts)


def test_at_first_the_averages_rank_the_two_models_differently() -> None:
    shown = state()
    assert MEANS_SAY.said(shown.texts) == (
        "Averaged over the two labels, F1 is 0.700 for model A and 0.625 for model B; J is 0.538 and 0.571. "
        "F1 prefers model A, J prefers model B: which model is better now depends on the scale."
    )
    assert texts(shown, Id.MEANS_A, "macro_f1", "macro_j") == ["0.700 ✓", "0.538"]
    assert texts(shown, Id.MEANS_B, "macro_f1", "macro_j") == ["0.625", "0.571 ✓"]


@pytest.mark.parametrize("hits", range(11))
def test_the_averages_are_scikit_learns_and_micro_never_disagrees(hits: int) -> None:
    shown = state(hits=hits)
    models = {Id.MEANS_A: [(7, 3, 3), (7, 3, 3)], Id.MEANS_B: [(10, 0, 0), (hits, 4, 10 - hits)]}
    found = {}
    for id, counts in models.items():
        y_true, y_pred = two_labels(counts)
        found[id] = [
            score(y_true, y_pred, average=average, zero_division=0)
            for average in ("macro", "micro")
            for score in (f1_score, jaccard_score)
        ]
        said = [t.removesuffix(" ✓") for t in texts(shown, id, "macro_f1", "macro_j", "micro_f1", "micro_j")]
        assert said == [f"{value:.3f}" for value in found[id]]
    a, b = found.values()
    assert (a[2] > b[2]) == (a[3] > b[3])
    mean = data(shown, Id.MEANS, mapping.MEAN)
    assert floats([mean["x"], mean["y"]]) == pytest.approx(np.array([[b[0]], [b[1]]]))
    disagree = (a[0] > b[0]) != (a[1] > b[1])
    assert disagree == (hits in (2, 3))
    assert ("depends on the scale" in MEANS_SAY.said(shown.texts)) == disagree


def test_the_mean_of_uneven_labels_lies_on_their_chord_above_the_curve() -> None:
    for hits in HITS.values():
        shown = state(hits=hits)
        chord, mean = data(shown, Id.MEANS, mapping.CHORD), data(shown, Id.MEANS, mapping.MEAN)
        [x], [y] = mean["x"], mean["y"]
        assert math.isclose(x, sum(chord["x"]) / 2)
        assert math.isclose(y, sum(chord["y"]) / 2)
        assert y > x / (2 - x)


def test_every_preset_is_a_state_of_the_page() -> None:
    for given_state in f1.STATES.values():
        assert bounded(f1.PARAMS, given_state) == {**bounded(f1.PARAMS, {}), **given_state}
    assert texts(state(**f1.STATES["Nothing found"]), Id.JACCARD, "j") == ["0.000"]
    gaps = {f: f - f / (2 - f) for f in F.values()}
    assert max(gaps, key=lambda f: gaps[f]) == f1.STATES["The widest gap"]["f"]
