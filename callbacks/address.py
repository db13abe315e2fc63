"""The address follows the controls, and "Reset" puts them back."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input

from components.live.frames import control_id
from components.page import Lesson


def wire(app: Dash, lesson: Lesson[Any]) -> None:
    """Let every control of a lesson write the address, and the button reset them."""
    app.clientside_callback(
        ClientsideFunction("jaccard", "remember"),
        *(Input(control_id(lesson.name, param.key), "value") for param in lesson.params),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("jaccard", "reset"),
        Input(control_id(lesson.name, "reset"), "n_clicks"),
        prevent_initial_call=True,
    )
