"""The wires of the section on pitfalls."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import pitfalls


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, pitfalls)
