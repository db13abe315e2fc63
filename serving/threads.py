"""What has to be computed is computed in threads, so that nobody else's page, file or health check waits for it.

A server of gevent's handles each connection by a greenlet. Greenlets take turns only when they wait, so one that computes
stops all others.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from gevent import Timeout
from gevent.lock import BoundedSemaphore
from gevent.threadpool import ThreadPool

from serving.jobs import BUSY, FAILED, FailedError, FullError, GoneError, Jobs, Work
from serving.payload import MAX_BYTES

THREADS = 2  # in each process
SOCKET = "gunicorn.socket"  # in a request: the connection that it came by
SMALL = 16 * 1024  # bytes; the pages' own questions are smaller
ROOMS = 16  # so many bodies that are larger are read at a time: who sends the half of a thousand holds no memory
TURN_SECONDS = 20  # how long a large body waits, unread, for its turn
READ_SECONDS = 60  # and how long reading a body may take
SWITCH_SECONDS = 0.001  # how long a thread may compute before the greenlets get a turn; Python's default is 0.005


def in_threads(
    application: WSGIApplication,
    is_made: Callable[[WSGIEnvironment], bool],
    work: Callable[[WSGIEnvironment], Sequence[Work]] = lambda _: (),
    jobs: Jobs | None = None,
    most: Callable[[WSGIEnvironment], int] = lambda _: MAX_BYTES,
) -> WSGIApplication:
    """Return the same application; a pool of threads answers the requests whose answers are yet to be made.

    `is_made` says of a request without a body whether its answer is there already, and `work` what takes so long of an
    answer that others may not wait for it. That is done before, by `jobs`. If they have no room for it, or it fails, the
    application is told so by the key `BUSY` or `FAILED` of the request. `most` is how many bytes the body of a request may
    have. A file, which is larger than any other, is read and answered alone, because it takes much memory.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    pool, jobs = ThreadPool(THREADS), jobs or Jobs()
    turn, rooms = BoundedSemaphore(1), BoundedSemaphore(ROOMS)

    def complete_answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        parts = application(environ, start_response)
        try:
            return list(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def answer_without_work(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> tuple[Sequence[Work], list[bytes]]:
        # a body that could not be read is an error that the application answers
        works = work(environ) if isinstance(environ["wsgi.input"], io.BytesIO) else ()
        return works, [] if works else complete_answer(environ, start_response)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = (environ.get("CONTENT_LENGTH") or "").lstrip("0")  # "0" is a body of nothing, as none is
        if environ.get("HTTP_TRANSFER_ENCODING"):
            wanted = MAX_BYTES + 1  # in chunks, of no stated length
        elif length.isdecimal() and int(length) <= most(environ):
            wanted = int(length)
        elif length or is_made(environ):
            # A body that the site refuses without reading it, or an answer that is there.
            return application(environ, start_response)
        else:
            wanted = 0
        if wanted <= SMALL:
            return answer_to(environ, _read(environ["wsgi.input"], wanted), start_response)
        is_file = wanted > MAX_BYTES + 1
        place = turn if is_file else rooms
        if not place.acquire(timeout=TURN_SECONDS):
            environ[BUSY] = True
            return application(environ, start_response)
        try:
            body = _read(environ["wsgi.input"], wanted)
            if is_file:
                return answer_to(environ, body, start_response)
        finally:
            place.release()
        return answer_to(environ, body, start_response)

    def answer_to(environ: WSGIEnvironment, body: Any, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = body
        works, result = pool.apply(answer_without_work, (environ, start_response))
        if works:
            try:
                jobs.finish(works, environ.get(SOCKET))
            except FullError:
                environ[BUSY] = True
            except FailedError:
                environ[FAILED] = True
            except GoneError:
                start_response("499 Client Closed Request", [])
                return []
            result = pool.apply(complete_answer, (environ, start_response))
        return cast(list[bytes], result)

    return answer


def _read(body: Any, most: int) -> Any:
    """Return what a client sends, read up to so many bytes, as a file; one that fails if reading it failed.

    The greenlet reads it: a slow sender must not occupy a thread, and a thread cannot read gevent's sockets.
    """
    if not most:
        return io.BytesIO()
    try:
        with Timeout(READ_SECONDS, TimeoutError("the body came too slowly")):
            return io.BytesIO(body.read(most))
    except Exception as error:  # each server has exceptions of its own for malformed chunks
        return _Failed(error)


class _Failed(io.RawIOBase):
    """The body of a request that could not be read."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def readable(self) -> bool:
        """Return that it may be asked for bytes."""
        return True

    def readinto(self, _: object) -> int:
        """Raise the error that reading the body raised."""
        raise self._error
