"""The wires: one module per section, under the same name as its layout in components/sections/."""

from __future__ import annotations

from dash import Dash

from callbacks import thresholds


def register(app: Dash) -> None:
    """Register the callbacks of every section."""
    for module in (thresholds,):
        module.register(app)
