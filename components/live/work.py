"""Work that takes long: what has to be computed before a part can be shown. Its last results are kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Work:
    """A call of a function of `core` that takes long; `keep` takes what it returns, for the view to find it.

    Whoever serves the page chooses when it is computed, and in which process.
    """

    function: Callable[..., Any]
    options: Mapping[str, Any]
    keep: Callable[[Any], None]


class Kept(Generic[T]):
    """A function of `core`, with its last results; nothing may write into them."""

    def __init__(self, function: Callable[..., T], most: int) -> None:
        """Keep so many results."""
        self._function, self._most = function, most
        self._results: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, **options: Any) -> T:
        """Return what the function returns, computed now unless it is kept."""
        key = repr(options)
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = self._function(**options)
        self._keep(key, result)
        return result

    def work(self, **options: Any) -> list[Work]:
        """Return the call as work, none if its result is kept."""
        key = repr(options)
        return [] if key in self._results else [Work(self._function, options, partial(self._keep, key))]

    def _keep(self, key: str, result: T) -> None:
        with self._lock:
            self._results[key] = result
            self._results.move_to_end(key)
            while len(self._results) > self._most:
                self._results.popitem(last=False)
