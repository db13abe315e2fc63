"""Boxes of a detector: the same few pixels cost a small box its match at a strict threshold, and a large one nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.base import NOTHING, apart
from components.figures.boxes import Boxed, Reach, across, boxes_figure
from components.figures.boxes import down as downwards
from components.figures.size_curves import Sized, beside, size_curves
from components.lessons import chapters
from components.live.target import Coded, Column, Columns, Target, coded, in_figure, repeating
from components.live.view import View
from components.markup.table import Table
from components.page import (
    Box,
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
    caption,
    paragraph,
)
from components.state import State, Whole, of
from components.words.line import Line
from components.words.numbers import many, written

MOVE, GROW = 6, 2
RIGHT = Whole("right", "Moved right", 2, -MOVE, MOVE, 1, "{} px")
DOWN = Whole("down", "Moved down", 0, -MOVE, MOVE, 1, "{} px")
LARGER = Whole("larger", "Larger on every side", 0, -1, GROW, 1, "{} px")


@dataclass(frozen=True)
class Boxes(State):
    """How far both predicted boxes are from the true ones, and how much larger they are on every side, in pixels."""

    right: int = of(RIGHT)
    down: int = of(DOWN)
    larger: int = of(LARGER)


SMALL, LARGE = 8, 32
THRESHOLDS = (0.5, 0.75)
ROOMS = (0.38, 0.4)  # for the names of the curves and for the values, as parts of their range
BOXES = (Boxed(f"{SMALL} × {SMALL} px", SMALL // 2), Boxed(f"{LARGE} × {LARGE} px", LARGE // 2))
REACH = Reach(MOVE, GROW)
# The positions of a box that is not moved, and of one of the right size.
AT_0, SAME = RIGHT.index(0), LARGER.index(0)

FIGURE = Graph(
    "both",
    "A small and a large true box on one scale, a predicted box on each, and whether it counts as found",
    height="calc(100cqi - 20px)",
    handles=(
        Handle("box 1", x=RIGHT, y=DOWN),
        Handle("middles", x=RIGHT, y=DOWN),
        Handle("right edge", x=LARGER),
        Handle("lower edge", y=LARGER),
        Handle("corner", x=LARGER),
    ),
)
CURVES = Graph(
    "curves",
    "IoU of the small and of the large box over the move to the right, with the thresholds 0.5 and 0.75",
    height="calc(100cqi - 20px)",
    handles=(Handle("border", x=RIGHT, anywhere=True),),
)
SAY = Line("say", "IoU is {small} for the small box and {large} for the large one. {lesson}")
MISTAKE = Line("mistake", "Both predictions are {exact}{across}{comma}{vertical}{and}{size}.", live=False)
CHECKS = Checks("boxes", ("small", "large"))
REMARK = Line(
    "remark",
    "Moved to one side, a box keeps an IoU of 0.5 up to a third of its side, and 0.75 up to a seventh. In whole pixels that "
    "is 2 and 1 for the small box, 10 and 4 for the large one. So 0.75 asks the small box to be right to within one pixel.",
    live=False,
)
TABLE = TablePlace("table")

# What the matching makes of both predictions, by how many of the thresholds the small and the large one reach.
LESSONS = {
    (2, 2): "Both are true positives, at 0.5 and at 0.75.",
    (1, 2): "At 0.75 only the large one is a true positive, at 0.5 both are.",
    (0, 2): "Only the large one is a true positive, at 0.5 and at 0.75.",
    (0, 1): "Only the large one is a true positive, and only at 0.5.",
    (1, 1): "At 0.5 both are true positives, at 0.75 neither is.",
    (0, 0): "Neither is a true positive, at 0.5 or at 0.75.",
}


def view(_: Boxes) -> View:
    """Return the lesson; every state of it is a frame."""
    curves = [Sized(name, box.half, _scores()[:, AT_0, SAME, k]) for k, (name, box) in enumerate(_named())]
    return View(
        figures={
            FIGURE.id: boxes_figure(BOXES, REACH, len(THRESHOLDS), true="truth", predicted="prediction"),
            CURVES.id: size_curves(
                RIGHT.values(), curves, x_title="pixels moved to the right", y_title="IoU",
                ticks=RIGHT.values()[::3],
                rooms=ROOMS, bars=THRESHOLDS, moving=True,
            ),
        },
        moving=_moving(),
        tables={TABLE.id: _tables()},
    )  # fmt: skip


def _named() -> list[tuple[str, Boxed]]:
    return list(zip(("small", "large"), BOXES, strict=True))


@cache
def _scores() -> NDArray[np.float64]:
    """Return the IoU at every move right, move down and size, of the small and of the large box: (right, down, size, 2)."""
    right, below, larger = np.meshgrid(RIGHT.values(), DOWN.values(), LARGER.values(), indexing="ij")
    scores = []
    for box in BOXES:
        half = box.half
        ends = [move + sign * (half + larger) for sign in (-1, 1) for move in (right, below)]
        predicted = np.stack(ends, axis=-1).reshape(-1, 4)
        scores.append(np.reshape(core.box_iou(predicted, [-half, -half, half, half]), right.shape))
    return np.stack(scores, axis=-1)


@cache
def _moving() -> tuple[Columns, ...]:
    """Return what the three sliders move."""
    moves, sizes = (each.ravel() for each in np.meshgrid(RIGHT.values(), LARGER.values(), indexing="ij"))
    rights = np.array(RIGHT.values())
    # (down, size): the curves
    curves = _scores().transpose(1, 2, 3, 0).reshape(-1, 2, rights.size)
    names = np.array([apart(row[:, 0].tolist(), 0.11) for row in curves])
    lines = {
        place: {"y": repeating(rows.round(3))}
        for k in (0, 1)
        for place, rows in ((f"line {k}", curves[:, k]), (f"name {k}", names[:, k]))
    }
    return (
        Columns((RIGHT, LARGER), in_figure(FIGURE.id, across(BOXES, REACH, moves, sizes))),
        Columns((DOWN, LARGER), in_figure(FIGURE.id, downwards(BOXES, moves, sizes))),
        Columns(
            (RIGHT,),
            {
                **in_figure(
                    CURVES.id,
                    {
                        "border": {"x": rights},
                        "points": {"x": np.stack([rights, rights], axis=1)},
                        "values": {"x": np.stack([rights, rights], axis=1) + beside(RIGHT.values(), ROOMS)},
                    },
                ),
                **MISTAKE.some(across=[_off(move, "right", "left") for move in RIGHT.values()]),
            },
        ),
        Columns((DOWN,), MISTAKE.some(vertical=[_off(move, "low", "high") for move in DOWN.values()])),
        Columns((LARGER,), MISTAKE.some(size=[_size(size) for size in LARGER.values()])),
        Columns((DOWN, LARGER), in_figure(CURVES.id, lines)),
        Columns((RIGHT, DOWN, LARGER), _together()),
    )


def _together() -> dict[Target, Column]:
    """Return what depends on all three, each of its few values once."""
    scores = _scores().reshape(-1, 2)
    pairs, pair = np.unique(scores, axis=0, return_inverse=True)
    small, large = (written(pairs[:, k]) for k in (0, 1))
    both: list[list[str]] = [list(row) for row in zip(small, large, strict=True)]
    values: dict[str, Column] = {
        "y": np.round([apart([score + 0.05 for score in row], 0.11) for row in pairs.tolist()], 3).tolist(),
        "text": [[one, other if one != other else NOTHING] for one, other in both],
    }
    # how many of the thresholds each of the two reaches
    reached = sum((scores >= bar).astype(int) for bar in THRESHOLDS)
    cases, case = np.unique(reached, axis=0, return_inverse=True)
    marks = {
        place: {"text": [_marks(*row, good=place == "good") for row in cases.tolist()]} for place in ("good", "bad")
    }
    wrong = np.stack(np.meshgrid(RIGHT.values(), DOWN.values(), LARGER.values(), indexing="ij"), axis=-1) != 0
    kinds, kind = np.unique(wrong.reshape(-1, 3), axis=0, return_inverse=True)
    joints = [_joints(*row) for row in kinds.tolist()]
    return {
        **coded(
            in_figure(FIGURE.id, {"scores": {"text": [[f"IoU {word}" for word in words] for words in both]}}), pair
        ),
        **coded(in_figure(CURVES.id, {"points": {"y": pairs.round(3).tolist()}, "values": values}), pair),
        **coded(SAY.some(small=small, large=large), pair),
        **_checked(pairs, pair, small, large),
        **coded(in_figure(FIGURE.id, marks), case),
        **coded(SAY.some(lesson=[LESSONS[one, other] for one, other in cases.tolist()]), case),
        **coded(
            MISTAKE.some(**{slot: [each[k] for each in joints] for k, slot in enumerate(("exact", "comma", "and"))}),
            kind,
        ),
    }


def _checked(
    pairs: NDArray[np.float64], pair: NDArray[np.intp], small: list[str], large: list[str]
) -> dict[Target, Column]:
    """Return what is said of the task at each pair of scores, which stands in many places."""
    (low, high), at = THRESHOLDS, pair.ravel()
    lost, found = pairs[:, 0] < low, pairs[:, 1] >= high
    return CHECKS.columns(
        {
            "small": (lost[at], Coded(_said(f"The small box is lost at {low}", lost, small), at)),
            "large": (found[at], Coded(_said(f"The large box is found at {high}", found, large), at)),
        }
    )


def _said(asked: str, met: NDArray[np.bool_], scores: list[str]) -> list[str]:
    return [
        f"{asked}: {'yes' if holds else 'not yet'}, its IoU is {text}."
        for holds, text in zip(met.tolist(), scores, strict=True)
    ]


def _marks(*reached: int, good: bool) -> list[str]:
    """Return what stands below the boxes, in the colour of what is right or in that of what is not."""
    text = "✓ at {:g}" if good else "✗ at {:g}"
    return [text.format(bar) if (k < n) == good else NOTHING for n in reached for k, bar in enumerate(THRESHOLDS)]


def _off(move: int, after: str, before: str) -> str:
    return (
        f"{many(abs(move), 'pixel')} too {'far ' * (after == 'right')}{after if move > 0 else before}" if move else ""
    )


def _size(size: int) -> str:
    return f"{many(abs(size), 'pixel')} too {'large' if size > 0 else 'small'} on every side" if size else ""


def _joints(right: bool, below: bool, size: bool) -> tuple[str, str, str]:
    """Return what stands before, between and after the mistakes that there are: exact, a comma, or and."""
    exact = "" if right or below or size else "exact"
    first = (", " if size else " and ") if right and below else ""
    return exact, first, " and " if size and (right or below) else ""


def _tables() -> list[Table]:
    """Return the scores where one kind of mistake is made alone."""
    scores = _scores()
    moves = range(MOVE + 1)
    columns = ["pixels", *(f"{name} box{what}" for what in ("", " at 0.5", " at 0.75") for name, _ in _named())]
    return [
        _table(columns, moves, [scores[AT_0 + k, AT_0, SAME] for k in moves], "Moved to one side"),
        _table(columns, moves, [scores[AT_0 + k, AT_0 + k, SAME] for k in moves], "Moved to the side and down"),
        _table(columns, LARGER.values(), list(scores[AT_0, AT_0]), "Larger on every side"),
    ]


def _table(columns: list[str], pixels: Any, rows: list[NDArray[np.float64]], caption: str) -> Table:
    def found(score: float, bar: float) -> str:
        return "true positive" if score >= bar else "FP and FN"

    cells = [
        [k, *row.tolist(), *(found(score, bar) for bar in THRESHOLDS for score in row)]
        for k, row in zip(pixels, rows, strict=True)
    ]
    return Table(columns, cells, caption=caption)


LESSON = Lesson(
    path="/masks/boxes",
    chapter=chapters.MASKS,
    title="Boxes: found or not",
    summary="A detector’s box counts as found when its IoU reaches a threshold, which asks more of small boxes.",
    minutes=3,
    further=True,
    state=Boxes,
    view=view,
    idea=["Detectors are ranked by how many objects they find, and somebody has to say when a box counts as found."],
    looks={"The boxes": FIGURE, "IoU by move": CURVES},
    lead=[SAY, MISTAKE],
    figures=[
        Box("pair", FIGURE, Scrubbed(CURVES, RIGHT)),
        caption(
            "Drag a predicted box by its middle, or the large one by an edge or its corner. Both make the same mistake."
        ),
    ],
    controls=[
        Slider(DOWN),
        Slider(LARGER),
        Presets(
            {
                "One pixel off": {"right": 1, "down": 0, "larger": 0},
                "Two pixels off": {"right": 2, "down": 0, "larger": 0},
                "One pixel too large": {"right": 0, "down": 0, "larger": 1},
                "Five pixels off": {"right": 5, "down": 0, "larger": 0},
            }
        ),
        REMARK,
    ],
    question=Predict(
        "A predicted box is a true positive if its IoU with the true box reaches 0.75. Two are 2 pixels too far right, on true "
        "boxes of 8 × 8 and of 32 × 32 pixels. Which are true positives?",
        {
            "both": "Two pixels are a quarter of the small box's side: its IoU is 6/10 = 0.6, below 0.75.",
            "only the large one": "Its IoU is 30/34 = 0.882, that of the small one 6/10 = 0.6. At a threshold of 0.5 both "
            "would be.",
            "neither": "Two pixels are only a sixteenth of the large box's side: its IoU is 30/34 = 0.882.",
        },
        right="only the large one",
        see=("See it two pixels off", {"right": 2, "down": 0, "larger": 0}),
        hides=(FIGURE, CURVES, SAY, REMARK),
    ),
    called=[
        paragraph(
            "A predicted box whose IoU with a true box reaches the threshold is a true positive. If it does not, it is a false "
            "positive, and the true box is a false negative: one mistake counts twice."
        )
    ],
    task=Task(
        "Make one mistake that loses the small box even at {}, and leaves the large one found at {}.".format(
            *THRESHOLDS
        ),
        CHECKS,
    ),
    folds=[Fold("The numbers", TABLE), Code([core.box_iou])],
)
