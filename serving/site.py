"""The site: it answers every request that comes in, and passes only checked callback requests on to Dash.

Pages and files are made once (pages.py). Dash computes the rest: pages in another state, and the callbacks of the
lessons. An unknown address gets 404, a wrong method 405.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from dash import Dash
from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.http import parse_options_header
from werkzeug.middleware.proxy_fix import ProxyFix

from serving import VERSION, logs, metrics, payload, preview, qr
from serving.body import REVALIDATE, Body, coding_for, compressed_quickly, message
from serving.handout import Handout, Handouts, digest
from serving.jobs import AGAIN, BUSY, FAILED, Work
from serving.kept import Kept, Store
from serving.moved import Moved
from serving.own import MEGABYTE, Own, OwnPage
from serving.pages import CALLBACK, FILES, PAGE_OUTPUT, Page, Pages, bounded
from serving.plain import Plain
from serving.settings import Settings

SHEETS = "numbers/"  # the path below which tables are files
PREVIEWS = "preview/"  # and that of the pictures for links
DRAWN = "drawn/"  # and that of what is said of drawings
MIN_COMPRESSED = 1000  # bytes; a smaller answer is not worth compressing
JSON = "application/json"


class LessonFiles(NamedTuple):
    """What the site makes of a lesson besides its page, whose path is `page`, in the state that a query names.

    `sheet` returns a table by its name as CSV, None if there is none of this name. `preview` returns the picture that a
    link to the page has, as SVG. `work` returns what takes long of the lesson in a state, which a query or the value of
    its callback names. `drawn` returns how far off a drawing was, as a sentence, None if the query names none that can be
    compared; a lesson in which nothing is drawn has no such function.
    """

    page: str
    sheet: Callable[[str, str], str | None]
    preview: Callable[[str], str]
    work: Callable[[object], Sequence[Work]]
    drawn: Callable[[str], str | None] | None = None


class NoTableError(Exception):
    """A lesson has no table of this name."""


class Site:
    """The whole application, as a WSGI application."""

    def __init__(
        self,
        app: Dash,
        settings: Settings,
        pages: Sequence[Page],
        not_found: Page,
        *,
        queue_full: str,
        finished: Callable[[Any], str],
        files: Mapping[str, LessonFiles],
        handouts: Mapping[str, Handout],
        own: OwnPage,
        plain: Mapping[str, Plain],
        moved: Moved,
        store: Store,
        variables: str,
        icon: str,
        first: str,
        first_alone: str,
        asleep: str,
        alone: str,
        owned: str,
        awake: str,
    ) -> None:
        """Make the pages, as `Pages` says, and take over the requests to `app.server`.

        `files` are those of each lesson and `handouts` those to keep, both by name. `plain` are pages without Dash, by their
        paths. `moved` knows old addresses. `store` keeps what was made. `alone` is the script of a page that never has Dash,
        after `first_alone` in place of `first`; `owned` is that of the page `own`, to which readers send files, and `awake` is
        what Dash runs with.
        """
        self.app, self.settings = app, settings
        self._files, self._moved = files, moved
        self._kept = Kept(store)
        self._headers = _headers(settings, (first, asleep))

        server: Flask = app.server
        # A body that arrives in chunks has no stated length. Flask stops reading it one byte above the limit.
        server.config["MAX_CONTENT_LENGTH"] = payload.MAX_BYTES + 1
        self._built = False  # until then Dash alone answers, as it does without a site around it
        server.before_request(self._before_request)
        server.after_request(self._after_request)
        server.register_error_handler(HTTPException, _http_error)
        if settings.trusted_proxies:
            n = settings.trusted_proxies
            server.wsgi_app = ProxyFix(server.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
        self.pages = Pages(
            app,
            settings.prefix,
            settings.public_url if preview.can_be_drawn() else "",
            pages,
            not_found,
            self._kept,
            queue_full=queue_full,
            finished=finished,
            variables=variables,
            icon=icon,
            first=first,
            asleep=asleep,
            awake=awake,
        )
        for name, page in plain.items():
            script = self.pages.file(name.strip("/"), page.script.encode())
            text = page.html(first=first, icon=icon, script=script)
            self.pages.files[self.pages.address(name)] = Body(text.encode(), "text/html", REVALIDATE)
        # by address: the names of the lessons whose pictures they are
        self._pictures = (
            {self.pages.address(f"{PREVIEWS}{name}.png"): name for name in files} if preview.can_be_drawn() else {}
        )
        self._drawings = {self.pages.address(f"{DRAWN}{name}"): each for name, each in files.items() if each.drawn}
        self.handouts = Handouts(self.pages, handouts, self._kept, icon=icon, first=first_alone, script=alone)
        self._own = Own(self.pages, own, settings.uploads * MEGABYTE, icon=icon, first=first, script=owned)
        # by address: the name of the lesson that is shown there
        shown = [
            *((self.pages.address(each.page), name) for name, each in files.items()),
            *self._pictures.items(),
            *((self.pages.address(f"{DRAWN}{name}"), name) for name, each in files.items() if each.drawn),
            *((path, name) for path, (name, _) in self.handouts.by_address.items()),
        ]
        self._shown = {path: name for path, name in shown if name in files}
        # /healthz also works without the prefix, so that a probe need not know it.
        self._endpoints: dict[str, Callable[[], Response]] = {
            "/healthz": _health,
            self.pages.address("healthz"): _health,
            self.pages.address("qr.svg"): lambda: qr.answer(self.pages.by_address, self._kept),
        }
        if settings.metrics:
            self._endpoints["/metrics"] = metrics.response
        self._built = True

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request: the call that WSGI defines."""
        server: Flask = self.app.server
        return server(environ, start_response)

    def is_made(self, environ: WSGIEnvironment) -> bool:
        """Return whether the answer to a GET is there already, as files and pages in their default state are.

        Handouts of lessons, pictures, tables, codes and metrics are made, or at least compressed, when they are asked for.
        """
        path, pages = environ.get("PATH_INFO", ""), self.pages
        if path in self._pictures or path in self._drawings or self._table_named(path):
            return False
        if path in self.handouts.by_address:
            return self.handouts.is_made(path)
        if path in self._endpoints:
            return self._endpoints[path] is _health
        if path == self._own.address:
            return environ.get("REQUEST_METHOD") != "POST"
        return path in pages.files or pages.is_made(path, environ.get("QUERY_STRING", ""))

    def most(self, environ: WSGIEnvironment) -> int:
        """Return how many bytes the body of a request may have. One that comes in chunks does not say how many it has."""
        large = self._own.asks(environ) and not environ.get("HTTP_TRANSFER_ENCODING")
        return max(self._own.limit, payload.MAX_BYTES) if large else payload.MAX_BYTES

    def work(self, environ: WSGIEnvironment) -> Sequence[Work]:
        """Return what takes long of the answer to a request, and is yet to be computed. Its body has been read."""
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD")
        if self._own.asks(environ):
            return self._own.work(environ, self.most(environ))
        if path == self.pages.address(CALLBACK):
            is_json = parse_options_header(environ.get("CONTENT_TYPE"))[0] == JSON
            asks = method == "POST" and is_json and not environ.get("QUERY_STRING")
            return self._work_of_callback(environ["wsgi.input"]) if asks else ()
        if method not in ("GET", "HEAD"):
            return ()
        table = self._table_named(path)
        lesson = table[0] if table else self._shown.get(path)
        return self._files[lesson].work(bounded(environ.get("QUERY_STRING", ""))) if lesson else ()

    def _work_of_callback(self, body: BinaryIO) -> Sequence[Work]:
        try:
            asked = payload.checked(body.read(), self.app.callback_map)
        except payload.PayloadError:
            return ()
        finally:
            body.seek(0)
        given, *search = (end.get("value") for end in asked["inputs"])
        if asked["output"] == PAGE_OUTPUT:
            lesson = self._shown.get(self._page_of(given or ""))
            given = bounded((search[0] or "").removeprefix("?"))
        else:
            lesson = asked["inputs"][0]["id"].removesuffix("-state")
        return self._files[lesson].work(given) if lesson else ()

    def prepare(self) -> None:
        """Make every page and the handout of the course now. If this runs before workers fork, they share the memory."""
        self._bodies()

    def pack(self) -> None:
        """Write the strongest compression of every body to files, which later starts read. Run once per build."""
        for body in self._bodies():
            body.pack()

    def _bodies(self) -> list[Body]:
        return [*self.pages.bodies(), *self.handouts.bodies(), self._own.body]

    # ---- requests ---------------------------------------------------------------------------------------------

    def _before_request(self) -> Response | None:
        """Return the response; None hands the request on to Dash."""
        if not self._built:
            return None
        g.start = time.perf_counter()
        if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and "HTTP_HOST" not in request.environ:
            return message(400, "expected a Host")
        if request.environ.get(BUSY):  # before the body is read: there may be no room for it
            return self._queue_full()
        most = self.most(request.environ)
        request.max_content_length = most + 1
        if (request.content_length or 0) > most or len(_read_body()) > most:
            return message(413, f"expected at most {most} bytes")
        path = request.path
        if request.environ.get(FAILED):
            return message(500, "expected a result of the work, which failed")
        if path == self.pages.address(CALLBACK):
            return self._callback() if request.method == "POST" else message(405, "expected POST", Allow="POST")
        table = self._table_named(path)
        places = (
            self.pages.files,
            self.pages.by_address,
            self._endpoints,
            self.handouts.by_address,
            self._pictures,
            self._drawings,
        )
        known = table or any(path in place for place in places)
        if known and request.method not in ("GET", "HEAD"):
            return message(405, "expected GET", Allow="GET, HEAD")
        if path == self._own.address:
            return self._own.response()
        if path in self.pages.files:
            return self.pages.files[path].response()
        if path in self._endpoints:
            return self._endpoints[path]()
        below = path.startswith(self.settings.prefix)
        if below and (now := self._moved.now(path[len(self.settings.prefix) - 1 :], request.query_string)):
            return message(308, "expected the address in Location", Location=self.pages.address(now))
        if path in self.pages.by_address:
            return self.pages.response(path, request.query_string.decode("latin-1"))
        if path in self.handouts.by_address:
            return self.handouts.response(path, request.query_string.decode("latin-1"))
        if path in self._pictures:
            return self._picture(self._pictures[path])
        if path in self._drawings:
            return self._drawn(self._drawings[path])
        if table and (answer := self._table(*table)):
            return answer
        corrected = path + "/" if path + "/" == self.settings.prefix else path.rstrip("/")
        if corrected in self.pages.by_address or corrected == self._own.address:
            query = "?" + quote(request.query_string, safe="%&=+,;:@/?!$'()*") if request.query_string else ""
            return message(308, "expected the address in Location", Location=corrected + query)
        takes_html = not request.accept_mimetypes or request.accept_mimetypes.accept_html
        if path.startswith(self.pages.address(FILES)) or not takes_html:
            # The browser wants a script or an image here. It could not show a page.
            return message(404, "expected an address of this site")
        return self.pages.html("").response(404)

    def _queue_full(self) -> Response:
        """Return the answer to a request for whose work there is no room; the page, or the browser, asks again."""
        page = request.method == "GET" and request.accept_mimetypes.accept_html
        answer = self.pages.queue_full.response(503) if page else message(503, "expected fewer readers at once")
        answer.headers["Retry-After"] = str(AGAIN)
        return answer

    def _callback(self) -> Response | None:
        if request.mimetype != JSON or request.query_string:
            return message(400, "expected application/json and no query")
        try:
            asked = payload.checked(request.get_data(), self.app.callback_map)
        except payload.PayloadError as error:
            return message(400, str(error))
        if asked["output"] != PAGE_OUTPUT:
            return None
        path, search = (end.get("value") or "" for end in asked["inputs"])
        path = self._page_of(path)
        # Dash is told the state that the site has read, whose work is done: it might read another one in the query.
        if state := path and self.pages.state(path, search.removeprefix("?")):
            return Response(self.pages.asked(path, state), mimetype=JSON)
        return self.pages.content(path).response()

    def _page_of(self, path: str) -> str:
        """Return the address of the page that Dash asks for, which may end in a slash too; "" is an unknown one."""
        return next((each for each in (path, path.rstrip("/")) if each in self.pages.by_address), "")

    def _after_request(self, answer: Response) -> Response:
        if not self._built:
            return answer
        if request.path == self.pages.address(CALLBACK):
            answer.headers["X-Script"] = self.pages.script  # a page that has another one is of another version
        if request.path == self.pages.address(CALLBACK) and "Content-Encoding" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
            answer.vary.add("Accept-Encoding")
            coding = coding_for(answer.mimetype or "")
            if coding != "identity" and (answer.content_length or 0) > MIN_COMPRESSED:
                answer.set_data(compressed_quickly(answer.get_data(), coding))
                answer.headers["Content-Encoding"] = coding
        answer.headers.extend(self._headers)
        if request.path in self.pages.files or request.path in self._pictures:
            # They carry no secret, and a page in a frame that is sandboxed counts as another site.
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if "start" in g:
            seconds = time.perf_counter() - g.start
            answer.headers["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"
            page = self._logged_path(request.path)
            logs.access(page, answer, seconds * 1000)
            if self.settings.metrics:
                metrics.count(page, answer, seconds)
        return answer

    def _picture(self, lesson: str) -> Response:
        """Return the picture of a lesson for links, in the state that the current request names."""
        state = self._state_of(lesson)
        return self._kept.response(
            ("picture", lesson, state), lambda: preview.drawn(self._files[lesson].preview(state)), "image/png"
        )

    def _drawn(self, lesson: LessonFiles) -> Response:
        """Return how far off the drawing was that the current request names, in the state that it names."""
        said = lesson.drawn and lesson.drawn(bounded(request.query_string.decode("latin-1")))
        if not said:
            return message(400, "expected y, a whole number from 0 to 100 or nothing for each place of the drawing")
        return Response(json.dumps({"said": said}), mimetype="application/json", headers={"Cache-Control": "no-store"})

    def _table(self, lesson: str, name: str) -> Response | None:
        """Return a table of a lesson as CSV, in the state that the current request names; None if there is none."""
        state = self._state_of(lesson)

        def made() -> bytes:
            text = self._files[lesson].sheet(name, state)
            if text is None:
                raise NoTableError
            return text.encode()

        with suppress(NoTableError):
            return self._kept.response(("table", lesson, name, state), made, "text/csv")
        return None

    def _table_named(self, path: str) -> tuple[str, str] | None:
        """Return the lesson and the name of the table that an address of a file names: /numbers/thresholds/table.csv."""
        lesson, _, file = path.removeprefix(self.pages.address(SHEETS)).partition("/")
        named = path.startswith(self.pages.address(SHEETS)) and lesson in self._files and file.endswith(".csv")
        return (lesson, file.removesuffix(".csv")) if named else None

    def _state_of(self, lesson: str) -> str:
        """Return the query of the state of a lesson that the current request names."""
        page = self.pages.address(self._files[lesson].page)
        return self.pages.state(page, request.query_string.decode("latin-1"))

    def _logged_path(self, path: str) -> str:
        if (
            path in self.pages.files
            or path in self.pages.by_address
            or path in self.handouts.by_address
            or path in self._pictures
            or path == self._own.address
            or path in self._drawings
            or path in (self.pages.address(CALLBACK), *self._endpoints)
        ):
            return path
        return self.pages.address(SHEETS) if self._table_named(path) else "none of the site's"


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


def _headers(settings: Settings, scripts: Iterable[str]) -> Mapping[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *map(digest, scripts)]),  # the pages' only scripts that are no files
        "style-src": "'self' 'unsafe-inline'",  # plotly.js and Dash's components set style attributes
        "img-src": "'self' data: blob:",  # data: the icon; blob: a figure that is saved as an image
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "frame-src": "'self'",  # the presenter's view shows screens
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
        mimetype=JSON,
        headers={"Cache-Control": "no-store"},
    )


def _http_error(error: HTTPException) -> Response:
    return message(error.code or 500, error.name)
