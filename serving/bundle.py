"""One script and one style sheet for the whole site, put together from the many that Dash serves."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Set
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import plotly
from flask.testing import FlaskClient

ROOT = Path(__file__).parent.parent

# Dash's index page names these scripts, but the site does not need them: every browser that can run the other scripts
# does without the polyfill, and no page has a Dash DataTable.
UNNEEDED_SCRIPTS = ("/deps/polyfill@", "/dash_table/")
# Dash loads this part of its components when a page shows the first figure. In the bundle it costs no extra request.
FIGURE_CHUNK = "async-graph.js"
# What several such parts share: figures need 2 kB of it, date pickers and menus the other 110 kB.
SHARED_CHUNK = "/dcc/dash_core_components-shared."

# Bootstrap's classes that the pages have; tests/serving/test_bundle.py compares them.
BOOTSTRAP_CLASSES = {
    *("form-check", "form-check-inline", "form-check-input", "form-check-label", "form-select", "form-select-sm"),
    *("lead", "small", "visually-hidden", "visually-hidden-focusable"),
}

# Selectors or an at-rule, and what is in their braces: declarations, or rules without braces inside them.
RULE = re.compile(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}")

SMALL_PLOTLY = ROOT / "built" / "plotly.js"  # what serving/plotly.mjs builds


class IndexPage(HTMLParser):
    """What Dash's index page contains: addresses of scripts and style sheets, inline scripts, and the configuration."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.inline_scripts: list[str] = []
        self.styles: list[str] = []
        self.config: dict[str, Any] = {}
        self._script: dict[str, str | None] | None = None  # the attributes of the script element that is being read
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a script or style sheet."""
        attributes = dict(attrs)
        if tag == "script":
            self._script = attributes
            if attributes.get("src"):
                self.scripts.append(str(attributes["src"]))
        elif tag == "link" and attributes.get("rel") == "stylesheet":
            self.styles.append(str(attributes["href"]))

    def handle_data(self, text: str) -> None:
        """Keep the text of an inline script."""
        if self._script is None:
            return
        if self._script.get("id") == "_dash-config":
            self.config = json.loads(text)
        elif text.strip():
            self.inline_scripts.append(text)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a script."""
        if tag == "script":
            self._script = None


def script(index: IndexPage, client: FlaskClient, own: str) -> bytes:
    """Return all scripts of Dash's index page as one, and the site's own.

    The inline scripts come last, because they start the application.
    """
    parts = []
    figures = b""
    for address in index.scripts:
        if any(name in address for name in UNNEEDED_SCRIPTS):
            continue
        text = _fetched(client, address)
        if "/dcc/dash_core_components.v" in address:
            folder, _, name = address.rpartition("/")
            figures = _fetched(client, f"{folder}/{FIGURE_CHUNK.replace('.js', '.' + name.split('.', 1)[1])}")
            parts.append(figures)
        elif SHARED_CHUNK in address:
            text = asked_for(text, figures)
        parts.append(text)
    parts += [text.encode() for text in (own, *index.inline_scripts)]
    # A script may end in a comment or without a semicolon; neither may run on into the next script.
    return b"\n;\n".join(parts)


def asked_for(shared: bytes, by: bytes) -> bytes:
    """Return webpack's chunk `shared` with only the modules that the chunk `by` asks for, and those that these ask for.

    A chunk contains modules by number, `{12:function(e,t,r){...},345:function(e,t,r){...}}`, which ask for others by
    `r(345)`. A chunk that is written in another way is returned whole.
    """
    start, *parts = re.split(rb"(?<=[{,])(\d+):(?=function\()", shared)
    modules = dict(zip(parts[::2], parts[1::2], strict=True))
    if not modules:
        return shared
    last = parts[-1]
    end = last[last.rindex(b"}}") + 1 :]  # closes the object, and the call that it is given to
    modules[parts[-2]] = last.removesuffix(end)
    kept, asking = {}, [by]
    while asking:
        for number in re.findall(rb"\b\w\((\d+)\)", asking.pop()):
            if number in modules:
                kept[number] = modules.pop(number)
                asking.append(kept[number])
    return start + b",".join(number + b":" + code.removesuffix(b",") for number, code in kept.items()) + end


def style(index: IndexPage, client: FlaskClient, variables: str) -> bytes:
    """Return the style sheet: Bootstrap's, then `variables` (CSS rules that define the colours), then the site's own."""
    bootstrap = with_classes(_bootstrap().decode(), BOOTSTRAP_CLASSES).encode()
    return b"\n".join([bootstrap, variables.encode(), *(_fetched(client, address) for address in index.styles)])


def with_classes(css: str, classes: Set[str]) -> str:
    """Return the rules of a style sheet that can apply to pages which have no other classes than these.

    Rules for elements and attributes stay. Of the at-rules only @media stays. The head comment, a licence, stays too.
    """
    licence = re.search(r"/\*!.*?\*/", css, re.DOTALL)
    css = re.sub(r"@charset[^;]*;|/\*.*?\*/", "", css, flags=re.DOTALL)
    return (licence[0] if licence else "") + RULE.sub(partial(_applying, classes), css)


def _applying(classes: Set[str], rule: re.Match[str]) -> str:
    """Return a rule with those of its selectors that can apply; "" if none can."""
    head, inside = rule[1].strip(), rule[2]
    if head.startswith("@"):
        inside = RULE.sub(partial(_applying, classes), inside) if head.startswith("@media") else ""
        return f"{head}{{{inside}}}" if inside else ""
    # A class in :not() need not be there. A comma in brackets does not separate selectors.
    named = {
        selector: re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r":not\([^)]*\)", "", selector))
        for selector in re.split(r",(?![^(]*\))", head)
    }
    selectors = [selector for selector, names in named.items() if classes >= set(names)]
    return f"{','.join(selectors)}{{{inside}}}" if selectors else ""


def plotly_js() -> tuple[str, bytes]:
    """Return a file name for plotly.js and its code: the small bundle if it has been built, else the full one.

    Raises RuntimeError if the small bundle's version is not the one that plotly.py was made for.
    """
    if not SMALL_PLOTLY.is_file():
        return "plotly-full", plotly.offline.get_plotlyjs().encode()
    code = SMALL_PLOTLY.read_bytes()
    wanted = plotly.offline.get_plotlyjs_version()
    header = re.match(rb"/\*\*\n\* plotly\.js v(\S+)", code)
    found = header[1].decode() if header else "of an unknown version"
    if found != wanted:
        raise RuntimeError(
            f"{SMALL_PLOTLY.name} is {found}, plotly.py {plotly.__version__} needs {wanted}: see package.json"
        )
    return "plotly-small", code


def _bootstrap() -> bytes:
    spec = importlib.util.find_spec("flask_bootstrap")  # finds the package's folder without importing the package
    if spec is None or spec.origin is None:
        raise RuntimeError("Bootstrap-Flask is not installed: run `pip install --require-hashes -r requirements.txt`")
    return (Path(spec.origin).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css").read_bytes()


def _fetched(client: FlaskClient, address: str) -> bytes:
    with client.get(address) as answer:
        if answer.status_code != 200:
            raise RuntimeError(f"Dash's index page names {address}, but Dash does not serve it: {answer.status}")
        return answer.get_data()
