"""A click on a cell moves its item through the sets, as often as it is repeated."""

from __future__ import annotations

import json

from tests.browser.conftest import Tab

# Whether plotly has found what lies under the mouse, which it looks for no more often than every 50 ms: the cell whose middle
# is at this place, in pixels of the window, to less than half of its size.
FOUND = """([figure, x, y, across, down]) => {
  const gd = document.querySelector(`#${figure} .js-plotly-plot`), [cell] = gd._hoverdata ?? [];
  if (!cell) return false;
  const { left, top } = gd.getBoundingClientRect(), { xaxis, yaxis } = cell;
  const off = [left + xaxis._offset + xaxis.c2p(cell.x) - x, top + yaxis._offset + yaxis.c2p(cell.y) - y].map(Math.abs);
  return off[0] < across / 2 && off[1] < down / 2;
}"""

CHECKED = """ids => JSON.stringify(ids.map(id => [...document.querySelectorAll(`#${id} input`)]
  .flatMap((input, i) => input.checked ? [i] : [])))"""


def click(tab: Tab, figure: str, column: int, columns: int, row: int = 0, rows: int = 1) -> None:
    area = tab.page.locator(f"#{figure} .nsewdrag")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    x, y = box["x"] + box["width"] * (column + 0.5) / columns, box["y"] + box["height"] * (row + 0.5) / rows
    tab.page.mouse.move(x, y)
    tab.wait(FOUND, [figure, x, y, box["width"] / columns, box["height"] / rows])
    tab.page.mouse.click(x, y)


def leads_to(tab: Tab, **members: list[int]) -> None:
    """Wait until the check boxes show these members, then until the page has come to rest."""
    ids = [id.replace("_", "-") for id in members]
    expected = json.dumps(list(members.values()), separators=(",", ":"))
    tab.wait(f"([ids, expected]) => ({CHECKED})(ids) === expected", [ids, expected], seconds=5)
    tab.at_rest()


def test_clicks_on_the_strip_count_through_neither_a_only_b_only_and_both(tab: Tab) -> None:
    tab.open("/sets")
    a, b = [1, 2, 3, 5, 8], [2, 3, 4, 8, 9]
    with_a, with_b = [1, 2, 3, 5, 6, 8], [2, 3, 4, 6, 8, 9]
    for in_a, in_b in ((with_a, b), (a, with_b), (with_a, with_b), (a, b), (with_a, b)):
        click(tab, "sets-strip", 6, 10)  # the mouse stays where it is, as a reader's would
        leads_to(tab, sets_a=in_a, sets_b=in_b)
    tab.page.wait_for_url("**/sets?a=1,2,3,5,6,8")
    assert "8 elements" in tab.page.locator("#sets .say").inner_text()

    # also after the check box has undone it
    tab.page.locator("#sets-a input").nth(6).press("Space")
    leads_to(tab, sets_a=a)
    click(tab, "sets-strip", 6, 10)
    leads_to(tab, sets_a=with_a)

    # two in a row both count
    tab.page.get_by_role("button", name="Reset").click()
    leads_to(tab, sets_a=a, sets_b=b)
    click(tab, "sets-strip", 0, 10)
    click(tab, "sets-strip", 7, 10)
    leads_to(tab, sets_a=[0, 1, 2, 3, 5, 7, 8], sets_b=b)

    # in a larger universe the second row is the second ten
    tab.page.locator("#sets-size").press("End")
    tab.page.wait_for_url("**size=20*")
    tab.at_rest()
    click(tab, "sets-strip", 7, 10, row=1, rows=2)
    leads_to(tab, sets_a=[0, 1, 2, 3, 5, 7, 8, 17], sets_b=b)


def test_a_click_on_a_label_flips_it_and_one_on_an_outcome_moves_it_on(tab: Tab) -> None:
    tab.open("/binary")
    click(tab, "binary-labels", 5, 6, row=0, rows=3)
    leads_to(tab, binary_true=[0, 1, 4, 5], binary_pred=[0, 4, 5])
    click(tab, "binary-labels", 0, 6, row=1, rows=3)
    leads_to(tab, binary_true=[0, 1, 4, 5], binary_pred=[4, 5])
    click(tab, "binary-labels", 0, 6, row=2, rows=3)  # a miss becomes a false alarm
    leads_to(tab, binary_true=[1, 4, 5], binary_pred=[0, 4, 5])
