"""Links stand still, yet they lead to another page as Dash's own do: without loading the site again."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Tab
from tests.states import spread

STANDS = """path => location.pathname === path &&
  document.querySelector('main h1')?.id === `${path.slice(1).replaceAll('/', '-')}-title`"""


def open_awake(tab: Tab, path: str) -> None:
    tab.page.goto(tab.address + path)
    tab.page.mouse.move(200, 200)
    tab.page.wait_for_selector("#finished", state="detached")
    tab.drawn()
    tab.page.evaluate("window.sameDocument = true")


LINKS = {
    "following": ("/sets", "nav.next a.following", "/binary"),
    "list": ("/sets", "nav.side a[href='/averaging']", "/averaging"),
    "card": ("/trade-offs", "main a[href='/sets']", "/sets"),
    "prose": ("/pitfalls/threshold", "main p a[href='/soft-jaccard/threshold']", "/soft-jaccard/threshold"),
    "further": ("/masks", "nav.next .beyond a", "/masks/border"),
    "back": ("/masks/border", "nav.next a.previous", "/masks"),
}


@pytest.mark.parametrize("name", spread(list(LINKS), 0, always=["list", "card", "further"]))
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


def test_what_lessons_of_a_chapter_share_goes_along_and_nothing_else(tab: Tab) -> None:
    page = tab.page
    page.goto(f"{tab.address}/thresholds?t=0.4&prevalence=0.3&n=450&theme=dark")
    page.locator("#finished nav.next .beyond a").first.click()
    page.wait_for_url("**/thresholds/calibration?theme=dark&prevalence=0.3&n=450")
    tab.wake()
    slider = page.locator("#thresholds-calibration-prevalence")
    slider.focus()
    page.keyboard.press("ArrowRight")  # before Dash has heard of it
    page.locator("nav.next a.previous").click()
    page.wait_for_url("**/thresholds?theme=dark&prevalence=0.31&n=450")
    tab.wait(STANDS, "/thresholds")
    assert page.locator("#thresholds-prevalence").input_value() == "0.31"
    page.locator("nav.next a.following").hover()
    page.locator("nav.next a.following").focus()
    assert "prevalence" not in page.locator("nav.next a.following").get_attribute("href"), "another chapter"


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
