"""A real gunicorn under what no browser sends: it answers in order, keeps little, and writes no traceback."""

from __future__ import annotations

import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from serving.payload import MAX_BYTES
from tests.serving.conftest import CALLBACK, MARK, SERVED, body_of
from tests.states import every

pytestmark = pytest.mark.xdist_group("gunicorn")  # one server for all

ROOT = Path(__file__).parent.parent.parent
MEGABYTE = 1024 * 1024
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
POST = f"POST {CALLBACK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()


@dataclass
class Server:
    """gunicorn with one worker, on a port that nobody else can take."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, data: bytes) -> bytes:
        """Send bytes, say that there are no more, and return whatever is answered."""
        with self.connect() as sock:
            with suppress(OSError):  # refused before all of it was sent
                sock.sendall(data)
                sock.shutdown(socket.SHUT_WR)
            return rest(sock)

    def lines(self) -> list[dict[str, object]]:
        """The log; a line that is no JSON is an error."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def peak(self) -> int:
        """The most memory that the worker has held, in bytes; 0 where the system does not tell."""
        (worker,) = [line["message"] for line in self.lines() if str(line["message"]).startswith("Booting worker")]
        status = Path(f"/proc/{str(worker).split()[-1]}/status")
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) * 1024 if status.exists() else 0


def rest(sock: socket.socket) -> bytes:
    """Everything until the server closes the connection."""
    parts = []
    with suppress(ConnectionResetError):
        while part := sock.recv(MEGABYTE):
            parts.append(part)
    return b"".join(parts)


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) [A-Z]", answer)]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("gunicorn") / "log"
    command = [sys.executable, "-m", "serving"]
    environ = {"PATH": os.environ["PATH"], "WEB_CONCURRENCY": "1", "STOP_SECONDS": "60"}
    # The socket listens before the server runs: the first request waits in line, and nothing has to be tried again.
    with socket.create_server(("127.0.0.1", 0)) as door, log.open("wb") as stderr:
        port, number = door.getsockname()[1], door.fileno()
        process = subprocess.Popen(
            [*command, "--bind", f"fd://{number}"], cwd=ROOT, env=environ, stderr=stderr, pass_fds=[number]
        )
    try:
        server = Server(port, log, process)
        assert statuses(server.ask(HEALTH)) == [200], log.read_text(encoding="utf-8")
        yield server
    finally:
        process.terminate()
        process.wait(30)
    assert process.returncode == 0
    assert not [line for line in server.lines() if line["level"] != "INFO"]


@pytest.fixture
def server(started: Server) -> Iterator[Server]:
    before = len(started.lines())
    yield started
    assert statuses(started.ask(HEALTH)) == [200]
    for line in started.lines()[before:]:
        assert line["level"] == "INFO"
        assert MARK not in str(line)
        assert "127.0.0.1" not in str(line)


REFUSED = {
    "no request": (400, f"{MARK}\r\n\r\n"),
    "no version": (400, f"GET /{MARK}\r\n\r\n"),
    "another version": (400, f"GET / HTTP/9.{MARK}\r\n\r\n"),
    "HTTP/2": (400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "no method": (400, f"g?t{MARK} / HTTP/1.1\r\n\r\n"),
    "NUL": (400, f"GET /\x00{MARK} HTTP/1.1\r\n\r\n"),
    "raw bytes": (400, f"GET /\xe9{MARK} HTTP/1.1\r\n\r\n"),
    "no address": (400, f"GET http://[{MARK}/ HTTP/1.1\r\n\r\n"),
    "lines without CR": (400, f"GET /{MARK} HTTP/1.1\nHost: x\n\n"),
    "no header": (400, f"GET / HTTP/1.1\r\n{MARK}\r\n\r\n"),
    "a header with a space": (400, f"GET / HTTP/1.1\r\n{MARK} : x\r\n\r\n"),
    "a folded header": (400, f"GET / HTTP/1.1\r\nA: x\r\n {MARK}\r\n\r\n"),
    "CR in a header": (400, f"GET / HTTP/1.1\r\nA: x\r{MARK}\r\n\r\n"),
    "no host": (400, f"GET /{MARK} HTTP/1.1\r\n\r\n"),
    "two hosts": (400, f"GET / HTTP/1.1\r\nHost: x\r\nHost: {MARK}\r\n\r\n"),
    "a long line": (414, f"GET /{MARK * 1100} HTTP/1.1\r\n\r\n"),
    "a long header": (431, f"GET / HTTP/1.1\r\nA: {MARK * 9000}\r\n\r\n"),
    "many headers": (431, "GET / HTTP/1.1\r\n" + f"A: {MARK}\r\n" * 300 + "\r\n"),
    "another expectation": (400, f"GET / HTTP/1.1\r\nExpect: {MARK}\r\n\r\n"),
    "chunks in HTTP/1.0": (400, f"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{MARK}"),
}
# After the first lines of a POST, and after those of one that says that chunks follow.
REFUSED_BODIES = {
    "two lengths": (400, f"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{MARK}"),
    "a length below zero": (400, f"Content-Length: -1\r\n\r\n{MARK}"),
    "a length with a sign": (400, f"Content-Length: +1\r\n\r\n{MARK}"),
    "a length that is none": (400, f"Content-Length: {MARK}\r\n\r\n"),
    "a length of many digits": (400, f"Content-Length: {'9' * 5000}\r\n\r\n"),
    "a large length": (413, f"Content-Length: {10**30}\r\n\r\n{MARK}"),
    "half a body": (400, f"Content-Length: 99\r\n\r\n{MARK}"),
    "another coding": (400, f"Transfer-Encoding: {MARK}\r\n\r\n"),
    "chunked twice": (400, f"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n{MARK}"),
    "not chunked last": (400, f"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n{MARK}"),
}
REFUSED_CHUNKS = {
    "no chunk": f"{MARK}\r\n\r\n",
    "half a chunk": f"99\r\n{MARK}",
    "a chunk that is longer": f"1\r\n{MARK}\r\n0\r\n\r\n",
    "a chunk of a large size": f"{'F' * 40}\r\n{MARK}",
    "a chunk with NUL": f"1;\x00{MARK}\r\n1\r\n0\r\n\r\n",
    "a trailer that is none": f"1\r\n1\r\n0\r\n{MARK}\r\n\r\n",
}
REFUSED |= {shape: (status, POST.decode() + text) for shape, (status, text) in REFUSED_BODIES.items()}
REFUSED |= {
    shape: (400, POST.decode() + f"Transfer-Encoding: chunked\r\n\r\n{text}") for shape, text in REFUSED_CHUNKS.items()
}


@pytest.mark.parametrize("shape", REFUSED)
def test_what_is_no_request_is_refused_and_not_repeated(server: Server, shape: str) -> None:
    status, text = REFUSED[shape]
    answer = server.ask(text.encode("latin-1"))
    assert statuses(answer) == [status]
    assert MARK.encode() not in answer


def test_a_long_query_opens_the_page_and_a_very_long_one_gets_a_sentence(server: Server) -> None:
    assert statuses(server.ask(f"GET /masks?x={'x' * 8000} HTTP/1.1\r\nHost: x\r\n\r\n".encode())) == [200]
    answer = server.ask(f"GET /masks?x={'x' * 100_000} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert statuses(answer) == [414]
    assert b"This address is too long. Remove everything after the question mark." in answer


SMUGGLED = HEALTH
APART = {
    "both lengths": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "both lengths, the other way": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "a hidden coding": b"Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding with a tab": b"Content-Length: 5\r\nTransfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n",
    "a coding with a space before the colon": b"Content-Length: 5\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a chunk that ends elsewhere": b"Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
    "a size in another base": b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
    "a body over the limit": b"Content-Length: %d\r\n\r\n" % (MAX_BYTES + 1),
}


@pytest.mark.parametrize("shape", APART)
def test_no_second_request_is_read_where_the_end_of_the_first_is_in_doubt(server: Server, shape: str) -> None:
    answer = server.ask(POST + APART[shape] + SMUGGLED)
    assert len(statuses(answer)) == 1
    assert statuses(answer)[0] in (400, 413)


def test_requests_in_a_line_are_answered_in_order(server: Server) -> None:
    refused = POST + b"Content-Length: 4\r\n\r\nnull"
    with_body = HEALTH.replace(b"\r\n\r\n", b"\r\nContent-Length: 30\r\n\r\n") + b" " * 30
    answer = server.ask(HEALTH + refused + with_body + HEALTH + MARK.encode() + b"\r\n\r\n" + HEALTH)
    assert statuses(answer) == [200, 400, 200, 200, 400]
    assert MARK.encode() not in answer


def test_a_client_that_says_nothing_more_is_answered(server: Server) -> None:
    assert server.ask(b"") == server.ask(b"GET / HT") == b""
    whole = server.ask(b"GET /all HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\n\r\n")
    assert statuses(whole) == [200]
    with server.connect() as sock:
        sock.sendall(b"GET /all HTTP/1.1\r\nHost: x\r\n\r\n")  # and goes away
    with server.connect() as sock:
        sock.sendall(POST + b"Content-Length: 99\r\n\r\n{")


@pytest.mark.parametrize(
    "head",
    [POST, b"GET /masks HTTP/1.1\r\nHost: x\r\n", b"PUT /none HTTP/1.1\r\nHost: x\r\n"],
    ids=["callback", "page", "none"],
)
@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunks"])
def test_a_hundred_megabytes_are_refused_early_and_not_kept(server: Server, head: bytes, chunked: bool) -> None:
    part = b" " * MEGABYTE
    if chunked:
        head, part = head + b"Transfer-Encoding: chunked\r\n\r\n", b"100000\r\n" + part + b"\r\n"
    else:
        head += b"Content-Length: %d\r\n\r\n" % (100 * MEGABYTE)
    before = server.peak()
    with server.connect() as sock:
        sock.sendall(head + part)
        assert sock.recv(4096).startswith(b"HTTP/1.1 413 ")  # with 99 to come
        with suppress(OSError):
            for _ in range(99):
                sock.sendall(part)
        assert statuses(rest(sock)) == []
    assert server.peak() < before + 8 * MEGABYTE


def test_a_body_without_end_ends_and_keeps_nobody_waiting(server: Server) -> None:
    sent = 0

    def pump(sock: socket.socket) -> None:
        nonlocal sent
        with suppress(OSError):
            while True:
                sock.sendall(b"10\r\n                \r\n1\r\n \r\n" * 4000)
                sent += 4000 * 17

    with server.connect() as sock:
        sock.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        thread = threading.Thread(target=pump, args=[sock], daemon=True)
        thread.start()
        for _ in range(20):
            assert statuses(server.ask(HEALTH)) == [200]
        thread.join(20)
        assert not thread.is_alive(), "the server reads on and on"
    assert sent > MAX_BYTES


def requests(seed: int) -> Iterator[bytes]:
    """Requests of all kinds with a few things wrong, in the head of one half and in the body or address of the other."""
    dice = random.Random(seed)
    bodies = [json.dumps(body_of(name)).encode() for name in SERVED]
    paths = [
        b"/",
        b"/masks",
        b"/masks?dx=3",
        b"/sets/",
        b"/healthz",
        b"/files/x",
        b"/none",
        CALLBACK.encode(),
        b"/_dash-layout",
    ]
    pieces = [
        b"\x00",
        b"\r\n",
        b"\xff",
        b":",
        b" ",
        b"%00",
        b"..",
        b"//",
        b"chunked",
        b"9" * 99,
        b'"',
        b"{",
        b"[" * 999,
        b",",
        b"null",
    ]

    def spoil(raw: bytes) -> bytes:
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(raw) + 1)
            raw = raw[:at] + dice.choice([*pieces, dice.randbytes(3)]) + raw[at + dice.choice([0, 0, 1, 3, 20]) :]
        return raw

    for _ in range(1000 if every() else 250):
        body = dice.choice([b"", *bodies])
        line = (
            b"POST " + CALLBACK.encode()
            if body
            else dice.choice([b"GET ", b"HEAD ", b"PUT ", b"OPTIONS "]) + dice.choice(paths)
        )
        within = dice.random() < 0.5
        if within and body:
            body = spoil(body)
        elif within:
            line += re.sub(rb"[^!-~]", b"", spoil(b"?dx=3&a=1"))
        head = line + b" HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
            body
        )
        yield (head if within else spoil(head)) + body


def test_many_requests_with_something_wrong_are_answered_or_refused(server: Server) -> None:
    seen = {status for raw in requests(seed=1) for status in statuses(server.ask(raw))}
    assert {200, 400, 404, 405} <= seen
    assert max(seen) < 500


def test_what_is_under_way_when_the_end_is_announced_is_answered(started: Server) -> None:
    """And a connection that waits for its next request holds up nobody. This is the last test: it ends the server."""
    with ExitStack() as stack:
        waits, *asking = (stack.enter_context(started.connect()) for _ in range(21 if every() else 7))
        waits.sendall(HEALTH)
        assert statuses(waits.recv(MEGABYTE)) == [200]
        for size, sock in enumerate(asking):
            sock.sendall(f"GET /thresholds?seed={size + 1} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert asking[0].recv(1) == b"H"
        started.process.terminate()
        answers = [b"H" + rest(asking[0]), *map(rest, asking[1:])]
        assert [statuses(answer) for answer in answers] == [[200]] * len(asking)
        assert statuses(rest(waits)) == []
        started.process.wait(30)
