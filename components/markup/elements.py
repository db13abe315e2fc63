"""HTML as plain dicts, for what a callback makes much of: the rows of a table, the cells of a set."""

from __future__ import annotations

from typing import Any, TypeAlias

Element: TypeAlias = dict[str, Any]


def element(type: str, children: Any, **attributes: Any) -> Element:
    """Return an element as `dash.html` writes it to the browser, which takes it from a layout and from a callback alike.

    A component would take twenty times as long to make and to write.
    """
    return {"type": type, "namespace": "dash_html_components", "props": {"children": children, **attributes}}
