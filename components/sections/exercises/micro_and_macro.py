"""The second task: labels for which the micro average is high and the macro average low."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.live.view import View
from components.markup.table import Table
from components.page import Box, Fold, LinkTo, Part, TablePlace
from components.sections import averaging
from components.sections.averaging import multilabel
from components.state import State

Average = Literal["micro", "macro", "weighted"]

TITLE = "Micro high, macro low"
# How many of the photos show each of three things, and how the predictions fare.
PHOTOS = 100
THINGS = {"sky": (88, 1, 2), "bird": (0, 1, 2), "kite": (0, 0, 2)}  # TP, FP, FN

TABLE = TablePlace("averages")

# Four samples that show the same: label 1 in all of them and always found, labels 2 and 3 once each and never found.
FREQUENT = tuple(range(0, multilabel.SAMPLES * multilabel.LABELS, multilabel.LABELS))
RARE = (1, multilabel.LABELS + 2)


def photos() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the true and the predicted labels of the answer, a row for each photo, a column for each thing."""
    item = np.arange(PHOTOS)[:, None]
    tp, fp, fn = np.array(list(THINGS.values())).T
    return item < tp + fn, (item >= fn) & (item < tp + fn + fp)


def view(_: State) -> View:
    """Return the table of the answer."""
    return View(tables={TABLE.id: _table()})


@cache
def _table() -> Table:
    each = core.multilabel_counts(*photos())
    whole = each.sum()
    rows: list[list[str | int | float | None]] = [
        [name, c.support, c.tp, c.fp, c.fn, core.jaccard(c)] for name, c in zip(THINGS, each, strict=True)
    ]
    rows += [
        ["micro", whole.support, whole.tp, whole.fp, whole.fn, _average("micro")],
        ["macro", None, None, None, None, _average("macro")],
        ["weighted", None, None, None, None, _average("weighted")],
    ]
    return Table(
        ["label", "support", "TP", "FP", "FN", "J"], rows, caption=f"{PHOTOS} photos, three labels, and their averages"
    )


def _average(average: Average) -> float:
    return float(core.jaccard_score(*photos(), average=average))


_UNIONS = dict(zip(THINGS, core.multilabel_counts(*photos()).union.tolist(), strict=True))

PART = Part(
    view,
    name="micro-and-macro",
    title=f"2. {TITLE}",
    card=True,
    wide=True,
    idea=[
        "Each photo may have several labels. Build true and predicted labels for which the micro average of the Jaccard "
        "score is high and the macro average is low. What do these two numbers say about the model?",
    ],
    figures=[
        Box("chips", LinkTo(averaging.SECTION, "Flip the labels of four samples", class_name="chip served")),
        Fold(
            "Hint",
            html.P(
                "Micro adds up the counts of all labels before it divides, so a label with many items outweighs the "
                "others. Macro computes a score for each label first, and gives every score the same weight."
            ),
            html.P("Make one label frequent and easy, and the others rare and hard."),
            of=TITLE,
            screen=True,
        ),
        Fold(
            "Worked answer",
            TABLE,
            html.P(
                f"The union over all labels has {sum(_UNIONS.values())} cells, and {_UNIONS['sky']} of them belong to sky. "
                "So micro is close to the score of sky. Macro is the mean of three scores, and two of them are 0."
            ),
            html.P(
                "High micro with low macro means that the model does well on the frequent labels and fails on the rare "
                "ones. The weighted average hides this too, because it weighs by support. Where the rare labels matter, "
                "report macro, and the score of every label beside it."
            ),
            html.P("Four samples show the same: their micro average is 2/3 and their macro average is 1/3."),
            Box(
                "chips",
                LinkTo(
                    averaging.SECTION,
                    "Four samples, two rare labels missed",
                    {"true": tuple(sorted((*FREQUENT, *RARE))), "pred": FREQUENT},
                ),
            ),
            of=TITLE,
        ),
    ],
)
