"""The wires of the section on binary labels."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.wiring import wire
from components.sections import binary
from components.view import control_id


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, binary)
    labels = [control_id(binary.NAME, param.key) for param in (binary.TRUE, binary.PRED)]
    # A click on a label flips it; one on an outcome moves the item on: TN, FN, FP, TP.
    app.clientside_callback(
        ClientsideFunction("jaccard", "advance"),
        *(Output(id, "value") for id in labels),
        Output(binary.Id.LABELS, "clickData"),
        Input(binary.Id.LABELS, "clickData"),
        State(binary.Id.LABELS, "figure"),
        *(State(id, "value") for id in labels),
        prevent_initial_call=True,
    )
