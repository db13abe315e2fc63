"""The figures of a benchmark, printed as a table and as lines of JSON."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured value. An aim, if there is one, is an upper or a lower bound."""

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None if there is no aim."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least


def show(figures: Sequence[Figure]) -> None:
    """Print the figures as a table, then as JSON."""
    width = max(len(figure.what) for figure in figures)
    for figure in figures:
        if figure.met is None:
            aim = ""
        elif figure.at_most is not None:
            aim = f"   aim <= {figure.at_most:g}"
        else:
            aim = f"   aim >= {figure.at_least:g}"
        missed = "   MISSED" if figure.met is False else ""
        print(f"{figure.what:{width}} {figure.value:10.4g} {figure.unit:4}{aim}{missed}")
    for figure in figures:
        aims = {"at_most": figure.at_most, "at_least": figure.at_least, "met": figure.met}
        values = {"measurement": figure.what, "value": round(figure.value, 4), "unit": figure.unit, **aims}
        print(json.dumps({key: value for key, value in values.items() if value is not None}), flush=True)


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile; NaN if there are no values."""
    if len(values) < 2:
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def median(values: Sequence[float]) -> float:
    """Return the median; NaN if there are no values."""
    return statistics.median(values) if values else float("nan")
