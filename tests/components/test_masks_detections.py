"""The scene of boxes: the matching and AP by slow loops, and what the page says of them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from components.lessons import masks
from components.lessons.masks import border, boxes, detections
from components.live.target import Target
from components.live.view import Shown
from components.page import Presets
from components.words.line import Line
from tests.conftest import drawn
from tests.states import spread

BARS = [round(0.5 + 0.05 * k, 2) for k in range(10)]
STATES = spread(
    [*itertools.product((0.0, 0.2, 0.35, 0.5, 0.75, 0.8, 0.85, 0.95, 1.0), BARS)],
    20,
    always=[(0.85, 0.5), (0.8, 0.5), (0.5, 0.75), (0.0, 0.5), (1.0, 0.95)],
)
each_state = pytest.mark.parametrize(("conf", "bar"), STATES)


def view(conf: float = 0.85, bar: float = 0.5) -> Shown:
    return detections.LESSON.show(detections.Detections(conf=conf, bar=bar))


def pixels(box: tuple[int, ...]) -> Any:
    """A box as pixels of the scene."""
    down, across = np.mgrid[:70, :110]
    return (box[0] <= across) & (across < box[2]) & (box[1] <= down) & (down < box[3])


def iou(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    a, b = pixels(one), pixels(other)
    return float((a & b).sum() / (a | b).sum())


def matching(bar: float) -> list[int | None]:
    """The object of each box, which stand from the most confident one to the least; None for a false positive."""
    free, found = list(range(len(detections.TRUE))), []
    for box, *_ in detections.PREDICTED:
        scores = [(iou(box, detections.TRUE[k]), -k) for k in free]
        best, k = max(scores, default=(0.0, 0))
        found.append(-k if best >= bar else None)
        if best >= bar:
            free.remove(-k)
    return found


def shown_boxes(conf: float, bar: float) -> list[int | None]:
    return [k for k, c in zip(matching(bar), detections.CONFIDENCES, strict=True) if c >= conf - 1e-9]


def ap(bar: float) -> float:
    """The area below the best precision at each recall or a higher one, in quarters of recall: there are four objects."""
    points = []
    for n in range(1, len(detections.PREDICTED) + 1):
        tp = sum(k is not None for k in matching(bar)[:n])
        points.append((tp, tp / n))
    return sum(max((p for tp, p in points if tp >= quarter), default=0.0) for quarter in range(1, 5)) / 4


@each_state
def test_counts_scores_and_the_sentence(conf: float, bar: float) -> None:
    to, said = shown_boxes(conf, bar), detections.SAY.said(view(conf, bar).texts)
    tp = sum(k is not None for k in to)
    fp, fn = len(to) - tp, 4 - tp
    names = [("true positive", tp), ("false positive", fp), ("false negative", fn)]
    for name, count in names:
        assert f"{count or 'no'} {name}{'s' * (count != 1)}" in said
    assert said.startswith(f"{len(to) or 'No'} box{'es' * (len(to) != 1)} from confidence {conf:.2f} on")
    assert f"Precision is {f'{tp / len(to):.3f}' if to else '0/0, undefined'}, recall {tp / 4:.3f}." in said
    second = sum(
        k is None and max(iou(box, true) for true in detections.TRUE) >= bar
        for k, (box, *_) in zip(to, detections.PREDICTED, strict=False)
    )
    assert ("second box" in said) == bool(second)
    if second:
        assert said.endswith(f"{second} false positive{' is a second box' if second == 1 else 's are second boxes'}.")
    assert len(said.split()) <= 30


@each_state
def test_the_scene_shows_them(conf: float, bar: float) -> None:
    page, to = view(conf, bar), shown_boxes(conf, bar)
    figure = detections.view(detections.Detections(conf, bar)).figures[detections.SCENE.id]
    data = drawn(page.figures[detections.SCENE.id]).data

    def trace(name: str) -> Any:
        return data[figure.places[name][1]]  # type: ignore[index]

    for k, (box, confidence, *_) in enumerate(detections.PREDICTED):
        there = k < len(to)
        for name, holds in (("right", there and to[k] is not None), ("wrong", there and to[k] is None)):
            x = trace(f"{name} {k}").x
            assert (min(x), max(x)) == ((box[0], box[2]) if holds else (-99, -99))
            mark = "✓" if name == "right" else "✗"
            assert trace(f"{name} words").text[k].strip() == (f"{mark} {confidence}" if holds else "")
    for k, box in enumerate(detections.TRUE):
        missed = k not in to
        assert (trace("missed words").text[k] == "missed") == missed
        assert max(trace(f"missed {k}").x) == (box[2] if missed else -99)


@each_state
def test_the_curve_and_its_area(conf: float, bar: float) -> None:
    page, to = view(conf, bar), shown_boxes(conf, bar)
    figure = detections.view(detections.Detections(conf, bar)).figures[detections.CURVE.id]
    plotted = drawn(page.figures[detections.CURVE.id])
    now = plotted.data[figure.places["now"][1]]  # type: ignore[index]
    tp = sum(k is not None for k in to)
    assert now.x[0] == pytest.approx(tp / 4)
    assert now.y[0] == pytest.approx(tp / len(to) if to else -99, abs=1e-4)
    edge = plotted.data[1]
    area = sum((b - a) * y for a, b, y in zip(edge.x[::2], edge.x[1::2], edge.y[::2], strict=True))
    assert area == pytest.approx(ap(bar), abs=1e-3)
    assert page.texts[detections.AT_BAR] == f"{ap(bar):.3f}"
    assert any(f"AP {ap(bar):.3f}" in label.text for label in plotted.layout.annotations)


def test_average_precision_at_half_and_over_all_thresholds() -> None:
    page = view()
    assert page.texts[detections.AT_HALF] == f"{ap(0.5):.3f}"
    assert page.texts[detections.OVER_ALL] == f"{np.mean([ap(bar) for bar in BARS]):.3f}"


def test_the_tables() -> None:
    boxes, thresholds = view().tables[detections.TABLE.id]  # type: ignore[misc]
    halves = {bar: matching(bar) for bar in (0.5, 0.75)}
    for n, row in enumerate(boxes.rows):  # type: ignore[union-attr]
        best = max(iou(detections.PREDICTED[n].box, true) for true in detections.TRUE)
        assert row[1] == pytest.approx(best)
        for column, bar in ((2, 0.5), (3, 0.75)):
            right = halves[bar][n] is not None
            assert row[column] == ("true positive" if right else "second box" if best >= bar else "false positive")
        tp = sum(k is not None for k in halves[0.5][: n + 1])
        assert row[4:] == pytest.approx([tp / (n + 1), tp / 4])
    for bar, (name, *counts, area) in zip(BARS, thresholds.rows, strict=True):  # type: ignore[union-attr]
        tp = sum(k is not None for k in matching(bar))
        assert (name, counts) == (f"{bar:.2f}", [tp, 8 - tp, 4 - tp])
        assert area == pytest.approx(ap(bar))


def test_presets_show_what_their_names_say() -> None:
    (presets,) = (each for each in detections.LESSON.figures if isinstance(each, Presets))
    states = {name: (values["conf"], values["bar"]) for name, values in presets.states.items()}
    said = {name: detections.SAY.said(view(*state).texts) for name, state in states.items()}
    assert "1 false positive is a second box" in said["A second box on one object"]
    assert "no false negatives" in said["Every object is found"]
    assert states["Every object is found"][0] == max(c for c in detections.CONFIDENCES if None not in [shown_boxes(c, 0.5)]
        and set(range(4)) <= set(shown_boxes(c, 0.5)))  # fmt: skip
    assert "1 true positive," in said["Hardly any box is exact enough"]
    # the less confident box on the object is matched, since the other one no longer reaches the threshold
    conf, bar = states["A stricter threshold"]
    assert shown_boxes(conf, 0.5)[5] is None
    assert shown_boxes(conf, bar)[5] == 1
    assert shown_boxes(conf, 0.5)[1] == 1
    assert shown_boxes(conf, bar)[1] is None


def test_the_page_opens_before_the_second_box_and_the_answer_shows_it() -> None:
    assert detections.PREDICT.see
    assert "second box" not in detections.SAY.said(view().texts)
    assert "second box" in detections.SAY.said(view(**detections.PREDICT.see[1]).texts)


def test_nothing_before_the_question_gives_its_answer() -> None:
    before = [masks.LESSON, border.LESSON, boxes.LESSON]
    lines = [piece.template for lesson in before for piece in lesson.pieces if isinstance(piece, Line)]
    opening, *_ = detections.LESSON.idea
    assert isinstance(opening, str)
    assert not [words for words in [*lines, opening] if "second box" in words]


@each_state
def test_the_task_is_solved_where_both_conditions_hold(conf: float, bar: float) -> None:
    texts, to = view(conf, bar).texts, shown_boxes(conf, bar)
    tp = sum(k is not None for k in to)
    for name, met in (("recall", tp >= 3), ("precision", bool(to) and 10 * tp >= 6 * len(to))):
        place = Target(f"detections-{name}")
        assert (texts[place._replace(prop="className")] == "check met") == met
        assert (": yes, " if met else ": not yet, ") in texts[place]


def test_the_task_is_open_at_first_and_can_be_solved() -> None:
    def marks(*state: float) -> list[str]:
        return [view(*state).texts[Target(f"detections-{name}", "className")] for name in ("recall", "precision")]

    assert marks() == ["check", "check met"]
    assert marks(0.65) == ["check met", "check met"]
