"""Two models on one test set: whether their intervals overlap decides nothing, the interval of the difference does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.cache import cached
from components.figures.paired_intervals import moved, paired_intervals
from components.lessons import chapters
from components.live.target import Column, Columns, Target, in_figure
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Box,
    Buttons,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    LiveTable,
    NumberField,
    Predict,
    Presets,
    Select,
    Slider,
    TablePlace,
    Task,
    caption,
    paragraph,
)
from components.state import Choice, Number, State, Whole, of
from components.words.formula import Formula
from components.words.line import Line
from components.words.numbers import apart, score, signed

UNIT = Choice("unit", "What is scored", "items", {"items": "items, yes or no", "images": "images, by the IoU of masks"})
ALIKE = Number("alike", "Errors alike", 0.3, 0, 1, 0.05, "{:.0%}")
RATE = Whole("rate", "Errors of B for 100 of A", 80, 50, 100, 5)
PER_IMAGE = 20  # items in a test set for each image in one of the same size
SIZE = Choice(
    "size",
    "Test set",
    "20",
    {str(images): f"{PER_IMAGE * images:,} items, or {images} images" for images in (10, 20, 40, 60, 100)},
)
SEED = Whole("seed", "Seed", 8, 0, 9999, 1)


@dataclass(frozen=True)
class Paired(State):
    """What is scored, how alike the errors of the two models are, how many B makes, how large the test set is, the seed.

    The seed draws the images and what the models get wrong in them; of items it draws the resamples.
    """

    unit: str = of(UNIT)
    alike: float = of(ALIKE)
    rate: int = of(RATE)
    size: str = of(SIZE)
    seed: int = of(SEED)


# Of the items a quarter is positive. Model A misses 30 in 100 positives, and has 20 false positives for 100 positives.
POSITIVE = 0.25
MISSED, FALSE_ALARMS = 0.3, 0.2
ERROR = 1.5  # px, of model A in images
RESAMPLES = 4000
NAMES = ("A", "B", "B − A")
LOWEST, LOWEST_IMAGE = -0.25, -1.03  # where the axis begins: the IoU of one image can differ by 1


class Along(NamedTuple):
    """What the slider moves, at its n positions, for A, B and B − A: arrays (n, 3), of ends (n, 3, 2), of dots (n, 3, m).

    `errors` are the standard errors, `r` (n,) is the correlation of the two scores.
    """

    scores: NDArray[np.float64]
    ends: NDArray[np.float64]
    errors: NDArray[np.float64]
    r: NDArray[np.float64]
    dots: NDArray[np.float64]

    @property
    def overlap(self) -> list[bool]:
        """Whether the intervals of A and B alone overlap."""
        low, high = self.ends[:, :2, 0].max(axis=1), self.ends[:, :2, 1].min(axis=1)
        return [start <= end for start, end in zip(low.tolist(), high.tolist(), strict=True)]


FIGURE = Graph(
    "intervals",
    "The scores of two models with an interval each, and below them their difference with its paired interval, on one scale",
    height=380,
    least=300,
)
SAY = Line(
    "say",
    "{what} is {a} for A and {b} for B. Their intervals {overlap}. The paired one of their difference, {low} to {high}, "
    "{verdict}",
)
FORMULA = Formula("formula", "s²", "{a}² + {b}² − 2 · {r} · {a2} · {b2}", "", "{d}²", small=True)
NUMBERS = TablePlace("numbers")
CHECKS = Checks("pitfalls-paired", ("overlap", "ahead"))


def view(state: Paired) -> View:
    """Return the lesson in one state."""
    of_images = state.unit == "images"
    images = int(state.size)
    along = (
        _along_images(images, state.rate, state.seed)
        if of_images
        else _along_items(PER_IMAGE * images, state.rate, state.seed)
    )
    score_name = "IoU" if of_images else "J"
    return View(
        figures={
            FIGURE.id: paired_intervals(
                NAMES,
                along.dots.shape[2],
                lowest=LOWEST_IMAGE if of_images else LOWEST,
                x_title=f"{score_name}, and below it the difference",
                each="image",
            )
        },
        moving=[Columns((ALIKE,), _columns(along, "Mean IoU" if of_images else "J"))],
        tables={NUMBERS.id: _table(along, "mean IoU" if of_images else "J")},
    )


# ---- numbers -------------------------------------------------------------------------------------------------------


def in_common(first: int, second: int, among: int, alike: float) -> int:
    """Return how many errors two models share: at 0 as many as by chance, at 1 all those of the one that makes fewer."""
    by_chance = first * second / among
    return round(by_chance + alike * (min(first, second) - by_chance))


def labels(items: int, rate: int, alike: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the true labels of the items, and what A and B predict: each counts the same at any `alike`."""
    positives = round(POSITIVE * items)
    wrong = []
    for among, share in ((positives, MISSED), (items - positives, FALSE_ALARMS)):
        of_a = round(share * positives)
        of_b = round(of_a * rate / 100)
        start = of_a - in_common(of_a, of_b, among, alike)
        at = np.arange(among)
        wrong.append([at < of_a, (start <= at) & (at < start + of_b)])
    true = np.arange(items) < positives
    a, b = np.concatenate(wrong, axis=1)
    return true, true ^ a, true ^ b


@cached
def _along_items(items: int, rate: int, seed: int) -> Along:
    """Return the J of both models, whose intervals are Wilson's, and their difference over the same resamples for both."""
    each = [_of_items(seed, *labels(items, rate, alike)) for alike in ALIKE.values()]
    scores, ends, errors, r = (np.array(column) for column in zip(*each, strict=True))
    return Along(scores, ends, errors, r, np.zeros((ALIKE.count, len(NAMES), 0)))


def _of_items(
    seed: int, true: NDArray[np.bool_], *predicted: NDArray[np.bool_]
) -> tuple[list[float], list[core.Interval], list[float], float]:
    counts = [core.confusion_counts(true, each) for each in predicted]
    a, b = (float(core.jaccard(each)) for each in counts)
    drawn = core.resampled_counts(true, *predicted, resamples=RESAMPLES, seed=seed)
    resampled = core.jaccard(drawn, zero_division=np.nan)
    differences = resampled[1] - resampled[0]
    errors = [float(each.std()) for each in (*resampled, differences)]
    ends = [*(core.jaccard_interval(each) for each in counts), core.percentile_interval(differences)]
    return [a, b, b - a], ends, errors, _correlation(*resampled)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    matrix: NDArray[np.float64] = np.corrcoef(one, other)
    return float(matrix[0, 1])


@cached
def _along_images(images: int, rate: int, seed: int) -> Along:
    """Return the mean IoU of both models over the images, and their mean difference, with Student's intervals."""
    rows = []
    for alike in ALIKE.values():
        drawn = core.drawn_image_pairs(
            seed=seed, images=images, errors=(ERROR, round(ERROR * rate / 100, 9)), alike=alike
        )
        a, b = core.ious(drawn.true_masks, drawn.first_masks), core.ious(drawn.true_masks, drawn.second_masks)
        rows.append((a, b, b - a))
    dots = np.array(rows)
    means = np.array([[core.mean_interval(values) for values in row] for row in rows])
    errors = dots.std(axis=2, ddof=1) / images**0.5
    r = np.array([_correlation(*row[:2]) for row in rows])
    return Along(means[:, :, 0], means[:, :, 1:], errors, r, dots)


# ---- words ---------------------------------------------------------------------------------------------------------


def _columns(along: Along, what: str) -> dict[Target, Column]:
    pairs = [apart(a, b) for a, b in along.scores[:, :2].tolist()]
    words = [[*pair, signed(difference)] for pair, difference in zip(pairs, along.scores[:, 2].tolist(), strict=True)]
    ends = [
        [*([score(end) for end in row] for row in rows[:2]), [signed(end) for end in rows[2]]]
        for rows in along.ends.tolist()
    ]
    a, b, d = ([score(each) for each in column] for column in along.errors.T.tolist())
    widths = [[score(high - low) for low, high in rows] for rows in along.ends.tolist()]
    cells = {
        cell(row, column): [each[row] for each in texts]
        for row in range(len(NAMES))
        for column, texts in (
            ("interval", [[f"{low} to {high}" for low, high in rows] for rows in ends]),
            ("width", widths),
        )
    }
    return {
        **in_figure(FIGURE.id, moved(along.scores, along.ends, words, along.dots)),
        **SAY.columns(
            what=what,
            a=[pair[0] for pair in pairs],
            b=[pair[1] for pair in pairs],
            overlap=["overlap" if yes else "do not overlap" for yes in along.overlap],
            low=[rows[2][0] for rows in ends],
            high=[rows[2][1] for rows in ends],
            verdict=[_verdict(*rows[2]) for rows in along.ends.tolist()],
        ),
        **CHECKS.columns(
            {
                "overlap": (
                    np.array(along.overlap),
                    [f"The intervals of A and B overlap: {'yes' if yes else 'not yet'}." for yes in along.overlap],
                ),
                "ahead": _checked(along.ends[:, 2, 0], [rows[2][0] for rows in ends]),
            }
        ),
        **FORMULA.columns(a=a, a2=a, b=b, b2=b, r=[score(each, 2) for each in along.r.tolist()], d=d),
        **cells,
    }


def _checked(lows: NDArray[np.float64], words: list[str]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return where B is ahead, and what is said of it."""
    met = lows > 0
    said = [
        f"B is ahead: {'yes' if holds else 'not yet'}, the interval of the difference begins at {low}."
        for holds, low in zip(met.tolist(), words, strict=True)
    ]
    return met, said


def _verdict(low: float, high: float) -> str:
    if low == high == 0:
        return "is 0: they err alike."
    if low <= 0 <= high:
        return "has 0 in it: undecided."
    return f"leaves 0 out: {'B' if low > 0 else 'A'} is ahead."


def cell(row: int, column: str) -> Target:
    """Return the place of a number in the small table: of A, B or B − A (0, 1, 2)."""
    return Target(f"{column}-{row}")


def _table(along: Along, what: str) -> Table:
    rows = []
    for at, scores, ends, overlap in zip(
        ALIKE.values(), along.scores.tolist(), along.ends.tolist(), along.overlap, strict=True
    ):
        alone = [value for value, end in zip(scores[:2], ends[:2], strict=True) for value in (value, *end)]
        paired = [Cell(value, signed(value)) for value in (scores[2], *ends[2])]
        inside = ends[2][0] <= 0 <= ends[2][1]
        rows.append([Cell(at, ALIKE.show(at)), *alone, *paired, "yes" if overlap else "no", "yes" if inside else "no"])
    return Table(
        ["errors alike", *(f"{name}, {each}" for name in NAMES for each in (what, "from", "to")), "A, B overlap", "0 inside"],
        rows,
        caption="Both models by how alike their errors are: each with its 95 % interval, and the difference with the paired one",
    )  # fmt: skip


# ---- the page ------------------------------------------------------------------------------------------------------

BESIDE = Box(
    "beside",
    LiveTable(
        ["model", "95 % interval", "width"],
        [[name, cell(row, "interval"), cell(row, "width")] for row, name in enumerate(NAMES)],
        caption="Each model alone, and the difference",
    ),
)
HOW = Box(
    "how",
    FORMULA,
    caption(
        "The standard error s of the difference, from those of A and B. Here r says how far the scores of A and B go up "
        "and down together: the more they do, the less is left for the difference."
    ),
)
PRESETS = Presets(
    {
        "They overlap, and the difference may be chance": {"alike": 0.0},
        "They overlap as much, and B is ahead": {"alike": 0.9},
        "They do not overlap": {"rate": 50},
        "Two models that are as good": {"rate": 100, "alike": 0.5},
        "Images that are hard for both": {"unit": "images", "alike": 0.9},
    }
)
PREDICT = Predict(
    "Two models are scored on the same 400 items. J is 0.583 for A and 0.655 for B, and their 95 % intervals overlap. Is B "
    "better, or may that be chance?",
    {
        "no, the intervals overlap": "Each interval says how far one score may be off. But both models have met the same "
        "items, so their scores are off together. If they err on the same items, the difference is far surer than either.",
        "yes, its J is higher": "With these 400 items it is. If the two err on different items, other items may turn the "
        "order round.",
        "one has to know where each errs": "Two intervals do not tell. If both models err on the same items, the difference "
        "is sure. If they err on different ones, it may be chance. The counts of each are the same in both cases.",
    },
    right="one has to know where each errs",
    see=("The same two scores, with errors that are alike", {"alike": 0.9}),
    hides=(FIGURE, BESIDE, SAY, PRESETS, HOW, CHECKS),
)
LESSON = Lesson(
    path="/pitfalls/paired",
    chapter=chapters.PITFALLS,
    title="Two models, one test set",
    summary="Whether two intervals overlap decides nothing; the interval of the difference does.",
    minutes=4,
    further=True,
    state=Paired,
    view=view,
    idea=[
        "Whoever has two models wants to know which is better, and often looks at whether their intervals overlap.",
    ],
    question=PREDICT,
    lead=[
        Slider(ALIKE),
        caption("0 %: the two err independently of each other. 100 %: B errs only where A does."),
        BESIDE,
        SAY,
    ],
    figures=[
        FIGURE,
        PRESETS,
    ],
    controls=[Buttons(UNIT), Slider(RATE), Select(SIZE), NumberField(SEED)],
    below=[HOW],
    called=[
        paragraph(
            "The interval of the difference over the same items is a ",
            html.B("paired"),
            " interval, and drawn from resampled items a ",
            html.B("paired bootstrap"),
            ". Whether the intervals of two models overlap decides nothing.",
        )
    ],
    task=Task("Change how alike the errors are until B is ahead, though the intervals of A and B overlap.", CHECKS),
    folds=[
        Fold(
            "The paired interval",
            paragraph(
                "For items, the slider leaves the counts of each model as they are. It only sets how many errors the two have in "
                "common. Only what the models do differently can tell them apart. So the test set is drawn again many times, "
                "each time the same items for both models, and the difference is taken each time: a paired bootstrap. For "
                "images, the mean of the differences has Student’s interval over the images, not over pixels."
            ),
            paragraph(
                "Intervals that overlap decide nothing. Where two do not overlap, the paired one leaves 0 out as well. But "
                "that takes more items or images than needed: about twice as many where r is 0, and more where r is higher."
            ),
        ),
        Fold("The numbers", NUMBERS),
        Code([core.resampled_counts]),
    ],
)
