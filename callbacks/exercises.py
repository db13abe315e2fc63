"""The wires of the exercises: none, as the page has no controls."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import exercises


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, exercises)
