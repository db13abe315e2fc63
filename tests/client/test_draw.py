"""The line that a reader draws: which columns a pointer fills, how far up, and the path that is shown."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from tests.client.run import answer

AT = [k / 10 for k in range(11)]
EMPTY: list[int | None] = [None] * 11


def sketch(first: float | None = None, at: list[float] = AT) -> dict[str, Any]:
    return {"at": at, "ends": [0.9, 0.1], "least": 0, "most": 100, "given": first}


def point(x: float, level: int) -> dict[str, Any]:
    return {"x": x, "level": level}


def drawn(*points: dict[str, Any], first: float | None = None, before: list[int | None] = EMPTY) -> list[Any]:
    ((levels, _),) = answer("draw", [[sketch(first), before, points]])
    return list(levels)


def test_a_press_draws_the_nearest_column_alone() -> None:
    assert drawn(point(0.52, 70)) == [*[None] * 5, 70, *[None] * 5]


def test_a_point_that_is_given_stays() -> None:
    assert drawn(point(0, 70), point(0.21, 70), first=33.3)[:4] == [33.3, 70, 70, None]


def test_what_is_drawn_over_is_drawn_anew_and_the_rest_stays() -> None:
    before: list[int | None] = [10] * 11
    assert drawn(point(0.5, 50), point(0.3, 30), before=before) == [10, 10, 10, 30, 40, 50, *[10] * 5]


def test_a_column_that_was_passed_keeps_the_height_at_which_it_was() -> None:
    # a steep line: after the column the pointer goes up, still nearer to it than to the next one
    assert drawn(point(0.3, 20), point(0.42, 20), point(0.44, 90))[4] == 20


def test_a_line_is_the_same_in_few_steps_and_in_many_and_in_both_directions() -> None:
    rng = np.random.default_rng(42)
    cases, wanted = [], []
    for _ in range(60):
        heights = rng.integers(0, 101, rng.integers(2, 7))
        xs = np.linspace(-0.011, 1.013, len(heights))  # places are no columns, so that each of these is passed
        parts = int(rng.integers(1, 8))
        fine = np.interp(np.arange((len(xs) - 1) * parts + 1) / parts, np.arange(len(xs)), xs)
        track = [{"x": x, "level": np.interp(x, xs, heights)} for x in fine.tolist()]
        cases.append([sketch(), EMPTY, track[:: rng.choice([-1, 1])]])
        wanted.append(np.interp(AT, xs, heights))
    found = [levels for levels, _ in answer("draw", cases)]
    assert np.abs(np.array(found, float) - wanted).max() <= 0.5 + 1e-9


def test_the_path_leads_through_what_is_drawn_and_parts_where_nothing_is() -> None:
    levels: list[int | None] = [0, 50, None, 100, *[None] * 7]
    ((_, path),) = answer("draw", [[sketch(), levels, []]])
    assert re.findall(r"[ML][\d ]+", path) == ["M0 1800", "L200 1000", "M600 200"]
