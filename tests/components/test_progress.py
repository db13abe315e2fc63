"""The sentence on what the reader has done: every question and every task of the course counts in it, once."""

from __future__ import annotations

import re
from pathlib import Path

from components.course import LESSONS
from components.markup.finished import html
from components.page import Checks, Draw, Predict

ASSETS = Path(__file__).parents[2] / "assets"
COUNTED = re.compile(r'data-counts="(\w+)" data-words="([^"]+)"')


def test_the_first_page_counts_every_question_and_every_task_of_the_course() -> None:
    (home,) = (html(section.layout()) for section in LESSONS if section.path == "/")
    course = "".join(html(section.layout()) for section in LESSONS)
    questions, tasks = len(re.findall('class="predict( draw)?"', course)), course.count("data-task=")
    assert COUNTED.findall(home) == [
        ("answered", f" of {questions} questions answered, "),
        ("right", " right at first try. "),
        ("solved", f" of {tasks} tasks solved. "),
    ]
    assert questions == sum(isinstance(piece, Predict | Draw) for section in LESSONS for piece in section.pieces)
    assert tasks == sum(isinstance(piece, Checks) for section in LESSONS for piece in section.pieces)


def test_only_the_first_page_counts_and_the_last_one_clears() -> None:
    course = {section.path: html(section.layout()) for section in LESSONS}
    assert [path for path, page in course.items() if COUNTED.search(page)] == ["/"]
    assert [path for path, page in course.items() if 'data-clears="progress"' in page] == ["/exercises/3"]


def test_a_question_and_a_task_have_names_of_their_own_that_the_browser_takes() -> None:
    (allowed,) = re.findall(r"/(\^\[.*\$)/\.test", (ASSETS / "asleep" / "progress.js").read_text(encoding="utf-8"))
    course = "".join(html(section.layout()) for section in LESSONS)
    groups = re.findall(r'class="predict".*?name="finished-([^"]+)"', course)
    drawn = re.findall(r'class="predict draw" data-figure="[^"]+" data-question="([^"]+)"', course)
    names = [*groups, *drawn, *re.findall(r'data-task="([^"]+)"', course)]
    questions = len(re.findall('class="predict( draw)?"', course))
    assert len(set(names)) == len(names) == questions + course.count("data-task=")
    assert all(re.fullmatch(allowed.strip("^$"), name) for name in names)


def test_the_style_sheet_writes_the_words_with_the_numbers() -> None:
    css = (ASSETS / "style.css").read_text(encoding="utf-8")
    for what in ("answered", "right", "solved"):
        assert f'[data-counts={what}]::before {{ content: var(--{what}, "0") attr(data-words); }}' in css
