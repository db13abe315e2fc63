"""Every number that the course shows by default, and the corrected ones beside them, to the last digit."""

import numpy as np
import pytest

import core

DATA = core.reference_data()
DOCUMENT_GRID = np.linspace(0.01, 0.99, 99)


def test_sets():
    assert core.set_jaccard({1, 2, 3, 5, 8}, {2, 3, 4, 8, 9}) == 0.42857142857142855


def test_binary_example():
    counts = core.confusion_counts([1, 1, 0, 0, 1, 0], [1, 0, 0, 0, 1, 1])
    assert counts == core.Counts(tp=2, fp=1, fn=1, tn=2)
    assert core.jaccard(counts) == 0.5
    assert core.accuracy(counts) == 0.6666666666666666


def test_circles():
    true = core.circle_mask((40, 40), cx=14, cy=20, r=10)
    pred = core.circle_mask((40, 40), cx=18, cy=20, r=10)
    assert core.mask_counts(true, pred) == core.Counts(tp=239, fp=78, fn=78, tn=1205)
    assert core.iou(true, pred) == 0.6050632911392405


def test_true_negatives_move_accuracy_alone():
    tn = np.arange(0, 2001, 100)
    counts = core.Counts(np.full(21, 10), np.full(21, 5), np.full(21, 5), tn)
    assert core.jaccard(counts).tolist() == [0.5] * 21
    assert core.accuracy(counts)[[0, -1]].tolist() == [0.5, 2010 / 2020]


def test_errors_map():
    fp, fn = np.meshgrid(np.arange(31), np.arange(31))
    counts = core.Counts(np.full_like(fp, 10), fp, fn, np.zeros_like(fp))
    scores = core.jaccard(counts)
    assert scores.shape == (31, 31)
    assert (scores[0, 0], scores[5, 10], scores[30, 30]) == (1.0, 10 / 25, 10 / 70)


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        ("samples", 0.7916666666666666),
        ("micro", 0.6666666666666666),
        ("macro", 0.7222222222222222),
        ("weighted", 0.6666666666666666),
        (None, [1 / 2, 2 / 3, 1]),
    ],
)
def test_multilabel_example(average, expected):
    true = [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0]]
    pred = [[1, 1, 1], [0, 1, 0], [0, 1, 0], [0, 0, 0]]
    score = core.jaccard_score(true, pred, average=average, zero_division=1.0)
    assert np.asarray(score).tolist() == expected


@pytest.mark.parametrize(
    ("average", "expected"), [("macro", 0.5555555555555555), ("micro", 0.5), (None, [1, 1 / 3, 1 / 3])]
)
def test_multiclass_example(average, expected):
    score = core.jaccard_score([0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0], average=average)
    assert np.asarray(score).tolist() == expected


def test_threshold_data():
    y_true, _, scores = DATA.threshold
    assert (len(y_true), y_true.sum()) == (400, 53)
    best = core.best_on_grid(y_true, scores, core.uniform_grid(0, 1, 201))
    assert best == core.Best(0.845, 0.4264705882352941, core.Counts(tp=29, fp=15, fn=24, tn=332))
    assert core.best_exact(y_true, scores).score == 0.4264705882352941


def test_grid_is_linspace():
    assert np.array_equal(core.uniform_grid(0, 1, 201), np.linspace(0.0, 1.0, 201))


def test_training_data():
    X_train, y_train, X_test, y_test = DATA.training[:4]
    assert (X_train.shape, X_test.shape) == ((700, 3), (300, 3))
    assert (y_train.mean(), y_test.mean()) == (0.10285714285714286, 0.09333333333333334)
    assert np.array_equal(X_train[:, 0], np.ones(700))
    np.testing.assert_allclose(X_train[:, 1:].mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(X_train[:, 1:].std(axis=0), 1, rtol=1e-11)


def test_the_reference_data_are_the_draws_of_one_generator():
    rng = np.random.default_rng(42)
    y = rng.binomial(1, 0.15, size=400)
    logits = rng.normal(loc=0.0, scale=1.0, size=400) + 1.5 * y
    X0 = rng.normal(loc=[0.0, 0.0], scale=[1.0, 1.0], size=(900, 2))
    X1 = rng.normal(loc=[2.0, 2.0], scale=[1.0, 1.0], size=(100, 2))
    order = rng.permutation(1000)
    X = np.vstack([X0, X1])[order]
    assert np.array_equal(DATA.threshold.y_true, y)
    assert np.array_equal(DATA.threshold.logits, logits)
    assert np.array_equal(DATA.threshold.scores, 1 / (1 + np.exp(-logits)))
    assert np.array_equal(DATA.training.y_test, (order >= 900)[:300])
    mean, deviation = X[300:].mean(axis=0), X[300:].std(axis=0)
    np.testing.assert_allclose(DATA.training.X_test[:, 1:], (X[:300] - mean) / deviation, rtol=1e-9)


@pytest.mark.parametrize("seed", [42, 7])
def test_parts_of_the_reference_data_can_be_had_alone(seed):
    data = core.reference_data(seed)
    for part, alone in zip(data, (core.scored_labels(seed=seed), core.training_data(seed=seed)), strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(part, alone, strict=True))


FITS = {
    "log": ({"loss": "log"}, 0.6206896551724138),
    "printed": ({"loss": "soft_jaccard", "learning_rate": 1.0, "gradient": "printed"}, 0.175),
    "exact": ({"loss": "soft_jaccard", "learning_rate": 1.0}, 0.7419354838709677),
    "dice": ({"loss": "soft_dice", "learning_rate": 1.0}, 0.7419354838709677),
    "lovasz": ({"loss": "lovasz_hinge", "learning_rate": 0.1}, 0.7272727272727273),
}


def probabilities_on_test(options):
    X_train, y_train, X_test = DATA.training[:3]
    return core.predict_proba(X_test, core.fit_logistic(X_train, y_train, **options).weights)


@pytest.mark.parametrize("name", FITS)
def test_jaccard_of_each_model_at_one_half(name):
    options, expected = FITS[name]
    p = probabilities_on_test(options)
    assert core.jaccard(core.confusion_counts(DATA.training.y_test, p >= 0.5)) == expected


@pytest.mark.parametrize(("name", "threshold", "score"), [("log", 0.38, 0.7666666666666667), ("printed", 0.51, 2 / 7)])
def test_best_on_the_grid_of_the_document(name, threshold, score):
    best = core.best_on_grid(DATA.training.y_test, probabilities_on_test(FITS[name][0]), DOCUMENT_GRID)
    assert (best.threshold, best.score) == (threshold, pytest.approx(score, abs=1e-15))


def test_the_low_best_score_of_the_printed_run_is_an_artefact_of_the_grid():
    p = probabilities_on_test(FITS["printed"][0])
    assert p.min() > 0.49
    assert p.max() < 0.52
    assert core.best_exact(DATA.training.y_test, p).score == 0.7666666666666667


def test_the_printed_gradient_is_a_smaller_step_with_a_larger_penalty():
    X, y = DATA.training[:2]
    printed = core.fit_logistic(X, y, loss="soft_jaccard", learning_rate=1.0, gradient="printed")
    exact = core.fit_logistic(X, y, loss="soft_jaccard", learning_rate=1 / 700, l2=7.0)
    np.testing.assert_allclose(printed.weights, exact.weights, rtol=1e-10)


def test_threshold_chosen_on_test_flatters():
    X_train, y_train, X_test, y_test = DATA.training[:4]
    weights = core.fit_logistic(X_train, y_train).weights
    chosen = core.best_exact(y_train, core.predict_proba(X_train, weights)).threshold
    honest = core.jaccard(core.confusion_counts(y_test, core.predict_at(core.predict_proba(X_test, weights), chosen)))
    flattering = core.best_exact(y_test, core.predict_proba(X_test, weights)).score
    assert (round(flattering, 4), round(honest, 4)) == (0.7667, 0.7143)


def test_three_conventions_give_three_answers():
    def macro(zero_division):
        options = {"labels": [0, 1, 2], "average": "macro", "zero_division": zero_division}
        return core.jaccard_score([0, 1, 0, 0], [0, 1, 0, 1], **options)

    assert [macro(0), macro(1), macro(np.nan)] == pytest.approx([7 / 18, 13 / 18, 7 / 12], abs=1e-15)


def test_micro_keeps_to_the_chosen_labels():
    # Class 0 is always right; left out of the labels, it must not lift the score.
    true, pred = [0, 0, 0, 1, 2], [0, 0, 0, 2, 1]
    assert core.jaccard_score(true, pred, labels=[1, 2], average="micro") == 0.0
