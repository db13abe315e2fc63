"""A still picture whose slider is moved in the browser is the still picture that Python draws of that state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from components.course import LESSONS
from components.figures.base import Drawing, line, note, points, vertical, words
from components.figures.still import still
from components.live.frames import scrubbed
from components.live.target import Columns, in_figure
from components.live.view import Shown, View, show
from components.page import Lesson
from components.state import State, Whole, of
from components.theme import Colour
from tests.client.positions import by_id, frames, walk
from tests.client.run import answer

# Python writes whole units in a path and hundredths of a percent of the frame; the browser writes all digits, of values
# of which frames and axes have few.
UNIT, PERCENT = 1.01, 0.02
OUTSIDE = -100  # percent of the frame: a point there is not in the picture, however far away

with_moving_figures = pytest.mark.parametrize(
    "section", [s for s in LESSONS if s.graphs and s.sliders], ids=lambda s: s.name
)


def tree(html: str) -> dict[str, Any]:
    return described(ElementTree.fromstring(f"<figure>{html}</figure>"))


def described(element: ElementTree.Element) -> dict[str, Any]:
    return {
        "name": element.tag,
        "attributes": dict(element.attrib),
        "text": element.text,
        "children": [described(child) for child in element],
    }


def pictures(section: Lesson[Any], point: dict[str, float]) -> dict[str, Any]:
    """The still pictures of a section in a state that sliders move, by the ids of their figures."""
    shown = section.show(section.state(**point))
    outputs = [output["id"] for output in shown.frames["outputs"]]
    return {shown.id(id): tree(still(figure)) for id, figure in shown.figures.items() if shown.id(id) in outputs}


def elements(picture: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every element of a picture with where it stands."""
    yield path, picture
    for k, child in enumerate(picture["children"]):
        yield from elements(child, f"{path}/{child['name']}{k}")


def drawn(attributes: Mapping[str, str], name: str) -> Any:
    """What an attribute draws: numbers, with the letters between them."""
    text = attributes.get(name, {"opacity": "1", "x": "0%", "y": "0%"}.get(name, ""))
    if name == "d":
        closed = [1e9] if text.endswith("z") else []
        return boxes(text) if "data-sides" in attributes else _numbers(text) + closed
    if name in ("x", "y", "cx", "cy", "opacity"):
        return [max(number, OUTSIDE) for number in _numbers(text)]
    return _numbers(text) if name == "data-heights" else text


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", text)]


def boxes(d: str) -> list[float]:
    """The sides of the rectangles of a path of M, H and V, in whatever order they are drawn."""
    sides: list[float] = []
    for each in d.split("z")[:-1]:
        x, y = re.findall(r"[-\d.e]+", each)[:2]
        xs, ys = [float(x)], [float(y)]
        for letter, value in re.findall(r"([HV])([-\d.e]+)", each):
            (xs if letter == "H" else ys).append(float(value))
        box = [min(xs), min(ys), max(xs), max(ys)]
        if (
            box[3] - box[1] > UNIT
        ):  # Python draws one that is less than a unit high as one without height, or not at all
            sides += box
    return sides


def apart(found: Any, expected: Any) -> float:
    """How far numbers are from each other; nothing else than the same text is near."""
    if isinstance(found, str) or isinstance(expected, str) or len(found) != len(expected):
        return 0 if found == expected else float("inf")
    return max((abs(a - b) for a, b in zip(found, expected, strict=True)), default=0)


def cells(d: str) -> set[tuple[int, int]]:
    """The cells of a path of level lines: one may be drawn as several."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)", d)
    return {(int(x) + k, int(y)) for x, y, length in runs for k in range(int(length))}


def same(found: Mapping[str, Any], expected: Mapping[str, Any], where: Any) -> None:
    """Assert that two pictures are one to the eye."""
    ours, theirs = dict(elements(found)), dict(elements(expected))
    assert ours.keys() == theirs.keys(), where
    for path, element in theirs.items():
        a, b = ours[path]["attributes"], element["attributes"]
        assert (ours[path]["text"] or "") == (element["text"] or ""), (where, path)
        for name in a.keys() | b.keys():
            if name == "d" and cells(a["d"] + b["d"]):
                assert cells(a["d"]) == cells(b["d"]), (where, path)
                continue
            allowed = {"d": UNIT, "data-heights": 1e-3, "opacity": 0}.get(name, PERCENT)
            away = apart(drawn(a, name), drawn(b, name))
            assert away <= allowed, (where, path, name, a.get(name), b.get(name))


@with_moving_figures
def test_a_still_that_the_browser_moves_is_the_still_of_that_state(section: Lesson[Any]) -> None:
    walked = walk(section, 3)
    states = [pictures(section, point) for point in walked]
    # from each to the next, and so from one group of sliders to another too, and from the last to the first
    moves = [(k, (k + 1) % len(walked)) for k in range(len(walked))]
    asked = [
        {
            "from": list(by_id(section, walked[a]).values()),
            "to": list(by_id(section, walked[b]).values()),
            "pictures": states[a],
        }
        for a, b in moves
    ]
    changed = 0
    for (a, b), told in zip(moves, answer("still", frames(section), asked), strict=True):
        for id, picture in told.items():
            changed += states[a][id] != states[b][id]
            same(picture, states[b][id], (id, walked[a], walked[b]))
    assert changed >= len(scrubbed(frames(section))), "some slider moves no picture"


A = Whole("a", "A", 0, 0, 3, 1)


@dataclass(frozen=True)
class One(State):
    a: int = of(A)


def view(state: One) -> Shown:
    """A figure of what the sections have only in part: every kind that moves, on axes of every kind, with values nowhere."""
    drawing = Drawing()
    cells = {
        "type": "heatmap", "z": [[0, 1, 2], [0, 0, 0]], "zmin": 0, "zmax": 2, "showscale": False, "xaxis": "x2", "yaxis": "y2",
        "colorscale": [[0, Colour.TP], [0.5, Colour.TP], [0.5, Colour.FP], [1, Colour.FP]],
    }  # fmt: skip
    drawing.trace(cells, "cells")
    for k in range(2):
        bar = {"type": "bar", "x": [1, 2, 3], "y": [0, 0, 0], "width": [1, 1, 1], "marker": {"color": Colour.FN}}
        drawing.trace(bar, f"bars {k}")
    drawing.trace(line([0, 1], [0, 1], color=Colour.INK), "line")
    drawing.trace(line([0, 1], [0, 1], color=Colour.INK, fill="toself", fillcolor=Colour.TP), "area")
    drawing.trace(points([Colour.TP] * 5), "points")
    drawing.trace(words(3), "words")
    drawing.shape(vertical(1), "line of the layout")
    drawing.label(note("label", 1, 1, xref="x", yref="y"), "label")
    drawing.label(note("logarithmic", 10, 1, xref="x3", yref="y3"), "logarithmic")
    figure = drawing.done(
        barmode="stack",
        xaxis={"range": [-1, 4], "tickvals": [], "domain": [0, 0.3]},
        yaxis={"range": [-2, 10], "tickvals": []},
        xaxis2={"range": [-0.5, 2.5], "tickvals": [], "domain": [0.4, 0.6], "anchor": "y2"},
        yaxis2={"range": [-0.5, 1.5], "tickvals": [], "anchor": "x2"},
        xaxis3={"range": [0, 3], "type": "log", "tickvals": [], "domain": [0.7, 1], "anchor": "y3"},
        yaxis3={"range": [2, 0], "tickvals": [], "anchor": "x3"},
    )
    steps = range(A.count)
    moving = {
        "cells": {"z": np.array([[[0, 1, 2], [2, 2, k % 3]] for k in steps])},
        "bars 0": {"y": [[k, 0, 1.5] for k in steps]},
        "bars 1": {"y": [[3 - k, k, 0] for k in steps]},
        "line": {"x": [[0, k, 2 * k] for k in steps], "y": [[k, -1, 0.5] for k in steps]},
        "area": {"x": [[0, 1, 1][: 3 - k % 2] for k in steps], "y": [[0, k, 2][: 3 - k % 2] for k in steps]},
        "points": {
            "x": [[0, None, k, 4 + 1e-9, -1.1] for k in steps],
            "y": [[None, 0, -2, 10, 5 + 5 * k] for k in steps],
        },
        "words": {"x": [[k, k, 9] for k in steps], "text": [["one", f"{k}", "out"] for k in steps]},
        "line of the layout": {"x": [k / 2 for k in steps]},
        "label": {"x": list(steps), "y": [2 * k for k in steps], "opacity": [1, 0, 0.5, 1]},
        "logarithmic": {"x": [10 * (k + 1) for k in steps]},
    }
    columns = Columns((A,), in_figure("figure", moving))
    return show("s", "/s", state, View(figures={"figure": figure}, moving=[columns]), (A,), {})


def test_whatever_can_move_in_a_still_is_moved_as_python_draws_it() -> None:
    shown = [view(One(a)) for a in A.values()]
    stills = [{"s-figure": tree(still(each.figures["figure"]))} for each in shown]
    moves = [(a, b) for a in A.values() for b in A.values() if a != b]
    asked = [{"from": [a], "to": [b], "pictures": stills[a]} for a, b in moves]
    for (a, b), told in zip(moves, answer("still", shown[0].frames, asked), strict=True):
        same(told["s-figure"], stills[b]["s-figure"], (a, b))
        moving = [
            element["attributes"]["data-part"]
            for _, element in elements(told["s-figure"])
            if "data-part" in element["attributes"]
        ]
        assert len(set(moving)) == 10, moving
