"""Sentences with live numbers in them: text slots, coloured by meaning, that callbacks and frames fill.

Every slot is a span of its own that holds only text. A returned component tree would be mounted anew at every step; a
span whose text changes costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
from string import Formatter
from typing import TypeAlias, TypeVar

from dash import html
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.markup.attributes import aria
from components.theme import MEANINGS
from components.words.numbers import EQUALS, unbroken

Texts: TypeAlias = Mapping[Target, str]
# The texts of one slot at all positions of a slider, or the one text that stands there at all of them.
Words: TypeAlias = list[str] | str
W = TypeVar("W", bound=Words)


@dataclass(frozen=True)
class Line:
    """A sentence with named slots: Line("say", "{tp} of {positives} found").

    A slot called tp, fp, fn, tn or accent (a number may follow, for a second one) wears that colour. `live` is for the
    sentence that says what a figure shows: a screen reader speaks it when it changes. Without it the sentence is a remark.
    """

    id: str
    template: str
    live: bool = True

    def __post_init__(self) -> None:
        if len(set(self.slots)) < len(self.slots):
            raise ValueError(f"{self.id} names a slot twice: {self.slots}")

    @cached_property
    def slots(self) -> list[str]:
        """The names of the slots, in order."""
        return [name for _, name, _, _ in Formatter().parse(self.template) if name]

    def target(self, slot: str) -> Target:
        """Return the place of a slot."""
        return Target(f"{self.id}-{slot}")

    def targets(self) -> Iterator[Target]:
        """Return the places of all slots."""
        return map(self.target, self.slots)

    def texts(self, **texts: object) -> dict[Target, str]:
        """Return the text of every slot; each must be given, and no other (else ValueError)."""
        self._check(texts)
        return {self.target(slot): str(texts[slot]) for slot in self.slots}

    def columns(self, **columns: Words) -> dict[Target, Words]:
        """Return the texts of every slot at all positions of a slider; a text in place of a list is always the same."""
        self._check(columns)
        return {self.target(slot): columns[slot] for slot in self.slots}

    def some(self, **columns: W) -> dict[Target, W]:
        """Return the texts of the slots that are given, where the others depend on another slider or on none."""
        unknown = columns.keys() - set(self.slots)
        if unknown:
            raise ValueError(f"{self.id} has the slots {sorted(self.slots)}, got {sorted(unknown)}")
        return {self.target(slot): column for slot, column in columns.items()}

    def said(self, texts: Texts) -> str:
        """Return the whole sentence as plain text, with plain spaces."""
        return self.template.format(**{slot: texts[self.target(slot)] for slot in self.slots}).replace(EQUALS, " = ")

    def spans(self, shown: Shown) -> list[Component | str]:
        """Return the sentence as text and spans, to stand in another element."""
        spans: list[Component | str] = []
        for words, slot, _, _ in Formatter().parse(self.template):
            if words:
                spans.append(words)
            if slot:
                target = self.target(slot)
                spans.append(html.Span(shown.texts[target], id=shown.id(target.id), className=_meaning_class(slot)))
        return spans

    def layout(self, shown: Shown) -> Component:
        """Return the sentence as a paragraph."""
        spans = [unbroken(part) if isinstance(part, str) else part for part in self.spans(shown)]
        if self.live:
            return html.P(spans, className="say", **aria(live="polite"))
        return html.P(spans, className="remark")

    def _check(self, given: Mapping[str, object]) -> None:
        if given.keys() != set(self.slots):
            raise ValueError(f"{self.id} has the slots {sorted(self.slots)}, got {sorted(given)}")


def filled(template: str, **columns: Words) -> Words:
    """Return a sentence with its slots filled from columns; one text if all of them are."""
    pieces = [columns[text] if is_slot else text for text, is_slot in _pieces(template)]
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(piece for piece in pieces if isinstance(piece, str))
    # joined, which takes a quarter of the time that formatting does
    return list(
        map("".join, zip(*(repeat(piece) if isinstance(piece, str) else piece for piece in pieces), strict=False))
    )


@cache
def _pieces(template: str) -> list[tuple[str, bool]]:
    """Return the words of a template and the names of its slots, which are marked, in order."""
    parts = [(words, slot) for words, slot, _, _ in Formatter().parse(template)]
    return [piece for words, slot in parts for piece in ((words, False), (slot or "", True)) if piece[0]]


def _meaning_class(slot: str) -> str:
    name = slot.rstrip("0123456789")
    return f"live {name}" if name in MEANINGS else "live"
