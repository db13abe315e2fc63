"""Parameters: one typed value of a state each, bounded wherever a value comes in."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class Param(Protocol):
    """What the address, the controls and the callbacks need to know of one value of the state."""

    @property
    def key(self) -> str:
        """The name in the address."""

    @property
    def label(self) -> str:
        """The visible and accessible name of the control."""

    @property
    def default(self) -> Any:
        """The value when the address does not name the key."""

    def bound(self, value: object) -> Any:
        """Return the nearest allowed value, or the default for what cannot be read."""

    def text(self, value: Any) -> str:
        """Return the value as the address writes it."""

    def browser(self) -> dict[str, Any]:
        """Return what the browser needs to bound a value as `bound` does."""


# Plain ASCII, so that Python and the browser agree on what is a number.
_NUMBER = re.compile(r"\s*[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|inf(inity)?)\s*", re.ASCII | re.IGNORECASE)
_LETTERS = re.compile(r"[\w-]*", re.ASCII)
_WHOLE = re.compile(r"\s*[+-]?\d+\s*", re.ASCII)


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high` in steps of `step`.

    `shown` is the format of the value beside its slider: "{}", "{:.3f}" or, for a share, "{:.0%}".
    """

    key: str
    label: str
    default: float
    low: float
    high: float
    step: float
    shown: str = "{}"

    @property
    def count(self) -> int:
        """How many values there are."""
        return round((self.high - self.low) / self.step) + 1

    @cached_property
    def words(self) -> list[str]:
        """Every value, in order, as the page shows it."""
        return [self.show(value) for value in self.values()]

    def values(self) -> Sequence[float]:
        """Return every value, in order."""
        return [self.at(i) for i in range(self.count)]

    def at(self, index: int) -> float:
        """Return the value at a position, free of the rounding that adding up steps would leave."""
        return round(self.low + index * self.step, 10)

    def index(self, value: float) -> int:
        """Return the position of the value nearest to `value`, inside the range."""
        return min(max(math.floor((value - self.low) / self.step + 0.5), 0), self.count - 1)

    def bound(self, value: object) -> float:
        """Return the nearest allowed value; the default for text, NaN and everything else that is no number.

        A comma is a decimal one, as half of Europe writes it. In a whole number it would stand between thousands.
        """
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return self.default
        if isinstance(value, str) and not isinstance(self, Whole) and "." not in value:
            value = value.replace(",", ".", 1)
        if isinstance(value, str) and (len(value) > 40 or not _NUMBER.fullmatch(value)):
            return self.default
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return self.default
        if math.isnan(number):
            return self.default
        return self.at(self.index(min(max(number, self.low), self.high)))

    def text(self, value: float) -> str:
        """Return the value as the address writes it, without a fraction where there is none, as the browser does."""
        return str(value).removesuffix(".0")

    def browser(self) -> dict[str, Any]:
        """Return what the browser needs to bound a value as `bound` does."""
        whole = isinstance(self, Whole)
        return {"kind": "number", "low": self.low, "step": self.step, "count": self.count, "whole": whole}

    def show(self, value: float) -> str:
        """Return the value as the page shows it, with a true minus sign."""
        return self.shown.format(value).replace("-", "−")


@dataclass(frozen=True)
class Whole(Number):
    """A number whose values are integers; `low` and `step` are whole."""

    default: int

    def values(self) -> Sequence[int]:
        """Return every value, in order."""
        return [self.at(i) for i in range(self.count)]

    def at(self, index: int) -> int:
        """Return the value at a position."""
        return round(self.low + index * self.step)

    def bound(self, value: object) -> int:
        """Return the nearest allowed value; the default for text, NaN and everything else that is no number."""
        return round(super().bound(value))


@dataclass(frozen=True)
class Choice:
    """One of a few named values: `choices` maps each to the words that the reader sees."""

    key: str
    label: str
    default: str
    choices: Mapping[str, str]

    def bound(self, value: object) -> str:
        """Return the value if it is one of the choices, else the default."""
        return value if isinstance(value, str) and value in self.choices else self.default

    def text(self, value: str) -> str:
        """Return the value as the address writes it."""
        return value

    def browser(self) -> dict[str, Any]:
        """Return what the browser needs to bound a value as `bound` does."""
        return {"kind": "choice", "choices": list(self.choices)}


@dataclass(frozen=True)
class Subset:
    """A set of positions out of 0 ... size-1, such as the members of A or the cells that are 1."""

    key: str
    label: str
    default: tuple[int, ...]
    size: int

    def bound(self, value: object) -> tuple[int, ...]:
        """Return the valid positions, sorted and once each; the default for what is no list of numbers."""
        items: Sequence[object]
        if isinstance(value, str):
            items = value.split(",")[: 4 * self.size] if value else ()
        elif isinstance(value, list | tuple):
            items = value[: 4 * self.size]
        else:
            return self.default
        short = [item for item in items if isinstance(item, int | str) and len(str(item)) < 9]
        if any(isinstance(item, str) and not _WHOLE.fullmatch(item) for item in short):
            return self.default
        found = {int(item) for item in short}
        return tuple(sorted(item for item in found if 0 <= item < self.size))

    def text(self, value: Sequence[int]) -> str:
        """Return the positions as the address writes them: 1,2,5; nothing for the empty set."""
        return ",".join(str(item) for item in value)

    def browser(self) -> dict[str, Any]:
        """Return what the browser needs to bound a value as `bound` does."""
        return {"kind": "subset", "size": self.size}


# Controls and halves of a pair would break a line, an address or an answer.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Text:
    """A line of text that the reader types, of at most `longest` characters."""

    key: str
    label: str
    default: str
    longest: int

    def bound(self, value: object) -> str:
        """Return the beginning of the line that is not too long, with spaces for what no line can hold; else the default."""
        if not isinstance(value, str):
            return self.default
        return _UNWRITABLE.sub(" ", value[: self.longest])

    def text(self, value: str) -> str:
        """Return the value as the address writes it."""
        return value

    def browser(self) -> dict[str, Any]:
        """Return what the browser needs to bound a value as `bound` does."""
        return {"kind": "text", "longest": self.longest}


@dataclass(frozen=True)
class Bitmap:
    """A mask of so many rows and columns, as a text that an address can have: a letter for six pixels, row by row.

    The letters are those of base64 for addresses: the first of the six pixels is the highest of a letter's six bits.
    Letters at the end whose pixels are all 0 are left out, so the empty mask is the empty text.
    """

    key: str
    label: str
    default: str
    height: int
    width: int

    @property
    def letters(self) -> int:
        """How many letters the longest text has."""
        return self.height * self.width // 6

    def bound(self, value: object) -> str:
        """Return the text of a mask as short as it can be; the default for what is no such text."""
        if not isinstance(value, str) or len(value) > self.letters or not _LETTERS.fullmatch(value):
            return self.default
        return value.rstrip("A")

    def text(self, value: str) -> str:
        """Return the value as the address writes it."""
        return value

    def browser(self) -> dict[str, Any]:
        """Return what the browser needs to bound a value as `bound` does."""
        return {"kind": "bitmap", "letters": self.letters}

    def mask(self, value: str) -> NDArray[np.bool_]:
        """Return the mask (height, width) that a text stands for."""
        packed = np.frombuffer(base64.urlsafe_b64decode(value.ljust(self.letters, "A")), np.uint8)
        return np.unpackbits(packed).reshape(self.height, self.width).astype(np.bool_)

    def of(self, mask: NDArray[np.bool_]) -> str:
        """Return the text of a mask."""
        return base64.urlsafe_b64encode(np.packbits(mask).tobytes()).decode("ascii").rstrip("A")
