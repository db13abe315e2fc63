"""The still picture of a figure, which stands until somebody moves, and plotly's drawing, which takes its place, agree."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import PIXELS, Tab, watched

PATHS = [
    "/all",
    "/f1?f=0&tp=0&fp=0&fn=0",
    "/errors?fp=0&fn=0",
    "/errors?tp=60&fp=30&fn=30",
    "/masks?dx=20",
    "/masks?dx=-20",
    "/sets?size=20",
    "/sets?a=&b=",
    "/averaging?true=&pred=",
    "/averaging?samples=8&labels=6&classes=5",
    "/thresholds?t=0",
    "/true-negatives?tn=2000",
    "/soft-jaccard?iteration=0",
]
SIZES = [(1440, 900), (390, 844)]

# What is drawn inside every figure, from the upper left corner of its box, in pixels: `texts` as [words, x, y, width,
# height], `points` as [colour, middle x, middle y], what has a line or a filling of one kind as [kind, left, top, right,
# bottom], and where each line starts and ends as [kind, x, y, x, y].
MEASURE = """live => Object.fromEntries([...document.querySelectorAll('.graph')]
  .filter(graph => graph.checkVisibility()).map(graph => {
    const { x: left, y: top } = graph.getBoundingClientRect();
    const all = (...selectors) => [...graph.querySelectorAll(selectors.join(','))]
      .filter(e => e.closest('.annotation')?.style.opacity !== '0' && e.getAttribute('opacity') !== '0');
    const words = e => e.textContent.replace(/[\\s\\u00a0\\u2002\\u200b]/g, '');
    const box = e => { const r = e.getBoundingClientRect(); return [r.x - left, r.y - top, r.right - left, r.bottom - top]; };
    const texts = all(...(live ? ['g[class$=tick] text', '.textpoint text', '.annotation-text'] : ['text']))
      .filter(words).map(e => [words(e), ...box(e)]);
    const middle = ([x, y, right, bottom]) => [(x + right) / 2, (y + bottom) / 2];
    const look = e => getComputedStyle(e);
    const symbols = all(...(live ? ['.points .point'] : ['circle', ':is(svg, svg > g) > svg:not([viewBox], .cut > svg) > path']));
    // a point beyond its axis: plotly hides it, in the still it lies far away
    const there = e => e.getAttribute('display') !== 'none' && box(e)[0] > -500 && box(e)[1] > -500;
    const points = symbols.filter(there).map(e => [look(e).fill, ...middle(box(e))]);
    const still = 'svg[fill=none] > path:not([shape-rendering], [stroke-linecap])';
    const paths = all(...(live ? ['.js-line', '.js-fill', '.shapelayer path', '.barlayer .point path'] : [still, '.cut + rect']))
      .filter(e => (([x, y, right, bottom]) => x < right || y < bottom)(box(e)));
    // edges in the colour of the paper part what lies beside each other: in the still, some more of it
    const stroke = e => !['none', 'rgb(255, 255, 255)'].includes(look(e).stroke) && parseFloat(look(e).strokeWidth)
      && Number(look(e).strokeOpacity) && `${look(e).stroke} ${parseFloat(look(e).strokeWidth)} ${look(e).strokeDasharray}`;
    const fill = e => e.matches('rect') || look(e).fill.startsWith('url') ? 'hatched'
      : look(e).fill !== 'none' && Number(look(e).fillOpacity) && look(e).fill;
    const areas = new Map();
    for (const path of paths) for (const kind of [stroke(path), fill(path)].filter(Boolean)) {
      const [now, was] = [box(path), areas.get(kind)];
      if (kind === fill(path) && (now[0] === now[2] || now[1] === now[3])) continue;
      areas.set(kind, was ? now.map((v, i) => (i < 2 ? Math.min : Math.max)(v, was[i])) : now);
    }
    const at = (e, length) => {
      const p = e.getPointAtLength(length).matrixTransform(e.getScreenCTM());
      return [p.x - left, p.y - top];
    };
    const ends = all(...(live ? ['.js-line', '.shapelayer path'] : [still])).filter(stroke)
      .flatMap(e => (e.getAttribute('d') ?? '').split(/(?=M)/).filter(Boolean).map(d => {
        const piece = e.cloneNode();
        piece.setAttribute('d', d);
        e.after(piece);
        const found = [stroke(piece), ...at(piece, 0), ...at(piece, piece.getTotalLength())];
        piece.remove();
        return found;
      }));
    return [graph.id.replace('finished-', ''), { texts, points, areas: [...areas].map(([k, v]) => [k, ...v]), ends }];
  }))"""

# The share of pixels that differ by more than a third of the way from black to white in one of their colours.
DIFFERENT = (
    "async ([one, other]) => {"
    + PIXELS
    + """
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4)
    if ([0, 1, 2].some(k => Math.abs(a.data[i + k] - b.data[i + k]) > 85)) count += 1;
  return 4 * count / a.data.length;
}"""
)


@pytest.fixture
def tab(context: BrowserContext, address: str) -> Iterator[Tab]:
    yield from watched(context, address)


# Where a figure lies. The page is moved down by the part of a pixel that puts the figure on a whole one: between two pixels a
# browser draws the two kinds of picture up to a pixel apart.
PLACE = """id => {
  document.body.style.paddingTop = '';
  const graph = document.getElementById(id), top = graph.getBoundingClientRect().y + scrollY;
  document.body.style.paddingTop = `${Math.ceil(top) - top}px`;
  const r = graph.getBoundingClientRect();
  return { x: r.x + scrollX, y: Math.round(r.y + scrollY), width: r.width, height: r.height };
}"""


def pictures(page: Page) -> dict[str, bytes]:
    """Each figure as it is drawn now. The page is not scrolled, because that would wake it."""
    ids = page.evaluate("[...document.querySelectorAll('.graph')].filter(e => e.checkVisibility()).map(e => e.id)")
    found = {id.removeprefix("finished-"): page.screenshot(full_page=True, clip=page.evaluate(PLACE, id)) for id in ids}
    page.evaluate("document.body.style.paddingTop = ''")
    return found


def wake(tab: Tab) -> None:
    tab.page.mouse.move(3, 3)
    tab.page.mouse.move(5, 5)
    tab.wait("() => !document.getElementById('finished')")
    tab.drawn()


def apart(still: list[Any], live: list[Any]) -> list[tuple[float, Any, Any]]:
    """How far each thing of a figure lies from the same thing in the other picture, in pixels, with both.

    The same thing is the nearest one of the same kind, which is first in its description.
    """
    pairs = []
    left = list(still)
    for one in live:
        same = [other for other in left if other[0] == one[0]]
        if not same:
            pairs.append((float("inf"), None, one))
            continue
        nearest = min(same, key=lambda other: distance(other, one))
        left.remove(nearest)
        pairs.append((distance(nearest, one), nearest, one))
    return pairs + [(float("inf"), other, None) for other in left]


def distance(one: Any, other: Any) -> float:
    return max(abs(a - b) for a, b in zip(one[1:], other[1:], strict=True))


def agreement(still: dict[str, Any], live: dict[str, Any], what: str) -> list[tuple[float, Any, Any]]:
    if what == "points" and len(still[what]) != len(live[what]):  # many points are one path
        kinds = {point[0] for point in still[what]}
        return apart(still[what], [point for point in live[what] if point[0] in kinds])
    return apart(still[what], live[what])


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("path", PATHS)
def test_the_still_picture_is_plotlys(tab: Tab, path: str, width: int, height: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.page.goto(tab.address + path)
    assert tab.page.locator("#finished").count() == 1, "the page sleeps"
    stills, asleep = tab.page.evaluate(MEASURE, False), pictures(tab.page)
    wake(tab)
    drawn, awake = tab.page.evaluate(MEASURE, True), pictures(tab.page)
    assert stills.keys() == drawn.keys()
    wrong = [
        (figure, what, pair)
        for figure in drawn
        for what, pixels in (("texts", 3), ("points", 1.5), ("areas", 1.5), ("ends", 1.5))
        for pair in agreement(stills[figure], drawn[figure], what)
        if pair[0] > pixels
    ]
    assert wrong == []
    tab.page.goto("about:blank")
    for figure in drawn:
        both = [base64.b64encode(picture[figure]).decode() for picture in (asleep, awake)]
        assert tab.page.evaluate(DIFFERENT, both) < 0.02, figure
