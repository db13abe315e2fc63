"""Lighthouse's view of each page on a phone and on a desktop: the scores, and what a first visit waits for.

`python -m benchmarks.lighthouse` prints a table and one JSON line per measurement, medians of three runs. With `--quick`
each page is opened once; paths as arguments choose the pages. The server runs as in the image, with the compressed files
of its build. A phone is Lighthouse's own: a processor four times slower, 1.6 Mbit/s, 150 ms for each round trip.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.report import Figure, median, show
from benchmarks.server import ROOT, served
from components.course import LESSONS
from components.shell import ALL_PATH
from tests.browser import chromium

RUNS = 3
COMMAND = ROOT / "benchmarks" / "node_modules" / ".bin" / "lighthouse"
FORMS = {"mobile": [], "desktop": ["--preset=desktop"]}
PERFORMANCE = {"mobile": 90, "desktop": 99}
ALL_PERFORMANCE = {"mobile": 75, "desktop": 95}  # every section on one page, which is there to be read and printed
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def report(url: str, form: str) -> dict[str, Any]:
    """Return Lighthouse's report on one opening of a page."""
    path = chromium.find()
    if not path or not COMMAND.exists():
        raise RuntimeError("Lighthouse needs Chromium and npm's packages: run `make bench`")
    command = [
        str(COMMAND),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(chromium.ARGS)}",
        *FORMS[form],
    ]
    done = subprocess.run(command, env={**os.environ, "CHROME_PATH": path}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Lighthouse ended with status {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(url: str, path: str, form: str, runs: int) -> list[Figure]:
    """Return the figures of one page on one kind of device."""
    reports = [report(url + path, form) for _ in range(runs)]

    def score(name: str) -> float:
        return median([100 * each["categories"][name]["score"] for each in reports])

    def audit(name: str) -> float:
        return median([each["audits"][name]["numericValue"] for each in reports])

    what = f"{path} {form}:"
    all_at_once = path == ALL_PATH
    goal = (ALL_PERFORMANCE if all_at_once else PERFORMANCE)[form]
    return [
        Figure(f"{what} performance", score("performance"), "", at_least=goal),
        *(Figure(f"{what} {name}", score(name), "", at_least=100) for name in CATEGORIES[1:]),
        Figure(f"{what} first words", audit("first-contentful-paint"), "ms"),
        Figure(f"{what} largest paint", audit("largest-contentful-paint"), "ms", at_most=2800 if all_at_once else 1800),
        Figure(f"{what} blocked", audit("total-blocking-time"), "ms", at_most=800 if all_at_once else 200),
        Figure(f"{what} layout shift", audit("cumulative-layout-shift"), "", at_most=0.02),
        Figure(f"{what} transferred", audit("total-byte-weight") / 1e3, "kB"),
    ]


def main(arguments: Sequence[str]) -> None:
    runs = 1 if "--quick" in arguments else RUNS
    chosen = [argument for argument in arguments if argument.startswith("/")]
    paths = chosen or [*(section.path for section in LESSONS), ALL_PATH]
    subprocess.run([sys.executable, "-c", "from app import create_app; create_app().pack()"], cwd=ROOT, check=True)
    with served() as server:
        url = server.url.rstrip("/")
        for path in paths:
            show([figure for form in FORMS for figure in measured(url, path, form, runs)])


if __name__ == "__main__":
    main(sys.argv[1:])
