"""A mask that the reader paints over the true one, and its tools: brushes, an eraser, undo and clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component
from numpy.typing import NDArray

from components.figures.cells import edges, photograph_address
from components.live.frames import control_id
from components.live.target import Target
from components.live.view import Shown
from components.markup.attributes import aria, data
from components.markup.elements import Element, element
from components.state import Bitmap

BRUSHES = range(1, 6)
FIRST_BRUSH = 3
# The categories of a pixel, 1 x true + 2 x predicted, by the class that colours them.
KINDS = {"fn": 1, "fp": 2, "tp": 3}


@dataclass(frozen=True)
class Painting:
    """The picture (h, w) of levels with the true mask outlined, and over it the mask of a `Bitmap`.

    assets/asleep/painting.js paints; the counts are the server's. `picture` makes levels and mask.
    """

    param: Bitmap
    described: str
    picture: Callable[[], tuple[NDArray[np.integer], NDArray[np.bool_]]]

    def targets(self) -> tuple[Target, ...]:
        """Return none: what is painted is the reader's."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return the picture and the tools."""
        id, value = control_id(shown.lesson, self.param.key), getattr(shown.state, self.param.key)
        levels, true = self.picture()
        drawn: Any = _drawn(levels, true, self.param.mask(value))
        canvas = html.Div(
            drawn,
            className="canvas",
            tabIndex=0,
            role="application",
            **aria(label=f"{self.described} The arrow keys move the brush, Space paints."),
            **data(truth=self.param.of(true), size=f"{self.param.height} {self.param.width}"),
        )
        brushes = [_tool(f"{n}", f"brush-{n}", pressed=n == FIRST_BRUSH) for n in BRUSHES]
        group = html.Div([html.Span("Brush"), *brushes], role="group", **aria(label="Brush, in pixels"))
        others = [_tool("Erase", "erase", pressed=False), _tool("Undo", "undo"), _tool("Clear", "clear")]
        return html.Fieldset(
            [
                html.Legend(self.param.label, className="visually-hidden"),
                canvas,
                html.Div([group, html.Div(others)], className="brushes served"),
                dcc.Input(id=id, type="hidden", value=value),
            ],
            className="control painting",
            **data(control=id),
        )


def _tool(words: str, name: str, *, pressed: bool | None = None) -> Component:
    state = {} if pressed is None else aria(pressed=str(pressed).lower())
    return html.Button(words, type="button", className="chip", **state, **data(paints=name))


def _drawn(levels: NDArray[np.integer], true: NDArray[np.bool_], painted: NDArray[np.bool_]) -> Element:
    high, wide = true.shape
    categories = true + 2 * painted.astype(np.int8)
    layers = [element("Path", None, d=runs(categories == kind), className=name) for name, kind in KINDS.items()]
    return element(
        "Svg",
        [
            element(
                "Image", None, href=photograph_address(levels), width=wide, height=high, preserveAspectRatio="none"
            ),
            element("G", layers, transform="translate(0 .5)"),
            element("Path", None, d=edges(true), className="outline", transform="translate(.5 .5)"),
            element("Rect", None, className="brush", width=FIRST_BRUSH, height=FIRST_BRUSH, x=0, y=0),
        ],
        viewBox=f"0 0 {wide} {high}",
        **aria(hidden="true"),
    )


def runs(mask: NDArray[np.bool_]) -> str:
    """Return the pixels of a mask as level lines, a pixel thick."""
    found = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(found == 1)
    ends = np.nonzero(found == -1)[1]
    each: list[Any] = np.stack([starts, rows, ends - starts], axis=1).tolist()
    return "".join(f"M{x} {y}h{length}" for x, y, length in each)
