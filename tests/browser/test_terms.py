"""Terms of the field: what one means is shown where it is hovered, focused or pressed, moves nothing and leaves no window."""

from __future__ import annotations

from playwright.sync_api import expect

from components.words.glossary import PATH
from tests.browser.axe import violations
from tests.browser.conftest import Tab

SHOWN = """() => [...document.querySelectorAll('.meaning')].filter(e => e.checkVisibility())
  .map(e => e.querySelector('b').textContent)"""
PLACES = """() => [...document.querySelectorAll('main, main :is(h1, p, figure, button, summary)')]
  .map(e => e.getBoundingClientRect()).map(box => [box.x, box.y + scrollY, box.width, box.height])"""
# Focuses every term, folds open, and returns those whose meaning leaves the window at a side or the page at its end.
OUTSIDE = """() => {
  document.querySelectorAll('details.panel').forEach(fold => { fold.open = true; });
  return [...document.querySelectorAll('.word')].filter(e => e.checkVisibility({ checkVisibilityCSS: true })).filter(word => {
    word.focus();
    const box = word.nextSibling.getBoundingClientRect();
    return !box.width || box.left < 0 || box.right > innerWidth || document.documentElement.scrollWidth > innerWidth;
  }).map(word => word.textContent);
}"""


def test_a_term_says_what_it_means_and_moves_nothing(tab: Tab) -> None:
    page = tab.page
    page.goto(f"{tab.address}/binary")
    page.evaluate("document.fonts.ready")
    before = page.evaluate(PLACES)
    page.locator(".word").first.focus()
    (first,) = page.evaluate(SHOWN)
    assert page.evaluate(PLACES) == before
    assert violations(page) == []
    tab.wake()
    expect(page.locator(".word").first).to_be_focused()
    assert page.evaluate(SHOWN) == [first], "Dash's page takes over what is open"
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate(SHOWN) == []
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN) == [first]
    page.evaluate("document.activeElement.blur()")
    word, meaning = page.locator(".word").nth(1), page.locator(".meaning").nth(1)
    word.hover()
    (shown,) = page.evaluate(SHOWN)
    meaning.hover()
    assert page.evaluate(SHOWN) == [shown], "the way of the mouse into it"
    page.keyboard.press("Escape")
    assert page.evaluate(SHOWN) == []
    page.mouse.move(0, 0)
    word.focus()
    page.keyboard.press("Tab")
    expect(meaning.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PATH}#*")
    assert page.locator("dt:target b").inner_text() == shown
    expect(page.locator("dt:target")).to_be_in_viewport()


def test_on_a_phone_a_press_is_enough_and_the_window_holds_what_it_shows(phone: Tab) -> None:
    page = phone.page
    for path in ("/binary", "/soft-jaccard/test"):
        page.goto(phone.address + path)
        page.locator(".word").first.tap()
        assert len(page.evaluate(SHOWN)) == 1
        page.locator("h1").tap()
        assert page.evaluate(SHOWN) == []
        assert page.evaluate(OUTSIDE) == []


def test_a_term_low_in_the_window_has_its_meaning_above(tab: Tab) -> None:
    page = tab.page
    page.goto(f"{tab.address}/binary")
    word, meaning = page.locator(".word").last, page.locator(".meaning").last
    word.evaluate(
        "e => scrollTo({ top: e.getBoundingClientRect().bottom + scrollY - innerHeight + 4, behavior: 'instant' })"
    )
    word.focus()
    above, below = meaning.bounding_box(), word.bounding_box()
    assert above
    assert below
    assert 0 < above["y"] < above["y"] + above["height"] <= below["y"] + 4
