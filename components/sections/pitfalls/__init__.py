"""Pitfalls: five ways in which a Jaccard score misleads, each to be seen happening."""

from __future__ import annotations

from dataclasses import dataclass

from dash import dcc

import core
from components.page import Code, Fold, Made, Predict, Section, paragraph
from components.sections.pitfalls import chosen_threshold, empty_union, error_kinds, paired, rare_class
from components.state import address

__all__ = ["SECTION", "Pitfalls"]


# A dataclass takes the fields of its last base first: in the order of the page.
@dataclass(frozen=True)
class Pitfalls(
    paired.Paired,
    error_kinds.ErrorKinds,
    rare_class.RareClass,
    chosen_threshold.ChosenThreshold,
    empty_union.EmptyUnion,
):
    """The states of the five parts."""


_PARTS = (empty_union, chosen_threshold, rare_class, error_kinds, paired)

SECTION = Section(
    name="pitfalls",
    number="9",
    topic="Pitfalls",
    title="Pitfalls",
    summary="Empty unions, chosen thresholds, averages that hide a class, errors of two kinds, intervals that overlap.",
    idea=[
        "A Jaccard score can be computed correctly and still lead to a wrong conclusion. Here are five ways in which that "
        "happens. Make each of them happen, and you will notice it when you evaluate a model.",
    ],
    state=Pitfalls,
    parts=[empty_union.PART, chosen_threshold.PART, rare_class.PART, error_kinds.PART, paired.PART],
    below=[
        Predict(
            "Two models, each with 100 items of its own, have the same true positives and the same J. One has ten false "
            "positives, the other ten false negatives. Which score tells them apart?",
            {
                "accuracy": "Each model makes ten errors among 100 items, so the accuracy of both is 0.9.",
                "F1": "F1 and J can be computed from each other, so the same J means the same F1.",
                "precision": "The model with the false positives has the lower precision. The model with the false "
                "negatives has the lower recall.",
            },
            right="precision",
            see=("See the ten false positives", {"misses": 0}),
        ),
    ],
    folds=[
        Fold("The numbers", *(part.NUMBERS for part in _PARTS)),
        Code([core.safe_divide, core.average, core.jaccard, core.resampled_jaccards], empty_union.SNIPPET),
        Fold(
            "Common mistakes",
            Made(
                lambda _: paragraph(
                    "J depends on the share of positives. Predict every item positive, and J is that share, as at ",
                    dcc.Link("the threshold 0", href=address("/thresholds") + "?t=0"),
                    ". So read each J beside it, and do not compare the scores of data sets with different shares.",
                )
            ),
            Made(
                lambda _: paragraph(
                    "A threshold that is chosen on the test set makes the score on the test set too good. Choose it on the "
                    "training set or on a validation set. The notebook that this course grew from says so, yet its "
                    "training example chooses the threshold on the test set. For log loss it shows a J of 0.767. The "
                    "threshold chosen on the training set gives 0.714. ",
                    dcc.Link("The section on training", href=address("/soft-jaccard")),
                    " does it both ways.",
                )
            ),
            paragraph(
                "A number is not the only answer to 0/0. The score of an empty class can also be left out of the mean. The "
                "notebook asks its readers to decide about 0/0, but its code can only take it as a number. The first "
                "figure on this page shows all three rules."
            ),
        ),
    ],
)
