"""What was computed for one state and may serve the next one: compressed, and all of it together within a number of bytes."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

MOST = 24 * 1024 * 1024  # bytes, some three hundred pages
EACH = 500  # bytes, what an entry needs besides what is stated as its size


class Cache:
    """Values by key; those that were not asked for the longest give way to new ones."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """How many bytes the values take together."""
        return self._size

    def get(self, key: Hashable) -> Any:
        """Return the value of a key, None if there is none."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key][0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep the value of a key, of so many bytes with its key."""
        size += EACH
        with self._lock:
            if size > self._most or key in self._entries:  # another thread may have made the same
                return
            self._entries[key] = value, size
            self._size += size
            while self._size > self._most:
                _, (_, gone) = self._entries.popitem(last=False)
                self._size -= gone


CACHE = Cache()  # the one of this process, for computed values and for answers


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Return the same function, whose results are kept in `CACHE`; its arguments can be hashed and its results pickled."""

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, args, *kwargs.items())
        packed = CACHE.get(key)
        if packed is None:
            result = function(*args, **kwargs)
            packed = zlib.compress(pickle.dumps(result), 1)
            CACHE.put(key, packed, len(packed))
            return result
        found: R = pickle.loads(zlib.decompress(packed))
        return found

    return answer
