"""What a process keeps of the answers that it has made: the last ones, as they were sent, and no more than fits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from flask import Response

from serving.body import REVALIDATE, Form, coding_for

MOST = 16 * 1024 * 1024  # bytes, some two hundred pages
EACH = 500  # bytes, what an answer needs besides its data and its key


class Kept:
    """Answers by what they are answers to; those that were not asked for the longest give way to new ones."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._forms: OrderedDict[tuple[str, ...], Form] = OrderedDict()
        self._lock = threading.Lock()

    def response(self, key: tuple[str, ...], make: Callable[[], bytes], mimetype: str) -> Response:
        """Return the response to the current request: what `make` gives, made now or kept under `key` since it was made."""
        coding = coding_for(mimetype)
        key = (*key, coding)
        with self._lock:
            form = self._forms.get(key)
            if form:
                self._forms.move_to_end(key)
        if not form:
            form = Form.of(make(), mimetype, REVALIDATE, coding)
            self._keep(key, form)
        return form.response()

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._size

    def _keep(self, key: tuple[str, ...], form: Form) -> None:
        with self._lock:
            if key not in self._forms:  # another thread may have made the same
                self._size += _size(key, form)
            self._forms[key] = form
            while self._size > self._most:
                self._size -= _size(*self._forms.popitem(last=False))


def _size(key: tuple[str, ...], form: Form) -> int:
    return len(form.data) + sum(map(len, key)) + EACH
