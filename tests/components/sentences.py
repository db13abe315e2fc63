"""Random states of a section, its sentences there, and what holds for a sentence of any section.

What a sentence says of its numbers is checked in test_sentences_<section>.py, against a computation written there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from components.live.view import Shown
from components.page import Checks, Lesson
from components.state import Bitmap, Choice, Number, Param, State, Subset, Text
from components.words.line import Line
from tests.states import LINES, every

MORE = 25  # times as many states with --all

_NOUNS = (
    r"(?:(?:true |false |more |other )*"
    r"(?:positive|negative|item|element|label|sample|image|pixel|cell|hit|seed|object|mistake|error)s"
    r"|classes|misses|boxes|false alarms)"
)
_ONE = r"(?<![\d.,/−+·])1"
WRONG = {
    "plural after 1": rf"{_ONE} {_NOUNS}\b",
    "plural verb after 1": rf"{_ONE} (?:of [\d,]+ {_NOUNS} |(?:(?:true |false )?[a-z]+ ))(?:are|were|have|do)\b",
    "singular verb after many": rf"(?<![\d.,])(?<!\b1 of )(?:[2-9]|[1-9][\d,]*\d) {_NOUNS} (?:is|was|has|does)\b",
    "none of none": r"\b\d+ of no\b",
    "all of one or two": r"\ball [12] ",
    "one or two of as many": r"(?<![\d.,])([12]) of \1 [a-z]",
    "all or none of two": rf"\b(?:(?:all|none) of the 2 |(?<![\d.,])2 {_NOUNS}\. (?:all|none) of them\b)",
    "times more": r"\d times (?:more|less)\b",
    "a number against itself": r"(?<![\d.−+])([−+]?\d+\.\d+)(?: against | and not | instead of )\1(?!\d)",
    "a hyphen for a minus": r"(?<![\w-])-\d",
    "what Python says": (
        r"\b(?:nan(?! for that)|None(?! (?:of|is) )|inf|True(?! (?:positive|negative|label))|False(?! (?:positive|negative)))\b"
    ),
}


def states(section: Lesson[Any], count: int, *, fixed: dict[str, Any] | None = None) -> list[Any]:
    """The same random states every time; many more of them with --all. `fixed` are values that all of them have."""
    rng = random.Random(section.name)
    drawn = [
        {param.key: _drawn(param, rng) for param in section.params} for _ in range(count * (MORE if every() else 1))
    ]
    return [section.state.read({**values, **(fixed or {})}) for values in drawn]


def _drawn(param: Param, rng: random.Random) -> Any:
    if isinstance(param, Choice):
        return rng.choice(list(param.choices))
    if isinstance(param, Subset):
        share = rng.choice([0.0, 0.1, 0.5, 0.9, 1.0, rng.random()])
        return tuple(k for k in range(param.size) if rng.random() < share)
    if isinstance(param, Text):
        return rng.choice([param.default, *LINES, *_sentences(rng)])
    if isinstance(param, Bitmap):
        share = rng.choice([0.0, 0.01, 0.5, 1.0])
        return param.of(np.array([[rng.random() < share for _ in range(param.width)] for _ in range(param.height)]))
    assert isinstance(param, Number)
    # the ends and the default are where a sentence takes another turn
    return rng.choice([param.low, param.high, param.default, *[param.at(rng.randrange(param.count)) for _ in range(5)]])


def _sentences(rng: random.Random) -> list[str]:
    """Sentences of few different words, so that two of them share some."""
    return [
        " ".join(rng.choices(["a", "Cat", "cat,", "sat", "on", "the", "mat."], k=rng.randrange(1, 9)))
        for _ in range(20)
    ]


def shown(section: Lesson[Any], state: State) -> Shown:
    """The section in a state."""
    found: Shown = section.show(state)
    return found


def lines(section: Lesson[Any]) -> list[Line]:
    """The sentences of a section with live numbers in them."""
    return [piece for piece in section.pieces if isinstance(piece, Line) and "import " not in piece.template]


def sentences(section: Lesson[Any], page: Shown) -> dict[str, str]:
    """What each line of a section and each condition of its tasks says, by its id; code is no sentence."""
    conditions = [target for piece in section.pieces if isinstance(piece, Checks) for target in piece.targets()]
    return {
        **{line.id: line.said(page.texts) for line in lines(section)},
        **{target.id: page.texts[target] for target in conditions if target in page.texts},
    }


def wrongly_written(sentence: str) -> Iterator[str]:
    """What is wrong with a sentence whatever its numbers mean."""
    for kind, pattern in WRONG.items():
        for match in re.finditer(pattern, sentence, re.IGNORECASE if kind != "what Python says" else 0):
            yield f"{kind}: {match[0]!r} in {sentence!r}"


def number(text: str) -> float:
    """A number as the pages write it."""
    return float(text.replace("−", "-").replace("+", "").replace(",", ""))


def found(pattern: str, sentence: str) -> Sequence[str]:
    """The groups of a pattern in a sentence, which must be there."""
    match = re.search(pattern, sentence)
    assert match, f"no {pattern!r} in {sentence!r}"
    return match.groups()
