"""The browser picks from the frames what Python picks from them, at every position."""

from __future__ import annotations

from typing import Any

import pytest

from components.course import LESSONS
from components.live.frames import pick
from components.live.target import Target
from components.page import Lesson
from tests.client.positions import by_id, frames, walk
from tests.client.run import answer
from tests.conftest import plain

with_sliders = pytest.mark.parametrize("section", [s for s in LESSONS if s.sliders], ids=lambda s: s.name)


def places(section: Lesson[Any], told: list[Any]) -> dict[Target, Any]:
    """What the columns have, by the places where it belongs, as `pick` says it."""
    made = frames(section)
    found = {}
    for column, value in zip(made["columns"], told, strict=True):
        for output, path in column["to"]:
            found[Target(*made["outputs"][output].values(), tuple(path))] = value
    return found


@with_sliders
def test_the_browser_picks_what_python_picks(section: Lesson[Any]) -> None:
    made = frames(section)
    steps = [by_id(section, point) for point in walk(section)]
    told = answer("frames", made, [list(step.values()) for step in steps])
    here: dict[Target, Any] = {}
    for step, each in zip(steps, told, strict=True):
        assert each["at"] == [p.index(value) for p, value in zip(section.sliders, step.values(), strict=True)]
        expected = plain_by_place(pick(made, step))
        assert places(section, each["whole"]) == expected, step
        if each["changed"] is None:
            here = expected
        else:  # what has changed since the step before, put there, is the whole
            for output, changes in zip(made["outputs"], each["changed"], strict=True):
                here |= {Target(*output.values(), tuple(path)): value for path, value in changes}
            assert here == expected, step


def plain_by_place(picked: dict[Target, Any]) -> dict[Target, Any]:
    return dict(zip(picked, plain(list(picked.values())), strict=True))


def test_only_what_depends_on_a_slider_changes_with_it() -> None:
    """Else a slider would draw what another one moves, and twice the work would be done for every frame."""
    section = next(s for s in LESSONS if s.name == "errors")
    made = frames(section)
    for moved, slider in enumerate(section.sliders):
        start = [plain(p.default) for p in section.sliders]
        there = [slider.values()[-1] if k == moved else value for k, value in enumerate(start)]
        _, told = answer("frames", made, [start, there])
        wanted = {
            (output, tuple(path))
            for column in made["columns"]
            if moved in column["axes"]
            for output, path in column["to"]
        }
        found = {(k, tuple(path)) for k, changes in enumerate(told["changed"]) for path, _ in changes}
        assert found == wanted, slider.key


@with_sliders
def test_a_value_between_two_positions_or_beyond_the_ends_is_the_nearest(section: Lesson[Any]) -> None:
    away = (-1e9, -0.6, -0.4, 0.4, 0.6, 1e9)
    walked = [[p.default + by * p.step for p in section.sliders] for by in away]
    told = answer("frames", frames(section), walked)
    for values, each in zip(walked, told, strict=True):
        assert each["at"] == [p.index(value) for p, value in zip(section.sliders, values, strict=True)]
