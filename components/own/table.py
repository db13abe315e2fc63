"""A table from the bytes of a file: values with a comma, a semicolon or a tab between them, names in the first row.

The bytes are measured before anything parses them: encoding, length, rows, columns, and whether each row has as many values as
there are names. So neither a broken file nor a hostile one costs time or memory. The values are read by pandas: its parser takes
a tenth of a second for a million rows, and most who bring predictions use it themselves. Polars is as fast and twice as large;
DuckDB is a little smaller and takes twice the time. Where one value is no number, or a row is too short, each of the three makes
the column text or the value nothing, and does not say where. That is found here.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MOST_BYTES = 20_000_000
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
MOST_IN_LINE = 100_000  # bytes
MOST_IN_NAME = 200  # characters
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none"})

DELIMITERS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}  # of two that are as frequent, the first
_OTHER_FILES = {
    b"PK\x03\x04": "a ZIP or Excel file",
    b"\x1f\x8b": "a compressed file",
    b"PAR1": "a Parquet file",
    b"\x93NUMPY": "a NumPy file",
    b"\x89PNG": "a picture",
    b"%PDF": "a PDF file",
    b"SQLite": "a database",
}
_COMMA_NUMBER = re.compile(r"[-+]?\d*,\d+([eE][-+]?\d+)?")
_POINT_NUMBER = re.compile(r"[-+]?\d*\.\d+([eE][-+]?\d+)?")


class UnreadableError(ValueError):
    """What cannot be read or judged; its text is the sentence that says why, and where."""


class Column(NamedTuple):
    """A column: numbers, or words by their place in `words` (sorted), which is None for numbers."""

    name: str
    values: NDArray[Any]
    words: tuple[str, ...] | None = None

    def shown(self, row: int) -> str:
        """Return the value of a row as it stands in the file, or nearly so."""
        value = self.values[row]
        return self.words[value] if self.words is not None else f"{value:g}"


class Table(NamedTuple):
    """The columns of a file, and how it was read."""

    columns: tuple[Column, ...]
    rows: int
    encoding: str
    delimiter: str
    decimal: str


def read_table(data: bytes) -> Table:
    """Read a table from the bytes of a file; an UnreadableError says why it is none."""
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"The file has {len(data) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:g} MB are read.")
    text, encoding = _text(data)
    lines = _Lines(text)
    delimiter = lines.delimiter()
    names = _names(lines.header(), delimiter)
    rows = lines.check(delimiter, len(names))
    decimal = _decimal(text, delimiter)
    try:
        frame = pd.read_csv(
            io.BytesIO(text),
            sep=delimiter,
            decimal=decimal,
            header=0,
            index_col=False,
            na_filter=False,  # each row has all its values: what is missing is an empty text, and is said below
            skip_blank_lines=False,
            skipinitialspace=True,
            low_memory=False,
            encoding="utf-8",
        )
    except (pd.errors.ParserError, ValueError, OverflowError) as error:
        raise UnreadableError(f"The file is no table: {error}.") from error
    if frame.shape != (rows, len(names)):
        raise UnreadableError("The quotes of the file do not match: a value in quotes begins and ends with one.")
    columns = tuple(_column(name, frame.iloc[:, place]) for place, name in enumerate(names))
    return Table(columns, rows, encoding, delimiter, decimal)


def row_number(row: int) -> int:
    """Return the number of a row as a spreadsheet shows it, where the names of the columns are row 1."""
    return row + 2


def _text(data: bytes) -> tuple[bytes, str]:
    """Return the text as UTF-8 with lines that end alike, and the name of the encoding that it had."""
    for start, what in _OTHER_FILES.items():
        if data.startswith(start):
            raise UnreadableError(f"This is {what}, not a table of text; save it as CSV.")
    encoding = "UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data, encoding = data.decode("utf-16").encode(), "UTF-16"
        except UnicodeDecodeError as error:
            raise UnreadableError("The file begins as UTF-16, but is none.") from error
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        raise UnreadableError(f"This is no text: byte {data.index(0) + 1:,} is zero.")
    try:
        data.decode()
    except UnicodeDecodeError:
        # Nearly every text that is no UTF-8 is of this kind, and each byte has a meaning in it.
        data, encoding = data.decode("cp1252", errors="replace").encode(), "Windows-1252"
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip(b"\n")
    if not text.strip():
        raise UnreadableError("The file is empty.")
    return text + b"\n", encoding


class _Lines:
    """Where lines end and quotes stand in a text."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.bytes = np.frombuffer(text, np.uint8)
        quotes = self.bytes == ord('"')
        # A line that ends, or a delimiter, inside quotes is part of the value. A doubled quote goes in and out again.
        self.outside = ~np.logical_xor.accumulate(quotes) if quotes.any() else None
        self.quotes = np.flatnonzero(quotes)
        self.ends = self._places("\n")
        if len(self.quotes) % 2:
            raise UnreadableError(f"row {self._row(self.quotes[-1])}: a quote is opened and never closed.")
        lengths = np.diff(self.ends, prepend=-1) - 1
        if lengths.max() > MOST_IN_LINE:
            raise UnreadableError(
                f"row {int(lengths.argmax()) + 1} has {lengths.max():,} bytes; at most {MOST_IN_LINE:,} are read in a row."
            )
        if len(self.ends) - 1 > MOST_ROWS:
            raise UnreadableError(f"The file has {len(self.ends) - 1:,} rows; at most {MOST_ROWS:,} are read.")
        if len(self.ends) == 1:
            raise UnreadableError("There is one row alone: a row of names is needed, and rows of values below it.")

    def header(self) -> str:
        return self.text[: self.ends[0]].decode()

    def delimiter(self) -> str:
        """Return what stands between the values: of those known the one that is most frequent in the first row."""
        header = self.bytes[: self.ends[0]]
        outside = True if self.outside is None else self.outside[: self.ends[0]]
        often = {each: int(np.count_nonzero((header == ord(each)) & outside)) for each in DELIMITERS}
        best = max(often, key=lambda each: often[each])
        if not often[best]:
            raise UnreadableError(
                "There is one column alone. A table has commas, semicolons or tabs between its values, and names in its "
                "first row."
            )
        if often[best] + 1 > MOST_COLUMNS:
            raise UnreadableError(f"The file has {often[best] + 1:,} columns; at most {MOST_COLUMNS} are read.")
        return best

    def check(self, delimiter: str, columns: int) -> int:
        """Return how many rows there are below the names, each with as many values as there are names."""
        opening = self.quotes[::2]
        before = self.bytes[opening[opening > 0] - 1]
        # also after the first of two quotes, which stand for one
        wrong = ~np.isin(before, np.frombuffer(f'{delimiter}\n "'.encode(), np.uint8))
        if wrong.any():
            at = self._row(opening[opening > 0][wrong.argmax()])
            raise UnreadableError(f"row {at}: a quote stands within a value that does not begin with one.")
        until = np.searchsorted(self._places(delimiter), self.ends)
        values = np.diff(until, prepend=0) + 1
        ragged = values != columns
        if ragged.any():
            row = int(ragged.argmax())
            some = "1 value" if values[row] == 1 else f"{values[row]:,} values"
            raise UnreadableError(f"row {row + 1} has {some}, but there are {columns} columns.")
        return len(self.ends) - 1

    def _places(self, sign: str) -> NDArray[np.intp]:
        there = self.bytes == ord(sign)
        if self.outside is not None:
            there &= self.outside
        return np.flatnonzero(there)

    def _row(self, place: Any) -> int:
        return int(np.searchsorted(self.ends, place)) + 1


def _names(header: str, delimiter: str) -> list[str]:
    try:
        row = next(csv.reader(io.StringIO(header), delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise UnreadableError(f"row 1: the names cannot be read: {error}.") from error
    names = [name.strip() or f"column {k}" for k, name in enumerate(row, start=1)]
    if all(_is_number(name.replace(",", ".")) for name in names):
        raise UnreadableError("row 1 holds numbers; the first row must have the names of the columns.")
    for name in names:
        if len(name) > MOST_IN_NAME:
            raise UnreadableError(
                f"row 1: the name of a column has {len(name):,} characters; at most {MOST_IN_NAME} are read."
            )
        if names.count(name) > 1:
            raise UnreadableError(f"Two columns are called {name!r}; each needs a name of its own.")
    return names


def _decimal(text: bytes, delimiter: str) -> str:
    """Return what stands before the decimals: a comma if the first rows have numbers with one and none with a point."""
    if delimiter == ",":
        return "."
    start = text[:MOST_IN_LINE].decode(errors="ignore").replace('"', "")
    values = [value.strip() for line in start.split("\n")[1:] for value in line.split(delimiter)]
    with_point = any(_POINT_NUMBER.fullmatch(value) for value in values)
    return "," if not with_point and any(_COMMA_NUMBER.fullmatch(value) for value in values) else "."


def _column(name: str, series: pd.Series[Any]) -> Column:
    values = series.to_numpy()
    if values.dtype.kind in "iuf":
        return Column(name, values)
    codes, found = pd.factorize(values)
    stripped = [str(word).strip() for word in found]
    words = sorted(set(stripped))
    place = {word: k for k, word in enumerate(words)}
    return Column(name, np.array([place[word] for word in stripped], np.intp)[codes], tuple(words))


def is_missing(word: str) -> bool:
    """Return whether a text stands for a value that is not there."""
    return word.lower() in MISSING


def as_number(word: str) -> float:
    """Return a text as a number, nan if it is none."""
    return float(word) if _is_number(word) else float("nan")


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return not is_missing(word) and "_" not in word
