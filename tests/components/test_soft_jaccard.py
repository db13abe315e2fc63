from __future__ import annotations

import io
import warnings
from contextlib import redirect_stdout
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from dash.development.base_component import Component
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

import core
from components.figures.base import Run, apart
from components.figures.decision_boundaries import Box, boundary, line_place
from components.lessons.soft_jaccard import chosen as choice
from components.lessons.soft_jaccard import evaluation, models, seeds
from components.lessons.soft_jaccard import training as part
from components.lessons.soft_jaccard.chosen import CHOSEN, TUNED
from components.lessons.soft_jaccard.evaluation import CHANCE, DATA, SNIPPET, VERDICT
from components.lessons.soft_jaccard.models import Models
from components.lessons.soft_jaccard.said import CHECKED, ITERATION, SAY, WARNING
from components.lessons.soft_jaccard.tested import GRID
from components.live.target import Target
from components.live.view import Shown
from components.markup.table import Table
from components.page import Lesson
from components.state import Choice, Number
from tests.conftest import drawn, plain, thawed, unpacked
from tests.states import examples

LOG, PRINTED, EXACT = 0, 1, 2


class Pages:
    """The lessons with the same settings of the training, each shown when it is asked for."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def _shown(self, lesson: Lesson[Any]) -> Shown:
        return lesson.show(lesson.state.read(self.values))

    @cached_property
    def training(self) -> Shown:
        return self._shown(part.LESSON)

    @cached_property
    def test(self) -> Shown:
        return self._shown(evaluation.LESSON)

    @cached_property
    def threshold(self) -> Shown:
        return self._shown(choice.LESSON)

    @cached_property
    def seeds(self) -> Shown:
        return self._shown(seeds.LESSON)


def table(shown: Shown, id: str) -> Table:
    found = shown.tables[id]
    assert isinstance(found, Table)
    return found


def rows(shown: Shown, id: str) -> dict[str, list[str]]:
    """The rows of a table as text, by their first cells; of two that begin alike the second is "again"."""
    found: dict[str, list[str]] = {}
    for row in table(shown, id).rows:
        name, *cells = (str(table(shown, id).text(cell, k)) for k, cell in enumerate(row))
        found[f"{name}, again" if name in found else name] = cells
    return found


def words(layout: Any) -> str:
    """Everything that a page says, in its order."""
    if isinstance(layout, str):
        return layout
    layout = thawed(layout)
    children = getattr(layout, "children", None)
    if isinstance(children, list | tuple):
        return "".join(words(child) for child in children if child is not None)
    return (
        "" if children is None else words(children) if isinstance(children, str | dict | Component) else str(children)
    )


def data_of(shown: Shown, id: str) -> list[dict[str, Any]]:
    """The traces of a figure, their numbers in lists."""
    return plain(drawn(shown.figures[id]).data)


@pytest.fixture(scope="module")
def default() -> Pages:
    return Pages()


@pytest.fixture(scope="module")
def training() -> core.TrainingData:
    return core.training_data()


def descent(X: Any, y: Any, loss: str, rate: float, l2: float, part: float) -> tuple[Any, list[float], list[float]]:
    """A second way to the three runs, after 0 to 400 iterations: slopes of the loss by differences, not by its formula."""

    def value(w: Any) -> float:
        p = 1 / (1 + np.exp(-(X @ w)))
        if loss == "log":
            return float(np.mean(-np.where(y == 1, np.log(p), np.log(1 - p))))
        return float(1 - p[y == 1].sum() / (len(p[y == 1]) + p[y == 0].sum()))

    w, h = np.zeros(3), 1e-6
    losses, scores = [], []
    for _ in range(401):
        penalty = l2 / 2 * (w[1] ** 2 + w[2] ** 2)
        losses.append(value(w) + penalty)
        scores.append(metrics.jaccard_score(y, X @ w >= 0))
        slope = np.array([(value(w + h * e) - value(w - h * e)) / (2 * h) for e in np.eye(3)])
        model, w = w, w - rate * (part * slope + l2 * np.array([0, w[1], w[2]]))
    return model, losses, scores


def test_the_notebooks_numbers_to_the_last_digit(default: Pages) -> None:
    table = rows(default.test, "summary")
    assert table["J at the threshold 0.5"] == ["0.6207", "0.1750", "0.7419"]
    csv = default.test.tables["summary"].csv()  # type: ignore[union-attr]
    assert "J at the threshold 0.5,0.6206896551724138,0.175,0.7419354838709677" in csv
    assert table["the same by scikit-learn"] == ["0.6207", "0.1750", "0.7419"]
    assert table["best threshold on the grid"][:2] == ["0.38", "0.51"]
    assert table["J there"][:2] == ["0.7667", "0.2857"]
    said = DATA.said(default.test.texts)
    assert "700 items, with a share of positives of 0.103" in said
    assert "300, with 0.093" in said


def test_all_thresholds_find_what_the_grid_steps_over(default: Pages) -> None:
    table = rows(default.test, "summary")
    assert table["best of all thresholds"] == ["0.3807", "0.5072", "0.5080"]
    assert table["J there, again"] == ["0.7667", "0.7667", "0.7419"]
    fine, peak = data_of(default.test, "curves")[:2]
    assert max(fine["y"]) == peak["y"][0] == pytest.approx(23 / 30)
    assert peak["x"][0] == pytest.approx(0.5072, abs=1e-4)
    assert "0.767 between grid points" in drawn(default.test.figures["curves"]).layout.annotations[-3].text


def test_a_finer_curve_is_drawn_only_where_the_grid_misses_something() -> None:
    states = [Pages(seed=seed) for seed in (0, 42)] + [Pages(second_rate=5.0), Pages(gradient="exact")]
    for shown in states:
        on_grid, of_all = (rows(shown.test, "summary")[name][PRINTED] for name in ("J there", "J there, again"))
        missed = float(of_all) - float(on_grid) > 0.02 and shown.training.state.values()["gradient"] != "exact"
        assert (
            any(
                "between grid points" in (note.text or "")
                for note in drawn(shown.test.figures["curves"]).layout.annotations
            )
            is missed
        )


def test_the_conclusion_turns_round_and_is_not_certain(default: Pages) -> None:
    said = VERDICT.said(default.test.texts)
    assert said.startswith(
        "Log loss has J = 0.621 at the threshold 0.5, soft Jaccard as printed 0.175 and exact soft Jaccard 0.742."
    )
    assert said.endswith("The right gradient turns the conclusion round.")
    said = CHANCE.said(default.test.texts)
    assert "only 28 positives" in said
    assert "For log loss J is 18 of 29, and for exact soft Jaccard 23 of 31" in said
    assert "is +0.121, with a 95 % paired interval from −0.029 to +0.282. It has 0 in it" in said
    table = rows(default.test, "summary")
    assert table["difference from the first model"] == ["", "−0.446", "+0.121"]
    assert table["95 % paired interval, lower end"][EXACT] == "−0.029"
    assert table["95 % paired interval, upper end"][EXACT] == "+0.282"
    assert (table["TP"], table["TP + FP + FN"]) == (["18", "28", "23"], ["29", "160", "31"])
    assert table["95 % Wilson interval, lower end"][::2] == ["0.440", "0.568"]
    assert table["95 % Wilson interval, upper end"][::2] == ["0.773", "0.863"]


def test_a_threshold_tuned_on_the_test_set_flatters(default: Pages) -> None:
    said = TUNED.said(default.threshold.texts)
    assert (
        "gives log loss 0.7667. With the threshold chosen on the training set it reaches 0.7143. "
        "So the choice on the test set flatters" in said
    )
    assert "J on the test set is 0.7143, 0.6970 and 0.7059" in CHOSEN.said(default.threshold.texts)


def test_what_is_said_of_the_training_thresholds_is_true_of_the_state() -> None:
    ends = set()
    for seed in (42, *range(12)):
        shown = Pages(seed=seed)
        table, said = rows(shown.test, "summary"), CHOSEN.said(shown.threshold.texts)
        thresholds = [float(text) for text in table["threshold chosen on the training set"]]
        log, printed, exact = (f"{threshold:.2f}" for threshold in thresholds)
        names = ("log loss", "soft Jaccard as printed", "exact soft Jaccard")
        assert f"set: {names[0]} {log}, {names[1]} {printed} and {names[2]} {exact}." in said
        names = ("J at the threshold 0.5", "J there, on the test set")
        spread = [np.ptp([float(text) for text in table[name]]) for name in names]
        less = bool(spread[1] < spread[0])
        assert ("the models differ less than at 0.5" in said) is less
        ends.add(less)
    assert True in ends


def test_the_choice_of_a_threshold_promises_what_scikit_learn_counts(training: core.TrainingData) -> None:
    for values in ({}, {"first": "soft_dice", "third": "none", "n": 400, "mislabelled": 0.1, "seed": 3}):
        state = Models(**values)
        shown, found = Pages(**values), models.trained(state.recipe)
        parts = {
            "training": (found.data.X_train, found.data.y_train),
            "validation": (found.data.X_validation, found.data.y_validation),
            "test": (found.data.X_test, found.data.y_test),
        }
        drawn_pairs = [trace for trace in data_of(shown.threshold, "optimism") if trace["mode"] == "markers"]
        for k, fit in enumerate(found.fits):
            for m, (name, (X, y)) in enumerate(parts.items()):
                p = core.predict_proba(X, fit.weights)
                predicted = p >= np.unique(p)[:, np.newaxis]  # a row for each threshold
                best = max((predicted & (y == 1)).sum(axis=1) / (predicted | (y == 1)).sum(axis=1))
                each = choice.chosen(state.recipe)[k][m]
                assert (each.where, each.promised) == (name, pytest.approx(best))
                assert metrics.jaccard_score(y, p >= each.threshold) == pytest.approx(best)
                assert drawn_pairs[3 * k + m]["x"] == pytest.approx([each.promised, each.kept], abs=1e-4)
    test = choice.chosen(Models().recipe)[0][2]
    assert test.promised == pytest.approx(0.7667, abs=1e-4)
    texts = Pages().threshold.texts
    assert "What was promised less what is kept is +0.041, +0.076 and +0.112." in choice.EACH.said(texts)
    assert f"{test.gap:+.3f}" == "+0.112"
    assert choice.SAY.said(texts).endswith(f"{test.kept:.3f} on very many new items. The difference is +0.112.")


def test_the_optimism_is_above_0_on_average() -> None:
    gaps = [
        [each.gap for each in choice.chosen(Models(seed=seed, third="none", gradient="exact").recipe)[0]]
        for seed in range(40)
    ]
    for where in np.transpose(gaps):
        assert stats.ttest_1samp(where, 0).statistic > 2


@pytest.mark.parametrize(
    ("trace", "loss", "rate", "part"),
    [(LOG, "log", 0.2, 1), (PRINTED, "soft", 1, 1 / 700), (EXACT, "soft", 1, 1)],
    ids=["log", "printed", "exact"],
)
def test_the_curves_are_those_of_a_second_descent(
    default: Pages, training: core.TrainingData, trace: int, loss: str, rate: float, part: float
) -> None:
    w, losses, scores = descent(training.X_train, training.y_train, loss, rate, 0.01, part)
    at = list(range(0, 401, 5))
    drawn, judged = data_of(default.training, "loss")[trace], data_of(default.training, "train")[trace]
    assert drawn["x"] == judged["x"] == at
    assert drawn["y"] == pytest.approx([losses[i] for i in at], abs=1e-6)
    assert judged["y"] == pytest.approx([scores[i] for i in at])
    tested = metrics.jaccard_score(training.y_test, training.X_test @ w >= 0)
    assert table(default.test, "summary").rows[0][1 + trace] == tested


def test_the_curves_on_the_test_data_are_scikit_learns(default: Pages, training: core.TrainingData) -> None:
    for trace, run in enumerate(data_of(default.test, "curves")[2:]):
        options: dict[str, Any] = [
            {"loss": "log", "learning_rate": 0.2},
            {"loss": "soft_jaccard", "learning_rate": 1.0, "gradient": "printed"},
            {"loss": "soft_jaccard", "learning_rate": 1.0},
        ][trace]
        fit = core.fit_logistic(training.X_train, training.y_train, **options)
        p = core.predict_proba(training.X_test, fit.weights)
        expected = [
            metrics.jaccard_score(training.y_test, p >= t, zero_division=0) for t in np.linspace(0.01, 0.99, 99)
        ]
        assert run["y"] == pytest.approx(expected)
        assert run["customdata"][49] == list(metrics.confusion_matrix(training.y_test, p >= 0.5).ravel()[[3, 1, 2, 0]])
    verticals = [shape.x0 for shape in drawn(default.test.figures["curves"]).layout.shapes]
    assert verticals == pytest.approx([0.38, 0.51, 0.49])


def test_the_printed_gradient_is_the_exact_one_700_times_smaller(training: core.TrainingData) -> None:
    def fit(**options: Any) -> core.Fit:
        return core.fit_logistic(training.X_train, training.y_train, loss="soft_jaccard", **options)

    printed = fit(learning_rate=1.0, l2=0.01, gradient="printed")
    assert fit(learning_rate=1 / 700, l2=7.0).weights == pytest.approx(printed.weights, rel=1e-12)
    steps = [fit(learning_rate=1.0, iterations=1, gradient=gradient).weights for gradient in ("exact", "printed")]
    assert steps[0] / steps[1] == pytest.approx(700)


def test_what_the_page_states_about_the_notebooks_run_holds(default: Pages, training: core.TrainingData) -> None:
    text = "".join(words(each.LESSON.layout()) for each in (part, evaluation, choice))
    X, y = training.X_train, training.y_train
    log = core.fit_logistic(X, y, learning_rate=0.2)
    fit = core.fit_logistic(X, y, loss="soft_jaccard", learning_rate=1.0, gradient="printed")
    p = core.predict_proba(training.X_test, fit.weights)
    assert text.count(f"between {p.min():.3f} and {p.max():.3f}") == 3, "in both answers and among the mistakes"
    assert f"With {len(y)} training items each step is {len(y)} times too small" in text
    assert f"soft Jaccard scores {metrics.jaccard_score(training.y_test, p >= 0.5):.3f} and log loss" in text
    by_log = core.predict_proba(training.X_test, log.weights)
    assert f"log loss scores {metrics.jaccard_score(training.y_test, by_log >= 0.5):.3f}" in text
    assert np.count_nonzero((p.min() < GRID) & (p.max() > GRID)) == 2
    assert "only two of them lie in so narrow a band" in text
    assert f"best score of {core.best_on_grid(training.y_test, p, GRID).score:.4f} belongs to the grid" in text
    best = core.best_exact(training.y_test, p)
    assert f"reaches {best.score:.4f}, at {best.threshold:.4f}" in text
    assert (
        text.count(f"at the threshold {best.threshold:.3f} the model scores {best.score:.3f}, as much as log loss") == 2
    )
    best_of_log = core.best_exact(training.y_test, by_log)
    assert best_of_log.score == best.score == core.best_on_grid(training.y_test, by_log, GRID).score
    assert "23 of 31, for log loss it is 18 of 29" in text
    low, high = (rows(default.test, "summary")[f"95 % paired interval, {end} end"][EXACT] for end in ("lower", "upper"))
    assert f"the same items has a 95 % interval from {low} to {high}, with 0 in it" in text
    assert f"The notebook’s has {training.y_test.sum()} positives" in text
    chosen = core.best_exact(y, core.predict_proba(X, log.weights)).threshold
    tuned = metrics.jaccard_score(training.y_test, by_log >= chosen)
    assert rows(default.test, "summary")["J there, on the test set"][LOG] == f"{tuned:.4f}"
    assert (
        f"Log loss then shows {best_of_log.score:.4f}. With the threshold picked on the training set it is {tuned:.4f}"
        in text
    )


def test_many_seeds_are_scikit_learns_scores_of_single_fits() -> None:
    shown = Pages(seeds=20)
    at_half, tuned = [], []
    for seed in range(20):
        data = core.training_data(seed=seed)
        options: list[dict[str, Any]] = [
            {"learning_rate": 0.2},
            {"loss": "soft_jaccard", "learning_rate": 1.0, "gradient": "printed"},
            {"loss": "soft_jaccard", "learning_rate": 1.0},
        ]
        fits = [core.fit_logistic(data.X_train, data.y_train, record_every=400, **each) for each in options]
        p = [core.predict_proba(data.X_test, fit.weights) for fit in fits]
        best = [core.best_exact(data.y_train, core.predict_proba(data.X_train, f.weights)).threshold for f in fits]
        at_half.append([metrics.jaccard_score(data.y_test, q >= 0.5) for q in p])
        tuned.append([metrics.jaccard_score(data.y_test, q >= t - 1e-12) for q, t in zip(p, best, strict=True)])
    said, found = seeds.EACH.said(shown.seeds.texts), rows(shown.seeds, "table")
    traces = data_of(shown.seeds, "differences")
    for k, (where, scores) in enumerate((("at 0.5", np.array(at_half)), ("at its own threshold", np.array(tuned)))):
        assert found[f"mean J {where}"] == [f"{mean:.4f}" for mean in scores.mean(axis=0)]
        differences = scores[:, 1:] - scores[:, :1]
        for m in range(2):
            assert traces[2 * k + m]["x"] == pytest.approx(differences[:, m], abs=1e-4)
            low, high = stats.t.interval(0.95, 19, differences[:, m].mean(), stats.sem(differences[:, m]))
            ends = [f"{end:+.3f}".replace("-", "−") for end in (differences[:, m].mean(), low, high)]
            assert "{} {} ({} to {})".format(("soft Jaccard as printed", "exact soft Jaccard")[m], *ends) in said


def test_the_seeds_tell_the_story_of_the_page(default: Pages) -> None:
    printed, exact, printed_tuned, exact_tuned = (
        np.array(trace["x"]) for trace in data_of(default.seeds, "differences")[:4]
    )
    assert len(printed) == len(exact_tuned) == 40
    assert (printed < 0).all()
    assert exact.mean() > 2 * exact.std() / 40**0.5
    for tuned in (printed_tuned, exact_tuned):
        assert abs(tuned.mean()) < 2.1 * tuned.std() / 40**0.5
    assert "Most of the win at 0.5 was the threshold" in seeds.LEFT.said(default.seeds.texts)
    assert seeds.SAY.said(default.seeds.texts).endswith("Most of that was the threshold.")


def test_what_is_repeated_is_what_the_reader_chose(default: Pages) -> None:
    first, now = Pages(l2=0.1, seeds=20), Pages(l2=0.1, seeds=20, repeat="now")
    assert data_of(first.seeds, "differences") == data_of(Pages(seeds=20).seeds, "differences")
    assert data_of(first.seeds, "differences") != data_of(now.seeds, "differences")
    assert data_of(now.seeds, "differences") == data_of(
        Pages(l2=0.1, seeds=20, repeat="now", seed=7).seeds, "differences"
    )


def test_the_end_of_the_slider_is_the_model_that_the_table_judges(training: core.TrainingData) -> None:
    shown = Pages(iteration=400)
    fit = core.fit_logistic(training.X_train, training.y_train, learning_rate=0.2, iterations=400)
    j = metrics.jaccard_score(training.y_train, training.X_train @ fit.weights >= 0)
    assert ITERATION.words[-2:] == ["395", "400"]
    assert shown.training.texts[Target("iteration-shown")] == "400"
    assert f"Log loss has J = {j:.3f} after 400 iterations, " in SAY.said(shown.training.texts)
    assert drawn(shown.training.figures["loss"]).layout.shapes[0].x0 == 400
    assert drawn(Pages(iteration=395).training.figures["loss"]).layout.shapes[0].x1 == 395
    assert table(shown.training, "table").rows[-1][0] == 400
    assert "after 400 iterations" in table(shown.test, "summary").caption
    judged = shown.test.texts[SNIPPET.target("models")].partition("[")[2].partition("]")[0].split(", ")
    assert list(map(float, judged)) == pytest.approx(fit.weights.tolist(), rel=1e-12)


def test_the_code_shows_the_mathematics() -> None:
    text = "".join(words(each.LESSON.layout()) for each in (part, evaluation, choice))
    assert "slope = slope / len(y)" in text
    assert "def gradient_descent(" in text
    assert "fit_side_by_side" not in text


def test_before_the_first_step_there_is_no_boundary() -> None:
    shown = Pages(iteration=0)
    assert [trace["x"] for trace in data_of(shown.training, "scatter")[2:]] == [[], [], []]
    assert "J is 0.103 for each model, the share of positives" in SAY.said(shown.training.texts)


def test_the_boundaries_divide_the_data_as_the_score_says(training: core.TrainingData) -> None:
    shown = Pages(iteration=100)
    for trace, line in enumerate(data_of(shown.training, "scatter")[2:]):
        (x0, x1), (y0, y1) = line["x"], line["y"]
        x, y = training.X_train[:, 1], training.X_train[:, 2]
        above = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0
        j = metrics.jaccard_score(training.y_train, above)
        assert j == pytest.approx(data_of(shown.training, "train")[trace]["y"][20], abs=0.01)


def test_the_scatter_shows_every_item_of_the_training_data(default: Pages, training: core.TrainingData) -> None:
    negatives, positives = data_of(default.training, "scatter")[:2]
    assert (len(negatives["x"]), len(positives["x"])) == (628, 72)
    assert positives["marker"]["symbol"] != negatives["marker"]["symbol"]
    assert positives["x"] == pytest.approx(training.X_train[training.y_train == 1, 1], abs=5e-4)
    axes = drawn(default.training.figures["scatter"]).layout
    for trace in (negatives, positives):
        assert axes.xaxis.range[0] < min(trace["x"]) <= max(trace["x"]) < axes.xaxis.range[1]
        assert axes.yaxis.range[0] < min(trace["y"]) <= max(trace["y"]) < axes.yaxis.range[1]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, ["log loss", "as printed", "exact"]),
        ({"third": "none"}, ["log loss", "as printed"]),
        ({"gradient": "exact", "third": "none"}, ["log loss", "soft J"]),
        ({"gradient": "exact", "third": "soft_dice"}, ["log loss", "soft J", "soft Dice"]),
        ({"gradient": "exact"}, ["log loss", "soft J (2)", "soft J (3)"]),
        ({"first": "lovasz_hinge", "second": "log"}, ["Lovász", "log loss", "soft J"]),
    ],
)
def test_the_models_that_are_chosen_are_drawn(values: dict[str, Any], names: list[str]) -> None:
    shown = Pages(**values)
    for id, skip in (("scatter", 2), ("loss", 0), ("train", 0)):
        shown_names = [trace.get("name") for trace in data_of(shown.training, id)[skip:] if trace["mode"] == "lines"]
        assert shown_names == names, id
    assert [shape.line.color for shape in drawn(shown.test.figures["curves"]).layout.shapes] == [
        trace["line"]["color"] for trace in data_of(shown.training, "loss")[: len(names)]
    ]
    assert shown.training.props[Target("third-run", "hidden")] is (len(names) == 2)
    soft = [model.slot for model in shown.training.state.models if model.descent.loss in models.SOFT]  # type: ignore[attr-defined]
    for slot in models.SLOTS:
        assert shown.training.props[Target(f"{slot}-formula", "hidden")] is (slot not in soft)
    assert len(table(shown.test, "summary").columns) == 1 + len(names)


@pytest.mark.parametrize("loss", models.LOSSES)
@pytest.mark.parametrize("slot", models.SLOTS)
def test_each_loss_is_trained_in_each_place_with_its_rate(loss: str, slot: str) -> None:
    rate = {"first": "rate", "second": "second_rate", "third": "third_rate"}[slot]
    state = Models(**{slot: loss, rate: 0.25, "gradient": "exact", "l2": 0.02, "n": 500, "mislabelled": 0.06})
    data = core.training_data(n=500, mislabelled=0.06)
    functions = {"log": core.log_loss, "soft_jaccard": core.soft_jaccard_loss, "soft_dice": core.soft_dice_loss}
    fit = core.gradient_descent(
        data.X_train,
        data.y_train,
        functions.get(loss, core.lovasz_hinge_loss),
        learning_rate=0.25,
        l2=0.02,
        iterations=21,
    )
    found = models.trained(state.recipe).fits[models.SLOTS.index(slot)]  # type: ignore[arg-type]
    assert found.history.weights[4] == pytest.approx(fit.history.weights[20], rel=1e-6)


def test_the_cap_of_the_lovasz_hinge_is_said_and_needed(training: core.TrainingData) -> None:
    for rate, capped in ((0.3, False), (0.35, True), (5.0, True)):
        shown = Pages(third="lovasz_hinge", third_rate=rate)
        assert shown.training.state.models[-1].descent.learning_rate == min(rate, 0.3)  # type: ignore[attr-defined]
        assert ("Lovász hinge is too high" in WARNING.said(shown.training.texts)) is capped
        assert shown.training.props[part.WARNED] is not capped
    losses = [
        core.fit_logistic(training.X_train, training.y_train, loss="lovasz_hinge", learning_rate=rate).history.loss[40:]
        for rate in (0.3, 2.0)
    ]
    assert np.ptp(losses[0]) < 0.1 < np.ptp(losses[1]), "beyond the cap the loss jumps"


def test_a_set_without_positives_is_said() -> None:
    shown = Pages(n=100, prevalence=0.02)
    assert models.trained(shown.training.state.recipe).data.y_test.sum() == 0  # type: ignore[attr-defined]
    assert "no positive in the test set" in WARNING.said(shown.training.texts)
    assert "no positive, so this says nothing" in CHANCE.said(shown.test.texts)


@pytest.mark.parametrize("n", [100, 1000, 1600])
@pytest.mark.parametrize("loss", ["soft_jaccard", "soft_dice"])
def test_finite_differences_are_n_times_the_printed_gradient(n: int, loss: str) -> None:
    state = Models(n=n, second=loss)
    data, fits, *_ = models.trained(state.recipe)
    found = models.slopes(data, loss, fits[1].history.weights[1])
    assert found.by_differences == pytest.approx(found.exact, rel=1e-6)
    assert found.by_differences / found.printed == pytest.approx(0.7 * n, rel=1e-6)
    said = CHECKED.said(Pages(n=n, second=loss).training.texts)
    assert f"1.0 times the exact one, and {0.7 * n:.1f} times the printed one" in said


def test_every_run_is_told_apart_without_colour(default: Pages) -> None:
    looks = [(trace["name"], trace["line"].get("dash")) for trace in data_of(default.training, "loss")[:3]]
    assert len(set(looks)) == 3
    *names, across, up = (note.text for note in drawn(default.training.figures["loss"]).layout.annotations)
    assert set(names) == {"log loss", "as printed", "exact"}
    assert (across, up) == ("iteration", "loss")


def test_the_snippet_runs_and_prints_the_pages_numbers(default: Pages) -> None:
    code = SNIPPET.said(default.test.texts)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(code, {})
    assert [line.split()[-1] for line in printed.getvalue().splitlines()] == [
        "0.6206896551724138", "0.175", "0.7419354838709677",
    ]  # fmt: skip
    assert "# 0.6206896551724138\n# 0.175\n# 0.7419354838709677" in code


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=30))
def test_soft_counts_are_the_counts_of_probabilities(items: list[tuple[bool, float]]) -> None:
    y, p = (np.array(column) for column in zip(*items, strict=True))
    y = y.astype(int)
    counts = core.soft_counts(y, p)
    assert counts.total == pytest.approx(len(y))
    assert counts.tp == pytest.approx(float(y @ p))
    assert counts.union == pytest.approx(float(y.sum() + p.sum() - y @ p))
    if counts.union > 1e-3:  # below, the loss's own epsilon counts
        assert core.jaccard(counts) == pytest.approx(core.soft_jaccard(y, p), abs=1e-6)
    assert core.soft_counts(y, np.round(p)) == core.confusion_counts(y, np.round(p))


def test_the_formula_shows_the_soft_counts(default: Pages, training: core.TrainingData) -> None:
    fit = core.fit_logistic(training.X_train, training.y_train, loss="soft_jaccard", learning_rate=1.0)
    p = core.predict_proba(training.X_train, fit.history.weights[-1])
    overlap = p[training.y_train == 1].sum()
    alarms = p[training.y_train == 0].sum()
    slots = {name: default.training.texts[Target(f"third-{name}")] for name in ("tp", "tp2", "fp", "fn", "soft", "j")}
    assert slots == {
        "tp": f"{overlap:.1f}", "tp2": f"{overlap:.1f}", "fp": f"{alarms:.1f}", "fn": f"{72 - overlap:.1f}",
        "soft": f"{overlap / (72 + alarms):.3f}", "j": "0.647",
    }  # fmt: skip


RUN = Run("model", "#000000", "solid")
weight = st.floats(-8, 8).map(lambda w: round(w, 3))


@given(weight, weight, weight)
def test_a_boundary_ends_at_the_edges_and_lies_on_the_line(w0: float, w1: float, w2: float) -> None:
    box = Box((-3.0, 4.0), (-3.5, 3.5))
    found = boundary(RUN, np.array([[w0, w1, w2]]), box)
    (xs,), (ys,) = (found[line_place(RUN)][axis] for axis in "xy")
    corners = [w0 + w1 * x + w2 * y for x in box.x for y in box.y]
    if min(corners) > 0 or max(corners) < 0:
        assert (xs, ys) == ([], []), "all of the box is on one side"
    for x, y in zip(xs, ys, strict=True):
        assert box.x[0] <= x <= box.x[1]
        assert box.y[0] <= y <= box.y[1]
        assert x in box.x or y in box.y
        assert abs(w0 + w1 * x + w2 * y) <= 1e-3 * (abs(w1) + abs(w2)), "off the line by more than the rounding"
    if min(corners) < -0.1 and max(corners) > 0.1:
        assert len(xs) == len(ys) == 2


def test_many_boundaries_are_each_ones_own() -> None:
    box = Box((-3.0, 4.0), (-3.5, 3.5))
    weights = np.array([[0.0, 0, 0], [1, 2, 3], [-1, 0, 2], [2, 1, 0], [9, 1, 1], [0, 1, -1]])
    together = boundary(RUN, weights, box)
    assert [len(x) for x in together[line_place(RUN)]["x"]] == [0, 2, 2, 2, 0, 2]
    for i in range(len(weights)):
        alone = boundary(RUN, weights[[i]], box)
        for place, columns in together.items():
            assert {prop: column[0] for prop, column in alone[place].items()} == {
                prop: column[i] for prop, column in columns.items()
            }


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_names_at_the_edge_keep_apart(values: list[float]) -> None:
    places = apart(values, 0.1)
    ordered = sorted(places)
    assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(ordered))
    assert sorted(range(len(values)), key=lambda i: (values[i], i)) == sorted(
        range(len(values)), key=lambda i: places[i]
    )
    assert min(places) == min(values)


@settings(max_examples=examples(25))
@given(st.data())
def test_every_state_is_drawn_with_finite_numbers(data: st.DataObject) -> None:
    values = {}
    for param in (*part.LESSON.params, seeds.SEEDS):
        if isinstance(param, Choice):
            values[param.key] = data.draw(st.sampled_from(list(param.choices)))
        elif isinstance(param, Number):
            values[param.key] = param.at(data.draw(st.sampled_from([0, param.count // 2, param.count - 1])))
    values |= {"repeat": "first", "seeds": 20}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pages = Pages(**values)
        each = (pages.training, pages.test, pages.threshold, pages.seeds)
    for shown in each:
        for figure in shown.figures.values():
            for trace in unpacked(figure)["data"]:
                assert all(np.isfinite(value) for axis in ("x", "y") for value in trace[axis])
        assert not any("nan" in text or "{" in text for text in shown.texts.values() if "import" not in text)
