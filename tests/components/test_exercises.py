from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from dash import dcc, html
from sklearn import metrics

import core
from components.course import SECTIONS
from components.live.target import Target
from components.markup.table import Table
from components.page import TablePlace
from components.sections import averaging, binary
from components.sections.exercises import SECTION, micro_and_macro, same_accuracy, two_losses
from components.sections.exercises.micro_and_macro import THINGS, photos
from components.sections.exercises.same_accuracy import predictions
from components.state import State, href
from tests.conftest import components, identified

SHOWN = SECTION.show(State())


def rows(place: TablePlace) -> list[list[str]]:
    """The body of a table as text."""
    table = SHOWN.tables[place.id]
    assert isinstance(table, Table)
    return [[str(table.text(value, k)) for k, value in enumerate(row)] for row in table.rows]


def links() -> list[str]:
    return [c.href for c in components(SECTION.layout()) if isinstance(c, dcc.Link)]


def prose() -> str:
    """The paragraphs of the page."""
    return " ".join(text_of(c) for c in components(SECTION.layout()) if isinstance(c, html.P))


def text_of(part: Any) -> str:
    if isinstance(part, list | tuple):
        return "".join(map(text_of, part))
    return text_of(part.children) if hasattr(part, "children") else str(part)


def test_the_first_answer_has_one_accuracy_and_three_scores() -> None:
    found = {row[0]: row[1:] for row in rows(same_accuracy.TABLE)}
    for name, (true, pred) in predictions().items():
        tn, fp, fn, tp = metrics.confusion_matrix(true, pred).ravel()
        j = metrics.jaccard_score(true, pred)
        assert found[name] == [*map(str, (tp, fp, fn, tn)), f"{metrics.accuracy_score(true, pred):.3f}", f"{j:.3f}"]
        assert fp + fn == 10
    assert {row[4] for row in found.values()} == {"0.900"}
    assert [row[5] for row in found.values()] == ["0.000", "0.333", "0.500"]
    assert "makes 10 errors, FP and FN together. So each is right 90 times" in prose()
    assert "The last one has 10 TN fewer, and 10 TP in their place." in prose()
    first, _, last = ([int(count) for count in row[:4]] for row in found.values())
    assert np.subtract(last, first).tolist() == [10, 10, -10, -10]


def test_the_second_answer_has_micro_high_and_macro_low() -> None:
    true, pred = photos()
    assert true.shape == (100, 3)
    found = {row[0]: row[1:] for row in rows(micro_and_macro.TABLE)}
    for name in ("micro", "macro", "weighted"):
        assert found[name][-1] == f"{metrics.jaccard_score(true, pred, average=name):.3f}"
    for k, name in enumerate(THINGS):
        _, fp, fn, tp = metrics.confusion_matrix(true[:, k], pred[:, k]).ravel()
        assert found[name] == [*map(str, (tp + fn, tp, fp, fn)), f"{metrics.jaccard_score(true[:, k], pred[:, k]):.3f}"]
        assert (tp, fp, fn) == THINGS[name]
    assert (found["micro"][-1], found["macro"][-1]) == ("0.917", "0.322")
    union, sky = int((true | pred).sum()), int((true | pred)[:, 0].sum())
    assert f"has {union} cells, and {sky} of them belong to sky" in prose()


def test_soft_dice_and_soft_jaccard_end_at_the_same_score() -> None:
    jaccard, dice = rows(two_losses.TRAINED)
    assert jaccard[1:6] == dice[1:6] == ["23", "3", "5", "0.7419354838709677", "0.852"]
    descent = rows(two_losses.DESCENT)
    assert [row[0] for row in descent] == [str(step) for step in two_losses.LOOKED_AT]
    early, last = descent[2], descent[-1]
    assert early[0] == "25"
    assert float(early[2]) > float(early[1]), "the page says that soft Dice takes the longer steps on the way"
    assert last[0] == "400"
    assert float(last[2]) < float(last[1]), "the page says that soft Dice ends a little lower"


def test_the_models_are_those_after_400_iterations() -> None:
    data = core.training_data()
    table = SHOWN.tables[two_losses.TRAINED.id]
    assert isinstance(table, Table)
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
    scores = []
    for seed in range(200):
        data = core.training_data(seed=seed)
        fits = [
            core.fit_logistic(data.X_train, data.y_train, loss=loss, learning_rate=1.0, record_every=400)
            for loss in two_losses.LOSSES.values()
        ]
        scores.append([score_at_half(data, fit) for fit in fits])
    assert [f"{mean:.3f}" for mean in np.mean(scores, axis=0)] == ["0.653", "0.653"]
    assert sum(a == b for a, b in scores) == 160
    assert "the same mean J at the threshold 0.5, which is 0.653. For 160 of the 200 seeds" in prose()


def score_at_half(data: core.TrainingData, fit: core.Fit) -> float:
    counts = core.confusion_counts(data.y_test, core.predict_proba(data.X_test, fit.weights) >= 0.5)
    return float(core.jaccard(counts))


def test_every_link_opens_a_section_in_a_state_that_it_has() -> None:
    sections = {section.path: section for section in SECTIONS}
    assert len(links()) >= 6
    for link in links():
        address = urlparse(link)
        section = sections[address.path]
        given: dict[str, Any] = {
            key: values[0] for key, values in parse_qs(address.query, keep_blank_values=True).items()
        }
        values = section.state.read(given).values()
        assert href(section.path, section.state, **{key: values[key] for key in given}) == link


def test_the_linked_states_show_what_the_answers_say() -> None:
    small = {}
    for link in links():
        address = urlparse(link)
        given = {key: values[0] for key, values in parse_qs(address.query, keep_blank_values=True).items()}
        if address.path == binary.SECTION.path and given:
            values = binary.SECTION.state.read(given).values()
            true, pred = (np.isin(range(6), values[key]) for key in ("true", "pred"))
            small[metrics.jaccard_score(true, pred)] = metrics.accuracy_score(true, pred)
        if address.path == averaging.SECTION.path and given:
            values = averaging.SECTION.state.read(given).values()
            true, pred = (np.isin(range(12), values[key]).reshape(4, 3) for key in ("true", "pred"))
            assert metrics.jaccard_score(true, pred, average="micro") == pytest.approx(2 / 3)
            assert metrics.jaccard_score(true, pred, average="macro", zero_division=0) == pytest.approx(1 / 3)
    assert small == {0.0: 0.5, 0.5: 0.5}


def test_hints_and_answers_start_folded() -> None:
    folds = [c for c in components(SECTION.layout()) if type(c).__name__ == "Details"]
    assert len(folds) == 6
    assert not any(getattr(fold, "open", None) for fold in folds)
    names = ["".join(str(getattr(part, "children", part)) for part in fold.children[0].children) for fold in folds]
    assert len(set(names)) == 6, "a screen reader hears which task a fold belongs to"


def test_the_page_has_no_controls_and_no_wires(app: Any) -> None:
    page = identified(SECTION.layout({"unknown": "1"}))
    assert "exercises-reset" not in page
    assert SHOWN.frames["axes"] == []
    assert not [c for c in app._callback_list if "exercises-" in c["output"] or "exercises-" in str(c["inputs"])]


def test_a_task_can_be_shown_alone() -> None:
    alone = identified(SECTION.alone("two-losses"))
    assert {"exercises-losses", "exercises-descent", "exercises-source"} <= alone.keys()
    assert "exercises-accuracy" not in alone
    assert {Target("losses"), Target("descent")} <= set(SECTION.targets)
