"""The requests of a browser: all that opening a page needs, and the change of a parameter.

They are read from the running site: from the files that its pages name, its callbacks and its controls.
`python -m benchmarks.visits URL` compares them with the requests of a real Chromium.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from dash import dcc

from components.course import LESSONS
from components.page import Lesson
from components.state import Bitmap, Choice, Number, Param, Subset, Text

CALLBACK = "_dash-update-component"
PLOTLY = "_dash-component-suites/plotly/package_data/plotly.min.js"
DRAWN = """() => document.querySelector('main h1') &&
  [...document.querySelectorAll('.graph')].every(graph => graph.querySelector('.main-svg'))"""
ACCEPT = {"page": "text/html,application/xhtml+xml,*/*;q=0.8", "file": "*/*", "data": "application/json"}
# A browser accepts brotli only over TLS or from its own machine.
ENCODINGS = "gzip, deflate, br, zstd"


class Request(NamedTuple):
    """A request; one with a body is a POST."""

    path: str
    kind: str = "file"
    body: bytes | None = None

    def headers(self, encodings: str = ENCODINGS) -> dict[str, str]:
        """Return the headers of a browser that can change the answer."""
        given = {"Accept": ACCEPT[self.kind], "Accept-Encoding": encodings}
        return given | ({"Content-Type": "application/json"} if self.kind == "data" else {})


Stage = list[Request]


class Plan(NamedTuple):
    """The requests after a page's HTML: files that it names, Dash's data, maybe the content, and files loaded at last."""

    named: Stage
    data: Stage
    asks_content: bool
    late: Stage


class Site:
    """A running site; `visit` and `change` return the requests that a browser would make."""

    def __init__(self, url: str) -> None:
        """Read the callbacks of the site at `url`, which ends in a slash."""
        self.url = url
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.prefix = parts.path
        self.end_id = _Page(self._text(Request(self.prefix, "page"))).config.get("end_id")
        callbacks = json.loads(self._text(Request(self.prefix + "_dash-dependencies", "data")))
        self._asked = {
            tuple(f"{end['id']}.{end['property']}" for end in callback["inputs"]): callback
            for callback in callbacks
            if not callback["clientside_function"]
        }
        self._plans: dict[tuple[str, bool], Plan] = {}
        self._controls: dict[str, dict[str, str]] = {}

    def visit(self, section: Lesson[Any], values: Mapping[str, Any] | None = None) -> Iterator[Stage]:
        """Yield the requests of opening a page, in stages: a browser starts a stage when the one before has been answered."""
        values = values or {}
        address = self._address(section, values)
        plan = self._plan(section, stated="?" in address)
        yield [Request(address, "page")]
        yield plan.named
        if plan.data:
            yield plan.data
        if plan.asks_content:
            yield [self.content(section, values)]
        if plan.late:
            yield plan.late

    def content(self, section: Lesson[Any], values: Mapping[str, Any] | None = None) -> Request:
        """Return the request for a page's content, as a link inside the site makes it."""
        path, mark, query = self._address(section, values or {}).partition("?")
        return self._call({"_pages_location.pathname": path, "_pages_location.search": mark + query})

    def asks(self, section: Lesson[Any]) -> list[Param]:
        """Return the parameters of a section for whose change the browser asks the server."""
        if section.name not in self._controls:
            answer = json.loads(self._text(self.content(section)))
            controls: dict[str, str] = {}
            for text in _values_of(answer, "data-address"):
                address = json.loads(text)
                controls |= {c["key"]: c["id"] for c in address["controls"] if c["id"] in address["asks"]}
            self._controls[section.name] = controls
        return [p for p in section.params if p.key in self._controls[section.name]]

    def change(self, section: Lesson[Any], values: Mapping[str, Any]) -> Request:
        """Return the request of a section's state callback."""
        state = {p.key: _sent(p, values.get(p.key, p.default)) for p in section.params}
        return self._call({f"{section.name}-state.data": state})

    def _address(self, section: Lesson[Any], values: Mapping[str, Any]) -> str:
        query = {p.key: p.text(values[p.key]) for p in section.params if values.get(p.key, p.default) != p.default}
        path = self.prefix + section.path.lstrip("/")
        return path + ("?" + urlencode(query, safe=",") if query else "")

    def _call(self, inputs: Mapping[str, Any]) -> Request:
        callback = self._asked[tuple(inputs)]
        if callback["state"]:
            raise RuntimeError(
                f"{callback['output'][:60]}: this callback has State arguments, which the benchmark cannot fill in"
            )
        outputs = [_end(end) for end in callback["output"].strip(".").split("...")]
        body = {
            "output": callback["output"],
            "outputs": outputs if callback["output"].startswith("..") else outputs[0],
            "inputs": [{**_end(name), "value": value} for name, value in inputs.items()],
            "changedPropIds": list(inputs),
            "parsedChangedPropsIds": list(inputs),
        }
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        query = f"?endId={self.end_id}" if self.end_id else ""
        return Request(self.prefix + CALLBACK + query, "data", text.encode())

    def _plan(self, section: Lesson[Any], *, stated: bool) -> Plan:
        key = (section.name, stated)
        if key not in self._plans:
            values = next(_other_states(section)) if stated else {}
            self._plans[key] = self._planned(Request(self._address(section, values), "page"), section)
        return self._plans[key]

    def _planned(self, asked: Request, section: Lesson[Any]) -> Plan:
        page = _Page(self._text(asked))
        named = list(dict.fromkeys(urljoin(asked.path, address) for address in page.named))
        images = [
            urljoin(sheet, image)
            for sheet in named
            if sheet.partition("?")[0].endswith(".css")
            for image in re.findall(r"""url\(["']?([^"')]+)""", self._text(Request(sheet)))
            if not image.startswith(("data:", "#"))
        ]
        data = [name for name in ("_dash-layout", "_dash-dependencies") if name not in page.given]
        chunks = self._chunks(named, page.config, json.loads(self._text(self.content(section))))
        late = [address for address in dict.fromkeys([*chunks, *images]) if address not in named]
        return Plan(
            [Request(address) for address in named],
            [Request(self.prefix + name, "data") for name in data],
            "_pages_content" not in page.given,
            [Request(address) for address in late],
        )

    def _chunks(self, named: Sequence[str], config: Mapping[str, Any], content: Any) -> Iterator[str]:
        """Yield the files that Dash's components load when they are drawn for the first time."""
        used = {name.lower() for name in _values_of(content, "type") if isinstance(name, str)}
        folder = next((name for name in named if "/dcc/dash_core_components." in name), None)
        for file in dcc._js_dist:
            name = str(file.get("relative_package_path")).rpartition("/")[2]
            if folder and file.get("async") and name.removeprefix("async-").removesuffix(".js") in used:
                yield urljoin(folder, name)
        if "graph" in used and not any("plotly" in address for address in named):
            yield config.get("plotlyjs_url") or self.prefix + PLOTLY

    def _text(self, asked: Request) -> str:
        headers = asked.headers("identity")
        request = urllib.request.Request(self.origin + asked.path, asked.body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text: str = answer.read().decode()
            return text


class _Page(HTMLParser):
    """The files that a page's HTML names, and the answers that it contains."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.named: list[str] = []
        self.given: set[str] = set()
        self.config: dict[str, Any] = {}
        self._in_config = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        loaded = {"stylesheet", "preload", "modulepreload", "icon"} & set((given.get("rel") or "").split())
        address = given.get("src") or (given.get("href") if tag == "link" and loaded else None)
        # what a page brings in as soon as it rests, for the moment when it is needed
        later = (given.get("data-script"), given.get("data-plotly")) if tag == "script" else ()
        self.named += [each for each in (address, *later) if each and not each.startswith("data:")]
        if name := given.get("data-given"):
            self.given.add(name)
        self._in_config = given.get("id") == "_dash-config"

    def handle_data(self, data: str) -> None:
        if self._in_config:
            self.config = json.loads(data)
            self._in_config = False


def random_values(params: Sequence[Param], rng: Random) -> dict[str, Any]:
    """Return a random allowed value for each parameter."""
    return {p.key: _random(p, rng) for p in params}


def _random(param: Param, rng: Random) -> Any:
    match param:
        case Number():
            return param.at(rng.randrange(param.count))
        case Choice():
            return rng.choice(list(param.choices))
        case Bitmap():
            return param.bound("".join(rng.choices("AZaz09-_", k=param.letters)))
        case Subset():
            return tuple(item for item in range(param.size) if rng.random() < 0.5)
        case Text():
            return " ".join(rng.choices(param.default.split(), k=6))
    raise TypeError(f"no values known for {param!r}")


def _other_states(section: Lesson[Any]) -> Iterator[dict[str, Any]]:
    rng = Random(0)
    while True:
        values = random_values(section.params, rng)
        if any(values[p.key] != p.default for p in section.params):
            yield values


def _sent(param: Param, value: Any) -> Any:
    # Dash sends the value of a moved slider as text, and check boxes as a list.
    if isinstance(value, tuple):
        return list(value)
    return param.text(value) if value != param.default else value


def _end(name: str) -> dict[str, str]:
    id, _, prop = name.rpartition(".")
    return {"id": id, "property": prop.partition("@")[0]}


def _values_of(tree: Any, key: str) -> Iterator[Any]:
    if isinstance(tree, dict):
        if key in tree:
            yield tree[key]
        tree = list(tree.values())
    if isinstance(tree, list):
        for branch in tree:
            yield from _values_of(branch, key)


# --- against a real browser -----------------------------------------------------------------------------------------


def _asked_by_chromium(site: Site, section: Lesson[Any], values: Mapping[str, Any]) -> set[tuple[str, str]]:
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium

    found = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("request", lambda asked: found.add((asked.url, asked.post_data or "")))
        page.goto(site.origin + next(site.visit(section, values))[0].path, wait_until="networkidle")
        page.mouse.move(1, 1)
        page.wait_for_function(DRAWN)
        browser.close()
    return {(_without_end_id(url), body) for url, body in found if not url.startswith(("data:", "blob:"))}


def _without_end_id(url: str) -> str:
    # Dash may add a query to callback requests, with an `endId` that differs on each page.
    return url.partition("?")[0] if CALLBACK in url else url


def main() -> None:
    """Print where the requests of a real browser differ; exit with status 1 if they do."""
    site = Site(sys.argv[1])
    differs = False
    for section in LESSONS:
        for values in ({}, *([next(_other_states(section))] if section.params else [])):
            ours = {
                (_without_end_id(site.origin + asked.path), (asked.body or b"").decode())
                for stage in site.visit(section, values)
                for asked in stage
            }
            theirs = _asked_by_chromium(site, section, values)
            print(f"{section.path:16} {'a state' if values else 'default':8} {len(theirs):3} requests", flush=True)
            for mark, only in (("only the browser asks", theirs - ours), ("only asked here", ours - theirs)):
                for url, body in sorted(only):
                    differs = True
                    print(f"   {mark}: {url} {body[:200]}")
    sys.exit(differs)


if __name__ == "__main__":
    main()
