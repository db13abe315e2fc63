"""A mask is painted with mouse, finger and keys, before Dash runs and after; the server's counts follow it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from components.lessons.masks.paint import HEIGHT, LESSON, PAINTED, SAY, WIDTH, Painted
from tests.browser.conftest import Tab
from tests.browser.test_tasks import leads_to

CANVAS = "#masks-paint .canvas"
DRAWN = """() => [...document.querySelectorAll('#masks-paint .canvas :is(.fp, .tp)')]
  .map(path => path.getAttribute('d')).join('')"""


def pixel(tab: Tab, x: float, y: float, canvas: str = CANVAS) -> tuple[float, float]:
    """Where the middle of a pixel lies on the screen."""
    box = tab.page.locator(canvas).bounding_box()
    assert box
    return box["x"] + (x + 0.5) * box["width"] / WIDTH, box["y"] + (y + 0.5) * box["height"] / HEIGHT


def stroke(tab: Tab, *places: tuple[float, float]) -> None:
    for k, (x, y) in enumerate(places):
        tab.page.mouse.move(*pixel(tab, x, y))
        if not k:
            tab.page.mouse.down()
    tab.page.mouse.up()


def rectangle(left: int, top: int, right: int, bottom: int) -> NDArray[np.bool_]:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[top : bottom + 1, left : right + 1] = True
    return mask


def shows(tab: Tab, mask: NDArray[np.bool_]) -> None:
    """Wait until the page is that of a mask: its address, its pixels, and what the server says of it."""
    said = SAY.said(LESSON.show(Painted(PAINTED.of(mask))).texts)
    tab.wait("said => document.querySelector('#masks-paint .say')?.textContent === said", said)
    tab.at_rest()
    text = PAINTED.of(mask)
    assert tab.page.url == tab.address + "/masks/paint" + (f"?painted={text}" if text else "")
    runs = tab.page.evaluate(DRAWN)
    tab.page.goto(tab.page.url)  # as the page of that address has it
    assert tab.page.evaluate(DRAWN.replace("#masks-paint", "#finished-masks-paint")) == runs
    tab.wake()


def test_strokes_of_the_mouse_erasing_undo_and_clear(tab: Tab) -> None:
    tab.open("/masks/paint")
    stroke(tab, (10, 10), (20, 10))  # the brush is 3 wide
    shows(tab, rectangle(9, 9, 21, 11))
    press = lambda name: tab.page.locator("#masks-paint").get_by_role("button", name=name, exact=True).click()  # noqa: E731
    press("5")
    stroke(tab, (-3, 1), (1, 1))  # from outside the picture nothing begins
    stroke(tab, (1, 1), (1, -6))  # and a stroke may leave it
    whole = rectangle(9, 9, 21, 11) | rectangle(0, 0, 3, 3)
    tab.at_rest()
    assert tab.page.url.endswith(PAINTED.of(whole))
    press("Erase")
    press("1")
    stroke(tab, (15, 10), (15, 10))
    erased = whole & ~rectangle(15, 10, 15, 10)
    tab.at_rest()
    assert tab.page.url.endswith(PAINTED.of(erased))
    press("Undo")
    tab.at_rest()
    assert tab.page.url.endswith(PAINTED.of(whole))
    press("Clear")
    tab.at_rest()
    assert tab.page.url.endswith("/masks/paint")
    press("Undo")
    shows(tab, whole)


def test_keys_paint_links_and_reset_set_the_mask_and_the_task_is_solved(tab: Tab) -> None:
    tab.open("/masks/paint")
    canvas = tab.page.locator(CANVAS)
    canvas.focus()
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("ArrowUp")
    tab.page.keyboard.press("Space")
    tab.at_rest()
    assert tab.page.url.endswith(PAINTED.of(rectangle(24, 14, 26, 16)))
    leads_to(tab, "paint", False, True)
    tab.page.get_by_role("link", name="The truth", exact=True).click()
    leads_to(tab, "paint", True, False)
    small = np.argwhere(picture_of_smallest())
    (top, left), (bottom, right) = small.min(axis=0), small.max(axis=0)
    tab.page.get_by_role("button", name="Erase", exact=True).click()
    tab.page.get_by_role("button", name="5", exact=True).click()
    for y in range(top + 2, bottom + 3, 4):
        stroke(tab, (left + 2, y), (right, y))
    leads_to(tab, "paint", True, True)
    tab.page.get_by_role("button", name="Reset").click()
    shows(tab, rectangle(1, 1, 0, 0))


def picture_of_smallest() -> NDArray[np.bool_]:
    from components.lessons.masks.paint import picture

    cells = picture().cells
    smallest: NDArray[np.bool_] = cells == cells.max()
    return smallest


def test_a_finger_paints_before_dash_runs_and_what_it_painted_stays(phone: Tab) -> None:
    phone.page.goto(phone.address + "/masks/paint")
    sleeping = "#finished-masks-paint .canvas"
    phone.page.locator(sleeping).scroll_into_view_if_needed()
    places = [pixel(phone, x, 10, sleeping) for x in (10, 14, 20)]
    cdp = phone.page.context.new_cdp_session(phone.page)
    for k, (x, y) in enumerate(places):
        cdp.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if k else "touchStart", "touchPoints": [{"x": x, "y": y}]}
        )
    drawn = DRAWN.replace("#masks-paint", "#finished-masks-paint")
    phone.wait(f"() => ({drawn})().includes('M20 10h2')")  # a browser hears of a finger once a frame
    painted = phone.page.evaluate(drawn)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.wait("() => !document.getElementById('finished')")
    mask = rectangle(9, 9, 21, 11)
    said = SAY.said(LESSON.show(Painted(PAINTED.of(mask))).texts)
    phone.wait("said => document.querySelector('#masks-paint .say')?.textContent === said", said)
    assert phone.page.evaluate(DRAWN) == painted
    phone.at_rest()
    assert phone.page.url.endswith(PAINTED.of(mask))


@pytest.mark.parametrize("path", ["/masks/paint?lock=painted"])
def test_a_locked_mask_is_not_painted(tab: Tab, path: str) -> None:
    tab.open(path)
    stroke(tab, (10, 10), (20, 10))
    tab.page.locator(CANVAS).focus()
    tab.page.keyboard.press("Space")
    assert tab.page.evaluate(DRAWN) == ""
