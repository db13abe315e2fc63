"""Several labels for each sample: two matrices of labels, and what four averages make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash import html
from numpy.typing import NDArray

import core
from components.figures.outcomes import Margin, outcomes_figure
from components.figures.weighted_bars import height_for, weighted_bars_figure
from components.live.target import Target
from components.live.view import View
from components.page import Box, Buttons, Graph, Part, Predict, Presets, Toggles
from components.sections.averaging.comparison import (
    RULES,
    SNIPPET,
    WEIGHING,
    averages,
    averages_table,
    counts_table,
    macro_against_micro,
    micro_in_words,
    pieces,
    zero_in_code,
)
from components.sections.averaging.groups import TAKEN, ZERO_DIVISION, ScoredGroups
from components.state import Choice, State, Subset, of
from components.words.line import Line
from components.words.numbers import listed, many, zero_over_zero
from core.jaccard import Average

SAMPLES, LABELS = 4, 3

TRUE = Subset("true", "True labels", (0, 2, 4, 6, 7), SAMPLES * LABELS)
PRED = Subset("pred", "Predicted labels", (0, 1, 2, 4, 7), SAMPLES * LABELS)
ZERO = Choice("zd", "0/0 in an empty row or column", "1", TAKEN)


@dataclass(frozen=True)
class Multilabel(State):
    """The cells that are 1 in the two matrices, row by row, and what 0/0 is taken as."""

    true: tuple[int, ...] = of(TRUE)
    pred: tuple[int, ...] = of(PRED)
    zd: str = of(ZERO)


# A state that other sections link to: two labels that are always right, and a third that occurs once and is missed.
RARE_LABEL_MISSED: dict[str, Any] = {"true": (0, 1, 2, 3, 4, 6, 7, 9, 10), "pred": (0, 1, 3, 4, 6, 7, 9, 10)}

AVERAGES: tuple[Average, ...] = ("samples", "micro", "macro", "weighted")
# What stands in a cell of the figure, and what the hover says of it: for 1 x true + 2 x predicted.
KINDS = (
    ("TN", "true negative, 0 in both matrices"),
    ("FN", "false negative (miss), true but not predicted"),
    ("FP", "false positive (false alarm), predicted but not true"),
    ("TP", "true positive (hit), true and predicted"),
)

OUTCOMES = Graph(
    "outcomes",
    "The two label matrices in one. Each cell is a true or false positive or negative. The score of each sample stands "
    "at the right, the score of each label below.",
    height=height_for(len(AVERAGES)),
    least=height_for(len(AVERAGES)) * 3 // 4,
)
SHARED = pieces("", AVERAGES)
SAY = Line("say", "The intersection holds {tp} and the union holds {union}, so micro is {micro}. {macro} {empty}")


def view(state: Multilabel) -> View:
    """Return the part in one state."""
    y_true, y_pred, rule = matrix(state.true), matrix(state.pred), ZERO_DIVISION[state.zd]
    samples = ScoredGroups("sample", range(1, SAMPLES + 1), core.multilabel_counts(y_true, y_pred, axis=1), rule)
    labels = ScoredGroups("label", range(1, LABELS + 1), core.multilabel_counts(y_true, y_pred), rule)
    groups = {name: samples if name == "samples" else labels for name in AVERAGES}
    found = averages(y_true, y_pred, AVERAGES, rule)
    made_of = [groups[name].calculation(WEIGHING[name]) for name in AVERAGES]
    return View(
        figures={
            OUTCOMES.id: outcomes_figure(
                core.overlap_categories(y_true, y_pred).tolist(),
                KINDS,
                _margin("per row", samples, [_in_lines(text, 2) for text in samples.fractions]),
                _margin("per<br>column", labels, [_in_lines(text, 3) for text in labels.fractions]),
                # the corner has room for two lines; the rule for 0/0 stands beside the average
                f"all cells<br><b>{labels.micro_fraction.partition(',')[0]}</b>",
            ),
            SHARED.bars.id: weighted_bars_figure(
                [groups[name].row(str(name), RULES[name], WEIGHING[name], value) for name, value in found.items()]
            ),
        },
        texts={
            **SHARED.texts(labels, found),
            **_said(labels, samples, found["micro"], found["macro"]),
            **SNIPPET.some(
                true=f"{y_true.astype(int).tolist()}", pred=f"{y_pred.astype(int).tolist()}", zero=zero_in_code(rule)
            ),
        },
        tables={
            SHARED.table.id: averages_table(y_true, y_pred, found, made_of, labels),
            SHARED.counts.id: [
                counts_table(samples, {"weight in samples": "equal"}),
                counts_table(labels, {"weight in macro": "equal", "in weighted": "support", "in micro": "union"}),
            ],
        },
    )


def matrix(positions: Sequence[int]) -> NDArray[np.bool_]:
    """Return the label matrix (SAMPLES, LABELS) whose cells at these positions are 1, counted row by row."""
    return np.isin(np.arange(SAMPLES * LABELS), positions).reshape(SAMPLES, LABELS)


def _margin(title: str, groups: ScoredGroups, texts: Sequence[str]) -> Margin:
    return Margin(title, groups.names, groups.scores.tolist(), texts, groups.empty)


def _in_lines(fraction: str, lines: int) -> str:
    """Return a fraction, or 0/0 with its rule, on at most so many lines of a narrow place."""
    return fraction.replace(", ", ",<br>").replace(" ", "<br>", lines - 2)


def _said(labels: ScoredGroups, samples: ScoredGroups, micro: float, macro: float) -> dict[Target, str]:
    return SAY.texts(
        tp=many(labels.whole.tp, "cell"),
        union=many(labels.whole.union, "cell"),
        micro=micro_in_words(labels, micro),
        macro=macro_against_micro(labels, micro, macro),
        empty=_empty(labels, samples),
    )


def _empty(labels: ScoredGroups, samples: ScoredGroups) -> str:
    rule = zero_over_zero(labels.zero_division)
    if all(labels.empty):
        return f"No cell is 1 in either matrix, so the score of every row and every column is {rule}."
    empty = [
        name
        for groups in (samples, labels)
        for name, is_empty in zip(groups.names, groups.empty, strict=True)
        if is_empty
    ]
    if not empty:
        return (
            "Every row and every column has a 1 in at least one matrix, so no score is 0/0. "
            f"The score of a row or a column without a 1 would be {rule}."
        )
    scores = "Its score is" if len(empty) == 1 else "Their scores are"
    return f"No cell is 1 in {listed(empty)}. {scores} {rule}."


QUESTION = Predict(
    "Two labels are always predicted right. A third label occurs once, and the model misses it. Which average falls most?",
    {
        "micro": "The union has nine cells, and micro loses one of them. It stays at 8/9 and hardly notices a rare label.",
        "macro": "Each label has a third of the weight, so a label with a score of 0 costs a third: macro falls to 2/3. "
        "Micro and weighted stay at 8/9.",
        "weighted": "Weighted goes by support. The third label has only one of the nine true cells, so weighted stays at "
        "8/9, like micro.",
    },
    right="macro",
    see=("See the four averages", RARE_LABEL_MISSED),
)

_CELLS = tuple(f":sample {i}, label {j}" for i in range(1, SAMPLES + 1) for j in range(1, LABELS + 1))

PART = Part(
    view,
    name="multilabel",
    title="Several labels for each sample",
    idea=[
        "This is the multilabel case: each row is a sample, each column is a label, and each cell is a yes (1) or a no "
        "(0). Flip cells of either matrix, and see which averages hide a mistake.",
    ],
    looks={"Several labels for each sample": OUTCOMES, "Their averages": SHARED.bars},
    lead=[
        Box(
            "two",
            Toggles(TRUE, _CELLS, columns=LABELS, meaning="fn bits"),
            Toggles(PRED, _CELLS, columns=LABELS, meaning="fp bits"),
        ),
        SHARED.micro,
        SHARED.macro,
    ],
    controls=[
        Buttons(ZERO),
        Presets(
            {
                "Micro high, macro low": RARE_LABEL_MISSED,
                "A label that never occurs": {"true": (0, 4, 6, 7), "pred": (0, 1, 4, 7)},
                "No label anywhere": {"true": (), "pred": ()},
            }
        ),
    ],
    figures=[
        Box("pair", OUTCOMES, SHARED.bars),
        SAY,
        html.P(
            "Each bar is one score. Its height is the score, and its width is the weight of the score in the average. The "
            "green part of a row is the average, and the dashed line marks it.",
            className="remark",
        ),
    ],
    below=[SHARED.table, SHARED.peer],
    question=QUESTION,
)
