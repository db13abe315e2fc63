"""Numbers in words: scores, what one is beside another, counts, plurals, lists, and what 0/0 is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

UNDEFINED = "undefined"
SAME = 1e-9  # two scores nearer than this are the same one: only their rounding differs
A_LITTLE = 0.02  # a difference of scores up to this is called a little one
MOST_DIGITS = 6
EQUALS = "\u00a0=\u00a0"
_PLURAL_VERBS = {"is": "are", "was": "were", "has": "have", "does": "do"}


def score(value: float, digits: int = 3, *, undefined: str = UNDEFINED) -> str:
    """Return a score as the pages write it; nan as the words `undefined`.

    One that is not 0, or not 1, is not rounded to it: it has as many more digits as that takes.
    """
    if value != value:
        return undefined
    text = f"{value:.{digits}f}"
    while float(text) in (0, 1, -1) and abs(value - float(text)) > SAME:
        digits += 1
        text = f"{value:.{digits}f}"
    return text.replace("-", "−" if float(text) else "")


def written(scores: Any, digits: int = 3, *, undefined: str = UNDEFINED) -> list[str]:
    """Return the scores of an array as `score` writes each; nan as the words `undefined`."""
    # all in one go, which takes a fifth of the time
    text: str = f"%.{digits}f " * scores.size % tuple(scores.tolist())
    words = text.split()
    plain = (scores >= 10.0**-digits) & (abs(scores - 1) >= 10.0**-digits) | (scores == 0) | (scores == 1)
    for k in (~plain).nonzero()[0].tolist():
        words[k] = score(scores[k].item(), digits, undefined=undefined)
    return words


def signed(difference: float) -> str:
    """Return a difference of scores with its sign: +0.041, −0.006; 0.000 has none."""
    text = score(difference)
    return f"+{text}" if float(text.lstrip("−")) and difference > 0 else text


def order(one: float, other: float) -> int:
    """Return 1 if the first number is higher, -1 if it is lower, 0 if both are the same; nan has no order: ValueError."""
    if one != one or other != other:
        raise ValueError(f"a number that is undefined is neither higher nor lower, got {one} and {other}")
    return 0 if abs(one - other) < SAME else 1 if one > other else -1


def compared(
    one: float, other: float, higher: str = "higher", lower: str = "lower", same: str = "the same", *, digits: int = 3
) -> str:
    """Return what the first score is beside the second: higher; lower; the same; equal to three digits.

    The last is for scores that differ, but are written alike. Where `apart` writes them, `digits` is 6.
    """
    found = order(one, other)
    if found and score(one, digits) == score(other, digits):
        return f"equal to {'three' if digits == 3 else digits} digits"
    return (same, higher, lower)[found]


def a_little(one: float, other: float) -> str:
    """Return "a little " for scores that differ by at most 0.02, to stand before higher or lower; else nothing."""
    return "a little " if order(one, other) and abs(one - other) <= A_LITTLE + SAME else ""


def apart(*scores: float, digits: int = 3) -> list[str]:
    """Return scores with as many digits as tell those apart that differ: 0.2190 and 0.2187; at most six, else `digits`."""
    pairs = [(i, j) for j in range(len(scores)) for i in range(j) if order(scores[i], scores[j])]
    for many_digits in range(digits, MOST_DIGITS + 1):
        words = [score(value, many_digits) for value in scores]
        if all(words[i] != words[j] for i, j in pairs):
            return words
    return [score(value, digits) for value in scores]


def exact(value: float, *, undefined: str = UNDEFINED) -> str:
    """Return a score with every digit that it has; nan as the words `undefined`."""
    return undefined if value != value else repr(float(value))


def whole(count: int) -> str:
    """Return a count with its thousands separated: 3,207; a number of steps may be below zero: −2."""
    return f"{count:,}".replace("-", "−")


def wholes(counts: Any) -> list[str]:
    """Return the counts of an array as `whole` writes each."""
    return list(map("{:,}".format, counts.tolist()))


def many(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: no hits, 1 hit, 2 hits; 3 misses. `plural` is for what takes neither s nor es."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {plural or plural_of(noun)}" if count else f"no {plural or plural_of(noun)}"


def part_of(count: int, whole: int, noun: str, plural: str = "", *, verb: str = "") -> str:
    """Return how many of all there are, with a verb that agrees if one is given (is, was, has, does).

    1 of 30 hits is, 2 of 30 hits are; all 30 hits are, both hits are, the only hit is; no hits are, where there are none.
    """
    nouns = plural or plural_of(noun)
    if not 0 < whole == count:
        said = f"{count:,} of {many(whole, noun, plural)}" if whole else f"no {nouns}"
    elif whole <= 2:
        said = f"the only {noun}" if whole == 1 else f"both {nouns}"
    else:
        said = f"all {whole:,} {nouns}"
    return f"{said} {agreeing(verb, 1 if whole == 1 else count)}" if verb else said


def agreeing(verb: str, count: int) -> str:
    """Return a verb (is, was, has, does) as it stands after a count: 1 is, 2 are, 0 are."""
    return verb if count == 1 else _PLURAL_VERBS[verb]


@cache
def plural_of(noun: str) -> str:
    """Return the plural of a noun: hits, misses."""
    return noun + ("es" if noun.endswith("s") else "s")


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: a; a and b; a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def unbroken(text: str) -> str:
    """Return a text in which no line ends at an equals sign: J = 10/25 stays together."""
    return text.replace(" = ", EQUALS)


def zero_over_zero(rule: float | None = None) -> str:
    """Return how a page says that a score is 0/0, with the rule named that decides what it is taken for.

    `rule` is 0 or 1 (taken as that), nan (left out of an average), or None where no rule is in use.
    """
    if rule is None:
        return "0/0, undefined"
    return "0/0, left out" if rule != rule else f"0/0, taken as {rule:g}"
