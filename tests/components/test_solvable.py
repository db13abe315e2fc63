"""Tasks that a few values solve: none is solved at first, and for each an answer is known."""

from __future__ import annotations

from typing import Any

import pytest

from components.course import LESSONS
from components.lessons.averaging.multilabel import cells_of
from components.page import Lesson
from components.page.checks import MET, OPEN
from tests.components.sentences import shown

ANSWERS: dict[str, dict[str, Any]] = {
    "sets": {"a": (0, 1, 2, 3), "b": (0, 1)},
    "sets-baskets": {"a": (0, 1, 2), "b": (0, 1, 3)},
    "sets-words": {"b": "The cat sat on one, two, three."},
    "binary": {"pred": (0,)},
    "averaging": {"true": cells_of("011", "000", "000", "000"), "pred": cells_of("111", "100", "100", "100")},
    "averaging-ranking": {
        "true": cells_of("100", "001", "111", "001"),
        "pred": cells_of("100", "000", "010", "001"),
    },
    "averaging-classes": {
        **{f"t{i}": "0" for i in range(1, 7)},
        **{f"p{i}": "1" if i == 6 else "0" for i in range(1, 7)},
    },
    "soft-jaccard": {"gradient": "exact", "iteration": 50},
    "soft-jaccard-test": {"seed": 50},
    "soft-jaccard-threshold": {"seed": 45},
    "soft-jaccard-seeds": {"seeds": 80},
    "thresholds-calibration": {"temp": 0.5, "odds": 3},
    "thresholds-without-labels": {"labelled": 100, "plugtemp": -2.0},
}


def marks(lesson: Lesson[Any], **values: Any) -> list[str]:
    assert lesson.task
    page = shown(lesson, lesson.state(**values))
    return [page.output(target) for target in lesson.task.checks.targets() if target.prop == "className"]


@pytest.mark.parametrize("lesson", [each for each in LESSONS if each.name in ANSWERS], ids=lambda each: each.name)
def test_a_task_is_open_at_first_and_can_be_solved(lesson: Lesson[Any]) -> None:
    assert OPEN in marks(lesson)
    assert set(marks(lesson, **ANSWERS[lesson.name])) == {MET}
