"""Handouts: opened from a disk without a network, they move as the pages of the site do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.axe import violations
from tests.browser.conftest import Keep, Tab
from tests.browser.test_asleep import STILLS, differing
from tests.browser.test_handles import REACHED

# The sliders that the course is about, each with the part of its track to which it is dragged.
DRAGGED = {
    "thresholds": {"t": 0.38},
    "errors": {"fp": 0.9, "fn": 0.2},
    "true-negatives": {"tn": 0.6},
    "masks": {"dx": 0.7},
    "soft-jaccard": {"iteration": 0.1},
}

# What a section says beside its figures; the site has other texts at the controls that need it, and links to the glossary.
SAID = """section => [...section.querySelectorAll('.formula, .tiles, .say, .remark, .scrubbed .shown, h1, h2, td, code')]
  .map(element => {
    const said = element.cloneNode(true);
    said.querySelectorAll('.meaning').forEach(meaning => meaning.remove());
    return said.textContent;
  })"""

# Which of the figures of a page stand in a section, and how many these are.
FIGURES = """section => {
  const all = [...document.querySelectorAll('.graph')], own = [...section.querySelectorAll('.graph')];
  return [all.indexOf(own[0]), own.length];
}"""


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
    page.locator("#finished-masks").get_by_role("link", name="One pixel off", exact=True).click()
    assert page.locator("#finished-masks-dx").input_value() == "1"
    page.get_by_role("link", name="All items, threshold 0.5").click()
    assert seen() == ["thresholds"]
    assert page.locator("#finished-thresholds-t").input_value() == "0.5"
    assert page.locator("#finished-thresholds .shown").first.inner_text() == "0.500"


@pytest.mark.parametrize("name", ["thresholds", "averaging-classes"])
def test_a_file_is_accessible_light_and_dark_wide_and_narrow(keep: Keep, name: str) -> None:
    page = keep(name)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    for theme in ("light", "dark"):
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert violations(page) == [], (theme, width)
            assert page.evaluate("document.documentElement.scrollWidth") == width
        page.keyboard.press("d")
    Tab(page, "").wait("() => localStorage['jaccard-theme'] === 'light'")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "light"


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
    frame.get_by_role("button", name="Next screen").press("Enter")
    assert frame.locator("html").get_attribute("data-at") == "2"
    assert troubles == []


def test_a_file_can_be_read_without_javascript(browser: Browser, keep: Keep) -> None:
    page = keep("thresholds")
    with browser.new_context(java_script_enabled=False, offline=True) as context:
        plain = context.new_page()
        plain.goto(page.url)
        # links that set sliders are not there without the script
        page.evaluate("document.querySelectorAll('[data-sets]').forEach(link => link.remove())")
        assert plain.locator(".section").inner_text() == page.locator(".section").inner_text()
        assert plain.locator(".graph:has(.still > svg)").count() == page.locator(".graph").count()
