"""An address that is longer than any the site writes still opens a page, and nothing goes wrong in the console."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.states import spread


@pytest.mark.parametrize("length", spread([4_001, 60_000], 0, always=[60_000]))
def test_a_query_that_is_too_long_opens_the_default_state(tab: Tab, length: int) -> None:
    tab.open("/masks?dx=9&x=" + "x" * length)
    tab.at_rest()
    expect(tab.page.get_by_label("Circle offset", exact=True)).to_have_value("4")
    shown = tab.page.locator("#masks .say").first.inner_text()
    tab.page.goto(tab.address + "/masks")
    assert tab.page.locator("#finished-masks .say").first.inner_text() == shown


def test_back_to_a_query_that_is_too_long_opens_the_page_and_a_preset_of_a_slider_asks_no_one(tab: Tab) -> None:
    tab.open("/masks?x=" + "x" * 5_000)
    shown = tab.page.locator("#masks .say").first.inner_text()
    tab.page.locator("nav.side").get_by_role("link", name="Two sets").click()
    tab.page.wait_for_selector("#sets-title")
    tab.page.go_back()
    tab.page.wait_for_selector("#masks-title")
    tab.at_rest()
    assert tab.page.locator("#masks .say").first.inner_text() == shown
    asked = len(tab.requests)
    tab.page.get_by_role("link", name="Exact", exact=True).click()
    expect(tab.page.locator("#masks-dx-shown")).to_have_text("0")
    expect(tab.page.locator("#masks .say").first).not_to_have_text(shown)
    tab.at_rest()
    assert tab.requests[asked:] == []
