"""The page to which readers send a file of their own, and the answer to it.

The body of such a request may be much larger than any other. It is read by one reader at a time in each process (threads.py),
worked on in a process of its own (jobs.py), and kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, NamedTuple
from wsgiref.types import WSGIEnvironment

from flask import Response, request

from serving.body import REVALIDATE, Body, message
from serving.pages import MAX_SEARCH, OLDER, Pages

MEGABYTE = 1_000_000
ANSWER = "jaccard_lab.own"  # in a request: what the other process has returned

HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script>{first}</script>
<title>{title}</title>
<meta name="description" content="{description}">
<link rel="icon" type="image/svg+xml" href="{icon}">
<style>{style}</style>
</head>
<body>
{older}
<div id="finished">{finished}</div>
<script type="application/json" data-given="_pages_content">{content}</script>
<script src="{script}"></script>
</body>
</html>
"""


class OwnPage(NamedTuple):
    """The page: its path, its head, what stands on it as HTML, and what answers a file.

    `judge` takes `body`, `query` and `prefix`, and returns parts of a page, which `write` writes as HTML.
    """

    path: str
    title: str
    description: str
    finished: str
    judge: Callable[..., list[Any]]
    write: Callable[[Any], str]


@dataclass(frozen=True)
class Judging:
    """The work of judging a file; see `serving.jobs.Work`."""

    function: Callable[..., Any]
    options: Mapping[str, Any]
    keep: Callable[[Any], None]


class Own:
    """The page and its answers. `limit` is the size of the largest file in bytes, 0 where none may be sent."""

    def __init__(self, pages: Pages, page: OwnPage, limit: int, *, icon: str, first: str, script: str) -> None:
        self.address, self.limit = pages.address(page.path), limit
        self._judge, self._write, self._prefix = page.judge, page.write, pages.prefix
        text = HTML.format(
            first=first,
            title=escape(page.title),
            description=escape(page.description),
            icon=icon,
            style=pages.style,
            older=OLDER,
            finished=page.finished,
            content=json.dumps({"response": {"_pages_content": {"children": []}}}),
            script=pages.file("own", script.encode()),
        )
        self.body = Body(text.encode(), "text/html", REVALIDATE)

    def asks(self, environ: WSGIEnvironment) -> bool:
        """Return whether a request brings a file that may be judged."""
        return bool(self.limit) and environ.get("REQUEST_METHOD") == "POST" and environ.get("PATH_INFO") == self.address

    def work(self, environ: WSGIEnvironment, most: int) -> Sequence[Judging]:
        """Return the work of judging the body of a request, which has been read; none if it has more than `most` bytes.

        Of a query that is too long nothing is left out in silence: such a request is refused.
        """
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        if len(body) > most or len(environ.get("QUERY_STRING", "")) > MAX_SEARCH:
            return ()
        options = self._options(body, environ.get("QUERY_STRING", ""))
        return [Judging(self._judge, options, partial(environ.__setitem__, ANSWER))]

    def response(self) -> Response:
        """Return the response to the current request."""
        if request.method in ("GET", "HEAD"):
            return self.body.response()
        if request.method != "POST":
            return message(405, "expected GET or POST", Allow="GET, HEAD, POST")
        if not self.limit:
            return message(403, "expected a site whose operator lets files be sent")
        if len(request.query_string) > MAX_SEARCH:
            return message(414, f"expected a query of at most {MAX_SEARCH} characters")
        parts = request.environ.pop(ANSWER, None)
        if parts is None:  # where no other process works, as in a test
            parts = self._judge(**self._options(request.get_data(), request.query_string.decode("latin-1")))
        answer = Response(self._write(parts), mimetype="text/html")
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _options(self, body: bytes, query: str) -> dict[str, Any]:
        return {"body": body, "query": query, "prefix": self._prefix}
