"""Tables as data first: columns, rows and a caption, from which the markup is made, and which can be exported."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from components.markup.attributes import aria
from components.markup.elements import Element, element
from components.words.numbers import score, whole


class Cell(NamedTuple):
    """A value whose text says more than the value does, such as 0.845 as "0.845 (best)"."""

    value: Any
    text: str


@dataclass(frozen=True)
class Table:
    """A table whose cells are values; the first cell of a row is its header.

    Floats are written with `digits` digits, or with those of their column where `digits` is a list; whole numbers with
    thousands separated; None is an empty cell; anything else stands as it is. `words` is for cells that hold text.
    `name` is what a list calls the table if its caption tells of the present state. `shown` and `shown_columns` are the
    numbers of those rows and columns that the page shows, if not all: a file has every one, so the present state too.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    caption: str
    digits: int | Sequence[int] = 3
    words: bool = False
    name: str = ""
    shown: Sequence[int] | None = None
    shown_columns: Sequence[int] | None = None

    def text(self, value: Any, column: int) -> Any:
        """Return what a cell of a column says."""
        if isinstance(value, float):
            return score(value, self.digits if isinstance(self.digits, int) else self.digits[column])
        if isinstance(value, int) and not isinstance(value, bool):
            return whole(value)
        if isinstance(value, Cell):
            return value.text
        return "" if value is None else value

    def csv(self) -> str:
        """Return the values with all their digits, as a spreadsheet opens them: RFC 4180, the columns in the first row.

        The mark of the byte order tells a spreadsheet that it is UTF-8, as "·" needs.
        """
        file = io.StringIO("\ufeff")
        file.seek(1)
        writer = csv.writer(file)
        writer.writerow(self.columns)
        writer.writerows([_plain(value) for value in row] for row in self.rows)
        return file.getvalue()

    def element(self) -> Element:
        """Return the table as markup, in a box that scrolls where it is too wide."""
        columns = range(len(self.columns)) if self.shown_columns is None else self.shown_columns
        head = element("Tr", [element("Th", self.columns[k], scope="col") for k in columns])
        body = []
        for row in self.rows if self.shown is None else [self.rows[k] for k in self.shown]:
            name, *cells = [self.text(row[k], k) for k in columns]
            body.append(element("Tr", [element("Th", name, scope="row"), *[element("Td", cell) for cell in cells]]))
        return element(
            "Div",
            element(
                "Table",
                [element("Caption", self.caption), element("Thead", head), element("Tbody", body)],
                className="numbers words" if self.words else "numbers",
            ),
            className="table-box",
            role="region",
            tabIndex=0,
            **aria(label=self.caption),
        )


def _plain(value: Any) -> Any:
    """Return the value of a cell as a file has it: yes and no as 1 and 0, and no value, such as nan of a 0/0, as nothing."""
    if isinstance(value, Cell):
        value = value.value
    if isinstance(value, float) and math.isnan(value):
        return None
    return int(value) if isinstance(value, bool) else value
