"""Thresholds: scores become decisions by a cut, and every cut trades one kind of error for the other."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from dash import html
from dash.development.base_component import Component

import core
from components import controls, page
from components.elements import Element
from components.figures import sweep
from components.formula import Line, Tiles, Words, jaccard_columns, jaccard_formula, score, static_formula, written
from components.predict import predict
from components.url import Choice, Number, bounded, href
from components.view import Column, Columns, Target, View, compose

NAME = "thresholds"
PATH = "/thresholds"
NUMBER = "6"
OVER = "6 · Thresholds"
TITLE = "Where to cut"
SUMMARY = "A score becomes a decision by a threshold; move it and see which errors it trades."


class Id(StrEnum):
    """The components that this section fills."""

    SWEEP = "thresholds-sweep"
    FORMULA = "thresholds-formula"
    TILES = "thresholds-tiles"
    SAY = "thresholds-say"
    BEST = "thresholds-best"
    SNIPPET = "thresholds-snippet"
    TABLE = "thresholds-table"


T = Number("t", "Threshold", 0.845, 0, 1, 0.005, "{:.3f}")
N = Number("n", "Sample size", 400, 50, 5000, 50, "{:,}")
PREVALENCE = Number("prevalence", "Prevalence", 0.15, 0.01, 0.6, 0.01, "{:.0%}")
SEPARATION = Number("separation", "Separation", 1.5, 0, 4, 0.1, "{:.1f}")
SEED = Number("seed", "Seed", 42, 0, 9999, 1)
CALIBRATION = Choice(
    "scores", "Scores", "drawn", {"drawn": "as the document draws them", "calibrated": "calibrated to probabilities"}
)
PARAMS = (T, N, PREVALENCE, SEPARATION, SEED, CALIBRATION)
SLIDERS = (T, N, PREVALENCE, SEPARATION)

GRID = core.uniform_grid(0, 1, 201)
CELLS_PER_BAR = 4
BINS = np.array([(k + 0.5) * CELLS_PER_BAR * T.step for k in range((GRID.size - 1) // CELLS_PER_BAR)])
# At the i-th threshold, how many cells of each bar lie below it.
CELLS_BELOW = np.clip(np.arange(GRID.size) - CELLS_PER_BAR * np.arange(BINS.size)[:, np.newaxis], 0, CELLS_PER_BAR)

# What is the same for all data, at every threshold.
THRESHOLDS = np.array(T.values())
ROOM_LEFT, ROOM_RIGHT = (THRESHOLDS >= 0.25).astype(int), (THRESHOLDS <= 0.75).astype(int)
IN_CODE = [f"{t:g}" for t in T.values()]

FORMULA = jaccard_formula(Id.FORMULA)
TILES = Tiles(Id.TILES)
SAY = Line(Id.SAY, "At {t} the model finds {tp} of {positives} positives and raises {fp} {alarms}. {advice}")
BEST = Line(
    Id.BEST,
    "Among 201 evenly spaced cuts, the grid, the best is {grid_t} with J = {grid_j}; among all cuts that the scores "
    "allow, {exact_t} with J = {exact_j}. The band says how far chance may have moved each J: it is the 95 % Wilson "
    "interval for TP out of the union. At the best cut on the grid it reaches from {low} to {high}. {calibration}",
)
SNIPPET = Line(
    Id.SNIPPET,
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


def view(*, t: float, n: int, prevalence: float, separation: float, seed: int, scores: str) -> View:
    """Return the section in one state."""
    drawn = core.scored_labels(seed=seed, n=n, prevalence=prevalence, separation=separation)
    calibrated = scores == "calibrated"
    p = core.posterior(drawn, prevalence, separation) if calibrated else drawn.scores
    counts = core.threshold_counts(drawn.y_true, p, GRID)
    jaccards = core.jaccard(counts)
    j = written(jaccards)
    grid = core.best_on_grid(drawn.y_true, p, GRID)
    exact = core.best_exact(drawn.y_true, p) if drawn.y_true.any() else grid
    band = core.jaccard_interval(counts)
    at_best = core.jaccard_interval(grid.counts)
    texts = {
        **BEST.texts(
            grid_t=score(grid.threshold),
            grid_j=score(grid.score),
            exact_t=score(exact.threshold, 4),
            exact_j=score(exact.score),
            low=score(at_best.low),
            high=score(at_best.high),
            calibration=_calibration(calibrated, exact.score),
        ),
        **{
            SNIPPET.target(slot): text
            for slot, text in {
                "seed": f"{seed}",
                "prevalence": f"{prevalence:g}",
                "n": f"{n}",
                "separation": f"{separation:g}",
                "scores": SCORES_IN_CODE[scores],
            }.items()
        },
    }
    figure = sweep.sweep_figure(
        GRID, jaccards, np.stack([counts.tp, counts.fp, counts.fn, counts.tn], axis=1), band, grid.threshold, BINS
    )
    return compose(
        NAME,
        {"t": t, "n": n, "prevalence": prevalence, "separation": separation},
        SLIDERS,
        moving=[Columns((T,), {**_figure(counts, jaccards, j), **_words(counts, jaccards, j, grid)})],
        figures={Id.SWEEP: figure},
        texts=texts,
        parts={Target(Id.TABLE): _table(counts, jaccards, grid.threshold)},
    )


def _figure(counts: core.Counts, jaccards: Any, j: list[str]) -> dict[Target, Column]:
    """Return what moves in the figure, at every threshold; `j` are the scores in words."""
    # what the sweep loses from one cut to the next is what lies between them
    below_fn, above_tp = _bars(_cells(counts.tp))
    below_tn, above_fp = _bars(_cells(counts.fp))
    bars = dict(zip(sweep.BARS, (below_tn, below_fn, above_fp, above_tp), strict=True))
    cuts = (sweep.CUT, sweep.CUT_IN_HISTOGRAM)
    sides = {sweep.NEGATIVE_SIDE: ROOM_LEFT, sweep.POSITIVE_SIDE: ROOM_RIGHT}
    places: dict[tuple[str | int, ...], Column] = {
        **{("data", k, "y"): bar for k, bar in bars.items()},
        ("data", sweep.MARKER, "x"): THRESHOLDS[:, np.newaxis],
        ("data", sweep.MARKER, "y"): jaccards[:, np.newaxis],
        ("data", sweep.MARKER, "text"): [[each] for each in j],
        ("layout", "shapes", sweep.CUT, "y1"): jaccards,
        **{("layout", "shapes", k, x): THRESHOLDS for k in cuts for x in ("x0", "x1")},
        **{("layout", "annotations", k, "x"): THRESHOLDS for k in sides},
        **{("layout", "annotations", k, "opacity"): room for k, room in sides.items()},
    }
    return {Target(Id.SWEEP, "figure", path): column for path, column in places.items()}


def _words(counts: core.Counts, jaccards: Any, j: list[str], best: core.Best) -> dict[Target, Words]:
    """Return the texts at every threshold; `j` are the scores in words."""
    tps, fps, fns, tns = (count.tolist() for count in (counts.tp, counts.fp, counts.fn, counts.tn))
    tp, fp, fn, tn = (list(map(str, count)) for count in (tps, fps, fns, tns))
    return {
        **jaccard_columns(FORMULA, tp, fp, fn, j),
        **TILES.columns(tp=tp, fp=fp, fn=fn, tn=tn),
        **SAY.columns(
            t=T.words,
            tp=tp,
            positives=str(tps[0] + fns[0]),
            fp=fp,
            alarms=["false alarm" if alarms == 1 else "false alarms" for alarms in fps],
            advice=[_advice(best, hits, alarms) for hits, alarms in zip(tps, fps, strict=True)],
        ),
        SNIPPET.target("t"): IN_CODE,
        SNIPPET.target("j"): written(jaccards, 4),
    }


def layout(**given: object) -> Component:
    """Return the section's page in the state that an address gives."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "A model gives scores; the Jaccard score wants a yes or a no. Move the cut and watch which mistakes you "
            "trade for which.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[
            controls.slider(NAME, T, values["t"]),
            FORMULA.layout(shown.texts),
            TILES.layout(shown.texts),
        ],
        controls=[
            controls.slider(NAME, N, values["n"]),
            controls.slider(NAME, PREVALENCE, values["prevalence"]),
            controls.slider(NAME, SEPARATION, values["separation"]),
            controls.number_field(NAME, SEED, values["seed"]),
            html.P(
                "Prevalence is the share of positives, separation how far their scores lie above the others. Another "
                "seed draws other items.",
                className="caption",
            ),
            controls.choice(NAME, CALIBRATION, values["scores"]),
        ],
        figures=[
            page.graph(
                Id.SWEEP,
                shown.figures[Id.SWEEP],
                described="Jaccard score over the threshold, above a histogram of the scores by what the cut makes of them",
                height=480,
            ),
            SAY.layout(shown.texts),
            BEST.quiet(shown.texts),
        ],
        below=[
            predict(
                NAME,
                "If positives become rarer, where does the best cut go?",
                {
                    "lower": "A lower cut would chase the few hits that are left, but every negative that it lets "
                    "through makes the union larger, and of negatives there are now more.",
                    "stays": "The curve of one sample can look that way for a while, since its best cut jumps from one "
                    "peak to the next. With many items the move is steady: the cut goes up.",
                    "higher": "With fewer hits to win and more negatives to let in by mistake, it pays to be strict. "
                    "Beware that this is about scores as they are drawn here. Probabilities shrink by themselves when "
                    "positives are rare, and then their best cut goes down.",
                },
                right="higher",
                see=("See it with 5% positives", href(PATH, PARAMS, n=5000, prevalence=0.05)),
            ),
        ],
        folds=[
            page.fold("The numbers", page.slot(Id.TABLE, shown.parts)),
            page.code_fold(NAME, [core.threshold_counts, core.best_on_grid, core.best_exact], SNIPPET, shown.texts),
            page.fold(
                "Where the document goes wrong",
                static_formula("t*", "J*", "1 + J*", spoken="t star equals J star over 1 plus J star"),
                page.paragraph(
                    "The document calls its scores probabilities, but they are not: it adds the separation to the "
                    "logits, the scores before they are squeezed into 0 to 1, and forgets how rare positives are, so a "
                    "score of 0.5 means far less than one in two. That is why its best cut lies as high as 0.845. For "
                    "true probabilities the best cut is never above one half: it is J*/(1 + J*), where J* is the best "
                    "score that can be reached. Choose calibrated scores above and a large sample, and see it move "
                    "there."
                ),
                page.paragraph(
                    "It also looks for the best cut on a grid. Only cuts between different scores make a difference, "
                    "so trying each score once is exact, and cannot step over the best one."
                ),
            ),
        ],
    )


def _cells(counts: Any) -> Any:
    inside = counts[:-1] - counts[1:]
    inside[-1] += counts[-1]  # a score of exactly 1 belongs to the last cell
    return inside


def _bars(cells: Any) -> tuple[Any, Any]:
    """Return the part of each bar that lies below the cut, and the part above it, a row for every threshold."""
    bars = cells.reshape(-1, CELLS_PER_BAR)
    inside = np.concatenate([np.zeros((len(bars), 1), int), bars.cumsum(axis=1)], axis=1)
    # a bar is whole on one side of the cut, but for the one that the cut goes through
    below = np.take_along_axis(inside, CELLS_BELOW, axis=1).T
    return below, inside[:, -1] - below


def _advice(best: core.Best, found: int, raised: int) -> str:
    hits, alarms = best.counts.tp - found, best.counts.fp - raised
    where = f"The best cut on the grid, {best.threshold:.3f},"
    if not best.score:
        return "There is no positive to find in this sample, so J is 0 at every cut, taking 0/0 as 0."
    if (hits, alarms) == (0, 0):
        return "No cut on the grid does better."
    if hits <= 0 and alarms <= 0:
        return f"{where} gives up {_many(-hits, 'hit')} to drop {_many(-alarms, 'false alarm')}."
    if hits >= 0 and alarms >= 0:
        return f"{where} finds {_many(hits, 'more hit')} and accepts {_many(alarms, 'more false alarm')}."
    return f"{where} changes the hits by {hits:+d} and the false alarms by {alarms:+d}."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count or 'no'} {noun}s"


def _calibration(calibrated: bool, j: float) -> str:
    if not calibrated:
        return "The scores are not probabilities here, so no rule can tell the best cut in advance."
    return (
        "The scores are probabilities here: the more items, the closer the best cut comes to J*/(1 + J*), which is "
        f"{core.plug_in_threshold(j):.3f} for these."
    )


def _table(counts: core.Counts, jaccards: Any, best: float) -> Element:
    chosen = sorted({*range(0, GRID.size, 10), T.index(best)})
    columns = [values[chosen].tolist() for values in (GRID, counts.tp, counts.fp, counts.fn, counts.tn, jaccards)]
    rows = [
        [f"{cut:.3f}" + (" (best)" if cut == best else ""), *cells, score(j)]
        for cut, *cells, j in zip(*columns, strict=True)
    ]
    return page.table(["threshold", "TP", "FP", "FN", "TN", "J"], rows, caption="Counts and score at every tenth cut")
