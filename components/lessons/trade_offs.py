"""Trade-offs: what speaks for the score, what speaks against it, and where it shines; each to be seen at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

import core
from components.lessons import chapters, masks, sets
from components.lessons.averaging import multilabel
from components.lessons.errors import same_hits
from components.lessons.sets import baskets, words
from components.lessons.soft_jaccard import training
from components.lessons.true_negatives import to_two_thousand
from components.live.target import Target
from components.live.view import Shown, View
from components.markup.table import Table
from components.page import Box, Lesson, LinkTo, Predict
from components.page.pieces import lay
from components.state import State
from components.words.numbers import score


@dataclass(frozen=True)
class TradeOffs(State):
    """Nothing can be set."""


@dataclass(frozen=True)
class Point:
    """Something to know about the score: said in words, shown in numbers, and linked to where one can try it."""

    title: str
    words: str
    links: Sequence[LinkTo]
    evidence: Mapping[str, str] = field(default_factory=dict)

    def layout(self, shown: Shown) -> Component:
        """Return the point as a card."""
        numbers = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in self.evidence.items()]
        return html.Li(
            [
                html.H3(self.title),
                html.P(self.words),
                html.Dl(numbers, className="evidence") if numbers else None,
                html.Div(lay(self.links, shown), className="chips"),
            ],
            className="panel",
        )


@dataclass(frozen=True)
class Points:
    """A group of points under a heading, which is one screen of a lecture."""

    name: str
    points: Sequence[Point]

    def targets(self) -> tuple[Target, ...]:
        """Return none: the points stand still."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return the group as a list of cards."""
        cards = html.Ul([point.layout(shown) for point in self.points], className="points")
        return html.Div([html.H2(self.name), cards], className="group")


def _change(before: float, after: float) -> str:
    return f"{score(before)} → {score(after)}"


def _changes(counts: Sequence[core.Counts], scores: Mapping[str, Callable[[core.Counts], float]]) -> dict[str, str]:
    """Return how each score, given by its name, changes from the first counts to the second."""
    return {name: _change(*map(each, counts)) for name, each in scores.items()}


# ---- what speaks for it --------------------------------------------------------------------------------------------

_A, _B = set(sets.LESSON.state().a), set(sets.LESSON.state().b)
_NEGATIVES_ADDED = [core.Counts(tp=10, fp=5, fn=5, tn=tn) for tn in (0, 1000)]
_MISSES_PREVAIL, _ALARMS_PREVAIL = core.Counts(tp=10, fp=5, fn=15), core.Counts(tp=10, fp=15, fn=5)
_LABELS = multilabel.Multilabel().true_matrix, multilabel.Multilabel().predicted_matrix
_ALL_CELLS = core.multilabel_counts(*_LABELS).sum()

STRENGTHS = Points(
    "What speaks for it",
    [
        Point(
            "It reads as a share",
            "Of all items in either set, it is the part that both have. 0 means nothing in common, and 1 means everything.",
            [LinkTo(sets.LESSON, "Count it")],
            {"shared": f"{len(_A & _B)} of {len(_A | _B)}", "J": score(core.set_jaccard(_A, _B))},
        ),
        Point(
            "Easy negatives buy nothing",
            "A thousand more background pixels raise accuracy. The Jaccard score does not count true negatives.",
            [
                LinkTo(to_two_thousand.LESSON, "Without any", {"tn": 0}),
                LinkTo(to_two_thousand.LESSON, "With 1,000", {"tn": 1000}),
            ],
            _changes(_NEGATIVES_ADDED, {"accuracy": core.accuracy, "J": core.jaccard}),
        ),
        Point(
            "Made for sets and sparse labels",
            "It is easy to agree that a label is absent. The Jaccard score counts only labels that at least one side has set.",
            [LinkTo(multilabel.LESSON, "See the matrices")],
            {"cells that agree": score(core.accuracy(_ALL_CELLS)), "micro J": score(core.jaccard(_ALL_CELLS))},
        ),
        Point(
            "It treats both sides alike",
            "Exchange truth and prediction. False negatives and false positives change places, and the score stays.",
            [
                LinkTo(same_hits.LESSON, "This way round", {"fp": 5, "fn": 15}),
                LinkTo(same_hits.LESSON, "The other", {"fp": 15, "fn": 5}),
            ],
            {
                "FP 5, FN 15": score(core.jaccard(_MISSES_PREVAIL)),
                "FP 15, FN 5": score(core.jaccard(_ALARMS_PREVAIL)),
            },
        ),
    ],
)


# ---- what speaks against it ----------------------------------------------------------------------------------------


def _moved_by_one_pixel(radius: int) -> float:
    """Return the score of a circle against itself, moved by one pixel."""
    true, pred = (core.circle_mask((40, 40), cx=cx, cy=20, r=radius) for cx in (14, 15))
    return core.iou(true, pred)


# Three items; the probability of the second one moves.
_Y, _BEFORE, _AFTER = [1, 1, 0], [0.9, 0.4, 0.2], [0.9, 0.49, 0.2]
_HARD = [float(core.jaccard_score(_Y, core.predict_at(p, 0.5))) for p in (_BEFORE, _AFTER)]
_SOFT = [core.soft_jaccard(_Y, p) for p in (_BEFORE, _AFTER)]
_AVERAGES: dict[str, str] = {
    "samples": score(float(core.jaccard_score(*_LABELS, average="samples", zero_division=1))),
    "micro": score(float(core.jaccard_score(*_LABELS, average="micro", zero_division=1))),
    "macro": score(float(core.jaccard_score(*_LABELS, average="macro", zero_division=1))),
}

WEAKNESSES = Points(
    "What speaks against it",
    [
        Point(
            "Correct negatives earn nothing",
            "A test raises the alarm for 5 of 5 healthy people, or for 5 of 1,005. The score is the same. Where that matters, "
            "look at specificity, TN / (TN + FP).",
            [LinkTo(to_two_thousand.LESSON, "Add negatives", {"tn": 1000})],
            _changes(_NEGATIVES_ADDED, {"specificity": core.specificity, "J": core.jaccard}),
        ),
        Point(
            "It gives no direction to learn in",
            "A probability moves from 0.40 to 0.49, and the decision at 0.5 stays as it is. So there is no gradient. Training "
            "needs a soft version.",
            [LinkTo(training.LESSON, "Train with it")],
            {"hard J": _change(*_HARD), "soft J": _change(*_SOFT)},
        ),
        Point(
            "Small objects pay more",
            "Move a mask by one pixel. A small object loses more of its score, because more of it is border.",
            [
                LinkTo(masks.LESSON, "Large", {"dx": 1}),
                LinkTo(masks.LESSON, "Small", {"dx": 1, "truth": 3, "prediction": 3}),
            ],
            {"radius 10": score(_moved_by_one_pixel(10)), "radius 3": score(_moved_by_one_pixel(3))},
        ),
        Point(
            "One name, several numbers",
            "Several classes or labels have several scores. An average says little without its name.",
            [
                LinkTo(multilabel.LESSON, "Compare them"),
                LinkTo(multilabel.LESSON, "Miss a rare label", multilabel.RARE_LABEL_MISSED),
            ],
            _AVERAGES,
        ),
    ],
)


# ---- where it shines -----------------------------------------------------------------------------------------------

USES = Points(
    "Where it shines",
    [
        Point(
            "Masks and boxes",
            "Most of a picture is background. What counts is how well two regions cover each other: intersection over union, "
            "IoU.",
            [LinkTo(masks.LESSON, "Two circles")],
        ),
        Point(
            "Tags",
            "A photo has a few labels out of many. The samples average says how good those of a typical photo are.",
            [LinkTo(multilabel.LESSON, "Labels of four photos")],
        ),
        Point(
            "Search and matching",
            "A text is a set of words, and a customer is a set of purchases. What counts is what two of them share.",
            [LinkTo(words.LESSON, "Two sentences"), LinkTo(baskets.LESSON, "Two baskets")],
        ),
    ],
)

_CHOICES: Any = Table(
    ["What you have", "Use Jaccard when", "Use another score when"],
    [
        ["Negatives", "there are many, and they are easy", "it matters to recognise them: accuracy, specificity"],
        [
            "Errors",
            "a false negative may cost as much as 1/J false positives, as it does where the labels stay the same",
            "they have other costs: precision, recall, F-beta",
        ],
        [
            "Objects",
            "they are many pixels wide",
            "they are small or thin: distances between borders, a score for each size",
        ],
        ["Output", "it is a decision", "it is a ranking or a probability: average precision, log loss"],
        ["Classes", "the average is agreed on and named", "a rare class must not be hidden: the score of every class"],
    ],
    caption="Five questions to ask of a task",
    words=True,
).element()

LESSON = Lesson(
    path="/trade-offs",
    chapter=chapters.TRADE_OFFS,
    title="Trade-offs",
    summary="What the score is good at, what it cannot see, and when to use another one.",
    minutes=4,
    idea=[
        "The Jaccard score is useful because it leaves things out, and blind for the same reason: does it suit your task?",
    ],
    question=Predict(
        "Which of these does the Jaccard score suit least?",
        {
            "tags of photos": "A photo has few of many labels, and it is easy to agree on those that are absent. The score "
            "leaves them out.",
            "a medical test": "There it matters that healthy people are recognised. They are true negatives, and the score does "
            "not count these.",
            "cells in a picture": "Most of the picture is background, and the score leaves it out. It asks how well two regions "
            "cover each other.",
        },
        right="a medical test",
    ),
    state=TradeOffs,
    view=lambda _: View(),
    after=[
        STRENGTHS,
        WEAKNESSES,
        USES,
        Box(
            "group", html.H2("Which score for what"), html.Div(_CHOICES, className="panel"), name="Which score for what"
        ),
    ],
)
