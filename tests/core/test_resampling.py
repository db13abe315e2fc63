"""Resampled counts: what one draw gives is what a plain loop over its items gives, and the intervals hold as often as said."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import core
from core import Counts
from core.kernels.draws import drawn_kinds
from tests.states import every

NAN = float("nan")


def drawn_items(n: int) -> list[np.ndarray]:
    rng = np.random.default_rng(n)
    y = rng.random(n) < 0.3
    hard = rng.random(n) < 0.2
    return [y, *(y ^ (hard & (rng.random(n) < 0.8) | (rng.random(n) < 0.1)) for _ in range(2))]


def scores(*args, **options) -> np.ndarray:
    return core.jaccard(core.resampled_counts(*args, **options), zero_division=NAN)


@pytest.mark.parametrize("n", [30, 300])
def test_the_scores_are_those_of_the_items_drawn_one_by_one(n):
    y, a, b = drawn_items(n)
    chosen = np.random.default_rng(7).integers(n, size=(4000, n))
    with np.errstate(invalid="ignore"):
        slow = np.array([(y & p)[chosen].sum(axis=1) / (y | p)[chosen].sum(axis=1) for p in (a, b)])
    fast = scores(y, a, b, resamples=4000)
    assert fast.shape == slow.shape
    for ours, theirs in ((fast[0], slow[0]), (fast[1], slow[1]), (fast[1] - fast[0], slow[1] - slow[0])):
        assert np.nanmean(ours) == pytest.approx(np.nanmean(theirs), abs=0.01)
        assert np.nanstd(ours) == pytest.approx(np.nanstd(theirs), rel=0.08)
        ends = [np.nanquantile(each, [0.025, 0.5, 0.975]) for each in (ours, theirs)]
        assert ends[0] == pytest.approx(ends[1], abs=0.25 * np.nanstd(theirs))


@pytest.mark.parametrize("score", [core.jaccard, core.f1], ids=lambda f: f.__name__)
def test_the_difference_is_the_paired_one(score):
    y, a, b = drawn_items(400)
    slow = core.paired_difference(lambda t, p: score(core.confusion_counts(t, p)), (y, b), (y, a))
    fast = np.subtract(*score(core.resampled_counts(y, b, a, resamples=4000)))
    assert core.percentile_interval(fast) == pytest.approx(slow[1:], abs=0.008)
    assert fast.mean() == pytest.approx(slow.estimate, abs=0.003)


def test_equal_predictions_have_equal_draws_and_an_empty_union_is_undefined():
    y, a, _ = drawn_items(50)
    one, other = scores(y, a, a, resamples=50)
    np.testing.assert_array_equal(one, other)
    assert np.isnan(scores([0, 0], [0, 0], resamples=3)).all()
    np.testing.assert_array_equal(scores(y, a, seed=3), scores(y, a, seed=3))
    assert (scores(y, a, seed=3) != scores(y, a, seed=4)).any()


def loop(n, resamples, seed):
    """The items of each resample, as `bootstrap_interval` draws them."""
    rng = np.random.default_rng(seed)
    return [rng.integers(n, size=n) for _ in range(resamples)]


def test_whole_groups_are_drawn_as_the_plain_bootstrap_draws_units():
    y, a, b = drawn_items(120)
    groups = np.random.default_rng(0).choice(["x", "y", "z", "u", "v"], 120)
    names = np.unique(groups)
    slow = []
    for p in (a, b):
        each = [core.confusion_counts(y[groups == name], p[groups == name]) for name in names]
        units = Counts(*(np.array([getattr(c, field) for c in each]) for field in ("tp", "fp", "fn", "tn")))
        slow.append([units[chosen].sum() for chosen in loop(5, 40, 3)])
    fast = core.resampled_counts(y, a, b, groups=groups, resamples=40, seed=3)
    assert [[fast[model][k] for k in range(40)] for model in range(2)] == slow


def test_groups_too_many_for_a_table_are_drawn_alike(monkeypatch):
    y, a, b = drawn_items(200)
    groups = np.random.default_rng(0).integers(0, 60, 200)
    values = np.random.default_rng(1).random((2, 200)).round(2)

    def found():
        counts = core.resampled_counts(y, a, b, groups=groups, resamples=30)
        return [
            counts,
            core.tuned_threshold(y, values[0], groups=groups),
            core.tuned_difference(y, *values, groups=groups),
        ]

    with_table = found()
    monkeypatch.setattr("core.resampling.TABLE", 10)
    assert found() == with_table


@pytest.mark.parametrize("names", [np.arange(4), np.array(["d", "b", "a", "c"]), np.array([-7, 10**9, 5, 3])], ids=str)
def test_every_class_is_counted_as_in_the_items_drawn_one_by_one(names):
    rng = np.random.default_rng(5)
    y, a, b = names[rng.integers(0, 4, (3, 60))]
    b = np.where(b == names[0], names[1], b)
    fast = core.resampled_class_counts(y, a, b, groups=np.arange(60), resamples=30, seed=1)
    for k, chosen in enumerate(loop(60, 30, 1)):
        for model, p in enumerate((a, b)):
            assert fast[model][k] == core.multiclass_counts(y[chosen], p[chosen], labels=np.sort(names))


def test_classes_of_items_vary_as_in_the_plain_bootstrap():
    rng = np.random.default_rng(5)
    y = rng.integers(0, 3, 200)
    a, b = (np.where(rng.random(200) < 0.7, y, rng.integers(0, 3, 200)) for _ in range(2))
    fast = core.average(core.jaccard(core.resampled_class_counts(y, a, b)))
    slow = np.array([[core.jaccard_score(y[c], p[c], average="macro") for c in loop(200, 1000, 4)] for p in (a, b)])
    assert fast.mean(axis=1) == pytest.approx(slow.mean(axis=1), abs=0.006)
    assert fast.std(axis=1) == pytest.approx(slow.std(axis=1), rel=0.1)
    assert np.corrcoef(fast)[0, 1] == pytest.approx(np.corrcoef(slow)[0, 1], abs=0.12)


def test_two_classes_are_the_binary_counts():
    y, a, b = drawn_items(500)
    one, both = core.resampled_counts(y, a, b), core.resampled_class_counts(y, a, b)
    assert core.percentile_interval(core.jaccard(one[0])) == pytest.approx(
        core.percentile_interval(core.jaccard(both[0])[:, 1]), abs=0.01
    )
    assert (both.total == 500).all()
    assert (both.tn[..., 0] == both.tp[..., 1]).all()


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30).filter(any))
def test_a_resample_has_as_many_items_and_each_kind_as_often_as_it_is_common(counts):
    kinds = np.array(counts)
    drawn = np.concatenate([part for _, part in drawn_kinds(kinds, 500, np.random.default_rng(0))])
    assert drawn.shape == (500, len(counts))
    assert (drawn.sum(axis=1) == kinds.sum()).all()
    assert (drawn[:, kinds == 0] == 0).all()
    assert drawn.mean(axis=0) == pytest.approx(kinds, abs=5 * np.sqrt(kinds.max() / 500))


@pytest.mark.parametrize("common", [1, 1000])  # items that are counted, and kinds that are drawn
def test_both_ways_to_draw_vary_alike(common):
    kinds = common * np.array([5, 1, 3, 1])
    drawn = np.concatenate([part for _, part in drawn_kinds(kinds, 20_000, np.random.default_rng(0))])
    share, n = kinds / kinds.sum(), kinds.sum()
    expected = n * (np.diag(share) - np.outer(share, share))
    np.testing.assert_allclose(np.cov(drawn.T), expected, atol=0.05 * n)


class TestTuned:
    y, s, other = (np.random.default_rng(8).random((3, 150)) * [[1], [1], [2]]).round(2)
    y = y < 0.3
    s, other = s + 0.4 * y, other + 0.5 * y

    def slow(self, values, chosen):
        best = core.best_exact(self.y[chosen], values[chosen])
        there = core.jaccard(core.confusion_counts(self.y, core.predict_at(values, best.threshold)))
        return best.score, best.score - there

    def test_each_resample_chooses_anew(self):
        tuned = core.tuned_threshold(self.y, self.s, groups=np.arange(150), resamples=60, seed=2)
        apparent, optimism = np.array([self.slow(self.s, chosen) for chosen in loop(150, 60, 2)]).T
        assert tuned.best == core.best_exact(self.y, self.s)
        assert tuned.optimism == pytest.approx(optimism.mean(), abs=1e-12)
        assert tuned.score == pytest.approx(tuned.best.score - optimism.mean(), abs=1e-12)
        ends = np.quantile(tuned.score + apparent - apparent.mean(), [0.025, 0.975])
        assert (tuned.low, tuned.high) == pytest.approx(tuple(ends), abs=1e-12)

    def test_a_difference_is_taken_in_each_resample(self):
        found = core.tuned_difference(self.y, self.s, self.other, groups=np.arange(150), resamples=60, seed=2)
        first, second = (
            np.array([self.slow(each, chosen) for chosen in loop(150, 60, 2)]).T for each in (self.s, self.other)
        )
        scores = [core.best_exact(self.y, each).score for each in (self.s, self.other)]
        expected = scores[0] - scores[1] - (first[1] - second[1]).mean()
        apart = first[0] - second[0]
        ends = np.quantile(expected + apart - apart.mean(), [0.025, 0.975])
        assert found == pytest.approx((expected, *ends), abs=1e-12)

    def test_items_vary_as_groups_of_one(self):
        one = core.tuned_threshold(self.y, self.s)
        other = core.tuned_threshold(self.y, self.s, groups=np.arange(150), seed=1)
        assert one == pytest.approx(other, abs=0.01)
        one = core.tuned_difference(self.y, self.s, self.other)
        other = core.tuned_difference(self.y, self.s, self.other, groups=np.arange(150), seed=1)
        assert one == pytest.approx(other, abs=0.02)

    @pytest.mark.parametrize("prevalence", [0.5, 0.02])
    def test_of_many_items_fewer_thresholds_are_tried_and_say_nearly_the_same(self, prevalence, monkeypatch):
        data = core.scored_labels(n=4000, prevalence=prevalence)
        few = core.tuned_threshold(data.y_true, data.scores, resamples=200)
        monkeypatch.setattr("core.resampling.FEW", 4000)
        every_score = core.tuned_threshold(data.y_true, data.scores, resamples=200)
        assert few[0] == every_score[0]
        assert few[1:] == pytest.approx(every_score[1:], abs=0.004 if prevalence == 0.5 else 0.015)

    @pytest.mark.parametrize(("y", "values", "threshold"), [([1, 1], [0.1, 0.2], 0.1), ([0, 1], [1, 1], 1)])
    def test_one_class_alone_and_one_score_alone(self, y, values, threshold):
        found = core.tuned_threshold(y, values, resamples=50)
        assert found.best.threshold == threshold
        assert 0 <= found.low <= found.score + 1e-12 <= found.high + 2e-12 <= 1 + 2e-12

    def test_without_a_positive_nothing_is_chosen(self):
        found = core.tuned_threshold([0, 0], [0.1, 0.2], resamples=20)
        assert (found.score, found.optimism) == (0, 0)
        assert np.isnan([found.low, found.high]).all()
        assert np.isnan(core.tuned_difference([0, 0], [0.1, 0.2], [0.3, 0.2], resamples=20)[1:]).all()
        # where few resamples have one, the others say nothing of what choosing flatters
        assert core.tuned_threshold([1, 0], [0.5, 0.1]).score == 1

    def test_single_precision_is_compared_as_it_is(self):
        values = self.s.astype(np.float32)
        assert core.tuned_threshold(self.y, values).best == core.best_exact(self.y, values)


# ---- how often the intervals hold the truth --------------------------------------------------------------------------


def of_items(rng, n, groups=None):
    """Truth and two models whose errors have half in common; in groups, some are much harder than others."""
    of = None if groups is None else np.repeat(np.arange(groups), n // groups)
    wrong = 0.15 if of is None else (0.02 + 0.38 * rng.random(groups) ** 2)[of]
    y, one, new, alike = rng.random(n) < 0.3, *rng.random((2, n)), rng.random(n) < 0.5
    return y, y ^ (one < wrong), y ^ (np.where(alike, one, new) < 0.8 * wrong), of


def held(n, groups, *, with_groups, repeats, seed=1):
    """The share of 95 % intervals that hold the truth: of the J of one model, and of the difference of two."""
    y, a, b, _ = of_items(np.random.default_rng(99), 10**6, groups and 10**5)
    true = [core.jaccard(core.confusion_counts(y, p)) for p in (a, b)]
    rng, hits = np.random.default_rng(seed), []
    for _ in range(repeats):
        y, a, b, of = of_items(rng, n, groups)
        drawn = scores(y, a, b, groups=of if with_groups else None, resamples=500)
        ends = core.percentile_interval(drawn[0]), core.percentile_interval(drawn[0] - drawn[1])
        hits.append([i.low <= t <= i.high for i, t in zip(ends, (true[0], true[0] - true[1]), strict=True)])
    return np.mean(hits, axis=0)


def test_intervals_of_items_hold_the_truth_in_95_of_100():
    of_one, of_two = held(300, None, with_groups=False, repeats=4000 if every() else 500)
    assert 0.92 <= of_one <= 0.96
    assert 0.93 <= of_two <= 0.97


def test_of_items_in_groups_only_whole_groups_give_an_interval_that_holds():
    repeats = 2000 if every() else 250
    assert held(1000, 40, with_groups=False, repeats=repeats)[0] < 0.85
    assert held(1000, 40, with_groups=True, repeats=repeats)[0] > 0.89


def test_the_interval_of_a_tuned_threshold_holds_what_it_is_worth_on_new_items():
    hits = []
    for seed in range(1000 if every() else 120):
        data = core.scored_labels(seed=seed, n=200)
        tuned = core.tuned_threshold(data.y_true, core.posterior(data, 0.15, 1.5), resamples=200)
        true = core.jaccard(core.expected_counts(tuned.best.threshold))
        naive = core.jaccard_interval(tuned.best.counts)
        hits.append([tuned.low <= true <= tuned.high, naive.low <= true <= naive.high])
    ours, theirs = np.mean(hits, axis=0)
    assert ours > 0.88
    assert theirs < ours


@pytest.mark.parametrize("given_", [([0, 1],), ([0, 1], [1, 0, 1]), ([0, 2], [0, 1])])
def test_what_cannot_be_resampled(given_):
    with pytest.raises(ValueError, match="must"):
        core.resampled_counts(*given_)
    with pytest.raises(ValueError, match="resamples"):
        core.resampled_counts([0, 1], [0, 1], resamples=0)


@pytest.mark.parametrize("groups", [[1], [1, 1], [[1, 2]]])
def test_what_are_no_groups(groups):
    with pytest.raises(ValueError, match="group"):
        core.resampled_counts([0, 1], [0, 1], groups=groups)


def test_classes_are_all_strings_or_all_numbers():
    with pytest.raises(ValueError, match="all hold strings"):
        core.resampled_class_counts(["a", "b"], [0, 1])
