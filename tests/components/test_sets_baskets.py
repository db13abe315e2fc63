"""/sets/baskets, against Python's own sets."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

from components.lessons.sets.baskets import GOODS, LESSON, STATES, Baskets
from tests.components.cells import alike, cells, over
from tests.components.hovers import hovers
from tests.components.sentences import sentences, shown, states, wrongly_written
from tests.states import every

ALL = [Baskets(), *(Baskets(**values) for values in STATES.values()), *states(LESSON, 40)]
each_state = pytest.mark.parametrize("state", ALL, ids=str if every() else None)


def named(positions: Any) -> list[str]:
    return [GOODS[k] for k in sorted(positions)]


def listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


@each_state
def test_what_is_said_of_the_baskets_holds_for_them(state: Baskets) -> None:
    said = sentences(LESSON, shown(LESSON, state))
    a, b = set(state.a), set(state.b)
    union, both = a | b, a & b
    assert len(said["say"].split()) <= 30
    assert not [*wrongly_written(said["say"]), *wrongly_written(said["suggest"])]
    number = f"J is {float(Fraction(len(both), len(union))):.3f}. " if union else "J is 0/0, undefined. "
    assert said["say"].startswith(number)
    claims = {
        "Both baskets are empty": not union,
        "The baskets are the same": bool(union) and a == b,
        "The baskets share nothing": bool(union) and not both,
        f"The baskets share {len(both)} of the {len(union)} goods": bool(both) and a != b,
    }
    assert [claim for claim in claims if claim in said["say"]] == [claim for claim, holds in claims.items() if holds]
    # who shares nothing is no guide
    wanted = {"A": (b - a, "B"), "B": (a - b, "A")} if both else {}
    suggested = re.findall(r"suggest to (A|B) what only (A|B) has bought: (.*?)\.", said["suggest"])
    assert suggested == [(to, who, listed(named(goods))) for to, (goods, who) in wanted.items() if goods]


@each_state
def test_every_good_is_where_it_is_said_to_be(state: Baskets) -> None:
    page = shown(LESSON, state)
    a, b = set(state.a), set(state.b)
    alike(cells(page, "table"), [[name, x in a, x in b, x in a & b, x in a | b] for x, name in enumerate(GOODS)])
    alike(cells(page, "table-2"), [[f"{len(a & b)}/{len(a | b)}", over(len(a & b), len(a | b))]])
    wanted = {
        **dict.fromkeys(range(len(GOODS)), "in neither basket"),
        **dict.fromkeys(a, "only in A"),
        **dict.fromkeys(b, "only in B"),
        **dict.fromkeys(a & b, "in both baskets"),
    }
    (shelf,) = hovers(page.figures["shelf"])
    assert {hover.text for hover in shelf} == {f"{GOODS[x]}: {where}" for x, where in wanted.items()}
    for (hover,) in hovers(page.figures["union"]):
        count, where, goods = re.match(r"(\d+) (in both|only in A|only in B): (.*)$", hover.text).groups()  # type: ignore[union-attr]
        part = {"in both": a & b, "only in A": a - b, "only in B": b - a}[where]
        assert (int(count), goods) == (len(part), listed(named(part)))
