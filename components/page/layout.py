"""How a lesson is laid out: its head, its figure with controls at the left, what is asked, and its folds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import dcc, html
from dash.development.base_component import Component

from components.live.frames import control_id, plain, scrubbed
from components.live.view import Shown
from components.markup.attributes import aria, classes, data
from components.page.controls import reset_button
from components.page.draw import Draw
from components.page.pieces import Content, lay, until
from components.page.screens import Screen, marks, marks_of_summary, marks_of_title
from components.page.terms import explained
from components.state import address

if TYPE_CHECKING:
    from components.page.lesson import Lesson

BRAND = "Jaccard Lab"
UNANSWERED = "The server did not answer. The figures and numbers are still those from before your last change."


def lesson_page(lesson: Lesson[Any], shown: Shown) -> Component:
    """Return the page of a lesson in one state."""
    head = html.Header(
        [
            html.Div(
                [
                    html.Div([_over(lesson), html.H1(lesson.title, id=shown.id("title"))]),
                    html.Div([_open_controls(shown), reset_button(lesson.name)], className="chips")
                    if lesson.params
                    else None,
                ],
                className="title",
            ),
            *(html.P(part, className="intro") if isinstance(part, str) else part for part in lay(lesson.idea, shown)),
            html.P(
                lesson.summary, className="summary", **marks_of_summary(lesson.screens)
            ),  # the idea in one line, for a lecture
        ],
        className="top",
        **marks_of_title(lesson.screens),
    )
    question = _marked([lesson.question] if lesson.question else [], shown, lesson.screens)
    below = _marked(lesson.below, shown, lesson.screens)
    body = [
        *question,
        _stage(lesson, shown) if lesson.figures else None,
        html.Div(below, className="panel below", **marks(lesson.screens, *lesson.below)) if below else None,
        _named(lesson, shown),
        *_marked(lesson.after, shown, lesson.screens),
        html.Div(lay(lesson.folds, shown), className="folds"),
        _whole(lesson, shown),
    ]
    filled = {shown.id(target.id) for target in lesson.targets if target.prop == "children"}
    content = explained([head, *body], shown.id, filled)
    return html.Section(_live(content, shown), className="section", **aria(labelledby=shown.id("title")))


def _over(lesson: Lesson[Any]) -> Component:
    """Return what stands above the title; who has followed a link and is here for the first time reads what this is."""
    number, topic = lesson.chapter
    if not number:
        return html.Div(topic, className="over")
    course = dcc.Link("a course on the Jaccard score", href=address("/"))
    here = html.Span([html.Span(" · "), "one lesson of ", course], className="newcomer")
    return html.Div([f"{number} · {topic}", here], className="over")


def _open_controls(shown: Shown) -> Component:
    """Return the link out of an address that hides or locks controls; the style sheet shows it there."""
    to = address(shown.path)
    return html.A("Open all controls", href=to, target="_self", className="opens-controls", **data(leads="controls"))


def _whole(lesson: Lesson[Any], shown: Shown) -> Component:
    """Return what stands below a lesson in a frame: the way to its page, in a tab of its own."""
    page = html.A(f"{lesson.title} · {BRAND}", href=address(shown.path), target="_blank", **data(leads="page"))
    return html.Nav(
        [page, *([_open_controls(shown)] if lesson.params else [])], className="whole", **aria(label="Whole page")
    )


def failure(sentence: str, *, whole_page: bool = False) -> Component:
    """Return what the style sheet shows once a request has failed: a sentence, and a button that asks again."""
    button = html.Button("Try again", type="button", className="chip", **data(retry="yes"))
    return html.Div(
        [html.Span(sentence), button], className="failed whole-page" if whole_page else "failed", role="alert"
    )


def _live(content: Sequence[Any], shown: Shown) -> Component:
    """Return content with the frames and the state beside it, and what the browser has to know of the address.

    It is an element of its own inside the lesson: Dash writes two wildcard attributes of one element in an order that
    differs from process to process, and copies of the application have to answer with the same bytes.
    """
    framed = scrubbed(shown.frames)
    ids = {p.key: control_id(shown.lesson, p.key) for p in shown.state.params()}
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
        id=shown.lesson,
        **data(address=json.dumps(known)),
    )


def _stage(lesson: Lesson[Any], shown: Shown) -> Component:
    # the figures come first: on a phone they are on top, and must not push down what has come before them
    lead, figures, controls = (lay(contents, shown) for contents in (lesson.lead, lesson.figures, lesson.controls))
    if lead and all(shown.hides(piece) for piece in lesson.lead):
        lead.append(until("Shown", shown))
    for graph in lesson.looks.values():
        _mark(_figure(figures, shown.id(graph.id)), lesson.screens, graph)
    return html.Div(
        [
            html.Div(figures, className="panel figures"),
            html.Div(lead, className="panel lead") if lead else None,
            html.Div(controls, className="panel controls") if controls else None,
        ],
        className=classes(
            "stage",
            squared=any(getattr(getattr(each, "figure", each), "square", False) for each in lesson.figures),
            headed=any(getattr(each, "className", "") == "chart-title" for each in lesson.figures),
            looks=bool(lesson.looks),
        ),
        **_marks_of_stage(lesson),
    )


def _marks_of_stage(lesson: Lesson[Any]) -> dict[str, Any]:
    """Return the screens of the figures: first their own, and what is drawn is drawn on those of the question."""
    own = marks(lesson.screens, lesson, *lesson.looks.values())
    asked = marks(lesson.screens, lesson.question) if isinstance(lesson.question, Draw) else {}
    return {name: " ".join([own[name], *([asked[name]] if asked else [])]) for name in own}


def _named(lesson: Lesson[Any], shown: Shown) -> Component | None:
    """Return what was seen by its name, and beside it the task; None if there is neither."""
    called = html.Section(
        [
            html.H2("What it is called"),
            html.Div(
                [
                    html.Div(_paragraphs(lay(lesson.called, shown)), className="veiled" if lesson.question else None),
                    until("Shown", shown) if lesson.question else None,
                ],
                className="either",
            ),
        ],
        className="panel",
    )
    panels = [*([called] if lesson.called else []), *lay([lesson.task] if lesson.task else [], shown)]
    return html.Div(panels, className="named") if panels else None


def _paragraphs(laid: Sequence[Any]) -> list[Component]:
    return [html.P(part) if isinstance(part, str) else part for part in laid]


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


def _marked(contents: Sequence[Content], shown: Shown, screens: Sequence[Screen]) -> list[Any]:
    """Return contents filled by a state, each marked with the screens of a lecture that it belongs to."""
    return [_mark(laid, screens, content) for content, laid in zip(contents, lay(contents, shown), strict=True)]


def _mark(component: Component, screens: Sequence[Screen], content: Any) -> Component:
    for name, numbers in marks(screens, content).items():
        setattr(component, name, numbers)
    return component
