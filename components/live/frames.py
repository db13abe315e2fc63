"""Frames: for every position of every slider the finished values of what it moves, in the form the browser picks from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from components.figures.base import array, numbers
from components.live.target import Coded, Column, Columns, Layered, Reaching, Target, place_in_column
from components.state import Number


def control_id(lesson: str, param_key: str) -> str:
    """Return the id of the control of a parameter in a lesson."""
    return f"{lesson}-{param_key}"


def shown_value(param: Number) -> Target:
    """Return the place of the value shown beside a slider."""
    return Target(f"{param.key}-shown")


def frames(lesson: str, sliders: Sequence[Number], moving: Sequence[Columns]) -> dict[str, Any]:
    """Return the frames of a lesson; the paths in `moving` are plotly's own.

    `axes` are the sliders in their order on the page. A column holds the values of some targets, in row-major order over
    the axes it depends on, or one for each sum of their positions: a list, or an array in plotly's typed form, with a row
    for each value. `to` are its targets: the number of an output, and the path in it. Targets that were given one and the
    same list or array share a column, so that it is written once.

    A column with `at` has each of its values once. `codes[at]` says for every position which of them it is. Where there
    are more codes than positions, each position has a row of them. `Layered` cells come as their `mask`, `below` and
    `above` in place of values, `Reaching` ones as their `levels`, `below` and `above`.
    """
    axes = list(sliders)
    shown = [Columns([p], {shown_value(p): p.words}) for p in axes]
    outputs: dict[tuple[str, str], int] = {}
    found: dict[tuple[int, ...], dict[str, Any]] = {}
    codes: dict[tuple[str, bytes], dict[str, str]] = {}
    for group in [*moving, *shown]:
        places, size = [axes.index(p) for p in group.along], group.size
        for target, column in group.columns.items():
            if isinstance(column, str):
                continue
            if len(column) != size:
                raise ValueError(f"{target}: {len(column)} values for {size} positions")
            same = (id(column), group.by_sum, *places)
            if isinstance(column, Coded):
                same = (id(column.values), id(column.at), *places)
            if same not in found:
                found[same] = {"axes": places, "bySum": group.by_sum, **_written(column, codes), "to": []}
            output = outputs.setdefault((target.id, target.prop), len(outputs))
            found[same]["to"].append([output, list(target.path)])
    return {
        "section": lesson,
        "axes": [{"id": control_id(lesson, p.key), "low": p.low, "step": p.step, "count": p.count} for p in axes],
        "outputs": [{"id": f"{lesson}-{id}", "prop": prop} for id, prop in outputs],
        "codes": list(codes.values()),
        "columns": list(found.values()),
    }


def _written(column: Column, codes: dict[tuple[str, bytes], dict[str, str]]) -> dict[str, Any]:
    """Return the values of a column as the browser reads them; `codes` gains those of a coded column."""
    if isinstance(column, Layered | Reaching):
        first = {"mask": column.mask.astype(np.int8)} if isinstance(column, Layered) else {"levels": column.levels}
        layers = {**first, "below": column.below, "above": column.above}
        return {"values": {name: array(each) for name, each in layers.items()}}
    if isinstance(column, Coded):
        # Columns that change together share one. Numbers of another type may have the same bytes.
        key = (column.at.dtype.str, column.at.tobytes())
        codes.setdefault(key, array(column.at.ravel()))
        return {"values": column.values, "at": list(codes).index(key)}
    return {"values": array(column) if isinstance(column, np.ndarray) else column}


def _column(frames: Mapping[str, Any], column: Mapping[str, Any], size: int) -> Column:
    """Return a column of frames, which has so many positions, as it was."""
    values = column["values"]
    if "at" in column:
        codes = numbers(frames["codes"][column["at"]])
        return Coded(values, codes if len(codes) == size else codes.reshape(size, -1))
    if isinstance(values, list):
        return values
    if "mask" in values:
        mask, below, above = (numbers(values[name]) for name in ("mask", "below", "above"))
        return Layered(mask.astype(np.bool_), below, above)
    if "levels" in values:
        levels, below, above = (numbers(values[name]) for name in ("levels", "below", "above"))
        return Reaching(levels, below, above, size)
    return numbers(values)


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
        value = plain(_column(frames, column, math.prod(counts))[i])
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


def of_scrubbed(frames: Mapping[str, Any]) -> dict[str, Any]:
    """Return frames without the sliders that move nothing beyond the value beside them."""
    ids = scrubbed(frames)
    kept = [k for k, axis in enumerate(frames["axes"]) if axis["id"] in ids]
    return {
        **frames,
        "axes": [frames["axes"][k] for k in kept],
        "columns": [
            {**column, "axes": [kept.index(k) for k in column["axes"]]}
            for column in frames["columns"]
            if set(column["axes"]) <= set(kept)
        ],
    }


def plain(value: Any) -> Any:
    """Return numbers as Python's own, an array of them as lists, a tuple as a list."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return list(value) if isinstance(value, tuple) else value
