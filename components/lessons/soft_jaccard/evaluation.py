"""Evaluation: what the trained models score on the test set, at every threshold and at those that one would choose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from dash import dcc, html
from numpy.typing import NDArray

import core
from components import peer
from components.figures.threshold_curves import OffGrid, OnGrid, threshold_curves
from components.lessons import chapters
from components.lessons.soft_jaccard.models import ITERATIONS, SEED, SLOTS, Model, Models, scores_of, trained
from components.lessons.soft_jaccard.settings import FOLDED
from components.lessons.soft_jaccard.tested import GRID, RESAMPLES, Tested, tested
from components.live.target import Target
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Check,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    Made,
    NumberField,
    Predict,
    TablePlace,
    Task,
    paragraph,
)
from components.state import address
from components.words.line import Line
from components.words.numbers import apart, compared, many, score, signed, whole, zero_over_zero
from components.words.numbers import exact as exactly

# The finer curve is drawn where the grid misses more of the score than the eye could overlook.
MISSED = 0.02
FEW = 100  # positives: fewer of them are called few

TEST = Graph(
    "curves",
    "Jaccard score on the test set over the threshold, with one curve and one best threshold per model",
    height=430,
)
VERDICT = Line("verdict", "{scores} {turn}")
CHANCE = Line("chance", "For {first} J is {first_hits}, and for {last} {last_hits}. {chance} {paired}", live=False)
CHECKS = Checks("test-set", ("decided",))
DATA = Line(
    "data",
    "The training set has {train_items} items, with a share of positives of {train_rate}. The test set has {test_items}, with "
    "{test_rate}. Each item has two features, standardised on the training set, and the constant 1.",
    live=False,
)
SUMMARY = TablePlace("summary")
PAIRED = Made(
    lambda _: html.P(
        [
            "The interval of the difference is ",
            html.B("paired"),
            f": the test items are drawn again, {RESAMPLES:,} times, each time the same ones for both models. Whether the "
            "Wilson intervals of two single models overlap decides nothing, as ",
            dcc.Link("Two models, one test set", href=address("/pitfalls/paired") + "?alike=0.9"),
            " shows: an item that is hard for both does not make them differ.",
        ]
    )
)
SNIPPET = Line(
    "snippet",
    "import numpy as np\nfrom sklearn.metrics import jaccard_score\n\n"
    "rng = np.random.default_rng({seed})\n"
    "rng.binomial(1, 0.15, size=400), rng.normal(size=400)  # section 6 draws first\n"
    "negatives, positives, tested = {negatives}, {positives}, {tested}\n"
    "X = np.vstack([rng.normal(0, 1, (negatives, 2)), rng.normal({separation}, 1, (positives, 2))])\n"
    "order = rng.permutation(len(X))\n"
    "X, y = X[order], np.repeat([0, 1], [negatives, positives])[order]\n"
    "X = (X - X[tested:].mean(axis=0)) / X[tested:].std(axis=0)\n"
    "X, y = np.column_stack([np.ones(tested), X[:tested]]), y[:tested]  # the test set\n\n"
    "for name, w in {{\n"
    "{models}"
    "}}.items():\n"
    "    print(name, jaccard_score(y, X @ w >= 0))  # p >= 0.5 where the logit is >= 0\n"
    "{scores}",
)


def view(state: Models) -> View:
    """Return the evaluation in one state."""
    models, found, tests = state.models, trained(state.recipe), tested(state.recipe)
    y = found.data.y_test
    checks = {"decided": _decided(tests[-1].paired)}
    finer = next((k for k, model in enumerate(models) if model.descent.gradient == "printed"), None)
    return View(
        figures={
            TEST.id: threshold_curves(
                GRID,
                [_on_grid(model, test) for model, test in zip(models, tests, strict=True)],
                None if finer is None else _off_grid(y, models[finer], tests[finer]),
                x_title="threshold",
                y_title="Jaccard",
            )
        },
        texts={
            **_verdict(models, tests),
            **_chance(int(y.sum()), models, tests),
            **CHECKS.texts(checks),
            **_data(found.data),
            **_snippet(state, found.fits, tests),
        },
        tables={SUMMARY.id: _summary(models, tests)},
        props=CHECKS.marks(checks),
    )


def _on_grid(model: Model, test: Tested) -> OnGrid:
    counts = test.counts
    each = np.stack([counts.tp, counts.fp, counts.fn, counts.tn], axis=1)
    return OnGrid(model.run, test.scores, each, test.best_on_grid.threshold)


def _off_grid(y: NDArray[np.int64], model: Model, test: Tested) -> OffGrid | None:
    """Return the curve of the printed run over all thresholds, where the grid misses much of it."""
    best = test.best_of_all
    if best.score - test.best_on_grid.score < MISSED:
        return None
    thresholds, counts = core.distinct_counts(y, test.p)
    words = f"{score(best.score)} between grid points"
    return OffGrid(model.run, thresholds, core.jaccard(counts), best.threshold, best.score, words)


# ---- words ---------------------------------------------------------------------------------------------------------


def _verdict(models: Sequence[Model], tests: Sequence[Tested]) -> dict[Target, str]:
    scores = zip(models, apart(*(test.j for test in tests)), strict=True)
    template = scores_of(models, "at the threshold 0.5")
    return VERDICT.texts(
        scores=template.format(**{model.slot: j for model, j in scores}),
        turn=_turn(models, [test.j for test in tests]),
    )


def _chance(positives: int, models: Sequence[Model], tests: Sequence[Tested]) -> dict[Target, str]:
    return CHANCE.texts(
        first=models[0].name,
        first_hits=_out_of(tests[0].at_half),
        last=models[-1].name,
        last_hits=_out_of(tests[-1].at_half),
        chance=_size(positives),
        paired=_paired(tests[-1].paired),
    )


def _size(positives: int) -> str:
    if not positives:
        return "The test set has no positive, so this says nothing."
    return f"The test set has {'only ' if positives < FEW else ''}{many(positives, 'positive')}, so chance matters."


def _paired(difference: core.Difference | None) -> str:
    """Return how far chance may have moved the difference of the last model from the first."""
    if difference is None:
        return "Without a positive the two cannot be compared."
    estimate, low, high = difference
    if low == high == 0:
        return "They score alike, however often the items are drawn again."
    inside = low <= 0 <= high
    return (
        f"The difference from the first is {signed(estimate)}, with a 95 % paired interval from {signed(low)} to "
        f"{signed(high)}. {'It has 0 in it: this test set cannot tell which is better.' if inside else 'It leaves 0 out.'}"
    )


def _decided(difference: core.Difference | None) -> Check:
    """Return whether the interval of the difference leaves 0 out, as the task asks."""
    asked = "An interval of the difference without 0 in it"
    if difference is None:
        return Check(False, f"{asked}: not yet, the test set has no positive.")
    _, low, high = difference
    met = not low <= 0 <= high
    return Check(met, f"{asked}: {'yes' if met else 'not yet'}, it goes from {signed(low)} to {signed(high)}.")


def _turn(models: Sequence[Model], scores: Sequence[float]) -> str:
    last = SLOTS[len(models) - 1]
    between = models[1:-1]
    twin = between and between[0].descent == models[-1].descent._replace(gradient="printed")
    if twin and scores[1] < scores[0] < scores[-1]:
        return "The right gradient turns the conclusion round."
    return f"The {last} is {compared(scores[-1], scores[0], 'ahead of', 'behind', 'level with', digits=6)} the first."


def _out_of(counts: core.Counts) -> str:
    return f"{counts.tp} of {counts.union}" if counts.union else zero_over_zero(0)


def _data(data: core.TrainingData) -> dict[Target, str]:
    return DATA.texts(
        train_items=whole(len(data.y_train)),
        train_rate=score(data.y_train.mean()),
        test_items=whole(len(data.y_test)),
        test_rate=score(data.y_test.mean()),
    )


def _snippet(state: Models, fits: Sequence[core.Fit], tests: Sequence[Tested]) -> dict[Target, str]:
    positives = round(state.prevalence * state.n)
    weights = [", ".join(map(repr, fit.weights.tolist())) for fit in fits]
    return SNIPPET.texts(
        seed=state.seed,
        negatives=state.n - positives,
        positives=positives,
        tested=len(tests[0].p),
        separation=f"{state.separation:g}",
        models="".join(f'    "{model.name}": [{w}],\n' for model, w in zip(state.models, weights, strict=True)),
        scores="".join(f"# {exactly(test.j)}\n" for test in tests),
    )


def _paired_cells(each: Sequence[Tested], what: str) -> list[Cell | str]:
    values = [None if test.paired is None else getattr(test.paired, what) for test in each]
    return ["" if value is None else Cell(value, signed(value)) for value in values]


def _probability(p: float) -> Cell:
    """Return a probability in four digits at most: how small a very small one is says nothing here."""
    return Cell(p, "< 0.0001" if 0 < p < 1e-4 else "> 0.9999" if 0 < 1 - p < 1e-4 else score(p))


def _summary(models: Sequence[Model], each: Sequence[Tested]) -> Table:
    on_grid = [test.best_on_grid for test in each]
    return Table(
        ["on the test set", *(model.name for model in models)],
        [
            ["J at the threshold 0.5", *(test.j for test in each)],
            *([["the same by scikit-learn", *(test.by_peer for test in each)]] if peer.installed() else []),
            ["TP", *(test.at_half.tp for test in each)],
            ["TP + FP + FN", *(test.at_half.union for test in each)],
            ["95 % Wilson interval, lower end", *(Cell(t.interval.low, score(t.interval.low)) for t in each)],
            ["95 % Wilson interval, upper end", *(Cell(t.interval.high, score(t.interval.high)) for t in each)],
            ["difference from the first model", *_paired_cells(each, "estimate")],
            ["95 % paired interval, lower end", *_paired_cells(each, "low")],
            ["95 % paired interval, upper end", *_paired_cells(each, "high")],
            ["best threshold on the grid", *(Cell(best.threshold, score(best.threshold, 2)) for best in on_grid)],
            ["J there", *(best.score for best in on_grid)],
            ["best of all thresholds", *(test.best_of_all.threshold for test in each)],
            ["J there", *(test.best_of_all.score for test in each)],
            ["threshold chosen on the training set", *(test.tuned.threshold for test in each)],
            ["J there, on the test set", *(test.tuned.score for test in each)],
            ["lowest probability", *(_probability(float(t.p.min())) for t in each)],
            ["highest probability", *(_probability(float(t.p.max())) for t in each)],
        ],
        caption=f"The models after {ITERATIONS} iterations. The grid has the thresholds 0.01, 0.02, ... to 0.99.",
        digits=4,
    )


# ---- the page ------------------------------------------------------------------------------------------------------

PREDICT = Predict(
    "On the test set, at the threshold 0.5, the notebook’s soft Jaccard scores 0.175 and log loss scores 0.621. Does the soft "
    "model tell positives from negatives worse?",
    {
        "yes": "Its weights have hardly moved, but they point the right way. All its "
        "probabilities lie between 0.491 and 0.515, and at the threshold 0.507 the model scores 0.767, as much as log loss at "
        "its best.",
        "no": "All its probabilities lie between 0.491 and 0.515, so at 0.5 too many items are "
        "predicted positive. But they are in good order: at the threshold 0.507 the model scores 0.767, as much as log loss "
        "at its best.",
    },
    right="no",
    see=("Look at the printed run beside log loss", {"third": "none"}),
    hides=(TEST, VERDICT, CHANCE, SUMMARY),
)
LESSON = Lesson(
    path="/soft-jaccard/test",
    chapter=chapters.TRAINING,
    title="What the test set says",
    summary="At the threshold 0.5 the models differ. At their best thresholds they may not.",
    minutes=4,
    state=Models,
    view=view,
    idea=[
        "A comparison of models ends with data that they have not seen: what does one score on them say, and what not?",
    ],
    question=PREDICT,
    lead=[VERDICT, CHANCE],
    figures=[TEST],
    controls=[NumberField(SEED)],
    called=[PAIRED],
    task=Task("Find a seed whose test set can tell the last model from the first.", CHECKS),
    folds=[
        Fold("The numbers", SUMMARY, DATA),
        FOLDED,
        Code([core.best_exact, core.paired_difference], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "A grid of thresholds can miss the best one. The notebook tries a threshold every 0.01, and only two of them lie "
                "in so narrow a band. Its best score of 0.2857 belongs to the grid, not to the model. Among all "
                "thresholds the same model reaches 0.7667, at 0.5072. That is as much as log loss reaches. The model puts"
                " the items in good order, but the grid steps over the best threshold."
            ),
            paragraph(
                "One small test set may not decide between models. The notebook’s has 28 positives. With the exact gradient J is "
                "23 of 31, for log loss it is 18 of 29. The difference on the same items has a 95 % interval from −0.029 "
                "to +0.282, with 0 in it. Change the seed and see, or look at many seeds at once in a further lesson."
            ),
        ),
    ],
)
