"""Play: a slider runs to its end by itself, asleep and awake, and stops whenever the reader or the browser says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from components.course import LESSONS
from components.lessons.thresholds import cut
from components.live.frames import control_id, scrubbed
from tests.browser.conftest import Tab, watched
from tests.browser.test_moved import Visit
from tests.states import spread

PLAYING = "() => document.querySelector('[data-on]') !== null"
STOPPED = "() => document.querySelector('[data-on]') === null"
VALUE = "id => Number(document.getElementById(id).value)"
HIDE = """() => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
SHOW = "() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }"
SLOWLY = "() => { document.documentElement.dataset.speed = 'half'; }"


@pytest.fixture
def moving(tab: Tab) -> Tab:
    """A page of a reader who wants motion."""
    tab.page.emulate_media(reduced_motion="no-preference")
    return tab


def button(tab: Tab, label: str = "Threshold") -> Locator:
    return tab.page.locator(f"[data-label='Play {label}']")


def run(tab: Tab, *, to: str = "0.3", id: str = "thresholds-t") -> None:
    """Set the slider, as a hand does, and start it; wait until it has moved."""
    put(tab, id, to)
    button(tab).click()
    tab.wait(f"([id, from]) => ({VALUE})(id) > from", [id, float(to)])
    assert tab.page.evaluate(PLAYING)


def put(tab: Tab, id: str, value: str) -> None:
    tab.page.locator(f"#{id}").fill(value)


def test_exactly_the_sliders_that_pick_frames_can_be_played(tab: Tab) -> None:
    for section in spread([section for section in LESSONS if section.sliders], 4):
        tab.page.goto(tab.address + section.path)
        found = tab.page.evaluate(
            "() => [...document.querySelectorAll('[data-pause]')]"
            ".map(b => b.closest('.control').querySelector('input').id.replace('finished-', ''))"
        )
        framed = scrubbed(section.show(section.state.read({})).frames)
        assert found == [id for p in section.sliders if (id := control_id(section.name, p.key)) in framed]


def test_a_slider_plays_to_its_end_without_a_request_and_the_page_is_that_of_its_state(moving: Tab) -> None:
    tab, visit = moving, Visit(moving, cut.LESSON)
    asked = len(tab.requests)
    run(tab, to="0.8")
    expect(button(tab)).to_have_accessible_name("Pause Threshold")
    tab.wait(STOPPED)
    expect(button(tab)).to_have_accessible_name("Play Threshold")
    assert tab.page.evaluate(VALUE, "thresholds-t") == 1
    visit.check("playing", anew=True, t=1.0)
    assert tab.requests[asked:] == []


@pytest.fixture
def timed(browser: Browser, address: str) -> Iterator[Tab]:
    """A page whose clock the test moves. A clock is that of all pages of a context, for good, so it has its own."""
    with browser.new_context(reduced_motion="no-preference") as context:
        yield from watched(context, address)


def test_the_whole_range_takes_five_seconds_and_each_speed_its_share(timed: Tab) -> None:
    page = timed.page
    page.clock.install(time=0)
    page.goto(timed.address + "/thresholds")
    page.clock.pause_at(60_000)  # from here on, time passes when the test says so
    speed = page.locator("[data-played] .speed")
    for name, start, takes in (
        ("1×", "1", 5000),
        ("2×", "0.5", 1250),
        ("½×", "0.5", 5000),
    ):  # from its end it starts over
        put(timed, "finished-thresholds-t", start)
        button(timed).evaluate("button => button.click()")  # no mouse, which would wake the page
        assert page.evaluate(PLAYING), name
        expect(speed).to_have_accessible_name(f"Speed {name}")
        page.clock.run_for(takes - 100)
        assert page.evaluate(PLAYING), f"{name}: at its end before {takes} ms"
        page.clock.run_for(200)
        assert page.evaluate(STOPPED), f"{name}: not at its end after {takes} ms"
        assert page.evaluate(VALUE, "finished-thresholds-t") == 1, name
        speed.evaluate("button => button.click()")
    expect(speed).to_have_accessible_name("Speed 1×")


def test_a_phone_plays_a_page_that_sleeps(phone: Tab) -> None:
    phone.page.emulate_media(reduced_motion="no-preference")
    phone.page.goto(phone.address + "/thresholds")
    asked = len(phone.requests)
    expect(phone.page.locator(".play .speed:visible")).to_have_count(0)
    button(phone).tap()
    phone.wait(PLAYING)
    phone.wait(STOPPED)
    assert phone.page.evaluate(VALUE, "finished-thresholds-t") == 1
    expect(phone.page.locator(".play .speed:visible")).to_have_count(1)
    phone.page.wait_for_url("**/thresholds?t=1")
    assert phone.page.locator("#finished").count() == 1, "nothing has to wake for it"
    assert [url for url in phone.requests[asked:] if "/files/" not in url] == []
    said = phone.page.locator("main .say").all_inner_texts()
    phone.page.reload()
    assert phone.page.locator("main .say").all_inner_texts() == said


def test_dash_takes_over_when_a_slider_has_played(moving: Tab) -> None:
    tab = moving
    tab.page.goto(tab.address + "/thresholds?t=0.6")
    button(tab).click()  # the mouse wakes the page
    tab.wait("() => document.querySelector('#react-entry-point main h1')")
    assert tab.page.evaluate(VALUE, "finished-thresholds-t") > 0.6
    tab.wait("() => !document.getElementById('finished')")
    tab.at_rest()
    assert tab.page.evaluate(VALUE, "thresholds-t") == 1
    expect(tab.page.locator("#thresholds-t-shown")).to_have_text("1.000")
    expect(tab.page.locator("[data-played] .speed")).to_be_visible()
    assert tab.page.evaluate(STOPPED)


# ---- what stops it ---------------------------------------------------------------------------------------------------

STOPS: dict[str, Callable[[Tab], object]] = {
    "its button": lambda tab: button(tab).click(),
    "space": lambda tab: (tab.page.evaluate("document.activeElement.blur()"), tab.page.keyboard.press(" ")),
    "another slider": lambda tab: tab.page.locator("#thresholds-n").click(),
    "the slider": lambda tab: tab.page.locator("#thresholds-t").dispatch_event("pointerdown"),
    "a key on the slider": lambda tab: tab.page.locator("#thresholds-t").press("ArrowLeft"),
    "a figure": lambda tab: tab.page.locator("#thresholds-sweep").click(),
    "a handle": lambda tab: take_up(tab.page.locator("#thresholds-sweep-grips .grip").last),
    "reset": lambda tab: tab.page.get_by_role("button", name="Reset").click(),
    "the key of reset": lambda tab: tab.page.keyboard.press("r"),
    "a hidden tab": lambda tab: (tab.page.evaluate(HIDE), tab.page.evaluate(SHOW)),
    "leaving": lambda tab: tab.page.evaluate("dispatchEvent(new Event('pagehide'))"),
    "the black screen": lambda tab: tab.page.keyboard.press("b"),
}


def take_up(grip: Locator) -> None:
    box = grip.bounding_box()
    assert box
    grip.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    grip.page.mouse.down()


def test_it_never_starts_by_itself_and_it_stops(moving: Tab) -> None:
    awake = moving
    awake.open("/thresholds")
    plays = "window.dash_clientside.jaccard.play.plays()"
    assert awake.page.evaluate(plays) is False
    awake.page.evaluate(SLOWLY)  # so that a busy machine does not come to the end before it is stopped
    for way in STOPS:
        run(awake, to="0")
        STOPS[way](awake)
        assert awake.page.evaluate(STOPPED), way
        value = awake.page.evaluate(VALUE, "thresholds-t")
        assert value < 1, way
        # two paints later it is still there
        awake.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if way in ("its button", "space", "another slider", "a hidden tab", "leaving", "the black screen"):
            assert awake.page.evaluate(VALUE, "thresholds-t") == value, way
        awake.page.mouse.up()  # of the handle
        awake.at_rest()
        if "reset" in way:
            assert awake.page.evaluate(VALUE, "thresholds-t") == 0.845, way
        shown = awake.page.locator("#thresholds-t-shown").inner_text()
        assert float(shown) == awake.page.evaluate(VALUE, "thresholds-t"), way
        assert awake.page.evaluate(plays) is False, way


def test_it_stops_at_a_preset_going_back_and_on_the_way_to_another_page(moving: Tab) -> None:
    awake = moving

    def play() -> None:
        button(awake, "Circle offset").click()
        awake.wait(PLAYING)

    awake.open("/masks")
    exact = awake.page.get_by_role("link", name="Exact", exact=True)
    play()
    exact.click()
    assert awake.page.evaluate(STOPPED)
    awake.at_rest()
    assert awake.page.evaluate(VALUE, "masks-dx") == 0
    play()
    awake.wait(f"id => ({VALUE})(id) > 0", "masks-dx")
    awake.page.go_back()
    awake.wait(STOPPED)
    awake.at_rest()
    assert awake.page.evaluate(VALUE, "masks-dx") == float(awake.page.locator("#masks-dx-shown").inner_text())
    play()
    awake.page.keyboard.press("ArrowRight")
    awake.page.wait_for_selector("#true-negatives-title")
    assert awake.page.evaluate("window.dash_clientside.jaccard.play.plays()") is False


# ---- less motion -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asleep", [False, True])
def test_who_wants_less_motion_gets_a_step_for_each_press(tab: Tab, asleep: bool) -> None:
    prefix = "finished-" if asleep else ""
    id = f"{prefix}thresholds-t"
    if asleep:
        tab.page.goto(tab.address + "/thresholds?t=0.9")
    else:
        tab.open("/thresholds?t=0.9")
    asked = len(tab.requests)
    values = []
    for key in (False, True, False, True):
        if key:
            tab.page.keyboard.press(" ")
        else:
            button(tab).evaluate("button => { button.click(); button.blur(); }")
        assert tab.page.evaluate(STOPPED)
        values.append(tab.page.evaluate(VALUE, id))
    assert values == [0.95, 1, 0, 0.05]
    if not asleep:
        tab.at_rest()
    expect(tab.page.locator(f"#{id}-shown")).to_have_text("0.050")
    tab.page.wait_for_url("**/thresholds?t=0.05")
    assert [url for url in tab.requests[asked:] if "/files/" not in url] == []


def test_space_plays_what_is_on_screen_and_what_was_played_last(tab: Tab) -> None:
    tab.open("/masks")
    values = "() => ['dx', 'dy'].map(key => document.getElementById(`masks-${key}`).value)"
    before = tab.page.evaluate(values)
    tab.page.keyboard.press(" ")
    first = tab.page.evaluate(values)
    assert (first[0] != before[0], first[1]) == (True, before[1])
    button(tab, "Vertical offset").evaluate("button => { button.click(); button.blur(); }")
    once = tab.page.evaluate(values)
    tab.page.keyboard.press(" ")
    twice = tab.page.evaluate(values)
    assert (once[0], twice[0]) == (first[0], first[0])
    assert len({first[1], once[1], twice[1]}) == 3
    # far below all sliders nothing plays, and the page scrolls as ever
    tab.open("/trade-offs")
    tab.page.keyboard.press(" ")
    tab.wait("() => scrollY > 0")


def test_it_stops_where_a_lecture_goes_on(moving: Tab) -> None:
    page = moving.page
    page.goto(f"{moving.address}/thresholds?t=0.3&lecture=1&screen=3")
    page.keyboard.press("Space")
    moving.wait(f"([id, from]) => ({VALUE})(id) > from", ["finished-thresholds-t", 0.3])
    assert page.evaluate(PLAYING)
    page.keyboard.press("ArrowLeft")
    assert not page.evaluate(PLAYING)
