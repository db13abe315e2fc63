"""Handouts: files that load nothing, run only what their policy names, and have no control that does nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache, cached_property
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from components.course import LESSONS
from components.live.frames import of_scrubbed, pick, scrubbed
from tests.conftest import application, plain
from tests.serving.conftest import MARK, refused

NAMES = ["course", *(section.name for section in LESSONS)]
each_name = pytest.mark.parametrize("name", NAMES)

MOST = 4_000_000  # bytes of the course
MOST_OF_A_SECTION = 540_000

# What a button is known by that the scripts of a file answer.
ANSWERED = ("data-copies", "data-opens", "data-closes", "data-switches", "data-walks", "data-draws")


class File(HTMLParser):
    """The elements of a file with their attributes, and the texts of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: list[tuple[str, dict[str, str], str]] = []
        self._open: tuple[str, dict[str, str]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        self.elements.append((tag, attributes))
        self._open = (tag, attributes) if tag in ("script", "style") else None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside.append((*self._open, data))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    @cached_property
    def ids(self) -> set[str]:
        return {attributes["id"] for _, attributes in self.elements if "id" in attributes}

    @property
    def frames(self) -> list[Any]:
        (text,) = (text for tag, attributes, text in self.inside if attributes.get("type") == "application/json")
        return [store["props"]["data"] for store in json.loads(text)["response"]["_pages_content"]["children"]]


@cache
def raw(name: str) -> bytes:
    with application.server.test_client() as client:
        answer = client.get(f"/handout/{name}")
        assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="jaccard-{name}.html"'
        return answer.get_data()


@cache
def file(name: str) -> File:
    return File(raw(name).decode())


def source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@each_name
def test_the_policy_names_what_the_file_runs_and_nothing_else(name: str) -> None:
    found = file(name)
    stated = {k: v for k, v in ((e.get("http-equiv"), e.get("content")) for e in found.all("meta")) if k}
    assert list(stated) == ["Content-Security-Policy"]
    policy = dict(rule.split(" ", 1) for rule in stated["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    scripts = [text for tag, attributes, text in found.inside if tag == "script" and "type" not in attributes]
    assert policy.pop("script-src").split() == [source(text) for text in scripts]
    assert policy.pop("style-src").split() == [source(text) for tag, _, text in found.inside if tag == "style"]
    assert policy == {
        "style-src-attr": "'unsafe-inline'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    # a policy holds from where it stands
    assert [tag for tag, _ in found.elements].index("script") > 3
    assert found.elements[3] == ("meta", {"http-equiv": "Content-Security-Policy", "content": stated.popitem()[1]})


@each_name
def test_a_file_loads_nothing(name: str) -> None:
    found = file(name)
    for tag, attributes in found.elements:
        loads = [attributes[key] for key in ("src", "srcset", "data", "poster", "action") if key in attributes]
        if tag == "link":
            loads.append(attributes["href"])
        assert all(each.startswith("data:") for each in loads), (tag, attributes)
        assert not any(key.startswith("on") for key in attributes), (tag, attributes)
    style = "".join(text for tag, _, text in found.inside if tag == "style")
    assert "@import" not in style
    assert style.count("url(") == style.count("url(data:") + style.count('url("data:') + style.count("url('data:")


@each_name
def test_nothing_in_a_file_is_a_control_that_does_nothing(name: str) -> None:
    found = file(name)
    moving = {f"finished-{id}" for frames in found.frames for id in scrubbed(frames)}
    screens = {
        walk["data-path"]: [f"?lecture=1&screen={k}" for k in range(1, int(walk["data-screens"]) + 1)]
        for walk in found.all("nav")
        if walk.get("class") == "walk"
    }
    assert len(screens) == len(found.frames)
    for attributes in found.all("a"):
        screen, _, place = attributes["href"].partition("#")
        if not screen.startswith("https://"):
            assert place in found.ids, attributes
            assert screen == "" or screen in screens[f"#{place}"], attributes
        for id in json.loads(attributes.get("data-sets", "{}")):
            assert f"finished-{id}" in moving
    assert found.all("select", "textarea", "form") == []
    guesses = {
        each["id"] for each in found.all("div") if "guesses" in each.get("class", "").split()
    }  # no server needed
    for attributes in found.all("input"):
        hand = "data-hand" in attributes  # a field of the lecturer
        guess = attributes["type"] == "radio" and attributes["name"] in guesses
        assert guess or hand or "disabled" in attributes or attributes["id"] in moving, attributes
    for attributes in found.all("button"):
        reset = attributes.get("id", "").endswith("-reset")
        speed_or_play = attributes.get("class") == "speed" or "data-pause" in attributes
        assert reset or speed_or_play or any(key in attributes for key in ANSWERED), attributes
    for _, attributes in found.elements:
        sliders = {f"finished-{attributes[key]}" for key in ("data-x-slider", "data-y-slider") if key in attributes}
        assert sliders <= moving & found.ids, attributes
        named = [attributes[key] for key in ("for", "data-copies", "aria-labelledby") if key in attributes]
        assert set(named) <= found.ids, attributes
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_file_is_small() -> None:
    assert len(raw("course")) < MOST
    assert max(len(raw(name)) for name in NAMES if name != "course") < MOST_OF_A_SECTION


def test_the_course_has_every_section_and_its_frames() -> None:
    found = file("course")
    assert {f"finished-{section.name}" for section in LESSONS} <= found.ids
    assert [frames["section"] for frames in found.frames] == [section.name for section in LESSONS]
    for section, frames in zip(LESSONS, found.frames, strict=True):
        assert {axis["id"] for axis in frames["axes"]} == scrubbed(frames)
        whole = section.show(section.state()).frames
        for share in (0.0, 0.3, 1.0):
            values = {axis["id"]: axis["low"] + share * axis["step"] * axis["count"] for axis in whole["axes"]}
            fixed = {f"{id}-shown" for id in values.keys() - scrubbed(frames)}
            wanted = {target: value for target, value in pick(whole, values).items() if target.id not in fixed}
            assert plain(list(pick(frames, values).values())) == plain(list(wanted.values()))


def test_a_file_has_the_state_of_its_address(client: FlaskClient) -> None:
    found = File(client.get("/handout/thresholds?n=1000&t=0.38").get_data(as_text=True))
    sliders = {each["id"].rpartition("-")[2]: each for each in found.all("input") if each["type"] == "range"}
    assert sliders["t"]["value"] == "0.38"
    section = next(section for section in LESSONS if section.name == "thresholds")
    assert found.frames == plain([of_scrubbed(section.show(section.state.read({"n": "1000"})).frames)])


def test_a_query_is_bounded_and_one_state_is_one_file(client: FlaskClient) -> None:
    def got(query: str) -> bytes:
        return client.get(f"/handout/thresholds?{query}").get_data()

    assert got("t=0.38&n=1000") == got("n=1000&t=0.38&theme=dark") == got(f"{MARK}=1&n=1000&t=.38") != raw("thresholds")
    assert got("t=7") == got("t=1")
    assert got("t=much") == got("t=0.38" + "&x=1" * 2000) == got(f"{MARK}={MARK}") == raw("thresholds")
    assert client.get(f"/handout/course?{MARK}=1").get_data() == raw("course")


@pytest.mark.parametrize(
    "path", ["", "/", "nothing", "thresholds/nothing", "thresholds/", f"{MARK}", "course/masks", "all", "../thresholds"]
)
def test_there_is_no_other_file(path: str, client: FlaskClient) -> None:
    refused(client.get(f"/handout/{path}", headers={"Accept": "text/plain"}), 404)


def test_a_file_is_only_read_and_kept_as_long_as_it_is_current(client: FlaskClient) -> None:
    refused(client.post("/handout/thresholds"), 405)
    first = client.get("/handout/thresholds")
    assert first.headers["Cache-Control"] == "no-cache"
    assert client.get("/handout/thresholds", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_lecture_of_a_file_has_the_screens_of_its_lesson() -> None:
    for section in LESSONS:
        links = [each["href"] for each in file(section.name).all("a") if "screen=" in each["href"]]
        assert len(links) == len(section.screens)
