"""From page to page: the list of lessons, previous and next, and an address that is none."""

from __future__ import annotations

from components.course import LESSONS
from tests.browser.conftest import Tab
from tests.states import every


def test_the_list_of_sections_marks_the_open_one_and_leads_to_the_others(tab: Tab) -> None:
    tab.open(LESSONS[1].path)
    side = tab.page.locator("nav.side")
    assert LESSONS[1].title in side.locator("[aria-current=page]").inner_text()
    side.get_by_role("link", name=LESSONS[2].title).click()
    tab.page.wait_for_selector(f"#{LESSONS[2].name}-title")
    assert tab.page.url == tab.address + LESSONS[2].path
    assert tab.page.title().startswith(LESSONS[2].title)


def test_previous_and_next_walk_through_the_core(tab: Tab) -> None:
    """Without `--all` through its last two lessons; that the links of all lead on, test_wiring.py shows."""
    core = [lesson for lesson in LESSONS if not lesson.further]
    walked = core if every() else core[-3:]
    tab.open(walked[0].path)
    for section in walked[1:]:
        tab.page.locator("nav.next .following").click()
        tab.page.wait_for_selector(f"#{section.name}-title")
    assert tab.page.locator("nav.next .following").count() == 0
    tab.page.locator("nav.next .previous").click()
    tab.page.wait_for_selector(f"#{core[-2].name}-title")


def test_on_a_phone_the_sections_unfold_from_the_bar(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.open(LESSONS[0].path)
    tab.page.locator("nav.bar summary").click()
    there = [lesson for lesson in LESSONS if not lesson.further][3]
    tab.page.locator("nav.bar").get_by_role("link", name=there.title).click()
    tab.page.wait_for_selector(f"#{there.name}-title")


def test_an_unknown_address_says_so(tab: Tab) -> None:
    answer = tab.page.goto(tab.address + "/no/such/page")
    assert answer
    assert answer.status == 404
    tab.page.wait_for_selector("text=There is no such page")
    assert all(trouble.startswith(("404: ", "error: Failed to load resource")) for trouble in tab.troubles), (
        tab.troubles
    )
    tab.troubles.clear()  # it was meant
    tab.page.get_by_role("link", name="Go to the start").click()
    tab.page.wait_for_selector(f"[id$={LESSONS[0].name}-title]")
