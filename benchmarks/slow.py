"""Slow clients: does the server still answer others while many connections are slow?

`python -m benchmarks.slow` opens connections that send a header or a body at one byte per second, or hardly read the
largest file. Meanwhile another client requests /healthz and callbacks. Prints a table and one JSON line per figure.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random
from urllib.parse import urlsplit

import aiohttp

from benchmarks import report
from benchmarks.load import answered
from benchmarks.report import Figure
from benchmarks.server import served
from benchmarks.visits import Request, Site, random_values
from components.course import LESSONS

SOON = 1.0  # s; a later answer does not count as answered


@contextmanager
def connection(site: Site) -> Iterator[socket.socket]:
    """Open a connection with the smallest possible receive buffer, so that the server notices a slow reader."""
    parts = urlsplit(site.origin)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.setblocking(False)
        with suppress(BlockingIOError):
            client.connect((parts.hostname, parts.port))
        yield client


async def send_slowly(client: socket.socket, text: bytes, seconds: float) -> None:
    """Send one byte per second."""
    loop = asyncio.get_running_loop()
    for byte in text[: int(seconds)]:
        await loop.sock_sendall(client, bytes([byte]))
        await asyncio.sleep(1)


async def slow_header(site: Site, seconds: float) -> None:
    """Send a header that never ends."""
    with connection(site) as client:
        await asyncio.get_running_loop().sock_sendall(client, b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        await send_slowly(client, b"X-Slow: " + b"x" * 500, seconds)


async def slow_body(site: Site, seconds: float) -> None:
    """Send the whole header of a callback request, then its body byte by byte."""
    asked = site.content(LESSONS[0])
    assert asked.body is not None
    head = f"POST {asked.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(asked.body)}\r\n\r\n"
    with connection(site) as client:
        await asyncio.get_running_loop().sock_sendall(client, head.encode())
        await send_slowly(client, asked.body, seconds)


async def slow_reader(site: Site, big: Request, seconds: float) -> None:
    """Request a large file and read 256 bytes of it per second."""
    loop = asyncio.get_running_loop()
    with connection(site) as client:
        await loop.sock_sendall(client, f"GET {big.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        for _ in range(int(seconds)):
            if not await loop.sock_recv(client, 256):
                return
            await asyncio.sleep(1)


async def biggest(site: Site) -> Request:
    """Return the largest of the files that the pages name."""
    files = {asked for stage in site.visit(LESSONS[0]) for asked in stage if asked.kind == "file"}
    async with aiohttp.ClientSession(auto_decompress=False) as browser:
        sizes = {asked: (await answered(browser, site.origin, asked, "identity"))[1] for asked in files}
    return max(sizes, key=lambda asked: sizes[asked])


async def asking(site: Site, pick: Callable[[], Request], every: float, seconds: float) -> list[float]:
    """Send requests at a fixed rate, each over a new connection; return the seconds to each answer, infinite if it failed."""
    connector, timeout = aiohttp.TCPConnector(force_close=True, limit=0), aiohttp.ClientTimeout(total=10)

    async def one() -> float:
        start = time.perf_counter()
        status, _ = await answered(browser, site.origin, pick())
        return time.perf_counter() - start if status == "200" else float("inf")

    async with aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as browser:
        under_way = []
        for _ in range(int(seconds / every)):
            under_way.append(asyncio.create_task(one()))
            await asyncio.sleep(every)
        return await asyncio.gather(*under_way)


async def measure(
    site: Site, sockets: int, readers: int, seconds: float
) -> tuple[int, tuple[list[float], list[float]]]:
    """Return how many slow clients were disconnected, and the seconds that others waited for /healthz and for callbacks."""
    rng = Random(0)
    big = await biggest(site)
    clients: list[Awaitable[None]] = [
        *(slow_header(site, seconds + 3) for _ in range(sockets // 2)),
        *(slow_body(site, seconds + 3) for _ in range(sockets - sockets // 2)),
        *(slow_reader(site, big, seconds + 3) for _ in range(readers)),
    ]
    slow = [asyncio.ensure_future(client) for client in clients]
    await asyncio.sleep(1)  # until all of them are connected

    def change() -> Request:
        section = rng.choice([s for s in LESSONS if site.asks(s)])
        return site.change(section, random_values(section.params, rng))

    health = Request(site.prefix + "healthz", "data")
    waited = await asyncio.gather(asking(site, lambda: health, 0.5, seconds), asking(site, change, 1, seconds))
    ended = await asyncio.gather(*slow, return_exceptions=True)
    return sum(isinstance(end, BaseException) for end in ended), waited


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=40, help="half with a slow header, half with a slow body")
    parser.add_argument("--readers", type=int, default=10, help="clients that hardly read")
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--url", help="a server that runs, on this machine; ends in a slash")
    options = parser.parse_args()

    def run(url: str) -> None:
        site = Site(url)
        for section in LESSONS:
            site.asks(section)
        cut, waits = asyncio.run(measure(site, options.sockets, options.readers, options.seconds))
        for what, waited in zip(("/healthz", "callbacks"), waits, strict=True):
            soon = 100 * sum(wait < SOON for wait in waited) / len(waited)
            finite = [wait for wait in waited if wait < float("inf")]
            found.append(Figure(f"{what} answered within {SOON:g} s", soon, "%", at_least=100))
            found.append(Figure(f"{what}, p95 of the answers", 1e3 * report.p95(finite), "ms"))
        found.append(Figure("slow clients cut off", cut, ""))

    found: list[Figure] = []
    print(f"{options.sockets} slow connections and {options.readers} slow readers for {options.seconds:g} s")
    if options.url:
        run(options.url)
    else:
        with served() as server:
            run(server.url)
    report.show(found)


if __name__ == "__main__":
    main()
