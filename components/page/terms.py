"""Terms of the field in the prose of a page: underlined where they stand first, with what they mean beside them.

What a term means lies hidden beside it, and the style sheet shows it where the term is pressed, hovered or focused, without a
script (assets/asleep/terms.js only closes it). It is as wide as its paragraph, so it needs no place to be computed, and it is
never wider than the window.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from copy import copy
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import aria
from components.markup.elements import Element, element
from components.state import address
from components.words.glossary import TERMS, Term, found

MOST = 7  # terms that a page underlines above its folds: more would be noise
# Paragraphs that are no prose: a sentence that moves, an answer that is not shown yet, what a lecture alone shows.
OTHERS = {"say", "answer", "summary", "chart-title"}


def explained(content: Sequence[Any], id: Callable[[str], str], filled: Container[str]) -> list[Any]:
    """Return the content of a page with its terms underlined.

    `id` makes the ids of the page. `filled` are the ids of elements whose content a state replaces. Where there are too
    many terms, those that the course comes to first stay without a line.
    """
    above, folded = (
        dict.fromkeys(term for term, inside in _terms(content, filled) if inside is where) for where in (False, True)
    )
    chosen = set(sorted(above, key=TERMS.index)[-MOST:])
    marked = _Marked(id, filled, {False: chosen, True: folded.keys() - chosen})
    return [marked.part(part) for part in content]


class _Marked:
    """A page on which each of some terms is underlined once; `waiting` are those still to come, above folds and in them."""

    def __init__(self, id: Callable[[str], str], filled: Container[str], waiting: dict[bool, set[Term]]) -> None:
        self.id, self.filled, self.waiting = id, filled, waiting

    def part(self, part: Any, *, folded: bool = False) -> Any:
        """Return a part of the page; what is declared once stands on many pages, so it is copied and not changed."""
        if not _is_open(part, self.filled):
            return part
        folded = folded or isinstance(part, html.Details)
        children = _children(part)
        if isinstance(part, html.P):
            inside = [each for child in children for each in self._prose(child, folded=folded)]
        else:
            inside = [self.part(child, folded=folded) for child in children]
        if len(inside) == len(children) and all(a is b for a, b in zip(inside, children, strict=True)):
            return part
        changed = copy(part)
        changed.children = inside
        return changed

    def _prose(self, text: Any, *, folded: bool) -> Iterator[Any]:
        if not isinstance(text, str):
            yield text
            return
        end = 0
        for term, start, stop in found(text):
            if term in self.waiting[folded]:
                self.waiting[folded].remove(term)
                if start > end:
                    yield text[end:start]
                yield self._term(term, text[start:stop])
                end = stop
        if end < len(text):
            yield text[end:]

    def _term(self, term: Term, words: str) -> Element:
        id = self.id(f"term-{term.id}")
        word = element("Span", words, className="word", role="button", tabIndex=0, **aria(describedby=id))
        more = element("A", "Glossary", href=address(term.address), className="more")
        meaning = element(
            "Span",
            [element("B", term.name), f" {term.meaning} ", more],
            id=id,
            className="meaning",
            role="tooltip",
        )
        return element("Span", [word, meaning], className="term")


def _terms(content: Sequence[Any], filled: Container[str], *, folded: bool = False) -> Iterator[tuple[Term, bool]]:
    """Return the terms in the prose of a page, in its order, each with whether it stands in a fold."""
    for part in content:
        if not _is_open(part, filled):
            continue
        inside = folded or isinstance(part, html.Details)
        if isinstance(part, html.P):
            yield from (
                (each.term, inside) for text in _children(part) if isinstance(text, str) for each in found(text)
            )
        else:
            yield from _terms(_children(part), filled, folded=inside)


def _is_open(part: Any, filled: Container[str]) -> bool:
    """Return whether there may be prose in a part: not in links and buttons, headings, tables, code, nor in what is filled."""
    if not isinstance(part, html.P | html.Div | html.Section | html.Header | html.Details | html.Fieldset):
        return isinstance(part, html.Ul | html.Ol | html.Li)
    if getattr(part, "id", None) in filled:
        return False
    return not (isinstance(part, html.P) and OTHERS & set((getattr(part, "className", None) or "").split()))


def _children(part: Component) -> list[Any]:
    children = getattr(part, "children", None)
    if children is None:
        return []
    return list(children) if isinstance(children, list | tuple) else [children]
