"""The application and its sections, for the tests of every layer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest
from dash import Dash
from dash.development.base_component import Component

from app import app as application
from components.figures.base import Figure, numbers
from components.shell import SECTIONS, Section

with_sections = pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.NAME)
with_controls = pytest.mark.parametrize("section", [s for s in SECTIONS if s.PARAMS], ids=lambda s: s.NAME)


@pytest.fixture(scope="session")
def app() -> Dash:
    return application


def defaults(section: Section) -> dict[str, Any]:
    return {p.key: p.default for p in section.PARAMS}


def components(layout: Component) -> Iterator[Component]:
    """Every component of a layout, itself first."""
    yield layout
    yield from (c for c in layout._traverse() if isinstance(c, Component))


def identified(layout: Component) -> dict[str, Component]:
    """The components of a layout by id; an id that stands twice is an error."""
    found: dict[str, Component] = {}
    for component in components(layout):
        id = getattr(component, "id", None)
        if id is not None:
            assert id not in found, f"the id {id} stands twice"
            found[id] = component
    return found


def drawn(figure: Figure) -> go.Figure:
    """A figure with its attributes to be read by name; plotly raises on what it does not know."""
    return go.Figure(unpacked(figure))


def unpacked(value: Any) -> Any:
    """The same with lists in place of plotly's typed arrays."""
    if isinstance(value, dict):
        if "bdata" in value:
            return numbers(value).tolist()
        return {key: unpacked(part) for key, part in value.items()}
    return [unpacked(part) for part in value] if isinstance(value, list | tuple) else value


def plain(value: Any) -> Any:
    """A value as JSON carries it to the browser, arrays as lists."""
    return json.loads(json.dumps(value, default=lambda v: v.tolist() if hasattr(v, "tolist") else v.to_plotly_json()))
