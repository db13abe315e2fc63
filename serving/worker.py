"""gunicorn's gevent worker, changed in two ways: what must be computed is computed in threads, and each request has limits.

The limits are on the time that a request may take, and on what is still read of a request that was refused.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import gevent
import gevent.socket
from gunicorn import util
from gunicorn.http import errors
from gunicorn.http.body import ChunkedReader
from gunicorn.workers.ggevent import GeventWorker

from serving import logs
from serving.threads import in_threads

REQUEST_SECONDS = 120  # enough for a phone on a slow network to receive the largest file
LINGER_SECONDS = 2  # how long the rest of a refused request is read and thrown away

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
    wsgi: Any  # the site, and the site in threads

    def patch(self) -> None:
        """Turn the listening sockets into gevent's; unlike gunicorn's method, do not patch the standard library.

        The application does not need the patch, because it waits for nothing but its connections. And it is loaded before
        the workers fork: patching then would replace locks that it holds, and copy memory that the workers share.
        """
        self.sockets = [
            gevent.socket.socket(s.FAMILY, socket.SOCK_STREAM, fileno=s.sock.detach()) for s in self.sockets
        ]
        self._names = {sock: sock.getsockname() for sock in self.sockets}

    def load_wsgi(self) -> None:
        """Load the application, and have what must be computed answered in threads."""
        super().load_wsgi()
        self.wsgi = in_threads(self.wsgi, self.wsgi.is_made, self.wsgi.work, most=self.wsgi.most)
        self._waiting: set[Any] = set()  # connections that were answered and may ask again
        self._ending = 0  # how often notify() was called since the end was announced

    def notify(self) -> None:
        """Say that the worker is alive. When it is to end, close the connections on which nothing is under way.

        gunicorn would wait for them until it ends everything by force.
        """
        super().notify()
        self._ending += not self.alive
        if self._ending > 1:  # a second later: what the client has sent by then is answered
            for sock in self._waiting:
                # gevent's own method would raise an error in the greenlet that waits; so it reads the end of what is sent
                with suppress(OSError), socket.socket(fileno=os.dup(sock.fileno())) as same:
                    same.shutdown(socket.SHUT_RD)

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Answer the requests of one connection.

        gunicorn asks the listening socket for its name. When the end is announced, that socket is closed, and who was let
        in a moment before would get no answer.
        """
        try:
            super().handle(SimpleNamespace(getsockname=lambda: self._names[listener]), client, addr)
        finally:
            self._waiting.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        """Answer one request within the time limit, and close the connection if part of the request was not read.

        Without this gunicorn would wait for a body for ever. It would also read a refused body to its end, without giving
        the other connections a turn.
        """
        self._waiting.discard(sock)
        with gevent.Timeout(REQUEST_SECONDS, False):
            try:
                super().handle_request(listener_name, req, sock, addr)
            finally:
                unread = _is_unread(req.body)
                if unread:
                    _discard_rest(sock)
            if not unread:
                self._waiting.add(sock)
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
