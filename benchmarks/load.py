"""A lecture hall: everybody opens a page within half a minute, moves sliders, and now and then changes a parameter.

`python -m benchmarks.load` starts a server; `--url` uses one that already runs. A page means everything that a browser
with an empty cache requests, over up to six connections; it is timed to the last byte. Dragging a slider makes no request,
so it is not part of the load. Prints a table and one JSON line per figure.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

import aiohttp

from benchmarks import report
from benchmarks.report import Figure
from benchmarks.server import cpu_seconds, megabytes, served
from benchmarks.visits import ENCODINGS, Request, Site, random_values
from components.course import LESSONS

TIMEOUT = 30  # s after which a request counts as failed
CHANGE_INTERVAL = 10  # s from one change of a parameter to the next
CONNECTIONS = 6  # of a browser to one server


class FailedError(Exception):
    """A request failed or was not answered with status 200."""


class Tally:
    """What the users experienced: seconds and bytes by kind of request, failures by reason."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.bytes: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.requests = 0

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        """Record how long the block takes, unless a request in it fails."""
        start = time.perf_counter()
        try:
            yield
        except FailedError:
            return
        self.seconds[kind].append(time.perf_counter() - start)


class User:
    """A user whose browser has an empty cache."""

    def __init__(self, site: Site, tally: Tally, seed: int, *, states: float, encodings: str = ENCODINGS) -> None:
        """`states` is the share of users who open a link to a state of a page, `encodings` what the browser accepts."""
        self._site, self._tally, self._rng = site, tally, Random(seed)
        self._encodings = encodings
        self._section = self._rng.choice(LESSONS)
        stated = self._rng.random() < states
        self._values = random_values(self._section.params, self._rng) if stated else {}

    async def come(self, stay: float) -> None:
        """Open a page and stay for `stay` seconds, changing parameters."""
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=300)
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout, cookie_jar=jar, auto_decompress=False
        ) as self._browser:
            with self._tally.timed("page"):
                await self._open()
            end = time.monotonic() + stay
            pause = self._rng.uniform(0, CHANGE_INTERVAL)
            while time.monotonic() + pause < end:
                await asyncio.sleep(pause)
                start = time.monotonic()
                await self._change()
                pause = max(0.0, start + CHANGE_INTERVAL - time.monotonic())

    async def _open(self) -> None:
        for stage in self._site.visit(self._section, self._values):
            if len(stage) == 1:
                await self._ask(stage[0], "page")
                continue
            # As in a browser, all are requested at once: a failure of one does not stop the others.
            answers = await asyncio.gather(*(self._ask(r, "page") for r in stage), return_exceptions=True)
            for answer in answers:
                if isinstance(answer, BaseException):
                    raise answer

    async def _change(self) -> None:
        asks = self._site.asks(self._section)
        if not asks:
            # No parameter of this section needs the server. Follow a link inside the site to a section where one does.
            self._section = self._rng.choice([s for s in LESSONS if self._site.asks(s)])
            self._values = {}
            with self._tally.timed("link"):
                await self._ask(self._site.content(self._section), "link")
            return
        self._values = {**self._values, **random_values([self._rng.choice(asks)], self._rng)}
        with self._tally.timed("change"):
            await self._ask(self._site.change(self._section, self._values), "change")

    async def _ask(self, asked: Request, kind: str) -> None:
        self._tally.requests += 1
        status, count = await answered(self._browser, self._site.origin, asked, self._encodings)
        self._tally.bytes[kind] += count
        if status != "200":
            self._tally.failures[f"{kind}: {status} {asked.path.partition('?')[0]}"] += 1
            raise FailedError(status)


async def answered(
    browser: aiohttp.ClientSession, origin: str, asked: Request, encodings: str = ENCODINGS
) -> tuple[str, int]:
    """Return the status of the answer, or the name of the error, and the number of bytes in its body."""
    count = 0
    try:
        async with browser.request(
            "GET" if asked.body is None else "POST",
            origin + asked.path,
            data=asked.body,
            headers=asked.headers(encodings),
            allow_redirects=False,
        ) as answer:
            async for chunk in answer.content.iter_any():
                count += len(chunk)
            return str(answer.status), count
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return type(error).__name__, count


def know(site: Site) -> None:
    """Find out all requests of all pages before the first user comes, so that finding out adds no load."""
    for section in LESSONS:
        site.asks(section)
        for values in ({}, random_values(section.params, Random(0))):
            for _ in site.visit(section, values):
                pass


async def crowd(site: Site, users: int, seconds: float, stay: float, **habits: Any) -> Tally:
    """Let users arrive evenly within `seconds`, and wait until the last has left."""
    tally = Tally()
    start = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for k in range(users):
            await asyncio.sleep(max(0.0, start + k * seconds / users - time.monotonic()))
            group.create_task(User(site, tally, k, **habits).come(stay))
    return tally


class Watch:
    """The processor time and memory of the server under load, and how late the load generator itself runs."""

    def __init__(self, pid: int | None) -> None:
        self._pid = pid
        self.cpu = self.own_cpu = float("nan")
        self.peak = 0.0
        self.late: list[float] = []

    async def run(self) -> None:
        """Measure until cancelled."""
        before, own_before = cpu_seconds(self._pid) if self._pid else 0.0, time.process_time()
        looked = 0.0
        try:
            while True:
                start = time.perf_counter()
                await asyncio.sleep(0.05)
                self.late.append(time.perf_counter() - start - 0.05)
                if self._pid and start - looked > 3:
                    looked = start
                    self.peak = max(megabytes(self._pid), self.peak)
        finally:
            self.own_cpu = time.process_time() - own_before
            if self._pid:
                self.cpu = cpu_seconds(self._pid) - before


async def measure(site: Site, pid: int | None, crowded: Mapping[str, Any]) -> tuple[Tally, Watch]:
    """Return what the users experienced and what the server needed."""
    watch = Watch(pid)
    watching = asyncio.create_task(watch.run())
    await asyncio.sleep(0)
    tally = await crowd(site, **crowded)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return tally, watch


def figures(tally: Tally, watch: Watch, users: int) -> list[Figure]:
    """Return the measured figures with their aims."""
    ms = {kind: [1e3 * s for s in tally.seconds[kind]] for kind in ("page", "change", "link")}
    return [
        Figure("requests", tally.requests, ""),
        Figure("failed", sum(tally.failures.values()), "", at_most=0),
        Figure("whole page, median", report.median(ms["page"]), "ms"),
        Figure("whole page, p95", report.p95(ms["page"]), "ms", at_most=500),
        Figure("change of a parameter, median", report.median(ms["change"]), "ms"),
        Figure("change of a parameter, p95", report.p95(ms["change"]), "ms", at_most=200),
        Figure("a link inside the site, p95", report.p95(ms["link"]), "ms"),
        Figure("a user's page", tally.bytes["page"] / users / 1e6, "MB"),
        Figure("a change", tally.bytes["change"] / max(len(ms["change"]), 1) / 1e3, "kB"),
        *(
            [Figure("server, processor time", watch.cpu, "s"), Figure("server, memory at most", watch.peak, "MB")]
            if watch.peak
            else []
        ),
        Figure("generator, processor time", watch.own_cpu, "s"),
        Figure("generator, late by p95", 1e3 * report.p95(watch.late), "ms"),
    ]


def more_files() -> None:
    """Raise this process's limit on open files, and so on connections, to the most that the machine allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=30, help="in which they arrive")
    parser.add_argument("--stay", type=float, default=60, help="seconds that each of them stays")
    parser.add_argument("--states", type=float, default=0.2, help="share that comes by a link to a state of a page")
    parser.add_argument("--encodings", default=ENCODINGS, help="without TLS browsers send: gzip, deflate")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--url", help="a server that runs, on this machine; ends in a slash")
    parser.add_argument("--pid", type=int, help="its process, whose time and memory are to be measured")
    options = parser.parse_args()
    crowded = {name: getattr(options, name) for name in ("users", "seconds", "stay", "states", "encodings")}

    def run(url: str, pid: int | None) -> None:
        site = Site(url)
        know(site)
        more_files()
        tally, watch = asyncio.run(measure(site, pid, crowded))
        for reason, count in tally.failures.most_common(8):
            print(f"{count:6} x {reason}")
        report.show(figures(tally, watch, options.users))

    print(f"{options.users} users in {options.seconds:g} s, each stays {options.stay:g} s; dragging asks nothing")
    if options.url:
        run(options.url, options.pid)
    else:
        with served(options.workers) as server:
            run(server.url, server.pid)


if __name__ == "__main__":
    main()
