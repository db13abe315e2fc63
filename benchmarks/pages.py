"""Opening each page in a real Chromium: how many bytes are transferred, how long until its figures are there, as still
pictures, and how long it takes to wake: from a first move of the mouse until plotly has drawn them all.

`python -m benchmarks.pages` prints a table and one JSON line per measurement. The server runs as in the image, with the
compressed files of its build. Chromium emulates a slow network: 100 ms for each round trip, 10 Mbit/s.
"""

from __future__ import annotations

import subprocess
import sys
import time

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import Figure, median, show
from benchmarks.server import ROOT, served
from components.course import LESSONS
from components.shell import ALL_PATH
from tests.browser import chromium

OPENINGS = 5
HALL = {"offline": False, "latency": 100, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}

DRAWN = """() => !document.getElementById('finished') && document.querySelector('main h1') &&
  [...document.querySelectorAll('.graph')].every(g => g.querySelector('.js-plotly-plot .main-svg'))"""


def shown(page: Page) -> None:
    page.wait_for_selector(".still > svg, .section:not(:has(.graph)) h1")


class Visit:
    """A browser with an empty cache; it counts its requests and the bytes transferred."""

    def __init__(self, browser: Browser, network: dict[str, float] | None = None) -> None:
        # Playwright waits by evaluating conditions as strings, which the page's content security policy forbids.
        self.context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        self.page = self.context.new_page()
        self.bytes = self.requests = 0
        cdp = self.context.new_cdp_session(self.page)
        cdp.send("Network.enable")
        if network:
            cdp.send("Network.emulateNetworkConditions", network)
        cdp.on("Network.loadingFinished", self._finished)
        self.page.on("request", self._asked)

    def _finished(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _asked(self, request: object) -> None:
        self.requests += not str(getattr(request, "url", "")).startswith("data:")

    def open(self, url: str) -> float:
        """Open an address and return the milliseconds until its first figure can be seen."""
        self.bytes = self.requests = 0
        start = time.perf_counter()
        self.page.goto(url, wait_until="commit")
        shown(self.page)
        return (time.perf_counter() - start) * 1000

    def wake(self) -> float:
        """Wake a page that has brought in what it needs, and return the milliseconds until plotly has drawn its figures."""
        self.page.wait_for_load_state("networkidle")
        start = time.perf_counter()
        self.page.mouse.move(1, 1)
        self.page.wait_for_function(DRAWN)
        return (time.perf_counter() - start) * 1000


def measured(browser: Browser, address: str, path: str) -> list[Figure]:
    """Return the figures of one page."""
    times: dict[str, list[float]] = {"hall": [], "cold": [], "warm": [], "wake": []}
    cold = warm = requests = 0
    for _ in range(OPENINGS):
        hall = Visit(browser, HALL)
        times["hall"].append(hall.open(address + path))
        hall.context.close()
        visit = Visit(browser)
        times["cold"].append(visit.open(address + path))
        times["wake"].append(visit.wake())
        cold, requests = visit.bytes, visit.requests
        times["warm"].append(visit.open(address + path))
        visit.wake()
        warm = visit.bytes
        visit.context.close()
    return [
        Figure(f"{path}: transferred, nothing cached", cold / 1e3, "kB", at_most=600),
        Figure(f"{path}: transferred, cached", warm / 1e3, "kB", at_most=20),
        Figure(f"{path}: requests, nothing cached", requests, "", at_most=16),
        Figure(f"{path}: first figure, in the hall's network", median(times["hall"]), "ms", at_most=1400),
        Figure(f"{path}: first figure, nothing cached", median(times["cold"]), "ms"),
        Figure(f"{path}: first figure, cached", median(times["warm"]), "ms"),
        Figure(f"{path}: from a mouse's first move until plotly's figures stand", median(times["wake"]), "ms"),
    ]


def main() -> None:
    subprocess.run([sys.executable, "-c", "from app import create_app; create_app().pack()"], cwd=ROOT, check=True)
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        figures = []
        for path in [*(section.path for section in LESSONS), ALL_PATH]:
            figures += measured(browser, server.url.rstrip("/"), path)
        browser.close()
    show(figures)


if __name__ == "__main__":
    main()
