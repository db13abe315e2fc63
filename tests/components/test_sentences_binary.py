"""What /binary says in random states, against Python's own sets."""

from __future__ import annotations

from typing import Any

import pytest

from components.lessons.binary import LESSON, Binary
from tests.components.sentences import sentences, states
from tests.states import every

# States in which a sentence was wrong, or takes a turn that few random ones take.
KNOWN: list[dict[str, Any]] = [
    {"true": (1, 2), "pred": (3,)},
    {"true": (1, 2), "pred": (1, 2)},
    {"true": (3,), "pred": ()},
    {"true": (), "pred": ()},
    {"true": (), "pred": (0, 1, 2, 3, 4, 5)},
    {"true": (0, 1, 2, 3, 4, 5), "pred": (0, 1, 2, 3, 4)},
]
ALL = [*(Binary(**values) for values in KNOWN), *states(LESSON, 60)]


def counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


@pytest.mark.parametrize("state", ALL, ids=str if every() else None)
def test_what_is_said_of_the_model_holds_for_its_labels(state: Binary) -> None:
    said = sentences(LESSON, LESSON.show(state))
    sentence, true, pred = said["say"], set(state.true), set(state.pred)
    hits, union = len(true & pred), len(true | pred)
    right = 6 - len(true ^ pred)
    assert len(sentence.split()) <= 30
    if not union:
        assert sentence.startswith("J is 0/0, undefined. ")
        assert sentence.endswith(" Accuracy is 1.")
    elif true == pred:
        assert sentence.endswith("The model makes no error, so every score is 1.")
    else:
        items = "1 item that is" if union == 1 else f"{union} items that are"
        both = f"Of {items} positive or predicted positive, {hits} {'is' if hits == 1 else 'are'} both."
        assert sentence.startswith(f"J is {hits / union:.3f}. {both} Accuracy is {right / 6:.3f}, because ")
        negatives = f"{counted(6 - union, 'true negative')} {'counts' if union == 5 else 'count'} too."
        assert sentence.endswith(negatives) == (union < 6)
        assert sentence.endswith("there is no true negative.") == (right / 6 == hits / union)
    if "Where a score is 0/0" in said["agreement"]:
        assert not true or not pred, "recall or precision"
