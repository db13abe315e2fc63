"""The browser writes the address of a state as Python does, and leaves in it what says how pages are shown."""

from __future__ import annotations

from typing import Any

from components.course import LESSONS
from components.live.frames import control_id, plain
from components.page import Lesson
from components.state import Bitmap, Choice, Number, Subset, Text, href
from components.state.params import Param
from tests.client.run import answer
from tests.conftest import with_controls
from tests.states import LINES

CARRIED, SCREEN, VIEW = ["theme", "lecture", "plan"], "screen", ["hide", "lock", "embed", "answer"]
STAYS = "theme=dark&lecture=1&screen=2&hide=n,seed&lock=t&embed=1"


def some(param: Param) -> list[Any]:
    """Values of a parameter: the ends, the one in the middle, those beside the default; every choice; some subsets."""
    if isinstance(param, Number):
        at = param.index(param.default)
        return [
            param.at(min(max(k, 0), param.count - 1))
            for k in (0, 1, at - 1, at, at + 1, param.count // 2, param.count - 1)
        ]
    if isinstance(param, Choice):
        return list(param.choices)
    if isinstance(param, Text):
        return [param.bound(line) for line in LINES]
    if isinstance(param, Bitmap):
        return ["", "_" * param.letters, "-Az", param.default]
    assert isinstance(param, Subset)
    return [(), tuple(range(param.size)), (0,), (param.size - 1,), tuple(range(0, param.size, 3)), param.default]


def states(section: Lesson[Any]) -> list[dict[str, Any]]:
    """Each value of each parameter with all else at its first value, and states that differ in everything."""
    alone = [{p.key: value} for p in section.params for value in some(p)]
    return [{}, *alone, *({p.key: some(p)[k % len(some(p))] for p in section.params} for k in range(7))]


def known(section: Lesson[Any]) -> dict[str, Any]:
    """What a page knows of its address."""
    controls = [
        {"key": p.key, "id": control_id(section.name, p.key), "fallback": plain(p.default)} for p in section.params
    ]
    return {"path": section.path, "controls": controls}


@with_controls
def test_the_browser_writes_the_address_of_every_state_as_python_does(section: Lesson[Any]) -> None:
    walked = states(section)
    ids = [{control_id(section.name, key): plain(value) for key, value in state.items()} for state in walked]
    expected = [href(section.path, section.state, **state) for state in walked]
    # a query says the rest: what it says of the state, of anything else, and in whatever order, is of no matter
    searches = ["", "?", f"?{STAYS}", f"x=1&{section.params[0].key}=0&{STAYS}&fbclid=a%20b"]
    asked = [(known(section), values, search) for search in searches for values in ids]
    told = answer("query", asked, [])["addresses"]
    plainly, nothing, *kept = (told[k : k + len(ids)] for k in range(0, len(told), len(ids)))
    assert plainly == nothing == expected
    for found in kept:
        assert found == [f"{address}{'&' if '?' in address else '?'}{STAYS}" for address in expected]


def test_what_is_ticked_in_any_order_is_one_state() -> None:
    """Check boxes append what is ticked last."""
    asked, expected = [], []
    for section in LESSONS:
        for p in section.params:
            for value in map(p.bound, some(p) if isinstance(p, Subset) else ()):
                asked.append((known(section), {control_id(section.name, p.key): plain(value)[::-1]}, ""))
                expected.append(href(section.path, section.state, **{p.key: value}))
    assert len(asked) > 20
    assert answer("query", asked, [])["addresses"] == expected


def test_no_control_has_a_key_that_says_how_a_page_is_shown() -> None:
    assert answer("query", [], [])["keys"] == [CARRIED, VIEW]
    keys = {param.key for section in LESSONS for param in section.params}
    assert not keys & {*CARRIED, SCREEN, *VIEW}


# A query, what another one says, which keys are meant (None: those of the display), and what comes of it.
DISPLAYS: list[tuple[str, str, list[str] | None, str]] = [
    ("", "", None, ""),
    ("?", "?&&", None, ""),
    ("?t=0.5", "", None, "?t=0.5"),
    ("?t=0.5", "?theme=dark", None, "?t=0.5&theme=dark"),
    ("t=0.5", "theme=dark", None, "?t=0.5&theme=dark"),
    ("", "?t=0.5&theme=dark&lecture=1&screen=3&hide=n", None, "?theme=dark&lecture=1&screen=3"),
    ("?theme=light&t=0.5&screen=1", "?theme=dark", None, "?t=0.5&theme=dark"),
    ("?theme=light&t=0.5&lecture=1&screen=1", "?x=1", None, "?t=0.5"),
    ("?themes=1&theme&t=1", "?theme", None, "?themes=1&t=1&theme"),
    ("?theme=light&screen=4", "?theme=dark&screen=2", CARRIED, "?screen=4&theme=dark"),
    ("?hide=n", "?hide=t&lock=n&theme=dark", VIEW, "?hide=t&lock=n"),
    ("?a=1,2&b=%20", "?theme=a%26b&lecture==", None, "?a=1,2&b=%20&theme=a%26b&lecture=="),
]


def test_a_query_takes_what_another_one_says_of_the_display() -> None:
    asked = [(search, other, *([keys] if keys else [])) for search, other, keys, _ in DISPLAYS]
    assert answer("query", [], asked)["displays"] == [found for *_, found in DISPLAYS]
