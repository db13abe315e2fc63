"""The models of all lessons on training: what they are trained with, their training, and how they are called and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

import core
from components.cache import cached
from components.figures.base import Run
from components.state import Choice, Number, State, Whole, of
from components.theme import Colour
from components.words.numbers import listed, unbroken

ITERATIONS = 400
EVERY = 5  # iterations from one record to the next
CAP = 0.3  # the highest learning rate of the Lovász hinge: with higher ones its steps jump over the lowest point

LossName = Literal["log", "soft_jaccard", "soft_dice", "lovasz_hinge"]
LOSSES: dict[str, str] = {
    "log": "log loss",
    "soft_jaccard": "soft Jaccard",
    "soft_dice": "soft Dice",
    "lovasz_hinge": "Lovász hinge",
}
SHORT = {"log": "log loss", "soft_jaccard": "soft J", "soft_dice": "soft Dice", "lovasz_hinge": "Lovász"}
FUNCTIONS: dict[str, Callable[..., core.Loss]] = {
    "log": core.log_loss,
    "soft_jaccard": core.soft_jaccard_loss,
    "soft_dice": core.soft_dice_loss,
    "lovasz_hinge": core.lovasz_hinge_loss,
}
SOFT = ("soft_jaccard", "soft_dice")

FIRST = Choice("first", "First model", "log", LOSSES)
SECOND = Choice("second", "Second model", "soft_jaccard", LOSSES)
THIRD = Choice("third", "Third model", "soft_jaccard", {**LOSSES, "none": "none"})
RATE = Number("rate", "Learning rate, first", 0.2, 0.05, 5, 0.05, "{:.2f}")
SECOND_RATE = Number("second_rate", "Learning rate, second", 1, 0.05, 5, 0.05, "{:.2f}")
THIRD_RATE = Number("third_rate", "Learning rate, third", 1, 0.05, 5, 0.05, "{:.2f}")
GRADIENT = Choice("gradient", "Gradient of the second", "printed", {"printed": "as printed", "exact": "exact"})
L2 = Number("l2", "L2 penalty", 0.01, 0, 0.1, 0.005, "{:.3f}")
SEED = Whole("seed", "Seed", 42, 0, 9999, 1)
N = Whole("n", "Items, 70 % to train on", 1000, 100, 1600, 100)
PREVALENCE = Number("prevalence", "Share of positives", 0.1, 0.02, 0.5, 0.02, "{:.0%}")
SEPARATION = Number("separation", "Distance of the classes", 2, 0.5, 4, 0.25, "{:.2f}")
MISLABELLED = Number("mislabelled", "Wrong labels in training", 0, 0, 0.3, 0.02, "{:.0%}")

Slot = Literal["first", "second", "third"]
SLOTS: tuple[Slot, ...] = ("first", "second", "third")
LOOKS = {"first": (Colour.INK, "solid"), "second": (Colour.INK_2, "4px,4px"), "third": (Colour.ACCENT, "solid")}


class Recipe(NamedTuple):
    """What decides the trained models: how each is trained, and the data."""

    descents: tuple[core.Descent, ...]
    seed: int
    n: int
    prevalence: float
    separation: float
    mislabelled: float

    @property
    def data(self) -> dict[str, Any]:
        """The options of the data, but for their seed."""
        return {name: getattr(self, name) for name in ("n", "prevalence", "separation", "mislabelled")}


class Model(NamedTuple):
    """A model: its place, how it is trained, the learning rate that was asked for, its full name, and how it is drawn."""

    slot: Slot
    descent: core.Descent
    asked: float
    name: str
    run: Run

    @property
    def soft(self) -> bool:
        """Whether its loss is made of soft counts."""
        return self.descent.loss in SOFT


@dataclass(frozen=True)
class Settings(State):
    """What models are trained with, and which data are drawn."""

    first: str = of(FIRST)
    rate: float = of(RATE)
    second: str = of(SECOND)
    gradient: str = of(GRADIENT)
    second_rate: float = of(SECOND_RATE)
    third: str = of(THIRD)
    third_rate: float = of(THIRD_RATE)
    l2: float = of(L2)
    n: int = of(N)
    prevalence: float = of(PREVALENCE)
    separation: float = of(SEPARATION)
    mislabelled: float = of(MISLABELLED)


@dataclass(frozen=True)
class Models(Settings):
    """The models: how they are trained, and on the data of which seed."""

    seed: int = of(SEED)

    @property
    def models(self) -> list[Model]:
        """The two or three models."""
        asked = list(zip(SLOTS, (self.first, self.second, self.third), self._rates(), strict=True))
        chosen = [each for each in asked if each[1] != "none"]
        printed = {loss for slot, loss, _ in chosen if self._printed(slot, loss)}
        kinds = [
            "as printed" if self._printed(slot, loss) else "exact" if loss in printed else ""
            for slot, loss, _ in chosen
        ]
        named = {"as printed": "{} as printed", "exact": "exact {}", "": "{}"}
        names = _told_apart(
            [named[kind].format(LOSSES[loss]) for (_, loss, _), kind in zip(chosen, kinds, strict=True)]
        )
        labels = _told_apart([kind or SHORT[loss] for (_, loss, _), kind in zip(chosen, kinds, strict=True)])
        return [
            Model(slot, self._descent(slot, loss, rate), rate, name, Run(label, *LOOKS[slot]))
            for (slot, loss, rate), name, label in zip(chosen, names, labels, strict=True)
        ]

    @property
    def recipe(self) -> Recipe:
        """What the models are trained with."""
        descents = tuple(model.descent for model in self.models)
        return Recipe(descents, self.seed, self.n, self.prevalence, self.separation, self.mislabelled)

    def _rates(self) -> tuple[float, float, float]:
        return self.rate, self.second_rate, self.third_rate

    def _printed(self, slot: Slot, loss: str) -> bool:
        return slot == "second" and self.gradient == "printed" and loss != "log"

    def _descent(self, slot: Slot, loss: str, rate: float) -> core.Descent:
        used = min(rate, CAP) if loss == "lovasz_hinge" else rate
        return core.Descent(cast(LossName, loss), used, self.l2, "printed" if self._printed(slot, loss) else "exact")


def scores_of(models: Sequence[Model], of_first: str) -> str:
    """Return the template of what each model scores, with a slot for each score; `of_first` stands after that of the first."""
    first, *others = models
    name = first.name[0].upper() + first.name[1:]
    rest = listed([f"{other.name} {{{other.slot}}}" for other in others])
    return unbroken(f"{name} has J = {{first}} {of_first}, {rest}.")


def _told_apart(names: Sequence[str]) -> list[str]:
    """Return the names, each that stands twice with its number."""
    counts = Counter(names)
    return [name if counts[name] == 1 else f"{name} ({k})" for k, name in enumerate(names, 1)]


class Trained(NamedTuple):
    """The data, and for each model its fit: the weights after the last iteration, and records from 0, 5, ... to 400.

    `soft` has the soft counts of the training set at every record.
    """

    data: core.TrainingData
    fits: list[core.Fit]
    soft: list[core.Counts]


@cached
def trained(recipe: Recipe) -> Trained:
    """Return the trained models."""
    data = core.training_data(seed=recipe.seed, **recipe.data)
    X, y = data.X_train, data.y_train
    # The model is recorded before each step, so the record of step 400, counted from 0, is the model after 400 steps.
    fits = core.fit_side_by_side(X, y, recipe.descents, iterations=ITERATIONS + 1, record_every=EVERY)
    fits = [core.Fit(fit.history.weights[-1], fit.history) for fit in fits]
    soft = [core.soft_counts(y, core.sigmoid(fit.history.weights @ X.T)) for fit in fits]
    return Trained(data, fits, soft)


class Slopes(NamedTuple):
    """The derivative of a loss by the weight of the first feature, in three ways, at some weights."""

    by_differences: float
    exact: float
    printed: float


def slopes(data: core.TrainingData, loss: str, weights: NDArray[np.float64]) -> Slopes:
    """Return the derivatives; the finite difference asks for values of the loss alone."""
    function, X, y = FUNCTIONS[loss], data.X_train, data.y_train
    # the Lovász hinge is straight between kinks, and a shorter step seldom has one in it; the others are curved
    size = 1e-8 if loss == "lovasz_hinge" else 1e-5
    step = np.array([0.0, size, 0.0])
    ahead, behind = (function(y, X @ (weights + move)).value for move in (step, -step))
    exact = float(function(y, X @ weights).gradient @ X[:, 1])
    return Slopes((ahead - behind) / (2 * size), exact, exact if loss == "log" else exact / len(y))
