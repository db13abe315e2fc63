"""The wires of the section on Jaccard and F1."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import f1


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, f1)
