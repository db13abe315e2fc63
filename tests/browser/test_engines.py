"""The way of a reader through a page in Firefox and in WebKit, which is Safari's engine.

With `--all` it is gone in both, on the page of each slider that the course is about and one more. Without, it is gone on
one page in Firefox, if that is installed; the end of the report says if it is not. All other tests ask Chromium.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from components.course import LESSONS
from tests.browser import engines
from tests.browser.conftest import BEEN_HERE, PIXELS
from tests.browser.engines import Engine, click, drag, press, wait
from tests.browser.test_handout import DRAGGED, SAID
from tests.browser.test_lecture import STATE
from tests.states import every

ENGINES = list(engines.NEEDED) if every() else [name for name in ["firefox"] if not engines.missing(name)]
# On the last one there are straight lines that nothing has moved.
SLIDERS = {**DRAGGED, "pitfalls-threshold": {"t": 0.7}}
PAGES = list(SLIDERS) if every() else ["thresholds"]
SCREENS = {lesson.name: lesson.screens for lesson in LESSONS}

# Where the thumb of a slider is, and where it is at a share of its track.
THUMB = """(slider, share) => {
  const input = document.querySelector(slider);
  input.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = input.getBoundingClientRect(), { value, min, max } = input;
  const thumb = Number.parseFloat(getComputedStyle(input).getPropertyValue('--thumb'));
  return [(value - min) / (max - min), share].map((part) => [x + thumb / 2 + part * (width - thumb), y + height / 2]);
}"""
MIDDLE = """(selector) => {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
# The middle of a straight line of a figure, and how long it is down or across. Firefox counts its thickness in.
LINE = """(k) => {
  const line = document.querySelectorAll('.shapelayer path')[k];
  line.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = line.getBoundingClientRect();
  return [x + width / 2, y + height / 2, width > height ? width : 0, width > height ? 0 : height];
}"""
# How much of its length is painted: half, if it is dashed.
PAINTED = (
    "async (png, x, y, across, down) => {"
    + PIXELS
    + """
  const all = await pixelsOf(png), length = Math.floor(across || down), painted = [];
  for (let k = 0; k < length; k++) painted.push([-2, -1, 0, 1, 2].some((off) => {
    const [column, row] = across ? [x - across / 2 + k, y + off] : [x + off, y - down / 2 + k];
    const at = 4 * (Math.round(row) * all.width + Math.round(column));
    return Math.min(...all.data.slice(at, at + 3)) < 180;
  }));
  return painted.filter(Boolean).length / length;
}"""
)
# How far below a term stands what it means; nothing where it is not shown.
BELOW = """() => {
  const term = document.querySelector('.term:hover');
  const [word, meaning] = ['.word', '.meaning'].map((each) => term.querySelector(each).getBoundingClientRect());
  return meaning.width ? meaning.top - word.bottom : null;
}"""
VALUES = "() => [...document.querySelectorAll('main input[type=range]')].map((input) => input.value)"
GROUND = "() => getComputedStyle(document.body).backgroundColor"
AWAKE = "() => !document.getElementById('finished') && document.querySelector('main h1')"
DRAWN = """() => [...document.querySelectorAll('.graph')].every((graph) => graph.querySelector('.main-svg')) &&
  !document.querySelector('.dash-graph--pending')"""
RESTS = "() => window.dash_clientside.jaccard.rests()"
# Formulas of which a part stands below the others. There is no font for mathematics on a machine for tests.
WRAPPED = """() => [...document.querySelectorAll('.stage .formula')].filter((formula) => {
  const middles = [...formula.children].map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => top + bottom);
  return Math.max(...middles) - Math.min(...middles) > 20;
}).map(({ textContent }) => textContent)"""
# The screen of a lecture fills the window, and so does what is on it, but for an edge of its own.
FILLS = """() => {
  const { x, y, width, height } = document.querySelector('main').getBoundingClientRect();
  const shown = [...document.querySelectorAll('main [data-screen]:is(.stage, .card-part, .predict)')]
    .find((each) => each.checkVisibility({ visibilityProperty: true })).getBoundingClientRect();
  return [x, y, width - innerWidth, height - innerHeight].every((off) => Math.abs(off) < 1)
    && shown.left > 0 && shown.right < innerWidth && shown.width > 0.95 * innerWidth && shown.bottom < innerHeight;
}"""
# Keeps what a page hands out to be saved.
KEEPS = """() => {
  window.saved = [];
  const handed = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.saved.push(blob); return handed.call(URL, blob); };
}"""
PICTURE = """async () => {
  const [blob] = window.saved.splice(0), image = new Image();
  image.src = URL.createObjectURL(blob);
  window.saved = [];
  await image.decode();
  return [blob.type, image.naturalWidth, image.naturalHeight];
}"""


def asked(function: str, selector: str) -> str:
    """A function of an element as one without anything given."""
    return f"() => ({function})(document.querySelector('{selector}'))"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with engines.running(request.param) as engine:
        yield engine


def wake(engine: Engine) -> None:
    engines.move(engine, (300, 300), (310, 305))
    wait(engine, AWAKE, seconds=100)  # WebKit takes long, and longer beside other tests
    wait(engine, DRAWN)


def set_sliders(engine: Engine, name: str, prefix: str) -> dict[str, Any]:
    """Drag the sliders of a page by their thumbs, and return what the page says then."""
    for key, share in SLIDERS[name].items():
        drag(engine, *engine.js(THUMB, f"#{prefix}{name}-{key}", share))
    return engine.js(asked(SAID, f"#{prefix}{name}"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_gone_through(engine: Engine, address: str, tmp_path: Path, name: str) -> None:
    engine.open(address)
    engine.js(f"() => {{ {BEEN_HERE} }}")
    engine.open(f"{address}/{name.replace('-', '/', 1) if name.startswith('pitfalls') else name}")
    engine.js("() => console.error('heard')")
    assert any("heard" in trouble for trouble in engine.troubles())
    first = engine.js(asked(SAID, f"#finished-{name}"))
    assert engine.js(WRAPPED) == []
    wake(engine)
    assert engine.js(asked(SAID, f"#{name}")) == first
    engines.move(engine, engine.js(MIDDLE, ":is(.intro, .caption, .named) .word"))
    wait(engine, "() => document.querySelector('.term:hover')")
    assert 0 < engine.js(BELOW) < 8
    for k in range(engine.js("() => document.querySelectorAll('.shapelayer path').length")):
        place = engine.js(LINE, k)
        shares = (
            engine.js(PAINTED, engine.picture(), *place) for _ in range(5)
        )  # a picture may be that before the scrolling
        assert any(share > 0.3 for share in shares), (k, place)
    set_sliders(engine, name, "")
    wait(engine, RESTS)
    wait(engine, "() => location.search")
    said, url = engine.js(asked(SAID, f"#{name}")), engine.js("() => location.href")
    assert said != first

    before = engine.js(VALUES)
    x, y = engine.js(MIDDLE, ".grip circle")
    drag(engine, (x, y), (x - 40, y - 20))
    wait(engine, RESTS)
    assert engine.js(VALUES) != before

    # WebKit still refuses a text that was no number once there is one again
    if engine.js("() => document.querySelector('.control.number input') !== null"):
        click(engine, engine.js(MIDDLE, ".control.number input"))
        press(engine, "-")  # after a number it makes none
        wait(engine, "() => document.querySelector('[data-refused]')")
        press(engine, "Tab")
        wait(engine, "() => !document.querySelector('[data-refused]')")
        wait(engine, RESTS)

    ground = engine.js(GROUND)
    click(engine, engine.js(MIDDLE, "main > .tools [data-switches=theme]"))
    wait(engine, "() => window.dash_clientside.jaccard.recoloured()")
    assert engine.js(GROUND) != ground

    engine.js(KEEPS)
    click(engine, engine.js(MIDDLE, ".export summary"))
    for kind, expected in (("svg", ["image/svg+xml", 1200, 800]), ("png", ["image/png", 2400, 1600])):
        engine.js("(kind) => document.querySelector(`.export [data-saves=${kind}]`).click()", kind)
        wait(engine, "() => window.saved.length > 0")
        assert engine.js(PICTURE) == expected

    click(engine, engine.js(MIDDLE, "main > .tools [data-switches=lecture]"))
    for screen in range(1, len(SCREENS[name]) + 1):
        assert engine.js(STATE) == ["", str(screen)]
        assert engine.js(FILLS)
        press(engine, "ArrowRight")
    press(engine, "l")

    engine.open(url)  # Python's page of the address to which the sliders have led
    assert engine.js(asked(SAID, f"#finished-{name}")) == said

    file = tmp_path / "handout.html"
    with urlopen(f"{address}/handout/{name}") as answer:
        file.write_bytes(answer.read())
    engine.open(file.as_uri())
    before = engine.js(asked(SAID, f"#finished-{name}"))
    assert set_sliders(engine, name, "finished-") != before
    click(engine, engine.js(MIDDLE, ".tools [data-switches=lecture]"))
    wait(engine, FILLS)
    assert engine.troubles() == []
