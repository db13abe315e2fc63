"""The wires of the first page."""

from __future__ import annotations

from dash import Dash

from callbacks.wiring import wire
from components.sections import home


def register(app: Dash) -> None:
    """Register the page's callbacks."""
    wire(app, home)
