"""The texts of a figure: no two lie on each other and none outside it, in every state that a control can bring."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import pytest

from components.figures.base import Figure
from components.figures.still import still
from components.page import Lesson
from components.state import Bitmap, Choice, Number, Param, Subset, Text
from tests.browser.conftest import Tab
from tests.browser.walked import WALKED
from tests.states import covering, every, spread

SIZES = [(1440, 900), (1280, 720), (390, 844)]
# The figure of /soft-jaccard/test is built as that of /soft-jaccard/threshold and of /thresholds, and each state is trained.
LAID = [s for s in WALKED if s.graphs and (every() or s.name != "soft-jaccard-test")]
with_figures = pytest.mark.parametrize("section", LAID, ids=lambda s: s.name)

# What is wrong in the figures that are shown, as [figure, words, what they lie on or "" for outside]. The box of a text is
# as high as its line, some pixels more than its letters: boxes that overlap by so little do not touch.
WRONG = r"""const shown = () => [...document.querySelectorAll('.graph')]
  .filter(graph => graph.checkVisibility());
const wrongIn = (graph) => {
  const words = e => e.textContent.replace(/[\s\u00a0\u2002\u200b]+/g, ' ').trim();
  const box = graph.getBoundingClientRect();
  const nowhere = r => r.right < box.left - 500; // a point of a still picture that is nowhere
  const texts = [...graph.querySelectorAll('text')]
    .filter(e => words(e) && e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map(e => [words(e), e.getBoundingClientRect()]).filter(([, r]) => r.width && !nowhere(r));
  const id = graph.id.replace('finished-', '');
  return texts.flatMap(([said, r], i) => [
    ...(r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1
      ? [[id, said, '']] : []),
    ...texts.slice(i + 1).filter(([, other]) =>
      Math.min(r.right, other.right) - Math.max(r.left, other.left) > 1
      && Math.min(r.bottom, other.bottom) - Math.max(r.top, other.top) > 3).map(([other]) => [id, said, other]),
  ]);
};
const wrong = () => shown().flatMap(wrongIn);
const texts = () => document.querySelectorAll('.graph text').length;"""

# Lays figures of other states over those of the page that stands, each as large as the one in its place, and finds what is
# wrong in them. `given` are the id of a place, the state, and the still picture for each of the figures.
LAID_OVER = f"""given => {{
  {WRONG}
  const boxes = given.map(([id, , still]) => {{
    const place = document.getElementById(`finished-${{id}}`), box = place.cloneNode();
    const {{ width, height }} = place.getBoundingClientRect();
    box.innerHTML = still;
    return [place, box, `position: absolute; inset: 0 auto auto 0; width: ${{width}}px; height: ${{height}}px`];
  }});
  for (const [place, box, style] of boxes) {{
    box.style = style;
    place.after(box);
  }}
  const found = boxes.flatMap(([place, box], k) =>
    place.checkVisibility() ? wrongIn(box).map(each => [given[k][1], ...each]) : []);
  const seen = boxes.reduce((sum, [, box]) => sum + box.querySelectorAll('text').length, 0);
  for (const [, box] of boxes) box.remove();
  return [found, seen];
}}"""

# Moves every slider of the page to parts of its range, one after the other, and finds what is wrong at each; the frames of
# the screen between are for what paints in one.
SLIDERS = f"""async (parts) => {{
  {WRONG}
  const frame = () => new Promise(requestAnimationFrame);
  const found = [];
  let seen = 0;
  for (const slider of document.querySelectorAll('main .section input[type=range]')) {{
    const set = (value) => {{
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, value);
      slider.dispatchEvent(new Event('input', {{ bubbles: true }}));
    }};
    const before = slider.value;
    for (const part of [...parts, null]) {{
      set(part === null ? before : Number(slider.min) + part * (slider.max - slider.min));
      await frame();
      await frame();
      if (part !== null) found.push(...wrong().map(each => [`${{slider.id}} at ${{slider.value}}`, ...each]));
      seen += texts();
    }}
  }}
  return [found, seen];
}}"""

PARTS = (0, 0.04, 0.1, 0.25, 0.5, 0.8, 0.96, 1)
# All classes of all items: one of them alone is in no way special.
ITEMS = {f"{kind}{k}" for kind in "tp" for k in range(2, 7)}


def values(param: Param) -> Sequence[Any]:
    """What a control is brought to: for a number both ends, what lies beside them, and some places between."""
    if isinstance(param, Number):
        last = param.count - 1
        return [param.at(k) for k in sorted({0, 1, last - 1, last, *(round(part * last) for part in PARTS)})]
    if isinstance(param, Choice):
        return list(param.choices)
    if isinstance(param, Text):
        return [param.bound(line) for line in ("", "W" * param.longest, " ".join(map(str, range(param.longest))))]
    if isinstance(param, Bitmap):
        return ["", "_" * param.letters]
    assert isinstance(param, Subset)
    return [(), (0,), tuple(range(0, param.size, 2)), tuple(range(param.size))]


def states(section: Lesson[Any]) -> list[dict[str, str]]:
    """The section at each of those values, and with any two of its numbers or sets at their ends, in few states.

    With `--all` also with any two of them at their ends while all else is at its first value.
    """
    params = [param for param in section.params if param.key not in ITEMS]
    chosen = [(), *([(param, value)] for param in params for value in few(values(param), param.default))]
    wide = [(param, values(param)[:: len(values(param)) - 1]) for param in params if not isinstance(param, Choice)]
    levels = [list(dict.fromkeys([*ends, param.default])) for param, ends in wide]
    chosen += [list(zip((param for param, _ in wide), row, strict=True)) for row in covering(levels)]
    if every():
        chosen += [
            [(one, value), (other, beside)]
            for (one, some), (other, others) in itertools.combinations(wide, 2)
            for value, beside in itertools.product(some, others)
        ]
    return [{param.key: param.text(value) for param, value in state} for state in chosen]


def few(all_values: Sequence[Any], default: Any) -> Sequence[Any]:
    """Both ends, what lies beside them, and the middle; with `--all` all values."""
    middle = all_values[len(all_values) // 2]
    return spread(all_values, 0, always=[default, middle, *all_values[:2], *all_values[-2:]])


def words_of(figure: Figure) -> str:
    """The still picture of what has words in a figure: axes, labels, and texts at points."""
    data = [trace for trace in figure["data"] if "text" in trace.get("mode", "")]
    drawn = still({"data": data, "layout": {**figure["layout"], "shapes": ()}})
    return re.sub(r"<(circle|path|line)[^>]*>|</path>| data-[a-z]+=\"[^\"]*\"", "", drawn)


def pictures(section: Lesson[Any]) -> list[tuple[str, str, str]]:
    """The id of a figure, a state, and the still picture there; pictures with the same words in the same places once."""
    found: dict[tuple[str, str], str] = {}
    for state in states(section):
        shown = section.show(section.state.read(state))
        for id, figure in shown.figures.items():
            found.setdefault((shown.id(id), words_of(figure)), urlencode(state))
    return [(id, query, picture) for (id, picture), query in found.items()]


@with_figures
def test_no_text_lies_on_another_or_outside_in_any_state(tab: Tab, section: Lesson[Any]) -> None:
    tab.page.goto(tab.address + section.path)
    laid = pictures(section)
    for width, height in spread(SIZES, 2):
        tab.page.set_viewport_size({"width": width, "height": height})
        for some in batched(laid):
            found, seen = tab.page.evaluate(LAID_OVER, some)
            assert found == [], (width, height)
            assert seen >= len(some), "there are texts"


def batched(laid: Sequence[Any], size: int = 200) -> Iterator[Sequence[Any]]:
    for k in range(0, len(laid), size):
        yield laid[k : k + size]


# Those whose texts move furthest, or meet others.
MOVED = [section for section in WALKED if section.name in ("home", "errors", "masks", "thresholds", "soft-jaccard")]


@pytest.mark.parametrize("section", spread([s for s in WALKED if s.graphs], 0, always=MOVED), ids=lambda s: s.name)
def test_no_text_lies_on_another_or_outside_while_plotly_is_moved(tab: Tab, section: Lesson[Any]) -> None:
    tab.open(section.path)
    for width, height in spread([SIZES[0], SIZES[-1]], 0, always=[SIZES[-1]]):
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.drawn()
        found, seen = tab.page.evaluate(SLIDERS, spread(PARTS, 3))
        tab.at_rest()
        assert found == [], width
        assert seen or not section.sliders


def test_texts_that_lie_on_each_other_or_outside_are_found(tab: Tab) -> None:
    tab.page.goto(tab.address + "/thresholds")
    found = tab.page.evaluate(
        f"""() => {{
          {WRONG}
          const tick = said => [...document.querySelectorAll('.graph text')].find(e => e.textContent === said);
          const [first, second] = [tick('0'), tick('0.2')];
          for (const text of [first, second]) text.setAttribute('x', '50%');
          const on = wrong();
          second.setAttribute('x', '150%');
          return [on, wrong()];
        }}"""
    )
    on, outside = ([each[1:] for each in some] for some in found)
    assert ["0", "0.2"] in on
    assert ["0.2", ""] in outside
