"""What a lesson declares: one value, from which its page, its ids, its outputs and its wires are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown, View, show
from components.live.work import Work
from components.page import layout
from components.page.checks import Task
from components.page.controls import Slider
from components.page.draw import Draw
from components.page.pieces import Content, Graph, Piece, pieces
from components.page.question import Question
from components.page.screens import Screen, screens
from components.state import Number, Param, State

S = TypeVar("S", bound=State)


def no_work(_: State) -> Sequence[Work]:
    """Return no work: nothing that a view computes takes long."""
    return ()


class Chapter(NamedTuple):
    """A chapter of the notebook: its number there, and its subject."""

    number: str
    topic: str


@dataclass(frozen=True, eq=False)
class Lesson(Generic[S]):
    """One idea, on a page of its own: what it makes of a state, and how that is laid out.

    `path` is its address, of which its ids are made. `minutes` are what it takes to read. A `further` lesson grows from the
    last one before it that is none.

    `idea` is read first: what it is about and to whom it matters, in one sentence that gives nothing away. `summary` says in
    one line what is learned. The `question` comes before anything that answers it.
    `figures` are the figure, the slider that matters right below it (`Scrubbed`), and what is to be seen in it. `lead` is
    the numbers that the slider moves, and the slider itself where the figure has no axis for it: beside the figure on a
    wide screen, right below it on a phone. `controls` are the other controls, `below` what stands under all of them over the
    whole width. `called` says how what was seen is called: name, formula, term. `task` is one thing to try. `after` and
    `folds` follow. In a lecture figures, numbers and controls are one screen, or one for each of its `looks`: figures that
    are shown one at a time, by the names of their screens.

    `work` is what takes long of what the view computes.
    """

    path: str
    chapter: Chapter
    title: str
    summary: str
    minutes: int
    idea: Sequence[Content]
    state: type[S]
    view: Callable[[S], View]
    further: bool = False
    question: Question | None = None
    figures: Sequence[Content] = ()
    lead: Sequence[Content] = ()
    controls: Sequence[Content] = ()
    below: Sequence[Content] = ()
    called: Sequence[Content] = ()
    task: Task | None = None
    after: Sequence[Content] = ()
    folds: Sequence[Content] = ()
    looks: Mapping[str, Graph] = field(default_factory=dict)
    work: Callable[[S], Sequence[Work]] = no_work

    @property
    def name(self) -> str:
        """What its ids begin with: its address, or "home"."""
        return self.path.strip("/").replace("/", "-") or "home"

    @cached_property
    def params(self) -> tuple[Param, ...]:
        """The parameters of the state."""
        return self.state.params()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Every piece of the page, in order."""
        question, task = ([each] if each else [] for each in (self.question, self.task))
        stage = (*self.figures, *self.lead, *self.controls, *self.below)
        return tuple(pieces((*self.idea, *question, *stage, *self.called, *task, *self.after, *self.folds)))

    @cached_property
    def sliders(self) -> tuple[Number, ...]:
        """The parameters that have a slider."""
        return tuple(piece.param for piece in self.pieces if isinstance(piece, Slider))

    @cached_property
    def graphs(self) -> tuple[Graph, ...]:
        """The figures."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Graph))

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every place that a state fills."""
        return tuple(target for piece in self.pieces for target in piece.targets())

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The screens of its lecture."""
        return screens(self)

    def show(self, state: S) -> Shown:
        """Return the lesson in one state."""
        handles = {graph.id: graph.handles for graph in self.graphs if graph.handles}
        shown = show(self.name, self.path, state, self.view(state), self.sliders, handles)
        if not self.question:
            return shown
        shown = replace(shown, hidden=self.question.hides, act=self.question.act)
        return self.question.over(shown) if isinstance(self.question, Draw) else shown

    def layout(self, given: Mapping[str, object] | None = None) -> Component:
        """Return the page in the state that an address gives: one value or none for each key."""
        return layout.lesson_page(self, self.show(self.state.read(given or {})))
