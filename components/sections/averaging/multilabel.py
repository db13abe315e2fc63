"""Averaging: several labels or classes have several scores, and every average of them weighs them differently."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from dash import html
from dash.development.base_component import Component

import core
from components import controls, page, peer
from components.averages import BECOMES, WOULD_BECOME, ZERO_DIVISION, Parts, exact, listed, macro_against_micro
from components.elements import Element, element
from components.figures import blocks, confusion, outcomes
from components.formula import Formula, Line, score, written
from components.predict import predict
from components.url import Choice, Param, Subset, bounded, href
from components.view import Target, View, compose

NAME = "averaging"
PATH = "/averaging"
NUMBER = "5"
OVER = "5 · Averaging"
TITLE = "Averaging"
SUMMARY = "Samples, micro, macro, weighted: flip a label and see what each average makes of it."


class Id(StrEnum):
    """The components that this section fills."""

    OUTCOMES = "averaging-outcomes"
    LABEL_BLOCKS = "averaging-label-blocks"
    CONFUSION = "averaging-confusion"
    CLASS_BLOCKS = "averaging-class-blocks"
    MICRO = "averaging-micro"
    MACRO = "averaging-macro"
    CLASS_MICRO = "averaging-class-micro"
    CLASS_MACRO = "averaging-class-macro"
    SAY = "averaging-say"
    CLASS_SAY = "averaging-class-say"
    PEER = "averaging-peer"
    CLASS_PEER = "averaging-class-peer"
    AVERAGES = "averaging-averages"
    CLASS_AVERAGES = "averaging-class-averages"
    NUMBERS = "averaging-numbers"
    SNIPPET = "averaging-snippet"


SAMPLES, LABELS, ITEMS, CLASSES = 4, 3, 6, 3
CLASS_LABELS = list(range(CLASSES))
_CLASSES = {str(k): str(k) for k in CLASS_LABELS}

TRUE = Subset("true", "True labels", (0, 2, 4, 6, 7), SAMPLES * LABELS)
PRED = Subset("pred", "Predicted labels", (0, 1, 2, 4, 7), SAMPLES * LABELS)
ZERO = Choice("zd", "0/0, an empty row or column,", "1", BECOMES)
TRUE_CLASSES = tuple(
    Choice(f"t{i}", f"true class of item {i}", value, _CLASSES) for i, value in enumerate("012210", start=1)
)
PRED_CLASSES = tuple(
    Choice(f"p{i}", f"predicted class of item {i}", value, _CLASSES) for i, value in enumerate("022110", start=1)
)
CLASS_ZERO = Choice("czd", "0/0, a class that nobody names,", "0", BECOMES)
PARAMS: tuple[Param, ...] = (TRUE, PRED, ZERO, *TRUE_CLASSES, *PRED_CLASSES, CLASS_ZERO)

# A state that other sections link to: two labels that are always right, and a third that occurs once and is missed.
RARE_LABEL_MISSED = {"true": (0, 1, 2, 3, 4, 6, 7, 9, 10), "pred": (0, 1, 3, 4, 6, 7, 9, 10)}

MICRO, CLASS_MICRO = (
    Formula(
        id, "micro", "{tp}", "{tp2} + {fp} + {fn}", "{j}",
        "micro equals {tp} over {tp2} plus {fp} plus {fn}, that is {j}", small=True,
    )
    for id in (Id.MICRO, Id.CLASS_MICRO)
)  # fmt: skip
MACRO, CLASS_MACRO = (
    Formula(id, "macro", "{sum}", "{count}", "{j}", "macro equals {sum}, over {count}, that is {j}", small=True)
    for id in (Id.MACRO, Id.CLASS_MACRO)
)
SAY = Line(Id.SAY, "The matrices agree on {tp} of {cells}: micro is {micro}. {macro} {empty}")
CLASS_SAY = Line(Id.CLASS_SAY, "{right} {micro} {macro} {empty}")
PEER = Line(Id.PEER, "{peer}")
CLASS_PEER = Line(Id.CLASS_PEER, "{peer}")
SNIPPET = Line(
    Id.SNIPPET,
    "from sklearn.metrics import jaccard_score\n\n"
    "# several labels for each sample\n"
    "y_true = {true}\n"
    "y_pred = {pred}\n"
    "zero_division = {zero}\n"
    'for average in ("samples", "micro", "macro", "weighted", None):\n'
    "    print(average, jaccard_score(y_true, y_pred, average=average, zero_division=zero_division))\n\n"
    "# one class for each item\n"
    "y_true = {true_classes}\n"
    "y_pred = {pred_classes}\n"
    "zero_division = {class_zero}\n"
    "labels = [0, 1, 2]  # a class that nobody names would otherwise not be averaged\n"
    'for average in ("macro", "micro", "weighted", None):\n'
    "    print(average, jaccard_score(\n"
    "        y_true, y_pred, labels=labels, average=average, zero_division=zero_division))\n",
)


def view(*, true: tuple[int, ...], pred: tuple[int, ...], zd: str, czd: str, **items: str) -> View:
    """Return the section in one state."""
    y_true, y_pred = _matrix(true), _matrix(pred)
    samples = Parts("sample", range(1, SAMPLES + 1), core.multilabel_counts(y_true, y_pred, axis=1), zd)
    labels = Parts("label", range(1, LABELS + 1), core.multilabel_counts(y_true, y_pred), zd)
    found = _averages(y_true, y_pred, ("samples", "micro", "macro", "weighted"), zd)

    t = [int(items[p.key]) for p in TRUE_CLASSES]
    p = [int(items[p.key]) for p in PRED_CLASSES]
    classes = Parts("class", CLASS_LABELS, core.multiclass_counts(t, p, labels=CLASS_LABELS), czd)
    class_found = _averages(t, p, ("macro", "micro", "weighted"), czd, labels=CLASS_LABELS)

    label_table = _table(
        [
            ("samples", found["samples"], samples.made_of("equal")),
            ("micro", found["micro"], labels.made_of("union")),
            ("macro", found["macro"], labels.made_of("equal")),
            ("weighted", found["weighted"], labels.made_of("support")),
        ],
        labels,
        _peer_values(y_true, y_pred, found, zd),
        caption="Averages and labels, to the last digit",
    )
    class_table = _table(
        [
            ("macro", class_found["macro"], classes.made_of("equal")),
            ("micro", class_found["micro"], classes.made_of("union")),
            ("weighted", class_found["weighted"], classes.made_of("support")),
        ],
        classes,
        _peer_values(t, p, class_found, czd, labels=CLASS_LABELS),
        caption="Averages and classes, to the last digit",
    )
    texts = {
        **_micro_texts(MICRO, labels, found["micro"]),
        **_macro_texts(MACRO, labels, found["macro"]),
        **_micro_texts(CLASS_MICRO, classes, class_found["micro"]),
        **_macro_texts(CLASS_MACRO, classes, class_found["macro"]),
        **_said(labels, samples, found),
        **_class_said(classes, class_found),
        **PEER.texts(peer=_peer_words(zd)),
        **CLASS_PEER.texts(peer=_peer_words(czd)),
        **SNIPPET.texts(
            true=y_true.astype(int).tolist(),
            pred=y_pred.astype(int).tolist(),
            zero=_zero_in_code(zd),
            true_classes=t,
            pred_classes=p,
            class_zero=_zero_in_code(czd),
        ),
    }
    return compose(
        NAME,
        {},
        (),
        figures={
            Id.OUTCOMES: outcomes.outcomes_figure(
                core.overlap_categories(y_true, y_pred).tolist(),
                _margin(samples),
                _margin(labels),
                f"all cells<br><b>{labels.made_of('union')}</b>",
            ),
            Id.LABEL_BLOCKS: blocks.blocks_figure(
                [
                    samples.row("samples", "· every sample alike", "equal", found["samples"]),
                    labels.row("micro", "· labels by union", "union", found["micro"]),
                    labels.row("macro", "· every label alike", "equal", found["macro"]),
                    labels.row("weighted", "· labels by support", "support", found["weighted"]),
                ]
            ),
            Id.CONFUSION: confusion.confusion_figure(
                _confusion(t, p),
                [str(k) for k in CLASS_LABELS],
                classes.counts.fn.tolist(),
                classes.counts.fp.tolist(),
            ),
            Id.CLASS_BLOCKS: blocks.blocks_figure(
                [
                    classes.row("macro", "· every class alike", "equal", class_found["macro"]),
                    classes.row("micro", "· classes by union", "union", class_found["micro"]),
                    classes.row("weighted", "· classes by support", "support", class_found["weighted"]),
                ]
            ),
        },
        texts=texts,
        parts={
            Target(Id.AVERAGES): label_table,
            Target(Id.CLASS_AVERAGES): class_table,
            Target(Id.NUMBERS): _numbers(samples, labels, classes),
        },
    )


def layout(**given: object) -> Component:
    """Return the section's page in the state that an address gives."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "With several labels or classes there are several Jaccard scores, and often one number has to speak for "
            "all of them. Every average is fair to something else: to samples, to labels, or to single decisions.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        parts=[_multilabel(values, shown), _question(), _multiclass(values, shown)],
        folds=[
            page.fold("The numbers", page.slot(Id.NUMBERS, shown.parts)),
            page.code_fold(NAME, [core.jaccard_score, core.average], SNIPPET, shown.texts),
            page.fold("Where the document goes wrong", *_corrections()),
        ],
    )


def _multilabel(values: dict[str, Any], shown: View) -> Component:
    cells = [f":sample {i}, label {j}" for i in range(1, SAMPLES + 1) for j in range(1, LABELS + 1)]
    matrices = [
        controls.toggles(NAME, TRUE, values["true"], cells, columns=LABELS, meaning="fn bits"),
        controls.toggles(NAME, PRED, values["pred"], cells, columns=LABELS, meaning="fp bits"),
    ]
    figures = [
        page.graph(
            Id.OUTCOMES,
            shown.figures[Id.OUTCOMES],
            described="The two label matrices in one, each cell a true or false positive or negative, with the score "
            "of each sample at the right and of each label below",
            height=blocks.height_for(4),
        ),
        page.graph(
            Id.LABEL_BLOCKS,
            shown.figures[Id.LABEL_BLOCKS],
            described="The four averages as rows of blocks, each as wide as it weighs and as high as its score",
            height=blocks.height_for(4),
        ),
    ]
    presets: dict[str, dict[str, Any]] = {
        "Micro high, macro low": RARE_LABEL_MISSED,
        "A label nobody uses": {"true": (0, 4, 6, 7), "pred": (0, 1, 4, 7)},
        "Nothing at all": {"true": (), "pred": ()},
    }
    return page.part(
        "Several labels for each sample",
        idea=[
            "This is the multilabel case: each row is a sample, each column a label, each cell a yes or no. Flip cells "
            "of either matrix and see which averages care. A block is as wide as its score weighs and as high as its "
            "score; the average is the green part of the row."
        ],
        lead=[html.Div(matrices, className="two"), MICRO.layout(shown.texts), MACRO.layout(shown.texts)],
        controls=[controls.choice(NAME, ZERO, values["zd"]), controls.presets(PATH, PARAMS, presets)],
        figures=[html.Div(figures, className="pair"), SAY.layout(shown.texts)],
        below=[page.slot(Id.AVERAGES, shown.parts), PEER.quiet(shown.texts)],
    )


def _question() -> Component:
    return predict(
        NAME,
        "Two labels are always right. A third occurs once, and is missed. Which average suffers most?",
        {
            "micro": "Micro loses one marked cell out of nine and stays at 8/9. It hardly notices a label that is rare.",
            "macro": "Each label weighs a third, so a label with a score of 0 costs a third: macro falls to 2/3. Micro and "
            "weighted stay at 8/9.",
            "weighted": "Weighted goes by the support, and the third label has only one of nine true cells: it stays at "
            "8/9, like micro.",
        },
        right="macro",
        see=("See the four averages", href(PATH, PARAMS, **RARE_LABEL_MISSED)),
    )


def _multiclass(values: dict[str, Any], shown: View) -> Component:
    figures = [
        page.graph(
            Id.CONFUSION,
            shown.figures[Id.CONFUSION],
            described="Confusion matrix of the three classes, with the misses of each true class at the right and the "
            "false alarms of each predicted class below",
            height=blocks.height_for(3),
        ),
        page.graph(
            Id.CLASS_BLOCKS,
            shown.figures[Id.CLASS_BLOCKS],
            described="The three averages as rows of blocks, each as wide as it weighs and as high as its score",
            height=blocks.height_for(3),
        ),
    ]
    presets = {
        "All right": {"p2": "1", "p4": "2"},
        "A rare class, missed": {"t2": "0", "t3": "0", "t5": "0", "p2": "0", "p3": "0", "p5": "0"},
        "A class nobody names": {"t3": "1", "t4": "1", "p2": "1", "p3": "0"},
    }
    return page.part(
        "One class for each item",
        idea=[
            "This is the multiclass case: each class in turn plays the positive one, against all the rest. So a "
            "mistake has two faces: a miss of the true class and a false alarm of the one that was called."
        ],
        lead=[_items(values), CLASS_MICRO.layout(shown.texts), CLASS_MACRO.layout(shown.texts)],
        controls=[controls.choice(NAME, CLASS_ZERO, values["czd"]), controls.presets(PATH, PARAMS, presets)],
        figures=[html.Div(figures, className="pair"), CLASS_SAY.layout(shown.texts)],
        below=[page.slot(Id.CLASS_AVERAGES, shown.parts), CLASS_PEER.quiet(shown.texts)],
    )


def _matrix(positions: tuple[int, ...]) -> Any:
    return np.isin(np.arange(SAMPLES * LABELS), positions).reshape(SAMPLES, LABELS)


def _averages(y_true: Any, y_pred: Any, names: tuple[str, ...], zd: str, **options: Any) -> dict[str, float]:
    return {
        name: core.jaccard_score(y_true, y_pred, average=name, zero_division=ZERO_DIVISION[zd], **options)  # type: ignore[arg-type,misc]
        for name in names
    }


def _confusion(t: list[int], p: list[int]) -> list[list[int]]:
    matrix = np.zeros((CLASSES, CLASSES), int)
    np.add.at(matrix, (t, p), 1)
    counts: list[list[int]] = matrix.tolist()
    return counts


def _margin(parts: Parts) -> outcomes.Margin:
    return outcomes.Margin(parts.names, parts.scores.tolist(), parts.words, parts.empty)


def _items(values: dict[str, Any]) -> Component:
    def row(words: str, params: tuple[Choice, ...]) -> Component:
        cells = [html.Td(controls.select(NAME, p, values[p.key], hidden_label=True)) for p in params]
        return html.Tr([html.Th(words, scope="row"), *cells])

    return html.Table(
        [
            html.Caption("The class of each item"),
            html.Thead(html.Tr([html.Td(), *(html.Th(str(i), scope="col") for i in range(1, ITEMS + 1))])),
            html.Tbody([row("true", TRUE_CLASSES), row("predicted", PRED_CLASSES)]),
        ],
        className="items",
    )


# ---- words ---------------------------------------------------------------------------------------------------------


def _micro_texts(formula: Formula, parts: Parts, value: float) -> dict[Target, str]:
    whole = parts.whole
    return formula.texts(tp=whole.tp, tp2=whole.tp, fp=whole.fp, fn=whole.fn, j=score(value))


def _macro_texts(formula: Formula, parts: Parts, value: float) -> dict[Target, str]:
    terms, _, count = parts.made_of("equal").strip("(").partition(")/")
    return formula.texts(sum=terms if count else "0", count=count or "0", j=score(value))


def _said(labels: Parts, samples: Parts, found: dict[str, float]) -> dict[Target, str]:
    whole = labels.whole
    empty = [
        name for parts in (samples, labels) for name, is_empty in zip(parts.names, parts.empty, strict=True) if is_empty
    ]
    if not whole.union:
        words = f"Nothing is marked at all: every score is 0/0, which {BECOMES[labels.zero_division]}."
    elif empty:
        words = f"Nothing is marked in {listed(empty)}: 0/0, which {BECOMES[labels.zero_division]}."
    else:
        words = f"No row and no column is empty; one that was, 0/0, {WOULD_BECOME[labels.zero_division]}."
    return SAY.texts(
        tp=whole.tp,
        cells=f"{whole.union} marked cell" + ("" if whole.union == 1 else "s"),
        micro=score(found["micro"]),
        macro=macro_against_micro(labels, found["micro"], found["macro"]),
        empty=words,
    )


def _class_said(classes: Parts, found: dict[str, float]) -> dict[Target, str]:
    whole = classes.whole
    wrong = whole.fn
    accuracy = core.safe_divide(whole.tp, ITEMS)
    right = f"{whole.tp} of {ITEMS} items " + ("is right." if whole.tp == 1 else "are right.")
    if wrong == 0:
        micro = f"With every item right micro is {score(found['micro'])}, like the accuracy."
    elif whole.tp == 0:
        micro = f"With no hit at all micro is {score(found['micro'])}, like the accuracy."
    else:
        each = "The mistake is in two unions" if wrong == 1 else f"Each of the {wrong} mistakes is in two unions"
        micro = f"{each}, so micro is {score(found['micro'])}, below the accuracy of {score(accuracy)}."
    empty = [name for name, is_empty in zip(classes.names, classes.empty, strict=True) if is_empty]
    return CLASS_SAY.texts(
        right=right,
        micro=micro,
        macro=macro_against_micro(classes, found["micro"], found["macro"]),
        empty=f"Nobody names {listed(empty)}: 0/0, which {BECOMES[classes.zero_division]}."
        if empty
        else f"Every class occurs; one that nobody named, 0/0, {WOULD_BECOME[classes.zero_division]}.",
    )


def _zero_in_code(zd: str) -> str:
    return "0  # scikit-learn has no way to leave 0/0 out" if zd == "nan" else zd


# ---- scikit-learn beside ours, and the tables ----------------------------------------------------------------------


def _peer_values(y_true: Any, y_pred: Any, found: dict[str, float], zd: str, **options: Any) -> dict[str, str]:
    """Return scikit-learn's averages, and its scores by position, as the table writes them."""
    if zd == "nan":
        return {}
    values: dict[str, str] = {}
    for average in (*found, None):
        value = peer.value("jaccard_score", y_true, y_pred, average=average, zero_division=ZERO_DIVISION[zd], **options)
        if value is None:
            return {}
        if average is None:
            values |= {str(i): exact(v) for i, v in enumerate(value)}
        else:
            values[average] = exact(value)
    return values


def _peer_words(zd: str) -> str:
    if not peer.installed():
        return f"scikit-learn is {peer.MISSING}; with it, its values stand beside these."
    if zd == "nan":
        return (
            "scikit-learn has no “left out”: its documentation names nan, but the function refuses it. So its column "
            "is empty now."
        )
    return "The scikit-learn column is computed by scikit-learn itself from the same data, anew after every change."


def _table(averages: list[tuple[str, float, str]], parts: Parts, theirs: dict[str, str], *, caption: str) -> Element:
    rows = [[name, exact(value), theirs.get(name, "–"), made_of] for name, value, made_of in averages]
    rows += [
        [name, exact(value), theirs.get(str(i), "–"), words]
        for i, (name, value, words) in enumerate(zip(parts.names, parts.scores.tolist(), parts.words, strict=True))
    ]
    return page.table(["score", "here", "scikit-learn", "made of"], rows, caption=caption)


def _numbers(samples: Parts, labels: Parts, classes: Parts) -> Element:
    def rows(parts: Parts) -> list[tuple[Any, ...]]:
        counts = (count.tolist() for count in (parts.counts.tp, parts.counts.fp, parts.counts.fn, parts.counts.tn))
        shares = ([f"{share:.1%}" for share in parts.shares(by).tolist()] for by in ("equal", "support", "union"))
        return list(zip(parts.names, *counts, parts.words, written(parts.scores), *shares, strict=True))

    columns = ["TP", "FP", "FN", "TN", "TP/union", "J"]
    shares = ["weight in macro", "in weighted", "in micro"]
    return element(
        "Div",
        [
            page.table(
                ["sample", *columns, "weight in samples"], [row[:-2] for row in rows(samples)], caption="Samples"
            ),
            page.table(["label", *columns, *shares], rows(labels), caption="Labels"),
            page.table(["class", *columns, *shares], rows(classes), caption="Classes"),
        ],
    )


def _corrections() -> list[Component]:
    t = [int(p.default) for p in TRUE_CLASSES]
    p = [int(p.default) for p in PRED_CLASSES]
    everything = core.jaccard_score(t, p, average="micro")
    chosen = core.jaccard_score(t, p, average="micro", labels=[1, 2])
    nothing_true, one_predicted = [[0, 0], [0, 0]], [[1, 0], [0, 0]]
    plain = core.jaccard_score(nothing_true, one_predicted, average="weighted", zero_division=1)
    return [
        page.paragraph(
            html.B("Micro over some of the classes. "),
            "Asked for classes 1 and 2 only, the document's micro still counts all items and says "
            f"{everything:.3f}. The hits and unions of those two classes give {chosen:.3f}.",
        ),
        page.paragraph(
            html.B("Weighted without support. "),
            "With no true label anywhere the weights add up to 0. The document then answers with zero_division, "
            "whatever the scores are. Here it is the plain mean: if one of two labels is predicted once and the other "
            f"never, and 0/0 counts as 1, the scores are 0 and 1 and the average is {plain:.1f}, not 1.",
        ),
        page.paragraph(
            html.B("Everything becomes a bool. "),
            "The document turns labels into true and false first, so 2 becomes 1 and [0, 2, 1] against [0, 1, 1] is a "
            f"perfect 1.0. Here it is an error: “{_refusal([0, 2, 1], [0, 1, 1])}”.",
        ),
        page.paragraph(
            html.B("Lengths that stretch. "),
            "NumPy repeats a single label as often as it has to, so six labels can be compared with one and nobody "
            f"notices. Here it is an error: “{_refusal([1, 1, 0, 0, 1, 0], [1])}”.",
        ),
    ]


def _refusal(y_true: list[int], y_pred: list[int]) -> str:
    try:
        core.confusion_counts(y_true, y_pred)
    except ValueError as error:
        return str(error)
    raise AssertionError(f"{y_true} against {y_pred} must be refused")
