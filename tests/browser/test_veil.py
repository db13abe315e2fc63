"""The veil: what would answer the question of a page is not there until the reader commits, and never in the way of others.

These readers are new: for all other tests the browser remembers every answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.axe import violations
from tests.browser.conftest import Reader, Tab, forget, watched
from tests.browser.test_visits import SEEN

PATH = "/true-negatives"

# Whether the page is veiled, as all that lies behind the veil says at once: the name of what is seen, and in its place the
# words for it; over the figure the surface on which one draws; and the button that skips it.
VEILED = """() => {
  const page = document.getElementById('finished') ?? document;
  const style = (selector) => getComputedStyle(page.querySelector(selector));
  const seen = (each) => each.checkVisibility({ visibilityProperty: true });
  const hidden = !seen(page.querySelector('.named .veiled p')), covered = seen(page.querySelector('.surface'));
  const there = ['.named .until', '.skips'].map((each) => style(each).display !== 'none');
  return [...new Set([hidden, covered, ...there])];
}"""
# What is seen of a figure that lies behind the veil as a whole.
OF_FIGURE = """() => {
  const figure = (document.getElementById('finished') ?? document).querySelector('.chart');
  figure.classList.add('veiled');
  return [':is(.still path:not(.axis), .overplot path)', ':is(.still text:not(.axis *), .overplot text)',
    ':is(.still > svg > text, .annotation)', '.grips circle', ':is(.still .axis text, .xtick text)']
    .filter((each) => [...figure.querySelectorAll(each)].some((one) => one.checkVisibility({ visibilityProperty: true })));
}"""
DRAWN = """() => document.querySelector('.chart .overplot .lines path')
  .checkVisibility({ visibilityProperty: true })"""
ALWAYS = """() => [':is(.still .axis text, .xtick text)', '[data-control] input', '.say', '.formula', '.chips a']
  .map((each) => (document.getElementById('finished') ?? document).querySelector(`.section ${each}`))
  .map((each) => getComputedStyle(each).visibility)"""
# Where the page stands, to a quarter of a pixel.
PLACES = """() => [...(document.getElementById('finished') ?? document).querySelectorAll('.stage > *, .named > *, .folds > *')]
  .map((e) => e.getBoundingClientRect())
  .map(({ x, y, width, height }) => [x, y + scrollY, width, height].map((v) => Math.round(4 * v) / 4))"""


def veiled(page: Page) -> bool:
    (found,) = page.evaluate(VEILED)
    return bool(found)


@pytest.fixture
def finger(phone_context: BrowserContext, address: str) -> Iterator[Tab]:
    """A page under fingers, of somebody who has never been here."""
    for tab in watched(phone_context, address, new=True):
        tab.page.set_viewport_size({"width": 390, "height": 844})
        yield tab


def middle(page: Page, selector: str, across: float = 0.5, down: float = 0.5) -> tuple[float, float]:
    element = page.locator(selector).first
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_veiled_and_stays_so_when_dash_takes_over(reader: Reader, scheme: str) -> None:
    tab = reader(scheme)  # type: ignore[arg-type]
    page = tab.page
    page.goto(tab.address + PATH)
    assert veiled(page)
    assert set(page.evaluate(ALWAYS)) == {"visible"}, "axes and controls stay"
    asleep = page.evaluate(SEEN)
    tab.wake()
    assert veiled(page)
    assert set(page.evaluate(ALWAYS)) == {"visible"}
    assert page.evaluate(SEEN) == asleep, "nothing moves"
    page.set_viewport_size({"width": 1440, "height": 3000})
    tab.drawn()
    assert violations(page) == []
    before = page.evaluate(PLACES)
    page.get_by_role("button", name="Skip", exact=True).click()
    assert not veiled(page)
    assert page.evaluate(PLACES) == before, "nor does it when the veil falls"


def draw(page: Page) -> None:
    page.touchscreen.tap(*middle(page, "#finished .pad"))
    page.touchscreen.tap(*middle(page, "#finished [data-draws=show]"))
    page.locator("#finished .off:not(:empty)").wait_for()


def skip(page: Page) -> None:
    page.touchscreen.tap(*middle(page, "#finished .skips"))


def finger_on_slider(page: Page) -> None:
    page.touchscreen.tap(*middle(page, "#finished-true-negatives-tn", across=0.6))


@pytest.mark.parametrize("act", [draw, skip, finger_on_slider])
def test_a_finger_lifts_the_veil_of_a_page_that_sleeps_on(finger: Tab, act: Callable[[Page], None]) -> None:
    page = finger.page
    page.goto(finger.address + PATH)
    assert veiled(page)
    act(page)
    assert not veiled(page)
    assert page.locator("#finished").count() == 1, "it needs no Dash"
    assert "answer=shown" in page.url
    page.reload()
    assert not veiled(page)
    if act is not draw:
        page.goto(finger.address + PATH)
        assert veiled(page), "only an answer is remembered"


MARKED = "() => 'veiled' in document.documentElement.dataset"


def guess(page: Page) -> None:
    page.touchscreen.tap(*middle(page, "#finished .guesses label"))


def finger_in_figure(page: Page) -> None:
    page.touchscreen.tap(*middle(page, "#finished .graph", down=0.3))


@pytest.mark.parametrize("act", [guess, finger_in_figure])
def test_so_does_a_guess_and_a_finger_in_a_figure(finger: Tab, act: Callable[[Page], None]) -> None:
    page = finger.page
    page.goto(finger.address + "/errors")
    assert page.evaluate(MARKED)
    act(page)
    assert not page.evaluate(MARKED)
    assert page.locator("#finished").count() == 1, "it needs no Dash"


def test_of_a_figure_behind_the_veil_the_axes_are_seen_alone(reader: Reader) -> None:
    tab = reader("light")
    page = tab.page
    page.goto(tab.address + "/errors")
    assert page.evaluate(OF_FIGURE) == [":is(.still .axis text, .xtick text)"]
    tab.wake()
    assert page.evaluate(OF_FIGURE) == [":is(.still .axis text, .xtick text)"]


def press_key(page: Page) -> None:
    page.locator("#true-negatives-tn").focus()
    page.keyboard.press("ArrowRight")


def press_preset(page: Page) -> None:
    page.get_by_role("link", name="2,000 added").click()


@pytest.mark.parametrize("act", [press_key, press_preset])
def test_the_first_move_lifts_the_veil_where_dash_runs(reader: Reader, act: Callable[[Page], None]) -> None:
    tab = reader("light")
    tab.open(PATH)
    page = tab.page
    assert veiled(page)
    act(page)
    assert not veiled(page)
    tab.at_rest()
    assert "tn=" in page.url
    assert "answer=shown" in page.url
    if act is press_preset:
        page.go_back()
        tab.at_rest()
        assert page.url.endswith(f"{PATH}?answer=shown")
        assert page.locator("#true-negatives-tn").input_value() == "0"
        assert not veiled(page), "what was seen is seen"
    page.reload()
    assert not veiled(page)


OPENS = {
    "": True,
    "?theme=dark": True,
    "?hide=tp": True,
    "?answer=hidden": True,
    "?tn=500&answer=hidden": True,
    "?tn=500": False,
    "?answer=shown": False,
    "?embed=1": False,
    "?embed=1&answer=hidden": False,
}


def test_the_address_and_the_browsers_memory_say_whether_a_page_opens_veiled(reader: Reader) -> None:
    tab = reader("light")
    page = tab.page
    for query, wanted in OPENS.items():
        page.goto(f"{tab.address}{PATH}{query}")
        assert veiled(page) == wanted, query
    page.goto(tab.address + PATH)
    page.emulate_media(media="print")
    assert page.locator("#finished .named .veiled p").first.is_visible(), "paper shows all"
    assert not page.locator("#finished .surface").is_visible()
    page.emulate_media(media="screen")
    page.goto(f"{tab.address}/all")
    assert page.locator("#finished .named .veiled p").first.is_visible()
    assert not page.locator("#finished .surface").first.is_visible()
    page.goto(tab.address + PATH)
    page.locator(".pad").click()
    page.locator("[data-draws=show]").click()
    page.locator(".off:not(:empty)").wait_for()
    for query, wanted in {"": False, "?answer=hidden": True}.items():
        page.goto(f"{tab.address}{PATH}{query}")
        assert veiled(page) == wanted, query
    forget(page, tab.address)
    page.reload()
    assert veiled(page)


def test_a_lecture_is_never_veiled_and_dash_decides_anew_on_each_page(reader: Reader) -> None:
    tab = reader("light")
    tab.open(PATH)
    page = tab.page
    page.keyboard.press("l")
    for _ in ("the answer", "the figure"):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(DRAWN)
    page.keyboard.press("Escape")
    assert veiled(page)
    page.get_by_role("button", name="Skip", exact=True).click()
    page.locator("nav.next .following").click()
    page.wait_for_selector("#errors-title")
    page.go_back()
    page.wait_for_selector("#true-negatives-title")
    assert not veiled(page)
    page.go_forward()
    page.wait_for_selector("#errors-title")
    page.locator(f".side a[href='{PATH}']").click()
    page.wait_for_selector("#true-negatives-title")
    assert veiled(page), "a new visit"


def test_a_task_follows_the_slider_without_a_request_and_the_list_marks_it_when_it_is_solved(finger: Tab) -> None:
    page = finger.page
    page.goto(f"{finger.address}{PATH}?tp=2")
    marks = "() => [...document.querySelectorAll('.check')].map((e) => e.className + ': ' + e.textContent)"
    dot = """() => getComputedStyle(document.querySelector('#finished .bar [data-solves=true-negatives]'), '::before')
      .backgroundColor"""
    before, hollow = page.evaluate(marks), page.evaluate(dot)
    assert [each.partition(":")[0] for each in before] == ["check", "check met"]
    finger_on_slider(page)
    asleep = page.evaluate(marks)
    assert [each.partition(":")[0] for each in asleep] == ["check met", "check met"]
    assert page.locator("#finished").count() == 1
    assert page.evaluate(dot) != hollow
    page.set_viewport_size({"width": 1440, "height": 900})
    finger.wake()
    assert page.evaluate(marks) == asleep
    asked = len(finger.requests)
    page.locator("#true-negatives-tn").focus()
    page.keyboard.press("Home")
    assert page.evaluate(marks) == before
    finger.at_rest()
    assert page.evaluate(marks) == before
    assert len(finger.requests) == asked
