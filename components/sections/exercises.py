"""Exercises: three tasks to do oneself, each with a hint and a worked answer that stay folded until they are wanted."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component
from numpy.typing import NDArray

import core
from components import page
from components.elements import Element
from components.formula import coloured, score, static_formula
from components.sections import averaging, binary, errors, f1, soft_jaccard, true_negatives
from components.url import Param, href
from components.view import Target, View, compose

NAME = "exercises"
PATH = "/exercises"
NUMBER = "10"
OVER = "10 · Exercises"
TITLE = "Exercises"
SUMMARY = "Three tasks to try with pen, paper and NumPy, each with a hint and a worked answer."
PARAMS: tuple[Param, ...] = ()

# The document's own two, and the papers that the course leans on.
REFERENCES = {
    "scikit-learn: jaccard_score": "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.jaccard_score.html",
    "Wikipedia: Jaccard index": "https://en.wikipedia.org/wiki/Jaccard_index",
    "Lipton, Elkan and Naryanaswamy (2014): thresholds that maximise F1": "https://arxiv.org/abs/1402.1892",
    "Berman, Triki and Blaschko (2018): the Lovász-softmax loss": "https://arxiv.org/abs/1705.08790",
}


class Id(StrEnum):
    """The components that this section fills."""

    ACCURACY = "exercises-accuracy"
    AVERAGES = "exercises-averages"
    LOSSES = "exercises-losses"
    DESCENT = "exercises-descent"
    SOURCE = "exercises-source"


# The first task: predictions for 100 items, of which the first 10 are positive.
ITEMS, POSITIVES = 100, 10

# The second: how many of 100 photos show each of three things, and for each how the predictions fare.
PHOTOS = 100
THINGS = {"sky": (88, 1, 2), "bird": (0, 1, 2), "kite": (0, 0, 2)}  # TP, FP, FN

Average = Literal["micro", "macro", "weighted"]
OVER_LABELS: tuple[Average, ...] = ("macro", "weighted")

LOSSES: dict[str, Literal["soft_jaccard", "soft_dice"]] = {"soft Jaccard": "soft_jaccard", "soft Dice": "soft_dice"}
LOOKED_AT = (5, 10, 25, 50, 100, 200, 399)


def view() -> View:
    """Return the section, which has one state: the tables of its answers, computed when the page is asked for."""
    return compose(
        NAME,
        {},
        (),
        figures={},
        parts={
            Target(Id.ACCURACY): _same_accuracy(),
            Target(Id.AVERAGES): _micro_and_macro(),
            **_two_losses(),
        },
    )


def layout(**_: object) -> Component:
    """Return the section's page; no address changes it."""
    shown = view()
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "Three tasks that tie the course together. Try each one before you open its hint, and the hint before you "
            "open its answer.",
        ],
        params=PARAMS,
        values={},
        view=shown,
        parts=[
            html.Div([_accuracy_task(shown), _averages_task(shown), _losses_task(shown)], className="tasks"),
            _references(),
        ],
    )


def _references() -> Component:
    links = [html.A(words, href=to, target="_blank", rel="noreferrer") for words, to in REFERENCES.items()]
    return html.Section([html.H2("To read on"), html.Ul([html.Li(link) for link in links])], className="panel below")


def predictions() -> dict[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return the true and the predicted labels of the first answer, by what the prediction does."""
    item = np.arange(ITEMS)
    true = item < POSITIVES
    return {
        "never says yes": (true, item < 0),
        "finds 5 of 10, with 5 false alarms": (true, (item >= 5) & (item < 15)),
        "finds all 10, with 10 false alarms": (true, item < 20),
    }


def photos() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the true and the predicted labels of the second answer, a row for each photo, a column for each thing."""
    item = np.arange(PHOTOS)[:, None]
    tp, fp, fn = np.array(list(THINGS.values())).T
    return item < tp + fn, (item >= fn) & (item < tp + fn + fp)


def _same_accuracy() -> Element:
    rows = []
    for name, (true, pred) in predictions().items():
        c = core.confusion_counts(true, pred)
        rows.append([name, c.tp, c.fp, c.fn, c.tn, score(core.accuracy(c)), score(core.jaccard(c))])
    return page.table(
        ["prediction", "TP", "FP", "FN", "TN", "accuracy", "J"],
        rows,
        caption=f"Three predictions for {ITEMS} items, {POSITIVES} of them positive",
    )


def _micro_and_macro() -> Element:
    true, pred = photos()
    each = core.multilabel_counts(true, pred)
    rows = [[name, c.support, c.tp, c.fp, c.fn, score(core.jaccard(c))] for name, c in zip(THINGS, each, strict=True)]
    whole = each.sum()
    rows.append(["micro", whole.support, whole.tp, whole.fp, whole.fn, _average(true, pred, "micro")])
    rows += [[name, "", "", "", "", _average(true, pred, name)] for name in OVER_LABELS]
    return page.table(
        ["label", "support", "TP", "FP", "FN", "J"], rows, caption=f"{PHOTOS} photos, three labels, and their averages"
    )


def _average(true: NDArray[np.bool_], pred: NDArray[np.bool_], average: Average) -> str:
    return score(float(core.jaccard_score(true, pred, average=average)))


def _two_losses() -> dict[Target, Element]:
    data = core.training_data()
    fits = {
        name: core.fit_logistic(data.X_train, data.y_train, loss=loss, learning_rate=1.0)
        for name, loss in LOSSES.items()
    }
    rows = []
    for name, fit in fits.items():
        scores = core.predict_proba(data.X_test, fit.weights)
        c = core.confusion_counts(data.y_test, core.predict_at(scores, 0.5))
        best = core.best_exact(data.y_test, scores)
        rows.append(
            [name, c.tp, c.fp, c.fn, repr(core.jaccard(c)), score(core.f1(c)), score(best.threshold), score(best.score)]
        )
    history = {name: fit.history for name, fit in fits.items()}
    at = [int(np.flatnonzero(next(iter(history.values())).iterations == step)[0]) for step in LOOKED_AT]
    return {
        Target(Id.LOSSES): page.table(
            ["loss", "TP", "FP", "FN", "J at 0.5", "F1 at 0.5", "best cut", "J there"],
            rows,
            caption="Both models on the 300 test items, after 400 steps",
        ),
        Target(Id.DESCENT): page.table(
            ["iteration", *history],
            [[step, *(score(h.jaccard[i]) for h in history.values())] for step, i in zip(LOOKED_AT, at, strict=True)],
            caption="J at the cut 0.5 on the training data",
        ),
    }


def _accuracy_task(shown: View) -> Component:
    return _task(
        1,
        "Same accuracy, different Jaccard",
        f"Take {ITEMS} items, {POSITIVES} of them positive. Find two predictions with the same accuracy whose Jaccard "
        "scores are far apart. Say with TP, FP, FN and TN where the difference comes from.",
        tools={
            "Flip the labels of six items": href(binary.PATH, binary.PARAMS),
            "Add 1,000 true negatives": href(true_negatives.PATH, true_negatives.PARAMS, tn=1000),
            "Make five errors of each kind": href(errors.PATH, errors.PARAMS, fp=5, fn=5),
        },
        hint=[
            "Accuracy asks how many answers are right. It does not ask whether a right answer was a yes or a no.",
            "Begin with a prediction that never says yes, and count its errors. Then look for a very different one "
            "that makes as many.",
        ],
        answer=[
            page.slot(Id.ACCURACY, shown.parts),
            html.P(
                coloured(
                    "Each of the three makes 10 errors, FP and FN together, so each is right 90 times and accuracy "
                    "cannot tell them apart. The first owes all its right answers to TN. The last trades ten of them "
                    "for ten TP."
                )
            ),
            static_formula("J", "TP", "TP + 10", spoken="J equals TP over TP plus 10"),
            html.P(
                coloured(
                    "Accuracy fixes the sum of FP and FN. What is left to move J is TP: with none it is 0, and every "
                    "hit in place of a TN lifts it."
                )
            ),
            html.P("Six items show it too: accuracy 0.5 for both, and J 0 or 0.5."),
            _links(
                {
                    "Six items, none called positive": href(binary.PATH, binary.PARAMS, pred=()),
                    "The same six, all called positive": href(binary.PATH, binary.PARAMS, pred=binary.ALL),
                }
            ),
        ],
    )


def _averages_task(shown: View) -> Component:
    # label 1 in all four samples and always found; labels 2 and 3 once each and never found
    frequent = tuple(range(0, averaging.SAMPLES * averaging.LABELS, averaging.LABELS))
    rare = (1, averaging.LABELS + 2)
    return _task(
        2,
        "Micro high, macro low",
        "Each photo may carry several labels. Build true and predicted labels for which the micro average of the "
        "Jaccard score is high and the macro average low. What does such a pair of numbers say about the model?",
        tools={"Flip the labels of four samples": href(averaging.PATH, averaging.PARAMS)},
        hint=[
            "Micro adds up the counts of all labels before it divides, so a label with many items outvotes the others. "
            "Macro divides first, and then gives every label one vote.",
            "Make one label frequent and easy, and the others rare and hard.",
        ],
        answer=[
            page.slot(Id.AVERAGES, shown.parts),
            html.P(
                "Nearly all items in the unions belong to the sky, so micro is nearly the score of the sky. Macro is "
                "the mean of three scores, and two of them are 0."
            ),
            html.P(
                "High micro with low macro means: the model serves the frequent labels and fails the rare ones. "
                "Weighted hides it as well, because it weighs by support. Where the rare labels matter, report macro, "
                "and the score of every label beside it."
            ),
            html.P("Four samples show it too, with 2/3 and 1/3."),
            _links(
                {
                    "Four samples, two rare labels missed": href(
                        averaging.PATH, averaging.PARAMS, true=tuple(sorted((*frequent, *rare))), pred=frequent
                    )
                }
            ),
        ],
    )


def _losses_task(shown: View) -> Component:
    return _task(
        3,
        "Soft Dice against soft Jaccard",
        "Write a soft Dice loss with its gradient: 1 − 2I/(Σy + Σp), where I = Σ y·p. Train the model of section 7 "
        "with it, on the same data and with the same learning rate. How does the result differ?",
        tools={
            "Soft Jaccard, exact gradient": href(soft_jaccard.PATH, soft_jaccard.PARAMS, gradient="exact"),
            "F1 and J of counts": href(f1.PATH, f1.PARAMS),
        },
        hint=[
            "Dice is another name for F1. What ties F1 to J for counts ties the soft versions too, because the sums "
            "obey the same algebra.",
            "So the two agree on which of two models is better. Ask how steep one is as a function of the other, and "
            "check your gradient by finite differences.",
        ],
        answer=[
            static_formula("D", "2J", "1 + J", spoken="soft Dice equals 2 times soft J over 1 plus soft J"),
            html.P(
                "Soft Dice D rises whenever soft J does, so without the penalty both losses have the same minimum. "
                "On the test items they end level here too: the same hits, the same errors, the same score."
            ),
            page.slot(Id.LOSSES, shown.parts),
            static_formula("dD/dJ", "2", "(1 + J)²", spoken="the slope of D in J is 2 over 1 plus J, squared"),
            html.P(
                "They differ on the way. The slope is 2 where nothing overlaps and ½ where all does: with one learning "
                "rate, soft Dice takes the longer steps while the overlap is poor, and the shorter ones at the end. There the "
                "penalty holds it back more, so on the training data it ends a little lower."
            ),
            page.slot(Id.DESCENT, shown.parts),
            _links(
                {
                    "Soft Jaccard at iteration 25": href(
                        soft_jaccard.PATH, soft_jaccard.PARAMS, gradient="exact", iteration=25
                    )
                }
            ),
            html.P(
                "Over the seeds 0 to 199 the two score the same on average at the cut 0.5, 0.653. In 160 of them "
                "their scores are equal."
            ),
            html.P("The loss and its gradient, as they are running:"),
            page.code(Id.SOURCE, [inspect.getsource(core.soft_dice_loss)]),
        ],
    )


def _task(
    number: int,
    title: str,
    task: str,
    *,
    tools: Mapping[str, str],
    hint: Sequence[str],
    answer: Sequence[Any],
) -> Component:
    return page.card(
        f"{number}. {title}",
        html.P(task, className="intro"),
        _links(tools),
        html.Details([html.Summary(["Hint ", _for(title)]), html.Div([html.P(part) for part in hint])]),
        html.Details([html.Summary(["Worked answer ", _for(title)]), html.Div(list(answer))]),
    )


def _links(to: Mapping[str, str]) -> Component:
    return html.Div(
        [dcc.Link(words, href=address, className="chip") for words, address in to.items()], className="chips"
    )


def _for(title: str) -> Component:
    # for whoever hears the page: three hints in a row would otherwise have one name
    return html.Span(f"for: {title}", className="visually-hidden")
