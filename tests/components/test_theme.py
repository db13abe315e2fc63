"""Light and dark: both palettes can be read, and each colour of one has its own in the other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from components.theme import DARK, MEANINGS, TEMPLATE, TRANSPARENT, Colour, css_variables, in_dark, script_colours
from tests.components.test_figures import colours

C = Colour
THEMES: Mapping[str, Mapping[Colour, str]] = {"light": {colour: colour.value for colour in Colour}, "dark": DARK}
STRONG, SOFT = (C.TP, C.FP, C.FN), (C.TP_SOFT, C.FP_SOFT, C.FN_SOFT)

# Text and what it stands on: in the style sheet and in the figures.
TEXTS = [
    *((C.INK, ground) for ground in (C.PAPER, C.GROUND, C.ACCENT_SOFT, C.TN_SOFT, C.MAP_1, C.MAP_2, *SOFT)),
    *((C.INK_2, ground) for ground in (C.PAPER, C.GROUND, C.ACCENT_SOFT, C.TN_SOFT)),
    *((strong, ground) for strong in (*STRONG, C.ACCENT) for ground in (C.PAPER, C.GROUND, C.ACCENT_SOFT)),
    *zip(STRONG, SOFT, strict=True),
    *((C.PAPER, filled) for filled in (*STRONG, C.ACCENT)),
]
# Lines, bars and points, and the paper that every figure stands on.
GRAPHICS = [(colour, C.PAPER) for colour in (*STRONG, C.TN, C.INK, C.INK_2, C.ACCENT)]


def luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_what_the_standard_says_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_its_ground(theme: str) -> None:
    palette = THEMES[theme]
    found = {(text.name, ground.name): contrast(palette[text], palette[ground]) for text, ground in TEXTS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}
    assert {Colour.named(meaning) for meaning in MEANINGS} - {text for text, _ in TEXTS} == {C.TN}, (
        "it is written in ink-2"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_drawn_stands_out_from_the_paper(theme: str) -> None:
    palette = THEMES[theme]
    found = {colour.name: contrast(palette[colour], palette[paper]) for colour, paper in GRAPHICS}
    assert {name: ratio for name, ratio in found.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_map_leads_evenly_from_the_ground_to_the_strongest(theme: str) -> None:
    away = [contrast(THEMES[theme][step], THEMES[theme][C.GROUND]) for step in (C.MAP_1, C.MAP_2, C.MAP_3, C.TP)]
    assert away == sorted(away)


def test_no_colour_stands_in_both_themes_so_that_twice_is_as_once() -> None:
    assert not {*Colour} & {*DARK.values()}
    figure = {"layout": {"template": TEMPLATE, "font": {"shadow": f"0 0 3px {C.PAPER}, 0 0 3px {C.PAPER}"}}}
    dark = in_dark(figure)
    assert in_dark(dark) == dark != figure
    assert set(colours(dark)) <= {*DARK.values(), TRANSPARENT}


def test_the_script_has_the_whole_table() -> None:
    (table,) = re.findall(r"\.dark = (\{.*\});", script_colours())
    assert json.loads(table) == {colour.value: dark for colour, dark in DARK.items()}


def test_the_style_sheet_has_every_colour_in_both_themes_and_paper_is_light() -> None:
    css = css_variables(f'<svg stroke="{C.FN}"/>')
    light, *dark = re.findall(r"(?:^|\{|\})([^{}]*)\{(--[^}]*)\}", css)
    assert light[0] == ":root"
    assert [selector for selector, _ in dark] == ["[data-bs-theme=dark]", ":root:not([data-bs-theme])"]
    assert css.count("@media screen") == len(dark), "on paper no dark colour counts"
    for _, rules in (light, *dark):
        palette = DARK if "color-scheme:dark" in rules else THEMES["light"]
        assert set(colours(rules)) == set(palette.values())
        assert palette[C.FN].replace("#", "%23") in rules, "the icon"
