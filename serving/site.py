"""The front door: every request comes in here, and only what the site knows goes on.

Pages, files and the first answers of Dash are finished bodies, made and compressed once. What is left for Dash is the
callbacks, after a check of the request. Everything else is 404 or 405.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from dash import Dash
from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from serving import VERSION, bundle, logs, metrics, payload
from serving.body import ASK_AGAIN, FOREVER, Body, accepted_coding, compressed_quickly
from serving.settings import Settings

CALLBACK = "_dash-update-component"
PAGE_OUTPUT = ".._pages_content.children..._pages_store.data.."
MAX_SEARCH = 4000  # characters of a query; the site writes none that is longer
WORTH_COMPRESSING = 1000  # bytes

HTML = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{description}">
<meta property="og:type" content="website">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{description}">
<link rel="icon" type="image/svg+xml" href="{icon}">
<link rel="stylesheet" href="{style}">
<script defer src="{script}"></script>{plotly}
</head>
<body>
<div id="react-entry-point"><div class="_dash-loading">Loading…</div></div>
<noscript>The figures and sliders need JavaScript, which this browser does not run.</noscript>
<script id="_dash-config" type="application/json">{config}</script>
{given}
</body>
</html>
"""


class Page(NamedTuple):
    """What the head of a page says, and whether the query of its address names a state of it."""

    path: str
    title: str
    description: str
    states: bool = False


class Site:
    """The application as the network sees it."""

    def __init__(
        self, app: Dash, settings: Settings, pages: Sequence[Page], lost: Page, *, variables: str, icon: Path
    ) -> None:
        """Gather what the pages are made of and put the door in front of `app.server`.

        `lost` is the page for addresses that are none, `variables` style rules, `icon` an SVG file.
        """
        self.app, self.settings = app, settings
        self._pages = {self._at(page.path): page for page in pages}
        self._lost = lost
        self._bodies: dict[str, Body] = {}
        self._answers: dict[str, Body] = {}
        self._htmls: dict[tuple[str, bool], Body] = {}
        self._headers = _headers(settings)
        # probes need not know the prefix
        self._own: dict[str, Callable[[], Response]] = {"/healthz": _health, self._at("healthz"): _health}
        if settings.metrics:
            self._own["/metrics"] = metrics.response

        server: Flask = app.server
        self._open = False  # while Dash is asked for what the door will answer itself
        server.config["MAX_CONTENT_LENGTH"] = payload.MAX_BYTES + 1  # a body without a stated length is cut there
        server.before_request(self._enter)
        server.after_request(self._leave)
        server.register_error_handler(HTTPException, _plain)
        if settings.trusted_proxies:
            n = settings.trusted_proxies
            server.wsgi_app = ProxyFix(server.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
        self._client = server.test_client()
        # Dash finishes its own set-up in its first request. That request is made here, before anybody else can make one:
        # a burst of first requests would find the set-up half done.
        index = bundle.Index(self._asked(""))
        plotly_name, plotly_js = bundle.plotly_js()
        self._script = self._file("lab", "js", bundle.script(index, self._client))
        # Inside: a browser would ask for the icon again whenever the address changes, at every move of a slider.
        self._icon = "data:image/svg+xml," + quote(icon.read_text(encoding="utf-8").strip())
        variables += f':root{{--icon:url("{self._icon}")}}'
        self._style = self._file("lab", "css", bundle.style(index, self._client, variables))
        self._plotly = self._file(plotly_name, "js", plotly_js)
        # Dash then loads plotly.js from this address; and its signature, which differs in each copy, is for what is not used
        config = {**index.config, "serve_locally": False, "plotlyjs_url": self._plotly}
        self._config = _in_html(json.dumps({key: config[key] for key in sorted(config.keys() - {"end_id"})}))
        for name in ("_dash-layout", "_dash-dependencies"):
            self._bodies[self._at(name)] = Body(self._asked(name).encode(), "application/json", ASK_AGAIN)

        self._open = True

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI has it."""
        server: Flask = self.app.server
        return server(environ, start_response)

    def prepare(self) -> None:
        """Make every page now, before the first request, so that the workers share them."""
        for path in self._pages:
            self._html(path)
            self._html(path, bare=True)
        self._html("")

    def pack(self) -> None:
        """Compress everything with the most effort, into files that a later start takes: once per build."""
        self.prepare()
        for body in (*self._bodies.values(), *self._answers.values(), *self._htmls.values()):
            body.pack()

    # ---- requests ---------------------------------------------------------------------------------------------

    def _enter(self) -> Response | None:
        if not self._open:
            return None
        g.start = time.perf_counter()
        if (request.content_length or 0) > payload.MAX_BYTES or len(_body()) > payload.MAX_BYTES:
            return _says(413, f"expected at most {payload.MAX_BYTES} bytes")
        path = request.path
        if path == self._at(CALLBACK):
            return self._callback() if request.method == "POST" else _says(405, "expected POST", Allow="POST")
        known = path in self._bodies or path in self._pages or path in self._own
        if known and request.method not in ("GET", "HEAD"):
            return _says(405, "expected GET", Allow="GET, HEAD")
        if path in self._bodies:
            return self._bodies[path].response()
        if path in self._own:
            return self._own[path]()
        if path in self._pages:
            # an address that names a state gets the bare page: Dash asks for its content
            return self._html(path, bare=bool(request.query_string)).response()
        meant = path + "/" if path + "/" == self.settings.prefix else path.rstrip("/")
        if meant in self._pages:
            state = "?" + quote(request.query_string, safe="%&=+,;:@/?!$'()*") if request.query_string else ""
            return _says(308, "expected the address in Location", Location=meant + state)
        if request.accept_mimetypes and not request.accept_mimetypes.accept_html:
            return _says(
                404, "expected an address of this site"
            )  # a script or an image, for which a page would be no help
        return self._html("").response(404)

    def _callback(self) -> Response | None:
        if request.mimetype != "application/json" or request.query_string:
            return _says(400, "expected application/json and no query")
        try:
            asked = payload.checked(request.get_data(), self.app.callback_map)
        except payload.PayloadError as error:
            return _says(400, str(error))
        if asked["output"] != PAGE_OUTPUT:
            return None
        path, search = (end.get("value") or "" for end in asked["inputs"])
        if path not in self._pages:
            path = path.rstrip("/") if path.rstrip("/") in self._pages else ""
        # Dash makes the page if the query names a state of it. Everything else is finished; so is the default state,
        # which a query opens that is too long to come from a link of this site.
        names_state = 0 < len(search) <= MAX_SEARCH and path and self._pages[path].states
        return None if names_state else self._answer(path).response()

    def _leave(self, answer: Response) -> Response:
        if request.path == self._at(CALLBACK) and "Content-Encoding" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
            answer.vary.add("Accept-Encoding")
            coding = accepted_coding()
            if coding != "identity" and (answer.content_length or 0) > WORTH_COMPRESSING:
                answer.set_data(compressed_quickly(answer.get_data(), coding))
                answer.headers["Content-Encoding"] = coding
        answer.headers.extend(self._headers)
        if "start" in g:
            seconds = time.perf_counter() - g.start
            answer.headers["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"
            page = self._known(request.path)
            logs.access(page, answer, seconds * 1000)
            if self.settings.metrics:
                metrics.count(page, answer, seconds)
        return answer

    # ---- finished bodies --------------------------------------------------------------------------------------

    def _at(self, path: str) -> str:
        return self.settings.prefix + path.lstrip("/")

    def _known(self, path: str) -> str:
        if path in self._bodies or path in self._pages or path in (self._at(CALLBACK), *self._own):
            return path
        return "none of the site's"

    def _asked(self, name: str) -> str:
        with self._client.get(self._at(name)) as answer:
            return answer.get_data(as_text=True)

    def _file(self, name: str, suffix: str, raw: bytes) -> str:
        body = Body(raw, {"js": "text/javascript", "css": "text/css"}[suffix], FOREVER)
        path = self._at(f"files/{name}-{body.hash}.{suffix}")
        self._bodies[path] = body
        return path

    def _answer(self, path: str) -> Body:
        """Return what Dash answers when it is asked for the content of a page in its first state; "" is no page."""
        if path not in self._answers:
            ends = [{"id": "_pages_location", "property": "pathname", "value": path or self._at(self._lost.path)}]
            ends.append({"id": "_pages_location", "property": "search", "value": ""})
            with self.app.server.test_request_context(
                self._at(CALLBACK),
                method="POST",
                json={
                    "output": PAGE_OUTPUT,
                    "outputs": [
                        {"id": "_pages_content", "property": "children"},
                        {"id": "_pages_store", "property": "data"},
                    ],
                    "inputs": ends,
                    "changedPropIds": ["_pages_location.pathname"],
                },
            ):
                raw = self.app.server.dispatch_request().get_data()  # behind the door
            self._answers[path] = Body(raw, "application/json", "no-store")
        return self._answers[path]

    def _html(self, path: str, *, bare: bool = False) -> Body:
        if (path, bare) not in self._htmls:
            page = self._pages.get(path, self._lost)
            answer = self._answer(path).raw.decode()
            given = {name: self._bodies[self._at(name)].raw.decode() for name in ("_dash-layout", "_dash-dependencies")}
            if not bare:
                given["_pages_content"] = answer
            has_figures = '"type":"Graph"' in answer
            text = HTML.format(
                title=escape(page.title),
                description=escape(page.description),
                icon=self._icon,
                style=self._style,
                script=self._script,
                plotly=f'\n<link rel="preload" as="script" href="{self._plotly}">' if has_figures else "",
                config=self._config,
                given="\n".join(
                    f'<script type="application/json" data-given="{name}">{_in_html(text)}</script>'
                    for name, text in given.items()
                ),
            )
            self._htmls[path, bare] = Body(text.encode(), "text/html", ASK_AGAIN)
        return self._htmls[path, bare]


def _body() -> bytes:
    """Return the body of the present request, read to its end: what stays unread would be taken for the next request."""
    try:
        return request.get_data()
    except HTTPException:
        raise
    except Exception as error:  # the server's own, each has others, where the chunks of a body are none
        raise BadRequest from error


def _in_html(json_text: str) -> str:
    return json_text.replace("<", "\\u003c")


def _headers(settings: Settings) -> Mapping[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",  # plotly.js and Dash's components style what they draw
        "img-src": "'self' data: blob:",  # the icon; a figure that is exported
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


def _says(status: int, sentence: str, **headers: str) -> Response:
    # nothing of the request is in it
    return Response(json.dumps({"error": sentence}), status, headers, mimetype="application/json")


def _plain(error: HTTPException) -> Response:
    return _says(error.code or 500, error.name)
