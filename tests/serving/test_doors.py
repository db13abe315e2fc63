"""What is at the door: addresses that are none, other methods, hosts that are not ours, bodies that nobody asked for."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from components.course import LESSONS
from components.shell import ALL_PATH
from serving.payload import MAX_BYTES
from tests.serving.conftest import CALLBACK, MARK, refused, silent

ROOT = Path(__file__).parent.parent.parent
PAGES = [*(section.path for section in LESSONS), ALL_PATH]
DATA = ["/_dash-layout", "/_dash-dependencies", "/healthz"]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", MARK]

# What Dash and Flask would answer by themselves; the door has no need of it.
INNER = [
    "/_reload-hash", "/_favicon.ico", "/favicon.ico", "/assets/style.css", "/assets/scrub.js", "/assets/", "/static/x",
    "/_alive", "/_dash-component-suites/dash/dcc/dash_core_components.js",
    "/_dash-component-suites/plotly/package_data/plotly.min.js", "/_mcp", "/mcp", "/_dash-config", "/_dash-routes",
    "/metrics", "/console", "/?__debugger__=yes&cmd=resource&f=style.css",
]  # fmt: skip

NONE = [
    f"/{MARK}", f"/masks/{MARK}", "/masks ", "/masks?", "/masks\t", "/ ", "/?", "/masks;x", "/MASKS", "/masks/x", "/masks/..",
    "/masks/../masks", "/./masks", "/masks/.", "/masks\\", "\\masks", "/masks\x00", "/\x00", "/masks\r\nSet-Cookie: x=1",
    "/\x7f\x80\xff", "/%", "/%6dasks", "/%2e%2e/app.py", "/../app.py", "/../../../../etc/passwd", "/....//app.py",
    "/..;/app.py", "/404", "/not_found_404", "/{MARK}",
    "/{{7*7}}", "/${x}", "/<script>", "/'\"><svg>", "/*", "/~root", "/" + "a" * 100_000, "/" + "/a" * 20_000,
    "/_dash-update-component/", "/_dash-layout/", "/healthz/", "*", "http://x/masks",
]  # fmt: skip


def ask(client: FlaskClient, path: str, method: str = "GET", query: str = "", **options: Any) -> TestResponse:
    """Ask for a path as it reaches the application, decoded; the client would not build every one of them."""
    environ = {"PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query, **options.pop("environ", {})}
    return client.open("/", method=method, environ_overrides=environ, **options)


def files(client: FlaskClient) -> list[str]:
    """The addresses of the script and of plotly.js."""
    return re.findall(r'data-(?:script|plotly)="(/files/[^"]+)"', ask(client, "/masks").text)


def is_lost(answer: TestResponse) -> None:
    """Assert that it is the page for an address that is none, and says nothing of what the address was."""
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no such page" in answer.text
    assert '<html lang="en"' in answer.text
    silent(answer)


@pytest.mark.parametrize("name", ["", "../app.py", "lab-0000000000000000.js", MARK])
def test_a_file_that_is_not_there_is_no_page(client: FlaskClient, name: str) -> None:
    refused(ask(client, f"/files/{name}", headers={"Accept": "*/*"}), 404)


# ---- addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [*NONE, *(path for path in INNER if "?" not in path)], ids=lambda path: ascii(path)[:40]
)
def test_an_address_that_is_none_gets_the_page_that_says_so(client: FlaskClient, path: str) -> None:
    for page in ("/", "/masks"):  # whatever was served before
        assert ask(client, page).status_code == ask(client, page, query="x").status_code == 200
    is_lost(ask(client, path))
    is_lost(ask(client, path, query=f"{MARK}={MARK}"))
    for method in METHODS:
        is_lost(ask(client, path, method))


def test_what_is_no_page_for_a_reader_is_said_in_a_sentence(client: FlaskClient) -> None:
    for accepted in ("image/avif", "application/json", "text/css,text/javascript"):
        refused(ask(client, f"/{MARK}", headers={"Accept": accepted}), 404)
    for accepted in ("", "*/*", "image/avif,image/webp,*/*;q=0.8", "text/html", MARK + ";;q=", "text/html;q=nan"):
        is_lost(ask(client, f"/{MARK}", headers={"Accept": accepted} if "/" in accepted or not accepted else {}))


def test_no_file_of_the_project_can_be_read(client: FlaskClient) -> None:
    names = [
        str(path.relative_to(ROOT))
        for folder in ("", "assets", "components", "core", "serving", "tests/serving", "packed")
        for path in (ROOT / folder).glob("*.*")
        if path.is_file()
    ]
    assert {"app.py", "assets/style.css", "serving/site.py"} <= set(names)
    for name in [*names, ".git/config", ".git/HEAD", "Dockerfile", "Makefile", ".env", ".venv/pyvenv.cfg"]:
        for path in (
            f"/{name}",
            f"//{name}",
            f"/files/../{name}",
            f"/assets/..%2f{name}",
            f"/static/../{name}",
            f"/%2e/{name}",
        ):
            assert ask(client, path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_for_every_query_without_a_state_and_repeats_none(client: FlaskClient, path: str) -> None:
    bare = ask(client, path, query="x").data
    for query in ("no=3", f"x={MARK}", "%00%ff&&==", "a=" + "x" * 60_000, "\x80\xff", "<script>"):
        answer = ask(client, path, query=query)
        assert (answer.status_code, answer.data) == (200, bare)
        silent(answer)


# ---- methods --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_whatever_is_there_is_read_only(client: FlaskClient, method: str) -> None:
    for path in (*PAGES, *DATA, *files(client)):
        answer = ask(client, path, method)
        refused(answer, 405)
        assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["GET", "HEAD", *METHODS[1:]])
def test_the_callbacks_take_post_alone(client: FlaskClient, method: str) -> None:
    answer = ask(client, CALLBACK, method, query=MARK)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    silent(answer)


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    for path in (*PAGES, *DATA, *files(client), "/none", "/masks/"):
        got, head = ask(client, path), ask(client, path, "HEAD")
        assert head.data == b""
        assert (head.status_code, int(head.headers["Content-Length"])) == (got.status_code, len(got.data))
        for answer in (got, head):
            del answer.headers["Server-Timing"]
            answer.headers.pop("Date", None)  # a second may end between the two
        assert head.headers == got.headers


# ---- hosts ----------------------------------------------------------------------------------------------------


HOSTS = [
    "evil.example",
    "evil.example:99999999",
    "[::1",
    "a b",
    "",
    "\x80",
    "evil.example/<>@x",
    "x\\y",
    "x,y",
    MARK,
    "-" * 9000,
]


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: ascii(host)[:30])
def test_a_last_slash_leads_to_the_page_here_whatever_the_host_is(client: FlaskClient, host: str) -> None:
    for section in LESSONS[1:]:
        answer = ask(client, f"{section.path}/", environ={"HTTP_HOST": host, "HTTP_X_FORWARDED_HOST": "evil.example"})
        refused(answer, 308)
        assert answer.headers["Location"] == section.path
    assert ask(client, "/masks", environ={"HTTP_HOST": host}).data == ask(client, "/masks").data


AWAY = [
    "//evil.example/", "//evil.example/masks/", "///evil.example/..", "/\\evil.example/", "/evil.example//", "http://evil.example/",
    "//evil.example/%2e%2e", "/https:/evil.example/", "//masks@evil.example/", "/masks/@evil.example/", "/.evil.example/",
]  # fmt: skip


@pytest.mark.parametrize("path", AWAY)
def test_no_address_leads_away(client: FlaskClient, path: str) -> None:
    answer = ask(client, path)
    is_lost(answer)
    assert "Location" not in answer.headers


@pytest.mark.parametrize("path", ["/masks/", "/masks//", "//masks/", "///masks///"])
def test_a_last_slash_costs_no_state(client: FlaskClient, path: str) -> None:
    assert ask(client, path, query="dx=3&a=1,2").headers["Location"] == "/masks?dx=3&a=1,2"
    hostile = ask(client, path, query="dx=3\r\nSet-Cookie: x=1\x80 <>\\").headers
    assert hostile["Location"] == "/masks?dx=3%0D%0ASet-Cookie:%20x=1%80%20%3C%3E%5C"
    assert "Set-Cookie" not in hostile


# ---- bodies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", *METHODS])
def test_a_body_over_the_limit_is_refused_everywhere_at_once(client: FlaskClient, method: str) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

        readinto = read  # type: ignore[assignment]

    for path in ("/masks", CALLBACK, "/healthz", "/none", files(client)[0]):
        for length in (MAX_BYTES + 1, 100_000_000, 10**30):
            answer = ask(client, path, method, environ={"wsgi.input": Unread(), "CONTENT_LENGTH": str(length)})
            assert answer.status_code == 413
            silent(answer)


def test_a_body_in_chunks_over_the_limit_is_refused_everywhere(client: FlaskClient) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    for path in ("/masks", CALLBACK, "/healthz", "/none", files(client)[0]):
        for method in ("GET", "POST", "DELETE"):
            body = io.BytesIO(b" " * (MAX_BYTES + 100_000))
            refused(ask(client, path, method, environ={**chunked, "wsgi.input": body}), 413)
            assert body.tell() <= MAX_BYTES + 1  # the rest is not even taken in


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "0x10", "+5", "", " ", "٣", "9" * 5000, MARK])
def test_a_length_that_is_none_does_no_harm(client: FlaskClient, length: str) -> None:
    answer = ask(client, "/masks", environ={"CONTENT_LENGTH": length.encode().decode("latin-1")})
    assert answer.status_code in (200, 400, 413)
    silent(answer)


# ---- what is kept, codings, parts -----------------------------------------------------------------------------


def test_what_a_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    for path in ("/masks", "/_dash-layout", *files(client)):
        etag = ask(client, path).headers["ETag"]
        for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            answer = ask(client, path, headers={"If-None-Match": known})
            assert (answer.status_code, answer.data) == (304, b"")
            assert answer.headers["ETag"] == etag
        for other in ('"x"', "", etag[1:-1] + "x", f'"{MARK}"', ",,;", '"' * 99):
            answer = ask(client, path, headers={"If-None-Match": other})
            assert answer.status_code == 200
            silent(answer)
    lost = ask(client, "/none", headers={"If-None-Match": "*"})
    assert lost.status_code == 404
    assert "ETag" not in lost.headers


@pytest.mark.parametrize(
    "date", ["Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT", "never", "0", "9" * 99]
)
def test_dates_do_not_count(client: FlaskClient, date: str) -> None:
    for header in ("If-Modified-Since", "If-Unmodified-Since", "If-Range"):
        assert ask(client, "/masks", headers={header: date}).status_code == 200


ACCEPTED = {
    "br": "br", "BR": "br", "gzip": "gzip", "*": "br", "br;q=0.001": "br", "*;q=0, br": "br", "gzip;q=0.5, br;q=1": "br",
    "br;q=0, *": "gzip", "br;q=0, gzip;q=0, *": None, "*;q=0": None, "br;q=0": None, "gzip;q=0.000": None, "identity": None,
    "identity;q=0": None, "": None, "deflate, zstd, compress": None, "br;q=-1": None, "br;q=x": None, "br;q=nan": None,
    ";;,,=": None, MARK: None, "x" * 9000: None,
}  # fmt: skip


@pytest.mark.parametrize("accepted", ACCEPTED, ids=lambda text: text[:30])
def test_a_coding_that_is_not_accepted_is_not_sent(client: FlaskClient, accepted: str) -> None:
    for path in ("/masks", "/none", "/_dash-layout"):
        answer = ask(client, path, headers={"Accept-Encoding": accepted})
        coding = answer.headers.get("Content-Encoding")
        assert coding == ACCEPTED[accepted]
        decoded = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](answer.data)
        assert decoded == ask(client, path).data
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "part",
    [
        "bytes=0-1",
        "bytes=-5",
        "bytes=5-",
        "bytes=9999999-",
        "bytes=1-0",
        "bytes=0-0,2-2",
        "x=1",
        "bytes=" + "0-0," * 2000,
    ],
)
def test_a_part_is_answered_with_the_whole(client: FlaskClient, part: str) -> None:
    for path in ("/masks", files(client)[0]):
        answer = ask(client, path, headers={"Range": part})
        assert (answer.status_code, answer.data) == (200, ask(client, path).data)
        assert "Content-Range" not in answer.headers
