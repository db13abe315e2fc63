"""The many images in a real browser: each control by keyboard, and what the page then says is what Python says."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from components.sections.masks import SECTION, MasksAndBorder
from components.sections.masks.images import EMPTIES, PART, SAY, SCORES, THUMBNAILS, WIDTHS
from tests.browser.conftest import Tab

LABELS = """id => document.getElementById(id).layout.annotations.map(each => each.text)"""


def shows(tab: Tab, **values: Any) -> None:
    """The page shows this state: its sentences and what stands in its figures."""
    tab.at_rest()
    shown = SECTION.show(MasksAndBorder(**values), [PART])  # type: ignore[list-item]
    for line in (SAY, EMPTIES, WIDTHS):
        for slot in line.slots:
            expect(tab.page.locator(f"#masks-{line.target(slot).id}")).to_have_text(shown.texts[line.target(slot)])
    for graph in (THUMBNAILS, SCORES):
        drawn = tab.page.evaluate(
            LABELS.replace("getElementById(id)", "querySelector('#' + id + ' .js-plotly-plot')"), f"masks-{graph.id}"
        )
        assert drawn == [each["text"] for each in shown.figures[graph.id]["layout"]["annotations"]]
    assert all(f"{key}={value}" in tab.page.url for key, value in values.items())


def test_every_control_by_keyboard(tab: Tab) -> None:
    tab.open("/masks")
    tab.page.locator("#masks-images").scroll_into_view_if_needed()
    tab.drawn()
    shows(tab)
    asked = len(tab.requests)
    tab.page.locator("#masks-iempty").press("ArrowRight")
    shows(tab, iempty=3)
    assert len(tab.requests) - asked == 1
    tab.page.locator("#masks-ierror").press("ArrowLeft")
    shows(tab, iempty=3, ierror=0.75)
    tab.page.locator("#masks-irule input:checked").press("ArrowDown")
    shows(tab, iempty=3, ierror=0.75, irule="0")
    mistake = tab.page.locator("#masks-imistake")
    mistake.focus()
    mistake.press("a")  # a list goes to the entry that begins so
    shows(tab, iempty=3, ierror=0.75, irule="0", imistake="alarm")
    field = tab.page.locator("#masks-iseed")
    field.press("ArrowUp")
    shows(tab, iempty=3, ierror=0.75, irule="0", imistake="alarm", iseed=64)
    tab.page.get_by_role("link", name="A miss of a small object hardly moves the pooled IoU").press("Enter")
    tab.page.wait_for_url("**/masks?imistake=small")
    shows(tab, imistake="small")
