"""A reader's own file, judged by a real server: how long the answer takes, and how much memory it takes meanwhile, and
how long others wait for a page.

`python -m benchmarks.own [--quick]` sends the scores of two models on 10^4 rows and on 10^6. A peer does with pandas and
scikit-learn what the report rests on: it reads the file, finds the best threshold of each model on its precision-recall curve,
and resamples the difference; of the resamples it does a part, and the whole is scaled. Prints a table and JSON.
"""

from __future__ import annotations

import argparse
import io
import threading
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import jaccard_score, precision_recall_curve

import core
from benchmarks.report import Figure, median, p95, show
from benchmarks.server import megabytes, served
from components.own.report import OF_TUNED

TURNS = 3
OTHERS = 8  # s, in which others ask for a page
PART = 4  # of the resamples, those that the peer does
AIMS = {10**4: 0.5, 10**6: 2.0}  # s


def table(rows: int) -> bytes:
    drawn = core.scored_labels(n=rows)
    other = core.sigmoid(drawn.logits + np.random.default_rng(0).normal(size=rows))
    lines = (
        f"{y},{a:.5f},{b:.5f}"
        for y, a, b in zip(drawn.y_true.tolist(), drawn.scores.tolist(), other.tolist(), strict=True)
    )
    return "\n".join(["y_true,score_a,score_b", *lines]).encode()


def by_peers(data: bytes) -> float:
    """Return the seconds that pandas and scikit-learn take."""
    start = time.perf_counter()
    frame = pd.read_csv(io.BytesIO(data))
    y, scores = frame["y_true"].to_numpy(), [frame[name].to_numpy() for name in ("score_a", "score_b")]

    def best(true: Any, values: Any) -> float:
        precision, recall, _ = precision_recall_curve(true, values)
        hits, alarms = recall, recall * (1 / np.maximum(precision, 1e-12) - 1)
        return float((hits / (1 + alarms)).max())

    for values in scores:
        jaccard_score(y, values >= best(y, values))
    read = time.perf_counter() - start
    rng = np.random.default_rng(0)
    for _ in range(PART):
        chosen = rng.integers(len(y), size=len(y))
        for values in scores:
            best(y[chosen], values[chosen])
    return read + (time.perf_counter() - start - read) * OF_TUNED / PART


def watched(pid: int, call: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a call takes, and how many megabytes the server has meanwhile, beyond those before."""
    before, most, ended = megabytes(pid), [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            most.append(megabytes(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    call()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    return seconds, max(most) - before


def others_wait(url: str, data: bytes, seconds: float) -> list[float]:
    """Return the milliseconds that others wait for a page, while one reader sends one file after the other."""
    ended, waits = threading.Event(), []

    def send() -> None:
        while not ended.is_set():
            urllib.request.urlopen(f"{url}own", data=data, timeout=120).read()

    sender = threading.Thread(target=send)
    sender.start()
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        urllib.request.urlopen(f"{url}thresholds", timeout=30).read()
        waits.append((time.perf_counter() - start) * 1000)
        time.sleep(0.05)
    ended.set()
    sender.join()
    return waits


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="10^4 rows alone")
    quick = parser.parse_args(arguments).quick
    figures = []
    with served() as server:
        for rows, aim in AIMS.items():
            if quick and rows > 10**4:
                continue
            data = table(rows)

            def ask(data: bytes = data) -> None:
                with urllib.request.urlopen(f"{server.url}own", data=data, timeout=120) as answer:
                    assert b"is better than" in answer.read()

            turns = [(*watched(server.pid, ask), by_peers(data)) for _ in range(TURNS)]
            seconds, memory, peers = (median(list(column)) for column in zip(*turns, strict=True))
            name = f"{rows:,} rows, two models"
            figures += [
                Figure(f"{name}: answer", seconds, "s", at_most=aim),
                Figure(f"{name}: memory meanwhile", memory, "MB", at_most=300),
                Figure(f"{name}: pandas and scikit-learn / ours", peers / seconds, "x", at_least=5),
                Figure(f"{name}: a page meanwhile, p95", p95(others_wait(server.url, data, OTHERS)), "ms", at_most=100),
            ]
    show(figures)


if __name__ == "__main__":
    main()
