"""The wires, by kind: each module connects one kind of change, for every lesson alike."""

from __future__ import annotations

from dash import Dash

from callbacks import address, clicks, paintings, parameters, sliders
from components.course import LESSONS


def register(app: Dash) -> None:
    """Register the callbacks of every lesson; one without controls has none."""
    for lesson in LESSONS:
        if lesson.params:
            for kind in (sliders, parameters, address, clicks, paintings):
                kind.wire(app, lesson)
