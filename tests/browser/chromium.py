"""The browser of the browser tests: one found on PATH, else a package of Debian's, else Playwright's own download.

`python -m tests.browser.chromium` makes sure that there is one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# The shell has no windows, and runs these tests in an eighth less time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# Quiet and local: nothing but the pages under test is asked for.
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each new page in the process that is there: it starts at once, and opening and waking it takes a quarter less.
    "--renderer-process-limit=1",
]


def find() -> str | None:
    """Return the path of a Chromium, or None."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        downloaded = playwright.chromium.executable_path
    return downloaded if Path(downloaded).exists() else None


def path() -> str:
    """Return the path of a Chromium. Raises AssertionError, with what to do, if there is none."""
    found = find()
    assert found, "no Chromium: run `python -m tests.browser.chromium`"
    return found


def install() -> None:
    """Install a Chromium: as Debian's package where that is possible, else by Playwright."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL)
        for package in ("chromium-headless-shell", "chromium"):
            command = ["apt-get", "install", "-y", "-qq", package]
            if not subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
                return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if not find():
        install()
    if not (there := find()):
        sys.exit("No Chromium on PATH, and none could be installed: put chromium or google-chrome on PATH.")
    print(f"Browser: {there}")
