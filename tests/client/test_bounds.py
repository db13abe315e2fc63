"""The browser reads an address exactly as Python does, and leaves nothing in it that is out of bounds."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dash._pages import _parse_query_string

from components.course import LESSONS
from components.state import Bitmap, Choice, Number, Subset, Text
from tests.client.run import answer
from tests.states import LINES

PARAMS: list[Any] = [param for section in LESSONS for param in section.params]

TEXTS = [
    "", " ", "0", "-0", "+1", "1.", ".5", ".", "1.5", "2.5", "0.3812", "0.8425", "0.0025", "-5", "-0.0001", "99", "1e9", "1e-9",
    "1e999", "-1e999", "1E3", "1e", "e5", "1_0", "0x10", "0b1", "1n", "nan", "NaN", "inf", "-inf", "+Infinity", "infinit", "null",
    "undefined", "true", "[]", "{}", "abc", "١٢", "１", "²", "½", "1,5", "1;5", " 7 ", "\t7\n", "\u00a07", "\ufeff7", "7\x00",
    "\x1c7", "\x857", "1" * 40, "1" * 41, "0" * 39 + "5", "9" * 400, "1,2,5", "5,5,1", "1,99,-1", ",", "1,,2", "1,x", "-0,+3",
    " 3, 1", "12345678,1", "123456789,1", "xxxxxxxxx,1", "😀😀😀😀😀,1", "0_3", ",".join(["1"] * 200), "1,1.0", "1.0", "𝟏",
    "11,9,2,10", "constructor", "__proto__", "drawn", "calibrated", "Drawn", "printed", "exact",
    "0,38", ",5", "1,", "1,5e-1", "1,000", "1,2,3", "1.000,5",
]  # fmt: skip


def test_the_browser_bounds_every_text_as_python_does() -> None:
    asked = [(control(param), queries(param)) for param in PARAMS]
    for param, (_, texts), read in zip(PARAMS, asked, answer("bounds", asked), strict=True):
        for query, value in zip(texts, read, strict=True):
            given = _parse_query_string(query)
            expected = param.bound(given[param.key]) if param.key in given else param.default
            assert value == (list(expected) if isinstance(expected, tuple) else expected), (param, query)


def control(param: Number | Choice | Subset | Text | Bitmap) -> dict[str, Any]:
    fallback = list(param.default) if isinstance(param, Subset) else param.default
    return {"key": param.key, "fallback": fallback, "bounds": param.browser()}


def queries(param: Number | Choice | Subset | Text | Bitmap) -> list[str]:
    """Every text as the value of a control, the numbers around its grid, and a key that stands twice, alone or nowhere."""
    key = param.key
    lines = LINES if isinstance(param, Text) else ()
    texts = [*TEXTS, *long(param), *map(str, near(param)), *lines]
    alone = [f"?{key}={quote(text, errors='replace')}" for text in texts]
    return [*alone, f"?{key}=1&{key}=2", f"?{key}=1+2", f"?{key}", f"?{key}=%ff%", "", "?x=1"]


def long(param: object) -> list[str]:
    """Lists whose last item is the last of those that are read, and the first of those that are not; and so of letters."""
    if isinstance(param, Bitmap):
        return [letter * count for letter in "A_-" for count in (1, param.letters, param.letters + 1)]
    counts = (4 * param.size - 1, 4 * param.size) if isinstance(param, Subset) else ()
    return [",".join(["0"] * count + ["1"]) for count in counts]


def near(param: object) -> list[float]:
    """Numbers on the grid, between two of its points, and beyond its ends."""
    if not isinstance(param, Number):
        return []
    grid = [param.at(i) for i in {0, 1, param.count // 3, param.count // 2, param.count - 2, param.count - 1}]
    return [value + part * param.step for value in grid for part in (-1.2, -0.5, -0.49, 0, 0.3, 0.5, 0.51, 1.2)]
