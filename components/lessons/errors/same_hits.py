"""The true positives fixed: a false positive and a false negative cost the Jaccard score the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.score_map import Axis, Level, marker_places, names_shown, score_map
from components.lessons import chapters
from components.live.target import Coded, Column, Columns, Target, in_figure, repeating
from components.live.view import View
from components.markup.table import Table
from components.page import (
    Checks,
    Code,
    Fold,
    Graph,
    Handle,
    Lesson,
    Predict,
    Presets,
    Scrubbed,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.state import State, Whole, of
from components.theme import Colour
from components.words.formula import Tiles, coloured, jaccard_formula
from components.words.line import Line, Words
from components.words.numbers import many, written, zero_over_zero

# The notebook names no cell. With 10 and 5 one sees at once which slider moves what.
FP = Whole("fp", "False positives (FP)", 10, 0, 30, 1)
FN = Whole("fn", "False negatives (FN)", 5, 0, 30, 1)
TP = Whole("tp", "True positives (TP)", 10, 0, 60, 1)


@dataclass(frozen=True)
class SameHits(State):
    """A prediction by its counts; true negatives have no part in the score."""

    fp: int = of(FP)
    fn: int = of(FN)
    tp: int = of(TP)


SIZE = FP.count
LEVELS = (0.25, 0.5, 0.75)

MAP = Graph(
    "map",
    "Map of the Jaccard score over false positives and false negatives, with lines of equal score",
    height="100cqi",
    square=True,
    handles=(Handle("marker", x=FP, y=FN, anywhere=True),),
)
FORMULA = jaccard_formula("formula")
TILES = Tiles("tiles")
SAY = Line("say", "J is {j}: {fp} and {fn} beside {tp}. {lesson}")
TELL = Line("tell", "Precision is {precision}{fewer}. Recall is {recall}{fewer2}.{cannot}", live=False)
HALF = 0.5  # what the task asks for
CHECKS = Checks("errors", ("half", "more"))
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import jaccard_score\n\n"
    "y_true = [1] * {tp} + [0] * {fp} + [1] * {fn}\n"
    "y_pred = [1] * {tp2} + [1] * {fp2} + [0] * {fn2}\n"
    "jaccard_score(y_true, y_pred)  # {j}\n",
)

# What is the same for any number of true positives: in each column or row of the map, for each number of errors, and in
# each cell, by columns.
PLACES = marker_places(SIZE)
NUMBERS = [f"{count}" for count in range(SIZE)]
FALSE_POSITIVES = [many(count, "false positive") for count in range(SIZE)]
FALSE_NEGATIVES = [many(count, "false negative") for count in range(SIZE)]
TOTALS = np.arange(2 * SIZE - 1)
# The counts of each cell, column by column of the map, and whether it has more false negatives.
CELL_FP, CELL_FN = (each.ravel() for each in np.mgrid[:SIZE, :SIZE])
MORE = CELL_FN > CELL_FP
# Where the count itself is shown.
SHOWN_FP = (TILES.target("fp"), FORMULA.target("fp"), SNIPPET.target("fp"), SNIPPET.target("fp2"))
SHOWN_FN = (TILES.target("fn"), FORMULA.target("fn"), SNIPPET.target("fn"), SNIPPET.target("fn2"))


def view(state: SameHits) -> View:
    """Return the lesson in one state."""
    tp = state.tp
    fn, fp = np.mgrid[:SIZE, :SIZE]
    counts = core.Counts(np.full_like(fp, tp), fp, fn, np.zeros_like(fp))
    scores = core.jaccard(counts, zero_division=np.nan)
    precision = core.precision(counts, zero_division=np.nan)[0]
    recall = core.recall(counts, zero_division=np.nan)[:, 0]
    # cells with as many errors have one score, so it is worded once for all of them
    by_total = scores[TOTALS - TOTALS // 2, TOTALS // 2]
    j = written(by_total, undefined=zero_over_zero())
    by_fp: dict[Target, Column] = {
        **in_figure(MAP.id, PLACES.across),
        **dict.fromkeys(SHOWN_FP, NUMBERS),
        **SAY.some(fp=FALSE_POSITIVES),
        **TELL.some(precision=written(precision, undefined=zero_over_zero())),
    }
    by_fn: dict[Target, Column] = {
        **in_figure(MAP.id, PLACES.up),
        **dict.fromkeys(SHOWN_FN, NUMBERS),
        **SAY.some(fn=FALSE_NEGATIVES),
        **TELL.some(recall=written(recall, undefined=zero_over_zero())),
    }
    at_marker = [[word] for word in written(by_total, undefined="0/0")]
    by_sum: dict[Target, Column] = {
        **in_figure(MAP.id, {**PLACES.sum, "value": {"text": at_marker}}),
        FORMULA.target("j"): j,
        **SAY.some(j=j, lesson=_lessons(tp)),
        **SNIPPET.some(j=written(by_total, 4, undefined="0.0 and a warning: 0/0")),
    }
    levels = [Level(level, float(core.safe_divide(tp, level)) - tp) for level in LEVELS]
    figure = score_map(
        scores,
        levels,
        x=Axis("false positives (FP)", Colour.FP, "FP"),
        y=Axis("false negatives (FN)", Colour.FN, "FN"),
        score="J",
    )
    return View(
        figures={MAP.id: figure},
        moving=[
            Columns((FP,), by_fp),
            Columns((FN,), by_fn),
            Columns((FP, FN), by_sum, by_sum=True),
            Columns((FP, FN), {**_names(levels), **_checked(tp, j)}),
        ],
        texts={
            TILES.target("tp"): f"{tp}",
            FORMULA.target("tp"): f"{tp}",
            FORMULA.target("tp2"): f"{tp}",
            TILES.target("tn"): "any",
            **SAY.some(tp=many(tp, "true positive")),
            **TELL.some(**_told(tp)),
            **SNIPPET.some(tp=f"{tp}", tp2=f"{tp}"),
        },
        tables={TABLE.id: _table(scores, tp)},
    )


def _names(levels: Sequence[Level]) -> dict[Target, Column]:
    """Return where the lines are named, in each cell of the marker."""
    places = names_shown(levels, SIZE, "J")
    return in_figure(
        MAP.id, {place: {prop: repeating(at) for prop, at in props.items()} for place, props in places.items()}
    )


def _checked(tp: int, j: Sequence[str]) -> dict[Target, Column]:
    """Return what is said of the task in each cell."""
    totals = CELL_FP + CELL_FN
    half = (totals == tp) & (tp > 0)
    by_total = [
        f"J exactly {HALF}: {'yes' if 0 < tp == total else 'not yet'}, it is {text}." for total, text in enumerate(j)
    ]
    more = [f"More false negatives than false positives: {'yes' if met else 'not yet'}." for met in (False, True)]
    return CHECKS.columns({"half": (half, Coded(by_total, totals)), "more": (MORE, Coded(more, MORE.astype(int)))})


def _told(tp: int) -> dict[str, str]:
    """Return what precision and recall do with errors: without a true positive there is nothing that could fall."""
    if not tp:
        return {"cannot": " Without a true positive neither can fall.", "fewer": "", "fewer2": ""}
    falls = ", and it falls with every false "
    return {"cannot": "", "fewer": f"{falls}positive", "fewer2": f"{falls}negative"}


def _lessons(tp: int) -> Words:
    """Return what there is to learn from each number of errors."""
    if not tp:
        nothing = "Nothing is positive, neither in truth nor in prediction."
        return [nothing, *["Without a true positive J is 0, however few the errors are."] * (TOTALS.size - 1)]
    alone = {
        0: "Every other cell has an error, and a lower J.",
        2 * (SIZE - 1): "No other cell of the map has so many errors, so J is lowest here.",
    }
    return [
        alone.get(total, f"Every cell on the line through the marker has {many(total, 'error')} and the same J.")
        for total in TOTALS.tolist()
    ]


def _table(scores: NDArray[np.float64], tp: int) -> Table:
    return Table(
        ["J", *(f"FP {fp}" for fp in range(SIZE))],
        [[f"FN {fn}", *scores[fn].tolist()] for fn in range(SIZE)],
        caption=f"J for TP = {tp}, at every fifth FP and FN",
        shown=range(0, SIZE, 5),
        shown_columns=[0, *range(1, SIZE + 1, 5)],
    )


LESSON = Lesson(
    path="/errors",
    chapter=chapters.ERRORS,
    title="Two kinds of error",
    summary="For the same true positives, a false positive and a false negative cost the Jaccard score the same.",
    minutes=3,
    state=SameHits,
    view=view,
    idea=["A test can miss a patient, and it can alarm somebody healthy: can the score tell the two apart?"],
    lead=[Slider(FN), FORMULA, TILES, SAY, TELL],
    figures=[Scrubbed(MAP, FP)],
    controls=[
        Slider(TP),
        Presets(
            {
                "5 and 5": {"fp": 5, "fn": 5},
                "15 false positives": {"fp": 15, "fn": 0},
                "15 false negatives": {"fp": 0, "fn": 15},
                "No error": {"fp": 0, "fn": 0},
                "No true positive": {"tp": 0},
            }
        ),
    ],
    question=Predict(
        "Two detectors have 10 true positives each. The first has 10 false positives and 5 false negatives, the second 5 "
        "and 10. Whose Jaccard score is higher?",
        {
            "the first": "It has the higher recall, 10/15. But its precision is only 10/20, and the union is 25 for "
            "both.",
            "the second": "It has the higher precision, 10/15. But its recall is only 10/20, and the union is 25 for "
            "both.",
            "both the same": "The union counts an error of either kind once. It is 25 for both, so J = 10/25.",
        },
        right="both the same",
        see=("See the second one", {"fp": 5, "fn": 10}),
        hides=(MAP, SAY),
    ),
    called=[
        paragraph(
            "The Jaccard score, ",
            *coloured("TP / (TP + FP + FN)"),
            ", is symmetric in the two kinds of error: swap them, and it stays the same. Precision, ",
            *coloured("TP / (TP + FP)"),
            ", sees false positives alone, and recall, ",
            *coloured("TP / (TP + FN)"),
            ", false negatives alone.",
        )
    ],
    task=Task(f"Make J exactly {HALF}, with more false negatives than false positives.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.jaccard, core.precision, core.recall], SNIPPET),
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
