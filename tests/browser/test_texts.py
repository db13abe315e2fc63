"""The texts of a figure: no two lie on each other and none outside it, in every state that a control can bring."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from components.course import SECTIONS
from components.figures.still import still
from components.page import Section
from components.state import Choice, Number, Param, Subset
from tests.browser.conftest import Tab
from tests.states import covering, every, spread

SIZES = [(1440, 900), (1280, 720), (390, 844)]
with_figures = pytest.mark.parametrize("section", [s for s in SECTIONS if s.graphs], ids=lambda s: s.name)

# What is wrong in the figures that are shown, as [figure, words, what they lie on or "" for outside]. The box of a text is
# as high as its line, some pixels more than its letters: boxes that overlap by so little do not touch.
WRONG = r"""const shown = () => [...document.querySelectorAll('.graph')]
  .filter(graph => graph.checkVisibility());
const wrong = () => shown().flatMap(graph => {
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
});
const texts = () => document.querySelectorAll('.graph text').length;"""

# Puts figures in some states in turn into the page that stands, and finds what is wrong in each.
IN_STATES = f"""(states) => {{
  {WRONG}
  const found = [];
  let seen = 0;
  for (const [path, figures] of states) {{
    for (const [id, figure] of figures) document.getElementById(id).innerHTML = figure;
    found.push(...wrong().map(each => [path, ...each]));
    seen += texts();
  }}
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
    assert isinstance(param, Subset)
    return [(), (0,), tuple(range(0, param.size, 2)), tuple(range(param.size))]


def states(section: Section[Any]) -> list[str]:
    """The addresses of a section at each of those values, and with any two of its numbers or sets at their ends.

    Without `--all` a number is at its ends alone, and rows of ends cover the pairs.
    """
    params = [param for param in section.params if param.key not in ITEMS]
    ends = {param: values(param)[:: len(values(param)) - 1] for param in params if not isinstance(param, Choice)}
    chosen: list[Sequence[Any]] = [()]
    for param in params:
        chosen += [[(param, value)] for value in (values(param) if every() else ends.get(param, values(param)))]
    wide = [[(param, value) for value in both] for param, both in ends.items()]
    if every():
        chosen += [pair for some, others in itertools.combinations(wide, 2) for pair in itertools.product(some, others)]
    else:
        chosen += covering(wide)
    queries = (urlencode({param.key: param.text(value) for param, value in state}) for state in chosen)
    return [f"{section.path}?{query}" for query in dict.fromkeys(queries)]


def pictures(section: Section[Any], path: str) -> list[list[str]]:
    """The still pictures of a section in the state of an address, by the ids of their places."""
    query = dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))
    figures = section.show(section.state.read(query)).figures
    return [[f"finished-{section.name}-{name}", still(figure)] for name, figure in figures.items()]


@with_figures
def test_no_text_lies_on_another_or_outside_in_any_state(tab: Tab, section: Section[Any]) -> None:
    tab.page.goto(tab.address + section.path)
    shown = [[path, pictures(section, path)] for path in states(section)]
    for width, height in SIZES if every() else (SIZES[0], SIZES[-1]):
        tab.page.set_viewport_size({"width": width, "height": height})
        seen = 0
        for k in range(0, len(shown), 20):
            found, count = tab.page.evaluate(IN_STATES, shown[k : k + 20])
            assert found == [], (width, height)
            seen += count
        assert seen >= len(shown), "there are texts"


@with_figures
def test_no_text_lies_on_another_or_outside_while_plotly_is_moved(tab: Tab, section: Section[Any]) -> None:
    tab.open(section.path)
    for width, height in (SIZES[0], SIZES[-1]) if every() else SIZES[-1:]:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.drawn()
        found, seen = tab.page.evaluate(SLIDERS, spread(PARTS, 4))
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
