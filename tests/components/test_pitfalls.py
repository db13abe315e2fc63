"""Pitfalls: each trap springs where it should, in every state of its controls, and the numbers are core's."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest
from dash import dcc
from sklearn.metrics import jaccard_score, precision_score, recall_score

import core
from components.lessons.pitfalls import chosen_threshold, empty_union, error_kinds, paired, rare_class
from components.lessons.thresholds.cut import Cut
from components.live.view import Shown
from components.markup.table import Table
from components.page import Graph
from components.words.line import Line
from tests.conftest import components, drawn, identified

EACH = [module.LESSON for module in (empty_union, chosen_threshold, rare_class, error_kinds, paired)]
PLACES = {id: figure.places for lesson in EACH for id, figure in lesson.view(lesson.state()).figures.items()}


def show(of: Any, **given: Any) -> Shown:
    shown: Shown = of.LESSON.show(of.LESSON.state(**given))
    return shown


def said(shown: Shown, line: Line) -> str:
    return line.said(shown.texts)


def at(shown: Shown, graph: Graph, place: str) -> Any:
    """What a figure has at one of its places: a trace or a shape."""
    found: Any = drawn(shown.figures[graph.id])
    for step in PLACES[graph.id][place]:
        found = found[step]
    return found


def macros(shown: Shown) -> list[str]:
    """What stands at the right of each of the three rules."""
    texts = at(shown, empty_union.AVERAGES, "averages").text
    return [text.removeprefix("<b>").removesuffix("</b>") for text in texts]


# ---- nothing over nothing --------------------------------------------------------------------------------------------


def test_three_rules_give_three_answers_to_the_same_data() -> None:
    shown = show(empty_union)
    assert macros(shown) == ["7/18 = 0.389", "13/18 = 0.722", "7/12 = 0.583"]
    assert said(shown, empty_union.SAY) == (
        "The macro average is 0.389, 0.722 or 0.583, by the rule for 0/0. No item has class 2, and none is predicted to have it."
    )
    for zd, words in ((0, "7/18"), (1, "13/18")):
        above, below = map(int, words.split("/"))
        theirs = jaccard_score([0, 1, 0, 0], [0, 1, 0, 1], labels=[0, 1, 2], average="macro", zero_division=zd)
        assert theirs == pytest.approx(above / below)


@pytest.mark.parametrize(("true", "pred"), list(itertools.product("012", repeat=2)))
def test_the_rules_part_only_where_a_class_is_empty(true: str, pred: str) -> None:
    shown = show(empty_union, true=true, pred=pred)
    t, p = [0, 1, 0, int(true)], [0, 1, 0, int(pred)]
    expected = [
        core.jaccard_score(t, p, labels=[0, 1, 2], average="macro", zero_division=zd) for zd in (0, 1, float("nan"))
    ]
    assert [float(words.split(" = ")[1]) for words in macros(shown)] == pytest.approx(expected, abs=5e-4)
    for words in macros(shown):
        fraction, _, decimal = words.partition(" = ")
        above, _, below = fraction.partition("/")
        assert int(above) / int(below or 1) == pytest.approx(float(decimal), abs=5e-4)
    empty = "2" not in (true, pred)
    assert (len(set(macros(shown))) > 1) == empty
    assert ("No item has class 2" in said(shown, empty_union.SAY)) == empty


def test_the_left_out_class_has_no_bar() -> None:
    bars = at(show(empty_union), empty_union.AVERAGES, "weights")
    assert [hover.partition(":")[0] for hover in bars.customdata] == [
        "class 0", "class 1", "class 2", "class 0", "class 1", "class 2", "class 0", "class 1",
    ]  # fmt: skip


# ---- a threshold from the same data ----------------------------------------------------------------------------------


def test_the_threshold_that_the_validation_set_chooses_disappoints_on_the_test_set() -> None:
    data = core.scored_labels()
    validation, test = ((data.y_true[i::2], data.scores[i::2]) for i in (0, 1))
    best = core.best_on_grid(*validation, core.uniform_grid(0, 1, 201))
    kept = jaccard_score(test[0], test[1] >= best.threshold)
    assert best.score > kept + 0.05
    assert said(show(chosen_threshold, t=best.threshold), chosen_threshold.SAY) == (
        f"At threshold {best.threshold:.3f} J is {best.score:.3f} on the validation set, {kept:.3f} on the test set. "
        f"The best threshold on the validation set, {best.threshold:.3f}, promises {best.score:.3f} and keeps {kept:.3f}."
    )
    assert (f"{best.score:.3f}", f"{kept:.3f}") == (chosen_threshold.PROMISED, chosen_threshold.KEPT)


@pytest.mark.parametrize("t", [0, 0.5, 0.845, 1])
def test_the_points_lie_on_the_curves_at_the_threshold(t: float) -> None:
    shown = show(chosen_threshold, t=t)
    first, second, *_ = drawn(shown.figures[chosen_threshold.CURVES.id]).data
    points = at(shown, chosen_threshold.CURVES, "points")
    i = round(t * 200)
    assert list(points.x) == [t, t]
    assert list(points.y) == pytest.approx([first.y[i], second.y[i]], abs=1e-6)
    threshold = at(shown, chosen_threshold.CURVES, "threshold")
    assert threshold.x0 == threshold.x1 == t


# ---- an average that hides a class -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("found", "frequent"), list(itertools.product((0, 1, 5, 9, 10), (10, 90, 990))))
def test_the_averages_of_a_frequent_and_a_rare_class(found: int, frequent: int) -> None:
    shown = show(rare_class, found=found, frequent=frequent)
    y_true = [0] * frequent + [1] * 10
    y_pred = [0] * frequent + [1] * found + [0] * (10 - found)
    expected = [*jaccard_score(y_true, y_pred, average=None, zero_division=0)]
    expected += [jaccard_score(y_true, y_pred, average=average) for average in ("micro", "weighted", "macro")]
    points = at(shown, rare_class.LANES, "scores")
    assert list(points.x) == pytest.approx(expected)
    assert list(points.text) == [f"{value:.3f}" for value in points.x]
    assert f"Micro is {expected[2]:.3f}, macro is {expected[4]:.3f}." in said(shown, rare_class.SAY)


def test_the_verdict_follows_the_gap() -> None:
    for found, frequent in itertools.product(range(11), (10, 90, 500, 990)):
        shown = show(rare_class, found=found, frequent=frequent)
        _, rare, micro, _, macro = at(shown, rare_class.LANES, "scores").x
        text = said(shown, rare_class.SAY)
        assert micro >= macro
        assert ("all averages agree" in text) == (found == 10), (found, frequent)
        assert ("hides that a class fails" in text) == (micro - macro > 0.1 and rare < 0.5)
        assert ("is a warning" in text) == (micro - macro > 0.02 and "hides" not in text)
        assert ("close here" in text) == (micro - macro <= 0.02 and found < 10)


def test_the_gap_grows_with_the_frequent_class_and_with_every_missed_item() -> None:
    def gap(found: int, frequent: int) -> float:
        y_true = [0] * frequent + [1] * 10
        y_pred = [0] * frequent + [1] * found + [0] * (10 - found)
        micro, macro = (float(jaccard_score(y_true, y_pred, average=average)) for average in ("micro", "macro"))
        return micro - macro

    for frequent in (10, 20, 90, 990):
        assert all(gap(found, frequent) > gap(found + 1, frequent) for found in range(10))
    for found in range(10):
        assert gap(found, 10) < gap(found, 20) < gap(found, 90) < gap(found, 990)


# ---- two errors, one number ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("misses", range(11))
def test_the_score_stays_while_precision_and_recall_cross(misses: int) -> None:
    shown = show(error_kinds, misses=misses)
    extra = 10 - misses
    y_true = [1] * 10 + [1] * misses + [0] * extra
    y_pred = [1] * 10 + [0] * misses + [1] * extra
    expected = [precision_score(y_true, y_pred), recall_score(y_true, y_pred), jaccard_score(y_true, y_pred)]
    assert list(at(shown, error_kinds.UNION, "points").y) == pytest.approx(expected)
    assert expected[2] == 0.5
    ends = [tuple(at(shown, error_kinds.UNION, kind).x) for kind in ("tp", "fp", "fn")]
    assert ends == [(0, 10), (10, 10 + extra), (10 + extra, 20)]
    assert list(at(shown, error_kinds.UNION, "counts").text) == ["10 TP", f"{extra} FP", f"{misses} FN"]
    kinds = {
        0: "All 10 errors are false positives.",
        5: "Half of the 10 errors are false positives, half are false negatives.",
        10: "All 10 errors are false negatives.",
    }.get(misses, f"Most of the 10 errors are false {'negatives' if misses > 5 else 'positives'}.")
    precision, recall, j = (f"{value:.3f}" for value in expected)
    assert said(shown, error_kinds.SAY) == (
        f"J is {j}, whatever kind the errors are. Precision is {precision} and recall is {recall}. {kinds}"
    )


# ---- the page --------------------------------------------------------------------------------------------------------


def test_the_table_has_the_fractions_and_every_digit() -> None:
    table = show(empty_union).tables[empty_union.NUMBERS.id]
    assert isinstance(table, Table)
    expected = [7 / 18, 13 / 18, 7 / 12]
    for name in ("macro", "every digit"):
        column = list(table.columns).index(name)
        assert [row[column].value for row in table.rows] == pytest.approx(expected)
    texts = [[table.text(value, k) for k, value in enumerate(row)] for row in table.rows]
    assert [row[-2] for row in texts] == ["7/18 = 0.389", "13/18 = 0.722", "7/12 = 0.583"]
    assert [float(row[-1]) for row in texts] == pytest.approx(expected, abs=1e-15)
    assert [row[0] for row in texts] == ["taken as 0", "taken as 1", "left out"]


def test_what_has_no_frames_asks_the_server_and_the_scrubbed_sliders_do_not() -> None:
    asked = {
        name: json.loads(getattr(identified(lesson.layout())[name], "data-address"))["asks"]
        for lesson in EACH
        for name in [lesson.name]
    }
    asking = {"empty": ["true", "pred"], "threshold": [], "rare-class": ["frequent"], "errors": [],
              "paired": ["unit", "rate", "size", "seed"]}  # fmt: skip
    assert asked == {f"pitfalls-{name}": [f"pitfalls-{name}-{key}" for key in keys] for name, keys in asking.items()}


def test_the_notebook_chooses_on_its_test_set() -> None:
    data = core.reference_data().training
    fit = core.fit_logistic(data.X_train, data.y_train, loss="log")
    train, test = (core.predict_proba(X, fit.weights) for X in (data.X_train, data.X_test))
    grid = np.linspace(0.01, 0.99, 99)
    flattered = core.best_on_grid(data.y_test, test, grid).score
    chosen = core.best_on_grid(data.y_train, train, grid).threshold
    honest = core.jaccard(core.confusion_counts(data.y_test, core.predict_at(test, chosen)))
    page = " ".join(str(c.children) for c in components(chosen_threshold.LESSON.layout()) if type(c).__name__ == "P")
    assert f"For log loss it shows a J of {flattered:.3f}." in page
    assert f"The threshold chosen on the training set gives {honest:.3f}." in page


def test_links_lead_to_states_of_other_pages() -> None:
    links = {c.children: c.href for each in EACH for c in components(each.layout()) if isinstance(c, dcc.Link)}
    assert links["All items, threshold 0.5"] == "/thresholds?t=0.5"
    assert links["The same with several labels"].startswith("/averaging?true=0,1,2,6,7,12,13,18,19&pred=")
    assert links["The lesson on the threshold of trained models"] == "/soft-jaccard/threshold"
    assert links["All items, best threshold"] == "/thresholds"
    first = Cut()
    data = core.scored_labels(seed=first.seed, n=first.n, prevalence=first.prevalence, separation=first.separation)
    grid = core.uniform_grid(0, 1, 201)
    assert core.best_on_grid(data.y_true, data.scores, grid).threshold == first.t


def test_everything_positive_scores_the_share_of_positives() -> None:
    data = core.scored_labels()
    assert jaccard_score(data.y_true, np.ones_like(data.y_true)) == data.y_true.mean()
    assert jaccard_score(data.y_true, data.scores >= 0) == data.y_true.mean(), "as at the threshold 0"


# ---- the tasks -------------------------------------------------------------------------------------------------------


def checked(module: Any, **values: Any) -> list[bool]:
    """For each condition of the task of a lesson, whether it is marked as met."""
    shown, checks = show(module, **values), module.CHECKS
    return [shown.output(mark) == "check met" for mark in checks.targets() if mark.prop == "className"]


@pytest.mark.parametrize(
    ("module", "solved", "met"),
    [
        (empty_union, {"true": "2"}, [True]),
        (chosen_threshold, {"t": 0.65}, [False]),
        (rare_class, {"found": 3, "frequent": 990}, [True, True]),
        (rare_class, {"found": 4, "frequent": 990}, [True, False]),
        (error_kinds, {"misses": 6}, [False]),
        (error_kinds, {"misses": 8}, [True]),
        (paired, {"alike": 0.9}, [True, True]),
        (paired, {"rate": 50}, [False, True]),
    ],
)
def test_a_task_is_open_at_first_and_solved_where_its_conditions_hold(
    module: Any, solved: dict[str, Any], met: list[bool]
) -> None:
    assert not all(checked(module))
    assert checked(module, **solved) == met


def test_some_threshold_is_better_on_the_test_set_than_the_chosen_one() -> None:
    better = [t for t in np.linspace(0.3, 1, 29) if checked(chosen_threshold, t=t) == [True]]
    data = core.scored_labels()
    for t in better:
        assert f"{jaccard_score(data.y_true[1::2], data.scores[1::2] >= t - 1e-9):.3f}" > chosen_threshold.KEPT
    assert better
