"""What the columns of a table mean: the truth, what each model says of it, and which rows belong together.

What is not told is guessed from names and values, and each guess is said (`Predictions.notes`), so that it can be put right.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.own.table import DELIMITERS, Column, Table, UnreadableError, as_number, is_missing, row_number
from components.words.numbers import listed, many, whole

MOST_CLASSES = 200
MOST_MODELS = 10

# In order: the first that a file has is meant.
_TRUTH = ("y_true", "truth", "true", "ground_truth", "gt", "target", "actual", "label", "labels", "class", "y")
_GROUP = ("group", "groups", "cluster", "patient", "patient_id", "subject", "subject_id", "image", "image_id")
_SAYS_PREDICTION = ("pred", "score", "prob", "logit", "model", "y_hat", "yhat", "output", "confidence")
_POSITIVE = frozenset({"1", "yes", "y", "positive", "pos", "t", "+"})
_NEGATIVE = frozenset({"0", "-1", "no", "n", "negative", "neg", "f", "-"})


class Wanted(NamedTuple):
    """What the reader has said of the columns; None and empty are guessed."""

    truth: str | None = None
    models: tuple[str, ...] = ()
    group: str | None = None
    positive: str | None = None
    leave_out_missing: bool = False


GUESS = Wanted()


class Model(NamedTuple):
    """What a model says of each row: a score, or the place of a class."""

    name: str
    scores: NDArray[np.float64] | None = None
    labels: NDArray[np.intp] | None = None


class Predictions(NamedTuple):
    """The truth of each row, as a place in `classes`, and what the models say; `positive` is a class too, if there is one."""

    truth_name: str
    classes: tuple[str, ...]
    truth: NDArray[np.intp]
    positive: int | None
    models: tuple[Model, ...]
    group_name: str | None
    group_names: tuple[str, ...]
    groups: NDArray[np.intp] | None
    notes: tuple[str, ...]


def read_roles(table: Table, wanted: Wanted = GUESS) -> Predictions:
    """Return what a table says, by its columns; an UnreadableError says what does not fit, and where."""
    decimal = " and decimal commas" if table.decimal == "," else ""
    notes = [f"Read as {table.encoding} with {DELIMITERS[table.delimiter]}{decimal}: {many(table.rows, 'row')}."]
    by_name = {column.name: _as_told(column) for column in table.columns}
    truth = _truth(by_name, wanted, notes)
    group = _group(by_name, wanted, truth.name, notes)
    said = _models(by_name, wanted, [truth.name, *([group.name] if group else [])], notes)
    used = [truth, *said, *([group] if group else [])]
    kept = _kept(used, table.rows, wanted, notes)

    classes, of_truth = _classes(truth, kept)
    positive = _positive(truth.name, classes, wanted, notes)
    models, classes = _read_models(said, truth, classes, positive, kept)
    group_names, groups = _read_groups(group, kept, notes)
    return Predictions(
        truth.name,
        classes,
        of_truth,
        positive,
        tuple(models),
        group.name if group else None,
        group_names,
        groups,
        tuple(notes),
    )


def classes_of(table: Table, wanted: Wanted) -> tuple[str, ...]:
    """Return the classes of the truth, none if they cannot be told."""
    try:
        truth = _truth({column.name: _as_told(column) for column in table.columns}, wanted, [])
        return _classes(truth, np.arange(table.rows))[0]
    except UnreadableError:
        return ()


def _read_groups(
    group: Column | None, kept: NDArray[np.intp], notes: list[str]
) -> tuple[tuple[str, ...], NDArray[np.intp] | None]:
    """Return the names of the groups and the group of each row, None if all rows or no two are in one."""
    if group is None:
        return (), None
    found, of_row = np.unique(group.values[kept], return_inverse=True)
    if not 1 < len(found) < len(kept):
        notes.append(
            f"{group.name!r} is {'the same' if len(found) == 1 else 'another'} in every row, so it makes no groups."
        )
        return (), None
    return tuple(f"{value:g}" if group.words is None else group.words[value] for value in found), of_row


def _as_told(column: Column) -> Column:
    """Return words that say true and false as the numbers 1 and 0."""
    if column.words is None or not {word.lower() for word in column.words} <= {"true", "false"}:
        return column
    return Column(column.name, np.array([word.lower() == "true" for word in column.words], np.int64)[column.values])


# ---- which column is which -------------------------------------------------------------------------------------------


def _named(by_name: dict[str, Column], name: str) -> Column:
    if name not in by_name:
        raise UnreadableError(f"There is no column {name!r}; there are {listed([repr(each) for each in by_name])}.")
    return by_name[name]


def _truth(by_name: dict[str, Column], wanted: Wanted, notes: list[str]) -> Column:
    if wanted.truth is not None:
        return _named(by_name, wanted.truth)
    lower = {name.lower(): name for name in reversed(by_name)}
    for name in _TRUTH:
        if name in lower and lower[name] not in wanted.models and lower[name] != wanted.group:
            notes.append(f"{lower[name]!r} is taken for the truth, by its name.")
            return by_name[lower[name]]
    first = next(name for name in by_name if name not in wanted.models and name != wanted.group)
    notes.append(f"{first!r} is taken for the truth, because it is the first column.")
    return by_name[first]


def _group(by_name: dict[str, Column], wanted: Wanted, truth: str, notes: list[str]) -> Column | None:
    if wanted.group is not None:
        return _named(by_name, wanted.group) if wanted.group else None
    for name in by_name:
        if name.lower() in _GROUP and name != truth and name not in wanted.models:
            notes.append(f"Rows with the same {name!r} are taken for a group that belongs together, by its name.")
            return by_name[name]
    return None


def _models(by_name: dict[str, Column], wanted: Wanted, taken: list[str], notes: list[str]) -> list[Column]:
    if wanted.models:
        found = [_named(by_name, name) for name in wanted.models]
        for column in found:
            if column.name in taken:
                raise UnreadableError(f"{column.name!r} cannot be a model and something else too.")
    else:
        others = [column for name, column in by_name.items() if name not in taken]
        found = [c for c in others if any(part in c.name.lower() for part in _SAYS_PREDICTION)] or others
        unused = [repr(column.name) for column in others if column not in found]
        if unused:
            notes.append(f"Not used, by {'its name' if len(unused) == 1 else 'their names'}: {listed(unused)}.")
    if not found:
        raise UnreadableError("There is no column of predictions: besides the truth a table has one for each model.")
    if len(found) > MOST_MODELS:
        raise UnreadableError(
            f"There are {len(found)} columns of predictions; at most {MOST_MODELS} are judged: name those."
        )
    return found


# ---- what is missing -------------------------------------------------------------------------------------------------


def _kept(used: list[Column], rows: int, wanted: Wanted, notes: list[str]) -> NDArray[np.intp]:
    """Return the rows in which nothing is missing; without the wish to leave others out, such a row is an error."""
    gone = np.zeros(rows, bool)
    for column in used:
        if column.words is None:
            continue
        missing = np.array([is_missing(word) for word in column.words])[column.values]
        if missing.any() and not wanted.leave_out_missing:
            row = int(missing.argmax())
            what = f"{column.shown(row)!r} is no value" if column.shown(row) else "there is no value"
            raise UnreadableError(
                f"row {row_number(row):,}, column {column.name}: {what}. {_has(int(missing.sum()))} in this column. "
                "They are left out if you ask for that."
            )
        gone |= missing
    if gone.all():
        raise UnreadableError("In every row something is missing.")
    if gone.any():
        notes.append(
            f"{many(int(gone.sum()), 'row')} with a missing value {'is' if gone.sum() == 1 else 'are'} left out."
        )
    return np.flatnonzero(~gone)


def _has(count: int) -> str:
    return "One row has none" if count == 1 else f"{whole(count)} rows have none"


# ---- classes and scores ----------------------------------------------------------------------------------------------


def _classes(truth: Column, kept: NDArray[np.intp]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return the classes of the truth, and the class of each row."""
    values = truth.values[kept]
    numbers = _numbers(truth, kept)
    if numbers is not None:
        broken = ~np.isfinite(numbers) | (numbers != np.trunc(numbers))
        if broken.any():
            row = int(kept[broken.argmax()])
            raise UnreadableError(
                f"row {row_number(row):,}, column {truth.name}: {truth.shown(row)} is no class: the truth has "
                "whole numbers or words."
            )
        values = numbers
    found, of_row = np.unique(values, return_inverse=True)
    if len(found) > MOST_CLASSES:
        raise UnreadableError(
            f"{truth.name!r} has {len(found):,} different values; a truth has at most {MOST_CLASSES} classes. "
            "Say which column is the truth."
        )
    if numbers is not None:
        if set(found) <= {0, 1}:  # two classes, even if one does not occur
            return ("0", "1"), of_row + int(found[0] == 1)
        return tuple(f"{value:.0f}" for value in found), of_row
    words = truth.words or ()
    return tuple(words[place] for place in found), of_row


def _positive(name: str, classes: tuple[str, ...], wanted: Wanted, notes: list[str]) -> int | None:
    """Return which class is the positive one, or None if the classes are alike."""
    if wanted.positive is not None:
        if wanted.positive not in classes:
            raise UnreadableError(
                f"{name!r} has no class {wanted.positive!r}; it has {listed([repr(c) for c in classes])}."
            )
        return classes.index(wanted.positive)
    if len(classes) == 1:
        raise UnreadableError(f"{name!r} is {classes[0]!r} in every row: there is nothing to tell apart.")
    if len(classes) > 2:
        return None
    said = [word.lower() in _POSITIVE for word in classes]
    others = [word.lower() in _NEGATIVE for word in classes]
    if not all(yes or no for yes, no in zip(said, others, strict=True)) or not any(said):
        return None
    if classes != ("0", "1"):
        notes.append(f"{classes[said.index(True)]!r} is taken for the positive class, by its name.")
    return said.index(True)


def _read_models(
    said: list[Column], truth: Column, classes: tuple[str, ...], positive: int | None, kept: NDArray[np.intp]
) -> tuple[list[Model], tuple[str, ...]]:
    """Return what each model says, and all classes: those of the truth first, then those that only a model has."""
    known = list(classes)
    models = []
    of_numbers = all(as_number(word) == as_number(word) for word in classes)
    for column in said:
        numbers = _numbers(column, kept)
        if numbers is None:
            if of_numbers:
                words = sorted({column.shown(int(row)) for row in kept[:1000]})[:3]
                raise UnreadableError(
                    f"{truth.name!r} holds numbers, but {column.name!r} holds {listed([repr(word) for word in words])}: "
                    "both need the same names of classes."
                )
            labels, found = _labels(column, kept, known)
            models.append(Model(column.name, labels=labels))
            known = found
            continue
        distinct = np.unique(numbers)
        as_class = {as_number(word): k for k, word in enumerate(known)} if of_numbers else {}
        if of_numbers and all(value in as_class for value in distinct):
            models.append(
                Model(column.name, labels=np.array([as_class[value] for value in distinct])[_place(numbers, distinct)])
            )
        elif positive is not None:
            models.append(Model(column.name, scores=_finite(column, numbers, kept)))
        elif of_numbers and len(distinct) <= MOST_CLASSES and (distinct == np.trunc(distinct)).all():
            for value in distinct:
                if value not in as_class:
                    as_class[value] = len(known)
                    known.append(f"{value:.0f}")
            models.append(
                Model(column.name, labels=np.array([as_class[value] for value in distinct])[_place(numbers, distinct)])
            )
        else:
            raise UnreadableError(
                f"{truth.name!r} has {len(classes)} classes, and {column.name!r} has one score in each row: say which class is "
                f"positive, such as {classes[-1]!r}."
            )
    return models, tuple(known)


def _labels(column: Column, kept: NDArray[np.intp], known: list[str]) -> tuple[NDArray[np.intp], list[str]]:
    words, there = column.words or (), np.unique(column.values[kept])
    found = known + [words[k] for k in there if words[k] not in known]
    if len(found) > MOST_CLASSES:
        raise UnreadableError(
            f"{column.name!r} has {len(there):,} different values; at most {MOST_CLASSES} classes are judged."
        )
    if not any(words[k] in known for k in there):
        raise UnreadableError(
            f"{column.name!r} has no class of the truth: it has {listed([repr(words[k]) for k in there[:3]])}, the truth has "
            f"{listed([repr(word) for word in known[:3]])}."
        )
    place = np.zeros(len(words), np.intp)
    place[there] = [found.index(words[k]) for k in there]
    return place[column.values[kept]], found


def _place(values: NDArray[np.float64], distinct: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.searchsorted(distinct, values)


def _numbers(column: Column, kept: NDArray[np.intp]) -> NDArray[np.float64] | None:
    """Return a column as numbers; None if it holds words. If most of its values are numbers, the others are errors."""
    if column.words is None:
        return column.values[kept].astype(np.float64)
    values: NDArray[np.float64] = np.array([as_number(word) for word in column.words])[column.values[kept]]
    broken = np.isnan(values)
    if not broken.any():
        return values
    if np.count_nonzero(broken) * 2 >= len(values):
        return None
    row = int(kept[broken.argmax()])
    raise UnreadableError(f"row {row_number(row):,}, column {column.name}: {column.shown(row)!r} is not a number.")


def _finite(column: Column, numbers: NDArray[np.float64], kept: NDArray[np.intp]) -> NDArray[np.float64]:
    infinite = ~np.isfinite(numbers)
    if infinite.any():
        row = int(kept[infinite.argmax()])
        raise UnreadableError(
            f"row {row_number(row):,}, column {column.name}: {column.shown(row)} is no finite number."
        )
    return numbers
