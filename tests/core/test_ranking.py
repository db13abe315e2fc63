"""The search for a prediction that macro J and macro F1 rank differently, against scikit-learn and all predictions."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import f1_score, jaccard_score

import core
from tests.states import spread

Matrix = NDArray[np.bool_]


def macro(y_true: Matrix, y_pred: Matrix, zero_division: float) -> tuple[float, float]:
    options: Any = {"average": "macro", "zero_division": zero_division}
    return jaccard_score(y_true, y_pred, **options), f1_score(y_true, y_pred, **options)


def opposite(y_true: Matrix, one: Matrix, other: Matrix, zero_division: float) -> bool:
    (j, f), (j_other, f_other) = (macro(y_true, each, zero_division) for each in (one, other))
    return min((j - j_other), (f_other - f)) > 1e-9 or min((j_other - j), (f - f_other)) > 1e-9


@pytest.mark.parametrize("zero_division", [0.0, 1.0])
@pytest.mark.parametrize("seed", spread(range(12), 4))
def test_what_is_found_is_ranked_differently_and_nothing_nearer_is(seed: int, zero_division: float) -> None:
    rng = np.random.default_rng(seed)
    y_true, y_pred = rng.random((2, 3, 2)) < 0.5
    every = [np.array(cells, bool).reshape(3, 2) for cells in product((False, True), repeat=6)]
    differing = [int((each != y_pred).sum()) for each in every if opposite(y_true, y_pred, each, zero_division)]
    found = core.nearest_disagreement(y_true, y_pred, most=6, zero_division=zero_division)
    if found is None:
        assert not differing
        return
    assert opposite(y_true, y_pred, found.y_pred, zero_division)
    assert found.cells == (found.y_pred != y_pred).sum() == min(differing)


def test_some_of_these_are_found_and_others_not() -> None:
    found = []
    for seed in range(12):
        y_true, y_pred = np.random.default_rng(seed).random((2, 3, 2)) < 0.5
        found.append(core.nearest_disagreement(y_true, y_pred, most=6) is not None)
    assert {True, False} == set(found)


def test_no_more_cells_are_flipped_than_asked_for() -> None:
    y_true = [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0]]
    y_pred = [[1, 1, 1], [0, 1, 0], [0, 1, 0], [0, 0, 0]]
    found = core.nearest_disagreement(y_true, y_pred)
    assert found is not None
    assert found.cells == 3
    assert core.nearest_disagreement(y_true, y_pred, most=2) is None


def test_a_label_that_is_left_out_ranks_nothing() -> None:
    """With nan for 0/0 a prediction that empties a label may change the mean, and never makes it nan."""
    found = core.nearest_disagreement(np.zeros((4, 3), bool), np.zeros((4, 3), bool), zero_division=float("nan"))
    assert found is None


@pytest.mark.parametrize("shapes", [((4, 3), (4, 2)), ((4,), (4,)), ((2, 2, 2), (2, 2, 2))])
def test_other_shapes_are_named(shapes: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="shape"):
        core.nearest_disagreement(*(np.zeros(shape, bool) for shape in shapes))


@pytest.mark.parametrize("wrong", [[[2, 0]], [[0.5, 0]], [[float("nan"), 0]], [["1", "0"]]])
def test_what_is_neither_chosen_nor_left_is_refused_as_by_the_counts(wrong: Any) -> None:
    for pair in (([[1, 0]], wrong), (wrong, [[1, 0]])):
        with pytest.raises(ValueError, match="must be bool or hold only 0 and 1"):
            core.nearest_disagreement(*pair)
