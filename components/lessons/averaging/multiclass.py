"""One class for each item: six items of three classes, and what three averages make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

import core
from components.figures.confusion_matrix import Axis, confusion_matrix_figure
from components.figures.weighted_bars import height_for, weighted_bars_figure
from components.lessons import chapters
from components.lessons.averaging.comparison import (
    CLASSES_SNIPPET,
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
from components.lessons.averaging.multilabel import refusal
from components.live.target import Target
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
    ItemTable,
    Lesson,
    Predict,
    Presets,
    TablePlace,
    Task,
    paragraph,
)
from components.state import Choice, State, of
from components.words.line import Line
from components.words.numbers import agreeing, apart, listed, many, score, zero_over_zero
from core.jaccard import Average

MOST_CLASSES = 5
_NAMES = {str(k): str(k) for k in range(MOST_CLASSES)}

TRUE_CLASSES = tuple(
    Choice(f"t{i}", f"true class of item {i}", value, _NAMES) for i, value in enumerate("012210", start=1)
)
PRED_CLASSES = tuple(
    Choice(f"p{i}", f"predicted class of item {i}", value, _NAMES) for i, value in enumerate("022110", start=1)
)
ITEMS = len(TRUE_CLASSES)
CLASSES = Choice("classes", "Classes", "3", {str(k): str(k) for k in range(2, MOST_CLASSES + 1)})
ZERO = Choice("czd", "0/0 for a class that does not occur", "0", TAKEN)


@dataclass(frozen=True)
class Multiclass(State):
    """The true and the predicted class of each item, how many classes there are, and what 0/0 is taken as."""

    t1: str = of(TRUE_CLASSES[0])
    t2: str = of(TRUE_CLASSES[1])
    t3: str = of(TRUE_CLASSES[2])
    t4: str = of(TRUE_CLASSES[3])
    t5: str = of(TRUE_CLASSES[4])
    t6: str = of(TRUE_CLASSES[5])
    p1: str = of(PRED_CLASSES[0])
    p2: str = of(PRED_CLASSES[1])
    p3: str = of(PRED_CLASSES[2])
    p4: str = of(PRED_CLASSES[3])
    p5: str = of(PRED_CLASSES[4])
    p6: str = of(PRED_CLASSES[5])
    classes: str = of(CLASSES)
    czd: str = of(ZERO)

    @property
    def y_true(self) -> list[int]:
        """The true classes, item by item."""
        return [int(k) for k in (self.t1, self.t2, self.t3, self.t4, self.t5, self.t6)]

    @property
    def y_pred(self) -> list[int]:
        """The predicted classes, item by item."""
        return [int(k) for k in (self.p1, self.p2, self.p3, self.p4, self.p5, self.p6)]

    @property
    def all_classes(self) -> list[int]:
        """The classes: as many as are chosen, and more where an item has a higher one."""
        return list(range(max(int(self.classes), *(k + 1 for k in (*self.y_true, *self.y_pred)))))


AVERAGES: tuple[Average, ...] = ("macro", "micro", "weighted")
CONFUSION = Graph(
    "confusion",
    "Confusion matrix of the classes. The false negatives of each true class stand at the right, the false "
    "positives of each predicted class below.",
    height=height_for(len(AVERAGES)),
    least=height_for(len(AVERAGES)) * 3 // 4,
)
SHARED = pieces(AVERAGES)
LIBRARIES = TablePlace("libraries")
# What a library does with a class that does not occur, as the value of 0/0, and whether it also leaves out a class that is
# never true. All but scikit-learn must be told how many classes there are; with `labels` it is told too. Read from their
# sources or run, November 2026.
BY_DEFAULT = {
    "scikit-learn 1.9": ("is left out", float("nan"), False),
    "scikit-learn 1.9, given labels": ("counts as 0, with a warning", 0.0, False),
    "segmentation_models_pytorch": ("counts as 1", 1.0, False),
    "torchmetrics 1.9": ("is left out, whatever zero_division is", float("nan"), False),
    "Hugging Face evaluate": ("is left out", float("nan"), False),
    "MONAI MeanIoU": ("is left out, also where it is predicted", float("nan"), True),
}
SAY = Line("say", "{averages}")
REST = Line("rest", "{right} {micro} {empty}", live=False)
CHECKS = Checks("averaging-classes", ("right", "macro"))
BELOW = 0.4  # what the task asks for


def view(state: Multiclass) -> View:
    """Return the lesson in one state."""
    y_true, y_pred, labels, rule = state.y_true, state.y_pred, state.all_classes, ZERO_DIVISION[state.czd]
    classes = ScoredGroups("class", labels, core.multiclass_counts(y_true, y_pred, labels=labels), rule)
    found = averages(dict.fromkeys(AVERAGES, classes))
    checks = _checks(classes.whole.tp, found["macro"])
    counts = core.confusion_matrix(y_true, y_pred, labels=labels).tolist()
    return View(
        figures={
            CONFUSION.id: confusion_matrix_figure(
                counts,
                [str(k) for k in labels],
                Axis("true class", [f"<b>{fn}</b> FN" for fn in classes.counts.fn.tolist()]),
                Axis("predicted class", [f"<b>{fp}</b> FP" for fp in classes.counts.fp.tolist()]),
                [[_in_cell(counts[i][j], right=i == j) for j in labels] for i in labels],
                [[_on_hover(counts[i][j], i, j) for j in labels] for i in labels],
            ),
            SHARED.bars.id: weighted_bars_figure(
                [classes.row(str(name), RULES[name], WEIGHING[name], value) for name, value in found.items()]
            ),
        },
        texts={
            **SHARED.texts(classes, found),
            **_said(classes, int(state.classes), found["micro"], found["macro"]),
            **CHECKS.texts(checks),
            **CLASSES_SNIPPET.some(
                true_classes=f"{y_true}",
                pred_classes=f"{y_pred}",
                classes=f"{labels}",
                class_zero=zero_in_code(rule),
            ),
        },
        tables={
            SHARED.table.id: averages_table(
                y_true,
                y_pred,
                found,
                [classes.calculation(WEIGHING[name]) for name in AVERAGES],
                classes,
                labels=labels,
            ),
            LIBRARIES.id: _libraries(classes.counts),
            SHARED.counts.id: counts_table(
                classes, {"weight in macro": "equal", "in weighted": "support", "in micro": "union"}
            ),
        },
        props=CHECKS.marks(checks),
    )


def by_default(counts: core.Counts) -> dict[str, float]:
    """Return the macro average of the classes by what libraries do with a class that does not occur."""
    found = {}
    for library, (_, zero_division, only_true) in BY_DEFAULT.items():
        counted = counts[counts.support > 0] if only_true else counts
        found[library] = float(core.average(core.jaccard(counted, zero_division=zero_division)))
    return found


def _libraries(counts: core.Counts) -> Table:
    found = by_default(counts)
    answers = len({round(value, 9) for value in found.values()})
    caption = "What libraries call the mean IoU of these items"
    # where a class is predicted but never true, and one library leaves it out, only zeros have the same mean
    why = "every class occurs" if counts.support.all() else "no item is right"
    said = f"all the same, because {why}" if answers == 1 else f"{answers} different answers"
    return Table(
        ["library", "a class that does not occur", "mean of J"],
        [[library, BY_DEFAULT[library][0], value] for library, value in found.items()],
        caption=f"{caption}: {said}",
        name=caption,
        words=True,
    )


# ---- words ---------------------------------------------------------------------------------------------------------


def _in_cell(count: int, *, right: bool) -> str:
    if right:
        return f"<b>{count}</b> TP"
    return f"<b>{count}</b>" if count else "0"


def _on_hover(count: int, true: int, predicted: int) -> str:
    items = f"{many(count, 'item')} of class {true}, predicted {predicted}"
    if not count:
        return items
    return f"{items}:<br>" + (f"TP of {true}" if true == predicted else f"FN of {true} and FP of {predicted}")


def _said(classes: ScoredGroups, chosen: int, micro: float, macro: float) -> dict[Target, str]:
    right = classes.whole.tp
    are = agreeing("is", right)
    return {
        **SAY.texts(averages=micro_and_macro(classes, micro, macro)),
        **REST.texts(
            right=f"{_more_classes(len(classes.keys), chosen)}{right} of {ITEMS} items {are} predicted correctly.",
            micro=_micro_and_accuracy(right, micro, macro),
            empty=_empty(classes),
        ),
    }


def _checks(right: int, macro: float) -> dict[str, Check]:
    """Return the conditions of the task."""
    many_right, low = right >= ITEMS - 1, macro <= BELOW
    return {
        "right": Check(many_right, f"At least {ITEMS - 1} items right: {'yes' if many_right else 'not yet'}, {right}."),
        "macro": Check(low, f"Macro at most {BELOW}: {'yes' if low else 'not yet'}, it is {score(macro)}."),
    }


def _more_classes(count: int, chosen: int) -> str:
    if count == chosen:
        return ""
    return f"An item has class {count - 1}, so there are {count} classes and not {chosen}. "


def _micro_and_accuracy(right: int, micro: float, macro: float) -> str:
    wrong, written = ITEMS - right, apart(micro, macro)[0]
    if right in (0, ITEMS):
        return f"Micro is {written}, like the accuracy."
    mistakes = "The mistake counts" if wrong == 1 else f"Each of the {wrong} mistakes counts"
    accuracy = core.safe_divide(right, ITEMS)
    return (
        f"{mistakes} in two unions: that of the true class and that of the predicted class. So micro is "
        f"{written}, below the accuracy of {score(accuracy)}."
    )


def _empty(classes: ScoredGroups) -> str:
    rule = zero_over_zero(classes.zero_division)
    empty = [name for name, is_empty in zip(classes.names, classes.empty, strict=True) if is_empty]
    if not empty:
        return ""
    does, scores = ("does", "Its score is") if len(empty) == 1 else ("do", "Their scores are")
    return f"{listed(empty).capitalize()} {does} not occur. {scores} {rule}."


_AS_SET = Multiclass()
_ALL_ITEMS = core.jaccard_score(_AS_SET.y_true, _AS_SET.y_pred, average="micro")
_TWO_CLASSES = core.jaccard_score(_AS_SET.y_true, _AS_SET.y_pred, average="micro", labels=[1, 2])

_ROWS: dict[str, Sequence[Choice | str]] = {"true": TRUE_CLASSES, "predicted": PRED_CLASSES}

LESSON = Lesson(
    path="/averaging/classes",
    chapter=chapters.AVERAGING,
    title="One class for each item",
    summary="Each mistake counts in two classes, and a class that does not occur needs a rule.",
    minutes=3,
    state=Multiclass,
    view=view,
    idea=[
        "A model sorts items into several classes, and one number is to say how well: what does it do with each mistake?",
    ],
    looks={"Class by class": CONFUSION, "Their averages": SHARED.bars},
    lead=[ItemTable("The class of each item", _ROWS), SHARED.micro, SHARED.macro],
    controls=[
        Buttons(CLASSES),
        Buttons(ZERO),
        Presets(
            {
                "Every item right": {"p2": "1", "p4": "2"},
                "A rare class": {"t2": "0", "t3": "0", "t5": "0", "p2": "0", "p3": "0", "p5": "0"},
                "A class that does not occur": {"t3": "1", "t4": "1", "p2": "1", "p3": "0"},
                "Five classes": {
                    "t1": "0",
                    "t2": "1",
                    "t3": "2",
                    "t4": "3",
                    "t5": "3",
                    "t6": "4",
                    "p1": "0",
                    "p2": "1",
                    "p3": "2",
                    "p4": "4",
                    "p5": "3",
                    "p6": "3",
                    "classes": "5",
                },
            }
        ),
    ],
    figures=[Box("pair", CONFUSION, SHARED.bars), SAY, REST],
    below=[SHARED.table, SHARED.peer, LIBRARIES],
    question=Predict(
        "4 of 6 items are in the right class, so the accuracy is 4/6. What is micro J, the score of all counts together?",
        {
            "lower": "It is 4/8. Each of the 2 mistakes counts in two unions: that of the true class, and that of the predicted "
            "class.",
            "the same": "Accuracy counts each of the 2 mistakes once. Micro J counts it in two unions, that of the true class "
            "and that of the predicted class: 4/8.",
            "higher": "Nothing is right for J that is wrong for accuracy. And each of the 2 mistakes counts in two unions: 4/8.",
        },
        right="lower",
        hides=(SHARED.bars, SHARED.micro, SHARED.macro, SAY, REST, SHARED.table),
    ),
    called=[
        paragraph(
            "Each class in turn is taken as positive, and all others as negative: ",
            html.B("one against the rest"),
            ". So a mistake is a false negative of the true class and a false positive of the predicted class, and the mean over "
            "the classes, macro, is also called ",
            html.B("mean IoU"),
            ".",
        )
    ],
    task=Task(f"Sort at least {ITEMS - 1} items right, and bring macro to at most {BELOW}.", CHECKS),
    folds=[
        Fold("The numbers", SHARED.counts),
        Code([core.jaccard_score, core.average], CLASSES_SNIPPET),
        Fold(
            "Common mistakes",
            paragraph("The notebook that this course grew from makes both mistakes."),
            paragraph(
                html.B("Micro over some of the classes. "),
                "An average over some of the classes may use only the counts of those classes. The notebook is asked "
                "for classes 1 and 2 of the six items that this page opens with. Its micro average still counts "
                f"all items and is {_ALL_ITEMS:.3f}. The true positives and the unions of the two classes give "
                f"{_TWO_CLASSES:.3f}.",
            ),
            paragraph(
                html.B("Labels turned into true and false. "),
                "A function that turns all labels into true and false turns 2 into true, like 1. So [0, 2, 1] against "
                "[0, 1, 1] gets the perfect score of 1.0 in the notebook. The code of this course refuses it: "
                f"“{refusal([0, 2, 1], [0, 1, 1])}”.",
            ),
        ),
    ],
)
