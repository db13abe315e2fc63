"""The configuration of gunicorn. The README lists the environment variables that it reads."""

import gc
import os
import resource
import shutil
import sys
import tempfile
from typing import Any

from serving import logs
from serving.settings import everywhere, read_or_exit

settings = read_or_exit(os.environ)

wsgi_app = "app:create_app()"
host = settings.host or everywhere()
bind = f"[{host}]:{settings.port}" if ":" in host else f"{host}:{settings.port}"
workers = settings.workers
# Each connection is a greenlet, so phones that send and read slowly occupy no thread. Callbacks are computed in threads,
# which gunicorn's own gevent worker would not do.
worker_class = "serving.worker.Worker"
# Each connection needs a file descriptor, and without one gunicorn logs a traceback. With this limit on connections the
# descriptors suffice, and further clients wait until a connection is free.
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
files = max(soft, min(hard, 4096))
if files < 256:
    sys.exit(f"The limit on open files is {files}; expected at least 256 (ulimit -n, or nofile of the container).")
resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
worker_connections = min(4000, files - 96)
# gunicorn trusts no forwarded headers. TRUSTED_PROXIES says how many proxies the site trusts.
forwarded_allow_ips = ""
# The app is built once, before the workers fork, so that they share its memory.
preload_app = True
# The first line of a request contains the address. This is the largest limit that gunicorn has.
limit_request_line = 8190
keepalive = 75
# What is under way when the end is announced is answered, as far as the time allows until the platform ends the container.
graceful_timeout = settings.stop_seconds - 2
# Workers touch a file there to show that they are alive. The root file system may be read-only.
worker_tmp_dir = "/dev/shm"
# gunicorn's control socket would be a file on the disk, which may be read-only.
control_socket_disable = True
loglevel = settings.log_level
logconfig_dict = logs.config(settings.log_level)

if settings.metrics:
    # The workers write their counters to files there, in memory; /metrics adds them up.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="jaccard-lab-metrics-", dir="/dev/shm")


def when_ready(server: Any) -> None:
    """Make every page before the workers fork."""
    server.app.wsgi().prepare()
    # Exclude everything that exists now from garbage collection. A full collection took 0.1 s in the middle of a request.
    gc.collect()
    gc.freeze()


def on_exit(_: Any) -> None:
    """Remove the files of the metrics."""
    if settings.metrics:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def child_exit(_: Any, worker: Any) -> None:
    """Tell Prometheus's client that a worker has ended."""
    if settings.metrics:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
