"""Every frame is the view of that value: what the browser picks and what the server draws cannot differ."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest

from components.figures.base import figure, numbers
from components.shell import Section
from components.url import Number
from components.view import Columns, Target, View, compose, frames, pick
from tests.conftest import defaults, plain, with_controls


def dependent(section: Section) -> list[list[Number]]:
    """The sliders whose frames move more than the value beside them, in groups that move something together."""
    frames = section.view(**defaults(section)).frames
    groups: list[set[int]] = []
    for column in frames["columns"]:
        if not frames["outputs"][column["output"]]["id"].endswith("-shown"):
            together = set(column["axes"]).union(*(g for g in groups if g & set(column["axes"])))
            groups = [g for g in groups if not g & together] + [together]
    keys = [axis["id"].removeprefix(section.NAME + "-") for axis in frames["axes"]]
    by_key = {p.key: p for p in section.PARAMS if isinstance(p, Number)}
    return [[by_key[keys[k]] for k in sorted(group)] for group in groups if group]


def shown(view: View, target: Target) -> Any:
    if target.prop != "figure":
        return view.texts[target]
    value: Any = view.figures[target.id]
    for step in target.path:
        value = value[step]
    return value


@with_controls
def test_every_frame_equals_the_view_of_that_value(section: Section) -> None:
    start = defaults(section)
    first = section.view(**start)
    sliders = {f"{section.NAME}-{p.key}": p.key for p in section.PARAMS}
    points = [
        dict(zip((p.key for p in group), point, strict=True))
        for group in dependent(section)
        for point in itertools.product(*(p.values() for p in group))
    ]
    for point in points:
        values = {**start, **point}
        view = section.view(**values)
        picked = pick(first.frames, {axis["id"]: values[sliders[axis["id"]]] for axis in first.frames["axes"]})
        for target, value in picked.items():
            assert plain(shown(view, target)) == plain(value), (values, target)
        assert view.frames == first.frames, "frames depend on the value of a scrubbed slider"


@with_controls
def test_frames_hold_finished_values_for_every_position(section: Section) -> None:
    frames = section.view(**defaults(section)).frames
    assert plain(frames) == frames, "a frame holds something that JSON does not carry as it is"
    for column in frames["columns"]:
        size = 1
        for k in column["axes"]:
            size *= frames["axes"][k]["count"]
        values = column["values"]
        if isinstance(values, dict):
            values = numbers(values)
            assert np.isfinite(values).all()
        assert len(values) == size


@with_controls
def test_frames_are_light(section: Section) -> None:
    assert len(json.dumps(section.view(**defaults(section)).frames)) < 300_000


A = Number("a", "A", 0, 0, 2, 1)
B = Number("b", "B", 1, 1, 2, 0.5)


def test_a_column_is_picked_along_its_own_sliders() -> None:
    place = ("data", 0, "y")
    points = list(itertools.product(A.values(), B.values()))
    moving = [
        Columns(
            (A, B),
            {
                Target("s-figure", "figure", place): np.array(points),
                Target("s-say"): [f"{a}, {b}" for a, b in points],
                Target("s-same"): "x",
            },
        ),
        Columns((A,), {Target("s-a"): [f"{a}" for a in A.values()]}),
    ]
    for a, b in points:
        view = compose("s", {"a": a, "b": b}, (A, B), figures={"s-figure": figure([{}])}, moving=moving)
        moved = {Target("s-say"): f"{a}, {b}", Target("s-a"): f"{a}"}
        shown = {Target("s-a-shown"): f"{a}", Target("s-b-shown"): f"{b}"}
        assert view.figures["s-figure"]["data"][0]["y"] == [a, b]
        assert view.texts == {**moved, **shown, Target("s-same"): "x"}
        assert pick(view.frames, {"s-a": a, "s-b": b}) == {
            **moved,
            **shown,
            Target("s-figure", "figure", place): [a, b],
        }


def test_a_column_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 values for 3 positions"):
        frames("s", (A,), [Columns((A,), {Target("s-say"): ["0", "1"]})])


def test_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(KeyError):
        pick(frames("s", (A,), []), {"s-b": 1})
