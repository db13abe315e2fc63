"""The lessons on thresholds: the notebook's numbers, sentences that fit their state, and a sample without positives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix, f1_score, jaccard_score

import core
from components.lessons.thresholds import calibrated, cut, without_labels
from components.lessons.thresholds.calibrated import Calibrated
from components.lessons.thresholds.cut import BEST, FORMULA, LESSON, SAY, SNIPPET, SWEEP, TABLE, TILES, Cut
from components.lessons.thresholds.without_labels import WithoutLabels
from components.live.view import Shown
from components.markup.table import Cell
from tests.conftest import drawn
from tests.states import examples

# A sample in which nothing is positive.
NO_POSITIVES = {"n": 50, "prevalence": 0.01, "separation": 0, "seed": 42}


def show(**values: Any) -> Shown:
    return LESSON.show(Cut(**values))


def show_calibrated(**values: Any) -> Shown:
    return calibrated.LESSON.show(Calibrated(**values))


def predictions(state: Cut) -> tuple[Any, Any]:
    """The labels, and what the threshold makes of the scores."""
    drawn = core.scored_labels(seed=state.seed, n=state.n, prevalence=state.prevalence, separation=state.separation)
    calibrated = state.scores == "calibrated"
    scores = core.posterior(drawn, state.prevalence, state.separation) if calibrated else drawn.scores
    return drawn.y_true, scores >= state.t


def test_the_first_state_is_the_notebooks() -> None:
    shown = show()
    assert [shown.texts[TILES.target(count)] for count in ("tp", "fp", "fn", "tn")] == ["29", "15", "24", "332"]
    assert shown.texts[FORMULA.target("j")] == "0.426"
    assert SAY.said(shown.texts) == (
        "At threshold 0.845 the model finds 29 of 53 positives and makes 15 false positives. "
        "No threshold on the grid does better."
    )
    (row,) = (row for row in shown.tables[TABLE.id].rows if isinstance(row[0], Cell))  # type: ignore[union-attr]
    assert row[0] == (0.845, "0.845 (best)")
    assert row[-1] == 0.4264705882352941


@settings(max_examples=examples(40))
@given(
    st.fixed_dictionaries({p.key: st.sampled_from([*p.values()]) for p in LESSON.sliders}),
    st.sampled_from(["drawn", "calibrated"]),
)
def test_what_is_said_at_any_state_is_scikit_learns(values: dict[str, Any], scores: str) -> None:
    state = Cut(**values, scores=scores)
    shown = LESSON.show(state)
    y_true, y_pred = predictions(state)
    (tn, fp), (fn, tp) = confusion_matrix(y_true, y_pred, labels=[0, 1]).tolist()
    assert [shown.texts[TILES.target(key)] for key in ("tp", "fp", "fn", "tn")] == [f"{n:,}" for n in (tp, fp, fn, tn)]
    score = f"{jaccard_score(y_true, y_pred, zero_division=0):.3f}"
    assert shown.texts[FORMULA.target("j")] == (score if tp + fp + fn else "0/0, taken as 0")
    hits = f"{tp:,} of {tp + fn:,} positive" + "s" * (tp + fn != 1) if tp + fn else "no positive"
    said = SAY.said(shown.texts)
    assert f"finds {hits} and makes {fp:,} false positive{'' if fp == 1 else 's'}." in said


@pytest.mark.parametrize("scores", ["drawn", "calibrated"])
@pytest.mark.parametrize("t", [0, 0.5, 1])
def test_without_positives_no_threshold_is_called_the_best(t: float, scores: str) -> None:
    shown = show(**NO_POSITIVES, t=t, scores=scores)
    assert not predictions(Cut(**NO_POSITIVES))[0].any()
    assert "no threshold is better than another" in SAY.said(shown.texts)
    said = BEST.said(shown.texts)
    assert said.startswith("Without a positive there is no best threshold")
    assert not any(words in said for words in ("interval", "best of them", "is nan", "J = "))
    figure = drawn(shown.figures[SWEEP.id])
    assert not any("best" in label.text for label in figure.layout.annotations)
    assert len(figure.layout.shapes) == 2  # the threshold, in both panels
    assert not any(isinstance(row[0], Cell) for row in shown.tables[TABLE.id].rows)  # type: ignore[union-attr]


def test_where_nothing_is_predicted_either_the_formula_names_the_rule() -> None:
    shown = show(**NO_POSITIVES, t=1)
    assert shown.texts[FORMULA.target("j")] == "0/0, taken as 0"
    assert core.jaccard(core.Counts(0, 0, 0, 50)) == 0


def test_one_positive_is_singular_and_thousands_are_separated() -> None:
    one = next(seed for seed in range(100) if core.scored_labels(seed=seed, n=50, prevalence=0.01).y_true.sum() == 1)
    assert " of 1 positive and" in SAY.said(show(n=50, prevalence=0.01, seed=one).texts)
    texts = show(n=5000, t=0).texts
    assert texts[TILES.target("fp")] == f"{5000 - int(predictions(Cut(n=5000))[0].sum()):,}"
    assert "," in texts[TILES.target("fp")]


@pytest.mark.parametrize("t", [0, 0.1, 0.38, 0.845, 1])
def test_the_best_threshold_is_compared_with_the_present_one(t: float) -> None:
    texts = show(t=t).texts
    y_true, y_pred = predictions(Cut(t=t))
    found, raised = int((y_true & y_pred).sum()), int((~y_true.astype(bool) & y_pred).sum())
    hits, alarms = 29 - found, 15 - raised
    said = SAY.said(texts)
    for change in (hits, alarms):
        assert not change or f"{abs(change)} " in said or f"{change:+d}" in said


def test_a_histogram_holds_every_item_once_at_every_threshold() -> None:
    for t in (0, 0.3, 0.845, 1):
        figure = drawn(show(t=t).figures[SWEEP.id])
        bars = [trace.y for trace in figure.data if trace.type == "bar"]
        assert np.sum([sum(bar) for bar in bars]) == 400
        totals = [sum(bar) for bar in bars]  # true negatives, false negatives, false positives, true positives
        (tn, fp), (fn, tp) = confusion_matrix(*predictions(Cut(t=t)), labels=[0, 1]).tolist()
        assert totals == [tn, fn, fp, tp]


def test_calibrated_scores_have_their_best_threshold_below_one_half() -> None:
    said = BEST.said(show(scores="calibrated", n=5000).texts)
    best = float(said.split("The best of all is ")[1].split(",")[0])
    assert best <= 0.5
    assert "J*/(1 + J*), which is" in said
    assert "need not be J*/(1 + J*)" in BEST.said(show().texts)


def test_the_snippet_computes_what_it_says() -> None:
    for values in ({}, {"scores": "calibrated", "t": 0.3}, {"n": 1000, "seed": 7, "prevalence": 0.3, "separation": 2}):
        code = SNIPPET.said(show(**values).texts)
        space: dict[str, Any] = {}
        exec(code, space)
        assert (
            f"{jaccard_score(space['y_true'], space['p'] >= space_threshold(code)):.4f}"
            == code.strip().rpartition("# ")[2]
        )


def space_threshold(code: str) -> float:
    return float(code.rpartition(">= ")[2].partition(")")[0])


def test_no_threshold_carries_the_rounding_of_a_sum() -> None:
    assert cut.THRESHOLDS.tolist() == [k / 200 for k in range(201)]


def spoilt_scores(state: Calibrated) -> tuple[Any, Any]:
    """The labels of the sample, and its probabilities with the temperature and the odds of a state."""
    drawn = core.scored_labels(seed=state.seed, n=state.n, prevalence=state.prevalence, separation=state.separation)
    p = special.expit(
        state.separation * drawn.logits - state.separation**2 / 2 + special.logit(state.prevalence)
    )  # fmt: skip
    return drawn.y_true, special.expit(special.logit(p) / 2**state.temp + state.odds * np.log(2))


SPOILT: list[dict[str, Any]] = [
    {}, {"temp": -1.0}, {"temp": 2.0, "odds": -3}, {"temp": 0.5, "odds": 3}, {"temp": -2.0, "odds": 1, "n": 5000},
    {"prevalence": 0.4, "separation": 3.0, "temp": 1.0}, {"prevalence": 0.01, "n": 50},
]  # fmt: skip


@pytest.mark.parametrize("values", SPOILT, ids=str)
def test_circles_are_scikit_learns_calibration_curve_with_the_items_of_each_bin(values: dict[str, Any]) -> None:
    state = Calibrated(**values)
    y, scores = spoilt_scores(state)
    shares, means = calibration_curve(y, scores, n_bins=10)
    counts = np.histogram(scores, np.linspace(0, 1, 11))[0]
    figure = drawn(calibrated.LESSON.show(state).figures[calibrated.FIGURE.id])
    circles = next(trace for trace in figure.data if trace.mode == "markers" and len(trace.x) == 10)
    there = [(x, y) for x, y in zip(circles.x, circles.y, strict=True) if x >= 0]
    np.testing.assert_allclose(there, list(zip(means, shares, strict=True)), atol=0.00051)
    words = next(trace for trace in figure.data if trace.mode == "text" and len(trace.text) == 10)
    assert [int(word) for word in words.text] == counts.tolist()
    assert counts.sum() == state.n


@pytest.mark.parametrize("values", SPOILT, ids=str)
def test_the_best_threshold_of_both_scores_is_that_of_very_many_items(values: dict[str, Any]) -> None:
    state = Calibrated(**values)
    many = Calibrated(**{**values, "n": 400_000})
    y, scores = spoilt_scores(many)
    found = core.best_exact(y, scores)
    shown = calibrated.LESSON.show(state)
    said, scores_said = calibrated.SAY.said(shown.texts), calibrated.SCORES.said(shown.texts)
    best = float(shown.texts[calibrated.SAY.target("accent")])
    # flat at its top, the curve says little of where that is: J there is as high as anywhere
    assert jaccard_score(y, scores >= best) == pytest.approx(found.score, abs=0.01)
    assert f1_score(y, scores >= best) == pytest.approx(2 * found.score / (1 + found.score), abs=0.015)
    figure = drawn(shown.figures[calibrated.FIGURE.id])
    (peaks,) = (trace for trace in figure.data if trace.mode == "markers" and len(trace.x) == 2)
    f1, j = peaks.y
    assert peaks.x == pytest.approx([best, best], abs=0.00051)
    rule = next(label.text for label in figure.layout.annotations if label.text.startswith("J*/(1 + J*)"))
    assert rule == f"J*/(1 + J*) = F1*/2 = {j / (1 + j):.3f}" == f"J*/(1 + J*) = F1*/2 = {f1 / 2:.3f}"
    if "temp" not in values:
        assert best == pytest.approx(j / (1 + j), abs=0.0006)
        assert best < 0.5
    if "the same to three digits" in scores_said:
        assert jaccard_score(y, scores >= j / (1 + j)) == pytest.approx(j, abs=0.01)
    elif "Cut at" in scores_said:
        kept = float(scores_said.rpartition(" only ")[2].rstrip("."))
        assert jaccard_score(y, scores >= j / (1 + j)) == pytest.approx(kept, abs=0.01)
    assert ("above one half, where it never is" in said) == (best > 0.5)


def test_every_curve_has_its_points_at_the_scores_that_the_probabilities_become() -> None:
    state = Calibrated(temp=-1.0, odds=2)
    figure = drawn(calibrated.LESSON.show(state).figures[calibrated.FIGURE.id])
    f1, j, *_, line = [trace for trace in figure.data if trace.mode == "lines" and len(trace.x) > 10]
    p = np.array(line.y)
    x = special.expit(special.logit(p) * 2 + 2 * np.log(2))
    for trace in (f1, j, line):
        np.testing.assert_allclose(trace.x, x, atol=0.00051)
    above = (special.logit(p) - special.logit(0.15)) / 1.5 + 0.75
    tp, fp = 0.15 * stats.norm.sf(above - 1.5), 0.85 * stats.norm.sf(above)
    np.testing.assert_allclose(np.array(j.y), tp / (0.15 + fp), atol=1e-9)
    np.testing.assert_allclose(np.array(f1.y), 2 * tp / (tp + fp + 0.15), atol=1e-9)


def test_the_page_shows_the_bins_of_probabilities_and_the_best_thresholds_by_temperature() -> None:
    bins, best = show_calibrated(temp=-1.0).tables[calibrated.TABLE.id]  # type: ignore[misc]
    y, p = spoilt_scores(Calibrated())
    shares, means = calibration_curve(y, p, n_bins=10)
    there = [row for row in (bins.rows[k] for k in bins.shown) if row[3]]
    np.testing.assert_allclose([row[4:] for row in there], np.stack([means, shares], axis=1))
    assert sum(bins.rows[k][3] for k in bins.shown) == 400
    assert [(best.rows[k][0].value, best.rows[k][1].value) for k in best.shown] == [
        (2 ** (k / 4), 1) for k in range(-8, 9)
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "The scores are probabilities"),
        ({"labelled": 20, "plugtemp": -1.0}, "The scores are over-confident, but the labels go further wrong"),
        ({"labelled": 200, "plugtemp": -1.0}, "The scores are over-confident, so their sums are wrong"),
        ({"plugtemp": 1.0}, "The scores are under-confident, so their sums are wrong"),
        ({"labelled": 60, "plugtemp": -1.0}, "The interval has 0 in it"),
        ({"separation": 0.0}, "Both lose the same in every sample"),
        ({"labelled": 20, "prevalence": 0.05}, "samples nothing is positive."),
    ],
    ids=str,
)
def test_what_is_said_of_many_samples_is_counted_anew(values: dict[str, Any], words: str) -> None:
    state = WithoutLabels(**values)
    shown = without_labels.LESSON.show(state)
    said, rest = without_labels.SAY.said(shown.texts), without_labels.REST.said(shown.texts)
    assert words in rest
    found = core.thresholds_on_draws(
        100, state.labelled, seed=state.seed, prevalence=state.prevalence, separation=state.separation,
        temperature=2**state.plugtemp,
    )  # fmt: skip
    gain = found.plug_in_j - found.labelled_j
    low, high = stats.t.interval(0.95, 99, gain.mean(), stats.sem(gain)) if gain.any() else (0, 0)
    mean, low, high = (f"{x:+.3f}".replace("-", "−") if x else "0.000" for x in (gain.mean(), low, high))
    assert f"The difference is {mean}, with a 95 % interval from {low} to {high}." in rest
    best = core.best_expected(prevalence=state.prevalence, separation=state.separation).score
    lost = [best - each.mean() for each in (found.plug_in_j, found.labelled_j)]
    assert f"J is {abs(lost[0]):.3f} below the best without labels, {abs(lost[1]):.3f} with them." in said
    assert said.startswith(f"In {int((gain > 0).sum())} of 100 samples of {state.labelled} items")
    figure = drawn(shown.figures[without_labels.FIGURE.id])
    dots = [np.array(trace.x) for trace in figure.data if len(trace.x) == 100]
    for each, wanted in zip(dots, (found.labelled_j - best, found.plug_in_j - best, gain), strict=True):
        np.testing.assert_allclose(each, wanted, atol=0.00006)


def test_presets_and_answers_lead_to_what_they_say() -> None:
    assert "over-confident" in calibrated.SCORES.said(show_calibrated(temp=-1.0).texts)
    assert "under-confident" in calibrated.SCORES.said(show_calibrated(temp=1.0).texts)
    assert "odds of a positive are 8 times too high" in calibrated.SCORES.said(show_calibrated(odds=3).texts)
    # the scores as drawn have the temperature 1.5 and a shift of 1.91, odds × 6.7
    drawn_ones = core.scored_labels()
    p = core.posterior(drawn_ones, 0.15, 1.5)
    np.testing.assert_allclose(
        core.recalibrated(p, temperature=1.5, shift=(1.125 - special.logit(0.15)) / 1.5), drawn_ones.scores
    )
