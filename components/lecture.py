"""Lecture mode: what stands on a screen besides the content of the lesson, and the overview of all screens.

Which screens there are says components/page/screens.py; assets/lecture.css shows them, assets/asleep/lecture.js walks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.markup.attributes import aria, data
from components.page import Lesson
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
    return html.Nav(
        [
            html.Div(done, className="way", **aria(hidden="true")),
            _step("←", -1, "Previous screen (key ←)", "ArrowLeft"),
            _step("→", 1, "Next screen (key →)", "ArrowRight"),
            html.Span(_title(lesson), className="where"),
            html.Span(places, className="places", **aria(live="polite")),
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
        # `last`: the screen to which one comes back from here
        **data(path=address(lesson.path), screens=str(len(here)), last=str(len(earlier[-1].screens) if earlier else 0)),
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
        html.Li(dcc.Link(screen.name, href=f"{address(lesson.path)}?lecture=1&screen={k}"))
        for k, screen in enumerate(lesson.screens, 1)
    ]
    return html.Li([html.H3(_title(lesson)), html.Ol(links)], className="here" if here else None)


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
