"""One visit to each page: it sleeps, it wakes, it turns dark. Everything is asked of it that no control has to be moved for.

The visit measures, and each test here asks one thing of what was measured.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from components.course import LESSONS
from components.page.draw import AGAIN
from components.progress import CLEAR
from components.shell import ALL_PATH
from components.theme import DARK, Colour
from tests.browser.axe import violations
from tests.browser.conftest import Tab, watched
from tests.browser.pictures import CELLS, MEASURE, differing, picture, unlike
from tests.browser.walked import WALKED
from tests.states import every, spread

PHONE = (390, 844)
LOW = (1280, 720)
DESKTOP = (1440, 900)
WIDTHS = (1024, 768, 390, 360, 1440)
PATHS = [ALL_PATH, *(section.path for section in WALKED)]
FIGURES = {section.path for section in WALKED if section.graphs}
# Their question stands above a text of several sentences still, which leaves the figure too little of a low screen.
UNSHAPED = {section.path for section in WALKED if section.question and not section.called}

# Besides the first states: what is empty, at its ends, and largest.
STATES = [
    "/f1?f=0&tp=0&fp=0&fn=0",
    "/errors?fp=0&fn=0",
    "/errors?tp=60&fp=30&fn=30",
    "/masks?dx=20",
    "/masks?dx=-20",
    "/sets?size=20",
    "/sets?a=&b=",
    "/averaging?true=&pred=",
    "/averaging?samples=8&labels=6",
    "/averaging/classes?classes=5",
    "/thresholds?t=0",
    "/true-negatives?tn=2000",
    "/soft-jaccard?iteration=0",
]
COVERING = ["/f1?f=0&tp=0&fp=0&fn=0", "/sets?a=&b=", "/averaging?samples=8&labels=6"]

# Which pages are compared as pictures, besides mark by mark; and on which axe is asked in the dark, too.
PICTURED = spread(sorted(FIGURES), 0, always=["/averaging", "/masks", "/thresholds"])
DARKENED = spread(PATHS, 0, always=["/", "/exercises/3", "/masks", "/soft-jaccard", "/trade-offs"])

# The words of the page, and where everything stands that is not inside a figure.
SEEN = """() => [document.querySelector('main').innerText,
  [...document.querySelectorAll('main :is(h1, h2, p, input, button, select, a, figure, summary, td)')]
    .filter(e => e.checkVisibility()).map(e => {
      const box = e.getBoundingClientRect();
      return [e.localName, e.matches('figure') ? '' : e.textContent.slice(0, 20),
        ...[box.x, box.y + scrollY, box.width, box.height].map(v => Math.round(v * 4) / 4)];
    })]"""

# Where the first part's figures up to the sentence, controls that lead, formulas, counts and sentence stand, from the top
# of the page: [what it is, top, bottom].
FIRST_PART = """() => {
  const part = document.querySelector('.stage');
  const say = part.querySelector('.say');
  const before = e => say.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING || say.closest('.lead');
  const belongs = [...part.querySelectorAll('.chart, .scrubbed .control')].filter(before);
  return [...belongs, ...part.querySelectorAll('.lead :is(.control, .formula, .tiles)'), say].map(e => {
    const box = e.getBoundingClientRect();
    return [e.className, box.top + scrollY, box.bottom + scrollY];
  });
}"""

# How far it is from the top of the nearest figure to the bottom of the slider, or the other way round, for every slider
# that leads; where a part has none, for the first of its other controls.
NEXT_TO_ITS_FIGURE = """() => [...document.querySelectorAll('.scrubbed, .stage')].flatMap(part => {
  const charts = [...part.querySelectorAll('.chart')].map(e => e.getBoundingClientRect());
  const control = part.querySelector(':scope > .control, .lead .control')?.getBoundingClientRect();
  if (!control) return [];
  return [Math.min(...charts.map(c => Math.max(c.bottom, control.bottom) - Math.min(c.top, control.top)))];
})"""

WRAPPED = """() => [...document.querySelectorAll('.folds > details > summary')]
  .filter(e => e.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(e).lineHeight))
  .map(e => e.textContent)"""

# Labels of sliders below a figure that need a second line though the figure is wide enough for one, and formulas that
# have wrapped.
NARROW = """() => {
  const tops = row => [...row.children].map(e => e.getBoundingClientRect()).map(box => box.top + box.height / 2);
  const labels = [...document.querySelectorAll('.scrubbed .label-row > label')].filter(label => {
    const high = label.offsetHeight;
    label.style.whiteSpace = 'nowrap';
    const [one, all] = [label.offsetHeight, [...label.parentElement.children].reduce((sum, e) => sum + e.offsetWidth + 10, 0)];
    label.style.whiteSpace = '';
    return high > one && all <= label.closest('.scrubbed').offsetWidth;
  });
  const formulas = [...document.querySelectorAll('.formula')].filter(e => Math.max(...tops(e)) - Math.min(...tops(e)) > 20);
  return [...labels, ...formulas].map(e => e.textContent);
}"""

# Every element that plotly has drawn: its figure, its kind, and the colours that it has.
COLOURED = """() => [...document.querySelectorAll('.graph')].flatMap(graph =>
  [...graph.querySelectorAll('.js-plotly-plot svg, .js-plotly-plot svg *')].map(e => {
    const { fill, stroke, stopColor } = getComputedStyle(e);
    return [graph.id, e.localName, e.getAttribute('class') ?? '', fill, stroke, stopColor];
  }))"""

# Every colour that is written on an element of a drawn figure.
WRITTEN = """() => [...new Set([...document.querySelectorAll('.js-plotly-plot :is(svg, svg *)')].flatMap(e =>
  [e.style.cssText, e.getAttribute('fill'), e.getAttribute('stroke')].join(' ').match(/rgb\\([^)]*\\)/g) ?? []))]"""

# What plotly writes on elements that it does not show.
UNSEEN = {"rgb(0, 0, 0)", "rgb(68, 68, 68)"}

# Keeps plotly from drawing anew after a change, until it is told to.
HOLD = """() => {
  const real = window.setTimeout, held = [];
  // plotly has timers of 100 ms too
  window.setTimeout = (act, ms, ...rest) => (ms === 100 ? void held.push(act) : real(act, ms, ...rest));
  window.release = () => { window.setTimeout = real; held.forEach((act) => act()); };
}"""

SWITCH = """() => new Promise((done) => {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }));
  requestAnimationFrame(() => setTimeout(done));
})"""

WIDE = "document.documentElement.scrollWidth"
RECOLOURED = "() => window.dash_clientside.jaccard.recoloured()"


@dataclass
class Visit:
    """What was measured of a page on one visit; what is measured twice stands under when it was, "asleep" or "awake"."""

    path: str
    plain: list[str] = field(default_factory=list)  # lines of text without JavaScript, and with it
    full: list[str] = field(default_factory=list)
    stills: tuple[int, int] = (0, 0)  # figures without JavaScript, and those that have a still picture
    wrapped: dict[int, list[str]] = field(default_factory=dict)
    seen: dict[tuple[str, int], Any] = field(default_factory=dict)
    measured: dict[tuple[str, int], Any] = field(default_factory=dict)
    first_part: list[Any] = field(default_factory=list)
    spans: list[float] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    plotlys: int = 0  # buttons that plotly brings of its own
    files: set[str] = field(default_factory=set)
    wide: dict[tuple[str, int], int] = field(default_factory=dict)  # how wide the page is in a window of a width
    unlike: list[Any] = field(default_factory=list)  # figures that differ in the two pictures of the page
    axe: dict[str, Any] = field(default_factory=dict)
    switched: tuple[Any, Any] = ((), ())  # colours right after the switch to dark, and once plotly has drawn anew
    cells: tuple[Any, Any] = ((), ())  # those of maps
    colours: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)  # by the switch


def size(tab: Tab, width: int, height: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.wait("width => innerWidth === width", width)


def walk(tab: Tab, plain: Page, path: str) -> Visit:
    """Walk through a page, and measure on the way."""
    visit, page = Visit(path), tab.page
    page.goto(tab.address + path)
    assert page.locator("#finished").count() == 1, "the page sleeps"
    plain.goto(tab.address + path)
    visit.plain, visit.full = (
        [line for text in each.locator(".section").all_inner_texts() for line in text.splitlines() if line]
        for each in (plain, page)
    )
    visit.stills = (plain.locator(".graph").count(), plain.locator(".graph:has(.still > svg)").count())
    for width, height in (LOW, PHONE, DESKTOP):
        size(tab, width, height)
        visit.wrapped[width] = page.evaluate(WRAPPED)
        if width != PHONE[0]:
            visit.wrapped[width] += page.evaluate(NARROW)
        if path in FIGURES and width == LOW[0]:
            visit.first_part = page.evaluate(FIRST_PART)
        if path in FIGURES and width == PHONE[0]:
            visit.spans = page.evaluate(NEXT_TO_ITS_FIGURE)
        if width != LOW[0]:
            visit.seen["asleep", width] = page.evaluate(SEEN)
            if path in FIGURES:
                visit.measured["asleep", width] = page.evaluate(MEASURE, False)
    whole = path != ALL_PATH or every()  # what all sections are together is long: each is looked at on its own page
    for width in WIDTHS if whole else (PHONE[0],):
        size(tab, width, 844)
        visit.wide["asleep", width] = page.evaluate(WIDE)
    size(tab, *DESKTOP)
    asleep = picture(page) if path in PICTURED else None

    tab.wake()
    # Dash's page, its style and script came once; figures are drawn as the still pictures are
    visit.headings = [page.locator(f"#{s.name} h1").inner_text() for s in LESSONS if path in (s.path, ALL_PATH)]
    visit.plotlys = page.locator(".js-plotly-plot .modebar-btn--logo, [data-title='Share chart']").count()
    visit.files = {url for url in tab.requests if not url.startswith("data:")}
    awake = picture(page) if asleep else None
    for width, height in (DESKTOP, PHONE) if whole else (DESKTOP,):
        size(tab, width, height)
        tab.drawn()
        visit.seen["awake", width] = page.evaluate(SEEN)
        visit.wide["awake", width] = page.evaluate(WIDE)
        if path in FIGURES:
            visit.measured["awake", width] = page.evaluate(MEASURE, True)
    if not whole:
        return visit
    for width in WIDTHS if every() else ():
        size(tab, width, 844)
        visit.wide["awake", width] = page.evaluate(WIDE)

    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    inspect(tab, visit, "light", PHONE, *([DESKTOP] if every() else []))
    if path == ALL_PATH:  # the theme of each section is switched on its own page
        return visit
    size(tab, DESKTOP[0], 6000)  # what is on the screen takes on the colours at once
    tab.drawn()
    switch(tab, visit)
    if path in DARKENED:
        inspect(tab, visit, "dark", DESKTOP, *([PHONE] if every() else []))

    if asleep and awake:
        page.goto("about:blank")
        visit.unlike = differing(page, asleep, awake, 0.02)
    return visit


def inspect(tab: Tab, visit: Visit, theme: str, *sizes: tuple[int, int]) -> None:
    for width, height in sizes:
        size(tab, width, height)
        tab.drawn()
        visit.axe[f"{theme}, {width} px wide"] = violations(tab.page)


def switch(tab: Tab, visit: Visit) -> None:
    """Make the page dark; plotly draws anew only after what it had drawn has been painted and looked at."""
    before = len(tab.requests)
    tab.page.evaluate(HOLD)
    tab.page.evaluate(SWITCH)
    if visit.path in FIGURES:
        assert not tab.page.evaluate(RECOLOURED), "plotly waits"
    at_once = tab.page.evaluate(COLOURED), tab.page.evaluate(CELLS)
    tab.page.evaluate("window.release()")
    tab.wait(RECOLOURED)
    visit.switched, visit.cells = zip(at_once, (tab.page.evaluate(COLOURED), tab.page.evaluate(CELLS)), strict=True)
    visit.colours = set(tab.page.evaluate(WRITTEN))
    visit.asked = [url for url in tab.requests[before:] if not url.startswith("data:")]


@pytest.fixture(scope="session")
def plain(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript."""
    with browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def visited() -> dict[str, Visit | Exception]:
    """The visits of this session by path, or what ended them."""
    return {}


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, context: BrowserContext, address: str, plain: Page, visited: dict[str, Any]
) -> Visit:
    path = request.param
    assert "PYTEST_XDIST_WORKER" not in os.environ or "@" in request.node.nodeid, "the tests of a page are scattered"
    if path not in visited:
        try:
            for tab in watched(context, address):
                tab.page.emulate_media(color_scheme="light")
                visited[path] = walk(tab, plain, path)
        except Exception as error:
            visited[path] = error
    if isinstance(visited[path], Exception):
        raise visited[path]
    return visited[path]


def visits(paths: list[str]) -> pytest.MarkDecorator:
    """A test for each of these pages; all tests of one page run in one worker, on one visit."""
    params = [pytest.param(path, marks=pytest.mark.xdist_group(f"visit of {path}"), id=path) for path in paths]
    return pytest.mark.parametrize("visit", params, indirect=True)


each = visits(PATHS)
each_with_figures = visits([path for path in PATHS if path in FIGURES])


# ---- asleep ----------------------------------------------------------------------------------------------------------


@each
def test_a_page_can_be_read_without_javascript(visit: Visit) -> None:
    # these two buttons need it; and who has drawn a curve is not asked for it any more
    read = [line for line in visit.plain if not line.startswith("Draw first. ")]
    assert read == [line for line in visit.full if line not in (CLEAR, AGAIN)]
    figures, pictures = visit.stills
    assert figures == pictures


@each
def test_no_heading_of_a_fold_wraps_and_nothing_else_that_has_room(visit: Visit) -> None:
    assert {width: wrapped for width, wrapped in visit.wrapped.items() if wrapped} == {}


@each_with_figures
def test_what_belongs_together_is_on_one_screen(visit: Visit) -> None:
    """The first part as a whole on a low screen, and a slider with its figure on a phone."""
    assert any("chart" in what for what, _, _ in visit.first_part)
    if visit.path not in UNSHAPED:
        assert [place for place in visit.first_part if place[1] < 0 or place[2] > LOW[1]] == []
    assert max(visit.spans, default=0) <= PHONE[1]  # one has none


# ---- Dash takes over -------------------------------------------------------------------------------------------------


@each
def test_nothing_moves_when_dash_takes_over(visit: Visit) -> None:
    for width in [width for when, width in visit.seen if when == "awake"]:
        (words, boxes), (words_then, boxes_then) = (visit.seen[when, width] for when in ("asleep", "awake"))
        # the words inside figures are compared with their places
        assert outside_figures(words) == outside_figures(words_then)
        assert [pair for pair in zip(boxes, boxes_then, strict=True) if pair[0] != pair[1]] == [], width


def outside_figures(words: str) -> list[str]:
    return [line for line in words.splitlines() if line][:3]


@each_with_figures
def test_the_still_pictures_are_plotlys(visit: Visit) -> None:
    for width, _ in (PHONE, DESKTOP):
        assert unlike(visit.measured["asleep", width], visit.measured["awake", width]) == [], width
    assert visit.unlike == []


@each
def test_a_page_opens_with_its_figures_and_asks_no_one_else(visit: Visit) -> None:
    assert all(visit.headings)
    assert visit.plotlys == 0
    assert len(visit.files) <= 5, "the page, its style and its script, Dash's script, plotly.js"


@each
def test_no_width_makes_a_page_scroll_sideways(visit: Visit) -> None:
    assert {place: wide for place, wide in visit.wide.items() if wide != place[1]} == {}


# ---- the theme changes -----------------------------------------------------------------------------------------------


@each
def test_switching_shows_at_once_what_plotly_draws_and_asks_no_one(visit: Visit) -> None:
    assert [pair for pair in zip(*visit.switched, strict=True) if pair[0] != pair[1]] == []
    for (name, *at_once), (_, *drawn) in zip(*visit.cells, strict=True):
        assert max(abs(a - b) for a, b in zip(at_once, drawn, strict=True)) <= 3, (
            name
        )  # a colour between two is rounded
    assert visit.colours <= {rgb(colour) for colour in DARK.values()} | UNSEEN
    assert visit.asked == []


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))})"


@each
def test_axe_finds_no_violation(visit: Visit) -> None:
    assert {where: found for where, found in visit.axe.items() if found} == {}


# ---- other states ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", spread(STATES, 0, always=COVERING))
def test_the_still_picture_is_plotlys_in_other_states(tab: Tab, path: str) -> None:
    sizes = (PHONE, DESKTOP)
    tab.page.goto(tab.address + path)
    stills = {}
    for width, height in sizes:
        size(tab, width, height)
        stills[width] = tab.page.evaluate(MEASURE, False)
    tab.wake()
    for width, height in reversed(sizes):
        size(tab, width, height)
        tab.drawn()
        assert unlike(stills[width], tab.page.evaluate(MEASURE, True)) == [], width


@pytest.mark.parametrize(
    "path", spread(["/masks?dx=-20", "/sets?a=&b=", *sorted(FIGURES)], 0, always=["/masks?dx=-20"])
)
def test_in_dark_the_still_picture_is_plotlys_too(tab: Tab, path: str) -> None:
    tab.page.emulate_media(color_scheme="dark")
    tab.page.goto(tab.address + path)
    stills, asleep = tab.page.evaluate(MEASURE, False), picture(tab.page)
    tab.wake()
    awake = picture(tab.page)
    assert stills.keys() == tab.page.evaluate(MEASURE, True).keys() != set()
    assert set(tab.page.evaluate(WRITTEN)) <= {rgb(colour) for colour in DARK.values()} | UNSEEN
    tab.page.goto("about:blank")
    assert differing(tab.page, asleep, awake, 0.02) == []


def test_colours_of_both_themes_can_be_told_apart() -> None:
    assert not {rgb(colour) for colour in DARK.values()} & {rgb(colour) for colour in Colour}
