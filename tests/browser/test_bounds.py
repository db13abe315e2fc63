"""An address out of bounds, gone back to, opens what it opened; tests/client/test_bounds.py has what becomes of each value."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.states import spread

THERE = ["/errors?fp=abc&fn=99", "/errors?fp=1e999&fn=99&fp=3"]


@pytest.mark.parametrize("there", spread(THERE, 0, always=THERE[1:]))
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
