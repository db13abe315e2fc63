"""Handouts: opened from a disk without a network, they move as the pages of the site do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from components.keys import KEYS
from components.shell import sections_of_all
from tests.browser.conftest import Tab
from tests.browser.test_asleep import STILLS, differing
from tests.browser.test_handles import REACHED
from tests.browser.test_lecture import MISFITS, PROJECTORS, STATE
from tests.browser.test_pages import AXE

# The sliders that the course is about, each with the part of its track to which it is dragged.
DRAGGED = {
    "thresholds": {"t": 0.38},
    "errors": {"fp": 0.9, "fn": 0.2},
    "true-negatives": {"tn": 0.6},
    "masks": {"dx": 0.7},
    "soft-jaccard": {"iteration": 0.1},
}

# What a section says beside its figures; the site has other texts at the controls that need it.
SAID = """section => [...section.querySelectorAll('.formula, .tiles, .say, .remark, .scrubbed .shown, h1, h2, td, code')]
  .map(element => element.textContent)"""

# Which of the figures of a page stand in a section, and how many these are.
FIGURES = """section => {
  const all = [...document.querySelectorAll('.graph')], own = [...section.querySelectorAll('.graph')];
  return [all.indexOf(own[0]), own.length];
}"""

VIOLATIONS = "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))"

Keep = Callable[[str], Page]


@pytest.fixture
def keep(browser: Browser, address: str, tmp_path: Path) -> Iterator[Keep]:
    """Saves a handout and opens it from the disk, without a network. Nothing may be asked for, and nothing go wrong."""
    troubles: list[str] = []
    requests: set[str] = set()
    kept: set[str] = set()
    with browser.new_context(offline=True, reduced_motion="reduce", color_scheme="light") as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1440, "height": 900})
        page.on("console", lambda m: troubles.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: troubles.append(f"uncaught: {e}"))
        page.on("request", lambda r: requests.add(re.split("[?#]", r.url)[0]))

        def opened(name: str) -> Page:
            path = tmp_path / "handout.html"
            with urlopen(f"{address}/handout/{name}") as answer:
                path.write_bytes(answer.read())
            page.goto(path.as_uri())
            kept.add(path.as_uri())
            return page

        yield opened
    assert troubles == []
    assert {url for url in requests if not url.startswith("data:")} == kept


def section_of(page: Page, name: str) -> Locator:
    return page.locator(f"#finished-{name}")


def stills(page: Page, name: str) -> list[Any]:
    first, count = section_of(page, name).evaluate(FIGURES)
    return page.evaluate(STILLS)[first : first + count]


def drag(page: Page, slider: Locator, part: float) -> str:
    """Drag a slider by its thumb to a part of its track, and return its value."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    at = slider.evaluate("({ value, min, max }) => (value - min) / (max - min)")
    x, y = (box["x"] + 10 + share * (box["width"] - 20) for share in (at, part)), box["y"] + box["height"] / 2
    page.mouse.move(next(x), y)
    page.mouse.down()
    page.mouse.move(next(x), y, steps=5)
    page.mouse.up()
    return slider.input_value()


def test_dragged_sliders_show_in_a_file_what_the_page_at_that_address_shows(keep: Keep, tab: Tab) -> None:
    page = keep("course")
    for name, parts in DRAGGED.items():
        section = section_of(page, name)
        first = section.evaluate(SAID)
        moved = {key: drag(page, page.locator(f"#finished-{name}-{key}"), part) for key, part in parts.items()}
        tab.page.goto(f"{tab.address}/{name}?" + "&".join(f"{key}={value}" for key, value in moved.items()))
        for key, value in moved.items():  # or nothing has moved
            assert section_of(tab.page, f"{name}-{key}").get_attribute("value") == value
            assert section_of(page, f"{name}-{key}").get_attribute("value") != value
        said = section.evaluate(SAID)
        assert said == section_of(tab.page, name).evaluate(SAID) != first
        assert differing(stills(page, name), stills(tab.page, name)) == [], name
        section.get_by_role("button", name="Reset").click()
        assert section.evaluate(SAID) == first


def test_a_file_of_a_state_keeps_it_and_says_it(keep: Keep, tab: Tab) -> None:
    query = "t=0.38&n=1000&scores=calibrated"
    page, section = keep(f"thresholds?{query}"), "thresholds"
    tab.page.goto(f"{tab.address}/thresholds?{query}")
    assert section_of(page, section).evaluate(SAID) == section_of(tab.page, section).evaluate(SAID)
    controls = page.locator(".controls").inner_text()
    assert "Sample size\n1,000\n" in controls
    assert page.locator(".controls input").count() == 0


def test_a_handle_a_link_and_a_key_move_a_file(keep: Keep) -> None:
    page = keep("masks")
    slider = page.locator("#finished-masks-dx")
    before, said = slider.input_value(), page.locator("#finished-masks .say").first.inner_text()
    x, y = page.locator("#finished-masks-pixels-grips .grip").first.evaluate(REACHED)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=5)
    page.mouse.up()
    dragged = slider.input_value()
    assert dragged != before
    assert page.locator("#finished-masks .say").first.inner_text() != said
    page.get_by_role("link", name="Exact", exact=True).click()
    assert (slider.input_value(), page.locator("#finished-masks-dy").input_value()) == ("0", "0")
    assert page.locator("#finished-masks-tiles-fp").inner_text() == "0"
    page.locator("h1").click()
    page.keyboard.press("Space")  # a step, where less motion is wanted
    assert float(slider.input_value()) > 0
    page.keyboard.press("r")
    assert slider.input_value() == before
    assert page.locator("#finished-masks .say").first.inner_text() == said


def test_the_course_is_gone_through_by_keys_and_links(keep: Keep) -> None:
    page = keep("course")

    def seen() -> list[str]:
        tops = page.locator("[data-asleep]").evaluate_all("all => all.map(e => [e.id, e.getBoundingClientRect().top])")
        return [id.removeprefix("finished-") for id, top in tops if abs(top) < 2]

    for key, name in (("ArrowRight", "sets"), ("ArrowRight", "binary"), ("ArrowLeft", "sets")):
        page.keyboard.press(key)
        assert seen() == [name]
    page.locator("#finished-masks-dx").fill("-3")
    page.locator("#finished-masks-title").click()
    page.keyboard.press("r")
    assert page.locator("#finished-masks-dx").input_value() == "4"
    page.locator(".side").get_by_role("link", name="Where to cut").click()
    assert seen() == ["thresholds"]
    page.get_by_role("link", name="One pixel off").click()
    assert page.locator("#finished-masks-dx").input_value() == "1"
    page.get_by_role("link", name="All items, threshold 0.5").click()
    assert seen() == ["thresholds"]
    assert page.locator("#finished-thresholds-t").input_value() == "0.5"
    assert page.locator("#finished-thresholds .shown").first.inner_text() == "0.500"


@pytest.mark.parametrize("name", ["thresholds", "averaging/multiclass"])
def test_a_file_is_accessible_light_and_dark_wide_and_narrow(keep: Keep, name: str) -> None:
    page = keep(name)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(VIOLATIONS) == [], (theme, width)
            assert page.evaluate("document.documentElement.scrollWidth") == width
        page.keyboard.press("d")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "light"


# ---- a lecture from a file -------------------------------------------------------------------------------------------


def place(page: Page) -> str:
    """Return what the address says behind the name of the file."""
    return re.sub("^[^?#]*", "", page.url)


def fits(page: Page) -> None:
    for width, height in PROJECTORS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(MISFITS) == [], (place(page), width)


def listed(page: Page) -> list[str]:
    """Open the list of keys, and close it again."""
    page.keyboard.press("?")
    close = page.get_by_role("dialog", name="Keys").get_by_role("button", name="Close")
    expect(close).to_be_focused()
    for key in ("Tab", "Shift+Tab", "Tab"):
        page.keyboard.press(key)
        assert not page.evaluate("document.querySelector('main').contains(document.activeElement)"), "the focus is kept"
    keys: list[str] = page.locator("dialog.help dt").evaluate_all(
        "all => all.map(dt => [...dt.children].map(kbd => kbd.textContent).join(' '))"
    )
    page.keyboard.press("Escape")
    return keys


def test_a_lecture_on_a_section_is_held_from_its_file(keep: Keep) -> None:
    page = keep("thresholds")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Lecture").click()
    for n, key in enumerate(("ArrowRight", "PageDown", "ArrowRight"), 1):
        assert page.evaluate(STATE) == ["", str(n)]
        assert place(page) == ("?lecture=1" if n == 1 else f"?lecture=1&screen={n}")
        fits(page)
        page.keyboard.press(key)
    assert page.evaluate(STATE) == ["", "3"], "it is the last one"
    assert page.evaluate(VIOLATIONS) == []
    page.keyboard.press("o")
    expect(page.locator("dialog.overview a:focus")).to_have_attribute("aria-current", "true")
    assert page.evaluate(VIOLATIONS) == []
    page.locator("dialog.overview a").nth(0).click()
    assert page.evaluate(STATE) == ["", "1"]

    slider = page.locator("#finished-thresholds-t")
    page.keyboard.press("Space")  # a step, where less motion is wanted
    assert float(slider.input_value()) > 0.845
    page.keyboard.press("r")
    assert slider.input_value() == "0.845"
    page.keyboard.press("d")
    assert page.evaluate(VIOLATIONS) == []
    page.keyboard.press("b")
    assert page.evaluate("document.elementFromPoint(0, 0).className") == "black"
    page.keyboard.press("b")
    assert listed(page) == list(KEYS)
    page.keyboard.press("PageDown")
    page.reload()
    assert page.evaluate(STATE) == ["", "2"]
    page.keyboard.press("Escape")
    assert page.evaluate(STATE) == [None, None]
    assert place(page) == ""


def test_a_lecture_goes_through_the_whole_course_in_its_file(keep: Keep) -> None:
    page = keep("course")
    sections = {section.name: len(section.screens) for section in sections_of_all()}
    page.locator("#finished-masks .stage").first.evaluate("stage => stage.scrollIntoView()")
    page.keyboard.press("l")
    assert place(page) == "?lecture=1#finished-masks"
    assert page.locator(".section:visible").count() == page.locator(".walk:visible").count() == 1
    fits(page)
    page.keyboard.press("PageUp")
    assert place(page) == f"?lecture=1&screen={sections['binary']}#finished-binary"
    fits(page)
    page.keyboard.press("o")
    assert page.locator("dialog.overview .here h3").inner_text() == "2 · Hits and misses"
    page.locator("dialog.overview a[href$=soft-jaccard]").nth(1).click()
    assert place(page) == "?lecture=1&screen=2#finished-soft-jaccard"
    fits(page)

    # a link to a state shows the figure in it, and Reset is that of the section on screen
    page.goto(f"{page.url.partition('?')[0]}?lecture=1&screen=4#finished-masks")
    page.locator(".settled a:visible").click()
    assert place(page) == "?lecture=1#finished-masks"
    assert page.locator("#finished-masks-dx").input_value() == "2"
    page.keyboard.press("r")
    assert page.locator("#finished-masks-dx").input_value() == "4"

    seen = []
    page.goto(f"{page.url.partition('?')[0]}?lecture=1")
    for _ in range(sum(sections.values()) + 1):
        seen.append(place(page))
        page.keyboard.press("ArrowRight")
    wanted = [f"?lecture=1{f'&screen={k + 1}' * (k > 0)}#finished-{s}" for s, n in sections.items() for k in range(n)]
    assert seen == ["?lecture=1#finished-home", *wanted[1:], wanted[-1]]
    page.keyboard.press("l")
    assert place(page) == "#finished-exercises"
    assert page.locator(".section:visible").count() == len(sections)
    assert page.locator("#finished-exercises [data-screen]").last.evaluate(
        "e => Math.abs(e.getBoundingClientRect().bottom - innerHeight) < innerHeight"
    ), "it stays where the lecture was"
    assert listed(page) == list(KEYS)


def test_a_part_has_a_lecture_and_a_list_of_the_keys_that_do_something(keep: Keep) -> None:
    page = keep("errors/same-positives")
    slider = page.locator("#finished-errors-mfp")
    slider.fill("3")
    page.locator("h1").click()
    page.keyboard.press("r")
    assert slider.input_value() == "10"
    page.keyboard.press("l")
    fits(page)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(STATE) == ["", "2"]
    assert listed(page) == list(KEYS)
    page = keep("averaging/multiclass")
    assert listed(page) == [keys for keys in KEYS if keys not in ("Space", "R")]


# What each frame shows of the course, until the first screen is there.
PAINTED = """(() => {
  window.painted = [];
  const look = () => {
    const main = document.querySelector('main'), { dataset } = document.documentElement;
    const seen = [...(main?.children ?? [])].filter(e => e.matches('.section') && e.checkVisibility());
    window.painted.push([dataset.bsTheme, seen.map(e => e.getAttribute('aria-labelledby')).join()]);
    if (document.readyState === 'complete' && seen.length) window.painted.over = true;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""


def test_neither_light_nor_another_screen_is_painted_first_and_paper_is_light_and_whole(keep: Keep) -> None:
    page = keep("course")
    page.keyboard.press("d")
    page.add_init_script(PAINTED)
    page.goto(f"{page.url}?lecture=1&screen=2#finished-errors")
    Tab(page, "").wait("() => window.painted.over")
    painted = page.evaluate("[...new Set(window.painted.map(each => each.join(' ')))]")
    assert set(painted) <= {"dark ", "dark finished-errors-title"}
    page.emulate_media(media="print")
    Tab(page, "").wait("() => document.documentElement.dataset.bsTheme === 'light'")
    assert page.locator(".section:visible").count() == len(sections_of_all())
    assert page.locator(".walk:visible, dialog:visible, .tools:visible").count() == 0


# How a learning platform may show a file: in a frame that can store nothing and has no address of its own.
FRAMED = '<!DOCTYPE html><iframe sandbox="allow-scripts" src="handout.html" width="1200" height="800"></iframe>'


def test_a_file_works_in_a_frame_that_may_do_nothing_but_run_scripts(keep: Keep, tmp_path: Path) -> None:
    page = keep("thresholds")
    (tmp_path / "around.html").write_text(FRAMED)
    outer, troubles = page.context.new_page(), []
    outer.on("pageerror", lambda e: troubles.append(str(e)))
    outer.goto((tmp_path / "around.html").as_uri())
    frame = outer.frame_locator("iframe")
    frame.locator("[data-switches=theme]").first.click()
    assert frame.locator("html").get_attribute("data-bs-theme") == "dark"
    frame.locator("#finished-thresholds-t").fill("0.38")
    assert frame.locator("#finished-thresholds-t-shown").inner_text() == "0.380"
    assert frame.locator("html").get_attribute("data-bs-theme") == "dark"
    frame.get_by_role("button", name="Lecture").click()
    frame.get_by_role("button", name="Next screen").click()
    assert frame.locator("html").get_attribute("data-at") == "2"
    assert troubles == []


def test_a_file_can_be_read_without_javascript(browser: Browser, keep: Keep) -> None:
    page = keep("thresholds")
    with browser.new_context(java_script_enabled=False, offline=True) as context:
        plain = context.new_page()
        plain.goto(page.url)
        assert plain.locator(".section").inner_text() == page.locator(".section").inner_text()
        assert plain.locator(".graph:has(.still > svg)").count() == page.locator(".graph").count()
