"""Clicks into figures move the controls that the figure names."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from components.live.frames import control_id
from components.page import Lesson


def wire(app: Dash, lesson: Lesson[Any]) -> None:
    """Connect every figure of a lesson that takes clicks."""
    for graph in lesson.graphs:
        figure = control_id(lesson.name, graph.id)
        if graph.click:
            controls = [control_id(lesson.name, param.key) for param in graph.click.sets]
            app.clientside_callback(
                ClientsideFunction("jaccard", "advance"),
                *(Output(id, "value") for id in controls),
                Output(figure, "clickData"),
                Input(figure, "clickData"),
                State(figure, "figure"),
                *(State(id, "value") for id in controls),
                prevent_initial_call=True,
            )
