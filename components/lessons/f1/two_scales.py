"""F1 and the Jaccard score of one set of counts: a curve from one scale to the other, and the reader's counts on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.scale_curve import Point, ScaleCurve, scale_curve
from components.lessons import chapters
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Box,
    Checks,
    Code,
    Draw,
    Fold,
    Graph,
    Handle,
    Lesson,
    Presets,
    Scrubbed,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.state import Number, State, Whole, of
from components.words.formula import Formula, jaccard_formula, jaccard_texts
from components.words.line import Line
from components.words.numbers import exact, score, written, zero_over_zero

F = Number("f", "F1", 0.8, 0, 1, 0.01, "{:.2f}")
TP = Whole("tp", "True positives (TP)", 2, 0, 50, 1)
FP = Whole("fp", "False positives (FP)", 1, 0, 50, 1)
FN = Whole("fn", "False negatives (FN)", 1, 0, 50, 1)


@dataclass(frozen=True)
class TwoScales(State):
    """A place on the curve, and the counts of another one."""

    f: float = of(F)
    tp: int = of(TP)
    fp: int = of(FP)
    fn: int = of(FN)


ASKED = core.uniform_grid(0, 1, 21)
GRID = core.uniform_grid(0, 1, 501)
GRID_J = core.jaccard_from_f1(GRID)
# Drawn from texts of few digits, which compress; packed numbers do not.
DRAWN = ScaleCurve(GRID.round(3).tolist(), GRID_J.round(6).tolist(), "F1", "Jaccard", "is")
AS_TABLE = Table(
    ["F1", "J"],
    list(zip(GRID.tolist(), GRID_J.tolist(), strict=True)),
    caption=f"The curve at every fiftieth of its {GRID.size} points",
    digits=[1, 4],
    shown=range(0, GRID.size, 50),
)

CURVE = Graph(
    "curve",
    "The Jaccard score over F1: a curve below the diagonal, with the F1 that is set and the counts that are set",
    height="91cqi",
    square=True,
    handles=(Handle("marker", x=F, anywhere=True),),
)
TO_JACCARD = Formula(
    "to-jaccard",
    "J",
    "{accent}",
    "2 − {accent2}",
    "{tp}",
)
TO_F1 = Formula(
    "to-f1",
    "F1",
    "2 · {tp}",
    "1 + {tp2}",
    "{accent}",
)
SAY = Line("say", "F1 {f} and Jaccard {j} are the same result on two scales. {gap}")
APART = 0.171  # what the task asks for; no F1 is further above its J than by 0.1716
CHECKS = Checks("two-scales", ("gap",))
COUNTS = Line("counts", "Your counts are TP {tp}, FP {fp} and FN {fn}. {place}", live=False)
PRECISION = Formula(
    "precision",
    "precision",
    "{tp}",
    "{tp2} + {fp}",
    "{p}",
    small=True,
)
RECALL = Formula(
    "recall",
    "recall",
    "{tp}",
    "{tp2} + {fn}",
    "{r}",
    small=True,
)
F1 = Formula(
    "f1",
    "F1",
    "2 · {tp}",
    "2 · {tp2} + {fp} + {fn}",
    "{f}",
    small=True,
)
JACCARD = jaccard_formula("jaccard", small=True)
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import f1_score, jaccard_score\n\n"
    "y_true = [1] * {tp} + [0] * {fp} + [1] * {fn}\n"
    "y_pred = [1] * {tp2} + [1] * {fp2} + [0] * {fn2}\n"
    "f = f1_score(y_true, y_pred)  # {f}\n"
    "j = jaccard_score(y_true, y_pred)  # {j}\n"
    "f / (2 - f)  # {again}\n",
)

STATES: dict[str, dict[str, Any]] = {
    "F1 of one half": {"f": 0.5},
    "Mostly false positives": {"tp": 10, "fp": 30, "fn": 2},
    "Nothing found": {"tp": 0, "fp": 5, "fn": 5},
}


def view(state: TwoScales) -> View:
    """Return the lesson in one state."""
    counts = core.Counts(state.tp, state.fp, state.fn)
    f1, j = core.f1(counts, zero_division=math.nan), core.jaccard(counts, zero_division=math.nan)
    scores = {
        "precision": core.precision(counts, zero_division=math.nan),
        "recall": core.recall(counts, zero_division=math.nan),
        "F1": f1,
        "J": j,
    }
    here = "no counts,<br>no point" if math.isnan(j) else f"your counts<br>F1 {score(f1)}<br>J {score(j)}"
    return View(
        figures={CURVE.id: scale_curve(DRAWN, Point(f1, j, here), diagonal="J = F1")},
        moving=[Columns((F,), _along_f1())],
        texts=_of_counts(counts, scores),
        tables={TABLE.id: [AS_TABLE, _table(counts, scores)]},
    )


@cache
def _along_f1() -> dict[Target, Column]:
    """Return what the slider of F1 moves, which nothing else changes."""
    f = np.array(F.values())
    j = core.jaccard_from_f1(f)
    shown_f, shown_j = F.words, written(j)
    x, y = F.values(), j.round(6).tolist()
    places: dict[str, dict[str, Column]] = {
        "guide": {"x": [[each, each, 0] for each in x], "y": [[0, each, each] for each in y]},
        "marker": {"x": [[each] for each in x], "y": [[each] for each in y], "text": [[each] for each in shown_j]},
    }
    return {
        **in_figure(CURVE.id, places),
        **TO_JACCARD.columns(accent=shown_f, accent2=shown_f, tp=shown_j),
        **TO_F1.columns(tp=shown_j, tp2=shown_j, accent=written(core.f1_from_jaccard(j), 2)),
        **CHECKS.columns({"gap": _checked(f - j)}),
        **SAY.columns(f=shown_f, j=shown_j, gap=[_gap(*pair) for pair in zip(f.tolist(), j.tolist(), strict=True)]),
    }


# ---- words ---------------------------------------------------------------------------------------------------------


def _gap(f: float, j: float) -> str:
    if f == j:
        return "The two scores are equal here, at an end of the curve, and nowhere between the ends."
    return f"J is lower by {score(f - j)}. The two scores are equal only at 0 and at 1."


def _checked(gaps: NDArray[np.float64]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return for each F1 whether it is as far above its J as the task asks, and what is said of that."""
    met = gaps >= APART
    said = [
        f"F1 at least {APART} above J: {'yes' if holds else 'not yet'}, it is {gap} above."
        for holds, gap in zip(met.tolist(), written(gaps), strict=True)
    ]
    return met, said


def _of_counts(counts: core.Counts, scores: dict[str, float]) -> dict[Target, str]:
    """Return the texts of the reader's counts."""
    tp, fp, fn = counts.tp, counts.fp, counts.fn
    p, r, f1, j = (score(value, undefined=zero_over_zero()) for value in scores.values())
    if counts.union:
        place = f"They give F1 {f1} and J {j}, a point on the curve. Other counts give one too, unless all three are 0."
        f_in_code, j_in_code = score(scores["F1"], 4), score(scores["J"], 4)
        again = f"{j_in_code} again"
    else:
        place = f"Both scores are {zero_over_zero()}, so there is no point to draw."
        f_in_code = j_in_code = "an error: the lists are empty"
        again = "never reached"
    return {
        **PRECISION.texts(tp=tp, tp2=tp, fp=fp, p=p),
        **RECALL.texts(tp=tp, tp2=tp, fn=fn, r=r),
        **F1.texts(tp=tp, tp2=tp, fp=fp, fn=fn, f=f1),
        **jaccard_texts(JACCARD, tp, fp, fn, j),
        **COUNTS.texts(tp=tp, fp=fp, fn=fn, place=place),
        **SNIPPET.texts(tp=tp, tp2=tp, fp=fp, fp2=fp, fn=fn, fn2=fn, f=f_in_code, j=j_in_code, again=again),
    }


def _table(counts: core.Counts, scores: dict[str, float]) -> Table:
    return Table(
        ["score", "value"],
        [[name, Cell(value, exact(value, undefined=zero_over_zero()))] for name, value in scores.items()],
        caption=f"The scores of TP {counts.tp}, FP {counts.fp} and FN {counts.fn}, with all their digits",
        name="The scores, with all their digits",
    )


OF_COUNTS = Box("formulas", PRECISION, F1, RECALL, JACCARD)
DRAW = Draw(
    "F1 and J are made of the same counts, and F1 counts each true positive twice. Draw which J belongs to each F1.",
    CURVE,
    curve="J",
    xs=ASKED.tolist(),
    at=[f"F1 {f:.2f}" for f in ASKED.tolist()],
    truth=lambda _: core.jaccard_from_f1(ASKED),
    why="Each F1 has exactly one J, and J is lower everywhere between 0 and 1. The curve is bent: flat near 0 and steep near "
    "1, so the same step of F1 is another step of J.",
    begins="both scores are 0 here",
    hides=(TO_JACCARD, TO_F1, SAY, COUNTS, OF_COUNTS),
)
LESSON = Lesson(
    path="/f1",
    chapter=chapters.F1,
    title="Jaccard and F1",
    summary="Two scales for the same result: each F1 has one Jaccard score, until scores are averaged.",
    minutes=3,
    state=TwoScales,
    view=view,
    idea=["One report on a model gives F1 and another the Jaccard score, J: can its readers compare the two?"],
    question=DRAW,
    lead=[TO_JACCARD, TO_F1, SAY],
    figures=[Scrubbed(CURVE, F), COUNTS],
    controls=[
        Slider(TP),
        Slider(FP),
        Slider(FN),
        Presets(STATES),
        OF_COUNTS,
    ],
    called=[
        paragraph(
            "F1 is also called the ",
            html.B("Dice coefficient"),
            ", and J ",
            html.B("intersection over union"),
            " (IoU). Of one set of counts, J = F1/(2 − F1) and F1 = 2J/(1 + J). Averages over labels are another matter.",
        )
    ],
    task=Task(f"Where are the two scores furthest apart? Find an F1 that is at least {APART} above its J.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.jaccard_from_f1, core.f1_from_jaccard, core.f1, core.jaccard], SNIPPET),
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
