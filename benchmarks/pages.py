"""Opening each page in a real Chromium: how many bytes are transferred, and how long until the figures are drawn.

`python -m benchmarks.pages` prints a table and one JSON line per measurement. The server runs as in the image, with the
compressed files of its build. Chromium emulates a slow network: 100 ms for each round trip, 10 Mbit/s.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import Figure, median, show
from benchmarks.server import ROOT, served
from components.course import SECTIONS
from components.shell import ALL_PATH
from tests.browser import chromium

OPENINGS = 5
HALL = {"offline": False, "latency": 100, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}

DRAWN = """() => document.querySelector('main h1') &&
  [...document.querySelectorAll('.graph')].every(g => g.querySelector('.js-plotly-plot .main-svg'))"""


def all_drawn(page: Page) -> None:
    page.wait_for_function(DRAWN)


def first_drawn(page: Page) -> None:
    page.wait_for_selector(".js-plotly-plot .main-svg, .section:not(:has(.graph)) h1", state="attached")


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

    def open(self, url: str, drawn: Callable[[Page], None]) -> float:
        """Open an address and return the milliseconds until its figures are drawn."""
        self.bytes = self.requests = 0
        start = time.perf_counter()
        self.page.goto(url, wait_until="commit")
        drawn(self.page)
        return (time.perf_counter() - start) * 1000

    def settle(self) -> None:
        self.page.wait_for_load_state("networkidle")


def measured(browser: Browser, address: str, path: str) -> list[Figure]:
    """Return the figures of one page."""
    times: dict[str, list[float]] = {"first": [], "cold": [], "warm": []}
    cold = warm = requests = 0
    for _ in range(OPENINGS):
        hall = Visit(browser, HALL)
        times["first"].append(hall.open(address + path, first_drawn))
        hall.context.close()
        visit = Visit(browser)
        times["cold"].append(visit.open(address + path, all_drawn))
        visit.settle()
        cold, requests = visit.bytes, visit.requests
        times["warm"].append(visit.open(address + path, all_drawn))
        visit.settle()
        warm = visit.bytes
        visit.context.close()
    return [
        Figure(f"{path}: transferred, nothing cached", cold / 1e3, "kB", at_most=600),
        Figure(f"{path}: transferred, cached", warm / 1e3, "kB", at_most=20),
        Figure(f"{path}: requests, nothing cached", requests, "", at_most=16),
        Figure(f"{path}: first figure, in the hall's network", median(times["first"]), "ms", at_most=1400),
        Figure(f"{path}: all figures, nothing cached", median(times["cold"]), "ms"),
        Figure(f"{path}: all figures, cached", median(times["warm"]), "ms"),
    ]


def main() -> None:
    subprocess.run([sys.executable, "-c", "from app import create_app; create_app().pack()"], cwd=ROOT, check=True)
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        figures = []
        for path in [*(section.path for section in SECTIONS), ALL_PATH]:
            figures += measured(browser, server.url.rstrip("/"), path)
        browser.close()
    show(figures)


if __name__ == "__main__":
    main()
