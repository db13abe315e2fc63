"""How gunicorn serves the app: PORT, WEB_CONCURRENCY (workers) and LOG_LEVEL come from the environment."""

import os

wsgi_app = "app:server"
bind = f"0.0.0.0:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# The app is set up once, before the workers fork; they share its memory.
preload_app = True
keepalive = 75
graceful_timeout = 3
# The heartbeat file must not need a writable root.
worker_tmp_dir = "/dev/shm"
# Nothing is written to disk, so no socket for a control program either.
control_socket_disable = True
loglevel = os.environ.get("LOG_LEVEL", "info")
