"""Pitfalls: four ways in which a Jaccard score misleads, each to be seen happening."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component
from numpy.typing import NDArray

import core
from components import controls, page
from components.averages import BECOMES, ZERO_DIVISION, Parts, exact
from components.elements import Element, element
from components.figures import blocks, crossing, cuts, lanes
from components.formula import Line, jaccard_columns, jaccard_formula, score, written
from components.predict import predict
from components.sections import averaging, thresholds
from components.theme import LIGHT
from components.url import Choice, Number, address, bounded, href
from components.view import Column, Columns, Target, View, compose

NAME = "pitfalls"
PATH = "/pitfalls"
NUMBER = "9"
OVER = "9 · Pitfalls"
TITLE = "Pitfalls"
SUMMARY = "Empty unions, borrowed thresholds, averages that hide a class, and two kinds of error in one score."


class Id(StrEnum):
    """The components that this section fills."""

    EMPTY = "pitfalls-empty"
    EMPTY_SAY = "pitfalls-empty-say"
    CUTS = "pitfalls-cuts"
    CUTS_SAY = "pitfalls-cuts-say"
    RARE = "pitfalls-rare"
    RARE_SAY = "pitfalls-rare-say"
    KINDS = "pitfalls-kinds"
    KINDS_FORMULA = "pitfalls-kinds-formula"
    KINDS_SAY = "pitfalls-kinds-say"
    NUMBERS = "pitfalls-numbers"
    SNIPPET = "pitfalls-snippet"


CLASSES = [0, 1, 2]
TRUE_REST, PRED_REST = (0, 1, 0), (0, 1, 0)  # all items but the last, which the reader changes
_CLASS_WORDS = {str(k): str(k) for k in CLASSES}
LAST_TRUE = Choice("true", "true class of item 4", "0", _CLASS_WORDS)
LAST_PRED = Choice("pred", "predicted class of item 4", "1", _CLASS_WORDS)

T = Number("t", "Threshold", 0.5, 0, 1, 0.005, "{:.3f}")
GRID = core.uniform_grid(0, 1, T.count)

RARE, RARE_NAME, FREQUENT_NAME = 10, "rare class", "frequent class"
FOUND = Number("found", "Rare items found", 0, 0, RARE, 1, "{} of " + str(RARE))
FOUND_WORDS = [str(found) for found in FOUND.values()]
FREQUENT = Number("frequent", "Size of the frequent class", 90, 10, 990, 10)

HITS, ERRORS = 10, 10
MISSES = Number("misses", "Errors that are misses", 2, 0, ERRORS, 1, "{} of " + str(ERRORS))

PARAMS = (LAST_TRUE, LAST_PRED, T, FOUND, FREQUENT, MISSES)
SLIDERS = (T, FOUND, FREQUENT, MISSES)

EMPTY_SAY = Line(Id.EMPTY_SAY, "{class2} {answers}")
CUTS_SAY = Line(
    Id.CUTS_SAY,
    "At {t} J is {tuning} on the tuning half and {fresh} on the fresh one. The tuning half would choose {best} and "
    "promise {promised}; the fresh half then gives {kept}.",
)
RARE_SAY = Line(
    Id.RARE_SAY,
    "With {found} of 10 rare items found the rare class scores {rare}. Micro says {micro}, macro {macro}. {verdict}",
)
KINDS_FORMULA = jaccard_formula(Id.KINDS_FORMULA)
KINDS_SAY = Line(
    Id.KINDS_SAY, "J is {j} wherever the slider stands. Precision is {precision} and recall {recall}: {verdict}"
)
SNIPPET = Line(
    Id.SNIPPET,
    "from sklearn.metrics import jaccard_score\n\n"
    "y_true = {true}\n"
    "y_pred = {pred}\n"
    "for zero_division in (0, 1):  # scikit-learn has no way to leave a class out\n"
    '    print(jaccard_score(y_true, y_pred, labels=[0, 1, 2], average="macro", zero_division=zero_division))\n',
)


def view(*, true: str, pred: str, t: float, found: int, frequent: int, misses: int) -> View:
    """Return the section in one state."""
    empty, halves, rare, kinds = _empty(true, pred), _halves(), _rare(frequent), _kinds()
    return compose(
        NAME,
        {"t": t, "found": found, "frequent": frequent, "misses": misses},
        SLIDERS,
        moving=[
            Columns((T,), halves.columns),
            Columns((FOUND,), _rare_columns(rare)),
            Columns((MISSES,), kinds.columns),
        ],
        figures={
            Id.EMPTY: blocks.blocks_figure(empty.rows),
            Id.CUTS: cuts.cuts_figure(
                T.values(),
                cuts.Curve("tuning half", halves.tuning, LIGHT["tp"], "solid"),
                cuts.Curve("fresh half", halves.fresh, LIGHT["ink-2"], "dash"),
            ),
            Id.RARE: lanes.lanes_figure(list(rare), [LIGHT["tp"]] * 2 + [LIGHT["accent"]] * 3),
            Id.KINDS: crossing.crossing_figure(
                kinds.counts.fn, kinds.precision, kinds.recall, kinds.jaccard, HITS + ERRORS, "errors that are misses"
            ),
        },
        texts=empty.texts,
        parts={Target(Id.NUMBERS): element("Div", [empty.table, halves.table, _rare_table(rare), kinds.table])},
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
        idea=["Four ways in which a correct Jaccard score leads to a wrong conclusion. Make each of them happen."],
        params=PARAMS,
        values=values,
        view=shown,
        parts=[page.deck(*(card(values, shown) for card in (_empty_card, _cuts_card, _rare_card, _kinds_card)))],
        below=[_question()],
        folds=[
            page.fold("The numbers", page.slot(Id.NUMBERS, shown.parts)),
            page.code_fold(NAME, [core.safe_divide, core.average, core.jaccard], SNIPPET, shown.texts),
            page.fold(
                "Where the document goes wrong",
                page.paragraph(
                    "The document warns to tune the threshold on a validation set, yet in its own training example it "
                    "picks the cut on the test set. For log loss that shows a J of 0.767, where the cut chosen on the "
                    "training data gives 0.714. ",
                    dcc.Link("The section on training", href=address("/soft-jaccard")),
                    " does it both ways.",
                ),
                page.paragraph(
                    "It also asks you to decide about 0/0, but its code can only set it to a number. To leave an empty "
                    "class out of the mean is the third way, and the figure above has it beside the other two."
                ),
            ),
        ],
    )


def _question() -> Component:
    return predict(
        NAME,
        "Two models have the same J. One calls ten items too many, the other misses ten. Which number tells them apart?",
        {
            "accuracy": "An extra positive and a missed one are one mistake each, so over the same items with the same hits "
            "their accuracy is the same.",
            "F1": "F1 and J can be computed from each other: the same J means the same F1.",
            "precision": "The one that calls too many has the lower precision, the one that misses the lower recall.",
        },
        right="precision",
        see=("See the one that calls too many", href(PATH, PARAMS, misses=0)),
    )


def _empty_card(values: dict[str, Any], shown: View) -> Component:
    return page.card(
        "Nothing over nothing",
        page.paragraph(
            "A class that is neither true nor predicted has an empty union: 0/0. Somebody has to decide what that is "
            "worth, and the mean over the classes follows."
        ),
        _items(values),
        page.graph(
            Id.EMPTY,
            shown.figures[Id.EMPTY],
            described="The mean over three classes under three conventions for 0/0, as rows of blocks",
            height=blocks.height_for(3),
        ),
        EMPTY_SAY.layout(shown.texts),
    )


def _cuts_card(values: dict[str, Any], shown: View) -> Component:
    return page.card(
        "A threshold from the same data",
        page.paragraph(
            "J moves a lot with the threshold, and one half is no safe default. A cut chosen on the data that it is "
            "judged by looks better than it is: choose it on data kept apart."
        ),
        controls.slider(NAME, T, values["t"]),
        page.graph(
            Id.CUTS,
            shown.figures[Id.CUTS],
            described="Jaccard over the threshold, on the half of the items that tunes it and on the other half",
            height=280,
        ),
        CUTS_SAY.layout(shown.texts),
        controls.presets(
            thresholds.PATH, thresholds.PARAMS, {"All items, cut at 0.5": {"t": 0.5}, "All items, best cut": {}}
        ),
    )


def _rare_card(values: dict[str, Any], shown: View) -> Component:
    return page.card(
        "An average that hides a class",
        page.paragraph(
            "Micro counts decisions, so a frequent class drowns a rare one. Macro counts classes, so a rare class that "
            "fails is seen at once."
        ),
        controls.slider(NAME, FOUND, values["found"]),
        controls.slider(NAME, FREQUENT, values["frequent"]),
        page.graph(
            Id.RARE,
            shown.figures[Id.RARE],
            described="The scores of a frequent and a rare class, and their micro, weighted and macro average",
            height=230,
        ),
        RARE_SAY.layout(shown.texts),
        controls.presets(averaging.PATH, averaging.PARAMS, {"The same with labels": averaging.RARE_LABEL_MISSED}),
    )


def _kinds_card(values: dict[str, Any], shown: View) -> Component:
    return page.card(
        "Two errors, one number",
        page.paragraph(
            "An extra positive and a missed one cost J the same. Precision falls with the first, recall with the "
            "second: look at both before you mend anything."
        ),
        controls.slider(NAME, MISSES, values["misses"]),
        KINDS_FORMULA.layout(shown.texts),
        page.graph(
            Id.KINDS,
            shown.figures[Id.KINDS],
            described="The union parted into hits, false alarms and misses, above precision, recall and Jaccard over "
            "the number of errors that are misses",
            height=270,
        ),
        KINDS_SAY.layout(shown.texts),
        controls.presets(
            PATH, PARAMS, {"All extra": {"misses": 0}, "Half and half": {"misses": 5}, "All missed": {"misses": 10}}
        ),
    )


# ---- nothing over nothing ------------------------------------------------------------------------------------------


class Empty(NamedTuple):
    """The averages under each convention for 0/0, with all that is said about them."""

    rows: list[blocks.Row]
    texts: dict[Target, str]
    table: Element


@cache
def _empty(true: str, pred: str) -> Empty:
    """Return what the class of the last item makes of the averages: nine cases, into which nothing writes."""
    y_true, y_pred = [*TRUE_REST, int(true)], [*PRED_REST, int(pred)]
    counts = core.multiclass_counts(y_true, y_pred, labels=CLASSES)
    conventions = {zd: Parts("class", CLASSES, counts, zd) for zd in ZERO_DIVISION}
    macros = {zd: core.average(parts.scores) for zd, parts in conventions.items()}
    return Empty(
        [
            parts.row(f"0/0 {BECOMES[zd]}", "", "equal", macros[zd])._replace(words=_fraction(macros[zd]))
            for zd, parts in conventions.items()
        ],
        {
            **_empty_texts(macros, used=2 in (y_true[-1], y_pred[-1])),
            **SNIPPET.texts(true=y_true, pred=y_pred),
        },
        page.table(
            ["0/0", *conventions["0"].names, "macro", "exactly"],
            [
                [BECOMES[zd], *parts.words, _fraction(macros[zd]), exact(macros[zd])]
                for zd, parts in conventions.items()
            ],
            caption="Three conventions for an empty union",
        ),
    )


def _fraction(value: float) -> str:
    return f"{Fraction(value).limit_denominator(100)} = {score(value)}"


def _empty_texts(macros: dict[str, float], *, used: bool) -> dict[Target, str]:
    answers = [score(value) for value in macros.values()]
    if used:
        return EMPTY_SAY.texts(
            class2="Every class occurs now, so no score is 0/0.", answers=f"All three conventions give {answers[0]}."
        )
    return EMPTY_SAY.texts(
        class2="Class 2 is in neither row, so its score is 0/0.",
        answers=f"The same data are worth {answers[0]}, {answers[1]} or {answers[2]}: say which convention you use.",
    )


# ---- a threshold from the same data --------------------------------------------------------------------------------


class Halves(NamedTuple):
    """The scores at every threshold on both halves of the data, with all that is said about them."""

    tuning: NDArray[np.float64]
    fresh: NDArray[np.float64]
    columns: dict[Target, Column]
    table: Element


@cache
def _halves() -> Halves:
    """Return what no parameter changes: the items at even and at odd places, cut at every threshold."""
    data = core.scored_labels()
    tuning, fresh = (core.jaccard(core.threshold_counts(data.y_true[i::2], data.scores[i::2], GRID)) for i in (0, 1))
    best = int(np.argmax(tuning))
    tuning_words, fresh_words = written(tuning), written(fresh)
    columns: dict[Target, Column] = {
        **{Target(Id.CUTS, "figure", ("layout", "shapes", cuts.CUT, end)): T.values() for end in ("x0", "x1")},
        # texts of few digits: many repeat and compress, which packed numbers do not
        Target(Id.CUTS, "figure", ("data", cuts.POINTS, "x")): [[t, t] for t in T.values()],
        Target(Id.CUTS, "figure", ("data", cuts.POINTS, "y")): np.stack([tuning, fresh], axis=1).round(6).tolist(),
        **CUTS_SAY.columns(
            t=T.words,
            tuning=tuning_words,
            fresh=fresh_words,
            best=T.words[best],
            promised=tuning_words[best],
            kept=fresh_words[best],
        ),
    }
    rows = [
        [T.words[i] + (" (best)" if i == best else ""), tuning_words[i], fresh_words[i]]
        for i in sorted({*range(0, GRID.size, 20), best})
    ]
    return Halves(
        tuning,
        fresh,
        columns,
        page.table(
            ["threshold", "J, tuning half", "J, fresh half"], rows, caption="Thresholds on two halves of the data"
        ),
    )


# ---- an average that hides a class ---------------------------------------------------------------------------------


def _rare(frequent: int) -> dict[str, NDArray[np.float64]]:
    """Return the scores for every number of rare items found: of both classes, and their averages.

    Every frequent item is right, and what is missed of the rare ones is called frequent.
    """
    found = np.arange(RARE + 1)
    missed, none, often = RARE - found, np.zeros_like(found), np.full_like(found, frequent)
    both = core.Counts(*(np.stack(p, axis=1) for p in ((often, found), (missed, none), (none, missed), (found, often))))
    each = core.jaccard(both)
    whole = core.Counts(*(count.sum(axis=1) for count in (both.tp, both.fp, both.fn, both.tn)))
    return {
        FREQUENT_NAME: each[:, 0],
        RARE_NAME: each[:, 1],
        "micro": core.jaccard(whole),
        "weighted": core.average(each, weights=both.support),
        "macro": core.average(each),
    }


def _rare_columns(scores: Mapping[str, NDArray[np.float64]]) -> dict[Target, Column]:
    words = {name: written(values) for name, values in scores.items()}
    gaps = (scores["micro"] - scores["macro"]).tolist()
    return {
        Target(Id.RARE, "figure", ("data", lanes.POINTS, "x")): np.stack(list(scores.values()), axis=1),
        Target(Id.RARE, "figure", ("data", lanes.POINTS, "text")): list(map(list, zip(*words.values(), strict=True))),
        **RARE_SAY.columns(
            found=FOUND_WORDS,
            rare=words[RARE_NAME],
            micro=words["micro"],
            macro=words["macro"],
            verdict=[_gap(found, gap) for found, gap in enumerate(gaps)],
        ),
    }


def _gap(found: int, gap: float) -> str:
    if found == RARE:
        return "With the rare class found, all averages agree."
    if gap > 0.1:
        return "Only macro shows that a class fails."
    if gap > 0.02:
        return "The gap between them is the warning."
    return "They are close here, because the rare class is not so rare or not so bad."


def _rare_table(scores: Mapping[str, NDArray[np.float64]]) -> Element:
    return page.table(
        ["rare items found", *scores],
        list(zip(FOUND_WORDS, *map(written, scores.values()), strict=True)),
        caption="A frequent and a rare class, and their averages",
    )


# ---- two errors, one number ----------------------------------------------------------------------------------------


class Kinds(NamedTuple):
    """The counts and scores for every share of misses among the errors, with all that is said about them."""

    counts: core.Counts
    jaccard: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    columns: dict[Target, Column]
    table: Element


@cache
def _kinds() -> Kinds:
    """Return what no parameter changes: the same hits and the same number of errors, of either kind."""
    misses = np.arange(ERRORS + 1)
    counts = core.Counts(np.full(misses.size, HITS), ERRORS - misses, misses, np.zeros(misses.size, int))
    scores = core.jaccard(counts), core.precision(counts), core.recall(counts)
    tp, fp, fn = (list(map(str, count.tolist())) for count in (counts.tp, counts.fp, counts.fn))
    j, precision, recall = map(written, scores)
    edges = np.stack([np.zeros_like(misses), counts.tp, counts.tp + counts.fp, counts.union], axis=1)
    places: dict[tuple[str | int, ...], Column] = {
        **{("layout", "shapes", crossing.CUT, end): misses for end in ("x0", "x1")},
        ("data", crossing.SCORES, "x"): np.stack([misses] * 3, axis=1),
        ("data", crossing.SCORES, "y"): np.stack([scores[1], scores[2], scores[0]], axis=1),
        ("data", crossing.PARTS, "x"): (edges[:, :-1] + edges[:, 1:]) / 2,
        ("data", crossing.PARTS, "text"): [
            [f"{a} TP", f"{b} FP", f"{c} FN"] for a, b, c in zip(tp, fp, fn, strict=True)
        ],
        **{("data", trace, "x"): edges[:, k : k + 2] for k, trace in enumerate(crossing.SHARES)},
    }
    verdicts = [_verdict(*errors) for errors in zip(counts.fp.tolist(), counts.fn.tolist(), strict=True)]
    columns: dict[Target, Column] = {
        **{Target(Id.KINDS, "figure", path): column for path, column in places.items()},
        **jaccard_columns(KINDS_FORMULA, tp, fp, fn, j),
        **KINDS_SAY.columns(j=j, precision=precision, recall=recall, verdict=verdicts),
    }
    numbers = (counts.tp.tolist(), counts.fp.tolist(), counts.fn.tolist())
    table = page.table(
        ["misses", "TP", "FP", "FN", "J", "precision", "recall"],
        list(zip(fn, *numbers, j, precision, recall, strict=True)),
        caption="The same union with other errors",
    )
    return Kinds(counts, *scores, columns, table)


def _verdict(fp: int, fn: int) -> str:
    if fp == fn:
        return "half of the errors are extra positives, half are missed ones."
    return f"{'most' if fp and fn else 'all'} of the errors are {'extra' if fp > fn else 'missed'} positives."


# ---- the items -----------------------------------------------------------------------------------------------------


def _items(values: dict[str, Any]) -> Component:
    def row(words: str, fixed: tuple[int, ...], last: Choice) -> Component:
        return html.Tr(
            [
                html.Th(words, scope="row"),
                *(html.Td(str(k)) for k in fixed),
                html.Td(controls.select(NAME, last, values[last.key], hidden_label=True)),
            ]
        )

    return html.Table(
        [
            html.Caption("The class of each item; change the last"),
            html.Thead(html.Tr([html.Td(), *(html.Th(str(i), scope="col") for i in range(1, 5))])),
            html.Tbody([row("true", TRUE_REST, LAST_TRUE), row("predicted", PRED_REST, LAST_PRED)]),
        ],
        className="items",
    )
