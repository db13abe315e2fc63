"""The check of what a browser sends to a callback, against the callbacks that are registered, before any work.

Dash takes values by position whatever ids a request names, and a request of another shape is an error in its handler.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12  # the state of a section is three deep
KEYS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
END = {"id", "property", "value"}


class PayloadError(ValueError):
    """A request to a callback is none that the page could have sent; the text names no part of it."""


def checked(text: bytes, callbacks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the parsed request if its ids, properties, counts and types are those of a callback in `callbacks`.

    `callbacks` is `Dash.callback_map`. Values are left to the Params of the section, which bound them.
    Raises PayloadError for everything else.
    """
    body = _parsed(text)
    if not isinstance(body, dict) or not body.keys() <= KEYS:
        raise PayloadError("expected an object with output, outputs, inputs, changedPropIds and state alone")
    callback = callbacks.get(body["output"]) if isinstance(body.get("output"), str) else None
    if callback is None or "callback" not in callback:
        raise PayloadError("output: expected the name of a registered callback")
    several = body["output"].startswith("..")
    _ends("outputs", body.get("outputs") if several else [body.get("outputs")], _outputs(body["output"]))
    _ends("inputs", body.get("inputs"), callback["inputs"])
    _ends("state", body.get("state", []), callback["state"])
    changed = body.get("changedPropIds", [])
    allowed = {f"{end['id']}.{end['property']}" for end in callback["inputs"]}
    if not isinstance(changed, list) or not all(isinstance(name, str) and name in allowed for name in changed):
        raise PayloadError("changedPropIds: expected a list of the callback's inputs")
    if len(changed) > len(allowed) or body.get("parsedChangedPropsIds", changed) != changed:
        raise PayloadError("changedPropIds: expected each input once, and parsedChangedPropsIds the same")
    if "_pages_content" in body["output"]:
        for end in body["inputs"]:
            if not isinstance(end.get("value"), str | None):
                raise PayloadError(f"{end['property']}: expected a text")
    return body


def _parsed(text: bytes) -> Any:
    try:
        body = json.loads(text.decode("utf-8"), parse_constant=_no_number)
        if _deeper(body, MAX_DEPTH):
            raise PayloadError(f"expected at most {MAX_DEPTH} levels of nesting")
    except RecursionError:
        raise PayloadError(f"expected at most {MAX_DEPTH} levels of nesting") from None
    except ValueError as error:
        if isinstance(error, PayloadError):
            raise
        raise PayloadError("expected JSON in UTF-8, without NaN or infinities") from None
    return body


def _no_number(_: str) -> float:
    raise ValueError


def _deeper(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return False
    return levels == 0 or any(_deeper(item, levels - 1) for item in value)


def _outputs(output: str) -> Sequence[Mapping[str, str]]:
    """Return the ends that the name of a callback lists: id.property, or ..id.property...id.property.. for several."""
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    return [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]


def _ends(what: str, got: Any, expected: Sequence[Mapping[str, Any]]) -> None:
    if not isinstance(got, list) or len(got) != len(expected):
        raise PayloadError(f"{what}: expected a list of {len(expected)}")
    for end, wanted in zip(got, expected, strict=True):
        named = isinstance(end, dict) and end.keys() <= END
        if not named or any(end.get(key) != wanted[key] for key in ("id", "property")):
            raise PayloadError(f"{what}: expected the ids and properties of the callback, in its order")
