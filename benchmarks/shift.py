"""How far what is on a page jumps: the cumulative layout shift of each page, at a desktop's and at a phone's size.

`python -m benchmarks.shift` opens each page in a real Chromium with an empty cache, then wakes it by a move of the mouse
and waits until Dash has taken over and every figure is drawn. Prints a table and one JSON line per page and size.
`--quick` leaves out all pages but the first and the longest.
"""

from __future__ import annotations

import argparse

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages import DRAWN, shown
from benchmarks.report import Figure, show
from benchmarks.server import served
from components.course import LESSONS
from components.shell import ALL_PATH
from tests.browser import chromium

SIZES = ((1440, 900), (390, 844))
AIM = 0.02

# Chromium reports no shift within half a second of an input, but a mouse that only moves is none.
WATCH = """() => {
  window.shifted = 0;
  const add = (entries) => { for (const entry of entries) if (!entry.hadRecentInput) window.shifted += entry.value; };
  window.watcher = new PerformanceObserver((list) => add(list.getEntries()));
  window.watcher.observe({ type: 'layout-shift', buffered: true });
  window.shifts = () => { add(window.watcher.takeRecords()); return window.shifted; };
}"""
# two frames later everything that was drawn has been laid out, and its shifts are known
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def shifts(page: Page) -> float:
    """Return the sum of all shifts so far."""
    page.evaluate(SETTLED)
    return float(page.evaluate("() => window.shifts()"))


def measured(browser: Browser, url: str, what: str, size: tuple[int, int]) -> list[Figure]:
    """Return the shifts of one page at one size: after loading, and after waking too."""
    # Playwright waits by evaluating conditions as strings, which the page's content security policy forbids.
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    page = context.new_page()
    page.goto(url)
    shown(page)
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    loaded = shifts(page)
    page.mouse.move(1, 1)
    page.mouse.move(0, 0)
    page.wait_for_function(DRAWN)
    woken = shifts(page)
    context.close()
    return [
        Figure(f"{what}: cold", loaded, "", at_most=AIM),
        Figure(f"{what}: cold, then woken", woken, "", at_most=AIM),
    ]


def main(args: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="the first page and the page of all sections only")
    quick = parser.parse_args(args).quick
    paths = [LESSONS[0].path, *(() if quick else (section.path for section in LESSONS[1:])), ALL_PATH]
    found = []
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        for path in paths:
            for size in SIZES:
                found += measured(browser, server.url.rstrip("/") + path, f"{path} at {size[0]}x{size[1]}", size)
        browser.close()
    show(found)


if __name__ == "__main__":
    main()
