"""Old addresses. Each chapter was one page once, whose parts are lessons with addresses of their own now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import parse_qs, quote

# The parts that had other names than their lessons have.
NAMES = {
    "/masks": {"many-images": "images"},
    "/true-negatives": {"to-a-million": "million"},
    "/errors": {"same-positives": "positives"},
    "/averaging": {"multiclass": "classes"},
    "/thresholds": {"calibrated": "calibration"},
    "/soft-jaccard": {"evaluation": "test", "chosen": "threshold", "many-seeds": "seeds"},
    "/pitfalls": {
        "empty-union": "empty",
        "chosen-threshold": "threshold",
        "error-kinds": "errors",
        "two-models": "paired",
    },
    "/exercises": {"same-accuracy": "1", "micro-and-macro": "2", "two-losses": "3"},
}


class Moved:
    """Where old addresses lead; `keys` are those of the parameters of each lesson, by its path, in reading order."""

    def __init__(self, keys: Mapping[str, Collection[str]]) -> None:
        self._keys = {path: set(each) for path, each in keys.items()}

    def now(self, path: str, query: bytes) -> str | None:
        """Return the address that an old one has now, its query with it; None if it is none."""
        path = path.rstrip("/")
        chapter = [each for each in self._keys if each == path or each.startswith(f"{path}/")] if path else []
        chapter.sort(key=lambda each: each != path)  # what fits no lesson better than another stays where it is
        given = parse_qs(query.decode("latin-1"), keep_blank_values=True)
        if not chapter or (path in self._keys and not given):
            return None
        part = given.get("part", [""])[-1]
        named = f"{path}/{NAMES.get(path, {}).get(part, part)}"
        to = named if named in chapter else max(chapter, key=lambda each: self._fit(each, given, chapter))
        if to == path:
            return None
        kept = [pair for pair in query.decode("latin-1").split("&") if pair and not pair.startswith("part=")]
        return to + ("?" + quote("&".join(kept), safe="%&=+,;:@/?!$'()*") if kept else "")

    def _fit(self, path: str, given: Collection[str], chapter: Collection[str]) -> float:
        """Return how many of the given keys a lesson has; one that others of the chapter have too says less of it."""
        fits = self._keys[path].intersection(given)
        return sum(1 / sum(key in self._keys[each] for each in chapter) for key in fits)
