"""Resampling with replacement, many times at once.

What an item adds to a sum depends on its kind alone, so a resample of n items is one multinomial draw of how many there are
of each kind. Where there are nearly as many kinds as items, it is faster to draw the items and count. Both have the same
distribution. Whole groups of items are drawn as kinds of which there is one each.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.kernels.tally import blocks

BLOCK = 2**21  # numbers in a block of resamples
SLOWER = 8  # a multinomial takes so much longer for a kind than counting takes for an item


def drawn_kinds(
    kinds: NDArray[np.int64], resamples: int, rng: np.random.Generator
) -> Iterator[tuple[slice, NDArray[np.int64]]]:
    """Draw as many items as there are, anew for each resample: yield resamples (a slice), and their counts (., kinds).

    `kinds` holds how many items there are of each kind.
    """
    n = int(kinds.sum())
    if SLOWER * kinds.size < n or kinds.size == 1:
        for part in blocks(resamples, max(1, BLOCK // kinds.size)):
            size = min(part.stop, resamples) - part.start
            yield part, rng.multinomial(n, kinds / n, size=size)
        return
    kind_of = np.repeat(np.arange(kinds.size), kinds)
    for part in blocks(resamples, max(1, BLOCK // n)):
        size = min(part.stop, resamples) - part.start
        chosen = kind_of[rng.integers(n, size=(size, n))]
        chosen += kinds.size * np.arange(size)[:, np.newaxis]
        yield part, np.bincount(chosen.ravel(), minlength=size * kinds.size).reshape(size, -1)
