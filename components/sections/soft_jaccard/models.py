"""The three models of the section: what they are trained with, their training, and how they are called and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

import core
from components.figures.base import Run
from components.state import Choice, Number, State, Whole, of
from components.theme import Colour

ITERATIONS = 400
EVERY = 5  # iterations from one record to the next

GRADIENT = Choice(
    "gradient",
    "Gradient of the soft Jaccard loss",
    "both",
    {"both": "both, side by side", "printed": "as printed", "exact": "exact"},
)
RATE = Number("rate", "Learning rate, log loss", 0.2, 0.05, 1, 0.05, "{:.2f}")
SOFT_RATE = Number("soft_rate", "Learning rate, soft Jaccard", 1, 0.1, 5, 0.1, "{:.1f}")
L2 = Number("l2", "L2 penalty", 0.01, 0, 0.1, 0.005, "{:.3f}")
SEED = Whole("seed", "Seed", 42, 0, 9999, 1)


class Recipe(NamedTuple):
    """What decides the trained models: two learning rates, the L2 penalty, and the seed of the data."""

    rate: float
    soft_rate: float
    l2: float
    seed: int


@dataclass(frozen=True)
class Models(State):
    """What the models are trained with, and which of them are drawn."""

    gradient: str = of(GRADIENT)
    rate: float = of(RATE)
    soft_rate: float = of(SOFT_RATE)
    l2: float = of(L2)
    seed: int = of(SEED)

    @property
    def recipe(self) -> Recipe:
        """What the models are trained with."""
        return Recipe(self.rate, self.soft_rate, self.l2, self.seed)

    @property
    def drawn(self) -> tuple[RunName, ...]:
        """The models that the figures show."""
        return DRAWN[self.gradient]


RunName = Literal["log", "printed", "exact"]
RUNS: dict[RunName, Run] = {
    "log": Run("log loss", Colour.INK, "solid"),
    "printed": Run("as printed", Colour.INK_2, "4px,4px"),
    "exact": Run("exact", Colour.ACCENT, "solid"),
}
SOFT_RUNS: tuple[RunName, ...] = ("printed", "exact")
LONG: dict[RunName, str] = {
    "log": "log loss",
    "printed": "soft Jaccard, as printed",
    "exact": "soft Jaccard, exact",
}
DRAWN: dict[str, tuple[RunName, ...]] = {
    "both": ("log", "printed", "exact"),
    "printed": ("log", "printed"),
    "exact": ("log", "exact"),
}


def descents(recipe: Recipe) -> list[core.Descent]:
    """Return how each of the models is trained."""
    return [
        core.Descent("log", recipe.rate, recipe.l2),
        core.Descent("soft_jaccard", recipe.soft_rate, recipe.l2, "printed"),
        core.Descent("soft_jaccard", recipe.soft_rate, recipe.l2),
    ]


class Trained(NamedTuple):
    """The data, and for each model its fit: the weights after the last iteration, and records from 0, 5, ... to 400.

    `soft` has the soft counts of the training set at every record, for the models whose loss is made of them. `apart` is
    the largest difference between the weights of the exact gradient and those that `core.gradient_descent` finds, which
    takes the last steps again.
    """

    data: core.TrainingData
    fits: dict[RunName, core.Fit]
    soft: dict[RunName, core.Counts]
    apart: float


@lru_cache(maxsize=32)  # some 50 kB each
def trained(recipe: Recipe) -> Trained:
    """Return the three trained models; they are kept for the next request, so nothing may write into them."""
    data = core.training_data(seed=recipe.seed)
    X, y = data.X_train, data.y_train
    # The model is recorded before each step, so the record of step 400, counted from 0, is the model after 400 steps.
    fits = core.fit_side_by_side(
        X,
        y,
        descents(recipe),
        iterations=ITERATIONS + 1,
        record_every=EVERY,
    )
    by_name = {name: core.Fit(fit.history.weights[-1], fit.history) for name, fit in zip(RUNS, fits, strict=True)}
    exact = by_name["exact"]
    again = core.gradient_descent(
        X,
        y,
        core.soft_jaccard_loss,
        learning_rate=recipe.soft_rate,
        l2=recipe.l2,
        iterations=EVERY,
        start=exact.history.weights[-2],
    )
    apart = np.abs(again.weights - exact.weights).max()
    soft = {name: core.soft_counts(y, core.sigmoid(by_name[name].history.weights @ X.T)) for name in SOFT_RUNS}
    return Trained(data, by_name, soft, float(apart))
