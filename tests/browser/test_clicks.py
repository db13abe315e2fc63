"""A click on a cell moves its item through the sets, as often as it is repeated."""

from __future__ import annotations

from tests.browser.conftest import Tab


def click(tab: Tab, figure: str, column: int, columns: int, row: int = 0, rows: int = 1) -> None:
    area = tab.page.locator(f"#{figure} .nsewdrag")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    x, y = box["x"] + box["width"] * (column + 0.5) / columns, box["y"] + box["height"] * (row + 0.5) / rows
    tab.page.mouse.move(x - 4, y)
    tab.page.mouse.move(x, y)
    tab.page.wait_for_selector(f"#{figure} .hoverlayer .hovertext")
    tab.page.mouse.click(x, y)
    tab.at_rest()


def checked(tab: Tab, id: str) -> list[int]:
    found: list[int] = tab.page.locator(f"#{id} input").evaluate_all(
        "inputs => inputs.flatMap((input, i) => input.checked ? [i] : [])"
    )
    return found


def test_a_click_on_the_strip_counts_through_neither_a_only_b_only_and_both(tab: Tab) -> None:
    tab.open("/sets")
    for in_a, in_b in ((True, False), (False, True), (True, True), (False, False), (True, False)):
        click(tab, "sets-strip", 6, 10)
        assert (6 in checked(tab, "sets-a"), 6 in checked(tab, "sets-b")) == (in_a, in_b)
    assert tab.page.url.endswith("/sets?a=1,2,3,5,6,8")
    assert "8 elements" in tab.page.locator("#sets .say").inner_text()


def test_a_click_counts_again_after_the_check_box_has_undone_it(tab: Tab) -> None:
    tab.open("/sets")
    click(tab, "sets-strip", 6, 10)
    tab.page.locator("#sets-a input").nth(6).press("Space")
    tab.at_rest()
    assert 6 not in checked(tab, "sets-a")
    click(tab, "sets-strip", 6, 10)
    assert 6 in checked(tab, "sets-a")


def test_in_a_larger_universe_the_second_row_is_the_second_ten(tab: Tab) -> None:
    tab.open("/sets?size=20")
    click(tab, "sets-strip", 7, 10, row=1, rows=2)
    assert checked(tab, "sets-a") == [1, 2, 3, 5, 8, 17]


def test_a_click_on_a_label_flips_it_and_one_on_an_outcome_moves_it_on(tab: Tab) -> None:
    tab.open("/binary")
    click(tab, "binary-labels", 5, 6, row=0, rows=3)
    assert (checked(tab, "binary-true"), checked(tab, "binary-pred")) == ([0, 1, 4, 5], [0, 4, 5])
    click(tab, "binary-labels", 0, 6, row=1, rows=3)
    assert (checked(tab, "binary-true"), checked(tab, "binary-pred")) == ([0, 1, 4, 5], [4, 5])
    click(tab, "binary-labels", 0, 6, row=2, rows=3)  # a miss becomes a false alarm
    assert (checked(tab, "binary-true"), checked(tab, "binary-pred")) == ([1, 4, 5], [0, 4, 5])
