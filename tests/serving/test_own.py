"""The page for a reader's own file: what it lets in, what it answers, and that nothing of a file stays or is told."""

from __future__ import annotations

import base64
import io
import json
import logging
import re
from typing import Any

import gevent
import pytest
from flask.testing import FlaskClient

from app import create_app
from components.own import answer as answers
from serving.jobs import BUSY
from serving.own import ANSWER, MEGABYTE
from serving.payload import MAX_BYTES
from serving.settings import Settings
from serving.site import Site
from serving.threads import in_threads
from tests.conftest import application

SECRET = "zqSECRETqz"
TABLE = f"y_true,{SECRET}\n" + "1,0.9\n0,0.2\n" * 40


@pytest.fixture
def client() -> FlaskClient:
    return application.server.test_client()


@pytest.fixture(scope="module")
def site() -> Site:
    return create_app(Settings(uploads=1))


def test_a_file_is_answered_with_its_report(client: FlaskClient) -> None:
    answer = client.post("/own", data=TABLE)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "text/html", "no-store")
    assert "80 rows of one model" in answer.text
    assert "<svg" in answer.text, "the figure"


def test_the_report_can_be_saved_from_the_answer(client: FlaskClient) -> None:
    answer = client.post("/own", data=TABLE).text
    text, saved = (
        base64.b64decode(each).decode()
        for each in re.findall(r'href="data:[a-z/]+;charset=utf-8;base64,([^"]*)"', answer)
    )
    assert text.startswith("80 rows of one model")
    assert json.loads(saved)["verdict"] == text.split("\n\n")[0].split("\n")


def test_what_cannot_be_read_is_answered_with_the_sentence_and_the_columns_to_choose(client: FlaskClient) -> None:
    answer = client.post("/own?truth=%3Da", data="a,b\n0.5,1\n0.1,0\n")
    assert "row 2, column a: 0.5 is no class" in answer.text
    assert "<select" in answer.text
    assert "row 2, column a" not in client.post("/own?truth=%3Db", data="a,b\n0.5,1\n0.1,0\n").text


def test_names_in_a_file_are_no_markup(client: FlaskClient) -> None:
    answer = client.post("/own", data="y_true,<script>pred\n<img onerror=x>,<b>\n<b>,<b>\n")
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert "&lt;script&gt;pred" in answer.text


@pytest.mark.parametrize(
    ("uploads", "size", "status"), [(1, MEGABYTE, 200), (1, MEGABYTE + 1, 413), (0, 10, 403), (0, MAX_BYTES + 1, 413)]
)
def test_the_operator_says_how_large_a_file_may_be(uploads: int, size: int, status: int) -> None:
    client = create_app(Settings(uploads=uploads)).app.server.test_client()
    assert client.post("/own", data=b"x" * size).status_code == status
    page = client.get("/own")
    assert page.status_code == 200
    assert ("switched this page off" in page.text) == (not uploads)
    assert ("type=&quot;file" in page.text or 'type="file"' in page.text) == bool(uploads)


@pytest.mark.parametrize("path", ["/", "/thresholds", "/_dash-update-component", "/own/"])
def test_no_other_address_takes_more_for_it(client: FlaskClient, path: str) -> None:
    assert client.post(path, data=b"x" * (MAX_BYTES + 1)).status_code == 413


def test_a_slash_too_many_leads_to_it(client: FlaskClient) -> None:
    answer = client.get("/own/")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/own")


def test_other_methods(client: FlaskClient) -> None:
    answer = client.put("/own")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_a_body_in_chunks_may_be_no_larger_than_elsewhere(site: Site) -> None:
    chunked = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    assert status_of(site, {**posted(TABLE.encode()), **chunked}, Here()) == "200 OK"
    queue = Here()
    assert status_of(site, {**posted(b"x" * (MAX_BYTES + 1)), **chunked}, queue) == "413 REQUEST ENTITY TOO LARGE"
    assert queue.most == 0, "and nothing is computed for it"


def posted(body: bytes, **more: str) -> dict[str, Any]:
    from werkzeug.test import create_environ

    return {
        **create_environ("/own", method="POST", input_stream=io.BytesIO(body)),
        "CONTENT_LENGTH": str(len(body)),
        **more,
    }


def status_of(site: Site, environ: dict[str, Any], jobs: Any = None) -> str:
    started: list[str] = []
    parts = in_threads(site, site.is_made, site.work, jobs, most=site.most)(
        environ, lambda status, *_: started.append(status)
    )
    list(parts)
    return started[0]


class Here:
    """A queue that works at once, and says how many were there at a time."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds, self.now, self.most = seconds, 0, 0

    def finish(self, works: Any, _: object) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        gevent.sleep(self.seconds)
        for work in works:
            work.keep(work.function(**work.options))
        self.now -= 1


def test_the_work_is_done_by_the_queue_with_the_body_and_the_query(site: Site) -> None:
    environ = posted(TABLE.encode(), QUERY_STRING="missing=%3D")
    (work,) = site.work(environ)
    assert work.options == {"body": TABLE.encode(), "query": "missing=%3D", "prefix": "/"}
    work.keep(["kept"])
    assert environ[ANSWER] == ["kept"]
    assert status_of(site, posted(TABLE.encode()), Here()) == "200 OK"


def test_large_files_are_read_and_judged_one_at_a_time_and_small_ones_need_not_wait(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Here(0.01)
    answer = in_threads(site, site.is_made, site.work, queue, most=site.most)  # type: ignore[arg-type]
    large = TABLE.encode() + b"1,0.9\n" * 60_000
    asked = [gevent.spawn(lambda body: list(answer(posted(body), lambda *_: None)), large) for _ in range(3)]
    gevent.joinall(asked, raise_error=True)
    assert queue.most == 1
    asked = [gevent.spawn(lambda body: list(answer(posted(body), lambda *_: None)), TABLE.encode()) for _ in range(3)]
    gevent.joinall(asked, raise_error=True)
    assert queue.most == 3

    monkeypatch.setattr("serving.threads.TURN_SECONDS", 0.001)
    queue.seconds = 0.2
    environs = [posted(large) for _ in range(2)]
    asked = [gevent.spawn(lambda environ: list(answer(environ, lambda *_: None)), environ) for environ in environs]
    gevent.joinall(asked, raise_error=True)
    assert [bool(environ.get(BUSY)) for environ in environs] == [False, True]
    assert environs[1]["wsgi.input"].tell() == 0, "unread"


def test_a_query_that_is_too_long_is_refused_and_many_fields_are_read(site: Site) -> None:
    client = site.app.server.test_client()
    assert client.post("/own?" + "model=%3Da&" * 400, data=TABLE).status_code == 414
    assert not site.work(posted(TABLE.encode(), QUERY_STRING="x" * 4001))
    assert "80 rows" in client.post("/own?" + "a=&" * 1000, data=TABLE).text


def test_without_room_the_browser_is_told_when_to_ask_again(client: FlaskClient) -> None:
    answer = client.post("/own", data=TABLE, environ_overrides={BUSY: True})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")


def test_nothing_of_a_file_is_logged_or_written(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    opened: list[Any] = []
    real = builtins.open
    monkeypatch.setattr(
        builtins, "open", lambda file, mode="r", *a, **k: (opened.append((file, mode)), real(file, mode, *a, **k))[1]
    )
    with caplog.at_level(logging.DEBUG):
        client.post(f"/own?truth=%3D{SECRET}", data=TABLE)
        client.post("/own", data=TABLE)
    assert not [mode for _, mode in opened if set(mode) & set("wax+")]
    assert SECRET not in "".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert {record.__dict__.get("page") for record in caplog.records if record.name == "jaccard_lab.access"} == {"/own"}


def test_a_fault_tells_the_log_where_it_is_and_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr(answers, "judge", broken)
    with pytest.raises(answers.BrokenError, match="KeyError in broken, line") as error:
        answers.answer(TABLE.encode(), "", "/")
    assert SECRET not in str(error.value)
    assert error.value.__context__ is None
