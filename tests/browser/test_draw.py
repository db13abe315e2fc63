"""You draw it: by mouse, finger and keys, before and after Dash runs, and in a lecture."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from components.course import LESSONS
from components.page import Draw
from tests.browser.conftest import Tab
from tests.browser.test_handles import touch

LINE = "() => document.querySelector('.mine').getAttribute('d')"
PAD = "() => JSON.parse(document.querySelector('.surface').dataset.sketch)"
# What lies over the middle of the plot: the surface as long as the question is open, and after that the figure.
OVER = """() => {
  const { x, y, width, height } = document.querySelector('.pad').getBoundingClientRect();
  const element = document.elementFromPoint(x + width / 2, y + height / 2);
  return element.closest('.sketch') ? 'surface' : element.closest('.chart') ? 'figure' : 'nothing of it';
}"""
SAID = "() => document.querySelector('.off').textContent"


def spot(page: Page, across: float, level: float) -> tuple[float, float]:
    """The place of a share of the plot's width and a level from 0 to 100."""
    pad = page.locator(".pad")
    pad.evaluate("pad => pad.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box, (zero, one) = pad.bounding_box(), page.evaluate(PAD)["ends"]
    assert box
    return box["x"] + across * box["width"], box["y"] + (zero + (one - zero) * level / 100) * box["height"]


def by_mouse(page: Page, *points: tuple[float, float]) -> None:
    places = [spot(page, *point) for point in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=2)
    page.mouse.up()


def heard(page: Page) -> str | None:
    return page.locator(".surface").get_attribute("aria-valuetext")


def compared(tab: Tab) -> tuple[list[str], str]:
    """The levels that the site was asked about last, and what it should have said of them in that state."""
    asked = urlsplit([url for url in tab.requests if "/drawn/" in url][-1])
    query = {key: value for key, (value,) in parse_qs(asked.query).items()}
    lesson = next(each for each in LESSONS if asked.path == f"/drawn/{each.name}")
    assert isinstance(lesson.question, Draw)
    said = lesson.question.said(lesson.state.read(query), query["y"])
    assert said
    return query["y"].split(","), said


def test_a_line_drawn_with_the_mouse_stays_when_dash_takes_over_and_over_the_true_curve(tab: Tab) -> None:
    page = tab.page
    page.goto(tab.address + "/true-negatives?answer=hidden")
    assert page.evaluate(OVER) == "surface"
    by_mouse(page, (0.02, 60), (0.5, 60), (1, 80))
    tab.wait("() => !document.getElementById('finished')")
    line = page.evaluate(LINE)
    assert (line.count("M"), line.count("L")) == (1, 20), "one line from the point that is given to the right end"
    tab.drawn()
    assert page.evaluate(LINE) == line
    assert page.evaluate(OVER) == "surface"
    page.set_viewport_size({"width": 900, "height": 800})
    page.locator("[data-draws=show]").click()
    tab.wait(f"() => ({SAID})() !== ''")
    levels, said = compared(tab)
    assert levels == ["", *["60"] * 10, *(str(60 + 2 * k) for k in range(1, 11))]
    assert page.evaluate(SAID) == said
    assert page.evaluate(OVER) == "figure"
    assert page.evaluate(LINE) == line
    assert parse_qs(urlsplit(page.url).query) == {"answer": ["shown"]}
    # other counts have another first point; the reader's points stay
    page.locator("#true-negatives-tp").fill("30")
    page.locator("#true-negatives-tp").blur()
    tab.wait(f"line => ({LINE})() !== line", line)
    assert page.evaluate(LINE).split("L")[1:] == line.split("L")[1:]
    assert page.evaluate(PAD)["given"] == 75
    page.locator("[data-draws=again]").click()
    assert page.evaluate(OVER) == "surface"
    assert page.evaluate(LINE).count("L") == 0
    assert page.evaluate(SAID) == ""


def test_a_finger_draws_across_scrolls_up_and_draws_any_way_with_the_pen(phone: Tab) -> None:
    page = phone.page
    page.goto(phone.address + "/true-negatives?answer=hidden")
    cdp = page.context.new_cdp_session(page)
    before, scrolled = page.evaluate(LINE), page.evaluate("scrollY")
    x, y = spot(page, 0.5, 50)
    touch(cdp, *((x, y - k) for k in (0, 20, 60, 120, 160)))
    phone.wait("scrolled => scrollY !== scrolled", scrolled)
    assert page.evaluate(LINE) in (before, "M0 1032h0"), "nothing but the given point"
    page.reload()  # what scrolls may scroll on
    touch(cdp, *(spot(page, k / 10, 60) for k in range(2, 11)))
    assert page.evaluate(LINE).count("L") == 16
    touch(cdp, spot(page, 1, 60), spot(page, 1, 70), spot(page, 1, 90))
    page.locator("[data-draws=show]").evaluate(
        "button => button.click()"
    )  # so soon after a stroke a tap counts for nothing
    phone.wait(f"() => ({SAID})() !== ''")
    levels, said = compared(phone)
    assert levels == ["", "", "", "", *["60"] * 16, "90"]
    assert page.evaluate(SAID) == said
    assert "where you drew" in said
    assert page.locator("#finished").count() == 1, "nothing has to wake for it"
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_a_phone_nothing_of_the_veil_stands_above_the_question(phone: Tab) -> None:
    phone.page.goto(phone.address + "/f1?answer=hidden")
    above = """() => [...document.querySelectorAll('.until')].filter(one => one.checkVisibility()
      && one.getBoundingClientRect().top < document.querySelector('.predict').getBoundingClientRect().bottom)"""
    assert phone.page.evaluate(f"({above})().length") == 0


def test_arrow_keys_draw_and_say_where_they_are(tab: Tab) -> None:
    page = tab.page
    page.goto(tab.address + "/thresholds?answer=hidden")
    page.locator(".surface").focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    first = round(page.evaluate(PAD)["given"])
    assert heard(page) == f"Threshold 0.10: {(first + 4) / 100:g}"
    assert page.locator("#finished").count() == 1, "nothing has to wake for it"
    assert urlsplit(page.url).path == "/thresholds", "the arrows are not those that lead to other lessons"
    tab.page.route("**/drawn/**", lambda route: route.abort())
    page.locator("[data-draws=show]").evaluate("button => button.click()")
    tab.wait(f"() => ({SAID})() !== ''")
    assert page.evaluate(SAID).startswith("The server did not answer")
    assert page.evaluate(OVER) == "figure", "the curve is there all the same"
    tab.troubles.clear()


def test_a_lecturer_draws_what_the_hall_calls_out(tab: Tab) -> None:
    page = tab.page
    page.set_viewport_size({"width": 1280, "height": 720})
    tab.open("/f1?lecture=1")
    place = page.locator(".pad").bounding_box()
    assert page.evaluate(OVER) == "surface"
    by_mouse(page, (0, 0), (1, 100))
    line = page.evaluate(LINE)
    page.keyboard.press("ArrowRight")
    tab.wait(f"() => ({SAID})() !== ''")
    levels, said = compared(tab)
    assert levels == ["", *(str(5 * k) for k in range(1, 21))]
    assert page.evaluate(SAID) == said
    assert "screen=2" in page.url, "the arrows walk on"
    assert page.evaluate(OVER) == "figure"
    assert page.locator(".why").is_visible()
    page.keyboard.press("ArrowRight")
    assert page.locator(".say").is_visible()
    assert not page.locator(".why").is_visible()
    assert page.evaluate(LINE) == line
    assert page.locator(".pad").bounding_box() == place, "the figure keeps its place on all three screens"
    page.keyboard.press("r")
    tab.at_rest()
    assert page.evaluate(LINE) != line, "it is forgotten"
