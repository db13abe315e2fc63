"""Work that takes long: in another process, one at a time, once for all who wait for it, and only while somebody does."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gevent
import gevent.socket
import pytest

from serving import metrics
from serving.jobs import FailedError, FullError, GoneError, Jobs


@dataclass
class Call:
    """Work, and what was kept of it."""

    function: Callable[..., Any]
    options: dict[str, Any] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    @property
    def keep(self) -> Callable[[Any], None]:
        return self.kept.append


class Client:
    """A reader's connection, as the server has it."""

    def __init__(self, stack: ExitStack) -> None:
        self._far, near = socket.socketpair()
        self.near = gevent.socket.socket(fileno=near.detach())
        stack.callback(self.near.close)
        stack.callback(self.leave)

    def leave(self) -> None:
        self._far.close()

    def send(self) -> None:
        self._far.sendall(b"x")


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    with gevent.Timeout(120):
        yield


@pytest.fixture
def client() -> Iterator[Callable[[], Client]]:
    with ExitStack() as stack:
        yield lambda: Client(stack)


@pytest.fixture
def door(tmp_path: Path) -> Path:
    """A file that is read only when it is written."""
    path = tmp_path / "door"
    os.mkfifo(path)
    return path


def reading(door: Path) -> Call:
    return Call(Path.read_text, {"self": door})


def opened(door: Path, text: str) -> None:
    gevent.get_hub().threadpool.apply(door.write_text, (text,))


def counted() -> float | None:
    return metrics.REGISTRY.get_sample_value("jaccard_lab_dear_waiting")


def endless() -> Call:
    return Call(signal.pause)


def test_another_process_computes_it_at_a_low_priority() -> None:
    process, priority = Call(os.getpid), Call(os.getpriority, {"which": os.PRIO_PROCESS, "who": 0})
    Jobs().finish([process, priority], None)
    assert process.kept != [os.getpid()]
    assert priority.kept == [min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)]


def test_what_two_ask_for_is_computed_once_and_both_are_told(door: Path, client: Callable[[], Client]) -> None:
    jobs, calls = Jobs(1), [reading(door) for _ in range(3)]
    readers = [client() for _ in calls]
    waiting = [gevent.spawn(jobs.finish, [call], reader.near) for call, reader in zip(calls, readers, strict=True)]
    gevent.idle()
    assert len(jobs) == counted() == 1
    readers[2].leave()
    with pytest.raises(GoneError):
        waiting[2].get()
    readers[1].send()  # its next request: it is still there
    opened(door, "once")
    gevent.joinall(waiting[:2], raise_error=True)
    assert [call.kept for call in calls] == [["once"], ["once"], []]
    assert len(jobs) == counted() == 0


def test_without_room_it_is_refused_and_with_nobody_waiting_given_up(client: Callable[[], Client]) -> None:
    jobs, readers = Jobs(2), [client(), client()]
    # equal calls would be one
    calls = [Call(signal.sigwait, {}), endless()]
    calls[0].options["sigset"] = [signal.SIGUSR1]
    waiting = [gevent.spawn(jobs.finish, [call], reader.near) for call, reader in zip(calls, readers, strict=True)]
    gevent.idle()
    with pytest.raises(FullError):
        jobs.finish([Call(os.getpid)], None)
    for reader in readers:
        reader.leave()
    gevent.joinall(waiting)
    assert all(isinstance(each.exception, GoneError) for each in waiting)
    assert len(jobs) == 0
    after = Call(os.getpid)
    jobs.finish([after], None)  # the process that would never have ended is none any more
    assert after.kept


def test_who_waits_behind_others_is_seen_to_leave_and_may_ask_for_the_same(client: Callable[[], Client]) -> None:
    jobs, ways = Jobs(4), [{"which": os.PRIO_PROCESS, "who": 0}, {"which": os.PRIO_PGRP, "who": 0}]
    calls = [endless(), *(Call(os.getpriority, way) for way in ways), Call(os.getpriority, ways[1])]
    readers = [client() for _ in calls]
    waiting = [gevent.spawn(jobs.finish, [call], reader.near) for call, reader in zip(calls, readers, strict=True)]
    gevent.idle()
    assert len(jobs) == 3
    readers[2].leave()
    with pytest.raises(GoneError):
        waiting[2].get()
    readers[3].leave()
    with pytest.raises(GoneError):
        waiting[3].get()
    assert len(jobs) == 2, "what nobody waits for takes no room"
    readers[0].leave()
    gevent.joinall(waiting)
    assert [bool(call.kept) for call in calls] == [False, True, False, False]


def test_a_process_that_fails_is_no_result_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    jobs, call = Jobs(), reading(tmp_path / "missing")
    with pytest.raises(FailedError):
        jobs.finish([call], None)
    assert (call.kept, len(jobs)) == ([], 0)
    assert ["FileNotFoundError" in vars(record)["said"] for record in caplog.records] == [True]
    caplog.clear()  # it is the one complaint that is due
    assert capfd.readouterr().err == "", "no line that is no JSON"
