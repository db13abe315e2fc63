"""Text: the words at ticks, at points, and direct labels, each where plotly puts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from components.figures.around import LINE, TICK, ticks
from components.figures.base import NOTHING
from components.figures.still.plot import Axis, Part, Plot
from components.figures.still.svg import colour, each, number, place
from components.theme import NOTE_SIZE, TEXT_SIZE, Colour

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# Which line of the words lies at the height of a label, for each side by which it is held.
BASELINES = {"top": "text-before-edge", "middle": "central", "bottom": "text-after-edge"}
# How much of its lines lies above that height.
ABOVE = {"top": 0.0, "middle": 0.5, "bottom": 1.0}

_LONG = re.compile("<b>.*?</b>")


def words_at_ticks(plot: Plot, axis: Axis) -> Iterator[Part]:
    """Return the words at the ticks of an axis, and the ticks themselves where they are drawn."""
    spec = axis.spec
    if spec.get("visible") is False or not spec.get("showticklabels", True):
        return
    across, font = axis.name[0] == "x", {"size": NOTE_SIZE, **spec.get("tickfont", {})}
    font = {**{"color": Colour.INK_2}, **font}
    size, outside = font["size"], spec.get("ticks") == "outside"
    away = 1 + spec["ticklabelstandoff"] + (TICK + 0.2 * size if outside else 0)
    other, marks = plot.anchor(axis), [(float(axis.at(value)), text) for value, text in ticks(spec)]
    top = spec.get("side") == "top"
    if across:
        edge, shift = other.part(int(top)), (0.0, -away - 0.2 * size if top else away + size)
    else:
        edge, shift = other.part(0), (-away, 0.35 * size)
    words = "".join(text_at(text, *((at, edge) if across else (edge, at)), shift) for at, text in marks if text.strip())
    lines = "".join(_tick(at, across) for at, _ in marks) if outside else ""
    if lines:
        box = place(0, edge) if across else place(edge, 0)
        lines = f'<svg class="axis"{box} stroke="{colour(spec["tickcolor"])}">{lines}</svg>'
    if words:
        anchor = "middle" if across else "end"
        yield Part(axis.tied, "", f'{lines}<g class="axis"{look(font)} text-anchor="{anchor}">{words}</g>')


def _tick(at: float, across: bool) -> str:
    share = number(100 * at, 2)
    return (
        f'<line x1="{share}%" x2="{share}%" y2="{TICK}"/>'
        if across
        else f'<line x1="-{TICK}" y1="{share}%" y2="{share}%"/>'
    )


def words_at_points(
    plot: Plot, trace: Mapping[str, Any], points: Sequence[tuple[float, float] | None], moving: str
) -> Iterator[Part]:
    """Return the texts of a trace at its points, given as shares of the frame."""
    tied = plot.of(trace)[0].tied
    font = {"size": TEXT_SIZE, **trace.get("textfont", {})}
    size = font["size"]
    vertical, side = trace.get("textposition", "middle center").split()
    reach = trace["marker"]["size"] / 2 / 0.8 + 1 if "markers" in trace["mode"] else 0
    toward = {"top": -1, "middle": 0, "bottom": 1, "left": -1, "center": 0, "right": 1}
    one = {key: value for key, value in font.items() if not isinstance(value, list)}
    drawn = ""
    for point, words, own in zip(points, each(trace["text"]), each(font.get("color")), strict=False):
        if point is None or not (moving or str(words).strip()):
            continue
        lines = LINE * str(words).count("<br>") + 1
        down = 0.75 * size + toward[vertical] * reach + (toward[vertical] - 1) * lines * size / 2
        style = f' fill="{colour(own)}"' if "color" not in one and own else ""
        drawn += text_at(str(words), *point, (toward[side] * reach, down), style)
    if drawn:
        anchor = {"left": "end", "center": "middle", "right": "start"}[side]
        yield Part(tied, "", f'<g{moving}{look(one)} text-anchor="{anchor}">{drawn}</g>')


def annotation(plot: Plot, label: Mapping[str, Any], moving: str) -> Iterator[Part]:
    """Return a direct label; one whose opacity is 0 is not there, unless it moves."""
    text = str(label["text"])
    if (label.get("opacity", 1) == 0 and not moving) or label.get("visible") is False or not text.strip():
        return
    font = {"size": TEXT_SIZE, **label.get("font", {})}
    (tied, x), (_, y) = (plot.at(label.get(f"{d}ref", d), label[d], d) for d in "xy")
    held = label.get("yanchor", "middle")
    pad, up = label.get("borderpad", 0), ABOVE[held]
    dx = label.get("xshift", 0) + pad * {"left": 1, "right": -1}.get(label.get("xanchor", ""), 0)
    dy = -label.get("yshift", 0) + pad * {"top": 1, "bottom": -1}.get(held, 0)
    dy -= up * LINE * font["size"] * text.count("<br>")
    style = f'{moving}{look(font)} text-anchor="{ANCHORS[label.get("xanchor", "center")]}"'
    if "bgcolor" in label:  # the ground of a text cannot be as wide as the text: it is a thick edge of the letters
        style += f' stroke="{colour(label["bgcolor"])}" stroke-width="6" stroke-linejoin="round" paint-order="stroke"'
    if label.get("opacity", 1) != 1:
        style += f' opacity="{label["opacity"]:g}"'
    if label.get("textangle"):
        turned = f' transform="translate({number(dx)} {number(dy)})rotate({label["textangle"]})"'
        yield Part(tied, "", f"<svg{place(x, y)}>{text_at(text, 0, 0, (0, 0), style + turned, BASELINES[held])}</svg>")
    else:
        yield Part(tied, "", text_at(text, x, y, (dx, dy), style, BASELINES[held]))


def look(font: Mapping[str, Any]) -> str:
    """Return the attributes of a font as plotly describes it."""
    style = f' font-size="{font["size"]:g}"' if font["size"] != TEXT_SIZE else ""
    style += f' font-weight="{font["weight"]}"' if "weight" in font else ""
    style += f' fill="{colour(font["color"])}"' if font.get("color") else ""
    return style + (f' style="text-shadow:{colour(font["shadow"])}"' if "shadow" in font else "")


def text_at(words: str, x: float, y: float, shift: tuple[float, float], style: str = "", baseline: str = "") -> str:
    """Return text, `shift` pixels away from a place that is given as shares of the frame; <b> and <br> are markup.

    `baseline` is written at each part of the text: in WebKit a tspan does not have it from its text.
    """
    held = f' dominant-baseline="{baseline}"' if baseline else ""
    dx, dy = (f' {name}="{number(by)}"' if round(by, 1) else "" for name, by in zip(("dx", "dy"), shift, strict=True))
    first, *rest = (_bold(line, held) for line in _LONG.sub(_in_each_line, words).split("<br>"))
    across = place(x, 0) or ' x="0"'
    lines = "".join(
        f'<tspan{across}{dx} dy="{LINE}em"{held}>{line if line.strip() else NOTHING}</tspan>' for line in rest
    )
    return f"<text{place(x, y)}{dx}{dy}{style}{held}>{first}{lines}</text>"


def _in_each_line(bold: re.Match[str]) -> str:
    """Return something bold with a mark-up of its own in each of its lines."""
    return bold[0].replace("<br>", "</b><br><b>")


def _bold(line: str, held: str) -> str:
    """Return a line as SVG, with its bold parts, which are `held` as the line is."""
    safe = escape(line, quote=False)
    return re.sub(r"&lt;b&gt;(.*?)&lt;/b&gt;", rf'<tspan font-weight="700"{held}>\1</tspan>', safe)
