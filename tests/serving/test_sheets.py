"""Tables as files: what a spreadsheet opens has the values of the page with all their digits."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sklearn.metrics import jaccard_score
from werkzeug.test import TestResponse

import core
from components.course import LESSONS
from components.markup.table import Cell, Table
from components.page import Lesson
from tests.conftest import with_sections
from tests.serving.conftest import MARK, refused, silent


def rows(answer: TestResponse) -> list[list[str]]:
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""), strict=True))


def same(written: str, cell: Any) -> bool:
    """Whether a field of a file names the value of a cell, to the last bit."""
    value = cell.value if isinstance(cell, Cell) else cell
    if value is None or value != value:  # nan, the value of 0/0 that is left out
        return written == ""
    return float(written) == value if isinstance(value, int | float) else written == value


def tables(section: Lesson[Any]) -> dict[str, Table]:
    """The tables of a section by the addresses of their files: those of one place are counted from the second on."""
    found = {}
    for id, several in section.show(section.state()).tables.items():
        for k, table in enumerate([several] if isinstance(several, Table) else several):
            found[f"/numbers/{section.name}/{id}{f'-{k + 1}' if k else ''}.csv"] = table
    return found


@with_sections
def test_every_table_is_a_file_with_the_values_of_its_cells(section: Lesson[Any], client: FlaskClient) -> None:
    for address, table in tables(section).items():
        head, *body = rows(client.get(address))
        assert head == list(table.columns)
        assert len(body) == len(table.rows)
        for written, wanted in zip(body, table.rows, strict=True):
            assert len(written) == len(wanted)
            assert all(map(same, written, wanted)), (address, written, wanted)


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("thresholds/table.csv?t=0.38", "0.38"),
        ("masks/table.csv?dx=-3", "0 -3"),
        ("masks/table-2.csv?dx=-3&dy=4", "4"),
        ("true-negatives/table.csv?tn=1230", "1230"),
        ("errors/table.csv?fp=3&fn=4", "FN 4"),
        ("soft-jaccard/table.csv?iteration=35", "35"),
        ("home/table.csv?overlap=17", "17"),
    ],
)
def test_a_file_has_the_row_of_the_present_state(client: FlaskClient, address: str, first: str) -> None:
    """The page shows some rows, a file has all."""
    _, *body = rows(client.get(f"/numbers/{address}"))
    assert [" ".join(row)[: len(first) + 1] for row in body].count(f"{first} ") == 1


def test_a_file_begins_with_the_mark_by_which_a_spreadsheet_knows_its_letters(client: FlaskClient) -> None:
    assert client.get("/numbers/thresholds/table.csv").get_data().startswith(b"\xef\xbb\xbfthreshold,TP")


def test_there_are_files() -> None:
    assert sum(len(tables(section)) for section in LESSONS) > 20


def test_a_file_is_that_of_the_state_in_its_address(client: FlaskClient) -> None:
    head, *body = rows(client.get("/numbers/thresholds/table.csv?seed=7&n=300"))
    drawn = core.scored_labels(seed=7, n=300, prevalence=0.15, separation=1.5)
    assert head == ["threshold", "TP", "FP", "FN", "TN", "J"]
    for written in body:
        threshold, *counts, jaccard = map(float, written)
        assert sum(counts) == 300
        expected = jaccard_score(drawn.y_true, drawn.scores >= threshold, zero_division=0)
        assert jaccard == pytest.approx(expected, rel=1e-15), written


def test_a_value_out_of_bounds_is_bounded_and_an_unknown_one_is_passed_over(client: FlaskClient) -> None:
    bounded, largest, usual = (
        client.get(f"/numbers/thresholds/table.csv?{query}").get_data()
        for query in ("n=999999", "n=5000", f"n=many&{MARK}={MARK}")
    )
    assert bounded == largest != usual == client.get("/numbers/thresholds/table.csv").get_data()


@pytest.mark.parametrize(
    "path",
    ["nothing/table.csv", "thresholds/nothing.csv", "thresholds/table", "thresholds/table-2.csv", "table.csv", "",
     "all/table.csv", f"thresholds/{MARK}.csv", "../thresholds/table.csv", "home/nothing.csv", "/table.csv"],
)  # fmt: skip
def test_there_is_no_other_file(path: str, client: FlaskClient) -> None:
    refused(client.get(f"/numbers/{path}", headers={"Accept": "text/csv"}), 404)
    answer = client.get(f"/numbers/{path}")
    assert answer.status_code == 404
    silent(answer)


def test_a_file_is_only_read_and_kept_as_long_as_it_is_current(client: FlaskClient) -> None:
    address = "/numbers/thresholds/table.csv"
    refused(client.post(address), 405)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
