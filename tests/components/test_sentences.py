"""What holds for the sentences of every section, in random states of each."""

from __future__ import annotations

import re
from typing import Any

import pytest

from components.course import LESSONS
from components.markup.finished import html
from components.page import Lesson
from tests.components.sentences import lines, sentences, shown, states, wrongly_written

FEW = 20
SLOW = {"soft-jaccard-seeds": 2}  # each of its states trains models on many seeds


@pytest.mark.parametrize("section", [s for s in LESSONS if s.params], ids=lambda s: s.name)
def test_numbers_and_their_nouns_agree_in_every_state_and_no_line_ends_at_an_equals_sign(section: Lesson[Any]) -> None:
    for state in states(section, SLOW.get(section.name, FEW)):
        page = shown(section, state)
        for sentence in sentences(section, page).values():
            assert not list(wrongly_written(sentence)), state
        live = [page.texts[target] for line in lines(section) for target in line.targets()]
        assert not [text for text in live if " = " in text], state


@pytest.mark.parametrize("section", LESSONS, ids=lambda s: s.name)
def test_no_line_of_prose_ends_at_an_equals_sign(section: Lesson[Any]) -> None:
    paragraphs = re.findall(r"<p[ >].*?</p>", html(section.layout()), re.DOTALL)
    words = [re.sub(r"<code>.*?</code>|<[^>]*>", "", each) for each in paragraphs]
    assert not [each for each in words if " = " in each]


@pytest.mark.parametrize(
    "sentence",
    [
        "1 positives",
        "1 of 30 positives are found",
        "1 false positive are dropped",
        "finds 0 of no positives",
        "finds all 2 positives",
        "2 of 2 items are right",
        "none of the 2 positives",
        "The union has 2 items. All of them are true positives",
        "2 times more likely",
        "0.313 against 0.313",
        "moved by -2",
        "J is nan",
        "30 positives is found",
    ],
)
def test_what_is_written_wrongly_is_seen(sentence: str) -> None:
    assert list(wrongly_written(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "1 of 30 positives is found, 2 of 30 positives are not, 0 of 30 are",
        "11 positives, 1 positive, 0.1 positives, 2·1 positives, all 12 items",
        "2 of 20 items, 1 of 2 items, 12 of 12 items. All of them, none of the 20 positives",
        "0.313 against 0.3131, from −0.2 to 1 and 2 times as likely",
    ],
)
def test_what_is_written_rightly_is_let_be(sentence: str) -> None:
    assert not list(wrongly_written(sentence))
