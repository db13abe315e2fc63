"""An average that hides a class: micro hardly sees a rare class that fails, macro does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.score_lanes import score_lanes
from components.lessons import chapters
from components.lessons.averaging import multilabel
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import View
from components.markup.table import Table
from components.page import (
    Box,
    Checks,
    Fold,
    Graph,
    Handle,
    Lesson,
    LinkTo,
    Predict,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.state import State, Whole, of
from components.theme import Colour
from components.words.line import Line
from components.words.numbers import written

RARE, RARE_NAME, FREQUENT_NAME = 10, "rare class", "frequent class"
FOUND = Whole("found", "Rare items found", 0, 0, RARE, 1, f"{{}} of {RARE}")
FREQUENT = Whole("frequent", "Size of the frequent class", 90, 10, 990, 10)


@dataclass(frozen=True)
class RareClass(State):
    """How many items of the rare class are found, and how many the frequent class has."""

    found: int = of(FOUND)
    frequent: int = of(FREQUENT)


LANES = Graph(
    "lanes",
    "The scores of a frequent and a rare class, and their micro, weighted and macro average",
    height=230,
    handles=(Handle("scores", x=FOUND),),
)
SAY = Line(
    "say",
    f"Micro is {{micro}}, macro is {{macro}}. With {{found}} of {RARE} rare items found, the rare class scores {{rare}}. "
    "{verdict}",
)
CHECKS = Checks("pitfalls-rare-class", ("micro", "rare"))
HIGH, LOW = 0.95, 0.3  # of the task
NUMBERS = TablePlace("numbers")

FOUND_NUMBERS = [str(found) for found in FOUND.values()]
COLORS = [Colour.TP] * 2 + [Colour.ACCENT] * 3
# How far micro must lie above macro to hide that a class fails, or to be worth a look; below what score a class fails.
HIDES, WARNS = 0.1, 0.02
FAILS = 0.5


def view(state: RareClass) -> View:
    """Return the lesson in one state."""
    scores = _scores(state.frequent)
    return View(
        figures={LANES.id: score_lanes(list(scores), COLORS)},
        moving=[Columns((FOUND,), _columns(scores))],
        tables={NUMBERS.id: _table(scores)},
    )


def _scores(frequent: int) -> dict[str, NDArray[np.float64]]:
    """Return the scores for every number of rare items found: of both classes, and their averages.

    Every frequent item is right, and a rare item that is missed is predicted as frequent.
    """
    found = np.arange(RARE + 1)
    missed, none, often = RARE - found, np.zeros_like(found), np.full_like(found, frequent)
    # the classes lie along the last axis: the frequent one, then the rare one
    both = core.Counts(*(np.stack(p, axis=1) for p in ((often, found), (missed, none), (none, missed), (found, often))))
    each = core.jaccard(both)
    return {
        FREQUENT_NAME: each[:, 0],
        RARE_NAME: each[:, 1],
        "micro": core.jaccard(both.sum(axis=1)),
        "weighted": core.average(each, weights=both.support),
        "macro": core.average(each),
    }


def _columns(scores: Mapping[str, NDArray[np.float64]]) -> dict[Target, Column]:
    words = {name: written(values) for name, values in scores.items()}
    gaps = (scores["micro"] - scores["macro"]).tolist()
    places: dict[str, Column] = {
        "x": np.stack(list(scores.values()), axis=1),
        "text": list(map(list, zip(*words.values(), strict=True))),
    }
    return {
        **in_figure(LANES.id, {"scores": places}),
        **SAY.columns(
            found=FOUND_NUMBERS,
            rare=words[RARE_NAME],
            micro=words["micro"],
            macro=words["macro"],
            verdict=[_verdict(*each) for each in zip(FOUND.values(), scores[RARE_NAME].tolist(), gaps, strict=True)],
        ),
        **CHECKS.columns(
            {
                "micro": _checked(f"Micro at least {HIGH}", scores["micro"], scores["micro"] >= HIGH),
                "rare": _checked(f"The rare class at most {LOW}", scores[RARE_NAME], scores[RARE_NAME] <= LOW),
            }
        ),
    }


def _verdict(found: int, rare: float, gap: float) -> str:
    if found == RARE:
        return "Every item is right, so all averages agree."
    if gap > HIDES and rare < FAILS:
        return "Micro hides that a class fails, and macro shows it."
    if gap > WARNS:
        return "The gap between micro and macro is a warning."
    return "They are close here."


def _checked(asked: str, scores: NDArray[np.float64], met: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return where a condition of the task holds, and what is said of it."""
    said = [
        f"{asked}: {'yes' if holds else 'not yet'}, it is {text}."
        for holds, text in zip(met.tolist(), written(scores), strict=True)
    ]
    return met, said


def _averages_at_first() -> tuple[str, str]:
    """Return micro and macro of the first state."""
    scores = _scores(FREQUENT.default)
    micro, macro = (written(scores[name])[FOUND.default] for name in ("micro", "macro"))
    return micro, macro


MICRO, MACRO = _averages_at_first()


def _table(scores: Mapping[str, NDArray[np.float64]]) -> Table:
    rows = zip(FOUND.values(), *(values.tolist() for values in scores.values()), strict=True)
    return Table(["rare items found", *scores], list(rows), caption="A frequent and a rare class, and their averages")


LESSON = Lesson(
    path="/pitfalls/rare-class",
    chapter=chapters.PITFALLS,
    title="An average that hides a class",
    summary="Micro lets a frequent class drown a rare one, macro shows that it fails.",
    minutes=3,
    further=True,
    state=RareClass,
    view=view,
    idea=["Rare diseases, rare animals and fraud are often reported as one average over all classes."],
    question=Predict(
        f"A model gets all {FREQUENT.default} items of a frequent class right and finds none of {RARE} rare ones. Which average "
        "gives that away?",
        {
            "micro": f"Micro counts all items together, and most of them are right: it is {MICRO}.",
            "macro": f"Macro is the mean over the classes, and one of two scores 0: it is {MACRO}. Micro is still {MICRO}.",
            "both alike": f"Micro is {MICRO} and macro {MACRO}: micro weighs items, macro weighs classes.",
        },
        right="macro",
        hides=(LANES, SAY, CHECKS),
    ),
    lead=[Slider(FOUND), SAY],
    figures=[LANES],
    controls=[
        Slider(FREQUENT),
        Box("chips", LinkTo(multilabel.LESSON, "The same with several labels", multilabel.RARE_LABEL_MISSED)),
    ],
    called=[
        paragraph(
            html.B("Micro"),
            " pools the counts of all classes, so each item weighs the same and a frequent class drowns a rare one. ",
            html.B("Macro"),
            " is the mean of the scores of the classes, so each class weighs the same.",
        )
    ],
    task=Task(f"Bring micro to at least {HIGH} while the rare class scores at most {LOW}.", CHECKS),
    folds=[Fold("The numbers", NUMBERS)],
)
