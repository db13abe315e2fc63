"""The frame of one section: title and idea, controls at the left, figures with their sentence at the right, folds below."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from components.controls import reset_button
from components.elements import Element, element
from components.figures.base import Figure
from components.formula import Line, Texts
from components.theme import GRAPH_CONFIG
from components.url import Param, address
from components.view import Target, View, control_id


def section(
    name: str,
    *,
    path: str,
    over: str,
    title: str,
    idea: Sequence[Any],
    params: Sequence[Param],
    values: Mapping[str, Any],
    view: View,
    lead: Sequence[Any] = (),
    controls: Sequence[Any] = (),
    figures: Sequence[Any] = (),
    parts: Sequence[Any] = (),
    folds: Sequence[Any] = (),
    asks: Sequence[str] | None = None,
    below: Sequence[Any] = (),
) -> Component:
    """Return a section's page.

    `lead` is the slider that matters with the numbers it moves: beside the figure on a wide screen, right above it on
    a phone. `controls` are the other controls, `below` further figures over the whole width. A section of several
    `parts` (made by `part`, or a `deck`) has them in place of lead, figures and controls. `asks` names the parameters
    whose change needs the server; the others run by frames (default: every parameter).
    """
    framed = {axis["id"] for axis in view.frames["axes"] if _moves_more_than_its_label(view.frames, axis["id"])}
    ids = {p.key: control_id(name, p.key) for p in params}
    state = {
        "path": address(path),
        "controls": [
            {
                "key": p.key,
                "id": ids[p.key],
                "fallback": _plain(p.default),
                "value": _plain(values[p.key]),
                "bounds": p.browser(),
            }
            for p in params
        ],
        "asks": [ids[key] for key in (asks if asks is not None else [k for k in ids if ids[k] not in framed])],
        "state": control_id(name, "state"),
    }
    reset = html.Div(reset_button(name), className="chips")
    content = html.Div(
        [
            dcc.Store(id=control_id(name, "frames"), data=dict(view.frames)),
            dcc.Store(id=control_id(name, "state"), data={key: _plain(value) for key, value in values.items()}),
            html.Header(
                [
                    html.Div(over, className="over"),
                    html.H1(title, id=f"{name}-title"),
                    *_paragraphs(idea),
                    *([reset] if parts and params else []),
                ],
                className="top",
            ),
            *(parts or [_stage(lead, figures, [*controls, reset] if params else [])]),
            *below,
            html.Div(folds, className="folds"),
            failure("The server did not answer. The figures and numbers are still those from before your last change."),
        ],
        id=name,
        **data(address=json.dumps(state)),
    )
    # two elements, because Dash writes two such attributes of one in an order that differs in each copy of the app
    return html.Section(content, className="section", **aria(labelledby=f"{name}-title"))


def part(
    title: str,
    *,
    idea: Sequence[Any] = (),
    lead: Sequence[Any],
    controls: Sequence[Any] = (),
    figures: Sequence[Any],
    below: Sequence[Any] = (),
) -> Component:
    """Return one of the `parts` of a section: a heading, a stage as `section` has it, and what stands `below` it."""
    wide = [html.Div(below, className="panel below")] if below else []
    return html.Div([html.H2(title), *_paragraphs(idea), _stage(lead, figures, controls), *wide], className="part")


def failure(sentence: str, *, whole_page: bool = False) -> Component:
    """Return what the style sheet shows once a request has failed: a sentence, and a button that asks again."""
    button = html.Button("Try again", type="button", className="chip", **data(retry="yes"))
    return html.Div(
        [html.Span(sentence), button], className="failed whole-page" if whole_page else "failed", role="alert"
    )


def card(title: str, *children: Any) -> Component:
    """Return a small part of a section that stands beside others in a `deck`."""
    return html.Div([html.H2(title), *children], className="panel card-part")


def deck(*cards: Component) -> Component:
    """Return cards, two in a row where there is room."""
    return html.Div(list(cards), className="deck")


def graph(id: str, figure: Figure, *, described: str, height: int | str = 330, square: bool = False) -> Component:
    """Return a figure; `described` is its name for a screen reader, the live sentence and the table are its text twin.

    `height` is in pixels, or a CSS length for a figure that keeps its shape: 100cqi is its width.
    """
    return html.Figure(
        dcc.Graph(
            id=id,
            figure=figure,
            config=GRAPH_CONFIG,
            responsive=True,
            className="graph",
            style={"height": f"{height}px" if isinstance(height, int) else height},
        ),
        className="chart square" if square else "chart",
        **aria(label=described),
    )


def paragraph(*children: Any) -> Component:
    """Return a paragraph of prose."""
    return html.P(list(children))


def slot(id: str, parts: Mapping[Target, Any]) -> Component:
    """Return the place of a part that a callback replaces as a whole, such as a table."""
    return html.Div(parts[Target(id)], id=id)


def fold(title: str, *children: Any) -> Component:
    """Return a part of the page that starts folded."""
    return html.Details([html.Summary(title), html.Div(children, className="fold-body")], className="panel")


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, caption: str, words: bool = False) -> Element:
    """Return a small table with a caption; the first cell of a row is its header. `words` is for cells that hold text."""
    head = element("Tr", [element("Th", name, scope="col") for name in columns])
    body = [
        element("Tr", [element("Th", name, scope="row"), *(element("Td", cell) for cell in cells)])
        for name, *cells in rows
    ]
    return element(
        "Div",
        element(
            "Table",
            [element("Caption", caption), element("Thead", head), element("Tbody", body)],
            className="numbers words" if words else "numbers",
        ),
        className="table-box",
        role="region",
        tabIndex=0,
        **aria(label=caption),
    )


def code_fold(name: str, functions: Sequence[Callable[..., Any]], snippet: Line, texts: Texts) -> Component:
    """Return the fold "The code": the source that computed this page, and how to ask scikit-learn for the same."""
    return fold(
        "The code",
        html.P("What computed this page, as it is running:"),
        *(code(f"{name}-source-{f.__name__}", [inspect.getsource(f)]) for f in functions),
        html.P("The same with scikit-learn, for the values that are set now:"),
        code(snippet.id, snippet.parts(texts)),
    )


def code(id: str, parts: Sequence[Any]) -> Component:
    """Return source code with a button that copies it."""
    return html.Div(
        [
            html.Pre(html.Code(parts, id=id), tabIndex=0, role="region", **aria(label=f"Code: {id}")),
            html.Button("Copy", type="button", className="copy", **data(copies=id)),
        ],
        className="code",
    )


def _stage(lead: Sequence[Any], figures: Sequence[Any], controls: Sequence[Any]) -> Component:
    return html.Div(
        [
            html.Div(lead, className="panel lead") if lead else None,
            html.Div(figures, className="panel figures"),
            html.Div(controls, className="panel controls") if controls else None,
        ],
        className="stage",
    )


def _paragraphs(idea: Sequence[Any]) -> list[Component]:
    return [html.P(part, className="intro") if isinstance(part, str) else part for part in idea]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _moves_more_than_its_label(frames: Mapping[str, Any], id: str) -> bool:
    k = [axis["id"] for axis in frames["axes"]].index(id)
    return any(
        k in column["axes"] and frames["outputs"][column["output"]]["id"] != f"{id}-shown"
        for column in frames["columns"]
    )
