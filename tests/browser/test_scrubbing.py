"""Scrubbed sliders: no request while they move, and the picture that was painted is the picture of the state."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Tab
from tests.states import spread

SLIDERS = [
    ("/thresholds", "Threshold"),
    ("/errors", "False positives (FP)"),
    ("/errors", "False negatives (FN)"),
    ("/true-negatives", "True negatives (TN)"),
    ("/masks", "Circle offset"),
    ("/masks", "Vertical offset"),
    ("/soft-jaccard", "Training iteration"),
    ("/thresholds", "Temperature"),
    ("/thresholds", "Odds of a positive"),
]

# Those of the mission; with `--all` the others too.
each_slider = pytest.mark.parametrize(("path", "label"), spread(SLIDERS, 0, always=[*SLIDERS[:5], SLIDERS[6]]))

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


@each_slider
def test_a_drag_moves_text_and_figure_without_a_request(tab: Tab, path: str, label: str) -> None:
    tab.open(path)
    slider = tab.page.get_by_label(label, exact=True)
    slider.scroll_into_view_if_needed()
    say = tab.page.locator("[data-alone]").filter(has=slider).locator(".say").first
    said, picture, value = say.inner_text(), tab.page.evaluate(PICTURE), slider.input_value()
    asked = len(tab.requests)
    drag(tab, slider, to=0.3)
    shown = tab.page.locator(f"#{slider.get_attribute('id')}-shown")
    expect(say).not_to_have_text(said)
    assert slider.input_value() != value
    assert shown.inner_text() != ""
    assert tab.page.evaluate(PICTURE) != picture
    tab.page.mouse.up()
    tab.at_rest()
    assert tab.requests[asked:] == []


# Keep the picture and the text of every step as it is painted, before Dash's state follows.
KEEP = f"""id => {{ new MutationObserver(() => {{
  if (window.dash_clientside.jaccard.painted())
    window.kept = [({PICTURE})(), document.querySelector('main .section').innerText];
}}).observe(document.getElementById(id), {{ childList: true, characterData: true, subtree: true }}) }}"""


@each_slider
def test_what_is_painted_is_what_the_state_draws(tab: Tab, path: str, label: str) -> None:
    tab.open(path)
    slider = tab.page.get_by_label(label, exact=True)
    shown = tab.page.locator(f"#{slider.get_attribute('id')}-shown")
    tab.page.evaluate(KEEP, shown.get_attribute("id"))
    for _ in range(7):
        slider.press("ArrowRight")
    slider.press("ArrowLeft")
    tab.wait("() => window.kept")
    tab.at_rest()
    painted, text = tab.page.evaluate("window.kept")
    assert moved(painted, tab.page.evaluate(PICTURE)) == []
    # plotly draws it anew from the state: nothing may move
    tab.page.evaluate(
        "document.querySelectorAll('.js-plotly-plot')"
        ".forEach(gd => Plotly.newPlot(gd, gd.data, gd.layout, {displayModeBar: false}))"
    )
    assert moved(painted, tab.page.evaluate(PICTURE)) == []
    # and a page opened at this address shows the same
    value = shown.inner_text()
    tab.reload()
    assert shown.inner_text() == value
    assert tab.page.locator("main .section").inner_text() == text
    assert moved(painted, tab.page.evaluate(PICTURE)) == []


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
