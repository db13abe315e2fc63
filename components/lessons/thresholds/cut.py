"""The cut: a threshold turns scores into decisions, and each one trades one kind of error for the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.sweep import sweep_figure, sweep_moving
from components.lessons import chapters
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Buttons,
    Checks,
    Code,
    Draw,
    Fold,
    Graph,
    Handle,
    Lesson,
    NumberField,
    Scrubbed,
    Slider,
    TablePlace,
    Task,
    caption,
    paragraph,
)
from components.page.checks import CheckColumn
from components.state import Choice, Number, State, Whole, of
from components.words.formula import Tiles, jaccard_columns, jaccard_formula, static_formula
from components.words.line import Line, Words
from components.words.numbers import SAME, apart, many, order, score, unbroken, whole, wholes, written, zero_over_zero

T = Number("t", "Threshold", 0.845, 0, 1, 0.005, "{:.3f}")
N = Whole("n", "Sample size", 400, 50, 5000, 50, "{:,}")
PREVALENCE = Number("prevalence", "Prevalence", 0.15, 0.01, 0.6, 0.01, "{:.0%}")
SEPARATION = Number("separation", "Separation", 1.5, 0, 4, 0.1, "{:.1f}")
SEED = Whole("seed", "Seed", 42, 0, 9999, 1)
SCORES = Choice("scores", "Scores", "drawn", {"drawn": "as drawn", "calibrated": "calibrated to probabilities"})


@dataclass(frozen=True)
class Source(State):
    """What samples are drawn from, and by which seed."""

    prevalence: float = of(PREVALENCE)
    separation: float = of(SEPARATION)
    seed: int = of(SEED)


@dataclass(frozen=True)
class Sample(Source):
    """A sample."""

    n: int = of(N)


@dataclass(frozen=True)
class Threshold(State):
    """A threshold."""

    t: float = of(T)


# A dataclass takes the fields of its last base first: an address begins with the threshold.
@dataclass(frozen=True)
class Cut(Sample, Threshold):
    """The threshold, the sample that it cuts, and what its scores are."""

    scores: str = of(SCORES)


# What is the same for all data, at every threshold.
THRESHOLDS = np.array(T.values())
ASKED = THRESHOLDS[::10]  # those at which the reader draws
CELLS_PER_BAR = 4
BINS = np.array([(k + 0.5) * CELLS_PER_BAR * T.step for k in range((THRESHOLDS.size - 1) // CELLS_PER_BAR)])
# At the i-th threshold, how many cells of each bar lie below it.
CELLS_BELOW = np.clip(
    np.arange(THRESHOLDS.size) - CELLS_PER_BAR * np.arange(BINS.size)[:, np.newaxis], 0, CELLS_PER_BAR
)
IN_CODE = [f"{t:g}" for t in T.values()]

HELD = ("threshold in histogram", "threshold", "grip in histogram", "marker")
SWEEP = Graph(
    "sweep",
    "Jaccard score over the threshold, above a histogram of the scores, coloured by what the threshold makes of them",
    height=480,
    least=420,
    handles=tuple(Handle(place, x=T, anywhere=True) for place in HELD),
)
FORMULA = jaccard_formula("formula")
TILES = Tiles("tiles")
SAY = Line("say", "At threshold {t} the model finds {tp} {positives} and makes {fp} {alarms}. {advice}")
RARE = 0.05  # what the task asks for
CHECKS = Checks("cut", ("rare", "best"))
BEST = Line("best", "{best} {calibration}", live=False)
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "import numpy as np\nfrom sklearn.metrics import jaccard_score\n\n"
    "n, prevalence, separation = {n}, {prevalence}, {separation}\n"
    "rng = np.random.default_rng({seed})\n"
    "y_true = rng.binomial(1, prevalence, size=n)\n"
    "logits = rng.normal(size=n) + separation * y_true\n"
    "{scores}\n"
    "jaccard_score(y_true, p >= {t})  # {j}\n",
)
SCORES_IN_CODE = {
    "drawn": "p = 1 / (1 + np.exp(-logits))",
    "calibrated": "prior = np.log(prevalence / (1 - prevalence))\n"
    "p = 1 / (1 + np.exp(-(prior + separation * logits - separation**2 / 2)))",
}


class _Sweep(NamedTuple):
    """Counts and scores at every threshold of the grid, and the best of them; None where no threshold is better."""

    counts: core.Counts
    jaccards: NDArray[np.float64]
    best: core.Best | None

    @property
    def written(self) -> list[str]:
        """Each score in words."""
        empty = (self.counts.union == 0).tolist()
        words = zip(written(self.jaccards), empty, strict=True)
        return [zero_over_zero(0) if is_empty else word for word, is_empty in words]


def _scored(state: Cut) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the labels of the sample, and the scores that are cut."""
    drawn = core.scored_labels(seed=state.seed, n=state.n, prevalence=state.prevalence, separation=state.separation)
    calibrated = state.scores == "calibrated"
    return drawn.y_true, core.posterior(drawn, state.prevalence, state.separation) if calibrated else drawn.scores


def view(state: Cut) -> View:
    """Return the lesson in one state."""
    y_true, p = _scored(state)
    counts = core.threshold_counts(y_true, p, THRESHOLDS)
    any_positive = bool(y_true.any())
    sweep = _Sweep(counts, core.jaccard(counts), core.best_on_grid(y_true, p, THRESHOLDS) if any_positive else None)
    figure = sweep_figure(
        THRESHOLDS,
        sweep.jaccards,
        np.stack([counts.tp, counts.fp, counts.fn, counts.tn], axis=1),
        core.jaccard_interval(counts),
        sweep.best.threshold if sweep.best else None,
        BINS,
        _highest(counts),
    )
    exact = core.best_exact(y_true, p) if any_positive else None
    return View(
        figures={SWEEP.id: figure},
        moving=[Columns((T,), {**_in_figure(sweep), **_in_words(sweep), **CHECKS.columns(_checked(state, sweep))})],
        texts={
            **BEST.texts(
                best=_best(sweep.best, exact, float(y_true.mean())),
                calibration=_calibration(state.scores == "calibrated", exact),
            ),
            **SNIPPET.some(
                seed=f"{state.seed}",
                prevalence=f"{state.prevalence:g}",
                n=f"{state.n}",
                separation=f"{state.separation:g}",
                scores=SCORES_IN_CODE[state.scores],
            ),
        },
        tables={TABLE.id: _table(sweep)},
    )


def _in_figure(sweep: _Sweep) -> dict[Target, Column]:
    """Return what moves in the figure, at every threshold."""
    # what the sweep loses from one threshold to the next is what lies between them
    below_fn, above_tp = _bars(_cells(sweep.counts.tp))
    below_tn, above_fp = _bars(_cells(sweep.counts.fp))
    return in_figure(
        SWEEP.id,
        {
            **sweep_moving(THRESHOLDS, sweep.jaccards, core.jaccard_interval(sweep.counts), written(sweep.jaccards)),
            "tn": {"y": below_tn},
            "fn": {"y": below_fn},
            "fp": {"y": above_fp},
            "tp": {"y": above_tp},
        },
    )


def _in_words(sweep: _Sweep) -> dict[Target, Words]:
    """Return the texts at every threshold."""
    counts = sweep.counts
    hits, alarms, positives = counts.tp.tolist(), counts.fp.tolist(), int(counts.support[0])
    tp, fp, fn, tn = map(wholes, (counts.tp, counts.fp, counts.fn, counts.tn))
    finds = [_finds(count, positives) for count in hits]
    return {
        **jaccard_columns(FORMULA, tp, fp, fn, sweep.written),
        **TILES.columns(tp=tp, fp=fp, fn=fn, tn=tn),
        **SAY.columns(
            t=T.words,
            tp=[found for found, _ in finds],
            positives=[of_them for _, of_them in finds],
            fp=fp,
            alarms=["false positive" if count == 1 else "false positives" for count in alarms],
            advice=[_advice(sweep.best, *each) for each in zip(hits, alarms, sweep.jaccards.tolist(), strict=True)],
        ),
        **SNIPPET.some(t=IN_CODE, j=written(sweep.jaccards, 4)),
    }


def _finds(hits: int, positives: int) -> tuple[str, str]:
    """Return how many of the positives are found, and what stands after that number."""
    if not positives:
        return "no", "positive"
    if hits == positives <= 2:
        return ("the only", "positive") if hits == 1 else ("both", "positives")
    return whole(hits), f"of {many(positives, 'positive')}"


def _cells(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    inside = counts[:-1] - counts[1:]
    inside[-1] += counts[-1]  # a score of exactly 1 belongs to the last cell
    return inside


def _highest(counts: core.Counts) -> int:
    """Return how many items the fullest bar of the histogram has, on both sides of the threshold."""
    return int(_cells(counts.predicted).reshape(-1, CELLS_PER_BAR).sum(axis=1).max())


def _bars(cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the part of each bar that lies below the threshold, and the part above it, a row for every threshold."""
    bars = cells.reshape(-1, CELLS_PER_BAR)
    inside = np.concatenate([np.zeros((len(bars), 1), int), bars.cumsum(axis=1)], axis=1)
    # a bar is whole on one side of the threshold, but for the one that the threshold goes through
    below = np.take_along_axis(inside, CELLS_BELOW, axis=1).T
    return below, inside[:, -1] - below


# ---- words ---------------------------------------------------------------------------------------------------------


def _advice(best: core.Best | None, found: int, raised: int, j: float) -> str:
    """Return how the best threshold compares with one that has so many true and false positives, and this score."""
    if best is None:
        return "This sample has no positive to find, so no threshold is better than another."
    hits, alarms = best.counts.tp - found, best.counts.fp - raised
    if order(best.score, j) == 0:
        as_well = f" {best.threshold:.3f} does as well." if hits or alarms else ""
        return f"No threshold on the grid does better.{as_well}"
    where = f"The best, {best.threshold:.3f},"
    if hits < 0 or alarms < 0:  # then none is above 0: a higher threshold has fewer of both
        return f"{where} gives up {many(-hits, 'true positive')} to drop {many(-alarms, 'false positive')}."
    return f"{where} finds {many(hits, 'more true positive')} and accepts {many(alarms, 'more false positive')}."


def _checked(state: Cut, sweep: _Sweep) -> dict[str, CheckColumn]:
    """Return which conditions of the task hold at every threshold, and what is said of them."""
    rare = state.prevalence <= RARE
    prevalence = f"Prevalence {RARE:.0%} at most: {'yes' if rare else 'not yet'}, it is {state.prevalence:.0%}."
    if sweep.best is None:
        return {"rare": (rare, prevalence), "best": (False, "No better threshold: there is no positive to find.")}
    top = sweep.best.score
    met = sweep.jaccards >= top - SAME
    said = [
        f"No better threshold: {f'yes, J is {score(j)}' if holds else 'not yet, J is {} and the best {}'.format(*apart(j, top))}."
        for holds, j in zip(met.tolist(), sweep.jaccards.tolist(), strict=True)
    ]
    return {"rare": (rare, prevalence), "best": (met, said)}


def _best(grid: core.Best | None, exact: core.Best | None, share: float) -> str:
    if grid is None or exact is None:
        return (
            "Without a positive there is no best threshold: J is 0 wherever an item is predicted positive, and "
            f"{zero_over_zero(0)}, wherever none is."
        )
    low, high = core.jaccard_interval(grid.counts)
    on_grid, of_all = apart(grid.score, exact.score)
    return unbroken(
        f"Everything positive has J = {score(share)}, the share of positives: read each J against that. The best of the 201 "
        f"thresholds is {score(grid.threshold)}, with J = {on_grid}. The best of all is {score(exact.threshold, 4)}, with J "
        f"= {of_all}. The band is the 95 % Wilson interval of a threshold that is fixed in advance. At the best one, "
        f"{score(low)} to {score(high)} tends to be too high: it was chosen on these items."
    )


def _calibration(calibrated: bool, exact: core.Best | None) -> str:
    if not calibrated:
        return "The scores are not probabilities here, so the best threshold need not be J*/(1 + J*)."
    if exact is None:
        return "The scores are probabilities here."
    return (
        "The scores are probabilities here. With very many items no threshold beats J*/(1 + J*), which is "
        f"{core.plug_in_threshold(exact.score):.3f} for the J* of these."
    )


def _table(sweep: _Sweep) -> Table:
    best = sweep.best.threshold if sweep.best else None
    chosen = sorted({*range(0, THRESHOLDS.size, 10), *([] if best is None else [T.index(best)])})
    counts = sweep.counts
    columns = [each.tolist() for each in (THRESHOLDS, counts.tp, counts.fp, counts.fn, counts.tn, sweep.jaccards)]
    return Table(
        ["threshold", "TP", "FP", "FN", "TN", "J"],
        [[Cell(t, f"{t:.3f} (best)") if t == best else t, *others] for t, *others in zip(*columns, strict=True)],
        caption="Counts and score at every tenth threshold",
        shown=chosen,
    )


# ---- the page ------------------------------------------------------------------------------------------------------


def _asked(state: Cut) -> NDArray[np.float64]:
    """Return J at the thresholds that are drawn."""
    y_true, p = _scored(state)
    at_each: NDArray[np.float64] = core.jaccard(core.threshold_counts(y_true, p, ASKED))
    return at_each


DRAW = Draw(
    "An item is predicted positive if its score reaches the threshold. Draw how J goes on from threshold 0, where every item "
    "is.",
    SWEEP,
    curve="J",
    xs=ASKED.tolist(),
    at=[f"threshold {t:.2f}" for t in ASKED.tolist()],
    truth=_asked,
    why="J climbs as long as a step up drops mostly false positives. Beyond its peak the true positives that are lost weigh "
    "more. With rarer positives it pays to be strict, and the peak lies further right.",
    begins="all positive: J is {}",
    hides=(FORMULA, SAY, BEST),
)

LESSON = Lesson(
    path="/thresholds",
    chapter=chapters.THRESHOLDS,
    title="Where to cut",
    summary="A score becomes a decision by a threshold. Move it and see which errors it trades.",
    minutes=4,
    state=Cut,
    view=view,
    idea=["A model gives each item a score, and somebody has to say from which score on it means yes: where to cut?"],
    question=DRAW,
    lead=[FORMULA, TILES],
    figures=[Scrubbed(SWEEP, T), SAY, BEST],
    controls=[
        Slider(N),
        Slider(PREVALENCE),
        Slider(SEPARATION),
        NumberField(SEED),
        caption(
            "Prevalence is the share of positives. Separation is how far their scores lie above those of the "
            "negatives. Another seed draws other items."
        ),
        Buttons(SCORES),
    ],
    called=[
        paragraph(
            "The score from which on an item is predicted positive is the ",
            html.B("threshold"),
            ", and trying many of them is a ",
            html.B("sweep"),
            ". The best threshold on the items that chose it looks better than it is on new ones.",
        )
    ],
    task=Task(
        f"Let positives become rarer: a prevalence of {RARE:.0%} at most. Then find a threshold that none on the grid beats.",
        CHECKS,
    ),
    folds=[
        Fold("The numbers", TABLE),
        Code(
            [
                core.threshold_counts,
                core.best_on_grid,
                core.best_exact,
            ],
            SNIPPET,
        ),
        Fold(
            "Common mistakes",
            static_formula("t*", "J*", "1 + J*", spoken="t star equals J star over 1 plus J star"),
            paragraph(
                "Scores are not probabilities just because they lie between 0 and 1. For true probabilities the best "
                "threshold is never above one half: it is J*/(1 + J*), where J* is the best score that can be reached. The "
                "notebook that this course grew from adds the separation to the logits, which are the scores before they "
                "are squeezed into 0 to 1. It leaves out how rare positives are, so a score of 0.5 means far less than one "
                "in two. That is why its best threshold is so high: 0.778 for very many items, and 0.845 for these 400 by "
                "chance. Choose calibrated scores and a large sample, and see the best threshold move to J*/(1 + J*)."
            ),
            paragraph(
                "A grid of thresholds can miss the best one. Only thresholds between different scores make a difference, "
                "so trying each score once is exact. The notebook’s grid of 201 thresholds misses nothing here, but its "
                "grid in section 7 does."
            ),
        ),
    ],
)
