"""What holds for the hover texts of every figure, in random states of each section.

What they say of their numbers is checked in test_cells_<section>.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from components.course import LESSONS
from components.page import Lesson
from tests.components.hovers import hovers
from tests.components.sentences import shown, states, wrongly_written

FEW, SLOW = 6, {"soft-jaccard-seeds": 1}  # each state of that one trains models on many seeds


@pytest.mark.parametrize("section", [s for s in LESSONS if s.graphs and s.params], ids=lambda s: s.name)
def test_a_hover_is_written_as_the_sentences_are(section: Lesson[Any]) -> None:
    for state in states(section, SLOW.get(section.name, FEW)):
        for id, figure in shown(section, state).figures.items():
            for text in {hover.text for trace in hovers(figure) for hover in trace}:
                assert "NaN" not in text, (id, state)
                assert not list(wrongly_written(text.replace("<br>", " "))), (id, state)
