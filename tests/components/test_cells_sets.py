"""The cells and hovers of /sets and of the figure on the home page, against Python's own sets."""

from __future__ import annotations

import re

import pytest

from components.course import LESSONS
from components.lessons.sets import LESSON, Sets
from tests.components.cells import alike, cells, over
from tests.components.hovers import hovers
from tests.components.sentences import shown, states


def members(text: str) -> set[int]:
    return set(map(int, re.findall(r"\d+", text)))


@pytest.mark.parametrize("state", states(LESSON, 20), ids=str)
def test_every_element_is_where_it_is_said_to_be(state: Sets) -> None:
    page, universe = shown(LESSON, state), range(state.size)
    a, b = ({x for x in each if x in universe} for each in (state.a, state.b))
    alike(cells(page, "table"), [[x, x in a, x in b, x in a & b, x in a | b] for x in universe])
    alike(cells(page, "table-2"), [[f"{len(a & b)}/{len(a | b)}", over(len(a & b), len(a | b))]])
    (strip,) = hovers(page.figures["strip"])
    wanted = {
        **dict.fromkeys(universe, "in neither set"),
        **dict.fromkeys(a, "only in A"),
        **dict.fromkeys(b, "only in B"),
        **dict.fromkeys(a & b, "in both sets"),
    }
    said = {hover.text for hover in strip} - {""}
    assert said == {f"{x}: {where}" for x, where in wanted.items()}
    for (hover,) in hovers(page.figures["union"]):
        count, where = re.match(r"(\d+) (in both|only in A|only in B): ", hover.text).groups()  # type: ignore[union-attr]
        part = {"in both": a & b, "only in A": a - b, "only in B": b - a}[where]
        assert members(hover.text.partition(":")[2]) == part
        assert (int(count), hover.at["x"]) == (len(part), pytest.approx(len(part) / len(a | b)))


def test_the_numbers_of_the_two_circles_are_those_of_their_sizes() -> None:
    (home,) = (section for section in LESSONS if section.name == "home")
    rows = cells(shown(home, home.state()), "table")
    alike(rows, [[both, 50 - both, 50 - both, 100 - both, over(both, 100 - both)] for both in range(51)])
