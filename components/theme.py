"""Colours by meaning, in one place: the style sheet's variables and the figures' template are both made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Any
from urllib.parse import quote


@unique
class Colour(StrEnum):
    """The palette: a name for each meaning; the value is the colour in the light theme.

    A only = FN's colour, B only = FP's, both = TP's. The soft ones are grounds for text in the strong ones; the steps of
    the map lead from ground to tp. A photograph is as dark in both themes: its greys lead from one colour to the other, and
    the still picture lays white over the dark one. No value stands twice, so that a figure can be translated into the dark theme.
    """

    TP = "#087053"
    FP = "#2166ac"
    FN = "#ad4208"
    TN = "#8a94a3"
    TP_SOFT = "#d9f0e8"
    FP_SOFT = "#dde9f6"
    FN_SOFT = "#fbe6da"
    TN_SOFT = "#eef0f3"
    INK = "#1b2430"
    INK_2 = "#55606f"
    LINE = "#e3e7ec"
    PAPER = "#ffffff"
    GROUND = "#f6f7f9"
    ACCENT = "#3b4cca"
    ACCENT_SOFT = "#eceefb"
    MAP_1 = "#e9f4ef"
    MAP_2 = "#a9d9c6"
    MAP_3 = "#4fa88b"
    PHOTO_DARK = "#10151c"
    PHOTO_BRIGHT = "#e2e3e4"

    @classmethod
    def named(cls, name: str) -> Colour:
        """Return the colour by the name that the style sheet uses: tp, tp-soft, ink."""
        return cls[name.upper().replace("-", "_")]


TRANSPARENT = "rgba(0,0,0,0)"

DARK: Mapping[Colour, str] = {
    Colour.TP: "#35c79c",
    Colour.FP: "#6fb1f2",
    Colour.FN: "#f59062",
    Colour.TN: "#8993a3",
    Colour.TP_SOFT: "#123a30",
    Colour.FP_SOFT: "#14304d",
    Colour.FN_SOFT: "#47240f",
    Colour.TN_SOFT: "#2a313b",
    Colour.INK: "#e8ecf2",
    Colour.INK_2: "#a3adbb",
    Colour.LINE: "#2c3440",
    Colour.PAPER: "#171c23",
    Colour.GROUND: "#0f1318",
    Colour.ACCENT: "#93a0ff",
    Colour.ACCENT_SOFT: "#232a4a",
    Colour.MAP_1: "#122620",
    Colour.MAP_2: "#1a4f40",
    Colour.MAP_3: "#27896c",
    Colour.PHOTO_DARK: "#0b0f14",
    Colour.PHOTO_BRIGHT: "#e1e2e3",
}

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'

# Meanings that colour a number in a formula or a sentence; also the names of the CSS classes.
MEANINGS = ("tp", "fp", "fn", "tn", "accent")

TEXT_SIZE = 14
NOTE_SIZE = 13
LINE_WIDTH = 3
MARKER_SIZE = 14
# px around the plot, where the words at its axes need no more
MARGIN = {"l": 8, "r": 16, "t": 16, "b": 8}


def css_variables(icon: str) -> str:
    """Return the palettes as CSS custom properties: light by default and on paper, dark where the page says so.

    A page says so once its script has run (assets/asleep/first.js); without JavaScript the system's preference counts.
    `icon` is the mark of the site as SVG, drawn in the light colours.
    """

    def block(selector: str, palette: Mapping[str, str], scheme: str) -> str:
        return selector + "{" + "".join(f"--{name}:{value};" for name, value in palette.items()) + f"{scheme}}}"

    light = {_variable(colour): colour.value for colour in Colour} | {"icon": f'url("{svg_address(icon)}")'}
    dark = {_variable(colour): value for colour, value in DARK.items()}
    dark["icon"] = f'url("{svg_address(in_dark(icon))}")'
    scheme = "color-scheme:dark"
    return (
        block(":root", {**light, "font": FONT}, "color-scheme:light")
        + f"@media screen{{{block('[data-bs-theme=dark]', dark, scheme)}}}"
        + f"@media screen and (prefers-color-scheme:dark){{{block(':root:not([data-bs-theme])', dark, scheme)}}}"
    )


def whiteness(dark: str, bright: str) -> float:
    """Return how opaque white over the dark colour makes the bright one."""
    pairs = zip(*(bytes.fromhex(colour[1:]) for colour in (dark, bright)), strict=True)
    shares = [(high - low) / (255 - low) for low, high in pairs]
    return float(sum(shares) / len(shares))


def svg_address(svg: str) -> str:
    """Return an SVG as an address that has it inside, so that it is no request."""
    return "data:image/svg+xml," + quote(svg.strip())


def script_colours() -> str:
    """Return the dark colour of each light one as a script, for the figures that plotly draws (assets/recolour.js)."""
    table = json.dumps({colour.value: dark for colour, dark in DARK.items()})
    return f"((window.dash_clientside ??= {{}}).jaccard ??= {{}}).dark = {table};"


def _variable(colour: Colour) -> str:
    return colour.name.lower().replace("_", "-")


def in_dark(figure: Any) -> Any:
    """Return a figure, or any part of one, with the colours of the dark theme in place of the light one's."""
    if isinstance(figure, Mapping):
        return {key: in_dark(value) for key, value in figure.items()}
    if isinstance(figure, list | tuple):
        return [in_dark(value) for value in figure]
    if isinstance(figure, str):
        for colour, dark in DARK.items():
            figure = figure.replace(colour.value, dark)
    return figure


def _template() -> dict[str, Any]:
    axis: dict[str, Any] = {
        "gridcolor": Colour.LINE,
        "zeroline": False,
        "linecolor": Colour.LINE,
        "tickfont": {"color": Colour.INK_2, "size": NOTE_SIZE},
        "showline": False,
        "ticks": "",
        "tickangle": 0,
        "ticklabelstandoff": 4,
        "fixedrange": True,
        # fitted margins creep by a pixel at every redrawing: the figures state theirs
        "automargin": False,
    }
    return {
        "layout": {
            "font": {"family": FONT, "color": Colour.INK, "size": TEXT_SIZE},
            "paper_bgcolor": TRANSPARENT,
            "plot_bgcolor": TRANSPARENT,
            "colorway": [Colour.ACCENT, Colour.TP, Colour.FN, Colour.FP, Colour.TN],
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": Colour.PAPER,
                "bordercolor": Colour.LINE,
                "font": {"color": Colour.INK, "size": NOTE_SIZE},
            },
            "margin": MARGIN,
            # the words of a label begin where it stands, without a border around them
            "annotationdefaults": {"xanchor": "center", "yanchor": "middle", "borderpad": 0, "borderwidth": 0},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
        }
    }


# The lean template of all figures; plotly's own would be 90 % of a small figure's bytes.
TEMPLATE = _template()

# plotly.js would otherwise offer to send the chart to a site, and show its logo.
GRAPH_CONFIG: Any = {"displaylogo": False, "showSendToCloud": False, "displayModeBar": False}
