"""The address of a page, and of one of its states."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash

from components.state.state import State

AS_IT_IS = ",*"  # as the browser leaves them (assets/asleep/query.js)


def href(path: str, state: type[State], **values: Any) -> str:
    """Return the address of a state of a page; values that are the default are left out.

    An unknown key or a value out of bounds raises ValueError: a link of the course must lead where it says.
    """
    by_key = {param.key: param for param in state.params()}
    query = {}
    for key, value in values.items():
        if key not in by_key:
            raise ValueError(f"{path} has the parameters {sorted(by_key)}, got {key!r}")
        param = by_key[key]
        if param.bound(value) != value:
            raise ValueError(
                f"{path}: {key}={value!r} is not a value of {param.label!r}; nearest is {param.bound(value)!r}"
            )
        if value != param.default:
            query[key] = param.text(value)
    return address(path) + ("?" + urlencode(query, safe=AS_IT_IS) if query else "")


def address(path: str) -> str:
    """Return a path of the site as a browser asks for it: below the prefix that the application was made with."""
    return str(dash.get_relative_path(path))
