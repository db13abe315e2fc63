"""Two kinds of error: what a false positive and a false negative cost the Jaccard score."""

from __future__ import annotations

from dataclasses import dataclass

import core
from components.page import Code, Fold, Section, paragraph
from components.sections.errors import same_hits, same_positives

__all__ = ["SECTION", "Errors"]


# A dataclass takes the fields of its last base first: those of the first part, as on the page.
@dataclass(frozen=True)
class Errors(same_positives.SamePositives, same_hits.SameHits):
    """A prediction on each of the two maps."""


SECTION = Section(
    name="errors",
    number="3",
    topic="Errors",
    title="Two kinds of error",
    summary="For the same true positives, a false positive and a false negative cost the Jaccard score the same.",
    idea=[
        "A prediction can go wrong in two ways. It can predict an item positive that is not: a false positive, or false "
        "alarm. It can overlook an item that is positive: a false negative, or miss. Keep the true positives fixed, add "
        "errors of either kind, and see which of them the score can tell apart.",
    ],
    state=Errors,
    parts=[same_hits.PART, same_positives.PART],
    folds=[
        Fold("The numbers", same_hits.TABLE, same_positives.TABLE),
        Code([core.jaccard, core.precision, core.recall, core.equal_jaccard_line], same_hits.SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "It is easy to read too much into such a map. It holds the true positives fixed, but they do not stay "
                "fixed when a prediction gets better. A false positive that is dropped becomes a true negative: J rises "
                "because the union shrinks. A false negative that is found becomes a true positive: J rises because the "
                "intersection grows. The notebook that this course grew from shows the map without saying so."
            ),
            paragraph(
                "The two are not worth the same. Take 10 true positives, 10 false positives and 5 false negatives: "
                "J = 10/25 = 0.4. Five false positives fewer give 10/20 = 0.5. Five false negatives found give "
                "15/25 = 0.6. So beside the same true positives an error of either kind costs the same. But finding a "
                "false negative gains more than dropping a false positive."
            ),
        ),
    ],
)
