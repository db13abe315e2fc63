"""The page for a reader's own file: a file in, the report out, a column put right, an error and the way out of it."""

from __future__ import annotations

from pathlib import Path

from tests.browser.axe import violations
from tests.browser.conftest import Tab

STATUS = "words => document.querySelector('[data-own=status]').textContent.startsWith(words)"


def test_a_reader_brings_a_file_puts_a_column_right_and_recovers_from_an_error(tab: Tab, tmp_path: Path) -> None:
    page = tab.page
    page.goto(f"{tab.address}/own")
    page.get_by_text("Open an example").click()
    tab.wait(STATUS, "The report is below")
    assert page.locator(".verdict li:visible").count() == 5
    assert page.locator(".report .graph svg").count() >= 2
    assert violations(page) == []

    # the columns, put right by the keyboard: the focus stays where it is
    page.get_by_label("Rows that belong together").focus()
    page.get_by_label("Leave out rows").press("Space")
    tab.wait(STATUS, "The report is below")
    assert page.evaluate("document.activeElement.dataset.role") == "missing"
    page.get_by_label("score_three", exact=True).check()
    tab.wait("() => document.querySelector('.verdict li').textContent.includes('one model (score_three)')")

    broken = tmp_path / "mine.csv"
    broken.write_text("truth,pred,score\ncat,cat,0.5\ndog,cat,n/a\ndog,dog,0.25\n")
    page.locator("[data-own=file]").set_input_files(broken)
    tab.wait(STATUS, "The file could not be judged")
    assert "row 3, column score: 'n/a' is no value" in page.locator("[role=alert]").text_content()
    page.get_by_label("pred", exact=True).check()
    tab.wait(STATUS, "The report is below")
    assert "3 rows of 2 classes and one model (pred)" in page.locator(".verdict").text_content()

    # rows that are pasted, and a file that is dropped
    page.locator("textarea").fill("y_true\tpred\n1\t1\n0\t1\n")
    page.get_by_text("Judge these rows").click()
    tab.wait("() => document.querySelector('.verdict li').textContent.startsWith('2 rows of one model (pred)')")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(['y_true,pred\\n1,1\\n0,0\\n1,0\\n'], 'a.csv'));
          document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
        }"""
    )
    tab.wait("() => document.querySelector('.verdict li').textContent.startsWith('3 rows of one model (pred)')")

    # at a phone's width nothing is wider than the page
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    panel, field = (page.locator(each).bounding_box() for each in (".own .bring", ".own textarea"))
    assert panel
    assert field
    assert field["x"] + field["width"] < panel["x"] + panel["width"], "it stays in its panel"
