"""The idea itself: two sets, what they share and what they cover together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

from core.scores import safe_divide


def membership(universe: Iterable[Hashable], a: Iterable[Hashable], b: Iterable[Hashable]) -> NDArray[np.int8]:
    """Say for each element of a universe which of two sets it belongs to.

    Returns an int8 array in the order of `universe`: 0 neither, 1 A only, 2 B only, 3 both. A member of A or B
    outside the universe raises ValueError, because the result has no place for it.

    >>> membership(range(5), {1, 2}, {2, 4})
    array([0, 1, 3, 0, 2], dtype=int8)
    """
    elements, in_a, in_b = list(universe), set(a), set(b)
    outside = (in_a | in_b).difference(elements)
    if outside:
        raise ValueError(f"members of A and B must be in the universe, got {sorted(map(repr, outside))} outside it")
    return np.array([(x in in_a) + 2 * (x in in_b) for x in elements], np.int8)


def set_jaccard(a: Iterable[Hashable], b: Iterable[Hashable], *, zero_division: float = 0.0) -> float:
    """Jaccard similarity of two collections, the size of their intersection over the size of their union.

    Repeated elements count once. Range 0 to 1; two empty collections are 0/0: `zero_division`, which is 0, 1 or nan
    (else ValueError). Source: the definition.

    >>> set_jaccard({1, 2, 3, 5, 8}, {2, 3, 4, 8, 9})
    0.42857142857142855
    """
    in_a, in_b = set(a), set(b)
    return float(safe_divide(len(in_a & in_b), len(in_a | in_b), zero_division=zero_division))


def words(text: str) -> list[str]:
    """Return the different words of a text, in the order in which they first appear.

    A word is what stands between spaces, in small letters and without the signs around it; what has neither a letter nor a
    digit is no word. Case and accents are compared as Unicode does ("caseless matching", chapter 3.13), so ß is ss.

    >>> words("The cat sat, and “the Cat” purred!")
    ['the', 'cat', 'sat', 'and', 'purred']
    """
    visible = "".join(c for c in text.replace("’", "'") if unicodedata.category(c) != "Cf")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", visible).casefold())
    found = []
    for piece in folded.split():
        # from the first letter or digit to the last one, and the accents on that
        kinds = "".join(unicodedata.category(c)[0] for c in piece)
        if match := re.search("[LN](.*[LN])?M*", kinds):
            found.append(piece[slice(*match.span())])
    return list(dict.fromkeys(found))
