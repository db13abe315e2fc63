"""The figures are plain dicts: what plotly would check at every view is checked here."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from components.course import LESSONS
from components.figures.base import Figure, array
from components.live.view import Shown
from components.page import Lesson, Scrubbed
from components.state import Choice, Number, Param, Text
from components.theme import DARK, TRANSPARENT, Colour, in_dark
from tests.conftest import defaults, drawn, plain, unpacked
from tests.states import LINES, every

# all tests of a section in one worker, which makes its figures once
with_figures = pytest.mark.parametrize(
    "section",
    [pytest.param(s, marks=pytest.mark.xdist_group(f"figures of {s.name}"), id=s.name) for s in LESSONS if s.graphs],
)


def states(section: Lesson[Any], count: int) -> list[dict[str, Any]]:
    """The default state, both ends of every parameter, and some at random."""
    chance = random.Random(section.name)

    def drawn_from(p: Param) -> Any:
        if isinstance(p, Number):
            return p.at(chance.randrange(p.count))
        if isinstance(p, Choice):
            return chance.choice(list(p.choices))
        if isinstance(p, Text):
            return p.bound(chance.choice(LINES))
        return p.bound([i for i in range(getattr(p, "size", 0)) if chance.random() < 0.5])

    start = defaults(section)
    ends = [{**start, p.key: end} for p in section.params for end in extremes(p)]
    return [start, *ends, *({p.key: drawn_from(p) for p in section.params} for _ in range(count))]


@cache
def _figures(name: str) -> list[tuple[str, Figure]]:
    section = next(s for s in LESSONS if s.name == name)
    found: dict[str, tuple[str, Figure]] = {}
    for state in states(section, 5 if every() else 2):
        for id, figure in section.show(section.state.read(state)).figures.items():
            found.setdefault(f"{id} {json.dumps(plain(figure))}", (id, figure))
    return list(found.values())


def figures(section: Lesson[Any]) -> list[tuple[str, Figure]]:
    """The figures of a section in these states, with their ids; those that a state leaves as they are stand here once."""
    return _figures(section.name)


def extremes(p: Param) -> list[Any]:
    if isinstance(p, Number):
        return [p.low, p.high]
    if isinstance(p, Text):
        return [p.bound(line) for line in LINES]
    return list(p.choices) if isinstance(p, Choice) else [()]


@with_figures
def test_plotly_knows_every_attribute_and_value(section: Lesson[Any]) -> None:
    alike = {f"{id} {kinds(figure)}": figure for id, figure in figures(section)}
    for figure in (figure for _, figure in figures(section)) if every() else alike.values():
        go.Figure(figure)


def kinds(part: Any) -> Any:
    """A figure without its numbers and words: what it has, and of which kind it is."""
    if isinstance(part, dict):
        return {
            key: "words" if key in ("text", "ticktext", "hovertext", "customdata") else kinds(value)
            for key, value in part.items()
            if key != "bdata"
        }
    if isinstance(part, list | tuple):
        return (
            sorted({str(kinds(each)) for each in part}) if all(_alone(each) for each in part) else [*map(kinds, part)]
        )
    return part if isinstance(part, str | bool) or part is None else type(part).__name__


def _alone(part: Any) -> bool:
    return not isinstance(part, dict)


@with_figures
def test_no_words_of_a_trace_are_empty(section: Lesson[Any]) -> None:
    """plotly takes away the element of an empty text, and words that come in its place later are not shown."""
    for _, figure in figures(section):
        for trace in figure["data"]:
            words = trace.get("text") if "text" in trace.get("mode", "") else None
            assert not isinstance(words, list) or all(words)


def colours(part: Any) -> Iterator[str]:
    """Every colour in a figure."""
    if isinstance(part, dict):
        for value in part.values():
            yield from colours(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from colours(value)
    elif isinstance(part, str):
        yield from re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", part)


@with_figures
def test_every_colour_is_the_palettes_and_has_its_dark_one(section: Lesson[Any]) -> None:
    dark = {*DARK.values(), TRANSPARENT}
    for _, figure in figures(section):
        assert set(colours(figure)) <= {*Colour, TRANSPARENT}
        assert set(colours(in_dark(figure))) <= dark


def test_the_palette_has_every_colour_in_both_themes_once() -> None:
    assert DARK.keys() == set(Colour)
    assert len(set(DARK.values())) == len(DARK)


def test_plotly_would_say_if_it_did_not() -> None:
    with pytest.raises(ValueError, match="colour"):
        go.Figure({"data": [{"type": "scatter", "marker": {"colour": "red"}}]})


def containers(view: Shown) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """What a frame is written into, by its place."""
    for k, path in (to for column in view.frames["columns"] for to in column["to"]):
        output = view.frames["outputs"][k]
        if output["prop"] == "figure":
            place: Any = view.figures[output["id"].removeprefix(view.lesson + "-")]
            for depth, step in enumerate(path):
                yield (output["id"], *path[:depth]), place
                place = place[step]


@with_figures
def test_what_is_written_into_belongs_to_one_place_of_one_view(section: Lesson[Any]) -> None:
    views = [section.show(section.state()) for _ in range(2)]
    owner: dict[int, Any] = {}
    for which, view in enumerate(views):
        for place, container in containers(view):
            assert owner.setdefault(id(container), (which, place)) == (which, place), "one dict in two places"


@pytest.mark.parametrize(
    "values",
    [
        np.array([0.5, np.nan]),
        np.array([[1.5, 2], [3, 4], [5, 6]]),
        np.array([], np.int64),
        *(np.array(ends) for ends in itertools.pairwise([0, 127, -128, 128, -(2**15), 2**15, -(2**31), 0])),
    ],
    ids=str,
)
def test_a_typed_array_is_the_same_numbers(values: Any) -> None:
    spec = array(values)
    np.testing.assert_array_equal(unpacked(spec), values)
    np.testing.assert_array_equal(drawn({"data": [{"type": "heatmap", "z": spec}]}).data[0].z, values.tolist())


def test_a_typed_array_takes_no_more_room_than_it_must() -> None:
    assert [array(np.array([0, end]))["dtype"] for end in (127, 128, 256, 2**15, 2**16)] == [
        "i1", "u1", "i2", "u2", "i4",
    ]  # fmt: skip


@with_figures
def test_a_plot_above_a_slider_stays_where_it_is(section: Lesson[Any]) -> None:
    for piece in section.pieces:
        if isinstance(piece, Scrubbed):
            layouts = [figure["layout"] for id, figure in figures(section) if id == piece.figure.id]
            across = [(each["margin"]["l"], each["margin"]["r"], each["xaxis"]["range"]) for each in layouts]
            assert across == across[:1] * len(across)
