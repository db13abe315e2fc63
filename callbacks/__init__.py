"""The wires: one module per section, under the same name as its layout in components/sections/."""

from __future__ import annotations

from importlib import import_module

from dash import Dash

from components.shell import SECTIONS


def register(app: Dash) -> None:
    """Register the callbacks of every section."""
    for section in SECTIONS:
        import_module(f"callbacks.{section.__name__.rpartition('.')[2]}").register(app)
