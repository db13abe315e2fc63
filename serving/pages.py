"""What is made of each page: its finished HTML, what Dash answers about it, and the files that it loads.

All of it is made and compressed once, but for pages in another state than their default, of which the last ones are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

from dash import Dash
from flask import Flask, Response

from serving import bundle
from serving.body import IMMUTABLE, REVALIDATE, Body
from serving.jobs import AGAIN
from serving.kept import Kept

CALLBACK = "_dash-update-component"
PAGE_OUTPUT = ".._pages_content.children..._pages_store.data.."
FILES = "files/"  # the path below which scripts are
MAX_SEARCH = 4000  # characters; the site itself writes no longer query

# Older browsers, and those that run no scripts, show the finished page with this sentence (assets/asleep/able.js).
OLDER = (
    '<p class="older">The sliders and buttons need JavaScript, in Chrome or Edge 109, Firefox 115, Safari 16.4 or later. '
    "Everything can be read without.</p>"
)

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
{preview}
<link rel="icon" type="image/svg+xml" href="{icon}">
<style>{style}</style>
</head>
<body>
{older}
<div id="finished">{finished}</div>
<div id="react-entry-point" class="asleep"></div>
<script id="_dash-config" type="application/json">{config}</script>
{first_answers}
<script data-script="{script}" data-plotly="{plotly}">{asleep}</script>
</body>
</html>
"""

# In place of a page while there is no room for the work that it needs.
QUEUE_FULL = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{seconds}">
<script>{first}</script>
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="{icon}">
<style>{style}</style>
</head>
<body>{body}</body>
</html>
"""


def no_state(_: str) -> str:
    """Return the default state, whatever a query says: a page without parameters has no other."""
    return ""


class Page(NamedTuple):
    """The address and head of a page.

    `state_of` returns the shortest query that names the same state as the one it is given; "" is the default state.
    `preview` is the path of the picture that goes with links to it.
    """

    path: str
    title: str
    description: str
    state_of: Callable[[str], str] = no_state
    preview: str = ""


class Pages:
    """The pages of the site and their files, as bodies of answers."""

    def __init__(
        self,
        app: Dash,
        prefix: str,
        public_url: str,
        pages: Sequence[Page],
        not_found: Page,
        kept: Kept,
        *,
        queue_full: str,
        finished: Callable[[Any], str],
        variables: str,
        icon: str,
        first: str,
        asleep: str,
        awake: str,
    ) -> None:
        """Collect from Dash what the pages are made of.

        `public_url` is where readers find the site, as scheme and host; without it pages name no picture for links.
        `not_found` is the page for unknown addresses. `kept` keeps pages in other states. `queue_full` is
        HTML that stands in place of a page while there is no room for its work. `finished` writes components, as
        Dash sends them, as HTML. `variables` are CSS rules with the colours, `icon` is the address of the icon. `first` is
        a script that runs before a page is painted. `asleep` is the one that it needs before Dash runs, and which starts
        it; `awake` is the site's own beside Dash.
        """
        self.app, self.prefix, self._public_url = app, prefix, public_url
        self.by_address = {self.address(page.path): page for page in pages}
        self.files: dict[str, Body] = {}  # by address; also what Dash would answer to its first two requests
        self._not_found, self._kept = not_found, kept
        self._contents: dict[str, Body] = {}  # by address of a page: the callback's answer for its default state
        self._htmls: dict[str, Body] = {}  # by address of a page: its default state
        self._finished = finished
        self._first, self._asleep = first, asleep

        server: Flask = app.server
        self._client = server.test_client()
        # Dash sets itself up during its first request, and other requests at that moment would fail.
        # So the first request is made here.
        index = bundle.IndexPage(self._from_dash(""))
        plotly_name, plotly_js = bundle.plotly_js()
        self.script = self.file("lab", bundle.script(index, self._client, awake))
        # The icon is part of the page. A browser would request a file again whenever a slider changes the address.
        self._icon = icon
        # The style and the small script are part of a page too. While a new version takes the place of an old one, the
        # next request may reach a copy of the site that has neither's files.
        self.style = bundle.style(index, self._client, variables).decode()
        self._plotly = self.file(plotly_name, plotly_js)
        text = QUEUE_FULL.format(
            seconds=AGAIN, first=first, title=escape(app.title), icon=icon, style=self.style, body=queue_full
        )
        self.queue_full = Body(text.encode(), "text/html", "no-store")
        # These two keys make Dash load plotly.js from this address.
        config = {**index.config, "serve_locally": False, "plotlyjs_url": self._plotly}
        # `end_id` is a token for background callbacks, which the site does not have. It would differ between two copies
        # of the site, and they must send the same bytes.
        self._config = in_html(json.dumps({key: config[key] for key in sorted(config.keys() - {"end_id"})}))
        for name in ("_dash-layout", "_dash-dependencies"):
            self.files[self.address(name)] = Body(self._from_dash(name).encode(), "application/json", REVALIDATE)

    def address(self, path: str) -> str:
        """Return a path of the site as a browser asks for it."""
        return self.prefix + path.lstrip("/")

    def bodies(self) -> list[Body]:
        """Return everything that is kept, with every page in its default state."""
        for path in ("", *self.by_address):
            self.html(path)
        return [*self.files.values(), *self._contents.values(), *self._htmls.values()]

    def state(self, path: str, query: str) -> str:
        """Return the query that names the state of a page which this one asks for; "" is the default state."""
        return self.by_address[path].state_of(bounded(query))

    def is_made(self, path: str, query: str) -> bool:
        """Return whether the page at an address is there already; that of an unknown address is one for all."""
        known = path in self.by_address
        return not (known and query) and (path if known else "") in self._htmls

    def html(self, path: str) -> Body:
        """Return the page at an address in its default state; the address "" is an unknown one."""
        if path not in self._htmls:
            self._htmls[path] = Body(self._made(path, self.content(path).raw), "text/html", REVALIDATE)
        return self._htmls[path]

    def response(self, path: str, query: str) -> Response:
        """Return the response to a request for the page at an address, in the state that the query names."""
        if not (state := self.state(path, query)):
            return self.html(path).response()
        return self._kept.response((path, state), lambda: self._made(path, self.asked(path, state), state), "text/html")

    def content(self, path: str) -> Body:
        """Return Dash's answer to the request for the content of a page in its default state; "" is an unknown page."""
        if path not in self._contents:
            self._contents[path] = Body(self.asked(path), "application/json", "no-store")
        return self._contents[path]

    def _made(self, path: str, content: bytes, query: str = "") -> bytes:
        """Return a page as finished HTML, and in it the answers to the first requests that Dash makes once it starts."""
        page = self.by_address.get(path, self._not_found)
        components = json.loads(content)["response"]["_pages_content"]["children"]
        answers = {name: self.files[self.address(name)].raw.decode() for name in ("_dash-layout", "_dash-dependencies")}
        answers["_pages_content"] = content.decode()
        text = HTML.format(
            first=self._first,
            title=escape(page.title),
            description=escape(page.description),
            preview=self._picture(page, query),
            icon=self._icon,
            style=self.style,
            script=self.script,
            asleep=self._asleep,
            plotly=self._plotly,
            older=OLDER,
            finished=self._finished(components),
            config=self._config,
            first_answers="\n".join(
                f'<script type="application/json" data-given="{name}">{in_html(answer)}</script>'
                for name, answer in answers.items()
            ),
        )
        return text.encode()

    def _picture(self, page: Page, query: str) -> str:
        """Return what names the picture for links to a page in one state. Networks want its whole address."""
        if not (page.preview and self._public_url):
            return ""
        address = self._public_url + self.address(page.preview) + (query and f"?{query}")
        return (
            f'<meta property="og:image" content="{escape(address)}">\n'
            '<meta name="twitter:card" content="summary_large_image">'
        )

    def asked(self, path: str, query: str = "") -> bytes:
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
                    "value": path or self.address(self._not_found.path),
                },
                {"id": "_pages_location", "property": "search", "value": query and f"?{query}"},
            ],
            "changedPropIds": ["_pages_location.pathname"],
        }
        with self.app.server.test_request_context(self.address(CALLBACK), method="POST", json=request_body):
            # This calls Dash alone, without `_before_request`, which would look for the content that is made here.
            return bytes(self.app.server.dispatch_request().get_data())

    def _from_dash(self, name: str) -> str:
        """Return Dash's own answer to a GET request."""
        with self._client.get(self.address(name)) as answer:
            return answer.get_data(as_text=True)

    def file(self, name: str, raw: bytes) -> str:
        """Keep a script and return its address, which contains the hash of its content."""
        body = Body(raw, "text/javascript", IMMUTABLE)
        path = self.address(f"{FILES}{name}-{body.hash}.js")
        self.files[path] = body
        return path


def bounded(query: str) -> str:
    """Return a query. One that is too long opens the default state, as none does."""
    return query if len(query) < MAX_SEARCH else ""


def in_html(json_text: str) -> str:
    """Return JSON as it can stand in a script element."""
    # "</script>" inside a text would end the script element.
    return json_text.replace("<", "\\u003c")
