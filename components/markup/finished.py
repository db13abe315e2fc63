"""Finished HTML of a page: what Dash will build in the browser, written before it starts.

The markup is that of the components which the pages use, so that nothing moves when Dash's own takes its place. Everything
that is text is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from dash.development.base_component import Component

from components.figures.still import still
from components.markup.static import elements

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
NAMES = {
    "className": "class",
    "class_name": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "maxLength": "maxlength",
    "data-address": "data-asleep",  # by its name the client code tells a finished lesson from one of Dash's
}
PREFIX = "finished-"  # of every id: for a moment Dash's page and the finished one stand beside each other
ANCHORS = {"dt"}  # but for what links from other pages lead to
REFERENCES = {"id", "for", "name", "aria-labelledby", "aria-describedby", "aria-controls", "data-copies"}
# What Dash keeps for itself.
NOT_WRITTEN = {"children", "n_clicks", "n_clicks_timestamp", "key", "loading_state", "persistence", "persistence_type"}

Props = Mapping[str, Any]


def html(part: Any) -> str:
    """Return a component, an element as a plain dict, a text, or a list of them as HTML.

    A component that no page uses raises KeyError: its markup would have to be written here first.
    """
    if part is None or part is False:
        return ""
    if isinstance(part, list | tuple):
        return "".join(map(html, part))
    if isinstance(part, Component):
        part = part.to_plotly_json()
    if not isinstance(part, Mapping):
        return escape(str(part), quote=False)
    props = part["props"]
    if part["namespace"] == "dash_html_components":
        return _tag(part["type"].lower(), props, props.get("children"))
    return COMPONENTS[part["type"]](props)


def _tag(name: str, props: Props, children: Any = None) -> str:
    attributes = "".join(_attribute(key, props[key], "" if name in ANCHORS else PREFIX) for key in sorted(props))
    return f"<{name}{attributes}>" if name in VOID else f"<{name}{attributes}>{html(children)}</{name}>"


def _attribute(key: str, value: Any, prefix: str) -> str:
    if key in NOT_WRITTEN or value is None or value is False:
        return ""
    name = NAMES.get(key, key)
    if value is True:
        return f' {name}=""' if not name.startswith("aria-") else f' {name}="true"'
    if name in REFERENCES:
        value = prefix + value
    elif name == "href" and value.startswith("#"):
        value = f"#{prefix}{value[1:]}"
    if key == "style":
        value = ";".join(f"{rule}:{each}" for rule, each in value.items())
    return f' {name}="{escape(str(value))}"'


def _link(props: Props) -> str:
    attributes = {"href": props["href"], "title": props.get("title"), "class": props.get("className")}
    return _tag("a", attributes, props["children"])


def _input(props: Props) -> str:
    shown = {key: props.get(key) for key in ("id", "type", "min", "max", "step", "maxLength", "value")}
    if isinstance(shown["value"], float) and shown["value"].is_integer():
        # as a browser writes it: 1.0 would look like a value that the reader has set, and start Dash
        shown["value"] = int(shown["value"])
    field = _tag("input", {**shown, "class": "dash-input-element", "autocomplete": "off"})
    if props["type"] != "number":
        return f'<div class="dash-input-container dash-input">{field}</div>'
    steppers = "".join(
        _tag("button", {"type": "button", "class": f"dash-input-stepper dash-stepper-{way}", "tabindex": -1}, sign)
        for way, sign in (("decrement", "−"), ("increment", "+"))
    )
    return f'<div class="dash-input-container dash-input">{field}{steppers}</div>'


def _options(kind: str) -> Callable[[Props], str]:
    def options(props: Props) -> str:
        chosen = props.get("value")
        checked = set(chosen) if isinstance(chosen, Sequence) and not isinstance(chosen, str) else {chosen}
        rows = []
        for option in props["options"]:
            id = f"{props['id']}-{option['value']}"
            button = {
                "id": id,
                "name": props.get("name"),
                "class": "form-check-input",
                "type": kind,
                "value": option["value"],
                "checked": option["value"] in checked,
                "disabled": option.get("disabled"),
            }
            label = _tag("label", {"class": "form-check-label", "for": id}, option["label"])
            rows.append(f'<div class="form-check form-check-inline">{_tag("input", button)}{label}</div>')
        box = {"id": props["id"], "class": props.get("class_name"), "style": props.get("style"), "data-group": ""}
        return _tag("div", box).replace("></div>", f">{''.join(rows)}</div>")

    return options


def _select(props: Props) -> str:
    options = "".join(
        _tag("option", {"value": option["value"], "selected": option["value"] == props.get("value")}, option["label"])
        for option in props["options"]
    )
    return _tag("select", {"id": props["id"], "class": "form-select form-select-sm"}).replace("></", f">{options}</")


def _graph(props: Props) -> str:
    box = _tag("div", {"id": props["id"], "class": "dash-graph graph", "style": props["style"]})
    return box.replace("></div>", f">{still(props['figure'])}</div>")


def _static(props: Props) -> str:
    return html(elements(props["tree"], props["children"]))


def _nothing(_: Props) -> str:
    return ""


COMPONENTS: Mapping[str, Callable[[Props], str]] = {
    "Link": _link,
    "Input": _input,
    "RadioItems": _options("radio"),
    "Checklist": _options("checkbox"),
    "Select": _select,
    "Graph": _graph,
    "Static": _static,
    "Store": _nothing,
}
