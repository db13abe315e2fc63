"""`python app.py`: a real server, a line that says where it is, and sentences where it cannot be."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

from tests.test_imports import ROOT


def started(port: int, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # where the tests run in the background, Ctrl-C would be ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_it_says_where_it_is_and_answers_until_it_is_ended() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with started(port, URL_PREFIX="/lab/") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Jaccard Lab is on http://127.0.0.1:{port}/lab/ until Ctrl-C ends it.\n"
        for path in ("sets", "sets", "masks?dx=3", "handout/sets"):
            with urlopen(f"http://127.0.0.1:{port}/lab/{path}", timeout=30) as answer:
                assert answer.status == 200
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, out, errors) == (0, "", "")


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(port) as process:
            out, errors = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert errors.startswith(f"Port {port} of 127.0.0.1 cannot be used: ")
    assert "PORT" in errors
    assert "Traceback" not in errors
