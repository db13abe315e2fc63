"""A queue of bounded length for work that takes long, so that nobody's page, file or health check waits for it.

Another process computes it, one at a time and at a low priority, so that it takes little processor time from others. Work
that is asked for twice is computed once. When nobody waits for it any more, it is given up.
"""

from __future__ import annotations

import logging
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import gevent
import gevent.event
import gevent.socket
from gevent.threadpool import ThreadPool

from serving import metrics

LOG = logging.getLogger("jaccard_lab.jobs")
ROOT = Path(__file__).parent.parent
# In each process of the server: one that is computed, and those that wait. The last has its result before a browser gives up.
MOST = 3
AGAIN = 3  # s after which a client that found no room may ask again
BUSY = "jaccard_lab.busy"  # in a request: there was no room for the work that its answer needs
FAILED = "jaccard_lab.failed"  # in a request: that work failed
LOOK = 1  # s between two looks at a connection on which the client has already sent more
# The sums are too small to be shared among threads, which NumPy would start.
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}


class Work(Protocol):
    """A call that takes long; `keep` takes what it returns. Functions are handed to the other process by their names."""

    @property
    def function(self) -> Callable[..., Any]:
        """The function."""

    @property
    def options(self) -> Mapping[str, Any]:
        """Its arguments, by name."""

    @property
    def keep(self) -> Callable[[Any], None]:
        """What takes the result."""


class FullError(Exception):
    """The queue has no room for this work. It will have some soon."""


class GoneError(Exception):
    """The client that waited for the work has closed its connection."""


class FailedError(Exception):
    """The other process ended without a result. The log says why."""


class Jobs:
    """The queue."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._pool = ThreadPool(1)
        self._jobs: dict[bytes, _Job] = {}

    def __len__(self) -> int:
        """Return how many jobs are computed or wait."""
        return len(self._jobs)

    def finish(self, works: Iterable[Work], client: Any) -> None:
        """Wait until all works are done; other greenlets have their turns meanwhile.

        `client` is the socket of whoever asked, None if it is not known. Raises FullError, GoneError or FailedError.
        """
        for work in works:
            call = pickle.dumps((work.function, work.options))
            work.keep(self._result(call, client))

    def _result(self, call: bytes, client: Any) -> Any:
        job = self._jobs.get(call) or self._begun(call)
        job.waiting += 1
        left = gevent.spawn(_until_it_leaves, client)
        try:
            if left in gevent.wait([job.ended, left], count=1):
                raise GoneError
            if not (written := job.ended.get()):
                raise FailedError
            return pickle.loads(written)
        finally:
            left.kill(block=False)
            job.waiting -= 1
            if not job.waiting:
                self._remove(job)
                job.give_up()

    def _begun(self, call: bytes) -> _Job:
        if len(self._jobs) >= self._most:
            raise FullError
        job = self._jobs[call] = _Job(call)
        metrics.WAITING.set(len(self))
        # A pool makes whoever brings it more than it can take wait: not the reader's greenlet, which watches the connection.
        job.ended = gevent.spawn(self._pool.apply, job.run)
        job.ended.rawlink(lambda _: self._remove(job))
        return job

    def _remove(self, job: _Job) -> None:
        if self._jobs.get(job.call) is job:
            del self._jobs[job.call]
            metrics.WAITING.set(len(self))


class _Job:
    """A call, and the process that computes it."""

    ended: Any  # gevent's: what `run` has returned

    def __init__(self, call: bytes) -> None:
        self.call, self.waiting = call, 0
        self._given_up = False
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self) -> bytes:
        """Return what the process writes, nothing if it fails or the job is given up. A thread waits for it."""
        command = [sys.executable, "-m", "serving.compute"]
        with self._lock:
            if self._given_up:
                return b""
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdin=pipe, stdout=pipe, stderr=pipe)
        written, said = self._process.communicate(self.call)
        if not (code := self._process.returncode):
            return written
        if not self._given_up:
            LOG.error("work failed", extra={"code": code, "said": said.decode(errors="replace").strip()})
        return b""

    def give_up(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._given_up = True
            if self._process:
                self._process.kill()


def _until_it_leaves(client: Any) -> None:
    """Return once the other end of a connection is closed."""
    if client is None:
        gevent.event.Event().wait()
    with suppress(OSError):
        while True:
            gevent.socket.wait_read(client.fileno())
            if not client.recv(1, socket.MSG_PEEK):
                return
            gevent.sleep(LOOK)  # the client has sent its next request already
