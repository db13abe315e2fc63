"""What the lessons on errors say in random states, against counts computed here."""

from __future__ import annotations

import pytest

from components.lessons.errors import same_hits, same_positives
from components.lessons.errors.same_hits import SAY as HITS
from components.lessons.errors.same_hits import TELL, SameHits
from components.lessons.errors.same_positives import SAY as POSITIVES
from components.lessons.errors.same_positives import SamePositives
from tests.components.sentences import found, number, sentences, shown, states


def over(above: int, below: int) -> str:
    return f"{above / below:.3f}" if below else "0/0, undefined"


@pytest.mark.parametrize("state", states(same_hits.LESSON, 12), ids=str)
def test_every_claim_on_the_same_hits_holds_in_random_states(state: SameHits) -> None:
    said = sentences(same_hits.LESSON, shown(same_hits.LESSON, state))

    tp, fp, fn = state.tp, state.fp, state.fn
    assert f": J = {over(tp, tp + fp + fn)}. " in said[HITS.id]
    assert ("J stays the same" in said[HITS.id]) == (tp > 0 and 0 < fp + fn < 60), "another cell has as many errors"
    assert ("J is 1" in said[HITS.id]) == (tp > 0 and fp + fn == 0)
    assert f"Here it is {over(tp, tp + fp)}. Recall" in said[TELL.id]
    assert said[TELL.id].endswith(f"Here it is {over(tp, tp + fn)}.")
    for falls in ("falls with every false positive", "falls with every false negative"):
        assert (falls in said[TELL.id]) == (tp > 0), "0 cannot fall"
    assert (over(tp, tp + fp + 1) < over(tp, tp + fp)) == (tp > 0) or tp + fp == 0


@pytest.mark.parametrize("state", states(same_positives.LESSON, 12), ids=str)
def test_every_claim_on_the_same_positives_holds_in_random_states(state: SamePositives) -> None:
    said = sentences(same_positives.LESSON, shown(same_positives.LESSON, state))
    hits, union = state.pos - state.mfn, state.pos + state.mfp
    text = said[POSITIVES.id]
    assert f"J = {over(hits, union)}." in text
    assert ("Find one more" in text) == (state.mfn > 0)
    assert ("Drop one false positive" in text) == (state.mfp > 0)
    better = [("Find one more", hits + 1, union)] * (state.mfn > 0) + [("Drop one false positive", hits, union - 1)] * (
        state.mfp > 0
    )
    for what, above, below in better:
        said_j = found(rf"{what}, and J = ([\d.]+)\.", text)[0]
        assert above / below >= hits / union
        assert round(above / below, len(said_j) - 2) == number(said_j)
        assert len(said_j) > 5 or said_j == over(above, below)  # more digits only where three do not tell the two apart
    assert ("no false positive matters" in text) == (hits == 0 and state.mfp > 0)
    if 0 < hits < union:
        # one false negative less makes up for so many false positives more
        worth = number(found(r"1/J = ([\d.]+) false positives", text)[0])
        assert (hits + 1) / (union + union / hits) == pytest.approx(hits / union)
        assert worth == pytest.approx(union / hits, abs=0.051)
