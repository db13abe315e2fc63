"""The dialog that shares a page: its address, as text and as a QR code, what the address hides or locks, and a frame.

assets/asleep/share.js composes the addresses. They are made of keys that the browser reads: `hide` and `lock` with the keys
of parameters, `theme`, `lecture` and `embed` (assets/asleep/view.js).
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import aria, data
from components.markup.elements import Element, element
from components.page import Lesson
from components.page.layout import BRAND
from components.state import address

MOST = 2953  # characters of an address that a QR code carries; the server refuses longer ones (serving/qr.py)
WAYS = {"": "Shown", "lock": "Locked", "hide": "Hidden"}
THEMES = {"": "The reader’s own", "light": "Light", "dark": "Dark"}
FRAME = '<iframe src="{address}" title="TITLE" width="800" height="600" style="border: 0" allowfullscreen></iframe>'


def button() -> Component:
    """Return the button that opens the dialog."""
    return html.Button(
        "Share",
        type="button",
        className="tool",
        title="Share this state",
        **aria(haspopup="dialog"),
        **data(opens="share"),
    )


def dialog(lesson: Lesson[Any] | None) -> Component:
    """Return the dialog of a lesson; without one, of a page that has an address and nothing to choose."""
    return html.Dialog(
        [
            html.H2("Share"),
            html.Div(
                [
                    _code(),
                    html.Div([_address(), _display(), *([_controls(lesson), _frame(lesson)] if lesson else [])]),
                ],
                className="share-body",
            ),
            html.Div(
                [_file(lesson), html.Button("Close", type="button", className="chip", **data(closes="share"))],
                className="chips",
            ),
        ],
        className="share",
        **aria(label="Share"),
    )


def _code() -> Component:
    image = html.Img(alt="", **data(share="code", source=address("/qr.svg"), most=str(MOST)))
    problem = html.P(
        className="remark",
        role="status",
        **data(share="problem", long="This address is too long for a QR code.", failed="The server drew no QR code."),
    )
    return html.Div(
        [
            html.Button(
                image,
                type="button",
                **aria(label="QR code of the address, as large as the window"),
                **data(share="grow"),
            ),
            html.P("Press the code to fill the window with it.", className="remark"),
            html.P(className="said", **data(share="said"), **aria(hidden="true")),
            problem,
        ],
        className="qr",
    )


def _address() -> Component:
    field = _input("text", readOnly=True, spellCheck="false", **data(share="address"))
    return _copied("Address of this state", field, "Copy address")


def _display() -> Component:
    return html.Div(
        [
            _labelled("Theme", _choice(THEMES, share="theme")),
            html.Label(
                [_input("checkbox", className="form-check-input", **data(share="lecture")), " Lecture mode"],
                className="ticked",
            ),
        ],
        className="share-display",
    )


def _file(lesson: Lesson[Any] | None) -> Component:
    """Return the link to the handout, the lesson or the course in the state that is set as one file."""
    words, name = ("Download this lesson as a file", lesson.name) if lesson else ("Download the course", "course")
    return html.A(words, href=address(f"/handout/{name}"), className="chip", download="", **data(share="file"))


def _controls(lesson: Lesson[Any]) -> Component | None:
    if not lesson.params:
        return None
    rows = [_labelled(param.label, _choice(WAYS, key=param.key)) for param in lesson.params]
    said = (
        "Who opens the address can always open all controls again. A control that is hidden or locked keeps its value."
    )
    return html.Details([html.Summary("Hide or lock controls"), html.P(said, className="remark"), html.Div(rows)])


def _frame(lesson: Lesson[Any]) -> Component:
    line = element(
        "Textarea", None, readOnly=True, rows=4, spellCheck="false", **data(share="frame", line=_line(lesson))
    )
    allowed = "Which sites may show it is set where this site runs, by FRAME_ANCESTORS."
    return html.Details(
        [
            html.Summary("Embed in slides or a learning platform"),
            _copied("Line for the page", line, "Copy line", name="copied lines"),
            html.P(allowed, className="remark"),
        ]
    )


def _line(lesson: Lesson[Any]) -> str:
    return FRAME.replace("TITLE", f"{lesson.title} · {BRAND}".replace("&", "&amp;").replace('"', "&quot;"))


# ---- what they are made of; none has an id, because nothing of it is Dash's ----


def _copied(label: str, field: Any, copy: str, name: str = "copied") -> Component:
    """Return a field with the button that copies it, and the place where that is said."""
    said = html.Span(
        className="visually-hidden", role="status", **data(done="Copied.", failed="Select it and copy it by hand.")
    )
    button = html.Button(copy, type="button", className="chip", **data(copies=True))
    return html.Div([_labelled(label, field), button, said], className=name)


def _labelled(label: str, field: Any) -> Component:
    return html.Label([html.Span(label), field])


def _choice(options: dict[str, str], **marks: str) -> Element:
    choices = [element("Option", words, value=value) for value, words in options.items()]
    return element("Select", choices, className="form-select form-select-sm", **data(**marks))


def _input(kind: str, **attributes: Any) -> Any:
    return {"type": "Input", "namespace": "dash_html_components", "props": {"type": kind, **attributes}}
