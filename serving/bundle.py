"""The scripts and styles of the page, gathered from where Dash serves them one by one into one file each."""

from __future__ import annotations

import importlib.util
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import plotly
from flask.testing import FlaskClient

ROOT = Path(__file__).parent.parent

# Dash names these in every page. No browser that can run the rest needs the first; no table of the second kind is used.
LEFT_OUT = ("/deps/polyfill@", "/dash_table/")
# The chunk that Dash would ask for when it meets the first figure; in the bundle it costs no further request.
FIGURE_CHUNK = "async-graph.js"

CARTESIAN = ROOT / "node_modules" / "plotly.js-cartesian-dist-min"


class Index(HTMLParser):
    """What Dash's own index page names: scripts, inline scripts in order, style sheets, and the renderer's settings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.inline: list[str] = []
        self.styles: list[str] = []
        self.config: dict[str, Any] = {}
        self._open: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a script or link names."""
        given = dict(attrs)
        if tag == "script":
            self._open = given
            if given.get("src"):
                self.scripts.append(str(given["src"]))
        elif tag == "link" and given.get("rel") == "stylesheet":
            self.styles.append(str(given["href"]))

    def handle_data(self, text: str) -> None:
        """Keep the text of a script."""
        if self._open is None:
            return
        if self._open.get("id") == "_dash-config":
            self.config = json.loads(text)
        elif text.strip():
            self.inline.append(text)

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        if tag == "script":
            self._open = None


def script(index: Index, client: FlaskClient) -> bytes:
    """Return all scripts of the page as one, the inline ones last: they start the application."""
    sources = [address for address in index.scripts if not any(name in address for name in LEFT_OUT)]
    parts = []
    for address in sources:
        parts.append(_fetched(client, address))
        if "/dcc/dash_core_components.v" in address:
            folder, _, name = address.rpartition("/")
            chunk = FIGURE_CHUNK.replace(".js", "." + name.split(".", 1)[1])
            parts.append(_fetched(client, f"{folder}/{chunk}"))
    parts += [text.encode() for text in index.inline]
    # a file may end in an expression without its semicolon, or in a comment
    return b"\n;\n".join(parts)


def style(index: Index, client: FlaskClient, variables: str) -> bytes:
    """Return the style sheet: Bootstrap's out of the package that carries it, the colours, and those of the page."""
    return b"\n".join([_bootstrap(), variables.encode(), *(_fetched(client, address) for address in index.styles)])


def plotly_js() -> tuple[str, bytes]:
    """Return plotly.js and what it is called: the cartesian bundle if npm has installed it, else the whole one.

    Raises RuntimeError if npm's version is not the one that plotly.py was made for.
    """
    wanted = plotly.offline.get_plotlyjs_version()
    about = CARTESIAN / "package.json"
    if not about.is_file():
        return "plotly", plotly.offline.get_plotlyjs().encode()
    found = json.loads(about.read_text(encoding="utf-8"))["version"]
    if found != wanted:
        raise RuntimeError(
            f"{CARTESIAN.name} is {found}, plotly.py {plotly.__version__} needs {wanted}: see package.json"
        )
    return "plotly-cartesian", (CARTESIAN / "plotly-cartesian.min.js").read_bytes()


def _bootstrap() -> bytes:
    spec = importlib.util.find_spec("flask_bootstrap")  # its code is not run
    if spec is None or spec.origin is None:
        raise RuntimeError("Bootstrap-Flask is not installed: run `pip install --require-hashes -r requirements.txt`")
    return (Path(spec.origin).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css").read_bytes()


def _fetched(client: FlaskClient, address: str) -> bytes:
    with client.get(address) as answer:
        if answer.status_code != 200:
            raise RuntimeError(f"Dash does not serve {address}, which its own page names: {answer.status}")
        return answer.get_data()
