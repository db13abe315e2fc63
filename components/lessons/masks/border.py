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
from components.page import (
    Box,
    Checks,
    Fold,
    Graph,
    Handle,
    Lesson,
    Predict,
    Presets,
    Scrubbed,
    TablePlace,
    Task,
    paragraph,
)
from components.page.checks import CheckColumn
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
SAY = Line("say", "{how}: IoU is {small} with a radius of 3, {middle} with 6 and {large} with 12. {lesson}")
OTHER_WAY = Line("other", "{other}", live=False)
LOW, HIGH = 0.5, 0.8  # what the task asks for
CHECKS = Checks("border", ("small", "large"))
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
                    **OTHER_WAY.columns(other=[_other_way(w) for w in borders]),
                    **CHECKS.columns(_checked(objects)),
                },
            )
        ],
        tables={TABLE.id: _table(scores)},
    )


def _beside(w: int, scores: Sequence[str]) -> list[str]:
    """Return what stands beside the three points; where the border is exact they are one."""
    return list(scores) if w else [scores[0], NOTHING, NOTHING]


def _how(w: int) -> str:
    return f"{many(abs(w), 'pixel')} too {'wide' if w > 0 else 'narrow'}" if w else "Exact"


def _lesson(w: int) -> str:
    if w == 0:
        return "Move the border by one pixel to see which object loses most."
    return "The smaller an object is, the more of it is border."


def _other_way(w: int) -> str:
    """Return what as much in the other direction would cost each object beside this."""
    if w == 0:
        return "Without a mistake all objects score the same."
    radii: dict[str, list[str]] = {}
    for r, each in zip(RADII, _objects(), strict=True):
        other, this = (float(each.scores[WIDER.index(by)]) for by in (-w, w))
        radii.setdefault(compared(other, this, "less", "more", "the same"), []).append(str(r))
    costs = ", and ".join(f"{cost.replace('equal', 'the same')} with {listed(some)}" for cost, some in radii.items())
    return f"A border that is too {'narrow' if w > 0 else 'wide'} by as much costs {costs}."


def _checked(objects: Sequence[Sized]) -> dict[str, CheckColumn]:
    """Return what is said of the task at each border."""
    small, *_, large = (each.scores for each in objects)
    below, above = small < LOW, large >= HIGH
    asked = (
        ("small", f"Radius {RADII[0]}, IoU below {LOW}", small, below),
        ("large", f"Radius {RADII[-1]}, IoU at least {HIGH}", large, above),
    )
    return {
        name: (
            met,
            [
                f"{what}: {'yes' if holds else 'not yet'}, it is {text}."
                for holds, text in zip(met.tolist(), written(scores), strict=True)
            ],
        )
        for name, what, scores, met in asked
    }


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
    idea=["Models often get an object right but for its border, and people who draw outlines do no better."],
    question=Predict(
        "A predicted outline is one pixel too wide, all around an object with a radius of 3 pixels. What is its IoU?",
        {
            "about 0.83": "That is what an object with a radius of 12 has. The smaller one is more border than that.",
            "about 0.76": "That is what an object with a radius of 6 has. The smaller one is more border than that.",
            "about 0.59": "The object has 29 pixels, and the ring around it 20: IoU is 29/49 = 0.592.",
        },
        right="about 0.59",
        see=("See it one pixel too wide", {"border": 1}),
        hides=(OBJECTS, CURVES, SAY, OTHER_WAY),
    ),
    looks={"The objects": OBJECTS, "IoU by border": CURVES},
    lead=[SAY, OTHER_WAY],
    figures=[Box("pair", OBJECTS, Scrubbed(CURVES, WIDER))],
    controls=[
        Presets(
            {
                "Exact border": {"border": 0},
                "One pixel too narrow": {"border": -1},
                "Two pixels too wide": {"border": 2},
            }
        ),
    ],
    called=[
        paragraph(
            "Two people who draw the same outline rarely agree to the pixel: their agreement is called inter-observer "
            "agreement, and for small objects an IoU of 0.6 may be as good as it gets. One threshold for all sizes, such as "
            "0.75, asks more of the small ones."
        )
    ],
    task=Task(f"Find a border at which the smallest object falls below {LOW}, and the largest keeps {HIGH}.", CHECKS),
    folds=[Fold("The numbers", TABLE)],
)
