"""The application behind a real server, and pages of a real Chromium that report what goes wrong in them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

import pytest
from dash import Dash
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from components.course import LESSONS
from tests.browser import chromium


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log_request(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(app: Dash) -> Iterator[str]:
    """The address of the application, served on a free port."""
    server = make_server("127.0.0.1", 0, app.server, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """For contexts of their own: a phone, no JavaScript, no network. Each compiles all scripts anew, so they are few."""
    browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGS)
    yield browser
    browser.close()


# A function from a PNG, as base64, to its pixels; the JavaScript of a test begins with it.
PIXELS = """const pixelsOf = async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
};"""

# The browser has one mouse for all its pages, and tells each page where it lies. In the corner it is nobody's.
AWAY = """addEventListener('pointermove', (event) => {
  if (!event.clientX && !event.clientY) event.stopImmediatePropagation();
}, true)"""

# What the browser of a reader remembers who has been everywhere and has answered every question: no page opens veiled.
ANSWERED = [f"{lesson.name}-{lesson.question.name}" for lesson in LESSONS if lesson.question]
BEEN_HERE = f"""try {{
  localStorage['jaccard-visited'] = 'yes';
  localStorage['jaccard-progress'] ??= JSON.stringify({{ answered: {json.dumps(ANSWERED)} }});
}} catch {{ /* a page that may keep nothing */ }}"""


@pytest.fixture(scope="session")
def context(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One profile on the disk for all pages: a script is loaded once, and compiled once."""
    profile = tmp_path_factory.mktemp("profile")
    path = chromium.path()
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=path, args=chromium.ARGS, reduced_motion="reduce"
    )
    yield context
    context.close()


@dataclass
class Tab:
    """A browser page on the application, with what it asked for and what went wrong."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def wait(self, condition: str, given: object = None, *, seconds: float = 30) -> None:
        """Wait until a JavaScript function of `given` holds; Playwright's own waiting needs what the page's policy forbids."""
        held = self.page.evaluate(
            f"""([given, seconds]) => new Promise((done) => {{
              const condition = {condition}, end = performance.now() + seconds * 1000;
              const look = () => condition(given) || performance.now() > end
                ? done(Boolean(condition(given))) : requestAnimationFrame(look);
              look();
            }})""",
            [given, seconds],
        )
        assert held, f"not within {seconds} s: {condition}"

    def open(self, path: str) -> None:
        """Open a page and wake it, as the movement of a mouse does."""
        self.page.goto(self.address + path)
        self.wake()

    def reload(self) -> None:
        self.page.reload()
        self.wake()

    def wake(self) -> None:
        self.page.mouse.move(1, 1)
        self.page.mouse.move(0, 0)
        self.wait("() => !document.getElementById('finished')")
        self.drawn()

    def drawn(self) -> None:
        """Wait until the page stands and every figure on it is drawn, as large as its place."""
        self.page.wait_for_selector("main h1")
        self.wait(
            """() => !document.querySelector('.dash-graph--pending') &&
            [...document.querySelectorAll('.graph')].every(graph => {
              const gd = graph.querySelector('.js-plotly-plot');
              return gd?.querySelector('.main-svg') && Math.abs(gd._fullLayout.width - gd.clientWidth) < 1
                && Math.abs(gd._fullLayout.height - gd.clientHeight) < 1;
            })"""
        )

    def at_rest(self) -> None:
        """Wait until what was painted is in Dash's state and every answer of the server is on the page."""
        self.wait("() => window.dash_clientside.jaccard.rests()")
        self.drawn()


@pytest.fixture
def tab(context: BrowserContext, address: str) -> Iterator[Tab]:
    yield from watched(context, address)


@pytest.fixture(scope="session")
def phone_context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(has_touch=True, is_mobile=True, reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def phone(phone_context: BrowserContext, address: str) -> Iterator[Tab]:
    """A page under fingers, which a mouse does not wake."""
    for tab in watched(phone_context, address):
        tab.page.set_viewport_size({"width": 390, "height": 844})
        yield tab


def _left_behind(request: Request) -> bool:
    """Return whether a page no longer waited: for a file that it might need later, or for the answer to an earlier change."""
    return request.failure == "net::ERR_ABORTED" and ("/files/" in request.url or request.method == "POST")


def watched(context: BrowserContext, address: str, *, new: bool = False) -> Iterator[Tab]:
    """A fresh page, of a reader who has seen every page before, or to whom all is `new`.

    At the end of the test nothing may have gone wrong in it, and nothing been asked of another host.
    """
    page = context.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.add_init_script(AWAY)
    forget(page, address)
    if not new:
        page.add_init_script(BEEN_HERE)
    tab = Tab(page, address)
    page.on("console", lambda m: tab.troubles.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: tab.troubles.append(f"uncaught: {e}"))
    page.on("requestfailed", lambda r: tab.troubles.append(f"failed: {r.url}") if not _left_behind(r) else None)
    page.on("response", lambda r: tab.troubles.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: tab.requests.append(r.url))
    yield tab
    page.mouse.move(0, 0)
    page.close()
    assert tab.troubles == []
    assert [url for url in tab.requests if not url.startswith((address, "data:", "blob:"))] == []


def forget(page: Page, address: str) -> None:
    """Clear what pages have stored in the browser."""
    origin = "/".join(address.split("/")[:3])
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"}
    )


Scheme = Literal["light", "dark"]
Reader = Callable[[Scheme], Tab]


@pytest.fixture
def reader(context: BrowserContext, address: str) -> Iterator[Reader]:
    """A page of somebody who has never been here, on a system that prefers one theme."""
    opened = []

    def of(scheme: Scheme) -> Tab:
        opened.append(watched(context, address, new=True))
        tab = next(opened[-1])
        tab.page.emulate_media(color_scheme=scheme)
        return tab

    yield of
    for tabs in opened:
        next(tabs, None)


Keep = Callable[[str], Page]


@pytest.fixture
def keep(browser: Browser, address: str, tmp_path: Path) -> Iterator[Keep]:
    """Saves a handout and opens it from the disk, without a network. Nothing may be asked for, and nothing go wrong."""
    troubles: list[str] = []
    requests: set[str] = set()
    kept: set[str] = set()
    with browser.new_context(offline=True, reduced_motion="reduce", color_scheme="light") as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1440, "height": 900})
        page.on("console", lambda m: troubles.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: troubles.append(f"uncaught: {e}"))
        page.on("request", lambda r: requests.add(re.split("[?#]", r.url)[0]))

        def opened(name: str) -> Page:
            path = tmp_path / "handout.html"
            with urlopen(f"{address}/handout/{name}") as answer:
                path.write_bytes(answer.read())
            page.goto(path.as_uri())
            kept.add(path.as_uri())
            return page

        yield opened
    assert troubles == []
    assert {url for url in requests if not url.startswith("data:")} == kept
