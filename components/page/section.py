"""What a section declares: one value, from which its page, its ids, its outputs and its wires are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown, View, show
from components.live.work import Work
from components.page import layout
from components.page.controls import Slider
from components.page.pieces import Content, Graph, Piece, pieces
from components.page.predict import Predict
from components.page.screens import Screen, screens
from components.state import Number, Param, State

S = TypeVar("S", bound=State)
S_contra = TypeVar("S_contra", bound=State, contravariant=True)


def no_work(_: State) -> Sequence[Work]:
    """Return no work: nothing that a view computes takes long."""
    return ()


@dataclass(frozen=True)
class Part(Generic[S_contra]):
    """One idea of a section: what it makes of a state, and how that is laid out.

    `figures` are the figure, the slider that matters right below it (`Scrubbed`), and what is to be seen in it. `lead` is
    the numbers that the slider moves, and the slider itself where the figure has no axis for it: beside the figure on a
    wide screen, right below it on a phone. `controls` are the other controls, `below` what stands under both over the
    whole width, and `question` follows the part. `name` and `title` are for a section of several parts. A `card` is a
    small part that stands beside others and has no stage: its pieces stand one below the other. In a lecture a part is
    one screen, or one for each of its `looks`: figures that are shown one at a time, by the names of their screens.
    `work` is what takes long of what the view computes.
    """

    view: Callable[[S_contra], View]
    figures: Sequence[Content] = ()
    lead: Sequence[Content] = ()
    controls: Sequence[Content] = ()
    below: Sequence[Content] = ()
    question: Predict | None = None
    name: str = ""
    title: str = ""
    idea: Sequence[Content] = ()
    card: bool = False
    looks: Mapping[str, Graph] = field(default_factory=dict)
    work: Callable[[S_contra], Sequence[Work]] = no_work

    def contents(self) -> tuple[Content, ...]:
        """Return everything that is laid out."""
        question = [self.question] if self.question else []
        return (*self.idea, *self.figures, *self.lead, *self.controls, *self.below, *question)


@dataclass(frozen=True)
class Section(Generic[S]):
    """A section of the course.

    `name` is the prefix of its ids and, but for the first page, its address; `topic` stands above the title with the
    number. `idea` is read first. `below` and `folds` follow the parts.
    """

    name: str
    number: str
    topic: str
    title: str
    summary: str
    idea: Sequence[Content]
    state: type[S]
    parts: Sequence[Part[S]]
    below: Sequence[Content] = ()
    folds: Sequence[Content] = ()

    @property
    def path(self) -> str:
        """The address of the page."""
        return "/" if self.name == "home" else f"/{self.name}"

    @cached_property
    def params(self) -> tuple[Param, ...]:
        """The parameters of the state."""
        return self.state.params()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Every piece of the page, in order."""
        parts = (content for part in self.parts for content in part.contents())
        return tuple(pieces((*self.idea, *parts, *self.below, *self.folds)))

    @cached_property
    def sliders(self) -> tuple[Number, ...]:
        """The parameters that have a slider."""
        return _sliders(self.pieces)

    @cached_property
    def graphs(self) -> tuple[Graph, ...]:
        """The figures."""
        return _graphs(self.pieces)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every place that a state fills."""
        return tuple(target for piece in self.pieces for target in piece.targets())

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The screens of its lecture."""
        return screens(self)

    def show(self, state: S, parts: Sequence[Part[S]] | None = None) -> Shown:
        """Return the section in one state; `parts` are all of them, or those that are to be shown alone."""
        chosen = self.parts if parts is None else parts
        laid = self.pieces if parts is None else tuple(pieces(content for part in parts for content in part.contents()))
        handles = {graph.id: graph.handles for graph in _graphs(laid) if graph.handles}
        return show(self.name, self.path, state, [part.view(state) for part in chosen], _sliders(laid), handles)

    def work(self, state: S, part: str = "") -> list[Work]:
        """Return what takes long before the section can be shown in a state, or one of its parts by name."""
        return [work for each in self.parts if part in ("", each.name) for work in each.work(state)]

    def layout(self, given: Mapping[str, object] | None = None) -> Component:
        """Return the page in the state that an address gives: one value or none for each key."""
        return layout.section_page(self, self.show(self.state.read(given or {})))

    def alone(self, part: str, given: Mapping[str, object] | None = None) -> Component:
        """Return one part by its name, without the rest of the page; an unknown name raises KeyError."""
        by_name = {each.name: each for each in self.parts}
        shown = self.show(self.state.read(given or {}), [by_name[part]])
        return layout.part_alone(by_name[part], shown)


def _sliders(laid: Iterable[Piece]) -> tuple[Number, ...]:
    return tuple(piece.param for piece in laid if isinstance(piece, Slider))


def _graphs(laid: Iterable[Piece]) -> tuple[Graph, ...]:
    return tuple(piece for piece in laid if isinstance(piece, Graph))
