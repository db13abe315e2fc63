"""Colours by meaning, in one place: the style sheet's variables and the figures' template are both made from it."""

from __future__ import annotations

from typing import Any

# A only = FN's colour, B only = FP's, both = TP's. The soft ones are grounds for text in the strong ones.
LIGHT = {
    "tp": "#087053",
    "fp": "#2166ac",
    "fn": "#ad4208",
    "tn": "#8a94a3",
    "tp-soft": "#d9f0e8",
    "fp-soft": "#dde9f6",
    "fn-soft": "#fbe6da",
    "tn-soft": "#eef0f3",
    "ink": "#1b2430",
    "ink-2": "#55606f",
    "line": "#e3e7ec",
    "paper": "#ffffff",
    "ground": "#f6f7f9",
    "accent": "#3b4cca",
    "accent-soft": "#eceefb",
}
DARK = {
    "tp": "#35c79c",
    "fp": "#6fb1f2",
    "fn": "#f59062",
    "tn": "#8993a3",
    "tp-soft": "#123a30",
    "fp-soft": "#14304d",
    "fn-soft": "#47240f",
    "tn-soft": "#2a313b",
    "ink": "#e8ecf2",
    "ink-2": "#a3adbb",
    "line": "#2c3440",
    "paper": "#171c23",
    "ground": "#0f1318",
    "accent": "#93a0ff",
    "accent-soft": "#232a4a",
}

# Two lines in one figure that are not a kind of error: the model or score under discussion, and the one beside it.
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'

# Meanings that colour a number in a formula or a sentence; also the names of the CSS classes.
MEANINGS = ("tp", "fp", "fn", "tn", "accent")

TEXT_SIZE = 14
NOTE_SIZE = 13
LINE_WIDTH = 3
MARKER_SIZE = 14


def css_variables() -> str:
    """Return the palettes as CSS custom properties: light by default, dark where the page asks for it."""

    def block(selector: str, palette: dict[str, str]) -> str:
        return selector + "{" + "".join(f"--{name}:{value};" for name, value in palette.items()) + "}"

    return block(":root", {**LIGHT, "font": FONT}) + block("[data-bs-theme=dark]", DARK)


def template(palette: dict[str, str]) -> dict[str, Any]:
    """Return the lean template of all figures; plotly's own would be 90 % of a small figure's bytes."""
    axis: dict[str, Any] = {
        "gridcolor": palette["line"],
        "zeroline": False,
        "linecolor": palette["line"],
        "tickfont": {"color": palette["ink-2"], "size": NOTE_SIZE},
        "title": {"font": {"size": TEXT_SIZE}, "standoff": 8},
        "fixedrange": True,
        "automargin": True,
    }
    return {
        "layout": {
            "font": {"family": FONT, "color": palette["ink"], "size": TEXT_SIZE},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [palette["accent"], palette["tp"], palette["fn"], palette["fp"], palette["tn"]],
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": palette["paper"],
                "bordercolor": palette["line"],
                "font": {"color": palette["ink"], "size": NOTE_SIZE},
            },
            "margin": {"l": 8, "r": 16, "t": 16, "b": 8},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
        }
    }


TEMPLATE = template(LIGHT)

# plotly.js would otherwise offer to send the chart to a site, and show its logo.
GRAPH_CONFIG: Any = {"displaylogo": False, "showSendToCloud": False, "displayModeBar": False}
