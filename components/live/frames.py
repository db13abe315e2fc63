"""Frames: for every position of every slider the finished values of what it moves, in the form the browser picks from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from components.figures.base import array, numbers
from components.live.target import Columns, Target, place_in_column
from components.state import Number


def control_id(section: str, param_key: str) -> str:
    """Return the id of the control of a parameter in a section."""
    return f"{section}-{param_key}"


def shown_value(param: Number) -> Target:
    """Return the place of the value shown beside a slider."""
    return Target(f"{param.key}-shown")


def frames(section: str, sliders: Sequence[Number], moving: Sequence[Columns]) -> dict[str, Any]:
    """Return the frames of a section; the paths in `moving` are plotly's own.

    `axes` are the sliders in their order on the page. A column holds the values of some targets, in row-major order over
    the axes it depends on, or one for each sum of their positions: a list, or an array in plotly's typed form, with a row
    for each value. `to` are its targets: the number of an output, and the path in it. Targets that were given one and the
    same list or array share a column, so that it is written once.
    """
    axes = list(sliders)
    shown = [Columns([p], {shown_value(p): p.words}) for p in axes]
    outputs: dict[tuple[str, str], int] = {}
    found: dict[tuple[int, ...], dict[str, Any]] = {}
    for group in [*moving, *shown]:
        places, size = [axes.index(p) for p in group.along], group.size
        for target, column in group.columns.items():
            if isinstance(column, str):
                continue
            if len(column) != size:
                raise ValueError(f"{target}: {len(column)} values for {size} positions")
            same = (id(column), group.by_sum, *places)
            if same not in found:
                values = array(column) if isinstance(column, np.ndarray) else column
                found[same] = {"axes": places, "bySum": group.by_sum, "values": values, "to": []}
            output = outputs.setdefault((target.id, target.prop), len(outputs))
            found[same]["to"].append([output, list(target.path)])
    return {
        "section": section,
        "axes": [{"id": control_id(section, p.key), "low": p.low, "step": p.step, "count": p.count} for p in axes],
        "outputs": [{"id": f"{section}-{id}", "prop": prop} for id, prop in outputs],
        "columns": list(found.values()),
    }


def pick(frames: Mapping[str, Any], values: Mapping[str, float]) -> dict[Target, Any]:
    """Return what the browser puts on the page for these values of the sliders, by control id: the same picking.

    The targets carry the ids of the page.
    """
    at = [
        min(max(round((values[axis["id"]] - axis["low"]) / axis["step"]), 0), axis["count"] - 1)
        for axis in frames["axes"]
    ]
    picked = {}
    for column in frames["columns"]:
        along = column["axes"]
        counts = [frames["axes"][k]["count"] for k in along]
        i = place_in_column([at[k] for k in along], counts, column["bySum"])
        kept = column["values"]
        value = kept[i] if isinstance(kept, list) else plain(numbers(kept)[i])
        for output, path in column["to"]:
            place = frames["outputs"][output]
            picked[Target(place["id"], place["prop"], tuple(path))] = value
    return picked


def scrubbed(frames: Mapping[str, Any]) -> set[str]:
    """Return the ids of the sliders that move something by frames, beyond the value beside them."""
    return {
        frames["axes"][k]["id"]
        for column in frames["columns"]
        for k in column["axes"]
        for output, _ in column["to"]
        if frames["outputs"][output]["id"] != f"{frames['axes'][k]['id']}-shown"
    }


def plain(value: Any) -> Any:
    """Return numbers as Python's own, an array of them as lists, a tuple as a list."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return list(value) if isinstance(value, tuple) else value
