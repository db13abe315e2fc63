"""The pieces that a lesson is laid out from: figures, places of tables, folds, code, and boxes around other pieces.

A piece is declared once, when its module is imported. It says which places it has (`targets`), and a state fills them
(`layout`). What stands still is a component of Dash as it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

from dash import dcc, html
from dash.development.base_component import Component

from components.live.handle import Handle
from components.live.target import Target, grips_of, sketch_of
from components.live.view import Shown
from components.markup.attributes import aria, classes, data
from components.markup.table import Table
from components.page.clicks import Advances
from components.page.export import export_menu
from components.theme import GRAPH_CONFIG
from components.words.line import Line
from components.words.numbers import unbroken

LOW_SCREEN, HIGH_SCREEN = 720, 900  # px: where a figure with a least height has it, and where it has its whole height


@runtime_checkable
class Piece(Protocol):
    """What a state fills on a page."""

    def targets(self) -> Iterable[Target]:
        """Return the places that it has."""

    def layout(self, shown: Shown) -> Any:
        """Return it as a component, filled by a state."""


Content: TypeAlias = Piece | Component | str


def lay(contents: Iterable[Content], shown: Shown) -> list[Any]:
    """Return pieces filled by a state; what is no piece stands as it is."""
    return [_laid(content, shown) if isinstance(content, Piece) else content for content in contents]


def _laid(piece: Piece, shown: Shown) -> Any:
    laid = piece.layout(shown)
    if shown.hides(piece):
        laid.className = classes(getattr(laid, "className", None) or "", veiled=True).strip()
    return laid


def until(what: str, shown: Shown) -> Component:
    """Return what stands in place of something that is veiled; the style sheet shows it for so long."""
    return html.P(f"{what} after your {shown.act}.", className="until")


def pieces(contents: Iterable[Content]) -> Iterator[Piece]:
    """Return the pieces, and those inside of them, in the order of the page."""
    for content in contents:
        if isinstance(content, Piece):
            yield content
            yield from pieces(getattr(content, "inside", ()))


@dataclass(frozen=True)
class Graph:
    """A figure; `described` is its name for a screen reader, the live sentence and the table are its text twin.

    `height` is in pixels, or a CSS length for a figure that keeps its shape: 100cqi is its width. `least` is the height
    on a low screen, so that what belongs to the figure is in view with it. `square` is for a figure as high as wide, which
    takes no more room than that. `click` says what a click into it does, `handles` are the places in it that a reader can
    drag.
    """

    id: str
    described: str
    height: int | str = 330
    least: int | None = None
    square: bool = False
    click: Advances | None = None
    handles: tuple[Handle, ...] = ()

    def targets(self) -> list[Target]:
        """Return the place of the figure, and that of its grips."""
        return [Target(self.id, "figure"), *([grips_of(self.id)] if self.handles else [])]

    def layout(self, shown: Shown) -> Component:
        """Return the figure in its frame, with its grips over it, and over them what a reader draws on."""
        graph = dcc.Graph(
            id=shown.id(self.id),
            figure=shown.figures[self.id],
            config=GRAPH_CONFIG,
            responsive=True,
            className="graph",
            style={"height": self._height()},
        )
        grips = grips_of(self.id)
        over = (
            [html.Div(shown.output(grips), id=shown.id(grips.id), className="grips", **aria(hidden="true"))]
            if self.handles
            else []
        )
        veil = [until("The figure fills in", shown)] if shown.hides(self) else []
        drawn = sketch_of(self.id)
        if drawn in shown.props:
            over.append(html.Div(shown.output(drawn), id=shown.id(drawn.id), className="sketch"))
        return html.Figure(
            [graph, *over, *veil, export_menu(shown, self.id, self.height)],
            className=classes(
                "chart",
                square=self.square,
                anywhere=any(handle.anywhere for handle in self.handles),
                clicked=self.click is not None,
                drawable=drawn in shown.props,
            ),
            **aria(label=self.described),
        )

    def _height(self) -> str:
        if isinstance(self.height, str):
            return self.height
        if self.least is None:
            return f"{self.height}px"
        slope = (self.height - self.least) / (HIGH_SCREEN - LOW_SCREEN)
        between = f"{self.least}px + (100vh - {LOW_SCREEN}px) * {slope:.3f}"
        return f"clamp({self.least}px, {between}, {self.height}px)"


@dataclass(frozen=True)
class TablePlace:
    """The place of a table that a state fills as a whole."""

    id: str

    def targets(self) -> list[Target]:
        """Return the place."""
        return [Target(self.id)]

    def layout(self, shown: Shown) -> Component:
        """Return the place with its table."""
        return html.Div(shown.output(Target(self.id)), id=shown.id(self.id), className="tabled")


@dataclass(frozen=True)
class Place:
    """A box whose property `prop` a state sets, such as "hidden" of a run that is not shown; `inside` stands in it."""

    id: str
    prop: str
    inside: tuple[Content, ...]
    class_name: str = ""

    def targets(self) -> list[Target]:
        """Return the place of the property."""
        return [Target(self.id, self.prop)]

    def layout(self, shown: Shown) -> Component:
        """Return the box."""
        (target,) = self.targets()
        prop = {self.prop: shown.output(target)}
        return html.Div(lay(self.inside, shown), id=shown.id(self.id), className=self.class_name, **prop)


@dataclass(frozen=True)
class Made:
    """A piece without places, made when the page is laid out: an address, for one, needs the running application.

    `name` is that of its screen in a lecture; without one it has none.
    """

    make: Callable[[Shown], Component]
    name: str = ""

    def targets(self) -> tuple[Target, ...]:
        """Return none."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return what is made."""
        return self.make(shown)


class Box:
    """Pieces in one element, by the name of its style: Box("pair", FIGURE, OTHER).

    `name` is that of its screen in a lecture; without one it has none.
    """

    def __init__(self, class_name: str, *inside: Content, name: str = "") -> None:
        self.class_name, self.inside, self.name = class_name, inside, name

    def targets(self) -> tuple[Target, ...]:
        """Return none: its places are those of what stands inside."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return the element."""
        return html.Div(lay(self.inside, shown), className=self.class_name)


class Fold:
    """A piece of the page that starts folded.

    `of` is for a fold inside a card: it is read aloud after the title, so that "Hint" of one card is told from "Hint" of
    the next. A `screen` is shown in a lecture too, after its card.
    """

    def __init__(self, title: str, *inside: Content, of: str = "", screen: bool = False) -> None:
        self.title, self.inside, self.of, self.screen = title, inside, of, screen

    def targets(self) -> tuple[Target, ...]:
        """Return none: its places are those of what stands inside."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return the fold."""
        body = html.Div(lay(self.inside, shown), className="fold-body")
        if not self.of:
            return html.Details([html.Summary(self.title), body], className="panel")
        heard = html.Span(f"of: {self.of}", className="visually-hidden")
        return html.Details([html.Summary([f"{self.title} ", heard]), body])


class Code:
    """The fold "The code": the source that computed the page, and where there is a `snippet`, the same by scikit-learn.

    `inside` stands below the source, for what has to be said of it.
    """

    title = "The code"

    def __init__(self, functions: Sequence[Callable[..., Any]], snippet: Line | None = None, *inside: Content) -> None:
        self.functions, self.snippet, self.inside = functions, snippet, inside

    def targets(self) -> Iterable[Target]:
        """Return the slots of the snippet."""
        return self.snippet.targets() if self.snippet else []

    def layout(self, shown: Shown) -> Component:
        """Return the fold."""
        peer = (
            [
                html.P("The same with scikit-learn, for the values that are set now:"),
                code(shown.id(self.snippet.id), self.snippet.spans(shown)),
            ]
            if self.snippet
            else []
        )
        return Fold(
            self.title,
            html.P("What computed this page, as it is running:"),
            *(code(shown.id(f"source-{f.__name__}"), [inspect.getsource(f)]) for f in self.functions),
            *lay(self.inside, shown),
            *peer,
        ).layout(shown)


def code(id: str, lines: Sequence[Any]) -> Component:
    """Return source code with a button that copies it; `id` is the one on the page."""
    return html.Div(
        [
            html.Pre(html.Code(lines, id=id), tabIndex=0, role="region", **aria(label=f"Code: {id}")),
            html.Button("Copy", type="button", className="copy", **data(copies=id)),
        ],
        className="code",
    )


def fixed(table: Table) -> Component:
    """Return a table that no state changes."""
    element: Any = table.element()
    return html.Div(element, className="tabled")


def paragraph(*children: Any) -> Component:
    """Return a paragraph of prose."""
    return html.P([unbroken(each) if isinstance(each, str) else each for each in children])


def caption(text: str) -> Component:
    """Return a short text below a control or a formula."""
    return html.P(text, className="caption")
