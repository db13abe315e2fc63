"""Lecture mode: every screen fits the projector and can be read from the back row; keys, buttons and the address walk."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import pytest
from playwright.sync_api import Page, expect

from components.course import LESSONS
from components.lecture.plans import stops
from components.lessons.soft_jaccard import training
from components.page import Lesson
from components.page.draw import Draw
from components.page.predict import Predict
from components.page.screens import Screen
from components.shell import ALL_PATH
from tests.browser.axe import violations
from tests.browser.conftest import Tab
from tests.browser.test_presets import PRESETS
from tests.browser.walked import WALKED
from tests.states import every, spread

SMALL, SQUARISH, LARGE = (1280, 720), (1024, 768), (1920, 1080)
PROJECTORS = spread(
    [SMALL, SQUARISH, LARGE], 0, always=[SMALL, SQUARISH]
)  # the large one has the shape of the small one
# A page hears of a new size of its window before the next frame.
FRAME = "() => new Promise(requestAnimationFrame)"
STATE = "() => [document.documentElement.dataset.lecture, document.documentElement.dataset.at]"

# What does not fit: parts that lie on each other, are cut off, or are too small to be read, with their text.
MISFITS = """() => {
  const misfits = [], page = document.getElementById('finished') ?? document, main = page.querySelector('main');
  const visible = (e) => e.checkVisibility({ visibilityProperty: true });
  const heard = (e) => e.closest('.visually-hidden, option') || (e.closest('.top') && !visible(e.closest('.top')));
  const seen = (e) => visible(e) && !heard(e);
  const name = (e) => `${e.className.baseVal ?? e.className}: ${e.textContent.slice(0, 40)}`;
  const { scrollWidth, scrollHeight } = document.scrollingElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) misfits.push('the page scrolls');

  const smallest = 20 * Math.min(innerWidth / 1280, innerHeight / 720) - 0.1;
  const scale = main.getBoundingClientRect().width / main.offsetWidth;
  const foot = [...page.querySelectorAll('.walk')].find(visible).getBoundingClientRect().top;
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, range = document.createRange();
    if (!texts.currentNode.textContent.trim() || !seen(element)) continue;
    range.selectNodeContents(texts.currentNode);
    const { left, right, top, bottom, width } = range.getBoundingClientRect();
    if (!width) continue;
    if (Number.parseFloat(getComputedStyle(element).fontSize) * scale < smallest) misfits.push(`small: ${name(element)}`);
    const end = element.closest('.walk') ? innerHeight : foot;
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > end + 1) misfits.push(`outside: ${name(element)}`);
  }

  for (const e of main.querySelectorAll('*')) {
    if (!seen(e) || e.closest('.visually-hidden, .summary, .graph, input, select')) continue;
    const cut = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
    if (cut && getComputedStyle(e).overflowX !== 'visible') misfits.push(`cut off: ${name(e)}`);
  }

  for (const control of main.querySelectorAll('.scrubbed > .control')) {
    const input = control.querySelector('input'), box = input.getBoundingClientRect();
    const frame = control.parentElement.querySelector('.still > *').getBoundingClientRect();
    if (!seen(input) || box.top < frame.bottom) continue;  // it stands beside its figure
    const style = getComputedStyle(control), number = (name) => Number.parseFloat(style.getPropertyValue(name));
    const [from, to, thumb] = ['--from', '--to', '--thumb'].map(number);
    const ends = [box.left + thumb * scale / 2 - from * frame.width, box.right - thumb * scale / 2 - to * frame.width];
    if (ends.some((x) => Math.abs(x - frame.left) > 1)) misfits.push(`not under its axis: ${name(control)}`);
  }

  const boxes = [...main.querySelectorAll(`.chart, .control, .say, .formula, .tiles, .chip, .numbers, .items, .question,
    .guesses, .answer, .hands, .chart-title, h1, h2, .summary, .walk, .run, .points .panel, .code, .wide > p`)];
  const places = boxes.filter(seen).map((e) => [e, e.getBoundingClientRect()]).filter(([, { width }]) => width);
  places.forEach(([a, p], i) => places.slice(i + 1).forEach(([b, q]) => {
    if (a.contains(b) || b.contains(a)) return;
    const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (across > 1 && down > 1) misfits.push(`overlap: ${name(a)} | ${name(b)}`);
  }));
  return misfits;
}"""


def begin(tab: Tab, path: str) -> Page:
    tab.page.goto(tab.address + path)
    return tab.page


def number(path: str, name: str) -> int:
    """The number of a screen, by its name."""
    lesson = next(each for each in LESSONS if each.path == path)
    return [screen.name for screen in lesson.screens].index(name) + 1


def kind(screen: Screen) -> tuple[str, ...]:
    """What is built in one way: a figure, one of several, a question, an answer, a hint, cards."""
    return (type(screen.shows).__name__, screen.name if isinstance(screen.shows, Predict | Draw) else "")


def heard(section: Lesson[object]) -> list[int]:
    """The screens on which axe is asked: of each kind the first of the course, and the first of each section."""
    numbers = range(1, len(section.screens) + 1)
    first: dict[tuple[str, ...], Screen] = {}
    for screen in (screen for each in LESSONS for screen in each.screens):
        first.setdefault(kind(screen), screen)
    of_kinds = [n for n in numbers if section.screens[n - 1] is first[kind(section.screens[n - 1])]]
    return spread(numbers, 0, always=[1, *of_kinds])


def walk(page: Page, key: str, screens: Iterable[int], said: str, *, ask: Collection[int] = ()) -> None:
    """Press a key from screen to screen: each is the one that is expected, fits, and is accessible where axe is asked."""
    for k, number in enumerate(screens):
        if k:
            page.keyboard.press(key)
        assert page.evaluate(STATE) == ["", str(number)]
        assert page.evaluate(MISFITS) == [], f"{number}, {said}"
        if number in ask:
            assert violations(page) == [], f"{number}, {said}"


@pytest.mark.parametrize("section", WALKED, ids=lambda section: section.name)
def test_every_screen_fits_every_projector_and_is_accessible(tab: Tab, section: Lesson[object]) -> None:
    page = begin(tab, f"{section.path}?lecture=1")
    screens, key = range(1, len(section.screens) + 1), "ArrowRight"
    for size in PROJECTORS:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate(FRAME)
        walk(page, key, screens, f"{size}", ask=heard(section) if size == SMALL else ())
        screens, key = screens[::-1], "ArrowLeft" if key == "ArrowRight" else "ArrowRight"


# Sections that have, between them, most kinds of screens with a figure.
SOME = spread(LESSONS, 0, always=[s for s in LESSONS if s.name in ("errors", "averaging")])


@pytest.mark.parametrize("section", SOME, ids=lambda section: section.name)
def test_every_screen_fits_and_is_accessible_awake_and_dark(tab: Tab, section: Lesson[object]) -> None:
    last = len(section.screens)
    page = begin(tab, f"{section.path}?lecture=1&screen={last}")
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    page.evaluate(FRAME)
    tab.wake()
    page.emulate_media(color_scheme="dark")
    walk(page, "ArrowLeft", range(last, 0, -1), "awake, dark", ask=heard(section))


# What the address of a state says that once did not fit: most rows of cells.
FAILED_ONCE = "samples=8&labels=6"


@pytest.mark.parametrize("section", [s for s in WALKED if s.params], ids=lambda section: section.name)
def test_every_screen_fits_in_the_states_that_the_page_has_links_to(tab: Tab, section: Lesson[object]) -> None:
    page = begin(tab, section.path)
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    page.evaluate(FRAME)
    paths = list(dict.fromkeys(path for _, path in page.evaluate(PRESETS)))
    # a question and its answer say the same in every state
    moved = [n for n, screen in enumerate(section.screens, 1) if every() or not isinstance(screen.shows, Predict)]
    for path in spread(paths, 1, always=[path for path in paths if FAILED_ONCE in path]):
        begin(tab, f"{path}&lecture=1")
        for number in range(1, moved[-1] + 1):
            if number > 1:
                page.keyboard.press("ArrowRight")
            if number in moved:
                assert page.evaluate(STATE) == ["", str(number)]
                assert page.evaluate(MISFITS) == [], f"{number}, {path}"


@pytest.mark.parametrize("awake", [False, True], ids=["asleep", "awake"])
def test_arrows_walk_through_screens_and_sections_and_the_state_stays(tab: Tab, awake: bool) -> None:
    page = begin(tab, "/thresholds?t=0.4&lecture=1&theme=dark&screen=1")
    if awake:
        tab.wake()
    where = page.locator(".places [data-screen]:visible")
    for search in ("&screen=2", "&screen=3"):
        page.keyboard.press("ArrowRight")
        expect(page).to_have_url(f"{tab.address}/thresholds?t=0.4&theme=dark&lecture=1{search}")
    expect(where).to_have_text("Screen 3 of 3: Figure")
    page.keyboard.press("PageDown")
    page.wait_for_url("**/soft-jaccard?theme=dark&lecture=1")
    expect(where).to_have_text(f"Screen 1 of {len(training.LESSON.screens)}: {training.LESSON.screens[0].name}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/thresholds?*screen=3")
    expect(where).to_have_text("Screen 3 of 3: Figure")
    page.reload()
    assert page.evaluate(STATE) == ["", "3"]
    # the figure alone, and back
    page.locator(".stage .chart:visible").dblclick(position={"x": 5, "y": 5})
    assert not page.locator(".stage .lead:visible").count()
    assert page.evaluate(MISFITS) == []
    page.keyboard.press("Escape")
    assert page.locator(".stage .lead:visible").count() == 1
    assert page.evaluate(STATE) == ["", "3"]


def test_l_begins_where_the_reader_is_and_escape_leaves_there(tab: Tab) -> None:
    page = begin(tab, "/true-negatives?tn=500")
    page.set_viewport_size({"width": 1440, "height": 420})
    page.keyboard.press("l")
    expect(page).to_have_url(f"{tab.address}/true-negatives?tn=500&lecture=1")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('.stage').scrollIntoView()")
    page.keyboard.press("l")
    expect(page).to_have_url(f"{tab.address}/true-negatives?tn=500&lecture=1&screen=3")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{tab.address}/true-negatives?tn=500")
    assert page.evaluate(STATE) == [None, None]
    tab.wait("() => document.querySelector('.stage').getBoundingClientRect().top < innerHeight")
    expect(page.locator("#finished-true-negatives-tn")).to_have_value("500")
    assert page.locator("#finished").count() == 1, "none of this needs Dash"
    page.keyboard.press("l")
    page.locator(".walk [data-switches=lecture]").click()
    assert page.evaluate(STATE) == [None, None]


# Between them they have every kind of screen.
KINDS = spread(LESSONS, 0, always=[s for s in LESSONS if s.name in ("masks", "home", "exercises-1")])


@pytest.mark.parametrize("section", KINDS, ids=lambda section: section.name)
def test_l_leaves_and_comes_back_to_the_same_screen(tab: Tab, section: Lesson[object]) -> None:
    page = begin(tab, f"{section.path}?lecture=1")
    for n in range(1, len(section.screens) + 1):
        if n > 1:
            page.keyboard.press("ArrowRight")
        page.keyboard.press("l")
        assert page.evaluate(STATE) == [None, None]
        page.keyboard.press("l")
        assert page.evaluate(STATE) == ["", str(n)]


def test_what_remotes_send_and_what_is_typed_walks(tab: Tab) -> None:
    page = begin(tab, "/masks?lecture=1")
    figure = str(number("/masks", "The pixels"))
    after = str(int(figure) + 1)

    def pressed(*keys: str) -> str:
        for key in keys:
            page.keyboard.press(key)
        return str(page.evaluate("document.documentElement.dataset.at"))

    assert pressed("End") == "4"
    assert pressed("Home") == "1"
    assert pressed("3", "Enter") == "3"
    assert pressed("2", "Enter") == "2"
    assert pressed("1", "0", "Enter") == "4", "there is no tenth one"
    assert pressed(figure, "Enter") == figure
    page.locator("#finished-masks-dx").focus()
    assert pressed("PageDown") == after, "though a slider has the focus"
    assert page.locator("#finished-masks-dx").input_value() == "4"
    assert pressed("PageUp") == figure
    page.evaluate("document.activeElement.blur()")
    for ends in (".", "b"):
        pressed(".")
        assert page.evaluate("document.elementFromPoint(0, 0).className") == "black"
        assert pressed(ends) == figure
    # Escape closes the uppermost thing, and leaves the lecture last
    further = page.locator("#finished-masks-truth")
    assert not further.is_visible()
    pressed("c")
    assert further.is_visible()
    assert violations(page) == []
    assert pressed("Escape") == figure
    assert not further.is_visible()
    pressed("c", "ArrowRight", "ArrowLeft")
    assert not further.is_visible(), "it is closed where one goes on"
    # pen and pointer, both gone with Escape, the lines with their screen
    pressed("w", "x")
    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.move(500, 400, steps=3)
    page.mouse.up()
    inked = "document.querySelector('body > canvas').getContext('2d').getImageData(400, 350, 1, 1).data[3]"
    assert page.evaluate(inked) == 255
    assert page.locator("body > div:last-of-type").evaluate("e => e.style.left") == "500px"
    assert pressed("ArrowRight", "ArrowLeft") == figure
    assert page.locator("body > canvas").count() == 0
    assert pressed("Escape") == figure
    pressed("Escape")
    assert page.evaluate(STATE) == [None, None]


def test_nothing_that_is_pressed_loses_the_screen_and_r_forgets(tab: Tab) -> None:
    figure, question = number("/averaging", "Their averages"), number("/averaging", "Question")
    page = begin(tab, f"/averaging?lecture=1&screen={figure}")
    tab.wake()
    page.locator(".stage .chips a").first.click()
    tab.at_rest()
    page.wait_for_url(f"**/averaging?true=*&screen={figure}*")
    assert page.evaluate("document.activeElement === document.body"), "the keys are the lecture's"
    page.keyboard.press(str(question))
    page.keyboard.press("Enter")
    page.locator(".guesses input").first.click()
    # hands are bars with the answer; R clears them too
    for field, n in zip(page.locator(".hands input").all(), (6, 3, 0), strict=True):
        field.fill(str(n))
    page.keyboard.press("PageDown")
    widths = "() => [...document.querySelectorAll('[data-bar] b')].map(e => parseFloat(getComputedStyle(e, '::after').width))"
    longest, half, none = page.evaluate(widths)
    assert (none, round(half / longest, 2)) == (0, 0.5)
    assert page.evaluate(MISFITS) == []
    page.keyboard.press("PageUp")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    expect(page.locator(".guesses input:checked")).to_have_count(0)
    assert page.locator(".hands input").evaluate_all("all => all.map(e => e.value)") == ["", "", ""]
    tab.at_rest()
    assert page.evaluate(STATE) == ["", str(question)]
    # another section has its own state, and this one has it again on the way back
    page.goto(f"{tab.address}/errors?fp=4&lecture=1&screen=3")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/f1?lecture=1")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/errors?fp=4&lecture=1&screen=3")


def test_one_key_shows_the_code_of_this_screen_in_this_state(tab: Tab) -> None:
    page = begin(tab, "/errors?fp=4&lecture=1&screen=2")
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    page.keyboard.press("s")
    said = page.locator("dialog.share [data-share=said]")
    host = tab.address.removeprefix("http://")
    expect(said).to_have_text(f"{host}/errors?fp=4&screen=2")
    assert float(said.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 40
    code = page.locator("dialog.share [data-share=code]").bounding_box()
    assert code
    assert code["height"] > 0.8 * SMALL[1]
    for ends in ("ArrowRight", "s", "click"):
        if ends == "click":
            page.mouse.click(300, 300)
        else:
            page.keyboard.press(ends)
        expect(said).to_be_hidden()
        assert page.evaluate(STATE) == ["", "2"], "it is no key for anybody else"
        page.keyboard.press("s")
        expect(said).to_be_visible()
    page.goto(f"{tab.address}/errors?fp=4&screen=2")
    assert page.evaluate(STATE) == ["", "2"]
    expect(page).to_have_url(f"{tab.address}/errors?fp=4&lecture=1&screen=2")


def test_the_presenter_has_notes_the_next_screen_and_a_clock_and_leads_the_hall(tab: Tab) -> None:
    page = begin(tab, "/lectures")
    assert violations(page) == []
    page.get_by_role("link", name="Begin the 45 minutes").click()
    page.wait_for_url("**/?*plan=45*")
    assert page.evaluate(STATE) == ["", "1"]
    begin(tab, "/true-negatives?tn=500&lecture=1&plan=45")
    page.clock.install()
    with page.context.expect_page() as opened:
        page.keyboard.press("p")
    window = opened.value
    title = window.locator("h1")
    expect(title).to_contain_text("True negatives")
    expect(window.locator(".notes article:visible")).to_have_count(1)
    here = window.locator("[data-of=here]")
    expect(here).to_have_attribute("data-shows", re.compile(r"^/true-negatives\?tn=500&.*plan=45"))
    expect(window.locator("[data-of=next]")).to_have_attribute("data-shows", "/true-negatives?lecture=1&screen=2")
    assert violations(window) == []
    window.get_by_role("button", name="Next").click()
    tab.wait("() => document.documentElement.dataset.at === '2'")
    expect(page.locator(".places span:visible")).to_contain_text("in 45 min")
    window.get_by_role("button", name="2 min").click()
    expect(page.locator(".walk .timer")).to_have_text("2:00")
    page.clock.run_for(30_000)
    expect(page.locator(".walk .timer")).to_have_text("1:30")
    window.get_by_role("button", name="Black").click()
    expect(page.locator("dialog.black")).to_be_visible()
    window.get_by_role("button", name="Black").click()
    expect(page.locator("dialog.black")).to_be_hidden()
    window.close()
    # the plan goes on beyond the lesson, past the further ones that are not in it
    page.keyboard.press("End")
    page.wait_for_url("**/thresholds?*plan=45*")
    last = len(list(stops(LESSONS, 45)))
    expect(page.locator(".places span:visible")).to_contain_text(f"{last} of {last} in 45 min")


def test_the_overview_leads_to_any_screen(tab: Tab) -> None:
    page = begin(tab, "/errors?fp=4&lecture=1")
    page.keyboard.press("o")
    expect(page.locator("dialog.overview a:focus")).to_have_attribute("aria-current", "true")
    assert violations(page) == []
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    assert page.evaluate("(e => e.scrollHeight <= e.clientHeight)(document.querySelector('dialog.overview[open]'))")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".all-screens .here a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".all-screens .here + li a").first).to_be_focused()
    for ends in ("Escape", "o"):
        page.keyboard.press(ends)
        assert page.evaluate("document.querySelector('dialog[open]')") is None
        assert page.evaluate(STATE) == ["", "1"], "the key has closed the overview alone"
        page.keyboard.press("o")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate(STATE) == ["", "2"]
    tab.wake()  # keys have started Dash: for a moment there are two of each button
    page.locator("[data-opens=overview]").click()
    page.locator("dialog.overview .here a").nth(2).click()
    expect(page).to_have_url(f"{tab.address}/errors?fp=4&lecture=1&screen=3")
    page.keyboard.press("o")
    page.locator("dialog.overview a[href^='/f1?']").nth(1).click()
    page.wait_for_url("**/f1?*")
    expect(
        page.locator("#react-entry-point .places [data-screen]:visible, #finished .places [data-screen]:visible")
    ).to_have_text("Screen 2 of 3: Answer")


def test_the_link_of_an_answer_shows_the_figure_in_that_state(tab: Tab) -> None:
    page = begin(tab, "/masks?lecture=1&screen=2")
    assert page.locator(".answer:visible").count() == 1
    assert page.locator(".answer b:visible").count() == 0, "nobody has guessed, so nobody was right"
    page.locator(".settled a:visible").click()
    tab.wait("() => !document.getElementById('finished')")
    tab.at_rest()
    expect(page).to_have_url(f"{tab.address}/masks?dx=2&screen=3&lecture=1")
    assert page.evaluate(STATE) == ["", "3"]
    expect(page.locator("#masks-dx")).to_have_value("2")


def test_handles_and_hover_meet_the_pointer_though_the_page_is_scaled(tab: Tab) -> None:
    page = begin(tab, "/f1?lecture=1&screen=3")
    tab.wake()
    page.locator("#f1-f").fill("0.5")
    tab.at_rest()
    grip = page.locator(".chart:has(#f1-curve) .grip").first
    before = grip.bounding_box()
    assert before
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    tab.at_rest()
    after = grip.bounding_box()
    assert after
    assert abs(after["x"] - before["x"] - 60) < 6
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(STATE) == ["", "2"]


def test_a_slider_that_the_mouse_has_let_go_leaves_the_arrows_to_the_lecture(tab: Tab) -> None:
    page = begin(tab, "/?lecture=1&screen=3")
    tab.wake()
    slider = page.locator("#home-overlap")
    slider.click(position={"x": 20, "y": 10})
    value = slider.input_value()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(STATE) == ["", "4"]
    assert slider.input_value() == value


def test_nothing_of_the_page_is_painted_before_the_screen(tab: Tab) -> None:
    tab.page.add_init_script("""(() => {
      const look = () => document.querySelector('.walk')
        ? window.first = [getComputedStyle(document.querySelector('main')).position,
            getComputedStyle(document.querySelector('.stage')).visibility]
        : requestAnimationFrame(look);
      requestAnimationFrame(look);
    })()""")
    begin(tab, "/errors?lecture=1&screen=2")
    assert tab.page.evaluate("window.first") == ["fixed", "hidden"]


def test_on_a_page_without_screens_l_begins_with_the_course(tab: Tab) -> None:
    page = begin(tab, f"{ALL_PATH}?lecture=1")
    assert page.evaluate(STATE) == [None, None]
    page.keyboard.press("l")
    page.wait_for_url("**/?lecture=1")


def test_on_a_phone_a_screen_is_read_by_scrolling(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.page.evaluate(FRAME)
    page = begin(tab, "/errors?lecture=1")
    page.keyboard.press("ArrowRight")
    assert page.locator(".question").first.is_visible()
    assert not page.locator(".stage").first.is_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    begin(tab, "/exercises/1?lecture=1&screen=2")
    folds = page.locator("#finished .below").first.locator("details")
    assert folds.filter(has_text="Hint").first.is_visible()
    assert not folds.filter(has_text="One more hint").first.is_visible(), "it has the next screen"
    assert not folds.filter(has_text="Worked answer").first.is_visible()
