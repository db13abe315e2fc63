"""How far off a drawing was, as the site answers it: bounded like any address, and for the state that it names."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

EVERYWHERE = ",".join(["", *["50"] * 20])


@pytest.fixture
def client(app: object) -> FlaskClient:
    found: FlaskClient = app.server.test_client()  # type: ignore[attr-defined]
    return found


def asked(client: FlaskClient, lesson: str, **query: str | Sequence[str]) -> tuple[int, dict[str, str]]:
    with client.get(f"/drawn/{lesson}", query_string=query) as answer:
        assert answer.mimetype == "application/json"
        assert answer.headers["Cache-Control"] == "no-store"
        said: dict[str, str] = answer.get_json()
        return answer.status_code, said


def test_a_drawing_is_compared_in_the_state_that_is_named(client: FlaskClient) -> None:
    of_default = {"said": "Off by 0.48 on average, most at 2,000 true negatives: accuracy is 0.995, you drew 0.50."}
    assert asked(client, "true-negatives", y=EVERYWHERE) == (200, of_default)
    # the present number of true negatives is no part of the curve, and what is out of bounds is bounded
    assert asked(client, "true-negatives", y=EVERYWHERE, tn="700", tp="x", unknown="<b>") == (200, of_default)
    other = asked(client, "true-negatives", y=EVERYWHERE, tp="0", fp="500", fn="500")[1]["said"]
    assert other.endswith("most at 100 true negatives: accuracy is 0.09, you drew 0.50.")
    for lesson in ("f1", "thresholds"):
        assert asked(client, lesson, y=EVERYWHERE)[1]["said"].startswith("Off by 0.")


REFUSED: list[str | Sequence[str]] = [
    "", "50", EVERYWHERE + ",50", EVERYWHERE.replace("50", "101"), EVERYWHERE.replace("50", "-1"),
    EVERYWHERE.replace("50", "5e1"), [EVERYWHERE, EVERYWHERE], "<script>alert(1)</script>", "\x00" * 21, "," * 20, "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("drawn", REFUSED, ids=range(len(REFUSED)))
def test_anything_else_is_refused_with_a_sentence_that_repeats_none_of_it(
    client: FlaskClient, drawn: str | Sequence[str]
) -> None:
    status, said = asked(client, "true-negatives", y=drawn)
    assert (status, list(said)) == (400, ["error"])
    assert said["error"].startswith("expected y")
    assert "script" not in said["error"]


def test_it_is_asked_by_get_and_only_of_lessons_in_which_one_draws(client: FlaskClient) -> None:
    assert asked(client, "true-negatives")[0] == 400
    with client.post("/drawn/true-negatives", data="y=1") as answer:
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    with client.head(f"/drawn/true-negatives?y={EVERYWHERE}") as answer:
        assert (answer.status_code, answer.data) == (200, b"")
    for path in ("/drawn/", "/drawn/sets", "/drawn/true-negatives/y", "/drawn/../true-negatives"):
        with client.get(path, headers={"Accept": "application/json"}) as answer:
            assert answer.status_code == 404
