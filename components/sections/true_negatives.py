"""True negatives: accuracy counts them, the Jaccard score does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from dash import html
from dash.development.base_component import Component

import core
from components import controls, page
from components.elements import Element
from components.figures import growth
from components.formula import Formula, Line, Tiles, jaccard_formula, jaccard_texts, score
from components.predict import predict
from components.url import Number, bounded, href
from components.view import Moment, Target, View, compose

NAME = "true-negatives"
PATH = "/true-negatives"
NUMBER = "2.2"
OVER = "2.2 · What Jaccard leaves out"
TITLE = "True negatives"
SUMMARY = "Add correct negatives: accuracy climbs towards one, the Jaccard score does not move."


class Id(StrEnum):
    """The components that this section fills."""

    GROWTH = "true-negatives-growth"
    FORMULA = "true-negatives-formula"
    ACCURACY = "true-negatives-accuracy"
    TILES = "true-negatives-tiles"
    SAY = "true-negatives-say"
    DECADES = "true-negatives-decades"
    DECADES_SAY = "true-negatives-decades-say"
    SNIPPET = "true-negatives-snippet"
    TABLE = "true-negatives-table"


@dataclass(frozen=True)
class PowerOfTen(Number):
    """A number that stands for the power of ten of a count."""

    def counted(self, value: float) -> int:
        """Return the count, a whole number."""
        return round(10**value)

    def show(self, value: float) -> str:
        """Return the count as the page shows it."""
        return f"{self.counted(value):,}"


TN = Number("tn", "True negatives (TN)", 0, 0, 2000, 10, "{:,}")
DECADE = PowerOfTen("decade", "TN on the log axis", 3, 0, 6, 0.1)
TP = Number("tp", "Hits (TP)", 10, 0, 1000, 1)
FP = Number("fp", "False alarms (FP)", 5, 0, 1000, 1)
FN = Number("fn", "Misses (FN)", 5, 0, 1000, 1)
PARAMS = (TN, DECADE, TP, FP, FN)
SLIDERS = (TN, DECADE)

DOCUMENT_STEP = 100  # between the points of the document's figure
FINE = 6  # digits that still tell 0.99999 from 1

FORMULA = jaccard_formula(Id.FORMULA)
ACCURACY = Formula(
    Id.ACCURACY,
    "acc",
    "{tp} + {tn}",
    "{tp2} + {fp} + {fn} + {tn2}",
    "{accuracy}",
    "accuracy equals {tp} plus {tn} over {tp2} plus {fp} plus {fn} plus {tn2}, that is {accuracy}",
    small=True,
)
TILES = Tiles(Id.TILES)
SAY = Line(Id.SAY, "{accuracy} {jaccard} {hits}")
DECADES_SAY = Line(Id.DECADES_SAY, "{accuracy} {jaccard}")
SNIPPET = Line(
    Id.SNIPPET,
    "from sklearn.metrics import accuracy_score, jaccard_score\n\n"
    "y_true = [1] * {tp} + [1] * {fn} + [0] * {fp} + [0] * {tn}\n"
    "y_pred = [1] * {tp2} + [0] * {fn2} + [1] * {fp2} + [0] * {tn2}\n"
    "accuracy_score(y_true, y_pred)  # {accuracy}\n"
    "jaccard_score(y_true, y_pred)  # {jaccard}\n",
)


class _Sweep(NamedTuple):
    """Counts and scores for many numbers of true negatives; nan where a score is 0/0."""

    counts: core.Counts
    accuracy: Any
    jaccard: Any


def view(*, tn: int, decade: float, tp: int, fp: int, fn: int) -> View:
    """Return the section in one state."""
    linear, log = TN.values(), [DECADE.counted(value) for value in DECADE.values()]
    on_line, on_log = (_sweep(tp, fp, fn, counts) for counts in (linear, log))
    jaccard = on_line.jaccard[0]  # the same everywhere

    def moment(tn: int) -> Moment:
        i = TN.index(tn)
        here, accuracy = on_line.counts[i], on_line.accuracy[i]
        return {
            **_moved(Id.GROWTH, tn, on_line, i, left=2 * tn > TN.high),
            **_accuracy_texts(here, _accuracy_shown(accuracy)),
            **TILES.texts(tp=f"{tp:,}", fp=f"{fp:,}", fn=f"{fn:,}", tn=f"{tn:,}"),
            **SAY.texts(
                accuracy=_of_accuracy(here, accuracy, 3), jaccard=_union(here), hits=_hits(here, accuracy, jaccard)
            ),
            SNIPPET.target("tn"): f"{tn}",
            SNIPPET.target("tn2"): f"{tn}",
            SNIPPET.target("accuracy"): score(accuracy, 4),
        }

    def decades(decade: float) -> Moment:
        i = DECADE.index(decade)
        here, accuracy = on_log.counts[i], on_log.accuracy[i]
        return {
            **_moved(Id.DECADES, log[i], on_log, i, left=2 * decade > DECADE.high),
            **DECADES_SAY.texts(accuracy=_of_accuracy(here, accuracy, FINE), jaccard=_errors(here, jaccard)),
        }

    return compose(
        NAME,
        {"tn": tn, "decade": decade},
        SLIDERS,
        scrubbed=(TN,),
        moment=moment,
        apart=[((DECADE,), decades)],
        figures={
            Id.GROWTH: growth.growth_figure(
                linear,
                growth.Curve("accuracy", _defined(on_line.accuracy)),
                growth.Curve("Jaccard", _defined(on_line.jaccard)),
                title="true negatives (TN)",
                points=DOCUMENT_STEP // int(TN.step),
            ),
            Id.DECADES: growth.growth_figure(
                log,
                growth.Curve("accuracy", _defined(on_log.accuracy)),
                growth.Curve("Jaccard", _defined(on_log.jaccard)),
                title="true negatives (TN), log axis",
                points=round(1 / DECADE.step),
                log=True,
            ),
        },
        texts={
            **jaccard_texts(FORMULA, f"{tp:,}", f"{fp:,}", f"{fn:,}", score(jaccard)),
            **{
                SNIPPET.target(slot): value
                for slot, value in {
                    **{
                        slot: f"{count}"
                        for name, count in (("tp", tp), ("fp", fp), ("fn", fn))
                        for slot in (name, name + "2")
                    },
                    "jaccard": "0.0 and a warning: 0/0" if jaccard != jaccard else score(jaccard, 4),
                }.items()
            },
        },
        parts={Target(Id.TABLE): _table(tp, fp, fn)},
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
            "Keep the hits and the errors as they are, and add negatives that are rightly called negative. Accuracy "
            "counts every one of them. The Jaccard score has no place for them.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[
            controls.slider(NAME, TN, values["tn"]),
            FORMULA.layout(shown.texts),
            ACCURACY.layout(shown.texts),
            TILES.layout(shown.texts),
        ],
        controls=[
            controls.number_field(NAME, TP, values["tp"]),
            controls.number_field(NAME, FP, values["fp"]),
            controls.number_field(NAME, FN, values["fn"]),
        ],
        figures=[
            page.graph(
                Id.GROWTH,
                shown.figures[Id.GROWTH],
                described="Accuracy and the Jaccard score over the number of true negatives, up to 2,000",
                height=380,
            ),
            SAY.layout(shown.texts),
            controls.presets(
                PATH,
                PARAMS,
                {
                    "2,000 added": {"tn": 2000},
                    "A mask on its background": {"tp": 239, "fp": 78, "fn": 78, "tn": 1200},
                    "Fraud": {"tp": 30, "fp": 10, "fn": 60, "tn": 2000, "decade": 5},
                    "Always no": {"tp": 0, "fp": 0, "fn": 20, "tn": 2000, "decade": 5},
                    "Nothing positive": {"tp": 0, "fp": 0, "fn": 0, "tn": 1000},
                },
            ),
        ],
        below=[
            predict(
                NAME,
                "A detector has 10 hits, 5 false alarms and 5 misses. It then sees 2,000 more negatives and gets every "
                "one right. Where does its Jaccard score go?",
                {
                    "up": "That is what accuracy does. The union holds only what truth or prediction calls positive, and "
                    "none of the new items is in it.",
                    "stays": "Neither the hits nor the union have changed, so J = 10/20 as before.",
                    "down": "The union would have to grow for that. The new items are in neither set.",
                },
                right="stays",
                see=("See it with 2,000", href(PATH, PARAMS, tn=2000)),
            ),
            page.part(
                "Up to a million",
                idea=[
                    "Images and payments come with negatives by the million. Here every step along the axis multiplies "
                    "them by ten. Such an axis has no zero, so it starts at one.",
                ],
                lead=[
                    controls.slider(NAME, DECADE, values["decade"]),
                    DECADES_SAY.layout(shown.texts),
                ],
                figures=[
                    page.graph(
                        Id.DECADES,
                        shown.figures[Id.DECADES],
                        described="Accuracy and the Jaccard score over the number of true negatives, from one to a "
                        "million on a logarithmic axis",
                        height=300,
                    ),
                    html.P(
                        "Neither score is wrong; they answer different questions. Accuracy asks how many items are right. "
                        "J asks how good the set is that was called positive. Where a correct no is worth something, such "
                        "as a healthy person who is sent home, J cannot see it.",
                        className="remark",
                    ),
                ],
            ),
        ],
        folds=[
            page.fold("The numbers", page.slot(Id.TABLE, shown.parts)),
            page.code_fold(NAME, [core.accuracy, core.jaccard], SNIPPET, shown.texts),
            page.fold(
                "Where the document goes wrong",
                page.paragraph(
                    "It computes 21 points, every 100 true negatives, and joins them by straight lines. The dots here are "
                    "those points; the curve runs through all the values between. Most of the climb happens before the "
                    "second dot: at 50 true negatives accuracy is 0.857, where the document's line is at 0.708."
                ),
                page.paragraph(
                    "Its axis ends at 2,000, where accuracy looks as if it had arrived. It never does: the ten errors "
                    "stay, and their share of all items only gets smaller."
                ),
            ),
        ],
    )


def _sweep(tp: int, fp: int, fn: int, tn: Sequence[float]) -> _Sweep:
    tp_, fp_, fn_ = (np.full(len(tn), count) for count in (tp, fp, fn))
    counts = core.Counts(tp_, fp_, fn_, np.array(tn))
    return _Sweep(counts, core.accuracy(counts), core.jaccard(counts, zero_division=np.nan))


def _defined(scores: Any) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in scores]


def _accuracy_shown(accuracy: float, digits: int = 3) -> str:
    shown = score(accuracy, digits)
    # errors that are there must not be rounded away
    return score(accuracy, FINE) if accuracy < 1 and float(shown) == 1 else shown


def _moved(figure: str, count: int, sweep: _Sweep, i: int, *, left: bool) -> dict[Target, Any]:
    accuracy, jaccard = _defined([sweep.accuracy[i], sweep.jaccard[i]])
    texts = ("" if accuracy is None else _accuracy_shown(accuracy), "" if jaccard is None else score(jaccard))
    at = growth.moved(count, accuracy, jaccard, texts, left=left)
    return {Target(figure, "figure", path): value for path, value in at.items()}


def _accuracy_texts(here: core.Counts, accuracy: str) -> dict[Target, str]:
    tp, fp, fn, tn = (f"{count:,}" for count in (here.tp, here.fp, here.fn, here.tn))
    return ACCURACY.texts(tp=tp, tn=tn, tp2=tp, fp=fp, fn=fn, tn2=tn, accuracy=accuracy)


def _of_accuracy(here: core.Counts, accuracy: float, digits: int) -> str:
    if not here.total:
        return "There is nothing to score at all."
    if not here.tn:
        return "Without true negatives accuracy and J are the same number."
    right = f"{here.tp + here.tn:,} of {here.total:,} items are right"
    with_them = f"With {here.tn:,} true negative{'' if here.tn == 1 else 's'}"
    return f"{with_them} accuracy is {_accuracy_shown(accuracy, digits)}: {right}."


def _union(here: core.Counts) -> str:
    if not here.union:
        return "Nothing is positive, in truth or prediction, so J is 0/0: undefined, however many negatives there are."
    return f"Of the {here.union:,} that truth or prediction calls positive,"


def _hits(here: core.Counts, accuracy: float, jaccard: float) -> str:
    if not here.union:
        return ""
    still = "still " if here.tn else ""
    only = "only " if accuracy >= 0.9 > jaccard else ""
    hits = {0: "none is a hit", 1: f"{only}1 is a hit"}.get(here.tp, f"{only}{here.tp:,} are hits")
    return f"{still}{hits}: J = {score(jaccard)}."


def _errors(here: core.Counts, jaccard: float) -> str:
    if not here.union:
        return "There is no error, and no hit either: J is undefined."
    errors = here.fp + here.fn
    if not errors:
        return "There is no error, so both scores are 1."
    there = {1: "The one error is", 2: "Both errors are"}.get(errors, f"All {errors:,} errors are")
    return f"{there} still there, and J is still {score(jaccard)}."


def _table(tp: int, fp: int, fn: int) -> Element:
    counts = [*range(0, int(TN.high) + 1, DOCUMENT_STEP), *(10**power for power in range(4, 7))]
    sweep = _sweep(tp, fp, fn, counts)
    rows = [
        [f"{c.tn:,}", f"{c.tp + c.tn:,}", f"{c.total:,}", score(accuracy, FINE), score(jaccard, FINE)]
        for c, accuracy, jaccard in zip(sweep.counts, sweep.accuracy, sweep.jaccard, strict=True)
    ]
    return page.table(["TN", "right", "all", "accuracy", "J"], rows, caption="Scores by the number of true negatives")
