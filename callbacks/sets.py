"""The wires of the section on two sets."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.wiring import wire
from components.sections import sets
from components.view import control_id


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, sets)
    members = [control_id(sets.NAME, param.key) for param in (sets.A, sets.B)]
    # A click moves an element on: neither, A only, B only, both.
    app.clientside_callback(
        ClientsideFunction("jaccard", "advance"),
        *(Output(id, "value") for id in members),
        Output(sets.Id.STRIP, "clickData"),
        Input(sets.Id.STRIP, "clickData"),
        State(sets.Id.STRIP, "figure"),
        *(State(id, "value") for id in members),
        prevent_initial_call=True,
    )
