"""Predict, then reveal: every question has one right answer, and the answer is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import dash_bootstrap_components as dbc
import numpy as np
import pytest
from dash import dcc
from dash.development.base_component import Component

import core
from components.course import LESSONS
from components.lessons.averaging import multiclass
from components.lessons.pitfalls import rare_class
from components.lessons.thresholds import cut
from components.live.view import View, show
from components.page import Lesson, Predict
from components.page import predict as module
from components.state import State
from tests.conftest import components, identified

CSS = (Path(__file__).parents[2] / "assets" / "style.css").read_text(encoding="utf-8")
GUESSES = {"up": "It rises.", "down": "It falls.", "stays": "It does not move."}


def laid_out(question: Predict) -> Component:
    """The question on a page of its own, the section s."""
    return question.layout(show("s", "/s", State(), View(), (), {}))


def answers(card: Component) -> list[Component]:
    return [c for c in components(card) if (getattr(c, "className", None) or "").split()[:1] == ["answer"]]


def test_each_guess_has_its_answer_at_the_same_place_and_one_is_right() -> None:
    card = laid_out(Predict("Which way?", GUESSES, right="down"))
    radios: Any = identified(card)["s-predict"]
    assert isinstance(radios, dbc.RadioItems)
    assert [option["label"] for option in radios.options] == list(GUESSES)
    assert getattr(radios, "value", None) is None  # nothing is guessed for the reader
    verdicts = [answer.children for answer in answers(card)]
    assert [why for _, why in verdicts] == list(GUESSES.values())
    assert [verdict.children for verdict, _ in verdicts] == [module.WRONG, module.RIGHT, module.WRONG]


def test_the_guesses_are_one_group_with_the_question_as_its_name() -> None:
    card = laid_out(Predict("Which way?", GUESSES, right="up"))
    group = next(c for c in components(card) if getattr(c, "role", None) == "radiogroup")
    question = identified(card)[getattr(group, "aria-labelledby")]
    assert question.children[-1] == "Which way?"
    assert identified(card)["s-predict"].name == "s-predict"  # without a name the arrow keys would not move


@pytest.mark.parametrize(
    ("guesses", "right"),
    [(GUESSES, "sideways"), ({"up": "It rises."}, "up"), ({str(i): "" for i in range(5)}, "0")],
    ids=["the right one is no guess", "no choice", "too many"],
)
def test_a_question_that_cannot_be_answered_is_an_error(guesses: dict[str, str], right: str) -> None:
    with pytest.raises(ValueError, match="must be one of 2 to 4 guesses"):
        Predict("Which way?", guesses, right=right)


def test_the_style_sheet_reveals_the_answer_of_every_place() -> None:
    rule = r"\.predict:has\(\.form-check:nth-child\((\d)\) :checked\) \.answer:nth-child\(\1\)"
    assert re.findall(rule, CSS) == [str(place) for place in range(1, module.MOST + 1)]


def asked(section: Lesson[Any]) -> list[Component]:
    return [c for c in components(section.layout()) if getattr(c, "className", None) == "predict"]


ASKING = [section for section in LESSONS if asked(section)]


@pytest.mark.parametrize("section", ASKING, ids=lambda s: s.name)
def test_the_link_to_the_state_that_settles_it_opens_that_state(section: Lesson[Any]) -> None:
    for link in (c for card in asked(section) for c in components(card) if isinstance(c, dcc.Link)):
        address = urlsplit(link.href)
        to = next(other for other in LESSONS if address.path == other.path)
        given = dict(parse_qsl(address.query, keep_blank_values=True))
        assert given.keys() <= {p.key for p in to.params}
        found = to.state.read(given).values()
        assert {p.key: p.text(found[p.key]) for p in to.params if p.key in given} == given


def test_every_lesson_of_the_core_asks_a_question_but_for_a_few() -> None:
    silent = {lesson.path for lesson in LESSONS if not (lesson.further or lesson.question)}
    assert silent == {
        "/exercises/1",
        "/exercises/2",
    }


def right_guess(section: Lesson[Any], question: str = "predict") -> str:
    id = f"{section.name}-{question}"
    (card,) = (each for each in asked(section) if id in identified(each))
    radios: Any = identified(card)[id]
    verdicts = [answer.children[0].children for answer in answers(card)]
    return str(radios.options[verdicts.index(module.RIGHT)]["label"])


# ---- the answers, from core alone ----


def j(tp: int, fp: int, fn: int) -> float:
    return float(core.jaccard(core.Counts(tp, fp, fn, 0)))


def at(path: str) -> Lesson[Any]:
    return next(section for section in LESSONS if path == section.path)


def test_home() -> None:
    assert right_guess(at("/")) == "two thirds"
    assert j(2, 1, 1) == 0.5
    scores = {shared: j(shared, 50 - shared, 50 - shared) for shared in range(51)}
    assert sorted(scores, key=lambda shared: abs(scores[shared] - 0.5))[:2] in ([33, 34], [34, 33])
    assert scores[25] == pytest.approx(1 / 3)
    assert round(scores[38], 3) == 0.613


def test_sets() -> None:
    assert right_guess(at("/sets")) == "1/3"
    assert core.set_jaccard({0, 1, 2, 3}, {2, 3, 4, 5}) == pytest.approx(1 / 3)


def test_sets_of_goods_and_words() -> None:
    assert right_guess(at("/sets/baskets")) == "0.2"
    assert core.set_jaccard(range(2), range(10)) == 0.2
    assert right_guess(at("/sets/words")) == "1"
    one, other = map(core.words, ("The dog bit the man.", "The man bit the dog."))
    assert set(one) == set(other) == {"the", "dog", "bit", "man"}


def test_binary() -> None:
    assert right_guess(at("/binary")) == "accuracy 5/6, Jaccard 0"
    missed = core.confusion_counts([0, 0, 1, 0, 0, 0], [0] * 6)
    assert (core.accuracy(missed), core.jaccard(missed)) == (pytest.approx(5 / 6), 0)


def test_masks() -> None:
    def kept(radius: int) -> float:
        return core.iou(*(core.circle_mask((40, 40), cx=cx, cy=20, r=radius) for cx in (14, 16)))

    assert right_guess(at("/masks")) == "the large one"
    assert kept(10) > kept(3)


def test_a_million_true_negatives() -> None:
    assert right_guess(at("/true-negatives/million")) == "about 10,000"
    by_tn = {tn: float(core.accuracy(core.Counts(10, 5, 5, tn))) for tn in (1000, 9979, 9980, 10**6)}
    assert by_tn[9979] < 0.999 <= by_tn[9980]
    assert (round(by_tn[1000], 3), round(by_tn[10**6], 5)) == (0.990, 0.99999)


def test_a_border_one_pixel_wider() -> None:
    def wider(radius: int) -> float:
        return core.iou(*(core.circle_mask((40, 40), cx=20, cy=20, r=r) for r in (radius, radius + 1)))

    assert right_guess(at("/masks/border")) == "about 0.59"
    assert [core.circle_mask((40, 40), cx=20, cy=20, r=r).sum() for r in (3, 4)] == [29, 29 + 20]
    assert [round(wider(r), 2) for r in (3, 6, 12)] == [0.59, 0.76, 0.83]
    assert round(wider(3), 3) == 0.592


def test_errors() -> None:
    assert right_guess(at("/errors")) == "both the same"
    assert j(10, 10, 5) == j(10, 5, 10)
    assert right_guess(at("/errors/positives")) == "to find 5 more"
    assert j(20, 10, 10) == 20 / 40
    assert (round(j(25, 10, 5), 3), round(j(20, 5, 10), 3)) == (0.625, 0.571)


def test_f1_of_two_models() -> None:
    assert right_guess(at("/f1/two-models")) == "B’s"
    even, uneven = [core.Counts(7, 3, 3, 0)] * 2, [core.Counts(10, 0, 0, 0), core.Counts(4, 6, 6, 0)]
    assert [core.f1(c) for c in even] == [0.7, 0.7]
    assert [core.f1(c) for c in uneven] == [1, 0.4]
    mean = [core.average([core.jaccard(c) for c in labels]) for labels in (even, uneven)]
    assert [round(each, 3) for each in mean] == [0.538, 0.625]


def test_averaging() -> None:
    assert right_guess(at("/averaging")) == "macro"
    labels = core.Counts(np.array([4, 4, 0]), np.zeros(3, int), np.array([0, 0, 1]), np.array([0, 0, 3]))
    macro, micro = core.average(core.jaccard(labels)), core.jaccard(labels.sum())
    assert macro == pytest.approx(2 / 3)
    assert micro == core.average(core.jaccard(labels), weights=labels.support) == pytest.approx(8 / 9)


def test_averaging_of_classes() -> None:
    assert right_guess(at("/averaging/classes")) == "lower"
    first = multiclass.Multiclass()
    pairs = list(zip(first.y_true, first.y_pred, strict=True))
    right = sum(true == pred for true, pred in pairs)
    assert (right, len(pairs)) == (4, 6)
    assert core.jaccard_score(first.y_true, first.y_pred, average="micro") == right / (right + 2 * 2) == 4 / 8


def test_ranking_of_two_models() -> None:
    assert right_guess(at("/averaging/ranking")) == "yes"
    # an easy label that gets better, and a hard one that gets worse: two labels, of which each score says the same
    a = core.Counts(np.array([80, 20]), np.array([10, 40]), np.array([10, 40]), np.zeros(2, int))
    b = core.Counts(np.array([90, 13]), np.array([5, 43]), np.array([5, 44]), np.zeros(2, int))
    for score in (core.jaccard, core.f1):
        assert ((score(b) - score(a)) > 0).tolist() == [True, False]
    assert core.jaccard(b).mean() > core.jaccard(a).mean()
    assert core.f1(b).mean() < core.f1(a).mean()


def test_thresholds() -> None:
    def best(seed: int, prevalence: float, n: int = 400) -> float:
        drawn = core.scored_labels(seed=seed, n=n, prevalence=prevalence, separation=1.5)
        return core.best_on_grid(drawn.y_true, drawn.scores, cut.THRESHOLDS).threshold

    # as the answer to the drawing says of rarer positives
    assert best(42, 0.05) > best(42, 0.15)
    assert best(42, 0.05, n=5000) > best(42, 0.15, n=5000)
    seeds = range(20)
    assert sum(best(s, 0.05) for s in seeds) > sum(best(s, 0.15) for s in seeds)


def test_thresholds_of_spoilt_scores() -> None:
    assert right_guess(at("/thresholds/calibration")) == "the best threshold"
    drawn = core.scored_labels(n=5000)
    p = core.posterior(drawn, 0.15, 1.5)
    right, sure = (core.best_exact(drawn.y_true, core.recalibrated(p, temperature=by)) for by in (1, 0.5))
    assert right.score == sure.score
    assert abs(right.threshold - sure.threshold) > 0.1


def test_thresholds_without_labels() -> None:
    assert right_guess(at("/thresholds/without-labels")) == "without labels"
    found = core.thresholds_on_draws(1000, 50, seed=1)
    assert core.mean_interval(found.plug_in_j - found.labelled_j).low > 0.02
    assert found.positives.mean() == pytest.approx(8, abs=0.6)  # as the first answer says: about 8


def test_soft_jaccard() -> None:
    assert right_guess(at("/soft-jaccard/test")) == "no"
    data = core.training_data(seed=42)
    printed = core.fit_logistic(data.X_train, data.y_train, loss="soft_jaccard", learning_rate=1 / 700, l2=7)
    p = core.predict_proba(data.X_test, printed.weights)
    assert (round(p.min(), 3), round(p.max(), 3)) == (0.491, 0.515)
    assert round(j_at(data.y_test, p, 0.5), 3) == 0.175
    best = core.best_exact(data.y_test, p)
    assert (round(best.threshold, 3), round(best.score, 3)) == (0.507, 0.767)


def test_a_gradient_divided_by_the_number_of_items() -> None:
    assert right_guess(at("/soft-jaccard")) == "near its start"
    data = core.training_data(seed=42)
    X, y = data.X_train, data.y_train
    printed = core.fit_logistic(X, y, loss="soft_jaccard", learning_rate=1 / 700, l2=7)
    # the slope of 1 - soft J at the start, where every p is 0.5, by its formula
    p = np.full(len(y), 0.5)
    inter, union = (y * p).sum(), (y + p - y * p).sum()
    by_p = np.where(y == 1, 1 / union, -inter / union**2)
    first_step = X.T @ (by_p * p * (1 - p))
    assert np.linalg.norm(printed.weights) < np.linalg.norm(first_step)
    shares = [y.mean(), j_at(y, 1 / (1 + np.exp(-(X @ printed.weights))), 0.5)]
    assert shares[1] - shares[0] < 0.1
    assert (
        j_at(y, 1 / (1 + np.exp(-(X @ core.fit_logistic(X, y, loss="soft_jaccard", learning_rate=1.0).weights))), 0.5)
        > 0.6
    )


def test_the_best_threshold_of_a_test_set_on_new_items() -> None:
    assert right_guess(at("/soft-jaccard/threshold")) == "worse"
    gaps = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        sets = [(y := rng.binomial(1, 0.1, n), rng.normal(size=n) + 2 * y) for n in (300, 20_000)]
        (y, x), (many, new) = sets
        best = max(x, key=lambda t: j_at(y, x, t))
        gaps.append(j_at(y, x, best) - j_at(many, new, best))
    assert np.mean(gaps) > 3 * np.std(gaps) / 40**0.5


def test_own_thresholds_over_many_seeds() -> None:
    assert right_guess(at("/soft-jaccard/seeds")) == "cannot be told"
    differences: dict[str, list[float]] = {"at 0.5": [], "own": []}
    for seed in range(40):
        data = core.training_data(seed=seed)
        scores: dict[str, list[float]] = {"at 0.5": [], "own": []}
        for options in ({"learning_rate": 0.2}, {"loss": "soft_jaccard", "learning_rate": 1.0}):
            w = core.fit_logistic(data.X_train, data.y_train, record_every=400, **options).weights  # type: ignore[arg-type]
            train, test = (1 / (1 + np.exp(-(X @ w))) for X in (data.X_train, data.X_test))
            own = core.best_exact(data.y_train, train).threshold
            scores["at 0.5"].append(j_at(data.y_test, test, 0.5))
            scores["own"].append(j_at(data.y_test, test, own))
        for name, (log, soft) in scores.items():
            differences[name].append(soft - log)
    half, own_mean = (np.array(each) for each in differences.values())
    assert half.mean() > 2.1 * half.std() / 40**0.5
    assert abs(own_mean.mean()) < 2 * own_mean.std() / 40**0.5
    assert own_mean.mean() < half.mean() / 2


def test_pitfalls() -> None:
    assert right_guess(at("/pitfalls/empty")) == "undefined"
    assert right_guess(at("/pitfalls/threshold")) == "less"
    assert right_guess(at("/pitfalls/rare-class")) == "macro"
    assert (f"{90 / 110:.3f}", f"{90 / 100 / 2:.3f}") == (rare_class.MICRO, rare_class.MACRO)
    assert right_guess(at("/pitfalls/errors")) == "precision"
    alarms, misses = core.Counts(10, 10, 0, 30), core.Counts(10, 0, 10, 30)
    for same in (core.jaccard, core.f1, core.accuracy):
        assert same(alarms) == same(misses)
    assert core.precision(alarms) < core.precision(misses)


def j_at(y: Any, p: Any, t: float) -> float:
    return float(core.jaccard(core.confusion_counts(y, core.predict_at(p, t))))


def test_exercises() -> None:
    def at_25(rate: float, gradient: Any = "exact") -> tuple[float, float]:
        data = core.training_data(seed=42)
        descents = [core.Descent("soft_jaccard", rate, gradient=gradient), core.Descent("soft_dice", 1.0)]
        jaccard, dice = core.fit_side_by_side(data.X_train, data.y_train, descents, iterations=26, record_every=25)
        return round(jaccard.history.jaccard[-1], 3), round(dice.history.jaccard[-1], 3)

    assert right_guess(at("/exercises/3"), "ahead") == "between 1 and 2"
    assert (at_25(1), at_25(2)) == ((0.469, 0.580), (0.678, 0.580))
    assert at_25(1.3)[0] == pytest.approx(at_25(1.3)[1], abs=0.02)
    assert at_25(1, gradient="printed")[0] == 0.206
    assert at_25(5, gradient="printed")[0] < 0.21
