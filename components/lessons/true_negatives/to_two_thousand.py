"""Accuracy and J while up to 2,000 true negatives are added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import core
from components.figures.score_pair import score_pair_figure, score_pair_moving
from components.lessons import chapters
from components.lessons.true_negatives.growth import (
    FN,
    FP,
    TP,
    Fixed,
    Growth,
    growth,
    numbers,
    of_accuracy,
    with_them,
)
from components.live.target import Columns, in_figure
from components.live.view import View
from components.page import (
    Code,
    Fold,
    Graph,
    Handle,
    Lesson,
    NumberField,
    Predict,
    Presets,
    Scrubbed,
    TablePlace,
    caption,
    paragraph,
)
from components.state import Whole, of
from components.words.formula import Formula, Tiles, jaccard_formula, jaccard_texts
from components.words.line import Line
from components.words.numbers import many, score, whole, written, zero_over_zero

TN = Whole("tn", "True negatives (TN)", 0, 0, 2000, 10, "{:,}")


@dataclass(frozen=True)
class ToTwoThousand(Fixed):
    """How many true negatives there are."""

    tn: int = of(TN)


NOTEBOOK_STEP = 100  # between the points of the notebook's figure

GROWTH = Graph(
    "growth",
    "Accuracy and the Jaccard score over the number of true negatives, up to 2,000",
    height=380,
    least=340,
    handles=(Handle("markers", x=TN, anywhere=True),),
)
FORMULA = jaccard_formula("formula")
ACCURACY = Formula(
    "accuracy",
    "acc",
    "{tp} + {tn}",
    "{tp2} + {fp} + {fn} + {tn2}",
    "{accuracy}",
    small=True,
)
TILES = Tiles("tiles")
SAY = Line("say", "{accuracy} {jaccard}")
SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import accuracy_score, jaccard_score\n\n"
    "y_true = [1] * {tp} + [1] * {fn} + [0] * {fp} + [0] * {tn}\n"
    "y_pred = [1] * {tp2} + [0] * {fn2} + [1] * {fp2} + [0] * {tn2}\n"
    "accuracy_score(y_true, y_pred)  # {accuracy}\n"
    "jaccard_score(y_true, y_pred)  # {jaccard}\n",
)
TABLE = TablePlace("table")

# What is the same for all counts, at every position of the slider.
COUNTS = np.array(TN.values())
IN_CODE = list(map(str, COUNTS.tolist()))
BEGINNINGS = with_them(COUNTS)
WORDS_AT_THE_LEFT = [2 * value > TN.high for value in TN.values()]
BEYOND = [10**power for power in range(4, 7)]
IN_TABLE = [*range(0, TN.count, NOTEBOOK_STEP // round(TN.step)), *range(TN.count, TN.count + len(BEYOND))]


def view(state: ToTwoThousand) -> View:
    """Return the lesson in one state."""
    growing = growth(state, COUNTS)
    undefined = zero_over_zero()
    accuracy, j = written(growing.accuracy, undefined=undefined), score(growing.jaccard[0])
    tp, fp, fn = map(whole, (state.tp, state.fp, state.fn))
    curves = growing.curves
    return View(
        figures={
            GROWTH.id: score_pair_figure(
                COUNTS,
                *curves,
                title="true negatives (TN)",
                counted="true negatives",
                points=NOTEBOOK_STEP // round(TN.step),
            )
        },
        moving=[
            Columns(
                (TN,),
                {
                    **in_figure(
                        GROWTH.id,
                        score_pair_moving(COUNTS, *curves, (accuracy, [j] * COUNTS.size), WORDS_AT_THE_LEFT),
                    ),
                    **ACCURACY.columns(tp=tp, tn=TN.words, tp2=tp, fp=fp, fn=fn, tn2=TN.words, accuracy=accuracy),
                    **TILES.columns(tp=tp, fp=fp, fn=fn, tn=TN.words),
                    **SAY.columns(
                        accuracy=of_accuracy(growing, accuracy, BEGINNINGS), jaccard=_of_jaccard(state, growing, j)
                    ),
                    **SNIPPET.some(tn=IN_CODE, tn2=IN_CODE, accuracy=written(growing.accuracy, 4, undefined=undefined)),
                },
            )
        ],
        texts={
            **jaccard_texts(FORMULA, tp, fp, fn, j if state.counts.union else undefined),
            **SNIPPET.some(
                tp=str(state.tp),
                fp=str(state.fp),
                fn=str(state.fn),
                tp2=str(state.tp),
                fp2=str(state.fp),
                fn2=str(state.fn),
                jaccard=score(core.jaccard(state.counts), 4) if state.counts.union else "0.0 and a warning: 0/0",
            ),
        },
        tables={
            TABLE.id: numbers(state, np.array([*COUNTS, *BEYOND]), "Scores by the number of true negatives", IN_TABLE)
        },
    )


def _of_jaccard(state: ToTwoThousand, growing: Growth, j: str) -> list[str]:
    """Return what is said of J at each number of true negatives."""
    union = state.counts.union
    if not union:
        nothing = f"Nothing is positive, neither in truth nor in prediction, so J is {zero_over_zero()}."
        return [nothing] + [f"{nothing} True negatives do not change that."] * (COUNTS.size - 1)

    def said(still: str, only: str) -> str:
        return f"The union {still}holds {many(union, 'item')}. {_hits(state.tp, union, only)}, so J is {still}{j}."

    # a high accuracy can hide how few of the union are found: half of it at most
    plain, misleading = said("still ", ""), said("still ", "Only ")
    is_misleading = (growing.accuracy >= 0.9) & (growing.jaccard <= 0.5)
    return [said("", ""), *(misleading if hidden else plain for hidden in is_misleading.tolist()[1:])]


def _hits(tp: int, union: int, only: str) -> str:
    if union == 1:
        return f"It is {'a' if tp else 'not a'} true positive"
    if tp in (0, union):
        every, no = ("Both", "Neither") if union == 2 else ("All", "None")
        return f"{every} of them are true positives" if tp else f"{no} of them is a true positive"
    return f"{only}1 of them is a true positive" if tp == 1 else f"{only}{whole(tp)} of them are true positives"


def _accuracy(tn: int) -> float:
    """Return the accuracy of the first state with so many true negatives."""
    return float(core.accuracy(core.Counts(TP.default, FP.default, FN.default, tn)))


HALFWAY = NOTEBOOK_STEP // 2
ON_STRAIGHT_LINE = (_accuracy(0) + _accuracy(NOTEBOOK_STEP)) / 2

LESSON = Lesson(
    path="/true-negatives",
    chapter=chapters.TRUE_NEGATIVES,
    title="True negatives",
    summary="Add correct negatives: accuracy climbs towards one, the Jaccard score does not move.",
    minutes=3,
    state=ToTwoThousand,
    view=view,
    idea=[
        "Keep the true positives and the errors as they are, and add true negatives: items that are negative and are "
        "predicted negative. Accuracy counts every one of them and climbs. The Jaccard score counts only the union, which "
        "are the items that are positive in truth or in prediction, and it does not move. Where positives are rare, a "
        "high accuracy therefore says little about a model.",
    ],
    lead=[FORMULA, ACCURACY, TILES],
    figures=[
        Scrubbed(GROWTH, TN),
        SAY,
        Presets(
            {
                "2,000 added": {"tn": 2000},
                "A mask on its background": {"tp": 108, "fp": 41, "fn": 41, "tn": 1410},
                "Fraud": {"tp": 30, "fp": 10, "fn": 60, "tn": 2000},
                "Always no": {"tp": 0, "fp": 0, "fn": 20, "tn": 2000},
                "Nothing positive": {"tp": 0, "fp": 0, "fn": 0, "tn": 1000},
            }
        ),
    ],
    controls=[
        NumberField(TP),
        NumberField(FP),
        NumberField(FN),
        caption("A true positive is also called a hit, a false positive a false alarm, and a false negative a miss."),
    ],
    question=Predict(
        "A detector has 10 true positives, 5 false positives and 5 false negatives. It then sees 2,000 more negatives and "
        "gets every one right. Where does its Jaccard score go?",
        {
            "up": "Accuracy goes up. But the union holds only items that are positive in truth or in prediction, and none "
            "of the new items is.",
            "stays": "Neither the true positives nor the union change, so J is 10/20 as before.",
            "down": "For that, the union would have to grow. The new items are neither truly positive nor predicted "
            "positive, so they are not in it.",
        },
        right="stays",
        see=("See it with 2,000", {"tn": 2000}),
    ),
    folds=[
        Fold("The numbers", TABLE),
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
