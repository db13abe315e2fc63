"""Old addresses: of chapters that were one page, and of their parts."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from components.course import LESSONS
from serving.moved import NAMES, Moved
from serving.settings import Settings
from tests.conftest import application
from tests.serving.conftest import MARK


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("/masks?border=-1", "/masks/border?border=-1"),
        ("/masks/?border=-1&theme=dark", "/masks/border?border=-1&theme=dark"),
        ("/masks?embed=1&part=many-images&imistake=small", "/masks/images?embed=1&imistake=small"),
        ("/f1?part=two-models&tp=20", "/f1/two-models?tp=20"),
        ("/averaging?classes=5", "/averaging/classes?classes=5"),
        ("/soft-jaccard?seed=7&seeds=40", "/soft-jaccard/seeds?seed=7&seeds=40"),
        ("/thresholds?plugtemp=1&labelled=20", "/thresholds/without-labels?plugtemp=1&labelled=20"),
        ("/pitfalls", "/pitfalls/empty"),
        ("/pitfalls?misses=0", "/pitfalls/errors?misses=0"),
        ("/exercises", "/exercises/1"),
        ("/exercises?run=yes&rate=1.3", "/exercises/3?run=yes&rate=1.3"),
    ],
)
def test_an_old_address_leads_to_the_lesson_that_has_its_parameters(client: FlaskClient, old: str, now: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (308, now)
    assert client.get(now).status_code == 200


@pytest.mark.parametrize(
    "path", ["/masks", "/masks?dx=1", "/masks?dx=1&border=-1", "/masks?x=1", "/masks?part=overlap", "/masks/border?dx=1",
             "/?overlap=3", f"/?part={MARK}", "/sets?part=border"]
)  # fmt: skip
def test_what_has_its_own_page_stays_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/mask?border=1", "/masks/none?border=1", "/exercise"])
def test_what_was_no_page_is_none(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_of_an_address_becomes_a_header(client: FlaskClient) -> None:
    hostile = {"QUERY_STRING": "border=1&x=\r\nSet-Cookie: x"}
    answer = client.get("/masks", environ_overrides=hostile)
    assert answer.headers["Location"] == "/masks/border?border=1&x=%0D%0ASet-Cookie:%20x"


def test_every_old_name_is_that_of_a_lesson() -> None:
    paths = {lesson.path for lesson in LESSONS}
    assert {f"{chapter}/{new}" for chapter, names in NAMES.items() for new in names.values()} <= paths


def test_every_parameter_of_a_chapter_can_be_reached_by_its_old_address() -> None:
    """Alone, and in the order of the page: the first lesson of the chapter that has it."""
    moved = Moved({lesson.path: [param.key for param in lesson.params] for lesson in LESSONS})
    for lesson in LESSONS:
        chapter = "/" + lesson.path.split("/")[1]
        for param in lesson.params:
            having = [each for each in LESSONS if param.key in [p.key for p in each.params]]
            first = next(each for each in having if each.chapter == lesson.chapter)
            found = moved.now(chapter, f"{param.key}=1".encode())
            assert found == (None if first.path == chapter else f"{first.path}?{param.key}=1")


def test_below_a_prefix_it_is_the_same() -> None:
    from app import create_app

    site = create_app(Settings(prefix="/lab/"))
    client = site.app.server.test_client()
    assert client.get("/lab/masks?border=1").headers["Location"] == "/lab/masks/border?border=1"
    assert client.get("/masks?border=1").status_code == 404
    assert application is not site.app
