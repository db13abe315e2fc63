"""What must be computed is computed in threads: nobody's page, file or health check waits for it."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterable, Sequence
from typing import Any
from wsgiref.util import setup_testing_defaults

import gevent
import gevent.event
import pytest

import core
from app import create_app
from components import cache
from components.cache import Cache
from serving.jobs import BUSY, FAILED, FailedError, FullError, GoneError, Work
from serving.pages import MAX_SEARCH
from serving.payload import MAX_BYTES
from serving.settings import Settings
from serving.site import Site
from serving.threads import ROOMS, SMALL, SOCKET, in_threads
from tests.serving.conftest import CALLBACK, PAGES, SERVED, body_of


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


def test_of_bodies_that_stall_few_hold_memory_and_small_ones_do_not_wait_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("serving.threads.TURN_SECONDS", 0.1)
    sent, reading = gevent.event.Event(), []

    class Stalled(io.BytesIO):
        def read(self, *most: Any) -> bytes:
            reading.append(self)
            sent.wait()
            return super().read(*most)

    asked = in_threads(Application(), lambda _: True)

    def ask(body: Any, **how: str) -> dict[str, Any]:
        environ = {"wsgi.input": body, **how}
        list(asked(environ, lambda *_: None))
        return environ

    how = [{"CONTENT_LENGTH": str(SMALL + 1)}, {"HTTP_TRANSFER_ENCODING": "chunked"}]
    stalled = [gevent.spawn(ask, Stalled(b"x" * 9), **how[k % 2]) for k in range(2 * ROOMS)]
    gevent.sleep(0)
    assert len(reading) == ROOMS
    assert not ask(io.BytesIO(b"x" * 9), CONTENT_LENGTH="9").get(BUSY)
    gevent.sleep(0.2)
    sent.set()
    gevent.joinall(stalled, raise_error=True)
    assert len(reading) == 2 * ROOMS, "the others were refused, and the application read them"
    assert sum(bool(each.value.get(BUSY)) for each in stalled) == ROOMS


def test_an_error_in_a_thread_or_of_a_body_reaches_the_application() -> None:
    class Broken(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise ZeroDivisionError

    environ: dict[str, Any] = {"wsgi.input": Broken(), "HTTP_TRANSFER_ENCODING": "chunked"}
    with pytest.raises(ZeroDivisionError):
        in_threads(Application(), lambda _: True)(environ, lambda *_: None)


# ---- work that takes long ---------------------------------------------------------------------------------------


class Ends:
    """A queue in whose place something else happens."""

    def __init__(self, error: type[Exception] | None) -> None:
        self.error, self.seen = error, ()

    def finish(self, works: Any, client: object) -> None:
        self.seen = (works, client)
        if self.error:
            raise self.error


@pytest.mark.parametrize(
    ("error", "told", "status", "answer"),
    [
        (None, set(), "200 OK", [b"a", b"b"]),
        (FullError, {BUSY}, "200 OK", [b"a", b"b"]),
        (FailedError, {FAILED}, "200 OK", [b"a", b"b"]),
        (GoneError, set(), "499 Client Closed Request", []),
    ],
)
def test_work_is_done_before_the_application_is_asked(
    error: type[Exception] | None, told: set[str], status: str, answer: list[bytes]
) -> None:
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(), SOCKET: "the connection"}
    application, queue, started = Application(), Ends(error), [""]
    asked = in_threads(application, lambda _: False, lambda _: ("work",), queue)  # type: ignore[arg-type, return-value]
    assert list(asked(environ, lambda status, headers: started.append(status))) == answer
    assert (queue.seen, started[1:]) == ((("work",), "the connection"), [status])
    assert environ.keys() & {BUSY, FAILED} == told
    assert (application.thread != 0) == bool(answer)


STATE = "first=lovasz_hinge&repeat=now&seeds=100&n=1500"


@pytest.mark.parametrize(
    "path", ["/soft-jaccard/seeds", "/handout/soft-jaccard-seeds", "/preview/soft-jaccard-seeds.png",
             "/numbers/soft-jaccard-seeds/table.csv"]
)  # fmt: skip
def test_the_work_of_an_answer_is_known_before(site: Site, path: str) -> None:
    (work,) = works(site, path, STATE)
    assert work.function is core.train_on_seeds
    assert (work.options["n"], work.options["seeds"]) == (1500, range(100))
    assert not works(site, path)
    assert not works(site, path, STATE + "&x=" * MAX_SEARCH)


def works(site: Site, path: str, query: str = "", **environ: Any) -> Sequence[Work]:
    given = {"PATH_INFO": path, "QUERY_STRING": query, **environ}
    setup_testing_defaults(given)
    return site.work(given)


@pytest.mark.parametrize(
    "path",
    [
        "/soft-jaccard",
        "/handout/soft-jaccard",
        "/preview/soft-jaccard.png",
        "/thresholds",
        "/handout/course",
        "/none",
        "/healthz",
        "/qr.svg",
    ],
)
def test_other_answers_need_none(site: Site, path: str) -> None:
    assert not works(site, path, STATE)


def test_the_work_of_a_callback_is_known_before(site: Site) -> None:
    state = next(name for name in SERVED if SERVED[name]["inputs"][0]["id"] == "soft-jaccard-seeds-state")
    given = {"first": "lovasz_hinge", "repeat": "now", "seeds": 100, "n": 1500}
    for body, many in [
        (body_of(state, given), 1),
        (body_of(state, {}), 0),
        (body_of(state, None), 0),
        (body_of(PAGES, "/soft-jaccard/seeds", f"?{STATE}"), 1),
        (body_of(PAGES, "/soft-jaccard/seeds/", f"?{STATE}"), 1),
        (body_of(PAGES, "/soft-jaccard/seeds", None), 0),
        (body_of(PAGES, None, f"?{STATE}"), 0),
        ({"output": state}, 0),
    ]:
        sent = io.BytesIO(json.dumps(body).encode())
        asked = {"wsgi.input": sent, "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json; charset=utf-8"}
        assert len(works(site, CALLBACK, **asked)) == many, body
        assert sent.tell() == 0
        for refused in ({"REQUEST_METHOD": "GET"}, {"QUERY_STRING": "x"}, {"CONTENT_TYPE": "text/plain"}):
            assert not works(site, CALLBACK, **{**asked, **refused})


def test_a_request_that_is_refused_needs_none(site: Site) -> None:
    assert not works(site, "/soft-jaccard/seeds", STATE, REQUEST_METHOD="POST")
    assert works(site, "/soft-jaccard/seeds", STATE, REQUEST_METHOD="HEAD")


def test_dash_reads_the_state_whose_work_is_done(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dash itself would take "&amp;" for the beginning of another key, and find the first of the two values alone."""
    monkeypatch.setattr(cache, "CACHE", Cache())  # other tests may have trained the first settings
    query = f"{STATE}&amp;repeat=first"
    (work,) = works(site, "/soft-jaccard/seeds", query)
    assert work.options["n"] == 1000, "that of the first settings, which are repeated"
    asked: list[str] = []
    monkeypatch.setattr(site.pages, "asked", lambda _, state: asked.append(state) or b"{}")
    site.app.server.test_client().post(CALLBACK, json=body_of(PAGES, "/soft-jaccard/seeds/", f"?{query}"))
    assert asked == ["first=lovasz_hinge&n=1500&seeds=100"]


def test_work_that_is_done_is_none_any_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "CACHE", Cache())
    (work,) = works(site, "/soft-jaccard/seeds", STATE)
    work.keep("what was found")
    assert not works(site, "/soft-jaccard/seeds", STATE)


def test_where_the_work_failed_the_answer_says_so(site: Site) -> None:
    answer = site.app.server.test_client().get(f"/soft-jaccard/seeds?{STATE}", environ_overrides={FAILED: True})
    assert (answer.status_code, answer.json) == (500, {"error": "expected a result of the work, which failed"})


def test_without_room_a_page_waits_and_loads_itself_anew_and_a_request_of_dash_is_told_when_to_ask_again(
    site: Site,
) -> None:
    client = site.app.server.test_client()
    page = client.get(f"/soft-jaccard/seeds?{STATE}", headers={"Accept": "text/html"}, environ_overrides={BUSY: True})
    data = client.post(CALLBACK, json={}, headers={"Accept": "application/json"}, environ_overrides={BUSY: True})
    for answer, mimetype in ((page, "text/html"), (data, "application/json")):
        assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (503, mimetype, "no-store")
        assert answer.headers["Retry-After"] == "3"
    assert '<meta http-equiv="refresh" content="3">' in page.text
    assert "The server is training models for other readers. This page will open by itself in a moment." in page.text


# ---- which answers are there ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site() -> Site:
    made = create_app(Settings(metrics=True))
    made.pages.html("")
    made.pages.html("/sets")
    made.pages.html("/soft-jaccard/seeds")  # the work of its first state is done
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
