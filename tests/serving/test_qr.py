"""QR codes: of this site's addresses alone, and read by a library that knows nothing of the one that draws them."""

from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp
from flask.testing import FlaskClient
from numpy.typing import NDArray

from components import share
from serving import qr

SITE = "http://localhost"


def pixels(svg: str, scale: int = 4) -> NDArray[np.uint8]:
    """What the SVG draws: a white square, and in it horizontal strokes of one module."""
    (size,) = re.findall(r'viewBox="0 0 (\d+) \1"', svg)
    picture = np.full((int(size), int(size)), 255, np.uint8)
    (path,) = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    x = y = 0.0
    for command, *numbers in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", path):
        first, second = (float(number or 0) for number in numbers)
        if command == "h":
            picture[int(y), int(x) : int(x + first)] = 0
            x += first
        else:
            x, y = (first, second) if command == "M" else (x + first, y + second)
    return np.kron(picture, np.ones((scale, scale), np.uint8))


def asked(client: FlaskClient, address: str, **headers: str) -> tuple[int, str]:
    with client.get("/qr.svg", query_string={"address": address}, headers=headers) as answer:
        return answer.status_code, answer.get_data(as_text=True)


@pytest.fixture
def client(app: object) -> FlaskClient:
    found: FlaskClient = app.server.test_client()  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("length", [0, 30, 300, 1500, qr.MOST])
def test_another_library_reads_the_address(client: FlaskClient, length: int) -> None:
    address = f"{SITE}/thresholds"
    if length:
        address += "?t=0.38&hide=n,seed&x=%E2%82%AC"
        address += "a" * (length - len(address))
    status, svg = asked(client, address)
    assert status == 200
    (found,) = zxingcpp.read_barcodes(pixels(svg))
    assert found.text == address
    modules = pixels(svg, 1)
    edges = [modules[:4], modules[-4:], modules[:, :4], modules[:, -4:]]
    assert all((edge == 255).all() for edge in edges), "the quiet zone is white"


REFUSED = [
    "",
    "/thresholds",
    "https://localhost/thresholds",
    "http://localhost.evil.example/thresholds",
    "http://localhost@evil.example/thresholds",
    "http://evil.example/thresholds",
    f"{SITE}/nowhere",
    f"{SITE}//evil.example",
    f"{SITE}/thresholds#t",
    f"{SITE}/thresholds?t=0 5",
    f"{SITE}/thresholds?t=é",
    f"{SITE}/thresholds?" + "a" * qr.MOST,
]


@pytest.mark.parametrize("address", REFUSED)
def test_any_other_text_is_refused_with_a_sentence(client: FlaskClient, address: str) -> None:
    status, said = asked(client, address)
    assert status == 400
    assert "expected" in said
    assert "evil" not in said


def test_the_dialog_asks_for_no_longer_one() -> None:
    assert share.MOST == qr.MOST
