"""The figure of a model's scores: J over the threshold with its band, above the histogram that the best threshold cuts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.base import Figure
from components.figures.sweep import sweep_figure, sweep_moving
from components.own.standing import standing
from components.words.numbers import written

GRID = core.uniform_grid(0, 1, 201)
BINS = 50


def sweep(true: NDArray[np.bool_], scores: NDArray[np.float64], best: float) -> Figure:
    """Return the figure of scores from 0 to 1, with the marker at the best threshold."""
    counts = core.threshold_counts(true, scores, GRID)
    jaccards, band = core.jaccard(counts), core.jaccard_interval(counts)
    cell = np.minimum((scores * BINS).astype(np.intp), BINS - 1)
    above = scores >= best
    # the height of each bar, by what the threshold makes of its items
    heights = {
        name: np.bincount(cell[chosen], minlength=BINS)
        for name, chosen in {"tp": true & above, "fp": ~true & above, "fn": true & ~above, "tn": ~true & ~above}.items()
    }
    drawn = sweep_figure(
        GRID,
        jaccards,
        np.stack([counts.tp, counts.fp, counts.fn, counts.tn], axis=1),
        band,
        best,
        (np.arange(BINS) + 0.5) / BINS,
        int(np.bincount(cell).max()),
    )
    here = core.threshold_counts(true, scores, [best])
    at_best = core.jaccard(here)
    moved = sweep_moving(np.array([best]), at_best, core.jaccard_interval(here), written(at_best))
    return standing(drawn, {**moved, **{name: {"y": [height]} for name, height in heights.items()}})
