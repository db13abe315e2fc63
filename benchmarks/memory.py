"""What the server holds after it was asked for 2,000 different states: of pages, and of all that is made of them.

`python -m benchmarks.memory` starts a server; `--url` and `--pid` use one that already runs on this machine, such as a container.
The memory is that of the server's process and of all that it has started; what they share is counted once. Prints a table and
one JSON line per figure.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import aiohttp

from benchmarks import report
from benchmarks.load import answered
from benchmarks.report import Figure
from benchmarks.server import megabytes, served
from benchmarks.visits import Request, Site, random_values
from components.course import LESSONS
from components.page import Lesson

CLIENTS = 8
AIM = 400  # MB, of the 512 that a container has
CODINGS = ("br", "gzip", "identity")


def requests(site: Site, states: int) -> Iterator[tuple[Request, str]]:
    """Yield each state as a page; and of every fifth, in turn, what else is made of a state. With each, what is accepted."""
    rng = Random(0)
    known: set[str] = set()
    others = itertools.cycle(("content", "change", "handout", "preview", "table", "code"))
    for section in itertools.cycle([each for each in LESSONS if each.params]):
        if len(known) == states:
            return
        values = random_values(section.params, rng)
        address = next(site.visit(section, values))[0].path
        if address in known:
            continue
        known.add(address)
        coding = rng.choices(CODINGS, (6, 3, 1))[0]
        yield Request(address, "page"), coding
        if len(known) % 5 == 0:
            yield _other(site, section, values, address, next(others)), coding


def _other(site: Site, section: Lesson[Any], values: dict[str, Any], address: str, kind: str) -> Request:
    """Return the request for something else that is made of a state, whose page is at `address`."""
    query = address.partition("?")[2]
    match kind:
        case "content":
            return site.content(section, values)
        case "change":
            return site.change(section, values)
        case "handout":
            return Request(f"{site.prefix}handout/{section.name}?{query}")
        case "preview":
            return Request(f"{site.prefix}preview/{section.name}.png?{query}")
        case "table":
            name = next(iter(section.show(section.state()).sheets()), "")
            return Request(f"{site.prefix}numbers/{section.name}/{name}.csv?{query}")
    return Request(f"{site.prefix}qr.svg?address={site.origin}{address}".replace("&", "%26"))


async def measure(site: Site, pid: int, states: int) -> tuple[Counter[str], list[float]]:
    """Return the statuses of the answers, and the memory in MB once a second and at the end."""
    asked = requests(site, states)
    statuses: Counter[str] = Counter()
    held: list[float] = []

    async def client(browser: aiohttp.ClientSession) -> None:
        for request, coding in asked:
            status, _ = await answered(browser, site.origin, request, coding)
            statuses[status] += 1

    async def watch() -> None:
        while True:
            held.append(await asyncio.to_thread(megabytes, pid))
            await asyncio.sleep(1)

    timeout = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as browser:
        watching = asyncio.create_task(watch())
        await asyncio.gather(*(client(browser) for _ in range(CLIENTS)))
        watching.cancel()
    return statuses, [*held, megabytes(pid)]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=2000)
    parser.add_argument("--url", help="a server that runs, on this machine; ends in a slash")
    parser.add_argument("--pid", type=int, help="its process")
    options = parser.parse_args()

    def run(url: str, pid: int) -> None:
        site = Site(url)  # once it has answered, it is ready
        before = megabytes(pid)
        statuses, held = asyncio.run(measure(site, pid, options.states))
        print(f"{options.states} states, {statuses.total()} requests: {dict(statuses)}")
        report.show(
            [
                Figure("answers other than 200", statuses.total() - statuses["200"], "", at_most=0),
                Figure("memory at the start", before, "MB"),
                Figure("memory at most", max(held), "MB", at_most=AIM),
                Figure("memory at the end", held[-1], "MB"),
            ]
        )

    if options.url:
        run(options.url, options.pid)
    else:
        with served() as server:
            run(server.url, server.pid)


if __name__ == "__main__":
    main()
