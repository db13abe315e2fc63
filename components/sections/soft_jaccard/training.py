"""Training: the lines that the models draw through the data, their losses and their scores at every iteration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

import core
from components.figures.decision_boundaries import Box as Plane
from components.figures.decision_boundaries import Class, boundary, decision_boundaries
from components.figures.training_curves import training_curves
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import Shown, View
from components.markup.table import Table
from components.page import (
    Box,
    Buttons,
    Content,
    Graph,
    Handle,
    NumberField,
    Part,
    Place,
    Scrubbed,
    Slider,
    TablePlace,
    caption,
)
from components.sections.soft_jaccard.models import (
    EVERY,
    GRADIENT,
    ITERATIONS,
    L2,
    LONG,
    RATE,
    RUNS,
    SEED,
    SOFT_RATE,
    SOFT_RUNS,
    Models,
    RunName,
    trained,
)
from components.state import Whole, of
from components.words.formula import Formula, coloured
from components.words.line import Line, Words, filled
from components.words.numbers import listed, whole, written

ITERATION = Whole("iteration", "Training iteration", ITERATIONS, 0, ITERATIONS, EVERY)
RECORDED = np.array(ITERATION.values())
IN_TABLE = [0, 1, 2, *range(4, ITERATION.count, 4)]

# How far along its line the name of a model stands, so that the three names keep out of each other's way.
NAME_AT: dict[RunName, float] = {"log": 0.1, "printed": 0.14, "exact": 0.86}


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
LOSSES = Graph(
    "loss",
    "Training loss over the iterations, one curve per model. Log loss and soft Jaccard loss have different scales",
    handles=HANDLES,
)
READOUTS = {name: Line(name, "{j}") for name in RUNS}
FORMULAS = {
    name: Formula(
        name,
        "soft J",
        "{tp}",
        "{tp2} + {fp} + {fn}",
        "{soft}",
        small=True,
    )
    for name in SOFT_RUNS
}
SAY = Line("say", "{hard} {soft}")
TABLE = TablePlace("table")


def view(state: Training) -> View:
    """Return the training in one state."""
    models = trained(state.recipe)
    X, y = models.data.X_train, models.data.y_train
    runs = [RUNS[name] for name in state.drawn]
    losses = [models.fits[name].history.loss for name in state.drawn]
    scores = [models.fits[name].history.jaccard for name in state.drawn]
    plane = _plane(X)
    boundaries: dict[Target, Column] = {}
    for name in state.drawn:
        places = boundary(RUNS[name], models.fits[name].history.weights, plane, name_at=NAME_AT[name])
        boundaries |= in_figure(SCATTER.id, places)
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
            LOSSES.id: training_curves(
                runs, RECORDED, losses, top=1.08 * float(np.max(losses)), x_title="iteration", y_title="loss"
            ),
        },
        moving=[
            Columns(
                (ITERATION,),
                {
                    **boundaries,
                    **in_figure(SCORES.id, _at_the_slider(scores)),
                    **in_figure(LOSSES.id, _at_the_slider(losses)),
                    **_in_words(state.drawn, models.fits, models.soft, len(y)),
                },
            )
        ],
        tables={TABLE.id: _table(models.fits)},
        props={_hidden(name): name not in state.drawn for name in SOFT_RUNS},
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


def _hidden(name: RunName) -> Target:
    return Target(f"{name}-run", "hidden")


# ---- words ---------------------------------------------------------------------------------------------------------


def _in_words(
    drawn: Sequence[RunName], fits: Mapping[RunName, core.Fit], soft: Mapping[RunName, core.Counts], items: int
) -> dict[Target, Words]:
    """Return the texts at every recorded iteration."""
    hard_j = {name: written(fit.history.jaccard) for name, fit in fits.items()}
    soft_j = {name: written(core.jaccard(counts)) for name, counts in soft.items()}
    said: dict[Target, Words] = {}
    for name, readout in READOUTS.items():
        said |= readout.columns(j=hard_j[name])
    for name, formula in FORMULAS.items():
        tp, fp, fn = (written(count, 1) for count in (soft[name].tp, soft[name].fp, soft[name].fn))
        said |= formula.columns(tp=tp, tp2=tp, fp=fp, fn=fn, soft=soft_j[name])
    return {
        **said,
        **SAY.columns(
            hard=_hard({name: hard_j[name] for name in drawn}),
            soft=_soft({name: soft_j[name] for name in SOFT_RUNS if name in drawn}, items),
        ),
    }


def _hard(scores: Mapping[str, list[str]]) -> Words:
    """Return what the models score on the training set at every recorded iteration."""
    names = {"log": "for log loss", "printed": "for soft Jaccard as printed", "exact": "with the exact gradient"}
    found = listed([f"{{{name}}} {names[name]}" for name in scores])
    before = (
        "Before the first iteration every weight is 0, so every probability is 0.5. Every item is then predicted positive, "
        f"and J is {scores['log'][0]} for each model: the share of positives."
    )
    after = filled(f"After {{k}} iterations J on the training set is {found}.", k=ITERATION.words, **scores)
    return [before, *after[1:]]


def _soft(scores: Mapping[str, list[str]], items: int) -> Words:
    """Return what has become of the soft scores at every recorded iteration."""
    names = {"printed": "as printed", "exact": "with the exact gradient"}
    start = next(iter(scores.values()))[0]
    before = (
        f"Soft J, the score that the soft loss trains, starts at {start}. Move the slider to the right and watch the line "
        "of each model."
    )
    now = listed([f"{{{name}}} {names[name]}" for name in scores])
    why = {
        (
            "printed",
            "exact",
        ): "Both soft models have the same loss and the same learning rate, but the printed gradient is "
        f"divided by {whole(items)}, the number of items.",
        ("printed",): f"Its gradient is divided by the {whole(items)} items, so its steps are {whole(items)} times too "
        "small.",
        ("exact",): "Its gradient is not divided by the number of items.",
    }[tuple(scores)]
    template = f"Soft J, the score that the soft loss trains, started at {{start}} and is now {now}. {why}"
    return [before, *filled(template, start=start, **scores)[1:]]


def _table(fits: Mapping[RunName, core.Fit]) -> Table:
    histories = [fit.history for fit in fits.values()]
    names = [RUNS[name].label for name in fits]
    columns = [RECORDED, *(history.loss for history in histories), *(history.jaccard for history in histories)]
    return Table(
        ["iterations", *(f"loss, {name}" for name in names), *(f"J at 0.5, {name}" for name in names)],
        list(zip(*(column[IN_TABLE].tolist() for column in columns), strict=True)),
        caption="Loss and Jaccard at the threshold 0.5 on the training set, after some of the iterations",
        digits=[0, *(4 for _ in names), *(3 for _ in names)],
    )


# ---- the part ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunHead:
    """The name of a model beside the line that draws it, and its score at the slider."""

    name: RunName

    def targets(self) -> Sequence[Target]:
        """Return the place of the score."""
        return tuple(READOUTS[self.name].targets())

    def layout(self, shown: Shown) -> Component:
        """Return the name and the score."""
        return html.Div([html.Span(LONG[self.name]), html.B(READOUTS[self.name].spans(shown))], className="run-name")


def _run(name: RunName) -> Content:
    if name in FORMULAS:
        hidden = _hidden(name)
        return Place(hidden.id, hidden.prop, (RunHead(name), FORMULAS[name]), f"run {name}")
    return Box(f"run {name}", RunHead(name))


def _titled(title: str, figure: Content) -> list[Content]:
    return [html.P(title, className="chart-title"), figure]


PART = Part(
    view,
    name="training",
    title="Training",
    looks={"Training": SCORES, "Where p = 0.5": SCATTER, "Loss": LOSSES},
    lead=[
        html.P("J at 0.5 on the training set", className="chart-title"),
        *(_run(name) for name in RUNS),
        html.P(
            coloured(
                "In soft J each item counts by p, the probability that the model gives it. TP is the sum of p over the "
                "positives. FP is the sum of p over the negatives. FN is the sum of 1 − p over the positives."
            ),
            className="remark",
        ),
    ],
    figures=[
        *_titled("Jaccard at 0.5 while training", Scrubbed(SCORES, ITERATION)),
        SAY,
        Box(
            "pair",
            Box("titled", *_titled("Training set, and where p = 0.5", SCATTER)),
            Box("titled", *_titled("Loss while training (two scales)", LOSSES)),
        ),
        html.P(
            "A count stays the same while the weights of a model change a little, so it gives training no direction. Soft "
            "Jaccard counts probabilities instead: an item with probability 0.7 is 0.7 of a predicted positive. The overlap "
            "and the union become sums, and sums change smoothly.",
            className="remark",
        ),
    ],
    controls=[
        Buttons(GRADIENT),
        caption(
            "“As printed” is the gradient of the notebook that this course grew from. It is divided by the number of items, "
            "which is wrong for this loss."
        ),
        Slider(RATE),
        Slider(SOFT_RATE),
        Slider(L2),
        NumberField(SEED),
    ],
)
