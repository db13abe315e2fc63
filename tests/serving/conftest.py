"""Requests to the callbacks as the page sends them, and what has to be true of every answer to one that it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from components.course import LESSONS
from components.page import Lesson
from tests.conftest import application, defaults, plain

CALLBACK = "/_dash-update-component"
PAGES = ".._pages_content.children..._pages_store.data.."
MARK = "zqMARKqz"  # in the requests of these tests: nothing of what was refused may come back

# What Dash can be asked to run; the callbacks of the browser stand in its list too, without a function.
SERVED = {name: callback for name, callback in application.callback_map.items() if "callback" in callback}
with_callbacks = pytest.mark.parametrize("name", SERVED, ids=lambda name: str(SERVED[name]["inputs"][0]["id"]))


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture(autouse=True)
def no_complaint(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No request is worth more than its line in the log: a traceback or a warning fails the test."""
    yield
    assert not [
        r.getMessage() for r in caplog.get_records("call") if r.exc_info or r.levelname not in ("DEBUG", "INFO")
    ]


def section_of(name: str) -> Lesson[Any]:
    """The section whose state a callback takes."""
    return next(s for s in LESSONS if SERVED[name]["inputs"][0]["id"] == f"{s.name}-state")


def values_of(name: str) -> list[Any]:
    """Values that the page could send to a callback."""
    return ["/masks", "?dx=2"] if name == PAGES else [plain(defaults(section_of(name)))]


def body_of(name: str, *values: Any) -> dict[str, Any]:
    """The request to a callback as Dash's renderer writes it."""
    ends = [dict(zip(("id", "property"), end.rsplit(".", 1), strict=True)) for end in name.strip(".").split("...")]
    inputs = SERVED[name]["inputs"]
    changed = [f"{inputs[0]['id']}.{inputs[0]['property']}"]
    return {
        "output": name,
        "outputs": ends if name.startswith("..") else ends[0],
        "inputs": [
            {"id": str(end["id"]), "property": end["property"], "value": value}
            for end, value in zip(inputs, values or values_of(name), strict=True)
        ],
        "changedPropIds": changed,
        "parsedChangedPropsIds": changed,
    }


def post(client: FlaskClient, data: bytes | str | dict[str, Any], **options: Any) -> TestResponse:
    """Send a body to the address of the callbacks."""
    raw = json.dumps(data) if isinstance(data, dict) else data
    return client.post(options.pop("path", CALLBACK), data=raw, **{"content_type": "application/json", **options})


def refused(answer: TestResponse, status: int = 400) -> None:
    """Assert that the answer is a sentence of ours, in JSON, in which nothing of the request stands."""
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert list(answer.json) == ["error"]
    assert re.fullmatch(r"[A-Za-z0-9 ,:/'.-]{8,120}", answer.json["error"])
    silent(answer)


def silent(answer: TestResponse) -> None:
    """Assert that nothing marked in the request stands in the answer."""
    assert MARK.encode() not in answer.data
    assert MARK not in str(answer.headers)
