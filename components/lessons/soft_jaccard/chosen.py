"""The choice of the threshold: on training, validation or test data, and how much the choice promises too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dash import html

import core
from components.figures.optimism import Choice, Group, optimism
from components.lessons import chapters
from components.lessons.soft_jaccard.models import SEED, Model, Models, Recipe, trained
from components.lessons.soft_jaccard.settings import FOLDED
from components.lessons.soft_jaccard.tested import HALF, Tested, tested
from components.live.target import Target
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Check,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    NumberField,
    Predict,
    TablePlace,
    Task,
    paragraph,
)
from components.words.line import Line
from components.words.numbers import apart, listed, order, score, signed, unbroken

FIGURE = Graph(
    "optimism",
    "For each model, the best J on training, validation or test data, and the J that the same threshold has on new items",
    height=430,
)
SAY = Line(
    "say",
    "J of {model} is {promised} on the test set that chose its threshold, and {kept} on very many new items. The difference "
    "is {gap}.",
)
EACH = Line(
    "each",
    "Chosen on the training, validation and test set, its threshold has J = {promised} there, and {kept} on new items. What was "
    "promised less what is kept is {gap}.",
    live=False,
)
WHY = Line("why", "{why}", live=False)
CHECKS = Checks("chosen", ("kept",))
TUNED = Line(
    "tuned",
    "On the test set, the best of all thresholds gives {model} {best}. With the threshold chosen on the training set it "
    "reaches {tuned}. {flattery}",
    live=False,
)
CHOSEN = Line(
    "from-training",
    "Best thresholds on the training set: {thresholds}. With these, J on the test set is {scores}. {spread}",
    live=False,
)
TABLE = TablePlace("table")


class Chosen(NamedTuple):
    """A threshold that is the best one on some data: its score there, and its score on very many new items."""

    where: str
    threshold: float
    promised: float
    kept: float

    @property
    def gap(self) -> float:
        """How much the choice promised too much."""
        return self.promised - self.kept


def chosen(recipe: Recipe) -> list[list[Chosen]]:
    """Return for each model the thresholds chosen on training, validation and test data."""
    data, fits, *_ = trained(recipe)
    parts = {
        "training": (data.X_train, data.y_train),
        "validation": (data.X_validation, data.y_validation),
        "test": (data.X_test, data.y_test),
    }
    task = {"prevalence": recipe.prevalence, "separation": recipe.separation}
    found = []
    for fit in fits:
        best = {name: core.best_exact(y, core.predict_proba(X, fit.weights)) for name, (X, y) in parts.items()}
        found.append(
            [
                Chosen(
                    name,
                    each.threshold,
                    each.score,
                    core.jaccard_of_new_items(data, fit.weights, each.threshold, **task),
                )
                for name, each in best.items()
            ]
        )
    return found


def view(state: Models) -> View:
    """Return the choice of the threshold in one state."""
    models, found, tests = state.models, chosen(state.recipe), tested(state.recipe)
    first, on_test = found[0], found[0][-1]
    checks = {"kept": _checked(on_test)}
    return View(
        figures={
            FIGURE.id: optimism(
                [
                    Group(
                        model.name,
                        model.run.color,
                        [
                            Choice(
                                each.where, each.promised, each.kept, signed(each.gap), apart(each.promised, each.kept)
                            )
                            for each in choices
                        ],
                    )
                    for model, choices in zip(models, found, strict=True)
                ],
                x_title="Jaccard",
                promised="promised",
                kept="kept",
            )
        },
        texts={
            **SAY.texts(
                model=models[0].name,
                promised=score(on_test.promised),
                kept=score(on_test.kept),
                gap=signed(on_test.gap),
            ),
            **EACH.texts(
                promised=listed([score(each.promised) for each in first]),
                kept=listed([score(each.kept) for each in first]),
                gap=listed([signed(each.gap) for each in first]),
            ),
            **WHY.texts(why=_why(first, mislabelled=state.mislabelled > 0)),
            **CHECKS.texts(checks),
            **_tuned(models[0], tests[0]),
            **_chosen(models, tests),
        },
        tables={TABLE.id: _table(models, found)},
        props=CHECKS.marks(checks),
    )


# ---- words ---------------------------------------------------------------------------------------------------------


def _why(choices: Sequence[Chosen], *, mislabelled: bool) -> str:
    if all(each.gap > 0 for each in choices):
        return "A best score is partly luck: of many thresholds it takes the one that suits just these items."
    if not all(each.promised for each in choices):
        return unbroken("In a set without a positive every threshold has J = 0, so the choice there is empty.")
    labels_wrong = choices[:2]  # training and validation: the test set has true labels
    if mislabelled and any(each.gap <= 0 for each in labels_wrong):
        return (
            "A best score is partly luck. But wrong labels hold J down where they are, in training and validation set."
        )
    return "A best score is partly luck, so gaps tend to be above 0. With one seed, other luck can hide it: change the seed."


def _checked(on_test: Chosen) -> Check:
    """Return whether the choice on the test set promises no more than is kept, as the task asks."""
    met = order(on_test.promised, on_test.kept) <= 0
    promised, kept = apart(on_test.promised, on_test.kept)
    return Check(
        met, f"Promised at most what is kept: {'yes' if met else 'not yet'}, {promised} is promised and {kept} kept."
    )


def _tuned(model: Model, test: Tested) -> dict[Target, str]:
    best, tuned = test.best_of_all.score, test.tuned.score
    best_words, tuned_words = apart(best, tuned, digits=4)
    return TUNED.texts(
        model=model.name,
        best=best_words,
        tuned=tuned_words,
        flattery="So the choice on the test set flatters it." if order(best, tuned) else "Here that costs nothing.",
    )


def _chosen(models: Sequence[Model], tests: Sequence[Tested]) -> dict[Target, str]:
    both = list(zip(models, tests, strict=True))
    return CHOSEN.texts(
        thresholds=listed([f"{model.name} {score(test.tuned.threshold, 2)}" for model, test in both]),
        scores=listed([score(test.tuned.score, 4) for test in tests]),
        spread=_spread([test.j for test in tests], [test.tuned.score for test in tests]),
    )


def _spread(at_half: list[float], tuned: list[float]) -> str:
    """Return whether the models differ less at their own thresholds than at 0.5."""
    before, after = (max(scores) - min(scores) for scores in (at_half, tuned))
    if order(after, before) < 0:
        return f"So the models differ less than at {HALF}: part of the difference there was the threshold."
    return f"So the models do not differ less than at {HALF}."


def _table(models: Sequence[Model], found: Sequence[Sequence[Chosen]]) -> Table:
    return Table(
        ["model", "threshold chosen on", "threshold", "J there", "J on new items", "gap"],
        [
            [model.name, each.where, each.threshold, each.promised, each.kept, Cell(each.gap, signed(each.gap))]
            for model, choices in zip(models, found, strict=True)
            for each in choices
        ],
        caption="The best threshold on some data, its J there, and its J on very many new items of the same kind",
        digits=4,
    )


# ---- the page ------------------------------------------------------------------------------------------------------

LESSON = Lesson(
    path="/soft-jaccard/threshold",
    chapter=chapters.TRAINING,
    title="Where the threshold is chosen",
    summary="The best threshold looks better on the data that chose it than it is on new items.",
    minutes=3,
    further=True,
    state=Models,
    view=view,
    idea=[
        "Whoever puts a model to use chooses its threshold on some data: what is the score there worth on new items?",
    ],
    question=Predict(
        "Of all thresholds you take the one with the best J on the test set. On average, how does it do on new items?",
        {
            "worse": "A best score is partly luck: of many thresholds it takes the one that suits just these items. New items "
            "do not share that luck.",
            "as well": "A threshold that is fixed before does so. But the best of many is partly luck: it suits just these "
            "items, and new ones less.",
            "better": "Single test sets can be harder than most. But on average the best of many thresholds is partly luck, "
            "and new items do not share it.",
        },
        right="worse",
        hides=(FIGURE, SAY, WHY, CHECKS),
    ),
    lead=[SAY, WHY],
    figures=[
        FIGURE,
        html.P(
            "Promised is J where the threshold was chosen, kept is J on new items. The validation set has as many items as "
            "the test set, and no other use. J on new items is that of infinitely many: the classes are normal, so it can "
            "be computed.",
            className="remark",
        ),
    ],
    controls=[NumberField(SEED)],
    called=[
        paragraph(
            "What a choice promises too much is its ",
            html.B("optimism"),
            ". Choosing a threshold is part of training, so it is done on training or ",
            html.B("validation"),
            " data, and the test set is kept for the end.",
        )
    ],
    task=Task("Find a seed for which the test set promises the first model no more than it keeps.", CHECKS),
    folds=[
        FOLDED,
        Fold("The numbers", TABLE, EACH, TUNED, CHOSEN),
        Code([core.best_exact]),
        Fold(
            "Common mistakes",
            paragraph(
                "A test set that helped to choose the threshold is no longer a test, and its score is too high. The "
                "notebook picks its thresholds on the test set and reports the scores on the same set. Log loss then "
                "shows 0.7667. With the threshold picked on the training set it is 0.7143."
            ),
        ),
    ],
)
