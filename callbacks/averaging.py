"""The wires of the section on averaging."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import averaging


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, averaging)
