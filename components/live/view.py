"""What a lesson makes of a state, and the page in that state.

A lesson computes a `View`: its base figures, and `Columns` for everything that a slider moves, with the values at all
positions at once. The frames are the columns; the page in one state is the base figures with that state's values picked
from them. So a dragged figure and a freshly loaded one cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from components.figures.base import Drawn, Figure, put
from components.figures.still import Grip, grips
from components.live.frames import control_id, frames, plain, shown_value
from components.live.handle import Handle
from components.live.target import Columns, Target, grips_of, place_in_column
from components.markup.static import elements, settled
from components.markup.table import Table
from components.state import Number, State, href


@dataclass(frozen=True)
class View:
    """What a lesson makes of a state: figures and tables by their ids, and what changes in them and beside them.

    `moving` holds what changes along sliders, the present state included; `texts`, `tables` and `props` (further
    properties of components, such as "hidden") hold the rest. What depends on different sliders comes in different
    `Columns`.
    """

    figures: Mapping[str, Drawn] = field(default_factory=dict)
    moving: Sequence[Columns] = ()
    texts: Mapping[Target, str] = field(default_factory=dict)
    tables: Mapping[str, Table | Sequence[Table]] = field(default_factory=dict)
    props: Mapping[Target, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A lesson in one state, ready to be laid out: whole figures, all texts, tables, and the frames of its sliders.

    `hidden` are the pieces that lie behind the veil while the question of the lesson is open, until a guess or whatever else
    the `act` is.
    """

    lesson: str
    path: str
    state: State
    figures: Mapping[str, Figure]
    texts: Mapping[Target, str]
    tables: Mapping[str, Table | Sequence[Table]]
    props: Mapping[Target, Any]
    frames: Mapping[str, Any]
    hidden: Sequence[object] = ()
    act: str = ""

    def id(self, local: str) -> str:
        """Return the id on the page of what the lesson calls `local`."""
        return f"{self.lesson}-{local}"

    def hides(self, piece: object) -> bool:
        """Return whether a piece lies behind the veil while the question is open."""
        return any(piece is each for each in self.hidden)

    def href(self, **values: Any) -> str:
        """Return the address of another state of this lesson."""
        return href(self.path, type(self.state), **values)

    def sheets(self) -> dict[str, Table]:
        """Return the tables one by one, each by the name of its file."""
        found = {}
        for id, tables in self.tables.items():
            for k, table in enumerate([tables] if isinstance(tables, Table) else tables, 1):
                found[id if k == 1 else f"{id}-{k}"] = table
        return found

    def sheet_href(self, name: str) -> str:
        """Return the address of a table as a file, in this state."""
        return href(f"/numbers/{self.lesson}/{name}.csv", type(self.state), **self.state.values())

    def output(self, target: Target) -> Any:
        """Return what stands at a place: what a callback sends there, and what the first layout has there."""
        if target.prop == "figure":
            return self.figures[target.id]
        if target in self.texts:
            return self.texts[target]
        if target in self.props:
            return self.props[target]
        tables = self.tables[target.id]
        return settled(tables.element() if isinstance(tables, Table) else [table.element() for table in tables])

    def targets(self) -> set[Target]:
        """Return every place that the state fills."""
        figures = (Target(id, "figure") for id in self.figures)
        return {*figures, *self.texts, *self.props, *(Target(id) for id in self.tables)}


def show(
    lesson: str,
    path: str,
    state: State,
    view: View,
    sliders: Sequence[Number],
    handles: Mapping[str, Sequence[Handle]],
) -> Shown:
    """Return the view of a lesson as its page in the present state; `handles` are those of each figure.

    Every slider has its value beside it, in words picked from a list like any frame.
    """
    moving = [_resolved(columns, view.figures) for columns in view.moving]
    now: dict[Target, Any] = {}
    for along, columns, by_sum in moving:
        at = [p.index(getattr(state, p.key)) for p in along]
        i = place_in_column(at, [p.count for p in along], by_sum)
        now |= {target: column if isinstance(column, str) else plain(column[i]) for target, column in columns.items()}
    figures = {id: each.figure for id, each in view.figures.items()}
    texts = dict(view.texts)
    for target, value in now.items():
        if target.prop == "figure":
            put(figures[target.id], target.path, value)
        else:
            texts[target] = value
    texts |= {shown_value(p): p.words[p.index(getattr(state, p.key))] for p in sliders}
    props = dict(view.props)
    for id, held in handles.items():
        wanted = [_grip(lesson, handle, view.figures[id]) for handle in held]
        props[grips_of(id)] = settled(elements(grips(figures[id], wanted), []))
    return Shown(lesson, path, state, figures, texts, view.tables, props, frames(lesson, sliders, moving))


def _grip(lesson: str, handle: Handle, drawn: Drawn) -> Grip:
    x, y = (control_id(lesson, param.key) if param else "" for param in (handle.x, handle.y))
    return Grip(drawn.place(handle.place), x, y, handle.anywhere, handle.at)


def _resolved(moving: Columns, drawn: Mapping[str, Drawn]) -> Columns:
    """Return the same columns with plotly's own paths in place of the names of places in figures."""
    columns = {}
    for target, column in moving.columns.items():
        if target.prop != "figure":
            columns[target] = column
            continue
        place, prop = target.path
        for path in drawn[target.id].paths(str(place), str(prop)):
            columns[Target(target.id, "figure", path)] = column
    return moving._replace(columns=columns)
