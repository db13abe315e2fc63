"""Openings, in a real Chromium: from an address to its drawn figures.

`python -m benchmarks.pages` prints a table and one JSON line per measurement.
"""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from app import app
from components.shell import ALL_PATH, SECTIONS
from tests.browser import chromium

OPENINGS = 5

DRAWN = """() => document.querySelector('main h1') &&
  [...document.querySelectorAll('.graph')].every(g => g.querySelector('.js-plotly-plot .main-svg'))"""


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        pass


@contextmanager
def served(application: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def opening(page: Page, url: str) -> float:
    """Return the ms from asking for an address to its last drawn figure."""
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(DRAWN)
    return (time.perf_counter() - start) * 1000


def report(what: str, times: Sequence[float]) -> None:
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]
    print(f"{what:44} {median:8.0f} {p95:8.0f}")
    print(json.dumps({"measurement": what, "ms_median": round(median, 1), "ms_p95": round(p95, 1), "n": len(times)}))


def main() -> None:
    with served(app.server) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        print(f"{'':44} {'median':>8} {'p95':>8}   ms")
        for path in [*(section.PATH for section in SECTIONS), ALL_PATH]:
            cold, warm = [], []
            for _ in range(OPENINGS):
                context = browser.new_context(viewport={"width": 1440, "height": 900})
                page = context.new_page()
                cold.append(opening(page, address + path))
                warm.append(opening(page, address + path))
                context.close()
            report(f"open {path}, nothing cached", cold)
            report(f"open {path}, cached", warm)
        browser.close()


if __name__ == "__main__":
    main()
