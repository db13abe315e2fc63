"""Handles: what dragging one does beside moving the page. That the page then is that of its state: test_moved.py."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Locator

from components.course import LESSONS
from components.page import Graph, Handle, Lesson
from tests.browser.conftest import Tab, watched
from tests.browser.test_scrubbing import PICTURE, moved
from tests.browser.walked import WALKED
from tests.states import spread


class Held(NamedTuple):
    """A handle, its figure and its section."""

    section: Lesson[Any]
    graph: Graph
    handle: Handle

    @property
    def sliders(self) -> list[str]:
        return [f"{self.section.name}-{p.key}" for p in (self.handle.x, self.handle.y) if p]

    def grips(self, tab: Tab, prefix: str = "") -> Locator:
        number = self.graph.handles.index(self.handle)
        return tab.page.locator(f"#{prefix}{self.section.name}-{self.graph.id}-grips .grip").nth(number)


# Until 2024 browsers did not say of a click what it was made with.
CLICKS_ARE_OF_MICE = """(() => {
  const { get } = Object.getOwnPropertyDescriptor(PointerEvent.prototype, 'pointerType');
  Object.defineProperty(PointerEvent.prototype, 'pointerType', { get() { return this.type === 'click' ? '' : get.call(this); } });
})()"""

HELD = [Held(section, graph, handle) for section in LESSONS for graph in section.graphs for handle in graph.handles]

# A point of a grip at which nothing else lies over it.
REACHED = """grip => {
  grip.scrollIntoView({ block: 'center' });
  const spots = [];
  for (const part of grip.localName === 'path' ? [grip] : [...grip.children]) {
    const { x, y, width, height } = part.getBoundingClientRect();
    for (const [a, b] of [[.5, .5], [.5, .25], [.5, .75], [.25, .5], [.75, .5], [.1, .5], [.9, .5]])
      spots.push([x + a * width, y + b * height]);
  }
  return spots.find(([x, y]) => document.elementFromPoint(x, y)?.closest('.grip') === grip);
}"""


def values(tab: Tab, held: Held, prefix: str = "") -> list[float]:
    return [float(tab.page.locator(f"#{prefix}{id}").input_value()) for id in held.sliders]


def way(tab: Tab, held: Held, prefix: str = "") -> tuple[float, float]:
    """A direction in which the handle can be moved: away from the end of the slider that is nearer."""
    found = [0.0, 0.0]
    for k, param in enumerate((held.handle.x, held.handle.y)):
        if param:
            value = float(tab.page.locator(f"#{prefix}{held.section.name}-{param.key}").input_value())
            found[k] = 1.0 if value <= (param.low + param.high) / 2 else -1.0
    return found[0], found[1]


MIDDLES = """points => points.map(point => {
  const { x, y, width, height } = point.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
})"""


def off(tab: Tab, held: Held) -> list[Any]:
    """The round grips of a figure that do not lie on a point of it."""
    name = f"#{held.section.name}-{held.graph.id}"
    points = tab.page.locator(f"{name} .scatterlayer .point").evaluate_all(MIDDLES)
    grips = tab.page.locator(f"{name}-grips .grip circle").evaluate_all(MIDDLES)
    return [(x, y) for x, y in grips if not any(abs(x - px) < 1.5 and abs(y - py) < 1.5 for px, py in points)]


def drag(tab: Tab, held: Held) -> None:
    assert off(tab, held) == []
    before = values(tab, held)
    spot = held.grips(tab).evaluate(REACHED)
    assert spot, f"something lies over the whole grip of {held.handle.place}"
    asked, (x, y) = len(tab.requests), spot
    far = 60.0
    for direction in (way(tab, held), tuple(-d for d in way(tab, held))):  # some places lie against their slider
        tab.page.mouse.move(x, y)
        tab.page.mouse.down()
        for k in range(1, 7):
            tab.page.mouse.move(x + direction[0] * far * k / 6, y + direction[1] * far * k / 6)
        if values(tab, held) != before:
            break
        tab.page.mouse.up()
    after = values(tab, held)
    assert all(one != other for one, other in zip(before, after, strict=True)), "not every slider has moved along"
    end = x + direction[0] * far, y + direction[1] * far
    tab.page.mouse.move(x, y)
    assert values(tab, held) == before, f"{held.handle.place} is not where it was, though the mouse is"
    tab.page.mouse.move(*end)
    tab.page.mouse.up()
    tab.at_rest()
    assert off(tab, held) == []
    assert held.handle.at or tab.requests[asked:] == []
    assert values(tab, held) == after
    query = parse_qs(urlsplit(tab.page.url).query)
    for id, value in zip(held.sliders, after, strict=True):
        key = id.removeprefix(f"{held.section.name}-")
        default = next(p.default for p in held.section.params if p.key == key)
        assert value == float(query.get(key, [str(default)])[0])


@pytest.mark.parametrize(
    "figure",
    spread(["thresholds-sweep", "errors-map", "masks-pixels", "home-venn"], 0, always=["errors-map", "masks-pixels"]),
)
def test_escape_puts_a_handle_back(tab: Tab, figure: str) -> None:
    held = next(held for held in HELD if f"{held.section.name}-{held.graph.id}" == figure)
    tab.open(held.section.path)
    before, text, picture = values(tab, held), tab.page.locator("main").inner_text(), tab.page.evaluate(PICTURE)
    x, y = held.grips(tab).evaluate(REACHED)
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    dx, dy = way(tab, held)
    for step in (30, 60, 90):
        tab.page.mouse.move(x + dx * step, y + dy * step)
    tab.page.keyboard.press("Escape")
    assert values(tab, held) == before
    tab.page.mouse.move(x + 20, y + 20)
    assert values(tab, held) == before, "the pointer has let go"
    tab.page.mouse.up()
    tab.at_rest()
    assert (tab.page.locator("main").inner_text(), urlsplit(tab.page.url).query) == (text, "")
    assert moved(picture, tab.page.evaluate(PICTURE)) == []


# ---- a finger --------------------------------------------------------------------------------------------------------


def touch(cdp: CDPSession, *spots: tuple[float, float]) -> None:
    for k, (x, y) in enumerate(spots):
        point = [{"x": x, "y": y}]
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove" if k else "touchStart", "touchPoints": point})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_vertical_swipe_over_a_figure_scrolls_the_page(phone: Tab) -> None:
    phone.page.goto(phone.address + "/thresholds")
    figure = phone.page.locator("#finished-thresholds-sweep")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box
    before, scrolled = phone.page.locator("#finished-thresholds-t").input_value(), phone.page.evaluate("scrollY")
    x, y = box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5
    cdp = phone.page.context.new_cdp_session(phone.page)
    touch(cdp, *((x, y - k) for k in (0, 20, 60, 120, 160)))
    phone.wait("scrolled => scrollY > scrolled + 50", scrolled)
    assert phone.page.locator("#finished-thresholds-t").input_value() == before


def test_a_swipe_that_begins_on_a_slider_or_beside_the_middle_of_a_circle_scrolls_the_page(phone: Tab) -> None:
    phone.page.goto(phone.address + "/masks")
    phone.page.evaluate("() => addEventListener('input', () => { window.told = true; })")
    cdp = phone.page.context.new_cdp_session(phone.page)

    def spot(part: str, across: float) -> tuple[float, float]:
        place = phone.page.locator(f"#finished-masks-{part}")
        place.evaluate("place => place.scrollIntoView({ block: 'center', behavior: 'instant' })")
        box = place.bounding_box()
        assert box
        return box["x"] + box["width"] * across, box["y"] + box["height"] / 2

    slider = phone.page.locator("#finished-masks-dx")
    for part, across, beside in (("pixels", 0.5, 50), ("dx", 0.9, 0), ("dx", 0.1, 0)):
        x, y = spot(part, across)
        scrolled = phone.page.evaluate("scrollY")
        touch(cdp, *((x + beside + k / 20, y - k) for k in (0, 20, 60, 120, 160)))
        phone.wait("scrolled => scrollY > scrolled + 50", scrolled)
    assert slider.input_value() == "4"
    assert not phone.page.evaluate("window.told"), "nothing has heard of a slider"
    phone.page.goto(phone.address + "/masks")  # and one that goes across slides
    x, y = spot("dx", 0.1)
    touch(cdp, *((x + k, y) for k in (0, 20, 60, 120)))
    phone.wait("() => document.getElementById('finished-masks-dx-shown').textContent !== '4'")
    assert slider.input_value() != "4"


def test_a_tap_into_the_panel_takes_the_threshold_there(phone: Tab) -> None:
    phone.page.add_init_script(CLICKS_ARE_OF_MICE)
    phone.page.goto(phone.address + "/thresholds")
    figure = phone.page.locator("#finished-thresholds-sweep")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box
    phone.page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.2)
    phone.wait("() => Math.abs(document.getElementById('finished-thresholds-t').value - 0.5) < 0.1")
    assert phone.page.locator("#finished").count() == 1, "nothing has to wake for it"


@pytest.mark.parametrize("size", [24, 44])
def test_a_grip_is_large_enough_to_be_hit(browser: Browser, address: str, size: int) -> None:
    """24 pixels for a mouse, 44 for a finger."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=size == 44, is_mobile=size == 44)
    for tab in watched(context, address):
        for section in (section for section in WALKED if any(graph.handles for graph in section.graphs)):
            tab.page.goto(address + section.path)
            found = tab.page.evaluate(
                """() => [...document.querySelectorAll('.grip')].flatMap(grip => grip.localName === 'path'
                  ? [grip.matches('[d$=z]') ? 44 : parseFloat(getComputedStyle(grip).strokeWidth)]
                  : [...grip.children].map(point => point.getBoundingClientRect().width))"""
            )
            assert min(found, default=0) >= size, section.path
    context.close()
