"""Notes and plans: every screen has its note, plans name screens that there are, and readers' pages have no notes."""

from __future__ import annotations

import re

import pytest

from components import shell
from components.course import LESSONS
from components.handout import of_lesson
from components.lecture import presenter
from components.lecture.notes import NOTES, note
from components.lecture.plans import ALL, PATH, PLANS, TITLE, stops
from components.markup.finished import html

STOPS = list(stops(LESSONS))
NAMES = {lesson.path: [screen.name for screen in lesson.screens] for lesson in LESSONS}


def test_every_screen_of_the_core_has_a_note_of_two_to_four_short_sentences() -> None:
    core = [stop for stop in STOPS if not stop.lesson.further]
    assert [stop for stop in core if stop.note.words == stop.lesson.summary] == []
    assert NOTES.keys() <= NAMES.keys()
    for path, notes in NOTES.items():
        for name, words in notes.items():
            sentences = re.split(r"(?<=[.?!:”]) (?=[A-Z])", words)
            assert 2 <= len(sentences) <= 4, (path, name)
            assert all(len(each.split()) <= 30 for each in sentences), (path, name)


@pytest.mark.parametrize("minutes", PLANS)
def test_a_plan_names_screens_that_there_are_and_takes_no_longer_than_it_says(minutes: int) -> None:
    for path, names in PLANS[minutes].items():
        assert names == ALL or set(names) <= set(NAMES[path]), path
    planned = list(stops(LESSONS, minutes))
    assert 0.75 * minutes <= sum(stop.note.minutes for stop in planned) <= minutes
    # an answer follows its question
    places = [(stop.lesson.path, stop.number) for stop in planned]
    for stop in planned:
        if stop.screen.name == "Question":
            assert (stop.lesson.path, stop.number + 1) in places


def test_the_list_of_every_page_leads_to_the_plans() -> None:
    for page in (*map(shell.lesson_page, LESSONS), shell.all_lessons(), shell.glossary_page(), shell.own(0)):
        lists = re.findall(r"<nav.*?</nav>", html(page))
        assert sum(f'href="{PATH}"' in each and f"<span>{TITLE}</span>" in each for each in lists) == 2, (
            "the list at the side, and that of a phone"
        )


def test_the_list_marks_the_plans_where_they_are_open() -> None:
    assert html(shell.lectures()).count(f'aria-current="page" class="current"><a href="{PATH}"') == 2


def test_readers_get_no_notes_and_a_lecturer_gets_all() -> None:
    pages = "".join(html(shell.lesson_page(lesson)) for lesson in LESSONS) + html(shell.lectures())
    given = html(presenter.page(LESSONS))
    for stop in STOPS:
        words = html(stop.note.words)
        assert words in given
        assert stop.lesson.path not in NOTES or words not in pages
    lesson = LESSONS[1]
    words = html(note(lesson, lesson.screens[0]).words)
    assert words not in of_lesson(lesson).finished
    assert words in of_lesson(lesson, notes=True).finished
