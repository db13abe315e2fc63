"""Scores and averages: identities, 0/0 and scikit-learn."""

from itertools import product

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from sklearn import metrics

import core
from core import Counts
from tests.states import every

count = st.integers(0, 10**6)
counts = st.builds(Counts, count, count, count, count)
labels = st.integers(1, 30).flatmap(lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n)] * 2))


@given(counts)
def test_identities(c):
    j, f = core.jaccard(c), core.f1(c)
    assert 0 <= j <= f <= 1
    assert core.f1_from_jaccard(j) == pytest.approx(f, rel=1e-14)
    assert core.jaccard_from_f1(f) == pytest.approx(j, rel=1e-14)
    assert core.jaccard(Counts(c.tp, c.fn, c.fp, c.tn)) == j  # symmetric
    assert core.jaccard(Counts(c.tp, c.fp, c.fn, c.tn + 1)) == j  # true negatives do not matter
    p, r = core.precision(c), core.recall(c)
    if p + r:
        assert f == pytest.approx(2 * p * r / (p + r), rel=1e-12)
        assert 1 / j == pytest.approx(1 / p + 1 / r - 1, rel=1e-9)


@given(labels, st.randoms())
def test_jaccard_knows_no_order_and_no_names(pair, random):
    t, p = pair
    order = random.sample(range(len(t)), len(t))
    score = core.jaccard_score(t, p, average="macro")
    assert core.jaccard_score([t[i] for i in order], [p[i] for i in order], average="macro") == score
    assert core.jaccard_score(p, t, average="macro") == score
    assert core.jaccard_score([-y for y in t], [-y for y in p], average="macro") == pytest.approx(score, rel=1e-14)


@given(labels)
def test_micro_over_all_classes_is_accuracy(pair):
    t, p = pair
    accuracy = np.mean(np.equal(t, p))
    assert core.jaccard_score(t, p, average="micro") == pytest.approx(accuracy / (2 - accuracy), abs=1e-15)


# All pairs of four items; without `--all` one for each set of four counts. What is counted in each of them is tested in
# test_small_worlds.py.
PAIRS = [tuple(zip(*items, strict=True)) for items in product(product((0, 1), repeat=2), repeat=4)]
PAIRS = PAIRS if every() else [pair for pair in PAIRS if [*zip(*pair, strict=True)] == sorted(zip(*pair, strict=True))]


@pytest.mark.parametrize("name", ["precision", "recall", "f1", "jaccard"])
@pytest.mark.parametrize("zero_division", [0.0, 1.0])
def test_binary_scores_are_those_of_scikit_learn(name, zero_division):
    reference = getattr(metrics, f"{name}_score")
    for t, p in PAIRS:
        ours = getattr(core, name)(core.confusion_counts(t, p), zero_division=zero_division)
        assert ours == reference(t, p, zero_division=zero_division), (t, p)
        assert core.accuracy(core.confusion_counts(t, p)) == metrics.accuracy_score(t, p)


@pytest.mark.parametrize("zero_division", [0.0, 1.0])
def test_specificity_is_the_recall_of_the_negatives_in_scikit_learn(zero_division):
    for t, p in PAIRS:
        ours = core.specificity(core.confusion_counts(t, p), zero_division=zero_division)
        assert ours == metrics.recall_score(t, p, pos_label=0, zero_division=zero_division), (t, p)


@pytest.mark.parametrize("zero_division", [0, 1, np.nan])
def test_undefined_specificity(zero_division):
    many = Counts(*np.array([[5, 1], [0, 1], [5, 0], [0, 3]]))
    np.testing.assert_equal(core.specificity(many, zero_division=zero_division), [zero_division, 0.75])
    assert type(core.specificity(Counts(tp=1))) is float


@pytest.mark.parametrize("score", [core.jaccard, core.f1, core.precision, core.recall])
@pytest.mark.parametrize("zero_division", [0, 1, np.nan])
def test_undefined(score, zero_division):
    one = score(Counts(0, 0, 0, 5), zero_division=zero_division)
    assert type(one) is float
    many = score(Counts(*np.array([[0, 1], [0, 0], [0, 0], [5, 5]])), zero_division=zero_division)
    np.testing.assert_equal([one, *many], [zero_division, zero_division, 1.0])


@pytest.mark.parametrize("zero_division", [0.5, -1, np.inf, 2])
def test_zero_division_is_0_1_or_nan(zero_division):
    with pytest.raises(ValueError, match="zero_division"):
        core.safe_divide(1, 2, zero_division=zero_division)


def test_accuracy_of_nothing():
    assert np.isnan(core.accuracy(Counts()))


@pytest.mark.parametrize("value", [-0.1, 1.1, [0.5, 2]])
def test_conversions_refuse_what_is_no_score(value):
    for convert in (core.jaccard_from_f1, core.f1_from_jaccard):
        with pytest.raises(ValueError, match="between 0 and 1"):
            convert(value)


def test_conversions_of_arrays():
    grid = np.linspace(0, 1, 501)
    np.testing.assert_array_equal(core.jaccard_from_f1(grid), grid / (2 - grid))
    np.testing.assert_allclose(core.f1_from_jaccard(core.jaccard_from_f1(grid)), grid, rtol=1e-15)
    assert np.isnan(core.jaccard_from_f1(np.nan))


class TestAverage:
    @given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 50)), min_size=1))
    def test_mean(self, pairs):
        scores, weights = np.array(pairs).T
        assert core.average(scores) == np.mean(scores)
        if weights.sum():
            assert core.average(scores, weights=weights) == np.average(scores, weights=weights)

    def test_nan_is_left_out_with_its_weight(self):
        assert core.average([0.5, np.nan, 1.0]) == 0.75
        assert core.average([0.5, np.nan, 1.0], weights=[3, 100, 1]) == 0.625
        assert np.isnan(core.average([np.nan, np.nan]))
        assert np.isnan(core.average([np.nan], weights=[1]))

    def test_no_weight_is_the_plain_mean(self):
        assert core.average([0.0, 1.0], weights=[0, 0]) == 0.5
        assert core.average([0.25, np.nan], weights=[0, 7]) == 0.25

    def test_refused(self):
        with pytest.raises(ValueError, match="shape"):
            core.average([0.5, 1.0], weights=[1])
        with pytest.raises(ValueError, match="shape"):
            core.average(0.5)


def test_many_averages_are_each_ones_own():
    rng = np.random.default_rng(5)
    scores, weights = rng.random((4, 6, 5)), rng.integers(0, 3, (4, 6, 5)).astype(float)
    scores[rng.random(scores.shape) < 0.3] = np.nan
    scores[0, 0], weights[1, 1] = np.nan, 0
    for options in ({}, {"weights": weights}):
        means = core.average(scores, **options)
        assert means.shape == (4, 6)
        for place in np.ndindex(4, 6):
            alone = core.average(scores[place], **{name: each[place] for name, each in options.items()})
            np.testing.assert_allclose(means[place], alone, rtol=1e-15)
    whole = rng.random((3, 5))
    np.testing.assert_array_equal(core.average(whole), [core.average(row) for row in whole])


WEIGHING = {"macro": "equal", "samples": "equal", "weighted": "support", "micro": "union"}


def weighted_sum(counts, by, zero_division):
    """The average as its parts: nan if none has a share, otherwise each score times its share."""
    weights = core.average_weights(counts, by=by, zero_division=zero_division)
    scores = core.jaccard(counts, zero_division=zero_division)
    left_out = np.isnan(scores)
    assert (weights >= 0).all()
    assert (weights[left_out] == 0).all()
    assert weights.sum() == pytest.approx(0 if left_out.all() else 1, rel=1e-14)
    return float(np.sum(weights[~left_out] * scores[~left_out])) if weights.any() else np.nan


class TestAverageWeights:
    @pytest.mark.parametrize("average", WEIGHING)
    @pytest.mark.parametrize("zero_division", [0, 1, np.nan])
    def test_of_multilabels_they_make_the_averages(self, average, zero_division):
        worlds = np.array(list(np.ndindex(*[2] * 6))).reshape(-1, 2, 3)
        for t in worlds[::7]:  # the first has no label at all
            for p in worlds[::5]:
                counts = core.multilabel_counts(t, p, axis=1 if average == "samples" else 0)
                expected = core.jaccard_score(t, p, average=average, zero_division=zero_division)
                ours = weighted_sum(counts, WEIGHING[average], zero_division)
                np.testing.assert_allclose(ours, expected, rtol=1e-13, err_msg=f"{t} {p}")
                if zero_division == zero_division:
                    theirs = metrics.jaccard_score(t, p, average=average, zero_division=zero_division)
                    assert ours == pytest.approx(theirs, rel=1e-13)

    @pytest.mark.parametrize("average", ["macro", "weighted", "micro"])
    @pytest.mark.parametrize("zero_division", [0, 1, np.nan])
    @given(labels)
    def test_of_classes_they_make_the_averages(self, average, zero_division, pair):
        chosen = [0, 2, 9]  # a class that never occurs is among them
        counts = core.multiclass_counts(*pair, labels=chosen)
        expected = core.jaccard_score(*pair, labels=chosen, average=average, zero_division=zero_division)
        np.testing.assert_allclose(weighted_sum(counts, WEIGHING[average], zero_division), expected, rtol=1e-13)

    def test_by_hand(self):
        counts = Counts(tp=np.array([2, 1, 0]), fp=np.array([0, 2, 0]), fn=np.array([1, 0, 0]), tn=np.zeros(3, int))
        shares = {
            ("equal", 0): [1 / 3, 1 / 3, 1 / 3],
            ("equal", np.nan): [0.5, 0.5, 0],
            ("support", 1): [0.75, 0.25, 0],
            ("union", 0): [0.5, 0.5, 0],
        }
        for (by, zero_division), expected in shares.items():
            ours = core.average_weights(counts, by=by, zero_division=zero_division)
            np.testing.assert_allclose(ours, expected, rtol=1e-15)

    @pytest.mark.parametrize("by", ["equal", "support", "union"])
    def test_where_nothing_is_positive(self, by):
        nothing = Counts(*np.array([[0, 0], [0, 0], [0, 0], [5, 5]]))
        assert core.average_weights(nothing, by=by).tolist() == [0.5, 0.5]
        assert core.average_weights(nothing, by=by, zero_division=np.nan).tolist() == [0, 0]

    def test_without_support_the_weighted_average_is_the_plain_mean(self):
        false_alarms = Counts(*np.array([[0, 0], [3, 0], [0, 0], [2, 5]]))
        assert core.average_weights(false_alarms, by="support").tolist() == [0.5, 0.5]
        assert core.average_weights(false_alarms, by="support", zero_division=np.nan).tolist() == [1, 0]

    @pytest.mark.parametrize("by", ["equal", "support", "union"])
    def test_of_many_averages_are_each_ones_own(self, by):
        counts = Counts(*np.random.default_rng(7).integers(0, 3, (4, 5, 3)))
        many = core.average_weights(counts, by=by, zero_division=np.nan)
        for weights, each in zip(many, counts, strict=True):
            np.testing.assert_array_equal(weights, core.average_weights(each, by=by, zero_division=np.nan))

    def test_refused(self):
        several = Counts(*np.ones((4, 2)))
        with pytest.raises(ValueError, match="by must be"):
            core.average_weights(several, by="size")
        with pytest.raises(ValueError, match="zero_division"):
            core.average_weights(several, by="equal", zero_division=0.5)
        with pytest.raises(ValueError, match="several"):
            core.average_weights(Counts(1, 1, 1, 1), by="equal")


class TestEqualJaccardLine:
    @given(st.integers(1, 200), st.data())
    def test_both_ends_have_the_score(self, positives, data):
        limit = data.draw(st.integers(1, positives))
        fp, fn = data.draw(st.integers(0, limit)), data.draw(st.integers(0, limit))
        j = core.jaccard(Counts(positives - fn, fp, fn))
        ends_fp, ends_fn = core.equal_jaccard_line(j, positives, limit)
        assert ((ends_fp >= -1e-9) & (ends_fp <= limit + 1e-9) & (ends_fn >= 0) & (ends_fn <= limit)).all()
        np.testing.assert_allclose((positives - ends_fn) / (positives + ends_fp), j, atol=1e-12)
        assert ends_fp[0] <= fp + 1e-9
        assert ends_fp[1] >= fp - 1e-9

    def test_a_score_beyond_the_limits_has_no_line(self):
        fp, fn = core.equal_jaccard_line([0.2, 0.9], 120, 30)
        assert np.isnan([fp[0], fn[0]]).all()
        assert not np.isnan([fp[1], fn[1]]).any()

    def test_what_is_no_score_and_no_limit_is_refused(self):
        with pytest.raises(ValueError, match="between 0 and 1"):
            core.equal_jaccard_line(1.2, 30, 30)
        for limit in (0, 31):
            with pytest.raises(ValueError, match="limit must lie between 0 and the positives, 30, got"):
                core.equal_jaccard_line(0.5, 30, limit)
