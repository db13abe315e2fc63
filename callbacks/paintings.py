"""Paintings show the mask that their control has, whoever set it."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input

from components.live.frames import control_id
from components.page import Lesson, Painting


def wire(app: Dash, lesson: Lesson[Any]) -> None:
    """Connect every painting of a lesson."""
    for piece in lesson.pieces:
        if isinstance(piece, Painting):
            app.clientside_callback(
                ClientsideFunction("jaccard", "repainted"),
                Input(control_id(lesson.name, piece.param.key), "value"),
                # Dash tells callbacks without an output apart by their inputs, and the address has the control alone
                Input(control_id(lesson.name, "state"), "data"),
            )
