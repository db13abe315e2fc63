"""The presenter's view: a second window with the screen of the hall, the next one, notes, a clock and a timer.

The browser picks what belongs to the screen that the hall has (assets/presenter.js): notes and links of every screen are here,
hidden. The two windows tell each other by a BroadcastChannel, and each works alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.lecture.plans import Stop, plans_of, stops
from components.markup.attributes import aria, data
from components.page import Lesson
from components.page.layout import BRAND
from components.state import address

PATH = "/presenter"
TITLE = f"Presenter’s view · {BRAND}"
TALKS = (1, 2, 3)  # minutes of a discussion


def page(course: Sequence[Lesson[Any]]) -> Component:
    """Return what the window shows."""
    pace = [
        html.Span([html.Span(**data(pace="minutes")), f" min {way}"], **data(pace=way)) for way in ("ahead", "behind")
    ]
    head = html.Header(
        [
            html.H1("Presenter’s view", **data(of="title")),
            html.P("Open a lecture in another window of this browser, and press an arrow there.", **data(of="alone")),
            html.Button("0:00", type="button", title="Start the clock anew", **data(presses="clock")),
            html.Span([*pace, html.Span("on time", **data(pace="even"))], **data(of="pace"), role="status"),
        ]
    )
    main = html.Main(
        [
            html.Div([html.H2("In the hall"), _frame("This screen", "here")]),
            html.Div([html.H2("Next"), _frame("The next screen", "next")]),
            html.Div([_noted(stop) for stop in stops(course)], className="notes", **aria(live="polite")),
        ]
    )
    presses = {"previous": "← Back", "next": "Next →", "black": "Black", "code": "QR code"}
    foot = html.Footer(
        [
            *(html.Button(words, type="button", **data(presses=name)) for name, words in presses.items()),
            html.Span("Discussion", className="talks"),
            *(html.Button(f"{n} min", type="button", **data(talks=str(60 * n))) for n in TALKS),
            html.Span("", **data(of="talk"), role="timer"),
        ]
    )
    return html.Div([head, main, foot], className="presenter")


def _frame(title: str, of: str) -> Component:
    return html.Div(className="shown", **data(of=of, title=title))


def _noted(stop: Stop) -> Component:
    """Return the note of a screen, with what is to be known of its place: its link, its minutes, its plans."""
    where = f"{stop.lesson.title} · {stop.screen.name}"
    to = f"{address(stop.lesson.path)}?lecture=1&screen={stop.number}"
    minutes = stop.note.minutes
    return html.Article(
        [
            html.H2(f"Notes · {minutes} minute{'s' if minutes > 1 else ''}"),
            html.P(stop.note.words),
        ],
        hidden=True,
        **data(
            path=address(stop.lesson.path),
            number=str(stop.number),
            to=to,
            where=where,
            minutes=str(minutes),
            plans=" ".join(plans_of(stop.lesson, stop.screen)),
            further="yes" if stop.lesson.further else "",
        ),
    )
