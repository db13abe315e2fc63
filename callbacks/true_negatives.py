"""The wires of the section on true negatives."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import true_negatives


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, true_negatives)
