"""What a still picture can draw: every property of a figure that it knows, and the values that it knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from components.figures.base import Figure

ANY = None  # any value, or one that only plotly's drawing uses
_LIVE = dict.fromkeys(("meta", "hoverinfo", "hovertemplate", "hovertext", "hoverongaps", "customdata", "name"), ANY)
_FONT = {"size": ANY, "color": ANY, "weight": ANY, "shadow": ANY}
_LINE = {"color": ANY, "width": ANY, "dash": re.compile(r"solid|dot|dash|[\d.]+px,[\d.]+px"), "simplify": ANY}
_TRACE = {**_LIVE, "x": ANY, "y": ANY, "xaxis": ANY, "yaxis": ANY}
_SIDES = re.compile("(top|middle|bottom) (left|center|right)")
_AXIS = {
    **dict.fromkeys(("range", "domain", "anchor", "tickvals", "ticktext", "dtick", "tickcolor"), ANY),
    **dict.fromkeys(("visible", "showgrid", "showticklabels", "gridcolor", "linecolor"), ANY),
    **dict.fromkeys(("ticklabelstandoff", "fixedrange", "scaleanchor"), ANY),
    "type": {"linear", "log"},
    "side": {"top", "bottom"},
    "ticks": {"", "outside"},
    "tickformat": {","},
    "hoverformat": ANY,
    "tickangle": {0},
    "constrain": {"domain"},
    "tickfont": _FONT,
    "automargin": {False},
    "zeroline": {False},
    "showline": {False},
}
KNOWN: Mapping[str, Any] = {
    "scatter": {
        **_TRACE,
        **dict.fromkeys(("text", "cliponaxis", "fillcolor"), ANY),
        "mode": {"lines", "markers", "text", "markers+text"},
        "fill": {"toself", "none"},
        "textposition": _SIDES,
        "textfont": _FONT,
        "line": _LINE,
        "marker": {
            **dict.fromkeys(("size", "color", "opacity"), ANY),
            "symbol": {"circle", "circle-open", "diamond", "square"},
            "line": {"color": ANY, "width": ANY},
        },
    },
    "bar": {
        **_TRACE,
        **dict.fromkeys(("width", "base"), ANY),
        "orientation": {"h", "v"},
        "marker": {
            **dict.fromkeys(("color", "opacity"), ANY),
            "line": {"color": ANY, "width": ANY},
            "pattern": {"shape": ANY, "fillmode": {"replace"}, "fgcolor": ANY, "size": ANY, "solidity": ANY},
        },
    },
    "heatmap": {
        **_TRACE,
        **dict.fromkeys(("z", "zmin", "zmax", "colorscale", "xgap", "ygap", "text"), ANY),
        "showscale": {False},
    },
    "shape": {
        **dict.fromkeys(("name", "x0", "x1", "y0", "y1", "xref", "yref", "path", "opacity", "visible"), ANY),
        "type": {"line", "path"},
        "line": _LINE,
    },
    "annotation": {
        **dict.fromkeys(("name", "text", "x", "y", "xref", "yref", "xshift", "yshift", "opacity", "visible"), ANY),
        **dict.fromkeys(("bgcolor", "borderpad", "align"), ANY),
        "showarrow": {False},
        "borderwidth": {0},
        "xanchor": {"left", "center", "right"},
        "yanchor": {"top", "middle", "bottom"},
        "textangle": {0, -90},
        "font": _FONT,
    },
    "layout": {
        "template": ANY,
        "margin": ANY,
        "barmode": {"overlay", "stack"},
        "bargap": {0},
    },
}


def unknown(figure: Figure) -> list[str]:
    """Return what is in a figure that its still picture cannot draw, such as "scatter.line.shape"; normally nothing."""
    layout = dict(figure["layout"])
    parts = [("shape", each) for each in layout.pop("shapes", ())]
    parts += [("annotation", each) for each in layout.pop("annotations", ())]
    found: list[str] = []
    for key in [key for key in layout if key[1:5] == "axis"]:
        axis = layout.pop(key)
        found += _strange(key, axis, _AXIS)
        if axis.get("visible", True) and not {"tickvals", "dtick"} & axis.keys():
            found.append(f"{key} without tickvals or dtick")
        if "range" not in axis:
            found.append(f"{key} without a range")
    for trace in figure["data"]:
        kind = trace["type"]
        found += _strange(kind, {**trace, "type": ANY}, {**KNOWN[kind], "type": ANY}) if kind in KNOWN else [kind]
    for kind, part in (*parts, ("layout", layout)):
        found += _strange(kind, part, KNOWN[kind])
    return found


def _strange(where: str, part: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for key, value in part.items():
        place = f"{where}.{key}"
        if key not in known:
            yield place
        elif isinstance(known[key], Mapping):
            yield from _strange(place, value, known[key])
        elif isinstance(known[key], re.Pattern):
            if not known[key].fullmatch(value):
                yield f"{place} = {value!r}"
        elif known[key] is not ANY and value not in known[key]:
            yield f"{place} = {value!r}"
