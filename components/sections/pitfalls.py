"""Pitfalls: four ways in which a Jaccard score misleads, each to be seen happening."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import controls, page
from components.averages import BECOMES, ZERO_DIVISION, Parts, exact
from components.elements import Element, element
from components.figures import blocks, crossing, cuts, lanes
from components.formula import Line, jaccard_formula, jaccard_texts, score
from components.predict import predict
from components.sections import averaging, thresholds
from components.theme import LIGHT
from components.url import Choice, Number, address, bounded, href
from components.view import Moment, Target, View, compose

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
    y_true, y_pred = [*TRUE_REST, int(true)], [*PRED_REST, int(pred)]
    conventions = {
        zd: Parts("class", CLASSES, core.multiclass_counts(y_true, y_pred, labels=CLASSES), zd) for zd in ZERO_DIVISION
    }
    macros = {zd: core.average(parts.scores) for zd, parts in conventions.items()}
    halves = _halves()
    rare = [_rare_counts(frequent, k) for k in range(RARE + 1)]
    kinds = _kinds()
    return compose(
        NAME,
        {"t": t, "found": found, "frequent": frequent, "misses": misses},
        SLIDERS,
        figures={
            Id.EMPTY: blocks.blocks_figure(
                [
                    parts.row(f"0/0 {BECOMES[zd]}", "", "equal", macros[zd])._replace(words=_fraction(macros[zd]))
                    for zd, parts in conventions.items()
                ]
            ),
            Id.CUTS: cuts.cuts_figure(
                GRID.tolist(),
                cuts.Curve("tuning half", core.jaccard(halves[0]).tolist(), LIGHT["tp"], "solid"),
                cuts.Curve("fresh half", core.jaccard(halves[1]).tolist(), LIGHT["ink-2"], "dash"),
            ),
            Id.RARE: lanes.lanes_figure(
                [FREQUENT_NAME, RARE_NAME, "micro", "weighted", "macro"],
                [LIGHT["tp"]] * 2 + [LIGHT["accent"]] * 3,
            ),
            Id.KINDS: crossing.crossing_figure(
                kinds.fn.tolist(),
                core.precision(kinds).tolist(),
                core.recall(kinds).tolist(),
                core.jaccard(kinds).tolist(),
                HITS + ERRORS,
                "errors that are misses",
            ),
        },
        scrubbed=(T,),
        moment=partial(_cuts_moment, halves),
        apart=[((FOUND,), partial(_rare_moment, rare)), ((MISSES,), partial(_kinds_moment, kinds))],
        texts={
            **_empty_texts(macros, used=2 in (y_true[-1], y_pred[-1])),
            **SNIPPET.texts(true=y_true, pred=y_pred),
        },
        parts={Target(Id.NUMBERS): _numbers(conventions, macros, halves, rare, kinds)},
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


# ---- the data of each part -----------------------------------------------------------------------------------------


def _halves() -> tuple[core.Counts, core.Counts]:
    """Return the counts at every threshold of the scored items at even and at odd places."""
    data = core.scored_labels()
    even, odd = (core.threshold_counts(data.y_true[i::2], data.scores[i::2], GRID) for i in (0, 1))
    return even, odd


def _rare_counts(frequent: int, found: int) -> core.Counts:
    """Return the counts of both classes: every frequent item is right, and what is missed is called frequent."""
    missed = RARE - found
    return core.Counts(
        np.array([frequent, found]), np.array([missed, 0]), np.array([0, missed]), np.array([found, frequent])
    )


def _kinds() -> core.Counts:
    """Return the counts for every share of misses among the errors."""
    fn = np.arange(ERRORS + 1)
    return core.Counts(np.full(fn.size, HITS), ERRORS - fn, fn, np.zeros(fn.size, int))


def _rare_scores(counts: core.Counts) -> dict[str, float]:
    each = core.jaccard(counts)
    return {
        FREQUENT_NAME: float(each[0]),
        RARE_NAME: float(each[1]),
        "micro": core.jaccard(counts.sum()),
        "weighted": core.average(each, weights=counts.support),
        "macro": core.average(each),
    }


# ---- what changes along the sliders --------------------------------------------------------------------------------


def _cuts_moment(halves: tuple[core.Counts, core.Counts], *, t: float) -> Moment:
    i = T.index(t)
    scores = [core.jaccard(half) for half in halves]
    best = int(np.argmax(scores[0]))
    here = [float(each[i]) for each in scores]
    return {
        Target(Id.CUTS, "figure", ("layout", "shapes", cuts.CUT, "x0")): t,
        Target(Id.CUTS, "figure", ("layout", "shapes", cuts.CUT, "x1")): t,
        Target(Id.CUTS, "figure", ("data", cuts.POINTS, "x")): [t, t],
        Target(Id.CUTS, "figure", ("data", cuts.POINTS, "y")): here,
        **CUTS_SAY.texts(
            t=T.show(t),
            tuning=score(here[0]),
            fresh=score(here[1]),
            best=T.show(T.at(best)),
            promised=score(scores[0][best]),
            kept=score(scores[1][best]),
        ),
    }


def _rare_moment(states: list[core.Counts], *, found: int) -> Moment:
    scores = _rare_scores(states[found])
    gap = scores["micro"] - scores["macro"]
    if found == RARE:
        verdict = "With the rare class found, all averages agree."
    elif gap > 0.1:
        verdict = "Only macro shows that a class fails."
    elif gap > 0.02:
        verdict = "The gap between them is the warning."
    else:
        verdict = "They are close here, because the rare class is not so rare or not so bad."
    return {
        Target(Id.RARE, "figure", ("data", lanes.POINTS, "x")): list(scores.values()),
        Target(Id.RARE, "figure", ("data", lanes.POINTS, "text")): [score(value) for value in scores.values()],
        **RARE_SAY.texts(
            found=found,
            rare=score(scores[RARE_NAME]),
            micro=score(scores["micro"]),
            macro=score(scores["macro"]),
            verdict=verdict,
        ),
    }


def _kinds_moment(states: core.Counts, *, misses: int) -> Moment:
    here = states[misses]
    j, precision, recall = core.jaccard(here), core.precision(here), core.recall(here)
    edges = [0, here.tp, here.tp + here.fp, here.union]
    spans = list(pairwise(edges))
    kind = "extra" if here.fp > here.fn else "missed"
    if here.fp == here.fn:
        verdict = "half of the errors are extra positives, half are missed ones."
    else:
        verdict = f"{'most' if here.fp and here.fn else 'all'} of the errors are {kind} positives."
    return {
        Target(Id.KINDS, "figure", ("layout", "shapes", crossing.CUT, "x0")): misses,
        Target(Id.KINDS, "figure", ("layout", "shapes", crossing.CUT, "x1")): misses,
        Target(Id.KINDS, "figure", ("data", crossing.SCORES, "x")): [misses] * 3,
        Target(Id.KINDS, "figure", ("data", crossing.SCORES, "y")): [precision, recall, j],
        Target(Id.KINDS, "figure", ("data", crossing.PARTS, "x")): [(start + end) / 2 for start, end in spans],
        Target(Id.KINDS, "figure", ("data", crossing.PARTS, "text")): [
            f"{here.tp} TP",
            f"{here.fp} FP",
            f"{here.fn} FN",
        ],
        **{
            Target(Id.KINDS, "figure", ("data", trace, "x")): list(span)
            for trace, span in zip(crossing.SHARES, spans, strict=True)
        },
        **jaccard_texts(KINDS_FORMULA, here.tp, here.fp, here.fn, score(j)),
        **KINDS_SAY.texts(j=score(j), precision=score(precision), recall=score(recall), verdict=verdict),
    }


# ---- words and tables ----------------------------------------------------------------------------------------------


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


def _numbers(
    conventions: dict[str, Parts],
    macros: dict[str, float],
    halves: tuple[core.Counts, core.Counts],
    rare: list[core.Counts],
    kinds: core.Counts,
) -> Element:
    tuning, fresh = (core.jaccard(half) for half in halves)
    best = int(np.argmax(tuning))
    return element(
        "Div",
        [
            page.table(
                ["0/0", *conventions["0"].names, "macro", "exactly"],
                [
                    [BECOMES[zd], *parts.words(), _fraction(macros[zd]), exact(macros[zd])]
                    for zd, parts in conventions.items()
                ],
                caption="Three conventions for an empty union",
            ),
            page.table(
                ["threshold", "J, tuning half", "J, fresh half"],
                [
                    [f"{GRID[i]:.3f}" + (" (best)" if i == best else ""), score(tuning[i]), score(fresh[i])]
                    for i in sorted({*range(0, GRID.size, 20), best})
                ],
                caption="Thresholds on two halves of the data",
            ),
            page.table(
                ["rare items found", *_rare_scores(rare[0])],
                [[str(k), *(score(value) for value in _rare_scores(counts).values())] for k, counts in enumerate(rare)],
                caption="A frequent and a rare class, and their averages",
            ),
            page.table(
                ["misses", "TP", "FP", "FN", "J", "precision", "recall"],
                [
                    [str(c.fn), c.tp, c.fp, c.fn, *(score(of(c)) for of in (core.jaccard, core.precision, core.recall))]
                    for c in kinds
                ],
                caption="The same union with other errors",
            ),
        ],
    )
