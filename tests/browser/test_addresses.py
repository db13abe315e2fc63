"""The state of a page is in its address: links open it, controls write it, back and forward go through it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from components.course import LESSONS
from tests.browser.conftest import Tab
from tests.states import spread

DEEP_LINKS = [
    (  # one of them out of range
        "/thresholds?t=0.38&n=-3",
        {"Threshold": ("0.38", "#thresholds-t-shown"), "Sample size": ("50", "#thresholds-n-shown")},
    ),
    ("/masks?dx=7", {"Circle offset": ("7", "#masks-dx-shown")}),
    (
        "/errors?fp=7&fn=3",
        {"False positives (FP)": ("7", "#errors-fp-shown"), "False negatives (FN)": ("3", "#errors-fn-shown")},
    ),
    ("/true-negatives?tn=1000", {"True negatives (TN)": ("1000", "#true-negatives-tn-shown")}),
]


@pytest.mark.parametrize(("path", "named"), spread(DEEP_LINKS, 0, always=DEEP_LINKS[:1]))
def test_a_deep_link_opens_its_state(tab: Tab, path: str, named: dict[str, tuple[str, str]]) -> None:
    tab.open(path)
    for label, (value, shown) in named.items():
        expect(tab.page.get_by_label(label, exact=True)).to_have_value(value)
        assert tab.page.locator(shown).inner_text().replace(",", "") in (value, f"{float(value):.3f}")


@pytest.mark.parametrize("section", spread([s for s in LESSONS if s.params], 1), ids=lambda s: s.name)
def test_nonsense_in_an_address_gives_a_page(tab: Tab, section: object) -> None:
    keys = [p.key for p in section.params]  # type: ignore[attr-defined]
    nonsense = quote("<script>alert(1)</script>\x00é" + "9" * 50)
    tab.open(f"{section.path}?{'&'.join(f'{key}={nonsense}' for key in keys)}&{keys[0]}=2&constructor=1&__proto__=2")  # type: ignore[attr-defined]
    assert "script>alert" not in tab.page.content()


def test_a_control_writes_the_address_without_a_step_in_the_history_and_back_and_forward_lead_there(tab: Tab) -> None:
    tab.open("/thresholds")
    steps = tab.page.evaluate("history.length")
    slider = tab.page.get_by_label("Threshold", exact=True)
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    tab.page.wait_for_url("**/thresholds?t=0.835")
    tab.page.get_by_label("Sample size", exact=True).press("ArrowRight")
    tab.page.wait_for_url("**/thresholds?t=0.835&n=450")
    assert tab.page.evaluate("history.length") == steps
    tab.at_rest()
    said, hits = (tab.page.locator(f"#thresholds-{id}").inner_text() for id in ("say-t", "tiles-tp"))
    tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
    tab.page.wait_for_selector("#errors-title")
    tab.page.go_back()
    tab.page.wait_for_selector("#thresholds-title")
    expect(slider).to_have_value("0.835")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text(said)
    tab.page.go_forward()
    tab.page.wait_for_selector("#errors-title")
    tab.page.go_back()
    tab.page.wait_for_selector("#thresholds-title")
    expect(slider).to_have_value("0.835")
    expect(tab.page.locator("#thresholds-tiles-tp")).to_have_text(hits)
    tab.at_rest()
    tab.page.reload()
    assert tab.page.locator("#finished-thresholds-say-t").inner_text() == said
    assert tab.page.locator("#finished-thresholds-tiles-tp").inner_text() == hits


def test_a_preset_moves_the_controls_and_back_undoes_it(tab: Tab) -> None:
    tab.open("/sets")
    before = tab.page.locator("#sets .say").inner_text()
    link = tab.page.locator("#sets .stage .chips a").first
    link.click()
    expect(tab.page.locator("#sets .say")).not_to_have_text(before)
    assert tab.page.url == tab.address + str(link.get_attribute("href"))
    tab.page.go_back()
    expect(tab.page.locator("#sets .say")).to_have_text(before)
    tab.page.go_forward()
    expect(tab.page.locator("#sets .say")).not_to_have_text(before)
    # after the controls have moved on, the same link leads to the same state again
    after = tab.page.locator("#sets .say").inner_text()
    tab.page.get_by_role("button", name="Reset").click()
    expect(tab.page.locator("#sets .say")).to_have_text(before)
    link.click()
    expect(tab.page.locator("#sets .say")).to_have_text(after)
    # and the page's own entry in the list leads to its first state
    tab.page.locator("nav.side .current a").click()
    expect(tab.page.locator("#sets .say")).to_have_text(before)
