"""Trade-offs: what speaks for the score, what speaks against it, and where it shines; each to be seen at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import page
from components.elements import Element, element
from components.formula import score
from components.sections import averaging, errors, masks, sets, soft_jaccard, true_negatives
from components.url import Param, bounded, href
from components.view import View, compose

NAME = "trade-offs"
PATH = "/trade-offs"
NUMBER = "8"
OVER = "8 · Trade-offs"
TITLE = "Trade-offs"
SUMMARY = "What the score is good at, what it cannot see, and when to reach for another one."

PARAMS: tuple[Param, ...] = ()


class Id(StrEnum):
    """The components that this section fills: none, it stands still."""


class Point(NamedTuple):
    """Something to know about the score: said in words, shown in numbers, and linked to where one can try it."""

    title: str
    words: str
    evidence: Mapping[str, str]
    links: Sequence[tuple[str, str]]


def view() -> View:
    """Return the section: there is nothing to set."""
    return compose(NAME, {}, (), figures={})


def layout(**given: object) -> Component:
    """Return the section's page."""
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "What makes the Jaccard score useful is also what makes it blind. Every point below has its numbers, and a "
            "link to the page that shows it."
        ],
        params=PARAMS,
        values=bounded(PARAMS, given),
        view=view(),
        parts=[
            _group("What speaks for it", strengths()),
            _group("What speaks against it", weaknesses()),
            _group("Where it shines", uses()),
            element(
                "Div",
                [html.H2("Which score for what"), element("Div", _choices(), className="panel")],
                className="group",
            ),
        ],
    )


def strengths() -> list[Point]:
    """Return what speaks for the score."""
    few, many = core.Counts(10, 5, 5, 0), core.Counts(10, 5, 5, 1000)
    tags = _tags()
    cells = core.multilabel_counts(*tags).sum()
    errs, swapped = core.Counts(10, 5, 15, 0), core.Counts(10, 15, 5, 0)
    return [
        Point(
            "It reads as a share",
            "0 is nothing in common and 1 is everything. In between it is a share that one can count: what both hold, "
            "of all that either holds.",
            {"shared": "3 of 7", "J": score(core.set_jaccard(sets.A.default, sets.B.default))},
            [("Count it", _to(sets))],
        ),
        Point(
            "Easy negatives buy nothing",
            "Add a thousand pixels of background that nobody claims. Accuracy takes the credit for them, and the "
            "Jaccard score stays where it is.",
            {
                "accuracy": f"{score(core.accuracy(few))} → {score(core.accuracy(many))}",
                "J": f"{score(core.jaccard(few))} → {score(core.jaccard(many))}",
            },
            [("Without any", _to(true_negatives, tn=0)), ("With 1,000", _to(true_negatives, tn=1000))],
        ),
        Point(
            "Made for sets and sparse labels",
            "Most tags are missing on both sides, and agreeing on what is missing is easy. Only tags that somebody set "
            "have a say.",
            {"cells that agree": score(core.accuracy(cells)), "micro J": score(core.jaccard(cells))},
            [("See the matrices", _to(averaging))],
        ),
        Point(
            "It treats both sides alike",
            "Exchange truth and prediction: misses become false alarms and false alarms become misses. Their sum is "
            "the same, and so is the score.",
            {"FP 5, FN 15": score(core.jaccard(errs)), "FP 15, FN 5": score(core.jaccard(swapped))},
            [("This way round", _to(errors, fp=5, fn=15)), ("The other", _to(errors, fp=15, fn=5))],
        ),
    ]


def weaknesses() -> list[Point]:
    """Return what speaks against the score."""
    large, small = _moved_by_one_pixel(10), _moved_by_one_pixel(3)
    y, before, after = [1, 1, 0], [0.9, 0.4, 0.2], [0.9, 0.49, 0.2]
    hard = [float(core.jaccard_score(y, core.predict_at(p, 0.5))) for p in (before, after)]
    soft = [core.soft_jaccard(y, p) for p in (before, after)]
    tags = _tags()
    averages = {
        average: score(float(core.jaccard_score(*tags, average=average, zero_division=1)))
        for average in ("samples", "micro", "macro")
    }
    return [
        Point(
            "Correct negatives earn nothing",
            "A test that raises the alarm for all of 5 healthy people and one that does so for 5 of 1,005 can get the "
            "same score. Where an all-clear is worth something, look at specificity too: TN / (TN + FP).",
            {
                "specificity": f"{score(_specificity(5, 0))} → {score(_specificity(5, 1000))}",
                "J": " → ".join(score(core.jaccard(core.Counts(10, 5, 5, tn))) for tn in (0, 1000)),
            },
            [("Add negatives", _to(true_negatives, tn=1000))],
        ),
        Point(
            "It gives no direction to learn in",
            "The score sees decisions. Move a probability from 0.40 to 0.49 and no decision changes, so there is no "
            "gradient to follow. Training takes a soft version in its place.",
            {"hard J": " → ".join(map(score, hard)), "soft J": " → ".join(map(score, soft))},
            [("Train with it", _to(soft_jaccard))],
        ),
        Point(
            "Small objects pay more",
            "Shift a mask by a single pixel. A large object hardly notices, a small one loses much of its score, "
            "because most of it is border.",
            {"radius 10": score(large), "radius 3": score(small)},
            [("Large", _to(masks, dx=1)), ("Small", _to(masks, dx=1, truth=3, prediction=3))],
        ),
        Point(
            "One name, several numbers",
            "With more than two classes or labels there are many scores to average, and more than one way to do it. A "
            "number without the name of its average says little.",
            averages,
            [
                ("Compare them", _to(averaging)),
                ("Miss a rare label", _to(averaging, **averaging.RARE_LABEL_MISSED)),
            ],
        ),
    ]


def uses() -> list[Point]:
    """Return where the score is at home."""
    return [
        Point(
            "Masks and boxes",
            "Segmentation and detection: most of a picture is background, and what counts is how well two regions "
            "cover each other. There it is called intersection over union.",
            {},
            [("Two circles", _to(masks))],
        ),
        Point(
            "Tags",
            "Multi-label classification: a few labels out of many for each item. The samples average says how good the "
            "tags of a typical item are.",
            {},
            [("Tags for four items", _to(averaging))],
        ),
        Point(
            "Search and matching",
            "Retrieval, near-duplicates, record linkage: documents as sets of words, customers as sets of purchases. "
            "What counts is what they have in common.",
            {},
            [("Two sets", _to(sets))],
        ),
    ]


def _to(section: ModuleType, **values: Any) -> str:
    return href(section.PATH, section.PARAMS, **values)


def _tags() -> tuple[Any, Any]:
    """The document's multilabel example, as the page on averaging shows it."""
    cells = np.arange(averaging.SAMPLES * averaging.LABELS).reshape(averaging.SAMPLES, averaging.LABELS)
    return np.isin(cells, averaging.TRUE.default), np.isin(cells, averaging.PRED.default)


def _moved_by_one_pixel(radius: int) -> float:
    true, pred = (core.circle_mask((40, 40), cx=cx, cy=20, r=radius) for cx in (14, 15))
    return core.iou(true, pred)


def _specificity(fp: int, tn: int) -> float:
    # the recall of the negatives: they are the ones to be found, and false alarms are what is missed of them
    found: float = core.recall(core.Counts(tp=tn, fn=fp))
    return found


def _group(title: str, points: Sequence[Point]) -> Component:
    cards = [
        html.Li(
            [
                html.H3(point.title),
                html.P(point.words),
                html.Dl(
                    [html.Div([html.Dt(name), html.Dd(value)]) for name, value in point.evidence.items()],
                    className="evidence",
                )
                if point.evidence
                else None,
                html.Div([dcc.Link(words, href=to, className="chip") for words, to in point.links], className="chips"),
            ],
            className="panel",
        )
        for point in points
    ]
    return html.Div([html.H2(title), html.Ul(cards, className="points")], className="group")


def _choices() -> Element:
    return page.table(
        ["What you have", "Reach for Jaccard when", "Reach for something else when"],
        [
            ["Negatives", "they are plentiful and easy", "clearing one is worth something: accuracy, specificity"],
            ["Errors", "a miss costs as much as a false alarm", "one costs more: precision, recall, F-beta"],
            [
                "Objects",
                "they are many pixels wide",
                "they are small or thin: distances between borders, a score per size",
            ],
            ["Output", "it is a decision", "it is a ranking or a probability: average precision, log loss"],
            ["Classes", "the average is agreed on and named", "a rare class must not hide: show every class"],
        ],
        caption="Five questions to ask of a task",
        words=True,
    )
