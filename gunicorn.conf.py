"""How gunicorn serves the app; the README has the table of the environment variables that it reads."""

import gc
import os
import resource
import shutil
import tempfile
from typing import Any

from serving import logs
from serving.settings import read_or_exit

settings = read_or_exit(os.environ)

wsgi_app = "app:create_app()"
bind = f"0.0.0.0:{settings.port}"
workers = settings.workers
# One greenlet a connection: a hall of phones that send and read slowly holds no thread, and the health check goes on.
# A class of gunicorn's own would compute in it too.
worker_class = "serving.worker.Worker"
# A connection that finds no file descriptor left would be a traceback, one more than these waits.
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
files = max(soft, min(hard, 4096))
resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
worker_connections = min(4000, files - 96)
# Whose forwarded headers count is said by TRUSTED_PROXIES alone, and the prefix is a setting.
forwarded_allow_ips = ""
# The app is set up once, before the workers fork; they share its memory.
preload_app = True
# The longest first line of a request that gunicorn can be set to take; it has the address in it.
limit_request_line = 8190
keepalive = 75
graceful_timeout = 3
# The heartbeat file must not need a writable root.
worker_tmp_dir = "/dev/shm"
# Nothing is written to disk, so no socket for a control program either.
control_socket_disable = True
loglevel = settings.log_level
logconfig_dict = logs.config(settings.log_level)

if settings.metrics:  # the workers' counters meet in memory
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="jaccard-lab-metrics-", dir="/dev/shm")


def when_ready(server: Any) -> None:
    """Make every page before the workers fork."""
    server.app.wsgi().prepare()
    # What lives from here on is not looked through again for garbage: that took 0.1 s, now and then in a request.
    gc.collect()
    gc.freeze()


def on_exit(_: Any) -> None:
    """Leave nothing behind."""
    if settings.metrics:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def child_exit(_: Any, worker: Any) -> None:
    """Forget what a worker that ended had in progress."""
    if settings.metrics:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
