"""The keys of every page, and the dialog that lists them. What they do is in assets/asleep/ (keys.js)."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import aria, data

KEYS = {
    "← →": "Previous lesson, next lesson; in a lecture the previous and the next screen",
    "Space": "Play or pause the slider on screen",
    "R": "Reset the lesson to its first values, and forget what was guessed, drawn or counted",
    "L": "Lecture mode, on and off: one idea a screen",
    "Home End": "First and last screen of the lesson",
    "1…9 Enter": "The screen with this number",
    "O": "All screens of the lecture",
    "C": "The other controls of the lesson, in a lecture",
    "X": "A red dot that follows the mouse, on and off, in a lecture",
    "W": "A pen for lines over the screen, on and off, in a lecture",
    "P": "The presenter’s view: notes, the next screen and a clock, in a second window",
    "S": "QR code of what is shown, until a key or a click",
    "D": "Dark or light",
    "F": "Full screen, on and off",
    "B .": "Black screen, until a key or a click",
    "?": "This list",
}


# These are for sliders, and these for what a file without a server does not have.
MOVING, SERVED = ("Space", "R"), ("P", "S")


def without_server() -> dict[str, str]:
    """Return the keys of a file of the course."""
    return {keys: does for keys, does in KEYS.items() if keys not in SERVED}


def in_file(*, moves: bool) -> dict[str, str]:
    """Return the keys of a file of one lesson; `moves` says whether it has a slider."""
    kept = {keys: does for keys, does in without_server().items() if moves or keys not in MOVING}
    return {**kept, "← →": "Previous and next screen of the lecture"}


def help_button() -> Component:
    """Return the button that opens the list of keys."""
    return html.Button(
        "Keys",
        type="button",
        className="tool",
        title="The keys of this page (key ?)",
        **aria(haspopup="dialog", keyshortcuts="?"),
        **data(opens="help"),
    )


def dialogs(listed: Mapping[str, str] = KEYS) -> list[Component]:
    """Return the list of keys and the black screen, both closed."""
    rows = [
        html.Div([html.Dt([html.Kbd(key) for key in keys.split()]), html.Dd(does)]) for keys, does in listed.items()
    ]
    help = html.Dialog(
        [
            html.H2("Keys"),
            html.Dl(rows),
            html.P("While a field, a control or a dialog has the focus, keys belong to it. Escape closes this list."),
            html.Button("Close", type="button", className="chip", **data(closes="help")),
        ],
        className="help",
        **aria(label="Keys"),
    )
    black = html.Dialog(
        html.Span("Black screen. Any key or a click shows the page.", className="visually-hidden"),
        className="black",
        **aria(label="Black screen"),
    )
    return [help, black]
