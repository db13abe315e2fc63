"""The server of `python app.py`: gevent's own, for a reader on this machine or a seminar on its network."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer

from serving.site import Site
from serving.threads import SOCKET, in_threads

THIS_MACHINE = "127.0.0.1"


class Handler(WSGIHandler):  # type: ignore[misc]
    """gevent's handler of a connection, which hands on the connection too."""

    def get_environ(self) -> dict[str, Any]:
        """Return the environment of a request."""
        return {**super().get_environ(), SOCKET: self.socket}


def serve(site: Site, name: str) -> None:
    """Serve the site until Ctrl-C, and say under which address; a port that cannot be had ends the process with a sentence."""
    host, port = site.settings.host or THIS_MACHINE, site.settings.port
    answers = in_threads(site, site.is_made, site.work, most=site.most)
    server = WSGIServer((host, port), answers, log=None, handler_class=Handler)
    try:
        server.start()
    except OSError as error:
        sys.exit(
            f"Port {port} of {host} cannot be used: {os.strerror(error.errno or 0)}. PORT and HOST choose another."
        )
    reached = THIS_MACHINE if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    print(f"{name} is on http://{reached}:{port}{site.settings.prefix} until Ctrl-C ends it.", flush=True)
    gevent.signal_handler(signal.SIGINT, server.stop)
    server.serve_forever()
