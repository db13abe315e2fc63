"""The state of a page is in its address: links open it, controls write it, back and forward go through it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from components.course import LESSONS
from tests.browser.conftest import Tab
from tests.states import spread

DEEP_LINKS = [
    ("/thresholds?t=0.38", {"Threshold": ("0.38", "#thresholds-t-shown")}),
    ("/masks?dx=7", {"Circle offset": ("7", "#masks-dx-shown")}),
    (
        "/errors?fp=7&fn=3",
        {"False positives (FP)": ("7", "#errors-fp-shown"), "False negatives (FN)": ("3", "#errors-fn-shown")},
    ),
    ("/true-negatives?tn=1000", {"True negatives (TN)": ("1000", "#true-negatives-tn-shown")}),
]


@pytest.mark.parametrize(("path", "named"), spread(DEEP_LINKS, 0, always=[DEEP_LINKS[0], DEEP_LINKS[2]]))
def test_a_deep_link_opens_its_state(tab: Tab, path: str, named: dict[str, tuple[str, str]]) -> None:
    tab.open(path)
    for label, (value, shown) in named.items():
        expect(tab.page.get_by_label(label, exact=True)).to_have_value(value)
        assert tab.page.locator(shown).inner_text().replace(",", "") in (value, f"{float(value):.3f}")


@pytest.mark.parametrize("section", spread([s for s in LESSONS if s.params], 3), ids=lambda s: s.name)
def test_nonsense_in_an_address_gives_a_page(tab: Tab, section: object) -> None:
    keys = [p.key for p in section.params]  # type: ignore[attr-defined]
    nonsense = quote("<script>alert(1)</script>\x00é" + "9" * 50)
    tab.open(f"{section.path}?{'&'.join(f'{key}={nonsense}' for key in keys)}&{keys[0]}=2&constructor=1&__proto__=2")  # type: ignore[attr-defined]
    assert "script>alert" not in tab.page.content()


def test_an_address_out_of_range_is_bounded(tab: Tab) -> None:
    tab.open("/thresholds?t=7&n=-3")
    expect(tab.page.get_by_label("Threshold", exact=True)).to_have_value("1")
    expect(tab.page.get_by_label("Sample size", exact=True)).to_have_value("50")


def test_a_control_writes_the_address_without_a_step_in_the_history(tab: Tab) -> None:
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
    state = tab.page.locator("#thresholds-say-t").inner_text(), tab.page.locator("#thresholds-tiles-tp").inner_text()
    tab.reload()
    assert (
        tab.page.locator("#thresholds-say-t").inner_text(),
        tab.page.locator("#thresholds-tiles-tp").inner_text(),
    ) == state


def test_back_and_forward_go_through_pages_and_their_states(tab: Tab) -> None:
    tab.open("/thresholds")
    tab.page.get_by_label("Threshold", exact=True).press("ArrowLeft")
    tab.page.wait_for_url("**/thresholds?t=0.84")
    tab.page.locator("nav.side").get_by_role("link", name="Two kinds of error").click()
    tab.page.wait_for_selector("#errors-title")
    tab.page.go_back()
    tab.page.wait_for_selector("#thresholds-title")
    expect(tab.page.get_by_label("Threshold", exact=True)).to_have_value("0.84")
    expect(tab.page.locator("#thresholds-say-t")).to_have_text("0.840")
    tab.page.go_forward()
    tab.page.wait_for_selector("#errors-title")
    tab.page.go_back()
    tab.page.wait_for_selector("#thresholds-title")
    expect(tab.page.get_by_label("Threshold", exact=True)).to_have_value("0.84")
    tab.drawn()


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


def test_a_preset_that_moves_only_a_slider_asks_no_one(tab: Tab) -> None:
    tab.open("/masks")
    before = tab.page.locator("#masks .say").first.inner_text()
    asked = len(tab.requests)
    tab.page.get_by_role("link", name="Exact", exact=True).click()
    expect(tab.page.locator("#masks-dx-shown")).to_have_text("0")
    expect(tab.page.locator("#masks .say").first).not_to_have_text(before)
    tab.at_rest()
    assert tab.requests[asked:] == []
