"""What was computed for one state and may serve the next one: compressed, and all of it together within a number of bytes."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

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


class cached(Generic[P, R]):  # noqa: N801, a decorator
    """A function whose results are kept in `CACHE`; its arguments can be hashed and its results pickled."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what the function returns, computed now unless it is kept."""
        packed = CACHE.get(self._key(args, kwargs))
        if packed is not None:
            found: R = pickle.loads(zlib.decompress(packed))
            return found
        result = self.function(*args, **kwargs)
        self.keep(result, *args, **kwargs)
        return result

    def knows(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Return whether the result for these arguments is kept."""
        return CACHE.get(self._key(args, kwargs)) is not None

    def keep(self, result: Any, /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Keep the result for these arguments."""
        packed = zlib.compress(pickle.dumps(result), 1)
        CACHE.put(self._key(args, kwargs), packed, len(packed))

    def _key(self, args: tuple[object, ...], kwargs: Mapping[str, object]) -> Hashable:
        return (self.function, args, *kwargs.items())
