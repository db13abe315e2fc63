"""The dialog that shares a page: its address, its QR code as a phone reads it, and what it embeds in a frame."""

from __future__ import annotations

import base64

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from components.shell import ALL_PATH
from tests.browser.axe import violations
from tests.browser.conftest import PIXELS, Tab
from tests.browser.test_keys import OPEN, either_way, start
from tests.states import spread

# The brightness of a picture of the page, as a camera sees it.
GREY = (
    "async (png) => {"
    + PIXELS
    + """
  const { data, width, height } = await pixelsOf(png);
  let grey = '';
  for (let i = 0; i < data.length; i += 4) grey += String.fromCharCode((data[i] + data[i + 1] + data[i + 2]) / 3);
  return [btoa(grey), height, width];
}"""
)
DRAWN = "() => { const code = document.querySelector('dialog[open] img'); return code.complete && code.naturalWidth; }"


def read(tab: Tab) -> list[str]:
    """The QR codes that can be read off the screen."""
    tab.wait(DRAWN)
    picture = base64.b64encode(tab.page.screenshot()).decode()
    grey, *shape = tab.page.evaluate(GREY, picture)
    found = zxingcpp.read_barcodes(np.frombuffer(base64.b64decode(grey), np.uint8).reshape(shape))
    return [code.text for code in found]


def shown(page: Page) -> str:
    return page.locator("dialog[open] [data-share=address]").input_value()


def choose(tab: Tab, label: str, words: str) -> None:
    tab.wait(DRAWN)  # or the code before would be left half-way
    tab.page.locator("dialog[open]").get_by_role("combobox", name=label, exact=True).select_option(words)


@either_way
def test_the_dialog_by_keyboard_alone(tab: Tab, awake: bool) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = start(tab, "/thresholds?t=0.5&theme=dark", awake=awake)
    opener = page.locator("button[data-opens=share]:visible")
    opener.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(OPEN) == ["share"]
    assert shown(page) == f"{tab.address}/thresholds?t=0.5&theme=dark"
    labels: list[str] = []
    for _ in range(12):
        tab.wait(DRAWN)  # or the code before would be left half-way
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const e = document.activeElement; return e.closest('dialog[open]') || e === document.body
              ? e.labels?.[0]?.innerText.split('\\n')[0].trim() || e.innerText || e.ariaLabel : 'outside'; }"""
        )
        labels.append(here)
        if here == "Theme":
            page.keyboard.press("Home")  # the reader's own
        elif here == "Lecture mode":
            page.keyboard.press("Space")
        elif here in ("Hide or lock controls", "Copy address"):
            page.keyboard.press("Enter")
        elif here == "Threshold":
            page.keyboard.type("L")
        elif here == "Seed":
            page.keyboard.type("Hi")
    assert "outside" not in labels
    whole = f"{tab.address}/thresholds?t=0.5&hide=seed&lock=t&lecture=1"
    assert shown(page) == whole, labels
    page.locator("dialog[open]").get_by_role("button", name="Copy address").press("Enter")
    expect(page.locator("dialog[open] .copied [role=status]").first).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == whole
    assert read(tab) == [whole]
    # large, and out of it by Escape, which closes it at the second press
    page.locator("dialog[open] [data-share=grow]").press("Enter")
    assert read(tab) == [whole]
    box = page.locator("dialog[open] img").bounding_box()
    assert box
    assert min(box["width"], box["height"]) > 800, "it fills a window of 1440 by 900"
    page.keyboard.press("Escape")
    assert page.evaluate(OPEN) == ["share"]
    page.keyboard.press("Escape")
    assert page.evaluate(OPEN) == []
    expect(opener).to_be_focused()
    assert page.url == f"{tab.address}/thresholds?t=0.5&theme=dark", "the page stays as it is"


def test_the_address_follows_the_state_and_what_is_chosen(tab: Tab) -> None:
    page = start(tab, "/masks?hide=small", awake=True)
    page.locator("#masks-dx").focus()
    page.keyboard.press("ArrowRight")
    page.locator("button[data-opens=share]:visible").click()
    assert shown(page) == f"{tab.address}/masks?dx=5&hide=small", "before Dash has heard of it"
    page.locator("dialog[open] summary").first.click()
    choose(tab, "Radius of the small object", "Shown")
    choose(tab, "Circle offset", "Locked")
    choose(tab, "Theme", "Light")
    assert shown(page) == f"{tab.address}/masks?dx=5&lock=dx&theme=light"
    # a code that no page of the site has, and one that is too long, are said and not drawn
    page.evaluate("document.querySelector('dialog[open] img').dataset.most = '10'")
    choose(tab, "Theme", "Dark")
    expect(page.locator("dialog[open] .qr [role=status]")).to_have_text("This address is too long for a QR code.")
    assert page.locator("dialog[open] img").is_hidden()
    page.keyboard.press("Escape")
    page.goto(f"{tab.address}{ALL_PATH}?theme=dark")
    page.locator("button[data-opens=share]:visible").evaluate(
        "button => button.click()"
    )  # a mouse would wake all of it
    assert shown(page) == f"{tab.address}{ALL_PATH}?theme=dark"
    assert page.locator("dialog[open] details").count() == 0
    assert read(tab) == [f"{tab.address}{ALL_PATH}?theme=dark"]


@pytest.mark.parametrize("scheme", spread(["light", "dark"], 0, always=["dark"]))
def test_axe_finds_no_violation_while_it_is_open(tab: Tab, scheme: str) -> None:
    page = start(tab, f"/averaging?theme={scheme}&lock=true,t1&hide=pred", awake=True)
    page.locator("button[data-opens=share]:visible").click()
    for summary in page.locator("dialog[open] summary").all():
        summary.click()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert violations(page) == []
        assert page.evaluate("document.querySelector('dialog[open]').scrollWidth <= innerWidth")
