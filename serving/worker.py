"""gunicorn's gevent worker, changed in two ways: callbacks are computed in threads, and each request has limits.

Each connection is handled by a greenlet. Greenlets take turns only when they wait, so one that computes stops all
others. If callbacks were computed in greenlets, pages, files and the health check would wait for every callback in the
queue. The limits are on the time that a request may take, and on what is still read of a request that was refused.
"""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import gevent
import gevent.socket
from gevent.threadpool import ThreadPool
from gunicorn import util
from gunicorn.http import errors
from gunicorn.http.body import ChunkedReader
from gunicorn.workers.ggevent import GeventWorker

from serving import logs
from serving.payload import MAX_BYTES

REQUEST_SECONDS = 120  # enough for a phone on a slow network to receive the largest file
LINGER_SECONDS = 2  # how long the rest of a refused request is read and thrown away
CALLBACK_THREADS = 2  # in each worker
SWITCH_SECONDS = 0.001  # how long a thread may compute before the greenlets get a turn; Python's default is 0.005

RESPONSE_ERRORS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)  # faults of the app, not of a client
REFUSALS = {
    errors.LimitRequestLine: (
        414,
        "URI Too Long",
        "This address is too long. Remove everything after the question mark.",
    ),
    errors.LimitRequestHeaders: (431, "Header Fields Too Large", ""),
}


class Worker(GeventWorker):  # type: ignore[misc]
    """A gevent worker in which no connection makes the others wait."""

    sockets: list[Any]
    wsgi: WSGIApplication

    def patch(self) -> None:
        """Turn the listening sockets into gevent's; unlike gunicorn's method, do not patch the standard library.

        The application does not need the patch, because it waits for nothing but its connections. And it is loaded before
        the workers fork: patching then would replace locks that it holds, and copy memory that the workers share.
        """
        self.sockets = [
            gevent.socket.socket(s.FAMILY, socket.SOCK_STREAM, fileno=s.sock.detach()) for s in self.sockets
        ]

    def load_wsgi(self) -> None:
        """Load the application, and have what needs computing answered in threads."""
        super().load_wsgi()
        sys.setswitchinterval(SWITCH_SECONDS)
        self.wsgi = _computing_in_threads(self.wsgi)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        """Answer one request within the time limit, and close the connection if part of the request was not read.

        Without this gunicorn would wait for a body for ever. It would also read a refused body to its end, without giving
        the other connections a turn.
        """
        with gevent.Timeout(REQUEST_SECONDS, False):
            try:
                super().handle_request(listener_name, req, sock, addr)
            finally:
                unread = _is_unread(req.body)
                if unread:
                    _discard_rest(sock)
            if not unread:
                return
        raise StopIteration  # gunicorn closes the connection

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Refuse a request that is not valid HTTP.

        gunicorn's own answer would repeat parts of the request, and its log would contain the client's address.
        """
        if not isinstance(exc, errors.ParseException) or isinstance(exc, RESPONSE_ERRORS):
            super().handle_error(req, client, addr, exc)
            return
        status, reason, sentence = REFUSALS.get(type(exc), (400, "Bad Request", ""))
        logs.ACCESS.info("request", extra={"method": "other", "page": "no HTTP", "status": status})
        with suppress(OSError):
            util.write_error(client, status, reason, sentence)
        _discard_rest(client)


def _computing_in_threads(application: WSGIApplication) -> WSGIApplication:
    """Return the same application; a pool of threads answers the requests that need computing.

    These are the callbacks, which have a body of an allowed length, and pages whose query names a state.
    """
    pool = ThreadPool(CALLBACK_THREADS)

    def complete_answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        parts = application(environ, start_response)
        try:
            return list(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        has_body = length.isdecimal() and int(length) <= MAX_BYTES
        if has_body:
            # The greenlet reads the body: a slow sender must not occupy a thread.
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        elif length or not environ.get("QUERY_STRING"):
            # A page or a file, which need no computing, or a body that the site refuses without reading it.
            return application(environ, start_response)
        result: list[bytes] = pool.apply(complete_answer, (environ, start_response))
        return result

    return answer


def _is_unread(body: Any) -> bool:
    """Whether part of a request's body may still be on its way: it was not read to its end, or reading it failed.

    gunicorn has no public way to ask. tests/serving/test_worker.py guards the attributes that are used here.
    """
    reader = body.reader
    return bool(body.failed or (reader.parser if isinstance(reader, ChunkedReader) else reader.length))


def _discard_rest(sock: Any) -> None:
    """Read what the client still sends, for a short time, and throw it away.

    Closing the connection at once would reset it, and the client might never see the answer.
    """
    with suppress(OSError), gevent.Timeout(LINGER_SECONDS, False):
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65536):
            gevent.sleep(0)  # gives the other connections a turn
