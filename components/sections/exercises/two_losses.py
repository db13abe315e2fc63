"""The third task: a model trained with soft Dice beside one trained with soft Jaccard."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Literal

import numpy as np
from dash import html

import core
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import Box, Fold, LinkTo, Made, Part, TablePlace
from components.page.pieces import code
from components.sections import f1, soft_jaccard
from components.sections.soft_jaccard.models import EVERY, ITERATIONS
from components.state import State
from components.words.formula import static_formula
from components.words.numbers import exact

TITLE = "Soft Dice against soft Jaccard"
LOSSES: dict[str, Literal["soft_jaccard", "soft_dice"]] = {"soft Jaccard": "soft_jaccard", "soft Dice": "soft_dice"}
LOOKED_AT = (5, 10, 25, 50, 100, 200, ITERATIONS)

TRAINED, DESCENT = TablePlace("losses"), TablePlace("descent")


def view(_: State) -> View:
    """Return the tables of the answer."""
    trained, descent = _tables()
    return View(tables={TRAINED.id: trained, DESCENT.id: descent})


@cache
def _tables() -> tuple[Table, Table]:
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
        j = core.jaccard(c)
        rows.append([name, c.tp, c.fp, c.fn, Cell(j, exact(j)), core.f1(c), best.threshold, best.score])
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


PART = Part(
    view,
    name="two-losses",
    title=f"3. {TITLE}",
    card=True,
    idea=[
        "Write a soft Dice loss with its gradient: 1 − 2I/(Σy + Σp), where I = Σ y·p. Train the model of section 7 with it, "
        "on the same data and with the same learning rate. How does the result differ from soft Jaccard?",
    ],
    figures=[
        Box(
            "chips",
            LinkTo(soft_jaccard.SECTION, "Soft Jaccard, exact gradient", {"gradient": "exact", "third": "none"}),
            LinkTo(f1.SECTION, "F1 and J of counts"),
        ),
        Fold(
            "Hint",
            html.P(
                "Dice is another name for F1. F1 and J of counts can be computed from each other. So can the soft versions, "
                "because the soft counts obey the same algebra."
            ),
            html.P(
                "So the two agree on which of two models is better. Ask how steep soft Dice is as a function of soft "
                "Jaccard. Check your gradient by finite differences."
            ),
            of=TITLE,
        ),
        Fold(
            "Worked answer",
            static_formula("D", "2J", "1 + J", spoken="soft Dice equals 2 times soft J over 1 plus soft J"),
            html.P(
                "Soft Dice, D, rises whenever soft Jaccard, J, rises. So both losses have the same minimum when they are "
                "trained without the penalty. Here the two models also end level on the test set: they have the same true "
                "positives, the same errors and the same score."
            ),
            TRAINED,
            static_formula("dD/dJ", "2", "(1 + J)²", spoken="the slope of D in J is 2 over 1 plus J, squared"),
            html.P(
                "They differ on the way. The slope is 2 where nothing overlaps, and ½ where everything does. So with the "
                "same learning rate, soft Dice takes the longer steps while the overlap is poor, and the shorter steps at "
                "the end. There the penalty holds it back more, so it ends a little lower on the training set."
            ),
            DESCENT,
            Box(
                "chips",
                LinkTo(
                    soft_jaccard.SECTION,
                    "Soft Jaccard and soft Dice at iteration 25",
                    {"gradient": "exact", "third": "soft_dice", "iteration": 25},
                ),
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
)
