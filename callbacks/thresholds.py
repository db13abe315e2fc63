"""The wires of the section on thresholds."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import thresholds


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, thresholds)
