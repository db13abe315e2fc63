"""Every frame is the view of that value: what the browser picks and what the server draws cannot differ."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from components.figures.base import Drawing, numbers
from components.live.frames import frames, pick
from components.live.target import Coded, Columns, Layered, Target, in_figure, repeating
from components.live.view import Shown, View, show
from components.page import Section
from components.state import Number, State, Whole, of
from tests.conftest import plain, with_controls

MANY = 1000


def dependent(section: Section[Any]) -> list[list[Number]]:
    """The sliders whose frames move more than the value beside them, in groups that move something together."""
    frames = section.show(section.state()).frames
    groups: list[set[int]] = []
    for column in frames["columns"]:
        if not all(frames["outputs"][output]["id"].endswith("-shown") for output, _ in column["to"]):
            together = set(column["axes"]).union(*(g for g in groups if g & set(column["axes"])))
            groups = [g for g in groups if not g & together] + [together]
    return [[section.sliders[k] for k in sorted(group)] for group in groups if group]


def shown(page: Shown, target: Target) -> Any:
    local = target._replace(id=target.id.removeprefix(page.section + "-"))
    if target.prop != "figure":
        return page.texts[local]
    value: Any = page.figures[local.id]
    for step in target.path:
        value = value[step]
    return value


@with_controls
def test_every_frame_equals_the_view_of_that_value(section: Section[Any]) -> None:
    first = section.show(section.state())
    points = [
        dict(zip((p.key for p in group), point, strict=True))
        for group in dependent(section)
        for point in itertools.product(*(p.values() for p in group))
    ]
    # of the many positions of two sliders every second one, like the fields of one colour of a chessboard
    for point in points[:: 1 + len(points) // MANY] + points[-1:]:
        state = section.state(**point)
        page = section.show(state)
        picked = pick(first.frames, {f"{section.name}-{p.key}": getattr(state, p.key) for p in section.sliders})
        for target, value in picked.items():
            assert plain(shown(page, target)) == plain(value), (state, target)
        assert page.frames == first.frames, "frames depend on the value of a scrubbed slider"


@with_controls
def test_frames_hold_finished_values_for_every_position(section: Section[Any]) -> None:
    frames = section.show(section.state()).frames
    assert plain(frames) == frames, "a frame holds something that JSON does not carry as it is"
    for column in frames["columns"]:
        counts = [frames["axes"][k]["count"] for k in column["axes"]]
        size = len({sum(at) for at in itertools.product(*map(range, counts))}) if column["bySum"] else math.prod(counts)
        values = column["values"]
        if "at" in column:
            at = numbers(frames["codes"][column["at"]])
            assert len(at) % size == 0
            assert set(range(len(values))) >= set(at.ravel().tolist())
        elif isinstance(values, dict) and "mask" in values:
            mask, below = (numbers(values[layer]) for layer in ("mask", "below"))
            assert (np.subtract(mask.shape, below.shape) + 1).tolist() == counts
        else:
            if isinstance(values, dict):
                values = numbers(values)
                assert np.isfinite(values).all()
            assert len(values) == size


@with_controls
def test_frames_are_light(section: Section[Any]) -> None:
    assert len(json.dumps(section.show(section.state()).frames)) < 300_000


A = Whole("a", "A", 0, 0, 2, 1)
B = Number("b", "B", 1, 1, 2, 0.5)


@dataclass(frozen=True)
class Both(State):
    a: int = of(A)
    b: float = of(B)


def test_a_column_is_picked_along_its_own_sliders() -> None:
    points = list(itertools.product(A.values(), B.values()))
    moving = [
        Columns(
            (A, B),
            {
                **in_figure("figure", {"bars": {"y": np.array(points)}}),
                Target("say"): [f"{a}, {b}" for a, b in points],
                Target("same"): "x",
            },
        ),
        Columns((A,), {Target("a"): [f"{a}" for a in A.values()]}),
        Columns((A, B), {Target("steps"): [f"{steps} steps" for steps in range(5)]}, by_sum=True),
    ]
    for a, b in points:
        drawing = Drawing()
        drawing.trace({}, "bars")
        page = show("s", "/s", Both(a, b), [View(figures={"figure": drawing.done()}, moving=moving)], (A, B), {})
        steps = f"{A.index(a) + B.index(b)} steps"
        texts = {"say": f"{a}, {b}", "a": f"{a}", "steps": steps, "a-shown": f"{a}", "b-shown": f"{b}"}
        moved = {Target(id): text for id, text in texts.items()}
        assert page.figures["figure"]["data"][0]["y"] == [a, b]
        assert page.texts == {**moved, Target("same"): "x"}
        assert pick(page.frames, {"s-a": a, "s-b": b}) == {
            **{target._replace(id=f"s-{target.id}"): text for target, text in moved.items()},
            Target("s-figure", "figure", ("data", 0, "y")): [a, b],
        }


def test_a_column_of_repeated_values_has_each_of_them_once() -> None:
    rows = np.array([[1, 2], [0, 0], [1, 2]])
    words, kinds = ["some", "none", "some"], Coded(["no", "yes"], np.array([1, 0, 1]))
    moving = [Columns((A,), {Target("a"): repeating(rows), Target("b"): repeating(words), Target("c"): kinds})]
    made = frames("s", (A,), moving)
    assert [column["values"] for column in made["columns"][:3]] == [[[1, 2], [0, 0]], ["some", "none"], ["no", "yes"]]
    # the first two change together
    assert [column["at"] for column in made["columns"][:3]] == [0, 0, 1]
    for a in A.values():
        picked = pick(made, {"s-a": a})
        assert [picked[Target(f"s-{id}")] for id in "abc"] == [rows[a].tolist(), words[a], kinds[a]]


def test_a_row_of_codes_is_a_row_of_values() -> None:
    column = Coded([0.5, 0.25], np.array([[0, 1], [1, 1], [0, 0]]))
    made = frames("s", (A,), [Columns((A,), {Target("line"): column})])
    assert pick(made, {"s-a": 0})[Target("s-line")] == [0.5, 0.25]
    assert pick(made, {"s-a": 2})[Target("s-line")] == [0.5, 0.5]


def test_two_layers_of_cells_are_what_the_moved_mask_makes_of_them() -> None:
    rng = np.random.default_rng(3)
    mask = rng.random((4 + 2, 5 + 1)) < 0.5
    below, above = rng.integers(0, 9, (2, 4, 5)).astype(np.int8)
    column = Layered(mask, below, above)
    assert (len(column), column.steps) == (6, (3, 2))
    down, across = Whole("down", "Down", 0, 0, 2, 1), Whole("across", "Across", 0, 0, 1, 1)
    made = frames("s", (down, across), [Columns((down, across), {Target("cells"): column})])
    for i, j in itertools.product(down.values(), across.values()):
        # a step moves the mask down or to the right
        covered = mask[2 - i : 6 - i, 1 - j : 6 - j]
        expected = [[above[k][n] if covered[k, n] else below[k][n] for n in range(5)] for k in range(4)]
        assert pick(made, {"s-down": i, "s-across": j})[Target("s-cells")] == expected


def test_one_list_for_several_places_is_written_once() -> None:
    words = ["no", "one", "two"]
    made = frames(
        "s", (A,), [Columns((A,), {Target("say"): words, Target("tile"): words, Target("else"): list(words)})]
    )
    found = [[made["outputs"][output]["id"] for output, _ in column["to"]] for column in made["columns"]]
    assert found == [["s-say", "s-tile"], ["s-else"], ["s-a-shown"]]


def test_a_column_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 values for 3 positions"):
        frames("s", (A,), [Columns((A,), {Target("say"): ["0", "1"]})])


def test_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(KeyError):
        pick(frames("s", (A,), []), {"s-b": 1})


def test_an_unknown_place_of_a_figure_is_an_error_that_names_those_there_are() -> None:
    drawing = Drawing()
    drawing.trace({}, "bars")
    moving = [Columns((A,), in_figure("figure", {"bar": {"y": [0, 1, 2]}}))]
    with pytest.raises(KeyError, match=r"\['bars'\], got 'bar'"):
        show("s", "/s", Both(), [View(figures={"figure": drawing.done()}, moving=moving)], (A, B), {})
