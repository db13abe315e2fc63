"""Two copies behind nginx, configured as in deploy/. Under load, one is killed; then both are restarted in turn; then a new
version takes the place of an old one, copy by copy.

`python -m benchmarks.replicas` needs nginx on this machine (Debian: apt-get install nginx-light). Prints a table and one
JSON line per figure.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from urllib.parse import urljoin

import aiohttp

from benchmarks import report
from benchmarks.burst import mixture
from benchmarks.load import crowd, know, more_files
from benchmarks.report import Figure
from benchmarks.server import ROOT, Server, free_port, healthy, listens
from benchmarks.visits import Request, Site
from components.course import LESSONS

CONFIG = ROOT / "deploy" / "nginx.conf"
COPIES = 2
VISITORS = 24
WAITS = (0.25, 1, 3)  # s until a script is asked for again, as in assets/asleep/files.js
CODINGS = ("br", "gzip", "identity")


def configuration(servers: Sequence[Server], port: int, folder: Path) -> str:
    """Return deploy/nginx.conf with the addresses of these servers, and with its files in `folder`; the rest is unchanged."""
    text = CONFIG.read_text(encoding="utf-8")
    for pattern, replacement in (
        (r" server app:8050 resolve (.*)", "".join(rf" server 127.0.0.1:{s.port} \1\n" for s in servers)),
        (r" listen 8080;", f" listen 127.0.0.1:{port};"),
        (r" resolver .*", ""),
        (r"/dev/stderr warn;", "/dev/stderr crit;"),  # it is meant that copies fail
        (r"/tmp/", f"{folder}/"),
    ):
        text, count = re.subn(pattern, replacement, text)
        if not count:
            raise RuntimeError(f"{CONFIG.name} has no line that matches {pattern!r}")
    return text


@contextmanager
def proxied(servers: Sequence[Server]) -> Iterator[str]:
    """Run nginx in front of the copies and yield its address."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if nginx is None:
        raise SystemExit("nginx is not on this machine; on Debian: apt-get install nginx-light")
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's workers run as another user
        (folder / "nginx.conf").write_text(configuration(servers, port, folder), encoding="utf-8")
        process = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
        try:
            while not listens(port):
                if process.poll() is not None:
                    raise RuntimeError(f"nginx ended with status {process.returncode}")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


async def killed(servers: Sequence[Server]) -> None:
    """Kill one copy, as when a machine fails, and start it again after 8 seconds."""
    await asyncio.sleep(8)
    servers[0].kill()
    await asyncio.sleep(8)
    await asyncio.to_thread(servers[0].start)


async def restarted(servers: Sequence[Server]) -> None:
    """Stop and start each copy; go on to the next when its health check succeeds again."""
    for server in servers:
        await asyncio.sleep(4)
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        while not await asyncio.to_thread(healthy, server.url):
            pass


@contextmanager
def another_version() -> Iterator[Path]:
    """Make a copy of the application whose style and scripts differ, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("app.py", "gunicorn.conf.py", "core", "components", "callbacks", "serving", "assets", "built"):
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, folder / part)
        for script in ("style.css", "asleep/find.js", "static.js"):
            with (folder / "assets" / script).open("a", encoding="utf-8") as file:
                file.write("\n/* another version */\n")
        yield folder


class Visits:
    """What browsers find that open one page after the other, and ask for its scripts a moment later.

    As assets/asleep/files.js does, a visitor asks again for a script that does not come, and then loads the page anew.
    """

    def __init__(self) -> None:
        self.count = self.bare = self.failed = self.anew = self.broken = 0
        self.versions: set[str] = set()

    async def go_on(self, url: str, k: int) -> None:
        """Visit pages until cancelled."""
        rng = Random(k)
        async with aiohttp.ClientSession(auto_decompress=True) as browser:
            while True:
                page = url.rstrip("/") + rng.choice(LESSONS).path
                self.count += 1
                pause = 2 * rng.random()
                if not await self._opened(browser, page, pause):
                    self.anew += 1
                    self.broken += not await self._opened(browser, page, pause)

    async def _opened(self, browser: aiohttp.ClientSession, address: str, pause: float) -> bool:
        """Open a page, ask for its scripts a moment later, and return whether all have come."""
        async with browser.get(address) as answer:
            page = await answer.text()
            self.failed += answer.status != 200
        self.bare += "<style>" not in page or re.search(r'<link rel="stylesheet"|<script[^>]* src=', page) is not None
        self.versions.add("another" if "/* another version */" in page else "one")
        await asyncio.sleep(pause)
        files = re.findall(r'data-(?:script|plotly)="(/files/[^"]+)"', page)
        return len(files) == 2 and all([await _brought(browser, urljoin(address, name)) for name in files])


async def _brought(browser: aiohttp.ClientSession, address: str) -> bool:
    """Ask for a script, again if it does not come, and return whether it has come."""
    for wait in (*WAITS, None):
        async with browser.get(address) as answer:
            await answer.read()
        if answer.status == 200:
            return True
        if wait:
            await asyncio.sleep(wait)
    return False


async def updated(servers: Sequence[Server], url: str, folder: Path) -> list[Figure]:
    """Replace one copy after the other by another version, while pages are visited, and return what the visitors found."""
    visits = Visits()
    visitors = [asyncio.create_task(visits.go_on(url, k)) for k in range(VISITORS)]
    for server in servers:
        await asyncio.sleep(6)
        await asyncio.to_thread(server.stop)
        server.folder = folder
        await asyncio.to_thread(server.start)
        while not await asyncio.to_thread(healthy, server.url):
            pass
    await asyncio.sleep(6)
    for visitor in visitors:
        visitor.cancel()
    ended = await asyncio.gather(*visitors, return_exceptions=True)
    broken = sum(not isinstance(each, asyncio.CancelledError) for each in ended)
    return [
        Figure("visits", visits.count, ""),
        Figure("versions seen", len(visits.versions), ""),
        Figure("failed", visits.failed + broken, "", at_most=0),
        Figure("pages that need a second file to be seen or moved", visits.bare, "", at_most=0),
        Figure("pages that were loaded anew, as no copy had their script any more", visits.anew, ""),
        Figure("broken visits", visits.broken, "", at_most=0),
    ]


async def under_load(site: Site, users: int, event: Awaitable[None]) -> list[Figure]:
    """Return what users experienced while `event` happened to the copies."""
    load = asyncio.create_task(crowd(site, users, seconds=15, stay=15, states=0.2))
    await event
    tally = await load
    for reason, count in tally.failures.most_common(8):
        print(f"{count:6} x {reason}")
    page, change = ([1e3 * s for s in tally.seconds[kind]] for kind in ("page", "change"))
    return [
        Figure("requests", tally.requests, ""),
        Figure("failed", sum(tally.failures.values()), "", at_most=0),
        Figure("whole page, p95", report.p95(page), "ms"),
        Figure("change of a parameter, p95", report.p95(change), "ms"),
    ]


def differing(servers: Sequence[Server]) -> list[str]:
    """Return the requests that the copies answer with different bytes, ETags or codings."""

    def answer(server: Server, asked: Request, coding: str) -> tuple[bytes, str | None, str | None]:
        request = urllib.request.Request(server.url.rstrip("/") + asked.path, asked.body, asked.headers(coding))
        with urllib.request.urlopen(request, timeout=60) as got:
            return got.read(), got.headers["ETag"], got.headers["Content-Encoding"]

    return [
        f"{asked.path} {coding} {asked.body or b''!r:.100}"
        for asked in mixture(Site(servers[0].url))
        for coding in CODINGS
        if len({answer(server, asked, coding) for server in servers}) > 1
    ]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=100, help="who arrive within 15 s and stay for 15 s")
    users = parser.parse_args().users
    more_files()
    environment = {"TRUSTED_PROXIES": "1"}
    servers = [Server(free_port(), 1, {**environment, "PYTHONHASHSEED": str(k + 1)}) for k in range(COPIES)]
    try:
        other = differing(servers)
        print("\n".join(other))
        figures = [Figure("requests that two copies answer with other bytes", len(other), "", at_most=0)]
        with proxied(servers) as url:
            site = Site(url)
            know(site)
            events: dict[str, Callable[[Sequence[Server]], Awaitable[None]]] = {
                "one copy killed": killed,
                "rolling restart": restarted,
            }
            for name, happens in events.items():
                found = asyncio.run(under_load(site, users, happens(servers)))
                figures += [figure._replace(what=f"{name}: {figure.what}") for figure in found]
            with another_version() as folder:
                found = asyncio.run(updated(servers, url, folder))
                figures += [figure._replace(what=f"a new version: {figure.what}") for figure in found]
                for server in servers:
                    server.stop()
    finally:
        for server in servers:
            if server.process.poll() is None:
                server.stop()
            server.close()
    report.show(figures)


if __name__ == "__main__":
    main()
