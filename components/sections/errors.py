"""Two kinds of error: a false alarm and a miss cost the Jaccard score the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import numpy as np
from dash.development.base_component import Component
from numpy.typing import NDArray

import core
from components import controls, page
from components.elements import Element
from components.figures import score_map
from components.formula import Line, Tiles, jaccard_columns, jaccard_formula, written
from components.predict import predict
from components.url import Number, bounded, href
from components.view import Column, Columns, Target, View, compose

NAME = "errors"
PATH = "/errors"
NUMBER = "3"
OVER = "3 · Errors"
TITLE = "Two kinds of error"
SUMMARY = "For the same hits, a false alarm and a miss cost the Jaccard score the same."


class Id(StrEnum):
    """The components that this section fills."""

    MAP = "errors-map"
    FORMULA = "errors-formula"
    TILES = "errors-tiles"
    SAY = "errors-say"
    TELL = "errors-tell"
    SNIPPET = "errors-snippet"
    TABLE = "errors-table"


# The document names no cell. Ten and five are told apart at a glance, and which slider moves what is seen at once.
FP = Number("fp", "False positives (FP)", 10, 0, 30, 1)
FN = Number("fn", "False negatives (FN)", 5, 0, 30, 1)
TP = Number("tp", "True positives (TP)", 10, 0, 60, 1)
PARAMS = (FP, FN, TP)
SLIDERS = PARAMS

SIZE = FP.count
LEVELS = (0.25, 0.5, 0.75)

FORMULA = jaccard_formula(Id.FORMULA)
TILES = Tiles(Id.TILES)
SAY = Line(Id.SAY, "{fp} and {fn} make {errors} beside {tp}: J = {j}. {lesson}")
TELL = Line(
    Id.TELL,
    "J cannot tell one kind from the other. Precision, the hits among all that is called positive, sees only the false "
    "alarms and is {precision}; recall, the hits among all that is positive, sees only the misses and is {recall}.",
)
SNIPPET = Line(
    Id.SNIPPET,
    "from sklearn.metrics import jaccard_score\n\n"
    "y_true = [1] * {tp} + [0] * {fp} + [1] * {fn}\n"
    "y_pred = [1] * {tp2} + [1] * {fp2} + [0] * {fn2}\n"
    "jaccard_score(y_true, y_pred)  # {j}\n",
)


def _many(count: int, noun: str) -> str:
    plural = noun + ("es" if noun.endswith("s") else "s")
    return f"{count or 'no'} {noun if count == 1 else plural}"


# What is the same for any number of hits: in each column or row of the map, then in each cell, column by column.
PLACES = score_map.places(SIZE)
NUMBERS = [f"{count}" for count in range(SIZE)]
FALSE_ALARMS = [_many(count, "false alarm").capitalize() for count in range(SIZE)]
MISSES = [_many(count, "miss") for count in range(SIZE)]
FP_THERE, FN_THERE = (list(each) for each in zip(*itertools.product(NUMBERS, NUMBERS), strict=True))
TOTALS = np.arange(2 * SIZE - 1)
TOTAL_THERE = [fp + fn for fp, fn in itertools.product(range(SIZE), repeat=2)]
ERRORS_THERE = [_many(total, "error") for total in TOTAL_THERE]
# where the count itself is shown
SHOWN_FP = (Target(f"{Id.TILES}-fp"), Target(f"{Id.FORMULA}-fp"), SNIPPET.target("fp"), SNIPPET.target("fp2"))
SHOWN_FN = (Target(f"{Id.TILES}-fn"), Target(f"{Id.FORMULA}-fn"), SNIPPET.target("fn"), SNIPPET.target("fn2"))


def view(*, fp: int, fn: int, tp: int) -> View:
    """Return the section in one state."""
    misses, alarms = np.mgrid[:SIZE, :SIZE]
    counts = core.Counts(np.full_like(alarms, tp), alarms, misses, np.zeros_like(alarms))
    scores = core.jaccard(counts, zero_division=np.nan)
    precision = core.precision(counts, zero_division=np.nan)[0]
    recall = core.recall(counts, zero_division=np.nan)[:, 0]
    # cells with as many errors have one score, so it is worded once for all of them
    by_total = scores[TOTALS - TOTALS // 2, TOTALS // 2]
    j, exact = written(by_total), written(by_total, 4)
    j_there = _in_cells(j)
    figure = score_map.score_map(scores, LEVELS, x_title="false positives (FP)", y_title="false negatives (FN)")
    by_fp: dict[Target, Column] = {
        **_placed(PLACES.across),
        **dict.fromkeys(SHOWN_FP, NUMBERS),
        SAY.target("fp"): FALSE_ALARMS,
        TELL.target("precision"): written(precision),
    }
    by_fn: dict[Target, Column] = {
        **_placed(PLACES.up),
        **dict.fromkeys(SHOWN_FN, NUMBERS),
        SAY.target("fn"): MISSES,
        TELL.target("recall"): written(recall),
    }
    formula = jaccard_columns(FORMULA, f"{tp}", FP_THERE, FN_THERE, j_there)
    by_both: dict[Target, Column] = {
        **_placed(PLACES.both),
        Target(Id.MAP, "figure", score_map.TEXT): _in_cells([["0/0" if each == "undefined" else each] for each in j]),
        **{target: column for target, column in formula.items() if target not in (*SHOWN_FP, *SHOWN_FN)},
        SAY.target("errors"): ERRORS_THERE,
        SAY.target("j"): j_there,
        SNIPPET.target("j"): _in_cells(["0.0 and a warning: 0/0" if each == "undefined" else each for each in exact]),
    }
    return compose(
        NAME,
        {"fp": fp, "fn": fn, "tp": tp},
        SLIDERS,
        moving=[Columns((FP,), by_fp), Columns((FN,), by_fn), Columns((FP, FN), by_both)],
        figures={Id.MAP: figure},
        texts={
            Target(f"{Id.TILES}-tp"): f"{tp}",
            Target(f"{Id.TILES}-tn"): "any",
            SAY.target("tp"): _many(tp, "hit"),
            SAY.target("lesson"): _lesson(tp),
            **{SNIPPET.target(slot): f"{tp}" for slot in ("tp", "tp2")},
        },
        parts={Target(Id.TABLE): _table(scores, tp)},
    )


def layout(**given: object) -> Component:
    """Return the section's page in the state that an address gives."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "A prediction can go wrong in two ways: it calls something positive that is not, or it overlooks something "
            "that is. Keep the hits fixed and add errors of either kind.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[
            controls.slider(NAME, FP, values["fp"]),
            controls.slider(NAME, FN, values["fn"]),
            FORMULA.layout(shown.texts),
            TILES.layout(shown.texts),
        ],
        controls=[
            controls.slider(NAME, TP, values["tp"]),
            controls.presets(
                PATH,
                PARAMS,
                {
                    "5 and 5": {"fp": 5, "fn": 5},
                    "15 false alarms": {"fp": 15, "fn": 0},
                    "15 misses": {"fp": 0, "fn": 15},
                    "No error": {"fp": 0, "fn": 0},
                    "No hit": {"tp": 0},
                },
            ),
        ],
        figures=[
            page.graph(
                Id.MAP,
                shown.figures[Id.MAP],
                described="Map of the Jaccard score over false positives and false negatives, with lines of equal score",
                height="100cqi",
                square=True,
            ),
            SAY.layout(shown.texts),
            TELL.quiet(shown.texts),
        ],
        below=[
            predict(
                NAME,
                "Two detectors have 10 hits each. The first raises 10 false alarms and misses 5, the second raises 5 "
                "and misses 10. Which has the higher Jaccard score?",
                {
                    "the first": "It has the higher recall, 10/15. But its precision is only 10/20, and the union is 25 "
                    "for both.",
                    "the second": "It has the higher precision, 10/15. But its recall is only 10/20, and the union is "
                    "25 for both.",
                    "both the same": "The union counts an error of either kind once. It is 25 for both, so J = 10/25.",
                },
                right="both the same",
                see=("See the second one", href(PATH, PARAMS, fp=5, fn=10)),
            ),
        ],
        folds=[
            page.fold("The numbers", page.slot(Id.TABLE, shown.parts)),
            page.code_fold(NAME, [core.jaccard, core.precision, core.recall], SNIPPET, shown.texts),
            page.fold(
                "Where the document goes wrong",
                page.paragraph(
                    "Its map is right for what it holds fixed: the hits. But the hits do not stay fixed when a prediction "
                    "gets better. A false alarm that is dropped becomes a true negative, and J rises because the union "
                    "shrinks. A miss that is found becomes a hit, and J rises because the intersection grows."
                ),
                page.paragraph(
                    "The two are not worth the same. Take 10 hits, 10 false alarms and 5 misses, J = 10/25 = 0.4. Five "
                    "false alarms fewer give 10/20 = 0.5. Five misses found give 15/25 = 0.6. So an error costs the same "
                    "whichever kind it is, but finding a miss gains more than dropping a false alarm."
                ),
            ),
        ],
    )


def _placed(places: Mapping[tuple[str | int, ...], Column]) -> dict[Target, Column]:
    return {Target(Id.MAP, "figure", path): column for path, column in places.items()}


def _in_cells(by_total: list[Any]) -> list[Any]:
    """Return what belongs to a number of errors in every cell that has so many."""
    return [by_total[total] for total in TOTAL_THERE]


def _lesson(tp: int) -> str:
    if not tp:
        return "Without a hit J is 0, however few the errors are; and with no error either, it is 0/0."
    return "Swap errors of one kind for as many of the other, along the line through the marker, and J stays the same."


def _table(scores: NDArray[np.float64], tp: int) -> Element:
    steps = range(0, SIZE, 5)
    rows = [[f"FN {fn}", *written(scores[fn, ::5])] for fn in steps]
    return page.table(["J", *(f"FP {fp}" for fp in steps)], rows, caption=f"J for TP = {tp}, at every fifth FP and FN")
