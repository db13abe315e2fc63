"""A page before Dash runs: it can be read and its sliders move it; Dash then takes over, and nobody notices."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.browser.axe import violations
from tests.browser.conftest import Tab
from tests.states import spread

SLIDERS = """() => [...document.querySelectorAll('#finished input[type=range]')]
  .filter(window.dash_clientside.jaccard.asleep.picks).map(e => e.id)"""

# Moves a slider as a finger does: to a part of its range, between 0 and 1.
MOVE = """([id, part]) => {
  const slider = document.getElementById(id);
  slider.value = Number(slider.min) + part * (slider.max - slider.min);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}"""

# Every mark and every word of the still pictures: what it is, what it says, and its box.
STILLS = """() => [...document.querySelectorAll('#finished .graph')].map(graph => {
  const { x: left, y: top } = graph.getBoundingClientRect();
  return [...graph.querySelectorAll('circle, text, path, svg:not([viewBox])')]
    .filter(e => e.getAttribute('opacity') !== '0' && (e.localName !== 'text' || e.textContent.trim()))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, box]) => box.x - left > -900 && (e.localName !== 'path' || box.width || box.height))
    .map(([e, box]) => [e.localName, e.localName === 'text' ? e.textContent : '',
      box.x - left, box.y - top, box.right - left, box.bottom - top]);
})"""

ASLEEP = "() => document.getElementById('finished') !== null"
AWAKE = "() => document.getElementById('finished') === null"


def asleep(tab: Tab, path: str) -> None:
    tab.page.goto(tab.address + path)
    assert tab.page.evaluate(ASLEEP)


def differing(one: list[Any], other: list[Any], pixels: float = 1.0) -> list[Any]:
    pairs = [pair for figures in zip(one, other, strict=True) for pair in zip(*map(sorted_, figures), strict=True)]
    return [
        (a, b)
        for a, b in pairs
        if a[:2] != b[:2] or any(abs(v - w) > pixels for v, w in zip(a[2:], b[2:], strict=True))
    ]


def sorted_(marks: list[Any]) -> list[Any]:
    return sorted(marks, key=lambda mark: (mark[0], mark[1], *(round(v / 3) for v in mark[2:])))


# A finger that is quicker than the page's script: it moves the slider in the first frame in which there is one.
AT_ONCE = """() => {
  const look = () => {
    const slider = document.getElementById('finished-thresholds-t');
    if (!slider) return requestAnimationFrame(look);
    slider.value = 0.38;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  };
  look();
}"""


@pytest.mark.parametrize("throttle", spread([1, 4], 0, always=[1]))
def test_a_slider_moved_as_soon_as_it_can_be_seen_is_not_lost(phone: Tab, throttle: int) -> None:
    cdp = phone.page.context.new_cdp_session(phone.page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    phone.page.add_init_script(f"({AT_ONCE})()")
    phone.page.goto(phone.address + "/thresholds")
    phone.wait("() => document.getElementById('finished-thresholds-t-shown')?.textContent === '0.380'")
    phone.page.wait_for_url("**/thresholds?t=0.38")
    phone.wake()
    phone.at_rest()
    assert phone.page.locator("#thresholds-t").input_value() == "0.38"
    assert phone.page.locator("#thresholds-t-shown").inner_text() == "0.380"
    assert phone.page.url.endswith("/thresholds?t=0.38")


def test_a_slider_moved_while_dash_starts_is_where_the_reader_left_it(tab: Tab) -> None:
    asleep(tab, "/thresholds")
    tab.page.mouse.move(1, 1)
    for part in (0.2, 0.4, 0.6):
        tab.page.evaluate(MOVE, ["finished-thresholds-t", part])
    tab.wake()
    tab.at_rest()
    assert tab.page.locator("#thresholds-t").input_value() == "0.6"
    assert "threshold 0.600" in tab.page.locator("#thresholds .say").first.inner_text()
    assert tab.page.url.endswith("?t=0.6")


def test_a_control_that_asks_the_server_wakes_the_page(phone: Tab) -> None:
    asleep(phone, "/thresholds")
    phone.page.evaluate(MOVE, ["finished-thresholds-n", 1])
    phone.wait(AWAKE)
    phone.at_rest()
    assert phone.page.locator("#thresholds-n-shown").inner_text() == "5,000"
    assert "n=5000" in phone.page.url


def test_a_button_pressed_on_a_page_that_sleeps_is_not_lost(phone: Tab) -> None:
    asleep(phone, "/errors?fp=3&fn=4")
    phone.page.get_by_role("button", name="Reset").tap()
    phone.wait(AWAKE)
    phone.at_rest()
    phone.wait("() => location.search === ''")


def test_a_link_to_a_state_pressed_on_a_page_that_sleeps_moves_its_controls(phone: Tab) -> None:
    asleep(phone, "/masks")
    before = len(phone.requests)
    phone.page.get_by_role("link", name="Too small").tap()
    phone.wait(AWAKE)
    phone.at_rest()
    assert phone.page.evaluate("location.search") != ""
    assert phone.page.locator("#masks-tiles-fp").inner_text() == "0"
    phone.wait(
        """() => {
          const { top, bottom } = document.querySelector('.chart').getBoundingClientRect();
          return top > -1 && bottom < innerHeight + 1;
        }"""
    )  # the link stands far below the figure
    assert not [url for url in phone.requests[before:] if "/masks" in url], "the page was loaded anew"


def test_a_figure_pressed_on_a_page_that_sleeps_answers(phone: Tab) -> None:
    asleep(phone, "/sets")
    before = phone.page.locator("main").inner_text()
    phone.page.locator("#finished-sets-strip").tap()
    phone.wait(AWAKE)
    phone.at_rest()
    assert phone.page.evaluate("location.search") != ""
    assert phone.page.locator("main").inner_text() != before


def test_a_tap_into_the_map_of_errors_is_answered_asleep(phone: Tab) -> None:
    asleep(phone, "/errors")
    phone.page.locator("#finished-errors-map").tap()
    phone.wait("() => location.search.includes('fp=') && location.search.includes('fn=')")
    fp, fn = (phone.page.locator(f"#finished-errors-{key}").input_value() for key in ("fp", "fn"))
    said = phone.page.locator("#finished-errors .say").first.inner_text()
    assert f": {fp} false positives and {fn} false negatives beside" in said
    assert phone.page.locator("#finished").count() == 1


@pytest.mark.parametrize("path", spread(["/thresholds", "/averaging"], 0, always=["/averaging"]))
def test_axe_finds_no_violation_asleep_waking_and_awake(tab: Tab, path: str) -> None:
    asleep(tab, path)
    assert violations(tab.page) == []
    # a finger that rests on the page keeps both pages standing
    tab.page.evaluate("document.getElementById('finished').dispatchEvent(new PointerEvent('pointerdown'))")
    tab.page.mouse.move(1, 1)
    tab.wait("() => document.querySelector('#react-entry-point main h1')")
    assert violations(tab.page) == []
    assert tab.page.evaluate(ASLEEP)
    if sliders := tab.page.evaluate(SLIDERS):  # it has moved, and Dash takes over before it rests
        tab.page.evaluate(MOVE, [sliders[0], 0.5])
    tab.page.evaluate("dispatchEvent(new PointerEvent('pointerup'))")
    tab.wake()
    assert violations(tab.page) == []


# What the page waits for, such as until it asks again for a file, takes a twentieth of its time.
QUICKLY = "const late = setTimeout; window.setTimeout = (act, ms, ...given) => late(act, ms / 20, ...given);"
NO_FILE = ("error: Failed to load resource", "failed: ", "404: ")


@pytest.mark.parametrize("connection", [{"saveData": True}, {"effectiveType": "3g"}, {"effectiveType": "4g"}])
def test_what_may_not_be_needed_is_not_fetched_where_bytes_count(phone: Tab, connection: dict[str, object]) -> None:
    phone.page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {json.dumps(connection)} }})")
    # a headless browser that has nothing to paint may never be idle
    phone.page.add_init_script("window.requestIdleCallback = (act) => setTimeout(act)")
    asleep(phone, "/sets")
    phone.page.evaluate("new Promise((done) => setTimeout(done))")
    spares = connection != {"effectiveType": "4g"}
    assert len({url for url in phone.requests if "/files/" in url}) == (0 if spares else 2)


def refuse(route: Route) -> None:
    route.abort()


@pytest.mark.parametrize("file", ["lab-*.js", "plotly-*.js"])
def test_a_page_whose_scripts_do_not_come_stays_and_says_so_and_tries_again(tab: Tab, file: str) -> None:
    tab.page.add_init_script(QUICKLY)
    tab.page.route(f"**/{file}*", refuse)
    asleep(tab, "/sets")
    notice = tab.page.locator("#finished > .failed")
    assert not notice.is_visible()
    tab.page.evaluate("() => addEventListener('mouseup', () => { window.presses = (window.presses ?? 0) + 1; })")
    tab.page.locator("#finished-sets-strip").click()
    notice.wait_for()
    assert "could not be loaded" in notice.inner_text()
    assert tab.page.locator("#finished .still").first.is_visible()
    tab.page.unroute(f"**/{file}*", refuse)
    tab.wake()
    tab.at_rest()
    assert tab.page.evaluate("window.presses") == 2, "what was pressed is pressed once more when Dash is there"
    tab.troubles[:] = [trouble for trouble in tab.troubles if not trouble.startswith(NO_FILE)]


def test_a_page_whose_files_are_gone_is_loaded_anew_in_its_state(phone: Tab) -> None:
    """Another version of the site has taken the place of this one while the page stood open."""
    asleep(phone, "/thresholds")
    phone.page.evaluate("document.querySelector('script[data-script]').dataset.plotly = '/files/plotly-of-old.js'")
    phone.page.evaluate(f"() => {{ {QUICKLY} }}")
    with phone.page.expect_navigation():
        phone.page.evaluate(MOVE, ["finished-thresholds-n", 1])
    assert phone.page.url.endswith("/thresholds?n=5000")
    assert phone.page.locator("#finished-thresholds-n-shown").inner_text() == "5,000"
    phone.troubles[:] = [trouble for trouble in phone.troubles if not trouble.startswith(NO_FILE)]
