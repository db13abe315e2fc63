"""The first task: predictions with one accuracy and very different Jaccard scores."""

from __future__ import annotations

from functools import cache

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.live.view import View
from components.markup.table import Table
from components.page import Box, Fold, LinkTo, Part, TablePlace
from components.sections import binary, errors, true_negatives
from components.state import State
from components.words.formula import coloured, static_formula

TITLE = "Same accuracy, different Jaccard"
ITEMS, POSITIVES = 100, 10  # the first items are the positive ones
SIX = tuple(range(6))

TABLE = TablePlace("accuracy")


def predictions() -> dict[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return the true and the predicted labels of the answer, by what the prediction does."""
    item = np.arange(ITEMS)
    true = item < POSITIVES
    return {
        "never says yes": (true, item < 0),
        "finds 5 of 10, with 5 false positives": (true, (item >= 5) & (item < 15)),
        "finds all 10, with 10 false positives": (true, item < 20),
    }


def view(_: State) -> View:
    """Return the table of the answer."""
    return View(tables={TABLE.id: _table()})


@cache
def _table() -> Table:
    rows = []
    for name, labels in predictions().items():
        c = core.confusion_counts(*labels)
        rows.append([name, c.tp, c.fp, c.fn, c.tn, core.accuracy(c), core.jaccard(c)])
    return Table(
        ["prediction", "TP", "FP", "FN", "TN", "accuracy", "J"],
        rows,
        caption=f"Three predictions for {ITEMS} items, {POSITIVES} of them positive",
    )


PART = Part(
    view,
    name="same-accuracy",
    title=f"1. {TITLE}",
    card=True,
    wide=True,
    idea=[
        f"Take {ITEMS} items, {POSITIVES} of them positive. Find two predictions that have the same accuracy and very "
        "different Jaccard scores. Explain the difference with TP, FP, FN and TN.",
    ],
    figures=[
        Box(
            "chips",
            LinkTo(binary.SECTION, "Flip the labels of six items", class_name="chip served"),
            LinkTo(true_negatives.SECTION, "Add 1,000 true negatives", {"tn": 1000}),
            LinkTo(errors.SECTION, "Make five errors of each kind", {"fp": 5, "fn": 5}),
        ),
        Fold(
            "Hint",
            html.P(
                "Accuracy asks how many answers are right. It does not ask whether a right answer is a yes or a no."
            ),
            html.P(
                "Begin with a prediction that never says yes, and count its errors. Then look for a very different "
                "prediction that makes as many errors."
            ),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "Worked answer",
            TABLE,
            html.P(
                coloured(
                    f"Each of the three predictions makes {POSITIVES} errors, FP and FN together. So each is right "
                    f"{ITEMS - POSITIVES} times, and accuracy cannot tell them apart. The first prediction is right by TN "
                    f"alone. The last one has {POSITIVES} TN fewer, and {POSITIVES} TP in their place."
                )
            ),
            static_formula("J", "TP", f"TP + {POSITIVES}", spoken=f"J equals TP over TP plus {POSITIVES}"),
            html.P(
                coloured(
                    "The accuracy fixes the sum of FP and FN. Only TP can still move J. Without any TP, J is 0. Each TP in "
                    "place of a TN raises it."
                )
            ),
            html.P("Six items show the same: the accuracy is 0.5 for both predictions below, and J is 0 or 0.5."),
            Box(
                "chips",
                LinkTo(binary.SECTION, "Six items, none predicted positive", {"pred": ()}),
                LinkTo(binary.SECTION, "The same six, all predicted positive", {"pred": SIX}),
            ),
            of=TITLE,
        ),
    ],
)
