"""A border one pixel wider: what the same mistake along the whole border costs objects of different sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

import core
from components.figures.base import NOTHING, apart
from components.figures.size_curves import Sized, beside, outlined_objects, outlines, size_curves
from components.lessons import chapters
from components.live.target import Columns, in_figure
from components.live.view import View
from components.markup.table import Table
from components.page import Box, Fold, Graph, Handle, Lesson, Presets, Scrubbed, TablePlace
from components.state import State, Whole, of
from components.words.line import Line
from components.words.numbers import compared, listed, many, written


class Width(Whole):
    """How many pixels an outline is too wide, or too narrow."""

    def show(self, value: float) -> str:
        """Return the width as the page shows it."""
        return f"{abs(value)} px too {'wide' if value > 0 else 'narrow'}" if value else "exact"


WIDER = Width("border", "Border", 1, -2, 2, 1)


@dataclass(frozen=True)
class Border(State):
    """How many pixels wider the predicted objects are than the true ones."""

    border: int = of(WIDER)


RADII = (3, 6, 12)
SHAPE = (40, 40)
CENTRE = 20

OBJECTS = Graph(
    "objects",
    "Three round objects of different sizes, and the outline of the prediction around each",
    height="calc(75cqi + 16px)",
)
CURVES = Graph(
    "curves",
    "IoU of the three objects over the pixels that the border of the prediction is moved by",
    height="calc(75cqi + 16px)",
    handles=(Handle("border", x=WIDER, anywhere=True),),
)
SAY = Line(
    "say",
    "{how}: IoU is {small} with a radius of 3, {middle} with 6 and {large} with 12. {lesson}",
)
REMARK = Line(
    "remark",
    "Two people who draw the same outline rarely agree to the pixel. So for small objects an IoU of 0.6 may be as good as "
    "it gets, and one bar for all sizes, such as 0.75, asks more of the small ones.",
    live=False,
)
TABLE = TablePlace("table")


@cache
def _objects() -> list[Sized]:
    """Return the objects, with the IoU of each at every border."""
    return [
        Sized(f"radius {r}", r, core.ious([_disc(r)] * WIDER.count, [_disc(r + w) for w in WIDER.values()]))
        for r in RADII
    ]


def _disc(r: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return core.circle_mask(SHAPE, cx=CENTRE, cy=CENTRE, r=r)


def view(_: Border) -> View:
    """Return the lesson; every state of it is a frame."""
    objects = _objects()
    borders = WIDER.values()
    scores = np.stack([each.scores for each in objects], axis=1)
    words = [written(each.scores) for each in objects]
    places = {
        "border": {"x": np.array(borders)},
        "points": {"x": [[w] * len(RADII) for w in borders], "y": scores.round(4).tolist()},
        "values": {
            "x": [[w + beside(borders)] * len(RADII) for w in borders],
            "y": [apart([score + 0.05 for score in row], 0.11) for row in scores.tolist()],
            "text": [_beside(w, each) for w, each in zip(borders, zip(*words, strict=True), strict=True)],
        },
    }
    return View(
        figures={
            OBJECTS.id: outlined_objects(objects, true="truth", predicted="prediction"),
            CURVES.id: size_curves(borders, objects, x_title="pixels added to the border", y_title="IoU"),
        },
        moving=[
            Columns(
                (WIDER,),
                {
                    **in_figure(OBJECTS.id, outlines(objects, borders)),
                    **in_figure(CURVES.id, places),
                    **SAY.columns(
                        how=[_how(w) for w in borders],
                        **dict(zip(("small", "middle", "large"), words, strict=True)),
                        lesson=[_lesson(w) for w in borders],
                    ),
                },
            )
        ],
        tables={TABLE.id: _table(scores)},
    )


def _beside(w: int, scores: Sequence[str]) -> list[str]:
    """Return what stands beside the three points; where the border is exact they are one."""
    return list(scores) if w else [scores[0], NOTHING, NOTHING]


def _how(w: int) -> str:
    if w == 0:
        return "The border is exact"
    return f"The whole border is {many(abs(w), 'pixel')} {'too wide' if w > 0 else 'too narrow'}"


def _lesson(w: int) -> str:
    if w == 0:
        return "Move it by one pixel to see which object loses most."
    if w > 0:
        return "The mistake is the same, but the smaller an object is, the more of it is border."
    return f"A border that is too wide by as much costs {_wide_beside_narrow(-w)}."


def _wide_beside_narrow(by: int) -> str:
    """Return what a border that is too wide by so many pixels costs each object beside one that is as much too narrow."""
    radii: dict[str, list[str]] = {}
    for r, each in zip(RADII, _objects(), strict=True):
        wide, narrow = (float(each.scores[WIDER.index(w)]) for w in (by, -by))
        radii.setdefault(compared(wide, narrow, "less", "more", "the same"), []).append(str(r))
    costs = [f"{cost.replace('equal', 'the same')} with {listed(some)}" for cost, some in radii.items()]
    return ", and ".join(costs)


def _table(scores: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Table:
    rows = [[w, *row] for w, row in zip(WIDER.values(), scores.tolist(), strict=True)]
    return Table(["pixels added", *(f"radius {r}" for r in RADII)], rows, caption="IoU of the three objects")


LESSON = Lesson(
    path="/masks/border",
    chapter=chapters.MASKS,
    title="A border one pixel wider",
    summary="The same mistake along the whole border costs a small object more than a large one.",
    minutes=3,
    further=True,
    state=Border,
    view=view,
    idea=[
        "Models often get an object right but for its border, which is a little too wide or too narrow. Move the border of "
        "three predictions at once, and see what the same mistake costs objects of different sizes.",
    ],
    looks={"The objects": OBJECTS, "IoU by border": CURVES},
    lead=[SAY],
    figures=[Box("pair", OBJECTS, Scrubbed(CURVES, WIDER))],
    controls=[
        Presets(
            {
                "Exact border": {"border": 0},
                "One pixel too narrow": {"border": -1},
                "Two pixels too wide": {"border": 2},
            }
        ),
        REMARK,
    ],
    folds=[Fold("The numbers", TABLE)],
)
