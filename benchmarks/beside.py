"""Ten clients ask for what costs most, one answer after another: how long does everybody else wait meanwhile?

`python -m benchmarks.beside` asks for the health check, a page, a link to a state that nobody has asked for yet and a QR
code, at a fixed rate. Prints a table and one JSON line per figure.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from contextlib import suppress
from itertools import count
from random import Random
from urllib.parse import urlencode

import aiohttp

from benchmarks import report
from benchmarks.load import answered
from benchmarks.report import Figure
from benchmarks.server import served
from benchmarks.slow import asking
from benchmarks.visits import Request, Site

EVERY = 0.4  # s between two requests of a kind
AIM = 300  # ms
PATIENCE = 3  # s until a client that was told to come back does


def dearest(rng: Random) -> Request:
    """Return the page that trains most: three models by the loss that sorts, on many seeds, as nobody has asked for yet."""
    models = {f"{which}": "lovasz_hinge" for which in ("first", "second", "third")}
    values = {"repeat": "now", "seeds": 100, "n": 1600, "l2": f"{rng.randrange(21) * 0.005:.3f}"}
    rates = {"rate": f"{0.05 * rng.randint(1, 6):.2f}", "second_rate": f"{0.05 * rng.randint(1, 6):.2f}"}
    return Request(
        f"/soft-jaccard/seeds?{urlencode({**models, **values, **rates, 'seed': rng.randrange(10_000)})}", "page"
    )


async def asks_on(site: Site, seed: int, statuses: Counter[str]) -> None:
    """Ask for one answer after another, and again where there was no room, until cancelled."""
    rng = Random(seed)
    timeout = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as browser:
        while True:
            asked, status = dearest(rng), "503"
            while status == "503":
                status, _ = await answered(browser, site.origin, asked)
                statuses[status] += 1
                if status == "503":
                    await asyncio.sleep(PATIENCE)


async def measure(site: Site, clients: int, seconds: float) -> tuple[dict[str, list[float]], Counter[str]]:
    """Return the seconds that each kind of cheap request took, and the statuses of the dear ones."""
    statuses: Counter[str] = Counter()
    dear = [asyncio.create_task(asks_on(site, k, statuses)) for k in range(clients)]
    await asyncio.sleep(2)
    fresh = count(1)
    cheap = {
        "the health check": lambda: Request("/healthz", "data"),
        "a page": lambda: Request("/masks", "page"),
        "a link to a state": lambda: Request(f"/thresholds?t=0.38&seed={next(fresh)}", "page"),
        "a QR code": lambda: Request(f"/qr.svg?address={site.origin}/thresholds%3Fseed={next(fresh)}"),
    }
    waits = await asyncio.gather(*(asking(site, pick, EVERY, seconds) for pick in cheap.values()))
    for each in dear:
        each.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*dear)
    return dict(zip(cheap, waits, strict=True)), statuses


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=25)
    options = parser.parse_args()
    with served() as server:
        waits, statuses = asyncio.run(measure(Site(server.url), options.clients, options.seconds))
    print(f"{options.clients} clients asked for what costs most: {dict(statuses)}")
    report.show(
        [
            *(
                Figure(
                    f"{what}, p95", 1e3 * report.p95([each for each in times if each < float("inf")]), "ms", at_most=AIM
                )
                for what, times in waits.items()
            ),
            Figure("refused", sum(each == float("inf") for times in waits.values() for each in times), "", at_most=0),
        ]
    )


if __name__ == "__main__":
    main()
