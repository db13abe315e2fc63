"""Counting: strict about what it reads, additive, and the same however it is asked."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from sklearn.metrics import multilabel_confusion_matrix

from core import Counts, confusion_counts, multiclass_counts, multilabel_counts
from core._tally import BLOCK

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
