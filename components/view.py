"""What a section shows for one state, and the frames that a slider runs through without asking the server.

A section computes `Columns`: for everything on the page that a slider moves, its values at all positions at once. The
frames are the columns; the page for one state is the base figures with that state's values picked from them. So a
dragged figure and a freshly loaded one cannot disagree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.base import Figure, array, numbers
from components.url import Number


class Target(NamedTuple):
    """A place on the page: a property of a component, or one value inside it (a path into a figure)."""

    id: str
    prop: str = "children"
    path: tuple[str | int, ...] = ()


# The values of one target at all positions of its sliders; numbers of one shape come as an array, position by position.
Column: TypeAlias = Sequence[Any] | NDArray[Any]


class Columns(NamedTuple):
    """What changes along some sliders: a column for each target, in row-major order over the values of `along`.

    A text in place of a column is the same at all positions. Lists and arrays stay the section's own: nothing writes
    into a column. An array must not hold nan, which the browser could not tell from no value; a list may hold None.
    """

    along: Sequence[Number]
    columns: Mapping[Target, Column]


@dataclass(frozen=True)
class View:
    """A section in one state: whole figures, texts, other parts (tables), and the frames of its sliders."""

    figures: Mapping[str, Figure]
    texts: Mapping[Target, str]
    frames: Mapping[str, Any]
    parts: Mapping[Target, Any] = field(default_factory=dict)

    def outputs(self) -> dict[Target, Any]:
        """Return everything that a change of a parameter replaces, by the place where it goes."""
        figures = {Target(id, "figure"): figure for id, figure in self.figures.items()}
        return {**figures, **self.texts, **self.parts}


def compose(
    name: str,
    values: Mapping[str, Any],
    sliders: Sequence[Number],
    *,
    moving: Sequence[Columns] = (),
    figures: Mapping[str, Figure],
    texts: Mapping[Target, str] | None = None,
    parts: Mapping[Target, Any] | None = None,
) -> View:
    """Return the view of one state.

    `moving` holds what changes along sliders, the present state included; `figures`, `texts` and `parts` hold the rest.
    What depends on different sliders comes in different `Columns`. Every slider of the section (`sliders`) has its value
    beside it, in words picked from a list like any frame.
    """
    now: dict[Target, Any] = {}
    for along, columns in moving:
        i = 0
        for p in along:
            i = i * p.count + p.index(values[p.key])
        now |= {target: column if isinstance(column, str) else _plain(column[i]) for target, column in columns.items()}
    shown = {shown_value(name, p): p.words[p.index(values[p.key])] for p in sliders}
    for target, value in now.items():
        if target.prop == "figure":
            _put(figures[target.id], target.path, value)
    said = {target: value for target, value in now.items() if target.prop != "figure"}
    return View(figures, {**(texts or {}), **said, **shown}, frames(name, sliders, moving), parts or {})


def control_id(name: str, param_key: str) -> str:
    """Return the id of the control of a parameter in the section `name`."""
    return f"{name}-{param_key}"


def shown_value(name: str, param: Number) -> Target:
    """Return the place of the value shown beside a slider."""
    return Target(f"{control_id(name, param.key)}-shown")


def frames(name: str, sliders: Sequence[Number], moving: Sequence[Columns]) -> dict[str, Any]:
    """Return the finished values for every position of every slider, in the form that the browser picks from.

    `axes` are the sliders; a column holds the values of one target, in row-major order over the axes it depends on:
    a list, or an array in plotly's typed form, a row for each position.
    """
    axes = list(dict.fromkeys([*(p for along, _ in moving for p in along), *sliders]))
    shown = [Columns([p], {shown_value(name, p): p.words}) for p in axes]
    outputs: dict[tuple[str, str], int] = {}
    columns = []
    for along, by_target in [*moving, *shown]:
        places = [axes.index(p) for p in along]
        size = math.prod(p.count for p in along)
        for target, column in by_target.items():
            if isinstance(column, str):
                continue
            if len(column) != size:
                raise ValueError(f"{target}: {len(column)} values for {size} positions")
            columns.append(
                {
                    "output": outputs.setdefault((target.id, target.prop), len(outputs)),
                    "path": list(target.path),
                    "axes": places,
                    "values": array(column) if isinstance(column, np.ndarray) else column,
                }
            )
    return {
        "section": name,
        "axes": [{"id": control_id(name, p.key), "low": p.low, "step": p.step, "count": p.count} for p in axes],
        "outputs": [{"id": id, "prop": prop} for id, prop in outputs],
        "columns": columns,
    }


def pick(frames: Mapping[str, Any], values: Mapping[str, float]) -> dict[Target, Any]:
    """Return what the browser puts on the page for these values of the sliders, by control id: the same picking."""
    at = [
        min(max(round((values[axis["id"]] - axis["low"]) / axis["step"]), 0), axis["count"] - 1)
        for axis in frames["axes"]
    ]
    picked = {}
    for column in frames["columns"]:
        i = 0
        for k in column["axes"]:
            i = i * frames["axes"][k]["count"] + at[k]
        output = frames["outputs"][column["output"]]
        kept = column["values"]
        value = kept[i] if isinstance(kept, list) else _plain(numbers(kept)[i])
        picked[Target(output["id"], output["prop"], tuple(column["path"]))] = value
    return picked


def _plain(value: Any) -> Any:
    """Return numbers as Python's own, an array of them as lists."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def _put(figure: Figure, path: Sequence[str | int], value: Any) -> None:
    place: Any = figure
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
