"""The screens of a lecture: which there are, what of a page belongs to each, and what the style sheet has rules for."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from components import lecture
from components.course import SECTIONS
from components.markup.finished import html
from components.page import Section
from components.page.predict import Predict
from components.page.screens import MOST, screens

CSS = (Path(__file__).parents[2] / "assets" / "lecture.css").read_text(encoding="utf-8")
NAMES = {each.name: each for each in SECTIONS}


class Marked(HTMLParser):
    """What a page marks: the numbers of each element, with the element's name and class."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, list[int]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if "data-screen" in attributes:
            numbers = [int(each) for each in (attributes["data-screen"] or "").split()]
            self.found.append((tag, attributes.get("class") or "", numbers))


each_section = pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)


@each_section
def test_every_screen_shows_something_and_has_one_title(section: Section[object]) -> None:
    marked = Marked(html(section.layout())).found
    numbers = range(1, len(section.screens) + 1)
    title = next(each for tag, name, each in marked if name == "top")
    headings = [n for tag, _, each in marked if tag == "h2" for n in each]
    shown = [n for tag, name, each in marked if tag != "h2" and name != "top" for n in each]
    assert section.screens
    assert set(shown) == set(numbers)
    assert not set(title) & set(headings)
    for number, screen in enumerate(section.screens, 1):
        assert (number in title) is not screen.headed


@each_section
def test_screens_follow_each_other_as_on_the_page(section: Section[object]) -> None:
    firsts = [each[0] for tag, name, each in Marked(html(section.layout())).found if tag != "h2" and name != "top"]
    assert firsts == sorted(firsts)


@each_section
def test_a_question_has_two_screens_and_a_part_at_least_one(section: Section[object]) -> None:
    questions = [piece for piece in section.pieces if isinstance(piece, Predict)]
    names = [screen.name for screen in section.screens]
    assert names.count("Question") == names.count("Answer") == len(questions)
    for at, name in enumerate(names):
        assert (name == "Question") == (names[at + 1 : at + 2] == ["Answer"])
    assert len(names) >= 2 * len(questions) + len(section.parts)


def test_what_has_no_name_below_the_parts_is_no_screen_and_of_the_folds_a_hint_is_one() -> None:
    names = [screen.name for screen in NAMES["exercises"].screens]
    first, second, third = (part.title for part in NAMES["exercises"].parts)
    assert names == [first, "Hint", second, "Hint", "Question", "Answer", third, "Hint", "Question", "Answer"]


def test_one_figure_at_a_time() -> None:
    names = [screen.name for screen in NAMES["averaging"].screens]
    assert names[:2] == ["Several labels for each sample", "Their averages"]
    assert names[4:] == ["Which of two models is better?", "One class for each item", "Their averages"]


def test_the_style_sheet_has_a_rule_for_as_many_screens_as_a_section_can_have() -> None:
    rules = set(map(int, re.findall(r'\[data-screen~="(\d+)"\]', CSS)))
    assert rules == set(range(1, MOST + 1))
    section = NAMES["home"]
    with pytest.raises(ValueError, match="screens"):
        screens(replace(section, parts=[*section.parts] * MOST))


def test_the_foot_counts_through_the_course_to_its_end() -> None:
    widths = [re.findall(r"width:([\d.]+)%", html(lecture.walk(SECTIONS, section))) for section in SECTIONS]
    along = [float(width) for each in widths for width in each]
    assert along == sorted(set(along))
    assert along[-1] == 100
    assert len(along) == sum(len(section.screens) for section in SECTIONS)


def test_the_overview_leads_to_every_screen() -> None:
    links = re.findall(r'href="([^"]+)"', html(lecture.overview(SECTIONS, NAMES["sets"])))
    wanted = [
        f"{section.path}?lecture=1&amp;screen={k}" for section in SECTIONS for k in range(1, len(section.screens) + 1)
    ]
    assert links == wanted
