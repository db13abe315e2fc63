"""Boxes: every score is scikit-learn's on a grid of pixels, and what it is said to count as follows from it."""

from __future__ import annotations

import itertools
from functools import partial

import numpy as np
import pytest
from sklearn.metrics import jaccard_score

from components.lessons.masks import boxes
from components.live.target import Target
from components.live.view import Shown
from tests import conftest
from tests.states import spread

STATES = spread(
    [*itertools.product((-6, -3, 0, 1, 2, 5), (-6, -1, 0, 2), (-1, 0, 2))], 20, always=[(2, 0, 0), (0, 0, 0)]
)


def view(right: int = 2, down: int = 0, larger: int = 0) -> Shown:
    return boxes.LESSON.show(boxes.Boxes(right=right, down=down, larger=larger))


trace = partial(conftest.trace, boxes.LESSON)


def pixels(side: int, right: int = 0, down: int = 0, larger: int = 0) -> np.ndarray:
    """The box as pixels of an image: its upper left corner at 20, but for the mistakes."""
    image = np.zeros((80, 80), bool)
    image[20 + down - larger : 20 + down + side + larger, 20 + right - larger : 20 + right + side + larger] = True
    return image.ravel()


def scores(*state: int) -> list[float]:
    return [jaccard_score(pixels(side), pixels(side, *state), zero_division=0) for side in (8, 32)]


@pytest.mark.parametrize("state", STATES)
def test_every_number_is_scikit_learns(state: tuple[int, int, int]) -> None:
    shown, expected = view(*state), scores(*state)
    said = boxes.SAY.said(shown.texts)
    assert f"{expected[0]:.3f} for the small box and {expected[1]:.3f} for the large one" in said
    assert list(trace(shown, boxes.FIGURE.id, "scores").text) == [f"IoU {score:.3f}" for score in expected]
    points = trace(shown, boxes.CURVES.id, "points")
    assert points.y == pytest.approx(expected, abs=6e-4)
    assert set(points.x) == {state[0]}
    values = [text for text in trace(shown, boxes.CURVES.id, "values").text if text.strip()]
    assert values == [f"{score:.3f}" for score in dict.fromkeys(expected)]


@pytest.mark.parametrize("state", STATES)
def test_the_matching_follows_from_the_scores(state: tuple[int, int, int]) -> None:
    shown = view(*state)
    found = [score >= bar for score in scores(*state) for bar in (0.5, 0.75)]
    good, bad = (trace(shown, boxes.FIGURE.id, place).text for place in ("good", "bad"))
    assert [text.strip() for text in good] == [
        f"✓ at {bar}" * yes for yes, bar in zip(found, (0.5, 0.75) * 2, strict=True)
    ]
    assert [text.strip() for text in bad] == [
        f"✗ at {bar}" * (not yes) for yes, bar in zip(found, (0.5, 0.75) * 2, strict=True)
    ]
    said = boxes.SAY.said(shown.texts)
    small, large = found[:2], found[2:]
    assert ("Both are true positives, at 0.5 and at 0.75" in said) == all(found)
    assert ("At 0.75 only the large one" in said) == (small == [True, False] and all(large))
    assert ("Only the large one is a true positive, at 0.5 and at 0.75" in said) == (not any(small) and all(large))
    assert ("and only at 0.5" in said) == (not any(small) and large == [True, False])
    assert ("Neither is a true positive" in said) == (not any(found))
    assert ("At 0.5 both are true positives, at 0.75 neither is" in said) == (small == large == [True, False])
    for name, met in (("small", not small[0]), ("large", large[1])):
        place = Target(f"boxes-{name}")
        assert (shown.texts[place._replace(prop="className")] == "check met") == met
        assert (": yes, " if met else ": not yet, ") in shown.texts[place]


def test_the_task_is_open_at_first_and_can_be_solved() -> None:
    def marks(shown: Shown) -> list[str]:
        return [shown.texts[Target(f"boxes-{name}", "className")] for name in ("small", "large")]

    assert marks(boxes.LESSON.show(boxes.Boxes())) == ["check", "check met"]
    assert marks(view(3, 0, 0)) == ["check met", "check met"]


@pytest.mark.parametrize("state", [(2, 0, 0), (1, -3, 1), (-5, 6, -1)])
def test_the_curves_are_scikit_learns_and_are_drawn_with_the_boxes(state: tuple[int, int, int]) -> None:
    shown, (right, down, larger) = view(*state), state
    for k, side in enumerate((8, 32)):
        curve = trace(shown, boxes.CURVES.id, f"line {k}")
        assert curve.y == pytest.approx([scores(x, down, larger)[k] for x in range(-6, 7)], abs=6e-4)
        box, both = (trace(shown, boxes.FIGURE.id, f"{name} {k}") for name in ("box", "both"))
        assert (max(box.x) - min(box.x), max(box.y) - min(box.y)) == (side + 2 * larger,) * 2
        middle = trace(shown, boxes.FIGURE.id, "middles")
        assert (min(box.x) + max(box.x)) / 2 == middle.x[k]
        assert middle.x[k] - trace(view(0, 0, 0), boxes.FIGURE.id, "middles").x[k] == right
        assert middle.y[k] == down
        shared = (max(both.x) - min(both.x)) * (max(both.y) - min(both.y))
        assert shared == np.sum(pixels(side) & pixels(side, *state))


def test_a_mistake_is_named_with_all_that_belongs_to_it() -> None:
    assert boxes.MISTAKE.said(view(0, 0, 0).texts) == "Both predictions are exact."
    for state, words in {
        (2, 0, 0): "2 pixels too far right",
        (-1, 1, 0): "1 pixel too far left and 1 pixel too low",
        (0, -2, 1): "2 pixels too high and 1 pixel too large on every side",
        (0, 0, -1): "1 pixel too small on every side",
        (3, 2, -1): "3 pixels too far right, 2 pixels too low and 1 pixel too small on every side",
    }.items():
        assert boxes.MISTAKE.said(view(*state).texts) == f"Both predictions are {words}."


def test_how_far_a_box_may_be_off_is_what_the_remark_says() -> None:
    """In closed form: a box of side s, moved by d, has (s - d) / (s + d), which is t at s (1 - t) / (1 + t)."""
    allowed = {
        (side, bar): max(d for d in range(side) if jaccard_score(pixels(side), pixels(side, d)) >= bar)
        for side in (8, 32)
        for bar in (0.5, 0.75)
    }
    assert allowed == {(8, 0.5): 2, (8, 0.75): 1, (32, 0.5): 10, (32, 0.75): 4}
    assert "2 and 1 for the small box, 10 and 4 for the large one" in boxes.REMARK.template
    for bar, part in ((0.5, 3), (0.75, 7)):
        assert (1 - bar) / (1 + bar) == pytest.approx(1 / part)
    assert all(limit == int(side * (1 - bar) / (1 + bar)) for (side, bar), limit in allowed.items())


def test_the_tables_hold_scikit_learns_scores_and_the_matching() -> None:
    aside, both_ways, larger = view().tables[boxes.TABLE.id]  # type: ignore[misc]
    states = [
        [(k, 0, 0) for k in range(7)],
        [(k, k, 0) for k in range(7)],
        [(0, 0, k) for k in range(-1, 3)],
    ]
    for table, each in zip((aside, both_ways, larger), states, strict=True):
        assert len(table.rows) == len(each)  # type: ignore[union-attr]
        for (_, *cells), state in zip(table.rows, each, strict=True):  # type: ignore[union-attr]
            expected = scores(*state)
            assert cells[:2] == pytest.approx(expected)
            assert [cell == "true positive" for cell in cells[2:]] == [
                s >= bar for bar in (0.5, 0.75) for s in expected
            ]


def test_presets_and_the_question_show_what_they_say() -> None:
    small, large = scores(1, 0, 0)
    assert min(small, large) >= 0.75, "one pixel off: both are found"
    for state in ((2, 0, 0), (0, 0, 1)):
        small, large = scores(*state)
        assert 0.5 <= small < 0.75 <= large
    assert scores(2, 0, 0) == pytest.approx([6 / 10, 30 / 34])
    assert scores(5, 0, 0)[1] < 0.75 <= scores(4, 0, 0)[1]
