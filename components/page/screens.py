"""The screens of a lecture: what of a page is shown one at a time, in the order of the page.

The question, its answer, what is to be seen, a hint, and what has a `name` after them. Prose, other folds and tables below the
figure are no screens. The browser shows the elements whose `data-screen` has the number of the present screen among its
numbers (assets/lecture.css).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.markup.attributes import data
from components.page.pieces import Fold

if TYPE_CHECKING:
    from components.page.lesson import Lesson

QUESTION = "Question"
MOST = 6  # the style sheet has a rule for each screen up to this one


@dataclass(frozen=True)
class Screen:
    """One screen: its name, the content that it shows, and whether that has a heading of its own.

    Without one, the title of the lesson stands over it.
    """

    name: str
    shows: Any
    headed: bool = False


def screens(lesson: Lesson[Any]) -> tuple[Screen, ...]:
    """Return the screens of a lesson; too many raise ValueError."""
    found = tuple(_screens(lesson))
    if len(found) > MOST:
        raise ValueError(f"{lesson.name} has {len(found)} screens, the style sheet has rules for {MOST}")
    return found


def marks(all_screens: Sequence[Screen], *contents: Any) -> dict[str, Any]:
    """Return the attribute of an element that belongs to the screens of these contents; nothing if it has none."""
    return _marks(i for i, screen in enumerate(all_screens, 1) if any(screen.shows is content for content in contents))


def marks_of_title(all_screens: Sequence[Screen]) -> dict[str, Any]:
    """Return the attribute of the title, which stands over every screen without a heading of its own."""
    return _marks((i for i, screen in enumerate(all_screens, 1) if not screen.headed), even_none=True)


def marks_of_summary(all_screens: Sequence[Screen]) -> dict[str, Any]:
    """Return the attribute of the summary, which stands below the title; not over a question, which it might answer."""
    stands = (i for i, screen in enumerate(all_screens, 1) if not screen.headed and screen.name != QUESTION)
    return _marks(stands, even_none=True)


def _marks(numbers: Iterator[int], *, even_none: bool = False) -> dict[str, Any]:
    each = " ".join(map(str, numbers))
    return data(screen=each) if each or even_none else {}


def _screens(lesson: Lesson[Any]) -> Iterator[Screen]:
    if lesson.question:
        yield Screen(QUESTION, lesson.question)
        yield Screen("Answer", lesson.question)
    yield from (Screen(name, figure) for name, figure in lesson.looks.items())
    if lesson.figures and not lesson.looks:
        yield Screen("Figure", lesson)
    yield from (Screen(fold.title, fold) for fold in lesson.below if isinstance(fold, Fold) and fold.screen)
    for content in lesson.after:
        if name := getattr(content, "name", ""):
            yield Screen(name, content, headed=True)
