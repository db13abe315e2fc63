"""The wires, by kind: each module connects one kind of change, for every section alike."""

from __future__ import annotations

from dash import Dash

from callbacks import address, clicks, parameters, sliders
from components.course import SECTIONS


def register(app: Dash) -> None:
    """Register the callbacks of every section; one without controls has none."""
    for section in SECTIONS:
        if section.params:
            for kind in (sliders, parameters, address, clicks):
                kind.wire(app, section)
