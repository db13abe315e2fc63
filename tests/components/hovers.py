"""What a figure says where the mouse points at it: the hover templates of its traces, filled in as plotly.js does."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from components.figures.base import Figure
from tests.conftest import unpacked

_PLACE = re.compile(r"%\{(\w+)(?:\[(\d+)\])?(?::([^}]*))?\}")
_FORMAT = re.compile(r"(,?)(?:\.(\d)(f))?")
_EXTRA = "<extra></extra>"


class Hover(NamedTuple):
    """What one point says: its text, and the values of its trace there."""

    text: str
    at: Mapping[str, Any]


def hovers(figure: Figure) -> list[list[Hover]]:
    """What each trace says at each of its points, but for the traces that say nothing."""
    return [_of_trace(trace, figure["layout"]) for trace in figure["data"] if trace.get("hoverinfo") != "skip"]


def of(figure: Figure, wanted: str) -> list[Hover]:
    """The hovers of a figure in which a pattern is found."""
    return [hover for each in hovers(figure) for hover in each if re.search(wanted, hover.text)]


def _of_trace(trace: dict[str, Any], layout: Mapping[str, Any]) -> list[Hover]:
    template = trace.get("hovertemplate", "")
    assert template.endswith(_EXTRA), "without a template bare numbers are shown, and without its end the trace's name"
    axes = {name: layout.get(f"{name}axis{trace.get(f'{name}axis', name)[1:]}", {}) for name in "xy"}

    def filled(at: Mapping[str, Any]) -> str:
        def value(match: re.Match[str]) -> str:
            name, place, form = match.groups()
            found = at[name] if place is None else at[name][int(place)]
            if not form and (at_axis := axes.get(name, {}).get("hoverformat")):
                return _written(found, at_axis, minus="−")
            said = _written(found, form)
            # a loss has no bound at 1, so it may be rounded to it
            if form and isinstance(found, float) and 1e-9 < found < 1 - 1e-9 and "loss" not in template:
                assert float(said.replace(",", "")) not in (0, 1), f"{template} writes {found} as {said}"
            return said

        return _PLACE.sub(value, template.removesuffix(_EXTRA))

    def is_seen(at: Mapping[str, Any]) -> bool:
        ends = ((at[name], sorted(axis["range"])) for name, axis in axes.items() if axis.get("type") != "log")
        return all(low <= value <= high for value, (low, high) in ends)

    return [Hover(filled(at), at) for at in _points(unpacked(trace)) if is_seen(at)]


def _points(trace: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if trace["type"] == "heatmap":
        for i, j in itertools.product(range(len(trace["z"])), range(len(trace["z"][0]))):
            if not (_undefined(trace["z"][i][j]) and trace.get("hoverongaps") is False):
                cells = {name: trace[name][i][j] for name in ("z", "customdata", "hovertext", "text") if name in trace}
                yield {"x": trace["x"][j] if "x" in trace else j, "y": trace["y"][i] if "y" in trace else i, **cells}
        return
    lists = {name: trace[name] for name in ("x", "y", "text", "hovertext", "customdata") if name in trace}
    for k in range(len(lists["x"])):
        at = {name: each[k] if isinstance(each, list) else each for name, each in lists.items()}
        if not (_undefined(at["x"]) or _undefined(at["y"])):
            yield at


def _undefined(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _written(value: Any, form: str | None, *, minus: str = "-") -> str:
    """A value as plotly writes it: with a hyphen for a minus where the template has the format."""
    if isinstance(value, str):
        assert not form, "a text has no format"
        return value
    if _undefined(value):
        return "NaN"
    if not form:
        assert float(value).is_integer(), f"{value} is written with every digit"
        return f"{int(value)}".replace("-", "−")
    match = _FORMAT.fullmatch(form)
    assert match, f"what is the format {form!r}?"
    comma, digits, fixed = match.groups()
    return format(value, f"{comma}.{digits}f" if fixed else f"{comma}d").replace("-", minus)
