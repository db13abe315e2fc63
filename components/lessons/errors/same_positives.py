"""The positives fixed: a positive that is found is one miss less and one hit more, so a miss costs more than a false alarm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.score_fan import Ray, ray_names_shown, score_fan
from components.figures.score_map import Axis, marker_places
from components.lessons import chapters
from components.live.target import Column, Columns, Target, in_figure, repeating
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
from components.words.formula import coloured, jaccard_formula
from components.words.line import Line
from components.words.numbers import apart, many, part_of, score, unbroken, written

FP = Whole("mfp", "False positives on this map", 10, 0, 30, 1)
FN = Whole("mfn", "False negatives on this map", 10, 0, 30, 1)
POSITIVES = Whole("pos", "Positives (TP + FN)", 30, 30, 120, 10)


@dataclass(frozen=True)
class SamePositives(State):
    """A prediction among those of the same positives."""

    mfp: int = of(FP)
    mfn: int = of(FN)
    pos: int = of(POSITIVES)


SIZE = FP.count
MOST = SIZE - 1
LEVELS = (0.25, 0.5, 0.75)
SHORTEST = 8  # cells; a shorter line has no room for its name
PLACES = marker_places(SIZE)

MAP = Graph(
    "map",
    "Map of the Jaccard score over false positives and false negatives for the same positives, with lines of equal score",
    height="calc(100cqi + 18px)",  # room for the names of the lines above the square
    square=True,
    handles=(Handle("marker", x=FP, y=FN, anywhere=True),),
)
FORMULA = jaccard_formula("formula")
SAY = Line("say", "J is {j}: {hits} found, with {alarms}. {found}{dropped}")
WORTH = Line("worth", "{worth}", live=False)
HIGH, ERRORS = 0.6, 20  # what the task asks for
CHECKS = Checks("positives", ("jaccard", "errors"))
TABLE = TablePlace("table")


def view(state: SamePositives) -> View:
    """Return the lesson in one state."""
    positives = state.pos
    counts, scores = _predictions(positives)
    fan = [_ray(level, positives) for level in LEVELS]
    rays = [ray for ray in fan if ray]
    # a column has a value for each cell, column by column of the map
    flat = scores.T.ravel()
    fp, fn = core.equal_jaccard_line(flat, positives, MOST)
    start, end = PLACES.sum["equal line"]["x"], PLACES.sum["equal line"]["y"]
    j = written(flat)
    return View(
        figures={
            MAP.id: score_fan(
                scores,
                rays,
                x=Axis("false positives (FP)", Colour.FP, "FP"),
                y=Axis("false negatives (FN)", Colour.FN, "FN"),
                score="J",
                same=("same J, same F1", "same accuracy"),
            )
        },
        moving=[
            Columns(
                (FP,),
                {
                    **in_figure(MAP.id, PLACES.across),
                    FORMULA.target("fp"): FP.words,
                    **SAY.some(alarms=[many(count, "false positive") for count in FP.values()]),
                },
            ),
            Columns(
                (FN,),
                {
                    **in_figure(MAP.id, PLACES.up),
                    FORMULA.target("fn"): FN.words,
                    **{
                        FORMULA.target(slot): [f"{hits}" for hits in counts.tp[:, 0].tolist()] for slot in ("tp", "tp2")
                    },
                    **SAY.some(
                        hits=[part_of(hits, positives, "positive", verb="is") for hits in counts.tp[:, 0].tolist()]
                    ),
                },
            ),
            Columns((FP, FN), in_figure(MAP.id, {"other line": {"x": start, "y": end}}), by_sum=True),
            Columns(
                (FP, FN),
                {
                    **in_figure(
                        MAP.id,
                        {
                            "equal line": {"x": fp.round(2), "y": fn.round(2)},
                            "value": {"text": repeating([[word] for word in j])},
                            **{
                                place: {prop: repeating(at) for prop, at in props.items()}
                                for place, props in ray_names_shown(rays, SIZE).items()
                            },
                        },
                    ),
                    FORMULA.target("j"): repeating(j),
                    **{
                        target: repeating(column)
                        for target, column in {
                            **SAY.some(j=j, **_next(counts, flat)),
                            **WORTH.columns(worth=_worths(counts, flat)),
                        }.items()
                    },
                    **_checked(counts, flat, j, positives),
                },
            ),
        ],
        tables={TABLE.id: _table(scores, positives)},
    )


@cache
def _predictions(positives: int) -> tuple[core.Counts, NDArray[np.float64]]:
    """Return the counts of each cell, by rows of false negatives, and their scores."""
    fn, fp = np.mgrid[:SIZE, :SIZE]
    counts = core.Counts(positives - fn, fp, fn, np.zeros_like(fp))
    return counts, core.jaccard(counts)


def _ray(level: float, positives: int) -> Ray | None:
    """Return the line of a score, if it runs through the map and does not just cut off a corner."""
    fp, fn = core.equal_jaccard_line(level, positives, MOST)
    if (
        not np.hypot(np.ptp(fp), np.ptp(fn)) > SHORTEST
    ):  # nan, where the score is nowhere on the map, is not longer either
        return None
    return Ray(f"J = {level:g}", (float(fp[0]), float(fp[1])), (float(fn[0]), float(fn[1])))


def _next(counts: core.Counts, flat: NDArray[np.float64]) -> dict[str, list[str]]:
    """Return what one error less of either kind would give, in each cell."""
    no_miss, no_alarm = (missing.T.ravel() == 0 for missing in (counts.fn, counts.fp))
    by_column = flat.reshape(SIZE, SIZE)
    found_j, dropped_j = (np.roll(by_column, 1, axis=axis).ravel() for axis in (1, 0))
    found, dropped = written(found_j), written(dropped_j)
    for k, (one, other) in enumerate(zip(found, dropped, strict=True)):
        if one == other:
            found[k], dropped[k] = apart(float(found_j[k]), float(dropped_j[k]))
    kinds = list(zip(no_miss.tolist(), no_alarm.tolist(), strict=True))
    return {
        "found": [
            "" if all_found else f"One more found makes it {j}" for (all_found, _), j in zip(kinds, found, strict=True)
        ],
        "dropped": [_dropped(j, *kind) for kind, j in zip(kinds, dropped, strict=True)],
    }


def _dropped(j: str, all_found: bool, no_alarm: bool) -> str:
    if no_alarm:
        return "This is the perfect prediction." if all_found else "."
    return f"One false positive fewer makes it {j}." if all_found else f", one false positive fewer {j}."


def _checked(counts: core.Counts, flat: NDArray[np.float64], j: list[str], positives: int) -> dict[Target, Column]:
    """Return what is said of the task in each cell."""
    errors = (counts.fp + counts.fn).T.ravel()
    high, as_many = flat >= HIGH, (errors == ERRORS) & (positives == POSITIVES.default)
    asked = f"{ERRORS} errors beside {POSITIVES.default} positives"
    return CHECKS.columns(
        {
            "jaccard": (
                high,
                repeating(
                    [
                        f"J at least {HIGH}: {'yes' if met else 'not yet'}, it is {text}."
                        for met, text in zip(high.tolist(), j, strict=True)
                    ]
                ),
            ),
            "errors": (
                as_many,
                repeating(
                    [
                        f"{asked}: yes." if met else f"{asked}: not yet, {many(n, 'error')} beside {positives}."
                        for met, n in zip(as_many.tolist(), errors.tolist(), strict=True)
                    ]
                ),
            ),
        }
    )


def _worths(counts: core.Counts, flat: NDArray[np.float64]) -> list[str]:
    """Return how many false positives a false negative costs as much as, in each cell."""
    no_alarm = (counts.fp.T.ravel() == 0).tolist()
    return [_worth(j, no_alarm=gone) for j, gone in zip(flat.tolist(), no_alarm, strict=True)]


def _worth(j: float, *, no_alarm: bool) -> str:
    if j == 0:
        return "Nothing is found, so J is 0." if no_alarm else "Nothing is found, so no false positive matters."
    if j == 1:
        return "From here, one error of either kind costs nearly the same."
    return unbroken(
        f"Here a false negative costs as much as 1/J = {score(float(core.safe_divide(1, j)), 1)} false positives."
    )


def _table(scores: NDArray[np.float64], positives: int) -> Table:
    rows: list[list[Any]] = [[f"FN {fn}", *scores[fn].tolist()] for fn in range(SIZE)]
    return Table(
        ["J", *(f"FP {fp}" for fp in range(SIZE))],
        rows,
        caption=f"J for {positives} positives, at every fifth FP and FN",
        shown=range(0, SIZE, 5),
        shown_columns=[0, *range(1, SIZE + 1, 5)],
    )


LESSON = Lesson(
    path="/errors/positives",
    chapter=chapters.ERRORS,
    title="The same positives",
    summary="Where the labels stay as they are, finding a positive gains more than dropping a false alarm.",
    minutes=4,
    further=True,
    state=SamePositives,
    view=view,
    idea=["Who improves a detector has time for one thing: should it find more, or raise fewer false alarms?"],
    lead=[Slider(FN), FORMULA, SAY, WORTH],
    figures=[Scrubbed(MAP, FP)],
    controls=[
        Slider(POSITIVES),
        Presets(
            {
                "20 false positives": {"mfp": 20, "mfn": 0},
                "20 false negatives": {"mfp": 0, "mfn": 20},
                "Nothing found": {"mfn": 30},
                "Many positives": {"pos": 120},
            }
        ),
    ],
    question=Predict(
        "There are 30 positives. A detector finds 20 of them and has 10 false positives, so J = 20/40. What helps J more?",
        {
            "to find 5 more": "They join the intersection, and the union stays 40: J = 25/40 = 0.625.",
            "5 false positives fewer": "They only leave the union: J = 20/35 = 0.571. Five more found give 25/40 = 0.625.",
            "both the same": "It is so for accuracy. J rises to 25/40 = 0.625 with five more found, and to 20/35 = 0.571 "
            "with five false positives fewer.",
        },
        right="to find 5 more",
        see=("See five more found", {"mfp": 10, "mfn": 5}),
        hides=(MAP, SAY, WORTH),
    ),
    called=[
        paragraph(
            "In an evaluation the labels do not change, so the positives, ",
            *coloured("TP + FN"),
            ", are fixed: a positive that is found is one false negative less and one true positive more. To keep J, each "
            "false negative more takes 1/J false positives fewer.",
        )
    ],
    task=Task(f"With {POSITIVES.default} positives and {ERRORS} errors, make J at least {HIGH}.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.equal_jaccard_line]),
        Fold(
            "Common mistakes",
            paragraph(
                "Accuracy counts errors and does not ask of which kind. So its lines run down the diagonal, and along a line "
                "of equal accuracy J still changes. Lines of equal J and of equal F1 are the same lines."
            ),
        ),
    ],
)
