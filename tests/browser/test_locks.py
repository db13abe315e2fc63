"""Controls that an address hides or locks: no way moves them, in the finished page and in Dash's, and one link opens all."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Reader, Tab, forget
from tests.browser.test_clicks import click, leads_to
from tests.browser.test_keys import start
from tests.states import spread

OPEN_ALL = ".title [data-leads=controls]"

# Whether a control has been painted, from the first frame on.
SEEN = """(() => {
  window.seen = [];
  const look = () => {
    for (const each of document.querySelectorAll('[data-control=thresholds-n], .title .opens-controls'))
      if (each.checkVisibility() && each.getBoundingClientRect().top < innerHeight * 9 && !each.closest('.asleep'))
        window.seen.push(each.dataset.control ?? 'open');
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""


def press_at(page: Page, selector: str, share: float) -> None:
    """Press the mouse on an element, so far along its width."""
    element = page.locator(selector)
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)


def drag(page: Page, selector: str, by: tuple[float, float]) -> None:
    page.locator(selector).first.scroll_into_view_if_needed()
    box = page.locator(selector).first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=4)
    page.mouse.up()


def value(page: Page, id: str) -> str:
    return page.locator(f"#{id}").input_value()


def test_a_locked_slider_is_moved_in_no_way(tab: Tab) -> None:
    tab.open("/errors?fp=7&fn=9&lock=fp")
    page = tab.page
    held = page.locator("#errors-fp")
    expect(held).to_be_disabled()
    expect(page.locator("#errors-fn")).to_be_enabled()
    # the pointer, on the slider itself; no key can, because it does not take the focus
    assert held.evaluate("slider => { slider.focus(); return document.activeElement !== slider; }")
    press_at(page, "#errors-fp", 0.9)
    # play, by its button and by its key
    assert page.locator("[data-control=errors-fp] .play").is_hidden()
    held.evaluate("slider => slider.closest('.control').querySelector('[data-pause]').click()")
    assert value(page, "errors-fp") == "7"
    # a handle of two sliders moves the other one alone
    drag(page, "#errors-map-grips .grip[data-x-slider][data-y-slider]", (-60.0, -60.0))
    assert value(page, "errors-fp") == "7"
    moved = value(page, "errors-fn")
    assert moved != "9"
    tab.at_rest()
    assert f"fn={moved}" in page.url
    assert "fp=7" in page.url
    assert page.url.endswith("lock=fp"), "what is locked stays in the address"
    # a preset, and Reset by its key
    page.get_by_role("link", name="15 false positives").click()
    tab.at_rest()
    assert (value(page, "errors-fp"), value(page, "errors-fn")) == ("7", "0")
    assert page.url == f"{tab.address}/errors?fp=7&fn=0&lock=fp"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    tab.at_rest()
    assert (value(page, "errors-fp"), value(page, "errors-fn")) == ("7", "5")
    # back and forward lead through states of this address
    page.go_back()
    tab.at_rest()
    assert value(page, "errors-fp") == "7"
    assert violations(page) == []
    page.locator(OPEN_ALL).click()
    page.wait_for_url(lambda url: "lock" not in url)
    assert "fp=7" in page.url
    expect(page.locator("#finished-errors-fp")).to_be_enabled()
    assert page.locator(OPEN_ALL).is_hidden()


def test_a_locked_field_choice_and_set_are_moved_in_no_way(tab: Tab) -> None:
    tab.open("/thresholds?seed=7&lock=seed,scores&hide=t")
    page = tab.page
    seed = page.locator("#thresholds-seed")
    assert value(page, "thresholds-seed") == "7"
    assert seed.evaluate("field => { field.focus(); return document.activeElement !== field; }")
    for button in seed.locator("xpath=..").locator("button").all():
        button.evaluate("button => { button.disabled = false; button.click(); }")
    page.locator("#thresholds-scores").get_by_text("calibrated").click(force=True)
    page.locator("#thresholds-scores input").last.evaluate("input => input.click()")
    # another control asks the server, whose answer is laid out anew
    page.locator("#thresholds-prevalence").focus()
    page.keyboard.press("ArrowRight")
    tab.at_rest()
    assert page.url == f"{tab.address}/thresholds?prevalence=0.16&seed=7&lock=seed,scores&hide=t"
    assert page.locator("#thresholds-scores input").first.is_checked()
    # what is hidden is nowhere, nor is its handle, and the figure is none to press
    assert not page.locator("#thresholds-t").is_visible()
    assert page.locator("#thresholds .grip:visible, #thresholds .halo:visible").count() == 0
    press_at(page, "#thresholds-sweep .nsewdrag >> nth=0", 0.2)
    tab.at_rest()
    assert value(page, "thresholds-t") == "0.845"


def test_a_click_leaves_a_locked_set_alone(tab: Tab) -> None:
    tab.open("/sets?lock=a")
    a, b = [1, 2, 3, 5, 8], [2, 3, 4, 8, 9]
    click(tab, "sets-strip", 6, 10)
    leads_to(tab, sets_a=a, sets_b=[2, 3, 4, 6, 8, 9])
    click(tab, "sets-strip", 6, 10)
    leads_to(tab, sets_a=a, sets_b=b)
    tab.page.locator("#sets-a input").first.evaluate("box => box.click()")
    leads_to(tab, sets_a=a, sets_b=b)


def test_the_finished_page_holds_them_too_and_hands_them_on(phone: Tab) -> None:
    tab, page = phone, phone.page
    page.set_viewport_size({"width": 820, "height": 1180})
    page.goto(f"{tab.address}/errors?fp=7&lock=fp&hide=tp,unknown")
    slider = page.locator("#finished-errors-fp")
    expect(slider).to_be_disabled()
    box = slider.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    slider.evaluate("slider => slider.focus()")
    assert slider.input_value() == "7"
    assert page.locator("#finished-errors-tp").is_hidden()
    assert page.locator("#finished [data-control=errors-fp] .play").is_hidden()
    assert page.locator("#finished [data-control=errors-fn] .play").is_visible()
    map_ = page.locator("#finished-errors-map").bounding_box()
    assert map_
    page.touchscreen.tap(map_["x"] + 0.7 * map_["width"], map_["y"] + 0.3 * map_["height"])
    assert slider.input_value() == "7"
    assert page.locator("#finished-errors-fn").input_value() != "5", "the tap moves the slider that is free"
    assert not page.locator("#react-entry-point main").count(), "none of it needs Dash"
    # a preset wakes Dash, and finds the same controls held
    page.get_by_role("link", name="15 false positives").tap()
    tab.wait("() => !document.getElementById('finished')")
    tab.at_rest()
    assert (value(page, "errors-fp"), value(page, "errors-fn")) == ("7", "0")
    assert page.locator("#errors-tp").is_hidden()
    expect(page.locator("#errors-fp")).to_be_disabled()


def test_no_hidden_control_is_ever_painted_and_none_is_held_elsewhere(tab: Tab) -> None:
    page = tab.page
    page.add_init_script(SEEN)
    tab.open("/thresholds?hide=n,seed&lock=t&theme=dark")
    assert set(page.evaluate("window.seen")) == {"open"}
    page.locator("nav.next .following").click()
    page.wait_for_url("**/soft-jaccard?theme=dark")
    page.wait_for_selector("#soft-jaccard-title")
    expect(page.locator("#soft-jaccard-seed")).to_be_visible()
    expect(page.locator("#soft-jaccard-seed")).to_be_enabled()
    assert page.locator(OPEN_ALL).is_hidden()
    assert set(page.evaluate("window.seen")) == {"open"}, "nor on the way"
    page.go_back()
    page.wait_for_selector("#thresholds-title")
    expect(page.locator("#thresholds-t")).to_be_disabled()
    expect(page.locator(OPEN_ALL)).to_be_visible()
    assert set(page.evaluate("window.seen")) == {"open"}, "nor on the way back"


RULES = """t],*,[x / t"],body{display:none} / t"] { } body { display: none } [x=" / main"]),body,:not([x=" / <script>"""
NONSENSE = [
    "hide=unknown,other&lock=nothing",
    "hide=&lock=,,,",
    *(f"hide={rule}&lock={rule}&embed=1" for rule in map(quote, RULES.split(" / "))),
    f"lock={'x' * 2000}&embed=true",
    "embed=2",
]


def test_nonsense_in_an_address_does_nothing(tab: Tab) -> None:
    page = tab.page
    for query in NONSENSE:
        page.goto(f"{tab.address}/thresholds?{query}")
        for id in ("t", "n", "seed"):
            assert page.locator(f"#finished-thresholds-{id}").is_visible(), query
            assert page.locator(f"#finished-thresholds-{id}").is_enabled(), query
        assert page.locator("h1").first.is_visible(), query
        assert page.locator(OPEN_ALL).is_hidden(), query
        # "embed" with an unknown part is the whole section
        assert page.locator("#finished .side").is_visible() is ("embed=1" not in query), query


@pytest.mark.parametrize("awake", spread([False, True], 0, always=[True]))
def test_a_first_visit_says_what_this_is_once(reader: Reader, awake: bool) -> None:
    tab = reader("light")
    page = start(tab, "/masks?dx=2", awake=awake)
    assert page.locator(".newcomer:visible").count() == 1
    line = page.locator(".over .newcomer")
    assert line.inner_text().strip("· ") == "one lesson of a course on the Jaccard score"
    line.locator("a").click()
    page.wait_for_selector("[id$=home-title]")
    assert page.url == tab.address + "/"
    page.go_back()
    page.wait_for_selector("#masks-title, #finished-masks-title")
    assert line.is_hidden()
    for path in ("/", "/all"):  # none of them is one section
        forget(page, tab.address)
        page.goto(tab.address + path)
        assert page.locator(".newcomer:visible").count() == 0
