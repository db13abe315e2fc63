"""Handouts: files that need neither a server nor a network, with the style sheet and the script of a page in them.

A strict policy stands in the file itself: it loads nothing, and runs only the scripts that it was made with.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from html import escape
from typing import Any, NamedTuple, Protocol

from flask import Response

from serving.body import REVALIDATE, Body
from serving.kept import Kept
from serving.pages import OLDER, Pages, bounded, in_html, no_state

HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
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
<script>{script}</script>
</body>
</html>
"""


class Content(Protocol):
    """What a handout shows: finished HTML, and the frames of its lessons."""

    @property
    def title(self) -> str:
        """The title of the file."""

    @property
    def description(self) -> str:
        """What it is, in a sentence."""

    @property
    def finished(self) -> str:
        """Its HTML."""

    @property
    def frames(self) -> list[Any]:
        """The frames of its lessons, as the page has them."""


class Handout(NamedTuple):
    """How to make a handout in the state that a query names; `state_of` is as that of a page."""

    make: Callable[[str], Content]
    state_of: Callable[[str], str] = no_state


class Handouts:
    """The handouts that there are. One that has a single state is made once, the others when they are asked for."""

    def __init__(
        self, pages: Pages, handouts: Mapping[str, Handout], kept: Kept, *, icon: str, first: str, script: str
    ) -> None:
        self.by_address = {pages.address(f"handout/{name}"): (name, each) for name, each in handouts.items()}
        self._icon, self._first, self._script = icon, first, script
        self._style, self._kept = pages.style, kept
        self._bodies: dict[str, Body] = {}  # by address: those that are made once
        self._policy = "; ".join(
            [
                "default-src 'none'",
                f"script-src {digest(first)} {digest(script)}",
                f"style-src {digest(self._style)}",
                "style-src-attr 'unsafe-inline'",  # such as the height of a figure
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            ]
        )

    def response(self, path: str, query: str) -> Response:
        """Return the handout at one of the addresses, as a file to keep."""
        name, handout = self.by_address[path]
        if handout.state_of is no_state:
            answer = self._body(path).response()
        else:
            state = handout.state_of(bounded(query))
            answer = self._kept.response((path, state), lambda: self.made(path, state), "text/html")
        answer.headers["Content-Disposition"] = f'attachment; filename="jaccard-{name}.html"'
        return answer

    def bodies(self) -> list[Body]:
        """Return those that are made once."""
        return [self._body(path) for path, (_, each) in self.by_address.items() if each.state_of is no_state]

    def is_made(self, path: str) -> bool:
        """Return whether the handout at one of the addresses is there already."""
        return path in self._bodies

    def _body(self, path: str) -> Body:
        if path not in self._bodies:
            self._bodies[path] = Body(self.made(path, ""), "text/html", REVALIDATE)
        return self._bodies[path]

    def made(self, path: str, state: str) -> bytes:
        """Return the handout at one of the addresses in a state; "" is the default one."""
        content = self.by_address[path][1].make(state)
        # The client code looks for frames where a page has them: in the answer that it brings along for Dash.
        stores = [{"type": "Store", "props": {"data": frames}} for frames in content.frames]
        answer = json.dumps({"response": {"_pages_content": {"children": stores}}}, separators=(",", ":"))
        text = HTML.format(
            policy=self._policy,
            first=self._first,
            title=escape(content.title),
            description=escape(content.description),
            icon=self._icon,
            style=self._style,
            older=OLDER,
            finished=content.finished,
            content=in_html(answer),
            script=self._script,
        )
        return text.encode()


def digest(text: str) -> str:
    """Return the source that allows an inline script or style sheet in a policy."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
