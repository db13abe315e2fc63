"""Two models that macro J and macro F1 rank differently: the nearest such model to the reader's own predictions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.optimism import Choice, Group, optimism
from components.lessons import chapters
from components.lessons.averaging.groups import ZERO_DIVISION
from components.lessons.averaging.multilabel import (
    LABELS,
    MATRICES,
    NAMES,
    SAMPLES,
    TRUE,
    ZERO,
    Multilabel,
    cells_of,
    grids,
)
from components.live.view import View
from components.markup.table import Table
from components.page import (
    Box,
    Buttons,
    Check,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    Predict,
    Presets,
    TablePlace,
    Task,
    paragraph,
)
from components.theme import Colour
from components.words.line import Line
from components.words.numbers import apart, many, signed

MOST = 4  # cells in which model B may differ from model A
NONE_FOUND = f"Within {MOST} cells there is no model B that macro J and macro F1 rank differently."

FIGURE = Graph(
    "ranking",
    "The J and the F1 of each label for two models, and the mean of each",
    height=380,
)
SAY = Line("say", "{verdict}")
REST = Line("rest", "{difference}", live=False)
CHECKS = Checks("averaging-ranking", ("near",))
NEAR = 2  # cells: what the task asks for
TABLE = TablePlace("table")


class Scored(NamedTuple):
    """One score of each label for a model, and its mean: the macro average."""

    labels: NDArray[np.float64]
    mean: float


class Compared(NamedTuple):
    """The scores of a model in J and in F1."""

    j: Scored
    f1: Scored


def scored(y_true: NDArray[np.bool_], y_pred: NDArray[np.bool_], rule: float) -> Compared:
    """Return the scores of each label, and their means; 0/0 is taken as `rule`."""
    counts = core.multilabel_counts(y_true, y_pred)
    return Compared(
        *(
            Scored(values, core.average(values))
            for values in (core.jaccard(counts, zero_division=rule), core.f1(counts, zero_division=rule))
        )
    )


def view(state: Multilabel) -> View:
    """Return the lesson in one state."""
    y_true, y_pred, rule = state.true_matrix, state.predicted_matrix, ZERO_DIVISION[state.zd]
    found = core.nearest_disagreement(y_true, y_pred, most=MOST, zero_division=rule)
    other = found.y_pred if found else y_pred
    checks = {"near": _near(int((y_pred != other).sum()))}
    a, b = scored(y_true, y_pred, rule), scored(y_true, other, rule)
    return View(
        figures={
            FIGURE.id: optimism(
                [
                    Group("Jaccard", Colour.TP, _rows(a.j, b.j)),
                    Group("F1", Colour.INK, _rows(a.f1, b.f1)),
                ],
                x_title="score",
                promised="model A",
                kept="model B",
                gap="B − A",
            )
        },
        texts={
            **SAY.texts(verdict=_verdict(a, b) if found else NONE_FOUND),
            **REST.texts(difference=_difference(y_pred, other)),
            **CHECKS.texts(checks),
        },
        tables={TABLE.id: _table(a, b)},
        props={**grids(y_true), **CHECKS.marks(checks)},
    )


def _rows(a: Scored, b: Scored) -> list[Choice]:
    """Return a row for each label that has a score in both models, and one for the means."""
    named = zip(NAMES, a.labels.tolist(), b.labels.tolist(), strict=False)
    rows = [
        (name, one, other) for name, one, other in [*named, ("macro", a.mean, b.mean)] if one == one and other == other
    ]
    return [Choice(name, one, other, signed(other - one), apart(one, other)) for name, one, other in rows]


# ---- words ---------------------------------------------------------------------------------------------------------


def _difference(y_pred: NDArray[np.bool_], other: NDArray[np.bool_]) -> str:
    cells = [f"photo {i + 1}, {NAMES[j]}" for i, j in np.argwhere(y_pred != other).tolist()]
    if not cells:
        return "Model A is your prediction. Flip a cell, or open the example."
    return f"Model A is your prediction. Model B differs from it in {many(len(cells), 'cell')}: {'; '.join(cells)}."


def _near(cells: int) -> Check:
    met = 0 < cells <= NEAR
    there = many(cells, "cell") if cells else "there is none"
    return Check(met, f"Model B at most {NEAR} cells away: {'yes' if met else 'not yet'}, {there}.")


def _verdict(a: Compared, b: Compared) -> str:
    better, worse = ("A", "B") if a.j.mean > b.j.mean else ("B", "A")
    j, f = ((one.mean, other.mean) for one, other in zip(a, b, strict=True))
    (high_j, low_j), (high_f, low_f) = (apart(max(pair), min(pair)) for pair in (j, f))
    return (
        f"Macro J is {high_j} for model {better} and {low_j} for {worse}. Macro F1 is {high_f} for {worse} and {low_f} for "
        f"{better}. On no single label do they disagree."
    )


def _table(a: Compared, b: Compared) -> Table:
    names = [*NAMES[: a.j.labels.size], "macro"]
    columns = [[*each.labels.tolist(), each.mean] for each in (a.j, b.j, a.f1, b.f1)]
    return Table(
        ["label", "J of A", "J of B", "F1 of A", "F1 of B"],
        list(zip(names, *columns, strict=True)),
        caption="Two models in two scores",
    )


LESSON = Lesson(
    path="/averaging/ranking",
    chapter=chapters.AVERAGING,
    title="Which of two models is better?",
    summary="Macro J and macro F1 can prefer different models: the page finds the nearest case.",
    minutes=3,
    further=True,
    state=Multilabel,
    view=view,
    idea=[
        "Two models are compared twice, once in macro J and once in macro F1: does it matter to whoever chooses one?",
    ],
    question=Predict(
        "J and F1 never put two predictions of one label in a different order. Can their means over several labels do so?",
        {
            "no": "The steps of the two are not the same: near 1, J changes twice as fast as F1, and near 0 half as fast. So one "
            "mean may rise while the other falls.",
            "yes": "Near 1, J changes twice as fast as F1, and near 0 half as fast. So a gain on an easy label counts for more "
            "in macro J, and a loss on a hard one for more in macro F1.",
        },
        right="yes",
        hides=(FIGURE, SAY, REST),
    ),
    lead=[SAY, REST],
    controls=[
        Box("two", *MATRICES),
        Buttons(SAMPLES),
        Buttons(LABELS),
        Buttons(ZERO),
        Presets(
            {
                "Two cells away": {
                    "true": cells_of("100", "001", "111", "001"),
                    "pred": cells_of("100", "000", "010", "001"),
                },
                "A model that no other beats": {"pred": TRUE.default},
            }
        ),
    ],
    figures=[
        FIGURE,
    ],
    called=[
        paragraph(
            "Two averages that put models in a different order give a different ",
            html.B("ranking"),
            ". So a comparison of models names its average, such as macro J or macro F1, before it is made.",
        )
    ],
    task=Task(f"Find predictions to which a model B is at most {NEAR} cells away.", CHECKS),
    folds=[Fold("The numbers", TABLE), Code([core.nearest_disagreement])],
)
