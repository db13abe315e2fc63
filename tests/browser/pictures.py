"""What is drawn in a figure, measured: to compare a still picture with plotly's drawing, and two pictures of a page."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from playwright.sync_api import Page
from scipy.optimize import linear_sum_assignment

from tests.browser.conftest import PIXELS

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

# The colours of the cells of every map, in the middle of each.
CELLS = """() => Promise.all([...document.querySelectorAll('.heatmaplayer image')].map(async (drawn) => {
  const image = new Image(), canvas = document.createElement('canvas');
  image.src = drawn.href.baseVal;
  await image.decode();
  [canvas.width, canvas.height] = [40, 40];
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, 40, 40);
  return [drawn.closest('.graph').id, ...context.getImageData(0, 0, 40, 40).data];
}))"""

# Moves every figure down to a whole pixel, because between two of them a browser draws the two kinds of picture up to a pixel
# apart, and returns where each lies on the page.
PLACES = """() => [...document.querySelectorAll('.graph')].filter(e => e.checkVisibility()).map(graph => {
  const chart = graph.closest('.chart');
  chart.style.top = '';
  const { x, y } = graph.getBoundingClientRect(), [left, top] = [x + scrollX, y + scrollY];
  Object.assign(chart.style, { position: 'relative', top: `${Math.ceil(top) - top}px` });
  const { width, height } = graph.getBoundingClientRect();
  return [graph.id.replace('finished-', ''), [left, Math.ceil(top), width, height].map(Math.round)];
})"""

# The share of pixels of each figure that differ in two pictures of the page by more than a third of the way from black to
# white in one of their colours. A figure that lies elsewhere or has another size differs whole.
DIFFERENT = (
    "async ([[one, there], [other, here]]) => {"
    + PIXELS
    + """
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  return there.map(([name, [left, top, width, height]], k) => {
    if (String(here[k]) !== String(there[k]) || a.width !== b.width) return [name, 1];
    let count = 0;
    for (let y = top; y < top + height; y += 1) {
      for (let i = 4 * (y * a.width + left); i < 4 * (y * a.width + left + width); i += 4)
        if ([0, 1, 2].some(k => Math.abs(a.data[i + k] - b.data[i + k]) > 85)) count += 1;
    }
    return [name, count / width / height];
  });
}"""
)


def picture(page: Page) -> list[Any]:
    """The whole page as it is drawn now, with where its figures lie. It is not scrolled, because that would wake it."""
    places = page.evaluate(PLACES)
    taken = base64.b64encode(page.screenshot(full_page=True)).decode()
    page.evaluate("for (const { style } of document.querySelectorAll('.chart')) style.position = style.top = ''")
    return [taken, places]


def differing(page: Page, one: list[Any], other: list[Any], share: float) -> list[Any]:
    """The figures of two such pictures that differ in more than a share of their pixels, with theirs."""
    return [each for each in page.evaluate(DIFFERENT, [one, other]) if each[1] >= share]


def apart(still: list[Any], live: list[Any]) -> list[tuple[float, Any, Any]]:
    """How far each thing of a figure lies from the same thing in the other picture, in pixels, with both.

    The same thing is one of the same kind, which is first in its description; things of a kind are paired so that they lie
    as near as can be in all. Pairs that take the nearest one by one would leave the last of many dots a far one.
    """
    pairs: list[tuple[float, Any, Any]] = []
    for kind in dict.fromkeys(one[0] for one in [*still, *live]):
        ones, others = ([one for one in each if one[0] == kind] for each in (still, live))
        apart = np.array([[distance(one, other) for other in others] for one in ones]).reshape(len(ones), len(others))
        paired = list(zip(*linear_sum_assignment(apart), strict=True))
        pairs += [(apart[i, k], ones[i], others[k]) for i, k in paired]
        pairs += [(float("inf"), one, None) for i, one in enumerate(ones) if all(i != pair[0] for pair in paired)]
        pairs += [(float("inf"), None, other) for k, other in enumerate(others) if all(k != pair[1] for pair in paired)]
    return pairs


def distance(one: Any, other: Any) -> float:
    return max(abs(a - b) for a, b in zip(one[1:], other[1:], strict=True))


def agreement(still: dict[str, Any], live: dict[str, Any], what: str) -> list[tuple[float, Any, Any]]:
    if what == "points" and len(still[what]) != len(live[what]):  # many points are one path
        kinds = {point[0] for point in still[what]}
        return apart(still[what], [point for point in live[what] if point[0] in kinds])
    return apart(still[what], live[what])


def unlike(stills: dict[str, Any], drawn: dict[str, Any]) -> list[Any]:
    """What stands elsewhere in the still pictures of a page than in plotly's drawings, by more than about a pixel."""
    if stills.keys() != drawn.keys():
        return [sorted(stills.keys() ^ drawn.keys())]
    return [
        (figure, what, pair)
        for figure in drawn
        for what, pixels in (("texts", 3), ("points", 1.5), ("areas", 1.5), ("ends", 1.5))
        for pair in agreement(stills[figure], drawn[figure], what)
        if pair[0] > pixels
    ]
