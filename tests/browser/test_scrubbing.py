"""Scrubbed sliders beside those that ask the server, and a click in place of a drag. For what is painted: test_moved.py."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Tab

# Where everything that can move stands in its figure, and what it says; half pixels are rounding.
PICTURE = """() => [...document.querySelectorAll('.js-plotly-plot')].map(gd =>
  [...gd.querySelectorAll('.points .point, .textpoint text, .js-line, .shapelayer path, .barlayer path, .annotation-text-g')]
  .filter(e => !(e.closest('.annotation')?.style.opacity === '0'))
  .map(e => { const r = e.getBoundingClientRect(), { x, y } = gd.getBoundingClientRect();
    return [e.textContent, r.x - x, r.y - y, r.width, r.height] }))"""


def drag(tab: Tab, slider: Locator, *, to: float) -> None:
    """Drag the thumb of a slider from where it is to a share of its range, in small steps, and keep it held."""
    box = slider.bounding_box()
    assert box
    low, high, value = (float(slider.evaluate(f"e => e.{of}")) for of in ("min", "max", "value"))
    thumb = 20
    share = (value - low) / (high - low)
    x0, x1 = (box["x"] + thumb / 2 + s * (box["width"] - thumb) for s in (share, to))
    y = box["y"] + box["height"] / 2
    tab.page.mouse.move(x0, y)
    tab.page.mouse.down()
    for k in range(1, 25):
        tab.page.mouse.move(x0 + (x1 - x0) * k / 24, y)


def moved(before: Any, after: Any, *, pixels: float = 1.6) -> list[Any]:
    """What stands elsewhere in the second picture, or says something else."""
    pairs = [pair for figures in zip(before, after, strict=True) for pair in zip(*figures, strict=True)]
    return [
        (one, other)
        for one, other in pairs
        if one[0] != other[0] or any(abs(x - y) > pixels for x, y in zip(one[1:], other[1:], strict=True))
    ]


def test_a_parameter_is_asked_once_and_the_slider_goes_on_from_its_place(tab: Tab) -> None:
    tab.open("/thresholds")
    tab.page.get_by_label("Threshold", exact=True).press("ArrowLeft")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.840")
    asked = len(tab.requests)
    sample = tab.page.get_by_label("Sample size", exact=True)
    for _ in range(4):
        sample.press("ArrowRight")
    expect(tab.page.locator("#thresholds-n-shown")).to_have_text("600")
    expect(tab.page.locator("#thresholds-snippet-n")).to_have_text("600")
    tab.at_rest()
    assert len(tab.requests) - asked == 1
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.840")
    tab.page.get_by_label("Threshold", exact=True).press("ArrowLeft")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.835")


def test_a_click_into_the_map_sets_both_errors(tab: Tab) -> None:
    tab.open("/errors")
    box = tab.page.locator("#errors .js-plotly-plot .heatmaplayer").first.bounding_box()
    assert box
    tab.page.mouse.click(box["x"] + box["width"] * (20.5 / 31), box["y"] + box["height"] * (1 - 8.5 / 31))
    expect(tab.page.get_by_label("False positives (FP)", exact=True)).to_have_value("20")
    expect(tab.page.get_by_label("False negatives (FN)", exact=True)).to_have_value("8")
    expect(tab.page.locator("#errors-fp-shown")).to_have_text("20")
