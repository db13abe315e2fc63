"""Back and forward between the presets of a page. That each shows the state of its address: test_moved.py."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Tab
from tests.states import spread

# The links of the page that lead to another state of it, those in what is folded or not yet revealed included.
PRESETS = """() => [...document.querySelectorAll('main a.chip')]
  .flatMap((link, i) => link.pathname === location.pathname && link.search ? [[i, link.pathname + link.search]] : [])"""
PRESS = "i => document.querySelectorAll('main a.chip')[i].click()"


@pytest.mark.parametrize(
    ("path", "preset"),
    spread([("/true-negatives", "Fraud"), ("/masks", "Too small")], 0, always=[("/true-negatives", "Fraud")]),
)
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
