"""Each section's callback, called as a function and once over HTTP, as the browser does it."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from dash import Dash
from hypothesis import given, settings
from hypothesis import strategies as st

from callbacks.parameters import update
from components.course import LESSONS
from components.page import Lesson
from components.state import Bitmap, Choice, Number, Text
from components.state.params import Param
from tests.conftest import defaults, identified, plain, thawed, with_controls
from tests.states import examples

CONTROLLED = [s for s in LESSONS if s.params]


def state(section: Lesson[Any]) -> dict[str, Any]:
    return plain(defaults(section))  # type: ignore[no-any-return]


def asked(app: Dash, section: Lesson[Any]) -> dict[str, Any]:
    """The section's callback in the application's own list."""
    id = f"{section.name}-state"
    (callback,) = [
        c for c in app._callback_list if any(end["id"] == id for end in c["inputs"]) and not c["clientside_function"]
    ]
    return callback


def request(app: Dash, callback: dict[str, Any], *values: Any) -> Any:
    ends = [
        {"id": e.rpartition(".")[0], "property": e.rpartition(".")[2]}
        for e in callback["output"].strip(".").split("...")
    ]
    inputs = [{**end, "value": value} for end, value in zip(callback["inputs"], values, strict=True)]
    body = {
        "output": callback["output"],
        "outputs": ends if callback["output"].startswith("..") else ends[0],
        "inputs": inputs,
        "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
        "parsedChangedPropsIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
    }
    return app.server.test_client().post("/_dash-update-component", json=body)


def elsewhere(param: Param) -> Any:
    """A value that is not the first one."""
    if isinstance(param, Number):
        return next(value for value in (param.at(param.count // 3), param.at(0)) if value != param.default)
    if isinstance(param, Choice):
        return next(choice for choice in reversed(list(param.choices)) if choice != param.default)
    if isinstance(param, Text):
        return "<b>x</b> & y"
    if isinstance(param, Bitmap):
        return "Z_-0"
    return param.bound([0] if param.default != (0,) else [])


@with_controls
def test_an_answer_is_what_the_page_has_that_opens_in_that_state(section: Lesson[Any]) -> None:
    """The page is laid out by its pieces, and the answer is put together from their targets: here both have to be one."""
    first = plain(update(section)(state(section)))
    there = {**state(section), **{p.key: plain(elsewhere(p)) for p in section.params}}
    for values in (state(section), there):
        laid = identified(section.layout(values))
        *outputs, frames = update(section)(values)
        assert plain(frames) == plain(laid[f"{section.name}-frames"].data)
        for target, output in zip(section.targets, outputs, strict=True):
            found = getattr(laid[f"{section.name}-{target.id}"], target.prop)
            assert alone(output) == alone(found), target
    assert plain(outputs) != first[:-1], "nothing of the page depends on its state"


def alone(part: Any) -> Any:
    """A part of a page in the one form that all of its forms mean: a list of one element is that element."""
    whole = plain(thawed(part))
    return whole[0] if isinstance(whole, list) and len(whole) == 1 else whole


@with_controls
def test_the_callback_answers_over_http(section: Lesson[Any], app: Dash) -> None:
    answer = request(app, asked(app, section), state(section))
    assert answer.status_code == 200
    props = json.loads(answer.data)["response"]
    assert props[f"{section.name}-frames"]["data"] == section.show(section.state()).frames
    filled = {(f"{section.name}-{target.id}", target.prop) for target in section.targets}
    assert {(id, prop) for id, of in props.items() for prop in of} == filled | {(f"{section.name}-frames", "data")}


@with_controls
@pytest.mark.parametrize("wrong", [None, [], "x", 7, {}, {"unknown": 1}], ids=str)
def test_a_state_that_is_none_gives_the_defaults(section: Lesson[Any], wrong: object) -> None:
    assert plain(update(section)(wrong)) == plain(update(section)(state(section)))


@settings(max_examples=examples(120))
@given(st.data())
def test_no_value_from_a_browser_breaks_a_callback(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(CONTROLLED))
    value = (
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
        | st.lists(st.integers(-3, 30) | st.text(max_size=2), max_size=6) | st.dictionaries(st.text(max_size=3), st.integers())
    )  # fmt: skip
    given_state = {p.key: data.draw(value) for p in section.params}
    *outputs, _ = update(section)(given_state)
    assert len(outputs) == len(section.targets)


@pytest.mark.parametrize(
    "path", ["/", "/all", "/healthz", "/_dash-layout", "/_dash-dependencies", *(s.path for s in LESSONS)]
)
def test_every_address_is_served(app: Dash, path: str) -> None:
    assert app.server.test_client().get(path).status_code == 200


@with_controls
def test_a_page_is_laid_out_over_http_in_the_state_of_its_address(section: Lesson[Any], app: Dash) -> None:
    (routing,) = [c for c in app._callback_list if c["output"].startswith(".._pages_content")]
    param = section.params[0]
    body = {
        "output": routing["output"],
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": section.path},
            {
                "id": "_pages_location",
                "property": "search",
                "value": f"?{param.key}={param.text(param.default)}&x=%00&x=2",
            },
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }
    answer = app.server.test_client().post("/_dash-update-component", json=body)
    assert answer.status_code == 200
    response = json.loads(answer.data)["response"]
    assert section.title in response["_pages_store"]["data"]["title"]
    assert f'"{section.name}-frames"' in answer.text


def test_the_server_says_nothing_of_a_healthy_request(app: Dash, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        app.server.test_client().get("/healthz")
    assert not caplog.records
