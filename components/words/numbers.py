"""Numbers in words: scores, counts, plurals, lists, and what 0/0 is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

UNDEFINED = "undefined"


def score(value: float, digits: int = 3, *, undefined: str = UNDEFINED) -> str:
    """Return a score as the pages write it; nan as the words `undefined`."""
    return undefined if value != value else f"{value:.{digits}f}".replace("-", "−")


def written(scores: Any, digits: int = 3, *, undefined: str = UNDEFINED) -> list[str]:
    """Return the scores of an array as `score` writes each; nan as the words `undefined`."""
    # all in one go, which takes a fifth of the time
    text: str = f"%.{digits}f " * scores.size % tuple(scores.tolist())
    words = text.replace("-", "−").split()
    return [undefined if word == "nan" else word for word in words] if "nan" in text else words


def signed(difference: float) -> str:
    """Return a difference of scores with its sign and three digits: +0.041, −0.006; 0.000 has none."""
    text = f"{difference:+.3f}".replace("-", "−")
    return text[1:] if float(text[1:]) == 0 else text


def exact(value: float, *, undefined: str = UNDEFINED) -> str:
    """Return a score with every digit that it has; nan as the words `undefined`."""
    return undefined if value != value else repr(float(value))


def whole(count: int) -> str:
    """Return a count with its thousands separated: 3,207."""
    return f"{count:,}"


def wholes(counts: Any) -> list[str]:
    """Return the counts of an array as `whole` writes each."""
    return list(map("{:,}".format, counts.tolist()))


def many(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: no hits, 1 hit, 2 hits; 3 misses. `plural` is for what takes neither s nor es."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {plural or plural_of(noun)}" if count else f"no {plural or plural_of(noun)}"


@cache
def plural_of(noun: str) -> str:
    """Return the plural of a noun: hits, misses."""
    return noun + ("es" if noun.endswith("s") else "s")


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: a; a and b; a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def zero_over_zero(rule: float | None = None) -> str:
    """Return how a page says that a score is 0/0, with the rule named that decides what it is taken for.

    `rule` is 0 or 1 (taken as that), nan (left out of an average), or None where no rule is in use.
    """
    if rule is None:
        return "0/0, undefined"
    return "0/0, left out" if rule != rule else f"0/0, taken as {rule:g}"
