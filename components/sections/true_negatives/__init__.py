"""True negatives: accuracy counts them, the Jaccard score does not."""

from __future__ import annotations

from dataclasses import dataclass

import core
from components.page import Code, Fold, Section, paragraph
from components.sections.true_negatives import to_a_million, to_two_thousand
from components.sections.true_negatives.growth import FN, FP, TP
from components.sections.true_negatives.to_a_million import ToAMillion
from components.sections.true_negatives.to_two_thousand import NOTEBOOK_STEP, SNIPPET, ToTwoThousand
from components.words.numbers import score


@dataclass(frozen=True)
class TrueNegatives(ToAMillion, ToTwoThousand):
    """The counts of both parts."""


def _accuracy(tn: int) -> float:
    """Return the accuracy of the first state with so many true negatives."""
    return float(core.accuracy(core.Counts(TP.default, FP.default, FN.default, tn)))


HALFWAY = NOTEBOOK_STEP // 2
ON_STRAIGHT_LINE = (_accuracy(0) + _accuracy(NOTEBOOK_STEP)) / 2

SECTION = Section(
    name="true-negatives",
    number="2.2",
    topic="What Jaccard leaves out",
    title="True negatives",
    summary="Add correct negatives: accuracy climbs towards one, the Jaccard score does not move.",
    idea=[
        "Keep the true positives and the errors as they are, and add true negatives: items that are negative and are "
        "predicted negative. Accuracy counts every one of them and climbs. The Jaccard score counts only the union, which "
        "are the items that are positive in truth or in prediction, and it does not move. Where positives are rare, a "
        "high accuracy therefore says little about a model.",
    ],
    state=TrueNegatives,
    parts=[to_two_thousand.PART, to_a_million.PART],
    folds=[
        Fold("The numbers", to_two_thousand.TABLE, to_a_million.TABLE),
        Code([core.accuracy, core.jaccard], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "A few points joined by straight lines can hide how a curve bends. The notebook that this course grew from "
                f"computes 21 points, one for every {NOTEBOOK_STEP} true negatives, and joins them by straight lines. Most "
                f"of the climb happens before the second point. At {HALFWAY} true negatives accuracy is "
                f"{score(_accuracy(HALFWAY))}, where the notebook's line is at {score(ON_STRAIGHT_LINE)}. In the figure "
                "above, the dots are the notebook's points, and the curve runs through all the values between them."
            ),
            paragraph(
                "A curve that looks flat need not have reached its end. The notebook's axis ends at 2,000 true negatives, "
                "where accuracy looks as if it had arrived at 1. It never gets there: the "
                f"{FP.default + FN.default} errors stay, and only their share of all items gets smaller."
            ),
        ),
    ],
)
