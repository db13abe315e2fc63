"""Links stand still, yet they lead to another page as Dash's own do: without loading the site again."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Tab
from tests.states import spread

STANDS = "path => location.pathname === path && document.querySelector('main h1')?.id === `${path.slice(1)}-title`"


def open_awake(tab: Tab, path: str) -> None:
    tab.page.goto(tab.address + path)
    tab.page.mouse.move(200, 200)
    tab.page.wait_for_selector("#finished", state="detached")
    tab.drawn()
    tab.page.evaluate("window.sameDocument = true")


LINKS = {
    "following": ("/sets", "nav.next a.following", "/binary"),
    "list": ("/sets", "nav.side li:nth-child(7) a", "/averaging"),
    "card": ("/trade-offs", "main a[href='/sets']", "/sets"),
    "prose": ("/pitfalls", "main p a[href='/soft-jaccard']", "/soft-jaccard"),
}


@pytest.mark.parametrize("name", spread(list(LINKS), 0, always=["list", "card"]))
def test_a_link_shows_another_page_in_the_same_document_and_back_works(tab: Tab, name: str) -> None:
    start, link, path = LINKS[name]
    open_awake(tab, start)
    there = tab.page.locator(link).first
    tab.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    tab.page.evaluate("scrollTo(0, 500)")
    there.click()
    tab.wait(STANDS, path)
    assert tab.page.evaluate("scrollY") == 0
    tab.page.go_back()
    tab.wait(STANDS, start)
    tab.at_rest()
    assert tab.page.evaluate("window.sameDocument")


def test_a_link_to_a_place_on_the_page_is_the_browsers(tab: Tab) -> None:
    open_awake(tab, "/trade-offs")
    tab.page.locator("a.skip").focus()
    tab.page.keyboard.press("Enter")
    tab.wait("() => location.hash === '#content' && document.activeElement.id === 'content'")
    assert tab.page.evaluate("window.sameDocument")


def test_a_link_with_a_key_held_opens_a_page_of_its_own(tab: Tab) -> None:
    open_awake(tab, "/trade-offs")
    with tab.page.context.expect_page() as opened:
        tab.page.locator("nav.next a.previous").click(modifiers=["Control"])
    opened.value.close()
    assert tab.page.evaluate("location.pathname") == "/trade-offs"
