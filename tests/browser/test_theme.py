"""Light and dark: who decides, the key and the button, and that nothing of the other theme is painted at the start."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from components.theme import DARK, Colour
from tests.browser.conftest import PIXELS, Reader, Scheme, Tab
from tests.browser.test_asleep import MOVE
from tests.states import spread

THEME = "() => document.documentElement.dataset.bsTheme"
GROUND = "() => getComputedStyle(document.body).backgroundColor"
OTHER: dict[Scheme, Scheme] = {"light": "dark", "dark": "light"}

# The share of a picture that is nearly white.
WHITE = (
    "async (png) => {"
    + PIXELS
    + """
  const { data } = await pixelsOf(png);
  let white = 0;
  for (let i = 0; i < data.length; i += 4) if (Math.min(data[i], data[i + 1], data[i + 2]) > 225) white += 1;
  return 4 * white / data.length;
}"""
)

# The theme and the ground of a page as its first frame is made.
FIRST = """(() => {
  const look = () => document.body && document.styleSheets.length
    ? window.first = [document.documentElement.dataset.bsTheme, getComputedStyle(document.body).backgroundColor]
    : requestAnimationFrame(look);
  requestAnimationFrame(look);
})()"""


def theme(tab: Tab) -> str:
    found: str = tab.page.evaluate(THEME)
    palette = DARK if found == "dark" else {colour: colour.value for colour in Colour}
    assert tab.page.evaluate(GROUND) == rgb(palette[Colour.GROUND])
    return found


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))})"


def go(tab: Tab, path: str) -> None:
    tab.page.goto(tab.address + path)


both = pytest.mark.parametrize("scheme", spread(["light", "dark"], 0, always=["light"]))


# ---- who decides -----------------------------------------------------------------------------------------------------


@both
def test_a_page_follows_the_system_also_while_it_is_open(reader: Reader, scheme: Scheme) -> None:
    tab = reader(scheme)
    go(tab, "/sets")
    assert theme(tab) == scheme
    tab.page.emulate_media(color_scheme=OTHER[scheme])
    tab.wait("theme => document.documentElement.dataset.bsTheme === theme", OTHER[scheme])
    assert theme(tab) == OTHER[scheme]


@both
def test_the_choice_is_remembered_on_every_page_and_in_every_tab(reader: Reader, scheme: Scheme) -> None:
    tab = reader(scheme)
    go(tab, "/sets")
    other = tab.page.context.new_page()
    other.goto(tab.address + "/masks")
    tab.page.keyboard.press("d")
    assert theme(tab) == OTHER[scheme]
    go(tab, "/errors")
    assert theme(tab) == OTHER[scheme]
    assert tab.page.evaluate("location.search") == ""
    expect(other.locator("html")).to_have_attribute("data-bs-theme", OTHER[scheme])
    tab.page.emulate_media(color_scheme=OTHER[scheme])
    tab.page.emulate_media(color_scheme=scheme)
    assert theme(tab) == OTHER[scheme], "a choice outlasts what the system does"
    tab.page.keyboard.press("D")
    assert theme(tab) == scheme


@both
def test_an_address_decides_for_its_visit_and_is_not_remembered(reader: Reader, scheme: Scheme) -> None:
    tab = reader(scheme)
    go(tab, f"/sets?theme={OTHER[scheme]}")
    assert theme(tab) == OTHER[scheme]
    go(tab, "/sets")
    assert theme(tab) == scheme
    tab.page.keyboard.press("d")
    assert theme(tab) == OTHER[scheme]
    go(tab, f"/sets?size=12&theme={scheme}")
    assert theme(tab) == scheme, "it wins over what is remembered"
    go(tab, "/sets")
    assert theme(tab) == OTHER[scheme]
    # who switches by hand after that has chosen
    go(tab, f"/sets?size=12&theme={OTHER[scheme]}")
    tab.page.keyboard.press("d")
    assert theme(tab) == scheme
    assert tab.page.evaluate("location.search") == "?size=12"
    tab.page.reload()
    assert theme(tab) == scheme


def test_an_address_with_another_theme_is_ignored(reader: Reader) -> None:
    tab = reader("dark")
    for value in ("blue", "", "LIGHT", "light,dark", "<script>"):
        go(tab, f"/sets?theme={value}")
        assert theme(tab) == "dark", value


def test_a_browser_that_may_store_nothing_keeps_the_choice_in_the_address(reader: Reader) -> None:
    tab = reader("light")
    refuse = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    tab.page.add_init_script(refuse)
    go(tab, "/sets")
    tab.page.keyboard.press("d")
    assert theme(tab) == "dark"
    assert tab.page.evaluate("location.search") == "?theme=dark"


@pytest.mark.parametrize("awake", [False, True])
def test_the_theme_of_an_address_survives_controls_and_goes_along_with_links(reader: Reader, awake: bool) -> None:
    tab = reader("light")
    if awake:
        tab.open("/thresholds?n=450&theme=dark")
    else:
        go(tab, "/thresholds?n=450&theme=dark")
    if awake:
        tab.page.locator("#thresholds-t").press("Home")
    else:
        tab.page.evaluate(MOVE, ["finished-thresholds-t", 0])
    tab.page.wait_for_url("**/thresholds?t=0&n=450&theme=dark")
    tab.page.locator("nav.next a.previous").click()
    tab.page.wait_for_url("**/averaging/classes?theme=dark")
    tab.wait("() => document.querySelector('main h1')?.id.endsWith('averaging-classes-title')")
    assert theme(tab) == "dark"
    with tab.page.context.expect_page() as opened:
        tab.page.locator("nav.side").get_by_role("link", name="Two sets").click(modifiers=["Control"])
    opened.value.wait_for_url("**/sets?theme=dark")
    opened.value.close()
    tab.page.go_back()
    tab.page.wait_for_url("**/thresholds?t=0&n=450&theme=dark")
    assert theme(tab) == "dark"


def test_presets_and_reset_keep_the_theme_of_an_address(reader: Reader) -> None:
    tab = reader("light")
    tab.open("/masks/paint?theme=dark")
    tab.page.get_by_role("link", name="The truth", exact=True).click()
    tab.page.wait_for_url(re.compile(r"/masks/paint\?\w+=[\w-]+&theme=dark$"))
    tab.page.get_by_role("button", name="Reset").click()
    tab.page.wait_for_url("**/masks/paint?theme=dark")
    tab.at_rest()
    # a link that has been pointed at does not bring back what the reader has switched off
    tab.page.locator("h1").click()
    tab.page.keyboard.press("d")
    tab.page.get_by_role("link", name="The truth", exact=True).click()
    tab.page.wait_for_url(re.compile(r"/masks/paint\?\w+=[\w-]+$"))
    assert theme(tab) == "light"


# ---- the key and the button ------------------------------------------------------------------------------------------


# That a control keeps its letters, test_keys.py shows for every key.
def test_the_key_is_left_to_what_is_edited_and_to_dialogs(reader: Reader) -> None:
    tab = reader("light")
    go(tab, "/sets")
    for html in ("<p contenteditable>", "<dialog open><button>", "<textarea>", "<div role=dialog tabindex=0>"):
        tab.page.evaluate(
            """html => {
              const added = Object.assign(document.createElement('div'), { id: 'added', innerHTML: html });
              document.body.append(added);
              (added.querySelector('button') ?? added.firstElementChild).focus();
            }""",
            html,
        )
        assert tab.page.evaluate("document.activeElement !== document.body"), html
        tab.page.keyboard.press("d")
        assert theme(tab) == "light", html
        tab.page.evaluate("document.getElementById('added').remove()")
    tab.page.keyboard.press("d")
    assert theme(tab) == "dark", "once nothing is edited"


def test_other_keys_do_not_switch(reader: Reader) -> None:
    tab = reader("light")
    go(tab, "/sets")
    for key in ("Control+d", "Meta+d", "Alt+d", "x"):
        tab.page.keyboard.press(key)
        assert theme(tab) == "light", key


PLACES = [("/sets", 1440), ("/sets", 390), ("/nowhere", 1440), ("/nowhere", 390)]


@pytest.mark.parametrize(("path", "width"), spread(PLACES, 0, always=PLACES[1:3]))
def test_a_button_on_every_page_says_where_it_leads_and_names_the_key(reader: Reader, path: str, width: int) -> None:
    tab = reader("light")
    tab.page.set_viewport_size({"width": width, "height": 844})
    go(tab, path)
    tab.troubles.clear()  # of the page that is none
    button = tab.page.get_by_role("button", name="Dark", exact=True)
    assert "key D" in str(button.get_attribute("title"))
    box = button.bounding_box()
    assert box
    assert box["y"] < 60
    assert box["x"] > width / 2
    assert box["height"] >= 24, "a finger has to meet it"
    before = len(tab.requests)
    button.focus()
    tab.page.keyboard.press("Enter")
    assert theme(tab) == "dark"
    light = tab.page.get_by_role("button", name="Light", exact=True)
    expect(light).to_be_focused()
    tab.page.keyboard.press("d")
    assert theme(tab) == "light"
    assert not [url for url in tab.requests[before:] if "_dash" in url]


def test_neither_a_finger_on_the_button_nor_the_key_wakes_a_page(phone: Tab) -> None:
    phone.page.emulate_media(color_scheme="light")
    go(phone, "/thresholds")
    phone.page.get_by_role("button", name="Dark", exact=True).tap()
    assert theme(phone) == "dark"
    phone.page.keyboard.press("d")
    assert theme(phone) == "light"
    assert phone.page.locator("#finished").count() == 1


# ---- no flash --------------------------------------------------------------------------------------------------------


# Who makes the page dark: the system, the reader's choice, an address against the system and the choice.
STARTS: list[tuple[str, Scheme, str, str]] = [
    (path, scheme, query, remembered)
    for path in ("/thresholds", "/nowhere")
    for scheme, query, remembered in (
        ("dark", "", ""), ("light", "", "dark"), ("light", "?theme=dark", ""), ("light", "?theme=dark", "light"),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "scheme", "query", "remembered"), spread(STARTS, 0, always=[STARTS[0], STARTS[3], STARTS[5]])
)
def test_nothing_light_is_painted_at_the_start(
    reader: Reader, path: str, scheme: Scheme, query: str, remembered: str
) -> None:
    tab = reader(scheme)
    go(tab, "/sets?theme=dark")
    tab.page.evaluate("remembered => { if (remembered) localStorage['jaccard-theme'] = remembered; }", remembered)
    tab.page.add_init_script(FIRST)
    frames = screencast(tab.page, lambda: go(tab, path + query))
    tab.troubles.clear()  # of the page that is none
    assert tab.page.evaluate("window.first") == ["dark", rgb(DARK[Colour.GROUND])]
    tab.page.goto("about:blank")
    assert frames
    assert max(tab.page.evaluate(WHITE, frame) for frame in frames) < 0.2


def test_the_test_of_the_start_would_see_a_flash(reader: Reader) -> None:
    tab = reader("light")
    go(tab, "/sets?theme=dark")
    frames = screencast(tab.page, lambda: go(tab, "/thresholds"))
    tab.page.goto("about:blank")
    assert max(tab.page.evaluate(WHITE, frame) for frame in frames) > 0.5


def screencast(page: Page, act: Callable[[], None]) -> list[str]:
    """Every frame that the browser paints during something and until the page is shown."""
    cdp = page.context.new_cdp_session(page)
    frames: list[str] = []

    def kept(event: dict[str, Any]) -> None:
        frames.append(event["data"])
        cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    cdp.on("Page.screencastFrame", kept)
    cdp.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    act()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    frames.append(base64.b64encode(page.screenshot()).decode())
    cdp.send("Page.stopScreencast")
    cdp.detach()
    return frames


def test_without_javascript_a_page_follows_the_system(browser: Browser, address: str) -> None:
    for scheme, palette in (("dark", DARK), ("light", {Colour.GROUND: Colour.GROUND.value})):
        with browser.new_context(java_script_enabled=False, color_scheme=scheme) as context:
            page = context.new_page()
            page.goto(address + "/sets")
            assert page.evaluate(GROUND) == rgb(palette[Colour.GROUND])
            assert not page.get_by_role("button", name=re.compile("^(Dark|Light)$")).is_visible()


# ---- what else a system asks for -------------------------------------------------------------------------------------

CHOSEN = """() => [...document.querySelectorAll('.cells')].map(cells => {
  const grounds = (which) => [...cells.querySelectorAll(`input${which}`)].map(e => getComputedStyle(e).backgroundColor);
  return grounds(':checked').filter(ground => grounds(':not(:checked)').includes(ground));
}).flat()"""
OUTLINED = """input => [input, input.nextElementSibling, input.parentElement]
  .map(e => e && getComputedStyle(e)).filter(style => style && style.outlineStyle !== 'none' && style.opacity > 0).length"""


def test_in_high_contrast_one_sees_what_is_chosen_and_one_ring_around_what_has_the_focus(tab: Tab) -> None:
    tab.page.goto(f"{tab.address}/sets")
    tab.page.emulate_media(forced_colors="active")
    assert tab.page.locator(".cells input:checked").count()
    assert tab.page.evaluate(CHOSEN) == []
    assert tab.page.locator(".current a").first.evaluate("link => getComputedStyle(link).outlineStyle") != "none"
    tab.wake()
    for place in (".cells input", "input[type=range]", ".guesses input"):
        tab.page.locator(place).first.focus()
        assert tab.page.locator(place).first.evaluate(OUTLINED) == 1, place


@pytest.mark.parametrize("text", [24, 32])
def test_a_larger_text_of_the_browser_runs_into_nothing(tab: Tab, text: int) -> None:
    cdp = tab.page.context.new_cdp_session(tab.page)
    cdp.send("Page.setFontSizes", {"fontSizes": {"standard": text, "fixed": text}})
    tab.page.goto(f"{tab.address}/averaging")
    size = "getComputedStyle(document.documentElement).fontSize"
    assert tab.page.evaluate(size) == f"{text}px"
    assert tab.page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth &&
          [...document.querySelectorAll('.side li a')].every(link => link.scrollWidth <= link.clientWidth)"""
    )
    tab.page.keyboard.press("l")
    assert tab.page.evaluate(size) == "16px", "a screen of a lecture is scaled to the window as a whole"
