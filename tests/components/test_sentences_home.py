"""What the first page says at every position of its slider, against sets that are made here."""

from __future__ import annotations

import pytest

from components.course import LESSONS
from components.lessons.home import Home
from tests.components.sentences import sentences

LESSON = next(section for section in LESSONS if section.name == "home")


@pytest.mark.parametrize("shared", range(51))
def test_what_is_said_of_the_two_sets_holds_for_them(shared: int) -> None:
    sentence = sentences(LESSON, LESSON.show(Home(overlap=shared)))["say"]
    a, b = set(range(50)), set(range(50 - shared, 100 - shared))
    both, union = len(a & b), len(a | b)
    assert both == shared
    assert sentence.startswith(f"Each set has 50 items. It shares {both} of them with the other, {2 * both}%. ")
    assert ("Nothing is in both, so the score is 0" in sentence) == (not both)
    assert ("The sets are the same, and the score is 1" in sentence) == (a == b)
    if both and a != b:
        score = f"Together the sets hold {union} items, so the score is {both} of {union}, {both / union:.3f}. "
        assert f"{score}Every item that only one of them holds makes the union larger." in sentence
        assert 0 < both / union < 1
