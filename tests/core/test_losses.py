"""Losses and the descent: gradients by finite differences, values by other people's formulas."""

from itertools import pairwise

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss as reference_log_loss

import core
from tests.states import examples

LOSSES = [core.log_loss, core.soft_jaccard_loss, core.soft_dice_loss, core.lovasz_hinge_loss]
LOSS_OF = dict(zip(("log", "soft_jaccard", "soft_dice", "lovasz_hinge"), LOSSES, strict=True))
DATA = core.training_data()

pairs = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, n, elements=st.integers(0, 1)), arrays(np.float64, n, elements=st.floats(-5, 5))
    )
)


def differences(loss, y, z, step=1e-6):
    moves = step * np.eye(len(z))
    return np.array([(loss(y, z + m).value - loss(y, z - m).value) / (2 * step) for m in moves])


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("labels", ["mixed", "none", "all"])
def test_gradient(loss, labels):
    rng = np.random.default_rng(8)
    z = rng.normal(size=20)
    y = {"mixed": rng.random(20) < 0.3, "none": np.zeros(20), "all": np.ones(20)}[labels].astype(float)
    np.testing.assert_allclose(loss(y, z).gradient, differences(loss, y, z), rtol=1e-5, atol=2e-9)


@pytest.mark.parametrize("loss", LOSSES[:3])
def test_gradient_with_soft_labels(loss):
    y, z = np.array([0.0, 0.3, 0.5, 0.9, 1.0]), np.array([0.4, -1.0, 2.0, 0.1, -0.3])
    np.testing.assert_allclose(loss(y, z).gradient, differences(loss, y, z), rtol=1e-6)


@given(pairs)
def test_sigmoid_is_the_logistic_function(pair):
    z = pair[1] * 100
    np.testing.assert_allclose(core.sigmoid(z), expit(z), rtol=1e-14)


def test_sigmoid_at_the_ends():
    assert core.sigmoid([-np.inf, -800, 800, np.inf]).tolist() == [0, 0, 1, 1]
    assert core.sigmoid(0.0) == 0.5
    assert core.sigmoid(-700.0) > 0


@given(pairs)
def test_log_loss_is_that_of_scikit_learn(pair):
    y, z = pair
    assert core.log_loss(y, z).value == pytest.approx(reference_log_loss(y, expit(z), labels=[0, 1]), rel=1e-9)


def test_log_loss_of_large_logits():
    assert core.log_loss([0, 1], [1000.0, -3000.0]).value == 2000
    assert core.log_loss([1, 0], [1000.0, -3000.0]).value == 0


@given(pairs)
def test_soft_scores_of_hard_predictions_are_the_scores(pair):
    y, z = pair
    hard = np.where(z >= 0, 50.0, -50.0)
    counts = core.confusion_counts(y, z >= 0)
    assert core.soft_jaccard(y, z >= 0) == pytest.approx(core.jaccard(counts, zero_division=1), abs=1e-11)
    assert 1 - core.soft_dice_loss(y, hard).value == pytest.approx(core.f1(counts, zero_division=1), abs=1e-8)
    assert core.soft_jaccard_loss(y, z).value == 1 - core.soft_jaccard(y, core.sigmoid(z))


@given(pairs)
def test_soft_dice_and_soft_jaccard_are_one_identity_apart(pair):
    dice, jaccard = 1 - core.soft_dice_loss(*pair).value, 1 - core.soft_jaccard_loss(*pair).value
    assert jaccard == pytest.approx(dice / (2 - dice), abs=1e-9)  # eps counts half in one of them


def lovasz_by_definition(y, z):
    """The sum over samples, worst first, of error times the growth of 1 - Jaccard when the sample turns wrong."""
    errors = [1 - logit * (2 * label - 1) for label, logit in zip(y, z, strict=True)]
    wrong, total, before = set(), 0.0, 0.0
    for i in sorted(range(len(y)), key=lambda i: -errors[i]):
        wrong.add(i)
        flipped = [bool(label) != (i in wrong) for i, label in enumerate(y)]
        after = 1 - core.jaccard(core.confusion_counts(y, flipped), zero_division=1)
        total += max(errors[i], 0) * (after - before)
        before = after
    return total


@given(pairs)
def test_lovasz_hinge_is_its_definition(pair):
    assert core.lovasz_hinge_loss(*pair).value == pytest.approx(lovasz_by_definition(*pair), rel=1e-12, abs=1e-12)


@given(pairs)
def test_lovasz_hinge_bounds_the_loss_it_stands_for(pair):
    y, z = pair
    hard = 1 - core.jaccard(core.confusion_counts(y, z > 0), zero_division=1)
    assert core.lovasz_hinge_loss(y, z).value >= hard - 1e-12


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("y", "z"),
    [([0, 1], [0.0]), ([], []), ([0, 2], [0, 0]), ([0, np.nan], [0, 0]), ([0, 1], [0, np.nan]), ([[0]], [[0]])],
)
def test_refused(loss, y, z):
    with pytest.raises(ValueError, match=r"y |y must|predictions"):
        loss(y, z)


@pytest.mark.parametrize("p", [[0.5, 2.0], [-0.1, 0.5]])
def test_soft_jaccard_refuses_logits_for_probabilities(p):
    with pytest.raises(ValueError, match="p must lie between 0 and 1"):
        core.soft_jaccard([0, 1], p)


def test_lovasz_refuses_soft_labels():
    with pytest.raises(ValueError, match="soft labels"):
        core.lovasz_hinge_loss([0.5], [0.0])


@pytest.mark.parametrize("loss", LOSS_OF)
@pytest.mark.parametrize("gradient", ["exact", "printed"])
@pytest.mark.parametrize("l2", [0.0, 0.05])
def test_a_step_goes_down_the_slope_of_the_loss(loss, gradient, l2):
    """One step against finite differences of the loss as a function of the weights."""
    X, y, start = DATA.X_train[:60], DATA.y_train[:60], np.array([-0.4, 0.3, 0.7])
    n = 60 if gradient == "printed" and loss != "log" else 1
    options = {"learning_rate": 0.3, "l2": l2, "gradient": gradient}
    ours = core.gradient_descent(X, y, LOSS_OF[loss], **options, iterations=1, start=start).weights
    moves = 1e-6 * np.eye(3)
    slope = [(LOSS_OF[loss](y, X @ (start + m)).value - LOSS_OF[loss](y, X @ (start - m)).value) / 2e-6 for m in moves]
    penalty = l2 * start * [0, 1, 1]
    np.testing.assert_allclose(ours, start - 0.3 * (np.array(slope) / n + penalty), atol=1e-8)


@pytest.mark.parametrize("loss", LOSS_OF)
@pytest.mark.parametrize("gradient", ["exact", "printed"])
@pytest.mark.parametrize("l2", [0.0, 0.02])
@pytest.mark.parametrize("seed", [0, 7, 42])
def test_the_fast_descent_is_the_textbook_one(loss, gradient, l2, seed):
    X, y = core.training_data(seed=seed)[:2]
    options = {"learning_rate": 0.3, "iterations": 101, "l2": l2, "gradient": gradient}
    same_fit(
        core.fit_logistic(X, y, loss=loss, record_every=5, **options),
        core.gradient_descent(X, y, LOSS_OF[loss], **options),
    )


@pytest.mark.parametrize("loss", LOSS_OF)
@pytest.mark.parametrize("gradient", ["exact", "printed"])
@pytest.mark.parametrize(("n", "iterations", "every"), [(700, 7, 3), (20_000, 6, 2), (3, 1, 1)])
def test_the_fast_descent_leaves_no_sample_out(loss, gradient, n, iterations, every):
    # 20 000 samples are more than a block.
    X, y = np.resize(DATA.X_train, (n, 3)), np.resize(DATA.y_train, n)
    X = X + np.linspace(0, 0.1, n)[:, None]
    options = {"learning_rate": 0.3, "iterations": iterations, "l2": 0.02, "gradient": gradient}
    same_fit(
        core.fit_logistic(X, y, loss=loss, record_every=every, **options),
        core.gradient_descent(X, y, LOSS_OF[loss], **options),
    )


def same_fit(fast, textbook):
    """Equal to rounding, at the iterations that the fast one recorded; the scores are counted and equal to the bit."""
    steps = fast.history.iterations
    assert steps[-1] == textbook.history.iterations[-1]
    np.testing.assert_allclose(fast.weights, textbook.weights, atol=1e-12)
    np.testing.assert_allclose(fast.history.weights, textbook.history.weights[steps], atol=1e-12)
    np.testing.assert_allclose(fast.history.loss, textbook.history.loss[steps], rtol=1e-12)
    np.testing.assert_array_equal(fast.history.jaccard, textbook.history.jaccard[steps])


@pytest.mark.parametrize("loss", LOSS_OF)
@pytest.mark.parametrize("gradient", ["exact", "printed"])
def test_the_textbook_goes_on_from_where_the_fast_descent_is(loss, gradient):
    X, y = DATA[:2]
    options = {"learning_rate": 0.2, "l2": 0.01, "gradient": gradient}
    path = core.fit_logistic(X, y, loss=loss, iterations=41, record_every=5, **options).history.weights
    for start, end in pairwise(path[:-1]):
        fit = core.gradient_descent(X, y, LOSS_OF[loss], **options, iterations=5, start=start)
        np.testing.assert_allclose(fit.weights, end, atol=1e-13)
        np.testing.assert_array_equal(fit.history.weights[0], start)


@pytest.mark.parametrize("n", [700, 20_000])
def test_models_fitted_side_by_side_are_those_fitted_alone(n):
    X, y = np.resize(DATA.X_train, (n, 3)), np.resize(DATA.y_train, n)
    descents = [
        core.Descent(loss, rate, l2, gradient)
        for loss, rate, l2 in zip(LOSS_OF, (0.2, 1.0, 0.7, 0.1), (0.01, 0.02, 0.0, 0.03), strict=True)
        for gradient in ("exact", "printed")
    ]
    fits = core.fit_side_by_side(X, y, descents, iterations=12, record_every=5)
    for fit, d in zip(fits, descents, strict=True):
        alone = core.fit_logistic(X, y, **d._asdict(), iterations=12, record_every=5)
        np.testing.assert_allclose(fit.weights, alone.weights, rtol=1e-12, atol=1e-15)
        for together, single in zip(fit.history, alone.history, strict=True):
            np.testing.assert_allclose(together, single, rtol=1e-12, atol=1e-15)


def test_history_is_that_before_the_step():
    history = core.fit_logistic(*DATA[:2], iterations=12, record_every=5).history
    assert history.iterations.tolist() == [0, 5, 10, 11]
    assert history.weights[0].tolist() == [0, 0, 0]
    assert history.loss[0] == pytest.approx(np.log(2))


def test_descent_reaches_what_scikit_learn_finds():
    X, y = DATA[:2]
    fit = core.fit_logistic(X, y, learning_rate=1.0, iterations=5000, l2=0.01)
    theirs = LogisticRegression(C=1 / (0.01 * len(y)), tol=1e-10).fit(X[:, 1:], y)
    np.testing.assert_allclose(fit.weights, [theirs.intercept_[0], *theirs.coef_[0]], atol=1e-5)
    np.testing.assert_allclose(core.predict_proba(X, fit.weights), theirs.predict_proba(X[:, 1:])[:, 1], atol=1e-6)


@given(st.sampled_from(["log", "soft_jaccard", "soft_dice"]), st.integers(0, 99))
@settings(max_examples=examples(30))
def test_a_small_step_lowers_the_loss(loss, seed):
    rng = np.random.default_rng(seed)
    X, y = np.c_[np.ones(30), rng.normal(size=(30, 2))], rng.random(30) < 0.4
    values = core.fit_logistic(X, y, loss=loss, learning_rate=0.01, iterations=30, record_every=1).history.loss
    assert (np.diff(values) < 1e-12).all()


def test_extreme_features_do_not_overflow():
    fit = core.fit_logistic([[1.0, 1e6], [1.0, -1e6], [1.0, 2e6]], [1, 0, 1], learning_rate=1.0, iterations=20)
    assert np.isfinite(fit.history.loss).all()


@pytest.mark.parametrize(
    "bad",
    [
        {"loss": "hinge"},
        {"learning_rate": np.inf},
        {"l2": np.nan},
        {"gradient": "wrong"},
        {"iterations": 0},
        {"record_every": 0},
        {"learning_rate": 0},
        {"learning_rate": np.nan},
        {"l2": -1},
        {"y": [0, 2]},
        {"y": [0, 1, 1]},
        {"X": [[1.0, np.nan], [1.0, 2.0]]},
        {"X": [1.0, 2.0]},
    ],
)
def test_fit_refuses(bad):
    with pytest.raises(ValueError, match="must"):
        core.fit_logistic(**({"X": [[1.0, 0.0], [1.0, 1.0]], "y": [0, 1]} | bad))


@pytest.mark.parametrize(
    "bad",
    [
        {"gradient": "wrong"},
        {"iterations": 0},
        {"learning_rate": 0},
        {"l2": -1},
        {"y": [0, 2]},
        {"X": [[1.0, np.nan], [1.0, 2.0]]},
        {"start": [0.0]},
        {"start": [0.0, np.inf]},
    ],
)
def test_the_textbook_refuses(bad):
    with pytest.raises(ValueError, match="must"):
        core.gradient_descent(**({"X": [[1.0, 0.0], [1.0, 1.0]], "y": [0, 1], "loss": core.log_loss} | bad))


def test_a_descent_of_nothing():
    with pytest.raises(ValueError, match="at least one"):
        core.fit_side_by_side([[1.0, 0.0]], [1], [])


def test_predict_refuses():
    with pytest.raises(ValueError, match="shape"):
        core.predict_proba([[1.0, 2.0]], [1.0])
