"""The address: whatever it says, the state is one that the controls can show."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.course import LESSONS
from components.state import Bitmap, Choice, Number, State, Subset, Text, Whole, href, of
from tests.states import LINES

T = Number("t", "Threshold", 0.845, 0, 1, 0.005, "{:.3f}")
N = Whole("n", "Sample size", 400, 50, 5000, 50)
OFFSET = Whole("dx", "Offset", 4, -20, 20, 1)
MODE = Choice("mode", "Mode", "one", {"one": "One", "two": "Two"})
A = Subset("a", "A", (1, 2), 10)
LINE = Text("line", "Line", "As it was", 12)


@dataclass(frozen=True)
class Page(State):
    t: float = of(T)
    mode: str = of(MODE)
    a: tuple[int, ...] = of(A)


@dataclass(frozen=True)
class Larger(Page):
    n: int = of(N)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0.38", 0.38), ("0.3812", 0.38), (0.38, 0.38), ("7", 1), ("-7", 0), ("inf", 1), ("-inf", 0), ("nan", 0.845),
        ("", 0.845), ("abc", 0.845), (None, 0.845), (True, 0.845), ([1], 0.845), ({}, 0.845), ("1" * 400, 0.845),
        ("1e-3", 0), ("  0.5 ", 0.5), ("0,38", 0.38), ("0,5,1", 0.845),
        ("0x1", 0.845), ("0_1", 0.845), ("٠", 0.845), ("Infinity", 1), (".5", 0.5), ("1.", 1), ("+.5e0", 0.5), (" ", 0.845),
    ],
)  # fmt: skip
def test_a_number_is_bounded_or_the_default(given: object, expected: float) -> None:
    assert T.bound(given) == expected


def test_a_number_has_the_documents_grid_to_the_last_bit() -> None:
    assert T.values() == [i / 200 for i in range(201)]
    assert all(T.at(T.index(value)) == value for value in T.values())
    assert OFFSET.values() == list(range(-20, 21))
    assert OFFSET.show(-3) == "−3"


@given(anything)
def test_whatever_comes_in_is_bounded(value: Any) -> None:
    assert T.bound(value) in T.values()
    assert N.bound(value) in N.values()
    assert MODE.bound(value) in MODE.choices
    assert set(A.bound(value)) <= set(range(10))
    assert len(LINE.bound(value)) <= 12
    for param in (T, N, MODE, A, LINE):
        bound = param.bound(value)
        assert param.bound(bound) == bound
        assert param.bound(param.text(bound)) == bound


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("1,2,5", (1, 2, 5)), ("5,5,1", (1, 5)), ("", ()), ([3, 1], (1, 3)), ("1,99,-1", (1,)), ("x", (1, 2)),
        ("1,x", (1, 2)), (None, (1, 2)), (7, (1, 2)), ([None, 3], (3,)), ("9" * 5000, ()), ([[1]], ()),
        ("+3, 1", (1, 3)), ("0_3", (1, 2)), ("٣", (1, 2)), (",", (1, 2)), ("3,123456789,x", (1, 2)), ("3,123456789", (3,)),
    ],
)  # fmt: skip
def test_a_subset_is_bounded_or_the_default(given: object, expected: tuple[int, ...]) -> None:
    assert A.bound(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""), (" two  words ", " two  words "), ("x" * 13, "x" * 12), ("🍕" * 13, "🍕" * 12),
        ("a\nb\tc\x00d\x85e", "a b c d e"), ("half \ud800", "half  "), ("<b>&amp;", "<b>&amp;"),
        *((given, "As it was") for given in (None, 7, True, ["a"], {})),
    ],
)  # fmt: skip
def test_a_line_of_text_is_bounded_or_the_default(given: object, expected: str) -> None:
    assert LINE.bound(given) == expected


@given(st.text(max_size=30))
def test_an_address_brings_back_any_line(line: str) -> None:
    @dataclass(frozen=True)
    class Lines(State):
        line: str = of(LINE)

    value = LINE.bound(line)
    query = urlsplit(href("/p", Lines, line=value)).query
    assert query.isascii()
    assert not set(query) & set("<>\"' #")
    assert Lines.read(dict(parse_qsl(query, keep_blank_values=True))) == Lines(value)


def test_unknown_keys_are_dropped_and_missing_ones_filled() -> None:
    assert Page.read({"mode": "two", "x": 1}) == Page(t=0.845, mode="two", a=(1, 2))


def test_a_state_has_a_field_for_each_parameter_those_of_its_parts_first() -> None:
    assert Larger.params() == (T, MODE, A, N)
    assert [p.key for p in Larger.params()] == [field.name for field in fields(Larger)]
    assert Larger.read({"n": "1e9", "t": "nonsense"}).values() == {"t": 0.845, "mode": "one", "a": (1, 2), "n": 5000}
    assert isinstance(Larger().n, int)


@pytest.mark.parametrize("section", LESSONS, ids=lambda s: s.name)
def test_every_field_of_a_state_is_named_after_its_parameter(section: Any) -> None:
    assert [field.name for field in fields(section.state)] == [param.key for param in section.params]


def test_an_address_leaves_defaults_out_and_says_the_rest() -> None:
    assert href("/p", Page, t=0.845) == "/p"
    assert href("/p", Page, t=0.38, mode="two", a=(1, 5)) == "/p?t=0.38&mode=two&a=1,5"
    assert href("/p", Page, a=()) == "/p?a="


@pytest.mark.parametrize("wrong", [{"t": 2}, {"t": 0.381}, {"mode": "three"}])
def test_a_link_to_a_state_that_does_not_exist_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not a value of"):
        href("/p", Page, **wrong)


def test_a_link_with_an_unknown_key_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"has the parameters \['a', 'mode', 't'\], got 'u'"):
        href("/p", Page, u=1)


@given(st.data())
def test_an_address_brings_back_its_state(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from([s for s in LESSONS if s.params]))
    state: dict[str, Any] = {}
    for param in section.params:
        if isinstance(param, Number):
            state[param.key] = param.at(data.draw(st.integers(0, param.count - 1)))
        elif isinstance(param, Choice):
            state[param.key] = data.draw(st.sampled_from(list(param.choices)))
        elif isinstance(param, Text):
            state[param.key] = param.bound(data.draw(st.sampled_from(LINES)))
        elif isinstance(param, Bitmap):
            letters = st.text("AZaz09-_", max_size=param.letters)
            state[param.key] = param.bound(data.draw(letters))
        else:
            assert isinstance(param, Subset)
            state[param.key] = param.bound(data.draw(st.lists(st.integers(0, param.size - 1))))
    address = urlsplit(href(section.path, section.state, **state))
    assert section.state.read(dict(parse_qsl(address.query, keep_blank_values=True))).values() == state
