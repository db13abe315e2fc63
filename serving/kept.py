"""What a process keeps of the answers that it has made, as they were sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Protocol

from flask import Response

from serving.body import REVALIDATE, Form, coding_for

LOCKS = 64


class Store(Protocol):
    """What keeps values by key, as long as it has room for them."""

    def get(self, key: Hashable, /) -> Any:
        """Return the value of a key, None if there is none."""

    def put(self, key: Hashable, value: Any, size: int, /) -> None:
        """Keep the value of a key, of so many bytes with its key."""


class Kept:
    """Answers of one site by what they are answers to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # An answer that two ask for at once is made once. Answers share a few locks, which only makes one wait for another.
        self._locks = [threading.Lock() for _ in range(LOCKS)]

    def response(self, key: tuple[str, ...], make: Callable[[], bytes], mimetype: str) -> Response:
        """Return the response to the current request: what `make` gives, made now or kept under `key` since it was made."""
        coding = coding_for(mimetype)
        whole = (self, *key, coding)
        form: Form | None = self._store.get(whole)
        if form is None:
            with self._locks[hash(whole) % LOCKS]:
                form = self._store.get(whole) or self._made(whole, make(), mimetype, coding)
        return form.response()

    def _made(self, whole: tuple[Any, ...], raw: bytes, mimetype: str, coding: str) -> Form:
        form = Form.of(raw, mimetype, REVALIDATE, coding)
        self._store.put(whole, form, len(form.data) + sum(map(len, whole[1:])))
        return form
