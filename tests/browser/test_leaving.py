"""What is under way on a page ends with the page: nothing of it reaches the next one."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Route, expect

from components.shell import ALL_PATH
from tests.browser.conftest import Tab

ONLY = "id => [...document.querySelectorAll('[data-address]')].map((section) => section.id).join() === id"


def hold(tab: Tab, of: str = "") -> Callable[[], None]:
    """Hold back every request to a callback whose body names `of`, until the function returned is called."""
    held: list[Route] = []
    holding = True

    def take(route: Route) -> None:
        if holding and of in str(route.request.post_data):
            held.append(route)
        else:
            route.continue_()

    def release() -> None:
        nonlocal holding
        holding = False
        assert held
        for route in held:
            route.continue_()

    tab.page.route("**/_dash-update-component", take)
    return release


def test_the_page_of_all_has_no_state_and_nothing_of_it_reaches_the_next_page(tab: Tab) -> None:
    """Not what a slider left there, nor what one does there while the next page is on its way."""
    tab.open(ALL_PATH)
    tab.page.locator("#thresholds-t").fill("0.3")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.300")
    tab.page.evaluate("document.activeElement.blur()")
    tab.at_rest()
    tab.page.keyboard.press("r")
    tab.at_rest()
    assert tab.page.locator("#thresholds-t").input_value() == "0.3", "R resets nothing"
    assert tab.page.url == tab.address + ALL_PATH

    release = hold(tab)
    tab.page.locator("#thresholds-t").press("ArrowLeft")
    tab.page.locator("nav.side").get_by_role("link", name="Where to cut").click()
    tab.page.locator("#thresholds-t").press("Home")
    expect(tab.page.locator("#thresholds-t-shown")).to_have_text("0.000")
    release()
    tab.wait(ONLY, "thresholds")
    tab.at_rest()
    assert tab.page.url == tab.address + "/thresholds"
    expect(tab.page.locator("#thresholds-t")).to_have_value("0.845")
    expect(tab.page.locator("#thresholds-t-shown")).to_have_text("0.845")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.845")

    # but what was set right before leaving a page is there again on coming back
    tab.page.locator("#thresholds-t").press("ArrowLeft")
    tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
    tab.wait(ONLY, "errors")
    tab.page.go_back()
    tab.wait(ONLY, "thresholds")
    tab.at_rest()
    assert tab.page.url == tab.address + "/thresholds?t=0.84"
    expect(tab.page.locator("#thresholds-t")).to_have_value("0.84")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.840")


def test_what_is_asked_for_a_page_that_is_left_is_given_up_and_undoes_nothing(tab: Tab) -> None:
    tab.open("/thresholds")
    said = tab.page.locator("#thresholds").inner_text()
    hold(tab, of="thresholds-state")
    tab.page.locator("#thresholds-n").press("End")
    tab.wait("() => document.querySelector('[aria-busy=true]')")
    with tab.page.expect_event("requestfailed"):
        tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
    tab.wait(ONLY, "errors")
    tab.page.locator("nav.side").get_by_role("link", name="Where to cut").click()
    tab.wait(ONLY, "thresholds")
    tab.at_rest()
    assert tab.page.locator("#thresholds").inner_text() == said
    assert tab.page.url == tab.address + "/thresholds"

    # and a link pressed while its page is being loaded again is not undone by it
    tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
    tab.wait(ONLY, "errors")
    tab.at_rest()
    release = hold(tab)
    tab.page.locator("nav.side").get_by_role("link", name="Where to cut").click()
    tab.page.go_back()
    tab.page.get_by_role("link", name="5 and 5", exact=True).click()
    tab.page.wait_for_url("**/errors?fp=5")
    release()
    expect(tab.page.locator("#errors-fp-shown")).to_have_text("5")
    tab.at_rest()
    assert tab.page.url == tab.address + "/errors?fp=5"
    expect(tab.page.locator("#errors-fn-shown")).to_have_text("5")
    expect(tab.page.get_by_label("False positives (FP)", exact=True)).to_have_value("5")
