"""Formulas with live numbers in them, and formulas of symbols; the four counts as tiles.

They are HTML, which a screen reader reads in its order: a script that typesets them would cost two megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.live.target import Target
from components.live.view import Shown
from components.markup.attributes import aria
from components.theme import MEANINGS
from components.words.line import Line, Words


@dataclass(frozen=True)
class Formula:
    """A formula such as J = tp / (tp + fp + fn) = j, written once with slots for the live numbers.

    `left` = `numerator` / `denominator` = `result`: each a template as in Line, with slots unique across all four.
    Without a denominator it is no fraction. `small` is for one of several formulas.
    """

    id: str
    left: str
    numerator: str
    denominator: str
    result: str
    small: bool = False

    @cached_property
    def _lines(self) -> list[Line]:
        # once, not at every frame of a slider: parsing the templates would take longer than the mathematics
        return [Line(self.id, t) for t in (self.left, self.numerator, self.denominator, self.result)]

    @cached_property
    def slots(self) -> list[str]:
        """The names of the slots, in order."""
        return [slot for line in self._lines for slot in line.slots]

    def target(self, slot: str) -> Target:
        """Return the place of a slot."""
        return Target(f"{self.id}-{slot}")

    def targets(self) -> Iterator[Target]:
        """Return the places of all slots."""
        return map(self.target, self.slots)

    def texts(self, **texts: object) -> dict[Target, str]:
        """Return the text of every slot."""
        columns = self.columns(**{slot: str(text) for slot, text in texts.items()})
        return {target: column for target, column in columns.items() if isinstance(column, str)}

    def columns(self, **columns: Words) -> dict[Target, Words]:
        """Return the texts of every slot at all positions of a slider."""
        if columns.keys() != set(self.slots):
            raise ValueError(f"{self.id} has the slots {sorted(self.slots)}, got {sorted(columns)}")
        return {self.target(slot): columns[slot] for slot in self.slots}

    def layout(self, shown: Shown) -> Component:
        """Return the formula set as a fraction."""
        left, numerator, denominator, result = (line.spans(shown) for line in self._lines)
        return html.Div(
            [
                html.I(left),
                html.Span("="),
                fraction(numerator, denominator) if self.denominator else html.Span(numerator),
                html.Span("="),
                html.B(result),
            ],
            className="formula small" if self.small else "formula",
        )


def jaccard_formula(id: str, *, small: bool = False) -> Formula:
    """Return the formula that most lessons show: J = TP / (TP + FP + FN), with slots tp, tp2, fp, fn, j."""
    return Formula(
        id,
        "J",
        "{tp}",
        "{tp2} + {fp} + {fn}",
        "{j}",
        small=small,
    )


def jaccard_texts(formula: Formula, tp: object, fp: object, fn: object, j: str) -> dict[Target, str]:
    """Return the texts of a `jaccard_formula`."""
    return formula.texts(tp=tp, tp2=tp, fp=fp, fn=fn, j=j)


def jaccard_columns(formula: Formula, tp: Words, fp: Words, fn: Words, j: Words) -> dict[Target, Words]:
    """Return the texts of a `jaccard_formula` at all positions of a slider."""
    return formula.columns(tp=tp, tp2=tp, fp=fp, fn=fn, j=j)


@dataclass(frozen=True)
class Tiles:
    """The four counts as coloured tiles, laid out as a confusion matrix: TP, FP, then FN, TN.

    `words` say what each is, in the `order` in which they stand.
    """

    id: str
    words: tuple[str, str, str, str] = (
        "true positives (TP)",
        "false positives (FP)",
        "false negatives (FN)",
        "true negatives (TN)",
    )
    order: tuple[str, str, str, str] = ("tp", "fp", "fn", "tn")

    def target(self, count: str) -> Target:
        """Return the place of a count: "tp", "fp", "fn" or "tn"."""
        return Target(f"{self.id}-{count}")

    def targets(self) -> Iterator[Target]:
        """Return the places of the four counts."""
        return map(self.target, self.order)

    def texts(self, *, tp: object, fp: object, fn: object, tn: object) -> dict[Target, str]:
        """Return the texts of the four tiles."""
        return {self.target(key): str(value) for key, value in {"tp": tp, "fp": fp, "fn": fn, "tn": tn}.items()}

    def columns(self, *, tp: Words, fp: Words, fn: Words, tn: Words) -> dict[Target, Words]:
        """Return the texts of the four tiles at all positions of a slider."""
        return {self.target(key): column for key, column in {"tp": tp, "fp": fp, "fn": fn, "tn": tn}.items()}

    def layout(self, shown: Shown) -> Component:
        """Return the tiles."""
        return html.Div(
            [
                html.Div(
                    [html.Span(shown.texts[target], id=shown.id(target.id)), html.Small(words)],
                    className=target.id.rpartition("-")[2],
                )
                for target, words in zip(self.targets(), self.words, strict=True)
            ],
            className="tiles",
        )


def fraction(numerator: Sequence[Any] | str, denominator: Sequence[Any] | str) -> Component:
    """Return a fraction set with a bar, which is read aloud as "over"."""
    over = html.Span(" over ", className="visually-hidden")
    return html.Span([html.Span(numerator), over, html.Span(denominator)], className="frac")


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
        ],
        className="symbols",
    )


def coloured(text: str) -> list[Component | str]:
    """Return text in which the names TP, FP, FN and TN wear their colours."""
    return [
        html.Span(word, className=word.lower()) if word.lower() in MEANINGS else word
        for word in re.split(r"\b(TP|FP|FN|TN)\b", text)
        if word
    ]
