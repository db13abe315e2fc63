"""Training: the lines that the models draw through the data, their losses and their scores at every iteration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

import core
from components.figures.base import NOTHING
from components.figures.decision_boundaries import Box as Plane
from components.figures.decision_boundaries import Class, boundary, decision_boundaries
from components.figures.training_curves import training_curves
from components.lessons import chapters
from components.lessons.soft_jaccard.models import (
    FIRST,
    GRADIENT,
    RATE,
    SECOND,
    SECOND_RATE,
    SEED,
    SLOTS,
    THIRD,
    THIRD_RATE,
    Models,
    Slot,
    trained,
)
from components.lessons.soft_jaccard.said import (
    CHECKED,
    CHECKS,
    FORMULAS,
    HEADS,
    HIGH,
    ITERATION,
    READOUTS,
    RECORDED,
    SAY,
    SOFT,
    SOON,
    WARNING,
    checked,
    checks,
    in_words,
    name_of,
    soft,
    table,
    warnings,
)
from components.lessons.soft_jaccard.settings import DATA
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import Shown, View
from components.page import (
    Box,
    Buttons,
    Code,
    Content,
    Fold,
    Graph,
    Handle,
    Lesson,
    NumberField,
    Place,
    Predict,
    Scrubbed,
    Select,
    Slider,
    TablePlace,
    Task,
    caption,
    paragraph,
)
from components.state import of
from components.words.formula import coloured, static_formula
from components.words.numbers import unbroken


@dataclass(frozen=True)
class Training(Models):
    """The models, and the iteration that is looked at."""

    iteration: int = of(ITERATION)


SCATTER = Graph(
    "scatter",
    "Training set in two features, with the line at which each model turns from predicted negative to predicted positive",
)
HANDLES = (Handle("cursor", x=ITERATION, anywhere=True), Handle("points", x=ITERATION))
SCORES = Graph(
    "train",
    "Jaccard score at the threshold 0.5 on the training set over the iterations, one curve per model",
    height=300,
    least=250,
    handles=HANDLES,
)
LOSSES_FIGURE = Graph(
    "loss",
    "Training loss with its L2 penalty over the iterations, one curve per model. Log loss and soft Jaccard loss have different "
    "scales",
    handles=HANDLES,
)
TABLE = TablePlace("table")


def view(state: Training) -> View:
    """Return the training in one state."""
    models, found = state.models, trained(state.recipe)
    X, y = found.data.X_train, found.data.y_train
    runs = [model.run for model in models]
    losses = [fit.history.loss for fit in found.fits]
    scores = [fit.history.jaccard for fit in found.fits]
    plane = _plane(X)
    boundaries: dict[Target, Column] = {}
    for model, fit in zip(models, found.fits, strict=True):
        places = boundary(model.run, fit.history.weights, plane)
        boundaries |= in_figure(SCATTER.id, places)
    warned = warnings(models, found)
    return View(
        figures={
            SCATTER.id: decision_boundaries(
                runs,
                Class("negative", _points(X[y == 0])),
                Class("positive", _points(X[y == 1])),
                plane,
                x_title="first feature",
                y_title="second feature",
            ),
            SCORES.id: training_curves(runs, RECORDED, scores, top=1, x_title="iteration", y_title="Jaccard at 0.5"),
            LOSSES_FIGURE.id: training_curves(
                runs, RECORDED, losses, top=1.08 * float(np.max(losses)), x_title="iteration", y_title="loss"
            ),
        },
        moving=[
            Columns(
                (ITERATION,),
                {
                    **boundaries,
                    **in_figure(SCORES.id, _at_the_slider(scores)),
                    **in_figure(LOSSES_FIGURE.id, _at_the_slider(losses)),
                    **in_words(models, found),
                    **checks(found),
                },
            )
        ],
        texts={
            **{HEADS[slot].target("name"): name_of(models, slot) for slot in SLOTS},
            **SOFT.texts(soft=soft(models, found)),
            **WARNING.texts(said=" ".join(warned) or NOTHING),
            **CHECKED.texts(said=checked(state, found)),
        },
        tables={TABLE.id: table(models, found.fits)},
        props={
            **{_hidden(slot): all(model.slot != slot for model in models) for slot in SLOTS},
            **{_without(slot): all(model.slot != slot or not model.soft for model in models) for slot in SLOTS},
            WARNED: not warned,
        },
    )


def _plane(X: NDArray[np.float64]) -> Plane:
    """Return the part of the plane that is drawn: all points, and a quarter of a standard deviation around them."""
    (left, bottom), (right, top) = X[:, 1:].min(axis=0).tolist(), X[:, 1:].max(axis=0).tolist()
    return Plane((round(left - 0.25, 2), round(right + 0.25, 2)), (round(bottom - 0.25, 2), round(top + 0.25, 2)))


def _points(X: NDArray[np.float64]) -> NDArray[np.float64]:
    return X[:, 1:].T.round(3)  # a thousandth of a standard deviation cannot be seen


def _at_the_slider(values: Sequence[NDArray[np.float64]]) -> dict[str, dict[str, Column]]:
    """Return where the points and the cursor of a figure with one curve per model stand."""
    iterations = np.repeat(RECORDED[:, np.newaxis], len(values), axis=1)
    return {"points": {"x": iterations, "y": np.stack(values, axis=1)}, "cursor": {"x": RECORDED}}


def _hidden(slot: Slot) -> Target:
    return Target(f"{slot}-run", "hidden")


def _without(slot: Slot) -> Target:
    return Target(f"{slot}-formula", "hidden")


WARNED = Target("warned", "hidden")

# ---- the page ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunHead:
    """The name of a model beside the line that draws it, and its score at the slider."""

    slot: Slot

    def targets(self) -> Sequence[Target]:
        """Return the places of the name and of the score."""
        return (*HEADS[self.slot].targets(), *READOUTS[self.slot].targets())

    def layout(self, shown: Shown) -> Component:
        """Return the name and the score."""
        name, j = HEADS[self.slot].spans(shown), READOUTS[self.slot].spans(shown)
        return html.Div([html.Span(name), html.B(j)], className="run-name")


def _run(slot: Slot) -> Place:
    hidden, without = _hidden(slot), _without(slot)
    formula = Place(without.id, without.prop, (FORMULAS[slot],))
    return Place(hidden.id, hidden.prop, (RunHead(slot), formula), f"run {slot}")


RUNS = tuple(_run(slot) for slot in SLOTS)


def _titled(title: str, figure: Content) -> list[Content]:
    return [html.P(unbroken(title), className="chart-title"), figure]


LESSON = Lesson(
    path="/soft-jaccard",
    chapter=chapters.TRAINING,
    title="Training for overlap",
    summary="Let a model learn the Jaccard score itself, and see what one division too many does to it.",
    minutes=5,
    state=Training,
    view=view,
    idea=[
        "Segmentations are judged by their overlap: can a model that makes them be trained for that score itself?",
    ],
    question=Predict(
        "Two models learn with the same loss, made from J. One divides each step by 700, the number of items. Where is its "
        "score after 400 iterations?",
        {
            "as high": "Both go downhill in the same direction at first. But 400 steps that are 700 times too small "
            "are less than one step of the other model, and the penalty on the weights holds it back.",
            "near its start": "Its 400 steps together are less than one step of the other model, and the penalty on "
            "the weights holds it back. The loss is good. It is the division that makes it look useless.",
            "higher": "Small steps can avoid that a training jumps over the lowest point. But 400 steps that are "
            "700 times too small do not get near it.",
        },
        right="near its start",
        hides=(SCORES, SAY, SOFT, *RUNS, SCATTER, LOSSES_FIGURE, CHECKS),
    ),
    looks={"Training": SCORES, "Where p = 0.5": SCATTER, "Loss": LOSSES_FIGURE},
    lead=[
        html.P("J at 0.5 on the training set", className="chart-title"),
        *RUNS,
    ],
    figures=[
        *_titled("Jaccard at 0.5 while training", Scrubbed(SCORES, ITERATION)),
        SAY,
        SOFT,
        Place(WARNED.id, WARNED.prop, (WARNING,)),
        Box(
            "pair",
            Box("titled", *_titled("Training set, and where p = 0.5", SCATTER)),
            Box("titled", *_titled("Loss with its L2 penalty while training", LOSSES_FIGURE)),
        ),
    ],
    controls=[
        Select(SECOND),
        Buttons(GRADIENT),
        caption("“As printed” is the notebook’s gradient: divided by the number of items."),
        Slider(SECOND_RATE),
        Select(THIRD),
        NumberField(SEED),
    ],
    called=[
        paragraph(
            "The score of probabilities is ",
            html.B("soft Jaccard"),
            ": ",
            *coloured(
                "TP is the sum of p over the positives, FP the sum of p over the negatives, and FN the sum of 1 − p over the "
                "positives. "
            ),
            "A count stays the same while weights change a little, but these sums change with them, so 1 − soft J is a loss "
            "that gives training a direction.",
        )
    ],
    task=Task(f"Bring the second model to J of at least {HIGH} in at most {SOON} iterations.", CHECKS),
    folds=[
        Fold("More settings", Box("settings", Select(FIRST), Slider(RATE), Slider(THIRD_RATE)), DATA),
        Fold("The numbers", TABLE),
        Code(
            [core.soft_jaccard_loss, core.gradient_descent],
            None,
            paragraph("The page trains by a faster form of gradient_descent, which takes the same steps."),
        ),
        Fold(
            "Common mistakes",
            static_formula(
                "printed step",
                "exact step",
                "n = 700",
                spoken="the printed step is the exact step divided by n, which is 700",
            ),
            paragraph(
                "Only the gradient of a mean is divided by the number of items n. The log loss is a mean. The soft "
                "Jaccard loss is not: it is a ratio of two sums. The notebook that this course grew from divides its "
                "gradient by n all the same. With 700 training items each step is 700 times too small."
            ),
            CHECKED,
            paragraph(
                "A gradient that is too small also makes the penalty on the weights too strong, because nothing divides the "
                "penalty. In the notebook the penalty weighs 700 times as much as it should. Its run has the learning rate 1 and "
                "the L2 penalty 0.01. The exact gradient does just the same with the learning rate 1/700 and the L2 "
                "penalty 7. The model hardly leaves its start: all its test probabilities lie between 0.491 and 0.515."
            ),
        ),
    ],
)
