"""Labelled native controls. Each is made from its parameter, so that the address, the bounds and the control agree.

Sliders are `dcc.Input(type="range")`: `dcc.Slider` cannot be labelled, and `dbc.Input` puts its old value back during
a drag and so loses most of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria
from components.elements import element
from components.url import Choice, Number, Subset, href
from components.view import control_id, shown_value


def slider(name: str, param: Number, value: float) -> Component:
    """Return a labelled slider with its value beside the label."""
    id, shown = control_id(name, param.key), shown_value(name, param)
    return html.Div(
        [
            html.Div(
                [html.Label(param.label, htmlFor=id), html.Span(param.show(value), id=shown.id, className="shown")],
                className="label-row",
            ),
            dcc.Input(id=id, type="range", min=param.low, max=param.high, step=param.step, value=value),
        ],
        className="control",
    )


def number_field(name: str, param: Number, value: float) -> Component:
    """Return a labelled number field, for values that one types rather than drags, such as a seed."""
    id = control_id(name, param.key)
    return html.Div(
        [
            html.Label(param.label, htmlFor=id),
            dcc.Input(id=id, type="number", min=param.low, max=param.high, step=param.step, value=value),
            # shown by the style sheet while the field holds anything else
            html.Div(f"Allowed: {_allowed(param)}.", id=f"{id}-allowed", className="allowed", role="alert"),
        ],
        className="control number",
    )


def _allowed(param: Number) -> str:
    values = f"from {param.low:,g} to {param.high:,g}"
    if not param.whole:
        return f"numbers {values}, in steps of {param.step:g}"
    return f"whole numbers {values}" if param.step == 1 else f"whole numbers {values}, in steps of {param.step:g}"


def choice(name: str, param: Choice, value: str) -> Component:
    """Return a labelled row of radio buttons."""
    return html.Fieldset(
        [
            html.Legend(param.label),
            dbc.RadioItems(
                id=control_id(name, param.key),
                name=control_id(name, param.key),  # one group, so that the arrow keys move through it
                options=[{"label": words, "value": key} for key, words in param.choices.items()],
                value=value,
                inline=True,
                class_name="choices",
            ),
        ],
        className="control",
    )


def select(name: str, param: Choice, value: str, *, hidden_label: bool = False) -> Component:
    """Return a labelled native select, for a choice in a tight place such as a table cell."""
    id = control_id(name, param.key)
    return html.Div(
        [
            html.Label(param.label, htmlFor=id, className="visually-hidden" if hidden_label else None),
            dbc.Select(
                id=id,
                options=[{"label": words, "value": key} for key, words in param.choices.items()],
                value=value,
                size="sm",
            ),
        ],
        className="control select",
    )


def toggles(
    name: str, param: Subset, value: Sequence[int], labels: Sequence[str], *, columns: int = 0, meaning: str = ""
) -> Component:
    """Return a labelled group of check boxes drawn as cells, one per position of a `Subset`, in rows of `columns`.

    `labels` are what a screen reader says of each cell and what stands in it up to the first ":". A label that begins
    with ":" leaves the cell to the style sheet, which writes 0 or 1 in it.
    """
    return html.Fieldset(
        [
            html.Legend(param.label),
            dbc.Checklist(
                id=control_id(name, param.key),
                options=cells(labels),
                value=list(value),
                inline=True,
                class_name=f"cells {meaning}".strip(),
                style={"--columns": columns or len(labels)},
            ),
        ],
        className="control",
    )


def cells(labels: Sequence[str]) -> list[dict[str, Any]]:
    """Return the options of `toggles`, for a section whose parameter changes how many there are."""
    options = []
    for position, text in enumerate(labels):
        shown, colon, rest = text.partition(":")
        spoken = element("Span", text if shown else rest, className="visually-hidden")
        label = [element("Span", shown, **aria(hidden="true")), spoken] if colon else text
        options.append({"label": label, "value": position})
    return options


def reset_button(name: str) -> Component:
    """Return the button that puts every control of the section back to the document's values."""
    return html.Button("Reset", id=control_id(name, "reset"), type="button", className="chip")


def presets(path: str, params: Sequence[Any], states: Mapping[str, Mapping[str, Any]]) -> Component:
    """Return links to telling states of a page; on the page itself they move its controls without loading it again."""
    return html.Div(
        [dcc.Link(words, href=href(path, params, **values), className="chip") for words, values in states.items()],
        className="chips",
    )
