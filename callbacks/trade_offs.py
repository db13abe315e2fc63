"""The wires of the section on trade-offs: it has no controls, and so none yet."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import trade_offs


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, trade_offs)
