"""Calibration: scikit-learn's calibration curve, SciPy's normal distribution, very many drawn items, and brute force."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy import special, stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import jaccard_score

import core

SETTINGS = [(0.15, 1.5), (0.01, 0.4), (0.5, 4.0), (0.6, 2.0)]
score = st.floats(0, 1)
edge = st.sampled_from([0.0, 0.1, 0.2, 0.30000000000000004, 0.5, 0.9, 1.0])
labelled = st.integers(1, 30).flatmap(
    lambda n: st.tuples(st.lists(st.booleans(), min_size=n, max_size=n), st.lists(score | edge, min_size=n, max_size=n))
)


@given(labelled, st.integers(2, 12))
def test_the_bins_are_scikit_learn_s(data, bins):
    y, scores = data
    found = core.calibration_bins(y, scores, bins=bins)
    shares, means = calibration_curve(np.array(y, int), scores, n_bins=bins)
    there = found.counts > 0
    assert found.counts.sum() == len(y)
    np.testing.assert_allclose(found.means[there], means, atol=1e-12)
    np.testing.assert_allclose(found.shares[there], shares, atol=1e-12)
    assert np.isnan(found.means[~there]).all()
    assert np.isnan(found.shares[~there]).all()


def test_several_scorings_are_each_by_itself():
    drawn = core.scored_labels(n=300)
    scorings = np.stack([drawn.scores, core.posterior(drawn, 0.15, 1.5), drawn.scores**2])[:, np.newaxis]
    found = core.calibration_bins(drawn.y_true, scorings)
    assert found.counts.shape == (3, 1, 10)
    for each, alone in zip(found.means[:, 0], scorings[:, 0], strict=True):
        np.testing.assert_array_equal(each, core.calibration_bins(drawn.y_true, alone).means)


@given(st.lists(score, min_size=1, max_size=8), st.floats(0.1, 8), st.floats(-4, 4))
def test_recalibrated_scores_have_the_changed_logits_and_go_back(scores, temperature, shift):
    found = core.recalibrated(scores, temperature=temperature, shift=shift)
    np.testing.assert_allclose(found, special.expit(special.logit(scores) / temperature + shift), atol=1e-12)
    assert (np.diff(found[np.argsort(scores)]) >= 0).all()
    gentle = np.clip(scores, 0.2, 0.8)
    there = core.recalibrated(gentle, temperature=2.0, shift=shift)
    np.testing.assert_allclose(core.recalibrated(there, temperature=0.5, shift=-2 * shift), gentle, atol=1e-9)
    np.testing.assert_allclose(core.before_recalibration(there, temperature=2.0, shift=shift), gentle, atol=1e-9)


def test_many_temperatures_and_shifts_at_once():
    scores, temperatures, shifts = np.array([0.1, 0.4, 0.9]), np.array([[[0.5]], [[2.0]]]), np.array([[0.0], [1.0]])
    found = core.recalibrated(scores, temperature=temperatures, shift=shifts)
    assert found.shape == (2, 2, 3)
    np.testing.assert_array_equal(found[1, 0], core.recalibrated(scores, temperature=2.0))
    np.testing.assert_array_equal(found[0, 1], core.recalibrated(scores, temperature=0.5, shift=1.0))


def test_nothing_changes_at_temperature_1_and_the_ends_stay():
    scores = np.array([0.0, 0.2, 1.0])
    np.testing.assert_allclose(core.recalibrated(scores), scores, atol=1e-15)
    assert core.recalibrated([0.0, 1.0], temperature=3.0, shift=1.0).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("prevalence", "separation"), SETTINGS)
def test_expected_counts_are_those_of_very_many_items(prevalence, separation):
    n = 400_000
    drawn = core.scored_labels(n=n, prevalence=prevalence, separation=separation, seed=3)
    grid = np.array([0.0, 0.05, 0.2, 0.4, 0.7, 1.0])
    found = core.expected_counts(grid, prevalence=prevalence, separation=separation)
    counted = core.threshold_counts(drawn.y_true, core.posterior(drawn, prevalence, separation), grid)
    for name in ("tp", "fp", "fn", "tn"):
        np.testing.assert_allclose(getattr(found, name), getattr(counted, name) / n, atol=4e-3)
    np.testing.assert_allclose(found.total, 1)


def test_expected_counts_are_normal_tails():
    found = core.expected_counts(0.3, prevalence=0.2, separation=2.0)
    cut = (special.logit(0.3) - special.logit(0.2)) / 2 + 1
    assert found.tp == pytest.approx(0.2 * stats.norm.sf(cut - 2))
    assert found.fp == pytest.approx(0.8 * stats.norm.sf(cut))


@pytest.mark.parametrize(("prevalence", "separation"), [*SETTINGS, (0.15, 0.0), (0.05, 0.1)])
def test_no_threshold_of_probabilities_beats_j_over_1_plus_j_for_j_and_f1(prevalence, separation):
    best = core.best_expected(prevalence=prevalence, separation=separation)
    grid = np.linspace(0, 1, 20_001)
    counts = core.expected_counts(grid, prevalence=prevalence, separation=separation)
    j, f1 = core.jaccard(counts), core.f1(counts)
    assert best.score >= j.max() - 1e-12
    assert best.score == pytest.approx(j.max(), abs=2e-5)
    assert best.threshold == pytest.approx(best.score / (1 + best.score)) == core.f1(best.counts) / 2
    assert best.threshold <= 0.5
    if separation:
        assert grid[j.argmax()] == pytest.approx(best.threshold, abs=2e-4)
        assert grid[f1.argmax()] == pytest.approx(best.threshold, abs=2e-4)


def test_of_changed_scores_the_best_threshold_moves_and_the_best_score_stays():
    drawn = core.scored_labels(n=400_000)
    p, best = core.posterior(drawn, 0.15, 1.5), core.best_expected()
    for temperature, shift in ((0.5, 0.0), (2.0, 0.0), (1.0, 1.5)):
        scores = core.recalibrated(p, temperature=temperature, shift=shift)
        found = core.best_exact(drawn.y_true, scores)
        assert found.score == pytest.approx(best.score, abs=0.005)
        moved = float(core.recalibrated(best.threshold, temperature=temperature, shift=shift))
        assert found.threshold == pytest.approx(moved, abs=0.05)
        assert abs(moved - best.threshold) > 0.1


@given(st.lists(score, min_size=1, max_size=12))
def test_without_labels_every_cut_is_tried(scores):
    falling = sorted(scores, reverse=True)
    expected = [sum(falling[:k]) / (k + sum(falling[k:])) for k in range(1, len(falling) + 1)]
    assert core.threshold_without_labels(scores) == pytest.approx(core.plug_in_threshold(min(1, max(expected))))


def test_without_labels_very_many_probabilities_find_the_best():
    p = core.posterior(core.scored_labels(n=400_000), 0.15, 1.5)
    assert core.threshold_without_labels(p) == pytest.approx(core.best_expected().threshold, abs=0.002)
    assert core.threshold_without_labels([[0.0, 0.0], [1.0, 1.0]]).tolist() == [0.0, 0.5]


SPOILT = {"prevalence": 0.2, "separation": 1.2, "temperature": 0.7, "shift": 0.4}


class TestDraws:
    def test_each_draw_is_as_by_itself(self):
        found = core.thresholds_on_draws(30, 25, seed=5, **SPOILT)
        rng = np.random.default_rng(5)
        y = rng.random((30, 25)) < 0.2
        logits = rng.normal(size=y.shape) + 1.2 * y
        p = special.expit(1.2 * logits - 0.72 + special.logit(0.2))
        scores = special.expit(special.logit(p) / 0.7 + 0.4)
        assert found.positives.tolist() == y.sum(axis=1).tolist()
        for k in range(30):
            scored = {t: jaccard_score(y[k], p[k] >= t, zero_division=0) for t in p[k]}
            assert found.labelled[k] == pytest.approx(
                min(t for t, j in scored.items() if j == max(scored.values())), abs=1e-12
            )
            cut = core.threshold_without_labels(scores[k])
            assert found.plug_in[k] == pytest.approx(special.expit(0.7 * (special.logit(cut) - 0.4)), abs=1e-9)

    def test_what_they_reach_is_that_of_very_many_items(self):
        found = core.thresholds_on_draws(3, 40, **SPOILT)
        drawn = core.scored_labels(n=400_000, prevalence=0.2, separation=1.2, seed=9)
        p = core.posterior(drawn, 0.2, 1.2)
        for name in ("labelled", "plug_in"):
            for t, j in zip(getattr(found, name), getattr(found, f"{name}_j"), strict=True):
                assert j == pytest.approx(jaccard_score(drawn.y_true, p >= t), abs=0.004)

    def test_probabilities_beat_few_labels_and_wrong_ones_lose_to_many(self):
        fine, sure = core.thresholds_on_draws(200, 50), core.thresholds_on_draws(200, 200, temperature=0.5)
        assert core.mean_interval(fine.plug_in_j - fine.labelled_j).low > 0.03
        assert core.mean_interval(sure.plug_in_j - sure.labelled_j).high < -0.01
        best = core.best_expected().score
        assert max(fine.plug_in_j.max(), fine.labelled_j.max()) <= best + 1e-12

    def test_without_a_positive_the_lowest_score_is_taken(self):
        found = core.thresholds_on_draws(200, 5, prevalence=0.05)
        none = found.positives == 0
        assert none.any()
        assert (found.labelled_j[none] < found.labelled_j.max()).all()


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (core.recalibrated, ([0.5, 1.1],)),
        (core.recalibrated, ([],)),
        (core.calibration_bins, ([0, 1], [0.5])),
        (core.calibration_bins, ([0, 2], [0.5, 0.5])),
        (core.calibration_bins, ([0, 1], [0.5, np.nan])),
        (core.expected_counts, (1.5,)),
        (core.threshold_without_labels, ([0.5, -0.1],)),
        (core.thresholds_on_draws, (0, 5)),
        (core.thresholds_on_draws, (5, 0)),
    ],
)
def test_refused(function, given):
    with pytest.raises(ValueError, match=r"must|empty"):
        function(*given)


@pytest.mark.parametrize(
    ("function", "options"),
    [
        (core.recalibrated, {"temperature": 0.0}),
        (core.recalibrated, {"temperature": np.inf}),
        (core.before_recalibration, {"temperature": 0.0}),
        (core.recalibrated, {"shift": np.nan}),
        (core.expected_counts, {"prevalence": 0.0}),
        (core.expected_counts, {"separation": -1.0}),
    ],
)
def test_options_out_of_range_are_refused(function, options):
    with pytest.raises(ValueError, match="must"):
        function([0.5], **options)
    with pytest.raises(ValueError, match="bins"):
        core.calibration_bins([0, 1], [0.1, 0.2], bins=0)
