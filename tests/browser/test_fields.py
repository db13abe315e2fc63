"""Number fields: what is refused says what is allowed, keeps the last value, and reaches neither address nor server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Tab
from tests.states import spread

FIELDS = [
    ("/thresholds", "Seed", "9,999"),
    ("/soft-jaccard", "Seed", "9,999"),
    ("/true-negatives", "True positives (TP)", "1,000"),
]


def field_of(tab: Tab, path: str, label: str) -> Locator:
    tab.open(path)
    return tab.page.get_by_label(label, exact=True)


def type_into(field: Locator, text: str) -> None:
    field.click(click_count=3)
    field.press("Backspace")
    field.press_sequentially(text)


@pytest.mark.parametrize(("path", "label", "most"), spread(FIELDS, 0, always=[FIELDS[2]]))
def test_what_is_refused_leaves_page_and_address_as_they_were(tab: Tab, path: str, label: str, most: str) -> None:
    field = field_of(tab, path, label)
    value, text = field.input_value(), tab.page.locator("main .section").inner_text()
    hint = tab.page.locator(f"#{field.get_attribute('id')}-allowed")
    expect(hint).to_be_hidden()
    asked = len(tab.requests)
    for refused in ("", "-5", "1e9", "2.5", "e", "99999"):
        type_into(field, refused)
        expect(hint).to_have_text(f"Allowed: whole numbers from 0 to {most}.")
        expect(hint).to_be_visible()
        expect(field).to_have_attribute("aria-invalid", "true")
        field.press("Enter")
        field.press("Tab")
        expect(hint).to_be_hidden()
        expect(field).to_have_value(value)
        tab.at_rest()
        assert tab.page.url == tab.address + path
    assert tab.requests[asked:] == []
    assert tab.page.locator("main .section").inner_text() == text


def test_what_is_typed_is_asked_once_gives_way_to_reset_and_can_be_typed_again(tab: Tab) -> None:
    field = field_of(tab, "/thresholds", "Seed")
    reset = tab.page.get_by_role("button", name="Reset")
    asked = len(tab.requests)
    type_into(field, "1234")
    tab.page.wait_for_url("**/thresholds?seed=1234")
    tab.at_rest()
    assert len(tab.requests) - asked == 1, "when it rests"
    for _ in range(2):
        asked = len(tab.requests)
        type_into(field, "7")
        field.press("Tab")  # leaving ends the typing
        tab.page.wait_for_url("**/thresholds?seed=7")
        tab.at_rest()
        assert len(tab.requests) - asked == 1
        reset.click()
        tab.page.wait_for_url("**/thresholds")
        expect(field).to_have_value("42")
        tab.at_rest()

    # a value written in another way is the same value
    type_into(field, "1e3")
    field.press("Tab")
    expect(field).to_have_value("1000")
    tab.page.wait_for_url("**/thresholds?seed=1000")
    tab.at_rest()

    # what is being typed gives way to Reset and back
    type_into(field, "99999")
    reset.press("Enter")
    expect(field).to_have_value("42")
    tab.at_rest()
    field = field_of(tab, "/masks/cells", "Seed")
    tab.page.get_by_role("link", name="Only the brightest").click()
    tab.at_rest()
    type_into(field, "5")
    tab.page.go_back()
    expect(field).to_have_value("42")
    tab.at_rest()
    assert tab.page.url == tab.address + "/masks/cells"


def test_the_buttons_of_a_field_step_and_stop_at_its_ends(tab: Tab) -> None:
    field = field_of(tab, "/thresholds?seed=1", "Seed")
    less, more = (tab.page.locator(f"#thresholds [aria-label='{name} value']") for name in ("Decrease", "Increase"))
    asked = len(tab.requests)
    less.click()
    expect(field).to_have_value("0")
    expect(less).to_be_disabled()
    more.click()
    more.click()
    more.click()
    expect(field).to_have_value("3")
    tab.page.wait_for_url("**/thresholds?seed=3")
    tab.at_rest()
    assert len(tab.requests) - asked == 1
    tab.page.get_by_role("button", name="Reset").click()
    expect(field).to_have_value("42")
    less.click()
    expect(field).to_have_value("41")
    type_into(field, "9999")
    expect(more).to_be_disabled()
    tab.at_rest()
    type_into(field, "")
    less.click()  # from the last value that was allowed
    expect(field).to_have_value("9998")
    tab.page.wait_for_url("**/thresholds?seed=9998")
    tab.at_rest()


# ---- a line of text ------------------------------------------------------------------------------------------------

TYPED = "<b>Don’t</b> שלום & 1+1 = 2, café? 🍕"
SHOWN = """() => [...document.querySelectorAll('.word-groups > div')].map((group) => [
  group.className, [...group.querySelectorAll('li')].map((word) => word.innerHTML)])"""


def sentences(tab: Tab) -> tuple[Locator, Locator]:
    one, other = (tab.page.get_by_label(f"Sentence {name}", exact=True) for name in "AB")
    return one, other


def test_what_is_typed_is_text_whatever_it_is(tab: Tab) -> None:
    tab.open("/sets/words")
    a, b = sentences(tab)
    asked = len(tab.requests)
    type_into(a, TYPED)
    tab.wait("() => location.search.includes('a=')")
    tab.at_rest()
    assert len(tab.requests) - asked == 1, "the keys before the last one ask nothing"
    words = [
        ["fn", ["b&gt;don't&lt;/b", "שלום", "1+1", "2", "café"]],
        ["tp", []],
        ["fp", ["a", "cat", "lay", "on", "the", "mat"]],
    ]
    assert tab.page.evaluate(SHOWN) == words
    expect(a).to_have_value(TYPED)
    # in the middle of the line, and Enter in place of waiting
    b.click()
    b.press("Home")
    b.press_sequentially("2 ")
    b.press("Enter")
    tab.at_rest()
    assert tab.page.evaluate("() => document.activeElement.selectionStart") == 2
    assert tab.page.evaluate(SHOWN)[1] == ["tp", ["2"]]
    address = tab.page.url
    tab.reload()
    tab.at_rest()
    assert tab.page.url == address
    assert tab.page.evaluate(SHOWN)[1] == ["tp", ["2"]]
    expect(a).to_have_value(TYPED)
    expect(b).to_have_value("2 A cat lay on the mat.")
    tab.page.get_by_role("link", name="Who bit whom?").click()
    tab.at_rest()
    expect(b).to_have_value("The man bit the dog.")
    tab.page.go_back()
    tab.at_rest()
    expect(a).to_have_value(TYPED)
    tab.page.get_by_role("button", name="Reset").click()
    tab.at_rest()
    assert tab.page.url == tab.address + "/sets/words"
    expect(a).to_have_value("The cat sat on the mat.")


def test_what_is_typed_before_dash_runs_is_kept_with_its_place(phone: Tab) -> None:
    phone.page.goto(phone.address + "/sets/words")
    a, _ = sentences(phone)
    a.tap()
    # for a moment both pages have the field, so the keys go to where the focus is
    phone.page.keyboard.press("Home")
    phone.page.keyboard.type("one two ")
    phone.wait("() => !document.getElementById('finished')")
    phone.at_rest()
    expect(a).to_have_value("one two The cat sat on the mat.")
    expect(a).to_be_focused()
    assert a.evaluate("(field) => field.selectionStart") == 8
    assert phone.page.evaluate(SHOWN)[0] == ["fn", ["one", "two", "sat"]]


def test_back_right_after_a_preset_brings_the_lines_of_text_back(tab: Tab) -> None:
    """Dash's field hands the line of the preset on after that of "back"."""
    field = field_of(tab, "/sets/words", "Sentence A")
    before = field.input_value()
    tab.page.evaluate("document.querySelector('#sets-words a.chip').click()")
    tab.page.go_back()
    tab.at_rest()
    expect(field).to_have_value(before)
    assert tab.page.url == tab.address + "/sets/words"
