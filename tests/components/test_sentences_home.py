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
    said = f"the sets share {both} of their {union} items, and each has {50 - both} for itself."
    if not both:
        said = "nothing is in both sets."
    if a == b:
        said = "the two sets are the same."
    assert sentence == f"J is {both / union:.3f}: {said}"
