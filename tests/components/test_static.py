"""What stands still is one component: nothing of a page is lost by it, and nothing live is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from components import shell
from components.course import LESSONS
from components.live import view
from components.markup import finished
from components.markup.attributes import aria
from components.markup.elements import element
from components.markup.static import Static, elements, settled
from components.page import controls, draw, groups
from tests.conftest import plain

PAGES = [*(partial(shell.lesson_page, section) for section in LESSONS), shell.all_lessons, shell.not_found]
with_pages = pytest.mark.parametrize("page", PAGES, ids=[*(s.name for s in LESSONS), "all", "404"])


def seen_by_dash(part: Any) -> Iterator[dict[str, Any]]:
    """Every component that Dash finds in a layout as JSON: it looks into children alone."""
    if isinstance(part, list):
        for each in part:
            yield from seen_by_dash(each)
    elif isinstance(part, dict):
        yield part
        yield from seen_by_dash(part["props"].get("children"))


def in_tree(parts: list[Any]) -> Iterator[list[Any]]:
    """Every element of a tree."""
    for part in parts:
        if isinstance(part, list):
            yield part
            yield from in_tree(part[2:])


@with_pages
def test_a_page_is_the_same_as_without_the_pass(page: Callable[[], Component], monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = finished.html(plain(page()))
    for module in (shell, view, controls, draw, groups):
        monkeypatch.setattr(module, "settled", lambda content: content)
    without = plain(page())
    assert not any(found["type"] == "Static" for found in seen_by_dash(without))
    assert finished.html(without) == with_it


@with_pages
def test_what_has_an_id_is_live_and_every_other_element_stands_still(page: Callable[[], Component]) -> None:
    for found in seen_by_dash(plain(page())):
        if found["type"] == "Static":
            named = [attributes for _, attributes, *_ in in_tree(found["props"]["tree"]) if "id" in attributes]
            assert all(attributes["role"] == "tooltip" for attributes in named), (
                "what a term means is for the term alone"
            )
            assert any(isinstance(part, list) for part in found["props"]["tree"]), "nothing in it stands still"
        else:
            assert "id" in found["props"], found


def test_what_is_live_is_a_child_and_its_place_a_number() -> None:
    slot, field = html.Span("0.5", id="x-j"), dcc.Input(id="x-t", type="range")
    made = settled(html.P(["J is ", slot, html.B("!"), field], className="say"))
    assert made.tree == [["p", {"className": "say"}, "J is ", 0, ["b", {}, "!"], 1]]
    assert plain(made.children) == plain([slot, field])


def test_inside_of_what_is_live_the_rest_stands_still() -> None:
    box = html.Div([html.P("a"), html.Span("0.5", id="x-j")], id="x-box", hidden=True)
    (live,) = settled(html.Div(box)).children
    assert (live["props"]["id"], live["props"]["hidden"]) == ("x-box", True)
    inside = live["props"]["children"]
    assert inside.tree == [["p", {}, "a"], 0]
    assert [each["props"]["id"] for each in inside.children] == ["x-j"]


@pytest.mark.parametrize("content", ["0.5", ["J is ", "0.5"], None, Static([["p", {}, "a"]], [])], ids=repr)
def test_what_has_nothing_to_put_together_stays_as_it_is(content: Any) -> None:
    assert plain(settled(content)) == plain(content)


def test_a_text_is_text() -> None:
    text = '<script>alert("1")</script>'
    made = settled(html.P(text, title=text))
    assert made.tree == [["p", {"title": text}, text]]
    assert finished.html(made) == (
        '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;">&lt;script&gt;alert("1")&lt;/script&gt;</p>'
    )


def test_a_number_is_a_text_and_none_is_nothing() -> None:
    assert settled(html.Td([7, None, 0.5], className=None)).tree == [["td", {}, "7", "0.5"]]


def test_a_link_stands_still() -> None:
    made = settled([dcc.Link(html.Span("Sets"), href="/sets", className="chip"), dcc.Link("Masks", href="/masks")])
    assert made.tree == [
        ["a", {"href": "/sets", "className": "chip"}, ["span", {}, "Sets"]],
        ["a", {"href": "/masks"}, "Masks"],
    ]


def test_the_elements_come_back_as_they_were() -> None:
    slot = html.Span("0.5", id="x-j")
    row = html.Tr([html.Th("J", scope="row"), element("Td", 7), html.Td(slot), html.Td(html.Br())], **aria(label="r"))
    button = html.Button(["Copy", html.I("!")], type="button", tabIndex=-1)
    made = settled([row, button])
    assert finished.html(elements(made.tree, made.children)) == finished.html([row, button])


class Seen(HTMLParser):
    """The ids of a page, and its words outside folds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.words: list[str] = []
        self._folds = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self._folds += tag == "details"

    def handle_endtag(self, tag: str) -> None:
        self._folds -= tag == "details"

    def handle_data(self, data: str) -> None:
        if not self._folds:
            self.words.append(data)


@with_pages
def test_ids_are_one_word_and_numbers_have_few_digits_outside_folds(page: Callable[[], Component]) -> None:
    seen = Seen(finished.html(plain(page())))
    assert seen.ids
    assert [id for id in seen.ids if re.search(r"[\s,]", id)] == []
    assert re.findall(r"\d\.\d{7,}", " ".join(seen.words)) == []
