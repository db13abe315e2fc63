"""Pitfalls: each trap springs where it should, in every state of its controls, and the numbers are core's."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest
from components.view import Target, View
from sklearn.metrics import jaccard_score, precision_score, recall_score

import core
from components.figures import crossing, cuts, lanes
from components.sections import pitfalls
from components.sections.pitfalls import Id
from tests.conftest import components, defaults, drawn, identified


def view(**given: Any) -> View:
    return pitfalls.view(**{**defaults(pitfalls), **given})  # type: ignore[arg-type]


def said(shown: View, line: Any) -> str:
    return str(line.said(shown.texts))


def macros(shown: View) -> list[str]:
    """What stands at the right of each of the three conventions."""
    return [text.removeprefix("<b>").removesuffix("</b>") for text in drawn(shown.figures[Id.EMPTY]).data[6].text]


# ---- nothing over nothing --------------------------------------------------------------------------------------------


def test_three_conventions_give_three_answers_to_the_same_data() -> None:
    shown = view()
    assert macros(shown) == ["7/18 = 0.389", "13/18 = 0.722", "7/12 = 0.583"]
    assert said(shown, pitfalls.EMPTY_SAY) == (
        "Class 2 is in neither row, so its score is 0/0. The same data are worth 0.389, 0.722 or 0.583: say which "
        "convention you use."
    )
    for zd, words in ((0, "7/18"), (1, "13/18")):
        above, below = map(int, words.split("/"))
        theirs = jaccard_score([0, 1, 0, 0], [0, 1, 0, 1], labels=[0, 1, 2], average="macro", zero_division=zd)
        assert theirs == pytest.approx(above / below)


@pytest.mark.parametrize(("true", "pred"), list(itertools.product("012", repeat=2)))
def test_the_conventions_part_only_where_a_class_is_empty(true: str, pred: str) -> None:
    shown = view(true=true, pred=pred)
    t, p = [0, 1, 0, int(true)], [0, 1, 0, int(pred)]
    expected = [
        core.jaccard_score(t, p, labels=[0, 1, 2], average="macro", zero_division=zd) for zd in (0, 1, float("nan"))
    ]
    assert [float(words.split(" = ")[1]) for words in macros(shown)] == pytest.approx(expected, abs=5e-4)
    for words in macros(shown):
        fraction, _, decimal = words.partition(" = ")
        above, _, below = fraction.partition("/")
        assert int(above) / int(below or 1) == pytest.approx(float(decimal), abs=5e-4)
    empty = "2" not in (true, pred)
    assert (len(set(macros(shown))) > 1) == empty
    assert ("Class 2 is in neither row" in said(shown, pitfalls.EMPTY_SAY)) == empty


def test_the_left_out_class_has_no_block() -> None:
    blocks = drawn(view().figures[Id.EMPTY]).data[0]
    assert [block[0] for block in blocks.customdata] == [
        "class 0", "class 1", "class 2", "class 0", "class 1", "class 2", "class 0", "class 1",
    ]  # fmt: skip


# ---- a threshold from the same data ----------------------------------------------------------------------------------


def test_the_cut_that_the_tuning_half_chooses_disappoints_on_the_fresh_half() -> None:
    data = core.scored_labels()
    tuning, fresh = ((data.y_true[i::2], data.scores[i::2]) for i in (0, 1))
    best = core.best_on_grid(*tuning, core.uniform_grid(0, 1, 201))
    kept = jaccard_score(fresh[0], fresh[1] >= best.threshold)
    assert best.score > kept + 0.05
    text = said(view(t=best.threshold), pitfalls.CUTS_SAY)
    assert f"At {best.threshold:.3f} J is {best.score:.3f} on the tuning half and {kept:.3f} on the fresh one." in text
    assert f"choose {best.threshold:.3f} and promise {best.score:.3f}; the fresh half then gives {kept:.3f}." in text


@pytest.mark.parametrize("t", [0, 0.5, 0.845, 1])
def test_the_points_lie_on_the_curves_at_the_cut(t: float) -> None:
    figure = drawn(view(t=t).figures[Id.CUTS])
    first, second, points = figure.data
    i = round(t * 200)
    assert list(points.x) == [t, t]
    assert list(points.y) == pytest.approx([first.y[i], second.y[i]], abs=1e-6)
    assert figure.layout.shapes[cuts.CUT].x0 == figure.layout.shapes[cuts.CUT].x1 == t


# ---- an average that hides a class -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("found", "frequent"), list(itertools.product((0, 1, 5, 9, 10), (10, 90, 990))))
def test_the_averages_of_a_frequent_and_a_rare_class(found: int, frequent: int) -> None:
    shown = view(found=found, frequent=frequent)
    y_true = [0] * frequent + [1] * 10
    y_pred = [0] * frequent + [1] * found + [0] * (10 - found)
    expected = [*jaccard_score(y_true, y_pred, average=None, zero_division=0)]
    expected += [jaccard_score(y_true, y_pred, average=average) for average in ("micro", "weighted", "macro")]
    points = drawn(shown.figures[Id.RARE]).data[lanes.POINTS]
    assert list(points.x) == pytest.approx(expected)
    assert list(points.text) == [f"{value:.3f}" for value in points.x]
    assert f"Micro says {expected[2]:.3f}, macro {expected[4]:.3f}." in said(shown, pitfalls.RARE_SAY)


def test_the_verdict_follows_the_gap() -> None:
    for found, frequent in itertools.product(range(11), (10, 90, 500, 990)):
        shown = view(found=found, frequent=frequent)
        *_, micro, _, macro = drawn(shown.figures[Id.RARE]).data[lanes.POINTS].x
        text = said(shown, pitfalls.RARE_SAY)
        assert micro >= macro
        assert ("all averages agree" in text) == (found == 10), (found, frequent)
        assert ("Only macro" in text) == (micro - macro > 0.1)


# ---- two errors, one number ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("misses", range(11))
def test_the_score_stays_while_precision_and_recall_cross(misses: int) -> None:
    shown = view(misses=misses)
    extra = 10 - misses
    y_true = [1] * 10 + [1] * misses + [0] * extra
    y_pred = [1] * 10 + [0] * misses + [1] * extra
    expected = [precision_score(y_true, y_pred), recall_score(y_true, y_pred), jaccard_score(y_true, y_pred)]
    figure = drawn(shown.figures[Id.KINDS])
    assert list(figure.data[crossing.SCORES].y) == pytest.approx(expected)
    assert expected[2] == 0.5
    ends = [tuple(figure.data[trace].x) for trace in crossing.SHARES]
    assert ends == [(0, 10), (10, 10 + extra), (10 + extra, 20)]
    assert list(figure.data[crossing.PARTS].text) == ["10 TP", f"{extra} FP", f"{misses} FN"]
    kind = {0: "all of the errors are extra", 5: "half of the errors", 10: "all of the errors are missed"}.get(
        misses, f"most of the errors are {'missed' if misses > 5 else 'extra'}"
    )
    assert kind in said(shown, pitfalls.KINDS_SAY)


# ---- the page --------------------------------------------------------------------------------------------------------


def test_the_table_has_the_fractions_and_every_digit() -> None:
    cells = [str(c.children) for c in components(view().parts[Target(Id.NUMBERS)]) if type(c).__name__ == "Td"]
    assert {"7/18 = 0.389", "13/18 = 0.722", "7/12 = 0.583"} <= set(cells)
    assert [float(c) for c in cells if c.startswith(("0.38888", "0.72222", "0.58333"))] == pytest.approx(
        [7 / 18, 13 / 18, 7 / 12]
    )


def test_the_parts_do_not_multiply_each_others_frames() -> None:
    frames = view().frames
    assert {len(column["axes"]) for column in frames["columns"]} <= {0, 1}
    assert len(json.dumps(frames)) < 60_000


def test_the_size_of_the_frequent_class_asks_the_server_and_the_scrubbed_sliders_do_not() -> None:
    address = json.loads(getattr(identified(pitfalls.layout())["pitfalls"], "data-address"))
    assert set(address["asks"]) == {"pitfalls-true", "pitfalls-pred", "pitfalls-frequent"}


def test_the_document_tunes_on_its_test_set() -> None:
    data = core.reference_data().training
    fit = core.fit_logistic(data.X_train, data.y_train, loss="log")
    train, test = (core.predict_proba(X, fit.weights) for X in (data.X_train, data.X_test))
    grid = np.linspace(0.01, 0.99, 99)
    flattered = core.best_on_grid(data.y_test, test, grid).score
    chosen = core.best_on_grid(data.y_train, train, grid).threshold
    honest = core.jaccard(core.confusion_counts(data.y_test, core.predict_at(test, chosen)))
    page = " ".join(str(c.children) for c in components(pitfalls.layout()) if type(c).__name__ == "P")
    assert f"a J of {flattered:.3f}, where the cut chosen on the training data gives {honest:.3f}" in page


def test_links_lead_to_states_of_other_pages() -> None:
    links = {c.children: c.href for c in components(pitfalls.layout()) if type(c).__name__ == "Link"}
    assert links["All items, cut at 0.5"] == "/thresholds?t=0.5"
    assert links["The same with labels"].startswith("/averaging?true=0,1,2,3,4,6,7,9,10&pred=")
