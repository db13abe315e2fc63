"""Each control of each section, or one of each kind, moves a figure or a sentence, and Reset brings the page back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator

from components.course import SECTIONS
from components.page import Section
from components.state import Choice, Number, Param, Subset
from tests.browser.conftest import Tab
from tests.states import every

# All that a reader sees of a section: its text, and the data of its figures.
SEEN = """id => { const s = document.getElementById(id); return s.innerText + JSON.stringify(
  [...s.querySelectorAll('.js-plotly-plot')].map(gd => [gd.data, gd.layout.shapes, gd.layout.annotations])) }"""


def move(tab: Tab, section: Section[Any], param: Param) -> None:
    control: Locator = tab.page.locator(f"#{section.name}-{param.key}")
    control.scroll_into_view_if_needed()
    if isinstance(param, Choice) and control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(next(value for value in param.choices if value != param.default))
    elif isinstance(param, Choice):
        control.locator("input:not(:checked)").first.press("Space")
    elif isinstance(param, Subset):
        control.locator("input").first.press("Space")
    elif isinstance(param, Number):
        control.press("ArrowUp" if param.default < param.high else "ArrowDown")


@pytest.mark.parametrize(
    "section", [section for section in SECTIONS if section.params], ids=lambda section: section.name
)
def test_each_control_moves_what_is_seen_and_reset_brings_it_back(tab: Tab, section: Section[Any]) -> None:
    tab.open(section.path)
    text = tab.page.locator(f"#{section.name}").inner_text()
    kinds = {(type(param), param in section.sliders): param for param in reversed(section.params)}
    for param in section.params if every() else kinds.values():
        before = tab.page.evaluate(SEEN, section.name)
        move(tab, section, param)
        tab.wait(f"before => ({SEEN})('{section.name}') !== before", before)
        tab.at_rest()
        assert f"{param.key}=" in tab.page.url, param.label
        tab.page.get_by_role("button", name="Reset").click()
        tab.page.wait_for_url(tab.address + section.path)
        tab.wait(f"text => document.getElementById('{section.name}').innerText === text", text)
        tab.at_rest()
