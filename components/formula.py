"""Formulas and sentences with live numbers in them: plain text slots, coloured by meaning, that callbacks fill.

Every slot is a span of its own holding only text. A returned component tree would be mounted anew at every step, and
MathJax would cost two megabytes; a span whose text changes costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
from string import Formatter
from typing import Any, TypeAlias

from dash import html
from dash.development.base_component import Component

from components.attributes import aria
from components.theme import MEANINGS
from components.view import Target

Texts = Mapping[Target, str]
# The texts of one slot at all positions of a slider, or the one text that stands there at all of them.
Words: TypeAlias = list[str] | str


@dataclass(frozen=True)
class Line:
    """A sentence with named slots: Line("x-say", "{tp} of {positives} found").

    A slot called tp, fp, fn, tn or accent (a number may follow, for a second one) wears that colour.
    """

    id: str
    template: str

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

    def texts(self, **texts: object) -> dict[Target, str]:
        """Return the text of every slot; each must be given, and no other."""
        if set(texts) != set(self.slots):
            raise ValueError(f"{self.id} has the slots {sorted(self.slots)}, got {sorted(texts)}")
        return {self.target(slot): str(texts[slot]) for slot in self.slots}

    def columns(self, **columns: Words) -> dict[Target, Words]:
        """Return the texts of every slot at all positions of a slider; a text in place of a list is always the same."""
        if set(columns) != set(self.slots):
            raise ValueError(f"{self.id} has the slots {sorted(self.slots)}, got {sorted(columns)}")
        return {self.target(slot): columns[slot] for slot in self.slots}

    def said(self, texts: Texts) -> str:
        """Return the whole sentence as plain text."""
        return self.template.format(**{slot: texts[self.target(slot)] for slot in self.slots})

    def parts(self, texts: Texts) -> list[Component | str]:
        """Return the sentence as text and spans."""
        parts: list[Component | str] = []
        for words, slot, _, _ in Formatter().parse(self.template):
            if words:
                parts.append(words)
            if slot:
                target = self.target(slot)
                parts.append(html.Span(texts[target], id=target.id, className=_meaning_class(slot)))
        return parts

    def layout(self, texts: Texts) -> Component:
        """Return the sentence as the live text of its figures."""
        return html.P(self.parts(texts), className="say", **aria(live="polite"))

    def quiet(self, texts: Texts) -> Component:
        """Return the sentence as a remark that is not read aloud whenever it changes."""
        return html.P(self.parts(texts), className="remark")


@dataclass(frozen=True)
class Formula:
    """A formula such as J = tp / (tp + fp + fn) = j, written once with slots for the live numbers.

    `left` = `numerator` / `denominator` = `result`: each a template as in Line, with slots unique across all four.
    `spoken` is read aloud in place of the fraction. `small` is for one of several formulas.
    """

    id: str
    left: str
    numerator: str
    denominator: str
    result: str
    spoken: str
    small: bool = False

    @cached_property
    def _lines(self) -> list[Line]:
        # once, not at every frame of a slider: parsing the templates would take longer than the mathematics
        return [Line(self.id, t) for t in (self.left, self.numerator, self.denominator, self.result)]

    def texts(self, **texts: object) -> dict[Target, str]:
        """Return the text of every slot, and what is read aloud."""
        slots = [slot for part in self._lines for slot in part.slots]
        if set(texts) != set(slots):
            raise ValueError(f"{self.id} has the slots {sorted(slots)}, got {sorted(texts)}")
        said = {Target(f"{self.id}-{slot}"): str(texts[slot]) for slot in slots}
        return {**said, Target(f"{self.id}-spoken"): self.spoken.format(**{k: str(v) for k, v in texts.items()})}

    def columns(self, **columns: Words) -> dict[Target, Words]:
        """Return the texts of every slot at all positions of a slider, and what is read aloud there."""
        slots = [slot for part in self._lines for slot in part.slots]
        if set(columns) != set(slots):
            raise ValueError(f"{self.id} has the slots {sorted(slots)}, got {sorted(columns)}")
        said = {Target(f"{self.id}-{slot}"): columns[slot] for slot in slots}
        return {**said, Target(f"{self.id}-spoken"): filled(self.spoken, **columns)}

    def layout(self, texts: Texts) -> Component:
        """Return the formula set as a fraction."""
        left, numerator, denominator, result = (part.parts(texts) for part in self._lines)
        spoken = Target(f"{self.id}-spoken")
        return html.Div(
            [
                html.Div(
                    [
                        html.I(left),
                        html.Span("="),
                        fraction(numerator, denominator),
                        html.Span("="),
                        html.B(result),
                    ],
                    className="formula small" if self.small else "formula",
                    **aria(hidden="true"),
                ),
                html.Span(texts[spoken], id=spoken.id, className="visually-hidden"),
            ]
        )


def jaccard_formula(id: str) -> Formula:
    """Return the formula that most sections show: J = TP / (TP + FP + FN), with slots tp, tp2, fp, fn, j."""
    return Formula(
        id, "J", "{tp}", "{tp2} + {fp} + {fn}", "{j}", "J equals {tp} over {tp2} plus {fp} plus {fn}, that is {j}"
    )


def jaccard_texts(formula: Formula, tp: object, fp: object, fn: object, j: str) -> dict[Target, str]:
    """Return the texts of a `jaccard_formula`."""
    return formula.texts(tp=tp, tp2=tp, fp=fp, fn=fn, j=j)


def jaccard_columns(formula: Formula, tp: Words, fp: Words, fn: Words, j: Words) -> dict[Target, Words]:
    """Return the texts of a `jaccard_formula` at all positions of a slider."""
    return formula.columns(tp=tp, tp2=tp, fp=fp, fn=fn, j=j)


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


def fraction(numerator: Sequence[Any] | str, denominator: Sequence[Any] | str) -> Component:
    """Return a fraction set with a bar."""
    return html.Span([html.Span(numerator), html.Span(denominator)], className="frac")


def static_formula(left: str, numerator: str, denominator: str, *, spoken: str) -> Component:
    """Return a formula of symbols, without live numbers; names of counts wear their colours."""
    return html.Div(
        [
            html.Div(
                [
                    html.I(coloured(left)),
                    html.Span("="),
                    fraction(coloured(numerator), coloured(denominator)),
                ],
                className="formula small",
                **aria(hidden="true"),
            ),
            html.Span(spoken, className="visually-hidden"),
        ]
    )


def coloured(text: str) -> list[Component | str]:
    """Return text in which the names TP, FP, FN and TN wear their colours."""
    return [
        html.Span(word, className=word.lower()) if word.lower() in MEANINGS else word
        for word in re.split(r"\b(TP|FP|FN|TN)\b", text)
        if word
    ]


@dataclass(frozen=True)
class Tiles:
    """The four counts as coloured tiles, laid out as a confusion matrix: TP, FP, then FN, TN."""

    id: str
    words: tuple[str, str, str, str] = ("hits (TP)", "false alarms (FP)", "misses (FN)", "ignored (TN)")

    def texts(self, *, tp: object, fp: object, fn: object, tn: object) -> dict[Target, str]:
        """Return the texts of the four tiles."""
        counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
        return {Target(f"{self.id}-{key}"): str(value) for key, value in counts.items()}

    def columns(self, *, tp: Words, fp: Words, fn: Words, tn: Words) -> dict[Target, Words]:
        """Return the texts of the four tiles at all positions of a slider."""
        counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
        return {Target(f"{self.id}-{key}"): column for key, column in counts.items()}

    def layout(self, texts: Texts) -> Component:
        """Return the tiles."""
        tiles = []
        for key, words in zip(("tp", "fp", "fn", "tn"), self.words, strict=True):
            target = Target(f"{self.id}-{key}")
            tiles.append(html.Div([html.Span(texts[target], id=target.id), html.Small(words)], className=key))
        return html.Div(tiles, className="tiles")


def score(value: float, digits: int = 3) -> str:
    """Return a score as the pages write it; an undefined one (0/0, nan) as a word."""
    return "undefined" if value != value else f"{value:.{digits}f}".replace("-", "−")


def written(scores: Any, digits: int = 3) -> list[str]:
    """Return the scores of an array as `score` writes each."""
    # all in one go, which takes a fifth of the time
    text: str = f"%.{digits}f " * scores.size % tuple(scores.tolist())
    return text.replace("nan", "undefined").replace("-", "−").split()


def _meaning_class(slot: str) -> str | None:
    name = slot.rstrip("0123456789")
    return f"live {name}" if name in MEANINGS else "live"
