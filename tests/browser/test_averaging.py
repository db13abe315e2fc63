"""Matrices and classes to be averaged grow and shrink by button and keyboard, and the page says of each size what Python says."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from components.lessons.averaging import multiclass
from components.lessons.averaging.multiclass import Multiclass
from components.lessons.averaging.multilabel import LESSON, SAY, Multilabel
from tests.browser.conftest import Tab

COLUMNS = """id => getComputedStyle(document.getElementById(id)).gridTemplateColumns.split(' ').length"""


def shows(tab: Tab, **values: Any) -> None:
    """The page shows this state: its sentences, and matrices of its size."""
    tab.at_rest()
    state = Multilabel(**values)
    shown = LESSON.show(state)
    for slot in SAY.slots:
        expect(tab.page.locator(f"#averaging-{SAY.target(slot).id}")).to_have_text(
            shown.texts[SAY.target(slot)].strip()
        )
    for key in ("true", "pred"):
        expect(tab.page.locator(f"#averaging-{key} input")).to_have_count(int(state.samples) * int(state.labels))
        assert tab.page.evaluate(COLUMNS, f"averaging-{key}") == int(state.labels)


def test_rows_and_labels_are_added_and_removed(tab: Tab) -> None:
    tab.open("/averaging")
    shows(tab)
    asked = len(tab.requests)
    tab.page.locator("#averaging-labels").get_by_text("6", exact=True).click()
    shows(tab, labels="6")
    assert len(tab.requests) - asked == 1
    tab.page.locator("#averaging-samples input:checked").press("ArrowRight")
    shows(tab, labels="6", samples="5")
    tab.page.get_by_label("photo 5, bus").first.press("Space")
    grown = (*Multilabel().true, 29)
    shows(tab, labels="6", samples="5", true=grown)
    # what is taken away comes back as it was
    tab.page.locator("#averaging-samples input:checked").press("ArrowLeft")
    shows(tab, labels="6", samples="4", true=grown)
    tab.page.locator("#averaging-labels").get_by_text("1", exact=True).click()
    shows(tab, labels="1", samples="4", true=grown)
    tab.page.locator("#averaging-labels").get_by_text("6", exact=True).click()
    tab.page.locator("#averaging-samples").get_by_text("5", exact=True).click()
    shows(tab, labels="6", samples="5", true=grown)
    expect(tab.page.get_by_label("photo 5, bus").first).to_be_checked()
    tab.reload()
    shows(tab, labels="6", samples="5", true=grown)


def classes(tab: Tab, **values: Any) -> None:
    """The page shows this state of the classes."""
    tab.at_rest()
    texts = multiclass.LESSON.show(Multiclass(**values)).texts
    for slot in multiclass.SAY.slots:
        target = multiclass.SAY.target(slot)
        expect(tab.page.locator(f"#averaging-classes-{target.id}")).to_have_text(texts[target].strip())


def test_classes_are_added_and_removed(tab: Tab) -> None:
    tab.open("/averaging/classes")
    tab.page.locator("#averaging-classes-classes").get_by_text("5", exact=True).click()
    classes(tab, classes="5")
    chosen = tab.page.locator("#averaging-classes-classes input:checked")
    for count in ("4", "3", "2"):
        chosen.press("ArrowLeft")
        classes(tab, classes=count)
    tab.page.locator("#averaging-classes-p1").select_option("4")
    classes(tab, classes="2", p1="4")
    tab.page.get_by_role("link", name="Five classes").press("Enter")
    tab.page.wait_for_url("**&classes=5")
    expect(chosen).to_have_value("5")
    cells = "#averaging-classes-confusion .js-plotly-plot"
    tab.wait(f"() => document.querySelector('{cells}').data[4].text.length === 25")
