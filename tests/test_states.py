"""Which states the tests walk through."""

from __future__ import annotations

import itertools

import pytest

from tests.states import covering


@pytest.mark.parametrize("sizes", [(), (3,), (2, 2), (2,) * 11, (3,) * 10, (1, 5, 2, 3, 3, 4)], ids=str)
def test_any_two_values_of_any_two_factors_stand_together_in_a_row_and_rows_are_few(sizes: tuple[int, ...]) -> None:
    factors = [[f"{k}-{value}" for value in range(size)] for k, size in enumerate(sizes)]
    rows = covering(factors)
    together = {pair for row in rows for pair in itertools.combinations(row, 2)}
    assert together == {pair for some in itertools.combinations(factors, 2) for pair in itertools.product(*some)}
    assert all(value in factor for row in rows for value, factor in zip(row, factors, strict=True))
    assert {value for row in rows for value in row} == {value for factor in factors for value in factor}
    least = max((a * b for a, b in itertools.combinations(sizes, 2)), default=1)
    assert len(rows) <= max(4 * least, *sizes, 1), "there are more rows than it takes"
