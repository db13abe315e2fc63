"""The application as an operator may configure it: below a prefix, behind a proxy, in a frame, measured."""

from __future__ import annotations

import html
import json
import re
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Frame
from werkzeug.serving import make_server

from benchmarks.server import Server, served
from components.course import LESSONS
from components.lessons.masks import cells
from components.lessons.thresholds import cut
from tests.browser.conftest import Quiet, Tab, watched

pytestmark = pytest.mark.xdist_group("configured")  # one server for all

TEACHING = "'self' https://moodle.example.org"


@dataclass
class Host:
    """Another site, with one page. (Chromium keeps a page that is only made up away from this machine.)"""

    port: int = 0
    page: str = ""


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    host = Host()

    def answer(_: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [host.page.encode()]

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=Quiet)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    host.port = server.server_port
    yield host
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def server(host: Host) -> Iterator[Server]:
    environment = {
        "URL_PREFIX": "/math/lab/",
        "PUBLIC_URL": "https://lab.example.org",
        "TRUSTED_PROXIES": "1",
        "FRAME_ANCESTORS": f"{TEACHING} http://localhost:{host.port}",
        "METRICS": "on",
    }
    with served(environment=environment) as server:
        yield server


@pytest.fixture
def tab(context: BrowserContext, server: Server) -> Iterator[Tab]:
    yield from watched(context, f"{server.url}math/lab")


def asked(server: Server, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(server.url + path, headers=headers)
    opener = urllib.request.build_opener(Stay)
    with opener.open(request, timeout=30) as answer:
        return answer.status, answer.read().decode(), dict(answer.headers)


class Stay(urllib.request.HTTPRedirectHandler, urllib.request.HTTPErrorProcessor):
    """Leaves redirects and errors as they are."""

    def http_response(self, request: object, response: object) -> object:
        return response


def test_the_site_stands_below_its_prefix_alone(server: Server) -> None:
    assert asked(server, "math/lab/")[0] == 200
    assert asked(server, "math/lab/sets")[0] == 200
    assert asked(server, "")[0] == asked(server, "sets")[0] == 404
    for path in ("healthz", "math/lab/healthz"):
        assert json.loads(asked(server, path)[1])["status"] == "ok"
    status, _, headers = asked(server, "math/lab")
    assert (status, headers["Location"]) == (308, "/math/lab/")


def test_a_page_names_the_picture_of_its_state_for_links(server: Server) -> None:
    def named(path: str) -> list[str]:
        return re.findall('<meta property="og:image" content="(.*?)">', asked(server, path)[1])

    assert named("math/lab/") == ["https://lab.example.org/math/lab/preview/home.png"]
    assert named("math/lab/thresholds?x=1&t=0.3&seed=5") == [
        "https://lab.example.org/math/lab/preview/thresholds.png?t=0.3&amp;seed=5"
    ]
    assert named("math/lab/all") == named("nowhere") == []


def test_a_qr_code_has_the_address_that_the_reader_sees(server: Server) -> None:
    seen = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "course.example.edu"}

    def status(address: str) -> int:
        return asked(server, f"math/lab/qr.svg?address={quote(address)}", **seen)[0]

    assert status("https://course.example.edu/math/lab/sets?size=12") == 200
    assert status("https://course.example.edu/sets") == status(f"{server.url}math/lab/sets") == 400


def test_the_frame_is_allowed_that_is_configured(server: Server, host: Host) -> None:
    policy = asked(server, "math/lab/sets")[2]["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {TEACHING} http://localhost:{host.port}")


def test_a_frame_shows_a_lesson_alone_where_it_is_allowed(context: BrowserContext, server: Server, host: Host) -> None:
    page = context.new_page()
    address = f"{server.url}math/lab/errors/positives?mfn=5&lock=pos&theme=dark"
    page.goto(address)
    page.locator("button[data-opens=share]:visible").click()
    page.locator("dialog[open] summary").last.click()
    line = page.locator("dialog[open] [data-share=frame]").input_value()
    assert f'src="{html.escape(address)}&amp;embed=1"' in line
    host.page = f"<!DOCTYPE html>{line}"
    page.goto(f"http://127.0.0.1:{host.port}/")
    assert page.frames[-1].locator("main").count() == 0, "a site that is not named"
    page.goto(f"http://localhost:{host.port}/")
    alone(page.frames[-1], "#finished")
    with context.expect_page() as opened:
        page.frames[-1].locator("#finished .whole [data-leads=page]").click()
    assert opened.value.url == address
    opened.value.close()
    # and so is Dash's page
    box = page.locator("iframe").bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.frames[-1].locator("#finished").wait_for(state="detached")
    alone(page.frames[-1], "#react-entry-point")
    page.close()


def alone(frame: Frame, page: str) -> None:
    """The lesson is shown, with what leads to its page."""
    frame.locator(f"{page} .whole a").first.wait_for()
    shown = frame.locator(f"{page} main :is(h1, .stage, .next, .tools)").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.localName)"
    )
    assert shown == ["h1", "div"]
    assert frame.locator(f"{page} h1").inner_text() == "The same positives"
    assert [frame.locator(f"{page} {shell}").first.is_visible() for shell in (".side", ".bar")] == [False, False]


# Whoever puts a page in a frame may forbid it nearly everything: the page then is of no site, and remembers nothing.
SANDBOXED = """<iframe sandbox="allow-scripts" width="800" height="800"
src="{address}math/lab/thresholds?embed=1"></iframe>"""


def test_a_page_in_a_sandboxed_frame_stands_and_wakes(context: BrowserContext, server: Server) -> None:
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(request.url))
    teaching = "https://moodle.example.org"
    context.grant_permissions(["local-network-access"], origin=teaching)
    page.route(
        f"{teaching}/", lambda route: route.fulfill(body=SANDBOXED.format(address=server.url), content_type="text/html")
    )
    page.goto(teaching)
    frame = page.frame_locator("iframe")
    slider = frame.get_by_label("Threshold", exact=True)
    slider.fill("0.38")
    assert frame.locator("[id$=thresholds-t-shown]").first.inner_text() == "0.380"
    page.mouse.move(300, 300)
    frame.locator("#react-entry-point:not(.asleep) .main-svg").first.wait_for()
    assert slider.input_value() == "0.38"
    page.close()
    assert troubles == []


def test_prometheus_finds_the_counts_of_all_workers(server: Server) -> None:
    def counted() -> float:
        text = asked(server, "metrics")[1]
        found = re.search(r'^jaccard_lab_requests_total\{page="/math/lab/f1",status="200"\} (\S+)$', text, re.MULTILINE)
        return float(found[1]) if found else 0

    before = counted()
    for _ in range(20):
        asked(server, "math/lab/f1")
        asked(server, "math/lab/nobody-has-this")
    assert counted() == before + 20
    text = asked(server, "metrics")[1]
    assert "nobody-has-this" not in text
    assert "\njaccard_lab_dear_waiting 0.0\n" in text
    for through in ({"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"}):
        assert asked(server, "metrics", **through)[0] == 404, "the public comes through a proxy"


def test_a_reader_walks_and_moves_below_the_prefix(tab: Tab) -> None:
    tab.open("/")
    tab.page.get_by_role("link", name="Start here").click()
    tab.page.wait_for_selector(f"#{LESSONS[1].name}-title")
    following = next(lesson for lesson in LESSONS[2:] if not lesson.further)
    for link, section in (
        (tab.page.locator("nav.next .following"), following),
        (tab.page.locator("nav.side").get_by_role("link", name=cut.LESSON.title), cut.LESSON),
    ):
        link.click()
        tab.page.wait_for_selector(f"#{section.name}-title")
        assert tab.page.url == tab.address + section.path
    tab.at_rest()
    slider = tab.page.get_by_label("Threshold", exact=True)
    slider.focus()
    tab.page.keyboard.press("ArrowLeft")
    tab.page.wait_for_url(tab.address + "/thresholds?t=0.84")
    tab.page.locator("nav.side").get_by_role("link", name=cells.LESSON.title).click()
    tab.page.wait_for_selector(f"#{cells.LESSON.name}-title")
    tab.at_rest()
    before = len(tab.requests)
    tab.page.get_by_role("link", name="A bad camera").dispatch_event("click")
    tab.page.wait_for_url(tab.address + "/masks/cells?t=45&noise=12&blur=3")
    tab.at_rest()
    assert tab.requests[before:] == [tab.address + "/_dash-update-component"], "the page was loaded anew"
    tab.reload()
    assert tab.page.get_by_label("Noise", exact=True).input_value() == "12"
    tab.page.locator(".brand:visible").click()
    tab.page.wait_for_selector(f"#{LESSONS[0].name}-title")
    assert tab.page.url == tab.address + "/"
