"""A request that fails: the reader is told, the controls stay where they are, and the next answer puts all right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from components.lessons.thresholds import cut
from tests.browser.conftest import Tab
from tests.browser.test_moved import Visit
from tests.states import spread

CALLBACK = "**/_dash-update-component"
SAYS = "The server did not answer. The figures and numbers are still those from before your last change."

FAILURES: dict[str, Callable[[Route], None]] = {
    "no network": lambda route: route.abort(),
    "server error": lambda route: route.fulfill(status=500, body="Internal Server Error"),
    "too large": lambda route: route.fulfill(status=413, json={"error": "expected fewer bytes"}),
    "a page of a proxy": lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Sign in</h1>"),
    "half an answer": lambda route: route.fulfill(status=200, content_type="application/json", body='{"multi": tru'),
}


@pytest.fixture(autouse=True)
def only_meant_troubles(tab: Tab) -> Iterator[None]:
    """The browser reports each request that failed; anything else is a fault of the page."""
    yield
    meant = ("error: Failed to load resource", "failed: ", "500: ", "413: ", "503: ")
    tab.troubles[:] = [trouble for trouble in tab.troubles if not trouble.startswith(meant)]


def alert(page: Page) -> str:
    """What the page says of a failure, "" if nothing."""
    return " ".join(page.locator(".failed:visible span").all_inner_texts())


def holding(tab: Tab, held: dict[int, Route]) -> Callable[[Route], None]:
    """Hold back each request of the section on thresholds, by its sample size."""

    def hold(route: Route) -> None:
        held[json.loads(str(route.request.post_data))["inputs"][0]["value"]["n"]] = route

    tab.page.route(CALLBACK, hold)
    return hold


def fail(tab: Tab, failure: str) -> None:
    """Bring the sample size to its end while requests fail; the page says so."""
    tab.page.route(CALLBACK, FAILURES[failure])
    tab.page.locator("#thresholds-n").press("End")
    expect(tab.page.locator("#thresholds > .failed")).to_be_visible()
    tab.page.unroute(CALLBACK)


def ends(visit: Visit, how: str, **values: Any) -> None:
    """The page says no more that something failed, and is that of its state. It is brought back to its first state."""
    tab = visit.tab
    expect(tab.page.locator("#thresholds > .failed")).to_be_hidden()
    visit.check(how, **values)
    tab.page.get_by_role("button", name="Reset").click()
    visit.check("Reset", **visit.section.state().values())


def test_a_failure_is_said_and_trying_again_the_next_answer_the_network_and_going_back_end_it(tab: Tab) -> None:
    visit = Visit(tab, cut.LESSON)
    assert alert(tab.page) == ""
    for failure in spread(list(FAILURES), 0, always=["no network", "half an answer"]):
        fail(tab, failure)
        assert alert(tab.page) == SAYS
        tab.at_rest()  # nothing is waited for any longer
        assert tab.page.url.endswith("/thresholds?n=5000")
        expect(tab.page.locator("#thresholds-n")).to_have_value("5000")
        expect(tab.page.locator("#thresholds-snippet-n")).to_have_text("400")
        tab.page.get_by_role("button", name="Try again").click()
        ends(visit, f"trying again after {failure}", n=5000)

    fail(tab, "no network")
    tab.page.locator("#thresholds-t").press("ArrowLeft")  # which alone would ask no one
    ends(visit, "the next answer", n=5000, t=0.84)

    # of this page alone: the browser tells all pages at once that the network is back, but brings it back one by one
    network = tab.page.context.new_cdp_session(tab.page)
    conditions = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", conditions)
    tab.page.locator("#thresholds-n").press("End")
    expect(tab.page.locator("#thresholds > .failed")).to_be_visible()
    network.send("Network.emulateNetworkConditions", conditions | {"offline": False})
    ends(visit, "the network is back", n=5000)

    fail(tab, "server error")
    tab.page.get_by_role("button", name="Reset").click()
    ends(visit, "going back to what is shown")


def test_what_nobody_waits_for_is_given_up_what_waits_looks_so_and_a_full_server_is_asked_again(tab: Tab) -> None:
    tab.open("/thresholds")
    held: dict[int, Route] = {}
    hold = holding(tab, held)
    slider = tab.page.locator("#thresholds-n")
    with tab.page.expect_request(CALLBACK):
        slider.press("End")
    with tab.page.expect_event("requestfailed") as given_up, tab.page.expect_request(CALLBACK):
        slider.press("Home")
    assert json.loads(str(given_up.value.post_data))["inputs"][0]["value"]["n"] == 5000
    tab.page.evaluate("0")  # now the second is held as well

    # after a moment
    opacity = "() => Number(getComputedStyle(document.querySelector('#thresholds .chart')).opacity)"
    delays = "() => getComputedStyle(document.querySelector('#thresholds .chart')).transitionDelay"
    tab.wait("() => document.querySelector('#thresholds[aria-busy=true]')")
    assert tab.page.evaluate(delays) == "0.3s"
    tab.wait(f"() => ({opacity})() < 0.5")
    held[50].continue_()
    expect(tab.page.locator("#thresholds-snippet-n")).to_have_text("50")
    tab.at_rest()
    assert tab.page.evaluate(opacity) == 1
    assert alert(tab.page) == ""
    tab.page.unroute(CALLBACK, hold)

    # a server without room is asked again
    asked: list[Route] = []

    def full(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "0.01"}, json={"error": "expected fewer readers at once"})

    tab.page.route(CALLBACK, full)
    slider.press("End")
    expect(tab.page.locator(".queued")).to_be_visible()
    expect(tab.page.locator(".queued")).to_have_text(
        "The server is training models for other readers. This page asks again by itself."
    )
    while len(asked) < 2:
        tab.page.evaluate("0")
    asked[1].continue_()
    expect(tab.page.locator("#thresholds-snippet-n")).to_have_text("5000")
    expect(tab.page.locator(".queued")).to_be_hidden()
    tab.at_rest()
    assert alert(tab.page) == ""
    tab.page.unroute(CALLBACK, full)

    # on the way to another page, and then to a third one
    tab.page.route(CALLBACK, lambda route: "/errors" in str(route.request.post_data) or route.continue_())
    links = tab.page.locator("nav.side")
    with tab.page.expect_request(CALLBACK):
        links.get_by_role("link", name="Two kinds of error").click()
    with tab.page.expect_event("requestfailed"):
        links.get_by_role("link", name="True negatives").click()
    tab.page.wait_for_url("**/true-negatives")
    tab.at_rest()
    assert alert(tab.page) == ""


def test_an_answer_of_another_version_loads_the_page_anew_in_its_state(tab: Tab) -> None:
    tab.open("/thresholds")

    def other(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "x-script": "/files/lab-of-another-version.js"})

    tab.page.route(CALLBACK, other)
    with tab.page.expect_navigation():
        tab.page.locator("#thresholds-n").press("End")
    assert tab.page.url.endswith("/thresholds?n=5000")
    assert tab.page.locator("#finished-thresholds-snippet-n").text_content() == "5000"


def test_a_page_that_cannot_be_loaded_says_so_and_another_one_or_trying_again_can(tab: Tab) -> None:
    tab.open("/thresholds")
    for failure in spread(list(FAILURES), 0, always=["a page of a proxy"]):
        tab.page.route(CALLBACK, FAILURES[failure])
        tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
        expect(tab.page.locator(".failed.whole-page")).to_be_visible()
        assert alert(tab.page) == "The server did not answer, so this page could not be loaded."
        tab.page.unroute(CALLBACK)
        tab.page.locator("nav.side").get_by_role("link", name="Where to cut").click()
        expect(tab.page.locator(".failed.whole-page")).to_be_hidden()
        tab.at_rest()
        tab.page.locator("#thresholds-t").press("ArrowLeft")
        tab.page.wait_for_url("**/thresholds?t=0.84")
        tab.at_rest()
    tab.page.route(CALLBACK, FAILURES["no network"])
    tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
    expect(tab.page.locator(".failed.whole-page")).to_be_visible()
    tab.page.unroute(CALLBACK)
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="Try again").click()
    tab.page.wait_for_selector("#finished-errors-title")
    assert tab.page.url == tab.address + "/errors"
    assert alert(tab.page) == ""
