"""What the front door sends: pages and files finished and compressed, with the headers that keep a browser safe."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from components.course import LESSONS
from components.page import Lesson
from components.shell import ALL_PATH
from components.words.glossary import PATH
from serving import VERSION, logs
from serving.body import Body
from serving.pages import PAGE_OUTPUT
from serving.settings import Settings
from tests.serving.conftest import refused
from tests.states import every

ROOT = Path(__file__).parent.parent.parent
PAGES = [*(section.path for section in LESSONS), ALL_PATH, PATH]


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


RUNS, STARTS = "runs", "starts"


class Html(HTMLParser):
    """The files that a page names, and the texts of its scripts by what they are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.files: list[str] = []
        self.scripts: dict[str, str] = {}  # of data by name; those that run have none
        self.kind = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert not any(name.startswith("on") for name in given), "an inline handler, which the policy forbids"
        if tag in ("script", "link"):
            named = ("src", "href", "data-script", "data-plotly")
            self.files += [value for name in named if (value := given.get(name))]
        self.kind = ""
        if tag == "script" and "src" not in given:
            runs = STARTS if "data-script" in given else RUNS
            self.kind = str(given.get("id") or given.get("data-given") or runs)
            assert given.get("type") == (None if self.kind == runs else "application/json")

    def handle_data(self, data: str) -> None:
        if self.kind:
            assert self.kind not in self.scripts
            self.scripts[self.kind] = data

    def handle_endtag(self, tag: str) -> None:
        self.kind = ""


def pages_request(path: str, search: str = "") -> dict[str, object]:
    return {
        "output": PAGE_OUTPUT,
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }


@pytest.mark.parametrize("path", PAGES)
def test_a_page_brings_its_own_content_and_no_other(client: FlaskClient, path: str) -> None:
    html = Html(client.get(path).text)
    answer = json.loads(html.scripts["_pages_content"])
    assert answer == client.post("/_dash-update-component", json=pages_request(path)).json
    assert answer["response"]["_pages_store"]["data"]["title"] in client.get(path).text
    assert json.loads(html.scripts["_dash-layout"]) == client.get("/_dash-layout").json
    assert json.loads(html.scripts["_dash-dependencies"]) == client.get("/_dash-dependencies").json
    stores = set(re.findall(r'"id":"([a-z0-9-]+)-frames"', html.scripts["_pages_content"]))
    shown = LESSONS if path == ALL_PATH else [section for section in LESSONS if path == section.path]
    assert stores <= {section.name for section in shown}


@pytest.mark.parametrize("path", PAGES)
def test_everything_that_a_page_names_comes_from_here(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    files = [name for name in Html(page.text).files if not name.startswith("data:")]
    # plotly.js and Dash's script
    assert len(files) == 2
    for name in files:
        assert re.fullmatch(r"/files/[a-z-]+-[0-9a-f]{16}\.js", name)
        file = client.get(name)
        assert file.status_code == 200
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/", "/masks", "/thresholds?t=0.5", "/none"])
def test_a_page_needs_no_second_file_before_dash_starts(client: FlaskClient, path: str) -> None:
    """While a new version takes the place of an old one, the next request may reach a copy without this one's files."""
    page = client.get(path).text
    assert re.search(r"<style>.*\.stage.*</style>", page, re.DOTALL)
    assert 'rel="stylesheet"' not in page
    assert not re.search(r"<(script|link|img)[^>]* (src|href)=\"/", page)
    assert "fetch(href" in Html(page).scripts[STARTS]


def test_a_file_that_another_version_has_is_not_there_and_not_remembered_as_such(client: FlaskClient) -> None:
    answer = client.get("/files/lab-0123456789abcdef.js", headers={"Accept": "*/*", "Sec-Fetch-Dest": "script"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
    assert client.get("/none", headers={"Accept": "image/png"}).headers["Cache-Control"] == "no-store"


def test_what_a_sandboxed_frame_loads_may_be_loaded_by_it(client: FlaskClient) -> None:
    """Such a frame is of no site, also where it shows this one's page."""
    policy = "Cross-Origin-Resource-Policy"
    for name in [*Html(client.get("/masks").text).files, "/preview/masks.png"]:
        if not name.startswith("data:"):
            assert client.get(name).headers[policy] == "cross-origin"
    assert client.get("/masks").headers[policy] == "same-origin"


def test_a_link_to_a_state_brings_the_page_in_that_state(client: FlaskClient) -> None:
    page = client.get("/thresholds?t=0.5")
    answer = client.post("/_dash-update-component", json=pages_request("/thresholds", "?t=0.5"))
    assert json.loads(Html(page.text).scripts["_pages_content"]) == answer.json
    assert answer.json != client.post("/_dash-update-component", json=pages_request("/thresholds")).json
    assert ">0.500</span>" in page.text
    assert page.headers["ETag"] != client.get("/thresholds").headers["ETag"]


@pytest.mark.parametrize("query", ["t=0.845", "t=abc", "nothing=1", "t=0.3&t=0.5", "x" * 5000])
def test_a_query_that_names_no_other_state_opens_the_default_one(client: FlaskClient, query: str) -> None:
    assert client.get(f"/thresholds?{query}").data == client.get("/thresholds").data


def test_a_state_is_one_page_however_it_is_written(client: FlaskClient) -> None:
    assert client.get("/masks?dx=999&unknown=<b>").data == client.get("/masks?dx=20").data
    written = client.get("/thresholds?t=0,38&amp;n=300")  # a decimal comma, and from the source of a page
    assert written.data == client.get("/thresholds?t=0.38&n=300").data


BYTES = """
import sys
from app import create_app
from serving.body import hash_of
site = create_app()
for path in sys.argv[1:]:
    site.pages.html(path)
print({path: body.hash for path, body in {**site.pages.files, **site.pages._contents}.items()})
print(hash_of(site.handouts.made("/handout/course", "")))
"""


def test_two_copies_make_the_same_bytes() -> None:
    # what all sections are on one page, they are on their own
    pages = PAGES if every() else [ALL_PATH]
    copies = [
        subprocess.run(
            [sys.executable, "-c", BYTES, *pages],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert copies[0] == copies[1]
    assert copies[0].count("/") > len(pages)
    assert all(f"'{page}'" in copies[0] for page in pages)


@pytest.mark.parametrize(
    "path", ["/", "/_dash-layout", "/_dash-dependencies", "js", "/masks?dx=3", "/numbers/thresholds/table.csv"]
)
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None), ("identity", None), ("br;q=0, gzip", "gzip")],
)
def test_bodies_come_in_the_coding_that_the_browser_takes(
    client: FlaskClient, path: str, accepted: str, coding: str | None
) -> None:
    if not path.startswith("/"):
        path = next(name for name in Html(client.get("/").text).files if name.endswith(path))
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    plain = client.get(path).data
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert decode(answer.data) == plain
    again = client.get(path, headers={"Accept-Encoding": accepted, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_picture_is_not_compressed_again(client: FlaskClient) -> None:
    answer = client.get("/preview/masks.png", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["/masks?dx=7", "/preview/masks.png?dx=7", "/numbers/thresholds/table.csv?n=300"])
def test_what_was_made_for_one_reader_is_there_for_the_next(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(path, headers={"Accept-Encoding": "br"})
    monkeypatch.setattr(Lesson, "show", None)
    monkeypatch.setattr("serving.kept.Form.of", None)
    again = client.get(path, headers={"Accept-Encoding": "br"})
    assert (again.status_code, again.data) == (first.status_code, first.data)


def test_a_condition_that_does_not_hold_gets_a_sentence(client: FlaskClient) -> None:
    for path in ("/masks", "/masks?dx=3"):
        refused(client.get(path, headers={"If-Match": '"other"'}), 412)


def test_a_request_names_its_host(client: FlaskClient) -> None:
    assert client.get("/healthz", environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"}).status_code == 200
    with client.application.request_context(create_environ("/masks")) as asked:
        del asked.request.environ["HTTP_HOST"]
        refused(client.application.full_dispatch_request(), 400)


@pytest.mark.parametrize(("coding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_the_answer_of_a_callback_is_compressed(
    client: FlaskClient, coding: str, decode: Callable[[bytes], bytes]
) -> None:
    request = pages_request("/thresholds", "?t=0.5")
    plain = client.post("/_dash-update-component", json=request)
    packed = client.post("/_dash-update-component", json=request, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert packed.headers["X-Script"] in Html(client.get("/").text).files, "which version it is of"
    assert decode(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 4
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/", "/thresholds?t=0.5", "/none", "/healthz", "/_dash-layout", "/_dash-update-component"]
)
def test_every_answer_carries_the_policy(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == Settings().frame_ancestors
    assert "unsafe-eval" not in str(policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "X-Frame-Options" not in headers, "it would overrule frame-ancestors"
    assert re.fullmatch(r"app;dur=\d+\.\d", headers["Server-Timing"])


@pytest.mark.parametrize("path", ["/", "/thresholds?t=0.5", "/none"])
def test_the_policy_admits_the_two_inline_scripts_and_nothing_else(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    script = Html(page.text).scripts[RUNS]
    assert page.text.index(script) < page.text.index("<style"), "it would wait for the style sheet"
    scripts = [script, Html(page.text).scripts[STARTS]]
    first, starts = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
    assert f"; script-src 'self' 'sha256-{first}' 'sha256-{starts}'; " in page.headers["Content-Security-Policy"]


def test_the_health_answer_says_the_version(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.json == {"status": "ok", "version": VERSION}
    assert answer.headers["Cache-Control"] == "no-store"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    scripts = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert project["version"] == scripts["version"] == VERSION


def test_nothing_of_a_developer_is_on(app: Dash, client: FlaskClient) -> None:
    assert not app._dev_tools.ui
    assert not app.server.debug
    assert not app._enable_mcp
    assert client.get("/_mcp").status_code == client.get("/_reload-hash").status_code == 404


@pytest.mark.parametrize("folder", ["app.py", "components", "callbacks", "serving"])
def test_no_raw_html_anywhere(folder: str) -> None:
    files = [ROOT / folder] if folder.endswith(".py") else sorted((ROOT / folder).rglob("*.py"))
    for path in files:
        assert not re.search(
            r"DangerouslySetInnerHTML|dangerously_allow_html|Markdown\(|Iframe\(", path.read_text("utf-8")
        )


def test_what_the_build_compressed_is_used_for_the_same_bytes_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("serving.body.PACKED", tmp_path)
    text = b"the same words again and again, " * 200
    Body(text, "text/plain", "").pack()
    (packed,) = tmp_path.iterdir()
    assert Body(text, "text/plain", "").encodings["br"] == packed.read_bytes()
    assert brotli.decompress(Body(text + b"!", "text/plain", "").encodings["br"]) == text + b"!"


def test_a_line_of_the_log_says_nothing_about_who_asks(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger=logs.ACCESS.name):
        client.get("/thresholds?t=0.5", headers={"User-Agent": "secret", "X-Forwarded-For": "secret"})
        client.get("/students/secret")
    first, second = (vars(record) for record in caplog.records)
    assert {key: first[key] for key in ("method", "page", "status")} == {
        "method": "GET",
        "page": "/thresholds",
        "status": 200,
    }
    assert first["bytes"] > 0
    assert first["ms"] >= 0
    assert (second["page"], second["status"]) == ("none of the site's", 404)
    assert "secret" not in str(first) + str(second)
