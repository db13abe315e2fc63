"""What the training says: the scores at every iteration, what to know before believing them, and the table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.base import NOTHING
from components.lessons.soft_jaccard.models import (
    CAP,
    EVERY,
    ITERATIONS,
    RATE,
    SLOTS,
    Model,
    Models,
    Slopes,
    Slot,
    Trained,
    scores_of,
    slopes,
)
from components.live.target import Column, Target
from components.markup.table import Table
from components.page import Checks
from components.state import Whole
from components.words.formula import Formula
from components.words.line import Line, Words, filled
from components.words.numbers import SAME, score, whole, written

ITERATION = Whole("iteration", "Training iteration", ITERATIONS, 0, ITERATIONS, EVERY)
RECORDED = np.array(ITERATION.values())
IN_TABLE = [0, 1, 2, *range(4, ITERATION.count, 4)]

HEADS = {slot: Line(slot, "{name}") for slot in SLOTS}
READOUTS = {slot: Line(slot, "{j}") for slot in SLOTS}
FORMULAS = {
    slot: Formula(
        slot,
        "soft J",
        "{tp}",
        "{tp2} + {fp} + {fn}",
        "{soft}",
        small=True,
    )
    for slot in SLOTS
}
SAY = Line("say", "{hard}")
SOFT = Line("soft", "{soft}", live=False)
HIGH, SOON = 0.6, 100  # what the task asks for: J of the second model, and after how many iterations at most
CHECKS = Checks("training", ("score", "soon"))
WARNING = Line("warning", "{said}", live=False)
CHECKED = Line("checked", "{said}", live=False)


def name_of(models: Sequence[Model], slot: Slot) -> str:
    """Return the name of the model at a place, if there is one."""
    return next((model.name for model in models if model.slot == slot), NOTHING)


def in_words(models: Sequence[Model], found: Trained) -> dict[Target, Words]:
    """Return the texts at every recorded iteration."""
    hard_j = [written(fit.history.jaccard) for fit in found.fits]
    soft_j = [written(core.jaccard(counts)) for counts in found.soft]
    said: dict[Target, Words] = {}
    for slot in SLOTS:
        k = next((k for k, model in enumerate(models) if model.slot == slot), None)
        said |= READOUTS[slot].columns(j=NOTHING if k is None else hard_j[k])
        if k is None or not models[k].soft:
            said |= FORMULAS[slot].columns(**dict.fromkeys(("tp", "tp2", "fp", "fn", "soft"), NOTHING))
            continue
        tp, fp, fn = (written(count, 1) for count in (found.soft[k].tp, found.soft[k].fp, found.soft[k].fn))
        said |= FORMULAS[slot].columns(tp=tp, tp2=tp, fp=fp, fn=fn, soft=soft_j[k])
    return said | SAY.columns(hard=_hard(models, hard_j, [fit.history.jaccard for fit in found.fits]))


def _hard(models: Sequence[Model], scores: Sequence[list[str]], values: Sequence[NDArray[np.float64]]) -> Words:
    """Return what the models score on the training set at every recorded iteration, and which is ahead."""
    before = (
        f"J is {scores[0][0]} for each model, the share of positives: every probability is still 0.5, so every item is "
        "predicted positive."
    )
    by_slot = {model.slot: each for model, each in zip(models, scores, strict=True)}
    template = f"{scores_of(models, 'after {k} iterations')}{{ahead}}"
    after = filled(template, k=ITERATION.words, ahead=_ahead(np.stack(values)), **by_slot)
    return [before, *after[1:]]


def _ahead(scores: NDArray[np.float64]) -> list[str]:
    """Return which of the models is ahead at every recorded iteration: nothing where two of them are."""
    best = scores.max(axis=0) - scores < SAME
    return [f" The {SLOTS[int(there.argmax())]} is ahead." if there.sum() == 1 else "" for there in best.T]


def checks(found: Trained) -> dict[Target, Column]:
    """Return what the task asks for, at every recorded iteration."""
    return CHECKS.columns({"score": _high(found.fits[1].history.jaccard), "soon": _soon()})


def _high(scores: NDArray[np.float64]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return at which iterations the second model scores what the task asks for, and what is said of it."""
    met = scores >= HIGH
    said = [
        f"J of the second model at least {HIGH}: {'yes' if holds else 'not yet'}, it is {text}."
        for holds, text in zip(met.tolist(), written(scores), strict=True)
    ]
    return met, said


def _soon() -> tuple[NDArray[np.bool_], list[str]]:
    """Return which iterations are early enough for the task, and what is said of them."""
    met = RECORDED <= SOON
    said = [
        f"At most {SOON} iterations: {'yes' if holds else 'not yet'}, there are {k}."
        for holds, k in zip(met.tolist(), RECORDED.tolist(), strict=True)
    ]
    return met, said


def soft(models: Sequence[Model], found: Trained) -> str:
    """Return where the soft scores start, and what holds them back."""
    starts = [score(core.jaccard(counts)[0]) for model, counts in zip(models, found.soft, strict=True) if model.soft]
    if not starts:
        return "No model is trained for soft J, the score of probabilities."
    start = f"Soft J, the score of probabilities, starts at {starts[0]}."
    if all(model.descent.gradient == "exact" for model in models if model.soft):
        return start
    items = whole(len(found.data.y_train))
    return f"{start} The printed gradient is divided by the {items} items, so its steps are {items} times too small."


def warnings(models: Sequence[Model], found: Trained) -> list[str]:
    """Return what a reader has to know before believing the figures."""
    said = [
        f"The learning rate {model.asked:.2f} of {model.name} is too high: beyond {CAP} its steps jump over the lowest "
        f"point again and again. So {CAP} is used."
        for model in models
        if model.asked > model.descent.learning_rate
    ]
    for model, fit in zip(models, found.fits, strict=True):
        least, last = float(fit.history.loss.min()), float(fit.history.loss[-1])
        if not last <= least + max(0.02, 0.1 * least):
            said.append(
                f"The loss of {model.name} was {score(least)} and is {score(last)} at the end: the training does not settle."
                f"{' A lower learning rate may.' if model.descent.learning_rate > RATE.low else ''}"
            )
    for part, y in (("training", found.data.y_train), ("test", found.data.y_test)):
        if not y.any():
            said.append(f"There is no positive in the {part} set, so J on it is 0 whatever the model does.")
    return said


def checked(state: Models, found: Trained) -> str:
    """Return the derivative of the second model's loss in three ways, after the first recorded steps."""
    loss = state.second
    if loss == "log":
        return "The log loss is a mean, so its gradient is divided by n. Printed and exact gradient are the same."
    at: Slopes = slopes(found.data, loss, found.fits[1].history.weights[1])
    return (
        f"Slope of this loss along the first feature’s weight after {EVERY} iterations: finite differences "
        f"{at.by_differences:.3g}, exact {at.exact:.3g}, as printed {at.printed:.3g}. {_beside(at, len(found.data.y_train))}"
    ).replace("-", "−")


def _beside(at: Slopes, items: int) -> str:
    """Return how many times the exact and the printed slope the finite differences are."""
    if abs(at.exact) < 1e-6:
        return "So near 0 the three cannot be compared."
    exact, printed = at.by_differences / at.exact, at.by_differences / at.printed
    kink = "" if abs(printed - items) < 0.05 else " The rest is a kink of the loss."
    return (
        f"So by finite differences it is {exact:.1f} times the exact one, and {printed:.1f} times the printed one, which is "
        f"divided by the {whole(items)} items.{kink}"
    )


def table(models: Sequence[Model], fits: Sequence[core.Fit]) -> Table:
    """Return loss and score after some of the iterations."""
    histories = [fit.history for fit in fits]
    names = [model.run.label for model in models]
    columns = [RECORDED, *(history.loss for history in histories), *(history.jaccard for history in histories)]
    return Table(
        ["iterations", *(f"loss, {name}" for name in names), *(f"J at 0.5, {name}" for name in names)],
        list(zip(*(column.tolist() for column in columns), strict=True)),
        caption="Loss with its L2 penalty, and Jaccard at the threshold 0.5, on the training set after some of the iterations",
        digits=[0, *(4 for _ in names), *(3 for _ in names)],
        shown=IN_TABLE,
    )
