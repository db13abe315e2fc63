"""What a process keeps of the answers that it has made, as they were sent."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol

from flask import Response

from serving.body import REVALIDATE, Form, coding_for


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

    def response(self, key: tuple[str, ...], make: Callable[[], bytes], mimetype: str) -> Response:
        """Return the response to the current request: what `make` gives, made now or kept under `key` since it was made."""
        coding = coding_for(mimetype)
        whole = (self, *key, coding)
        form: Form | None = self._store.get(whole)
        if form is None:
            form = Form.of(make(), mimetype, REVALIDATE, coding)
            self._store.put(whole, form, len(form.data) + sum(map(len, key)))
        return form.response()
