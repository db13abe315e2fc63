"""The page for a reader's own predictions: the ways to it, and what stands on it where no file may be sent."""

from __future__ import annotations

import pytest

from components import shell
from components.course import LESSONS
from components.markup.finished import html
from components.own import page


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_list_leads_to_it_and_so_do_the_ways_on_of_some_lessons(lesson):
    written = html(shell.lesson_page(lesson))
    ways = written.count(f"<b>{page.TITLE}</b>")
    assert ways == (lesson.path in shell.LEAD_TO_OWN)
    assert written.count(f'href="{page.PATH}" target="_self"') == 2 + ways, (
        "in the list at the side, and in that of a phone"
    )


def test_the_paths_that_lead_to_it_are_lessons():
    assert set(shell.LEAD_TO_OWN) <= {lesson.path for lesson in LESSONS}


def test_where_no_file_may_be_sent_the_page_says_so():
    off, on = html(shell.own(0)), html(shell.own(20_000_000))
    assert "switched this page off" in off
    assert "data-own" not in off
    assert 'data-limit="20000000"' in on
    assert "at most 20 MB" in on
