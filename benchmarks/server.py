"""The application under gunicorn, in its own process; and the processor time and memory that it uses."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHOWN_LINES = 20  # of the warnings and errors in the server's log
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A gunicorn master with its workers. Creating the object starts them."""

    def __init__(self, port: int, workers: int = 2, environment: Mapping[str, str] | None = None) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}/"
        own = {"PORT": str(port), "WEB_CONCURRENCY": str(workers)}
        self._environment = {**os.environ, **own, **(environment or {})}
        self.folder = ROOT  # of the application
        self._log = tempfile.TemporaryFile()  # noqa: SIM115, it lives as long as the server
        self.start()

    def start(self) -> None:
        """Start the server and wait until its port is open."""
        command = [sys.executable, "-m", "serving"]
        self.process = subprocess.Popen(command, cwd=self.folder, env=self._environment, stderr=self._log)
        while not listens(self.port):
            if self.process.poll() is not None:
                self._show_warnings()
                raise RuntimeError(f"the server ended with status {self.process.returncode} before it was ready")
            time.sleep(0.005)

    @property
    def pid(self) -> int:
        """The process id of the master."""
        return self.process.pid

    def stop(self) -> float:
        """Stop the server as a container is stopped and return the seconds that it took."""
        start = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        seconds = time.perf_counter() - start
        self._show_warnings()
        return seconds

    def kill(self) -> None:
        """Kill master and workers at once, as when a machine fails."""
        for pid in family(self.pid):  # the master first: it would replace a killed worker
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """Close the log. The server must have ended."""
        self._log.close()

    def _show_warnings(self) -> None:
        """Print the warnings and errors in the server's log."""
        self._log.seek(0)
        lines = [line for line in self._log if b'"level": "INFO"' not in line and b'"level": "DEBUG"' not in line]
        self._log.seek(0)
        self._log.truncate()
        sys.stderr.write(b"".join(lines[:SHOWN_LINES]).decode(errors="replace"))
        if len(lines) > SHOWN_LINES:
            sys.stderr.write(f"... and {len(lines) - SHOWN_LINES} more lines\n")


@contextmanager
def served(workers: int = 2, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run the application on a free port."""
    server = Server(free_port(), workers, environment)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
        server.close()


def healthy(url: str) -> bool:
    """Return whether a server's health check succeeds."""
    try:
        with urllib.request.urlopen(f"{url}healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """Return a port on which no process listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Return whether a process of this machine listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def family(pid: int) -> list[int]:
    """Return a process and all that it has started, itself or through others; each thread may have started some."""
    children = (child for task in Path(f"/proc/{pid}/task").glob("*") for child in _text(task / "children").split())
    return [pid, *(member for child in children for member in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and all that it has started have used, as far as they still run."""
    return sum(_cpu_seconds(member) for member in family(pid))


def megabytes(pid: int) -> float:
    """Return the memory of a process and all that it has started; memory that they share is counted once."""
    return sum(_proportional_kilobytes(member) for member in family(pid)) / 1e3


def _cpu_seconds(pid: int) -> float:
    # The second field, the process's name in brackets, may contain spaces. Fields 14 and 15 are user and system time.
    # What it has waited for, such as a process that drew a picture, is in the two fields after them.
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def _proportional_kilobytes(pid: int) -> int:
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _text(path: Path) -> str:
    """Return what a file of /proc says, nothing if its process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
