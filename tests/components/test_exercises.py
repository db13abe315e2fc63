from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from dash import dcc, html
from sklearn import metrics

import core
from components.course import LESSONS
from components.lessons.exercises import micro_and_macro, same_accuracy, two_losses
from components.lessons.exercises.same_accuracy import predictions
from components.live.target import Target
from components.live.view import Shown
from components.markup.table import Table
from components.page import Checks
from components.state import href
from components.words.line import Line
from tests.conftest import components
from tests.states import spread

EACH = [module.LESSON for module in (same_accuracy, micro_and_macro, two_losses)]


def shown(of: Any, **values: Any) -> Shown:
    """The page of a task with these values, such as the cells that are switched on, and the others as at first."""
    page: Shown = of.LESSON.show(of.LESSON.state(**values))
    return page


def checks(page: Shown, task: Checks) -> dict[str, tuple[bool, str]]:
    """For each condition whether the page marks it as met, and what it says."""
    return {
        name: (
            page.props[Target(f"{task.task}-{name}", "className")] == "check met",
            page.texts[Target(f"{task.task}-{name}")],
        )
        for name in task.conditions
    }


def some(size: int, seed: int) -> tuple[int, ...]:
    """Some of the first so many positions, few or many of them."""
    draw = np.random.default_rng(seed)
    return tuple(np.flatnonzero(draw.random(size) < draw.random()).tolist())


def sentence(page: Shown, line: Line) -> str:
    return line.said(page.texts)


def rows(table: Table) -> list[list[str]]:
    """The body of a table as text."""
    return [[str(table.text(value, k)) for k, value in enumerate(row)] for row in table.rows]


def links() -> list[str]:
    return [c.href for each in EACH for c in components(each.layout()) if isinstance(c, dcc.Link)]


def prose() -> str:
    """The paragraphs of the page."""
    return " ".join(text_of(c) for each in EACH for c in components(each.layout()) if isinstance(c, html.P))


def text_of(part: Any) -> str:
    if isinstance(part, list | tuple):
        return "".join(map(text_of, part))
    return text_of(part.children) if hasattr(part, "children") else str(part)


# ---- the first task ----


@pytest.mark.parametrize("seed", range(60))
def test_the_first_task_checks_what_scikit_learn_says_of_the_labels(seed: int) -> None:
    cells = {key: some(same_accuracy.ITEMS, 3 * seed + k) for k, key in enumerate(("true", "first", "second"))}
    page = shown(same_accuracy, **cells)
    true, *both = (np.isin(np.arange(same_accuracy.ITEMS), each) for each in cells.values())
    accuracies = [metrics.accuracy_score(true, pred) for pred in both]
    defined = [bool((true | pred).any()) for pred in both]
    js = [metrics.jaccard_score(true, pred, zero_division=0) for pred in both]
    found = checks(page, same_accuracy.CHECKS)
    equal, apart = accuracies[0] == accuracies[1], abs(js[0] - js[1])
    assert found["accuracy"][0] is equal
    assert ("yes" in found["accuracy"][1]) is equal
    for accuracy in accuracies:
        assert f"{accuracy:.3f}" in found["accuracy"][1]
    assert found["jaccard"][0] is (all(defined) and apart > 0.3 - 1e-9)
    assert ("yes" in found["jaccard"][1]) is found["jaccard"][0]
    assert ("0/0, undefined" if not all(defined) else f"differ by {apart:.3f}") in found["jaccard"][1]
    assert sentence(page, same_accuracy.SAY).count("Solved") == all(met for met, _ in found.values())
    bars = page.figures["two-scores"]["data"]
    assert bars[0]["x"] == pytest.approx([*accuracies, *js])
    texts = [f"{each:.3f}" for each in accuracies]
    texts += [f"{j:.3f}" if there else "0/0, undefined" for j, there in zip(js, defined, strict=True)]
    assert [text.strip() for text in bars[1]["text"]] == texts


def test_what_the_first_task_says_at_first_and_on_the_way() -> None:
    assert checks(shown(same_accuracy), same_accuracy.CHECKS) == {
        "accuracy": (True, "Equal accuracy: yes, both are 0.800."),
        "jaccard": (False, "J at least 0.3 apart: not yet, they differ by 0.167."),
    }
    assert sentence(shown(same_accuracy), same_accuracy.SAY) == (
        "J is 0.333 in the first prediction and 0.500 in the second, and the accuracy is the same. The scores must be at "
        "least 0.3 apart."
    )
    assert sentence(shown(same_accuracy), same_accuracy.MADE) == (
        "The first prediction has 1 true positive and 2 errors. The second has 2 true positives and 2 errors."
    )
    worse = shown(same_accuracy, first=())
    assert sentence(worse, same_accuracy.SAY).endswith(
        "The first has 1 error more than the second: the accuracy is not the same."
    )
    nothing = shown(same_accuracy, true=(), first=(), second=())
    assert sentence(nothing, same_accuracy.SAY) == (
        "J is 0/0, undefined, in both: nothing is positive or predicted positive. Make some items positive."
    )


def test_several_answers_of_the_first_task_are_accepted() -> None:
    answers: list[dict[str, tuple[int, ...]]] = [
        same_accuracy.ANSWER,
        {"first": (0, 1, 2, 7, 8, 9), "second": ()},
        {"true": (0, 2, 4, 6, 8), "first": (), "second": tuple(range(10))},
        {"true": (4, 5), "first": (4, 6), "second": (4, 5, 6, 7)},
    ]
    solved = [
        all(met for met, _ in checks(shown(same_accuracy, **each), same_accuracy.CHECKS).values()) for each in answers
    ]
    assert solved == [True, True, True, False]


def test_the_first_answer_has_one_accuracy_and_three_scores() -> None:
    found = {row[0]: row[1:] for row in rows(same_accuracy.answer())}
    for name, (true, pred) in predictions().items():
        tn, fp, fn, tp = metrics.confusion_matrix(true, pred).ravel()
        j = metrics.jaccard_score(true, pred)
        assert found[name] == [*map(str, (tp, fp, fn, tn)), f"{metrics.accuracy_score(true, pred):.3f}", f"{j:.3f}"]
        assert fp + fn == 3
    assert {row[4] for row in found.values()} == {"0.700"}
    assert [row[5] for row in found.values()] == ["0.000", "0.400", "0.500"]
    assert "makes 3 errors, FP and FN together. So each is right 7 times" in prose()
    assert "The last one has 3 TN fewer, and 3 TP in their place." in prose()
    first, _, last = ([int(count) for count in row[:4]] for row in found.values())
    assert np.subtract(last, first).tolist() == [3, 3, -3, -3]


# ---- the second task ----


@pytest.mark.parametrize("seed", range(60))
def test_the_second_task_checks_what_scikit_learn_says_of_the_matrices(seed: int) -> None:
    cells = {key: some(18, 2 * seed + k) for k, key in enumerate(("labels", "predicted"))}
    page = shown(micro_and_macro, **cells)
    true, pred = (np.isin(np.arange(18), each).reshape(6, 3) for each in cells.values())
    each, micro, macro = (
        metrics.jaccard_score(true, pred, average=a, zero_division=0) for a in (None, "micro", "macro")
    )
    found = checks(page, micro_and_macro.CHECKS)
    assert found["above"][0] is bool(micro - macro > 1e-9)
    assert found["apart"][0] is bool(micro - macro > 0.3 - 1e-9)
    assert f"micro is {micro:.3f} and macro is {macro:.3f}" in found["above"][1]
    for met, said in found.values():
        assert (": yes," in said) is met
    gap = f"{micro - macro:+.3f}".replace("-", "−") if abs(micro - macro) > 1e-9 else "0.000"
    assert f"micro − macro = {gap}." in found["apart"][1]
    assert sentence(page, micro_and_macro.SAY).count("Solved") == found["apart"][0]
    bars = page.figures["label-scores"]["data"]
    assert bars[0]["x"] == pytest.approx([*each, macro, micro])


def test_no_difference_is_written_as_enough_that_is_not() -> None:
    """Of all scores that three labels of six samples can have: a difference below 0.3 is not written 0.300."""
    pairs = [(tp, union) for union in range(7) for tp in range(union + 1)]
    tp, union = (np.array([pair[k] for pair in pairs]) for k in (0, 1))
    score = tp / np.maximum(union, 1)
    grids = np.meshgrid(*[np.arange(len(pairs))] * 3)
    macro = sum(score[grid] for grid in grids) / 3
    micro = sum(tp[grid] for grid in grids) / np.maximum(sum(union[grid] for grid in grids), 1)
    gap = micro - macro
    assert not ((gap < 0.3 - 1e-9) & (gap >= 0.2995)).any()


def test_what_the_second_task_says_at_first_and_of_labels_that_are_nowhere() -> None:
    assert checks(shown(micro_and_macro), micro_and_macro.CHECKS) == {
        "above": (False, "Micro above macro: not yet, micro is 0.778 and macro is 0.778."),
        "apart": (False, "At least 0.3 above: not yet, micro − macro = 0.000."),
    }
    assert sentence(shown(micro_and_macro), micro_and_macro.SAY) == (
        "Micro is 7/9 = 0.778 and macro is 0.778. Micro and macro are equal: micro must be at least 0.3 above."
    )
    assert sentence(shown(micro_and_macro), micro_and_macro.HELD) == (
        "The union has 9 cells: 6 of label 1, 2 of label 2 and 1 of label 3."
    )
    alone = shown(micro_and_macro, labels=micro_and_macro.FREQUENT, predicted=micro_and_macro.FREQUENT)
    assert "Label 2 and label 3 occur nowhere: 0/0, taken as 0, as in scikit-learn." in sentence(
        alone, micro_and_macro.HELD
    )
    assert checks(alone, micro_and_macro.CHECKS)["apart"] == (
        True,
        "At least 0.3 above: yes, micro − macro = +0.667.",
    )
    empty = shown(micro_and_macro, labels=(), predicted=())
    assert sentence(empty, micro_and_macro.SAY).startswith("Every score is 0/0, taken as 0. ")


def test_the_second_answer_has_micro_high_and_macro_low() -> None:
    true, pred = (micro_and_macro.matrix(micro_and_macro.ANSWER[key]) for key in ("labels", "predicted"))
    found = {row[0]: row[1:] for row in rows(micro_and_macro.answer())}
    for name in ("micro", "macro", "weighted"):
        assert found[name][-1] == f"{metrics.jaccard_score(true, pred, average=name):.3f}"
    for k, name in enumerate(("label 1", "label 2", "label 3")):
        _, fp, fn, tp = metrics.confusion_matrix(true[:, k], pred[:, k], labels=[False, True]).ravel()
        assert found[name] == [*map(str, (tp + fn, tp, fp, fn)), f"{metrics.jaccard_score(true[:, k], pred[:, k]):.3f}"]
    assert (found["micro"][-1], found["macro"][-1]) == ("0.750", "0.333")
    assert "has 8 cells. 6 of them belong to label 1, and all of these are true positives, so micro is 6/8." in prose()
    assert found["label 1"][1:] == ["6", "0", "0", "1.000"]
    assert all(
        met for met, _ in checks(shown(micro_and_macro, **micro_and_macro.ANSWER), micro_and_macro.CHECKS).values()
    )


# ---- the third task ----


def trained_in_the_textbook_way(rate: float, gradient: Any = "exact", seed: int = 42) -> list[float]:
    """J at 0.5 on the training set at iteration 25, of soft Jaccard and of soft Dice, by the code that one can read."""
    data = core.training_data(seed=seed)
    runs = ((core.soft_jaccard_loss, rate, gradient), (core.soft_dice_loss, 1.0, "exact"))
    weights = [
        core.gradient_descent(data.X_train, data.y_train, loss, learning_rate=r, iterations=25, gradient=g).weights
        for loss, r, g in runs
    ]
    return [metrics.jaccard_score(data.y_train, data.X_train @ w >= 0, zero_division=0) for w in weights]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"rate": 1.3},
        {"rate": 3},
        {"gradient": "printed"},
        {"gradient": "printed", "rate": 5},
        {"seed": 7, "rate": 1.4},
    ],
    ids=str,
)
def test_the_experiment_says_what_the_textbook_code_and_scikit_learn_find(values: dict[str, Any]) -> None:
    jaccard, dice = trained_in_the_textbook_way(**{"rate": 1.0, **values})
    page = shown(two_losses, run="yes", **values)
    found = checks(page, two_losses.CHECKS)
    gap = round(float(f"{jaccard:.3f}") - float(f"{dice:.3f}"), 3)  # of the two scores as the page writes them
    level = abs(gap) <= 0.02
    assert found["run"] == (True, "The experiment has run: yes, both losses.")
    answer = "yes" if level else "not yet"
    assert found["level"] == (level, f"At most 0.02 apart at iteration 25: {answer}, {jaccard:.3f} against {dice:.3f}.")
    said = sentence(page, two_losses.SAY)
    assert ("Solved" in said) is level
    apart = f"{abs(gap):.3f} {'ahead of' if gap > 0 else 'behind'}"
    assert said.startswith(
        f"J is {jaccard:.3f} for soft Jaccard at iteration 25, {apart if gap else 'level with'} soft Dice."
    )
    assert ("does any learning rate make up for it?" in said) is (values.get("gradient") == "printed")
    marked = next(each for each in page.figures["race"]["data"] if each["mode"] == "markers")
    assert (marked["x"], marked["y"]) == ([25, 25], pytest.approx([dice, jaccard]))


def test_before_the_experiment_only_soft_dice_is_drawn() -> None:
    assert {name: met for name, (met, _) in checks(shown(two_losses), two_losses.CHECKS).items()} == {
        "run": False,
        "level": False,
    }
    lines = [each for each in shown(two_losses).figures["race"]["data"] if each["mode"] == "lines"]
    assert [each["name"] for each in lines] == ["soft Dice"]
    assert sentence(shown(two_losses), two_losses.SAY) == (
        "J is 0.580 for soft Dice at iteration 25, with the learning rate 1. Soft Jaccard waits with the learning rate 1.00 "
        "and the exact gradient."
    )
    assert sentence(shown(two_losses, gradient="printed"), two_losses.SAY).endswith("1.00 and the gradient as printed.")


def test_what_the_third_answer_says_of_learning_rates_holds_and_no_printed_one_solves() -> None:
    def solves(gradient: str) -> list[float]:
        return [r for r in two_losses.RATE.values() if abs(two_losses.run(r, gradient, 42).gap(25)) <= 0.02]

    assert [solves("exact")[k] for k in (0, -1)] == [1.25, 1.5]
    assert "the learning rates from 1.25 to 1.50" in prose()
    assert len(solves("exact")) == 6, "and all between"
    assert solves("printed") == []
    assert all(met for met, _ in checks(shown(two_losses, **two_losses.ANSWER), two_losses.CHECKS).values())


def test_a_change_is_answered_quickly() -> None:
    """The time that the server computes, in the 95th percentile; a state is new each time, and nothing is kept of it."""
    times = []
    for k in range(40):
        start = time.process_time()
        shown(same_accuracy, first=some(10, k))
        shown(micro_and_macro, labels=some(18, k))
        shown(two_losses, run="yes", rate=two_losses.RATE.at(k), seed=k)
        times.append(time.process_time() - start)
    assert np.percentile(times, 95) < 0.15


def test_soft_dice_and_soft_jaccard_end_at_the_same_score() -> None:
    jaccard, dice = rows(two_losses.answer()[0])
    assert jaccard[1:6] == dice[1:6] == ["23", "3", "5", "0.742", "0.852"]
    descent = rows(two_losses.answer()[1])
    assert [row[0] for row in descent] == [str(step) for step in two_losses.LOOKED_AT]
    early, last = descent[2], descent[-1]
    assert early[0] == "25"
    assert float(early[2]) > float(early[1]), "the page says that soft Dice takes the longer steps on the way"
    assert last[0] == "400"
    assert float(last[2]) < float(last[1]), "the page says that soft Dice ends a little lower"


def test_the_models_are_those_after_400_iterations() -> None:
    data = core.training_data()
    table = two_losses.answer()[0]
    assert table.caption == "Both models on the 300 items of the test set, after 400 iterations"
    for row, loss in zip(table.rows, two_losses.LOSSES.values(), strict=True):
        fit = core.fit_logistic(data.X_train, data.y_train, loss=loss, learning_rate=1.0, iterations=400)
        best = core.best_exact(data.y_test, core.predict_proba(data.X_test, fit.weights))
        assert row[-2:] == pytest.approx([best.threshold, best.score], abs=1e-12)


def test_soft_dice_is_what_the_answer_says_of_soft_jaccard() -> None:
    data = core.training_data()
    fit = core.fit_logistic(data.X_train, data.y_train, loss="soft_dice", learning_rate=1.0)
    z = data.X_train @ fit.weights
    j = core.soft_jaccard(data.y_train, core.sigmoid(z))
    assert 1 - core.soft_dice_loss(data.y_train, z).value == pytest.approx(2 * j / (1 + j))
    slopes = core.soft_dice_loss(data.y_train, z).gradient / core.soft_jaccard_loss(data.y_train, z).gradient
    assert slopes == pytest.approx(2 / (1 + j) ** 2)


def test_what_the_answer_states_about_200_seeds_holds() -> None:
    descents = [core.Descent(loss, 1.0) for loss in two_losses.LOSSES.values()]
    at_once = core.train_on_seeds(range(200), descents).at_half
    assert [f"{mean:.3f}" for mean in at_once.mean(axis=0)] == ["0.653", "0.653"]
    assert (at_once[:, 0] == at_once[:, 1]).sum() == 160
    assert "the same mean J at the threshold 0.5, which is 0.653. For 160 of the 200 seeds" in prose()
    # each model alone, as the page fits it
    seeds, scores = spread(range(200), 12), []
    for seed in seeds:
        data = core.training_data(seed=seed)
        fits = [
            core.fit_logistic(data.X_train, data.y_train, loss=loss, learning_rate=1.0, record_every=400)
            for loss in two_losses.LOSSES.values()
        ]
        scores.append([score_at_half(data, fit) for fit in fits])
    assert scores == at_once[seeds].tolist()


def score_at_half(data: core.TrainingData, fit: core.Fit) -> float:
    counts = core.confusion_counts(data.y_test, core.predict_proba(data.X_test, fit.weights) >= 0.5)
    return float(core.jaccard(counts))


def test_every_link_opens_a_section_in_a_state_that_it_has() -> None:
    sections = {section.path: section for section in LESSONS}
    assert len(links()) >= 6
    for link in links():
        address = urlparse(link)
        section = sections[address.path]
        given: dict[str, Any] = {
            key: values[0] for key, values in parse_qs(address.query, keep_blank_values=True).items()
        }
        values = section.state.read(given).values()
        assert href(section.path, section.state, **{key: values[key] for key in given}) == link


def test_what_a_preset_promises_is_there() -> None:
    equal = shown(same_accuracy, first=(0, 1), second=(0, 2))
    assert checks(equal, same_accuracy.CHECKS)["jaccard"][1].endswith("they differ by 0.000.")
    assert checks(equal, same_accuracy.CHECKS)["accuracy"][0]
    apart = checks(shown(same_accuracy, first=(), second=(0, 1, 2)), same_accuracy.CHECKS)
    assert (apart["accuracy"][0], apart["jaccard"][0]) == (False, True)
    perfect = shown(micro_and_macro, predicted=micro_and_macro.TRUE.default)
    assert "micro is 1.000 and macro is 1.000" in checks(perfect, micro_and_macro.CHECKS)["above"][1]
    below = checks(shown(micro_and_macro, predicted=(1, 5, 10)), micro_and_macro.CHECKS)["apart"][1]
    assert "micro − macro = −" in below


def test_hints_and_answers_start_folded() -> None:
    folds = [c for each in EACH for c in components(each.layout()) if type(c).__name__ == "Details"]
    named = {text_of(fold.children[0]): fold for fold in folds}
    steps = {name: fold for name, fold in named.items() if name.startswith(("Hint", "One more hint", "Worked answer"))}
    assert len(steps) == 9, "a screen reader hears which task a fold belongs to"
    assert not any(getattr(fold, "open", None) for fold in steps.values())
    for title in (same_accuracy.TITLE, micro_and_macro.TITLE, two_losses.TITLE):
        assert f"One more hint of: {title}" not in text_of(named[f"Hint of: {title}"]), "one step at a time"


def test_the_tables_have_the_numbers_of_the_figures() -> None:
    labels, scores = shown(same_accuracy, true=(0, 1), first=(1, 2), second=()).tables["table"]
    assert [row[1:] for row in rows(labels)][:3] == [["1", "0", "0"], ["1", "1", "0"], ["0", "1", "0"]]
    assert rows(scores) == [
        ["first", "1", "1", "1", "7", "0.800", "0.333"],
        ["second", "0", "0", "2", "8", "0.800", "0.000"],
    ]
    averages, race = (shown(micro_and_macro).tables["table"], shown(two_losses, run="yes").tables["table"])
    assert isinstance(averages, Table)
    assert [row[-1] for row in rows(averages)] == ["0.833", "0.500", "1.000", "0.778", "0.778"]
    assert isinstance(race, Table)
    assert ["25", "0.580", "0.469"] in rows(race)
    before = shown(two_losses).tables["table"]
    assert isinstance(before, Table)
    assert ["25", "0.580"] in rows(before)
