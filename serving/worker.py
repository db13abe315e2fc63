"""gunicorn's gevent worker, with bounds: on the time of a request, and on what is read that nobody wants.

Connections are greenlets', computing is threads'. A greenlet that computes gives no other one a turn: while callbacks
queue, pages, files and the health check would wait behind all of them, and one connection is taken in per round.
"""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import gevent
import gevent.socket
from gevent.threadpool import ThreadPool
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.ggevent import GeventWorker

from serving import logs
from serving.payload import MAX_BYTES

REQUEST_SECONDS = 120  # by then a phone on a slow line has the largest file
LINGER_SECONDS = 2
COMPUTING = 2  # threads of a worker that answer callbacks
TURN_SECONDS = 0.001  # after which a computing thread lets the connections have the interpreter; Python's own is 0.005

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
REFUSALS = {
    errors.LimitRequestLine: (
        414,
        "URI Too Long",
        "This address is too long. Remove everything after the question mark.",
    ),
    errors.LimitRequestHeaders: (431, "Header Fields Too Large", ""),
}


class Worker(GeventWorker):  # type: ignore[misc]
    """A worker in which no connection keeps the others waiting."""

    sockets: list[Any]
    wsgi: Application

    def patch(self) -> None:
        """Make the listening sockets gevent's, and leave the standard library as it is.

        The application waits for nothing but its connections; it was loaded before the workers forked, with locks that
        would be replaced under it, and looking for them unshares the memory that the workers have in common.
        """
        self.sockets = [
            gevent.socket.socket(s.FAMILY, socket.SOCK_STREAM, fileno=s.sock.detach()) for s in self.sockets
        ]

    def load_wsgi(self) -> None:
        """Load the application; what comes with a body is answered in a thread."""
        super().load_wsgi()
        sys.setswitchinterval(TURN_SECONDS)
        self.wsgi = _apart(self.wsgi)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        """Answer one request; the connection ends with it if the request did not.

        gunicorn would wait for a body for ever, and read one that was refused to its end, with no turn for the others.
        """
        with gevent.Timeout(REQUEST_SECONDS, False):
            try:
                super().handle_request(listener_name, req, sock, addr)
            finally:
                unread = _unread(req.body)
                if unread:
                    _linger(sock)
            if not unread:
                return
        raise StopIteration

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Refuse what is no HTTP; gunicorn's answer would repeat it, and its log would name who sent it."""
        if not isinstance(exc, errors.ParseException) or isinstance(exc, errors.InvalidResponseHeader):
            super().handle_error(req, client, addr, exc)
            return
        status, reason, sentence = REFUSALS.get(type(exc), (400, "Bad Request", ""))
        logs.ACCESS.info("request", extra={"method": "other", "page": "no HTTP", "status": status})
        with suppress(OSError):
            util.write_error(client, status, reason, sentence)
        _linger(client)


def _apart(application: Application) -> Application:
    pool = ThreadPool(COMPUTING)

    def complete(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        answer = application(environ, start_response)
        try:
            return list(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal() or int(length) > MAX_BYTES:
            return application(environ, start_response)  # a page or a file, which is finished, or refused unread
        # here and not in the thread, which must not wait for a slow sender
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        answer: list[bytes] = pool.apply(complete, (environ, start_response))
        return answer

    return answered


def _unread(body: Any) -> bool:
    return bool(body.failed or getattr(body.reader, "length", 0) or getattr(body.reader, "parser", None))


def _linger(sock: Any) -> None:
    # to close while something still comes in would reset the connection, and the answer could be lost
    with suppress(OSError), gevent.Timeout(LINGER_SECONDS, False):
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65536):
            gevent.sleep(0)  # the others in turn
