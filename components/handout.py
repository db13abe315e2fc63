"""What a handout shows: a lesson or the course as finished HTML that needs no server.

It is made from the page's own components. What only the site can do is taken out of them: a control that no frame covers
is shown by its value, and a link stays only where it leads into the file. serving/handout.py makes a file of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qs, parse_qsl, urlsplit

from dash.development.base_component import Component

from components import shell
from components.live.frames import control_id, of_scrubbed, scrubbed
from components.live.view import Shown
from components.markup import finished
from components.markup.elements import Element, element
from components.markup.static import elements
from components.page import Lesson, layout
from components.state import address

# By class: what the server or Dash does, and what a veil needs, which a file has none of. "served" marks a sentence or a tool.
SERVED = {"export", "failed", "served", "whole", "opens-controls", "newcomer", "skips", "until"}


class Content(NamedTuple):
    """What a file is made from: its title, its description, finished HTML, and the frames of its lessons."""

    title: str
    description: str
    finished: str
    frames: list[Any]


@dataclass(frozen=True)
class _Inside:
    """A lesson in the state in which a file has it."""

    lesson: Lesson[Any]
    shown: Shown

    @property
    def moving(self) -> set[str]:
        """The keys of the parameters that frames cover."""
        ids = scrubbed(self.shown.frames)
        return {p.key for p in self.lesson.params if control_id(self.lesson.name, p.key) in ids}

    def laid(self) -> Component:
        """Return the lesson as the page has it."""
        return layout.lesson_page(self.lesson, self.shown)

    def sets(self, query: str) -> dict[str, Any] | None:
        """Return what a link to a state has to set, by control; None if frames do not lead there."""
        there = self.lesson.state.read(dict(parse_qsl(query, keep_blank_values=True))).values()
        here = self.shown.state.values()
        if any(there[key] != here[key] for key in here.keys() - self.moving):
            return None
        return {control_id(self.lesson.name, key): there[key] for key in here if key in self.moving}


def of_lesson(lesson: Lesson[Any], given: Mapping[str, object] | None = None, *, notes: bool = False) -> Content:
    """Return the handout of a lesson in a state, with the lecturer's notes if they are asked for."""
    inside = _Inside(lesson, lesson.show(lesson.state.read(given or {})))
    moving = len(inside.moving)
    page = shell.handout(lesson, inside.laid(), moves=moving > 0, fixed=moving < len(lesson.params), notes=notes)
    return _made(f"{lesson.title} · {layout.BRAND}", lesson.summary, [inside], page)


def of_course() -> Content:
    """Return the handout of all lessons, in their first states."""
    lessons = [_Inside(each, each.show(each.state())) for each in shell.lessons_of_all()]
    page = shell.handout_of_all([each.lesson for each in lessons], [each.laid() for each in lessons])
    return _made(layout.BRAND, "The whole course in one file.", lessons, page)


def _made(title: str, description: str, lessons: Sequence[_Inside], page: Component) -> Content:
    text = finished.html(_Kept(lessons).of(page, sets=True))
    return Content(title, description, text, [of_scrubbed(each.shown.frames) for each in lessons])


class _Kept:
    """What is kept of a page in a file that has these lessons."""

    def __init__(self, lessons: Sequence[_Inside]) -> None:
        self.by_address = {address(each.lesson.path): each for each in lessons}
        params = [(each, p) for each in lessons for p in each.lesson.params if p.key not in each.moving]
        self.fixed = {control_id(each.lesson.name, p.key) for each, p in params}
        self.still = {each.lesson.name for each in lessons if not each.moving}

    def of(self, part: Any, *, sets: bool) -> Any:
        """Return what is kept of a part of the page; `sets` says whether a link into the file sets its state too."""
        if isinstance(part, list | tuple):
            part = self._movable(part)
            return [kept for each in part if (kept := self.of(each, sets=sets)) is not None]
        if isinstance(part, Component):
            part = part.to_plotly_json()
        if not isinstance(part, dict):
            return part
        kind, props = part["type"], part["props"]
        if kind == "Static":
            return self.of(elements(props["tree"], props["children"]), sets=sets)
        if SERVED & set((props.get("className") or "").split()):
            return None
        if part["namespace"] != "dash_html_components" and kind != "Link":
            return _control(part) if props.get("id") in self.fixed else part
        if kind in ("A", "Link") and not props["href"].startswith(("#", "https:")):
            return self._link(part, sets=sets)
        return self._element(part, sets=sets and kind != "Nav")

    def _movable(self, parts: Sequence[Any]) -> Sequence[Any]:
        """Return the parts of an element without grips that would move what is fixed, and without their halos."""
        held = [(each, each["props"]) for each in parts if isinstance(each, dict) and "data-part" in each["props"]]
        fixed = {
            props["data-part"]
            for _, props in held
            if self.fixed & {props.get(f"data-{way}-slider") for way in ("x", "y")}
        }
        gone = [each for each, props in held if props["data-part"] in fixed]
        return [each for each in parts if not any(each is other for other in gone)]

    def _element(self, part: Element, *, sets: bool) -> Element | None:
        kind, props = part["type"], part["props"]
        id, before = props.get("id") or "", props.get("children")
        if id.endswith("-reset") and id.removesuffix("-reset") in self.still:
            return None
        if id.removesuffix("-allowed") in self.fixed:
            return None
        inside = self.of(before if isinstance(before, list | tuple) else [before], sets=sets)
        if not inside and before not in (None, []):
            return None  # nothing of it is kept, as of a row of links that lead out of the file
        props = {**props, "children": inside}
        if kind == "Label" and props.get("htmlFor") in self.fixed:
            kind = "Span"
            props = {"children": inside, "className": f"label {props.get('className') or ''}".strip()}
        if "data-address" in props:
            # the address of a file is its place on a disk, which says nothing of a state
            props["data-address"] = json.dumps({**json.loads(props["data-address"]), "path": ""})
        if "data-path" in props:
            props["data-path"] = _place(self.by_address[props["data-path"]])
        return {**part, "type": kind, "props": props}

    def _link(self, part: Element, *, sets: bool) -> Any:
        """Return a link into the file. What leads out of it is taken away, but for words within a sentence."""
        props = part["props"]
        to = urlsplit(props["href"])
        inside = self.by_address.get(to.path)
        if inside and "screen" in parse_qs(to.query):
            return element("A", props["children"], href=f"?{to.query}{_place(inside)}")
        values = inside.sets(to.query) if inside else None
        if inside is None or values is None:
            return None if props.get("className") or not sets else element("Span", props["children"])
        attributes = {"className": props.get("className"), "title": props.get("title")}
        if sets and values:
            attributes["data-sets"] = json.dumps(values)
        elif sets and len(self.by_address) == 1:
            return None  # it leads to where the reader is
        words = self.of(props["children"], sets=sets)
        return element("A", words, href=f"#{inside.lesson.name}", **attributes)


def _place(inside: _Inside) -> str:
    """Return where a lesson is in the file, as an address says it."""
    return f"#{finished.PREFIX}{inside.lesson.name}"


def _control(part: Mapping[str, Any]) -> Any:
    """Return a control that needs the server: its value, or the cells that are switched on."""
    kind, props = part["type"], part["props"]
    if kind == "Checklist":
        return {**part, "props": {**props, "options": [{**each, "disabled": True} for each in props["options"]]}}
    if kind == "Input":
        # the value of a slider stands beside its label, and what is painted is seen
        name = "fixed" if props["type"] == "text" else "shown"
        shown = element("Span", str(props["value"]), className=name)
        return None if props["type"] in ("range", "hidden") else shown
    chosen = next(each["label"] for each in props["options"] if each["value"] == props["value"])
    return element("Span", chosen, className="fixed")
