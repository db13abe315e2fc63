"""What stands around the lessons: the list at the side, the ways on, the page of all, the page for no lesson."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import glossary, keys, lecture, share
from components.course import LESSONS, around, shared
from components.lecture import plans
from components.lessons import home
from components.markup.attributes import aria, data
from components.markup.static import settled
from components.own import page as own_page
from components.page import Lesson
from components.page.layout import BRAND, failure
from components.state import address
from components.words.glossary import PATH as GLOSSARY_PATH

ALL_PATH = "/all"
ALL_TITLE = "All on one page"
# Whoever has read these may have a question of their own.
LEAD_TO_OWN = ("/averaging", "/averaging/classes", "/thresholds", "/soft-jaccard/test", "/pitfalls/paired")
QUEUED = "The server is training models for other readers."
FILE_NOTE = "This file works without a network."
FIXED_NOTE = " A value that has no slider is fixed in it. On the site it can be changed too."


def lesson_page(lesson: Lesson[Any], /, **given: object) -> Component:
    """Return a lesson's page in the state that an address gives, with the ways on and the list of lessons."""
    content = [lesson.layout(given), _ways(lesson), lecture.walk(LESSONS, lesson)]
    dialogs = (share.dialog(lesson), lecture.overview(LESSONS, lesson))
    return _around(lesson.path, content, *dialogs, name="frame lectured")


def lessons_of_all() -> list[Lesson[Any]]:
    """Return the lessons of the page of all: the first one without the map of the course, which would lead away."""
    return [home.lesson(()), *LESSONS[1:]]


def all_lessons() -> Component:
    """Return every lesson, one below the other, for reading through, searching and printing."""
    return _around(ALL_PATH, [lesson.layout() for lesson in lessons_of_all()], share.dialog(None))


def glossary_page() -> Component:
    """Return the glossary."""
    return _around(GLOSSARY_PATH, [glossary.glossary()], share.dialog(None), tools=_tools(lectured=False))


def handout(lesson: Lesson[Any], content: Component, *, moves: bool, fixed: bool, notes: bool = False) -> Component:
    """Return what stands around a lesson in a file of its own.

    `moves` says whether it has a slider, and `fixed` whether it has values that need the server to change. `notes` are those
    of a lecturer.
    """
    note = FILE_NOTE + (FIXED_NOTE if fixed else "")
    return html.Div(
        [
            html.Header(
                [html.Span(BRAND, className="brand"), html.P(note, className="note"), _tools(shared=False)],
                className="bar",
            ),
            html.Main(
                [content, lecture.walk([lesson], lesson), lecture.notes_of(lesson) if notes else None],
                id="content",
                tabIndex=-1,
            ),
            *keys.dialogs(keys.in_file(moves=moves)),
            lecture.needs(),
            lecture.overview([lesson], lesson),
        ],
        className="frame lectured handout",
    )


def handout_of_all(lessons: Sequence[Lesson[Any]], contents: Sequence[Component]) -> Component:
    """Return what stands around all lessons in one file; `lessons` are those of `lessons_of_all`."""
    each = zip(LESSONS, lessons, contents, strict=True)
    parts = [
        part
        for on_site, lesson, content in each
        for part in (content, _ways(on_site, f"Around {lesson.title}"), lecture.walk(lessons, lesson))
    ]
    note = html.P(FILE_NOTE + FIXED_NOTE, className="note")
    return _around(
        "",
        [note, *parts],
        lecture.overview(lessons, None),
        tools=_tools(shared=False),
        name="frame lectured several",
        listed=keys.without_server(),
    )


def own(limit: int) -> Component:
    """Return the page to which readers bring their predictions, in files of at most so many bytes; 0: none."""
    return _around(
        own_page.PATH,
        own_page.content(limit),
        tools=_tools(shared=False, lectured=False),
        listed=keys.without_server(),
    )


def lectures() -> Component:
    """Return the page with the plans of lectures."""
    return _around(plans.PATH, plans.page(LESSONS), share.dialog(None))


def not_found() -> Component:
    """Return the page for an address that is none."""
    return _around(
        "",
        [
            html.Section(
                [
                    html.Header(
                        [
                            html.Div("404", className="over"),
                            html.H1("There is no such page"),
                            html.P(
                                "The address does not belong to any lesson. The list has them all.", className="intro"
                            ),
                        ],
                        className="top",
                    ),
                    html.Div(dcc.Link("Go to the start", href=address("/"), className="chip"), className="chips"),
                ],
                className="section",
            )
        ],
        tools=_tools(shared=False, lectured=False),
    )


def unreachable() -> Component:
    """Return what is shown over any page once the next one could not be loaded."""
    return failure("The server did not answer, so this page could not be loaded.", whole_page=True)


def queued() -> Component:
    """Return what is shown over any page while the server has no room for work that takes long (assets/requests.js)."""
    return html.Div(html.Span(f"{QUEUED} This page asks again by itself."), className="queued", role="status")


def queue_full() -> Component:
    """Return what stands in place of a page while the server has no room for the work that it needs. It loads itself anew."""
    return html.Main(html.P(f"{QUEUED} This page will open by itself in a moment."), className="section")


def incomplete() -> Component:
    """Return what the finished page shows once a file of it did not come (assets/asleep/files.js)."""
    return failure(
        "A file of this page could not be loaded, so some controls do not answer. The figures and numbers may be those from "
        "before your last change.",
        whole_page=True,
    )


def _around(
    path: str,
    content: Sequence[Component],
    *dialogs: Component,
    tools: Component | None = None,
    name: str = "frame",
    listed: Mapping[str, str] = keys.KEYS,
) -> Component:
    tools = tools or _tools()
    page = html.Div(
        [
            html.A("Skip to the content", href="#content", className="skip visually-hidden-focusable"),
            html.Nav([_brand(), _list(path)], className="side", **aria(label="Lessons")),
            html.Nav(
                [_brand(), tools, html.Details([html.Summary("Lessons"), _list(path)])],
                className="bar",
                **aria(label="Lessons, folded"),
            ),
            html.Main([tools, *content], id="content", tabIndex=-1),
            *keys.dialogs(listed),
            lecture.needs(),
            *dialogs,
        ],
        className=name,
    )
    whole: Component = settled(page)
    return whole


def _brand() -> Component:
    return dcc.Link(html.Span(BRAND), href=address("/"), className="brand")


def _tools(*, shared: bool = True, lectured: bool = True) -> Component:
    """Return what is there on every page. The style sheet words the button of the theme."""
    theme = html.Button(
        [html.Span("Dark", className="to-dark"), html.Span("Light", className="to-light")],
        type="button",
        className="tool",
        title="Light or dark (key D)",
        **aria(keyshortcuts="D"),
        **data(switches="theme"),
    )
    first = [*([share.button()] if shared else []), *([lecture.button()] if lectured else [])]
    return html.Div([*first, keys.help_button(), theme], className="tools")


def _list(path: str) -> Component:
    """Return the list of the lessons: the core, and below the chapter that is open what goes further there."""
    here = next((lesson for lesson in LESSONS if lesson.path == path), None)
    entries = [
        _entry(
            [
                html.Span(lesson.chapter.number, className="number"),
                html.Span(lesson.title, **(data(solves=lesson.task.checks.task) if lesson.task else {})),
                html.Span(str(lesson.minutes), className="minutes", title=f"{lesson.minutes} minutes"),
            ],
            lesson.path,
            path,
            further=lesson.further,
        )
        for lesson in LESSONS[1:]
        if not lesson.further or (here and here.chapter == lesson.chapter)
    ]
    number = html.Span(className="number")
    return html.Ul(
        [
            *entries,
            _entry([number, html.Span(ALL_TITLE)], ALL_PATH, path),
            _entry([number, html.Span(glossary.TITLE)], GLOSSARY_PATH, path),
            _entry([number, html.Span(plans.TITLE)], plans.PATH, path),
            _entry([number, html.Span(own_page.TITLE)], own_page.PATH, path, apart=True),
        ]
    )


def _entry(words: Sequence[Component], to: str, path: str, *, further: bool = False, apart: bool = False) -> Component:
    """Return an entry of the list; `apart` is for a page that is none of Dash's, which the browser loads as a whole."""
    # html.Li carries the mark of the present page, because dcc.Link has no aria-current
    names = [*(["further"] if further else []), *(["current"] if to == path else [])]
    return html.Li(
        html.A(words, href=address(to), target="_self") if apart else dcc.Link(words, href=address(to)),
        className=" ".join(names) or None,
        **(aria(current="page") if to == path else {}),
    )


def _ways(lesson: Lesson[Any], label: str = "Previous and next") -> Component:
    """Return the ways from a lesson, and which of its parameters go along to which others."""
    ways = around(lesson)
    further = [
        html.Li(
            dcc.Link(
                [html.B(each.title), html.Span(f" · {each.minutes} min")], href=address(each.path), title=each.summary
            )
        )
        for each in ways.further
    ]
    if lesson.path in LEAD_TO_OWN:
        # a page that is none of Dash's
        to = html.A(html.B(own_page.TITLE), href=address(own_page.PATH), title=own_page.SUMMARY, target="_self")
        further.append(html.Li(to))
    links = []
    if before := ways.previous:
        links.append(_way(f"← {before.title}", before, "previous", "Previous lesson (key ←)"))
    if after := ways.following:
        links.append(_way(f"{after.title} →", after, "following", "Next lesson (key →)"))
    carried = {address(each.path): keys for each in LESSONS if each is not lesson and (keys := shared(lesson, each))}
    return html.Nav(
        [html.Div([html.P("To go further"), html.Ul(further)], className="beyond") if further else None, *links],
        className="next",
        **aria(label=label),
        **data(carries=json.dumps(carried)),
    )


def _way(words: str, lesson: Lesson[Any], way: str, title: str) -> Component:
    return dcc.Link(words, href=address(lesson.path), className=way, title=title)
