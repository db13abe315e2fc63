"""The cells of a table, as its file has them.

What is checked of the tables and hovers, in random states and in those that were wrong once (`KNOWN`):

| section | every cell and hover, against | not computed anew |
|---|---|---|
| sets, binary | Python's sets; counts and scikit-learn | |
| masks | masks counted pixel by pixel, lengths of boxes | how images are drawn, ends of their intervals |
| true negatives, errors, F1 | fractions | |
| averaging | plain sums, scikit-learn, each "made of" as a calculation | what other libraries do by default |
| thresholds | samples, bins and thresholds one by one; normal distributions | |
| training | losses by definition, scikit-learn, SciPy, thresholds one by one | weights, seeds; ends of paired intervals |
| pitfalls | counts and averages | |
| exercises | counts; a descent written out; the worked answers | the answer's row on the test set |

What is drawn and trained has its own tests in tests/core. Of every table and hover, test_tables.py and test_hovers.py ask
what holds for any: nouns agree, no minus is a hyphen, nothing is rounded to 0 or 1, a file has numbers as numbers.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from typing import Any

import pytest

from components.live.view import Shown

Row = Sequence[Any]


def cells(page: Shown, name: str) -> list[list[Any]]:
    """The rows of a table's file: numbers as numbers, an empty cell as nan, anything else as it stands."""
    _, *rows = csv.reader(page.sheets()[name].csv().removeprefix("\ufeff").splitlines())
    return [[_value(cell) for cell in row] for row in rows]


def _value(cell: str) -> Any:
    if not cell:
        return math.nan
    try:
        return float(cell)
    except ValueError:
        return cell


def alike(found: Sequence[Row], wanted: Sequence[Row]) -> bool:
    """Whether two tables have the same cells, numbers up to their rounding; nan is an empty cell."""
    assert [len(row) for row in found] == [len(row) for row in wanted]
    for row, other in zip(found, wanted, strict=True):
        for cell, value in zip(row, other, strict=True):
            expected = value if isinstance(value, str) else pytest.approx(float(value), rel=1e-9, abs=1e-9, nan_ok=True)
            assert cell == expected, f"{cell} and not {value} in {list(row)}"
    return True


def over(above: float, below: float) -> float:
    """A score as a fraction; nan for 0/0."""
    return above / below if below else math.nan


def says(text: str, value: float) -> bool:
    """Whether a text is a number as the pages write it; 0/0 has its own words, and no other number is rounded to 0 or to 1."""
    if math.isnan(value):
        return text.startswith("0/0")
    written = float(text.replace("−", "-").replace("+", ""))
    digits = len(text.partition(".")[2])
    near = abs(written - value) <= 0.501 * 10.0**-digits
    return near and ((abs(written) in (0, 1)) <= (min(abs(value), abs(abs(value) - 1)) < 1e-9))
