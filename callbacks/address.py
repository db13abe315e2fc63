"""The address follows the controls, and "Reset" puts them back."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input

from components.live.frames import control_id
from components.page import Section


def wire(app: Dash, section: Section[Any]) -> None:
    """Let every control of a section write the address, and the button reset them."""
    app.clientside_callback(
        ClientsideFunction("jaccard", "remember"),
        *(Input(control_id(section.name, param.key), "value") for param in section.params),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("jaccard", "reset"),
        Input(control_id(section.name, "reset"), "n_clicks"),
        prevent_initial_call=True,
    )
