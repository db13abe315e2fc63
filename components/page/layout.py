"""How a section is laid out: its head, its parts with controls at the left and figures at the right, and its folds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dash import dcc, html
from dash.development.base_component import Component

from components.live.frames import control_id, plain, scrubbed
from components.live.view import Shown
from components.markup.attributes import aria, classes, data
from components.page.controls import reset_button
from components.page.pieces import Content, lay
from components.page.screens import Screen, marks, marks_of_title
from components.state import address

if TYPE_CHECKING:
    from components.page.section import Part, Section

BRAND = "Jaccard Lab"
MAIN = "main"  # the name in an address of a part that has none
UNANSWERED = "The server did not answer. The figures and numbers are still those from before your last change."


def section_page(section: Section[Any], shown: Shown) -> Component:
    """Return the page of a section in one state."""
    head = html.Header(
        [
            html.Div(
                [
                    html.Div([_over(section), html.H1(section.title, id=shown.id("title"))]),
                    html.Div([_open_controls(shown), reset_button(section.name)], className="chips")
                    if section.params
                    else None,
                ],
                className="title",
            ),
            *_paragraphs(section.idea, shown),
            html.P(section.summary, className="summary"),  # the idea in one line, for a lecture
        ],
        className="top",
        **marks_of_title(section.screens),
    )
    body = [
        *_parts(section.parts, shown, section.screens),
        *_screens(section.below, shown, section.screens),
        html.Div(lay(section.folds, shown), className="folds"),
        _whole(section, shown),
    ]
    return html.Section(_live([head, *body], shown), className="section", **aria(labelledby=shown.id("title")))


def _over(section: Section[Any]) -> Component:
    """Return what stands above the title; who has followed a link and is here for the first time reads what this is."""
    if not section.number:
        return html.Div(section.topic, className="over")
    course = dcc.Link("a course on the Jaccard score", href=address("/"))
    here = html.Span([html.Span(" · "), "one section of ", course], className="newcomer")
    return html.Div([f"{section.number} · {section.topic}", here], className="over")


def _open_controls(shown: Shown) -> Component:
    """Return the link out of an address that hides or locks controls; the style sheet shows it there."""
    to = address(shown.path)
    return html.A("Open all controls", href=to, target="_self", className="opens-controls", **data(leads="controls"))


def _whole(section: Section[Any], shown: Shown) -> Component:
    """Return what stands below a part or a section that is embedded: the way to the whole page, in a tab of its own."""
    page = html.A(f"{section.title} · {BRAND}", href=address(shown.path), target="_blank", **data(leads="page"))
    return html.Nav(
        [page, *([_open_controls(shown)] if section.params else [])], className="whole", **aria(label="Whole page")
    )


def part_alone(part: Part[Any], shown: Shown, screens: Sequence[Screen] = ()) -> Component:
    """Return one part of a section, with what its sliders need and without the rest of the page.

    `screens` are those of a lecture on the part.
    """
    return html.Section(_live(_parts([part], shown, screens), shown), className="section alone")


def failure(sentence: str, *, whole_page: bool = False) -> Component:
    """Return what the style sheet shows once a request has failed: a sentence, and a button that asks again."""
    button = html.Button("Try again", type="button", className="chip", **data(retry="yes"))
    return html.Div(
        [html.Span(sentence), button], className="failed whole-page" if whole_page else "failed", role="alert"
    )


def _live(content: Sequence[Any], shown: Shown) -> Component:
    """Return content with the frames and the state beside it, and what the browser has to know of the address.

    It is an element of its own inside the section's: Dash writes two wildcard attributes of one element in an order that
    differs from process to process, and copies of the application have to answer with the same bytes.
    """
    framed = scrubbed(shown.frames)
    ids = {p.key: control_id(shown.section, p.key) for p in shown.state.params()}
    controls = [
        {
            "key": p.key,
            "id": ids[p.key],
            "fallback": plain(p.default),
            "value": plain(value),
            "bounds": p.browser(),
        }
        for p, value in zip(shown.state.params(), shown.state.values().values(), strict=True)
    ]
    known = {
        "path": address(shown.path),
        "controls": controls,
        "asks": [id for id in ids.values() if id not in framed],
        "state": shown.id("state"),
    }
    values = {key: plain(value) for key, value in shown.state.values().items()}
    return html.Div(
        [
            dcc.Store(id=shown.id("frames"), data=dict(shown.frames)),
            dcc.Store(id=shown.id("state"), data=values),
            *content,
            *([failure(UNANSWERED)] if controls else []),
        ],
        id=shown.section,
        **data(address=json.dumps(known)),
    )


def _parts(parts: Sequence[Part[Any]], shown: Shown, screens: Sequence[Screen]) -> list[Component]:
    """Return the parts one below the other; cards that follow each other share a deck."""
    laid: list[Component] = []
    for in_deck, group in groupby(parts, lambda part: part.card):
        if in_deck:
            laid.append(html.Div([_card(part, shown, screens) for part in group], className="deck"))
        else:
            laid += [_part(part, shown, screens) for part in group]
    return laid


def _part(part: Part[Any], shown: Shown, screens: Sequence[Screen]) -> Component:
    stage = _stage(part, shown, screens)
    question = _screens([part.question] if part.question else [], shown, screens)
    alone = data(alone=part.name or MAIN)
    if not part.title:
        if part.idea or part.below:
            raise ValueError(f"{shown.section}: a part without a title has no idea and no place below its stage")
        return html.Div([stage, *question], **alone)
    below = _screens(part.below, shown, screens)
    wide = [html.Div(below, className="panel below", **marks(screens, *part.below))] if below else []
    heading = html.H2(part.title, **marks(screens, part, *part.contents(), *part.looks.values()))
    contents = [heading, *_screens(part.idea, shown, screens), stage, *wide, *question]
    return html.Div(contents, className="part", **alone)


def _card(part: Part[Any], shown: Shown, screens: Sequence[Screen]) -> Component:
    laid = zip(part.contents(), lay(part.contents(), shown), strict=True)
    contents = [html.P(each) if isinstance(each, str) else _marked(each, screens, content) for content, each in laid]
    return html.Div(
        [html.H2(part.title), *contents],
        className="panel card-part",
        **marks(screens, part, *part.contents()),
        **data(alone=part.name),
    )


def _stage(part: Part[Any], shown: Shown, screens: Sequence[Screen]) -> Component:
    # the figures come first: on a phone they are on top, and must not push down what has come before them
    lead, figures, controls = (lay(contents, shown) for contents in (part.lead, part.figures, part.controls))
    for graph in part.looks.values():
        _marked(_figure(figures, shown.id(graph.id)), screens, graph)
    return html.Div(
        [
            html.Div(figures, className="panel figures"),
            html.Div(lead, className="panel lead") if lead else None,
            html.Div(controls, className="panel controls") if controls else None,
        ],
        className=classes(
            "stage",
            squared=any(getattr(getattr(each, "figure", each), "square", False) for each in part.figures),
            headed=any(getattr(each, "className", "") == "chart-title" for each in part.figures),
            looks=bool(part.looks),
        ),
        **marks(screens, part, *part.looks.values()),
    )


def _figure(laid: Sequence[Any], id: str) -> Component:
    """Return the frame of a figure among what is laid out, by the id of the figure."""
    waiting: list[Any] = list(laid)
    while waiting:
        each = waiting.pop()
        children = getattr(each, "children", None) or []
        inside: list[Any] = children if isinstance(children, list) else [children]
        if isinstance(each, html.Figure) and inside[0].id == id:
            return each
        waiting += inside
    raise LookupError(id)


def _screens(contents: Sequence[Content], shown: Shown, screens: Sequence[Screen]) -> list[Any]:
    """Return contents filled by a state, each marked with the screens of a lecture that it belongs to."""
    laid = zip(contents, _paragraphs(contents, shown), strict=True)
    return [_marked(component, screens, content) for content, component in laid]


def _marked(component: Component, screens: Sequence[Screen], content: Any) -> Component:
    for name, numbers in marks(screens, content).items():
        setattr(component, name, numbers)
    return component


def _paragraphs(idea: Sequence[Content], shown: Shown) -> list[Any]:
    return [html.P(part, className="intro") if isinstance(part, str) else part for part in lay(idea, shown)]
