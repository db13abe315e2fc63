"""The wires of the section on training for overlap."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import soft_jaccard


def register(app: Dash) -> None:
    """Register the section's callbacks."""
    wire(app, soft_jaccard)
