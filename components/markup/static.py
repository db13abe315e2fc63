"""What stands still on a page, as one component that holds plain data.

Dash wraps every component, looks its properties up and watches them. On a phone that is much of the time in which a page
starts. A paragraph or a table cell that nothing ever changes can do without all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from dash.development.base_component import Component

from components.markup.elements import Element

# A text, an element as [name, attributes, *what stands in it], or the number of a live component.
Part: TypeAlias = str | int | list[Any]


class Static(Component):
    """Elements that stand still, drawn by assets/static.js; the live components among them are its children.

    It draws no element of its own, so the page is the same as if every element were a component.
    """

    _namespace = "jaccard_components"
    _type = "Static"

    def __init__(self, tree: Sequence[Part], children: Sequence[Any]) -> None:
        self._prop_names = ["children", "tree"]  # Dash looks for components in `children` alone
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(tree=tree, children=children)  # type: ignore[no-untyped-call]


def settled(content: Any) -> Any:
    """Return the content of an element, or a whole page, with all that stands still as one component.

    An element with an id stays a component, because a callback, a frame or a script may look for it. So does whatever
    is no plain element, such as a figure or a control. A link stands still: assets/address.js follows it. So does what a
    term means: its id is for the term alone, which it describes.
    """
    live: list[Any] = []
    tree = [_part(each, live) for each in _several(content)]
    if any(isinstance(part, list) for part in tree):
        return Static(tree, live)
    kept = elements(tree, live)
    return kept if isinstance(content, list | tuple) else next(iter(kept), None)


def elements(tree: Sequence[Part], live: Sequence[Any]) -> list[Any]:
    """Return the elements of a `Static` as plain dicts, with the live components at their places."""
    return [_element(part, live) for part in tree]


def _part(part: Any, live: list[Any]) -> Part:
    """Return a part of a tree; what is live goes to the end of `live`."""
    if not isinstance(part, Component | Mapping):
        return str(part)
    described = part.to_plotly_json() if isinstance(part, Component) else part
    props = described["props"]
    plain, inside = described["namespace"] == "dash_html_components", props.get("children")
    is_link = described["type"] == "Link"
    if (plain or is_link) and (props.get("id") is None or props.get("role") == "tooltip"):
        name = "a" if is_link else described["type"].lower()
        # Dash has them in an order that differs from process to process, and copies of the site answer with the same bytes
        attributes = {key: props[key] for key in sorted(props) if key != "children" and props[key] is not None}
        return [name, attributes, *(_part(each, live) for each in _several(inside))]
    live.append({**described, "props": {**props, "children": settled(inside)}} if plain else part)
    return len(live) - 1


def _element(part: Part, live: Sequence[Any]) -> str | Element | Component:
    if isinstance(part, str):
        return part
    if isinstance(part, int):
        component: Element | Component = live[part]
        return component
    name, attributes, *parts = part
    inside = elements(parts, live)
    children = inside[0] if len(inside) == 1 else inside
    # not by `element`, for which an attribute called "type" would be its own argument
    return {
        "type": name.capitalize(),
        "namespace": "dash_html_components",
        "props": {"children": children, **attributes},
    }


def _several(content: Any) -> list[Any]:
    return [each for each in (content if isinstance(content, list | tuple) else [content]) if each is not None]
