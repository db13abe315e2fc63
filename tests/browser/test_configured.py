"""The application as an operator may configure it: below a prefix, behind a proxy, in a frame, measured."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext

from benchmarks.server import Server, served
from components.course import LESSONS
from components.lessons.thresholds import cut
from tests.browser.conftest import Tab, watched

pytestmark = pytest.mark.xdist_group("configured")  # one server for all

TEACHING = "'self' https://moodle.example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    environment = {
        "URL_PREFIX": "/math/lab/",
        "PUBLIC_URL": "https://lab.example.org",
        "TRUSTED_PROXIES": "1",
        "FRAME_ANCESTORS": TEACHING,
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


def test_the_frame_is_allowed_that_is_configured(server: Server) -> None:
    policy = asked(server, "math/lab/sets")[2]["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {TEACHING}")


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
    core = [lesson for lesson in LESSONS if not lesson.further]
    for section in core[2 : core.index(cut.LESSON) + 1]:
        tab.page.locator("nav.next .following").click()
        tab.page.wait_for_selector(f"#{section.name}-title")
        assert tab.page.url == tab.address + section.path
    tab.at_rest()
    slider = tab.page.get_by_label("Threshold", exact=True)
    slider.focus()
    tab.page.keyboard.press("ArrowLeft")
    tab.page.wait_for_url(tab.address + "/thresholds?t=0.84")
    before = len(tab.requests)
    tab.page.locator("a", has_text="See it with 5% positives").dispatch_event("click")
    tab.page.wait_for_url(tab.address + "/thresholds?prevalence=0.05&n=5000")
    tab.at_rest()
    assert tab.requests[before:] == [tab.address + "/_dash-update-component"], "the page was loaded anew"
    tab.reload()
    assert slider.input_value() == "0.845"
    tab.page.locator(".brand:visible").click()
    tab.page.wait_for_selector(f"#{LESSONS[0].name}-title")
    assert tab.page.url == tab.address + "/"
