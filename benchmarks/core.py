"""How fast core is, as ratios within one run: `python -m benchmarks.core [--quick]`.

Each job is timed in turns with its peers, so that a busy machine slows all of them, and the ratio is the median over the
turns. Peers: the plain NumPy form that the course's reference document uses, scikit-learn, and reading the input once.
Prints a table and, for machines, one line of JSON for each comparison. Every job first checks that all agree.
"""

from __future__ import annotations

import argparse
import json
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import jaccard_score as sklearn_jaccard
from sklearn.metrics import precision_recall_curve

import core

Call = Callable[[], Any]


class Peer(NamedTuple):
    """Another implementation, and the aim for the ratio of the two times."""

    name: str
    call: Call
    at_least: float = 0.0  # peer / ours
    at_most: float = 0.0  # ours / peer
    part: float = 1.0  # the share of the work that `call` does, if the whole work would take minutes


class Job(NamedTuple):
    name: str
    size: str
    ours: Call
    peers: list[Peer]
    input_bytes: int = 0  # of the input, if memory is to be measured too


def seconds(call: Call, least: float) -> float:
    """Return the time of one call, averaged over as many calls as take `least` seconds."""
    repeats, start = 0, time.perf_counter()
    while True:
        call()
        repeats += 1
        spent = time.perf_counter() - start
        if spent >= least:
            return spent / repeats


def peak_bytes(call: Call) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# --- the plain forms ------------------------------------------------------------------------------------------------


def plain_counts(y_true: Any, y_pred: Any) -> tuple[int, int, int, int]:
    t, p = np.asarray(y_true).astype(bool), np.asarray(y_pred).astype(bool)
    parts = ((t, p), (~t, p), (t, ~p), (~t, ~p))
    tp, fp, fn, tn = (int(np.logical_and(a, b).sum()) for a, b in parts)
    return tp, fp, fn, tn


def plain_jaccard(y_true: Any, y_pred: Any) -> float:
    tp, fp, fn, _ = plain_counts(y_true, y_pred)
    return tp / (tp + fp + fn) if tp + fp + fn else 0.0


def plain_sweep(y_true: Any, scores: Any, thresholds: Any) -> Any:
    return np.array([plain_jaccard(y_true, (scores >= t).astype(int)) for t in thresholds])


def plain_best(y_true: Any, scores: Any) -> tuple[float, float]:
    order = np.argsort(scores)
    ordered = scores[order]
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    below = np.append(0, np.cumsum(y_true[order]))
    tp = below[-1] - below[first]
    values = tp / (below[-1] + len(scores) - first - tp)
    best = np.argmax(values)
    return float(ordered[first[best]]), float(values[best])


def plain_descent(X: Any, y: Any, *, soft: bool, rate: float) -> Any:
    """The loop as the reference document has it: it computes every loss in every step, and uses X.T without a copy."""
    y, w, l2, eps = y.astype(float), np.zeros(X.shape[1]), 0.01, 1e-12
    history = []
    for t in range(400):
        p = 1 / (1 + np.exp(-np.clip(X @ w, -60, 60)))
        if soft:
            inside = np.sum(y * p) + eps
            union = np.sum(y) + np.sum(p) - inside + 2 * eps
            loss = 1 - inside / union
            slope = -(y * union - inside * (1 - y)) / union**2 * p * (1 - p)
        else:
            q = np.clip(p, eps, 1 - eps)
            loss = -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))
            slope = p - y
        step = X.T @ slope / len(y)
        step[1:] += l2 * w[1:]
        loss = loss + 0.5 * l2 * np.sum(w[1:] ** 2)
        w = w - rate * step
        if t % 5 == 0 or t == 399:
            history.append((t, float(loss), plain_jaccard(y, p >= 0.5)))
    return w


# --- the jobs -------------------------------------------------------------------------------------------------------


def exponent(n: int) -> str:
    return f"1e{len(str(n)) - 1}" if n % 10 == 0 else str(n)


def counting(rng: np.random.Generator, n: int, bar: float) -> Job:
    t, p = (rng.integers(0, 2, n, dtype=np.uint8).view(bool) for _ in range(2))
    words = (t.view(np.uint64), p.view(np.uint64))

    def read() -> None:
        for array in words:
            np.bitwise_or.reduce(array)

    counts = core.confusion_counts(t, p)
    assert (counts.tp, counts.fp, counts.fn, counts.tn) == plain_counts(t, p)
    peers = [Peer("document", lambda: plain_counts(t, p), at_least=10), Peer("reading", read, at_most=bar)]
    return Job("binary counts, bool", exponent(n), lambda: core.confusion_counts(t, p), peers, 2 * n)


def scoring(name: str, size: str, t: Any, p: Any, bar: float, **options: Any) -> Job:
    ours, theirs = core.jaccard_score(t, p, **options), sklearn_jaccard(t, p, **options)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    peer = Peer("scikit-learn", lambda: sklearn_jaccard(t, p, **options), at_least=bar)
    return Job(name, size, lambda: core.jaccard_score(t, p, **options), [peer], t.nbytes + p.nbytes)


def sweeping(n: int) -> Job:
    data, grid = core.scored_labels(n=n), core.uniform_grid(0, 1, 201)
    y, scores = data.y_true, data.scores
    some = grid[:: 1 if n <= 10**4 else 20 if n <= 10**6 else 100]
    np.testing.assert_array_equal(core.jaccard(core.threshold_counts(y, scores, some)), plain_sweep(y, scores, some))
    peers = [
        Peer("document", lambda: plain_sweep(y, scores, some), at_least=80, part=len(some) / len(grid)),
        Peer("scikit-learn", lambda: precision_recall_curve(y, scores), at_least=20),
    ]
    ours = lambda: core.threshold_counts(y, scores, grid)  # noqa: E731
    return Job("sweep, 201 thresholds", exponent(n), ours, peers, y.nbytes + scores.nbytes)


def searching(n: int) -> Job:
    data = core.scored_labels(n=n)
    y, scores = data.y_true, data.scores
    assert core.best_exact(y, scores)[:2] == plain_best(y, scores)
    peer = Peer("argsort", lambda: plain_best(y, scores), at_least=8)
    return Job(
        "exact best threshold", exponent(n), lambda: core.best_exact(y, scores), [peer], y.nbytes + scores.nbytes
    )


def experimenting(seeds: int) -> Job:
    descents = [core.Descent("log", 0.2), core.Descent("soft_jaccard", 1.0)]

    def one_by_one() -> Any:
        data = [core.training_data(seed=seed) for seed in range(seeds)]
        return [core.fit_side_by_side(each.X_train, each.y_train, descents, record_every=400) for each in data]

    ours = core.train_on_seeds(range(seeds), descents).weights
    np.testing.assert_allclose(ours, [[fit.weights for fit in fits] for fits in one_by_one()], atol=1e-5)
    # The fits alone, without the judging that is part of ours.
    peer = Peer("fit by fit", one_by_one, at_least=1.5)
    name = "two losses x 400 steps"
    return Job(name, f"{seeds} seeds", lambda: core.train_on_seeds(range(seeds), descents), [peer], seeds * 700 * 3 * 8)


def descending(X: Any, y: Any, bar: float, *, soft: bool) -> Job:
    rate = 1.0 if soft else 0.2
    options: dict[str, Any] = {"learning_rate": rate, "loss": "soft_jaccard" if soft else "log", "gradient": "printed"}
    ours, plain = core.fit_logistic(X, y, **options).weights, plain_descent(X, y, soft=soft, rate=rate)
    np.testing.assert_allclose(ours, plain, atol=1e-9)
    peer = Peer("document", lambda: plain_descent(X, y, soft=soft, rate=rate), at_least=bar)
    name = f"descent x 400, {'soft Jaccard' if soft else 'log'}"
    return Job(name, f"{exponent(len(y))} x 3", lambda: core.fit_logistic(X, y, **options), [peer], X.nbytes + y.nbytes)


def resampling(n: int, resamples: int = 2000) -> Job:
    """Two models on the same items: J and F1 of both, and the interval of the difference."""
    rng = np.random.default_rng(0)
    y = rng.random(n) < 0.3
    a, b = (y ^ (rng.random(n) < share) for share in (0.1, 0.12))
    some = 4 if n > 10**5 else 50

    def ours() -> Any:
        drawn = core.resampled_counts(y, a, b, resamples=resamples)
        scores = core.jaccard(drawn)
        return core.f1(drawn), core.percentile_interval(scores[0] - scores[1])

    def one_by_one() -> Any:
        return core.paired_difference(plain_jaccard, (y, a), (y, b), resamples=some)

    def sklearn_one_by_one() -> None:
        for _ in range(some):
            chosen = rng.integers(n, size=n)
            for each in (a, b):
                sklearn_jaccard(y[chosen], each[chosen])

    assert ours()[1].low < core.paired_difference(plain_jaccard, (y, a), (y, b), resamples=1).estimate < ours()[1].high
    part = some / resamples
    peers = [
        Peer("item by item", one_by_one, 1000, part=part),
        Peer("scikit-learn", sklearn_one_by_one, 1000, part=part),
    ]
    return Job(f"{resamples:,} resamples of two models", exponent(n), ours, peers, 3 * n)


def jobs(quick: bool) -> Iterator[Job]:
    """Yield one job after another, so that only one at a time holds its data."""
    rng = np.random.default_rng(0)
    for n, bar in ((10**5, 4.0), (10**7, 5.0), (10**8, 3.5)):
        if n < 10**7 or not quick:
            yield counting(rng, n, bar)
    n = 10**6
    t = (rng.random(n) < 0.3).astype(np.int64)
    p = np.where(rng.random(n) < 0.8, t, 1 - t)
    yield scoring("jaccard_score, binary, int64", "1e6", t, p, 30)
    yield scoring("jaccard_score, binary, bool", "1e6", t > 0, p > 0, 100)
    for classes in (10, 100):
        t = rng.integers(0, classes, n)
        p = np.where(rng.random(n) < 0.7, t, rng.integers(0, classes, n))
        yield scoring(f"jaccard_score, {classes} classes", "1e6", t, p, 20, average="macro")
    t = (rng.random((10**5, 100)) < 0.1).astype(np.uint8)
    p = np.where(rng.random(t.shape) < 0.9, t, 1 - t)
    for average in ("macro", "micro", "weighted", "samples", None):
        yield scoring(f"jaccard_score, multilabel, {average}", "1e5 x 100", t, p, 30, average=average, zero_division=0)
    for n in (10**4, 10**6, 10**7):
        if n < 10**7 or not quick:
            yield sweeping(n)
    for n in (10**6, 10**7):
        if n < 10**7 or not quick:
            yield searching(n)
    yield resampling(10**6)
    X_train, y_train = core.training_data()[:2]
    features = rng.normal(size=(10**5, 2))
    X, y = (
        np.column_stack([np.ones(10**5), features]),
        (features.sum(axis=1) + rng.normal(size=10**5) > 2.5).astype(int),
    )
    for soft in (False, True):
        yield descending(X_train, y_train, 4, soft=soft)
        yield descending(X, y, 2.5, soft=soft)
    yield experimenting(50)


def compare(job: Job, rounds: int) -> Iterator[dict[str, Any]]:
    least = 0.02
    job.ours()
    times: dict[str, list[float]] = {name: [] for name in ["ours", *(peer.name for peer in job.peers)]}
    for _ in range(rounds):
        times["ours"].append(seconds(job.ours, least))
        for peer in job.peers:
            times[peer.name].append(seconds(peer.call, least) / peer.part)
    extra = peak_bytes(job.ours) / job.input_bytes if job.input_bytes else float("nan")
    for peer in job.peers:
        gain = median(b / a for a, b in zip(times["ours"], times[peer.name], strict=True))
        ratio, bar = (1 / gain, peer.at_most) if peer.at_most else (gain, peer.at_least)
        yield {
            "job": job.name,
            "size": job.size,
            "ours_ms": round(1e3 * median(times["ours"]), 4),
            "peer": peer.name,
            "ratio": round(ratio, 2),
            "bar": ("<= " if peer.at_most else ">= ") + f"{bar:g}",
            "met": ratio <= bar if peer.at_most else ratio >= bar,
            "extra_memory": round(extra, 2),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="nothing above a million, fewer turns")
    parser.add_argument("--only", default="", help="only jobs whose name contains this")
    options = parser.parse_args()
    warnings.simplefilter("error")
    results = []
    print(f"{'job':38} {'size':>10} {'ours, ms':>10} {'peer':>13} {'ratio':>8} {'bar':>8}  met  memory beyond input")
    for job in jobs(options.quick):
        if options.only not in job.name:
            continue
        for r in compare(job, 3 if options.quick else 7):
            results.append(r)
            line = (
                f"{r['job']:38} {r['size']:>10} {r['ours_ms']:>10.4g} {r['peer']:>13} {r['ratio']:>8.4g} {r['bar']:>8}"
            )
            print(f"{line}  {'yes' if r['met'] else 'NO':3}  {r['extra_memory']:.2f} x", flush=True)
    for r in results:
        print(json.dumps(r))


if __name__ == "__main__":
    main()
