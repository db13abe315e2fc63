"""True negatives: accuracy counts them, the Jaccard score does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

import core
from components import controls, page
from components.elements import Element
from components.figures import growth
from components.formula import Formula, Line, Tiles, Words, jaccard_formula, jaccard_texts, score, written
from components.predict import predict
from components.url import Number, bounded, href
from components.view import Column, Columns, Target, View, compose

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


# The numbers of true negatives along the two sliders.
ON_LINE = np.array(TN.values())
ON_LOG = np.array([DECADE.counted(value) for value in DECADE.values()])
TN_IN_CODE = list(map(str, ON_LINE.tolist()))
IN_TABLE = np.array([*range(0, int(TN.high) + 1, DOCUMENT_STEP), *(10**power for power in range(4, 7))])
LEFT_ON_LINE = [2 * value > TN.high for value in TN.values()]
LEFT_ON_LOG = [2 * value > DECADE.high for value in DECADE.values()]


def _with_them(counts: NDArray[Any]) -> list[str]:
    return [f"With {count:,} true negative{'' if count == 1 else 's'}" for count in counts.tolist()]


WITH_ON_LINE, WITH_ON_LOG = _with_them(ON_LINE), _with_them(ON_LOG)


class _Sweep(NamedTuple):
    """Counts and scores for many numbers of true negatives; nan where a score is 0/0."""

    counts: core.Counts
    accuracy: NDArray[np.float64]
    jaccard: NDArray[np.float64]


def view(*, tn: int, decade: float, tp: int, fp: int, fn: int) -> View:
    """Return the section in one state."""
    on_line, on_log = (_sweep(tp, fp, fn, counts) for counts in (ON_LINE, ON_LOG))
    curves, log_curves = (
        (growth.Curve("accuracy", sweep.accuracy), growth.Curve("Jaccard", sweep.jaccard))
        for sweep in (on_line, on_log)
    )
    accuracy = _accuracy_words(on_line.accuracy)
    jaccard = float(on_line.jaccard[0])  # the same everywhere
    j = score(jaccard)
    # without a true negative among them
    positives = core.Counts(tp, fp, fn, 0)
    hits, alarms, misses = f"{tp:,}", f"{fp:,}", f"{fn:,}"
    by_tn = {
        **_placed(
            Id.GROWTH, growth.columns(ON_LINE, *curves, (_drawn(accuracy), _drawn([j] * ON_LINE.size)), LEFT_ON_LINE)
        ),
        **ACCURACY.columns(tp=hits, tn=TN.words, tp2=hits, fp=alarms, fn=misses, tn2=TN.words, accuracy=accuracy),
        **TILES.columns(tp=hits, fp=alarms, fn=misses, tn=TN.words),
        **SAY.columns(
            accuracy=_of_accuracy(on_line, accuracy, WITH_ON_LINE),
            jaccard=_union(positives),
            hits=_hits(on_line, jaccard),
        ),
        SNIPPET.target("tn"): TN_IN_CODE,
        SNIPPET.target("tn2"): TN_IN_CODE,
        SNIPPET.target("accuracy"): written(on_line.accuracy, 4),
    }
    shown_on_log = _accuracy_words(on_log.accuracy)
    by_decade = {
        **_placed(
            Id.DECADES,
            growth.columns(ON_LOG, *log_curves, (_drawn(shown_on_log), _drawn([j] * ON_LOG.size)), LEFT_ON_LOG),
        ),
        **DECADES_SAY.columns(
            accuracy=_of_accuracy(on_log, _accuracy_words(on_log.accuracy, FINE), WITH_ON_LOG),
            jaccard=_errors(positives, j),
        ),
    }
    return compose(
        NAME,
        {"tn": tn, "decade": decade},
        SLIDERS,
        moving=[Columns((TN,), by_tn), Columns((DECADE,), by_decade)],
        figures={
            Id.GROWTH: growth.growth_figure(
                ON_LINE,
                *curves,
                title="true negatives (TN)",
                points=DOCUMENT_STEP // int(TN.step),
            ),
            Id.DECADES: growth.growth_figure(
                ON_LOG,
                *log_curves,
                title="true negatives (TN), log axis",
                points=round(1 / DECADE.step),
                log=True,
            ),
        },
        texts={
            **jaccard_texts(FORMULA, hits, alarms, misses, j),
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


def _sweep(tp: int, fp: int, fn: int, tn: NDArray[Any]) -> _Sweep:
    counts = core.Counts(np.full(tn.size, tp), np.full(tn.size, fp), np.full(tn.size, fn), tn)
    return _Sweep(counts, core.accuracy(counts), core.jaccard(counts, zero_division=np.nan))


def _placed(figure: str, columns: Mapping[tuple[str | int, ...], Column]) -> dict[Target, Column]:
    return {Target(figure, "figure", path): column for path, column in columns.items()}


def _accuracy_words(accuracies: NDArray[np.float64], digits: int = 3) -> list[str]:
    one = score(1, digits)
    words = written(accuracies, digits)
    if one not in words:
        return words
    # errors that are there must not be rounded away
    exact = zip(words, written(accuracies, FINE), accuracies.tolist(), strict=True)
    return [fine if word == one and accuracy < 1 else word for word, fine, accuracy in exact]


def _drawn(words: list[str]) -> list[str]:
    """Return the words at a marker, which is nowhere where the score is undefined."""
    return ["" if word == "undefined" else word for word in words] if "undefined" in words else words


def _grouped(counts: NDArray[Any]) -> list[str]:
    return list(map("{:,}".format, counts.tolist()))


def _of_accuracy(sweep: _Sweep, accuracy: list[str], with_them: list[str]) -> list[str]:
    """Return what is said of accuracy at each number of true negatives."""
    counts = sweep.counts
    words = zip(with_them, accuracy, _grouped(counts.tp + counts.tn), _grouped(counts.total), strict=True)
    said = [f"{them} accuracy is {shown}: {right} of {total} items are right." for them, shown, right, total in words]
    if not counts.tn[0]:
        said[0] = "Without true negatives accuracy and J are the same number."
    if not counts.total[0]:
        said[0] = "There is nothing to score at all."
    return said


def _union(here: core.Counts) -> str:
    if not here.union:
        return "Nothing is positive, in truth or prediction, so J is 0/0: undefined, however many negatives there are."
    return f"Of the {here.union:,} that truth or prediction calls positive,"


def _hits(sweep: _Sweep, jaccard: float) -> Words:
    """Return what is said of the hits at each number of true negatives."""
    counts, tp = sweep.counts, int(sweep.counts.tp[0])
    if not counts.union[0]:
        return ""

    def hits(still: str, only: str) -> str:
        hits = {0: "none is a hit", 1: f"{only}1 is a hit"}.get(tp, f"{only}{tp:,} are hits")
        return f"{still}{hits}: J = {score(jaccard)}."

    plain, misleading = hits("still ", ""), hits("still ", "only ")
    sentences = [misleading if accuracy >= 0.9 > jaccard else plain for accuracy in sweep.accuracy.tolist()]
    sentences[0] = sentences[0] if counts.tn[0] else hits("", "")
    return sentences


def _errors(here: core.Counts, j: str) -> str:
    if not here.union:
        return "There is no error, and no hit either: J is undefined."
    errors = here.fp + here.fn
    if not errors:
        return "There is no error, so both scores are 1."
    there = {1: "The one error is", 2: "Both errors are"}.get(errors, f"All {errors:,} errors are")
    return f"{there} still there, and J is still {j}."


def _table(tp: int, fp: int, fn: int) -> Element:
    sweep = _sweep(tp, fp, fn, IN_TABLE)
    counts = sweep.counts
    rows = list(
        zip(
            *(_grouped(each) for each in (counts.tn, counts.tp + counts.tn, counts.total)),
            written(sweep.accuracy, FINE),
            written(sweep.jaccard, FINE),
            strict=True,
        )
    )
    return page.table(["TN", "right", "all", "accuracy", "J"], rows, caption="Scores by the number of true negatives")
