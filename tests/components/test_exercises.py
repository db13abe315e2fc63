from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from components.url import bounded, href
from components.view import Target
from sklearn import metrics

import core
from callbacks import exercises as wires
from components.sections import averaging, binary, exercises
from components.sections.exercises import Id, photos, predictions, view
from components.shell import SECTIONS
from tests.conftest import components, identified


def rows(id: Id) -> list[list[str]]:
    """The body of a table as text."""
    (body,) = (c for c in components(view().parts[Target(id)]) if type(c).__name__ == "Tbody")
    return [[str(cell.children) for cell in row.children] for row in body.children]


def links() -> list[str]:
    return [c.href for c in components(exercises.layout()) if type(c).__name__ == "Link"]


def test_the_first_answer_has_one_accuracy_and_three_scores() -> None:
    found = {row[0]: row[1:] for row in rows(Id.ACCURACY)}
    for name, (true, pred) in predictions().items():
        tn, fp, fn, tp = metrics.confusion_matrix(true, pred).ravel()
        j = metrics.jaccard_score(true, pred)
        assert found[name] == [*map(str, (tp, fp, fn, tn)), f"{metrics.accuracy_score(true, pred):.3f}", f"{j:.3f}"]
        assert fp + fn == 10
    assert {row[4] for row in found.values()} == {"0.900"}
    assert [row[5] for row in found.values()] == ["0.000", "0.333", "0.500"]


def test_the_second_answer_has_micro_high_and_macro_low() -> None:
    true, pred = photos()
    assert true.shape == (100, 3)
    found = {row[0]: row[1:] for row in rows(Id.AVERAGES)}
    for name in ("micro", "macro", "weighted"):
        assert found[name][-1] == f"{metrics.jaccard_score(true, pred, average=name):.3f}"
    for k, name in enumerate(exercises.THINGS):
        _, fp, fn, tp = metrics.confusion_matrix(true[:, k], pred[:, k]).ravel()
        assert found[name] == [*map(str, (tp + fn, tp, fp, fn)), f"{metrics.jaccard_score(true[:, k], pred[:, k]):.3f}"]
        assert (tp, fp, fn) == exercises.THINGS[name]
    assert (found["micro"][-1], found["macro"][-1]) == ("0.917", "0.322")


def test_soft_dice_and_soft_jaccard_end_at_the_same_score() -> None:
    jaccard, dice = rows(Id.LOSSES)
    assert jaccard[1:6] == dice[1:6] == ["23", "3", "5", "0.7419354838709677", "0.852"]
    assert [row[0] for row in rows(Id.DESCENT)] == [str(step) for step in exercises.LOOKED_AT]
    early = rows(Id.DESCENT)[2]
    assert early[0] == "25"
    assert float(early[2]) > float(early[1]), "the page says that soft Dice is ahead on the way"


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
            for loss in exercises.LOSSES.values()
        ]
        scores.append([score_at_half(data, fit) for fit in fits])
    assert [f"{mean:.3f}" for mean in np.mean(scores, axis=0)] == ["0.653", "0.653"]
    assert sum(a == b for a, b in scores) == 160


def score_at_half(data: core.TrainingData, fit: core.Fit) -> float:
    counts = core.confusion_counts(data.y_test, core.predict_proba(data.X_test, fit.weights) >= 0.5)
    return float(core.jaccard(counts))


def test_every_link_opens_a_section_in_a_state_that_it_has() -> None:
    sections = {section.PATH: section for section in SECTIONS}
    assert len(links()) >= 6
    for link in links():
        address = urlparse(link)
        section = sections[address.path]
        given: dict[str, Any] = {
            key: values[0] for key, values in parse_qs(address.query, keep_blank_values=True).items()
        }
        values = bounded(section.PARAMS, given)
        assert href(section.PATH, section.PARAMS, **{key: values[key] for key in given}) == link


def test_the_linked_states_show_what_the_answers_say() -> None:
    small = {}
    for link in links():
        address = urlparse(link)
        given = {key: values[0] for key, values in parse_qs(address.query, keep_blank_values=True).items()}
        if address.path == binary.PATH and given:
            values = bounded(binary.PARAMS, given)
            true, pred = (np.isin(range(6), values[key]) for key in ("true", "pred"))
            small[metrics.jaccard_score(true, pred)] = metrics.accuracy_score(true, pred)
        if address.path == averaging.PATH and given:
            values = bounded(averaging.PARAMS, given)
            true, pred = (np.isin(range(12), values[key]).reshape(4, 3) for key in ("true", "pred"))
            assert metrics.jaccard_score(true, pred, average="micro") == pytest.approx(2 / 3)
            assert metrics.jaccard_score(true, pred, average="macro", zero_division=0) == pytest.approx(1 / 3)
    assert small == {0.0: 0.5, 0.5: 0.5}


def test_hints_and_answers_start_folded() -> None:
    folds = [c for c in components(exercises.layout()) if type(c).__name__ == "Details"]
    assert len(folds) == 6
    assert not any(getattr(fold, "open", None) for fold in folds)
    names = ["".join(str(getattr(part, "children", part)) for part in fold.children[0].children) for fold in folds]
    assert len(set(names)) == 6, "a screen reader hears which task a fold belongs to"


def test_the_page_has_no_controls_and_no_wires() -> None:
    class NoApp:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"app.{name} is used")

    wires.register(NoApp())  # type: ignore[arg-type]
    page = identified(exercises.layout(unknown="1"))
    assert "exercises-reset" not in page
    assert view().frames["axes"] == []
