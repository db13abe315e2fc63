"""Sliders pick frames in the browser: nothing is asked of the server."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input

from components.live.frames import control_id
from components.page import Lesson


def wire(app: Dash, lesson: Lesson[Any]) -> None:
    """Let the sliders of a lesson, and new frames, put the frame of the present values on the page."""
    app.clientside_callback(
        ClientsideFunction("jaccard", "pick"),
        *(Input(control_id(lesson.name, param.key), "value") for param in lesson.sliders),
        Input(control_id(lesson.name, "frames"), "data"),
        prevent_initial_call=True,
    )
