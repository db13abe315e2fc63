"""The browser reads an address exactly as Python does, and leaves nothing in it that is out of bounds."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from dash._pages import _parse_query_string
from playwright.sync_api import expect

from components.course import SECTIONS
from components.state import Choice, Number, Subset
from tests.browser.conftest import Tab

PARAMS = [param for section in SECTIONS for param in section.params]

TEXTS = [
    "", " ", "0", "-0", "+1", "1.", ".5", ".", "1.5", "2.5", "0.3812", "0.8425", "0.0025", "-5", "-0.0001", "99", "1e9", "1e-9",
    "1e999", "-1e999", "1E3", "1e", "e5", "1_0", "0x10", "0b1", "1n", "nan", "NaN", "inf", "-inf", "+Infinity", "infinit", "null",
    "undefined", "true", "[]", "{}", "abc", "١٢", "１", "²", "½", "1,5", "1;5", " 7 ", "\t7\n", "\u00a07", "\ufeff7", "7\x00",
    "\x1c7", "\x857", "1" * 40, "1" * 41, "0" * 39 + "5", "9" * 400, "1,2,5", "5,5,1", "1,99,-1", ",", "1,,2", "1,x", "-0,+3",
    " 3, 1", "12345678,1", "123456789,1", "xxxxxxxxx,1", "😀😀😀😀😀,1", "0_3", ",".join(["1"] * 200), "1,1.0", "1.0", "𝟏",
    "constructor", "__proto__", "drawn", "calibrated", "Drawn", "printed", "exact",
]  # fmt: skip

# Answers {text: value} of one control, as the address of a page would be read.
READ = """([control, queries]) => queries.map((query) =>
  window.dash_clientside.jaccard.bounds.fromQuery(control, new URLSearchParams(query)))"""


def control(param: Number | Choice | Subset) -> dict[str, Any]:
    fallback = list(param.default) if isinstance(param, Subset) else param.default
    return {"key": param.key, "fallback": fallback, "bounds": param.browser()}


def test_the_browser_bounds_every_text_as_python_does(tab: Tab) -> None:
    tab.open("/")
    for param in PARAMS:
        queries = [f"?{param.key}={quote(text)}" for text in [*TEXTS, *map(str, _near(param))]]
        queries += [
            f"?{param.key}=1&{param.key}=2",
            f"?{param.key}=1+2",
            f"?{param.key}",
            f"?{param.key}=%ff%",
            "",
            "?x=1",
        ]
        read = tab.page.evaluate(READ, [control(param), queries])  # type: ignore[list-item]
        for query, value in zip(queries, read, strict=True):
            given = _parse_query_string(query)
            expected = param.bound(given[param.key]) if param.key in given else param.default
            assert value == (list(expected) if isinstance(expected, tuple) else expected), (param, query)


def _near(param: object) -> list[float]:
    """Numbers on the grid, between two of its points, and beyond its ends."""
    if not isinstance(param, Number):
        return []
    grid = [param.at(i) for i in {0, 1, param.count // 3, param.count // 2, param.count - 2, param.count - 1}]
    return [value + part * param.step for value in grid for part in (-1.2, -0.5, -0.49, 0, 0.3, 0.5, 0.51, 1.2)]


@pytest.mark.parametrize("there", ["/errors?fp=abc&fn=99", "/errors?fp=1e999&fn=99&fp=3"])
def test_going_back_to_an_address_out_of_bounds_gives_the_state_that_it_opens(tab: Tab, there: str) -> None:
    tab.open(there)
    said = tab.page.locator("#errors").inner_text()
    tab.page.get_by_role("link", name="5 and 5", exact=True).click()
    expect(tab.page.locator("#errors-fp-shown")).to_have_text("5")
    tab.at_rest()
    tab.page.go_back()
    expect(tab.page.locator("#errors-fn-shown")).to_have_text("30")
    tab.at_rest()
    assert tab.page.locator("#errors").inner_text() == said
    expect(tab.page.get_by_label("False positives (FP)", exact=True)).to_have_value("10")
    assert parse_qs(tab.page.url.partition("?")[2]) == {"fn": ["30"]}
