"""The worker alone: its limits, and the parts of gunicorn that it uses although they are not documented."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import gevent
import pytest
from gunicorn import util
from gunicorn.config import Config
from gunicorn.http import RequestParser, errors
from gunicorn.sock import TCPSocket
from gunicorn.workers.base import Worker as BaseWorker
from gunicorn.workers.base_async import AsyncWorker
from gunicorn.workers.ggevent import GeventWorker

from serving import worker
from serving.worker import Worker, _is_unread

CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
STATED = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n"


def body_of(*sent: bytes) -> Any:
    """The body of a request, as gunicorn's own parser makes it from what a client sends."""
    return next(RequestParser(Config(), iter(sent), ("127.0.0.1", 1))).body


def idle() -> Worker:
    made = Worker.__new__(Worker)
    made._waiting = set()
    return made


# ---- what gunicorn does not document ----------------------------------------------------------------------------


def test_gunicorn_has_the_methods_that_the_worker_overrides() -> None:
    def arguments(method: Any) -> list[str]:
        return list(inspect.signature(method).parameters)

    assert arguments(GeventWorker.patch) == arguments(Worker.patch) == ["self"]
    assert arguments(BaseWorker.load_wsgi) == arguments(Worker.load_wsgi) == ["self"]
    for ours, theirs in ((Worker.handle_request, AsyncWorker), (Worker.handle_error, BaseWorker)):
        assert arguments(getattr(theirs, ours.__name__)) == arguments(ours)
    assert list(inspect.signature(util.write_error).parameters) == ["sock", "status_int", "reason", "mesg"]


def test_a_listening_socket_of_gunicorn_can_be_handed_to_gevent() -> None:
    config, log = Config(), SimpleNamespace()
    config.set("reuse_port", False)
    listener = TCPSocket(("127.0.0.1", 0), config, log)
    port = listener.getsockname()[1]
    worker = Worker.__new__(Worker)
    worker.sockets = [listener]
    worker.patch()
    (sock,) = worker.sockets
    try:
        assert isinstance(sock, gevent.socket.socket)
        assert sock.getsockname()[1] == port
    finally:
        sock.close()


@pytest.mark.parametrize(
    "sent", [[STATED, b"abc", b"def"], [CHUNKED, b"3\r\nabc\r\n", b"3\r\ndef\r\n0\r\n\r\n"]], ids=["length", "chunks"]
)
def test_a_body_is_unread_until_its_end(sent: list[bytes]) -> None:
    body = body_of(*sent)
    assert _is_unread(body)
    assert body.read(3) == b"abc"
    assert body.read() == b"def"
    assert not _is_unread(body)


def test_a_request_without_a_body_leaves_nothing_unread() -> None:
    assert not _is_unread(body_of(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"))


def test_a_body_that_could_not_be_read_counts_as_unread() -> None:
    body = body_of(CHUNKED, b"not a size\r\n")
    with pytest.raises(errors.InvalidChunkSize):
        body.read()
    assert _is_unread(body)


@pytest.mark.parametrize(
    "error", [errors.InvalidResponseHeader("x"), errors.InvalidResponseHeaderName("x"), KeyError()]
)
def test_an_error_of_the_application_is_left_to_gunicorn(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    seen: list[BaseException] = []
    monkeypatch.setattr(GeventWorker, "handle_error", lambda self, req, client, addr, exc: seen.append(exc))
    Worker.handle_error(Worker.__new__(Worker), None, None, None, error)
    assert seen == [error]


# ---- limits -----------------------------------------------------------------------------------------------------


def test_a_request_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "REQUEST_SECONDS", 0.05)
    monkeypatch.setattr(GeventWorker, "handle_request", lambda *_: gevent.sleep(60))
    discarded: list[object] = []
    monkeypatch.setattr(worker, "_discard_rest", discarded.append)
    request = SimpleNamespace(body=body_of(STATED, b"abc"))
    with gevent.Timeout(20), pytest.raises(StopIteration):
        Worker.handle_request(idle(), "", request, "the socket", None)
    assert discarded == ["the socket"]
