"""The boxes by the keyboard: sentence, marks and address follow, and nothing is asked of the server."""

from __future__ import annotations

from tests.browser.conftest import Tab


def test_the_keyboard_moves_the_boxes_past_both_thresholds(tab: Tab) -> None:
    tab.open("/masks/boxes")
    say = tab.page.locator("#masks-boxes [id^=masks-boxes-say]").first.locator("..")
    marks = tab.page.locator("#masks-boxes-both .textpoint")
    assert "0.600 for the small box" in say.inner_text()
    assert "✗ at 0.75" in marks.all_text_contents()
    asked = len(tab.requests)
    slider = tab.page.locator("#masks-boxes-right")
    slider.focus()
    for key in ("ArrowLeft", "ArrowLeft"):
        slider.press(key)
    assert "IoU is 1.000 for the small box" in say.inner_text()
    assert not [text for text in marks.all_text_contents() if "✗" in text]
    slider.press("End")
    assert "6 pixels too far right" in tab.page.locator("#masks-boxes-mistake-across").inner_text()
    assert "0.143 for the small box and 0.684 for the large one" in say.inner_text()  # 2/14 and 26/38
    assert sorted(text for text in marks.all_text_contents() if "at" in text) == [
        "✓ at 0.5", "✗ at 0.5", "✗ at 0.75", "✗ at 0.75",
    ]  # fmt: skip
    tab.at_rest()
    assert tab.requests[asked:] == []
    assert "right=6" in tab.page.url
