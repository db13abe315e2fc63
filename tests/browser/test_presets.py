"""Back and forward through the presets of every page: each address shows what a fresh load of it shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from components.course import SECTIONS
from components.page import Section
from tests.browser.conftest import Tab
from tests.browser.test_scrubbing import PICTURE, moved
from tests.states import spread

# The links of the page that lead to another state of it, those in what is folded or not yet revealed included.
PRESETS = """() => [...document.querySelectorAll('main a.chip')]
  .flatMap((link, i) => link.pathname === location.pathname && link.search ? [[i, link.pathname + link.search]] : [])"""
PRESS = "i => document.querySelectorAll('main a.chip')[i].click()"

CONTROLS = """() => [...document.querySelectorAll('main [data-address] :is(input, select)')]
  .map((control) => control.type === 'checkbox' || control.type === 'radio' ? control.checked : control.value)"""


# The figures that Dash has; whether plotly has drawn them, `moved` shows.
FIGURES = """() => [...document.querySelectorAll('main .graph')].map(({ id }) =>
  JSON.stringify(window.dash_component_api.getLayout(id).props.figure))"""


def shown(tab: Tab) -> tuple[Any, Any, Any]:
    """The text of the section, its formula included, the figures of Dash's state, and its controls."""
    return tab.page.locator("main .section").inner_text(), tab.page.evaluate(FIGURES), tab.page.evaluate(CONTROLS)


def state_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


def loaded(tab: Tab, path: str) -> tuple[Any, Any]:
    tab.open(path)
    return shown(tab), tab.page.evaluate(PICTURE)


@pytest.mark.parametrize("section", [s for s in SECTIONS if s.params], ids=lambda s: s.name)
def test_each_address_shows_what_a_fresh_load_shows(tab: Tab, section: Section[Any]) -> None:
    tab.open(section.path)
    presets = spread(tab.page.evaluate(PRESETS), 2)
    paths = [section.path, *(path for _, path in presets)]
    # each once, however many links lead there; ends on the page's first state
    expected = {path: loaded(tab, path) for path in dict.fromkeys(reversed(paths))}
    for i, path in presets:
        tab.page.evaluate(PRESS, i)
        tab.page.go_back()  # at once: what the preset asked for is still under way
        tab.page.go_forward()
        tab.at_rest()
        assert state_of(tab.page.url) == state_of(path)
        assert shown(tab) == expected[path][0], f"forward to {path}"
        assert moved(tab.page.evaluate(PICTURE), expected[path][1]) == [], f"forward to {path}"
    for path in reversed(paths[:-1]):
        tab.page.go_back()
        tab.at_rest()
        assert state_of(tab.page.url) == state_of(path)
        assert shown(tab) == expected[path][0], f"back to {path}"
        assert moved(tab.page.evaluate(PICTURE), expected[path][1]) == [], f"back to {path}"


@pytest.mark.parametrize(("path", "preset"), [("/masks", "Too small"), ("/true-negatives", "Fraud")])
def test_back_and_forward_ask_for_the_state_alone_and_not_for_the_page(tab: Tab, path: str, preset: str) -> None:
    tab.open(path)
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(str(request.post_data)))
    tab.page.get_by_role("link", name=preset, exact=True).first.click()
    tab.at_rest()
    for go in (tab.page.go_back, tab.page.go_forward, tab.page.go_back, tab.page.go_forward):
        go()
        tab.at_rest()
    assert len(asked) == 5
    assert [body for body in asked if "_pages_content" in body] == []
