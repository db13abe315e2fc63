"""What is under way on a page ends with the page: nothing of it reaches the next one."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Route, expect

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


def test_what_a_slider_left_on_the_page_of_all_does_not_reach_the_next_page(tab: Tab) -> None:
    tab.open("/all")
    tab.page.locator("#thresholds-t").press("Home")
    tab.page.locator("nav.side").get_by_role("link", name="Where to cut").click()
    tab.wait(ONLY, "thresholds")
    tab.at_rest()
    assert tab.page.url == tab.address + "/thresholds"
    expect(tab.page.locator("#thresholds-t")).to_have_value("0.845")
    expect(tab.page.locator("#thresholds-t-shown")).to_have_text("0.845")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.845")


def test_what_was_set_right_before_leaving_is_there_again_on_coming_back(tab: Tab) -> None:
    tab.open("/thresholds")
    tab.page.locator("#thresholds-t").press("ArrowLeft")
    tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
    tab.wait(ONLY, "errors")
    tab.page.go_back()
    tab.wait(ONLY, "thresholds")
    tab.at_rest()
    assert tab.page.url == tab.address + "/thresholds?t=0.84"
    expect(tab.page.locator("#thresholds-t")).to_have_value("0.84")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.840")


def test_a_request_whose_page_is_left_is_given_up(tab: Tab) -> None:
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


def test_a_link_pressed_while_its_page_is_being_loaded_again_is_not_undone_by_it(tab: Tab) -> None:
    tab.open("/errors")
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


def test_a_slider_moved_while_the_next_page_is_on_its_way_changes_neither_page_nor_address(tab: Tab) -> None:
    tab.open("/all")
    release = hold(tab)
    tab.page.locator("nav.side").get_by_role("link", name="Where to cut").click()
    tab.page.locator("#thresholds-t").press("Home")
    expect(tab.page.locator("#thresholds-t-shown")).to_have_text("0.000")
    release()
    tab.wait(ONLY, "thresholds")
    tab.at_rest()
    assert tab.page.url == tab.address + "/thresholds"
    expect(tab.page.locator("#thresholds-t")).to_have_value("0.845")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.845")
