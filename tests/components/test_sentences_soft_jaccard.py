"""What the lessons on training say in random states, against scores, intervals and thresholds that are computed here."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import jaccard_score

from components.lessons.soft_jaccard import chosen as choice
from components.lessons.soft_jaccard import evaluation, seeds, training
from components.lessons.soft_jaccard.models import RATE, Models, Settings, trained
from components.lessons.soft_jaccard.seeds import Repeated
from components.lessons.soft_jaccard.training import Training
from components.page import Lesson
from tests.components.sentences import found, number, sentences, states
from tests.states import every

# States in which a sentence was wrong, or takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {},
    {"seed": 8},
    {"mislabelled": 0.1},
    {"second": "lovasz_hinge"},
    {"n": 100, "prevalence": 0.02},
    {"second": "soft_jaccard", "second_rate": 5.0, "gradient": "exact", "l2": 0.1},
    {"first": "soft_jaccard", "rate": 1.0},
    {"first": "soft_dice", "rate": 3.3, "third_rate": 5.0, "l2": 0.075, "n": 100, "prevalence": 0.02, "seed": 1},
]
ALL = [
    *(Training(**values) for values in KNOWN),
    *states(training.LESSON, 5),
]
each_state = pytest.mark.parametrize("state", ALL, ids=str if every() else None)
NUMBER = r"([−+]?\d[\d,]*(?:\.\d+)?(?:e−\d+)?)"


@cache
def said(lesson: Lesson[Any], state: Settings) -> dict[str, str]:
    """What a lesson says with these settings of the training."""
    return sentences(lesson, lesson.show(lesson.state.read(state.values())))


def probabilities(state: Models, part: str) -> list[NDArray[np.float64]]:
    """What each model gives the items of a part of the data."""
    data, fits, *_ = trained(state.recipe)
    return [1 / (1 + np.exp(-getattr(data, f"X_{part}") @ fit.weights)) for fit in fits]


def best(y: NDArray[np.int64], p: NDArray[np.float64]) -> tuple[float, float]:
    """The highest J of all thresholds, and the lowest threshold with it, one by one."""
    scores = [((hits := np.count_nonzero(y[p >= t])) / (np.count_nonzero(p >= t) + y.sum() - hits), -t) for t in p]
    j, threshold = max(scores)
    return j, -threshold


@each_state
def test_the_models_are_compared_by_their_scores(state: Training) -> None:
    texts, y = said(evaluation.LESSON, state), trained(state.recipe).data.y_test
    sentence, rest = texts["verdict"], texts["chance"]
    predicted = [p >= 0.5 for p in probabilities(state, "test")]
    scores = [jaccard_score(y, each, zero_division=0) for each in predicted]
    names = [model.name for model in state.models]
    first, *others = names
    written = [
        found(rf"^{re.escape(first[0].upper() + first[1:])} has J = {NUMBER} at", sentence)[0],
        *(found(rf"(?:,| and) {re.escape(name)} {NUMBER}(?: and |, |\.)", sentence)[0] for name in others),
    ]
    assert [number(text) for text in written] == pytest.approx(scores, abs=5.1e-4)
    assert len(set(written)) == len({round(score, 9) for score in scores}), "told apart, or the same"
    if "turns the conclusion round" in sentence:
        assert scores[1] < scores[0] < scores[-1]
    else:
        sign = np.sign(round(scores[-1] - scores[0], 9))
        word = {1: "ahead of", -1: "behind", 0: "level with"}[int(sign)]
        assert f"The {['second', 'third'][len(names) - 2]} is {word} the first." in sentence
    if y.any():
        assert f"{'only ' if y.sum() < 100 else ''}{y.sum()} positive{'s' if y.sum() > 1 else ''}" in rest
    unions = [(int((y & each).sum()), int((y | each).sum())) for each in (predicted[0], predicted[-1])]
    first, last = (f"{tp} of {union}" if union else "0/0, taken as 0" for tp, union in unions)
    assert f"For {names[0]} J is {first}, and for {names[-1]} {last}." in rest


@each_state
def test_the_paired_interval_is_that_of_another_bootstrap(state: Training) -> None:
    texts, y = said(evaluation.LESSON, state), trained(state.recipe).data.y_test
    sentence, decided = texts["chance"], texts["test-set-decided"]
    if not y.any():
        assert "no positive, so this says nothing" in sentence
        assert "cannot be compared" in sentence
        assert "not yet" in decided
        return
    first, *_, last = (p >= 0.5 for p in probabilities(state, "test"))
    kinds = np.bincount(4 * y + 2 * last + first, minlength=8)
    drawn = np.random.default_rng(0).multinomial(len(y), kinds / len(y), 4000)
    with np.errstate(invalid="ignore"):
        j_last, j_first = (
            drawn[:, hits].sum(axis=1) / drawn[:, union].sum(axis=1)
            for hits, union in (([6, 7], [2, 3, 4, 5, 6, 7]), ([5, 7], [1, 3, 4, 5, 6, 7]))
        )
    # where 2.5 % of 1,000 other draws may lie
    lowest, low, high, highest = np.nanquantile(j_last - j_first, [0.008, 0.05, 0.95, 0.992])
    if "score alike" in sentence:
        assert (low, high) == (0, 0)
        return
    ends = found(rf"is {NUMBER}, with a 95 % paired interval from {NUMBER} to {NUMBER}\.", sentence)
    difference, lower, upper = map(number, ends)
    assert difference == pytest.approx(jaccard_score(y, last) - jaccard_score(y, first), abs=5.1e-4)
    assert lowest - 0.001 <= lower <= low + 0.001
    assert high - 0.001 <= upper <= highest + 0.001
    assert ("It has 0 in it" in sentence) == (lower <= 0 <= upper)
    assert ("It leaves 0 out" in sentence) == (not lower <= 0 <= upper) == ("yes" in decided)


@each_state
def test_a_gap_is_explained_by_what_makes_it(state: Training) -> None:
    texts, data = said(choice.LESSON, state), trained(state.recipe).data
    short, sentence, checked = texts["say"], f"{texts['each']} {texts['why']}", texts["chosen-kept"]
    triple = rf"{NUMBER}, {NUMBER} and {NUMBER}"
    promised, kept, gaps = (
        [number(text) for text in found(before + triple, sentence)] for before in ("J = ", "there, and ", "kept is ")
    )
    last = list(map(number, found(rf" is {NUMBER} on .* and {NUMBER} on .* difference is {NUMBER}\.", short)))
    assert last == [promised[-1], kept[-1], gaps[-1]]
    if gaps[-1]:
        assert ("yes" in checked) == (gaps[-1] < 0)
    labels = (data.y_train, data.y_validation, data.y_test)
    for part, y, text in zip(("train", "validation", "test"), labels, promised, strict=True):
        assert text == pytest.approx(best(y, probabilities(state, part)[0])[0], abs=5.1e-4)
    assert gaps == pytest.approx(np.subtract(promised, kept), abs=1.1e-3)
    if "suits just these items" in sentence:
        assert min(gaps) >= 0
    elif "without a positive" in sentence:
        assert not all(y.any() for y in labels)
    else:
        assert min(gaps) <= 0
        assert ("wrong labels" in sentence) == (state.mislabelled > 0 and min(gaps[:2]) <= 0)


def test_wrong_labels_lower_the_gaps_where_they_are() -> None:
    gaps = []
    for seed in range(30 if every() else 6):
        sentence = said(choice.LESSON, Models(mislabelled=0.1, seed=seed))["each"]
        gaps.append([number(text) for text in found(rf"kept is {NUMBER}, {NUMBER} and {NUMBER}", sentence)])
    training, validation, test = np.mean(gaps, axis=0)
    assert max(training, validation) < -0.1 < 0 < test


@each_state
def test_what_the_choice_of_a_threshold_costs_is_counted(state: Training) -> None:
    data, texts = trained(state.recipe).data, said(choice.LESSON, state)
    chosen = [best(data.y_train, p)[1] for p in probabilities(state, "train")]
    tests = probabilities(state, "test")
    tuned = [jaccard_score(data.y_test, p >= t - 1e-12, zero_division=0) for p, t in zip(tests, chosen, strict=True)]
    at_half = [jaccard_score(data.y_test, p >= 0.5, zero_division=0) for p in tests]
    of_all = best(data.y_test, tests[0])[0]
    high, low = map(number, found(rf"gives .* {NUMBER}\. .* reaches {NUMBER}\.", texts["tuned"]))
    assert (high, low) == pytest.approx((of_all, tuned[0]), abs=5.1e-5)
    assert ("flatters" in texts["tuned"]) == (high > low)
    assert ("differ less than" in texts["from-training"] and "not" not in texts["from-training"]) == (
        round(np.ptp(tuned), 9) < round(np.ptp(at_half), 9)
    )


@each_state
def test_what_is_said_of_the_training_is_true_of_its_records(state: Training) -> None:
    sentence, (data, fits, *_) = said(training.LESSON, state)["warning"], trained(state.recipe)
    for model, fit in zip(state.models, fits, strict=True):
        least, last = min(fit.history.loss), fit.history.loss[-1]
        settles = last <= least + max(0.02, 0.1 * least)
        assert (f"The loss of {model.name} was {least:.3f} and is {last:.3f}" in sentence) != settles
    if "A lower learning rate may" in sentence:
        assert any(model.descent.learning_rate > RATE.low for model in state.models)
    for part, y in (("training", data.y_train), ("test", data.y_test)):
        assert (f"no positive in the {part} set" in sentence) != y.any()


@each_state
def test_the_slopes_and_their_ratios_agree(state: Training) -> None:
    sentence = said(training.LESSON, state)["checked"]
    if state.second == "log":
        assert "same" in sentence
        return
    slope, exact, printed = map(
        number, found(rf"finite differences {NUMBER}, exact {NUMBER}, as printed {NUMBER}\.", sentence)
    )
    if "cannot be compared" in sentence:
        assert abs(exact) < 1e-6
        return
    items = len(trained(state.recipe).data.y_train)
    once, times, n = map(
        number, found(rf"is {NUMBER} times the exact one, and {NUMBER} times .* the {NUMBER} items\.", sentence)
    )
    assert n == items
    assert once == pytest.approx(slope / exact, rel=0.02, abs=0.06)
    assert times == pytest.approx(slope / printed, rel=0.02)
    assert ("kink" in sentence) == (times != items)
    if state.second != "lovasz_hinge":
        assert times == items, "only the hinge has kinks"


@pytest.mark.parametrize(
    "state",
    [
        Repeated(),
        Repeated(third="none"),
        *states(seeds.LESSON, 3, fixed={"repeat": "now", "seeds": 20}),
    ],
)
def test_many_seeds_claim_no_more_than_their_intervals(state: Repeated) -> None:
    texts = said(seeds.LESSON, state)
    short, sentence = texts["say"], f"{texts['each']} {texts['left']}"
    at_half, own = sentence.split("With each")
    (before, *left), (after, *right) = (
        [number(text) for text in re.findall(rf" {NUMBER} \({NUMBER} to {NUMBER}\)", part)[-1]]
        for part in (at_half, own)
    )
    outcomes = [1 if low > 0 else -1 if high < 0 else 0 for low, high in (left, right)]
    assert list(map(number, found(rf" by {NUMBER} in J at 0.5 and {NUMBER} at own thresholds\.", short))) == [
        before,
        after,
    ]
    assert ("Both may be chance." in short) == (outcomes == [0, 0])
    assert ("The first may be chance." in short) == (not outcomes[0] and outcomes[1] != 0)
    assert ("Not all was the threshold." in short) == (outcomes[0] == outcomes[1] != 0)
    assert ("So the order turns round." in short) == (outcomes[0] == -outcomes[1] != 0)
    assert ("Most of the" in sentence) == ("Most of that was the threshold." in short)
    if not outcomes[0]:
        assert "At 0.5 the last interval has 0 in it: no difference that these seeds can show." in own
        return
    assert ("loss" if outcomes[0] > 0 else "win") not in own.rpartition(")")[2]
    assert ("Now the last interval has 0 in it" in own) == (outcomes[1] == 0)
    assert ("is left, so not all" in own) == (outcomes[1] == outcomes[0])
    assert ("turned round" in own) == (outcomes[1] == -outcomes[0])
    if outcomes[1] == 0 and abs(abs(after) - abs(before) / 2) > 1e-3:
        assert ("Most of the" in own) == (abs(after) < abs(before) / 2)


@each_state
def test_the_soft_scores_are_named_with_their_cause(state: Training) -> None:
    sentence, models = said(training.LESSON, state)["soft"], state.models
    printed = [model for model in models if model.descent.gradient == "printed" and model.soft]
    assert ("printed gradient is divided" in sentence) == bool(printed)


@each_state
def test_the_model_with_the_highest_score_is_ahead(state: Training) -> None:
    sentence, found_fits = said(training.LESSON, state)["say"], trained(state.recipe).fits
    if not state.iteration:
        assert "for each model" in sentence
        return
    scores = [fit.history.jaccard[state.iteration // 5] for fit in found_fits]
    top = [k for k, j in enumerate(scores) if round(max(scores) - j, 9) == 0]
    ahead = f"The {['first', 'second', 'third'][top[0]]} is ahead."
    assert sentence.endswith(ahead) == (len(top) == 1)
    assert ("ahead" in sentence) == (len(top) == 1)
    for model, j in zip(state.models, scores, strict=True):
        assert f"{model.name} {'has J = ' if model.slot == 'first' else ''}{j:.3f}".lower() in sentence.lower()
