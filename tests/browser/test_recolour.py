"""Figures in light and dark: a switch paints at once what plotly would draw, paper is light, and all of it is accessible."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Route
from plotly.offline import get_plotlyjs

from components.theme import DARK, Colour
from tests.browser.axe import violations
from tests.browser.conftest import Reader, Tab
from tests.browser.test_pages import PATHS
from tests.browser.test_still import DIFFERENT, MEASURE, pictures
from tests.browser.test_theme import GROUND, THEME, go, rgb, theme

# Every colour that is written on an element of a drawn figure.
WRITTEN = """() => [...new Set([...document.querySelectorAll('.js-plotly-plot :is(svg, svg *)')].flatMap(e =>
  [e.style.cssText, e.getAttribute('fill'), e.getAttribute('stroke')].join(' ').match(/rgb\\([^)]*\\)/g) ?? []))]"""

# What plotly writes on elements that it does not show.
UNSEEN = {"rgb(0, 0, 0)", "rgb(68, 68, 68)"}


def followed(tab: Tab) -> None:
    """Wait until plotly has drawn every figure anew."""
    tab.wait("() => window.dash_clientside.jaccard.recoloured()")


# Keeps plotly from drawing anew after a change, until it is told to.
HOLD = """() => {
  const real = window.setTimeout;
  window.setTimeout = (act, ms, ...rest) => ms === 100 && !window.held ? void (window.held = act) : real(act, ms, ...rest);
}"""

SWITCH = """() => new Promise((done) => {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }));
  requestAnimationFrame(() => setTimeout(done));
})"""


@pytest.mark.parametrize("path", ["/masks", "/thresholds", "/errors", "/averaging", "/soft-jaccard", "/f1"])
def test_switching_shows_at_once_what_plotly_draws_and_asks_no_one(reader: Reader, path: str) -> None:
    tab = reader("dark")
    tab.page.set_viewport_size({"width": 1440, "height": 6000})
    tab.open(path)
    fresh = pictures(tab.page)
    tab.page.keyboard.press("d")
    followed(tab)
    assert theme(tab) == "light"
    before = len(tab.requests)
    tab.page.evaluate(HOLD)
    tab.page.evaluate(SWITCH)
    assert theme(tab) == "dark"
    assert not tab.page.evaluate("window.dash_clientside.jaccard.recoloured()"), "plotly waits"
    at_once = pictures(tab.page)
    tab.page.evaluate("window.held()")
    followed(tab)
    drawn = pictures(tab.page)
    assert [url for url in tab.requests[before:] if not url.startswith("data:")] == []
    assert set(tab.page.evaluate(WRITTEN)) <= {rgb(colour) for colour in DARK.values()} | UNSEEN
    tab.page.goto("about:blank")
    for figure in fresh:
        for picture in (at_once, drawn):
            both = [base64.b64encode(each[figure]).decode() for each in (fresh, picture)]
            assert tab.page.evaluate(DIFFERENT, both) < 0.001, figure


@pytest.mark.parametrize("path", ["/all", "/masks?dx=-20", "/sets?a=&b="])
def test_in_dark_the_still_picture_is_plotlys_too(reader: Reader, path: str) -> None:
    tab = reader("dark")
    go(tab, path)
    stills, asleep = tab.page.evaluate(MEASURE, False), pictures(tab.page)
    tab.wake()
    drawn, awake = tab.page.evaluate(MEASURE, True), pictures(tab.page)
    assert stills.keys() == drawn.keys() != set()
    tab.page.goto("about:blank")
    for figure in drawn:
        both = [base64.b64encode(picture[figure]).decode() for picture in (asleep, awake)]
        assert tab.page.evaluate(DIFFERENT, both) < 0.02, figure


def test_what_a_slider_has_moved_stays_so_when_the_theme_changes(reader: Reader) -> None:
    tab = reader("light")
    tab.open("/masks?dx=4")
    tab.page.evaluate("window.dash_clientside.jaccard.address.write = () => {}")
    place = "() => document.querySelector('#masks-offsets .points .point').getAttribute('transform')"
    slider = tab.page.get_by_label("Circle offset", exact=True)
    moved = slider.evaluate(
        f"""(slider) => new Promise((done) => {{
          const place = {place}, before = place();
          slider.value = 15;
          slider.dispatchEvent(new Event('input', {{ bubbles: true }}));
          const painted = place();
          document.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'd', bubbles: true }}));
          const look = () => (window.dash_clientside.jaccard.recoloured()
            ? done([before, painted, place()]) : requestAnimationFrame(look));
          requestAnimationFrame(look);
        }})"""
    )
    assert moved[0] != moved[1] == moved[2]
    tab.at_rest()
    assert tab.page.evaluate(place) == moved[1]


def test_dashs_state_stays_in_the_light_colours(reader: Reader) -> None:
    tab = reader("dark")
    tab.open("/thresholds")
    tab.page.get_by_label("Threshold", exact=True).press("ArrowLeft")
    tab.at_rest()
    state = tab.page.evaluate("JSON.stringify(window.dash_component_api.getLayout('thresholds-sweep').props.figure)")
    assert set(re.findall("#[0-9a-f]{6}", state)) <= {*Colour}
    assert set(tab.page.evaluate(WRITTEN)) <= {rgb(colour) for colour in DARK.values()} | UNSEEN


def test_a_hover_has_the_colours_of_the_theme(reader: Reader) -> None:
    tab = reader("light")
    tab.open("/errors")
    tab.page.keyboard.press("d")
    followed(tab)
    tab.page.locator("#errors-map").hover(position={"x": 300, "y": 200})
    label = tab.page.locator("#errors-map .hovertext path").first
    label.wait_for()
    assert label.evaluate("e => getComputedStyle(e).fill") == rgb(DARK[Colour.PAPER])


def test_the_whole_plotly_takes_on_the_colours_too(reader: Reader) -> None:
    tab = reader("dark")

    def whole(route: Route) -> None:
        route.fulfill(body=get_plotlyjs(), content_type="text/javascript")

    tab.page.route("**/plotly-*.js", whole)
    tab.open("/thresholds")
    dark = {rgb(colour) for colour in DARK.values()} | UNSEEN
    assert set(tab.page.evaluate(WRITTEN)) <= dark
    tab.page.keyboard.press("d")
    followed(tab)
    assert not set(tab.page.evaluate(WRITTEN)) & {rgb(DARK[Colour.INK_2])}


@pytest.mark.parametrize("path", ["/masks", "/nowhere"])
def test_paper_is_light(reader: Reader, path: str) -> None:
    tab = reader("dark")
    if path == "/nowhere":
        go(tab, path)
    else:
        tab.open(path)
    tab.troubles.clear()  # of the page that is none
    tab.page.evaluate(
        f"""() => {{ window.printed = []; for (const type of ['beforeprint', 'afterprint']) addEventListener(type, () => {{
          printed.push(({THEME})(), ({WRITTEN})()); }}) }}"""
    )
    tab.page.pdf()
    before, colours, after, _ = tab.page.evaluate("window.printed")
    assert [before, after] == ["light", "dark"]
    assert set(colours) <= {rgb(colour) for colour in Colour} | UNSEEN
    tab.page.emulate_media(media="print")
    assert tab.page.evaluate(GROUND) == rgb(Colour.GROUND)
    tab.page.emulate_media(media="screen")
    tab.wait(f"ground => ({GROUND})() === ground", rgb(DARK[Colour.GROUND]))


# ---- access ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PATHS, "/nowhere"])
def test_axe_finds_no_violation_in_dark(reader: Reader, path: str) -> None:
    tab = reader("dark")
    tab.open(path)
    tab.troubles.clear()  # of the page that is none
    tab.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    for width in (1440, 390):
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.drawn()
        assert violations(tab.page) == [], width
