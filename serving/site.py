"""The site: it answers every request that comes in, and passes only checked callback requests on to Dash.

Pages, files and the content of each page in its default state are made and compressed once. Dash computes the rest:
pages in another state, and the callbacks of the sections. An unknown address gets 404, a wrong method 405.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from dash import Dash
from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from serving import VERSION, bundle, logs, metrics, payload
from serving.body import IMMUTABLE, REVALIDATE, Body, accepted_coding, compressed_quickly
from serving.settings import Settings

CALLBACK = "_dash-update-component"
PAGE_OUTPUT = ".._pages_content.children..._pages_store.data.."
MAX_SEARCH = 4000  # characters; the site itself writes no longer query
STATES_KEPT = 64  # pages in other than their default state, some 150 kB each
SHEETS = "numbers/"  # the path below which tables are files
MIN_COMPRESSED = 1000  # bytes; a smaller answer is not worth compressing

HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script>{first}</script>
<title>{title}</title>
<meta name="description" content="{description}">
<meta property="og:type" content="website">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{description}">
<link rel="icon" type="image/svg+xml" href="{icon}">
<link rel="stylesheet" href="{style}">
<script defer src="{asleep}" data-script="{script}" data-plotly="{plotly}"></script>
</head>
<body>
<div id="finished">{finished}</div>
<div id="react-entry-point" class="asleep"></div>
<noscript>The sliders need JavaScript, which this browser does not run.</noscript>
<script id="_dash-config" type="application/json">{config}</script>
{first_answers}
</body>
</html>
"""


def _no_state(_: str) -> str:
    return ""


class Page(NamedTuple):
    """The address and head of a page.

    `state_of` returns the shortest query that names the same state as the one it is given; "" is the default state.
    """

    path: str
    title: str
    description: str
    state_of: Callable[[str], str] = _no_state


class Site:
    """The whole application, as a WSGI application."""

    def __init__(
        self,
        app: Dash,
        settings: Settings,
        pages: Sequence[Page],
        not_found: Page,
        *,
        finished: Callable[[Any], str],
        sheet: Callable[[str, str, str], str | None],
        variables: str,
        icon: str,
        first: str,
        asleep: str,
    ) -> None:
        """Collect from Dash what the pages are made of, and take over the requests to `app.server`.

        `not_found` is the page for unknown addresses. `finished` writes components, as Dash sends them, as HTML.
        `sheet` returns a table of a page in a state as CSV, None if there is no table of this name.
        `variables` are CSS rules with the colours, `icon` is the address of the icon. `first` is a
        script that runs before a page is painted. `asleep` is the one that it needs before Dash runs, and which starts it.
        """
        self.app, self.settings = app, settings
        self._pages = {self._address(page.path): page for page in pages}
        self._not_found = not_found
        self._bodies: dict[str, Body] = {}  # by address: files, and what Dash would answer to its first two requests
        self._contents: dict[str, Body] = {}  # by address of a page: the callback's answer for its default state
        self._htmls: dict[str, Body] = {}  # by address of a page: its default state
        self._state_html = lru_cache(STATES_KEPT)(self._html_of_state)
        self._sheet = lru_cache(STATES_KEPT)(sheet)
        self._finished = finished
        self._first = first
        self._headers = _headers(settings, first)
        # /healthz also works without the prefix, so that a probe need not know it.
        self._endpoints: dict[str, Callable[[], Response]] = {"/healthz": _health, self._address("healthz"): _health}
        if settings.metrics:
            self._endpoints["/metrics"] = metrics.response

        server: Flask = app.server
        # A body that arrives in chunks has no stated length. Flask stops reading it one byte above the limit.
        server.config["MAX_CONTENT_LENGTH"] = payload.MAX_BYTES + 1
        self._built = False  # until then `_before_request` passes every request on to Dash
        server.before_request(self._before_request)
        server.after_request(self._after_request)
        server.register_error_handler(HTTPException, _http_error)
        if settings.trusted_proxies:
            n = settings.trusted_proxies
            server.wsgi_app = ProxyFix(server.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
        self._client = server.test_client()
        # Dash sets itself up during its first request, and other requests at that moment would fail.
        # So the first request is made here.
        index = bundle.IndexPage(self._from_dash(""))
        plotly_name, plotly_js = bundle.plotly_js()
        self._script = self._file("lab", "js", bundle.script(index, self._client))
        self._asleep = self._file("asleep", "js", asleep.encode())
        # The icon is part of the page. A browser would request a file again whenever a slider changes the address.
        self._icon = icon
        self._style = self._file("lab", "css", bundle.style(index, self._client, variables))
        self._plotly = self._file(plotly_name, "js", plotly_js)
        # These two keys make Dash load plotly.js from this address.
        config = {**index.config, "serve_locally": False, "plotlyjs_url": self._plotly}
        # `end_id` is a token for background callbacks, which the site does not have. It would differ between two copies
        # of the site, and they must send the same bytes.
        self._config = _in_html(json.dumps({key: config[key] for key in sorted(config.keys() - {"end_id"})}))
        for name in ("_dash-layout", "_dash-dependencies"):
            self._bodies[self._address(name)] = Body(self._from_dash(name).encode(), "application/json", REVALIDATE)

        self._built = True

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request: the call that WSGI defines."""
        server: Flask = self.app.server
        return server(environ, start_response)

    def prepare(self) -> None:
        """Make every page now. If this runs before workers fork, they share the memory."""
        for path in self._pages:
            self._html(path)
        self._html("")

    def pack(self) -> None:
        """Write the strongest compression of every body to files, which later starts read. Run once per build."""
        self.prepare()
        for body in (*self._bodies.values(), *self._contents.values(), *self._htmls.values()):
            body.pack()

    # ---- requests ---------------------------------------------------------------------------------------------

    def _before_request(self) -> Response | None:
        """Return the response; None hands the request on to Dash."""
        if not self._built:
            return None
        g.start = time.perf_counter()
        if (request.content_length or 0) > payload.MAX_BYTES or len(_read_body()) > payload.MAX_BYTES:
            return _message(413, f"expected at most {payload.MAX_BYTES} bytes")
        path = request.path
        if path == self._address(CALLBACK):
            return self._callback() if request.method == "POST" else _message(405, "expected POST", Allow="POST")
        table = self._table_named(path)
        known = table or path in self._bodies or path in self._pages or path in self._endpoints
        if known and request.method not in ("GET", "HEAD"):
            return _message(405, "expected GET", Allow="GET, HEAD")
        if path in self._bodies:
            return self._bodies[path].response()
        if path in self._endpoints:
            return self._endpoints[path]()
        if path in self._pages:
            return self._page(path, request.query_string.decode("latin-1")).response()
        if table and (text := self._sheet(*table, self._state(table[0], request.query_string.decode("latin-1")))):
            return Body(text.encode(), "text/csv", REVALIDATE).response()
        corrected = path + "/" if path + "/" == self.settings.prefix else path.rstrip("/")
        if corrected in self._pages:
            query = "?" + quote(request.query_string, safe="%&=+,;:@/?!$'()*") if request.query_string else ""
            return _message(308, "expected the address in Location", Location=corrected + query)
        if request.accept_mimetypes and not request.accept_mimetypes.accept_html:
            # The browser wants a script or an image here. It could not show a page.
            return _message(404, "expected an address of this site")
        return self._html("").response(404)

    def _callback(self) -> Response | None:
        if request.mimetype != "application/json" or request.query_string:
            return _message(400, "expected application/json and no query")
        try:
            asked = payload.checked(request.get_data(), self.app.callback_map)
        except payload.PayloadError as error:
            return _message(400, str(error))
        if asked["output"] != PAGE_OUTPUT:
            return None
        path, search = (end.get("value") or "" for end in asked["inputs"])
        if path not in self._pages:
            path = path.rstrip("/") if path.rstrip("/") in self._pages else ""
        # Dash computes a page whose query names a state. A query that is too long opens the default state.
        names_state = path and self._state(path, search.removeprefix("?"))
        return None if names_state else self._content(path).response()

    def _after_request(self, answer: Response) -> Response:
        if request.path == self._address(CALLBACK) and "Content-Encoding" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
            answer.vary.add("Accept-Encoding")
            coding = accepted_coding()
            if coding != "identity" and (answer.content_length or 0) > MIN_COMPRESSED:
                answer.set_data(compressed_quickly(answer.get_data(), coding))
                answer.headers["Content-Encoding"] = coding
        answer.headers.extend(self._headers)
        if "start" in g:
            seconds = time.perf_counter() - g.start
            answer.headers["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"
            page = self._logged_path(request.path)
            logs.access(page, answer, seconds * 1000)
            if self.settings.metrics:
                metrics.count(page, answer, seconds)
        return answer

    # ---- finished bodies --------------------------------------------------------------------------------------

    def _address(self, path: str) -> str:
        return self.settings.prefix + path.lstrip("/")

    def _table_named(self, path: str) -> tuple[str, str] | None:
        """Return the page and the name of the table that an address of a file names: /numbers/thresholds/table.csv."""
        page, _, file = path.removeprefix(self._address(SHEETS)).partition("/")
        if not path.startswith(self._address(SHEETS)) or not file.endswith(".csv"):
            return None
        return (self._address(page), file.removesuffix(".csv")) if self._address(page) in self._pages else None

    def _logged_path(self, path: str) -> str:
        if path in self._bodies or path in self._pages or path in (self._address(CALLBACK), *self._endpoints):
            return path
        return self._address(SHEETS) if self._table_named(path) else "none of the site's"

    def _from_dash(self, name: str) -> str:
        """Return Dash's own answer to a GET request; only while the site is being built."""
        with self._client.get(self._address(name)) as answer:
            return answer.get_data(as_text=True)

    def _file(self, name: str, suffix: str, raw: bytes) -> str:
        """Keep a file and return its address, which contains the hash of its content."""
        body = Body(raw, {"js": "text/javascript", "css": "text/css"}[suffix], IMMUTABLE)
        path = self._address(f"files/{name}-{body.hash}.{suffix}")
        self._bodies[path] = body
        return path

    def _state(self, path: str, query: str) -> str:
        """Return the query that names the state of a page which this one asks for; "" is the default state.

        A query that is too long opens the default state.
        """
        return self._pages[path].state_of(query) if 0 < len(query) < MAX_SEARCH else ""

    def _content(self, path: str) -> Body:
        """Return Dash's answer to the request for the content of a page in its default state; "" is an unknown page."""
        if path not in self._contents:
            self._contents[path] = Body(self._asked(path), "application/json", "no-store")
        return self._contents[path]

    def _asked(self, path: str, query: str = "") -> bytes:
        """Return Dash's answer to the request for the content of a page in one state."""
        request_body = {
            "output": PAGE_OUTPUT,
            "outputs": [
                {"id": "_pages_content", "property": "children"},
                {"id": "_pages_store", "property": "data"},
            ],
            "inputs": [
                {
                    "id": "_pages_location",
                    "property": "pathname",
                    "value": path or self._address(self._not_found.path),
                },
                {"id": "_pages_location", "property": "search", "value": query and f"?{query}"},
            ],
            "changedPropIds": ["_pages_location.pathname"],
        }
        with self.app.server.test_request_context(self._address(CALLBACK), method="POST", json=request_body):
            # This calls Dash alone, without `_before_request`, which would look for the content that is made here.
            return bytes(self.app.server.dispatch_request().get_data())

    def _page(self, path: str, query: str) -> Body:
        """Return the page at an address with its query."""
        state = self._state(path, query)
        return self._state_html(path, state) if state else self._html(path)

    def _html(self, path: str) -> Body:
        """Return a page in its default state; "" is an unknown one."""
        if path not in self._htmls:
            self._htmls[path] = self._made(path, self._content(path).raw)
        return self._htmls[path]

    def _html_of_state(self, path: str, query: str) -> Body:
        """Return a page in another state. A lecture opens the same few, so the last ones are kept."""
        return self._made(path, self._asked(path, query))

    def _made(self, path: str, content: bytes) -> Body:
        """Return a page as finished HTML, and in it the answers to the first requests that Dash makes once it starts."""
        page = self._pages.get(path, self._not_found)
        components = json.loads(content)["response"]["_pages_content"]["children"]
        answers = {
            name: self._bodies[self._address(name)].raw.decode() for name in ("_dash-layout", "_dash-dependencies")
        }
        answers["_pages_content"] = content.decode()
        has_figures = b'"type":"Graph"' in content
        text = HTML.format(
            first=self._first,
            title=escape(page.title),
            description=escape(page.description),
            icon=self._icon,
            style=self._style,
            script=self._script,
            asleep=self._asleep,
            plotly=self._plotly if has_figures else "",
            finished=self._finished(components),
            config=self._config,
            first_answers="\n".join(
                f'<script type="application/json" data-given="{name}">{_in_html(answer)}</script>'
                for name, answer in answers.items()
            ),
        )
        return Body(text.encode(), "text/html", REVALIDATE)


def _read_body() -> bytes:
    """Return the body of the current request, read to its end. What stayed unread would be taken for the next request.

    Raises BadRequest if the body is cut off or its chunks are malformed.
    """
    try:
        return request.get_data()
    except HTTPException:
        raise
    except Exception as error:  # each WSGI server has exceptions of its own for malformed chunks
        raise BadRequest from error


def _in_html(json_text: str) -> str:
    # "</script>" inside a text would end the script element.
    return json_text.replace("<", "\\u003c")


def _headers(settings: Settings, inline_script: str) -> Mapping[str, str]:
    digest = base64.b64encode(sha256(inline_script.encode()).digest()).decode()
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{digest}'",  # the pages' only script that is no file
        "style-src": "'self' 'unsafe-inline'",  # plotly.js and Dash's components set style attributes
        "img-src": "'self' data: blob:",  # data: the icon; blob: a figure that is saved as an image
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "object-src": "'none'",
        "frame-ancestors": settings.frame_ancestors,
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _health() -> Response:
    return Response(
        json.dumps({"status": "ok", "version": VERSION}),
        mimetype="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _message(status: int, sentence: str, **headers: str) -> Response:
    # The sentence must repeat no part of the request, which may be an attack on whoever reads the answer.
    return Response(json.dumps({"error": sentence}), status, headers, mimetype="application/json")


def _http_error(error: HTTPException) -> Response:
    return _message(error.code or 500, error.name)
