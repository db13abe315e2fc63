"""Once a slider rests, picture, state and address agree, and whatever draws the figure next draws the same."""

from __future__ import annotations

from typing import Any

import pytest

from components.course import LESSONS
from tests.browser.conftest import Tab
from tests.browser.pictures import CELLS
from tests.browser.test_moved import Visit
from tests.browser.test_scrubbing import PICTURE, drag, moved
from tests.states import spread

ZOOM = """([by]) => Promise.all([...document.querySelectorAll('.js-plotly-plot')].map((gd) => {
  const [low, high] = gd._fullLayout.xaxis.range;
  return Plotly.relayout(gd, { 'xaxis.range': [low + by, high + by] });
}))"""

SIZE = "() => [...document.querySelectorAll('.js-plotly-plot')].forEach((gd) => Plotly.Plots.resize(gd))"
THEME = "(theme) => document.documentElement.setAttribute('data-bs-theme', theme)"


def seen(tab: Tab) -> tuple[Any, Any]:
    return tab.page.evaluate(PICTURE), tab.page.evaluate(CELLS)


def assert_same(tab: Tab, before: tuple[Any, Any], after: str) -> None:
    picture, cells = seen(tab)
    assert moved(before[0], picture) == [], after
    assert before[1] == cells, after


# Lines and bars, a map of colours, pixels, and a figure that also the server draws anew.
DRAGGED = [
    ("/thresholds", "Threshold"),
    ("/errors", "False positives (FP)"),
    ("/masks", "Circle offset"),
    ("/soft-jaccard", "Training iteration"),
]


@pytest.mark.parametrize(("path", "label"), spread(DRAGGED, 0, always=[DRAGGED[2]]))
def test_after_a_drag_picture_state_and_address_agree_and_stay_so(tab: Tab, path: str, label: str) -> None:
    visit = Visit(tab, next(section for section in LESSONS if section.path == path))
    slider = tab.page.get_by_label(label, exact=True)
    slider.scroll_into_view_if_needed()
    drag(tab, slider, to=0.3)
    painted = seen(tab)
    tab.page.mouse.up()
    tab.at_rest()
    assert_same(tab, painted, "the rest")

    # a step that plotly draws over before the state has followed
    slider.press("ArrowRight")
    tab.page.evaluate(SIZE)
    tab.at_rest()
    visit.check("a step that plotly draws over", anew=True, **visit.sliders())

    painted = seen(tab)
    for by in (0.25, -0.25):
        tab.page.evaluate(ZOOM, [by])
    assert_same(tab, painted, "zooming in and out")
    for width in (1100, 1440):
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.drawn()
    assert_same(tab, painted, "another size")
    for theme in ("dark", "light"):
        tab.page.evaluate(THEME, theme)
        tab.wait("() => window.dash_clientside.jaccard.recoloured()")
        assert moved(painted[0], tab.page.evaluate(PICTURE)) == [], f"the theme {theme}"
    assert_same(tab, painted, "the other theme and back")


# Dash has the new frames a little before it says so. In between comes a step.
STEP_IN_BETWEEN = """() => new Promise((done) => {
  const frames = () => window.dash_component_api.getLayout('thresholds-frames').props.data, before = frames();
  const slider = document.getElementById('thresholds-t'), { port1, port2 } = window.turn = new MessageChannel();
  port1.onmessage = () => {
    if (frames() === before) return port2.postMessage(0);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, 0.3);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    done();
  };
  port2.postMessage(0);
})"""


def test_a_step_right_when_an_answer_comes_in_is_shown_in_the_new_figure(tab: Tab) -> None:
    visit = Visit(tab, next(section for section in LESSONS if section.name == "thresholds"))
    tab.page.get_by_label("Sample size", exact=True).press("ArrowRight")
    tab.page.evaluate(STEP_IN_BETWEEN)
    tab.at_rest()
    tab.page.wait_for_url("**/thresholds?t=0.3&n=450")
    visit.check("a step in between", anew=True, t=0.3, n=450)
