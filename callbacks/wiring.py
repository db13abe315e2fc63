"""The wires that every section has: its sliders pick frames in the browser, its parameters ask the server once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from components import peer
from components.shell import Section
from components.url import bounded
from components.view import Target, control_id


def update(section: Section, targets: Sequence[Target]) -> Callable[[object], list[Any]]:
    """Return the callback of a section: from its settled state to what goes to `targets`, and its frames.

    The state comes from the browser, so each value is bounded again; whatever is no state at all gives the defaults.
    """

    def updated(state: object) -> list[Any]:
        view = section.view(**bounded(section.PARAMS, state if isinstance(state, Mapping) else {}))
        outputs = view.outputs()
        return [*(outputs[target] for target in targets), view.frames]

    updated.__name__ = f"update_{section.NAME.replace('-', '_')}"
    return updated


def wire(app: Dash, section: Section) -> None:
    """Register the callbacks of one section; one without controls has none."""
    name, params = section.NAME, section.PARAMS
    if not params:
        return
    with peer.asleep():
        view = section.view(**bounded(params, {}))
    targets = list(view.outputs())
    controls = [Input(control_id(name, p.key), "value") for p in params]
    frames = control_id(name, "frames")

    app.callback(
        [*(Output(target.id, target.prop) for target in targets), Output(frames, "data")],
        Input(control_id(name, "state"), "data"),
        prevent_initial_call=True,
    )(update(section, targets))

    app.clientside_callback(
        ClientsideFunction("jaccard", "pick"),
        *(Input(axis["id"], "value") for axis in view.frames["axes"]),
        Input(frames, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(ClientsideFunction("jaccard", "remember"), *controls, prevent_initial_call=True)
    app.clientside_callback(
        ClientsideFunction("jaccard", "reset"), Input(control_id(name, "reset"), "n_clicks"), prevent_initial_call=True
    )
