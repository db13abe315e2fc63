"""The wires of the section on the two kinds of error: a click into the map sets both of its sliders."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from callbacks.wiring import wire
from components.sections import errors
from components.view import control_id


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, errors)
    app.clientside_callback(
        ClientsideFunction("jaccard", "clicked"),
        *(Output(control_id(errors.NAME, p.key), "value", allow_duplicate=True) for p in (errors.FP, errors.FN)),
        Input(errors.Id.MAP, "clickData"),
        prevent_initial_call=True,
    )
