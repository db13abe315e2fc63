"""The glossary: every term of the field in the order of the alphabet, with what it means and the lessons that use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.course import LESSONS
from components.live.view import Shown
from components.page import Lesson, Made
from components.state import address
from components.words.formula import coloured, fraction
from components.words.glossary import TERMS, Term, found

TITLE = "Glossary"
SUMMARY = "What the words of the field mean, and the lessons that use them."


def glossary() -> Component:
    """Return the page."""
    head = html.Header([html.H1(TITLE, id="glossary-title"), html.P(SUMMARY, className="intro")], className="top")
    terms = sorted(TERMS, key=lambda term: term.name.casefold())
    entries = html.Dl([html.Div(_entry(term)) for term in terms], className="glossary")
    return html.Section([head, entries], className="section")


def _entry(term: Term) -> list[Component]:
    also = f" · {', '.join(term.also)}" if term.also else ""
    return [
        html.Dt([html.B(term.name), also], id=term.id),
        html.Dd(list(_linked(term))),
        *([html.Dd(_formula(*term.formula), className="formula small")] if term.formula else []),
        html.Dd(_lessons(term), className="uses"),
    ]


def _linked(term: Term) -> Iterator[Component | str]:
    """Return what a term means, with links to the other terms in it."""
    end = 0
    for other, start, stop in found(term.meaning):
        if other is term:
            continue
        yield term.meaning[end:start]
        yield html.A(term.meaning[start:stop], href=address(other.address))
        end = stop
    yield term.meaning[end:]


def _formula(left: str, right: str, denominator: str = "") -> list[Any]:
    whole = fraction(coloured(right), coloured(denominator)) if denominator else html.Span(coloured(right))
    return [html.I(left), html.Span("="), whole]


def _lessons(term: Term) -> list[Component | str]:
    """Return links to the lesson that teaches a term, and to the others that use it."""
    teaches = next(lesson for lesson in LESSONS if lesson.path == term.taught)
    uses = [lesson for lesson in LESSONS if lesson is not teaches and term in _used(lesson)]
    links: list[Component | str] = ["Taught in ", _link(teaches)]
    for k, lesson in enumerate(uses):
        links += [" · " if k else ". Used in ", _link(lesson)]
    return links


def _link(lesson: Lesson[Any]) -> Component:
    return dcc.Link(lesson.title, href=address(lesson.path))


@cache
def _used(lesson: Lesson[Any]) -> frozenset[Term]:
    """Return the terms that a lesson uses in what it declares; no state of it has to be computed for that."""
    empty = Shown(lesson.name, lesson.path, lesson.state(), {}, {}, {}, {}, {})
    parts = [getattr(lesson, field.name) for field in fields(lesson) if field.name not in OTHER]
    return frozenset(each.term for text in _texts(parts, empty) for each in found(text))


OTHER = {"path", "chapter", "state", "view", "work"}  # fields of a lesson that have no text


def _texts(part: Any, empty: Shown) -> Iterator[str]:
    """Return the texts in a part of a lesson. A name in the code, such as an id, has no space in it."""
    if isinstance(part, str):
        if " " in part:
            yield part
    elif isinstance(part, Mapping):
        yield from _texts([*part, *part.values()], empty)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each, empty)
    elif isinstance(part, Made):
        yield from _texts(part.make(empty), empty)
    elif isinstance(part, Component):
        if not isinstance(part, dcc.Link):
            yield from _texts(getattr(part, "children", None), empty)
    elif not isinstance(part, Lesson | type) and not callable(part) and hasattr(part, "__dict__"):
        yield from _texts(list(vars(part).values()), empty)
