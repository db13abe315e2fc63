"""Detections: the matching against one that tries everything slowly, average precision against its definition."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from sklearn.metrics import average_precision_score

import core
from tests.states import examples


def slow_iou(a, b):
    across, down = (max(0, min(a[k + 2], b[k + 2]) - max(a[k], b[k])) for k in (0, 1))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return across * down / (sum(areas) - across * down)


def slow_match(true, predicted, confidence, threshold):
    left, found = list(range(len(true))), [-1] * len(predicted)
    for box in sorted(range(len(predicted)), key=lambda k: (-confidence[k], k)):
        scores = {k: slow_iou(predicted[box], true[k]) for k in left}
        best = max(scores, key=lambda k: (scores[k], -k), default=None)
        if best is not None and scores[best] >= threshold:
            found[box] = best
            left.remove(best)
    return found


corner = st.integers(0, 6)
boxes = st.lists(st.tuples(corner, corner, st.integers(1, 6), st.integers(1, 6)), max_size=6).map(
    lambda each: [(x, y, x + w, y + h) for x, y, w, h in each]
)


@settings(max_examples=examples(200))
@given(boxes, boxes, st.data(), st.sampled_from([0.1, 0.25, 0.5, 0.75, 1.0]))
def test_the_matching_is_the_slow_one(true, predicted, data, threshold):
    confidence = data.draw(st.lists(st.sampled_from([0.2, 0.5, 0.9]), min_size=len(predicted), max_size=len(predicted)))
    found = core.match_boxes(true, predicted, confidence, threshold=threshold)
    assert found.tolist() == slow_match(true, predicted, confidence, threshold)
    taken = found[found >= 0]
    assert len(set(taken.tolist())) == len(taken), "each true box is matched once"


def test_a_second_box_is_a_false_positive_even_if_it_fits_better():
    true, close, exact = [0, 0, 10, 10], [1, 0, 11, 10], [0, 0, 10, 10]
    assert core.match_boxes([true], [exact, close], [0.5, 0.9]).tolist() == [-1, 0]
    # where the first one does not reach the threshold, the object is free for it
    assert core.match_boxes([true], [exact, close], [0.5, 0.9], threshold=0.9).tolist() == [0, -1]


def slow_ap(hits, confidence, objects):
    """The integral over recall of the best precision at that recall or more, by very many small steps."""
    order = sorted(range(len(hits)), key=lambda k: -confidence[k])
    points = []
    for k in range(1, len(order) + 1):
        tp = sum(hits[j] for j in order[:k])
        points.append((tp / objects, tp / k))
    steps = (np.arange(3000) + 0.5) / 3000
    return np.mean([max((p for r, p in points if r >= step), default=0.0) for step in steps])


@pytest.mark.parametrize("seed", range(12))
def test_average_precision_is_the_area(seed):
    rng = np.random.default_rng(seed)
    hits, confidence = rng.random(15) < 0.6, rng.permutation(15) / 15
    objects = int(hits.sum()) + seed % 3 + 1
    ap = core.average_precision(hits, confidence, objects)
    assert ap == pytest.approx(slow_ap(hits.tolist(), confidence.tolist(), objects), abs=1e-3)
    # scikit-learn does not take the best precision at a higher recall, and knows no object that nothing was drawn on
    assert ap >= average_precision_score(hits, confidence) * hits.sum() / objects - 1e-12


def test_average_precision_without_a_rise_is_that_of_scikit_learn():
    hits, confidence = [1, 1, 1, 0, 0], [0.9, 0.8, 0.7, 0.6, 0.5]
    assert core.average_precision(hits, confidence, 3) == pytest.approx(average_precision_score(hits, confidence)) == 1
    assert core.average_precision([0, 0], [0.1, 0.2], 3) == 0


def test_counts_grow_with_each_detection():
    counts = core.detection_counts([1, 0, 1], [0.2, 0.9, 0.5], objects=4)
    assert [counts.tp.tolist(), counts.fp.tolist(), counts.fn.tolist()] == [[0, 1, 2], [1, 1, 1], [4, 3, 2]]
    assert core.recall(counts)[-1] == 0.5


def test_without_a_detection_every_object_is_missed():
    assert core.match_boxes([[0, 0, 1, 1]], [], []).size == 0
    assert core.detection_counts([], [], objects=2).tp.shape == (0,)
    assert core.average_precision([], [], objects=2) == 0


def test_what_is_refused():
    box = [[0, 0, 1, 1]]
    for threshold in (0, -1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="threshold"):
            core.match_boxes(box, box, [0.5], threshold=threshold)
    with pytest.raises(ValueError, match="confidence"):
        core.match_boxes(box, box, [0.5, 0.6])
    with pytest.raises(ValueError, match="confidence"):
        core.match_boxes(box, [], [0.5])
    for wrong in ([[0, 0], [1, 1]], [0, 0, 1, 1], [[0, 0, 1, 1, 2, 2, 3, 3]]):
        with pytest.raises(ValueError, match="shape"):
            core.match_boxes(box, wrong, [0.5])
    with pytest.raises(ValueError, match="objects"):
        core.detection_counts([1, 1], [0.5, 0.6], objects=1)
    with pytest.raises(ValueError, match="objects"):
        core.average_precision([0], [0.5], objects=0)
