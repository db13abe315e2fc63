"""What the lessons on errors say in random states, against counts computed here."""

from __future__ import annotations

import re

import pytest

from components.lessons.errors import same_hits, same_positives
from components.lessons.errors.same_hits import SAY as HITS
from components.lessons.errors.same_hits import TELL, SameHits
from components.lessons.errors.same_positives import SAY as POSITIVES
from components.lessons.errors.same_positives import WORTH, SamePositives
from tests.components.sentences import found, number, sentences, shown, states


def over(above: int, below: int) -> str:
    return f"{above / below:.3f}" if below else "0/0, undefined"


@pytest.mark.parametrize("state", states(same_hits.LESSON, 12), ids=str)
def test_every_claim_on_the_same_hits_holds_in_random_states(state: SameHits) -> None:
    said = sentences(same_hits.LESSON, shown(same_hits.LESSON, state))

    tp, fp, fn = state.tp, state.fp, state.fn
    assert said[HITS.id].startswith(f"J is {over(tp, tp + fp + fn)}: ")
    assert ("and the same J" in said[HITS.id]) == (tp > 0 and 0 < fp + fn < 60), "another cell has as many errors"
    assert ("J is 1.000" in said[HITS.id]) == (tp > 0 and fp + fn == 0)
    assert re.match(rf"Precision is {over(tp, tp + fp)}(, and|\.)", said[TELL.id])
    assert re.search(rf" Recall is {over(tp, tp + fn)}(, and|\.)", said[TELL.id])
    for falls in ("falls with every false positive", "falls with every false negative"):
        assert (falls in said[TELL.id]) == (tp > 0), "0 cannot fall"
    assert (over(tp, tp + fp + 1) < over(tp, tp + fp)) == (tp > 0) or tp + fp == 0


@pytest.mark.parametrize("state", states(same_positives.LESSON, 12), ids=str)
def test_every_claim_on_the_same_positives_holds_in_random_states(state: SamePositives) -> None:
    said = sentences(same_positives.LESSON, shown(same_positives.LESSON, state))
    hits, union = state.pos - state.mfn, state.pos + state.mfp
    text = said[POSITIVES.id]
    assert text.startswith(f"J is {over(hits, union)}: ")
    assert ("One more found makes it" in text) == (state.mfn > 0)
    assert ("ne false positive fewer" in text) == (state.mfp > 0)
    better = [("One more found makes it", hits + 1, union)] * (state.mfn > 0) + [
        ("ne false positive fewer(?: makes it)?", hits, union - 1)
    ] * (state.mfp > 0)
    for what, above, below in better:
        said_j = found(rf"{what} (\d\.\d+)", text)[0]
        assert above / below >= hits / union
        assert round(above / below, len(said_j) - 2) == number(said_j)
        assert len(said_j) > 5 or said_j == over(above, below)  # more digits only where three do not tell the two apart
    worth = said[WORTH.id]
    assert ("no false positive matters" in worth) == (hits == 0 and state.mfp > 0)
    if 0 < hits < union:
        # one false negative less makes up for so many false positives more
        cost = number(found(r"1/J = ([\d.]+) false positives", worth)[0])
        assert (hits + 1) / (union + union / hits) == pytest.approx(hits / union)
        assert cost == pytest.approx(union / hits, abs=0.051)
