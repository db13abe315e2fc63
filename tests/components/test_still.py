"""The still picture of a figure: for every figure there is one, well-formed, in the palette's colours, and with all of it."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from components.course import LESSONS
from components.figures.around import LINE
from components.figures.base import Drawing, line, moves, note
from components.figures.still import still, unknown
from components.figures.still.svg import UNITS, number, path
from components.page import Lesson
from components.theme import Colour
from tests.components.test_figures import figures, with_figures

SIZE = 48_000  # bytes, of the largest figures, a third of it on the way: cells, and the points of many items or seeds


def tree(figure: Any) -> ElementTree.Element:
    return ElementTree.fromstring(f"<figure>{still(figure)}</figure>")


def drawn(*traces: dict[str, Any], x: dict[str, Any] | None = None, **layout: Any) -> Any:
    drawing = Drawing()
    for trace in traces:
        drawing.trace(trace)
    axis = {"range": [0, 1], "tickvals": []}
    return drawing.done(xaxis=axis | (x or {}), yaxis=axis, **layout).figure


@with_figures
def test_a_still_has_all_of_its_figure(section: Lesson[Any]) -> None:
    for id, figure in figures(section):
        assert unknown(figure) == [], id


@with_figures
def test_a_still_is_a_picture_and_nothing_else(section: Lesson[Any]) -> None:
    names = {f"var(--{colour.name.lower().replace('_', '-')})" for colour in Colour}
    for _, figure in figures(section):
        html = still(figure)
        for each in ElementTree.fromstring(f"<figure>{html}</figure>").iter():
            assert each.tag in {"figure", "div", "svg", "g", "path", "circle", "rect", "line", "text", "tspan", "image"}
            assert "id" not in each.attrib, "pages have several figures"
            assert "nan" not in "".join(each.attrib.values())
            for key in ("fill", "stroke"):
                if key in each.attrib:
                    assert set(re.findall(r"var\([^)]*\)|#\w+|rgba?\(.*", each.attrib[key])) <= names
        assert html.startswith('<div class="still" aria-hidden="true"')
        assert "#" not in html, "a colour that does not follow the theme"
        assert len(html) < SIZE


@with_figures
def test_a_still_says_what_its_figure_says(section: Lesson[Any]) -> None:
    for figure in section.show(section.state()).figures.values():
        said = ["".join(text.itertext()) for text in tree(figure).iter("text")]
        for label in figure["layout"].get("annotations", ()):
            words = re.sub("<[^>]*>", "", label["text"])
            # one that moves is there in any case, because a slider may show it
            assert (words in said) == (label.get("opacity", 1) != 0 or moves(label))


def test_text_is_escaped() -> None:
    figure = drawn({"type": "scatter", "mode": "text", "x": [0], "y": [0], "text": ["<b>a</b> < b & <script>"]})
    (text,) = tree(figure).iter("text")
    assert "".join(text.itertext()) == "a < b & <script>"


def test_what_is_bold_over_two_lines_is_so_in_each() -> None:
    figure = drawn({"type": "scatter", "mode": "text", "x": [0], "y": [0], "text": ["a<br><b>b<br>c</b>"]})
    bold = [part.text for part in tree(figure).iter("tspan") if part.get("font-weight")]
    assert bold == ["b", "c"]


def test_every_part_of_a_label_says_itself_which_of_its_lines_lies_at_the_height_of_the_label() -> None:
    figure = drawn(line([0], [0], color=Colour.TP), annotations=[note("a<br><b>b</b><br>c", 0, 0, yanchor="top")])
    (text,) = tree(figure).iter("text")
    assert [part.get("dominant-baseline") for part in text.iter()] == ["text-before-edge"] * 4
    # its own: the first is at the place of the text, each other one a line below the one before
    assert [part.get("dy") for part in text.iter()] == [None, f"{LINE}em", None, f"{LINE}em"]


def test_the_plot_keeps_its_margins_whatever_its_width() -> None:
    figure = drawn(line([0, 1], [0, 1], color=Colour.TP), margin={"l": 10, "r": 20, "t": 30, "b": 40})
    assert 'style="inset:30px 20px 40px 10px"' in still(figure)


def test_a_line_ends_where_its_points_do_and_has_gaps() -> None:
    figure = drawn(line([0, 0.5, None, 0.5, 1], [0, 0.5, None, 0, 0], color=Colour.TP))
    (found,) = [each for each in tree(figure).iter("path") if each.get("stroke") == "var(--tp)"]
    assert found.get("d") == f"M0 {UNITS}l1000-1000M1000 {UNITS}l1000 0"


def test_points_that_lie_on_a_line_are_left_out() -> None:
    x = np.linspace(0, 1, 101)
    assert path(x, x) == f"M0 0l{UNITS} {UNITS}"
    assert path(x, abs(x - 0.5)) == "M0 1000l1000-1000 1000 1000"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.5, ".5"), (-0.04, "0"), (-0.5, "-.5"), (10, "10"), (2.25, "2.2")]
)
def test_numbers_are_as_short_as_they_can_be(value: float, text: str) -> None:
    assert number(value) == text


def test_a_still_without_what_it_cannot_draw_is_drawn_all_the_same() -> None:
    curve = line([0, 1], [0, 1], color=Colour.TP, line={"shape": "spline"})
    drawing = Drawing()
    drawing.trace(curve)
    drawing.trace({"type": "pie", "values": [1, 2]})
    drawing.label({**note("a", 0, 0), "showarrow": True})
    figure = drawing.done(xaxis={"range": [0, 1], "dtick": 1}, yaxis={"range": [0, 1]}, uirevision=1).figure
    assert unknown(figure) == [
        "yaxis without tickvals or dtick", "scatter.line.shape", "pie", "annotation.showarrow = True", "layout.uirevision",
    ]  # fmt: skip
    assert 'stroke="var(--tp)"' in still(figure)


def test_every_section_with_a_figure_is_tried() -> None:
    assert sum(len(section.graphs) for section in LESSONS) > 20
