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
from components.lessons import chapters
from components.lessons.averaging.comparison import (
    LABELS_SNIPPET,
    RULES,
    WEIGHING,
    averages,
    averages_table,
    counts_table,
    micro_and_macro,
    pieces,
    zero_in_code,
)
from components.lessons.averaging.groups import TAKEN, ZERO_DIVISION, ScoredGroups
from components.live.target import Target
from components.live.view import View
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
    Task,
    Toggles,
    paragraph,
)
from components.page.clicks import Advances
from components.state import Choice, State, Subset, of
from components.words.line import Line
from components.words.numbers import listed, signed, zero_over_zero
from core.jaccard import Average

# The room of the matrices. A cell has its position in the largest matrix, and so keeps it, and what the reader has set in
# it, while rows and columns come and go.
MOST_SAMPLES = 8
NAMES = ("sea", "dog", "sun", "car", "cat", "bus")  # of the labels; all of them fit side by side on a phone
MOST_LABELS = len(NAMES)


def cells_of(*rows: str) -> tuple[int, ...]:
    """Return the positions of the cells that are 1 in rows such as "101", "010"."""
    return tuple(i * MOST_LABELS + j for i, row in enumerate(rows) for j, digit in enumerate(row) if digit == "1")


TRUE = Subset("true", "True labels", cells_of("101", "010", "110", "000"), MOST_SAMPLES * MOST_LABELS)
PRED = Subset("pred", "Predicted labels", cells_of("111", "010", "010", "000"), MOST_SAMPLES * MOST_LABELS)
SAMPLES = Choice("samples", "Photos (rows)", "4", {str(k): str(k) for k in range(2, MOST_SAMPLES + 1)})
LABELS = Choice("labels", "Labels (columns)", "3", {str(k): str(k) for k in range(1, MOST_LABELS + 1)})
ZERO = Choice("zd", "0/0 in an empty row or column", "1", TAKEN)


@dataclass(frozen=True)
class Multilabel(State):
    """The cells that are 1 in the two matrices, how many rows and columns these have, and what 0/0 is taken as."""

    true: tuple[int, ...] = of(TRUE)
    pred: tuple[int, ...] = of(PRED)
    samples: str = of(SAMPLES)
    labels: str = of(LABELS)
    zd: str = of(ZERO)

    @property
    def true_matrix(self) -> NDArray[np.bool_]:
        """The true labels, an indicator matrix (samples, labels)."""
        return self._matrix(self.true)

    @property
    def predicted_matrix(self) -> NDArray[np.bool_]:
        """The predicted labels, an indicator matrix (samples, labels)."""
        return self._matrix(self.pred)

    def _matrix(self, positions: Sequence[int]) -> NDArray[np.bool_]:
        whole = np.isin(np.arange(MOST_SAMPLES * MOST_LABELS), positions).reshape(MOST_SAMPLES, MOST_LABELS)
        return whole[: int(self.samples), : int(self.labels)]


# A state that other lessons link to: two labels that are always right, and a third that occurs once and is missed.
RARE_LABEL_MISSED: dict[str, Any] = {
    "true": cells_of("111", "110", "110", "110"),
    "pred": cells_of("110", "110", "110", "110"),
}

AVERAGES: tuple[Average, ...] = ("samples", "micro", "macro", "weighted")
HIGH = 5  # rows that are high enough for the rule for 0/0 on a line of its own
ROOMY = 3  # columns that are wide enough on a phone for the rule for 0/0
# What stands in a cell of the figure, and what the hover says of it: for 1 x true + 2 x predicted.
KINDS = (
    ("TN", "true negative, 0 in both matrices"),
    ("FN", "false negative (miss), true but not predicted"),
    ("FP", "false positive (false alarm), predicted but not true"),
    ("TP", "true positive (hit), true and predicted"),
)

OUTCOMES = Graph(
    "outcomes",
    "The two label matrices in one. Each cell is a true or false positive or negative. The score of each photo stands "
    "at the right, the score of each label below.",
    height=height_for(len(AVERAGES)),
    least=height_for(len(AVERAGES)) * 3 // 4,
    click=Advances((TRUE, PRED)),
)
SHARED = pieces(AVERAGES)
MATRICES = (Toggles(TRUE, meaning="fn bits"), Toggles(PRED, meaning="fp bits"))
SAY = Line("say", "{averages}")
REST = Line("rest", "{empty}", live=False)
CHECKS = Checks("averaging", ("higher",))
APART = 0.2  # what the task asks for


def view(state: Multilabel) -> View:
    """Return the lesson in one state."""
    y_true, y_pred, rule = state.true_matrix, state.predicted_matrix, ZERO_DIVISION[state.zd]
    rows, columns = y_true.shape
    samples = ScoredGroups("photo", range(1, rows + 1), core.multilabel_counts(y_true, y_pred, axis=1), rule)
    labels = ScoredGroups("label", NAMES[:columns], core.multilabel_counts(y_true, y_pred), rule)
    groups = {name: samples if name == "samples" else labels for name in AVERAGES}
    found = averages(groups)
    checks = {"higher": _higher(labels, found["micro"], found["macro"])}
    made_of = [groups[name].calculation(WEIGHING[name]) for name in AVERAGES]
    return View(
        figures={
            OUTCOMES.id: outcomes_figure(
                core.overlap_categories(y_true, y_pred).tolist(),
                KINDS,
                _rows(samples),
                _columns(labels),
                # the corner has room for two lines; the rule for 0/0 stands beside the average
                f"all cells<br><b>{_without_rule(labels.micro_fraction)}</b>",
                [[[i * MOST_LABELS + j, 0, 1] for j in range(columns)] for i in range(rows)],
            ),
            SHARED.bars.id: weighted_bars_figure(
                [groups[name].row(str(name), RULES[name], WEIGHING[name], value) for name, value in found.items()]
            ),
        },
        texts={
            **SHARED.texts(labels, found),
            **SAY.texts(averages=micro_and_macro(labels, found["micro"], found["macro"])),
            **CHECKS.texts(checks),
            **REST.texts(empty=_empty(labels, samples)),
            **LABELS_SNIPPET.some(
                true=f"{y_true.astype(int).tolist()}",
                pred=f"{y_pred.astype(int).tolist()}",
                zero=zero_in_code(rule),
                averages=_averages_in_code(columns),
            ),
        },
        tables={
            SHARED.table.id: averages_table(y_true, y_pred, found, made_of, labels),
            SHARED.counts.id: [
                counts_table(samples, {"weight in samples": "equal"}),
                counts_table(labels, {"weight in macro": "equal", "in weighted": "support", "in micro": "union"}),
            ],
        },
        props={**grids(y_true), **CHECKS.marks(checks)},
    )


def grids(matrix: NDArray[np.bool_]) -> dict[Target, Any]:
    """Return the cells of both matrices that have the shape of this one."""
    cells = {i * MOST_LABELS + j: f":photo {i + 1}, {NAMES[j]}" for i, j in np.ndindex(matrix.shape)}
    columns = matrix.shape[1]
    return {target: value for toggles in MATRICES for target, value in toggles.props(cells, columns).items()}


def _higher(labels: ScoredGroups, micro: float, macro: float) -> Check:
    """Return the condition of the task; where no cell counts there is nothing to compare."""
    by = round(macro - micro, 9)
    met = bool(labels.whole.union) and by >= APART
    there = f"the difference is {signed(by)}" if labels.whole.union else f"micro is {labels.micro_fraction}"
    return Check(met, f"Macro higher than micro by at least {APART}: {'yes' if met else 'not yet'}, {there}.")


def _averages_in_code(labels: int) -> str:
    if labels == 1:
        return '["binary"]:  # scikit-learn takes one column for a vector of classes'
    return f"{(*AVERAGES, None)}:".replace("'", '"')


def _margin(title: str, groups: ScoredGroups, texts: Sequence[str]) -> Margin:
    return Margin(title, groups.names, groups.scores.tolist(), texts, groups.empty)


def _rows(samples: ScoredGroups) -> Margin:
    fits = len(samples.names) <= HIGH
    texts = [_in_lines(text, 2) if fits else _without_rule(text) for text in samples.fractions]
    return _margin("per photo", samples, texts)


def _columns(labels: ScoredGroups) -> Margin:
    """Return the scores of the columns in as many words as there is room for."""
    roomy = len(labels.names) <= ROOMY
    texts = [_in_lines(text, 3) if roomy else _without_rule(text) for text in labels.fractions]
    return _margin("per<br>label", labels, texts)


def _without_rule(fraction: str) -> str:
    return fraction.partition(",")[0]


def _in_lines(fraction: str, lines: int) -> str:
    """Return a fraction, or 0/0 with its rule, on at most so many lines of a narrow place."""
    return fraction.replace(", ", ",<br>").replace(" ", "<br>", lines - 2)


def _empty(labels: ScoredGroups, samples: ScoredGroups) -> str:
    rule = zero_over_zero(labels.zero_division)
    if all(labels.empty):
        return f"No photo has a label, true or predicted, so the score of every photo and every label is {rule}."
    empty = [
        name
        for groups in (samples, labels)
        for name, is_empty in zip(groups.spoken, groups.empty, strict=True)
        if is_empty
    ]
    if not empty:
        return ""
    scores = "Its score is" if len(empty) == 1 else "Their scores are"
    return f"No cell is 1 in {listed(empty)}. {scores} {rule}."


def refusal(y_true: list[int], y_pred: list[int]) -> str:
    """Return what the course's own function says to labels that it refuses."""
    try:
        core.confusion_counts(y_true, y_pred)
    except ValueError as error:
        return str(error)
    raise AssertionError(f"{y_true} against {y_pred} must be refused")


_NO_SUPPORT = core.jaccard_score([[0, 0], [0, 0]], [[1, 0], [0, 0]], average="weighted", zero_division=1)

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
    hides=(SHARED.bars, SHARED.micro, SHARED.macro, SAY),
)

LESSON = Lesson(
    path="/averaging",
    chapter=chapters.AVERAGING,
    title="Averaging",
    summary="Samples, micro, macro, weighted: flip a label and see what each average makes of it.",
    minutes=4,
    state=Multilabel,
    view=view,
    idea=[
        "A model gives several labels to each photo, and whoever reports how well has room for one number.",
    ],
    looks={"Cell by cell": OUTCOMES, "Their averages": SHARED.bars},
    lead=[
        Box("two", *MATRICES),
        SHARED.micro,
        SHARED.macro,
    ],
    controls=[
        Buttons(SAMPLES),
        Buttons(LABELS),
        Buttons(ZERO),
        Presets(
            {
                "A rare label": RARE_LABEL_MISSED,
                "A label that never occurs": {
                    "true": cells_of("100", "010", "110", "000"),
                    "pred": cells_of("110", "010", "010", "000"),
                },
                "Five labels missed": {
                    "true": cells_of("110000", "101000", "100100", "100010", "100001", "100000", "100000", "100000"),
                    "pred": cells_of(*["100000"] * MOST_SAMPLES),
                    "samples": "8",
                    "labels": "6",
                },
                "No labels at all": {"true": (), "pred": ()},
            }
        ),
    ],
    figures=[
        Box("pair", OUTCOMES, SHARED.bars),
        SAY,
        REST,
        html.P(
            "Each bar is one score. Its height is the score, and its width is the weight of the score in the average. The "
            "green part of a row is the average, and the dashed line marks it.",
            className="remark",
        ),
    ],
    below=[SHARED.table, SHARED.peer],
    question=QUESTION,
    called=[
        paragraph(
            html.B("Micro"),
            " counts all cells together, and ",
            html.B("macro"),
            " is the mean of the scores of the labels. ",
            html.B("Weighted"),
            " weighs these by ",
            html.B("support"),
            ", the number of true cells, and ",
            html.B("samples"),
            " is the mean of the scores of the photos.",
        )
    ],
    task=Task(f"Flip cells until macro is higher than micro by at least {APART}.", CHECKS),
    folds=[
        Fold("The numbers", SHARED.counts),
        Code([core.jaccard_score, core.average], LABELS_SNIPPET),
        Fold(
            "Common mistakes",
            paragraph("The notebook that this course grew from makes both mistakes."),
            paragraph(
                html.B("Weighted without support. "),
                "Where no label is true anywhere, every support is 0, and the weighted average has no weights. The "
                "plain mean is then a sensible choice, because it still uses the scores. The notebook returns "
                "zero_division instead, whatever the scores are. For example, one of two labels is predicted once, the "
                "other never, and 0/0 is taken as 1. Then the scores are 0 and 1, and the plain mean is "
                f"{_NO_SUPPORT:.1f}, but the notebook returns 1.",
            ),
            paragraph(
                html.B("Lengths that do not match. "),
                "NumPy repeats a single label as often as needed. So the notebook compares six labels with one, and "
                f"nobody notices. The code of this course refuses it: “{refusal([1, 1, 0, 0, 1, 0], [1])}”.",
            ),
        ),
    ],
)
