"""Lecture mode: what stands on a screen besides the content of the lesson, and the overview of all screens.

Which screens there are says components/page/screens.py; assets/lecture.css shows them, assets/asleep/lecture.js walks.
`notes` has what a lecturer knows of each, `plans` which of them make a talk, `presenter` the second window with both
(assets/presenter.js and .css).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.lecture.hands import hands
from components.lecture.notes import note
from components.lecture.plans import PATH as PLANS_PATH
from components.lecture.plans import PLANS, plans_of, stops
from components.lecture.presenter import PATH as PRESENTER_PATH
from components.markup.attributes import aria, data
from components.page import Lesson, Presets
from components.page.pieces import Piece
from components.page.screens import QUESTION, Screen, marks
from components.state import address

Course = Sequence[Lesson[Any]]


def button() -> Component:
    """Return the button that begins a lecture, as it is there on every page."""
    return html.Button(
        "Lecture",
        type="button",
        className="tool",
        title="One idea a screen, for a projector (key L)",
        **aria(keyshortcuts="L"),
        **data(switches="lecture"),
    )


def needs() -> Component:
    """Return what is said, in a dialog, where the browser cannot show a lecture (assets/asleep/able.js)."""
    return html.Dialog(
        [
            html.H2("Lecture"),
            html.P(
                "Lecture mode needs Chrome or Edge 120, Firefox 121, Safari 17.2 or later. The page itself does not."
            ),
            html.Button("Close", type="button", className="chip", **data(closes="needs")),
        ],
        className="help needs",
        **aria(label="Lecture"),
    )


def walk(course: Course, lesson: Lesson[Any]) -> Component:
    """Return the foot of a screen: where one is in the lesson and on the way through the course, and the ways from here."""
    way = [each for each in course if each is lesson or not each.further]
    earlier = way[: way.index(lesson)]
    before = sum(len(each.screens) for each in earlier)
    whole = sum(len(each.screens) for each in way)
    here = list(enumerate(lesson.screens, 1))
    done = [html.Span(style={"width": f"{(before + k) / whole:.1%}"}, **data(screen=str(k))) for k, _ in here]
    # the words of every screen lie on each other, and only those of the present one are seen
    places = [html.Span(f"Screen {k} of {len(here)}: {screen.name}", **data(screen=str(k))) for k, screen in here]
    places += [
        html.Span(
            f"{n} of {len(planned)} in {minutes} min: {stop.screen.name}",
            **data(screen=str(stop.number), plan=str(minutes)),
        )
        for minutes in PLANS
        if (planned := list(stops(course, minutes)))
        for n, stop in enumerate(planned, 1)
        if stop.lesson is lesson
    ]
    return html.Nav(
        [
            html.Div(done, className="way", **aria(hidden="true")),
            *hands(lesson),
            _step("←", -1, "Previous screen (key ←)", "ArrowLeft"),
            _step("→", 1, "Next screen (key →)", "ArrowRight"),
            html.Span(_title(lesson), className="where"),
            html.Span(places, className="places", **aria(live="polite")),
            html.Span("", className="timer", role="timer"),
            _further_controls(lesson),
            html.Button(
                "All screens",
                type="button",
                className="tool",
                title="All screens of the course (key O)",
                **aria(haspopup="dialog", keyshortcuts="O"),
                **data(opens="overview"),
            ),
            html.Button(
                "Leave", type="button", className="tool", title="Back to the page (key L)", **data(switches="lecture")
            ),
        ],
        className="walk",
        **aria(label="Screens"),
        **data(path=address(lesson.path), screens=str(len(here))),
    )


def _further_controls(lesson: Lesson[Any]) -> Component | None:
    """Return the button for the controls that have no place on a screen; the screens of the figure have it."""
    if all(isinstance(each, Presets) or not isinstance(each, Piece) for each in lesson.controls):
        return None
    return html.Button(
        "Controls",
        type="button",
        className="tool",
        title="The other controls (key C)",
        **aria(keyshortcuts="C"),
        **data(switches="drawer"),
        **marks(lesson.screens, lesson, *lesson.looks.values()),
    )


def overview(course: Course, lesson: Lesson[Any] | None) -> Component:
    """Return the dialog with every screen of the course, closed; those of this lesson are marked as such.

    In a file of several lessons the browser marks the one that is on screen.
    """
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2("All screens"),
                    dcc.Link("Plans", href=address(PLANS_PATH), className="chip served"),
                    html.A(
                        "Presenter’s view",
                        href=address(PRESENTER_PATH),
                        target="jaccard-presenter",
                        className="chip served",
                        title="Notes, the next screen and a clock in a second window (key P)",
                        **aria(keyshortcuts="P"),
                        **data(window="presenter"),
                    ),
                    html.Button("Close", type="button", className="chip", **data(closes="overview")),
                ],
                className="title",
            ),
            html.Ol([_listed(each, here=each is lesson) for each in course], className="all-screens"),
        ],
        className="overview",
        **aria(label="All screens"),
    )


def _listed(lesson: Lesson[Any], *, here: bool) -> Component:
    links = [
        html.Li(
            dcc.Link(_named(screen), href=f"{address(lesson.path)}?lecture=1&screen={k}"),
            className="asks" if screen.name == QUESTION else None,
            **data(plans=" ".join(plans_of(lesson, screen))),
        )
        for k, screen in enumerate(lesson.screens, 1)
    ]
    # the arrows walk through the core
    beside = data(further="yes") if lesson.further else {}
    return html.Li([html.H3(_title(lesson)), html.Ol(links)], className="here" if here else None, **beside)


def notes_of(lesson: Lesson[Any]) -> Component:
    """Return the notes of a lesson, for a file that a lecturer prints."""
    noted = [(screen.name, note(lesson, screen)) for screen in lesson.screens]
    rows = [html.Div([html.Dt(f"{name} · {each.minutes} min"), html.Dd(each.words)]) for name, each in noted]
    return html.Section([html.H2("Notes for the lecture"), html.Dl(rows)], className="panel notes")


def _named(screen: Screen) -> str:
    """Return what the overview calls a screen: a question by its last sentence."""
    asked = getattr(screen.shows, "question", "") if screen.name == QUESTION else ""
    return re.split(r"(?<=[.:?!]) ", asked)[-1] if asked else screen.name


def _title(lesson: Lesson[Any]) -> str:
    return f"{lesson.chapter.number} · {lesson.title}" if lesson.chapter.number else lesson.title


def _step(sign: str, by: int, title: str, key: str) -> Component:
    return html.Button(
        html.Span(sign, **aria(hidden="true")),
        type="button",
        className="step",
        title=title,
        **aria(label=title.split(" (")[0], keyshortcuts=key),
        **data(walks=str(by)),
    )
