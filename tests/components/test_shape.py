"""The shape of a lesson: the question, the figure, the name of what was seen, one thing to try.

Every lesson that asks asks first. What else is asked of the shape holds for the lessons that have taken it on: those that say
how what was seen is called.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from components.course import LESSONS
from components.markup.finished import html
from components.page import Draw, Lesson
from components.words.line import Line
from tests.components.sentences import shown, states

MOST = 30  # words of a sentence that follows a slider
ASKING = [lesson for lesson in LESSONS if lesson.question]
SHAPED = [lesson for lesson in LESSONS if lesson.called]
by_name = {"ids": lambda lesson: lesson.name}


def places(page: str, *marks: str) -> list[int]:
    return [page.index(mark) for mark in marks]


@pytest.mark.parametrize("lesson", ASKING, **by_name)
def test_the_question_stands_between_the_head_and_the_figure(lesson: Lesson[Any]) -> None:
    page = html(lesson.layout())
    figure = ['class="stage'] if lesson.figures else []
    order = places(page, "<h1", 'class="predict', *figure)
    assert order == sorted(order)
    assert page.count('class="predict') == 1, "it asks once"


@pytest.mark.parametrize("lesson", ASKING, **by_name)
def test_what_a_question_hides_is_on_the_page_and_veiled(lesson: Lesson[Any]) -> None:
    assert lesson.question
    for piece in lesson.question.hides:
        assert any(piece is each for each in lesson.pieces), piece
    page = html(lesson.layout())
    assert len(re.findall(r'class="[^"]*\bveiled"', page)) == len(lesson.question.hides) + bool(lesson.called)
    skips = bool(lesson.question.hides) or isinstance(lesson.question, Draw)
    assert ("Skip</button>" in page) == skips, "there is something to skip"
    assert re.fullmatch("[a-z]+", lesson.question.name), "the browser tells it from the questions of other lessons"


@pytest.mark.parametrize("lesson", SHAPED, **by_name)
def test_a_lesson_of_the_shape_has_all_of_it_in_this_order(lesson: Lesson[Any]) -> None:
    page = html(lesson.layout())
    task = [">Try it<"] if lesson.task else []
    order = places(page, 'class="stage', ">What it is called<", *task, 'class="folds')
    assert order == sorted(order)
    (idea,) = lesson.idea
    assert isinstance(idea, str)
    assert len(re.findall(r"[.?!](?:\s|$)", idea)) == 1, "one sentence says what it is about"


@pytest.mark.parametrize("lesson", SHAPED, **by_name)
def test_a_sentence_says_the_number_first_and_has_at_most_30_words_in_every_state(lesson: Lesson[Any]) -> None:
    lines = [
        piece for piece in lesson.pieces if isinstance(piece, Line) and piece.live and "import " not in piece.template
    ]
    assert lines
    for state in [lesson.state(), *states(lesson, 12)]:
        texts = shown(lesson, state).texts
        for line in lines:
            said = line.said(texts)
            assert len(said.split()) <= MOST, said
            assert re.search(r"\d", " ".join(said.split()[:8])), said
