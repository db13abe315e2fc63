"""Many requests at once to a server that has just started: they arrive as its port opens.

`python -m benchmarks.burst` prints a table and one JSON line per figure.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from random import Random

import aiohttp

from benchmarks import report
from benchmarks.load import answered, more_files
from benchmarks.report import Figure
from benchmarks.server import Server, free_port
from benchmarks.visits import Request, Site, random_values
from components.course import LESSONS


def mixture(site: Site) -> list[Request]:
    """Return one request of every kind that pages make: HTML, files, contents, changes of parameters."""
    rng = Random(0)
    found = []
    for section in LESSONS:
        values = random_values(section.params, rng)
        for state in ({}, values):
            found += [asked for stage in site.visit(section, state) for asked in stage]
            found.append(site.content(section, state))
        if section.params:
            found.append(site.change(section, values))
    found = list(dict.fromkeys(found))
    rng.shuffle(found)
    return found


async def burst(origin: str, requests: list[Request]) -> tuple[Counter[str], list[float]]:
    """Send all requests at the same moment, each over its own connection; return the statuses and the seconds."""
    times: list[float] = []

    async def one(asked: Request) -> str:
        start = time.perf_counter()
        status, _ = await answered(browser, origin, asked)
        times.append(time.perf_counter() - start)
        return status

    connector, timeout = aiohttp.TCPConnector(limit=0, force_close=True), aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as browser:
        return Counter(await asyncio.gather(*(one(asked) for asked in requests))), times


def main() -> None:
    """Start a server several times and send each a burst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    more_files()
    port = free_port()
    # A first server tells which requests there are. The servers that get the burst have answered none before.
    first = Server(port)
    site = Site(first.url)
    some = mixture(site)
    first.stop()
    first.close()
    requests = [some[k % len(some)] for k in range(options.requests)]
    answers: Counter[str] = Counter()
    times: list[float] = []
    for _ in range(options.rounds):
        fresh = Server(port)
        found, seconds = asyncio.run(burst(site.origin, requests))
        fresh.stop()
        fresh.close()
        answers += found
        times += seconds
    print(f"{options.rounds} starts, {options.requests} requests at once as the port opens: {dict(answers)}")
    report.show(
        [
            Figure("answers other than 200", answers.total() - answers["200"], "", at_most=0),
            Figure("an answer of the burst, median", report.median(times) * 1e3, "ms"),
            Figure("the last answer of a burst", max(times) * 1e3, "ms"),
        ]
    )


if __name__ == "__main__":
    main()
