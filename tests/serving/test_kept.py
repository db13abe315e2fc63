"""Answers that are kept: what two ask for at once is made once."""

from __future__ import annotations

import threading
from typing import Any

from flask import Flask

from serving.kept import Kept


class Looked(dict[Any, Any]):
    """A store that says when it has been asked twice in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.times, self.twice = 0, threading.Event()

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key)
        self.times += 1
        if self.times >= 3:  # the first has looked a second time before it makes the answer
            self.twice.set()
        return found

    def put(self, key: Any, value: Any, size: int) -> None:
        self[key] = value


def test_what_two_ask_for_at_once_is_made_once() -> None:
    store, made = Looked(), []
    kept, app = Kept(store), Flask(__name__)

    def make() -> bytes:
        made.append(1)
        store.twice.wait(60)  # until the other has looked too
        return b"answer"

    def ask() -> None:
        with app.test_request_context():
            answers.append(kept.response(("key",), make, "text/html").get_data())

    answers: list[bytes] = []
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    assert (answers, made) == ([b"answer", b"answer"], [1])
