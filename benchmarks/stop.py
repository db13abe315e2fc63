"""A server is told to end while 200 readers wait for a page each, in a state that nobody has asked for: are they answered?

`python -m benchmarks.stop` prints a table and one JSON line per figure.
"""

from __future__ import annotations

import argparse
import asyncio

import aiohttp

from benchmarks import report
from benchmarks.load import answered, more_files
from benchmarks.report import Figure
from benchmarks.server import Server, free_port
from benchmarks.visits import Request

STOP_SECONDS = 30


async def ended(server: Server, readers: int) -> tuple[list[str], float]:
    """Return the status that each reader got, and the seconds from the announcement to the end."""
    paths = [f"/thresholds?seed={seed}" for seed in range(1, readers + 1)]
    connector, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as browser:
        asked = [
            asyncio.create_task(answered(browser, server.url.rstrip("/"), Request(path, "page"))) for path in paths
        ]
        await asyncio.sleep(1)  # all have been let in
        seconds = await asyncio.to_thread(server.stop)
        return [status for status, _ in await asyncio.gather(*asked)], seconds


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=200)
    readers = parser.parse_args().readers
    more_files()
    server = Server(free_port(), 2, {"STOP_SECONDS": str(STOP_SECONDS)})
    statuses, seconds = asyncio.run(ended(server, readers))
    server.close()
    report.show(
        [
            Figure("readers", len(statuses), ""),
            Figure("without an answer", sum(status != "200" for status in statuses), "", at_most=0),
            Figure("from the announcement to the end", seconds, "s", at_most=STOP_SECONDS),
        ]
    )


if __name__ == "__main__":
    main()
