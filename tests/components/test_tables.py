"""What holds for the tables of every section, on the page and as files, in random states of each.

What they say of their numbers is checked in test_cells_<section>.py.
"""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest

from components.course import LESSONS
from components.page import Lesson
from tests.components.sentences import shown, states, wrongly_written

FEW, SLOW = 6, {"soft-jaccard-seeds": 1}  # each state of that one trains models on many seeds


@pytest.mark.parametrize("section", [s for s in LESSONS if s.params], ids=lambda s: s.name)
def test_a_file_has_numbers_as_numbers_and_a_page_writes_them_right(section: Lesson[Any]) -> None:
    for state in states(section, SLOW.get(section.name, FEW)):
        for name, table in shown(section, state).sheets().items():
            head, *rows = csv.reader(table.csv().removeprefix("\ufeff").splitlines())
            assert head == list(table.columns), name
            assert len(rows) == len(table.rows), name
            for row in rows:
                assert len(row) == len(head), (name, state)
                assert not [cell for cell in row if re.fullmatch(r"[+−][\d.,]+|[\d.]+ ?%|\d+, \d+.*", cell)], (
                    name,
                    state,
                )
            texts = [str(table.text(value, k)) for row in table.rows for k, value in enumerate(row)]
            for text in {*texts, table.caption, table.name, *table.columns}:
                assert not list(wrongly_written(text)), (name, state)
