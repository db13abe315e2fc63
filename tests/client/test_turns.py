"""Figures that are handed to plotly at once are drawn in turns, between which the page answers."""

from __future__ import annotations

from tests.client.run import answer


def test_figures_are_drawn_in_turns_and_hear_of_no_wheel() -> None:
    # two figures make a turn; one that is no longer there is not drawn, and one that was drawn is drawn anew at once
    done, last = answer("turns")
    assert done == ["page", "a", "b", "page", "c", "d", "a", "at once", "click"]
    assert last == "third", "what came last stays"
