"""What comes in at the callbacks: every shape but the page's own is refused before any work, every value is bounded."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from components.course import LESSONS
from components.page import Lesson
from components.shell import ALL_PATH
from components.state import State
from serving.pages import MAX_SEARCH
from serving.payload import MAX_BYTES, MAX_DEPTH
from tests.conftest import plain
from tests.serving.conftest import (
    CALLBACK,
    MARK,
    PAGES,
    SERVED,
    body_of,
    post,
    refused,
    section_of,
    silent,
    values_of,
    with_callbacks,
)
from tests.states import examples, spread

STATES = [name for name in SERVED if name != PAGES]
with_states = pytest.mark.parametrize("name", STATES, ids=lambda name: section_of(name).name)

# One check refuses whatever is no request, for all callbacks; pages are asked for by another callback than states.
with_some = pytest.mark.parametrize(
    "name", spread(list(SERVED), 5, always=[PAGES]), ids=lambda name: str(SERVED[name]["inputs"][0]["id"])
)

WRONG: list[Any] = [None, True, 0, -1.5, MARK, "", [], {}, [MARK], {MARK: MARK}, [None], [[]], {"id": MARK}]
WILDCARD = {"type": MARK, "index": "ALL"}
GONE = object()


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if a section is computed: what is refused must not have cost anything."""

    def show(*_: object) -> None:
        raise AssertionError("work was done for a request that is none")

    monkeypatch.setattr(Lesson, "show", show)


def put(body: Any, value: Any, *path: str | int) -> Any:
    """The same request with another value at one place, or nothing there."""
    body = copy.deepcopy(body)
    place = body
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return body


def mutants(app: Dash, name: str) -> Iterator[Any]:
    """A valid request with one thing wrong, for every place where one can be."""
    valid = body_of(name)
    others = [output for output in app.callback_map if output != name]  # those of the browser among them
    for output in [*WRONG, WILDCARD, *others, "..", "....", f"..{name}..", f"{name} ", name.upper(), GONE]:
        yield put(valid, output, "output")
    for key in (MARK, "", "Output", "background", "cancelJob", "__class__"):
        yield put(valid, MARK, key)
    for wrong in WRONG:
        if wrong != []:  # nothing has changed, and there is no state: both are said so
            yield put(valid, wrong, "changedPropIds")
            yield put(valid, wrong, "state")
        yield put(valid, wrong, "parsedChangedPropsIds")
    changed = valid["changedPropIds"]
    for wrong in ([*changed, MARK], changed * 3, [valid["outputs"][0]["id"]], [json.dumps(WILDCARD)]):
        yield {**valid, "changedPropIds": wrong, "parsedChangedPropsIds": wrong}
    yield put(valid, valid["inputs"], "state")

    for key in ("outputs", "inputs"):
        ends = valid[key]
        last = len(ends) - 1
        for wrong in (*WRONG, GONE, [*ends, ends[0]], [*ends, MARK], ends[:-1], [ends], ends[0], dict(enumerate(ends))):
            yield put(valid, wrong, key)
        if last:
            yield put(valid, ends[::-1], key)
            yield put(valid, ends[last], key, 0)
        for i in {0, last // 2, last}:
            yield put(valid, MARK, key, i, MARK)
            for wrong in WRONG:
                yield put(valid, wrong, key, i)
            for part in ("id", "property"):
                for wrong in (*WRONG, GONE, WILDCARD, json.dumps(WILDCARD), f"{ends[i][part]} ", ends[i][part].upper()):
                    yield put(valid, wrong, key, i, part)


def spoilt(name: str) -> Iterator[bytes]:
    """Bytes that are nearly a valid request."""
    text = json.dumps(body_of(name))
    holed = json.dumps(body_of(name, *("@" for _ in values_of(name))))
    for value in (
        "NaN", "Infinity", "-Infinity", "nan", "undefined", "1_0", "01", "0x1", "1.", ".5", "+1", "'x'", "", "[1,]", "{a:1}",
        '"\n"', '"\\x41"', '"\\ud8"', "9" * 5000, "-" + "9" * 5000, "[" * 100_000, '{"a":' * 40_000,
        "[" * 100_000 + "]" * 100_000, "[" * MAX_DEPTH + "]" * MAX_DEPTH, '{"a":' * MAX_DEPTH + "1" + "}" * MAX_DEPTH,
    ):  # fmt: skip
        yield holed.replace('"@"', value, 1).encode()
    yield from (b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), text.encode("utf-32"), text.encode("utf-16-be"))
    yield from (text.encode() + tail for tail in (b"\x00", b"}", b",", b"x", text.encode(), b"\xff"))
    yield from (head + text.encode() for head in (b"\x00", b"\xff", b"//\n", b")]}',\n"))
    yield holed.replace("@", MARK + "\udc80").encode("utf-8", "surrogateescape")
    yield holed.replace("@", MARK + "\ud800").encode("utf-8", "surrogatepass")
    yield text.encode()[:-1]
    yield f"[{text}]".encode()
    yield from (b"", b" ", b"null", b"[]", b"{}", b"true", b"0", b'""', b"\x00" * 99, b"\xff" * 99, MARK.encode())


@pytest.mark.usefixtures("idle")
@with_some
def test_a_request_with_anything_wrong_in_its_shape_is_refused(client: FlaskClient, app: Dash, name: str) -> None:
    for body in mutants(app, name):
        refused(post(client, body))


@pytest.mark.usefixtures("idle")
@with_some
def test_bytes_that_are_no_request_are_refused(client: FlaskClient, name: str) -> None:
    for data in spoilt(name):
        refused(post(client, data))


@pytest.mark.usefixtures("idle")
def test_what_only_the_browser_runs_is_refused(client: FlaskClient, app: Dash) -> None:
    here = [callback for callback in app._callback_list if callback["clientside_function"]]
    assert here
    for callback in here:
        ends = [{**end, "id": str(end["id"]), "value": 1} for end in callback["inputs"]]
        for outputs in ([], {}, [{"id": "sets-a", "property": "value"}]):
            refused(post(client, {"output": callback["output"], "outputs": outputs, "inputs": ends}))


KINDS = [
    "", "text/plain", "text/html", "application/x-www-form-urlencoded", "application/jsonp", "application/ld+json",
    "multipart/form-data; boundary=x", MARK, "/", ";;", "application/json" * 99,
]  # fmt: skip
ASIDE = ["cacheKey=1&job=1", f"job={MARK}", f"endId={MARK}", "oldJob=1&oldJob=2", "x", "=", "&"]


@pytest.mark.usefixtures("idle")
@pytest.mark.parametrize(
    "options", [*({"content_type": kind} for kind in KINDS), *({"query_string": query} for query in ASIDE)], ids=str
)
def test_what_the_page_would_not_send_with_a_request_is_refused(client: FlaskClient, options: dict[str, Any]) -> None:
    refused(post(client, body_of(STATES[0]), **options))


@with_callbacks
def test_the_pages_own_request_is_answered(client: FlaskClient, name: str) -> None:
    body = body_of(name)
    answer = post(client, body)
    assert answer.status_code == 200
    assert post(client, put(body, GONE, "changedPropIds") | {"parsedChangedPropsIds": []}).data == answer.data
    assert post(client, put(body, [], "state")).data == answer.data
    assert post(client, json.dumps(body, indent=9), content_type="application/json; charset=utf-16").data == answer.data
    twice = json.dumps(body).replace('{"output"', '{"output": 0, "inputs": [1], "output"')
    assert post(client, twice).data == answer.data  # of a name that stands twice the last counts, here and in Dash


HEADERS = [
    ("Cookie", 'a=b; ;;=;"\\777"; é=\\"'), ("Origin", f"https://{MARK}"), ("Referer", "\x80\xff"), ("Host", f"{MARK}:99999999"),
    ("Host", "[::1"), ("X-Forwarded-Host", MARK), ("Forwarded", f"for={MARK}"), ("Accept", ";q=;"), ("Accept", MARK),
    ("Accept-Encoding", "br;q=nan, gzip;q=1e999, *;q=-1"), ("If-None-Match", "*"), ("Range", "bytes=0-1"),
    ("X-HTTP-Method-Override", "DELETE"), ("Authorization", "Basic !"), ("Date", MARK), ("Content-Encoding", MARK),
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_no_header_changes_the_answer(client: FlaskClient, header: tuple[str, str]) -> None:
    answer = post(client, body_of(STATES[0]), headers=[header])
    assert (answer.status_code, answer.data) == (200, post(client, body_of(STATES[0])).data)
    silent(answer)


# ---- values ---------------------------------------------------------------------------------------------------


HOSTILE = [
    "null", "true", "false", "-0.0", "1e999", "-1e999", "1e-400", "5e-324", "1.7976931348623157e308", "9" * 4000,
    "-" + "9" * 4000, "2147483648", "9223372036854775808", "0.1", "-1", '""', '"NaN"', '"-inf"', '"1e999"', '"١"', '"1_0"',
    '" 3 "', '"0x10"', '"\\u0000"', '"\\ud800"', '"\\udfff\\ud800"', '"\\u202e<script>"', '"' + "9" * 12_000 + '"',
    '"' + "1," * 6_000 + '"', '",,,"', '"3,3,2,-1,99,x"', "[]", "{}", "[[]]", "[null, 1e999, -0.0, true, {}, []]",
    "[0.5, 1.5]", '["1", "\\ud800", "-0", "1"]', "[" + "1," * 6_000 + "2]", f"[{'9' * 4000}]",
    '{"": null, "__class__": 1, "a": {"b": [1]}}', "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24]",
]  # fmt: skip


def throughout(section: Lesson[Any], text: str) -> str:
    """A state, as it is sent, that has the same value for everything."""
    return "{" + ", ".join(f'"{param.key}": {text}' for param in section.params) + "}"


def settled(client: FlaskClient, name: str, state: object, cache: dict[str, bytes]) -> bytes:
    """The answer for the values that a state is bounded to."""
    section = section_of(name)
    near = plain(section.state.read(state if isinstance(state, dict) else {}).values())
    key = json.dumps([name, near])
    if key not in cache:
        cache[key] = post(client, body_of(name, near)).data
    return cache[key]


@with_states
def test_any_value_in_a_state_is_bounded_to_one_of_its_control(client: FlaskClient, name: str) -> None:
    section, cache = section_of(name), dict[str, bytes]()
    for text in spread(HOSTILE, 8, always=("1e999", '"\\ud800"')):
        state = throughout(section, text)
        answer = post(client, json.dumps(body_of(name, "@")).replace('"@"', state))
        assert answer.status_code == 200, text[:60]
        assert answer.data == settled(client, name, json.loads(state), cache), text[:60]


@with_states
def test_any_state_that_is_none_gives_the_defaults(client: FlaskClient, name: str) -> None:
    first = post(client, body_of(name)).data
    keys = {MARK: 1, "": 1, "self": 1, "section": 1, "values": 1, "__class__": 1, "Dx": 1, "a" * 90_000: 1}
    for state in (*spread(WRONG, 4), keys, {str(i): i for i in range(9000)}, ["x"] * 9000):
        answer = post(client, body_of(name, state))
        assert (answer.status_code, answer.data) == (200, first)


@with_states
def test_what_reaches_a_section_is_bounded(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    section, show = section_of(name), Lesson.show
    seen: list[State] = []
    monkeypatch.setattr(Lesson, "show", lambda self, state: (seen.append(state), show(self, state))[1])
    for text in ("1e999", '"1e999"', "[1, 1, 99, -1]"):
        raw = json.dumps(body_of(name, "@")).replace('"@"', throughout(section, text))
        assert post(client, raw).status_code == 200
    assert len(seen) == 3
    for state in seen:
        assert type(state) is section.state
        assert all(
            param.bound(value) == value for param, value in zip(section.params, state.values().values(), strict=True)
        )


def test_every_input_of_every_callback_is_one_whose_values_are_checked() -> None:
    # the states go through `State.read`, the address through the check; whatever comes new has to be looked at, and put here
    inputs = {
        (str(end["id"]), end["property"])
        for callback in SERVED.values()
        for end in [*callback["inputs"], *callback["state"]]
    }
    states = {(f"{section.name}-state", "data") for section in LESSONS if section.params}
    assert inputs == states | {("_pages_location", "pathname"), ("_pages_location", "search")}


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=20) | st.sampled_from([1e308, "1e999", "0,1,2", "NaN"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
searching = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], derandomize=True
)


@settings(searching, max_examples=examples(60))
@given(st.data())
def test_any_values_give_the_answer_of_the_bounded_ones(client: FlaskClient, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(STATES), label="callback")
    state = data.draw(
        st.fixed_dictionaries({}, optional={p.key: values for p in section_of(name).params}), label="state"
    )
    answer = post(client, body_of(name, state))
    assert answer.status_code == 200
    assert answer.data == settled(client, name, state, {})


@settings(searching, max_examples=examples(300))
@given(st.data())
def test_any_other_thing_at_any_place_of_a_request_is_refused_or_no_matter(
    client: FlaskClient, data: st.DataObject
) -> None:
    valid = body_of(data.draw(st.sampled_from(list(SERVED)), label="callback"))
    path: list[str | int] = []
    place: Any = valid
    while isinstance(place, dict | list) and place and (not path or data.draw(st.booleans(), label="deeper")):
        path.append(data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place)))))
        place = place[path[-1]]
    value = data.draw(st.just(GONE) | values, label="value")
    assume(value != place)
    answer = post(client, put(valid, value, *path))
    if answer.status_code != 200:
        refused(answer)
    elif "value" not in path:
        assert path[0] in ("state", "changedPropIds", "parsedChangedPropsIds")


@settings(searching, max_examples=examples(300))
@given(st.data())
def test_any_bytes_for_any_others_are_refused_or_no_matter(client: FlaskClient, data: st.DataObject) -> None:
    raw = json.dumps(body_of(data.draw(st.sampled_from(list(SERVED)), label="callback"))).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        stop = start + data.draw(st.integers(0, 9))
        raw = (
            raw[:start]
            + data.draw(st.binary(max_size=9) | st.sampled_from([b"\x00", b"[", b"]", b'"', b"NaN", b"1e999"]))
            + raw[stop:]
        )
    answer = post(client, raw)
    if answer.status_code != 200:
        refused(answer)


# ---- addresses ------------------------------------------------------------------------------------------------


QUERIES = [
    "?", "??", "&", "?&&&=&==&=", "?" + "&" * (MAX_SEARCH - 1), "?" + "x=&" * 1333, "?%", "?%zz=%f&%=%%", "?%00=%00",
    "?%C0%AE=%ff&%ed%a0%80=1", "?\x00=\ud800", "?\ud800=%41\udfff", "?a=\u202e%E2%80%AE", "?#", "?a#b", "no question mark",
    "?[]=1&a[b]=2", "?" + "x=1&" * 999,
    "?self=1&section=2&given=3&name=4&path=5&params=6&values=7&view=8&args=9&kwargs=1&_=2&cls=3&func=4&stops=5&keywords=6",
    "?class=1&def=2&None=3&True=4&import=5&lambda=6&__class__=7&__init__=8&1=9&a-b=1&a.b=2&%20=3&=4",
    "?pathname_=1&search_=2&states=3",
]  # fmt: skip
PATHS = [
    "", "/", "//", "///", "/masks", "/masks/", "/masks//", "//masks", "/masks/..", "/../masks", "/./masks", "/MASKS",
    "/masks%2f", "/%6dasks", "masks", "\\masks", "/masks\x00", "/\x00", "/\ud800", "/masks?dx=1", "/masks#x",
    "https://evil.example/masks", "//evil.example/", "/404", "/not_found_404", ALL_PATH, "/*", "/[m]asks", "/<x>",
    "/" + "a" * 100_000, "/" * 5_000, "/_pages_content", "/assets/", "/app.py", "/\u202e", f"/{MARK}",
]  # fmt: skip


def shown(client: FlaskClient, path: str | None, search: str | None) -> bytes:
    """What the page would show at an address."""
    answer = post(client, body_of(PAGES, path, search))
    assert answer.status_code == 200, (path, search)
    silent(answer)
    return answer.data


@pytest.mark.parametrize("section", LESSONS, ids=lambda section: section.name)
def test_a_page_takes_no_argument_but_its_params_from_an_address(client: FlaskClient, section: Lesson[Any]) -> None:
    first = shown(client, section.path, "")
    assert [shown(client, section.path, query) == first for query in QUERIES[-3:]] == [True] * 3


@pytest.mark.parametrize("path", ["/", "/sets", ALL_PATH, "/nothing"])
def test_any_query_shows_the_page(client: FlaskClient, path: str) -> None:
    first = shown(client, path, "")
    assert b'"_pages_content":{"children":' in first
    for query in QUERIES:
        assert shown(client, path, f"{query}&{MARK}={MARK}"[:MAX_SEARCH]) == first, query[:60]


@pytest.mark.parametrize("query", ["", "?dx=3", QUERIES[9]])
def test_any_path_shows_a_page_or_that_there_is_none(client: FlaskClient, query: str) -> None:
    nothing = shown(client, "/nothing", "")
    pages = {section.path for section in LESSONS} | {ALL_PATH}
    for path in PATHS:
        known = path in pages or path.rstrip("/") in pages
        assert (shown(client, path, query) != nothing) == known, path[:60]
    assert shown(client, None, None) == nothing


@pytest.mark.parametrize("section", [s for s in LESSONS if s.params], ids=lambda section: section.name)
@pytest.mark.parametrize("length", [MAX_SEARCH + 1, 100_000])
def test_a_query_that_is_too_long_opens_the_default_state(
    client: FlaskClient, section: Lesson[Any], length: int
) -> None:
    param = section.params[0]
    query = f"?{param.key}={param.text(param.bound(10**9))}&x={'x' * length}"
    assert shown(client, section.path, query) == shown(client, section.path, "")


def test_a_query_of_just_the_limit_still_names_a_state(client: FlaskClient) -> None:
    query = "?dx=3&x="
    assert shown(client, "/masks", query.ljust(MAX_SEARCH, "x")) == shown(client, "/masks", "?dx=3")
    assert shown(client, "/masks", query.ljust(MAX_SEARCH + 1, "x")) == shown(client, "/masks", "")


@pytest.mark.usefixtures("idle")
@pytest.mark.parametrize("wrong", [wrong for wrong in WRONG if not isinstance(wrong, str | None)], ids=str)
def test_an_address_that_is_no_text_is_refused(client: FlaskClient, wrong: Any) -> None:
    for values in (("/masks", wrong), (wrong, "?dx=2")):
        refused(post(client, body_of(PAGES, *values)))


@settings(searching, max_examples=examples(40))
@given(path=st.sampled_from(["/masks", "/sets", "/"]) | st.text(max_size=20), search=st.text(max_size=60))
def test_any_texts_are_an_address(client: FlaskClient, path: str, search: str) -> None:
    shown(client, path, search)
    shown(client, path, f"?{search}&dx=%{search[:2]}")


# ---- bodies ---------------------------------------------------------------------------------------------------


class BrokenError(Exception):
    """What a server raises when the chunks of a body are none."""


class Torn(io.BytesIO):
    """A body that ends in an error."""

    def __init__(self, error: Exception) -> None:
        super().__init__(b"{")
        self.error = error

    def read(self, *_: Any) -> bytes:
        raise self.error

    readinto = read  # type: ignore[assignment]


def stream(client: FlaskClient, body: Any, **options: Any) -> Any:
    """Send a body whose length is not stated, as a server hands on one in chunks."""
    return client.open(
        CALLBACK,
        method="POST",
        content_type="application/json",
        input_stream=body,
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        **options,
    )


@with_callbacks
def test_a_body_in_chunks_is_a_body(client: FlaskClient, name: str) -> None:
    raw = json.dumps(body_of(name)).encode()
    assert stream(client, io.BytesIO(raw)).data == post(client, raw).data
    assert stream(client, io.BytesIO(raw.ljust(MAX_BYTES))).status_code == 200


@pytest.mark.usefixtures("idle")
@pytest.mark.parametrize("bytes_more", [1, 2, MAX_BYTES])
def test_a_body_in_chunks_over_the_limit_is_refused(client: FlaskClient, bytes_more: int) -> None:
    raw = json.dumps(body_of(STATES[0])).encode()
    refused(stream(client, io.BytesIO(raw.ljust(MAX_BYTES + bytes_more))), 413)


@pytest.mark.usefixtures("idle")
@pytest.mark.parametrize(
    "error", [BrokenError(MARK), OSError(MARK), ValueError(MARK), EOFError(MARK), TimeoutError(MARK)], ids=repr
)
def test_a_body_that_breaks_off_is_refused(client: FlaskClient, error: Exception) -> None:
    refused(stream(client, Torn(error)))


def test_a_body_of_just_the_limit_is_read(client: FlaskClient) -> None:
    raw = json.dumps(body_of(STATES[0])).encode()
    assert post(client, raw.ljust(MAX_BYTES)).status_code == 200
    refused(post(client, raw.ljust(MAX_BYTES + 1)), 413)
