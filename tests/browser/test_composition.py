"""A slider below an axis has its thumb under the value that it sets."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from components.course import LESSONS
from components.page import Lesson, Scrubbed
from tests.browser.conftest import PIXELS, Tab
from tests.states import every, spread

# Pages with a slider below an axis.
BELOW = [section for section in LESSONS if any(isinstance(piece, Scrubbed) for piece in section.pieces)]

# Sets a slider, and returns the box around it and where plotly draws its value, in pixels of the window.
SET = """([slider, graph, value]) => {
  const input = document.getElementById(slider);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.scrollIntoView({ block: 'center' });
  const box = input.getBoundingClientRect();
  const [x, y] = [box.x, box.y].map(v => Math.floor(v) - 2);  // whole pixels, with the ring around the thumb
  const gd = document.querySelector(`#${graph} .js-plotly-plot`);
  const { _offset: start, l2p } = gd._fullLayout.xaxis;  // of a logarithmic axis, l2p takes the power of ten
  const [width, height] = [box.width, box.height].map(v => Math.ceil(v) + 5);
  return [{ x, y, width, height }, gd.getBoundingClientRect().x + start + l2p(value)];
}"""

# The middle of what is painted in the colour of the thumb, in pixels from the left of a picture.
THUMB = (
    "async (png) => {"
    + PIXELS
    + """
  const accent = Object.assign(document.createElement('i'), { className: 'accent' });
  document.body.append(accent);
  const colour = getComputedStyle(accent).color.match(/\\d+/g).map(Number);
  accent.remove();
  const { data, width } = await pixelsOf(png);
  const columns = [];
  for (let i = 0; i < data.length; i += 4)
    if (colour.every((part, k) => Math.abs(part - data[i + k]) < 40)) columns.push(i / 4 % width);
  return (columns.reduce((least, x) => Math.min(least, x)) + columns.reduce((most, x) => Math.max(most, x)) + 1) / 2;
}"""
)


# An axis of powers of ten, and one of numbers beside a square figure. Numbers below a figure as wide as its card: below.
SOME = [section for section in BELOW if section.name in ("true-negatives-million", "masks")]


@pytest.mark.parametrize("section", spread(BELOW, 0, always=SOME), ids=lambda section: section.name)
def test_the_thumb_stands_under_its_value_on_the_axis(tab: Tab, section: Lesson[Any]) -> None:
    tab.open(section.path)
    for width in (1440, 390):
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.drawn()
        for piece in spread([piece for piece in section.pieces if isinstance(piece, Scrubbed)], 1):
            ids = [f"{section.name}-{piece.param.key}", f"{section.name}-{piece.figure.id}"]
            values = piece.param.values()
            middle = values[len(values) // 3]
            for value in (values[0], middle, values[-1]) if width == 1440 or every() else (middle,):
                box, drawn = tab.page.evaluate(SET, [*ids, value])
                picture = base64.b64encode(tab.page.screenshot(clip=box)).decode()
                thumb = box["x"] + tab.page.evaluate(THUMB, picture)
                assert thumb == pytest.approx(drawn, abs=1), (width, ids, value)
        tab.at_rest()


def test_a_slider_stands_under_the_marker_that_it_moves(tab: Tab) -> None:
    tab.open("/thresholds")
    for value in (0, 0.3, 1):
        box, _ = tab.page.evaluate(SET, ["thresholds-t", "thresholds-sweep", value])
        tab.at_rest()
        marker = tab.page.evaluate(
            """() => { const box = document.querySelector('#thresholds-sweep .points .point').getBoundingClientRect();
              return (box.left + box.right) / 2; }"""
        )
        picture = base64.b64encode(tab.page.screenshot(clip=box)).decode()
        assert box["x"] + tab.page.evaluate(THUMB, picture) == pytest.approx(marker, abs=1), value
