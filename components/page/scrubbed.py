"""A figure with the slider that matters right below its axis: the thumb stands under the value that it sets."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.page.controls import Slider
from components.page.pieces import Content, Graph, lay
from components.state import Number


@dataclass(frozen=True)
class Scrubbed:
    """A figure, and the slider of a parameter that its x axis shows.

    On a logarithmic axis the parameter is the power of ten. A figure's margins and the range of its axis are stated, so
    where the slider begins and ends is known too. They have to be the same in every state.
    """

    figure: Graph
    param: Number

    @property
    def inside(self) -> tuple[Content, ...]:
        """What stands in it."""
        return (self.figure, Slider(self.param))

    def targets(self) -> tuple[Target, ...]:
        """Return none: its places are those of what stands inside."""
        return ()

    def layout(self, shown: Shown) -> Component:
        """Return both; the style sheet makes the slider's place of the margins and of the shares of the plot's width."""
        layout = shown.figures[self.figure.id]["layout"]
        left, right = layout["margin"]["l"], layout["margin"]["r"]
        start, end = (_share(layout["xaxis"], value) for value in (self.param.low, self.param.high))
        return html.Div(
            lay(self.inside, shown),
            className="scrubbed square-too" if self.figure.square else "scrubbed",
            style={"--left": f"{left}px", "--margins": f"{left + right}px", "--from": start, "--to": end},
        )


def _share(axis: dict[str, list[float]], value: float) -> float:
    """Return how far along the plot's width a value of an axis stands, from 0 to 1."""
    near, far = axis.get("domain", (0, 1))
    low, high = axis["range"]
    return round(near + (far - near) * (value - low) / (high - low), 5)
