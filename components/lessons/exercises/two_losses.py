"""The third task: soft Dice against soft Jaccard on the same data. The reader predicts, runs it, and finds a learning rate."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, cast

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.cache import cached
from components.figures.base import Drawn, Run
from components.figures.training_curves import training_curves
from components.lessons import chapters
from components.lessons.f1 import two_scales
from components.lessons.soft_jaccard import training
from components.lessons.soft_jaccard.models import EVERY, ITERATIONS
from components.live.view import View
from components.markup.table import Table
from components.page import (
    Box,
    Buttons,
    Check,
    Checks,
    Fold,
    Graph,
    Lesson,
    LinkTo,
    Made,
    NumberField,
    Predict,
    Presets,
    Slider,
    TablePlace,
    paragraph,
)
from components.page.pieces import code, fixed
from components.progress import progress
from components.state import Choice, Number, State, Whole, of
from components.theme import Colour
from components.words.formula import static_formula
from components.words.line import Line
from components.words.numbers import score, unbroken

TITLE = "Soft Dice against soft Jaccard"
LOSSES: dict[str, Literal["soft_jaccard", "soft_dice"]] = {"soft Jaccard": "soft_jaccard", "soft Dice": "soft_dice"}
LOOKED_AT = (5, 10, 25, 50, 100, 200, ITERATIONS)
AT, LAST = 25, 100  # the iteration at which both are compared, and the last one that is drawn
LEVEL = 0.02  # how near the two scores have to be, both written with three digits

RUN = Choice("run", "Soft Jaccard", "no", {"no": "not yet", "yes": "run it"})
RATE = Number("rate", "Learning rate, soft J", 1, 0.05, 5, 0.05, "{:.2f}")
GRADIENT = Choice("gradient", "Gradient, soft J", "exact", {"exact": "exact", "printed": "as printed"})
GRADIENTS = {"exact": "the exact gradient", "printed": "the gradient as printed"}
SEED = Whole("seed", "Seed of the data", 42, 0, 9999, 1)


@dataclass(frozen=True)
class TwoLosses(State):
    """Whether soft Jaccard has run, how it is trained, and on which data both are."""

    run: str = of(RUN)
    rate: float = of(RATE)
    gradient: str = of(GRADIENT)
    seed: int = of(SEED)


CURVES = Graph(
    "race",
    f"Jaccard score at the threshold 0.5 on the training set over {LAST} iterations, a curve for each loss that has run",
    height=330,
    least=260,
)
CHECKS = Checks("two-losses", ("run", "level"))
SAY = Line("race-say", "{shown} {missing}")
TABLE = TablePlace("table")

DICE = Run("soft Dice", Colour.INK_2, "4px,4px")
JACCARD = Run("soft Jaccard", Colour.ACCENT, "solid")


class Race(NamedTuple):
    """J on the training set before every iteration, from 0 to `LAST`, of each loss."""

    dice: NDArray[np.float64]
    jaccard: NDArray[np.float64]

    def gap(self, iteration: int) -> float:
        """How far soft Jaccard is above soft Dice, both as the page writes them."""
        jaccard, dice = (float(score(curve[iteration])) for curve in (self.jaccard, self.dice))
        return round(jaccard - dice, 3)


def view(state: TwoLosses) -> View:
    """Return the task in one state."""
    race = run(state.rate, state.gradient, state.seed)
    has_run = state.run == "yes"
    checks = _checks(race, has_run=has_run)
    shown = _shown(race) if has_run else _before(race)
    return View(
        figures={CURVES.id: _curves(race, has_run=has_run)},
        texts={**CHECKS.texts(checks), **SAY.texts(shown=shown, missing=_missing(race, state, checks))},
        tables={TABLE.id: _numbers(race, has_run=has_run)},
        props=CHECKS.marks(checks),
    )


@cached
def run(rate: float, gradient: str, seed: int) -> Race:
    """Return the race of both losses; soft Dice has the learning rate 1 and the exact gradient."""
    data = core.training_data(seed=seed)
    descents = [
        core.Descent("soft_dice", 1.0),
        core.Descent("soft_jaccard", rate, gradient=cast(Literal["exact", "printed"], gradient)),
    ]
    fits = core.fit_side_by_side(data.X_train, data.y_train, descents, iterations=LAST + 1, record_every=1)
    return Race(*(fit.history.jaccard for fit in fits))


def _curves(race: Race, *, has_run: bool) -> Drawn:
    runs, ys = [DICE], [race.dice]
    if has_run:
        runs, ys = [DICE, JACCARD], [race.dice, race.jaccard]
    iterations = np.arange(LAST + 1)
    return training_curves(runs, iterations, ys, top=1, x_title="iteration", y_title="Jaccard at 0.5", at=AT)


def _numbers(race: Race, *, has_run: bool) -> Table:
    curves = {DICE.label: race.dice, **({JACCARD.label: race.jaccard} if has_run else {})}
    rows = [[k, *(float(curve[k]) for curve in curves.values())] for k in range(LAST + 1)]
    return Table(
        ["iteration", *curves],
        rows,
        caption="Task 3: J at the threshold 0.5 on the training set",
        shown=range(0, LAST + 1, EVERY),
    )


# ---- what is right already, and what is missing --------------------------------------------------------------------


def _checks(race: Race, *, has_run: bool) -> dict[str, Check]:
    level = has_run and abs(race.gap(AT)) <= LEVEL
    values = f"{score(race.jaccard[AT])} against {score(race.dice[AT])}" if has_run else "soft Jaccard has not run"
    asked = f"At most {LEVEL} apart at iteration {AT}"
    return {
        "run": Check(has_run, f"The experiment has run: {'yes, both losses' if has_run else 'not yet'}."),
        "level": Check(level, f"{asked}: {'yes' if level else 'not yet'}, {values}."),
    }


def _before(race: Race) -> str:
    return f"J is {score(race.dice[AT])} for soft Dice at iteration {AT}, with the learning rate 1."


def _shown(race: Race) -> str:
    gap = race.gap(AT)
    stands = f"{score(abs(gap))} {'ahead of' if gap > 0 else 'behind'} soft Dice" if gap else "level with soft Dice"
    return f"J is {score(race.jaccard[AT])} for soft Jaccard at iteration {AT}, {stands}."


def _missing(race: Race, state: TwoLosses, checks: dict[str, Check]) -> str:
    if not checks["run"].met:
        return f"Soft Jaccard waits with the learning rate {RATE.show(state.rate)} and {GRADIENTS[state.gradient]}."
    if checks["level"].met:
        return (
            f"Solved: at most {LEVEL} apart. At iteration {LAST} J is {score(race.jaccard[LAST])} and "
            f"{score(race.dice[LAST])}."
        )
    if state.gradient == "printed":
        return unbroken("The printed gradient is divided by n = 700: does any learning rate make up for it?")
    return f"Look for a learning rate that keeps the two at most {LEVEL} apart."


# ---- the worked answer ---------------------------------------------------------------------------------------------


@cache
def answer() -> tuple[Table, Table]:
    """Return how both models do on the test set, and how they came there on the training set."""
    data = core.training_data()
    # The model is recorded before each step, so the last record is that of the model after all iterations.
    histories = {
        name: core.fit_logistic(
            data.X_train, data.y_train, loss=loss, learning_rate=1.0, iterations=ITERATIONS + 1, record_every=EVERY
        ).history
        for name, loss in LOSSES.items()
    }
    rows = []
    for name, history in histories.items():
        scores = core.predict_proba(data.X_test, history.weights[-1])
        c = core.confusion_counts(data.y_test, core.predict_at(scores, 0.5))
        best = core.best_exact(data.y_test, scores)
        rows.append([name, c.tp, c.fp, c.fn, core.jaccard(c), core.f1(c), best.threshold, best.score])
    trained = Table(
        ["loss", "TP", "FP", "FN", "J at 0.5", "F1 at 0.5", "best threshold", "J there"],
        rows,
        caption=f"Both models on the {data.y_test.size} items of the test set, after {ITERATIONS} iterations",
    )
    at = np.searchsorted(next(iter(histories.values())).iterations, LOOKED_AT)
    jaccards = (history.jaccard[at].tolist() for history in histories.values())
    descent = Table(
        ["iteration", *histories],
        list(zip(LOOKED_AT, *jaccards, strict=True)),
        caption="J at the threshold 0.5 on the training set",
    )
    return trained, descent


ANSWER = {"run": "yes", "rate": 1.3}

AHEAD = Predict(
    "Soft Dice trains with the learning rate 1. Which learning rate does soft Jaccard need to keep level with it at "
    f"iteration {AT}?",
    {
        "1, the same": "With the learning rate 1 soft Jaccard is behind at iteration 25: J is 0.469 against 0.580. Soft Dice "
        "is the steeper loss while the overlap is poor, so its steps are longer.",
        "between 1 and 2": "With the learning rate 1 soft Jaccard is behind, 0.469 against 0.580. With 2 it is ahead, with "
        "0.678. The task is to find one between them.",
        "more than 2": "With the learning rate 2 soft Jaccard is ahead already: J is 0.678 against 0.580. Soft Dice is "
        "nowhere more than twice as steep as soft Jaccard.",
    },
    right="between 1 and 2",
    see=("Run it at the learning rate 1", {"run": "yes"}),
    name="ahead",
)

# The notebook's own two, and the papers that the course leans on.
REFERENCES = {
    "scikit-learn: jaccard_score": "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.jaccard_score.html",
    "Wikipedia: Jaccard index": "https://en.wikipedia.org/wiki/Jaccard_index",
    "Lipton, Elkan and Narayanaswamy (2014): thresholds that maximise F1": "https://arxiv.org/abs/1402.1892",
    "Berman, Triki and Blaschko (2018): the Lovász-softmax loss": "https://arxiv.org/abs/1705.08790",
}
_LINKS = [html.A(words, href=to, target="_blank", rel="noreferrer") for words, to in REFERENCES.items()]

LESSON = Lesson(
    path="/exercises/3",
    chapter=chapters.EXERCISES,
    title=TITLE,
    summary="A task that checks itself: predict which loss is ahead, then run both.",
    minutes=5,
    state=TwoLosses,
    view=view,
    idea=[
        "Whoever trains a model for overlap has to choose a loss: find a learning rate with which two losses are level at "
        f"iteration {AT}, at most {LEVEL} of J apart.",
    ],
    question=AHEAD,
    lead=[Buttons(RUN), Slider(RATE), CHECKS],
    figures=[html.P("Jaccard at 0.5 on the training set", className="chart-title"), CURVES, SAY],
    controls=[
        Buttons(GRADIENT),
        NumberField(SEED),
        Presets(
            {
                "Run both at the rate 1": {"run": "yes"},
                "Soft Jaccard at the rate 2.5": {"run": "yes", "rate": 2.5},
                "Soft Jaccard as printed": {"run": "yes", "gradient": "printed"},
            }
        ),
    ],
    below=[
        Fold(
            "Hint",
            html.P(
                "Dice is another name for F1. F1 and J of counts can be computed from each other. So can the soft versions, "
                "because the soft counts obey the same algebra."
            ),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "One more hint",
            html.P(
                "So the two agree on which of two models is better. Ask how steep soft Dice is as a function of soft "
                "Jaccard. The learning rate has to make up for the difference."
            ),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "Worked answer",
            html.P(
                "On the data of seed 42, with the exact gradient, the learning rates from 1.25 to 1.50 keep soft Jaccard "
                f"level with soft Dice at iteration {AT}."
            ),
            Presets({"Level at the learning rate 1.30": ANSWER}),
            static_formula("D", "2J", "1 + J", spoken="soft Dice equals 2 times soft J over 1 plus soft J"),
            html.P(
                "Soft Dice, D, rises whenever soft Jaccard, J, rises. So both losses have the same minimum when they are "
                "trained without the penalty. Here the two models also end level on the test set: they have the same true "
                "positives, the same errors and the same score."
            ),
            Made(lambda _: fixed(answer()[0])),
            static_formula("dD/dJ", "2", "(1 + J)²", spoken="the slope of D in J is 2 over 1 plus J, squared"),
            html.P(
                "They differ on the way. The slope is 2 where nothing overlaps, and ½ where everything does. So with the "
                "same learning rate, soft Dice takes the longer steps while the overlap is poor, and the shorter steps at "
                "the end. There the penalty holds it back more, so it ends a little lower on the training set."
            ),
            Made(lambda _: fixed(answer()[1])),
            Box(
                "chips",
                LinkTo(two_scales.LESSON, "F1 and J of counts"),
                LinkTo(
                    training.LESSON,
                    "Soft Jaccard and soft Dice at iteration 25",
                    {"gradient": "exact", "third": "soft_dice", "iteration": 25},
                ),
            ),
            paragraph(
                "The notebook divides the gradient of soft Jaccard by n = 700, the number of items. Each step is then 700 times "
                f"too small: with the learning rate 1, J at iteration {AT} is 0.206, and with 5 it is still below 0.21."
            ),
            html.P(
                "Over the seeds 0 to 199 both losses have the same mean J at the threshold 0.5, which is 0.653. For 160 of "
                "the 200 seeds the two scores are equal."
            ),
            html.P("The loss and its gradient, as the course runs them:"),
            Made(lambda shown: code(shown.id("source"), [inspect.getsource(core.soft_dice_loss)])),
            of=TITLE,
        ),
    ],
    called=[
        paragraph(
            html.B("Soft Dice"),
            ", 2Σyp / (Σy + Σp), is F1 with the probabilities p in place of predicted labels. ",
            html.B("Soft Jaccard"),
            ", Σyp / (Σy + Σp − Σyp), is J with them, and y are the true labels.",
        )
    ],
    after=[
        Made(lambda _: html.Div(progress((), clears=True), className="below")),
        html.Section([html.H2("To read on"), html.Ul([html.Li(link) for link in _LINKS])], className="panel below"),
    ],
    folds=[Fold("The numbers", TABLE)],
)
