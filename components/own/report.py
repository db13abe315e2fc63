"""What predictions are worth: a verdict of at most five sentences, and the tables behind it. NumPy has the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

import core
from components.figures.base import Figure
from components.markup.table import Cell, Table
from components.own.pair import pair
from components.own.roles import Model, Predictions
from components.own.sweep import sweep
from components.words.numbers import listed, many, score, signed, whole

RESAMPLES = 2000
OF_TUNED = 500  # each chooses all thresholds anew
STEPS = 20_000_000  # of many kinds of items, no more draws than these
FEW_POSITIVES, FEW_GROUPS, FEW_OF_A_CLASS = 30, 20, 10
MOST_GROUPS, MOST_CLASSES_SHOWN = 50, 20
OFF = 0.05  # probabilities whose mean is farther from the share of positives are none
RULES = {"0/0 is 0": 0.0, "0/0 is 1": 1.0, "0/0 left out": math.nan}


class Said(NamedTuple):
    """A sentence, and the path of the lesson that explains it."""

    text: str
    lesson: str


class Pictured(NamedTuple):
    """A figure, what it shows, in words, and its height in pixels."""

    described: str
    figure: Figure
    height: int


@dataclass(frozen=True)
class Report:
    """The verdict, how the file was read, the tables, and the figures if they were asked for."""

    said: tuple[Said, ...]
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    figures: tuple[Pictured, ...] = ()

    @property
    def verdict(self) -> tuple[str, ...]:
        """The sentences of the verdict."""
        return tuple(sentence.text for sentence in self.said)

    def text(self) -> str:
        """Return the report as plain text."""
        parts = ["\n".join(self.verdict), "\n".join(self.notes), *(_as_text(table) for table in self.tables)]
        return "\n\n".join(filter(None, parts))

    def plain(self) -> dict[str, Any]:
        """Return the report as JSON has it: numbers with all their digits, null for what is 0/0."""
        tables = {
            table.name: [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows]
            for table in self.tables
        }
        return {"verdict": list(self.verdict), "notes": list(self.notes), "tables": tables}


class Judged(NamedTuple):
    """A model and the counts that it is judged by: at its best threshold, if it gives scores."""

    model: Model
    counts: core.Counts
    score: float
    low: float
    high: float
    tuned: core.Tuned | None = None


def judge(said: Predictions, *, pictured: bool = False) -> Report:
    """Return the report of predictions: of a positive class if there is one, else of all classes alike."""
    if said.positive is None:
        return _of_classes(said, pictured=pictured)
    return _of_positives(said, said.positive, pictured=pictured)


# ---- one positive class ----------------------------------------------------------------------------------------------


def _of_positives(said: Predictions, positive: int, *, pictured: bool) -> Report:
    true = said.truth == positive
    judged = [_judged(said, true, model, positive) for model in said.models]
    best = _best(judged)
    pairs = [
        _difference(said, true, best, each, positive) for each in judged if each is not best and _alike(best, each)
    ]
    rows, positives = true.size, int(np.count_nonzero(true))
    read = (
        f"{many(rows, 'row')} of {_called(said.models)} are judged; in {whole(positives) if positives else 'none'} of them the "
        f"truth is {said.classes[positive]!r}."
    )
    nothing = "Where nothing can be found, J says nothing of a model: look for rows with a positive."
    verdict = [Said(read, "/binary"), Said(nothing, "/pitfalls/empty")]
    if positives:
        verdict[1:] = [
            Said(_how_good(best, "J"), "/soft-jaccard/test"),
            Said(_at_threshold(best), "/pitfalls/threshold") if best.tuned else Said(_hits_and_alarms(best), "/errors"),
            *(Said(sentence, "/pitfalls/paired") for sentence in _which_is_better(pairs)),
            _look_next(said, true, best),
        ]
    tables = [
        Table(
            ["model", "threshold", "J", "from", "to", "F1"],
            [
                [
                    each.model.name,
                    Cell(t := each.tuned.best.threshold, f"{t:.6g}") if each.tuned else None,
                    *(float(value) for value in (each.score, each.low, each.high)),
                    float(core.f1_from_jaccard(each.score)),
                ]
                for each in judged
            ],
            caption="J of each model on new rows like these, with the ends of its 95 % interval, and the F1 that belongs to it",
            name="models",
        ),
        Table(
            ["model", "predicted", "TP", "FP", "FN", "TN", "J", "precision", "recall"],
            [row for each in judged for row in _here(true, each)],
            caption="The counts on these rows; J at a threshold that was chosen on them is too high for new ones",
            name="counts",
        ),
    ]
    return Report(
        tuple(verdict),
        said.notes,
        (*tables, *_differences(pairs, "J"), *_groups(said, true, judged), *_bins(true, judged)),
        (*_pictures(true, judged), *_pair_pictures(pairs)) if pictured else (),
    )


def _judged(said: Predictions, true: Any, model: Model, positive: int) -> Judged:
    if model.scores is not None:
        resamples = RESAMPLES if true.size <= 1000 else OF_TUNED
        tuned = core.tuned_threshold(true, model.scores, groups=said.groups, resamples=resamples)
        return Judged(model, tuned.best.counts, tuned.score, tuned.low, tuned.high, tuned)
    predicted = model.labels == positive
    counts = core.confusion_counts(true, predicted)
    if said.groups is None:
        ends = core.jaccard_interval(counts)
    else:
        drawn = core.resampled_counts(true, predicted, groups=said.groups, resamples=RESAMPLES)
        ends = core.percentile_interval(core.jaccard(drawn, zero_division=math.nan))
    return Judged(model, counts, float(core.jaccard(counts, zero_division=math.nan)), *ends)


def _pictures(true: Any, judged: list[Judged]) -> Iterator[Pictured]:
    for each in judged:
        if each.tuned and _are_probabilities(each.model):
            described = f"J over the threshold for {each.model.name}, above the histogram of its scores, with the best threshold"
            yield Pictured(described, sweep(true, np.asarray(each.model.scores), each.tuned.best.threshold), 480)


def _pair_pictures(pairs: list[Pair]) -> list[Pictured]:
    """Return the figure of the best model and the next one."""
    shown = [each for each in pairs if np.isfinite([*each.difference, *each.first[2:5], *each.second[2:5]]).all()]
    if not shown:
        return []
    first, second, difference = max(shown, key=lambda each: each.second.score)
    described = (
        f"A is {first.model.name}, B is {second.model.name}: each with its 95 % interval, and A − B with the paired one"
    )
    ends = core.Interval(first.low, first.high), core.Interval(second.low, second.high)
    return [Pictured(described, pair((first.score, second.score), ends, difference), 320)]


class Pair(NamedTuple):
    """The difference of the best model and another, first minus second."""

    first: Judged
    second: Judged
    difference: core.Difference


def _best(judged: list[Judged]) -> Judged:
    return max(judged, key=lambda each: -1.0 if math.isnan(each.score) else each.score)


def _alike(a: Judged, b: Judged) -> bool:
    """Whether both give scores, or both labels: a threshold that is chosen here is no match for labels that were given."""
    return (a.tuned is None) == (b.tuned is None)


def _difference(said: Predictions, true: Any, a: Judged, b: Judged, positive: int) -> Pair:
    if a.model.scores is not None and b.model.scores is not None:
        resamples = RESAMPLES if true.size <= 1000 else OF_TUNED
        found = core.tuned_difference(true, a.model.scores, b.model.scores, groups=said.groups, resamples=resamples)
        return Pair(a, b, found)
    predicted = [each.model.labels == positive for each in (a, b)]
    drawn = core.jaccard(
        core.resampled_counts(true, *predicted, groups=said.groups, resamples=RESAMPLES), zero_division=math.nan
    )
    found = core.Difference(a.score - b.score, *core.percentile_interval(drawn[0] - drawn[1]))
    return Pair(a, b, found)


def _here(true: Any, judged: Judged) -> list[list[Any]]:
    """Return what happens on these rows: at the best threshold, at one half, at the plug-in one."""
    if judged.model.scores is None:
        return [[judged.model.name, "as given", *_counted(judged.counts)]]
    cuts = (
        {f"best, {judged.counts and judged.tuned.best.threshold:.6g}": judged.tuned.best.threshold}
        if judged.tuned
        else {}
    )
    if _are_probabilities(judged.model):
        plug_in = float(core.threshold_without_labels(judged.model.scores))
        cuts |= {"one half, 0.5": 0.5, f"plug-in, {plug_in:.6g}": plug_in}
    counts = core.threshold_counts(true, judged.model.scores, list(cuts.values()))
    return [[judged.model.name, cut, *_counted(counts[k])] for k, cut in enumerate(cuts)]


def _counted(counts: core.Counts) -> list[Any]:
    scores = (each(counts, zero_division=math.nan) for each in (core.jaccard, core.precision, core.recall))
    return [*(int(each) for each in (counts.tp, counts.fp, counts.fn, counts.tn)), *(float(each) for each in scores)]


def _are_probabilities(model: Model) -> bool:
    return model.scores is not None and bool(model.scores.min() >= 0 and model.scores.max() <= 1)


def _groups(said: Predictions, true: Any, judged: list[Judged]) -> list[Table]:
    if said.groups is None:
        return []
    if len(said.group_names) > MOST_GROUPS:
        return []
    rows = []
    for each in judged:
        predicted = _predicted(said, each)
        for k, name in enumerate(said.group_names):
            there = said.groups == k
            counts = core.confusion_counts(true[there], predicted[there])
            ends = core.jaccard_interval(counts)
            j = float(core.jaccard(counts, zero_division=math.nan))
            rows.append([each.model.name, name, int(counts.total), int(counts.support), j, *ends])
    return [
        Table(
            ["model", "group", "rows", "positives", "J", "from", "to"],
            rows,
            caption=f"J of each {said.group_name} on these rows, with the 95 % interval of rows that are independent",
            name="groups",
        )
    ]


def _predicted(said: Predictions, judged: Judged) -> Any:
    if judged.model.scores is not None and judged.tuned is not None:
        return core.predict_at(judged.model.scores, judged.tuned.best.threshold)
    return judged.model.labels == said.positive


def _bins(true: Any, judged: list[Judged]) -> list[Table]:
    rows = []
    for each in judged:
        if _are_probabilities(each.model):
            bins = core.calibration_bins(true, np.asarray(each.model.scores))
            for k, (count, mean, share) in enumerate(zip(*bins, strict=True)):
                if count:
                    rows.append(
                        [each.model.name, f"{k / 10:.1f} to {(k + 1) / 10:.1f}", int(count), float(mean), float(share)]
                    )
    if not rows:
        return []
    caption = (
        "Calibration: of probabilities, the mean score of each bin is the share of positives in it, but for chance"
    )
    return [
        Table(["model", "scores", "rows", "mean score", "share positive"], rows, caption=caption, name="calibration")
    ]


# ---- classes ---------------------------------------------------------------------------------------------------------


def _of_classes(said: Predictions, *, pictured: bool) -> Report:
    k, models = len(said.classes), len(said.models)
    labels = [np.asarray(model.labels) for model in said.models]
    counts = [core.multiclass_counts(said.truth, each, labels=range(k)) for each in labels]
    macro = [float(core.average(core.jaccard(each, zero_division=math.nan))) for each in counts]
    resamples = int(np.clip(STEPS // min(said.truth.size, k ** (models + 1)), 200, RESAMPLES))
    drawn = core.resampled_class_counts(said.truth, *labels, groups=said.groups, resamples=resamples)
    means = core.average(core.jaccard(drawn, zero_division=math.nan))
    judged = [
        Judged(model, count, value, *core.percentile_interval(mean))
        for model, count, value, mean in zip(said.models, counts, macro, means, strict=True)
    ]
    best = _best(judged)
    at = judged.index(best)
    pairs = [
        Pair(best, other, core.Difference(best.score - other.score, *core.percentile_interval(means[at] - mean)))
        for other, mean in zip(judged, means, strict=True)
        if other is not best
    ]
    read = f"{many(said.truth.size, 'row')} of {many(k, 'class', 'classes')} and {_called(said.models)} are judged."
    verdict = [
        Said(read, "/averaging/classes"),
        Said(_how_good(best, "The macro average of J, in which each class counts the same,"), "/averaging"),
        Said(_lowest_class(said, best), "/pitfalls/rare-class"),
        *(Said(sentence, "/pitfalls/paired") for sentence in _which_is_better(pairs)),
        _rarest_class(said, best),
    ]
    tables = [
        Table(
            ["model", "macro J", "from", "to"],
            [[each.model.name, each.score, each.low, each.high] for each in judged],
            caption="The macro average of each model, 0/0 left out, with the ends of its 95 % interval",
            name="models",
        ),
        Table(
            ["model", "average", *RULES],
            [row for each in judged for row in _averages(each)],
            caption="All averages under the three rules for a class that is neither in the truth nor predicted",
            name="averages",
        ),
        Table(
            ["model", "class", "rows", "predicted", "J", "from", "to", "part of macro"],
            [row for each in judged for row in _class_rows(said, each)],
            caption="Each class: J with its 95 % interval, and its part of the macro average",
            name="classes",
        ),
    ]
    return Report(
        tuple(verdict),
        said.notes,
        (*tables, *_differences(pairs, "macro J"), *_confusions(said)),
        tuple(_pair_pictures(pairs)) if pictured else (),
    )


def _averages(judged: Judged) -> list[list[Any]]:
    counts = judged.counts
    rows = []
    for name in ("macro", "weighted", "micro"):
        row = []
        for rule in RULES.values():
            j = core.jaccard(counts, zero_division=rule)
            weights = counts.support if name == "weighted" else None
            row.append(float(core.jaccard(counts.sum()) if name == "micro" else core.average(j, weights=weights)))
        rows.append([judged.model.name, name, *row])
    return rows


def _class_rows(said: Predictions, judged: Judged) -> list[list[Any]]:
    j = core.jaccard(judged.counts, zero_division=math.nan)
    low, high = core.jaccard_interval(judged.counts)
    part = (
        core.average_weights(judged.counts, by="equal", zero_division=math.nan)
        * np.nan_to_num(j)
        / (judged.score or math.nan)
    )
    columns = (judged.counts.support, judged.counts.predicted, j, low, high, part)
    return [
        [judged.model.name, name, *row]
        for name, row in zip(said.classes, zip(*(c.tolist() for c in columns), strict=True), strict=True)
    ]


def _confusions(said: Predictions) -> list[Table]:
    if len(said.classes) > MOST_CLASSES_SHOWN:
        return []
    rows = []
    for model in said.models:
        matrix = core.confusion_matrix(said.truth, np.asarray(model.labels), labels=range(len(said.classes)))
        rows += [[model.name, name, *cells] for name, cells in zip(said.classes, matrix.tolist(), strict=True)]
    caption = "How often each true class, in a row, is predicted as each class, in a column"
    columns = ["model", "truth", *(f"predicted {name}" for name in said.classes)]
    return [Table(columns, rows, caption=caption, name="confusion")]


# ---- sentences -------------------------------------------------------------------------------------------------------


def _called(models: Sequence[Model]) -> str:
    return (
        f"{'one model' if len(models) == 1 else f'{len(models)} models'} ({listed([model.name for model in models])})"
    )


def _how_good(best: Judged, what: str) -> str:
    if best.score != best.score:
        return f"{what} is 0/0 for {best.model.name}: nothing is true or predicted."
    on_new = " on new rows like these" if best.tuned else ""
    ends = f"{score(best.low)} to {score(best.high)}"
    return f"{what} is {score(best.score)} for {best.model.name}{on_new}, with a 95 % interval from {ends}."


def _at_threshold(best: Judged) -> str:
    assert best.tuned is not None
    threshold, here, flattered = f"{best.tuned.best.threshold:.6g}", best.tuned.best.score, best.tuned.optimism
    return (
        f"Its best threshold is {threshold}: on these rows J is {score(here)} there, which is too high by about "
        f"{score(max(flattered, 0.0))}, because the threshold was chosen on them."
    )


def _hits_and_alarms(best: Judged) -> str:
    counts = best.counts
    return (
        f"It finds {whole(int(counts.tp))} of {many(int(counts.support), 'positive')}, and has "
        f"{many(int(counts.fp), 'false positive')}."
    )


def _which_is_better(pairs: list[Pair]) -> list[str]:
    """Return whether the best model is better than the next one that can be compared with it."""
    if not pairs:
        return []
    nearest = max(pairs, key=lambda each: each.second.score)
    value, low, high = nearest.difference
    first, second = nearest.first.model.name, nearest.second.model.name
    if math.isnan(value) or math.isnan(low):
        return [f"{first} and {second} cannot be compared: one of them is 0/0."]
    if low > 0:
        return [f"{first} is better than {second} by {score(value)} ({score(low)} to {score(high)})."]
    return [
        f"These rows cannot tell whether {first} or {second} is better: the difference is {signed(value)}, with a 95 % interval "
        f"from {signed(low)} to {signed(high)}."
    ]


def _look_next(said: Predictions, true: Any, best: Judged) -> Said:
    positives = int(np.count_nonzero(true))
    if positives < FEW_POSITIVES:
        few = f"there {'is' if positives == 1 else 'are'} {whole(positives)}, and their number decides how wide the interval is"
        return Said(f"Look next for more positives: {few}.", "/soft-jaccard/test")
    if said.groups is not None and len(said.group_names) < FEW_GROUPS:
        few = f"there are {len(said.group_names)}, and so few make the interval too narrow"
        return Said(f"Look next for more groups: {few}.", "/masks/images")
    if best.model.scores is not None and _are_probabilities(best.model):
        mean, share = float(best.model.scores.mean()), positives / true.size
        if abs(mean - share) > OFF:
            apart = f"the mean score is {score(mean)} and {score(share)} of the rows are positive"
            return Said(
                f"Look next at the calibration: {apart}, so the scores are no probabilities.", "/thresholds/calibration"
            )
    missed, alarms = int(best.counts.fn), int(best.counts.fp)
    if missed > alarms:
        more = f"the positives that are missed: {whole(missed)}, beside {many(alarms, 'false positive')}"
    else:
        more = f"the false positives: {whole(alarms)}, beside {many(missed, 'positive')} that are missed"
    return Said(f"Look next at {more}.", "/errors")


def _lowest_class(said: Predictions, best: Judged) -> str:
    j = core.jaccard(best.counts, zero_division=math.nan)
    if np.isnan(j).all():
        return "No class is in the truth or predicted."
    k = int(np.nanargmin(j))
    others = np.delete(j, k)
    without = (
        f"; without it the average would be {score(float(core.average(others)))}" if not np.isnan(others).all() else ""
    )
    return f"The lowest class is {said.classes[k]!r} with {score(float(j[k]))}{without}."


def _rarest_class(said: Predictions, best: Judged) -> Said:
    support = best.counts.support
    k = int(support.argmin())
    name, rows = said.classes[k], int(support[k])
    if rows == 0:
        return Said(
            f"The class {name!r} is not in the truth: whatever is predicted as such is wrong.", "/pitfalls/empty"
        )
    if rows < FEW_OF_A_CLASS:
        few = f"there are {whole(rows)}, and it weighs as much as any other class in the macro average"
        return Said(f"Look next for more rows of {name!r}: {few}.", "/pitfalls/rare-class")
    micro = f"the micro average, in which each row counts the same, is {score(float(core.jaccard(best.counts.sum())))}"
    return Said(f"Look next at which average is meant: {micro}.", "/averaging/ranking")


# ---- tables ----------------------------------------------------------------------------------------------------------


def _differences(pairs: list[Pair], what: str) -> list[Table]:
    if not pairs:
        return []
    rows = [
        [each.first.model.name, each.second.model.name, *(float(value) for value in each.difference)] for each in pairs
    ]
    caption = f"Differences of {what}, first minus second, with the ends of the paired 95 % interval"
    return [Table(["first", "second", "difference", "from", "to"], rows, caption=caption, name="differences")]


def _as_text(table: Table) -> str:
    cells = [list(table.columns), *([str(table.text(value, k)) for k, value in enumerate(row)] for row in table.rows)]
    cells = [["".join(sign if sign.isprintable() else "?" for sign in cell) for cell in row] for row in cells]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join([table.caption, *(line.rstrip() for line in lines)])


def _plain(value: Any) -> Any:
    if isinstance(value, Cell):
        value = value.value
    return None if isinstance(value, float) and not math.isfinite(value) else value
