"""The check of a callback request: only a request that the page could have sent is passed on to Dash.

Dash itself does not check. It takes the values by position, whatever ids the request names, and a malformed request
ends in a traceback.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12  # levels of nesting; the state of a lesson has three
REQUEST_KEYS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
DEPENDENCY_KEYS = {"id", "property", "value"}


class PayloadError(ValueError):
    """The page cannot have sent this callback request. The message says what was expected and repeats no part of the request."""


def checked(text: bytes, callbacks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the parsed request, whose ids and properties are those of a callback in `callbacks` (`Dash.callback_map`).

    Values are not checked here: each `Param` of a lesson bounds its own. Raises PayloadError for any other request.
    """
    body = _parsed(text)
    if not isinstance(body, dict) or not body.keys() <= REQUEST_KEYS:
        raise PayloadError("expected an object with output, outputs, inputs, changedPropIds and state alone")
    callback = callbacks.get(body["output"]) if isinstance(body.get("output"), str) else None
    if callback is None or "callback" not in callback:
        raise PayloadError("output: expected the name of a registered callback")
    outputs = body.get("outputs") if body["output"].startswith("..") else [body.get("outputs")]
    _check_dependencies("outputs", outputs, _output_dependencies(body["output"]))
    _check_dependencies("inputs", body.get("inputs"), callback["inputs"])
    _check_dependencies("state", body.get("state", []), callback["state"])
    changed = body.get("changedPropIds", [])
    allowed = {f"{dependency['id']}.{dependency['property']}" for dependency in callback["inputs"]}
    if not isinstance(changed, list) or not all(isinstance(name, str) and name in allowed for name in changed):
        raise PayloadError("changedPropIds: expected a list of the callback's inputs")
    if len(changed) > len(allowed) or body.get("parsedChangedPropsIds", changed) != changed:
        raise PayloadError("changedPropIds: expected each input once, and parsedChangedPropsIds the same")
    if "_pages_content" in body["output"]:
        for dependency in body["inputs"]:
            if not isinstance(dependency.get("value"), str | None):
                raise PayloadError(f"{dependency['property']}: expected a text")
    return body


def _parsed(text: bytes) -> Any:
    try:
        body = json.loads(text.decode("utf-8"), parse_constant=_reject_constant)
        if _is_deeper(body, MAX_DEPTH):
            raise PayloadError(f"expected at most {MAX_DEPTH} levels of nesting")
    except RecursionError:
        raise PayloadError(f"expected at most {MAX_DEPTH} levels of nesting") from None
    except ValueError as error:
        if isinstance(error, PayloadError):
            raise
        raise PayloadError("expected JSON in UTF-8, without NaN or infinities") from None
    return body


def _reject_constant(_: str) -> float:
    raise ValueError


def _is_deeper(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return False
    return levels == 0 or any(_is_deeper(item, levels - 1) for item in value)


def _output_dependencies(output: str) -> Sequence[Mapping[str, str]]:
    """Return the outputs that a callback's name lists: "id.property", or "..id.property...id.property.." for several."""
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    return [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]


def _check_dependencies(key: str, found: Any, expected: Sequence[Mapping[str, Any]]) -> None:
    """Raise PayloadError if the request's entry `key` does not list the expected ids and properties in their order."""
    if not isinstance(found, list) or len(found) != len(expected):
        raise PayloadError(f"{key}: expected a list of {len(expected)}")
    for dependency, wanted in zip(found, expected, strict=True):
        well_formed = isinstance(dependency, dict) and dependency.keys() <= DEPENDENCY_KEYS
        if not well_formed or any(dependency.get(part) != wanted[part] for part in ("id", "property")):
            raise PayloadError(f"{key}: expected the ids and properties of the callback, in its order")
