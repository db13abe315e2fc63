"""The screens of a lecture: which there are, what of a page belongs to each, and what the style sheet has rules for."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from components import lecture
from components.course import LESSONS
from components.markup.finished import html
from components.page import Draw, Lesson
from components.page.predict import Predict
from components.page.screens import MOST, screens

CSS = (Path(__file__).parents[2] / "assets" / "lecture.css").read_text(encoding="utf-8")
HEAD = ("top", "summary")
NAMES = {each.name: each for each in LESSONS}


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


each_section = pytest.mark.parametrize("section", LESSONS, ids=lambda section: section.name)


@each_section
def test_every_screen_shows_something_and_has_one_title(section: Lesson[object]) -> None:
    marked = Marked(html(section.layout())).found
    numbers = range(1, len(section.screens) + 1)
    title, summary = (next(each for _, name, each in marked if name == head) for head in HEAD)
    shown = [n for _, name, each in marked if name not in HEAD for n in each]
    assert section.screens
    assert set(shown) == set(numbers)
    for number, screen in enumerate(section.screens, 1):
        assert (number in title) is not screen.headed
        assert (number in summary) is not (screen.headed or screen.name == "Question"), "it might answer the question"


@each_section
def test_screens_follow_each_other_as_on_the_page(section: Lesson[object]) -> None:
    firsts = [each[0] for _, name, each in Marked(html(section.layout())).found if name not in HEAD]
    assert firsts == sorted(firsts)


@each_section
def test_a_question_has_two_screens_and_a_figure_at_least_one(section: Lesson[object]) -> None:
    questions = [piece for piece in section.pieces if isinstance(piece, Predict | Draw)]
    names = [screen.name for screen in section.screens]
    assert names.count("Question") == names.count("Answer") == len(questions)
    for at, name in enumerate(names):
        assert (name == "Question") == (names[at + 1 : at + 2] == ["Answer"])
    assert len(names) >= 2 * len(questions) + bool(section.figures)


def test_of_the_folds_a_hint_is_a_screen_and_what_has_a_name_below_is_one() -> None:
    assert [screen.name for screen in NAMES["exercises-1"].screens] == ["Figure", "Hint", "One more hint"]
    third = [screen.name for screen in NAMES["exercises-3"].screens]
    assert third == ["Question", "Answer", "Figure", "Hint", "One more hint"]
    named = [screen.name for screen in NAMES["home"].screens if screen.headed]
    assert named == ["The way through"]


def test_one_figure_at_a_time() -> None:
    assert [screen.name for screen in NAMES["averaging"].screens][2:4] == ["Cell by cell", "Their averages"]


def test_the_style_sheet_has_a_rule_for_as_many_screens_as_a_section_can_have() -> None:
    rules = set(map(int, re.findall(r'\[data-screen~="(\d+)"\]', CSS)))
    assert rules == set(range(1, MOST + 1))
    section = NAMES["home"]
    with pytest.raises(ValueError, match="screens"):
        screens(replace(section, after=[*section.after] * MOST))


def test_the_foot_counts_along_the_core_to_its_end_and_a_further_lesson_stands_after_its_own() -> None:
    def widths(lesson: Lesson[object]) -> list[float]:
        return [float(width) for width in re.findall(r"width:([\d.]+)%", html(lecture.walk(LESSONS, lesson)))]

    along = [width for lesson in LESSONS if not lesson.further for width in widths(lesson)]
    assert along == sorted(set(along))
    assert along[-1] == 100
    assert all(len(widths(lesson)) == len(lesson.screens) for lesson in LESSONS)
    assert widths(NAMES["masks"])[-1] < widths(NAMES["masks-border"])[0] + 1


def test_the_overview_leads_to_every_screen() -> None:
    links = re.findall(r'href="([^"]+screen=\d+)"', html(lecture.overview(LESSONS, NAMES["sets"])))
    wanted = [
        f"{section.path}?lecture=1&amp;screen={k}" for section in LESSONS for k in range(1, len(section.screens) + 1)
    ]
    assert links == wanted
