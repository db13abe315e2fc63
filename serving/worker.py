"""gunicorn's gevent worker, with bounds: on the time of a request, and on what is read that nobody wants."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import gevent
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.ggevent import GeventWorker

from serving import logs

REQUEST_SECONDS = 120  # by then a phone on a slow line has the largest file
LINGER_SECONDS = 2
REASONS = {errors.LimitRequestLine: (414, "URI Too Long"), errors.LimitRequestHeaders: (431, "Header Fields Too Large")}


class Worker(GeventWorker):  # type: ignore[misc]
    """A worker in which no connection keeps the others waiting."""

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
        status, reason = REASONS.get(type(exc), (400, "Bad Request"))
        logs.ACCESS.info("request", extra={"method": "other", "page": "no HTTP", "status": status})
        with suppress(OSError):
            util.write_error(client, status, reason, "")
        _linger(client)


def _unread(body: Any) -> bool:
    return bool(body.failed or getattr(body.reader, "length", 0) or getattr(body.reader, "parser", None))


def _linger(sock: Any) -> None:
    # to close while something still comes in would reset the connection, and the answer could be lost
    with suppress(OSError), gevent.Timeout(LINGER_SECONDS, False):
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65536):
            gevent.sleep(0)  # the others in turn
