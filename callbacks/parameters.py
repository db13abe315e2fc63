"""Parameters that no frame covers ask the server once, when the controls of the lesson rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output

from components.live.frames import control_id
from components.page import Lesson


def wire(app: Dash, lesson: Lesson[Any]) -> None:
    """Let the settled state of a lesson replace everything that it fills, and its frames."""
    name = lesson.name
    app.callback(
        [
            *(Output(f"{name}-{target.id}", target.prop) for target in lesson.targets),
            Output(control_id(name, "frames"), "data"),
        ],
        Input(control_id(name, "state"), "data"),
        prevent_initial_call=True,
    )(update(lesson))


def update(lesson: Lesson[Any]) -> Callable[[object], list[Any]]:
    """Return the callback of a lesson: from its settled state to what stands at each of its places, and its frames.

    The state comes from the browser, so each value is bounded again; whatever is no state at all gives the defaults.
    """

    def updated(state: object) -> list[Any]:
        shown = lesson.show(lesson.state.read(state if isinstance(state, Mapping) else {}))
        return [*(shown.output(target) for target in lesson.targets), shown.frames]

    updated.__name__ = f"update_{lesson.name.replace('-', '_')}"
    return updated
