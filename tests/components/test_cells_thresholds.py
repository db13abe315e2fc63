"""The cells and hovers of the lessons on thresholds, against counts, bins and samples that are made here."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit
from scipy.stats import sem
from scipy.stats import t as student

from components.lessons.thresholds import calibrated, cut, without_labels
from components.lessons.thresholds.calibrated import Calibrated
from components.lessons.thresholds.cut import Cut, Source
from components.lessons.thresholds.without_labels import WithoutLabels
from components.live.view import Shown
from components.page import Lesson
from tests.components.cells import alike, cells, says
from tests.components.hovers import hovers, of
from tests.components.sentences import found, number, shown, states
from tests.components.test_sentences_thresholds import counted, drawn, of_very_many

KNOWN: list[dict[str, Any]] = [
    {"n": 50, "prevalence": 0.01, "seed": 0},
    {"temp": -2.0, "odds": 1},  # the file has the state that is set
    {"separation": 0.0},
]


def each(lesson: Lesson[Any]) -> pytest.MarkDecorator:
    known = dict.fromkeys(lesson.state.read(values) for values in KNOWN)
    return pytest.mark.parametrize("state", [*known, *states(lesson, 6)], ids=str)


SETTINGS = [(temp, odds) for temp in np.arange(-2, 2.1, 0.25).tolist() for odds in range(-3, 4)]


@cache
def page(state: Source) -> Shown:
    lessons: list[Lesson[Any]] = [cut.LESSON, calibrated.LESSON, without_labels.LESSON]
    (lesson,) = (each for each in lessons if each.state is type(state))
    return shown(lesson, state)


@each(cut.LESSON)
def test_counts_and_scores_at_every_threshold(state: Cut) -> None:
    y, p = drawn(state)
    positives, rows = int(y.sum()), []
    if state.scores == "calibrated" and not state.separation:
        p = np.full_like(p, state.prevalence)  # rounding must not decide whether an item reaches this threshold
    for t in np.linspace(0, 1, 201).round(9).tolist():
        tp, fp, j = counted(y, p, t)
        rows.append([t, tp, fp, positives - tp, len(y) - positives - fp, j])
    alike(cells(page(state), "table"), rows)
    curve, *bars = hovers(page(state).figures["sweep"])
    for hover, row in zip(curve, rows, strict=True):
        t, j, *counts = found(r"^threshold (\S+): J = (\S+)<br>TP (\S+), FP (\S+), FN (\S+), TN (\S+)$", hover.text)
        assert says(t, row[0])
        assert says(j, row[5])
        assert list(map(number, counts)) == row[1:5]
    best = [row for row in page(state).sheets()["table"].rows if not isinstance(row[0], float)]
    assert len(best) == (positives > 0)
    for row in best:
        assert row[0].text == f"{row[0].value:.3f} (best)"
        assert row[5] == pytest.approx(max(each[5] for each in rows))
    for trace, positive, above, noun in zip(
        bars, (0, 1, 0, 1), (False, False, True, True), ("true neg", "false neg", "false pos", "true pos"), strict=True
    ):
        inside = p[(y == positive) & ((p >= state.t) == above)]
        wanted = np.bincount(np.minimum((inside * 50 + 1e-9).astype(int), 49), minlength=50)
        said = [found(rf"^{noun}atives: (\S+)$|^{noun}itives: (\S+)$", hover.text) for hover in trace]
        assert [number(a or b) for a, b in said] == wanted.tolist()


@each(calibrated.LESSON)
def test_the_bins_at_every_setting(state: Calibrated) -> None:
    y, p = drawn(Cut.read({**state.values(), "scores": "calibrated"}))
    rows = []
    for temp, odds in SETTINGS:
        scores = expit(logit(p) / 2**temp + odds * math.log(2))
        bins = np.minimum((scores * 10 - 1e-9).astype(int), 9)  # an edge belongs to the bin below it
        for k in range(10):
            here = bins == k
            of_bin = [scores[here].mean(), y[here].mean()] if here.any() else [math.nan] * 2
            rows.append([2**temp, 2.0**odds, f"{k / 10:g} to {(k + 1) / 10:g}", int(here.sum()), *of_bin])
    alike(cells(page(state), "table"), rows)
    at = SETTINGS.index((state.temp, state.odds))
    filled = [row for row in rows[10 * at : 10 * at + 10] if row[3]]
    for hover, row in zip(of(page(state).figures["curves"], "^share of positives"), filled, strict=True):
        assert says(found(r": (\S+)$", hover.text)[0], float(row[5]))


@cache
def rule_and_top(prevalence: float, separation: float) -> tuple[float, float]:
    """J*/(1 + J*) and J* of very many items."""
    if not separation:
        return prevalence / (1 + prevalence), prevalence
    grid = np.linspace(-15, 5, 2001)  # there may be several hills
    near = float(grid[np.argmax(of_very_many(expit(grid), prevalence, separation))])
    found = minimize_scalar(
        lambda x: -of_very_many(expit(x), prevalence, separation),
        bounds=(near - 0.02, near + 0.02),
        method="bounded",
        options={"xatol": 1e-10},
    )
    top = max(-float(found.fun), prevalence)
    return top / (1 + top), top


@each(calibrated.LESSON)
def test_the_best_thresholds_and_the_curves_of_very_many_items(state: Calibrated) -> None:
    task = (state.prevalence, state.separation)
    rule, top = rule_and_top(*task)
    for row, (temp, odds) in zip(cells(page(state), "table-2"), SETTINGS, strict=True):
        shift = odds * math.log(2)
        kept = float(of_very_many(expit(2**temp * (logit(rule) - shift)), *task))
        best = expit(logit(rule) / 2**temp + shift)
        assert row == pytest.approx([2**temp, 2.0**odds, best, top, kept], abs=1e-4)
    f1, j, truth = hovers(page(state).figures["curves"])[:3]
    for upper, lower, hover in zip(f1, j, truth, strict=True):
        p = hover.at["y"]
        with np.errstate(divide="ignore"):
            x = float(expit(logit(p) / 2**state.temp + state.odds * math.log(2)))
        at, share = found(r"^score ≈ (\S+): of very many such items a share of (\S+) is positive$", hover.text)
        assert float(at) == pytest.approx(x, abs=5.1e-4)
        assert says(share, p)
        score = float(of_very_many(p, *task)) if 0 < p < 1 else state.prevalence if p == 0 else 0.0
        if state.separation or abs(p - state.prevalence) > 1e-5:
            assert says(found(r"^threshold ≈ \S+: J = (\S+)$", lower.text)[0], score)
            assert says(found(r"^threshold ≈ \S+: F1 = (\S+)$", upper.text)[0], 2 * score / (1 + score))
        assert lower.text.startswith(f"threshold ≈ {at}:")


class Ways(NamedTuple):
    """The thresholds of both ways as probabilities, and J of each on very many new items."""

    labelled: NDArray[np.float64]
    plug_in: NDArray[np.float64]
    labelled_j: NDArray[np.float64]
    plug_in_j: NDArray[np.float64]


def ways(state: WithoutLabels) -> Ways:
    """Choose a threshold on each of 100 samples with its labels, and one by the sums of its scores."""
    rng = np.random.default_rng(state.seed)
    all_y = rng.random((100, state.labelled)) < state.prevalence
    logits = rng.normal(size=all_y.shape) + state.separation * all_y
    base, temperature = logit(state.prevalence), 2**state.plugtemp
    labelled, plug_in = [], []
    for y, z in zip(all_y, base + state.separation * logits - state.separation**2 / 2, strict=True):
        at = sorted(set(z.tolist()))
        q = expit(z / temperature)
        by_labels = [(round((y & (z >= t)).sum() / (y | (z >= t)).sum(), 12), -t) for t in at]
        sums = max(q[z >= t].sum() / (q.sum() + (1 - q[z >= t]).sum()) for t in at)
        labelled.append(expit(-max(by_labels)[1]))
        plug_in.append(expit(temperature * logit(sums / (1 + sums))))  # the rule for probabilities
    task = (state.prevalence, state.separation)
    both = np.array(labelled), np.array(plug_in)
    return Ways(*both, *(np.asarray(of_very_many(each, *task)) for each in both))


@each(without_labels.LESSON)
def test_the_samples_and_both_ways_to_a_threshold(state: WithoutLabels) -> None:
    made, (rule, top) = ways(state), rule_and_top(state.prevalence, state.separation)
    labelled, plug_in, best = cells(page(state), "table")
    gains = [made.labelled_j - top, made.plug_in_j - top, made.plug_in_j - made.labelled_j]
    for row, name, at, scores, gain in (
        (labelled, "with labels", made.labelled, made.labelled_j, gains[0]),
        (plug_in, "without labels", made.plug_in, made.plug_in_j, gains[1]),
    ):
        assert row[0] == name
        assert row[1:] == pytest.approx([*np.quantile(at, [0.05, 0.5, 0.95]), scores.mean(), gain.mean()], abs=1e-5)
    assert best[0] == "best"
    assert best[1:5] == pytest.approx([rule, rule, rule, top], abs=2e-5)
    traces = hovers(page(state).figures["draws"])
    for dots, (mean,), gain in zip(traces[:3], traces[3:], gains, strict=True):
        for k, dot in enumerate(dots):
            (said,) = found(rf"^sample {k}: (\S+)$", dot.text)
            assert number(said) == pytest.approx(gain[k], abs=5.1e-4)
        ends = [
            gain.mean(),
            *(student.interval(0.95, 99, gain.mean(), sem(gain)) if np.ptp(gain) > 1e-9 else [gain.mean()] * 2),
        ]
        said_ends = found(r"^mean (\S+), interval from (\S+) to (\S+)$", mean.text)
        assert list(map(number, said_ends)) == pytest.approx(ends, abs=5.1e-4)
