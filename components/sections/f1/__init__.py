"""Jaccard and F1: two scales for one result, and averages over labels that let them disagree."""

from __future__ import annotations

from dataclasses import dataclass

import core
from components.page import Code, Fold, Section, paragraph
from components.sections.f1 import two_models, two_scales

__all__ = ["F1", "SECTION"]


# A dataclass takes the fields of its last base first: the scales, then the models, as on the page.
@dataclass(frozen=True)
class F1(two_models.TwoModels, two_scales.TwoScales):
    """A place on the curve, the reader's counts, and what model B finds."""


SECTION = Section(
    name="f1",
    number="4",
    topic="Precision, recall, F1",
    title="Jaccard and F1",
    summary="Two scales for the same result: each F1 has one Jaccard score, until scores are averaged.",
    idea=[
        "Some reports give F1, others the Jaccard score. Both are made of the same counts, but F1 counts each true "
        "positive twice. So every F1 belongs to exactly one Jaccard score, and you can compare the two reports. Averages "
        "over labels are the exception: there the two scores can prefer different models.",
    ],
    state=F1,
    parts=[two_scales.PART, two_models.PART],
    folds=[
        Fold("The numbers", two_scales.TABLE, two_models.TABLE),
        Code([core.jaccard_from_f1, core.f1_from_jaccard, core.f1, core.jaccard, core.average], two_scales.SNIPPET),
        Fold(
            "Why the two scales agree",
            paragraph(
                "Both scores depend on one number only: how many errors there are for each true positive, (FP + FN)/TP. "
                "Call this ratio m. Then J = 1/(1 + m) and F1 = 2/(2 + m)."
            ),
            paragraph(
                "When m grows, both scores fall. So both prefer the same one of two results, and both have the same best "
                "threshold. No comparison of two sets of counts can tell the two scores apart."
            ),
        ),
    ],
)
