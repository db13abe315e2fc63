"""What stands around a plot: the words at its ticks, the names of its axes, and the margins that hold them.

plotly would measure the words and fit the margins to them, a pixel more or less at each drawing. Here all of it is stated:
margins from an estimate of the words' width, names of axes as labels so many pixels away from their axis. So nothing creeps,
and plotly's drawing and the still picture agree by construction.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from components.theme import NOTE_SIZE, TEXT_SIZE

# Of a letter's size, a little generous, because the font is that of the reader's system: its width, and that of a thin one.
LETTER, THIN = 0.64, 0.36
_THIN = frozenset(" .,:;'|!()[]ijlft1")
LINE = 1.3  # from one line of words to the next, as a part of their size; with room for what hangs below the line
STANDOFF = 4  # px between an axis and its words, unless the axis says otherwise
TICK = 5  # px, the length of a tick that is drawn
GAP = 5  # px between the words at the ticks and the name of the axis
EDGE = 2  # px between the outermost words and the edge of the figure
PHONE = 290  # px, how wide a figure is on a small phone

Axes = Mapping[str, Mapping[str, Any]]


def width(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels: its longest line. Markup in it does not count."""
    lines = (re.sub(r"<[^>]*>", "", line) for line in text.split("<br>"))
    return size * max(sum(THIN if letter in _THIN else LETTER for letter in line) for line in lines)


def ticks(axis: Mapping[str, Any]) -> list[tuple[float, str]]:
    """Return the ticks of an axis inside its range, and what each says, with numbers as plotly writes them.

    An axis states its ticks or their distance. For one that does neither there are none: where plotly puts them depends
    on the width.
    """
    if not {"tickvals", "dtick"} & axis.keys():
        return []
    low, high = sorted(axis["range"])
    if axis.get("type") == "log":
        low, high = 10**low, 10**high
    if "tickvals" in axis:
        values = list(axis["tickvals"])
    else:
        step = axis["dtick"]
        values = [round(k * step, 9) for k in range(math.ceil(low / step - 0.001), math.floor(high / step + 0.001) + 1)]
    texts = axis.get("ticktext") or [number(value, grouped=axis.get("tickformat") == ",") for value in values]
    return [(value, text) for value, text in zip(values, texts, strict=True) if low - 1e-9 <= value <= high + 1e-9]


def step(span: float, most: int = 6) -> float:
    """Return the smallest round distance that parts a span into at most so many pieces."""
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(round(k * power, 9) for k in (1, 2, 5, 10) if k * power * most >= span * 0.999)


def number(value: float, *, grouped: bool = False) -> str:
    """Return a number as plotly writes it at a tick."""
    return (f"{value:,.10g}" if grouped else f"{value:.10g}").replace("-", "\u2212")


def fitted(axes: Axes, least: Mapping[str, float]) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, float]]:
    """Return axes without their names, the names as labels, and margins in pixels that hold both.

    `least` has the margins that the figure needs for what else stands there. An axis that is not at the edge of the
    figure takes no margin: there has to be room for its words.
    """
    plain, names, margin = {}, [], dict(least)
    for key, axis in axes.items():
        plain[key] = {prop: value for prop, value in axis.items() if prop != "title"}
        if axis.get("visible") is False:
            continue
        name = axis.get("title", {})
        size = {"size": TEXT_SIZE, **name.get("font", {})}["size"]
        away = _words(key, axis)
        if name:
            names.append(_name(key, axis, away + GAP))
            away += GAP + LINE * size
        side = _edge(key, axes)
        if side and away:
            margin[side] = max(margin[side], round(away + EDGE))
    return plain, names, margin


def _words(key: str, axis: Mapping[str, Any]) -> float:
    """Return how far the words at the ticks reach from the axis, in pixels."""
    if not axis.get("showticklabels", True):
        return 0
    size = axis.get("tickfont", {}).get("size", NOTE_SIZE)
    texts = [text for _, text in ticks(axis) if text]
    reach = LINE * size if key[0] == "x" else max((width(text, size) for text in texts), default=0)
    return reach + axis.get("ticklabelstandoff", STANDOFF) + (TICK if axis.get("ticks") else 0) if texts else 0


def _edge(key: str, axes: Axes) -> str | None:
    """Return the side of the figure at which an axis lies, if it does."""
    across = key[0] == "x"
    other = axes.get(_other(key, axes[key]), {})
    near, far = other.get("domain", (0, 1))
    if not across:
        return "l" if near == 0 else None
    if axes[key].get("side") == "top":
        return "t" if far == 1 else None
    return "b" if near == 0 else None


def _other(key: str, axis: Mapping[str, Any]) -> str:
    """Return the key of the axis at whose end an axis stands."""
    anchor = axis.get("anchor", "y" if key[0] == "x" else "x")
    return f"{anchor[0]}axis{anchor[1:]}"


def _name(key: str, axis: Mapping[str, Any], away: float) -> dict[str, Any]:
    """Return the name of an axis as a label, `away` pixels from it."""
    own, anchor = key[0] + key[5:], axis.get("anchor", "y" if key[0] == "x" else "x")
    title = axis["title"]
    size = title.get("font", {}).get("size", TEXT_SIZE)
    label = {"text": title["text"], "showarrow": False, "font": {"size": size, **title.get("font", {})}}
    if key[0] == "x":
        top = axis.get("side") == "top"
        return {
            **label, "x": 0.5, "xref": f"{own} domain", "y": int(top), "yref": f"{anchor} domain",
            "yanchor": "bottom" if top else "top", "yshift": away if top else -away,
        }  # fmt: skip
    middle = away + LINE * size / 2
    return {
        **label, "y": 0.5, "yref": f"{own} domain", "x": 0, "xref": f"{anchor} domain",
        "textangle": -90, "xshift": -round(middle, 1),
    }  # fmt: skip
