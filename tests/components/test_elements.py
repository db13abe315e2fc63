from __future__ import annotations

import pytest
from dash import html
from dash.development.base_component import Component

from components.markup.attributes import aria
from components.markup.elements import Element, element
from components.markup.table import Cell, Table
from tests.conftest import components, identified, plain

ROW = html.Tr(
    [html.Th("J", scope="row"), html.Td(0.5), html.Td(html.Span("1", id="x-one"))], tabIndex=0, **aria(label="r")
)


@pytest.mark.parametrize(
    ("component", "made"),
    [
        (html.P("a", className="b"), element("P", "a", className="b")),
        (
            ROW,
            element(
                "Tr",
                [element("Th", "J", scope="row"), element("Td", 0.5), element("Td", element("Span", "1", id="x-one"))],
                tabIndex=0,
                **aria(label="r"),
            ),
        ),
    ],
    ids=["text", "row"],
)
def test_an_element_is_what_dash_writes_for_a_component(component: Component, made: Element) -> None:
    assert plain(made) == plain(component)
    assert [plain(c) for c in components(made)] == [plain(c) for c in components(component)]


def test_a_table_has_a_caption_and_headers() -> None:
    found = list(components(Table(["a", "b"], [["x", 1], ["y", 2]], caption="Numbers").element()))
    texts = [(type(c).__name__, c.children) for c in found if type(c).__name__ in ("Caption", "Th", "Td")]
    assert texts == [
        ("Caption", "Numbers"), ("Th", "a"), ("Th", "b"), ("Th", "x"), ("Td", "1"), ("Th", "y"), ("Td", "2"),
    ]  # fmt: skip
    assert {c.scope for c in found if type(c).__name__ == "Th"} == {"col", "row"}


def test_a_table_keeps_its_values_and_writes_them_as_the_pages_do() -> None:
    row = ["a", 3207, 2 / 3, float("nan"), None, Cell(0.845, "0.845 (best)"), True]
    table = Table([*"nceugbt"], [row], caption="Numbers")
    assert [table.text(value, k) for k, value in enumerate(row)] == [
        "a", "3,207", "0.667", "undefined", "", "0.845 (best)", True,
    ]  # fmt: skip
    assert Table(["a", "b"], [[0.5, 0.25]], caption="Numbers", digits=[1, 4]).text(0.25, 1) == "0.2500"


def test_an_id_in_an_element_is_found() -> None:
    assert list(identified(html.Div(element("Span", "1", id="x-one")))) == ["x-one"]
