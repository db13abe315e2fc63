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
    alarms = counted(len(pred - true), "false positive")
    if not true:
        assert sentence.startswith(f"Nothing is positive here, and the model makes {alarms}. ")
    else:
        few = {
            (0, 1): "misses the only positive",
            (1, 1): "finds the only positive",
            (0, 2): "finds neither positive",
            (2, 2): "finds both positives",
        }
        share = {0: f"none of the {len(true)}", len(true): f"all {len(true)}"}.get(hits, f"{hits} of the {len(true)}")
        words = few.get((hits, len(true)), f"finds {share} positives")
        assert sentence.startswith(f"The model {words} and makes {alarms}. ")
    if not union:
        assert (
            "Accuracy is 1. Jaccard is 0/0, undefined: nothing is positive and nothing is predicted positive"
            in sentence
        )
    elif true == pred:
        assert sentence.endswith("Without an error every score is 1.")
    else:
        items = "1 item that is" if union == 1 else f"{union} items that are"
        assert f"only at the {items} positive or predicted positive: {hits}/{union} = {hits / union:.3f}. " in sentence
        assert f"Accuracy is {right}/6 = {right / 6:.3f}. " in sentence
        assert (f"It is higher because it also counts {counted(6 - union, 'true negative')}." in sentence) == (
            union < 6
        )
        assert (right / 6 > hits / union) == (union < 6)
        assert ("The two are equal because there is no true negative." in sentence) == (right / 6 == hits / union)
    if "Where a score is 0/0" in said["agreement"]:
        assert not true or not pred, "recall or precision"
