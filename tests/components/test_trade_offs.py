"""Trade-offs: every number is the core's, every link opens the state that shows the point."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import html
from sklearn import metrics

import core
from components.course import LESSONS
from components.lessons import masks
from components.lessons.averaging import multilabel
from components.lessons.trade_offs import LESSON, STRENGTHS, USES, WEAKNESSES, Point, TradeOffs
from components.page import LinkTo
from tests.conftest import components, identified

POINTS = [*STRENGTHS.points, *WEAKNESSES.points, *USES.points]
SHOWN = LESSON.show(TradeOffs())
with_points = pytest.mark.parametrize("point", POINTS, ids=lambda point: point.title)

TRUE = [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0]]
PRED = [[1, 1, 1], [0, 1, 0], [0, 1, 0], [0, 0, 0]]


def evidence(title: str) -> dict[str, str]:
    return dict(next(point for point in POINTS if point.title == title).evidence)


def test_the_notebooks_points_are_all_there() -> None:
    assert [len(group.points) for group in (STRENGTHS, WEAKNESSES, USES)] == [4, 4, 3]


@with_points
def test_every_point_can_be_tried(point: Point) -> None:
    assert point.links
    for link in point.links:
        assert link.words
        address = urlsplit(link.layout(SHOWN).href)
        section = next(section for section in LESSONS if address.path == section.path)
        given = dict(parse_qsl(address.query, keep_blank_values=True))
        assert given.keys() == {key for key, value in link.values.items() if value != getattr(section.state(), key)}
        found = section.state.read(given).values()
        assert {p.key: p.text(found[p.key]) for p in section.params if p.key in given} == given
        assert all(found[key] == value for key, value in link.values.items())


def test_a_wrong_key_or_value_of_a_link_is_an_error() -> None:
    with pytest.raises(ValueError, match="'shift'"):
        LinkTo(masks.LESSON, "Moved", {"shift": 1}).layout(SHOWN)
    with pytest.raises(ValueError, match="Circle offset"):
        LinkTo(masks.LESSON, "Moved", {"dx": 999}).layout(SHOWN)


def test_it_reads_as_a_share() -> None:
    assert evidence("It reads as a share") == {"shared": "3 of 7", "J": f"{3 / 7:.3f}"}


def test_negatives_move_accuracy_and_specificity_alone() -> None:
    y_true, y_pred = [1] * 15 + [0] * 5, [1] * 10 + [0] * 5 + [1] * 5
    many_true, many_pred = y_true + [0] * 1000, y_pred + [0] * 1000

    def change(metric: str, **options: object) -> str:
        of = getattr(metrics, metric)
        return f"{of(y_true, y_pred, **options):.3f} → {of(many_true, many_pred, **options):.3f}"

    assert change("jaccard_score") == "0.500 → 0.500"
    assert evidence("Easy negatives buy nothing") == {
        "accuracy": change("accuracy_score"),
        "J": change("jaccard_score"),
    }
    assert evidence("Correct negatives earn nothing") == {
        "specificity": change("recall_score", pos_label=0),
        "J": change("jaccard_score"),
    }


def test_the_multilabel_numbers_are_the_notebooks() -> None:
    assert evidence("One name, several numbers") == {
        average: f"{metrics.jaccard_score(TRUE, PRED, average=average, zero_division=1):.3f}"
        for average in ("samples", "micro", "macro")
    }
    assert evidence("One name, several numbers") == {"samples": "0.792", "micro": "0.667", "macro": "0.722"}
    assert evidence("Made for sets and sparse labels") == {"cells that agree": f"{10 / 12:.3f}", "micro J": "0.667"}


def test_exchanging_the_sides_leaves_the_score() -> None:
    assert set(evidence("It treats both sides alike").values()) == {f"{10 / 30:.3f}"}


def test_one_pixel_costs_a_small_object_more() -> None:
    shown = evidence("Small objects pay more")
    assert shown == {"radius 10": f"{296 / 338:.3f}", "radius 3": f"{22 / 36:.3f}"}
    assert float(shown["radius 3"]) < float(shown["radius 10"])


def test_a_small_step_moves_the_soft_score_alone() -> None:
    shown = evidence("It gives no direction to learn in")
    before, after = shown["hard J"].split(" → ")
    assert before == after == f"{metrics.jaccard_score([1, 1, 0], [1, 0, 0]):.3f}"
    soft = [(0.9 + p) / (2 + (0.9 + p + 0.2) - (0.9 + p)) for p in (0.4, 0.49)]
    assert shown["soft J"] == " → ".join(f"{value:.3f}" for value in soft)


def test_the_rare_label_really_hides_in_micro() -> None:
    state = multilabel.Multilabel(**multilabel.RARE_LABEL_MISSED)
    rows = state.true_matrix, state.predicted_matrix
    micro, macro = (core.jaccard_score(*rows, average=average, zero_division=1) for average in ("micro", "macro"))
    assert micro - macro > 0.2


def test_the_page_works_without_controls() -> None:
    page = LESSON.layout({"tn": "1000", "nonsense": "1"})
    assert "trade-offs-reset" not in identified(page)
    assert not any(isinstance(c, html.Button) for c in components(page))
    assert SHOWN.frames["axes"] == []


def test_the_table_has_a_word_for_both_sides_of_every_question() -> None:
    rows = [c for c in components(LESSON.layout()) if isinstance(c, html.Tr)]
    assert len(rows) == 6
    assert all(len([cell for cell in row.children if cell.children]) == 3 for row in rows)
