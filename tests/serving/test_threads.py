"""What must be computed is computed in threads: nobody's page, file or health check waits for it."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from app import create_app
from serving.payload import MAX_BYTES
from serving.settings import Settings
from serving.site import Site
from serving.threads import in_threads
from tests.serving.conftest import CALLBACK


class Application:
    """Says in which thread it was asked, and what it read."""

    def __init__(self) -> None:
        self.thread, self.body, self.closed = 0, b"", False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.thread, self.body = threading.get_ident(), environ["wsgi.input"].read(5)
        start_response("200 OK", [])
        outer = self

        class Parts(list[bytes]):
            def close(self) -> None:
                outer.closed = True

        return Parts([b"a", b"b"])


@pytest.mark.parametrize(
    ("length", "made", "in_thread"),
    [
        ("5", True, True),
        (str(MAX_BYTES), True, True),
        (str(MAX_BYTES + 1), False, False),  # refused, unread
        ("x", False, False),
        ("", True, False),
        ("0", True, False),
        (None, True, False),
        (None, False, True),
        ("chunked", True, True),
    ],
)
def test_what_is_there_and_what_is_refused_needs_no_thread(length: str | None, made: bool, in_thread: bool) -> None:
    application = Application()
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(b"x" * (MAX_BYTES + 1))}
    if length == "chunked":
        environ["HTTP_TRANSFER_ENCODING"] = length
    elif length is not None:
        environ["CONTENT_LENGTH"] = length
    started: list[str] = []
    answer = in_threads(application, lambda _: made)(environ, lambda status, headers: started.append(status))
    assert (list(answer), started) == ([b"a", b"b"], ["200 OK"])
    assert application.body == (b"" if length is None and in_thread else b"xxxxx")
    assert (application.thread != threading.get_ident()) == application.closed == in_thread


def test_a_thread_reads_nothing_from_the_network() -> None:
    reader = threading.get_ident()

    class Body(io.BytesIO):
        def read(self, *most: Any) -> bytes:
            assert threading.get_ident() == reader
            return super().read(*most)

    environ = {"wsgi.input": Body(b"xxxxx"), "HTTP_TRANSFER_ENCODING": "chunked"}
    application = Application()
    in_threads(application, lambda _: True)(environ, lambda *_: None)
    assert application.body == b"xxxxx"


def test_an_error_in_a_thread_or_of_a_body_reaches_the_application() -> None:
    class Broken(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise ZeroDivisionError

    environ: dict[str, Any] = {"wsgi.input": Broken(), "HTTP_TRANSFER_ENCODING": "chunked"}
    with pytest.raises(ZeroDivisionError):
        in_threads(Application(), lambda _: True)(environ, lambda *_: None)


# ---- which answers are there ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site() -> Site:
    made = create_app(Settings(metrics=True))
    made.pages.html("")
    made.pages.html("/sets")
    return made


def is_made(site: Site, path: str, query: str = "") -> bool:
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query}
    setup_testing_defaults(environ)
    return site.is_made(environ)


def test_files_and_pages_that_were_made_are_there(site: Site) -> None:
    for path in (*site.pages.files, "/sets", "/none", "/healthz", "/sets/"):
        assert is_made(site, path), path


@pytest.mark.parametrize(
    "path",
    [
        "/masks", "/handout/course", "/handout/sets", "/preview/sets.png", "/numbers/masks/table.csv", "/qr.svg", "/metrics"
    ],
)  # fmt: skip
def test_what_is_made_when_it_is_asked_for_is_not_there(site: Site, path: str) -> None:
    assert not is_made(site, path)


def test_another_state_is_not_there(site: Site) -> None:
    assert not is_made(site, "/sets", "a=1")
    assert is_made(site, CALLBACK)  # which has no body here, and is refused
