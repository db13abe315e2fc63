"""Labelled native controls. Each is made from its parameter, so that the address, the bounds and the control agree.

Sliders are `dcc.Input(type="range")`: `dcc.Slider` cannot be labelled, and `dbc.Input` puts its old value back during
a drag and so loses most of it. The element around each names it in `data-control`, by which an address hides or locks it
(assets/asleep/locks.js).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.live.frames import control_id, scrubbed, shown_value
from components.live.target import Target
from components.live.view import Shown
from components.markup.attributes import aria, data
from components.markup.elements import element
from components.markup.static import settled
from components.state import Choice, Number, Param, Subset, Text, Whole


@dataclass(frozen=True)
class _Control:
    """A control without a place that changes: its value is the reader's."""

    def targets(self) -> tuple[Target, ...]:
        """Return none."""
        return ()


@dataclass(frozen=True)
class Slider:
    """A labelled slider with its value beside the label, and a button that plays it if it moves anything by frames."""

    param: Number

    def targets(self) -> tuple[Target, ...]:
        """Return the place of the value beside the label."""
        return (shown_value(self.param),)

    def layout(self, shown: Shown) -> Component:
        """Return the slider."""
        param, beside = self.param, shown_value(self.param)
        id, value = _at(shown, param)
        return html.Div(
            [
                html.Div(
                    [
                        html.Label(param.label, htmlFor=id),
                        _play(param) if id in scrubbed(shown.frames) else None,
                        html.Span(shown.texts[beside], id=shown.id(beside.id), className="shown"),
                    ],
                    className="label-row",
                ),
                dcc.Input(id=id, type="range", min=param.low, max=param.high, step=param.step, value=value),
            ],
            className="control",
            **data(control=id),
        )


@dataclass(frozen=True)
class NumberField(_Control):
    """A labelled number field, for values that one types rather than drags, such as a seed."""

    param: Number

    def layout(self, shown: Shown) -> Component:
        """Return the field."""
        param = self.param
        id, value = _at(shown, param)
        return html.Div(
            [
                html.Label(param.label, htmlFor=id),
                dcc.Input(id=id, type="number", min=param.low, max=param.high, step=param.step, value=value),
                # shown by the style sheet while the field holds anything else
                html.Div(f"Allowed: {_allowed(param)}.", id=f"{id}-allowed", className="allowed", role="alert"),
            ],
            className="control number",
            **data(control=id),
        )


@dataclass(frozen=True)
class TextField(_Control):
    """A labelled field for a line of text, with how long it may be beside the label."""

    param: Text

    def layout(self, shown: Shown) -> Component:
        """Return the field."""
        param = self.param
        id, value = _at(shown, param)
        return html.Div(
            [
                html.Div(
                    [
                        html.Label(param.label, htmlFor=id),
                        html.Span(f"at most {param.longest} characters", id=f"{id}-allowed", className="at-most"),
                    ],
                    className="label-row",
                ),
                dcc.Input(id=id, type="text", maxLength=param.longest, spellCheck=False, value=value),
            ],
            className="control text",
            **data(control=id),
        )


@dataclass(frozen=True)
class Buttons(_Control):
    """A labelled group of radio buttons, one below the other, or in a row where each is a number."""

    param: Choice

    def layout(self, shown: Shown) -> Component:
        """Return the buttons."""
        id, value = _at(shown, self.param)
        numbers = all(words.isdecimal() for words in self.param.choices.values())
        return html.Fieldset(
            [
                html.Legend(self.param.label),
                dbc.RadioItems(
                    id=id,
                    name=id,  # one group, so that the arrow keys move through it
                    options=_options(self.param),
                    value=value,
                    inline=True,
                    class_name="choices numbers" if numbers else "choices",
                ),
            ],
            className="control",
            **data(control=id),
        )


@dataclass(frozen=True)
class Select(_Control):
    """A labelled native select, for a choice in a tight place such as a table cell."""

    param: Choice
    hidden_label: bool = False

    def layout(self, shown: Shown) -> Component:
        """Return the select."""
        id, value = _at(shown, self.param)
        hidden = "visually-hidden" if self.hidden_label else None
        return html.Div(
            [
                html.Label(self.param.label, htmlFor=id, className=hidden),
                dbc.Select(id=id, options=_options(self.param), value=value, size="sm"),
            ],
            className="control select",
            **data(control=id),
        )


@dataclass(frozen=True)
class Toggles(_Control):
    """A labelled group of check boxes drawn as cells, one per position of a `Subset`, in rows of `columns`.

    `labels` are what a screen reader says of each cell and what stands in it up to the first ":". A label that begins
    with ":" leaves the cell to the style sheet, which writes 0 or 1 in it. Where a state decides which cells there are,
    `labels` is empty and the view gives what `props` makes. Without `columns` it decides how many stand in a row as well.
    """

    param: Subset
    labels: tuple[str, ...] = ()
    columns: int = 0
    meaning: str = ""

    @property
    def _options(self) -> Target:
        return Target(self.param.key, "options")

    @property
    def _style(self) -> Target:
        return Target(self.param.key, "style")

    def targets(self) -> tuple[Target, ...]:
        """Return the places of the cells and of their number in a row, where a state decides them."""
        if self.labels:
            return ()
        return (self._options,) if self.columns else (self._options, self._style)

    def props(self, labels: Mapping[int, str], columns: int = 0) -> dict[Target, Any]:
        """Return what a view gives: the cells by their positions, and how many stand in a row."""
        options = {self._options: _cells(labels)}
        if self.columns:
            return options
        # the style sheet of the lecture makes many rows lower
        return {**options, self._style: {**_in_rows_of(columns), "--rows": len(labels) // columns}}

    def layout(self, shown: Shown) -> Component:
        """Return the cells."""
        id, value = _at(shown, self.param)
        options = _cells(dict(enumerate(self.labels))) if self.labels else shown.output(self._options)
        fixed = self.labels or self.columns
        return html.Fieldset(
            [
                html.Legend(self.param.label),
                dbc.Checklist(
                    id=id,
                    options=options,
                    value=list(value),
                    inline=True,
                    class_name=f"cells {self.meaning}".strip(),
                    style=_in_rows_of(self.columns or len(options)) if fixed else shown.output(self._style),
                ),
            ],
            className="control",
            **data(control=id),
        )


@dataclass(frozen=True)
class Presets(_Control):
    """Links to telling states of the page, which move its controls without loading it again."""

    states: Mapping[str, Mapping[str, Any]]

    def layout(self, shown: Shown) -> Component:
        """Return the links."""
        return html.Div(
            [dcc.Link(words, href=shown.href(**values), className="chip") for words, values in self.states.items()],
            className="chips",
        )


def _in_rows_of(columns: int) -> dict[str, Any]:
    return {"--columns": columns}


def _cells(labels: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the options of `Toggles`, by their positions."""
    options = []
    for position, text in labels.items():
        shown, colon, rest = text.partition(":")
        spoken = element("Span", text if shown else rest, className="visually-hidden")
        label = settled([element("Span", shown, **aria(hidden="true")), spoken]) if colon else text
        options.append({"label": label, "value": position})
    return options


def reset_button(lesson: str) -> Component:
    """Return the button that puts every control of a lesson back to its first value."""
    return html.Button(
        "Reset",
        id=control_id(lesson, "reset"),
        type="button",
        className="chip",
        title="Back to the first values (key R)",
        **aria(keyshortcuts="R"),
    )


def _play(param: Number) -> Component:
    """Return the button that plays a slider, and the speed, which is shown once it has played (assets/asleep/play.js).

    The style sheet shows the speed that is chosen.
    """
    play, pause = f"Play {param.label}", f"Pause {param.label}"
    speeds = [html.Span(words, className=f"at-{name}") for name, words in (("1", "1×"), ("2", "2×"), ("half", "½×"))]
    return html.Span(
        [
            html.Button(
                type="button",
                title="Play or pause (space)",
                **aria(label=play, keyshortcuts="Space"),
                **data(label=play, pause=pause),
            ),
            html.Button(
                [html.Span("Speed ", className="visually-hidden"), *speeds],
                type="button",
                className="speed",
                title="Speed of playing",
            ),
        ],
        className="play",
    )


def _at(shown: Shown, param: Param) -> tuple[str, Any]:
    return control_id(shown.lesson, param.key), getattr(shown.state, param.key)


def _allowed(param: Number) -> str:
    steps = "" if param.step == 1 else f", in steps of {param.step:g}"
    return f"{'whole ' if isinstance(param, Whole) else ''}numbers from {param.low:,g} to {param.high:,g}{steps}"


def _options(param: Choice) -> list[dict[str, Any]]:
    return [{"label": words, "value": key} for key, words in param.choices.items()]
