"""Counts and durations of requests, for Prometheus. Only used if the setting METRICS is on."""

from __future__ import annotations

import os

from flask import Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from serving.body import message

REGISTRY = CollectorRegistry()
REQUESTS = Counter("jaccard_lab_requests_total", "Requests.", ("page", "status"), registry=REGISTRY)
SECONDS = Histogram(
    "jaccard_lab_request_seconds",
    "Time from the request to its answer.",
    ("page",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
    registry=REGISTRY,
)
WAITING = Gauge(
    "jaccard_lab_dear_waiting",
    "Work that takes long, which is computed or waits.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)


def count(page: str, answer: Response, seconds: float) -> None:
    """Count one request. `page` is a path that the site has, so that the number of time series is bounded."""
    REQUESTS.labels(page, str(answer.status_code)).inc()
    SECONDS.labels(page).observe(seconds)


def response() -> Response:
    """Return the metrics: of all workers under gunicorn, of this process otherwise.

    The public comes through a proxy. Prometheus asks each copy directly, as it must: they are those of one copy.
    """
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return message(404, "expected an address of this site")
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
