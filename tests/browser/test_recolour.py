"""Figures in light and dark besides what every visit asks (test_visits.py): moved, hovered, printed, and Dash's state."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route
from plotly.offline import get_plotlyjs

from components.theme import DARK, Colour
from tests.browser.conftest import Reader
from tests.browser.test_theme import GROUND, THEME, go, rgb
from tests.browser.test_visits import RECOLOURED, UNSEEN, WRITTEN


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
    tab.open("/errors?answer=shown")
    tab.page.keyboard.press("d")
    tab.wait(RECOLOURED)
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
    tab.wait(RECOLOURED)
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
