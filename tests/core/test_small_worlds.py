"""Small worlds in full: every input of a size, against scikit-learn and against sets."""

import warnings
from itertools import product

import numpy as np
import pytest
from sklearn.metrics import jaccard_score as reference

import core


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_all_pairs_of_binary_vectors(n):
    for t, p in product(product([0, 1], repeat=n), repeat=2):
        a, b = ({i for i in range(n) if y[i]} for y in (t, p))
        expected = core.set_jaccard(a, b, zero_division=1)
        counts = core.confusion_counts(t, p)
        assert core.jaccard(counts, zero_division=1) == expected
        assert (counts.tp, counts.fp, counts.fn, counts.tn) == (len(a & b), len(b - a), len(a - b), n - len(a | b))
        assert core.jaccard_score(t, p, zero_division=1) == expected
        assert core.jaccard_score(np.array(t, bool), np.array(p, bool), zero_division=1) == expected
        assert core.iou(t, p) == expected
        if n <= 4:
            assert expected == reference(t, p, zero_division=1)


@pytest.mark.parametrize("average", ["macro", "micro", "weighted", "samples", None])
def test_all_pairs_of_two_by_three_multilabels(average):
    # Expected by hand: the counts of each column or row of all 64 predictions at once.
    worlds = np.array(list(product([0, 1], repeat=6))).reshape(-1, 2, 3)
    for t in worlds:
        tp = (t & worlds).sum(axis=2 if average == "samples" else 1)
        union = (t | worlds).sum(axis=2 if average == "samples" else 1)
        scores = np.where(union > 0, tp / np.maximum(union, 1), 1.0)
        support = t.sum(axis=0) if t.any() else np.ones(3)
        expected = {
            "macro": scores.mean(axis=1),
            "samples": scores.mean(axis=1),
            "weighted": (scores * (support if average == "weighted" else 1)).sum(axis=1) / support.sum(),
            "micro": np.where(union.sum(axis=1) > 0, tp.sum(axis=1) / np.maximum(union.sum(axis=1), 1), 1.0),
            None: scores,
        }[average]
        ours = [core.jaccard_score(t, p, average=average, zero_division=1) for p in worlds]
        np.testing.assert_allclose(ours, expected, rtol=1e-14)


@pytest.mark.parametrize("average", ["macro", "micro", "weighted", "samples", None])
def test_some_two_by_three_multilabels_with_scikit_learn(average):
    worlds = np.array(list(product([0, 1], repeat=6))).reshape(-1, 2, 3)
    for t, p in product(worlds[::7], worlds[::5]):
        theirs = reference(t, p, average=average, zero_division=0)
        np.testing.assert_array_equal(core.jaccard_score(t, p, average=average, zero_division=0), theirs)


@pytest.mark.parametrize("average", ["macro", "micro", "weighted", None])
def test_all_pairs_of_three_classes_with_an_absent_label(average):
    for t, p in product(product([0, 1, 2], repeat=3), repeat=2):
        for labels in (None, [2, 0], [1, 5]):
            options = {"average": average, "labels": labels}
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                ours = core.jaccard_score(t, p, **options)
            counts = [sum(a == b == k for a, b in zip(t, p, strict=True)) for k in labels or sorted({*t, *p})]
            unions = [sum(k in pair for pair in zip(t, p, strict=True)) for k in labels or sorted({*t, *p})]
            support = [t.count(k) for k in labels or sorted({*t, *p})]
            scores = [c / u if u else 0.0 for c, u in zip(counts, unions, strict=True)]
            expected = {
                None: scores,
                "macro": np.mean(scores),
                "micro": sum(counts) / sum(unions) if sum(unions) else 0.0,
                "weighted": np.average(scores, weights=support) if sum(support) else np.mean(scores),
            }[average]
            np.testing.assert_allclose(ours, expected, rtol=1e-14, err_msg=f"{t} {p} {labels}")
            undefined = sum(unions) == 0 if average == "micro" else 0 in unions
            assert bool(caught) == undefined
