"""The screens of a lecture: what of a page is shown one at a time, in the order of the page.

A part, a question, its answer, a card, a hint. Prose, other folds and tables below a part are no screens. The browser shows the
elements whose `data-screen` has the number of the present screen among its numbers (assets/lecture.css).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.markup.attributes import data
from components.page.pieces import Fold
from components.page.predict import Predict

if TYPE_CHECKING:
    from components.page.section import Part, Section

MOST = 18  # the style sheet has a rule for each screen up to this one


@dataclass(frozen=True)
class Screen:
    """One screen: its name, the content that it shows, and whether a heading belongs to that.

    Without one, the title of the section stands over it.
    """

    name: str
    shows: Any
    headed: bool


def screens(section: Section[Any]) -> tuple[Screen, ...]:
    """Return the screens of a section; too many raise ValueError."""
    found = [screen for part in section.parts for screen in _of_part(part)]
    for content in section.below:
        if isinstance(content, Predict):
            found += _asked(content, headed=False)
        elif name := getattr(content, "name", ""):
            found.append(Screen(name, content, headed=True))
    if len(found) > MOST:
        raise ValueError(f"{section.name} has {len(found)} screens, the style sheet has rules for {MOST}")
    return tuple(found)


def marks(all_screens: Sequence[Screen], *contents: Any) -> dict[str, Any]:
    """Return the attribute of an element that belongs to the screens of these contents; nothing if it has none."""
    return _marks(i for i, screen in enumerate(all_screens, 1) if any(screen.shows is content for content in contents))


def marks_of_title(all_screens: Sequence[Screen]) -> dict[str, Any]:
    """Return the attribute of the title, which stands over every screen without a heading of its own."""
    return _marks((i for i, screen in enumerate(all_screens, 1) if not screen.headed), even_none=True)


def _marks(numbers: Iterator[int], *, even_none: bool = False) -> dict[str, Any]:
    each = " ".join(map(str, numbers))
    return data(screen=each) if each or even_none else {}


def _of_part(part: Part[Any]) -> Iterator[Screen]:
    headed = bool(part.title)
    for content in part.idea:
        if isinstance(content, Predict):
            yield from _asked(content, headed=headed)
    yield from (Screen(name, figure, headed=headed) for name, figure in part.looks.items())
    if not part.looks:
        yield Screen(part.title or "Figure", part, headed=headed)
    folds = (content for content in part.below if isinstance(content, Fold))
    yield from (Screen(fold.title, fold, headed=headed) for fold in folds if fold.screen)
    if part.question:
        yield from _asked(part.question, headed=headed)


def _asked(question: Predict, *, headed: bool) -> Iterator[Screen]:
    yield Screen("Question", question, headed=headed)
    yield Screen("Answer", question, headed=headed)
