"""The pictures that links have: drawn on the server, in the state that a link names."""

from __future__ import annotations

import re
import struct
import time
from collections.abc import Mapping

from flask.testing import FlaskClient

from components.course import LESSONS
from components.page import Lesson
from components.preview import FIGURE, preview
from serving.preview import drawn
from tests.conftest import with_sections
from tests.serving.conftest import refused

PNG = b"\x89PNG\r\n\x1a\n"


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@with_sections
def test_every_section_has_a_picture(section: Lesson[object], client: FlaskClient) -> None:
    answer = client.get(f"/preview/{section.name}.png")
    assert answer.status_code == 200
    assert answer.content_type == "image/png"
    assert size(answer.get_data()) == (1200, 630)
    assert len(answer.get_data()) < 300_000, "chats load no large ones"


def test_the_picture_shows_the_state_of_the_link(client: FlaskClient) -> None:
    usual, moved, nonsense = (
        client.get(f"/preview/thresholds.png?{query}").get_data() for query in ("", "t=0.3", "t=much&x=1")
    )
    assert usual == nonsense != moved
    assert size(moved) == (1200, 630)


@with_sections
def test_the_lines_of_a_hatched_bar_reach_over_the_bar_and_no_further(section: Lesson[object]) -> None:
    """A program draws all of them before it cuts them, and a bar is up to a hundred lines."""
    drawn_first = picture(section, {"true": "", "samples": 8, "labels": 6})
    hatches = re.findall(
        r'<path transform="skewX[^>]*stroke-width="([\d.]+)"[^>]* d="M([-\d.]+) [\d.]+H([\d.]+)"', drawn_first
    )
    assert drawn_first.count("skewX") == len(hatches)
    assert section.name not in ("pitfalls-empty", "averaging") or hatches
    assert sum(float(height) * (float(end) - float(start)) for height, start, end in hatches) <= FIGURE[0] * FIGURE[1]
    assert not hatches or drawn(drawn_first) != drawn(re.sub(r"<path transform=\"skewX[^>]*>", "", drawn_first))


def picture(section: Lesson[object], given: Mapping[str, object] | None = None) -> str:
    return preview(section, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>', given)


def test_drawing_holds_up_nobody() -> None:
    """It happens in another process, so that this one uses no processor time."""
    start = time.process_time()
    assert drawn(picture(LESSONS[0])).startswith(PNG)
    assert time.process_time() - start < 0.05


def test_there_is_no_other_picture_and_none_is_changed(client: FlaskClient) -> None:
    assert client.get("/preview/nothing.png").status_code == 404
    assert client.get("/preview/thresholds.svg").status_code == 404
    refused(client.post("/preview/thresholds.png"), 405)


def test_a_site_that_does_not_know_its_address_names_no_picture(client: FlaskClient) -> None:
    for section in LESSONS:
        assert "og:image" not in client.get(section.path).get_data(as_text=True)
