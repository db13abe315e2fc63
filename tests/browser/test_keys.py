"""Keys of the whole page: each does what the list of keys says, and none where it would be typed or chosen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from components.keys import KEYS
from components.shell import ALL_PATH
from tests.browser.axe import violations
from tests.browser.conftest import Tab
from tests.states import spread

HELP, BLACK = "dialog.help", "dialog.black"
OPEN = "() => [...document.querySelectorAll('dialog[open]')].map(e => e.className)"
FULL = "() => document.fullscreenElement !== null"


def start(tab: Tab, path: str, *, awake: bool) -> Page:
    if awake:
        tab.open(path)
    else:
        tab.page.goto(tab.address + path)
    return tab.page


either_way = pytest.mark.parametrize("awake", [False, True], ids=["asleep", "awake"])


@either_way
def test_arrows_go_on_and_back(tab: Tab, awake: bool) -> None:
    page = start(tab, "/masks", awake=awake)
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/true-negatives")
    page.wait_for_selector("[id$=true-negatives-title]")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/masks")
    page.wait_for_selector("[id$=masks-title]")


@pytest.mark.parametrize(
    ("path", "key"), [("/", "ArrowLeft"), ("/exercises/3", "ArrowRight"), (ALL_PATH, "ArrowRight")]
)
def test_where_nothing_follows_an_arrow_keeps_its_usual_meaning(tab: Tab, path: str, key: str) -> None:
    page = start(tab, path, awake=False)
    page.evaluate("addEventListener('keydown', event => { window.taken = event.defaultPrevented; })")
    page.keyboard.press(key)
    assert page.evaluate("window.taken") is False
    assert page.url == tab.address + path


@either_way
def test_r_resets(tab: Tab, awake: bool) -> None:
    page = start(tab, "/thresholds?t=0.4&n=450", awake=awake)
    page.keyboard.press("r")
    tab.wait("() => !document.getElementById('finished')")
    page.wait_for_url("**/thresholds")
    tab.at_rest()
    assert page.locator("#thresholds-t").input_value() == "0.845"
    assert page.locator("#thresholds-n").input_value() == "400"


def test_f_fills_the_screen_b_makes_it_black_and_the_help_lists_every_key_asleep(tab: Tab) -> None:
    for act in (fills, blackens, helps):
        act(tab, start(tab, "/sets", awake=False))


def test_f_fills_the_screen_b_makes_it_black_and_the_help_lists_every_key_awake(tab: Tab) -> None:
    page = start(tab, "/sets", awake=True)
    for act in (fills, blackens, helps):
        act(tab, page)


def fills(tab: Tab, page: Page) -> None:
    page.keyboard.press("f")
    tab.wait(FULL)
    page.keyboard.press("f")
    tab.wait(f"() => !({FULL})()")


def blackens(tab: Tab, page: Page) -> None:
    """Until a key or a click, which then is none for anybody else."""
    theme = page.evaluate("document.documentElement.dataset.bsTheme")
    corners = "() => [[0, 0], [innerWidth - 1, innerHeight - 1]].map(at => document.elementFromPoint(...at).className)"
    for ends in ("d", "b", "Escape", "click"):
        page.keyboard.press("b")
        assert page.evaluate(OPEN) == ["black"]
        assert page.evaluate(corners) == ["black", "black"]
        assert page.locator(BLACK).evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(0, 0, 0)"
        if ends == "click":
            page.mouse.click(200, 200)
        else:
            page.keyboard.press(ends)
        assert page.evaluate(OPEN) == []
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme


def helps(tab: Tab, page: Page) -> None:
    """And gives the focus back."""
    page.keyboard.press("?")
    assert page.evaluate(OPEN) == ["help"]
    listed = page.locator(f"{HELP} dl > div").evaluate_all(
        "rows => rows.map(row => [[...row.querySelectorAll('kbd')].map(k => k.textContent).join(' '), row.lastChild.textContent])"
    )
    assert dict(listed) == KEYS
    close = page.get_by_role("dialog", name="Keys").get_by_role("button", name="Close")
    expect(close).to_be_focused()
    for key in ("Tab", "Shift+Tab", "Tab"):
        page.keyboard.press(key)
        assert page.evaluate("!document.querySelector('main').contains(document.activeElement)"), "the focus is kept"
    page.keyboard.press("Escape")
    assert page.evaluate(OPEN) == []
    # by its button, which has the focus again
    tab.wake()
    opener = page.get_by_role("button", name="Keys", exact=True)
    for leave in (lambda: close.click(), lambda: page.mouse.click(5, 5)):
        opener.click()
        assert page.evaluate(OPEN) == ["help"]
        page.locator(f"{HELP} p").first.click()
        assert page.evaluate(OPEN) == ["help"], "a click in the dialog leaves it open"
        leave()
        assert page.evaluate(OPEN) == []
        expect(opener).to_be_focused()


def test_dash_waits_until_a_dialog_is_closed(tab: Tab) -> None:
    page = start(tab, "/sets", awake=False)
    page.keyboard.press("?")
    page.mouse.move(5, 5)
    page.mouse.move(9, 9)
    tab.wait("() => document.querySelector('#react-entry-point .main-svg, #react-entry-point main h1')")
    tab.wait("() => window.dash_clientside.jaccard.state.settled()")
    assert page.evaluate(OPEN) == ["help"]
    page.keyboard.press("Escape")
    tab.wait("() => !document.getElementById('finished')")


def test_a_finger_opens_no_dash(phone: Tab) -> None:
    phone.page.set_viewport_size({"width": 820, "height": 1180})
    phone.page.goto(phone.address + "/thresholds")
    phone.page.get_by_role("button", name="Keys", exact=True).tap()
    assert phone.page.evaluate(OPEN) == ["help"]
    phone.page.get_by_role("button", name="Close").tap()
    assert phone.page.evaluate(OPEN) == []
    assert not phone.page.locator("#react-entry-point main").count()


# ---- where keys are none ---------------------------------------------------------------------------------------------

# What the keys would change.
STATE = """() => JSON.stringify([document.querySelectorAll('dialog[open]').length, document.fullscreenElement !== null,
  document.documentElement.dataset.bsTheme, location.pathname, document.querySelector('[data-played]') !== null])"""
PRESSED = ["ArrowRight", " ", "r", "d", "f", "b", "?"]


def test_a_control_that_has_the_focus_keeps_its_keys(tab: Tab) -> None:
    page = start(tab, "/soft-jaccard", awake=True)
    before = page.evaluate(STATE)
    for place in ("input[type=range]", "select", "input[type=radio]", "input[type=number]"):
        for key in PRESSED:
            page.locator(place).first.focus()
            page.keyboard.press(key)
            if key == " " and place == "select":
                page.keyboard.press("Escape")
            assert page.evaluate(STATE) == before, f"{place}, {key}"


def test_the_keys_of_the_browser_are_left_to_it(tab: Tab) -> None:
    page = start(tab, "/masks", awake=False)
    before = page.evaluate(STATE)
    page.evaluate("addEventListener('keydown', event => { window.taken = event.defaultPrevented; })")
    for key in ("Control+b", "Alt+f", "Meta+r", "Alt+ArrowRight", "Shift+ArrowRight", "Shift+ ", "q"):
        page.evaluate(
            """([modifier, key]) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true,
              cancelable: true, [`${{ Control: 'ctrl' }[modifier] ?? modifier.toLowerCase()}Key`]: true }))""",
            key.split("+") if "+" in key else ["none", key],
        )
        assert page.evaluate("window.taken") is False, key
        assert page.evaluate(STATE) == before, key


# ---- what says so ----------------------------------------------------------------------------------------------------


SEEN_IN = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.mark.parametrize(("width", "scheme"), spread(SEEN_IN, 0, always=[(390, "dark")]))
def test_a_dialog_keeps_its_keys_a_button_its_space_and_axe_finds_no_violation(
    tab: Tab, scheme: str, width: int
) -> None:
    page = start(tab, f"/masks?theme={scheme}", awake=True)
    page.keyboard.press("?")
    before = page.evaluate(STATE)
    page.locator(f"{HELP} p").first.click()  # what it says has no focus
    for key in PRESSED:
        page.keyboard.press(key)
        assert page.evaluate(STATE) == before, key
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys", exact=True).focus()
    page.keyboard.press(" ")
    assert page.evaluate(OPEN) == ["help"]
    page.keyboard.press("Escape")
    page.evaluate("() => document.querySelectorAll('main details').forEach(fold => { fold.open = true; })")
    page.locator("main [tabindex='0']").first.focus()
    page.keyboard.press(" ")
    assert page.locator("[data-played]").count() == 0, "what scrolls is scrolled"

    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    page.set_viewport_size({"width": width, "height": 844})
    page.keyboard.press(" ")
    assert page.locator("[data-played]").count() == 1
    assert violations(page) == [], "with the speed shown"
    page.keyboard.press("?")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    assert violations(page) == []


def test_titles_name_the_keys(tab: Tab) -> None:
    page = start(tab, "/masks", awake=False)
    titles = page.evaluate("() => [...document.querySelectorAll('[title]')].map(e => e.title)")
    for key in ("key ←", "key →", "space", "key R", "key D", "key ?"):
        assert any(f"({key})" in str(title) for title in titles), key


def test_the_readme_has_the_same_keys() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", readme, re.MULTILINE))
    assert {key: rows.get(key) for key in KEYS} == KEYS
