"""The application and its sections, for the tests of every layer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from copy import copy
from functools import cache
from typing import Any

import pytest
from dash import Dash, html
from dash.development.base_component import Component
from hypothesis import HealthCheck, settings

from app import create_app
from components.course import LESSONS
from components.figures.base import Figure, numbers
from components.live.view import Shown
from components.markup.static import Static, elements
from components.page import Lesson
from serving.settings import Settings
from tests import states
from tests.browser import engines


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="walk through every state instead of a fixed spread of them")


def pytest_configure(config: pytest.Config) -> None:
    states.walk_all(config.getoption("--all"))
    # the same examples every time, and no clock
    settings.register_profile(
        "course",
        deadline=None,
        derandomize=True,
        max_examples=states.examples(100),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("course")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what is not there, and so was not asked: with `--all` it would have failed."""
    if packages := engines.missing("firefox"):
        terminalreporter.write_line(f"Not run in firefox, which is not installed: apt-get install {packages}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests first, then those of servers: what is short comes last, so that all cores are busy to the end."""
    items.sort(key=lambda item: ("browser" not in item.path.parts, "serving" not in item.path.parts))


application = create_app(Settings()).app

with_sections = pytest.mark.parametrize("section", LESSONS, ids=lambda s: s.name)
with_controls = pytest.mark.parametrize("section", [s for s in LESSONS if s.params], ids=lambda s: s.name)


@pytest.fixture(scope="session")
def app() -> Dash:
    return application


def defaults(section: Lesson[Any]) -> dict[str, Any]:
    return {p.key: p.default for p in section.params}


def components(layout: Any) -> Iterator[Component]:
    """Every component of a layout, itself first; what stands in it as a plain dict as the component that it means."""
    whole = thawed(layout)
    for each in whole if isinstance(whole, list) else [whole]:
        yield each
        yield from (c for c in each._traverse() if isinstance(c, Component))


def thawed(part: Any) -> Any:
    """The same with components in place of plain dicts, and of what `components.markup.static` has put together.

    A term of the field is as it was written, without what it means.
    """
    if isinstance(part, Static):
        made = thawed(elements(part.tree, part.children))
        return made[0] if len(made) == 1 else made
    if isinstance(part, list | tuple):
        whole = _without_terms(part)
        return [thawed(each) for each in whole] if isinstance(whole, list) else whole
    if isinstance(part, dict) and part.get("namespace") == "dash_html_components":
        props = {**part["props"], "children": thawed(part["props"]["children"])}
        # what no component of Dash is, such as the parts of an SVG, is as good as a span
        return getattr(html, part["type"])(**props) if hasattr(html, part["type"]) else html.Span(props["children"])
    if isinstance(part, Component) and getattr(part, "children", None) is not None:
        changed = copy(part)
        changed.children = thawed(part.children)
        return changed
    return part


def _without_terms(parts: Sequence[Any]) -> Any:
    """What stands in an element, with the words of each term in its text."""
    whole: list[Any] = []
    for part in parts:
        is_term = isinstance(part, dict) and part.get("props", {}).get("className") == "term"
        text = part["props"]["children"][0]["props"]["children"] if is_term else part
        if whole and isinstance(text, str) and isinstance(whole[-1], str):
            whole[-1] += text
        else:
            whole.append(text)
    return whole[0] if len(whole) == 1 < len(parts) else whole


def identified(layout: Component) -> dict[str, Component]:
    """The components of a layout by id; an id that stands twice is an error."""
    found: dict[str, Component] = {}
    for component in components(layout):
        id = getattr(component, "id", None)
        if id is not None:
            assert id not in found, f"the id {id} stands twice"
            found[id] = component
    return found


class Attributes(dict[str, Any]):
    """A part of a figure, whose attributes are read by name; one that is not there is an error."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the figure has no {name} here, only {sorted(self)}") from None


def drawn(figure: Figure) -> Any:
    """A figure with its attributes to be read by name. That plotly knows them all, test_figures.py shows."""
    return _attributes({"data": [], **figure, "layout": {"shapes": [], "annotations": [], **figure.get("layout", {})}})


def trace(lesson: Lesson[Any], shown: Shown, id: str, place: str) -> Any:
    """The trace at a named place of a figure."""
    _, index = places(lesson.name)[id][place]
    return drawn(shown.figures[id]).data[index]


@cache
def places(name: str) -> dict[str, Any]:
    lesson = next(each for each in LESSONS if each.name == name)
    return {id: figure.places for id, figure in lesson.view(lesson.state()).figures.items()}


def _attributes(value: Any) -> Any:
    if isinstance(value, dict):
        if "bdata" in value:
            return _attributes(numbers(value).tolist())
        return Attributes({key: _attributes(part) for key, part in value.items()})
    return tuple(_attributes(part) for part in value) if isinstance(value, list | tuple) else value


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
