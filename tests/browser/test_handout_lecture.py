"""A lecture that is held from a file, without a server: of a part, of a section, and through the whole course."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from components.course import LESSONS
from components.keys import in_file, without_server
from components.shell import lessons_of_all
from tests.browser.axe import violations
from tests.browser.conftest import Keep, Tab
from tests.browser.test_lecture import FRAME, MISFITS, PROJECTORS, STATE


def place(page: Page) -> str:
    """Return what the address says behind the name of the file; `page.url` learns of it a moment later."""
    return str(page.evaluate("location.search + location.hash"))


def fits(page: Page) -> None:
    for width, height in PROJECTORS:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(FRAME)
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
    expect(close).to_be_hidden()
    return keys


def test_a_lecture_on_a_section_is_held_from_its_file(keep: Keep) -> None:
    page = keep("thresholds")
    page.get_by_role("button", name="Lecture").click()
    last = next(len(section.screens) for section in LESSONS if section.name == "thresholds")
    for n, key in enumerate(("ArrowRight", "PageDown", *["ArrowRight"] * (last - 2)), 1):
        assert page.evaluate(STATE) == ["", str(n)]
        assert place(page) == ("?lecture=1" if n == 1 else f"?lecture=1&screen={n}")
        fits(page)
        page.keyboard.press(key)
    assert page.evaluate(STATE) == ["", str(last)], "it is the last one"
    assert violations(page) == []
    page.keyboard.press("o")
    expect(page.locator("dialog.overview a:focus")).to_have_attribute("aria-current", "true")
    assert violations(page) == []
    page.locator("dialog.overview a").nth(2).click()
    assert page.evaluate(STATE) == ["", "3"]

    slider = page.locator("#finished-thresholds-t")
    page.keyboard.press("Space")  # a step, where less motion is wanted
    assert float(slider.input_value()) > 0.845
    page.keyboard.press("r")
    assert slider.input_value() == "0.845"
    page.keyboard.press("d")
    assert violations(page) == []
    page.keyboard.press("b")
    assert page.evaluate("document.elementFromPoint(0, 0).className") == "black"
    page.keyboard.press("b")
    assert listed(page) == list(without_server())
    page.keyboard.press("PageUp")
    expect(page.locator("html")).to_have_attribute("data-at", "2")
    page.reload()
    assert page.evaluate(STATE) == ["", "2"]
    page.keyboard.press("Escape")
    assert page.evaluate(STATE) == [None, None]
    assert place(page) == ""


def test_a_lecture_goes_through_the_whole_course_in_its_file(keep: Keep) -> None:
    page = keep("course")
    sections = {each.name: len(each.screens) for each in lessons_of_all() if not each.further}
    page.locator("#finished-masks .stage").first.evaluate("stage => stage.scrollIntoView()")
    page.keyboard.press("l")
    assert place(page) == "?lecture=1&screen=3#finished-masks"
    assert page.locator(".section:visible").count() == page.locator(".walk:visible").count() == 1
    fits(page)
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert place(page) == f"?lecture=1&screen={sections['masks-cells']}#finished-masks-cells"
    fits(page)
    page.keyboard.press("o")
    assert page.locator("dialog.overview .here h3").inner_text() == "2.1 · Cells under a microscope"
    page.locator("dialog.overview a[href$=soft-jaccard]").nth(1).click()
    assert place(page) == "?lecture=1&screen=2#finished-soft-jaccard"
    fits(page)

    # a link to a state shows the figure in it, and Reset is that of the section on screen
    page.goto(f"{page.url.partition('?')[0]}?lecture=1&screen=2#finished-masks")
    page.locator(".settled a:visible").click()
    assert place(page) == "?lecture=1&screen=3#finished-masks"
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
    assert place(page) == "#finished-exercises-3"
    assert page.locator(".section:visible").count() == len(lessons_of_all())
    assert page.locator("#finished-exercises-3 [data-screen]").last.evaluate(
        "e => Math.abs(e.getBoundingClientRect().bottom - innerHeight) < innerHeight"
    ), "it stays where the lecture was"
    assert listed(page) == list(without_server())


def test_a_file_has_a_list_of_the_keys_that_do_something(keep: Keep) -> None:
    page = keep("errors-positives")
    slider = page.locator("#finished-errors-positives-mfp")
    slider.fill("3")
    page.locator("h1").click()
    page.keyboard.press("r")
    assert slider.input_value() == "10"
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("l")
    fits(page)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(STATE) == ["", "2"]
    assert listed(page) == list(without_server())
    page = keep("averaging-classes")
    assert listed(page) == list(in_file(moves=False))


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
    Tab(page, "").wait("() => localStorage['jaccard-theme'] === 'dark'")
    page.add_init_script(PAINTED)
    page.goto(f"{page.url}?lecture=1&screen=2#finished-errors")
    Tab(page, "").wait("() => window.painted.over")
    painted = page.evaluate("[...new Set(window.painted.map(each => each.join(' ')))]")
    assert set(painted) <= {"dark ", "dark finished-errors-title"}
    page.emulate_media(media="print")
    Tab(page, "").wait("() => document.documentElement.dataset.bsTheme === 'light'")
    assert page.locator(".section:visible").count() == len(lessons_of_all())
    assert page.locator(".walk:visible, dialog:visible, .tools:visible").count() == 0
