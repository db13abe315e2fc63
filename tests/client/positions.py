"""Positions of the sliders of a section, through which the tests of the client walk."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

from components.course import LESSONS
from components.live.frames import control_id, plain
from components.page import Lesson
from components.state import Number
from tests.states import every, spread

MANY = 1000


@cache
def _frames(name: str) -> dict[str, Any]:
    section = next(s for s in LESSONS if s.name == name)
    return dict(section.show(section.state()).frames)


def frames(section: Lesson[Any]) -> dict[str, Any]:
    """The frames of a section in its first state."""
    return _frames(section.name)


def groups(section: Lesson[Any]) -> list[list[Number]]:
    """The sliders whose frames move more than the value beside them, in groups that move something together."""
    found: list[set[int]] = []
    made = frames(section)
    for column in made["columns"]:
        if not all(made["outputs"][output]["id"].endswith("-shown") for output, _ in column["to"]):
            together = set(column["axes"]).union(*(g for g in found if g & set(column["axes"])))
            found = [g for g in found if not g & together] + [together]
    return [[section.sliders[k] for k in sorted(group)] for group in found if group]


def walk(section: Lesson[Any], few: int = 7) -> list[dict[str, float]]:
    """Values of the sliders that move something, one after the other, those of the first state at the beginning.

    For each group the corners, the first value of each slider with the last of all others, and `few` in between. With
    `--all` every position; of the many of several sliders every so many-th, like the fields of one colour of a chessboard.
    """
    found: list[dict[str, float]] = [{}]
    for group in groups(section):
        points = list(itertools.product(*(p.values() for p in group)))
        if every():
            chosen = points[:: 1 + len(points) // MANY] + points[-1:]
        else:
            low, high = ([p.values()[end] for p in group] for end in (0, -1))
            corners = [tuple(low), tuple(high)]
            for k in range(len(group)):
                corners += [(*high[:k], low[k], *high[k + 1 :]), (*low[:k], high[k], *low[k + 1 :])]
            chosen = spread(points, few, always=corners)
        found += [dict(zip((p.key for p in group), point, strict=True)) for point in chosen]
    return found


def by_id(section: Lesson[Any], point: dict[str, float]) -> dict[str, float]:
    """The values of all sliders by the ids of their controls, those that are not named as in the first state."""
    state = section.state(**point)
    return {control_id(section.name, p.key): plain(getattr(state, p.key)) for p in section.sliders}
