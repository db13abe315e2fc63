"""You draw it: what is drawn on, and what is said of a drawing, against sums made by hand."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from components import handout
from components.course import LESSONS
from components.figures.base import Drawing, line
from components.figures.still import Sketch, sketch
from components.page import Draw, Lesson
from components.page.draw import KEY
from tests.conftest import components

DRAWING = [lesson for lesson in LESSONS if isinstance(lesson.question, Draw)]
with_drawings = pytest.mark.parametrize("lesson", DRAWING, ids=lambda lesson: lesson.name)
MOST_WORDS = 30


def draw(lesson: Lesson[Any]) -> Draw:
    assert isinstance(lesson.question, Draw)
    return lesson.question


def levels_of(question: Draw, *, all: int | None = None, **some: int) -> str:
    """What an address says of a drawing: the same level everywhere, or some by the number of their place."""
    by_place = {int(place[1:]): level for place, level in some.items()}
    return ",".join(str(by_place.get(k, "" if all is None else all)) for k in range(len(question.xs)))


def known(lesson: Lesson[Any], state: Any) -> dict[str, Any]:
    """What the page tells the browser of the surface."""
    page = components(lesson.layout(state.values()))
    (surface,) = (found for c in page if (found := getattr(c, "data-sketch", None)))
    told: dict[str, Any] = json.loads(surface)
    return told


def test_three_lessons_ask_for_a_drawing() -> None:
    assert {lesson.path for lesson in DRAWING} == {"/true-negatives", "/f1", "/thresholds"}


# ---- the true curves, by sums of their own ----


def truths(path: str, state: Any) -> list[float]:
    if path == "/true-negatives":
        errors = state.fp + state.fn
        return [
            (state.tp + tn) / (state.tp + errors + tn) if state.tp + errors + tn else np.nan
            for tn in range(0, 2001, 100)
        ]
    if path == "/f1":
        return [f / (2 - f) for f in np.arange(21) / 20]
    drawn = core.scored_labels(seed=state.seed, n=state.n, prevalence=state.prevalence, separation=state.separation)
    p = core.posterior(drawn, state.prevalence, state.separation) if state.scores == "calibrated" else drawn.scores
    found = [(p >= k / 20, drawn.y_true == 1) for k in range(21)]
    return [(cut & true).sum() / (cut | true).sum() if (cut | true).any() else 0.0 for cut, true in found]


STATES = {
    "/true-negatives": [{}, {"tp": 108, "fp": 41, "fn": 41}, {"tp": 0, "fp": 0, "fn": 20}, {"tp": 0, "fp": 0, "fn": 0}],
    "/f1": [{}, {"f": 0.3}],
    "/thresholds": [
        {},
        {"prevalence": 0.05, "n": 5000},
        {"scores": "calibrated"},
        {"n": 50, "prevalence": 0.01, "seed": 1},
    ],
}


@with_drawings
@given(data=st.data())
def test_a_drawing_is_compared_with_the_curve_of_the_state(lesson: Lesson[Any], data: st.DataObject) -> None:
    question = draw(lesson)
    state = lesson.state.read(data.draw(st.sampled_from(STATES[lesson.path])))
    drawn = data.draw(st.lists(st.none() | st.integers(0, 100), min_size=len(question.xs), max_size=len(question.xs)))
    said = question.said(state, ",".join("" if level is None else str(level) for level in drawn))
    truth = truths(lesson.path, state)
    pairs = [(level / 100, true) for level, true in zip(drawn, truth, strict=True) if level is not None][
        drawn[0] is not None :
    ]
    if not pairs:
        assert said is None
        return
    assert said is not None
    assert len(said.split()) <= MOST_WORDS
    off = [abs(one - other) for one, other in pairs]
    numbers = [float(each) for each in re.findall(r"\d\.\d+", said)]
    if max(off) > 0.00501:
        mean, *_, true, mine = numbers
        assert mean == pytest.approx(sum(off) / len(off), abs=0.00501)
        assert abs(true - mine) == pytest.approx(max(off), abs=0.0101)
        assert said.startswith("Off by ")
        assert ("where you drew" in said) == (None in drawn[1:])


def test_the_sentence_of_one_drawing() -> None:
    lesson = next(each for each in DRAWING if each.path == "/true-negatives")
    question, state = draw(lesson), lesson.state()
    assert question.said(state, levels_of(question, all=50)) == (
        "Off by 0.48 on average, most at 2,000 true negatives: accuracy is 0.995, you drew 0.50."
    )
    assert question.said(state, levels_of(question, _1=83)) == (
        "Off by 0.09 on average where you drew, most at 100 true negatives: accuracy is 0.92, you drew 0.83."
    )
    exact = ",".join(str(round(100 * true)) for true in truths(lesson.path, state))
    assert question.said(state, exact) == "Off by less than 0.01 everywhere: that is the curve."


def test_without_a_true_value_nothing_is_compared() -> None:
    lesson = next(each for each in DRAWING if each.path == "/true-negatives")
    nothing = lesson.state.read({"tp": 0, "fp": 0, "fn": 0})
    assert (
        draw(lesson).said(nothing, levels_of(draw(lesson), _1=83))
        == "Off by 0.17 on average where you drew, most at 100 true negatives: accuracy is 1.00, you drew 0.83."
    )
    assert known(lesson, nothing)["given"] is None, "accuracy of no item is undefined: it has no first point"


HOSTILE = [
    None, "", ",", "50", ["50"], "," * 20, "50," * 2000, "a" * 21,
    *(",".join([each] * 20) for each in ("50", "")),
    *(",".join([each] * 21) for each in ("101", "-1", "5.5", "1e2", "nan", " 50", "٥", "0050", "%35", "&")),
    ",".join(["50"] * 22),
]  # fmt: skip


@with_drawings
@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_drawing_is_refused(lesson: Lesson[Any], given: object) -> None:
    assert draw(lesson).said(lesson.state(), given) is None


@with_drawings
def test_no_parameter_has_the_key_of_the_drawing(lesson: Lesson[Any]) -> None:
    assert KEY not in {param.key for param in lesson.params}


@with_drawings
def test_in_a_file_one_draws_too_and_nothing_asks_the_site(lesson: Lesson[Any]) -> None:
    file = handout.of_lesson(lesson).finished
    assert 'class="surface"' in file
    assert 'class="why"' in file
    assert "/drawn/" not in file


# ---- the surface ----


@with_drawings
def test_the_surface_has_a_column_for_each_place_and_begins_where_the_curve_does(lesson: Lesson[Any]) -> None:
    question = draw(lesson)
    for values in STATES[lesson.path]:
        state = lesson.state.read(values)
        told, (first, *_) = known(lesson, state), truths(lesson.path, state)
        assert len(told["at"]) == len(told["columns"]) == len(question.xs) == len(question.at)
        assert told["at"] == sorted(told["at"])
        assert told["given"] is None if first != first else told["given"] == pytest.approx(100 * first, abs=0.006)
        assert 0 <= told["least"] < told["most"] <= 100
        assert told["most"] >= 100 * np.nanmax(truths(lesson.path, state)) - 1, "the curve leaves the surface"


def test_places_on_a_surface_are_those_of_the_axes() -> None:
    drawing = Drawing()
    drawing.trace(line([1, 1000], [0, 1], color="#000"))
    margin = {"l": 60, "r": 40, "t": 20, "b": 50}
    axes: dict[str, Any] = {
        "xaxis": {"type": "log", "range": [0, 3], "tickvals": []},
        "yaxis": {"range": [-0.25, 0.75], "tickvals": [], "domain": [0.5, 1]},
    }
    figure = drawing.done(margin=margin, **axes).figure
    wanted = Sketch(
        [1, 10, 1000], ["one", "ten", "thousand"], [str(k) for k in range(101)], "empty", "mine", "Mine", 50, "here"
    )
    ((_, pad, (_, surface, *_), *_),) = sketch(figure, wanted)
    told = json.loads(surface["data-sketch"])
    assert (told["at"], told["ends"], told["least"], told["most"]) == ([0, 0.3333, 1], [0.75, -0.25], 0, 75)
    assert pad["style"]["top"] == "calc(20px + (100% - 70px)*0)"
    assert pad["style"]["height"] == "calc(0px + (100% - 70px)*.5)"


def test_axes_of_square_units_have_no_surface() -> None:
    drawing = Drawing()
    drawing.trace(line([0, 1], [0, 1], color="#000"))
    axis = {"range": [0, 1], "tickvals": []}
    figure = drawing.done(xaxis=axis, yaxis={**axis, "scaleanchor": "x"}).figure
    with pytest.raises(ValueError, match="units of their own"):
        sketch(figure, Sketch([0], ["a"], ["0"], "", "", ""))
