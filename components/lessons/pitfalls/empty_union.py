"""Nothing over nothing: three rules for 0/0 give three averages of the same predictions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from dash import html

import core
from components.figures.weighted_bars import AverageRow, height_for, weighted_bars_figure
from components.lessons import chapters
from components.lessons.averaging.groups import TAKEN, ZERO_DIVISION, ScoredGroups
from components.live.target import Target
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import Check, Checks, Code, Fold, Graph, ItemTable, Lesson, Predict, TablePlace, Task, paragraph
from components.state import Choice, State, of
from components.words.line import Line
from components.words.numbers import exact, listed, score, zero_over_zero

CLASSES = (0, 1, 2)
TRUE_REST, PRED_REST = (0, 1, 0), (0, 1, 0)  # all items but the last, which the reader changes
_CLASS_WORDS = {str(k): str(k) for k in CLASSES}
LAST_TRUE = Choice("true", "true class of item 4", "0", _CLASS_WORDS)
LAST_PRED = Choice("pred", "predicted class of item 4", "1", _CLASS_WORDS)


@dataclass(frozen=True)
class EmptyUnion(State):
    """The true and the predicted class of the last item."""

    true: str = of(LAST_TRUE)
    pred: str = of(LAST_PRED)


AVERAGES = Graph(
    "averages",
    "The macro average over three classes under three rules for 0/0, as rows of bars. The width of a bar is the weight "
    "of a score, its height is the score.",
    height=height_for(len(ZERO_DIVISION)),
    least=height_for(len(ZERO_DIVISION)) * 4 // 5,
)
SAY = Line("say", "{averages} {why}")
CHECKS = Checks("pitfalls-empty", ("same",))
NUMBERS = TablePlace("numbers")
SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import jaccard_score\n\n"
    "y_true = {true}\n"
    "y_pred = {pred}\n"
    "for zero_division in (0, 1):  # scikit-learn has no way to leave a class out\n"
    '    print(jaccard_score(y_true, y_pred, labels=[0, 1, 2], average="macro", zero_division=zero_division))\n',
)


def view(state: EmptyUnion) -> View:
    """Return the lesson in one state."""
    averages = _averages(state.true, state.pred)
    return View(
        figures={AVERAGES.id: weighted_bars_figure(averages.rows)},
        texts=averages.texts,
        props=CHECKS.marks(averages.checks),
        tables={NUMBERS.id: averages.table},
    )


class _Averages(NamedTuple):
    """The averages under each rule for 0/0, with all that is said about them."""

    rows: list[AverageRow]
    texts: dict[Target, str]
    checks: dict[str, Check]
    table: Table


@cache
def _averages(true: str, pred: str) -> _Averages:
    """Return what the class of the last item makes of the averages: nine cases, into which nothing writes."""
    y_true, y_pred = [*TRUE_REST, int(true)], [*PRED_REST, int(pred)]
    counts = core.multiclass_counts(y_true, y_pred, labels=CLASSES)
    by_rule = {key: ScoredGroups("class", CLASSES, counts, rule) for key, rule in ZERO_DIVISION.items()}
    macros = {key: core.average(classes.scores) for key, classes in by_rule.items()}
    rows = [
        classes.row("macro", f"· {zero_over_zero(classes.zero_division)}", "equal", macros[key])._replace(
            text=_fraction(macros[key])
        )
        for key, classes in by_rule.items()
    ]
    table = Table(
        ["0/0", *by_rule["0"].names, "macro", "every digit"],
        [
            [
                TAKEN[key],
                *(Cell(*each) for each in zip(classes.scores.tolist(), classes.fractions, strict=True)),
                Cell(macros[key], _fraction(macros[key])),
                Cell(macros[key], exact(macros[key])),
            ]
            for key, classes in by_rule.items()
        ],
        caption="The macro average under three rules for 0/0",
    )
    empty = [name for name, is_empty in zip(by_rule["0"].names, by_rule["0"].empty, strict=True) if is_empty]
    checks = {"same": _same(macros)}
    texts = {**_said(empty, macros), **CHECKS.texts(checks), **SNIPPET.texts(true=y_true, pred=y_pred)}
    return _Averages(rows, texts, checks, table)


def _fraction(value: float) -> str:
    return f"{Fraction(value).limit_denominator(100)} = {score(value)}"


def _said(empty: list[str], macros: dict[str, float]) -> dict[Target, str]:
    answers = _different(macros)
    if not empty:
        return SAY.texts(
            averages=f"All three rules give {answers[0]}.", why="Every class occurs now, so no score is 0/0."
        )
    return SAY.texts(
        averages=f"The macro average is {', '.join(answers[:-1])} or {answers[-1]}, by the rule for 0/0.",
        why=f"No item has {listed(empty)}, and none is predicted to have it.",
    )


def _different(macros: dict[str, float]) -> list[str]:
    """Return the averages that differ: two rules give 1 where the other classes do."""
    return list(dict.fromkeys(map(score, macros.values())))


def _same(macros: dict[str, float]) -> Check:
    answers = _different(macros)
    if len(answers) == 1:
        return Check(True, f"One average by all three rules: yes, {answers[0]}.")
    return Check(False, f"One average by all three rules: not yet, there are {len(answers)}.")


LESSON = Lesson(
    path="/pitfalls/empty",
    chapter=chapters.PITFALLS,
    title="Nothing over nothing",
    summary="A class that does not occur scores 0/0, and three rules for that give three averages.",
    minutes=2,
    state=EmptyUnion,
    view=view,
    idea=["Whoever averages a score over classes meets one that no item has, and has to say what it counts for."],
    question=Predict(
        "One of three classes is neither true nor predicted for any item. What is its Jaccard score?",
        {
            "0": "Nothing of it was found, but nothing of it was there to find. That it counts as 0 is one rule among three.",
            "1": "Nothing of it was missed, but nothing of it was there to miss. That it counts as 1 is one rule among three.",
            "undefined": "Its union is empty, so its score is 0/0. It can be taken as 0, as 1, or left out, and the macro "
            "average changes with that.",
        },
        right="undefined",
        hides=(AVERAGES, SAY, CHECKS),
    ),
    lead=[
        ItemTable(
            "The class of each item; change the last",
            {"true": [*map(str, TRUE_REST), LAST_TRUE], "predicted": [*map(str, PRED_REST), LAST_PRED]},
        ),
    ],
    figures=[AVERAGES, SAY],
    called=[
        paragraph(
            "What an undefined score is taken as is the ",
            html.B("rule for 0/0"),
            ", in scikit-learn the argument ",
            html.Code("zero_division"),
            ". A report of a macro average says which rule it follows.",
        )
    ],
    task=Task("Change the last item until the rule makes no difference.", CHECKS),
    folds=[
        Fold("The numbers", NUMBERS),
        Code([core.safe_divide, core.average, core.jaccard], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                "A number is not the only answer to 0/0. The score of an empty class can also be left out of the mean. The "
                "notebook asks its readers to decide about 0/0, but its code can only take it as a number. The "
                "figure on this page shows all three rules."
            ),
        ),
    ],
)
