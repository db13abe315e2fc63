"""Thresholds: every count at every cut, exactly at ties and between neighbours in float64."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from sklearn.metrics import precision_recall_curve

import core
from core.kernels import sweep
from tests.states import examples


def one_by_one(y_true, scores, thresholds):
    return [core.confusion_counts(y_true, np.asarray(scores, np.float64) >= t) for t in thresholds]


# Few values, so that ties between scores, and of scores with thresholds, are the rule.
value = st.sampled_from([-np.inf, -1.5, -0.0, 0.0, 0.1, 0.3, 0.30000000000000004, 0.5, 1.0, 2.0, 1e300, np.inf])
scored = st.integers(1, 25).flatmap(
    lambda n: st.tuples(st.lists(st.booleans(), min_size=n, max_size=n), st.lists(value, min_size=n, max_size=n))
)


@given(scored, st.lists(value, min_size=1, max_size=12))
def test_any_thresholds_in_any_order(data, thresholds):
    counts = core.threshold_counts(*data, thresholds)
    assert list(counts) == one_by_one(*data, thresholds)


GRIDS = {
    "unit": np.linspace(0, 1, 201),
    "document": np.linspace(0.01, 0.99, 99),
    "arange": np.arange(0, 1, 0.005),
    "rounded": np.round(np.linspace(0, 1, 1001), 2),
    "tenths by hand": [0.0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0],
    "two": [0.25, 0.75],
    "one": [0.5],
    "repeated": [0.5, 0.5, 0.5],
    "logits": np.linspace(-6, 6, 241),
    "far from zero": np.linspace(1e6, 1e6 + 1, 333),
    "too fine for float64": np.linspace(1, 1 + 50 * np.spacing(1.0), 51),
    "tiny": np.linspace(0, 1e-310, 11),
    "huge": np.linspace(-1e300, 1e300, 7),
    "wider than float64": [-1e308, -5e307, 0.0, 5e307, 1e308],
    "beside the grid": np.linspace(0, 1, 101) + np.random.default_rng(0).uniform(-0.002, 0.002, 101),
    "no grid": np.sort(np.random.default_rng(1).random(50)) ** 3,
    "falling": np.linspace(1, 0, 101),
    "with infinity": [-np.inf, 0.2, 0.5, np.inf],
}


@pytest.mark.parametrize("name", GRIDS)
def test_scores_at_thresholds_and_beside_them(name):
    grid = np.asarray(GRIDS[name])
    finite = grid[np.isfinite(grid)]
    scores = np.concatenate(
        [
            *(finite, np.nextafter(finite, -np.inf), np.nextafter(finite, np.inf), finite[1:] / 2 + finite[:-1] / 2),
            [-np.inf, np.inf, 0.0, -0.0, 1e-320, -1e308, 1e308],
        ]
    )
    y_true = np.arange(scores.size) % 3 == 0
    counts = core.threshold_counts(y_true, scores, grid)
    assert list(counts) == one_by_one(y_true, scores, grid)


@pytest.mark.parametrize("name", ["unit", "document", "arange", "logits", "beside the grid", "huge"])
def test_these_grids_take_the_fast_path(name):
    assert sweep._uniform_reach(np.asarray(GRIDS[name])) is not None


@pytest.mark.parametrize("name", ["too fine for float64", "no grid", "with infinity", "one", "repeated"])
def test_these_do_not(name):
    assert sweep._uniform_reach(np.asarray(GRIDS[name])) is None


@given(st.integers(0, 2**32), st.floats(-1e3, 1e3), st.floats(1e-6, 1e3), st.integers(2, 300))
@settings(max_examples=examples(200))
def test_any_uniform_grid(seed, low, width, steps):
    rng = np.random.default_rng(seed)
    grid = core.uniform_grid(low, low + width, steps)
    near = rng.choice(grid, 60)
    scores = np.concatenate([near, np.nextafter(near, low - 1), rng.uniform(low - width, low + 2 * width, 60)])
    y_true = rng.random(scores.size) < 0.4
    assert list(core.threshold_counts(y_true, scores, grid)) == one_by_one(y_true, scores, grid)


def test_float32_scores_are_the_numbers_they_are():
    scores = np.array([0.1, 0.3, 0.7], np.float32)  # not the float64 of that name
    for threshold in (0.1, 0.3, 0.7, float(np.float32(0.3))):
        expected = scores.astype(np.float64) >= threshold
        assert core.predict_at(scores, threshold).tolist() == expected.tolist()
        counts = core.threshold_counts([1, 1, 1], scores, core.uniform_grid(threshold, threshold + 1, 5))
        assert counts.tp[0] == expected.sum()


def test_long_input_crosses_blocks():
    labels = core.scored_labels(n=3 * sweep.BLOCK + 11, seed=3)
    grid = core.uniform_grid(0, 1, 21)
    assert list(core.threshold_counts(labels.y_true, labels.scores, grid)) == one_by_one(
        labels.y_true, labels.scores, grid
    )


@given(scored)
def test_distinct_scores(data):
    thresholds, counts = core.distinct_counts(*data)
    assert thresholds.tolist() == sorted(set(data[1]))
    assert list(counts) == one_by_one(*data, thresholds)


def test_distinct_scores_are_those_of_the_precision_recall_curve():
    y_true, _, scores = core.scored_labels()
    thresholds, counts = core.distinct_counts(y_true, np.round(scores, 2))
    precision, recall, theirs = precision_recall_curve(y_true, np.round(scores, 2))
    np.testing.assert_array_equal(thresholds, theirs)
    np.testing.assert_allclose(core.precision(counts), precision[:-1], rtol=1e-15)
    np.testing.assert_allclose(core.recall(counts), recall[:-1], rtol=1e-15)


def by_sorting(y_true, scores):
    thresholds, counts = core.distinct_counts(y_true, scores)
    values = core.jaccard(counts)
    best = int(np.argmax(values))
    return core.Best(thresholds[best], values[best], counts[best])


@given(scored)
def test_best_of_few(data):
    best = core.best_exact(*data)
    scores = {
        t: core.jaccard(c) for t, c in zip(sorted(set(data[1])), one_by_one(*data, sorted(set(data[1]))), strict=True)
    }
    assert best.score == max(scores.values())
    assert best.threshold == min(t for t, j in scores.items() if j == best.score)
    assert best.counts == core.confusion_counts(data[0], core.predict_at(data[1], best.threshold))


N = sweep.FEW + 5000


def many(kind):
    rng = np.random.default_rng(5)
    y = rng.random(N) < 0.2
    scores = {
        "gaussian": rng.normal(size=N) + 1.2 * y,
        "useless": rng.random(N),
        "perfect": y + 0.25 * rng.random(N),
        "inverted": rng.random(N) - y,
        "rounded": np.round(rng.random(N) + 0.3 * y, 2),
        "two values": np.where(rng.random(N) < 0.7, y, ~y) * 1.0,
        "one value": np.full(N, 0.5),
        "outlier": np.append(rng.random(N - 1) + y[1:], 1e12),
        "infinite": np.append(rng.random(N - 1) + y[1:], np.inf),
        "float32": (rng.random(N) + 0.5 * y).astype(np.float32),
        "neighbours": 1 + np.spacing(1.0) * rng.integers(0, 9, N),
        "ints": rng.integers(0, 1000, N) + 300 * y,
    }[kind]
    return y, scores


@pytest.mark.parametrize(
    "kind",
    [
        *("gaussian", "useless", "perfect", "inverted", "rounded", "two values"),
        *("one value", "outlier", "infinite", "float32", "neighbours", "ints"),
    ],
)
@pytest.mark.parametrize("labels", ["drawn", "none", "all", "one"])
def test_best_of_many_is_that_of_sorting(kind, labels):
    y, scores = many(kind)
    y = {"drawn": y, "none": y & False, "all": y | True, "one": np.arange(N) == N // 2}[labels]
    assert core.best_exact(y, scores) == by_sorting(y, scores)


def test_few_cells_are_sorted():
    y, scores = many("gaussian")
    assert len(sweep.contenders(y, scores)[0]) < N / 5


def test_equally_good_thresholds_give_the_lowest():
    # Each block of scores repeats, so that many thresholds share the best score exactly.
    y = np.zeros(N, bool)
    y[::4] = True
    scores = np.arange(N, 0, -1) / N
    assert core.best_exact(y, scores) == by_sorting(y, scores)
    assert core.best_exact([1, 0, 0, 1], [0.9, 0.8, 0.7, 0.6]).threshold == 0.6
    assert core.best_exact([0, 1, 0, 0], [0.1, 0.9, 0.8, 0.7]).threshold == 0.9


def test_best_on_grid_is_the_first():
    assert core.best_on_grid([1, 0], [0.8, 0.2], [0.9, 0.7, 0.5, 0.3, 0.1]).threshold == 0.7
    assert core.best_on_grid([1, 0], [0.8, 0.2], [0.5, 0.3, 0.7]).threshold == 0.5


def test_zero_division_on_a_grid():
    args = ([0, 0], [0.1, 0.2], [0.15, 0.5])
    assert core.best_on_grid(*args)[:2] == (0.15, 0.0)
    assert core.best_on_grid(*args, zero_division=1)[:2] == (0.5, 1.0)
    assert core.best_on_grid(*args, zero_division=np.nan)[:2] == (0.15, 0.0)
    assert np.isnan(core.best_on_grid([0], [0.1], [0.5], zero_division=np.nan).score)


@given(scored, st.lists(st.floats(-2, 2), min_size=1, max_size=20))
def test_no_grid_beats_the_exact_best(data, thresholds):
    assert core.best_on_grid(*data, thresholds).score <= core.best_exact(*data).score


@pytest.mark.parametrize("steps", [2, 11, 99, 201, 1000])
def test_uniform_grid_is_linspace(steps):
    assert np.array_equal(core.uniform_grid(-1.3, 2.7, steps), np.linspace(-1.3, 2.7, steps))


@pytest.mark.parametrize("bad", [(0, 1, 1), (1, 1, 5), (1, 0, 5), (0, np.inf, 5), (np.nan, 1, 5)])
def test_uniform_grid_refuses(bad):
    with pytest.raises(ValueError, match="must be"):
        core.uniform_grid(*bad)


@pytest.mark.parametrize(
    ("y_true", "scores", "thresholds"),
    [
        ([0, 1], [0.1], [0.5]),
        ([0, 2], [0.1, 0.2], [0.5]),
        ([0, 1], [0.1, np.nan], [0.5]),
        ([0, 1], [0.1, 0.2], [np.nan]),
        ([0, 1], [0.1, 0.2], []),
        ([0, 1], [0.1, 0.2], 0.5),
        ([], [], [0.5]),
        ([0, 1], ["a", "b"], [0.5]),
        ([0, 1], [[0.1], [0.2]], [0.5]),
    ],
)
def test_refused(y_true, scores, thresholds):
    with pytest.raises(ValueError, match=r"y_true|scores|thresholds"):
        core.threshold_counts(y_true, scores, thresholds)


def test_predict_refuses_nan():
    with pytest.raises(ValueError, match="threshold"):
        core.predict_at([0.5], np.nan)


class TestPlugIn:
    """For calibrated scores the best cut is J / (1 + J), and not for others."""

    def test_calibrated(self):
        p = np.random.default_rng(0).beta(2, 5, 400_000)
        y = np.random.default_rng(1).random(p.size) < p
        best = core.best_exact(y, p)
        assert best.threshold == pytest.approx(core.plug_in_threshold(best.score), abs=0.02)
        assert core.plug_in_threshold(best.score) == pytest.approx(0.264, abs=0.003)

    def test_posteriors_of_the_simulation(self):
        data = core.scored_labels(n=400_000)
        best = core.best_exact(data.y_true, core.posterior(data, 0.15, 1.5))
        raw = core.best_exact(data.y_true, data.scores)
        assert raw.score == best.score  # a monotone change of the scores changes no prediction
        assert best.threshold == pytest.approx(core.plug_in_threshold(best.score), abs=0.02)
        assert raw.threshold > 0.6

    def test_posteriors_are_frequencies(self):
        data = core.scored_labels(n=400_000)
        p = core.posterior(data, 0.15, 1.5)
        for low in (0.05, 0.2, 0.5):
            inside = (p > low) & (p < low + 0.1)
            assert data.y_true[inside].mean() == pytest.approx(p[inside].mean(), abs=0.015)

    def test_bounds(self):
        assert [core.plug_in_threshold(j) for j in (0, 1)] == [0, 0.5]
        with pytest.raises(ValueError, match="between 0 and 1"):
            core.plug_in_threshold(1.1)


@pytest.mark.parametrize("bad", [{"n": 0}, {"prevalence": 1.5}, {"prevalence": -0.1}, {"separation": np.nan}])
def test_simulation_refuses(bad):
    with pytest.raises(ValueError, match="must"):
        core.scored_labels(**bad)


def test_posterior_refuses():
    with pytest.raises(ValueError, match="prevalence"):
        core.posterior(core.scored_labels(), 0.0, 1.5)
