"""The section on thresholds: the notebook's numbers, sentences that fit their state, and a sample without positives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix, jaccard_score

import core
from components.live.view import Shown
from components.markup.table import Cell
from components.sections.thresholds import SECTION, Thresholds, cut
from components.sections.thresholds.cut import BEST, FORMULA, SAY, SNIPPET, SWEEP, TABLE, TILES
from tests.conftest import drawn

# A sample in which nothing is positive.
NO_POSITIVES = {"n": 50, "prevalence": 0.01, "separation": 0, "seed": 42}


def show(**values: Any) -> Shown:
    return SECTION.show(Thresholds(**values))


def predictions(state: Thresholds) -> tuple[Any, Any]:
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


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries({p.key: st.sampled_from([*p.values()]) for p in SECTION.sliders}),
    st.sampled_from(["drawn", "calibrated"]),
)
def test_what_is_said_at_any_state_is_scikit_learns(values: dict[str, Any], scores: str) -> None:
    state = Thresholds(**values, scores=scores)
    shown = SECTION.show(state)
    y_true, y_pred = predictions(state)
    (tn, fp), (fn, tp) = confusion_matrix(y_true, y_pred, labels=[0, 1]).tolist()
    assert [shown.texts[TILES.target(key)] for key in ("tp", "fp", "fn", "tn")] == [f"{n:,}" for n in (tp, fp, fn, tn)]
    score = f"{jaccard_score(y_true, y_pred, zero_division=0):.3f}"
    assert shown.texts[FORMULA.target("j")] == (score if tp + fp + fn else "0/0, taken as 0")
    positives = "no positives" if not tp + fn else f"{tp + fn:,} positive" + "s" * (tp + fn != 1)
    said = SAY.said(shown.texts)
    assert f"finds {tp:,} of {positives} and makes {fp:,} false positive{'' if fp == 1 else 's'}." in said


@pytest.mark.parametrize("scores", ["drawn", "calibrated"])
@pytest.mark.parametrize("t", [0, 0.5, 1])
def test_without_positives_no_threshold_is_called_the_best(t: float, scores: str) -> None:
    shown = show(**NO_POSITIVES, t=t, scores=scores)
    assert not predictions(Thresholds(**NO_POSITIVES))[0].any()
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
    assert texts[TILES.target("fp")] == f"{5000 - int(predictions(Thresholds(n=5000))[0].sum()):,}"
    assert "," in texts[TILES.target("fp")]


@pytest.mark.parametrize("t", [0, 0.1, 0.38, 0.845, 1])
def test_the_best_threshold_is_compared_with_the_present_one(t: float) -> None:
    texts = show(t=t).texts
    y_true, y_pred = predictions(Thresholds(t=t))
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
        (tn, fp), (fn, tp) = confusion_matrix(*predictions(Thresholds(t=t)), labels=[0, 1]).tolist()
        assert totals == [tn, fn, fp, tp]


def test_calibrated_scores_have_their_best_threshold_below_one_half() -> None:
    said = BEST.said(show(scores="calibrated", n=5000).texts)
    best = float(said.split("The best of all thresholds that the scores allow is ")[1].split(",")[0])
    assert best <= 0.5
    assert "J*/(1 + J*), which is" in said
    assert "no rule can tell" in BEST.said(show().texts)


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


def test_the_grid_is_the_sliders() -> None:
    np.testing.assert_allclose(cut.GRID, cut.T.values(), atol=1e-12)
