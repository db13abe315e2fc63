"""The menu of a figure: it as a picture, and its numbers as files."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from components.live.view import Shown
from components.markup.attributes import data

# px, how wide a figure is drawn for a picture, whatever screen the reader has: one that grows with its width, and any other.
SHAPED, WIDE = 560, 760


def export_menu(shown: Shown, id: str, height: int | str) -> Component:
    """Return the menu of the figure `id`; assets/export.js makes the pictures, the server the files."""
    shaped = isinstance(height, str)
    drawn = {
        "name": f"jaccard-{shown.lesson}-{id}",
        "width": SHAPED if shaped else WIDE,
        "height": height if shaped else f"{height}px",
    }
    sheets = shown.sheets()
    files = [
        html.A(
            "Numbers (CSV)" if len(sheets) == 1 else f"CSV: {table.name or table.caption}",
            href=shown.sheet_href(sheet),
            download=f"jaccard-{shown.lesson}-{sheet}.csv",
        )
        for sheet, table in sheets.items()
    ]
    pictures = [html.Button(kind.upper(), type="button", **data(saves=kind)) for kind in ("png", "svg")]
    # on a dark page, whose pictures are dark too
    on_paper = [
        html.Button(f"{kind.upper()}, light", type="button", className="on-paper", **data(saves=kind, paper="yes"))
        for kind in ("png", "svg")
    ]
    return html.Details(
        [
            html.Summary(html.Span("Save this figure", className="visually-hidden"), title="Save this figure"),
            html.Div([*pictures, *on_paper, *files], className="export-menu"),
        ],
        className="export",
        **data(picture=json.dumps(drawn)),
    )
