"""A table from bytes: what is written can be read back, and what is none is refused with a sentence that says where."""

import csv
import io

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given

from components.own import table as tables
from components.own.roles import Wanted, read_roles
from components.own.table import UnreadableError, read_table


def read(text: str, encoding: str = "utf-8") -> dict[str, list]:
    """The columns of a table as lists, words as words."""
    return {
        c.name: c.values.tolist() if c.words is None else [c.words[k] for k in c.values]
        for c in read_table(text.encode(encoding)).columns
    }


def test_a_plain_table():
    assert read("y_true,score\n1,0.5\n0,0.25\n") == {"y_true": [1, 0], "score": [0.5, 0.25]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_way_to_write_it_gives_the_same(end, last, delimiter, encoding):
    rows = [["Größe", "klasse"], ["1", '"Hund, groß"'], ["0", '"Katze; ""klein"""']]
    text = end.join(delimiter.join(row) for row in rows) + (end if last else "")
    assert read(text, encoding) == {"Größe": [1, 0], "klasse": ["Hund, groß", 'Katze; "klein"']}


def test_how_it_was_read_is_told():
    told = read_table("y;s\n1;0,5\n0;1,25\n".encode("utf-16"))
    assert (told.encoding, told.delimiter, told.decimal, told.rows) == ("UTF-16", ";", ",", 2)
    assert told.columns[1].values.tolist() == [0.5, 1.25]
    assert read_table("y;é\n1;0.5\n".encode("latin-1"))[2:] == ("Windows-1252", ";", ".")


def test_a_line_that_ends_within_quotes_ends_no_row():
    assert read('y,what\n1,"two\nlines"\n0,"a\r\nb"\n') == {"y": [1, 0], "what": ["two\nlines", "a\nb"]}


def test_spaces_around_values_and_names_do_not_count_and_a_name_that_is_missing_is_its_place():
    assert read('y , , s\n1, cat , "0.5"\n0,cat,0.25\n') == {"y": [1, 0], "column 2": ["cat", "cat"], "s": [0.5, 0.25]}


words = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Zs", "Zl", "Zp", "Cc"]),
    min_size=1,
    max_size=8,
)
named = words.filter(lambda word: word.strip() and not tables.is_missing(word) and not tables._is_number(word))


@given(
    st.lists(st.tuples(st.integers(-(2**40), 2**40), st.floats(-1e300, 1e300), named), min_size=1, max_size=20),
    st.lists(named, min_size=3, max_size=3, unique=True),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_what_is_written_can_be_read_back(rows, names, delimiter, quoted):
    # a name may look like two, and pandas reads words that are truth values as such
    assume(not any(sign in "".join(names) for sign in ",;\t|") and not any(w in ("True", "False") for *_, w in rows))
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerows([names, *rows])
    found = read(file.getvalue())
    assert list(found) == names
    assert found[names[0]] == [row[0] for row in rows]
    np.testing.assert_allclose(found[names[1]], [row[1] for row in rows], rtol=1e-15)
    assert [word.strip() for word in found[names[2]]] == [row[2].strip() for row in rows]


BROKEN = {
    "": "empty",
    " \n\n": "empty",
    "y,s": "one row alone",
    "y\n1\n": "one column alone",
    "just some words\nand more\n": "one column alone",
    "y,s\n1,0.5\n0\n": r"row 3 has 1 value, but there are 2 columns",
    "y,s\n1,0.5,7\n": r"row 2 has 3 values",
    "y,s\n1,0.5\n\n0,0.1\n": r"row 3 has 1 value",
    "y,s\n1,0\0.5\n": r"byte 8 is zero",
    "1,0.5\n0,0.2\n": r"row 1 holds numbers",
    "1;0,5\n0;0,2\n": r"row 1 holds numbers",
    "y,y\n1,0.5\n": r"Two columns are called 'y'",
    'y,s\n1,"0.5\n0,0.2\n': r"row 2: a quote is opened and never closed",
    'y,s\n1,a"b"c\n0,x\n': r"row 2: a quote stands within a value",
    '"y,s\n1,2\n': r"row 1: a quote is opened",
    'y,"s"x\n1,2\n': r"row 1",
    "y,s," + "x," * 300 + "\n1\n": r"303 columns; at most 200",
    "y,s," + "x," * 10**6 + "\n1\n": r"row 1 has 2,000,004 bytes",
    "y,s\n1," + "9" * 10**6 + "\n": r"row 2 has 1,000,002 bytes",
    "y,s\n" + "1,2\n" * 1_000_001: r"1,000,001 rows; at most 1,000,000",
    "y," + "s" * 300 + "\n1,2\n": "has 300 characters",
    "y" * 20_000_001: r"20\.0 MB",
}


@pytest.mark.parametrize("text", BROKEN, ids=lambda t: repr(t[:20]))
def test_what_is_no_table_is_refused_before_it_is_parsed(text, monkeypatch):
    def parsed(*args, **kwargs):
        raise AssertionError("pandas was asked")

    monkeypatch.setattr(tables.pd, "read_csv", parsed)
    with pytest.raises(UnreadableError, match=BROKEN[text]):
        read(text)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04....", "ZIP or Excel"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"PAR1....", "Parquet"),
        (b"\x93NUMPY\x01", "NumPy"),
        (b"\x89PNG\r\n", "picture"),
        (b"%PDF-1.4", "PDF"),
        (b"\xff\xfea\x00\x00\xd8", "UTF-16"),
    ],
)
def test_other_files_are_called_by_their_names(data, what):
    with pytest.raises(UnreadableError, match=what):
        read_table(data)


def told(call):
    """What a call returns, or the sentence with which it refuses; any other error is one."""
    try:
        return call()
    except UnreadableError as error:
        sentence = str(error)
    assert sentence.endswith("."), sentence
    return sentence


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(data):
    found = told(lambda: read_table(data))
    assert isinstance(found, str) or all(len(column.values) == found.rows for column in found.columns)


SOUND = 'y_true,model a,model b,patient\n1,0.5,0.2,"p,1"\n0,0.25,0.7,p2\n1,0.75,0.1,p2\n'


@given(
    st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.sampled_from('\n\r,;"\t 1a.-é\0')), min_size=1, max_size=4),
    st.booleans(),
)
def test_a_table_with_signs_changed_is_read_or_refused_to_the_end(changes, put_in):
    text = SOUND
    for place, sign in changes:
        text = text[:place] + sign + text[place + (not put_in) :]
    told(lambda: read_roles(read_table(text.encode()), Wanted(leave_out_missing=put_in)))
