"""The application: `create_app()` makes it, `server` is what gunicorn serves, `python app.py` opens the explorer."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

import dash
from dash import Dash, html

import callbacks
from components import shell, theme
from components.course import SECTIONS
from serving.settings import SettingError, Settings, read
from serving.site import Page, Site

ICON = Path(__file__).parent / "assets" / "favicon.svg"
LOST = Page("/404", f"Not found · {shell.BRAND}", "There is no such page.")


def create_app(settings: Settings) -> Site:
    """Return the application behind its front door, set up and ready to answer."""
    app = Dash(
        __name__,
        title=shell.BRAND,
        update_title="",
        use_pages=True,
        pages_folder="",
        url_base_pathname=settings.prefix,
        # Pages would otherwise embed the layout of every page in every page; tests/test_wiring.py does the checking.
        suppress_callback_exceptions=True,
        enable_mcp=False,
    )
    _register_pages()
    app.layout = html.Div([dash.page_container, shell.unreachable()])
    callbacks.register(app)
    # Making the site asks for Dash's index page, in which Dash sets itself up: a burst of first requests would find it half done.
    controlled = {section.path for section in SECTIONS if section.params}
    pages = [
        Page(page["path"], page["title"], page["description"], page["path"] in controlled)
        for page in dash.page_registry.values()
        if page["path"] != LOST.path
    ]
    return Site(app, settings, pages, LOST, variables=theme.css_variables(), icon=ICON)


def _register_pages() -> None:
    # The registry is global to the process; start it anew so that a second app is the same as the first.
    dash.page_registry.clear()
    for order, section in enumerate(SECTIONS):
        dash.register_page(
            section.name,
            path=section.path,
            name=section.title,
            title=f"{section.title} · {shell.BRAND}",
            description=section.summary,
            order=order,
            layout=partial(shell.section_page, section),
        )
    dash.register_page(
        "all",
        path=shell.ALL_PATH,
        title=f"{shell.ALL_TITLE} · {shell.BRAND}",
        description="Every section, one below the other.",
        layout=_all,
    )
    dash.register_page("not_found_404", path=LOST.path, title=LOST.title, layout=_not_found)


def _all(**_: object) -> dash.development.base_component.Component:
    return shell.all_sections()


def _not_found(**_: object) -> dash.development.base_component.Component:
    return shell.not_found()


try:
    settings = read(os.environ)
except SettingError as error:
    sys.exit(f"The configuration cannot be used. {error}")

site = create_app(settings)
app = site.app
server = app.server

if __name__ == "__main__":
    app.run(host=settings.host, port=settings.port)
