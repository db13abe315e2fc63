"""Counting: strict about what it reads, additive, and the same however it is asked."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from sklearn.metrics import confusion_matrix as reference_matrix
from sklearn.metrics import multilabel_confusion_matrix

import core
from core import (
    Counts,
    confusion_counts,
    confusion_matrix,
    multiclass_counts,
    multilabel_counts,
    soft_counts,
)
from core.kernels.tally import BLOCK

binary = st.integers(1, 40).flatmap(lambda n: st.tuples(*[arrays(np.int8, n, elements=st.integers(0, 1))] * 2))


def plain(y_true, y_pred):
    """The definition, sample by sample."""
    pairs = list(zip(y_true, y_pred, strict=True))
    return Counts(*(sum(bool(t) is a and bool(p) is b for t, p in pairs) for a, b in OUTCOMES))


OUTCOMES = ((True, True), (False, True), (True, False), (False, False))


@given(binary)
def test_binary_counts_are_the_definition(pair):
    counts = confusion_counts(*pair)
    assert counts == plain(*pair)
    assert all(type(count) is int for count in (counts.tp, counts.fp, counts.fn, counts.tn))


@given(binary, st.integers(0, 40))
def test_parts_add_up_to_the_whole(pair, cut):
    y_true, y_pred = pair
    parts = [confusion_counts(y_true[s], y_pred[s]) for s in (slice(cut), slice(cut, None)) if len(y_true[s])]
    assert sum(parts, Counts()) == confusion_counts(y_true, y_pred)


@pytest.mark.parametrize("n", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_blocks_leave_nothing_out(n):
    rng = np.random.default_rng(n)
    t, p = rng.random(n) < 0.3, rng.random(n) < 0.4
    t[-1] = p[-1] = True
    expected = Counts((t & p).sum(), (~t & p).sum(), (t & ~p).sum(), (~t & ~p).sum())
    assert confusion_counts(t, p) == expected
    assert confusion_counts(np.repeat(t, 2)[::2], p[::-1][::-1]) == expected


@given(binary, st.data())
def test_weighted_counts(pair, data):
    weight = data.draw(arrays(np.float64, len(pair[0]), elements=st.sampled_from([0.0, 0.25, 1.0, 3.0])))
    counts = confusion_counts(*pair, sample_weight=weight)
    for count, (a, b) in zip((counts.tp, counts.fp, counts.fn, counts.tn), OUTCOMES, strict=True):
        assert count == sum(w for t, p, w in zip(*pair, weight, strict=True) if bool(t) is a and bool(p) is b)
    assert counts.total == weight.sum()


@pytest.mark.parametrize("weight", [None, [0.5, 2, 1, 0, 1.5, 3]])
@pytest.mark.parametrize("labels", [None, [2, 0], [1, 9, 1]])
def test_multiclass_counts(weight, labels):
    t, p = [0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0]
    counts = multiclass_counts(t, p, labels=labels, sample_weight=weight)
    expected = [
        confusion_counts(np.equal(t, label), np.equal(p, label), sample_weight=weight) for label in labels or [0, 1, 2]
    ]
    assert list(counts) == expected


def test_multiclass_counts_of_strings():
    counts = multiclass_counts(["cat", "dog", "cat"], ["cat", "cat", "emu"], labels=["emu", "cat", "fox"])
    assert list(counts) == [Counts(0, 1, 0, 2), Counts(1, 1, 1, 0), Counts(0, 0, 0, 3)]


@pytest.mark.parametrize("weight", [None, np.linspace(0, 2, 600)])
@pytest.mark.parametrize("axis", [0, 1])
def test_multilabel_counts(axis, weight):
    rng = np.random.default_rng(axis)
    t, p = rng.random((600, 7)) < 0.5, rng.random((600, 7)) < 0.5
    counts = multilabel_counts(t, p, axis=axis, sample_weight=weight)
    table = multilabel_confusion_matrix(t.astype(int), p.astype(int), samplewise=axis == 1, sample_weight=weight)
    for name, (i, j) in {"tp": (1, 1), "fp": (0, 1), "fn": (1, 0), "tn": (0, 0)}.items():
        np.testing.assert_allclose(getattr(counts, name), table[:, i, j], atol=1e-9)


BAD_BINARY = {
    "two": ([0, 2, 1], [0, 1, 1]),
    "minus one": ([0, -1, 1], [0, 1, 1]),
    "probability": ([0, 1, 1], [0.2, 0.9, 0.5]),
    "nan": ([0.0, np.nan], [0, 1]),
    "nan first": ([np.nan, 1.0], [0, 1]),
    "lengths": ([0, 1, 1], [0, 1]),
    "broadcast": ([1], [0, 1, 1]),
    "empty": ([], []),
    "two columns": ([[0, 1]], [[0, 1]]),
    "scalar": (1, 1),
    "strings": (["0", "1"], ["1", "1"]),
    "255": ([0, 255], [0, 255]),
    "ragged": ([[0], [0, 1]], [0, 1]),
    "objects": ([None, 1], [0, 1]),
}


@pytest.mark.parametrize("name", BAD_BINARY)
def test_binary_refuses(name):
    with pytest.raises(ValueError, match=r"y_true|y_pred"):
        confusion_counts(*BAD_BINARY[name])


@pytest.mark.parametrize("weight", [[1, 1], [1, np.nan, 1], [1, np.inf, 1], [[1], [1], [1]], ["a", "b", "c"], []])
def test_weights_refused(weight):
    for count in (confusion_counts, multiclass_counts):
        with pytest.raises(ValueError, match="sample_weight"):
            count([0, 1, 1], [0, 1, 0], sample_weight=weight)


@pytest.mark.parametrize(
    ("y_true", "y_pred"),
    [
        ([0, 1], [0]),
        ([0.5, 1], [0, 1]),
        (["a", "b"], [0, 1]),
        ([], []),
        ([[1]], [[1]]),
        ([1j, 0], [0, 1]),
        ([np.nan], [0]),
    ],
)
def test_multiclass_refuses(y_true, y_pred):
    with pytest.raises(ValueError, match=r"y_true|y_pred"):
        multiclass_counts(y_true, y_pred)


def test_multiclass_refuses_labels_of_another_kind():
    with pytest.raises(ValueError, match="labels"):
        multiclass_counts([0, 1], [0, 1], labels=["a"])


@pytest.mark.parametrize(
    ("t", "p"),
    [([[0, 2]], [[0, 1]]), ([[0, 1]], [[0, 1, 1]]), ([0, 1], [0, 1]), ([[0, 1]], [[0, 1], [1, 1]]), ([[]], [[]])],
)
def test_multilabel_refuses(t, p):
    with pytest.raises(ValueError, match=r"y_true|y_pred"):
        multilabel_counts(t, p)


def test_multilabel_refuses_another_axis():
    with pytest.raises(ValueError, match="axis"):
        multilabel_counts([[0, 1]], [[0, 1]], axis=2)


class TestCounts:
    many = Counts(np.array([1, 2]), np.array([0, 1]), np.array([3, 0]), np.array([4, 5]))

    def test_derived(self):
        one = Counts(2, 1, 3, 4)
        assert (one.union, one.support, one.predicted, one.total) == (6, 5, 3, 10)
        assert self.many.union.tolist() == [4, 3]

    def test_one_of_many_is_plain(self):
        one = self.many[1]
        assert one == Counts(2, 1, 0, 5)
        assert type(one.tp) is int
        assert self.many[:1] == Counts(np.array([1]), np.array([0]), np.array([3]), np.array([4]))
        assert self.many[np.array([1, 1])].tp.tolist() == [2, 2]
        assert list(self.many) == [self.many[0], self.many[1]]
        assert len(self.many) == 2

    def test_sum(self):
        total = self.many.sum()
        assert total == Counts(3, 1, 3, 9)
        assert type(total.tp) is int
        assert Counts(1, 2, 3, 4).sum() == Counts(1, 2, 3, 4)
        assert type(Counts(*np.ones((4, 2))).sum().tp) is float

    def test_adding(self):
        assert self.many + self.many == Counts(*(2 * getattr(self.many, name) for name in ("tp", "fp", "fn", "tn")))
        assert sum([self.many], Counts()) == self.many
        with pytest.raises(ValueError, match="shape"):
            self.many + Counts(1, 1, 1, 1)
        with pytest.raises(TypeError):
            self.many + 1

    def test_shapes_must_agree(self):
        with pytest.raises(ValueError, match="shape"):
            Counts(np.ones(2), 1, 1, 1)

    def test_immutable(self):
        with pytest.raises(AttributeError):
            self.many.tp = 1

    def test_equality_and_truth(self):
        assert Counts(1, 2, 3, 4) == Counts(1.0, 2, 3, 4)
        assert hash(Counts(1, 2, 3, 4)) == hash(Counts(1, 2, 3, 4))
        assert Counts() != Counts(tn=1)
        assert Counts() != 0
        assert Counts()  # a count of nothing is still an object

    def test_one_has_no_length_and_no_index(self):
        for action in (len, list, lambda counts: counts[0]):
            with pytest.raises(TypeError):
                action(Counts(1, 1, 1, 1))


class TestConfusionMatrix:
    @pytest.mark.parametrize("labels", [None, [2, 0], [1, 9, 0], [7, 1]])
    @pytest.mark.parametrize("kind", ["u1", "i8", "f8", str])
    def test_is_that_of_scikit_learn(self, labels, kind):
        rng = np.random.default_rng(4)
        t, p = rng.integers(0, 4, 200).astype(kind), rng.integers(0, 3, 200).astype(kind)
        wanted = None if labels is None else np.array(labels).astype(kind)
        np.testing.assert_array_equal(confusion_matrix(t, p, labels=wanted), reference_matrix(t, p, labels=wanted))

    def test_says_what_the_counts_of_each_class_say(self):
        rng = np.random.default_rng(5)
        t, p = rng.integers(-3, 3, 300), rng.integers(-2, 5, 300)
        matrix, counts = confusion_matrix(t, p), multiclass_counts(t, p)
        np.testing.assert_array_equal(matrix.diagonal(), counts.tp)
        np.testing.assert_array_equal(matrix.sum(axis=0), counts.predicted)
        np.testing.assert_array_equal(matrix.sum(axis=1), counts.support)

    def test_of_two_classes_it_holds_the_four_counts(self):
        t, p = [1, 1, 0, 0, 1, 0], [1, 0, 0, 0, 1, 1]
        c = confusion_counts(t, p)
        assert confusion_matrix(t, p).tolist() == [[c.tn, c.fp], [c.fn, c.tp]]

    def test_labels_that_do_not_occur(self):
        assert confusion_matrix([0, 0], [1, 0], labels=[5, 6]).tolist() == [[0, 0], [0, 0]]

    @pytest.mark.parametrize(
        ("y_true", "y_pred", "labels", "message"),
        [
            ([0, 1], [0], None, "one length"),
            ([0, 1], ["a", "b"], None, "both"),
            ([0, 1], [0, 1], ["a"], "kind"),
            ([0, 1], [0, 1], [0, 1, 0], "twice"),
            ([0, 1], [0, 1], [], "empty"),
            ([0.5, 1], [0, 1], None, "whole"),
            ([], [], None, "empty"),
        ],
    )
    def test_refuses(self, y_true, y_pred, labels, message):
        with pytest.raises(ValueError, match=message):
            confusion_matrix(y_true, y_pred, labels=labels)


shares = st.integers(1, 30).flatmap(
    lambda n: st.tuples(*[arrays(np.float64, n, elements=st.integers(0, 100).map(lambda k: k / 100))] * 2)
)


class TestSoftCounts:
    @given(shares)
    def test_are_the_definition(self, pair):
        y, p = pair
        c = soft_counts(y, p)
        expected = (sum(y * p), sum((1 - y) * p), sum(y * (1 - p)), sum((1 - y) * (1 - p)))
        np.testing.assert_allclose([c.tp, c.fp, c.fn, c.tn], expected, rtol=1e-12, atol=1e-12)
        assert all(type(count) is float and count >= 0 for count in (c.tp, c.fp, c.fn, c.tn))

    @given(binary)
    def test_of_hard_predictions_are_the_counts(self, pair):
        assert soft_counts(*pair) == confusion_counts(*pair)

    @given(shares)
    def test_their_jaccard_score_is_the_soft_one(self, pair):
        ours = core.jaccard(soft_counts(*pair), zero_division=1)
        assert ours == pytest.approx(core.soft_jaccard(*pair), abs=1e-9)

    def test_rounding_makes_none_negative(self):
        # Where all is predicted positive, FN and TN are differences of two sums that are equal but for rounding.
        for n in range(2, 100):
            c = soft_counts(np.random.default_rng(n).random(n), np.ones(n))
            assert c.fn >= 0
            assert c.tn >= 0

    def test_of_many_predictions_are_those_of_each(self):
        rng = np.random.default_rng(6)
        y, p = rng.random(50) < 0.3, rng.random((7, 50))
        many = soft_counts(y, p)
        for counts, row in zip(many, p, strict=True):
            alone = soft_counts(y, row)
            for name in ("tp", "fp", "fn", "tn"):
                assert getattr(counts, name) == pytest.approx(getattr(alone, name), rel=1e-13)

    @pytest.mark.parametrize(
        ("y", "p", "message"),
        [
            ([0, 1], [0.5], "shape"),
            ([0, 1], [[0.5], [0.5]], "shape"),
            ([0, 1], np.zeros((0, 2)), "shape"),
            ([0, 1], 0.5, "shape"),
            ([], [], "empty"),
            ([0, 2], [0.5, 0.5], "y_true must lie"),
            ([0, np.nan], [0.5, 0.5], "NaN"),
            ([0, 1], [0.5, 1.5], "p must lie"),
            ([0, 1], [-0.1, 0.5], "p must lie"),
            ([0, 1], [0.5, np.nan], "p must lie"),
        ],
    )
    def test_refuse(self, y, p, message):
        with pytest.raises(ValueError, match=message):
            soft_counts(y, p)


def test_sums_along_an_axis():
    numbers = np.arange(24).reshape(4, 3, 2)
    counts = Counts(*numbers)
    for axis in (0, 1):
        assert counts.sum(axis) == Counts(*numbers.sum(axis=axis + 1))
    assert counts.sum(0).sum() == counts.sum(1).sum() == counts.sum()
    assert type(counts[0].sum(0).tp) is int
