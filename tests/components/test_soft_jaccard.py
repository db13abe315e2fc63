from __future__ import annotations

import io
import warnings
from contextlib import redirect_stdout
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from components.url import bounded
from components.view import Target, View
from dash.development.base_component import Component
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

import core
from components.figures.boundaries import Box, boundary
from components.figures.curves import apart
from components.sections import soft_jaccard
from components.sections.soft_jaccard import DATA, GRID, ITERATION, SAY, SNIPPET, TUNED, VERDICT, Id, soft_counts, view
from tests.conftest import components, drawn, plain, thawed, unpacked

LOG, PRINTED, EXACT = 0, 1, 2


def state(**values: Any) -> View:
    return view(**bounded(soft_jaccard.PARAMS, values))


def rows(shown: View, id: Id) -> list[list[str]]:
    """The body of a table as text."""
    (body,) = (c for c in components(shown.parts[Target(id)]) if type(c).__name__ == "Tbody")
    return [[str(cell.children) for cell in row.children] for row in body.children]


def words(layout: Component) -> str:
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


def data_of(shown: View, id: Id) -> list[dict[str, Any]]:
    """The traces of a figure, their numbers in lists."""
    return [plain(trace.to_plotly_json()) for trace in drawn(shown.figures[id]).data]


@pytest.fixture(scope="module")
def default() -> View:
    return state()


@pytest.fixture(scope="module")
def training() -> core.TrainingData:
    return core.training_data()


def descent(X: Any, y: Any, loss: str, rate: float, l2: float, part: float) -> tuple[Any, list[float], list[float]]:
    """A second way to the three runs: slopes of the loss by differences, not by its formula."""

    def value(w: Any) -> float:
        p = 1 / (1 + np.exp(-(X @ w)))
        if loss == "log":
            return float(np.mean(-np.where(y == 1, np.log(p), np.log(1 - p))))
        return float(1 - p[y == 1].sum() / (len(p[y == 1]) + p[y == 0].sum()))

    w, h = np.zeros(3), 1e-6
    losses, scores = [], []
    for _ in range(400):
        penalty = l2 / 2 * (w[1] ** 2 + w[2] ** 2)
        losses.append(value(w) + penalty)
        scores.append(metrics.jaccard_score(y, X @ w >= 0))
        slope = np.array([(value(w + h * e) - value(w - h * e)) / (2 * h) for e in np.eye(3)])
        w = w - rate * (part * slope + l2 * np.array([0, w[1], w[2]]))
    return w, losses, scores


def test_the_documents_numbers_to_the_last_digit(default: View) -> None:
    table = rows(default, Id.SUMMARY)
    assert table[0] == ["J at the cut 0.5", "0.6206896551724138", "0.175", "0.7419354838709677"]
    assert table[1][1:] == ["0.6207", "0.1750", "0.7419"]
    assert table[4][1:3] == ["0.38", "0.51"]
    assert table[5][1:3] == ["0.7666666666666667", "0.2857142857142857"]
    said = DATA.said(default.texts)
    assert "shape (700, 3), share of positives 0.10285714285714286" in said
    assert "shape (300, 3), share of positives 0.09333333333333334" in said


def test_all_cuts_find_what_the_grid_steps_over(default: View) -> None:
    table = rows(default, Id.SUMMARY)
    assert table[6][1:] == ["0.3807", "0.5072", "0.5080"]
    assert table[7][1:] == ["0.7667", "0.7667", "0.7419"]
    fine, peak = data_of(default, Id.TEST)[:2]
    assert max(fine["y"]) == peak["y"][0] == pytest.approx(23 / 30)
    assert peak["x"][0] == pytest.approx(0.5072, abs=1e-4)
    assert "0.767 between two cuts" in drawn(default.figures[Id.TEST]).layout.annotations[-1].text


def test_the_conclusion_turns_round_and_is_not_certain(default: View) -> None:
    said = VERDICT.said(default.texts)
    assert "printed run scores 0.175, log loss 0.621 and the exact gradient 0.742: with the right gradient" in said
    assert "28 test positives" in said
    assert "(18 of 29) is 0.440 to 0.773" in said
    assert "(23 of 31) is 0.568 to 0.863, and the two overlap" in said


def test_a_threshold_tuned_on_the_test_data_flatters(default: View) -> None:
    said = TUNED.said(default.texts)
    assert "gives 0.7667; with the cut chosen on the training data it is 0.7143: the test data flattered it" in said
    assert "scores 0.7143, 0.6970 and 0.7059" in said


@pytest.mark.parametrize(
    ("trace", "loss", "rate", "part"),
    [(LOG, "log", 0.2, 1), (PRINTED, "soft", 1, 1 / 700), (EXACT, "soft", 1, 1)],
    ids=["log", "printed", "exact"],
)
def test_the_curves_are_those_of_a_second_descent(
    default: View, training: core.TrainingData, trace: int, loss: str, rate: float, part: float
) -> None:
    w, losses, scores = descent(training.X_train, training.y_train, loss, rate, 0.01, part)
    at = [*range(0, 400, 5), 399]
    drawn, judged = data_of(default, Id.LOSS)[trace], data_of(default, Id.TRAIN)[trace]
    assert drawn["x"] == judged["x"] == at
    assert drawn["y"] == pytest.approx([losses[i] for i in at], abs=1e-6)
    assert judged["y"] == pytest.approx([scores[i] for i in at])
    tested = metrics.jaccard_score(training.y_test, training.X_test @ w >= 0)
    assert rows(default, Id.SUMMARY)[0][1 + trace] == repr(tested)


def test_the_curves_on_the_test_data_are_scikit_learns(default: View, training: core.TrainingData) -> None:
    for trace, run in enumerate(data_of(default, Id.TEST)[2:]):
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
    verticals = [shape.x0 for shape in drawn(default.figures[Id.TEST]).layout.shapes]
    assert verticals == pytest.approx([0.38, 0.51, 0.49])


def test_the_printed_gradient_is_the_exact_one_700_times_smaller(training: core.TrainingData) -> None:
    def fit(**options: Any) -> core.Fit:
        return core.fit_logistic(training.X_train, training.y_train, loss="soft_jaccard", **options)

    printed = fit(learning_rate=1.0, l2=0.01, gradient="printed")
    assert fit(learning_rate=1 / 700, l2=7.0).weights == pytest.approx(printed.weights, rel=1e-12)
    steps = [fit(learning_rate=1.0, iterations=1, gradient=gradient).weights for gradient in ("exact", "printed")]
    assert steps[0] / steps[1] == pytest.approx(700)


def test_what_the_page_states_about_the_documents_run_holds(default: View, training: core.TrainingData) -> None:
    text = words(soft_jaccard.layout())
    fit = core.fit_logistic(
        training.X_train, training.y_train, loss="soft_jaccard", learning_rate=1.0, gradient="printed"
    )
    p = core.predict_proba(training.X_test, fit.weights)
    assert f"between {p.min():.3f} and {p.max():.3f}" in text
    assert np.count_nonzero((p.min() < GRID) & (p.max() > GRID)) == 2
    assert "has two cuts" in text
    best = core.best_exact(training.y_test, p)
    assert f"reaches {best.score:.4f}, at {best.threshold:.4f}" in text
    for hits, union in ((23, 31), (18, 29)):
        low, high = core.wilson(hits, union)
        assert f"{hits} of {union}" in text
        assert f"from {low:.3f} to {high:.3f}" in text or f"anything from {low:.3f} to {high:.3f}" in text
    assert rows(default, Id.SUMMARY)[9][1] == "0.7143"
    assert "0.7667; with the threshold picked on the training data it is 0.7143" in text


def test_what_the_page_states_about_200_seeds_holds() -> None:
    at_half, tuned = [], []
    for seed in range(200):
        data = core.training_data(seed=seed)
        fits = [
            core.fit_logistic(data.X_train, data.y_train, loss="log", learning_rate=0.2, record_every=400),
            core.fit_logistic(data.X_train, data.y_train, loss="soft_jaccard", learning_rate=1.0, record_every=400),
        ]
        p = [core.predict_proba(data.X_test, fit.weights) for fit in fits]
        cuts = [core.best_exact(data.y_train, core.predict_proba(data.X_train, f.weights)).threshold for f in fits]
        at_half.append([core.jaccard(core.confusion_counts(data.y_test, q >= 0.5)) for q in p])
        tuned.append([core.jaccard(core.confusion_counts(data.y_test, q >= t)) for q, t in zip(p, cuts, strict=True)])
    assert [f"{mean:.3f}" for mean in np.mean(at_half, axis=0)] == ["0.613", "0.653"]
    assert [f"{mean:.2f}" for mean in np.mean(tuned, axis=0)] == ["0.65", "0.65"]


def test_the_last_place_of_the_slider_says_the_last_recorded_iteration() -> None:
    assert [ITERATION.show(value) for value in ITERATION.values()[-2:]] == ["395", "399"]
    shown = state(iteration=400)
    assert shown.texts[Target("soft-jaccard-iteration-shown")] == "399"
    assert "At iteration 399 the training data give J = 0.550" in SAY.said(shown.texts)
    assert drawn(shown.figures[Id.LOSS]).layout.shapes[0].x0 == 399
    assert drawn(state(iteration=395).figures[Id.LOSS]).layout.shapes[0].x0 == 395


def test_before_the_first_step_there_is_no_boundary() -> None:
    shown = state(iteration=0)
    assert [trace["x"] for trace in data_of(shown, Id.SCATTER)[2:]] == [[], [], []]
    assert [drawn(shown.figures[Id.SCATTER]).layout.annotations[k].opacity for k in range(3)] == [0, 0, 0]
    assert "every item is called positive, and J is 0.103" in SAY.said(shown.texts)


def test_the_boundaries_divide_the_data_as_the_score_says(training: core.TrainingData) -> None:
    shown = state(iteration=100)
    for trace, line in enumerate(data_of(shown, Id.SCATTER)[2:]):
        (x0, x1), (y0, y1) = line["x"], line["y"]
        x, y = training.X_train[:, 1], training.X_train[:, 2]
        above = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0
        j = metrics.jaccard_score(training.y_train, above)
        assert j == pytest.approx(data_of(shown, Id.TRAIN)[trace]["y"][20], abs=0.01)


def test_the_scatter_shows_every_item_of_the_training_data(default: View, training: core.TrainingData) -> None:
    negatives, positives = data_of(default, Id.SCATTER)[:2]
    assert (len(negatives["x"]), len(positives["x"])) == (628, 72)
    assert positives["marker"]["symbol"] != negatives["marker"]["symbol"]
    assert positives["x"] == pytest.approx(training.X_train[training.y_train == 1, 1], abs=5e-4)
    axes = drawn(default.figures[Id.SCATTER]).layout
    for trace in (negatives, positives):
        assert axes.xaxis.range[0] < min(trace["x"]) <= max(trace["x"]) < axes.xaxis.range[1]
        assert axes.yaxis.range[0] < min(trace["y"]) <= max(trace["y"]) < axes.yaxis.range[1]


@pytest.mark.parametrize(
    ("gradient", "names"),
    [
        ("both", ["log loss", "as printed", "exact"]),
        ("printed", ["log loss", "as printed"]),
        ("exact", ["log loss", "exact"]),
    ],
)
def test_the_switch_says_which_runs_are_drawn(gradient: str, names: list[str]) -> None:
    shown = state(gradient=gradient)
    for id, skip in ((Id.SCATTER, 2), (Id.LOSS, 0), (Id.TRAIN, 0)):
        shown_names = [trace.get("name") for trace in data_of(shown, id)[skip:] if trace["mode"] == "lines"]
        assert shown_names == names, id
    assert [shape.line.color for shape in drawn(shown.figures[Id.TEST]).layout.shapes] == [
        trace["line"]["color"] for trace in data_of(shown, Id.LOSS)[: len(names)]
    ]
    for run, name in (("printed", "as printed"), ("exact", "exact")):
        assert shown.parts[Target(f"soft-jaccard-{run}-run", "hidden")] is (name not in names)
    assert ("as printed" in SAY.said(shown.texts)) is ("as printed" in names)
    assert len(rows(shown, Id.SUMMARY)[0]) == 4, "the table compares all three"


def test_every_run_is_told_apart_without_colour(default: View) -> None:
    looks = [(trace["name"], trace["line"].get("dash")) for trace in data_of(default, Id.LOSS)[:3]]
    assert len(set(looks)) == 3
    named = {note.text for note in drawn(default.figures[Id.LOSS]).layout.annotations}
    assert named == {"log loss", "as printed", "exact"}


def test_the_snippet_runs_and_prints_the_pages_numbers(default: View) -> None:
    code = SNIPPET.said(default.texts)
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
    counts = soft_counts(y, p)
    assert counts.total == pytest.approx(len(y))
    assert counts.tp == pytest.approx(float(y @ p))
    assert counts.union == pytest.approx(float(y.sum() + p.sum() - y @ p))
    if counts.union > 1e-3:  # below, the loss's own epsilon counts
        assert core.jaccard(counts) == pytest.approx(core.soft_jaccard(y, p), abs=1e-6)
    assert soft_counts(y, np.round(p)) == core.confusion_counts(y, np.round(p))


def test_the_formula_shows_the_soft_counts(default: View, training: core.TrainingData) -> None:
    fit = core.fit_logistic(training.X_train, training.y_train, loss="soft_jaccard", learning_rate=1.0)
    p = core.predict_proba(training.X_train, fit.history.weights[-1])
    overlap = p[training.y_train == 1].sum()
    alarms = p[training.y_train == 0].sum()
    slots = {name: default.texts[Target(f"{Id.EXACT}-{name}")] for name in ("tp", "tp2", "fp", "fn", "soft", "j")}
    assert slots == {
        "tp": f"{overlap:.1f}", "tp2": f"{overlap:.1f}", "fp": f"{alarms:.1f}", "fn": f"{72 - overlap:.1f}",
        "soft": f"{overlap / (72 + alarms):.3f}", "j": "0.647",
    }  # fmt: skip


weight = st.floats(-8, 8).map(lambda w: round(w, 3))


@given(weight, weight, weight)
def test_a_boundary_ends_at_the_edges_and_lies_on_the_line(w0: float, w1: float, w2: float) -> None:
    box = Box((-3.0, 4.0), (-3.5, 3.5))
    (xs,), (ys,), (name_x,), (name_y,), (opacity,) = boundary(np.array([[w0, w1, w2]]), box, name_at=0.1)
    corners = [w0 + w1 * x + w2 * y for x in box.x for y in box.y]
    if min(corners) > 0 or max(corners) < 0:
        assert (xs, ys, opacity) == ([], [], 0), "all of the box is on one side"
    for x, y in zip(xs, ys, strict=True):
        assert box.x[0] <= x <= box.x[1]
        assert box.y[0] <= y <= box.y[1]
        assert x in box.x or y in box.y
        assert abs(w0 + w1 * x + w2 * y) <= 1e-3 * (abs(w1) + abs(w2)), "off the line by more than the rounding"
    if min(corners) < -0.1 and max(corners) > 0.1:
        assert len(xs) == len(ys) == 2
        assert opacity == 1
        assert (name_x, name_y) == pytest.approx(
            (xs[0] + 0.1 * (xs[1] - xs[0]), ys[0] + 0.1 * (ys[1] - ys[0])), abs=1e-3
        )


def test_many_boundaries_are_each_ones_own() -> None:
    box = Box((-3.0, 4.0), (-3.5, 3.5))
    weights = np.array([[0.0, 0, 0], [1, 2, 3], [-1, 0, 2], [2, 1, 0], [9, 1, 1], [0, 1, -1]])
    together = boundary(weights, box, name_at=0.3)
    assert [len(x) for x in together.x] == [0, 2, 2, 2, 0, 2]
    for i in range(len(weights)):
        assert [column[0] for column in boundary(weights[[i]], box, name_at=0.3)] == [column[i] for column in together]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_names_at_the_edge_keep_apart(values: list[float]) -> None:
    places = apart(values, 0.1)
    ordered = sorted(places)
    assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(ordered))
    assert sorted(range(len(values)), key=lambda i: (values[i], i)) == sorted(
        range(len(values)), key=lambda i: places[i]
    )
    assert min(places) == min(values)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 400),
    st.sampled_from(["both", "printed", "exact"]),
    st.sampled_from([0.05, 0.2, 1]),
    st.sampled_from([0.1, 1, 5]),
    st.sampled_from([0, 0.01, 0.1]),
    st.integers(0, 9999),
)
def test_every_state_is_drawn_with_finite_numbers(
    iteration: int, gradient: str, rate: float, soft_rate: float, l2: float, seed: int
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = state(iteration=iteration, gradient=gradient, rate=rate, soft_rate=soft_rate, l2=l2, seed=seed)
    for figure in shown.figures.values():
        for trace in unpacked(figure)["data"]:
            assert all(np.isfinite(value) for axis in ("x", "y") for value in trace[axis])
    assert not any("nan" in text or "{" in text for text in shown.texts.values() if "import" not in text)
