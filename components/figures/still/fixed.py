"""A still picture of a fixed size, for programs that know no style sheet: all places in pixels, all colours as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

from components.figures.base import Figure
from components.figures.still import still
from components.figures.still.plot import Plot
from components.figures.still.svg import UNITS, VARIABLES, number

_COLOURS = {variable: colour for colour, variable in VARIABLES.items()}
_SVG = re.compile("<svg.*</svg>", re.DOTALL)
_STEPS = re.compile(r"([a-zA-Z])|(-?\d*\.?\d+)")
_COLOUR, _VARIABLE = re.compile("#[0-9a-f]{6}"), re.compile(r"var\(--[\w-]+\)")
_MIXED = re.compile(r"color-mix\(in srgb,(#[0-9a-f]{6}) (\d+)%,(#[0-9a-f]{6})\)")
_HALO = {"stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"}


def fixed(figure: Figure, width: float, height: float) -> str:
    """Return a figure as SVG of this size in pixels, in the light colours."""
    plot = Plot(figure)
    picture = Element("svg", {"width": number(width), "height": number(height)})
    for frame in still(figure).split('<div class="still"')[1:]:
        found = _SVG.search(frame)
        if found is None:
            continue
        drawn = fromstring(found[0])
        left, top, wide, high = plot.rectangle("style" in drawn.attrib, width, height)
        drawn.attrib.pop("style", None)
        drawn.attrib |= {"x": number(left, 2), "y": number(top, 2), "width": number(wide, 2), "height": number(high, 2)}
        for cut in drawn.iter("svg"):
            for corner in cut.findall("svg"):
                for path in corner.findall("path[@transform]"):
                    size = _length(cut.attrib["width"], wide), _length(cut.attrib["height"], high)
                    left, top = (-_length(corner.get(at, "0"), of) for at, of in zip("xy", size, strict=True))
                    _shorten(path.attrib, (left, top), size)
        _settle(drawn, wide, high, (1, 1))
        picture.append(drawn)
    return tostring(picture, encoding="unicode")


def _shorten(hatch: dict[str, str], corner: tuple[float, float], size: tuple[float, float]) -> None:
    """Let the slanting lines of a bar reach over the bar and no further. Its own corner lies in the plot, which they are in.

    Those of a still reach over the largest plot that there may be. A browser passes over what it cuts off; other programs
    draw it all first, which took them seconds.
    """
    (left, top), (width, height) = corner, size
    dash, gap = map(float, hatch["stroke-dasharray"].split(","))
    start = (left + top + dash / 2) // (dash + gap) * (dash + gap) - dash / 2
    end, middle = left + width + top + height, top + height / 2
    hatch |= {"stroke-width": number(height, 2), "d": f"M{number(start, 2)} {number(middle, 2)}H{number(end, 2)}"}


def _settle(element: Element, width: float, height: float, unit: tuple[float, float]) -> None:
    """Write an element of a still without what only a browser with the page's style sheet knows.

    It lies in an SVG of this size in pixels, and one unit of a path is so many pixels across and down.
    """
    attributes = element.attrib
    for name in [name for name in attributes if name.startswith("data-")]:
        del attributes[name]
    for name in ("fill", "stroke", "style"):
        if name in attributes:
            attributes[name] = _settled(attributes[name])
    if halo := _COLOUR.search(attributes.pop("style", "")):
        attributes |= {"stroke": halo[0], **_HALO}
    if element.tag == "svg":
        width, height = (
            _length(attributes.get(name, "100%"), of) for name, of in (("width", width), ("height", height))
        )
        if attributes.get("viewBox") == f"0 0 {UNITS} {UNITS}":  # its lines keep their width however it is stretched
            del attributes["viewBox"], attributes["preserveAspectRatio"]
            unit = width / UNITS, height / UNITS
        elif "viewBox" not in attributes and attributes.pop("class", None) != "cut":
            attributes["overflow"] = "visible"
    if element.tag == "path" and unit != (1, 1):
        attributes["d"] = " ".join(_scaled(attributes["d"], *unit))
    for child in element:
        _settle(child, width, height, unit)


def _settled(text: str) -> str:
    """Return a text with the palette's colours, and mixtures of two of them, as they are."""
    text = _VARIABLE.sub(lambda found: _COLOURS[found[0]], text)
    return _MIXED.sub(lambda found: _mixture(found[1], float(found[2]) / 100, found[3]), text)


def _mixture(one: str, share: float, other: str) -> str:
    pairs = zip(*(bytes.fromhex(colour[1:]) for colour in (one, other)), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _length(text: str, of: float) -> float:
    return float(text[:-1]) / 100 * of if text.endswith("%") else float(text)


def _scaled(path: str, across: float, down: float) -> Iterator[str]:
    """Yield the steps of a path, each number in pixels. Its letters are among M, L, H, V and z, in either case."""
    letter, turn = "", 0
    for found in _STEPS.finditer(path):
        if found[1]:
            letter, turn = found[1], 0
            yield letter
            continue
        is_across = {"h": True, "v": False}.get(letter.lower(), turn % 2 == 0)
        turn += 1
        yield number(float(found[2]) * (across if is_across else down), 2)
