"""What a section shows for one state, and the frames that a slider runs through without asking the server.

A section computes a `Moment` for any value of its scrubbed sliders: everything that then changes on the page. The page
for one state is the base figures with that state's moment put in; the frames are the moments of all values. Both come
from the same function, so a dragged figure and a freshly loaded one cannot disagree.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from components.figures.base import Figure
from components.url import Number


class Target(NamedTuple):
    """A place on the page: a property of a component, or one value inside it (a path into a figure)."""

    id: str
    prop: str = "children"
    path: tuple[str | int, ...] = ()


Moment = Mapping[Target, Any]

# Sliders that move the same things, with what they make of the page; frames are counted over all their combinations.
Scrub = tuple[Sequence[Number], Callable[..., Moment]]


@dataclass(frozen=True)
class Axis:
    """A slider that frames are counted along."""

    id: str
    param: Number


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
    scrubbed: Sequence[Number] = (),
    figures: Mapping[str, Figure],
    moment: Callable[..., Moment],
    apart: Sequence[Scrub] = (),
    texts: Mapping[Target, str] | None = None,
    parts: Mapping[Target, Any] | None = None,
) -> View:
    """Return the view of one state.

    `moment(**scrubbed values)` gives what changes along the scrubbed sliders; `figures`, `texts` and `parts` hold the
    rest. `apart` are further scrubbed sliders with moments of their own, for a page whose parts do not depend on each
    other. Every slider of the section (`sliders`) has its value beside it, in words picked from a list like any frame.
    """
    scrubs: list[Scrub] = [(scrubbed, moment), *apart]
    now: dict[Target, Any] = {}
    for params, moment_of in scrubs:
        now |= moment_of(**{p.key: values[p.key] for p in params})
    shown = {shown_value(name, p): p.show(values[p.key]) for p in sliders}
    for target, value in now.items():
        if target.prop == "figure":
            _put(figures[target.id], target.path, value)
    said = {target: value for target, value in now.items() if target.prop != "figure"}
    return View(figures, {**(texts or {}), **said, **shown}, frames(name, sliders, scrubs), parts or {})


def control_id(name: str, param_key: str) -> str:
    """Return the id of the control of a parameter in the section `name`."""
    return f"{name}-{param_key}"


def shown_value(name: str, param: Number) -> Target:
    """Return the place of the value shown beside a slider."""
    return Target(f"{control_id(name, param.key)}-shown")


def frames(name: str, sliders: Sequence[Number], scrubs: Sequence[Scrub]) -> dict[str, Any]:
    """Return the finished values for every position of every slider, in the form that the browser picks from.

    `axes` are the sliders; a column holds the values of one target, in row-major order over the axes it depends on.
    A target that does not depend on one of two scrubbed sliders is stored along the other one only.
    """
    scrubbed = [p for params, _ in scrubs for p in params]
    axes = [*scrubbed, *(p for p in sliders if p not in scrubbed)]
    columns: list[tuple[Target, Sequence[int], list[Any]]] = []
    for params, moment in scrubs:
        if not params:
            continue  # nothing here is scrubbed
        points = itertools.product(*(p.values() for p in params))
        moments = [moment(**dict(zip((p.key for p in params), point, strict=True))) for point in points]
        for target in moments[0]:
            along, kept = _slim([m[target] for m in moments], [p.count for p in params])
            columns.append((target, [axes.index(params[k]) for k in along], kept))
    for i, p in enumerate(axes):
        columns.append((shown_value(name, p), [i], [p.show(value) for value in p.values()]))

    outputs = list(dict.fromkeys((target.id, target.prop) for target, _, _ in columns))
    return {
        "section": name,
        "axes": [{"id": control_id(name, p.key), "low": p.low, "step": p.step, "count": p.count} for p in axes],
        "outputs": [{"id": id, "prop": prop} for id, prop in outputs],
        "columns": [
            {"output": outputs.index((t.id, t.prop)), "path": list(t.path), "axes": list(along), "values": values}
            for t, along, values in columns
        ],
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
        picked[Target(output["id"], output["prop"], tuple(column["path"]))] = column["values"][i]
    return picked


def _slim(values: list[Any], counts: Sequence[int]) -> tuple[list[int], list[Any]]:
    """Drop the axes along which a column never changes."""
    along = list(range(len(counts)))
    sizes = list(counts)
    for axis in range(len(counts)):
        k = along.index(axis)
        inner = _product(sizes[k + 1 :])
        size = sizes[k]
        if _repeats(values, size, inner):
            values = [value for i in range(0, len(values), size * inner) for value in values[i : i + inner]]
            along, sizes = along[:k] + along[k + 1 :], sizes[:k] + sizes[k + 1 :]
    return along, values


def _repeats(values: list[Any], size: int, inner: int) -> bool:
    """Say whether nothing changes along an axis of `size` positions that lie `inner` values apart."""
    if inner == 1:  # few long slices instead of many short ones
        first = values[::size]
        return all(values[k::size] == first for k in range(1, size))
    starts = ((i, i - i % (size * inner)) for i in range(0, len(values), inner))
    return all(values[i : i + inner] == values[start : start + inner] for i, start in starts)


def _product(sizes: Iterable[int]) -> int:
    result = 1
    for size in sizes:
        result *= size
    return result


def _put(figure: Figure, path: Sequence[str | int], value: Any) -> None:
    place: Any = figure
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
