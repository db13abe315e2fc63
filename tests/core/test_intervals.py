"""Intervals: Wilson by its defining equation and its coverage, the bootstrap by what it resamples."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy.stats import binomtest, norm

import core
from core import Counts


def test_the_test_set_of_the_course():
    assert [round(end, 3) for end in core.wilson(23, 31)] == [0.568, 0.863]
    assert [round(end, 3) for end in core.wilson(18, 29)] == [0.440, 0.773]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_is_that_of_scipy(pair, confidence):
    theirs = binomtest(*pair).proportion_ci(confidence, method="wilson")
    assert core.wilson(*pair, confidence=confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_solves_its_equation():
    z = norm.ppf(0.975)
    for end in core.wilson(7, 20):
        assert abs(7 / 20 - end) == pytest.approx(z * np.sqrt(end * (1 - end) / 20), rel=1e-12)


def test_wilson_at_the_ends():
    assert core.wilson(0, 0) == (0, 1)
    assert core.wilson(0, 10).low == 0
    assert core.wilson(10, 10).high == 1


@pytest.mark.parametrize("j", [0.3, 0.75, 0.97])
def test_coverage(j):
    tp = np.random.default_rng(0).binomial(40, j, 4000)
    ends = {int(k): core.jaccard_interval(Counts(int(k), 40 - int(k), 0, 7)) for k in np.unique(tp)}
    assert np.mean([ends[int(k)].low <= j <= ends[int(k)].high for k in tp]) > 0.93


def test_intervals_of_scores():
    counts = Counts(tp=23, fp=3, fn=5, tn=269)
    low, high = core.jaccard_interval(counts, confidence=0.9)
    assert (low, high) == core.wilson(23, 31, confidence=0.9)
    assert core.f1_interval(counts, confidence=0.9) == (2 * low / (1 + low), 2 * high / (1 + high))
    assert core.f1_interval(Counts(0, 0, 0, 9)) == (0, 1)


@pytest.mark.parametrize("bad", [(3, 2), (-1, 2), (1, np.inf), (np.nan, 2)])
def test_wilson_refuses(bad):
    with pytest.raises(ValueError, match="successes"):
        core.wilson(*bad)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, np.nan])
def test_confidence_is_refused(confidence):
    for call in (lambda c: core.wilson(1, 2, confidence=c), lambda c: core.bootstrap_interval(max, [1], confidence=c)):
        with pytest.raises(ValueError, match="confidence"):
            call(confidence)


def test_many_intervals_at_once_are_those_of_each():
    many = Counts(*np.random.default_rng(0).integers(0, 9, (4, 50)))
    for interval_of in (core.jaccard_interval, core.f1_interval):
        np.testing.assert_allclose(np.transpose(interval_of(many)), [interval_of(one) for one in many], rtol=1e-14)
    assert core.jaccard_interval(Counts(*np.zeros((4, 1), int))).high.tolist() == [1]


def test_arrays_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        core.wilson([1, 2], 3)


def mean(values):
    return float(np.mean(values))


class TestBootstrap:
    values = np.random.default_rng(1).normal(3, 2, 400)

    def test_interval_of_a_mean_is_that_of_theory(self):
        low, high = core.bootstrap_interval(mean, self.values, resamples=4000)
        reach = norm.ppf(0.975) * self.values.std() / 20
        assert (low, high) == pytest.approx((self.values.mean() - reach, self.values.mean() + reach), abs=0.02)

    def test_the_seed_decides(self):
        first, again, other = (core.bootstrap_interval(mean, self.values, resamples=50, seed=s) for s in (1, 1, 2))
        assert first == again
        assert first != other

    def test_data_stay_aligned(self):
        def aligned(a, b, c):
            assert (a == -b).all()
            assert (a == c.tp).all()
            return mean(a)

        n = np.arange(30)
        core.bootstrap_interval(aligned, n, -n, Counts(n, n, n, n), resamples=20)

    def test_confidence_is_the_part_inside(self):
        calls = []

        def watch(values):
            calls.append(mean(values))
            return calls[-1]

        low, high = core.bootstrap_interval(watch, self.values, resamples=1000, confidence=0.8)
        assert np.mean(np.less(calls, low)) == pytest.approx(0.1, abs=0.002)
        assert np.mean(np.greater(calls, high)) == pytest.approx(0.1, abs=0.002)

    def test_undefined_resamples_are_left_out(self):
        def score(t):
            return float("nan") if t.sum() == 0 else 1.0

        assert core.bootstrap_interval(score, [0, 1], resamples=100) == (1.0, 1.0)
        assert np.isnan(core.bootstrap_interval(lambda t: float("nan"), [0, 1], resamples=5)).all()

    def test_images_not_pixels(self):
        # Ten images, each right or wrong as a whole: the interval of images is wide, that of their pixels is not.
        tp = np.where(np.arange(10) % 2, 1000, 0)
        images = Counts(tp, 1000 - tp, np.zeros(10, int), np.zeros(10, int))
        by_image = core.bootstrap_interval(lambda c: core.jaccard(c.sum()), images, resamples=500)
        by_pixel = core.jaccard_interval(images.sum())
        assert by_image.high - by_image.low > 10 * (by_pixel.high - by_pixel.low)

    @pytest.mark.parametrize("data", [(), ([],), ([1, 2], [1])])
    def test_refused(self, data):
        with pytest.raises(ValueError, match="length"):
            core.bootstrap_interval(mean, *data)

    def test_resamples_refused(self):
        with pytest.raises(ValueError, match="resamples"):
            core.bootstrap_interval(mean, [1, 2], resamples=0)


class TestPairedDifference:
    rng = np.random.default_rng(3)
    y = rng.random(300) < 0.3
    a, b = y ^ (rng.random(300) < 0.1), y ^ (rng.random(300) < 0.2)

    @staticmethod
    def score(t, p):
        return core.jaccard(core.confusion_counts(t, p))

    def test_estimate_is_first_minus_second(self):
        difference = core.paired_difference(self.score, (self.y, self.a), (self.y, self.b), resamples=200)
        assert difference.estimate == self.score(self.y, self.a) - self.score(self.y, self.b)
        assert difference.low < difference.estimate < difference.high
        assert difference.low > 0

    def test_both_models_see_the_same_draws(self):
        difference = core.paired_difference(self.score, (self.y, self.a), (self.y, self.a), resamples=50)
        assert difference == (0, 0, 0)

    def test_counts_of_images(self):
        first, second = Counts(*np.full((4, 6), 3)), Counts(*np.full((4, 6), 3))
        difference = core.paired_difference(lambda c: core.jaccard(c.sum()), (first,), (second,), resamples=5)
        assert difference == (0, 0, 0)

    def test_refused(self):
        with pytest.raises(ValueError, match="length"):
            core.paired_difference(self.score, (self.y, self.a), (self.y[1:], self.b[1:]))


def test_values_that_are_undefined_are_left_out_of_the_percentiles():
    assert core.percentile_interval([np.nan, *np.arange(101)], 0.8) == pytest.approx((10, 90))
    assert np.isnan(core.percentile_interval([np.nan])).all()
    with pytest.raises(ValueError, match="confidence"):
        core.percentile_interval([1.0], 1)
