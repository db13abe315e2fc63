"""The application: `create_app()` builds it, for gunicorn and for the tests; `python app.py` serves it on this machine."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dash
from dash import Dash, html

import callbacks
from components import glossary, handout, shell, theme
from components.cache import CACHE
from components.course import LESSONS
from components.lecture import plans, presenter
from components.live.work import Work
from components.markup import finished
from components.own import page as own
from components.own.answer import answer
from components.page import Draw, Lesson
from components.page.draw import KEY
from components.page.layout import BRAND
from components.preview import preview
from components.state import href
from components.words.glossary import PATH as GLOSSARY_PATH
from serving.handout import Handout
from serving.local import serve
from serving.moved import Moved
from serving.own import MEGABYTE, OwnPage
from serving.pages import Page, no_state
from serving.plain import Plain
from serving.settings import Settings, read_or_exit
from serving.site import PREVIEWS, LessonFiles, Site

ASSETS = Path(__file__).parent / "assets"
NOT_FOUND = Page("/404", f"Not found · {BRAND}", "There is no such page.")


def create_app(settings: Settings | None = None) -> Site:
    """Return the application, ready to answer requests; it is a WSGI application.

    Without `settings` the environment variables count. A wrong one ends the process with a sentence that names it.
    """
    settings = settings or read_or_exit(os.environ)
    app = Dash(
        __name__,
        title=BRAND,
        update_title="",
        use_pages=True,
        pages_folder="",
        url_base_pathname=settings.prefix,
        # Otherwise Dash would put the layout of every page into each page, to check the callbacks against it.
        # tests/test_wiring.py checks them instead.
        suppress_callback_exceptions=True,
        enable_mcp=False,
        # Dash would run the scripts in the order of their names; the presenter's view has its own style sheet
        assets_ignore=r"\.js$|^presenter\.css$",
    )
    _register_pages()
    app.layout = html.Div([dash.page_container, shell.unreachable(), shell.queued()])
    callbacks.register(app)
    states = {lesson.path: partial(_state_of, lesson) for lesson in LESSONS}
    previews = {lesson.path: f"{PREVIEWS}{lesson.name}.png" for lesson in LESSONS}
    pages = [
        Page(
            page["path"],
            page["title"],
            page["description"],
            states.get(page["path"], no_state),
            previews.get(page["path"], ""),
        )
        for page in dash.page_registry.values()
        if page["path"] != NOT_FOUND.path
    ]
    order = json.loads((ASSETS / "order.json").read_text(encoding="utf-8"))
    icon = (ASSETS / "favicon.svg").read_text(encoding="utf-8")
    return Site(
        app,
        settings,
        pages,
        NOT_FOUND,
        queue_full=finished.html(shell.queue_full()),
        finished=lambda page: finished.html([page, shell.incomplete()]),
        files={lesson.name: _files(lesson, icon) for lesson in LESSONS},
        moved=Moved({lesson.path: [param.key for param in lesson.params] for lesson in LESSONS}),
        handouts=_handouts(),
        own=OwnPage(
            own.PATH,
            f"{own.TITLE} · {BRAND}",
            own.SUMMARY,
            finished.html(shell.own(settings.uploads * MEGABYTE)),
            answer,
            finished.html,
        ),
        plain={presenter.PATH: _presenter(theme.css_variables(icon), _script(order["presenter"]))},
        store=CACHE,
        variables=theme.css_variables(icon),
        icon=theme.svg_address(icon),
        first=_script(order["first"]),
        first_alone=_script(name for name in order["first"] if name not in order["served"]),
        asleep="\n".join([theme.script_colours(), _script(order["asleep"])]),
        alone=_script([*(name for name in order["asleep"] if name not in order["served"]), *order["alone"]]),
        owned=_script([*(name for name in order["asleep"] if name not in order["served"]), *order["own"]]),
        awake=_script(order["awake"]),
    )


def _script(names: Iterable[str]) -> str:
    """Return scripts of `assets/` as one, without the comments that have lines of their own."""
    texts = [(ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in names]
    return re.sub(r"^ *(?://.*|/\*(?:[^*]|\*(?!/))*\*/)\n", "", "\n".join(texts), flags=re.MULTILINE)


def _state_of(lesson: Lesson[Any], query: str) -> str:
    """Return the shortest query that names the same state of a lesson; "" is the default state."""
    state = lesson.state.read(_given(query))
    return urlsplit(href(lesson.path, lesson.state, **state.values())).query


def _given(query: str) -> dict[str, str | list[str]]:
    # a link that was copied from the source of a page has "&amp;"; first.js reads it so too
    # a key that stands several times gives a list, as Dash hands it to a page
    pairs = parse_qs(query.replace("&amp;", "&"), True)
    return {key: values if len(values) > 1 else values[0] for key, values in pairs.items()}


def _files(lesson: Lesson[Any], icon: str) -> LessonFiles:
    """Return what the site makes of a lesson besides its page."""
    return LessonFiles(
        lesson.path,
        partial(_sheet, lesson),
        lambda query: preview(lesson, icon, _given(query)),
        partial(_work, lesson),
        partial(_drawn, lesson, lesson.question) if isinstance(lesson.question, Draw) else None,
    )


def _work(lesson: Lesson[Any], asked: object) -> Sequence[Work]:
    """Return what takes long of a lesson in the state that a query names, or the value of its callback."""
    given = _given(asked) if isinstance(asked, str) else asked
    return lesson.work(lesson.state.read(given if isinstance(given, Mapping) else {}))


def _drawn(lesson: Lesson[Any], draw: Draw, query: str) -> str | None:
    """Return how far off the drawing was that a query names, as a sentence; None if it names none."""
    given = _given(query)
    return draw.said(lesson.state.read(given), given.get(KEY))


def _sheet(lesson: Lesson[Any], name: str, query: str) -> str | None:
    """Return a table of a lesson as CSV, by the name of its file; None if there is none of this name."""
    table = lesson.show(lesson.state.read(_given(query))).sheets().get(name)
    return table.csv() if table else None


def _presenter(variables: str, script: str) -> Plain:
    """Return the presenter's view."""
    style = variables + (ASSETS / "presenter.css").read_text(encoding="utf-8")
    return Plain(presenter.TITLE, finished.html(presenter.page(LESSONS)), style, script)


def _handouts() -> dict[str, Handout]:
    """Return the files that the site makes: of each lesson, and of the course."""
    return {
        "course": Handout(lambda _: handout.of_course()),
        **{each.name: Handout(partial(_handout, each), partial(_state_with_notes, each)) for each in LESSONS},
    }


def _handout(lesson: Lesson[Any], query: str) -> handout.Content:
    return handout.of_lesson(lesson, _given(query), notes=_given(query).get("notes") == "1")


def _state_with_notes(lesson: Lesson[Any], query: str) -> str:
    """Return the state that a query names, and whether the lecturer's notes are asked for."""
    notes = ["notes=1"] if _given(query).get("notes") == "1" else []
    return "&".join(filter(None, [_state_of(lesson, query), *notes]))


def _register_pages() -> None:
    # The registry is global to the process. It is emptied, so that a second app in one process has each page once.
    dash.page_registry.clear()
    for order, lesson in enumerate(LESSONS):
        dash.register_page(
            lesson.name,
            path=lesson.path,
            name=lesson.title,
            title=f"{lesson.title} · {BRAND}",
            description=lesson.summary,
            order=order,
            layout=partial(shell.lesson_page, lesson),
        )
    dash.register_page(
        "all",
        path=shell.ALL_PATH,
        title=f"{shell.ALL_TITLE} · {BRAND}",
        description="Every lesson, one below the other.",
        layout=_all_lessons,
    )
    dash.register_page(
        "glossary",
        path=GLOSSARY_PATH,
        title=f"{glossary.TITLE} · {BRAND}",
        description=glossary.SUMMARY,
        layout=_glossary,
    )
    dash.register_page(
        "lectures",
        path=plans.PATH,
        title=f"{plans.TITLE} · {BRAND}",
        description="Lectures of 15, 45 and 90 minutes, as lists of screens.",
        layout=_lectures,
    )
    dash.register_page("not_found_404", path=NOT_FOUND.path, title=NOT_FOUND.title, layout=_not_found)


def _all_lessons(**_: object) -> dash.development.base_component.Component:
    return shell.all_lessons()


def _glossary(**_: object) -> dash.development.base_component.Component:
    return shell.glossary_page()


def _lectures(**_: object) -> dash.development.base_component.Component:
    return shell.lectures()


def _not_found(**_: object) -> dash.development.base_component.Component:
    return shell.not_found()


if __name__ == "__main__":
    serve(create_app(), BRAND)
