"""The menu of a figure: a picture of it, and its numbers as files, in the state that the reader has set."""

from __future__ import annotations

import csv
import struct
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Download, Locator

from components.course import LESSONS
from components.page import Lesson
from components.theme import DARK, Colour
from tests.browser.conftest import PIXELS, Reader, Tab
from tests.states import spread

SIZE = (1200, 800)
SVG = "{http://www.w3.org/2000/svg}"

with_figures = pytest.mark.parametrize(
    "section",
    spread([s for s in LESSONS if s.graphs], 0, always=[s for s in LESSONS if s.name in ("sets", "masks")]),
    ids=lambda s: s.name,
)

PIXEL = (
    "async ([png, x, y]) => {"
    + PIXELS
    + """
  const { data, width } = await pixelsOf(png);
  return [...data.slice(4 * (y * width + x)).slice(0, 4)];
}"""
)


def saved(tab: Tab, menu: Locator, name: str) -> Download:
    """What the browser is given to save at a press in a menu."""
    if not menu.evaluate("menu => menu.open"):
        menu.locator("summary").click()
    with tab.page.expect_download() as download:
        menu.get_by_text(name).first.click()
    return download.value


def words(svg: ElementTree.Element) -> str:
    """The words beside the figure, in their order."""
    return " ".join(text.text or "" for text in svg.findall(f"{SVG}text"))


def rgb(colour: str) -> str:
    """A colour as plotly writes it."""
    return f"rgb({', '.join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))})"


def set_slider(tab: Tab, id: str, value: float) -> None:
    tab.page.locator(f"[id$={id}]").first.fill(str(value))


@with_figures
def test_every_figure_is_saved_as_a_picture_with_its_words(tab: Tab, section: Lesson) -> None:
    tab.open(section.path)
    menus = tab.page.locator(".export")
    assert menus.count() == len(section.graphs)
    for k in range(menus.count()):
        chart = tab.page.locator(".chart").nth(k)
        download = saved(tab, menus.nth(k), "SVG")
        figure = chart.locator(".graph").get_attribute("id")
        assert download.suggested_filename == f"jaccard-{figure}.svg"
        svg = ElementTree.parse(download.path()).getroot()
        assert (svg.tag, svg.get("width"), svg.get("height")) == (f"{SVG}svg", "1200", "800")
        assert svg.findall(f"{SVG}svg//{SVG}path")
        said = words(svg)
        assert " ".join(tab.page.locator("h1").first.text_content().split()) in said
        for line in tab.page.locator(".section .say").all():
            text = " ".join(line.text_content().split())
            assert text in said
        assert said.endswith(tab.address + section.path)
        places = [float(text.get("y", 0)) for text in svg.findall(f"{SVG}text")]
        assert places == sorted(places)
        assert 0 < places[0] < places[-1] < SIZE[1]
    tab.at_rest()
    assert tab.page.url == tab.address + section.path, "a press in a menu over a plot moves nothing in it"

    # one that cannot be made says so
    tab.page.evaluate("() => { window.Plotly.toImage = () => Promise.reject(new Error('no room')); }")
    tab.page.locator(".export summary").first.click()
    with tab.page.expect_event("pageerror"):  # which may come later than what the page says
        tab.page.locator("[data-saves=svg]").first.click()
    tab.wait("() => document.querySelector('[data-saves=svg]').dataset.state === 'failed'")
    assert tab.troubles.pop().startswith("uncaught: ")
    assert tab.page.locator(".export[open]").count() == 1


def test_a_picture_shows_the_state_and_the_theme_of_the_page_and_keys_work_its_menu(reader: Reader) -> None:
    tab = reader("dark")
    tab.open("/thresholds?seed=3")
    set_slider(tab, "thresholds-t", 0.38)
    menu = tab.page.locator(".export").first
    dark, svg = (ElementTree.parse(saved(tab, menu, name).path()).getroot() for name in ("SVG", "SVG, light"))
    assert [each.find(f"{SVG}rect").get("fill") for each in (dark, svg)] == [DARK[Colour.PAPER], Colour.PAPER]
    for drawn, ink, other in ((dark, DARK[Colour.INK_2], Colour.INK_2), (svg, Colour.INK_2, DARK[Colour.INK_2])):
        written = ElementTree.tostring(drawn, encoding="unicode")
        assert rgb(ink) in written
        assert rgb(other) not in written
    assert words(dark) == words(svg)
    assert "At threshold 0.380 the model finds" in words(svg)
    assert words(svg).endswith("/thresholds?t=0.38&seed=3")
    png = Path(saved(tab, menu, "PNG").path()).read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (2 * SIZE[0], 2 * SIZE[1])

    # the menu is worked by keys, and closes when the reader turns away
    summary, is_open = menu.locator("summary"), "menu => menu.open"
    summary.focus()
    tab.page.keyboard.press("Enter")
    assert menu.evaluate(is_open)
    tab.page.keyboard.press("Escape")
    assert not menu.evaluate(is_open)
    assert summary.evaluate("summary => summary === document.activeElement")
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    with tab.page.expect_download() as download:
        tab.page.keyboard.press("Enter")
    assert download.value.suggested_filename == "jaccard-thresholds-sweep.png"
    tab.wait("() => !document.querySelector('.export[open]')")
    assert summary.evaluate("summary => summary === document.activeElement")
    summary.click()
    assert menu.evaluate(is_open)
    tab.page.locator("h1").click()
    assert not menu.evaluate(is_open)


def test_a_picture_from_before_dash_runs_comes_once_it_does(tab: Tab) -> None:
    tab.page.goto(f"{tab.address}/sets")
    summary = tab.page.locator("#finished .export summary").first
    summary.evaluate("summary => summary.click()")
    with tab.page.expect_download() as download:
        tab.page.locator("#finished [data-saves=png]").first.evaluate("button => button.click()")
    assert download.value.suggested_filename == "jaccard-sets-strip.png"


MOVE = """() => {
  const slider = document.querySelector('[id$=errors-tp]');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, 20);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}"""
PRESS = "() => document.querySelector('.export a').click()"


@pytest.mark.parametrize("awake", [False, True])
def test_the_numbers_are_those_of_the_state_that_is_set(tab: Tab, awake: bool) -> None:
    tab.page.goto(f"{tab.address}/errors?fp=4")
    if awake:
        tab.wake()
        tab.page.evaluate(MOVE)
        tab.at_rest()
    with tab.page.expect_download() as download:
        # at once, because the slider starts Dash
        tab.page.evaluate(PRESS if awake else f"() => {{ ({MOVE})(); ({PRESS})(); }}")
    assert download.value.suggested_filename == "jaccard-errors-table.csv"
    saved = Path(download.value.path()).read_bytes()
    with urlopen(f"{tab.address}/numbers/errors/table.csv?tp=20&fp=4") as answer:
        assert saved == answer.read()
    head, *rows = csv.reader(saved.decode("utf-8-sig").splitlines())
    assert float(rows[3][head.index("FP 4")]) == 20 / 27, "the row of the present state"
    assert tab.page.url.partition("?")[0] == f"{tab.address}/errors"


def test_the_page_of_all_sections_prints_with_open_folds_and_without_controls(tab: Tab) -> None:
    tab.page.goto(f"{tab.address}/all")
    tab.page.set_viewport_size({"width": 688, "height": 1000})  # what the edges leave of A4
    tab.page.emulate_media(media="print")
    tab.wait("() => !document.querySelector('main details:not([open], .export)')")
    hidden, seen, breaks, cut = tab.page.evaluate(
        """() => {
          const all = selector => [...document.querySelectorAll(`main ${selector}`)];
          return [
            all(':is(button, input, summary:empty, .export, .guesses, .chips, .control:not(.items *))')
              .filter(e => e.checkVisibility()).map(e => e.outerHTML),
            all('.fold-body').map(e => e.firstElementChild.checkVisibility()),
            all('.section').map(e => getComputedStyle(e).breakBefore),
            all('.table-box').filter(e => e.firstElementChild.offsetWidth > e.clientWidth + 1).map(e => e.textContent),
          ];
        }"""
    )
    assert (hidden, cut) == ([], [])
    assert seen
    assert all(seen)
    assert breaks == ["auto", *["page"] * (len(LESSONS) - 1)]
