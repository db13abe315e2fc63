"""Accuracy and J while up to 2,000 true negatives are added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.score_pair import score_pair_figure, score_pair_moving
from components.lessons import chapters
from components.lessons.true_negatives.growth import FINE, FN, FP, TP, Fixed, Growth, growth, numbers
from components.live.target import Columns, in_figure
from components.live.view import View
from components.page import (
    Checks,
    Code,
    Draw,
    Fold,
    Graph,
    Handle,
    Lesson,
    NumberField,
    Presets,
    Scrubbed,
    TablePlace,
    Task,
    caption,
    paragraph,
)
from components.state import Whole, of
from components.words.formula import Formula, Tiles, coloured, jaccard_formula, jaccard_texts
from components.words.line import Line
from components.words.numbers import many, part_of, score, whole, written, zero_over_zero

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
HIGH, LOW = 0.98, 0.2  # what the task asks for
CHECKS = Checks("true-negatives", ("accuracy", "jaccard"))
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
                    **SAY.columns(accuracy=_of_accuracy(growing, accuracy), jaccard=_of_jaccard(state, growing, j)),
                    **CHECKS.columns(
                        {
                            "accuracy": _checked(
                                f"Accuracy at least {HIGH}", growing.accuracy, growing.accuracy >= HIGH
                            ),
                            "jaccard": _checked(f"J below {LOW}", growing.jaccard, growing.jaccard < LOW),
                        }
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


def _of_accuracy(growing: Growth, accuracy: list[str]) -> list[str]:
    """Return what is said of accuracy at each number of true negatives."""
    right, total = (growing.counts.tp + growing.counts.tn).tolist(), growing.counts.total.tolist()
    return [
        f"Accuracy is {shown}: {part_of(n, of_all, 'item', verb='is')} right." if of_all else f"Accuracy is {shown}."
        for shown, n, of_all in zip(accuracy, right, total, strict=True)
    ]


def _of_jaccard(state: ToTwoThousand, growing: Growth, j: str) -> list[str]:
    """Return what is said of J at each number of true negatives."""
    union = int(state.counts.union)
    if not union:
        return [f"J is {zero_over_zero()}: nothing is positive, neither in truth nor in prediction."] * COUNTS.size
    # a high accuracy can hide how few of the union are found: half of it at most
    is_misleading = (growing.accuracy >= 0.9) & (growing.jaccard <= 0.5)
    plain, only = (_hits(state.tp, union, word) for word in ("", "only "))
    later = [f"J is still {j}: {only if hidden else plain}." for hidden in is_misleading.tolist()[1:]]
    return [f"J is {j} too: no true negative is counted yet.", *later]


def _hits(tp: int, union: int, only: str) -> str:
    if union == 1:
        return f"the one item of the union is {'a' if tp else 'not a'} true positive"
    if tp in (0, union):
        every, no = (
            ("both items", "neither item") if union == 2 else (f"all {union:,} items", f"none of the {union:,} items")
        )
        return f"{every} of the union are true positives" if tp else f"{no} of the union is a true positive"
    are = "is a true positive" if tp == 1 else "are true positives"
    return f"{only}{whole(tp)} of the {union:,} items of the union {are}"


def _checked(asked: str, scores: NDArray[np.float64], met: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return where a condition of the task holds, and what is said of it; with so many digits that they show it."""
    short, long = (written(scores, digits, undefined=zero_over_zero()) for digits in (3, FINE))
    near = np.isin(short, (f"{HIGH:.3f}", f"{LOW:.3f}")).tolist()
    said = [
        f"{asked}: {'yes' if holds else 'not yet'}, it is {fine if rounded else text}."
        for holds, text, fine, rounded in zip(met.tolist(), short, long, near, strict=True)
    ]
    return met, said


def _accuracy(tn: int) -> float:
    """Return the accuracy of the first state with so many true negatives."""
    return float(core.accuracy(core.Counts(TP.default, FP.default, FN.default, tn)))


DRAWN = COUNTS[:: NOTEBOOK_STEP // round(TN.step)]
HALFWAY = NOTEBOOK_STEP // 2
ON_STRAIGHT_LINE = (_accuracy(0) + _accuracy(NOTEBOOK_STEP)) / 2

DRAW = Draw(
    "The model makes no new mistake. It only meets more negatives, and gets them right. Draw how accuracy goes on.",
    GROWTH,
    curve="accuracy",
    xs=DRAWN.tolist(),
    at=[many(count, "true negative") for count in DRAWN.tolist()],
    truth=lambda state: growth(state, DRAWN).accuracy,
    why="Accuracy counts every correct negative, so it climbs towards 1. Most of the climb is over soon. The Jaccard score "
    "leaves them out: neither the true positives nor the union change, so it stays.",
    begins="both scores start here, at {}",
)

LESSON = Lesson(
    path="/true-negatives",
    chapter=chapters.TRUE_NEGATIVES,
    title="True negatives",
    summary="Add correct negatives: accuracy climbs towards one, the Jaccard score does not move.",
    minutes=3,
    state=ToTwoThousand,
    view=view,
    idea=["Most pixels of a photo, most mails and most patients are negative: what do they do to a score?"],
    question=DRAW,
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
    called=[
        paragraph(
            "Where most items are negative, one speaks of ",
            html.B("class imbalance"),
            ". Accuracy, ",
            *coloured("(TP + TN) / (TP + FP + FN + TN)"),
            ", counts every true negative, and the Jaccard score, ",
            *coloured("TP / (TP + FP + FN)"),
            ", counts none.",
        )
    ],
    task=Task(f"Find counts with an accuracy of at least {HIGH} and J below {LOW}.", CHECKS),
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
                "of this page, the dots are the notebook's points, and the curve runs through all the values between them."
            ),
            paragraph(
                "A curve that looks flat need not have reached its end. The notebook's axis ends at 2,000 true negatives, "
                "where accuracy looks as if it had arrived at 1. It never gets there: the "
                f"{FP.default + FN.default} errors stay, and only their share of all items gets smaller."
            ),
        ),
    ],
)
