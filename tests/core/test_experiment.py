"""The batched experiment is the single fits, seed by seed; the interval of a mean is SciPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

import core
from tests.states import spread

RATES = {"log": 0.2, "soft_jaccard": 1.0, "soft_dice": 1.0, "lovasz_hinge": 0.1}
TASKS = {
    "default": {},
    "noise": {"n": 300, "prevalence": 0.3, "separation": 1.0, "mislabelled": 0.1},
    "rare": {"n": 120, "prevalence": 0.02},
    "none": {"n": 60, "prevalence": 0.0},
}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("gradient", ["exact", "printed"])
@pytest.mark.parametrize(
    ("losses", "iterations"),
    # The hinge jumps at its kinks: after many steps the least rounding decides on which side of one it falls.
    [(("soft_dice", "log", "soft_jaccard"), 60), (("lovasz_hinge", "soft_dice", "log"), 8)],
)
def test_every_seed_is_the_fit_of_its_own(task, gradient, losses, iterations):
    seeds = range(5, 23)  # more than a block, and not whole blocks
    descents = [core.Descent(loss, RATES[loss], 0.02, gradient) for loss in losses]
    found = core.train_on_seeds(seeds, descents, iterations=iterations, **TASKS[task])
    for s in spread(range(len(seeds)), 5):
        data = core.training_data(seed=seeds[s], **TASKS[task])
        for m, d in enumerate(descents):
            fit = core.fit_logistic(
                data.X_train, data.y_train, loss=d.loss, learning_rate=d.learning_rate, l2=d.l2, gradient=gradient,
                iterations=iterations,
            )  # fmt: skip
            np.testing.assert_allclose(
                found.weights[s, m], fit.weights, atol=1e-4 if "lovasz_hinge" in losses else 1e-5
            )
            w = found.weights[s, m]
            p, p_test = (core.predict_proba(X, w) for X in (data.X_train, data.X_test))
            best = core.best_exact(data.y_train, p)
            assert found.thresholds[s, m] == pytest.approx(best.threshold, abs=1e-12)
            judged = [metrics.jaccard_score(data.y_test, p_test >= t, zero_division=0) for t in (0.5, best.threshold)]
            assert [found.at_half[s, m], found.tuned[s, m]] == pytest.approx(judged, abs=1e-12)


def test_the_document_s_models_are_among_them():
    descents = [core.Descent(), core.Descent("soft_jaccard", 1.0, 0.01, "printed"), core.Descent("soft_jaccard", 1.0)]
    found = core.train_on_seeds([42], descents)
    assert found.at_half[0].tolist() == [0.6206896551724138, 0.175, 0.7419354838709677]
    assert found.tuned[0].round(4).tolist() == [0.7143, 0.6970, 0.7059]


@pytest.mark.parametrize(
    "bad", [{"seeds": []}, {"descents": []}, {"n": 5}, {"prevalence": 1.5}, {"mislabelled": -0.1}, {"separation": np.inf},
            {"iterations": 0}, {"descents": [core.Descent("hinge")]}, {"descents": [core.Descent("log", -1.0)]}]
)  # fmt: skip
def test_refused(bad):
    options = {"seeds": [1], "descents": [core.Descent()], **bad}
    with pytest.raises(ValueError, match=r"\w"):
        core.train_on_seeds(options.pop("seeds"), options.pop("descents"), **options)


@given(st.lists(st.floats(-1, 1), min_size=10, max_size=200), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_of_a_mean_is_students(values, confidence):
    found = core.mean_interval(values, confidence=confidence)
    half = stats.t.ppf(0.5 + confidence / 2, len(values) - 1) * stats.sem(values)
    assert found.estimate == pytest.approx(np.mean(values))
    assert found.high - found.estimate == pytest.approx(half, rel=2e-3, abs=1e-12)
    assert found.estimate - found.low == pytest.approx(half, rel=2e-3, abs=1e-12)


def test_the_interval_of_a_mean_covers():
    draws = np.random.default_rng(3).exponential(size=(2000, 50))
    covered = [low <= 1 <= high for _, low, high in map(core.mean_interval, draws)]
    assert 0.92 < np.mean(covered) < 0.96


@pytest.mark.parametrize("bad", [[], [1.0] * 9, [np.nan] * 10, [[1.0] * 10]])
def test_no_interval_of_too_little(bad):
    with pytest.raises(ValueError, match="at least 10"):
        core.mean_interval(bad)


def test_the_task_has_what_it_says():
    data = core.training_data(seed=3, n=2000, prevalence=0.25, separation=3.0, mislabelled=0.1)
    right = core.training_data(seed=3, n=2000, prevalence=0.25, separation=3.0)
    assert data.X_train.shape == (1400, 3)
    assert data.X_test.shape == data.X_validation.shape == (600, 3)
    assert right.y_train.sum() + right.y_test.sum() == 500
    assert right.y_validation.sum() == 150
    assert np.count_nonzero(data.y_train != right.y_train) == 140
    assert np.count_nonzero(data.y_validation != right.y_validation) == 60
    for name in ("X_train", "X_test", "y_test", "X_validation"):
        np.testing.assert_array_equal(getattr(data, name), getattr(right, name))
    apart = [right.X_test[right.y_test == k, 1:].mean(axis=0) for k in (0, 1)]
    # between the classes lie 3 standard deviations of a class; the features have the deviation of both together
    assert apart[1] - apart[0] == pytest.approx(3 / np.sqrt(1 + 9 * 0.25 * 0.75), abs=0.15)
    for ours, theirs in zip(core.training_data(seed=9), core.reference_data(9).training, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("threshold", [0.1, 0.5, 0.8])
def test_the_score_of_new_items_is_that_of_very_many(threshold):
    task = {"prevalence": 0.3, "separation": 1.5}
    data = core.training_data(seed=2, n=400, **task)
    w = core.fit_logistic(data.X_train, data.y_train).weights
    rng, n = np.random.default_rng(1), 10**6
    y = rng.random(n) < 0.3
    X = (rng.normal(size=(n, 2)) + 1.5 * y[:, np.newaxis] - data.mean) / data.deviation
    predicted = core.predict_proba(np.column_stack([np.ones(n), X]), w) >= threshold
    found = core.jaccard_of_new_items(data, w, threshold, **task)
    assert found == pytest.approx(metrics.jaccard_score(y, predicted), abs=3e-3)


def test_the_score_of_new_items_at_the_ends():
    data = core.training_data()
    assert core.jaccard_of_new_items(data, [0.0, 0, 0], 0.5) == pytest.approx(0.1)
    assert core.jaccard_of_new_items(data, [0.0, 1, 0], 0.0) == pytest.approx(0.1)
    assert core.jaccard_of_new_items(data, [0.0, 1, 0], 1.0) == 0
    assert core.jaccard_of_new_items(data, [-9.0, 0, 0], 0.5, prevalence=0.0) == 0
    for bad in ({"weights": [1.0, 2.0]}, {"threshold": 1.5}, {"prevalence": -1.0}):
        with pytest.raises(ValueError, match="weights must be three"):
            core.jaccard_of_new_items(data, **{"weights": [0.0, 1, 0], "threshold": 0.5, **bad})
