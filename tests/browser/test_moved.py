"""However a page was moved, it is the page of its address: what it shows is what Python makes of the state named there.

Every way of moving has its test here: keys, the mouse, a finger, links, back and forward, fields, choices, cells and Reset,
on the page that Dash runs and on the one that still sleeps. A page is opened once and moved many times. After each move
`Visit.check` compares everything with Python, so no state has to be loaded anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator

from components.course import LESSONS
from components.live.frames import control_id, scrubbed
from components.live.view import Shown
from components.page import Lesson
from components.page.controls import Buttons, NumberField, Select, Slider, Toggles
from components.state import Bitmap, Choice, Number, Param, State, Subset, Text, href
from tests import states
from tests.browser.conftest import Tab
from tests.browser.test_asleep import MOVE, SLIDERS, STILLS, differing
from tests.browser.test_handles import HELD, REACHED, drag, touch, values, way
from tests.browser.test_presets import PRESETS, PRESS
from tests.browser.test_scrubbing import drag as drag_slider
from tests.conftest import plain, unpacked, with_controls

# ---- what a page shows -----------------------------------------------------------------------------------------------

# Keeps for each figure what assets/paint.js has painted last, as long as it painted all of it and no answer has come since.
# `compare` says in which figures that is not what plotly has drawn by now; and with `anew`, in which figures that is not
# what plotly draws of Dash's state in another place.
WATCH = """() => {
  const { jaccard } = window.dash_clientside, { paint } = jaccard, { settle } = jaccard.handles;
  const painted = new Map();
  const MARKS = '.points .point, .textpoint text, .js-line, .js-fill, .shapelayer path, .barlayer path, .annotation-text-g';
  const pictureOf = (gd) => {
    const { x, y } = gd.getBoundingClientRect();
    const marks = [...gd.querySelectorAll(MARKS)]
      .filter((e) => e.closest('.annotation')?.style.opacity !== '0')
      .map((e) => [e.textContent, e.getBoundingClientRect()])
      .map(([words, box]) => [words, ...(box.x || box.y ? [box.x - x, box.y - y, box.width, box.height] : [])]); // or hidden
    return { marks, cells: [...gd.querySelectorAll('.heatmaplayer image')].map(({ href }) => href.baseVal) };
  };
  jaccard.paint = (gd, changes) => {
    const left = paint(gd, changes);
    // on an answer, plotly draws a whole figure after it
    if (left.length || window.event?.type !== 'input') painted.delete(gd);
    else painted.set(gd, pictureOf(gd));
    return left;
  };
  jaccard.handles.settle = (element) => { painted.clear(); settle(element); };

  const coloursOf = async (png) => {
    const image = new Image(), context = new OffscreenCanvas(40, 40).getContext('2d', { willReadFrequently: true });
    image.src = png;
    await image.decode();
    context.imageSmoothingEnabled = false;
    context.drawImage(image, 0, 0, 40, 40);
    return context.getImageData(0, 0, 40, 40).data.join();
  };
  const written = ([words, ...box]) => `"${words}" at ${box.map(Math.round)}`;
  const difference = async (one, other) => {
    if (one.marks.length !== other.marks.length) return `${one.marks.length} marks, not ${other.marks.length}`;
    const k = one.marks.findIndex((mark, i) => mark.length !== other.marks[i].length || mark.some((value, j) =>
      j ? Math.abs(value - other.marks[i][j]) > 1.6 : value !== other.marks[i][j])); // half pixels are rounding
    if (k >= 0) return `mark ${k} is ${written(one.marks[k])}, not ${written(other.marks[k])}`;
    for (const i of one.cells.keys()) {
      if (one.cells[i] !== other.cells[i] && await coloursOf(one.cells[i]) !== await coloursOf(other.cells[i]))
        return `the colours of cells differ`;
    }
    return '';
  };
  const anewOf = async (gd, figure) => {
    const place = document.createElement('div'), { width, height } = gd._fullLayout, { data, layout } = structuredClone(figure);
    Object.assign(place.style, { position: 'absolute', visibility: 'hidden', width: `${width}px`, height: `${height}px` });
    gd.parentElement.append(place);
    await Plotly.newPlot(place, data, { ...layout, width, height }, { displayModeBar: false });
    const picture = pictureOf(place);
    Plotly.purge(place);
    place.remove();
    return picture;
  };
  const compare = async (anew) => {
    const found = [];
    for (const gd of document.querySelectorAll('#react-entry-point .js-plotly-plot')) {
      const { id } = gd.closest('.graph'), now = pictureOf(gd);
      const wrong = painted.has(gd) && await difference(painted.get(gd), now);
      if (wrong) found.push(`${id}, as painted and as drawn after that: ${wrong}`);
      if (!anew) continue;
      const other = await difference(now, await anewOf(gd, window.dash_component_api.getLayout(id).props.figure));
      if (other) found.push(`${id}, as drawn and as drawn anew: ${other}`);
    }
    return found;
  };
  window.watch = { painted, compare };
}"""

# A slider that asks nobody rests 350 ms after a step, so that a reader may press again undisturbed. Here nobody does.
AT_ONCE = """(() => {
  const later = window.setTimeout;
  window.setTimeout = (act, ms, ...given) => later(act, ms === 350 ? 20 : ms, ...given);
})()"""

# Everything else, as JSON: the address, the controls and what Dash knows of them, what Dash knows of each place, the words
# that stand at it, and where the grips lie.
SEEN = """([controls, places]) => {
  const known = (id, prop) => window.dash_component_api.getLayout(id)?.props[prop];
  const element = (id) => document.getElementById(id);
  const inputs = (e) => e.matches('input, select') ? [e] : [...e.querySelectorAll('input')];
  return JSON.stringify({
    address: location.pathname + location.search,
    controls: controls.map((id) => [inputs(element(id)).map(({ value, type, checked }) =>
      type === 'checkbox' || type === 'radio' ? [value, checked] : value), known(id, 'value')]),
    places: places.map(([id, prop]) => known(id, prop)),
    words: places.map(([id, prop]) => prop === 'children' ? element(id).textContent : null),
    grips: places.map(([id]) => id.endsWith('-grips') ? [...element(id).querySelectorAll('circle, path, line')]
      .map((e) => ['cx', 'cy', 'd'].map((name) => e.getAttribute(name) ?? '')) : null),
  }, (_, value) => ArrayBuffer.isView(value) ? [...value] : value);
}"""


def grips(part: Any) -> Iterator[list[str]]:
    """Where the grips of a `Static` lie, as SEEN has it."""
    if isinstance(part, list):
        name, attributes, *inside = part
        if name in ("circle", "path", "line"):
            yield [str(attributes.get(each, "")) for each in ("cx", "cy", "d")]
        for each in inside:
            yield from grips(each)


def near(got: list[str], expected: list[str]) -> bool:
    """Whether two places of grips are the same to a twentieth of a percent, and to one unit of a path of 2000."""

    def numbers(text: str) -> list[float]:
        return [float(each) for each in re.findall(r"-?[\d.]+", text)]

    return all(
        len(numbers(one)) == len(numbers(other))
        and all(abs(x - y) <= (0.05 if "%" in other else 1) for x, y in zip(numbers(one), numbers(other), strict=True))
        for one, other in zip(got, expected, strict=True)
    )


def first_difference(got: Any, expected: Any, path: str = "") -> str:
    """Say in a few words where two values of JSON differ first; nothing where they are the same."""
    if isinstance(got, dict) and isinstance(expected, dict):
        if got.keys() != expected.keys():
            return f"{path} has other keys: {sorted(got.keys() ^ expected.keys())}"
        found = (first_difference(got[key], expected[key], f"{path}.{key}") for key in expected)
    elif isinstance(got, list) and isinstance(expected, list) and len(got) == len(expected):
        found = (first_difference(*pair, f"{path}[{i}]") for i, pair in enumerate(zip(got, expected, strict=True)))
    else:
        return (
            ""
            if got == expected or (got != got and expected != expected)
            else f"{path} is {short(got)}, not {short(expected)}"
        )
    return next(filter(None, found), "")


def short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 90 else f"{text[:60]} ... {text[-20:]}"


@lru_cache(maxsize=64)
def made(name: str, state: State) -> tuple[Shown, list[Any]]:
    """What Python makes of a state, and what stands at each target of the section, as JSON."""
    section = next(each for each in LESSONS if each.name == name)
    shown = section.show(state)
    return shown, [plain(unpacked(shown.output(target))) for target in section.targets]


class Visit:
    """A page of a section that Dash runs, and the state in which it is to be."""

    def __init__(self, tab: Tab, section: Lesson[Any]) -> None:
        self.tab, self.section = tab, section
        tab.page.add_init_script(AT_ONCE)
        tab.open(section.path)
        # some have controls in them
        tab.page.evaluate("document.querySelectorAll('.folds > details').forEach(fold => { fold.open = true; })")
        tab.page.evaluate(WATCH)
        self.values: dict[str, Any] = section.state().values()

    def control(self, param: Param) -> Locator:
        return self.tab.page.locator(f"#{control_id(self.section.name, param.key)}")

    def sliders(self) -> dict[str, Any]:
        """The values of the sliders as they stand on the page."""
        return {p.key: p.bound(self.control(p).input_value()) for p in self.section.sliders}

    def check(self, how: str, *, anew: bool = False, **values: Any) -> None:
        """The page is that of a state: the one before, with these values. `anew`: plotly draws every figure once more."""
        self.values |= values
        state = self.section.state(**self.values)
        address = href(self.section.path, self.section.state, **self.values)
        self.tab.page.evaluate(
            """(address) => new Promise((done) => {
              const end = performance.now() + 10000; // what is wrong then is said below
              const look = () => location.pathname + location.search === address || performance.now() > end
                ? done() : requestAnimationFrame(look);
              look();
            })""",
            address,
        )
        self.tab.at_rest()
        found = [*self.differences(state, address), *self.tab.page.evaluate("anew => window.watch.compare(anew)", anew)]
        assert not found, f"{address} after {how}: {found[0]} ({len(found)} in all)"
        self.tab.page.evaluate("window.watch.painted.clear()")

    def check_words(self, how: str, **values: Any) -> None:
        """While a slider is held: the words of the page are those of a state, and its figures have been painted."""
        state = self.section.state(**(self.values | values))
        found = [each for each in self.differences(state, None) if each]
        assert not found, f"{values} during {how}: {found[0]} ({len(found)} in all)"

    def differences(self, state: State, address: str | None) -> Iterator[str]:
        """What differs from Python's page of a state; without an address, in the words and the grips alone."""
        section = self.section
        places = [(f"{section.name}-{target.id}", target.prop) for target in section.targets]
        controls = [control_id(section.name, p.key) for p in section.params]
        seen = json.loads(self.tab.page.evaluate(SEEN, [controls, places]))
        _, outputs = made(section.name, state)
        if address is not None and seen["address"] != address:
            yield f"the address is {seen['address']}"
        for param, (inputs, known) in zip(section.params, seen["controls"], strict=True):
            value = getattr(state, param.key)
            if isinstance(param, Subset):
                there = [int(each) for each, _ in inputs]
                inputs = [int(each) for each, checked in inputs if checked]
                shown = [each for each in value if each in there]
            elif isinstance(inputs[0], list):
                inputs, shown = [each for each, checked in inputs if checked], [value]
            else:
                shown = [param.text(value)]
            if address is not None and inputs != shown:
                yield f"the control {param.label} shows {short(inputs)}, not {short(shown)}"
            if address is not None and param.bound(known) != value:
                yield f"Dash knows {known!r} of {param.label}, not {value!r}"
        rows = zip(section.targets, seen["places"], seen["words"], seen["grips"], outputs, strict=True)
        for target, got, words, lie, expected in rows:
            name = f"{target.id}.{target.prop}"
            if lie is not None:
                where = [each for part in expected["props"]["tree"] for each in grips(part)] if expected else []
                wrong = [k for k, pair in enumerate(zip(lie, where, strict=True)) if not near(*pair)]
                if wrong:
                    yield f"{name} {wrong[0]} lies at {lie[wrong[0]]}, not at {where[wrong[0]]}"
                continue
            if isinstance(expected, str) and words is not None and words != expected:
                yield f"{name} says {short(words)}, not {short(expected)}"
            if address is not None and (wrong := first_difference(plain(unpacked(got)), expected)):
                yield f"Dash's {name}{wrong}"


def state_of(section: Lesson[Any], address: str) -> dict[str, Any]:
    """The values of the state that an address of a section names."""
    query = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    return section.state.read(query).values()


# ---- ways of moving --------------------------------------------------------------------------------------------------


def move_controls(visit: Visit) -> None:
    """Each control by the keyboard; the thumb of a slider by the mouse; all sliders at their ends; and Reset."""
    section, tab = visit.section, visit.tab
    kinds: dict[type, list[Param]] = {}
    for piece in section.pieces:
        if isinstance(piece, Slider | NumberField | Buttons | Select | Toggles):
            kinds.setdefault(type(piece), []).append(piece.param)
    sliders = kinds.pop(Slider, [])
    picking = [
        p for p in sliders if control_id(section.name, p.key) in scrubbed(made(section.name, section.state())[0].frames)
    ]
    for params in kinds.values():
        for param in states.spread(params, 1):
            visit.check(f"a key on {param.label}", **press(visit, param))
    for param in states.spread(sliders, 1):
        for key, value in (("End", param.high), ("Home", param.low)) if states.every() else ():
            visit.control(param).press(key)
            visit.check(f"{key} on {param.label}", **{param.key: value})
        asks = param not in picking
        visit.control(param).press("ArrowRight" if visit.values[param.key] < param.high else "ArrowLeft")
        visit.check(f"a step of {param.label}", anew=asks, **{param.key: visit.sliders()[param.key]})
    for param in states.spread(picking, 1):
        slider, asked, before = visit.control(param), len(tab.requests), visit.sliders()
        slider.scroll_into_view_if_needed()
        drag_slider(tab, slider, to=0.3 if 2 * param.index(before[param.key]) > param.count else 0.8)
        now = visit.sliders()
        assert now[param.key] != before[param.key], f"{param.label} is not dragged"
        visit.check_words(f"a drag of {param.label}", **now)
        assert tab.page.evaluate("window.watch.painted.size"), f"{param.label} paints no figure"
        tab.page.mouse.up()
        visit.check(f"a drag of {param.label}", anew=True, **now)
        assert tab.requests[asked:] == [], f"a request for {param.label}"
    for key, end in states.spread([("End", "high"), ("Home", "low")], 1):
        for param in sorted(sliders, key=lambda p: p not in picking):  # nothing is painted while an answer is under way
            visit.control(param).press(key)
        visit.check(f"{key} on every slider", anew=True, **{p.key: getattr(p, end) for p in sliders})
    tab.page.get_by_role("button", name="Reset").click()
    visit.check("Reset", anew=states.every(), **section.state().values())


def press(visit: Visit, param: Param) -> dict[str, Any]:
    """Move a control that is no slider by the keyboard, and return what it says then."""
    control, value = visit.control(param), visit.values[param.key]
    if isinstance(param, Bitmap):
        visit.tab.page.locator(".canvas").press("Space")
        return {param.key: other_value(param)}
    control.scroll_into_view_if_needed()
    if isinstance(param, Number):
        up = value < param.high
        control.press("ArrowUp" if up else "ArrowDown")
        control.press("Enter")
        return {param.key: param.at(param.index(value) + (1 if up else -1))}
    if isinstance(param, Subset):
        control.locator("input").first.press("Space")
        return {param.key: tuple(sorted(set(value) ^ {0}))}
    other = other_value(param)
    if isinstance(param, Text):
        control.fill(other)
        control.press("Enter")
        return {param.key: other}
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(other)
    else:
        control.locator(f"input[value={json.dumps(other)}]").press("Space")
    return {param.key: other}


def follow_presets(visit: Visit) -> None:
    """Links to other states, with back and forward at once; then all the way back."""
    section, page = visit.section, visit.tab.page
    presets = states.spread(page.evaluate(PRESETS), 1)
    paths = [visit.section.path, *(path for _, path in presets)]
    for i, path in presets:
        page.evaluate(PRESS, i)
        page.go_back()  # at once: what the preset asked for is still under way
        page.go_forward()
        visit.check(f"forward to {path}", anew=states.every() and path == paths[-1], **state_of(section, path))
    for path in reversed(paths[:-1]):
        page.go_back()
        visit.check(f"back to {path}", anew=path == paths[0], **state_of(section, path))


def drag_handles(visit: Visit) -> None:
    """Each handle by the mouse; without `--all` the last of each figure."""
    there = [held for held in HELD if held.section is visit.section]
    there = [held for held in there if states.every() or held.handle is held.graph.handles[-1]]
    for held in there:
        drag(visit.tab, held)
        visit.check(f"a drag of {held.handle.place}", anew=held is there[-1], **visit.sliders())


WAYS: dict[str, Callable[[Visit], None]] = {
    "controls": move_controls,
    "presets": follow_presets,
    "handles": drag_handles,
}


# Without `--all`: between them they have every kind of control and of handle, and every kind of mark that moves, on the page or
# by the server. What else a lesson's own state could get wrong, Python asks of every lesson (test_updates.py, test_frames.py).
SOME = ("sets-words", "masks", "errors", "averaging", "thresholds", "pitfalls-paired")
MOVED = states.spread(LESSONS, 0, always=[lesson for lesson in LESSONS if lesson.name in SOME])
# One visit for all ways; where that is long, one for each.
LONG = ("masks", "thresholds")
VISITS = [
    (section, ways)
    for section in MOVED
    if section.params
    for ways in ([[way] for way in WAYS] if states.every() or section.name in LONG else [list(WAYS)])
]


@pytest.mark.parametrize(
    ("section", "ways"), VISITS, ids=[f"{section.name}-{'-'.join(ways)}" for section, ways in VISITS]
)
def test_a_moved_page_is_the_page_of_its_address(tab: Tab, section: Lesson[Any], ways: list[str]) -> None:
    visit = Visit(tab, section)
    visit.check("opening it")
    for name in ways:
        WAYS[name](visit)


# ---- a page that sleeps ----------------------------------------------------------------------------------------------

# The page and the one that the server finishes for its address, each as [controls, words, still pictures]. The second is
# put in the place of the first for a moment.
ASLEEP_BESIDE = f"""async () => {{
  dispatchEvent(new Event('pagehide')); // the address is written
  const finished = document.getElementById('finished');
  const seen = () => [
    Object.fromEntries([...document.querySelectorAll('#finished main :is(input, select)')]
      .filter(({{ id, name }}) => id || name).map((e) => [e.id || `${{e.name}} ${{e.value}}`,
        e.matches('[type=radio], [type=checkbox]') ? e.checked : e.value])),
    document.querySelector('#finished main').innerText.split('\\n').filter(Boolean),
    ({STILLS})(),
  ];
  const here = seen();
  const answer = await fetch(location.href);
  const other = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('finished');
  finished.replaceWith(other);
  const there = seen();
  other.replaceWith(finished);
  return [location.pathname + location.search, here, there];
}}"""


def check_asleep(phone: Tab, section: Lesson[Any], how: str) -> None:
    address, here, there = phone.page.evaluate(ASLEEP_BESIDE)
    values = {p.key: here[0][f"finished-{control_id(section.name, p.key)}"] for p in section.sliders}
    state = section.state.read(state_of(section, address) | values)
    expected = href(section.path, section.state, **state.values())
    assert address == expected, f"the address after {how}"
    for what, one, other in zip(("controls", "words"), here, there, strict=False):
        assert not (wrong := first_difference(one, other)), f"{address} after {how}: {what}{wrong}"
    apart = differing(here[2], there[2])
    assert not apart, f"{address} after {how}: {short(apart[0][0])} lies elsewhere than {short(apart[0][1])}"


# Whether what lies over the middle of a grip is another one that moves the same slider.
BESIDE = """grip => {
  const { x, y, width, height } = grip.getBoundingClientRect();
  const over = document.elementFromPoint(x + width / 2, y + height / 2)?.closest('.grip');
  return over?.dataset.xSlider === grip.dataset.xSlider && over?.dataset.ySlider === grip.dataset.ySlider;
}"""


@pytest.mark.parametrize("section", [s for s in MOVED if s.sliders], ids=lambda s: s.name)
def test_a_page_that_sleeps_is_the_page_of_its_address(phone: Tab, section: Lesson[Any]) -> None:
    """Each slider at a part of its range, and at its ends; each handle under a finger. One load is enough for all."""
    phone.page.goto(phone.address + section.path)
    asked, sliders = len(phone.requests), phone.page.evaluate(SLIDERS)
    for slider in states.spread(sliders, 2):
        for part in (0, 1, 0.37) if states.every() else (0.37,):
            phone.page.evaluate(MOVE, [slider, part])
            if part == 0.37 and slider == sliders[0]:  # the address follows by itself
                phone.wait("path => location.pathname + location.search !== path", section.path)
            check_asleep(phone, section, f"{slider} at {part}")
    for part in (0, 1):
        for slider in sliders:
            phone.page.evaluate(MOVE, [slider, part])
        check_asleep(phone, section, f"every slider at {part}")
    assert phone.page.locator("#finished").count() == 1
    assert not [url for url in phone.requests[asked:] if "_dash" in url]


@pytest.mark.parametrize("section", [s for s in MOVED if any(g.handles for g in s.graphs)], ids=lambda s: s.name)
def test_a_handle_moves_a_page_that_sleeps_under_a_finger(phone: Tab, section: Lesson[Any]) -> None:
    there = [held for held in HELD if held.section is section]
    if not states.every():  # the last of each figure, and one that asks the server
        there = [held for held in there if held.handle is held.graph.handles[-1]]
    phone.page.goto(phone.address + section.path)
    cdp = phone.page.context.new_cdp_session(phone.page)
    for held in sorted(there, key=lambda held: bool(held.handle.at)):
        place = phone.page.locator(f"#finished-{section.name}-{held.graph.id}")
        grip = held.grips(phone, "finished-")
        if not place.count() or not grip.evaluate(
            REACHED
        ):  # for the handle before, it has woken, or this one is covered
            phone.page.goto(phone.address + section.path)
        before, spot = values(phone, held, "finished-"), grip.evaluate(REACHED)
        if not spot:  # a finger is too wide to tell it from the one beside it
            assert grip.evaluate(BESIDE), f"something lies over the whole grip of {held.handle.place}"
            continue
        x, y = spot
        top = place.evaluate("figure => figure.getBoundingClientRect().top")
        dx, dy = way(phone, held, "finished-")
        # on an area a finger that does not begin across scrolls
        steps = (0, 0, 0, 1) if grip.evaluate("grip => grip.closest('.area') !== null") else (0, 1, 1, 1)
        for d in (1, -1):  # some places lie against their slider
            ups = [k * (d * dy * by if dy else 40) for k, by in zip(steps, (0, 15, 30, 60), strict=True)]
            touch(cdp, *((x + d * dx * by, y + up) for by, up in zip((0, 15, 30, 60), ups, strict=True)))
            if held.handle.at or values(phone, held, "finished-") != before:
                break
        if held.handle.at:  # the server is asked, so Dash wakes
            phone.wait("() => !document.getElementById('finished')")
            phone.at_rest()
            after = values(phone, held)
        else:
            after = values(phone, held, "finished-")
            by = place.evaluate("figure => figure.getBoundingClientRect().top") - top
            # the numbers above the figure may take some pixels more or less; a finger that scrolled would take 26
            assert abs(by) < 10, f"{held.handle.place} scrolls the page"
            check_asleep(phone, section, f"a finger on {held.handle.place}")
        assert all(one != other for one, other in zip(before, after, strict=True)), f"{held.handle.place} does not move"


# ---- without a page --------------------------------------------------------------------------------------------------


# Where some controls move nothing in the first state: a rule for 0/0 without any, settings that are not used.
MOVING: dict[str, dict[str, Any]] = {
    "averaging-ranking": {"true": (), "pred": ()},
    "soft-jaccard-seeds": {"repeat": "now", "seeds": 20, "l2": 0.05},
}


@with_controls
def test_each_control_moves_something(section: Lesson[Any]) -> None:
    """What the tests above compare is not the same for every state."""
    first = section.state(**MOVING.get(section.name, {})).values()
    for param in section.params:
        value = other_value(param)
        value = param.default if value == first[param.key] else value
        other = made(section.name, section.state(**(first | {param.key: value})))[1]
        assert other != made(section.name, section.state(**first))[1], f"{param.label} moves nothing"


def other_value(param: Param) -> Any:
    if isinstance(param, Subset):
        return tuple(sorted(set(param.default) ^ {0}))
    if isinstance(param, Choice):
        return next(each for each in param.choices if each != param.default)
    if isinstance(param, Text):
        return "<b>שלום</b> & 1+1 = “2”? 🍕"
    if isinstance(param, Bitmap):  # the brush is three pixels wide, and begins in the middle
        mask = np.zeros((param.height, param.width), np.bool_)
        mask[param.height // 2 - 1 :, param.width // 2 - 1 :][:3, :3] = True
        return param.of(mask)
    assert isinstance(param, Number)
    return param.at(param.index(param.default) + (1 if param.default < param.high else -1))
