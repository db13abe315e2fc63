"""The lessons on F1: the curve between the scales, counts on it, and averages that leave it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, jaccard_score

from components.lessons.f1 import two_models, two_scales
from components.lessons.f1.two_models import MEANS, in_table
from components.lessons.f1.two_scales import COUNTS, CURVE, DRAWN, JACCARD, PRECISION, RECALL, SAY, SNIPPET, TABLE, F
from components.live.frames import pick
from components.live.target import Target
from components.live.view import Shown
from components.markup.table import Cell
from tests.conftest import drawn, plain
from tests.states import examples

ROUNDED = 5.1e-7  # half of the last digit that a drawn place is rounded to
SCALES, MODELS = two_scales.view(two_scales.TwoScales()), two_models.view(two_models.TwoModels())


def show(**values: Any) -> Shown:
    return two_scales.LESSON.show(two_scales.TwoScales(**values))


def show_models(**values: Any) -> Shown:
    return two_models.LESSON.show(two_models.TwoModels(**values))


def place(shown: Shown, name: str, id: str = CURVE.id) -> dict[str, Any]:
    """The trace at a named place of a figure."""
    part = {CURVE.id: SCALES, MEANS.id: MODELS}[id]
    kind, index = part.figures[id].places[name]
    assert kind == "data"
    found: dict[str, Any] = plain(drawn(shown.figures[id]).data[index])
    return found


def floats(values: Any) -> list[float]:
    return np.asarray(values, float).tolist()


def slots(shown: Shown, of: Any, *names: str) -> list[str]:
    return [shown.texts[of.target(name)] for name in names]


def two_labels(counts: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Indicator matrices with these (TP, FP, FN) per label."""
    n = max(map(sum, counts))
    y_true, y_pred = np.zeros((n, len(counts)), int), np.zeros((n, len(counts)), int)
    for k, (tp, fp, fn) in enumerate(counts):
        y_true[: tp + fn, k] = 1
        y_pred[:tp, k] = 1
        y_pred[tp + fn : tp + fn + fp, k] = 1
    return y_true, y_pred


def test_the_curve_is_the_notebooks() -> None:
    curve = place(show(), "curve")
    x = np.linspace(0, 1, 501)
    np.testing.assert_allclose(curve["x"], x, rtol=0, atol=1e-15)
    np.testing.assert_allclose(curve["y"], x / (2 - x), rtol=0, atol=ROUNDED)
    layout = drawn(show().figures[CURVE.id]).layout
    assert tuple(layout.xaxis.range) == (0, 1)
    assert layout.yaxis.range[0] < 0, "room for a label below a point at 0"
    assert layout.yaxis.range[1] == 1


def test_the_marker_and_both_formulas_follow_the_slider() -> None:
    shown = show(f=0.5)
    marker, guide = place(shown, "marker"), place(shown, "guide")
    third = pytest.approx(1 / 3, abs=ROUNDED)
    assert (marker["x"], marker["y"], marker["text"]) == ([0.5], [third], ["0.333"])
    assert (guide["x"], guide["y"]) == ([0.5, 0.5, 0], [0, third, third])
    assert slots(shown, two_scales.TO_JACCARD, "accent", "accent2", "tp") == ["0.50", "0.50", "0.333"]
    assert slots(shown, two_scales.TO_F1, "tp", "tp2", "accent") == ["0.333", "0.333", "0.50"]
    assert SAY.said(shown.texts) == (
        "F1 0.50 and Jaccard 0.333 are the same result on two scales. "
        "J is lower by 0.167. The two scores are equal only at 0 and at 1."
    )


@pytest.mark.parametrize("end", [0, 1])
def test_at_the_ends_the_scales_meet(end: float) -> None:
    assert "The two scores are equal here" in SAY.said(show(f=end).texts)


def test_every_frame_of_the_slider_lies_on_the_curve_and_comes_back() -> None:
    shown = show()
    for f in F.values():
        picked = pick(shown.frames, {"f1-f": f, "f1-tp": 2, "f1-fp": 1, "f1-fn": 1, "f1-hits": 2})
        path = SCALES.figures[CURVE.id].places["marker"]
        [x] = picked[Target("f1-curve", "figure", (*path, "x"))]
        [y] = picked[Target("f1-curve", "figure", (*path, "y"))]
        assert math.isclose(y, x / (2 - x), abs_tol=ROUNDED)
        assert y <= x == f
        assert picked[Target("f1-to-f1-accent")] == picked[Target("f1-f-shown")]


def test_the_notebooks_counts_are_a_point_on_the_curve() -> None:
    shown = show()
    point = place(shown, "point")
    assert (point["x"], point["y"]) == ([2 / 3], [0.5])
    assert slots(shown, PRECISION, "p") == slots(shown, RECALL, "r") == slots(shown, two_scales.F1, "f") == ["0.667"]
    assert slots(shown, JACCARD, "j") == ["0.500"]
    assert COUNTS.said(shown.texts) == (
        "Your counts are TP 2, FP 1 and FN 1. They give F1 0.667 and J 0.500, a point on the curve. "
        "Other counts give one too, unless all three are 0."
    )


def test_the_table_has_the_scores_with_all_their_digits() -> None:
    curve, scores = show().tables[TABLE.id]  # type: ignore[misc]
    assert curve.rows[250] == (0.5, pytest.approx(1 / 3))
    assert [(name, cell.text) for name, cell in scores.rows] == [
        ("precision", "0.6666666666666666"), ("recall", "0.6666666666666666"), ("F1", "0.6666666666666666"), ("J", "0.5"),
    ]  # fmt: skip
    _, empty = show(tp=0, fp=0, fn=0).tables[TABLE.id]  # type: ignore[misc]
    assert {row[1].text for row in empty.rows if isinstance(row[1], Cell)} == {"0/0, undefined"}


@settings(max_examples=examples(60))
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_counts_agree_with_scikit_learn_and_lie_on_the_curve(tp: int, fp: int, fn: int) -> None:
    shown = show(tp=tp, fp=fp, fn=fn)
    point = place(shown, "point")
    if tp + fp + fn == 0:
        assert (point["x"], point["y"]) == ([], [])
        assert slots(shown, JACCARD, "j") == slots(shown, two_scales.F1, "f") == ["0/0, undefined"]
        assert "0/0, undefined" in COUNTS.said(shown.texts)
        return
    y_true = [1] * tp + [0] * fp + [1] * fn
    y_pred = [1] * tp + [1] * fp + [0] * fn
    [x], [y] = point["x"], point["y"]
    assert math.isclose(x, f1_score(y_true, y_pred, zero_division=0), abs_tol=1e-15)
    assert math.isclose(y, jaccard_score(y_true, y_pred, zero_division=0), abs_tol=1e-15)
    assert math.isclose(y, x / (2 - x), abs_tol=ROUNDED)
    assert slots(shown, PRECISION, "p") == [f"{tp / (tp + fp):.3f}" if tp + fp else "0/0, undefined"]
    assert slots(shown, RECALL, "r") == [f"{tp / (tp + fn):.3f}" if tp + fn else "0/0, undefined"]


@pytest.mark.parametrize("counts", [(2, 1, 1), (10, 30, 2), (0, 5, 5)], ids=str)
def test_the_snippet_runs_and_gives_what_stands_beside_it(counts: tuple[int, int, int]) -> None:
    code = SNIPPET.said(show(**dict(zip(("tp", "fp", "fn"), counts, strict=True))).texts)
    names: dict[str, Any] = {}
    exec(code, names)
    f, j = names["f"], names["j"]
    assert f"f = f1_score(y_true, y_pred)  # {f:.4f}\n" in code
    assert f"j = jaccard_score(y_true, y_pred)  # {j:.4f}\nf / (2 - f)  # {j:.4f} again\n" in code


def test_without_counts_the_snippet_says_that_it_fails() -> None:
    assert "# an error: the lists are empty" in SNIPPET.said(show(tp=0, fp=0, fn=0).texts)
    with pytest.raises(ValueError, match="empty"):
        f1_score([], [])


def test_at_first_the_averages_rank_the_two_models_differently() -> None:
    shown = show_models()
    assert two_models.SAY.said(shown.texts) == (
        "Mean F1 is 0.700 for model A and 0.625 for B, mean J 0.538 and 0.571. F1 prefers model A, and J prefers model B."
    )
    assert [shown.texts[in_table("a", mean)] for mean in ("macro_f1", "macro_j")] == ["0.700 ✓", "0.538"]
    assert [shown.texts[in_table("b", mean)] for mean in ("macro_f1", "macro_j")] == ["0.625", "0.571 ✓"]


@pytest.mark.parametrize("hits", range(11))
def test_the_averages_are_scikit_learns_and_micro_never_disagrees(hits: int) -> None:
    shown = show_models(hits=hits)
    models = {"a": [(7, 3, 3), (7, 3, 3)], "b": [(10, 0, 0), (hits, 4, 10 - hits)]}
    found = {}
    for model, counts in models.items():
        y_true, y_pred = two_labels(counts)
        found[model] = [
            score(y_true, y_pred, average=average, zero_division=0)
            for average in ("macro", "micro")
            for score in (f1_score, jaccard_score)
        ]
    a, b = found.values()
    for model, mine, others in (("a", a, b), ("b", b, a)):
        said = [shown.texts[in_table(model, mean)] for mean in ("macro_f1", "macro_j", "micro_f1", "micro_j")]
        ticked = [f"{x:.3f} ✓" if x > y + 1e-9 else f"{x:.3f}" for x, y in zip(mine, others, strict=True)]
        assert said == ticked
    assert (a[2] > b[2]) == (a[3] > b[3])
    mean = place(shown, "mean", MEANS.id)
    assert floats([mean["x"], mean["y"]]) == pytest.approx(np.array([[b[0]], [b[1]]]))
    said = two_models.SAY.said(shown.texts)
    disagree = (a[0] > b[0]) != (a[1] > b[1])
    assert disagree == (hits in (2, 3))
    assert ("F1 prefers" in said) == disagree
    assert ("Both prefer" in said) == (not disagree)
    if not disagree:
        assert f"Both prefer model {'A' if a[0] > b[0] else 'B'}." in said


def test_the_mean_of_uneven_labels_lies_on_their_chord_above_the_curve() -> None:
    for hits in two_models.HITS.values():
        shown = show_models(hits=hits)
        chord, mean = place(shown, "chord", MEANS.id), place(shown, "mean", MEANS.id)
        [x], [y] = mean["x"], mean["y"]
        assert math.isclose(x, sum(chord["x"]) / 2)
        assert math.isclose(y, sum(chord["y"]) / 2)
        assert y > x / (2 - x)


def test_the_prose_of_the_two_models_is_that_of_their_counts() -> None:
    remark = two_models.LESSON.lead[-1].children  # type: ignore[union-attr]
    assert "Each label has 10 positives. On both, model A finds 7 of them and makes 3 false positives." in remark
    assert "On the hard label it makes 4 false positives" in remark


@pytest.mark.parametrize("hits", two_models.HITS.values())
def test_the_task_of_the_two_models_is_solved_at_one_place_that_is_not_the_first(hits: int) -> None:
    shown = show_models(hits=hits)
    said = [shown.texts[Target(f"models-{name}")] for name in ("f", "j")]
    met = [shown.texts[Target(f"models-{name}", "className")] == "check met" for name in ("f", "j")]
    hard = 2 * hits / (2 * hits + 4 + 10 - hits), hits / 14
    assert met == [(1 + hard[0]) / 2 < 0.7, (1 + hard[1]) / 2 - 7 / 13 >= 0.05]
    assert [": yes" in each for each in said] == met
    assert all(met) == (hits == 3 != two_models.HITS.default)


def test_the_curve_is_steep_near_1_and_flat_near_0() -> None:
    # the answer to the drawing says so
    y = DRAWN.y
    assert y[-1] - y[-51] > 0.1 > y[50] - y[0]


def test_every_preset_is_a_state_of_the_page() -> None:
    for values in two_scales.STATES.values():
        assert two_scales.TwoScales.read(values) == two_scales.TwoScales(**values)
    assert slots(show(**two_scales.STATES["Nothing found"]), JACCARD, "j") == ["0.000"]
    false_positives = two_scales.STATES["Mostly false positives"]
    assert false_positives["fp"] > false_positives["tp"] + false_positives["fn"]


def test_the_task_is_met_around_the_widest_gap() -> None:
    met = [f for f in F.values() if slots_of_checks(f) == "check met"]
    assert met == [f for f in F.values() if f - f / (2 - f) >= two_scales.APART]
    gaps = {f: f - f / (2 - f) for f in F.values()}
    assert max(gaps, key=lambda f: gaps[f]) in met
    assert len(met) < 10
    assert two_scales.TwoScales().f not in met


def slots_of_checks(f: float) -> object:
    return next(text for place, text in show(f=f).texts.items() if place.prop == "className")
