"""The tasks check themselves whatever one flips them with, and the browser remembers what is done until it is told not to."""

from __future__ import annotations

import json
from typing import Any

from components.lessons.exercises import micro_and_macro, same_accuracy
from components.progress import CLEARED
from components.state import Subset
from tests.browser.conftest import Reader, Tab
from tests.browser.test_clicks import click

REMEMBERED = "() => localStorage['jaccard-progress'] ?? null"
SHOWN = """() => [...document.querySelectorAll('.so-far [data-counts]')]
  .map(e => [e.dataset.counts, getComputedStyle(e, '::before').content.match(/\\d+/)[0]])"""
LAST = """() => [...document.querySelectorAll('[data-covers]')]
  .filter(e => getComputedStyle(e, '::after').display !== 'none').map(e => e.dataset.covers)"""
MET = """task => [...document.querySelectorAll(`[data-task=${task}] .check`)].map(e => e.matches('.met')).join()"""
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
)


def remembered(tab: Tab) -> Any:
    return json.loads(tab.page.evaluate(REMEMBERED) or "null")


def leads_to(tab: Tab, task: str, *met: bool) -> None:
    """Wait until a task shows these conditions as met."""
    wanted = ",".join(str(each).lower() for each in met)
    tab.wait(f"([task, wanted]) => ({MET})(task) === wanted", [task, wanted])
    tab.at_rest()


def flip_by_key(tab: Tab, task: int, param: Subset, wanted: tuple[int, ...]) -> None:
    """Bring the cells of a control to a state from the keyboard: Tab goes from cell to cell, Space flips one."""
    cells = tab.page.locator(f"#exercises-{task}-{param.key} input")
    cells.first.focus()
    for i in range(param.size):
        assert cells.nth(i).evaluate("cell => cell === document.activeElement")
        if cells.nth(i).is_checked() != (i in wanted):
            tab.page.keyboard.press("Space")
        tab.page.keyboard.press("Tab")


def test_both_matrices_of_labels_are_flipped_from_the_keyboard_until_the_tasks_are_solved(reader: Reader) -> None:
    tab = reader("light")
    tab.open("/exercises/1")
    leads_to(tab, "same-accuracy", True, False)
    flip_by_key(tab, 1, same_accuracy.FIRST, same_accuracy.ANSWER["first"])
    leads_to(tab, "same-accuracy", False, True)
    assert "1 error more" in tab.page.locator("#exercises-1 .say").first.inner_text()
    assert remembered(tab) is None
    flip_by_key(tab, 1, same_accuracy.SECOND, same_accuracy.ANSWER["second"])
    leads_to(tab, "same-accuracy", True, True)
    assert "Solved" in tab.page.locator("#exercises-1 .say").first.inner_text()
    tab.page.wait_for_url("**/exercises/1?first=&second=0,1,2,3,4,5")
    tab.open("/exercises/2")
    flip_by_key(tab, 2, micro_and_macro.TRUE, micro_and_macro.ANSWER["labels"])
    flip_by_key(tab, 2, micro_and_macro.PRED, micro_and_macro.ANSWER["predicted"])
    leads_to(tab, "micro-and-macro", True, True)
    assert remembered(tab) == {"answered": [], "right": [], "solved": ["same-accuracy", "micro-and-macro"]}
    tab.page.locator(".brand:visible").click()
    tab.page.wait_for_selector("#home")
    assert tab.page.evaluate(SHOWN) == [["answered", "0"], ["right", "0"], ["solved", "2"]]


def test_a_click_into_a_figure_solves_and_the_link_to_an_answer_does_not(reader: Reader) -> None:
    tab = reader("light")
    tab.open("/exercises/2?labels=0,3,6,9,12,15,1,5&predicted=0,3,6,9,12,15,1")
    tab.page.locator("summary", has_text="Worked answer").click()
    tab.page.locator(".below .chip").click()
    leads_to(tab, "micro-and-macro", True, True)
    assert remembered(tab) is None
    tab.open("/exercises/1?first=&second=0,1,2,3,4")
    leads_to(tab, "same-accuracy", False, True)
    click(tab, "exercises-1-two-predictions", 7, 10, row=2, rows=3)
    leads_to(tab, "same-accuracy", True, True)
    assert remembered(tab)["solved"] == ["same-accuracy"]
    click(tab, "exercises-1-two-predictions", 0, 10, row=0, rows=3)
    leads_to(tab, "same-accuracy", False, True)
    assert remembered(tab)["solved"] == ["same-accuracy"], "what was solved stays so"


def test_the_experiment_is_run_and_solved_from_the_keyboard(reader: Reader) -> None:
    tab = reader("light")
    tab.open("/exercises/3")
    tab.page.locator("#exercises-3-rate").focus()
    for _ in range(5):
        tab.page.keyboard.press("ArrowRight")
    tab.at_rest()
    assert tab.page.evaluate(MET, "two-losses") == "false,false"
    tab.page.locator("#exercises-3-run input").first.focus()
    tab.page.keyboard.press("ArrowDown")
    leads_to(tab, "two-losses", True, True)
    tab.page.wait_for_url("**/exercises/3?run=yes&rate=1.25&answer=shown")
    assert remembered(tab)["solved"] == ["two-losses"]


def test_a_guess_counts_once_and_is_right_only_at_first_try(reader: Reader) -> None:
    tab = reader("light")
    tab.page.goto(tab.address + "/sets")
    guesses = tab.page.locator(".guesses input")
    guesses.nth(0).check()
    guesses.nth(1).check()
    assert remembered(tab) == {"answered": ["sets-predict"], "right": [], "solved": []}
    tab.page.goto(tab.address + "/binary")
    tab.wake()
    guesses.nth(1).check()
    guesses.nth(0).check()
    assert remembered(tab) == {
        "answered": ["sets-predict", "binary-predict"],
        "right": ["binary-predict"],
        "solved": [],
    }
    tab.page.goto(tab.address + "/")
    assert tab.page.evaluate(SHOWN) == [["answered", "2"], ["right", "1"], ["solved", "0"]]
    assert tab.page.evaluate(LAST) == ["binary"]
    assert tab.page.locator(".so-far").evaluate("e => getComputedStyle(e).visibility") == "visible"
    tab.page.goto(tab.address + "/exercises/3")
    tab.page.locator("[data-clears=progress]").evaluate("button => button.click()")
    assert tab.page.locator(".so-far [role=status]").inner_text() == CLEARED
    assert tab.page.evaluate("() => document.getElementById('finished') !== null"), "it needs no server"
    assert remembered(tab) is None
    kept = tab.page.evaluate("() => Object.keys(localStorage)")
    assert kept == ["jaccard-visited"]


def test_a_browser_that_keeps_nothing_claims_nothing(reader: Reader) -> None:
    tab = reader("light")
    tab.page.add_init_script(NO_STORAGE)
    tab.open("/exercises/1?first=&second=0,1,2,3,4")
    tab.page.locator("#exercises-1-second input").nth(5).press("Space")
    leads_to(tab, "same-accuracy", True, True)
    tab.page.goto(tab.address + "/")
    tab.page.locator(".guesses input").first.check()
    assert tab.page.locator(".so-far").first.evaluate("e => getComputedStyle(e).visibility") == "hidden"


def test_what_the_storage_has_that_is_no_progress_counts_for_nothing(reader: Reader) -> None:
    tab = reader("light")
    tab.page.goto(tab.address + "/")
    for found in ("{", "[]", "null", '{"answered": 3, "right": ["a"], "solved": ["b", "; }", 7]}'):
        tab.page.evaluate("found => { localStorage['jaccard-progress'] = found; }", found)
        tab.page.reload()
        assert [number for _, number in tab.page.evaluate(SHOWN)][:2] == ["0", "0"]
    assert tab.page.evaluate(SHOWN)[2] == ["solved", "1"]
