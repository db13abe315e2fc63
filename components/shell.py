"""The frame around the sections: their reading order, the list at the side, previous and next, the page of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria
from components.page import failure
from components.sections import (
    averaging,
    binary,
    errors,
    exercises,
    f1,
    home,
    masks,
    pitfalls,
    sets,
    soft_jaccard,
    thresholds,
    trade_offs,
    true_negatives,
)
from components.url import Param, address
from components.view import View

BRAND = "Jaccard Lab"


class Section(Protocol):
    """What the module of a section offers; `layout` takes whatever the address says."""

    __name__: str
    NAME: str
    PATH: str
    NUMBER: str
    TITLE: str
    SUMMARY: str

    @property
    def PARAMS(self) -> tuple[Param, ...]:  # noqa: N802, a constant of the module
        """The parameters of the section's state."""

    def view(self, *args: Any, **values: Any) -> View:
        """Return the section in one state."""

    def layout(self, **given: object) -> Component:
        """Return the section's page in the state that an address gives."""


# The reading order. A new section is a module here, its wires in callbacks/, their tests, and a line in this list.
SECTIONS: tuple[Section, ...] = (
    home,
    sets,
    binary,
    masks,
    true_negatives,
    errors,
    f1,
    averaging,
    thresholds,
    soft_jaccard,
    trade_offs,
    pitfalls,
    exercises,
)

ALL_PATH = "/all"
ALL_TITLE = "All on one page"


def section_page(section: Section, /, **given: object) -> Component:
    """Return a section's page in the state that an address gives, with its neighbours and the list of sections."""
    content = home.welcome(_stops(), **given) if section is home else section.layout(**given)
    return _frame(section.PATH, [content, _neighbours(section)])


def all_sections() -> Component:
    """Return every section, one below the other, for reading through, searching and printing."""
    return _frame(ALL_PATH, [section.layout() for section in SECTIONS])


def not_found() -> Component:
    """Return the page for an address that is none."""
    return _frame(
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
    )


def unreachable() -> Component:
    """Return what is shown over any page once the next one could not be loaded."""
    return failure("The server did not answer, so this page could not be loaded.", whole_page=True)


def _frame(path: str, content: Sequence[Component]) -> Component:
    return html.Div(
        [
            html.A("Skip to the content", href="#content", className="skip visually-hidden-focusable"),
            html.Nav([_brand(), _section_list(path)], className="side", **aria(label="Sections")),
            html.Nav(
                [_brand(), html.Details([html.Summary("Sections"), _section_list(path)])],
                className="bar",
                **aria(label="Sections, folded"),
            ),
            html.Main(content, id="content", tabIndex=-1),
        ],
        className="frame",
    )


def _brand() -> Component:
    return dcc.Link(html.Span(BRAND), href=address("/"), className="brand")


def _stops() -> list[home.Stop]:
    # the first page gets them from here: it could not import the module that imports it
    return [home.Stop(s.NUMBER, s.TITLE, s.SUMMARY, s.PATH) for s in SECTIONS if s is not home]


def _section_list(path: str) -> Component:
    entries = [(number, title, to) for number, title, _, to in _stops()]
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


def _neighbours(section: Section) -> Component:
    i = SECTIONS.index(section)
    links = []
    if i > 0:
        before = SECTIONS[i - 1]
        links.append(dcc.Link(f"← {before.TITLE}", href=address(before.PATH), className="previous"))
    if i + 1 < len(SECTIONS):
        after = SECTIONS[i + 1]
        links.append(dcc.Link(f"{after.TITLE} →", href=address(after.PATH), className="following"))
    return html.Nav(links, className="next", **aria(label="Previous and next"))
