"""The cells and hovers of the lessons on training, against losses, scores and thresholds that are computed here."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest, norm, sem
from scipy.stats import t as student
from sklearn.metrics import jaccard_score

import core
from components.lessons.soft_jaccard import chosen as choice
from components.lessons.soft_jaccard import evaluation, seeds, training
from components.lessons.soft_jaccard.models import Recipe, Settings, trained
from components.lessons.soft_jaccard.seeds import Repeated
from components.lessons.soft_jaccard.training import Training
from components.live.view import Shown
from components.page import Lesson
from tests.components.cells import cells, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, number, states
from tests.components.test_sentences_soft_jaccard import ALL, KNOWN, best, probabilities
from tests.states import every

each_state = pytest.mark.parametrize("state", ALL, ids=str if every() else None)


@cache
def page(lesson: Lesson[Any], state: Settings) -> Shown:
    """A lesson with these settings of the training."""
    shown: Shown = lesson.show(lesson.state.read(state.values()))
    return shown


def loss(name: str, y: NDArray[np.int64], z: NDArray[np.float64]) -> float:
    """The loss of logits, as its definition has it."""
    p = 1 / (1 + np.exp(-z))
    if name == "log":
        return float(np.mean(np.logaddexp(0, -z * (2 * y - 1))))
    if name == "lovasz_hinge":
        errors = 1 - z * (2 * y - 1)
        order = np.argsort(-errors, kind="stable")
        wrong, before, total = y[order], 0.0, 0.0
        for k, error in enumerate(errors[order], 1):
            misses, alarms = wrong[:k].sum(), k - wrong[:k].sum()
            after = 1 - (y.sum() - misses) / (y.sum() + alarms) if y.sum() + alarms else 0.0
            total += max(error, 0) * (after - before)
            before = after
        return float(total)
    tp, fp, fn = y @ p, (1 - y) @ p, y @ (1 - p)
    return float(1 - (tp / (tp + fp + fn) if name == "soft_jaccard" else 2 * tp / (2 * tp + fp + fn)))


def at(y: NDArray[np.int64], predicted: NDArray[np.bool_]) -> tuple[list[int], float]:
    """TP, FP, FN and TN, and J. scikit-learn, which takes long, is asked for one threshold of each model."""
    counts = [
        int(np.count_nonzero(each))
        for each in (predicted & y, predicted & (1 - y), ~predicted & y, ~predicted & (1 - y))
    ]
    union = sum(counts[:3])
    return counts, counts[0] / union if union else 0.0


@each_state
def test_losses_and_scores_at_every_recorded_iteration(state: Training) -> None:
    data, fits, *_ = trained(state.recipe)
    X, y, models = data.X_train, data.y_train, state.models
    rows = cells(page(training.LESSON, state), "table")
    assert [row[0] for row in rows] == list(range(0, 401, 5))
    for k, (model, fit) in enumerate(zip(models, fits, strict=True)):
        losses, scores = ([row[1 + k + shift] for row in rows] for shift in (0, len(models)))
        for place in (0, 1, 40, 80):
            z = X @ fit.history.weights[place]
            penalty = state.l2 / 2 * np.sum(fit.history.weights[place][1:] ** 2)
            assert losses[place] == pytest.approx(loss(model.descent.loss, y, z) + penalty, rel=1e-7, abs=1e-7)
            assert scores[place] == pytest.approx(jaccard_score(y, z >= 0, zero_division=0))
        for figure, words, values in (("train", "Jaccard at 0.5", scores), ("loss", "loss", losses)):
            curve = hovers(page(training.LESSON, state).figures[figure])[k]
            for hover, iteration, value in zip(curve, range(0, 401, 5), values, strict=True):
                assert hover.text.startswith(f"{model.run.label}, iteration {iteration}: {words} = ")
                assert number(hover.text.rpartition(" ")[2]) == pytest.approx(value, abs=5.1e-5)
    for hovered, label in zip(hovers(page(training.LESSON, state).figures["scatter"])[:2], (0, 1), strict=True):
        points = X[y == label, 1:]
        assert len(hovered) == len(points)
        for hover, point in zip(hovered, points, strict=True):
            name, *place = found(r"^(\w+): \((\S+), (\S+)\)$", hover.text)
            assert name == ("negative", "positive")[label]
            assert list(map(number, place)) == pytest.approx(point.tolist(), abs=5.6e-3)


@each_state
def test_what_the_models_do_on_the_test_set(state: Training) -> None:
    data, y = trained(state.recipe).data, trained(state.recipe).data.y_test
    rows = cells(page(evaluation.LESSON, state), "summary")
    named: dict[str, list[Any]] = {}
    for name, *values in rows:
        named.setdefault(name, []).append(values)
    grid = np.arange(1, 100) / 100
    first: NDArray[np.bool_] | None = None
    for k, (p, p_train) in enumerate(zip(probabilities(state, "test"), probabilities(state, "train"), strict=True)):
        counts, j = at(y, p >= 0.5)
        tp, union = counts[0], sum(counts[:3])
        first = p >= 0.5 if first is None else first
        interval = binomtest(tp, union).proportion_ci(method="wilson") if union else (0.0, 1.0)
        of_grid = [at(y, p >= t)[1] for t in grid]
        top, threshold = best(y, p)
        _, chosen = best(data.y_train, p_train)
        wanted = {
            "J at the threshold 0.5": [j],
            "the same by scikit-learn": [jaccard_score(y, p >= 0.5, zero_division=0)],
            "TP": [tp],
            "TP + FP + FN": [union],
            "95 % Wilson interval, lower end": [interval[0]],
            "95 % Wilson interval, upper end": [interval[1]],
            "J there": [max(of_grid), top],
            "best of all thresholds": [threshold],
            "threshold chosen on the training set": [chosen],
            "J there, on the test set": [at(y, p >= chosen - 1e-12)[1]],
            "lowest probability": [p.min()],
            "highest probability": [p.max()],
        }
        for name, values in wanted.items():
            assert [row[k] for row in named[name]] == pytest.approx(values, abs=1e-7), name
        (on_grid,) = (row[k] for row in named["best threshold on the grid"])
        assert of_grid[round(on_grid * 100) - 1] == max(of_grid)
        (gap,) = (row[k] for row in named["difference from the first model"])
        if k and y.any():
            assert gap == pytest.approx(j - at(y, first)[1])
            (low,), (high,) = (
                [row[k] for row in named[f"95 % paired interval, {end} end"]] for end in ("lower", "upper")
            )
            assert low <= gap <= high
        else:
            assert math.isnan(gap)
        label = re.escape(state.models[k].run.label)
        curve = of(page(evaluation.LESSON, state).figures["curves"], rf"^{label}, .*<br>TP")
        for hover, t in zip(curve, grid, strict=True):
            said, score, *parts = found(
                r"threshold (\S+): Jaccard = (\S+)<br>TP (\d+), FP (\d+), FN (\d+), TN (\d+)$", hover.text
            )
            there, value = at(y, p >= t)
            assert (float(said), list(map(int, parts))) == (t, there)
            assert says(score, value)
    for hover in (
        hover
        for trace in hovers(page(evaluation.LESSON, state).figures["curves"])
        for hover in trace
        if "<br>" not in hover.text
    ):
        t, score = found(r"threshold (\S+): Jaccard = (\S+)$", hover.text)
        (p,) = (
            p
            for model, p in zip(state.models, probabilities(state, "test"), strict=True)
            if "printed" in model.run.label
        )
        near = p[abs(p - hover.at["x"]) <= 6e-7]  # its place is rounded
        assert any(says(score, at(y, p >= each)[1]) for each in near)
        assert float(t) == pytest.approx(hover.at["x"], abs=5.1e-5)


@each_state
def test_what_each_choice_of_a_threshold_promises_and_keeps(state: Training) -> None:
    data, fits, *_ = trained(state.recipe)
    rows, traces = cells(page(choice.LESSON, state), "table"), hovers(page(choice.LESSON, state).figures["optimism"])
    parts = [("training", "train"), ("validation", "validation"), ("test", "test")]
    wanted = [(k, where, part) for k, _ in enumerate(fits) for where, part in parts]
    for row, trace, (k, where, part) in zip(rows, traces, wanted, strict=True):
        top, threshold = best(getattr(data, f"y_{part}"), probabilities(state, part)[k])
        w = fits[k].weights
        slopes = w[1:] / data.deviation
        centre = np.array([0.0, state.separation]) * slopes.sum() + w[0] - slopes @ data.mean
        cut = math.log(threshold / (1 - threshold))
        false, true = norm.sf((cut - centre) / math.hypot(*slopes))
        positives = round(state.prevalence * state.n) / state.n
        assert positives == pytest.approx(state.prevalence, abs=0.006)
        kept = state.prevalence * true / (state.prevalence + (1 - state.prevalence) * false)
        assert row[:2] == [state.models[k].name, where]
        assert row[2:] == pytest.approx([threshold, top, kept, top - kept], abs=1e-6)
        said = [
            found(rf"^{where}, {word}: (\S+)$", hover.text)[0]
            for word, hover in zip(("promised", "kept"), trace, strict=True)
        ]
        assert [says(text, value) for text, value in zip(said, (top, kept), strict=True)] == [True, True]
        assert (said[0] == said[1]) == (abs(top - kept) < 1e-9)


@cache
def many(recipe: Recipe, seeds: int) -> core.SeedScores:
    return core.train_on_seeds(range(seeds), recipe.descents, iterations=400, **recipe.data)


@pytest.mark.parametrize(
    "state",
    [
        *(Repeated.read({**values, "seeds": 20}) for values in KNOWN),
        *states(seeds.LESSON, 3, fixed={"repeat": "first", "seeds": 20}),
    ],
)
def test_the_means_over_many_seeds(state: Repeated) -> None:
    scores = many(state.repeated.recipe._replace(seed=0), state.seeds)
    rows, traces = cells(page(seeds.LESSON, state), "table"), hovers(page(seeds.LESSON, state).figures["differences"])
    count, place = len(state.repeated.models), 0
    for block, values in enumerate((scores.at_half, scores.tuned)):
        mean, difference, low, high, better, equal, worse = (row[1:] for row in rows[7 * block : 7 * block + 7])
        assert mean == pytest.approx(values.mean(axis=0).tolist())
        for k in range(1, count):
            gaps = values[:, k] - values[:, 0]
            ends = student.interval(0.95, len(gaps) - 1, gaps.mean(), sem(gaps)) if np.ptp(gaps) else [gaps.mean()] * 2
            assert [difference[k], low[k], high[k]] == pytest.approx([gaps.mean(), *ends], abs=1e-6)
            signs = [int((np.sign(gaps) == sign).sum()) for sign in (1, 0, -1)]
            assert [better[k], equal[k], worse[k]] == signs
            for seed, hover in enumerate(traces[place]):
                (said,) = found(rf"^seed {seed}: (\S+)$", hover.text)
                assert number(said) == pytest.approx(gaps[seed], abs=5.1e-4)
            (diamond,) = traces[2 * (count - 1) + place]
            said_ends = found(r"^mean (\S+), interval from (\S+) to (\S+)$", diamond.text)
            assert list(map(number, said_ends)) == pytest.approx([gaps.mean(), *ends], abs=5.1e-4)
            place += 1
    assert rows[14][1:] == pytest.approx(scores.thresholds.mean(axis=0).tolist())
