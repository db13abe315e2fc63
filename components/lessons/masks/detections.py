"""Several boxes in one image: each object is matched once, and average precision over all confidences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import core
from components.figures.detections import OUTSIDE, Named, outcomes, precision_recall, scene
from components.lessons import chapters
from components.live.target import Column, Columns, Target, in_figure, repeating
from components.live.view import View
from components.markup.table import Table
from components.page import (
    Box,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    LiveTable,
    Predict,
    Presets,
    Slider,
    TablePlace,
    Task,
    paragraph,
)
from components.state import Number, State, of
from components.words.formula import Formula
from components.words.line import Line
from components.words.numbers import many, score, written, zero_over_zero

CONFIDENCE = Number("conf", "Lowest confidence", 0.85, 0, 1, 0.05, "{:.2f}")
BAR = Number("bar", "IoU threshold", 0.5, 0.5, 0.95, 0.05, "{:.2f}")


@dataclass(frozen=True)
class Detections(State):
    """How confident a box must be to count, and how much of a true box it must cover."""

    conf: float = of(CONFIDENCE)
    bar: float = of(BAR)


TRUE = ((6, 30, 34, 54), (40, 22, 62, 54), (68, 36, 94, 54), (72, 8, 88, 24))
# From the most confident box to the least: the box, its confidence, and where that is written.
_FOUND = (
    ((7, 31, 35, 55), 0.95, (19.0, 58.0)),
    ((43, 24, 65, 56), 0.9, (54.0, 59.0)),
    ((9, 28, 37, 52), 0.8, (25.0, 25.0)),
    ((6, 6, 24, 18), 0.75, (15.0, 3.0)),
    ((72, 39, 98, 57), 0.65, (85.0, 60.0)),
    ((41, 22, 63, 54), 0.5, (52.0, 19.0)),
    ((72, 9, 88, 25), 0.35, (80.0, 5.0)),
    ((44, 5, 58, 13), 0.2, (51.0, 2.5)),
)
PREDICTED = [Named(box, f"{confidence:.2f}", at) for box, confidence, at in _FOUND]
CONFIDENCES = np.array([confidence for _, confidence, _ in _FOUND])
OBJECTS = len(TRUE)

SCENE = Graph(
    "scene",
    "A scene with four true boxes and the predicted ones that are confident enough, each right or wrong",
    height="70cqi",
)
CURVE = Graph(
    "precision-recall",
    "Precision over recall as the lowest confidence falls, with the area below it, the average precision",
    height="70cqi",
)
SAY = Line(
    "say",
    "{shown} from confidence {conf} on: {tp}, {fp}, {fn}. Precision is {precision}, recall {recall}. {second}",
)
PRECISION = Formula("precision", "precision", "{tp}", "{tp2} + {fp}", "{score}", small=True)
RECALL = Formula("recall", "recall", "{tp}", "{tp2} + {fn}", "{score}", small=True)
ENOUGH, SURE = 3, 0.6  # what the task asks for: objects and precision
CHECKS = Checks("detections", ("recall", "precision"))
TABLE = TablePlace("table")
AT_BAR, AT_HALF, OVER_ALL = (Target(f"ap-{name}") for name in ("bar", "half", "all"))
APS = LiveTable(
    ["IoU threshold", "AP"],
    [["as set", AT_BAR], ["0.50", AT_HALF], ["mean, 0.50 to 0.95", OVER_ALL]],
    caption="Average precision (AP)",
)


class Matched(NamedTuple):
    """The matching at each of the IoU thresholds: the object that each box takes or -1 (bars, boxes), counts from the most
    confident box on (bars, boxes), the boxes on an object that is taken (bars, boxes), and AP (bars,).
    """

    to: NDArray[np.intp]
    counts: core.Counts
    second: NDArray[np.bool_]
    ap: NDArray[np.float64]


@cache
def matched() -> Matched:
    """Return the matching of the scene, which no state changes; nothing may write into it."""
    boxes = [each.box for each in PREDICTED]
    to = np.array([core.match_boxes(TRUE, boxes, CONFIDENCES, threshold=bar) for bar in BAR.values()])
    each = [core.detection_counts(row >= 0, CONFIDENCES, OBJECTS) for row in to]
    counts = core.Counts(*(np.stack([getattr(c, name) for c in each]) for name in ("tp", "fp", "fn", "tn")))
    best = np.asarray(core.box_iou(boxes, TRUE)).max(axis=1)
    second = (to < 0) & (best >= np.array(BAR.values())[:, np.newaxis])
    ap = np.array([core.average_precision(row >= 0, CONFIDENCES, OBJECTS) for row in to])
    return Matched(to, counts, second, ap)


def view(state: Detections) -> View:
    """Return the lesson in one state; all that the confidence changes is picked from the columns."""
    found, bar = matched(), BAR.index(state.bar)
    ap, at_half, over_all = (score(float(each)) for each in (found.ap[bar], found.ap[0], found.ap.mean()))
    precisions, recalls = (each(found.counts)[bar] for each in (core.precision, core.recall))
    return View(
        figures={
            SCENE.id: scene(TRUE, PREDICTED, truth="truth", right="TP ✓", wrong="FP ✗"),
            CURVE.id: precision_recall(
                recalls, precisions, x_title="recall", y_title="precision", area_word=f"AP {ap}"
            ),
        },
        moving=[Columns((CONFIDENCE,), _along(bar))],
        texts={AT_BAR: ap, AT_HALF: at_half, OVER_ALL: over_all},
        tables={TABLE.id: _tables()},
    )


@cache
def _along(bar: int) -> dict[Target, Column]:
    """Return what the lowest confidence moves at one of the IoU thresholds, by its number."""
    found = matched()
    shown = np.array(CONFIDENCE.values())[:, np.newaxis] - 1e-9 <= CONFIDENCES
    to = np.where(shown, found.to[bar], -1)
    missed = np.stack([~(to == k).any(axis=1) for k in range(OBJECTS)], axis=1)
    count, tp = shown.sum(axis=1), (to >= 0).sum(axis=1)
    counts = core.Counts(tp, count - tp, OBJECTS - tp, np.zeros_like(tp))
    precisions, recalls = core.precision(counts, zero_division=np.nan), core.recall(counts)
    height = np.where(count > 0, precisions, OUTSIDE)
    tps, fps, fns = (list(map(str, each.tolist())) for each in (counts.tp, counts.fp, counts.fn))
    precision, recall = written(precisions, undefined=zero_over_zero()), written(recalls)
    places = outcomes(TRUE, PREDICTED, found.to[bar] >= 0, shown, missed)
    coded = {place: {prop: repeating(each) for prop, each in props.items()} for place, props in places.items()}
    return {
        **in_figure(SCENE.id, coded),
        **in_figure(CURVE.id, {"now": {"x": recalls[:, np.newaxis], "y": height[:, np.newaxis].round(4)}}),
        **PRECISION.columns(tp=tps, tp2=tps, fp=fps, score=precision),
        **RECALL.columns(tp=tps, tp2=tps, fn=fns, score=recall),
        **CHECKS.columns(
            {
                "recall": (tp >= ENOUGH, _checked(f"At least {ENOUGH} of {OBJECTS} objects", tp >= ENOUGH, tps)),
                "precision": (
                    precisions >= SURE,
                    _checked(f"Precision at least {SURE}", precisions >= SURE, precision),
                ),
            }
        ),
        **SAY.columns(
            shown=[many(each, "box", "boxes").capitalize() for each in count.tolist()],
            conf=CONFIDENCE.words,
            tp=[many(each, "true positive") for each in tp.tolist()],
            fp=[many(each, "false positive") for each in counts.fp.tolist()],
            fn=[many(each, "false negative") for each in counts.fn.tolist()],
            precision=precision,
            recall=recall,
            second=[_second(each) for each in (shown & found.second[bar]).sum(axis=1).tolist()],
        ),
    }


def _checked(asked: str, met: NDArray[np.bool_], found: list[str]) -> list[str]:
    return [
        f"{asked}: {'yes' if holds else 'not yet'}, {text}." for holds, text in zip(met.tolist(), found, strict=True)
    ]


def _second(count: int) -> str:
    if not count:
        return ""
    return f"{many(count, 'false positive')} {'is a second box' if count == 1 else 'are second boxes'}."


def _tables() -> list[Table]:
    """Return the boxes with what they are at two thresholds, and the average precision at all."""
    found = matched()
    scores = np.asarray(core.box_iou([each.box for each in PREDICTED], TRUE))
    halves = [BAR.index(bar) for bar in (0.5, 0.75)]
    names = {(True, False): "true positive", (False, True): "second box", (False, False): "false positive"}
    boxes = [
        [
            f"{confidence:.2f}",
            float(row.max()),
            *(names[bool(found.to[k, n] >= 0), bool(found.second[k, n])] for k in halves),
            *(float(each(found.counts)[halves[0], n]) for each in (core.precision, core.recall)),
        ]
        for n, (confidence, row) in enumerate(zip(CONFIDENCES.tolist(), scores, strict=True))
    ]
    last = [(c[:, -1].tolist()) for c in (found.counts.tp, found.counts.fp, found.counts.fn)]
    return [
        Table(
            ["confidence", "highest IoU", "at 0.50", "at 0.75", "precision at 0.50", "recall at 0.50"],
            boxes,
            caption="The predicted boxes, with precision and recall from the most confident one down to each",
        ),
        Table(
            ["IoU threshold", "TP", "FP", "FN", "AP"],
            [[BAR.show(bar), *row] for bar, *row in zip(BAR.values(), *last, found.ap.tolist(), strict=True)],
            caption="All boxes, by the IoU threshold",
        ),
    ]


PREDICT = Predict(
    "A detector has found an object. It draws a second box on the same object, a little less confident and also well "
    "placed. What does the second box count as?",
    {
        "a true positive": "Then a detector could draw ten boxes on one object and be right ten times. Each object is "
        "matched once.",
        "a false positive": "The object is taken by the more confident box. So the second one is matched with nothing, "
        "and precision falls.",
        "neither": "Every box that is shown counts. This one is matched with nothing, so it is a false positive.",
    },
    right="a false positive",
    see=("See the second box", {"conf": 0.8, "bar": 0.5}),
    hides=(SCENE, CURVE),
)
LESSON = Lesson(
    path="/masks/detections",
    chapter=chapters.MASKS,
    title="Several boxes, one image",
    summary="Each object is matched once; average precision sums up every confidence.",
    minutes=4,
    further=True,
    state=Detections,
    view=view,
    idea=["A detector says of each box how confident it is, and one has to choose which boxes to believe."],
    question=PREDICT,
    looks={"The scene": SCENE, "Precision and recall": CURVE},
    lead=[Slider(CONFIDENCE), SAY, PRECISION, RECALL, APS],
    figures=[
        Box("pair", SCENE, CURVE),
        Presets(
            {
                "A second box on one object": {"conf": 0.8, "bar": 0.5},
                "Every object is found": {"conf": 0.35, "bar": 0.5},
                "A stricter threshold": {"conf": 0.5, "bar": 0.75},
                "Hardly any box is exact enough": {"conf": 0.0, "bar": 0.9},
            }
        ),
    ],
    controls=[Slider(BAR)],
    called=[
        paragraph(
            "From the most confident box on, each takes the free object with which its IoU is highest, if that reaches the "
            "threshold, and no object is taken twice. The area below the curve is the average precision (AP), and its mean over "
            "several classes is mAP."
        )
    ],
    task=Task(f"Find at least {ENOUGH} of the {OBJECTS} objects, with a precision of at least {SURE}.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.match_boxes, core.average_precision]),
        Fold(
            "Common mistakes",
            paragraph(
                "Two numbers that are called AP need not be the same. Here the curve takes at each recall the best precision at "
                "that recall or a higher one. The COCO data set takes the mean of AP over the thresholds 0.50 to 0.95, and reads "
                "each curve at 101 recalls."
            ),
        ),
    ],
)
