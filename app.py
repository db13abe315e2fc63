"""The application: `create_app()` makes it, `server` is what gunicorn serves, `python app.py` opens the explorer."""

from __future__ import annotations

import importlib.util
import os
from functools import partial
from pathlib import Path
from urllib.parse import quote

import dash
from dash import Dash, html
from flask import Flask, Response, send_file

import callbacks
from components import shell, theme

ASSETS = Path(__file__).parent / "assets"
BOOTSTRAP = "/vendor/bootstrap-5.3.8.min.css"

INDEX = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="ICON">
{%css%}
<style>VARIABLES</style>
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""


def create_app() -> Dash:
    """Return the application, set up and ready to answer."""
    app = Dash(
        __name__,
        title=shell.BRAND,
        update_title="",
        use_pages=True,
        pages_folder="",
        # Pages would otherwise embed the layout of every page in every page; tests/test_wiring.py does the checking.
        suppress_callback_exceptions=True,
        external_stylesheets=[BOOTSTRAP],
        index_string=INDEX.replace("VARIABLES", theme.css_variables()).replace("ICON", _icon()),
        health_endpoint="healthz",
        enable_mcp=False,
    )
    _serve_bootstrap(app.server)
    _register_pages()
    app.layout = html.Div(dash.page_container)
    callbacks.register(app)
    # Dash sets itself up in the first request; a burst of first requests would find it half done.
    app.server.test_client().get("/_dash-dependencies")
    return app


def _icon() -> str:
    # Inside the page: a browser would ask for a file again whenever the address changes, so at every move of a slider.
    return "data:image/svg+xml," + quote((ASSETS / "favicon.svg").read_text(encoding="utf-8").strip())


def _register_pages() -> None:
    # The registry is global to the process; start it anew so that a second app is the same as the first.
    dash.page_registry.clear()
    for order, section in enumerate(shell.SECTIONS):
        dash.register_page(
            section.NAME,
            path=section.PATH,
            name=section.TITLE,
            title=f"{section.TITLE} · {shell.BRAND}",
            description=section.SUMMARY,
            order=order,
            layout=partial(shell.section_page, section),
        )
    dash.register_page("all", path=shell.ALL_PATH, title=f"{shell.ALL_TITLE} · {shell.BRAND}", layout=_all)
    dash.register_page("not_found_404", path="/404", title=f"Not found · {shell.BRAND}", layout=_not_found)


def _all(**_: object) -> dash.development.base_component.Component:
    return shell.all_sections()


def _not_found(**_: object) -> dash.development.base_component.Component:
    return shell.not_found()


def _serve_bootstrap(server: Flask) -> None:
    """Serve Bootstrap's stylesheet out of the package that carries it; its code is not run."""
    spec = importlib.util.find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise RuntimeError("Bootstrap-Flask is not installed: run `pip install --require-hashes -r requirements.txt`")
    css = Path(spec.origin).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"

    @server.get(BOOTSTRAP)
    def bootstrap_css() -> Response:
        return send_file(css, max_age=31_536_000)


app = create_app()
server = app.server

if __name__ == "__main__":
    app.run(host=os.environ.get("HOST", "127.0.0.1"), port=int(os.environ.get("PORT", "8050")))
