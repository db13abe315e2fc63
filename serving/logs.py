"""The log: one JSON object per line on standard error. It says what was requested, and nothing about who asked."""

from __future__ import annotations

import logging
from typing import Any

from flask import Response, request

ACCESS = logging.getLogger("jaccard_lab.access")


def access(page: str, answer: Response, ms: float) -> None:
    """Log one request.

    `page` is a path that the site has. An unknown path or a query is not logged: it could contain a name.
    """
    ACCESS.info(
        "request",
        extra={
            "method": request.method if request.method in ("GET", "HEAD", "POST") else "other",
            "page": page,
            "status": answer.status_code,
            "bytes": answer.content_length,
            "ms": round(ms, 1),
        },
    )


def config(level: str) -> dict[str, Any]:
    """Return the configuration for `logging.config.dictConfig`; `level` is the name of a level, such as "info"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": ["asctime", "levelname", "name", "message"],
                "style": "sequence",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
        "root": {"level": level.upper(), "handlers": ["lines"]},
        "loggers": {
            "gunicorn.error": {"level": level.upper(), "handlers": ["lines"], "propagate": False},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
