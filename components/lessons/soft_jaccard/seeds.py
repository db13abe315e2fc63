"""Many seeds: the same training on many random data sets, and what of a difference between the models is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.cache import cached
from components.figures.seed_differences import Row, seed_differences
from components.lessons import chapters
from components.lessons.soft_jaccard.models import ITERATIONS, Models, Settings
from components.lessons.soft_jaccard.settings import FOLDED
from components.live.view import View
from components.live.work import Work
from components.live.work import work as work_of
from components.markup.table import Cell, Table
from components.page import (
    Buttons,
    Check,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    Predict,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.state import Choice, Whole, of
from components.words.line import Line
from components.words.numbers import listed, signed

SEEDS = Whole("seeds", "Number of seeds", 40, 20, 100, 20)
REPEAT = Choice("repeat", "What is repeated", "first", {"first": "the first settings", "now": "the settings of now"})


@dataclass(frozen=True)
class Repeated(Settings):
    """How models are trained, on how many seeds, and whether with these settings or the first ones."""

    seeds: int = of(SEEDS)
    repeat: str = of(REPEAT)

    @property
    def repeated(self) -> Models:
        """What is repeated, but for its seed."""
        return Models.read(self.values()) if self.repeat == "now" else Models()


class Compared(NamedTuple):
    """A model less the first one over the seeds, at one kind of threshold."""

    differences: NDArray[np.float64]
    mean: core.Difference

    @property
    def outcome(self) -> str:
        """Which of the two is ahead, as far as the seeds can tell."""
        return "ahead" if self.mean.low > 0 else "behind" if self.mean.high < 0 else "level"


FIGURE = Graph(
    "differences",
    "Differences of the Jaccard score on the test set over many seeds, with a dot for each seed and the interval of the mean",
    height=430,
    least=300,
)
SAY = Line(
    "say",
    "Over {count} seeds {last} differs from {first} by {at_half} in J at 0.5 and {tuned} at own thresholds. {left}",
)
EACH = Line(
    "each",
    "J at 0.5 less that of {first}, as the mean with its 95 % interval: {at_half}. With each model’s own threshold, chosen on "
    "its training set: {tuned}.",
    live=False,
)
LEFT = Line("left", "{left}", live=False)
NARROW = 0.03  # the width that the task asks for
CHECKS = Checks("seeds", ("narrow",))
WHICH = Line("which", "{which}", live=False)
TABLE = TablePlace("table")


# What a step costs for an item, in steps of a smooth loss: the Lovász hinge sorts the items.
STEP = {"log": 1, "soft_jaccard": 1, "soft_dice": 1, "lovasz_hinge": 8}
LONG = 20_000_000  # such steps; more of them take longer than others should wait, some 50 ms

train_on_seeds = cached(core.train_on_seeds)


def work(state: Repeated) -> list[Work]:
    """Return the training on many seeds, if it takes long."""
    recipe = state.repeated.recipe
    steps = state.seeds * ITERATIONS * recipe.n * sum(STEP[each.loss] for each in recipe.descents)
    return work_of(train_on_seeds, **_experiment(state)) if steps > LONG else []


def _experiment(state: Repeated) -> dict[str, Any]:
    recipe = state.repeated.recipe
    return {
        "seeds": range(state.seeds), "descents": recipe.descents, "iterations": ITERATIONS, **recipe.data,
    }  # fmt: skip


def view(state: Repeated) -> View:
    """Return the many seeds in one state."""
    found = train_on_seeds(**_experiment(state))
    at_half, tuned = _compared(found.at_half), _compared(found.tuned)
    models = state.repeated.models
    runs = [model.run for model in models]
    rows = [
        Row(
            f"{where}: {run.label} − {runs[0].label}", signed(each.mean.estimate), run.color, each.differences, *each.mean
        )
        for where, compared in (("at 0.5", at_half), ("own threshold", tuned))
        for run, each in zip(runs[1:], compared, strict=True)
    ]  # fmt: skip
    names = [model.name for model in models]
    checks = {"narrow": _narrow(at_half[-1].mean)}
    return View(
        figures={
            FIGURE.id: seed_differences(rows, x_title="difference in J on the test set", each="seed", write=signed)
        },
        texts={
            **SAY.texts(
                count=state.seeds,
                last=names[-1],
                first=names[0],
                at_half=signed(at_half[-1].mean.estimate),
                tuned=signed(tuned[-1].mean.estimate),
                left=_in_short(at_half[-1], tuned[-1]),
            ),
            **EACH.texts(
                first=names[0],
                at_half=_said(names, at_half),
                tuned=_said(names, tuned),
            ),
            **LEFT.texts(left=_left(at_half[-1], tuned[-1])),
            **CHECKS.texts(checks),
            **WHICH.texts(
                which="Now each change of the settings trains on all seeds anew."
                if state.repeat == "now"
                else "The settings below change nothing: these are the ones that the course opens with."
            ),
        },
        tables={TABLE.id: _table(names, found, at_half, tuned)},
        props=CHECKS.marks(checks),
    )


def _compared(scores: NDArray[np.float64]) -> list[Compared]:
    """Return each model but the first less the first one."""
    differences = (scores[:, 1:] - scores[:, :1]).T
    return [Compared(each, core.mean_interval(each)) for each in differences]


# ---- words ---------------------------------------------------------------------------------------------------------


def _said(names: Sequence[str], compared: Sequence[Compared]) -> str:
    each = [
        f"{name} {signed(mean.estimate)} ({signed(mean.low)} to {signed(mean.high)})"
        for name, (_, mean) in zip(names[1:], compared, strict=True)
    ]
    return listed(each)


def _in_short(at_half: Compared, tuned: Compared) -> str:
    """Return in a few words what is left of the last model's difference with each model's own threshold."""
    if at_half.outcome == "level":
        return "Both may be chance." if tuned.outcome == "level" else "The first may be chance."
    if tuned.outcome == "level":
        return "Most of that was the threshold." if _mostly(at_half, tuned) else "The second may be chance."
    return "Not all was the threshold." if tuned.outcome == at_half.outcome else "So the order turns round."


def _mostly(at_half: Compared, tuned: Compared) -> bool:
    """Return whether own thresholds take more than half of the difference away."""
    return abs(tuned.mean.estimate) < abs(at_half.mean.estimate) / 2


def _narrow(mean: core.Difference) -> Check:
    """Return whether the interval of the last model at 0.5 is as narrow as the task asks."""
    width = mean.high - mean.low
    met = width <= NARROW
    return Check(met, f"Interval at most {NARROW} wide: {'yes' if met else 'not yet'}, it is {width:.4f} wide.")


def _left(at_half: Compared, tuned: Compared) -> str:
    """Return what is left of the last model's difference with each model's own threshold."""
    if at_half.outcome == "level":
        return "At 0.5 the last interval has 0 in it: no difference that these seeds can show."
    word = "win" if at_half.outcome == "ahead" else "loss"
    if tuned.outcome == "level":
        moved = f" Most of the {word} at 0.5 was the threshold." if _mostly(at_half, tuned) else ""
        return f"Now the last interval has 0 in it: no difference that these seeds can show.{moved}"
    if tuned.outcome == at_half.outcome:
        return f"A {word} of the last model is left, so not all of it was the threshold."
    return f"The last model’s {word} at 0.5 has turned round."


def _table(
    names: Sequence[str], found: core.SeedScores, at_half: Sequence[Compared], tuned: Sequence[Compared]
) -> Table:
    def means(values: NDArray[np.float64]) -> list[float]:
        return values.mean(axis=0).tolist()  # type: ignore[no-any-return]

    def beside(compared: Sequence[Compared], what: str) -> list[Cell | str]:
        return ["", *(Cell(getattr(each.mean, what), signed(getattr(each.mean, what))) for each in compared)]

    rows: list[list[object]] = []
    for where, scores, compared in (
        ("at 0.5", found.at_half, at_half), ("at its own threshold", found.tuned, tuned),
    ):  # fmt: skip
        rows += [
            [f"mean J {where}", *means(scores)],
            ["difference from the first model", *beside(compared, "estimate")],
            ["95 % interval of it, lower end", *beside(compared, "low")],
            ["95 % interval of it, upper end", *beside(compared, "high")],
            *_outcomes(compared),
        ]
    rows.append(["mean of its own threshold", *means(found.thresholds)])
    return Table(
        ["on the test sets", *names],
        rows,
        caption=f"The models on the seeds 0 to {len(found.at_half) - 1}, after {ITERATIONS} iterations each",
        digits=4,
    )


def _outcomes(compared: Sequence[Compared]) -> list[list[object]]:
    """Return on how many seeds each model is better than the first, equal and worse, a row for each."""
    signs = [np.sign(each.differences) for each in compared]
    return [
        [f"seeds where it is {word}", None, *(int(np.count_nonzero(each == sign)) for each in signs)]
        for word, sign in (("better", 1), ("equal", 0), ("worse", -1))
    ]


# ---- the page ------------------------------------------------------------------------------------------------------

LESSON = Lesson(
    path="/soft-jaccard/seeds",
    chapter=chapters.TRAINING,
    work=work,
    title="Many seeds",
    summary="One test set decides little: the same experiment on many seeds shows what is left.",
    minutes=4,
    further=True,
    state=Repeated,
    view=view,
    idea=[
        "One data set says little of others: what is left of a difference between models when all is drawn anew many times?",
    ],
    question=Predict(
        "At the threshold 0.5, a model trained on the exact soft Jaccard loss beats one trained on log loss. If each has its own "
        "threshold, from its training set, which is ahead over 40 seeds?",
        {
            "soft Jaccard": "At 0.5 it is ahead, because its loss was made for that threshold. With a threshold of its own, log "
            "loss does as well: the interval of the difference has 0 in it.",
            "log loss": "Its probabilities need a lower threshold than 0.5, and with that it catches up. But the interval of "
            "the difference has 0 in it.",
            "cannot be told": "With a threshold of its own log loss does as well: the interval of the "
            "difference has 0 in it. Most of the win at 0.5 was the threshold.",
        },
        right="cannot be told",
        hides=(FIGURE, SAY, LEFT),
    ),
    lead=[
        Slider(SEEDS),
        Buttons(REPEAT),
        WHICH,
    ],
    figures=[
        FIGURE,
        SAY,
        LEFT,
    ],
    called=[
        paragraph(
            "A dot is a seed, and the bar through the diamond is the 95 % ",
            html.B("confidence interval of the mean"),
            ", by Student’s t over the seeds: it says where the mean over very many seeds lies. Single seeds spread much wider, "
            "which is why one data set decides little.",
        )
    ],
    task=Task(f"Narrow the interval of the last model at 0.5 to at most {NARROW}.", CHECKS),
    folds=[FOLDED, Fold("The numbers", TABLE, EACH), Code([core.train_on_seeds])],
)
