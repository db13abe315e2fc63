"""Plans: the screens of a talk of 15, 45 or 90 minutes, in the order of the course.

An address with `plan=45` walks through these screens alone (assets/asleep/lecture.js). What is left of the time is for
questions of the hall.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components.lecture.notes import Note, note
from components.page import Lesson
from components.page.screens import Screen
from components.state import address

PATH = "/lectures"  # of the page that shows them
TITLE = "Plans for a lecture"
ALL: tuple[str, ...] = ()  # every screen of a lesson

# By minutes and the path of a lesson: the names of its screens.
PLANS: Mapping[int, Mapping[str, Sequence[str]]] = {
    15: {
        "/": ("Figure",),
        "/sets": ("Question", "Answer"),
        "/true-negatives": ALL,
        "/errors": ("Figure",),
        "/thresholds": ALL,
    },
    45: {
        "/": ("Figure", "Question", "Answer"),
        "/sets": ALL,
        "/masks": ALL,
        "/masks/boxes": ALL,
        "/true-negatives": ALL,
        "/errors": ALL,
        "/f1": ("Figure",),
        "/averaging": ALL,
        "/thresholds": ALL,
    },
    90: {
        "/": ("Figure", "Question", "Answer", "The way through"),
        "/sets": ALL,
        "/binary": ("Figure", "Question", "Answer"),
        "/masks": ALL,
        "/masks/boxes": ALL,
        "/true-negatives": ALL,
        "/true-negatives/million": ALL,
        "/errors": ALL,
        "/f1": ALL,
        "/averaging": ALL,
        "/averaging/classes": ALL,
        "/thresholds": ALL,
        "/thresholds/calibration": ALL,
        "/soft-jaccard": ALL,
        "/soft-jaccard/test": ALL,
        "/trade-offs": ("Which score for what",),
        "/pitfalls/empty": ALL,
        "/pitfalls/threshold": ALL,
        "/exercises/1": ALL,
    },
}


class Stop(NamedTuple):
    """One screen of a plan: where it is, and what a lecturer has to know of it."""

    lesson: Lesson[Any]
    number: int
    screen: Screen
    note: Note


def stops(course: Sequence[Lesson[Any]], minutes: int | None = None) -> Iterator[Stop]:
    """Return the screens of the plan of so many minutes, or all of the course, in their order."""
    for lesson in course:
        for number, screen in enumerate(lesson.screens, 1):
            if minutes is None or str(minutes) in plans_of(lesson, screen):
                yield Stop(lesson, number, screen, note(lesson, screen))


def plans_of(lesson: Lesson[Any], screen: Screen) -> list[str]:
    """Return the plans that a screen is in, by their minutes."""
    return [
        str(minutes)
        for minutes, chosen in PLANS.items()
        if (names := chosen.get(lesson.path)) is not None and (names == ALL or screen.name in names)
    ]


def page(course: Sequence[Lesson[Any]]) -> list[Component]:
    """Return the content of the page with all plans, for reading and for printing."""
    head = html.Header(
        [
            html.Div("For lecturers", className="over"),
            html.H1(TITLE),
            html.P(
                "Each plan is an order of screens, with the minutes that they take. What is left is for questions of the hall. "
                "Begin, and press P for a second window with your notes, the next screen and a clock.",
                className="intro",
            ),
        ],
        className="top",
    )
    return [html.Section([head, *(_plan(course, minutes) for minutes in PLANS)], className="section plans")]


def _plan(course: Sequence[Lesson[Any]], minutes: int) -> Component:
    planned = list(stops(course, minutes))
    taken = sum(stop.note.minutes for stop in planned)
    lessons = [lesson for lesson in course if any(stop.lesson is lesson for stop in planned)]
    return html.Div(
        [
            html.Div(
                [
                    html.H2(f"{minutes} minutes"),
                    dcc.Link(
                        f"Begin the {minutes} minutes", href=f"{_address(planned[0])}&plan={minutes}", className="chip"
                    ),
                ],
                className="title",
            ),
            html.P(f"{len(planned)} screens take {taken} minutes."),
            html.Ol([_lesson(lesson, [each for each in planned if each.lesson is lesson]) for lesson in lessons]),
        ],
        className="panel",
    )


def _lesson(lesson: Lesson[Any], planned: Sequence[Stop]) -> Component:
    screens = [
        html.Li([dcc.Link(stop.screen.name, href=_address(stop)), f" · {stop.note.minutes} min"]) for stop in planned
    ]
    return html.Li([html.B(lesson.title), html.Ul(screens)])


def _address(stop: Stop) -> str:
    return f"{address(stop.lesson.path)}?lecture=1&screen={stop.number}"
