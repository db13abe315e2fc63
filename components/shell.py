"""What stands around the sections: the list at the side, previous and next, the page of all, the page for no section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import keys, lecture, share
from components.course import SECTIONS
from components.markup.attributes import aria, data
from components.markup.static import settled
from components.page import Section
from components.page.controls import reset_button
from components.page.layout import BRAND, failure
from components.page.screens import marks_of_title
from components.sections import home
from components.state import address

ALL_PATH = "/all"
ALL_TITLE = "All on one page"
QUEUED = "The server is training models for other readers."
FILE_NOTE = "This file works without a network."
FIXED_NOTE = " A value that has no slider is fixed in it. On the site it can be changed too."


def section_page(section: Section[Any], /, **given: object) -> Component:
    """Return a section's page in the state that an address gives, with its neighbours and the list of sections."""
    content = [section.layout(given), _neighbours(section), lecture.walk(SECTIONS, section)]
    dialogs = (share.dialog(section), lecture.overview(SECTIONS, section))
    return _around(section.path, content, *dialogs, name="frame lectured")


def sections_of_all() -> list[Section[Any]]:
    """Return the sections of the page of all: the first one without the map of the course, which would lead away."""
    return [home.section(()), *SECTIONS[1:]]


def all_sections() -> Component:
    """Return every section, one below the other, for reading through, searching and printing."""
    return _around(ALL_PATH, [section.layout() for section in sections_of_all()], share.dialog(None))


def handout(section: Section[Any], content: Component, *, part: bool, moves: bool, fixed: bool) -> Component:
    """Return what stands around a section in a file of its own, or around a `part`, of which the section is made then.

    `moves` says whether it has a slider, and `fixed` whether it has values that need the server to change.
    """
    note = FILE_NOTE + (FIXED_NOTE if fixed else "")
    return html.Div(
        [
            html.Header(
                [html.Span(BRAND, className="brand"), html.P(note, className="note"), _tools(shared=False)],
                className="bar",
            ),
            html.Main(
                [_title_of_part(section) if part else None, content, lecture.walk([section], section)],
                id="content",
                tabIndex=-1,
            ),
            *keys.dialogs(keys.in_file(moves=moves)),
            lecture.needs(),
            lecture.overview([section], section),
        ],
        className="frame lectured handout",
    )


def _title_of_part(section: Section[Any]) -> Component:
    over = html.Div(f"{section.number} · {section.topic}", className="over")
    return html.Header(
        html.Div(
            [
                html.Div([over, html.H1(section.title)]),
                html.Div(reset_button(section.name), className="chips") if section.params else None,
            ],
            className="title",
        ),
        className="top",
        **marks_of_title(section.screens),
    )


def handout_of_all(sections: Sequence[Section[Any]], contents: Sequence[Component]) -> Component:
    """Return what stands around all sections in one file; `sections` are those of `sections_of_all`."""
    each = zip(SECTIONS, sections, contents, strict=True)
    parts = [
        part
        for on_site, section, content in each
        for part in (content, _neighbours(on_site, f"Around {section.title}"), lecture.walk(sections, section))
    ]
    note = html.P(FILE_NOTE + FIXED_NOTE, className="note")
    return _around(
        "", [note, *parts], lecture.overview(sections, None), tools=_tools(shared=False), name="frame lectured several"
    )


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
                                "The address does not belong to any section. The list has them all.", className="intro"
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
    path: str, content: Sequence[Component], *dialogs: Component, tools: Component | None = None, name: str = "frame"
) -> Component:
    tools = tools or _tools()
    page = html.Div(
        [
            html.A("Skip to the content", href="#content", className="skip visually-hidden-focusable"),
            html.Nav([_brand(), _section_list(path)], className="side", **aria(label="Sections")),
            html.Nav(
                [_brand(), tools, html.Details([html.Summary("Sections"), _section_list(path)])],
                className="bar",
                **aria(label="Sections, folded"),
            ),
            html.Main([tools, *content], id="content", tabIndex=-1),
            *keys.dialogs(),
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


def _section_list(path: str) -> Component:
    entries = [(section.number, section.title, section.path) for section in SECTIONS[1:]]
    return html.Ul(
        [
            # html.Li carries the mark of the present page, because dcc.Link has no aria-current
            html.Li(
                dcc.Link([html.Span(number, className="number"), html.Span(title)], href=address(to)),
                className="current" if to == path else None,
                **(aria(current="page") if to == path else {}),
            )
            for number, title, to in [*entries, ("", ALL_TITLE, ALL_PATH)]
        ]
    )


def _neighbours(section: Section[Any], label: str = "Previous and next") -> Component:
    i = SECTIONS.index(section)
    links = []
    if i > 0:
        before = SECTIONS[i - 1]
        links.append(_neighbour(f"← {before.title}", before, "previous", "Previous section (key ←)"))
    if i + 1 < len(SECTIONS):
        after = SECTIONS[i + 1]
        links.append(_neighbour(f"{after.title} →", after, "following", "Next section (key →)"))
    return html.Nav(links, className="next", **aria(label=label))


def _neighbour(words: str, section: Section[Any], way: str, title: str) -> Component:
    return dcc.Link(words, href=address(section.path), className=way, title=title)
