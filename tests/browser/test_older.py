"""Older browsers: what they lack is taken from Chromium here. The page can be read at least, and says what is missing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from serving.pages import OLDER
from tests.browser.conftest import Tab
from tests.browser.test_handles import REACHED

# What stands for all that the browsers before the oldest one lack.
LACKS = {
    "methods": "delete Array.prototype.findLast",
    "style sheets": "delete Document.prototype.adoptedStyleSheets",
    "units": "CSS.supports = () => false",
}
# The rules of a lecture are read as browsers do that know no rule within a rule.
NO_NESTING = "Object.defineProperty(CSSStyleRule.prototype, 'cssRules', { value: undefined })"
# Rules with :has() are lost with all of their selectors, those too that scripts write, and what stands in for them holds.
NO_HAS = """(() => {
  const real = CSS.supports;
  CSS.supports = (...asked) => !String(asked).includes(':has') && real.call(CSS, ...asked);
  const written = CSSStyleSheet.prototype.replaceSync;
  CSSStyleSheet.prototype.replaceSync = function (text) {
    written.call(this, text.split('\\n').filter((rule) => !rule.includes(':has(')).join('\\n'));
  };
  addEventListener('DOMContentLoaded', () => {
    const lose = (rules, owner) => [...rules].reverse().forEach((rule, k, all) => {
      if (rule.selectorText?.includes(':has(')) owner.deleteRule(all.length - 1 - k);
      else if (rule.conditionText?.startsWith('not selector(:has'))
        for (const each of rule.cssRules) owner.insertRule(each.cssText, owner.cssRules.length);
      else if (rule.cssRules) lose(rule.cssRules, rule);
    });
    for (const sheet of document.styleSheets) lose(sheet.cssRules, sheet);
  });
})()"""
SAID = "() => [...document.querySelectorAll('.say, .formula, .shown')].map((element) => element.textContent)"


def read(page: Page, name: str) -> None:
    """Read a page that no script moves."""
    expect(page.locator(".older")).to_be_visible()
    assert page.locator(".older").inner_text() in OLDER
    expect(page.locator("h1")).to_be_visible()
    said = page.evaluate(SAID)
    page.locator(f"#finished-{name}").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("l")
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)
    assert page.evaluate(SAID) == said
    assert page.evaluate("document.documentElement.dataset.lecture") is None


@pytest.mark.parametrize("lack", LACKS)
def test_a_page_is_readable_where_its_scripts_cannot_run(tab: Tab, lack: str) -> None:
    tab.page.add_init_script(LACKS[lack])
    tab.page.goto(f"{tab.address}/thresholds?lecture=1")
    read(tab.page, "thresholds-t")
    assert not any("/files/lab-" in url for url in tab.requests), "a page whose scripts have stopped never wakes"
    assert any("this browser is older" in trouble for trouble in tab.troubles)
    tab.troubles.clear()


def test_where_neither_has_nor_scripts_are_there_answers_can_be_read(tab: Tab) -> None:
    tab.page.add_init_script(NO_HAS)
    tab.page.add_init_script(LACKS["methods"])
    for path, name in (("/errors", "answer"), ("/thresholds", "why")):
        tab.page.goto(tab.address + path)
        answers = tab.page.locator(f"#finished .{name}")
        assert answers.count()
        assert all(answer.is_visible() for answer in answers.all())
    tab.troubles.clear()  # a browser that is older


def test_a_browser_that_can_run_the_scripts_reads_nothing_of_it(tab: Tab) -> None:
    tab.page.goto(f"{tab.address}/thresholds")
    expect(tab.page.locator(".older")).to_be_hidden()


def test_where_no_lecture_can_be_shown_a_sentence_says_so(tab: Tab) -> None:
    tab.page.add_init_script(NO_NESTING)
    tab.page.goto(f"{tab.address}/thresholds?lecture=1")
    assert tab.page.evaluate("document.documentElement.dataset.lecture") is None
    tab.page.keyboard.press("l")
    expect(tab.page.locator("dialog.needs")).to_contain_text("Lecture mode needs")
    tab.page.locator("dialog.needs button").click()
    expect(tab.page.locator("dialog.needs")).to_be_hidden()


def test_without_has_a_guess_shows_its_answer_and_a_handle_lies_on_its_point(tab: Tab) -> None:
    page = tab.page
    page.add_init_script(NO_HAS)
    page.goto(f"{tab.address}/masks")
    answers = page.locator(".predict").first.locator(".answer")
    page.locator(".predict").first.locator("input").nth(1).check()
    for _ in ("asleep", "awake"):
        expect(answers.nth(1)).to_be_visible()
        expect(answers.nth(0)).to_be_hidden()
        tab.wake()
    before = page.locator("#masks-dx").input_value()
    x, y = page.locator(".grip").first.evaluate(REACHED)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y)
    page.mouse.up()
    tab.at_rest()
    assert page.locator("#masks-dx").input_value() != before
