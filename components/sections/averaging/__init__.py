"""Averaging: several labels or classes have several scores, and every average of them weighs them differently."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html

import core
from components.page import Code, Fold, Section, paragraph
from components.sections.averaging import multiclass, multilabel, ranking
from components.sections.averaging.comparison import SNIPPET
from components.sections.averaging.multilabel import RARE_LABEL_MISSED

__all__ = ["RARE_LABEL_MISSED", "SECTION", "Averaging"]


# A dataclass takes the fields of its last base first: the matrices, then the classes, as on the page.
@dataclass(frozen=True)
class Averaging(multiclass.Multiclass, multilabel.Multilabel):
    """The two label matrices and the classes of the items, each with its rule for 0/0."""


def _refusal(y_true: list[int], y_pred: list[int]) -> str:
    """Return what the course's own function says to labels that it refuses."""
    try:
        core.confusion_counts(y_true, y_pred)
    except ValueError as error:
        return str(error)
    raise AssertionError(f"{y_true} against {y_pred} must be refused")


_AS_SET = Averaging()
_ALL_ITEMS = core.jaccard_score(_AS_SET.y_true, _AS_SET.y_pred, average="micro")
_TWO_CLASSES = core.jaccard_score(_AS_SET.y_true, _AS_SET.y_pred, average="micro", labels=[1, 2])
_NO_SUPPORT = core.jaccard_score([[0, 0], [0, 0]], [[1, 0], [0, 0]], average="weighted", zero_division=1)

SECTION = Section(
    name="averaging",
    number="5",
    topic="Averaging",
    title="Averaging",
    summary="Samples, micro, macro, weighted: flip a label and see what each average makes of it.",
    idea=[
        "With several labels or classes there are several Jaccard scores, but a report often has room for one number. "
        "Each kind of average gives the weight to something else: to samples, to "
        "labels, or to single decisions.",
    ],
    state=Averaging,
    parts=[multilabel.PART, ranking.PART, multiclass.PART],
    folds=[
        Fold("The numbers", multilabel.SHARED.counts, ranking.TABLE, multiclass.SHARED.counts),
        Code([core.jaccard_score, core.average, core.nearest_disagreement], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph("The notebook that this course grew from makes each of these mistakes."),
            paragraph(
                html.B("Micro over some of the classes. "),
                "An average over some of the classes may use only the counts of those classes. The notebook is asked "
                "for classes 1 and 2 of the six items above, as they are set at first. Its micro average still counts "
                f"all items and is {_ALL_ITEMS:.3f}. The true positives and the unions of the two classes give "
                f"{_TWO_CLASSES:.3f}.",
            ),
            paragraph(
                html.B("Weighted without support. "),
                "Where no label is true anywhere, every support is 0, and the weighted average has no weights. The "
                "plain mean is then a sensible choice, because it still uses the scores. The notebook returns "
                "zero_division instead, whatever the scores are. For example, one of two labels is predicted once, the "
                "other never, and 0/0 is taken as 1. Then the scores are 0 and 1, and the plain mean is "
                f"{_NO_SUPPORT:.1f}, but the notebook returns 1.",
            ),
            paragraph(
                html.B("Labels turned into true and false. "),
                "A function that turns all labels into true and false turns 2 into true, like 1. So [0, 2, 1] against "
                "[0, 1, 1] gets the perfect score of 1.0 in the notebook. The code of this course refuses it: "
                f"“{_refusal([0, 2, 1], [0, 1, 1])}”.",
            ),
            paragraph(
                html.B("Lengths that do not match. "),
                "NumPy repeats a single label as often as needed. So the notebook compares six labels with one, and "
                f"nobody notices. The code of this course refuses it: “{_refusal([1, 1, 0, 0, 1, 0], [1])}”.",
            ),
        ),
    ],
)
